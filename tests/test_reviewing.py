"""What a reader proposed is judged by a person: nothing is lost, nothing else in a file changes."""

import hashlib
import json
import re
import shlex
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import Kg

from kg.build import build_store
from kg.corpus import Corpus, read_corpus
from kg.corpus.records import Reader
from kg.corpus.yaml_text import read_yaml
from kg.errors import KgError, SourcesError
from kg.lines import actor_line, record_line
from kg.models import KINDS, Entity, Record
from kg.reviewing import Desk, Relation, Verdict, read_decisions
from kg.reviewing.splicing import (
    Edit,
    applied,
    with_alias,
    with_concerns,
    with_evidence,
    with_form,
    with_item,
)
from kg.reviewing.written import as_written, entity_as_written, item

PAPER = "tdc-reverse-kissinger-2025"
TEXT = """\
Handel
Am 4. Februar 2022 besuchte Putin Beijing. Die Firma Nordchip liefert angeblich Chips an Russland.
Laut Reuters stammten 2023 rund 90 % der Chips in Russland aus China. China kaufte nichts.
China kaufte nichts. Moskau schwieg, und in Moskau regnete es.
"""
ENTITIES = """\
# who is who
- {id: russia, class: state, name: {en: Russia, de: Russland}}   # the state
- {id: china, class: state, name: {en: China, de: China}}

- id: reuters
  class: medium
  name: {en: Reuters}
- {id: chips, class: commodity, name: {en: chips, de: Chips}}
- {id: the-authors, class: unnamed_source, name: {en: the authors}}
"""
RECORDS = """\
# what the report says

- id: event-visit   # the visit
  kind: event
  label: {en: "Putin's visit"}
  participant: [russia, china]
  when: {edtf: 2022-02-04, words: Am 4. Februar 2022}
  status: asserted
  evidence: 'Am 4. Februar 2022 besuchte Putin Beijing.'

# the end
"""
NORDCHIP = {"id": "nordchip", "class": "company", "name": {"en": "Nordchip"}, "country": ["china"]}
SUPPLY = {
    "kind": "supply",
    "label": {"en": "Nordchip allegedly supplies chips to Russia"},
    "supplier": "nordchip",
    "recipient": "russia",
    "item": "chips",
    "status": "alleged",
    "hedge": "angeblich",
    "evidence": "Die Firma Nordchip liefert angeblich Chips an Russland.",
}
SHARE: dict[str, Any] = {
    "kind": "share",
    "label": {"en": "Share of chips used in Russia that come from China"},
    "holder": "russia",
    "direction": "use",
    "item": "chips",
    "provider": "china",
    "basis": "unstated",
    "when": {"edtf": "2023", "words": "2023"},
    "quantity": {
        "value": "90",
        "unit": "%",
        "qualifier": "about",
        "of": "chips",
        "words": "rund 90 %",
    },
    "status": "reported",
    "attributed_to": {"who": "reuters", "words": "Laut Reuters"},
    "evidence": "Laut Reuters stammten 2023 rund 90 % der Chips in Russland aus China.",
}
VISIT = {
    "kind": "event",
    "label": {"en": "Putin visits Beijing"},
    "participant": ["russia", "china"],
    "status": "asserted",
    "evidence": "besuchte Putin Beijing",
}
NOTHING = {
    "kind": "event",
    "label": {"en": "China bought nothing"},
    "participant": "china",
    "status": "asserted",
    "evidence": ("China kaufte nichts.", 2),
}
Raw = dict[str, Any]


def hex_of(label: str) -> str:
    return hashlib.sha256(label.encode()).hexdigest()[:16]


def id_of(raw: Raw) -> str:
    return hex_of(raw["label"]["en"])


def candidate(raw: Raw, entities: dict[str, Entity], text: str = TEXT, **more: Any) -> Raw:
    """A line as a reader writes it, for what a person would have written as *raw*."""
    evidence = raw["evidence"]
    quote, nth = evidence if isinstance(evidence, tuple) else (evidence, 1)
    start = [found.start() for found in re.finditer(re.escape(quote), text)][nth - 1]
    place = {"source": "news", "exact": quote, "start": start, "end": start + len(quote)}
    kind = next(kind for kind in KINDS if kind.kind_name() == raw["kind"])
    name = id_of(raw)
    record = kind.model_validate({**raw, "source": "news", "id": name, "evidence": [place]})
    return {**record_line(record, entities), "id": name, "reader": "test 1", "score": 0.9, **more}


