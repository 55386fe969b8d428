"""The repository's own source, gone through from its bytes up."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from kg.corpus import Corpus, Source
from kg.corpus.yaml_text import read_yaml
from kg.models import KINDS, Record, fields_of
from kg.models.schema import Sort

PAPER = "tdc-reverse-kissinger-2025"
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@pytest.fixture(scope="module")
def paper(corpus: Corpus) -> Source:
    (source,) = corpus.sources
    return source


@pytest.fixture(scope="module")
def records(paper: Source) -> tuple[Record, ...]:
    return paper.records


@pytest.fixture(scope="module")
def written(sources: Path) -> list[dict[str, Any]]:
    """The records as they stand in the file, read apart from the models."""
    content = (sources / PAPER / "records.yaml").read_text(encoding="utf-8")
    return list(read_yaml(content, "records.yaml"))


def pointed_to(part: BaseModel) -> Iterator[str]:
    """Yield every entity that *part* and its parts point to."""
    for field in fields_of(type(part)):
        value = getattr(part, field.name)
        for item in value if isinstance(value, tuple) else [value]:
            if field.sort is Sort.ENTITY and item is not None:
                yield item
            elif isinstance(item, BaseModel):
                yield from pointed_to(item)


# -- the text ------------------------------------------------------------------------------


def test_the_text_is_the_one_that_was_received(sources: Path, paper: Source) -> None:
    content = (sources / PAPER / "document.txt").read_bytes()
    assert hashlib.sha256(content).hexdigest() == paper.info.sha256
    assert paper.info.sha256 == "521ec5ea16b07e92dc923d2998311f3ea299607e6153253bab85be7cedbb7b22"
    assert paper.text.content.encode("utf-8") == content


@pytest.mark.parametrize(
    "artefact",
    [
        "1 MB\n",
        "entweder Moskau oder Peking1 nahezustehen",
        "umgeladen , die die Fracht",
        "darstellt darstellt",
        "interessiert interessiert",
        "zerstören würden würden",
        "zu opfern opfern",
        "Zusammenarb eit",
        "begre nzter",
        "eines Zerwürfnisses ernsthaften politischen",
        "David O’Sullivan",
    ],
)
def test_the_texts_own_faults_are_kept(artefact: str, paper: Source) -> None:
    assert paper.text.content.count(artefact) == 1


def test_every_line_that_says_something_is_in_one_part(paper: Source) -> None:
    parts = paper.info.parts
    placed = sorted([*parts.headings, *parts.body, *parts.apparatus, *parts.not_content])
    lines = paper.text.content.split("\n")
    assert placed == [number for number, line in enumerate(lines, 1) if line.strip()]


def test_the_headings_are_the_papers(paper: Source) -> None:
    lines = paper.text.content.split("\n")
    assert [lines[number - 1] for number in paper.info.parts.headings] == [
        "Wichtigste Schlussfolgerungen",
        "Warum Kissingers historischer Präzedenzfall heute nicht funktioniert",
        "Der aktuelle Stand der russisch-chinesischen Beziehungen",
        "Das diplomatische Duo von Moskau und Beijing",
        "Wirtschaftliche Unterstützung trotz Druckes",
        "Militärische Zusammenarbeit in Zeiten globaler Spannungen",
        "Perspektiven eines „Reverse Kissinger“ in der heutigen Realität",
        "Warum Moskau Washington nicht wählen wird",
        "Strategische Risiken des „Reverse Kissinger“",
        "Schlussfolgerungen",
    ]
    assert paper.heading_of(38) == "Militärische Zusammenarbeit in Zeiten globaler Spannungen"
    assert paper.heading_of(1) == ""


# -- evidence ------------------------------------------------------------------------------


def test_every_quote_stands_at_its_offsets(sources: Path, records: tuple[Record, ...]) -> None:
    content = (sources / PAPER / "document.txt").read_bytes().decode("utf-8")
    places = [(part.exact, part.start, part.end) for record in records for part in record.evidence]
    assert len(places) >= len(records)
    assert [content[start:end] for _, start, end in places] == [exact for exact, _, _ in places]
    for exact, start, end in places:
        before = content[:start].encode("utf-8")
        there = before + exact.encode("utf-8") + content[end:].encode("utf-8")
        assert hashlib.sha256(there).digest() == hashlib.sha256(content.encode("utf-8")).digest()


def test_every_quote_is_written_as_it_stands(
    written: list[dict[str, Any]], records: tuple[Record, ...]
) -> None:
    by_id = {record.id: record for record in records}
    assert len(by_id) == len(written)
    for raw in written:
        quotes = [item if isinstance(item, str) else item["quote"] for item in raw["evidence"]]
        assert sorted(quotes) == sorted(part.exact for part in by_id[raw["id"]].evidence)


def test_every_german_quote_has_an_english_translation_with_its_numbers(paper: Source) -> None:
    assert paper.text.content.split("\n")[63].startswith("The views, thoughts, and opinions")
    for record in paper.records:
        for part in record.evidence:
            gloss = dict(part.gloss)
            in_english = paper.text.line_of(part.start) == 64
            assert bool(gloss.get("en", "").strip()) is not in_english, (record.id, part.exact)
            assert all(digits(text) == digits(part.exact) for text in gloss.values()), record.id


def digits(text: str) -> list[str]:
    """The numbers of a text, those in names like Tu-95 or (G3) left out, 72,7 as 72.7."""
    bare = re.sub(r"\b[A-Za-z]+-?\d+\b", "", text)
    return sorted(found.replace(",", ".") for found in re.findall(r"\d+(?:[.,]\d+)?", bare))


def test_no_quote_reaches_over_a_line_or_begins_with_space(records: tuple[Record, ...]) -> None:
    for record in records:
        for part in record.evidence:
            assert part.exact == part.exact.strip(), record.id
            assert "\n" not in part.exact, record.id


def test_no_record_stands_on_a_heading_or_on_what_is_no_content(
    paper: Source, records: tuple[Record, ...]
) -> None:
    parts = paper.info.parts
    nowhere = {*parts.headings, *parts.not_content}
    lines = {paper.text.line_of(part.start) for record in records for part in record.evidence}
    assert lines & nowhere == set()


def test_words_stand_in_the_text(paper: Source, written: list[dict[str, Any]]) -> None:
    def words(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield from (value[key] for key in ("words", "hedge", "likelihood") if key in value)
            value = list(value.values())
        if isinstance(value, list):
            for item in value:
                yield from words(item)

    missing = [found for found in words(written) if found not in paper.text.content]
    assert missing == []


def test_a_hedge_stands_in_the_words_of_its_record(records: tuple[Record, ...]) -> None:
    loose = [
        record.id
        for record in records
        if record.hedge and not any(record.hedge in part.exact for part in record.evidence)
    ]
    assert loose == []


# -- who and what --------------------------------------------------------------------------


def test_every_entity_of_a_record_is_known(corpus: Corpus, records: tuple[Record, ...]) -> None:
    used = {entity for record in records for entity in pointed_to(record)}
    assert used - set(corpus.entities) == set()


def test_no_entity_is_unused(corpus: Corpus, paper: Source) -> None:
    used = {str(mention.entity) for mention in paper.mentions}
    used |= {entity for record in paper.records for entity in pointed_to(record)}
    used |= {str(paper.info.publisher), str(paper.info.author), paper.info.voice}
    for entity in corpus.entities.values():
        used |= {*entity.member, *entity.country, *filter(None, [entity.of])}
    assert sorted(set(corpus.entities) - used) == []


def test_every_entity_that_acts_is_named_somewhere_in_the_text(paper: Source) -> None:
    named = {str(mention.entity) for mention in paper.mentions}
    acting = {entity for record in paper.records for entity in pointed_to(record)}
    assert sorted(acting - named) == []


def test_ids_are_small_letters_digits_and_single_hyphens(
    corpus: Corpus, records: tuple[Record, ...]
) -> None:
    ids = [record.id for record in records] + [*corpus.entities]
    ids += [record.concerns for record in records if record.concerns]
    assert [one for one in ids if not ID.fullmatch(one)] == []


def test_ids_are_given_once_over_all_files(sources: Path) -> None:
    for name in ("records.yaml", "entities.yaml"):
        content = "\n".join(
            file.read_text(encoding="utf-8") for file in sorted(sources.rglob(name))
        )
        ids = re.findall(r"^- id: (\S+)$", content, re.MULTILINE)
        assert len(ids) == len(set(ids)) > 0


def test_every_record_and_entity_is_called_something_in_english_and_german(
    corpus: Corpus, records: tuple[Record, ...]
) -> None:
    for texts in [record.label for record in records]:
        assert {"en", "de"} <= set(dict(texts))
    for entity in corpus.entities.values():
        assert {"en", "de"} <= set(dict(entity.name)), entity.id


def test_an_identifier_says_where_it_was_seen(corpus: Corpus) -> None:
    seen = [one for entity in corpus.entities.values() for one in entity.external]
    assert len(seen) > 20
    assert all(re.fullmatch(r"Q\d+", one.id) for one in seen if one.scheme == "wikidata")
    assert len({(one.scheme, one.id) for one in seen}) == len(seen)


def test_every_kind_has_a_record(records: tuple[Record, ...]) -> None:
    assert {record.kind for record in records} == {kind.kind_name() for kind in KINDS}


# -- what must not be taken for more than it is --------------------------------------------

# Record · status · stage · polarity, by the words of the text.
HARD = """\
sanction-wafangdian | asserted | imposed | positive
supply-wafangdian-tascom | alleged | None | positive
threat-tariffs-100 | threatened | threatened | positive
threat-secondary-sanctions-western | threatened | threatened | positive
sanction-secondary-announced-2023 | planned | announced | positive
sanction-secondary-energy-feared | hypothetical | imposed | positive
agreement-no-limits-announced | planned | announced | positive
agreement-no-limits-denied | denied | None | positive
cooperation-power-of-siberia-2 | planned | proposed | positive
trade-rank-europe-oil-buyer | asserted | None | negative
supply-critical-minerals | reported | None | positive
""".splitlines()


@pytest.mark.parametrize("row", HARD)
def test_a_record_is_put_as_the_text_puts_it(row: str, records: tuple[Record, ...]) -> None:
    wanted, status, stage, polarity = (cell.strip() for cell in row.split("|"))
    (record,) = (record for record in records if record.id == wanted)
    found = (record.status.value, str(record.stage_reached), record.polarity.value)
    assert found == (status, stage, polarity)


def test_what_others_say_is_not_the_authors(records: tuple[Record, ...]) -> None:
    speaking = {"Nach Angaben", "Laut ", "berichtete", "Nach Informationen von"}
    for record in records:
        opening = " ".join(part.exact for part in record.evidence)
        if any(opening.startswith(words) for words in speaking):
            assert record.attributed_to, record.id
