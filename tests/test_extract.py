"""`kg extract`: the command, the shape of its lines, and that every quote is verbatim."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import Kg, run_kg

import kg.extract
from kg.corpus import Corpus
from kg.errors import KgError, OutputError
from kg.extract import Document, candidate_lines, write_candidates
from kg.intake import Extracted, Limits, read_document
from kg.lines import record_of_line
from kg.reading.lexicon import Lexicon
from kg.reading.reader import Reading, read

GERMAN = """\
Am 4. Februar 2022 unterzeichneten Russland und China in Peking ein Abkommen über Gaslieferungen.
Nach Angaben von Reuters lieferte China Russland 2023 Halbleiter im Wert von 3 Milliarden US-Dollar.
"""
ENGLISH = """\
In May 2023 China and Russia held a joint naval exercise in the Sea of Japan.
The United States imposed sanctions on Russia. China supplies drones to Russia.
"""
RUSSIAN = """\
В июне 2023 года Россия и Китай провели совместные учения.
По данным ТАСС, США ввели санкции против России. Китай поставляет России станки.
"""
TEXTS = {"de": GERMAN, "en": ENGLISH, "ru": RUSSIAN}
NO_RECORD = "Der Himmel ist heute blau, und die Katze schläft auf dem alten Sofa.\n"
NOTHING = "no record found that the text would say: nothing is proposed\n"

# The stable line, as its specification has it: a candidate adds reader and score.
ENTITY = ["id", "iri", "kind", "class", "labels", "aliases", "evidence"]
GROUP = ["group", "members"]
FURTHER = ["names", "of", "country", "external"]
RECORD = [
    "id",
    "iri",
    "kind",
    "labels",
    "status",
    "polarity",
    "attributed_to",
    "modal_agent",
    "participants",
    "time",
    "place",
    "quantities",
    "details",
    "evidence",
    "reader",
    "score",
]


@cache
def lexicon() -> Lexicon:
    return Lexicon.load()


def reading(text: str, language: str) -> Reading:
    return read(text, source="news", language=language, lexicon=lexicon())


def check(read: Reading) -> None:
    """Every word that a line gives as the text's stands there; every record is one."""
    lines = list(candidate_lines(read))
    for line in lines:
        for place in line["evidence"]:
            assert place["exact"] == read.text[place["start"] : place["end"]] != ""
    candidates = [line for line in lines if "score" in line]
    for line, proposal in zip(candidates, read.proposals, strict=True):
        assert list(line) == RECORD
        assert line["id"] == f"{int(line['id'], 16):016x}"
        assert record_of_line({**line, "id": f"news/{line['id']}"}) == proposal.record
        assert not [*proposal.record.objections_among(read.entities)]
        assert 0 <= line["score"] <= 1
    named = {line["id"] for line in lines if "score" not in line}
    used = {who["actor"] for line in candidates for who in line["participants"]}
    assert used <= named


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A German text of two sentences, each of which says something."""
    file = tmp_path / "news.txt"
    file.write_text(GERMAN, encoding="utf-8")
    return file


# -- the command ------------------------------------------------------------------------------


def test_a_table_with_each_quote_status_and_score(kg: Kg, news: Path) -> None:
    ran = kg("extract", news)
    assert ran.code == 0
    first, quote, second, *_ = ran.out.splitlines()
    assert first.split()[1:3] == ["agreement", "asserted"]
    assert 0 < float(first.split()[0]) < 1
    assert quote.strip() == f"«{GERMAN.splitlines()[0]}»"
    assert second.split()[2] == "REPORTED"
    assert ran.err.startswith("2 candidates and ")
    assert ran.err.endswith(", none of them reviewed\n")


def test_lines_of_the_stable_shape(kg: Kg, news: Path) -> None:
    ran = kg("extract", news, "--format", "jsonl")
    lines = [json.loads(row) for row in ran.out.splitlines()]
    entities = [line for line in lines if "score" not in line]
    assert lines[: len(entities)] == entities
    assert [line["id"] for line in entities] == sorted(line["id"] for line in entities)
    for line in entities:
        assert list(line) == [*ENTITY, *(GROUP if "group" in line else ()), *FURTHER]
        assert line["aliases"] == list(dict.fromkeys(each["exact"] for each in line["evidence"]))
    agreement, flow = lines[len(entities) :]
    assert list(agreement) == list(flow) == RECORD
    assert (agreement["time"], agreement["attributed_to"]) == ("2022-02-04", [])
    assert (flow["kind"], flow["status"], flow["time"]) == ("trade_flow", "reported", "2023")
    assert flow["attributed_to"] == [{"actor": "reuters", "name": "Reuters"}]
    assert [(each["value"], each["unit"]) for each in flow["quantities"]] == [(3e9, "USD")]
    assert {place["source"] for line in lines for place in line["evidence"]} == {"news"}


def test_what_is_less_likely_is_left_out(kg: Kg, news: Path) -> None:
    rows = kg("extract", news, "--format", "jsonl", "--min-score", 0).out.splitlines()
    scores = [line["score"] for line in map(json.loads, rows) if "reader" in line]
    best = max(scores)
    rows = kg("extract", news, "--format", "jsonl", "--min-score", best).out.splitlines()
    kept = [line["score"] for line in map(json.loads, rows) if "reader" in line]
    assert kept == [score for score in scores if score >= best]
    assert kg("extract", news, "--min-score", best + 0.001) == (0, "", NOTHING)


def test_what_was_seen_is_explained(kg: Kg, news: Path) -> None:
    ran = kg("extract", news, "--explain")
    assert (ran.code, ran.err) == (0, "")
    assert "¶1  «Am 4. Februar 2022" in ran.out
    assert "Am 4. Februar 2022 = 2022-02-04" in ran.out
    assert "Russland = russia (name)" in ran.out
    assert "reported, positive by Nach Angaben von; says reuters" in ran.out


def test_from_standard_input_to_a_file(kg: Kg, tmp_path: Path) -> None:
    target = tmp_path / "lines.jsonl"
    ran = kg("extract", "-", "--format", "jsonl", "--output", target, typed=ENGLISH)
    assert (ran.code, ran.out) == (0, "")
    lines = [json.loads(row) for row in target.read_text(encoding="utf-8").splitlines()]
    assert {place["source"] for line in lines for place in line["evidence"]} == {"stdin"}
    assert {"exercise", "sanction", "supply"} <= {line["kind"] for line in lines}


def test_a_clear_word_where_nothing_was_found(kg: Kg) -> None:
    assert kg("extract", "-", typed=NO_RECORD) == (0, "", NOTHING)
    assert kg("extract", "-", "--format", "jsonl", typed=NO_RECORD) == (0, "", NOTHING)


@pytest.mark.parametrize(
    ("arguments", "typed", "told"),
    [
        (("--language", "xx"), GERMAN, "is in 'xx'; read are de, en, ru (--language says other"),
        (("--language", "german"), GERMAN, "language: 'german'"),
        (("--published", "gestern"), GERMAN, "published: 'gestern' is no date that is read here"),
        ((), "12 345", "standard input: its language can't be told; --language says it"),
        ((), "", "standard input: is empty"),
        ((), "Dzisiaj rozmawialiśmy o pogodzie, o książkach i o muzyce.\n" * 3, "read are de, en"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    kg: Kg, arguments: tuple[str, ...], typed: str, told: str
) -> None:
    ran = kg("extract", "-", *arguments, typed=typed)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert told in ran.err


def test_files_that_cannot_be_read(kg: Kg, tmp_path: Path) -> None:
    nowhere, picture = tmp_path / "nowhere.txt", tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    for file in (nowhere, picture, tmp_path):
        ran = kg("extract", file)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert ran.err.startswith(f"{file}: ")


def test_what_of_a_file_was_not_read_is_said(
    kg: Kg, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_a_blank_page(data: bytes, name: str, limits: Limits) -> Extracted:
        return read_document(data, name, limits)._replace(unread=("no text layer on page 2",))

    monkeypatch.setattr("kg.extract.text_in", with_a_blank_page)
    ran = kg("extract", news)
    assert ran.code == 1
    assert "agreement" in ran.out
    assert ran.err.splitlines()[-1] == f"{news}: not read: no text layer on page 2"


def test_a_library_asking_for_a_language_that_is_not_read_is_told_so(corpus: Corpus) -> None:
    document = Document("news.txt", "news", "Pékin et Moscou coopèrent.", "fr", None, None)
    with pytest.raises(KgError, match=r"^news\.txt: is in 'fr'; read are de, en, ru"):
        kg.extract.read_document(document, corpus)


# -- a source ---------------------------------------------------------------------------------


def test_a_sources_candidates_are_written_beside_it(
    kg: Kg, make_source: Callable[..., Path]
) -> None:
    sources = make_source(text=GERMAN)
    ran = kg("extract", "news", KG_SOURCES=str(sources))
    file = sources / "news" / "candidates.jsonl"
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith(f"{file}: 2 candidates and ")
    assert ran.err.endswith("; next: kg review news\n")
    printed = kg("extract", "news", "--format", "jsonl", KG_SOURCES=str(sources))
    assert file.read_text(encoding="utf-8") == printed.out
    assert sorted(each.name for each in file.parent.iterdir()) == [
        "candidates.jsonl",
        "document.txt",
        "names.yaml",
        "records.yaml",
        "source.yaml",
    ]


def test_candidates_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = write_candidates(tmp_path, [{"id": "a"}])
    with pytest.raises(TypeError):
        write_candidates(tmp_path, [{"id": "b"}, {"id": object()}])
    assert file.read_text(encoding="utf-8") == '{"id": "a"}\n'
    file.unlink()
    file.mkdir()  # nothing can take its place
    with pytest.raises(OutputError, match=r"candidates\.jsonl: can't be written: "):
        write_candidates(tmp_path, [{"id": "c"}])
    assert list(tmp_path.iterdir()) == [file]


def test_the_same_text_gives_the_same_lines_in_each_run(kg: Kg, document: str) -> None:
    """Sets of names have another order in each process; what is read has not."""
    text = document[document.index("Am 4. Februar 2022") :][:1800]
    command = ("extract", "-", "--language", "de", "--format", "jsonl", "--min-score", "0")
    assert (
        run_kg(*command, typed=text, env={"PYTHONHASHSEED": "1"}).out
        == kg(*command, typed=text).out
    )


# -- whatever the text ------------------------------------------------------------------------

_NOISE = st.sampled_from(["", " ", "\n", ".", ",", "„", "»", "(", "\0", "\u202e", "🤝", "nicht "])


def test_every_line_of_the_documents_reads_back(document: str) -> None:
    check(reading(document, "de"))
    for language, text in TEXTS.items():
        found = reading(text, language)
        assert found.proposals
        check(found)


@settings(max_examples=8)
@given(st.data())
def test_slices_of_the_document(document: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(document) - 1))
    check(reading(document[start : start + data.draw(st.integers(0, 400))], "de"))


@settings(max_examples=8)
@given(st.data(), st.sampled_from(sorted(TEXTS)))
def test_words_in_any_order(document: str, data: st.DataObject, language: str) -> None:
    words = (document if language == "de" else TEXTS[language]).split(" ")
    first = data.draw(st.integers(0, max(0, len(words) - 40)))
    check(reading(" ".join(data.draw(st.permutations(words[first : first + 40]))), language))


@settings(max_examples=20)
@given(st.data(), st.sampled_from(sorted(TEXTS)), st.sampled_from(sorted(TEXTS)))
def test_texts_with_what_does_not_belong_there(
    data: st.DataObject, written: str, language: str
) -> None:
    """In any of the three languages, read as any of them."""
    text = TEXTS[written]
    for _ in range(data.draw(st.integers(1, 6))):
        at, length = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 3))
        text = text[:at] + data.draw(_NOISE) + text[at + length :]
    check(reading(text, language))


@given(st.text(max_size=120), st.sampled_from(sorted(TEXTS)))
def test_any_text(text: str, language: str) -> None:
    check(reading(text, language))