def seen(words: str, nth: int = 1, text: str = TEXT) -> Raw:
    start = [found.start() for found in re.finditer(re.escape(words), text)][nth - 1]
    return {"source": "news", "exact": words, "start": start, "end": start + len(words)}


@pytest.fixture
def news(make_source: Callable[..., Path]) -> Path:
    """The folder of a source of one record."""
    return make_source(text=TEXT, entities=ENTITIES, records=RECORDS, names="# none yet\n") / "news"


@pytest.fixture
def propose(news: Path) -> Callable[..., Path]:
    """Write candidates into the source, and return its folder."""

    def make(*raws: Raw, actors: Iterable[Raw] = (), **more: Any) -> Path:
        corpus = read_corpus(news.parent)
        entities = {**corpus.entities, "nordchip": Entity.model_validate(NORDCHIP)}
        places = [seen("Nordchip")]
        lines = [actor_line(entities["nordchip"], places, entities), *actors]
        lines += [candidate(raw, entities, **more) for raw in raws]
        write_lines(news, lines)
        return news

    return make


def write_lines(folder: Path, lines: Iterable[Any]) -> None:
    rows = (
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    )
    (folder / "candidates.jsonl").write_text("".join(f"{row}\n" for row in rows), "utf-8")


def desk_of(folder: Path) -> Desk:
    return Desk(folder.parent, folder.name)


def files_of(folder: Path) -> dict[str, bytes]:
    files = [*folder.glob("*.yaml"), folder.parent / "reference" / "entities.yaml"]
    return {str(file): file.read_bytes() for file in files}


# -- as people write it ---------------------------------------------------------------------


def test_every_record_of_the_paper_comes_back_from_how_it_is_written(corpus: Corpus) -> None:
    source = next(source for source in corpus.sources if source.info.id == PAPER)
    content = "".join(item(as_written(record, source.text)) for record in source.records)
    reader = Reader(
        source=PAPER,
        language="de",
        file="records.yaml",
        text=source.text,
        entities=corpus.entities,
        refused=frozenset(),
        kinds=KINDS,
    )
    placed = reader.read(read_yaml(content, "records.yaml"))
    assert (reader.findings, tuple(found.record for found in placed)) == ([], source.records)


def test_every_entity_comes_back_from_how_it_is_written(corpus: Corpus) -> None:
    content = "".join(item(entity_as_written(entity)) for entity in corpus.entities.values())
    read = [Entity.model_validate(raw) for raw in read_yaml(content, "entities.yaml")]
    assert {entity.id: entity for entity in read} == corpus.entities


def test_short_forms_are_those_that_people_write(corpus: Corpus) -> None:
    records = {record.id: record for record in corpus.records()}
    source = next(source for source in corpus.sources if source.info.id == PAPER)
    written = as_written(records["share-arms-components"], source.text)
    assert written["quantity"]["words"] == "rund 80 %"
    assert written["attributed_to"]["who"] == "david-osullivan"
    assert [*written][:3] == ["id", "kind", "label"]
    assert "polarity" not in written  # as usual


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(TEXTS)
def test_any_text_is_read_back_as_it_was(words: str) -> None:
    data = {
        "id": "a",
        "label": {"en": words},
        "evidence": [{"quote": words, "gloss": {"en": words}}],
    }
    assert read_yaml(item(data), "x") == [data]


# -- into files that people keep --------------------------------------------------------------

STYLES = (
    "- id: a\n  name: {en: A}\n  status: asserted\n  evidence: 'x: y'\n# end",
    "# head\n-   id: a\n    name: {en: A} # why\n    status: asserted # so\n    evidence: |-\n"
    "      x\n\n\n-   id: b\n    name: {en: B}\n    status: asserted\n    evidence: [x]\n",
    "- {id: a, name: {en: A}, status: asserted, evidence: {quote: x}}\n- {id: b}\n",
    "\ufeff- id: a\r\n  status: asserted # c\r\n  name: {en: A}\r\n  alias: {de: [B]}\r\n"
    "  evidence:\r\n    - 'x' # one\r\n    - quote: y\r\n      nth: 2\r\n",
    "  - id: a\n    status: asserted\n    alias: {en: B}\n    name:\n      en: A\n    evidence:\n"
    "    - x\n",
)


