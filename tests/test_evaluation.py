"""What `kg evaluate` counts, on lines written by hand: nothing pays that shouldn't."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processes import Kg

from kg.corpus import Corpus
from kg.errors import KgError
from kg.evaluation import Measure, evaluate
from kg.extract import lines_in
from kg.lines import corpus_lines, dump

Line = dict[str, Any]
QUOTE = (100, 200)


def place(start: int, end: int) -> Line:
    return {"source": "news", "exact": "x" * (end - start), "start": start, "end": end}


def who(*names: str) -> list[Line]:
    return [{"actor": name.lower(), "name": name, "role": "participant"} for name in names]


def record(**more: Any) -> Line:
    """A cooperation of Russia and China, with what *more* says otherwise."""
    line = {
        "id": "0123456789abcdef",
        "kind": "cooperation",
        "labels": {"en": "Cooperation"},
        "status": "asserted",
        "polarity": "positive",
        "attributed_to": [],
        "participants": who("Russia", "China"),
        "time": None,
        "quantities": [],
        "evidence": [place(*QUOTE)],
    }
    return {**line, **more}


def entity(id_: str, label: str, *aliases: str, **more: Any) -> Line:
    line = {
        "id": id_,
        "kind": "actor",
        "class": "company",
        "labels": {"en": label},
        "aliases": list(aliases),
        "evidence": [place(0, 5)],
    }
    return {**line, **more}


def figure(value: float, unit: str = "%") -> Line:
    return {"value": value, "unit": unit, "qualifier": None, "of": "goods", "words": "so many"}


def right(proposed: Line, there: Line) -> int:
    return evaluate([proposed], [there]).all_records.right


# -- the measures -----------------------------------------------------------------------------


def test_what_people_wrote_agrees_with_itself(corpus: Corpus) -> None:
    lines = list(corpus_lines(corpus))
    found = evaluate(lines, lines)
    assert (found.all_entities.f1, found.all_records.f1) == (1.0, 1.0)
    assert all(measure.f1 == 1 for measure in (*found.entities.values(), *found.records.values()))
    assert all(right == of > 0 for right, of in found.accuracy.values())
    assert (found.missed, found.wrong) == ((), ())


def test_nothing_proposed_is_nothing_found(corpus: Corpus) -> None:
    lines = list(corpus_lines(corpus))
    found = evaluate([], lines)
    assert (found.all_entities.f1, found.all_records.f1) == (0.0, 0.0)
    assert len(found.missed) == found.all_records.there > 0


def test_everything_proposed_where_nothing_is_is_wrong() -> None:
    found = evaluate([record(), entity("a", "Abc")], [])
    assert (found.all_records.precision, found.all_records.recall) == (0.0, 0.0)
    assert found.all_entities.f1 == 0
    assert found.wrong == (record(),)


def test_nothing_proposed_where_nothing_is_is_right() -> None:
    found = evaluate([], [])
    assert (found.all_entities.f1, found.all_records.f1) == (1.0, 1.0)
    assert set(found.accuracy.values()) == {(0, 0)}


def test_precision_recall_and_f1() -> None:
    measure = Measure(right=3, proposed=4, there=6)
    assert (measure.precision, measure.recall) == (0.75, 0.5)
    assert measure.f1 == pytest.approx(0.6)


def test_each_kind_is_measured_by_itself() -> None:
    meeting = record(kind="meeting", evidence=[place(300, 400)])
    found = evaluate([record(), meeting], [record(), record(evidence=[place(500, 600)])])
    assert found.records == {"cooperation": Measure(1, 1, 2), "meeting": Measure(0, 1, 0)}
    assert found.all_records == Measure(1, 2, 2)


# -- which records are paired -----------------------------------------------------------------


@pytest.mark.parametrize(
    "proposed",
    [
        record(kind="meeting"),
        record(participants=who("Russia", "India", "Iran")),
        record(participants=[]),
        record(evidence=[place(200, 300)]),
        record(evidence=[place(151, 260)]),
        record(evidence=[place(0, 20_000)]),
        record(evidence=[place(at, at + 50) for at in range(0, 20_000, 50)]),
        record(evidence=[place(100, 101)]),
        record(evidence=[place(150, 150)]),
        record(evidence=[]),
    ],
    ids=[
        "another kind",
        "one participant of four in common",
        "no participants",
        "the sentence after",
        "less than half of the quote",
        "the whole document as a quote",
        "the whole document in quotes",
        "a letter",
        "nothing",
        "no quote",
    ],
)
def test_what_does_not_pay(proposed: Line) -> None:
    assert right(proposed, record()) == 0


@pytest.mark.parametrize(
    "proposed",
    [
        record(participants=who("China", "Russia")),
        record(participants=who("Russia", "China", "India", "Iran")),
        record(evidence=[place(150, 240)]),
        record(evidence=[place(120, 145)]),
        record(evidence=[place(0, 590)]),
        record(evidence=[place(700, 800), place(*QUOTE)]),
        record(status="planned", time="2022", quantities=[figure(80)]),
    ],
    ids=[
        "another order",
        "half of the participants",
        "half of the quote",
        "a part of the quote",
        "the sentences around",
        "two quotes",
        "another status, date and figure",
    ],
)
def test_what_is_paired(proposed: Line) -> None:
    assert right(proposed, record()) == 1


def test_the_same_twice_is_right_once() -> None:
    twice = [record(), record(id="fedcba9876543210", evidence=[place(101, 199)])]
    assert evaluate(twice, [record()]).all_records == Measure(1, 2, 1)


def test_of_two_that_fit_the_one_that_agrees_is_paired() -> None:
    there = [record(time="2022"), record(time="2023", status="planned")]
    found = evaluate([record(time="2023", status="planned"), record(time="2022")], there)
    assert found.all_records == Measure(2, 2, 2)
    assert found.accuracy["status"] == found.accuracy["date"] == (2, 2)


def test_pairs_are_chosen_so_that_most_are_found() -> None:
    """The first fits both, the second one of them alone."""
    wide, narrow = record(evidence=[place(100, 300)]), record(evidence=[place(100, 160)])
    there = [record(evidence=[place(100, 200)]), record(evidence=[place(200, 300)])]
    assert evaluate([wide, narrow], there).all_records.right == 2


def test_who_goes_by_another_id_is_known_by_a_name() -> None:
    ours, theirs = entity("prc", "China", "Peking"), entity("china", "Volksrepublik", "Peking")
    named = record(participants=[{"actor": "prc", "name": "PRC", "role": "participant"}])
    there = record(participants=[{"actor": "china", "name": "China (state)", "role": "member"}])
    assert evaluate([ours, named], [theirs, there]).all_records.right == 1


def test_two_whom_nobody_knows_are_not_the_same() -> None:
    one, other = ([{"actor": None, "name": name, "role": "speaker"}] for name in ("officials", "–"))
    assert right(record(participants=one), record(participants=other)) == 0


# -- entities ---------------------------------------------------------------------------------


def test_entities_agree_by_id_or_name_without_case_and_marks() -> None:
    ours = [entity("a", "Erdoğan Holding"), entity("b", "B", "TASCOM")]
    theirs = [entity("x", "ERDOGAN-HOLDING"), entity("b", "Tascom")]
    assert evaluate(ours, theirs).all_entities == Measure(2, 2, 2)


def test_one_entity_answers_one() -> None:
    twice = [entity("a", "Tascom"), entity("b", "Tascom")]
    assert evaluate(twice, [entity("a", "Tascom")]).all_entities == Measure(1, 2, 1)
    bag = entity("all", "All", "Tascom", "Kupol", "Head")
    several = [entity(name, name.title()) for name in ("tascom", "kupol", "head")]
    assert evaluate([bag], several).all_entities == Measure(1, 1, 3)


def test_entities_are_paired_so_that_most_are_found() -> None:
    ours = [entity("a", "Amur", "Baltwerf"), entity("b", "Amur")]
    theirs = [entity("x", "Amur"), entity("y", "Baltwerf")]
    assert evaluate(ours, theirs).all_entities.right == 2


def test_entities_are_measured_by_the_class_that_is_there() -> None:
    found = evaluate([entity("a", "Amur")], [entity("a", "Amur", **{"class": "place"})])
    assert found.entities == {"place": Measure(1, 1, 1)}


# -- what the paired agree on -----------------------------------------------------------------

_ASKED = ("status", "date", "value", "speaker")


@pytest.mark.parametrize(
    ("proposed", "there", "expected"),
    [
        ({}, {}, ("1/1", "0/0", "0/0", "0/0")),
        ({"status": "planned"}, {}, ("0/1", "0/0", "0/0", "0/0")),
        ({"polarity": "negative"}, {}, ("0/1", "0/0", "0/0", "0/0")),
        ({"time": "2022"}, {"time": "2022"}, ("1/1", "1/1", "0/0", "0/0")),
        ({"time": "2022"}, {"time": "2022-02"}, ("1/1", "0/1", "0/0", "0/0")),
        ({"time": "2022"}, {}, ("1/1", "0/1", "0/0", "0/0")),
        ({}, {"time": "2022"}, ("1/1", "0/1", "0/0", "0/0")),
        (
            {"quantities": [figure(80.0)]},
            {"quantities": [figure(80)]},
            ("1/1", "0/0", "1/1", "0/0"),
        ),
        ({"quantities": [figure(80)]}, {}, ("1/1", "0/0", "0/1", "0/0")),
        (
            {"quantities": [figure(80), figure(2024)]},
            {"quantities": [figure(80)]},
            ("1/1", "0/0", "0/1", "0/0"),
        ),
        (
            {"quantities": [figure(80, "EUR")]},
            {"quantities": [figure(80, "USD")]},
            ("1/1", "0/0", "0/1", "0/0"),
        ),
        (
            {"attributed_to": who("Reuters", "Tass")},
            {"attributed_to": who("REUTERS", "Tass")},
            ("1/1", "0/0", "0/0", "1/1"),
        ),
        (
            {"attributed_to": who("Tass", "Reuters")},
            {"attributed_to": who("Reuters", "Tass")},
            ("1/1", "0/0", "0/0", "0/1"),
        ),
        (
            {"attributed_to": who("Reuters")},
            {"attributed_to": who("Reuters", "Tass")},
            ("1/1", "0/0", "0/0", "0/1"),
        ),
        ({"attributed_to": who("Reuters")}, {}, ("1/1", "0/0", "0/0", "0/1")),
    ],
)
def test_status_date_value_and_speaker(
    proposed: Line, there: Line, expected: tuple[str, ...]
) -> None:
    found = evaluate([record(**proposed)], [record(**there)])
    counted = (found.accuracy[name] for name in _ASKED)
    assert tuple(f"{right}/{of}" for right, of in counted) == expected


def test_only_the_paired_are_asked() -> None:
    missed = record(evidence=[place(500, 600)], time="1999", status="denied")
    found = evaluate([record()], [record(), missed])
    assert found.accuracy["status"] == (1, 1)
    assert found.missed == (missed,)


# -- whatever the lines -----------------------------------------------------------------------

_PLACES = st.builds(
    lambda at, length: place(at, at + length), st.integers(0, 90), st.integers(0, 90)
)
_RECORDS = st.lists(
    st.builds(
        record,
        kind=st.sampled_from(["cooperation", "meeting"]),
        participants=st.lists(st.sampled_from(who("Russia", "China", "India")), max_size=3),
        evidence=st.lists(_PLACES, max_size=2),
    ),
    max_size=6,
)


@given(_RECORDS, _RECORDS)
def test_no_more_is_right_than_was_proposed_or_is_there(
    ours: list[Line], theirs: list[Line]
) -> None:
    found = evaluate(ours, theirs)
    for measure in found.records.values():
        assert 0 <= measure.right <= min(measure.proposed, measure.there)
        assert 0 <= measure.f1 <= 1
    assert len(found.missed) == len(theirs) - found.all_records.right
    assert len(found.wrong) == len(ours) - found.all_records.right
    assert found.all_records.proposed == len(ours)


# -- the command ------------------------------------------------------------------------------


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """What is there: one record, one entity."""
    file = tmp_path / "gold.jsonl"
    file.write_text(dump([entity("russia", "Russia"), record()]), encoding="utf-8")
    return file


Asked = Callable[..., Any]


@pytest.fixture
def asked(kg: Kg, gold: Path, tmp_path: Path, make_source: Callable[..., Path]) -> Asked:
    """Run ``kg evaluate`` on lines that were proposed, beside those of `gold`."""
    sources = make_source()

    def ask(lines: list[Line], *more: object, there: Path = gold) -> Any:
        file = tmp_path / "proposed.jsonl"
        file.write_text(dump(lines), encoding="utf-8")
        command = ("evaluate", "news", "--gold", there, "--proposed", file, *more)
        return kg(*command, KG_SOURCES=str(sources))

    return ask


def test_a_table_of_all_kinds_with_the_worst_misses(asked: Asked) -> None:
    wrong = record(kind="meeting", labels={"en": "A \x1b[31mmeeting"}, score=0.9)
    ran = asked([record(), wrong])
    assert (ran.code, ran.err) == (0, "")
    rows = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert "RECORDS 0.50 1.00 0.67 1 / 2 / 1" in rows
    assert "ENTITIES 0.00 0.00 0.00 0 / 0 / 1" in rows
    assert "meeting 0.00 0.00 0.00 0 / 1 / 0" in rows
    assert "status, of the paired 1.00 1 / 1" in rows
    assert "date, of the paired – 0 / 0" in rows
    assert any(row.startswith("WRONG meeting: A ") for row in rows)
    assert "\x1b" not in ran.out


def test_so_many_misses_as_asked_for_are_shown(asked: Asked) -> None:
    wrong = [record(kind="meeting", evidence=[place(at, at + 30)]) for at in range(0, 300, 50)]
    assert asked(wrong, "--misses", 2).out.count("WRONG") == 2
    assert asked(wrong).out.count("WRONG") == 5
    none = asked(wrong, "--misses", 0).out
    assert "WRONG" not in none
    assert "MISSED" not in none


def test_the_same_as_json(asked: Asked) -> None:
    data = json.loads(asked([record()], "--format", "json").out)
    whole = {"right": 1, "proposed": 1, "there": 1, "precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert data["records"] == {"cooperation": whole, "all": whole}
    assert data["entities"]["all"]["recall"] == 0
    assert data["accuracy"]["status"] == {"right": 1, "of": 1}
    assert (data["missed"], data["wrong"]) == ([], [])


def test_below_what_is_asked_for_is_a_no(asked: Asked) -> None:
    assert asked([record()], "--at-least", "1.0").code == 0
    ran = asked([record(kind="meeting")], "--at-least", "0.6")
    assert (ran.code, ran.err) == (1, "F1 over records is 0.00, below 0.6\n")
    assert "RECORDS" in ran.out
    assert asked([record()], "--at-least", "2").code == 2


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{", "no JSON"),
        ("5", "no JSON object"),
        ('{"id": "a"}', "kind"),
        (json.dumps(record(participants=[{"actor": "x"}])), "participants.0.name"),
        (json.dumps(record(evidence=[{"exact": "x", "start": -1, "end": 5}])), "evidence.0.start"),
        (json.dumps(record(evidence=[])), "evidence"),
        (json.dumps(record(quantities=[{"value": "many", "unit": "%"}])), "quantities.0.value"),
        (json.dumps({**entity("a", "A"), "class": None}), "class"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_a_broken_line_is_told_with_its_place(
    asked: Asked, tmp_path: Path, written: str, told: str
) -> None:
    file = tmp_path / "broken.jsonl"
    file.write_text(f"{json.dumps(record())}\n\n{written}\n", encoding="utf-8")
    ran = asked([record()], there=file)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{file}:3: {told}")
    assert ran.err.count("\n") == 1


def test_files_that_cannot_be_read_are_one_line(asked: Asked, kg: Kg, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.jsonl"
    ran = asked([record()], there=missing)
    assert (ran.code, ran.err) == (2, f"{missing}: can't be read: No such file or directory\n")
    missing.write_bytes(b"\xff\xfe")
    assert asked([record()], there=missing).err == f"{missing}: can't be read: it is no UTF-8\n"
    text = tmp_path / "news.txt"
    text.write_text("Russland und China haben heute einen Vertrag geschlossen.", encoding="utf-8")
    ran = kg("evaluate", text)
    assert ran.code == 2
    assert ran.err == f"{text}: is no source with reviewed records; --gold names them\n"


@pytest.mark.parametrize(
    ("line", "where"),
    [
        (record(kind=[]), "kind: "),
        (record(kind={"a": 1}), "kind: "),
        (record(score="x"), "score: "),
        (record(evidence=[]), "evidence: "),
    ],
)
def test_a_gold_line_out_of_shape_is_said_with_its_place(
    tmp_path: Path, line: Line, where: str
) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(record()) + "\n" + json.dumps(line) + "\n", encoding="utf-8")
    with pytest.raises(KgError, match=f"^{re.escape(f'{file}:2: {where}')}"):
        lines_in(file)