@pytest.mark.parametrize("content", STYLES)
@given(words=TEXTS.filter(str.strip))
@settings(max_examples=5)
def test_what_is_set_in_leaves_every_other_sign(content: str, words: str) -> None:
    data = {"id": "new", "label": {"en": words}, "evidence": [{"quote": words}]}
    every = [
        with_item(content, data, "f"),
        with_item(content, data, "f", after="a"),
        with_item(content, data, "f", after=""),
        with_concerns(content, "a", "matter", "f"),
        with_alias(content, "a", "de", words, "f"),
    ]
    if "|-" not in content:
        every.append(with_evidence(content, "a", {"quote": words}, "f"))
    for edits in every:
        assert all(edit.old == "" for edit in edits)
        changed = applied(content, edits)
        assert taken_out(changed, edits) == content
        assert changed != content


def taken_out(content: str, edits: tuple[Edit, ...]) -> str:
    for at, new, _ in sorted(edits):
        assert content[at : at + len(new)] == new
        content = content[:at] + content[at + len(new) :]
    return content


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        ("", {"china": ["China"]}),
        ("# none\n", {"china": ["China"]}),
        ("{}\n", {"china": ["China"]}),
        ("russia: Russland # x\n", {"russia": "Russland", "china": ["China"]}),
        ("china: [Chinas] # x\n", {"china": ["Chinas", "China"]}),
        ("china: Chinas\n", {"china": ["Chinas", "China"]}),
        ("china:\n  - Chinas # x\n\nnone: [X]\n", {"china": ["Chinas", "China"], "none": ["X"]}),
        ("china: {words: A, in: A b}\n", {"china": [{"words": "A", "in": "A b"}, "China"]}),
    ],
)
def test_a_form_is_set_into_any_file_of_names(names: str, wanted: Any) -> None:
    changed = applied(names, with_form(names, "china", "China", "names.yaml"))
    assert read_yaml(changed, "names.yaml") == wanted
    assert [row for row in re.findall("#.*", names) if row not in changed] == []


def test_the_records_of_the_paper_keep_every_byte_beside_what_is_set_in(
    corpus: Corpus, sources: Path
) -> None:
    content = (sources / PAPER / "records.yaml").read_bytes().decode()
    source = next(source for source in corpus.sources if source.info.id == PAPER)
    data = {**as_written(source.records[5], source.text), "id": "another"}
    for after in (source.records[0].id, source.records[170].id, None):
        (edit,) = with_item(content, data, "records.yaml", after=after)
        changed = content[: edit.at] + edit.new + content[edit.at :]
        assert changed.replace(edit.new, "", 1) == content
    (edit,) = with_concerns(content, source.records[0].id, "a-matter", "records.yaml")
    assert content[: edit.at] + content[edit.at :] == content


@pytest.mark.parametrize("content", ["[{id: a}]\n", "a: b\n", "- id: a\n- id: [\n"])
def test_what_nothing_can_be_set_into_is_refused(content: str) -> None:
    with pytest.raises(KgError, match=r"^records\.yaml"):
        with_item(content, {"id": "new"}, "records.yaml")


# -- what a reader proposed ---------------------------------------------------------------------


def test_the_records_of_the_paper_are_reviewed_back_in(workspace: Path, corpus: Corpus) -> None:
    """A round trip: records out of the file, proposed as lines, accepted: the same records."""
    names = {
        "trade-china-exports-2021",
        "sanction-wafangdian",
        "drone-factory",
        "supply-wafangdian-tascom",
    }
    folder = workspace / PAPER
    file = folder / "records.yaml"
    blocks = re.split(r"(?m)^(?=- id: )", file.read_text("utf-8"))
    kept = [block for block in blocks if block[6:].partition("\n")[0] not in names]
    file.write_text("".join(kept), "utf-8")
    out = [record for record in corpus.records() if record.id in names]
    assert len(out) == len(names)
    lines = [record_line(record, corpus.entities) for record in out]
    write_lines(
        folder,
        [{**line, "id": hex_of(line["id"]), "reader": "test", "score": 0.5} for line in lines],
    )
    desk = desk_of(folder)
    accepted = [desk.accept(one) for one in desk.waiting]
    assert desk.waiting == ()
    by_evidence = {record.evidence: record for record in out}
    read = {record.id: record for record in read_corpus(workspace).records()}
    for record in accepted:
        assert read[record.id] == record
        original = by_evidence[record.evidence]
        assert same_but_id(record) == same_but_id(original)
    while desk.decisions:
        desk.undo()
    assert file.read_text("utf-8") == "".join(kept)


def same_but_id(record: Record) -> Record:
    return record.model_copy(update={"id": "x"})


def test_a_new_entity_comes_with_its_candidate_and_its_names(
    propose: Callable[..., Path],
) -> None:
    folder = propose(SUPPLY)
    before = files_of(folder)
    desk = desk_of(folder)
    (waiting,) = desk.waiting
    record = desk.accept(waiting)
    assert record.id == "supply-nordchip-allegedly-supplies-chips-russia"
    corpus = read_corpus(folder.parent)
    assert corpus.entities["nordchip"] == Entity.model_validate(NORDCHIP)
    (source,) = corpus.sources
    words = {(source.text.content[at.start : at.end], at.entity) for at in source.mentions}
    assert words == {("Nordchip", "nordchip"), ("Chips", "chips"), ("Russland", "russia")}
    text = (folder / "records.yaml").read_text("utf-8")
    assert text.startswith(RECORDS.removesuffix("\n# the end\n"))
    assert text.endswith("\n\n# the end\n")
    assert build_store(folder.parent, folder.parent.parent / ".kg").anew
    desk.undo()
    assert files_of(folder) == before


def test_words_that_mean_two_are_named_with_their_passage(propose: Callable[..., Path]) -> None:
    quiet = {**NOTHING, "label": {"en": "Moscow kept silent"}, "participant": "russia"}
    quiet["evidence"] = "Moskau schwieg"
    lines = [{"id": "russia", "kind": "actor", "evidence": [seen("Moskau")]}]
    folder = propose(quiet, actors=lines)
    desk = desk_of(folder)
    desk.accept(desk.waiting[0])
    names = read_yaml((folder / "names.yaml").read_text("utf-8"), "names.yaml")
    assert names == {"russia": [{"words": "Moskau", "in": "Moskau schwieg,"}]}
    assert (folder / "names.yaml").read_text("utf-8").startswith("# none yet\n")


def test_a_quote_that_stands_twice_says_which(propose: Callable[..., Path]) -> None:
    desk = desk_of(propose(NOTHING))
    record = desk.accept(desk.waiting[0])
    assert record.evidence[0].start == TEXT.rindex("China kaufte nichts.")
    written = (desk.folder / "records.yaml").read_text("utf-8")
    assert "    - quote: 'China kaufte nichts.'\n      nth: 2\n" in written


def test_an_alias_is_the_one_that_there_is(propose: Callable[..., Path]) -> None:
    folder = propose(SUPPLY)
    before = files_of(folder)
    desk = desk_of(folder)
    (entity,) = desk.new_entities(desk.waiting[0].record)
    desk.alias(entity, "china")
    (waiting,) = desk.waiting
    assert desk.new_entities(waiting.record) == ()
    desk.accept(waiting)
    corpus = read_corpus(folder.parent)
    assert ("en", "Nordchip") in corpus.entities["china"].alias
    assert [record.supplier for record in corpus.records() if record.kind == "supply"] == [  # type: ignore[attr-defined]
        ("china",)
    ]
    assert [desk.undo().verdict for _ in range(2)] == [Verdict.ACCEPTED, Verdict.ALIAS]
    assert files_of(folder) == before


def test_what_was_judged_is_not_asked_again_when_the_document_is_read_again(
    propose: Callable[..., Path],
) -> None:
    folder = propose(SUPPLY, SHARE)
    desk = desk_of(folder)
    desk.reject(desk.waiting[1], "a forecast")
    desk.accept(desk.waiting[0])
    lines = [json.loads(row) for row in (folder / "candidates.jsonl").read_text().splitlines()]
    again = [
        {**line, "id": line["id"][::-1], "reader": "better 2", "score": 0.1}
        if "score" in line
        else line
        for line in lines
    ]
    write_lines(folder, again)
    assert desk_of(folder).waiting == ()
    assert [one.verdict for one in read_decisions(folder)] == [Verdict.REJECTED, Verdict.ACCEPTED]
    assert [one.reason for one in read_decisions(folder)] == ["a forecast", None]


def test_whoever_was_killed_before_the_decision_was_noted_is_not_asked_again(
    propose: Callable[..., Path],
) -> None:
    folder = propose(SUPPLY)
    desk = desk_of(folder)
    desk.accept(desk.waiting[0])
    (folder / "decisions.jsonl").unlink()
    assert desk_of(folder).waiting == ()


# -- beside what there is -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "relation", "fields"),
    [
        ({}, Relation.KNOWN, []),
        ({"status": "alleged", "hedge": "rund"}, Relation.OTHERWISE, ["status"]),
        ({"when": "2023-05"}, Relation.OTHERWISE, ["when"]),
        ({"when": None}, Relation.OTHERWISE, ["when"]),
        ({"attributed_to": "russia"}, Relation.OTHERWISE, ["attributed_to"]),
        ({"polarity": "negative"}, Relation.ODDS, ["polarity"]),
        ({"quantity": {**SHARE["quantity"], "value": "40"}}, Relation.ODDS, ["quantity"]),
        ({"quantity": None}, Relation.OTHERWISE, ["quantity"]),
        ({"when": "2019", "evidence": ("China kaufte nichts.", 2)}, None, []),
        ({"holder": "china", "provider": "russia"}, None, []),
        ({"direction": "imports"}, Relation.OTHERWISE, ["direction"]),
        (
            {"quantity": {**SHARE["quantity"], "value": "91", "of": "all"}},
            Relation.OTHERWISE,
            ["quantity"],
        ),
    ],
)
def test_a_candidate_is_set_beside_what_there_is(
    changed: Raw, relation: Relation | None, fields: list[str], propose: Callable[..., Path]
) -> None:
    folder = propose(SHARE)
    desk = desk_of(folder)
    desk.accept(desk.waiting[0])
    raw = {**SHARE, "label": {"en": "Again"}, **changed}
    raw = {key: value for key, value in raw.items() if value is not None}
    if "evidence" not in changed:  # other words, in the same sentence
        raw["evidence"] = "90 % der Chips in Russland aus China"
    propose(raw)
    (waiting,) = desk_of(folder).waiting
    found = desk_of(folder).beside(waiting)
    assert [one.relation for one in found] == ([relation] if relation else [])
    assert [one.field for other in found for one in other.differences] == fields


def test_judgements_on_the_same_two_are_not_one_matter(propose: Callable[..., Path]) -> None:
    other = {**NOTHING, "participant": ["russia", "china"], "label": {"en": "A quarrel"}}
    desk = desk_of(propose(other))
    assert desk.beside(desk.waiting[0]) == ()


def test_the_same_thing_is_one_matter_from_then_on(propose: Callable[..., Path]) -> None:
    desk = desk_of(propose(VISIT))
    (waiting,) = desk.waiting
    (other,) = desk.beside(waiting)
    assert (other.relation, other.record.id) == (Relation.OTHERWISE, "event-visit")
    desk.accept(waiting, same=other.record)
    read = {record.id: record.concerns for record in read_corpus(desk.sources).records()}
    assert read == {"event-visit": "event-visit", "event-putin-visits-beijing": "event-visit"}
    assert "  status: asserted\n  concerns: event-visit\n" in (
        desk.folder / "records.yaml"
    ).read_text("utf-8")
    desk.undo()
    assert (desk.folder / "records.yaml").read_text("utf-8") == RECORDS


def test_words_are_merged_into_the_evidence_of_a_record(propose: Callable[..., Path]) -> None:
    more = {**VISIT, "evidence": "China kaufte nichts. Moskau schwieg"}
    desk = desk_of(propose(more))
    record = desk.records[0]
    desk.merge(desk.waiting[0], record)
    (read,) = read_corpus(desk.sources).records()
    assert [str(place.exact) for place in read.evidence] == [
        "Am 4. Februar 2022 besuchte Putin Beijing.",
        "China kaufte nichts. Moskau schwieg",
    ]
    assert desk.waiting == ()
    desk.undo()
    assert (desk.folder / "records.yaml").read_text("utf-8") == RECORDS


# -- what is wrong --------------------------------------------------------------------------------


def test_every_bad_line_is_said_at_once_with_its_place(
    propose: Callable[..., Path], news: Path
) -> None:
    propose(SHARE)
    *actors, good = (
        json.loads(row) for row in (news / "candidates.jsonl").read_text().splitlines()
    )
    deep, nobody = "[" * 100_000, {"actor": "nobody", "name": "N", "role": "holder"}
    bad: list[tuple[Any, str]] = [
        ("{", "no JSON"),
        (deep, "no JSON"),
        ([], "no JSON object"),
        ({}, "id: is missing"),
        ({**good, "id": "../../etc"}, "16 hexadecimal digits"),
        ({**good, "kind": "shere"}, "nearest: 'share'"),
        ({**good, "score": float("nan")}, "probability"),
        ({**good, "score": True}, "score: is missing"),
        ({**good, "status": "true"}, "none of asserted"),
        ({**good, "participants": [{}]}, "no line of a record"),
        ({**good, "evidence": [{**good["evidence"][0], "start": 1, "end": 70}]}, "do not stand at"),
        ({**good, "evidence": [{**good["evidence"][0], "source": "other"}]}, "the source is news"),
        ({**good, "details": {**good["details"], "hedge": "vielleicht"}}, "hedge"),
        ({"id": "x", "kind": "actor"}, "no line of an entity"),
        ({**good, "participants": [*good["participants"][1:], nobody]}, "no entity"),
    ]
    rows = []
    for number, (line, _) in enumerate(bad):
        own = (
            {"id": f"{number:016x}"}
            if isinstance(line, dict) and line.get("id") == good["id"]
            else {}
        )
        rows.append({**line, **own} if isinstance(line, dict) else line)
    write_lines(news, [*actors, *rows])
    with pytest.raises(SourcesError) as caught:
        desk_of(news)
    found = {finding.line: finding for finding in caught.value.findings}
    assert [*found] == [*range(2, len(bad) + 2)]
    for (_, what), finding in zip(bad, found.values(), strict=True):
        assert finding.file == "sources/news/candidates.jsonl"
        assert what in str(finding)


def test_an_empty_file_that_was_there_stays(propose: Callable[..., Path]) -> None:
    folder = propose(VISIT)  # needs no form of a name
    (folder / "names.yaml").write_bytes(b"")
    desk = desk_of(folder)
    desk.accept(desk.waiting[0])
    assert (folder / "names.yaml").exists()


def test_a_text_that_was_changed_is_said(propose: Callable[..., Path]) -> None:
    folder = propose(SHARE)
    content = ("x" + TEXT).encode()
    (folder / "document.txt").write_bytes(content)
    with pytest.raises(SourcesError, match="was the text changed"):
        desk_of(folder)
    head = (folder / "source.yaml").read_text("utf-8")
    digest = hashlib.sha256(content).hexdigest()
    (folder / "source.yaml").write_text(re.sub("sha256: .*", f"sha256: {digest}", head), "utf-8")
    with pytest.raises(SourcesError, match="kg extract reads it again"):
        desk_of(folder)


def test_files_that_were_changed_meanwhile_are_read_again(propose: Callable[..., Path]) -> None:
    folder = propose(SUPPLY, SHARE)
    desk = desk_of(folder)
    first, second = desk.waiting
    file = folder / "records.yaml"
    taken = file.read_text("utf-8").replace("event-visit ", f"{'share-' + 'x'} ")
    file.write_text(taken, "utf-8")
    other = desk_of(folder)
    other.accept(other.waiting[1])
    desk.accept(first)
    with pytest.raises(KgError, match="judged already"):
        desk.accept(second)
    ids = [record.id for record in read_corpus(folder.parent).records()]
    assert len(ids) == 3
    assert "share-x" in ids


def test_what_was_edited_since_is_not_undone_over_somebody_s_head(
    propose: Callable[..., Path],
) -> None:
    folder = propose(SHARE)
    desk = desk_of(folder)
    desk.accept(desk.waiting[0])
    file = folder / "records.yaml"
    edited = file.read_text("utf-8").replace("basis: unstated", "basis: value")
    file.write_text(edited, "utf-8")
    with pytest.raises(KgError, match=r"records\.yaml: was changed there since"):
        desk.undo()
    assert file.read_text("utf-8") == edited
    assert len(read_decisions(folder)) == 1


def test_bad_decisions_are_said_with_their_line(propose: Callable[..., Path]) -> None:
    folder = propose(SHARE)
    change = {"file": "../../elsewhere", "new": "x", "old": "", "before": ""}
    outside = {"key": "a", "verdict": "accepted", "label": "b", "changes": [change]}
    rows = ['{"key": "a"}', "", "[1]", json.dumps(outside)]
    (folder / "decisions.jsonl").write_text("\n".join(rows), "utf-8")
    with pytest.raises(SourcesError) as caught:
        desk_of(folder)
    assert [finding.line for finding in caught.value.findings] == [1, 3, 4]


# -- the command ----------------------------------------------------------------------------------


def review(kg: Kg, folder: Path, *more: str, typed: str = "", **env: str) -> Any:
    return kg("review", folder.name, "--sources", folder.parent, *more, typed=typed, **env)


def test_candidates_are_listed_with_what_there_is_beside(
    kg: Kg, propose: Callable[..., Path]
) -> None:
    folder = propose(SUPPLY, VISIT)
    ran = review(kg, folder, "--list")
    assert [row.split()[0] for row in ran.out.splitlines()] == ["status", "asserted", "ALLEGED"]
    assert "known otherwise: news/event-visit" in ran.out
    data = json.loads(review(kg, folder, "--list", "--format", "json").out)
    visit, supply = data["results"]
    assert visit["beside"][0]["differences"] == [
        {"field": "when", "candidate": "–", "record": "2022-02-04"}
    ]
    assert (supply["beside"], supply["reader"], supply["score"]) == ([], "test 1", 0.9)


def test_candidates_are_judged_without_a_terminal(kg: Kg, propose: Callable[..., Path]) -> None:
    folder = propose(SUPPLY, SHARE, VISIT, NOTHING)
    supply, share, visit = map(id_of, (SUPPLY, SHARE, VISIT))
    ran = review(kg, folder, "--reject", f"{share}=a forecast", "--accept", f"{supply[:6]},no-such")
    assert ran.code == 1
    assert "no-such: no candidate of that id waits" in ran.err
    assert "2 left to judge" in ran.err
    ran = review(kg, folder, "--accept-above", "0.95")
    assert (ran.code, "2 left" in ran.err) == (0, True)
    ran = review(kg, folder, "--accept-above", "0.9", "--same")
    assert f"{visit}: known otherwise: news/event-visit; left for a person" in ran.err
    assert "1 left to judge" in ran.err
    assert review(kg, folder, "--accept", visit, "--same").code == 0
    assert {record.kind for record in read_corpus(folder.parent).records()} == {"event", "supply"}
    ran = review(kg, folder, "--undo")
    assert "taken back: Putin visits Beijing (accepted)" in ran.err
    assert review(kg, folder, "--reject", share).code == 1


def test_one_key_accepts_and_what_is_left_goes_on_another_time(
    kg: Kg, propose: Callable[..., Path]
) -> None:
    folder = propose(SUPPLY, SHARE, NOTHING)
    ran = review(kg, folder, typed="\n\nq")
    assert "because of «angeblich»" in ran.out
    assert "«Die Firma Nordchip liefert angeblich Chips an Russland.»" in ran.out
    assert "↑ Am 4. Februar 2022 besuchte Putin Beijing." in ran.out
    assert "supplier: Nordchip (NEW)" in ran.out
    assert ran.err.count("accepted as news/supply-") == 1
    assert "2 left to judge; kg review news goes on there" in ran.err
    ran = review(kg, folder, typed="rA forecast.\nu?s\n")
    assert "rejected: A forecast." in ran.err
    assert "taken back: Share of chips" in ran.err
    assert "1 left to judge" in ran.err  # the skipped one
    ran = review(kg, folder, "--lang", "de", typed="\n")
    assert "nichts ist mehr zu beurteilen; nun: kg build" in ran.err
    assert "NEU" not in ran.out


def test_a_known_one_is_asked_about_and_a_name_given_to_whom_it_belongs(
    kg: Kg, propose: Callable[..., Path]
) -> None:
    folder = propose(VISIT, SUPPLY)
    ran = review(kg, folder, typed="abayaachina\n")
    assert ran.err.count("the same thing as news/event-visit? [y]es  [Enter] no  [b]ack") == 2
    records = {record.kind: record for record in read_corpus(folder.parent).records()}
    assert records["event"].concerns == "event-visit"
    assert records["supply"].supplier == ("china",)  # type: ignore[attr-defined]
    assert "nothing is left to judge" in ran.err


def test_an_edited_record_is_checked_before_it_counts(
    kg: Kg, propose: Callable[..., Path], tmp_path: Path
) -> None:
    folder = propose(SHARE)
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys; from pathlib import Path; file = Path(sys.argv[-1])\n"
        "text = file.read_text(encoding='utf-8')\n"
        "text = text.replace('basis: valu', 'basis: value').replace('unstated', 'valu')\n"
        "file.write_text(text, encoding='utf-8')\n",
        "utf-8",
    )
    editor = f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}"
    ran = review(kg, folder, typed="ey\n", VISUAL="", EDITOR=editor)
    assert re.search(r"the record:\d+: record share-.*: basis: 'valu' is none of", ran.err)
    (_, record) = read_corpus(folder.parent).records()
    assert record.basis == "value"  # type: ignore[attr-defined]
    assert review(kg, folder, "--undo").code == 0
    ran = review(kg, folder, typed="eq", VISUAL="", EDITOR="true")
    assert "nothing was changed, nothing accepted" in ran.err


def test_a_hostile_label_steers_no_terminal(kg: Kg, propose: Callable[..., Path]) -> None:
    folder = propose({**SUPPLY, "label": {"en": "A\x1b[31m\nlabel"}, "note": "\x1b]0;x\x07"})
    for more in ((), ("--list",)):
        ran = review(kg, folder, *more)
        assert "\x1b" not in ran.out + ran.err
        assert "A⟨U+001B⟩[31m label" in ran.out


def test_words_stand_in_colour_on_a_terminal(kg: Kg, propose: Callable[..., Path]) -> None:
    ran = review(kg, propose(SUPPLY), FORCE_COLOR="1")
    assert "\x1b[31mangeblich\x1b[0m" in ran.out
    assert "\x1b[36mNordchip\x1b[0m" in ran.out


# -- in graphs of their own -----------------------------------------------------------------------


def test_candidates_are_in_a_graph_of_their_own_and_in_no_answer(
    kg: Kg, propose: Callable[..., Path], tmp_path: Path
) -> None:
    folder = propose(SUPPLY, SHARE)
    where = {"KG_SOURCES": str(folder.parent), "KG_STORE": str(tmp_path / "store")}
    plain = kg("build", **where)
    without = graph_of(tmp_path)
    ran = kg("build", "--candidates", **where)
    assert "2 candidates that nobody has judged, in graphs of their own" in ran.err
    assert "nobody has judged" not in plain.err
    assert graph_of(tmp_path) == without
    assert "not judged: news: 2 proposed, no records" in kg("status", **where).out
    everywhere = "SELECT ?s { ?s ?p ?o FILTER(CONTAINS(STR(?s), 'candidate')) }"
    asked = kg("query", "-e", everywhere, **where)
    assert "0 rows" in asked.err
    graph = "https://w3id.org/sinorus/graph/candidates/news"
    named = f"SELECT ?kind ?who {{ GRAPH <{graph}> {{ ?c sr:proposes ?kind ; sr:supplier ?who }} }}"
    row = json.loads(kg("query", "-e", named, "--format", "json", **where).out)
    (found,) = row["results"]["bindings"]
    base = "https://w3id.org/sinorus/"
    assert found["kind"]["value"] == f"{base}ns#Supply"
    assert found["who"]["value"] == f"{base}id/candidate/news/entity/nordchip"
    kinds = f"ASK {{ GRAPH <{graph}> {{ ?c a ?class }} FILTER(?class IN (sr:Supply, sr:Share)) }}"
    assert kg("query", "-e", kinds, **where).code == 1
    for command in (("list",), ("list", "company"), ("find", "Nordchip"), ("show", "Nordchip")):
        assert "ordchip" not in kg(*command, **where).out
    for form in ("jsonl", "nquads", "trig", "csv"):
        exported = kg("export", "--format", form, **where)
        assert exported.code == 0
        assert "Nordchip" not in exported.out
    page = tmp_path / "page.html"
    assert kg("view", "-o", page, **where).code == 0
    assert "allegedly supplies" not in page.read_text("utf-8")
    kg("review", "news", "--accept-above", "0", **where)
    assert "nobody has judged" not in kg("build", "--candidates", **where).err
    assert "Nordchip" in kg("list", "supply", **where).out


def graph_of(folder: Path) -> tuple[bytes, bytes]:
    build = folder / "store" / (folder / "store" / "current").read_text().strip()
    return (build / "graph.nq").read_bytes(), (build / "records.jsonl").read_bytes()


def test_no_triple_of_a_candidate_stands_in_another_graph(
    propose: Callable[..., Path], tmp_path: Path
) -> None:
    folder = propose({**VISIT, "evidence": "Am 4. Februar 2022 besuchte Putin Beijing."}, SUPPLY)
    build_store(folder.parent, tmp_path / "store", candidates=True)
    build = tmp_path / "store" / "build-1"
    own, others = (
        {line.rpartition(" <")[0] for line in (build / name).read_text("utf-8").splitlines()}
        for name in ("candidates.nq", "graph.nq")
    )
    assert own
    assert own & others == set()


def test_bad_candidates_stop_a_build_that_asks_for_them(kg: Kg, news: Path, tmp_path: Path) -> None:
    write_lines(news, ["{"])
    where = {"KG_SOURCES": str(news.parent), "KG_STORE": str(tmp_path / "store")}
    assert kg("build", **where).code == 0
    ran = kg("build", "--candidates", **where)
    assert (ran.code, ran.err.split(":")[:2]) == (2, ["sources/news/candidates.jsonl", "1"])


def test_a_source_without_candidates_says_how_to_get_some(kg: Kg, news: Path) -> None:
    ran = review(kg, news)
    assert (ran.code, ran.err) == (
        0,
        "nothing waits to be judged; kg extract proposes records\n",
    )
    assert review(kg, news.parent / "olds").code == 2
