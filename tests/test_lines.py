"""The stable line: its keys, its order, its numbers, and the record that it gives back."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from generated import corpora, corpus_of, made, sample
from hypothesis import given, settings

from kg import lines
from kg.corpus import Corpus
from kg.models import KINDS, Record
from kg.models.schema import roles_of
from kg.store import Store

EXAMPLES = Path(__file__).parent / "data" / "lines.jsonl"
RECORD_KEYS = [
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
]
ACTOR_KEYS = ["id", "iri", "kind", "class", "labels", "aliases", "evidence"]
GROUP_KEYS = [*ACTOR_KEYS, "group", "members"]
QUANTITY_KEYS = ["value", "unit", "qualifier", "of", "words"]
PLACE_KEYS = ["source", "exact", "start", "end"]


@pytest.fixture(scope="module")
def written(store: Store) -> str:
    """What the build of the repository's sources wrote."""
    return (store.build / "records.jsonl").read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def every(written: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.splitlines()]


@pytest.fixture(scope="module")
def actors(every: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in every if "status" not in line]


@pytest.fixture(scope="module")
def records(every: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in every if "status" in line]


# -- keys and order -------------------------------------------------------------------------


def test_a_record_has_every_key_in_the_order_of_the_contract(
    records: list[dict[str, Any]],
) -> None:
    assert {tuple(record) for record in records} == {tuple(RECORD_KEYS)}


def test_an_actor_has_the_keys_of_the_contract_first(actors: list[dict[str, Any]]) -> None:
    for line in actors:
        keys = GROUP_KEYS if "group" in line else ACTOR_KEYS
        assert list(line)[: len(keys)] == keys
    added = {tuple(key for key in line if key not in GROUP_KEYS) for line in actors}
    assert added == {("names", "of", "country", "external")}  # at the end, and on every line


def test_groups_alone_have_members(actors: list[dict[str, Any]]) -> None:
    for line in actors:
        assert ("members" in line) == ("group" in line)
        assert line["class"] != "group" or "group" in line
        for member in line.get("members", []):
            assert list(member) == ["actor", "name"]


def test_the_parts_of_a_record_have_their_keys_in_order(records: list[dict[str, Any]]) -> None:
    for record in records:
        for speaker in [*record["attributed_to"], record["modal_agent"]]:
            assert speaker is None or list(speaker) == ["actor", "name"]
        for participant in record["participants"]:
            assert list(participant) in (
                ["actor", "name", "role"],
                ["actor", "name", "role", "members"],
            )
        for quantity in record["quantities"]:
            bounds = [key for key in ("min", "max", "out_of") if key in quantity]
            assert list(quantity) == [*QUANTITY_KEYS, *bounds]
        for place in record["evidence"]:
            assert list(place) == PLACE_KEYS


def test_every_key_has_the_type_of_the_contract(records: list[dict[str, Any]]) -> None:
    for record in records:
        assert isinstance(record["labels"], dict)
        assert list(record["labels"]) == sorted(record["labels"])
        assert record["polarity"] in {"positive", "negative"}
        assert isinstance(record["time"], str | None)
        assert isinstance(record["place"], str | None)
        assert record["place"] != ""
        assert isinstance(record["details"], dict)
        assert record["iri"] == f"https://w3id.org/sinorus/id/record/{record['id']}"


def test_participants_come_in_the_order_of_the_models_fields(
    records: list[dict[str, Any]],
) -> None:
    order = {kind.kind_name(): [field.name for field in roles_of(kind)] for kind in KINDS}
    for record in records:
        roles = [order[record["kind"]].index(who["role"]) for who in record["participants"]]
        assert roles == sorted(roles)


def test_a_kinds_own_details_come_before_those_of_every_record(
    records: list[dict[str, Any]],
) -> None:
    common = list(Record.model_fields)
    for record in records:
        shared = [name in common for name in record["details"]]
        assert shared == sorted(shared)


def test_actors_stand_first_by_id_then_records_by_source_offset_and_id(
    every: list[dict[str, Any]], actors: list[dict[str, Any]], records: list[dict[str, Any]]
) -> None:
    assert every == [*actors, *records]
    assert [line["id"] for line in actors] == sorted({line["id"] for line in actors})
    places = [(r["id"].partition("/")[0], r["evidence"][0]["start"], r["id"]) for r in records]
    assert places == sorted(places)


def test_places_and_commodities_say_so_and_fill_no_participant(
    actors: list[dict[str, Any]], records: list[dict[str, Any]]
) -> None:
    kinds = {line["id"]: line["kind"] for line in actors}
    assert {line["kind"] for line in actors} == {"actor", "place", "commodity"}
    for line in actors:
        named = line["class"] if line["class"] in {"place", "commodity"} else "actor"
        assert line["kind"] == named
    for record in records:
        assert {kinds[who["actor"]] for who in record["participants"]} <= {"actor"}


def test_whoever_a_record_names_has_a_line(
    actors: list[dict[str, Any]], records: list[dict[str, Any]]
) -> None:
    known = {line["id"] for line in actors}
    for record in records:
        people = [*record["participants"], *record["attributed_to"], record["modal_agent"]]
        assert {person["actor"] for person in people if person} <= known


def test_every_place_is_verbatim_in_code_points(every: list[dict[str, Any]], document: str) -> None:
    for line in every:
        starts = [place["start"] for place in line["evidence"]]
        assert starts == sorted(starts)
        for place in line["evidence"]:
            assert document[place["start"] : place["end"]] == place["exact"]


def test_aliases_are_the_surface_forms_in_the_order_of_the_text(
    actors: list[dict[str, Any]],
) -> None:
    for line in actors:
        assert line["aliases"] == list(dict.fromkeys(p["exact"] for p in line["evidence"]))


def test_an_entity_that_nothing_names_has_no_line() -> None:
    found = list(lines.corpus_lines(corpus_of(made("supply", **SUPPLY))))
    assert [line["id"] for line in found] == [
        "anonymous-officials",
        "china",
        "china-or-iran",
        "iran",
        "russia",
        "first-paper/delivery",
    ]


SUPPLY: dict[str, Any] = {"id": "delivery", "supplier": "russia", "recipient": "china-or-iran"}


# -- the examples of the contract -------------------------------------------------------------


@pytest.mark.parametrize("example", EXAMPLES.read_text(encoding="utf-8").splitlines())
def test_the_contracts_examples_are_ours(example: str, every: list[dict[str, Any]]) -> None:
    wanted = json.loads(example)
    (found,) = (line for line in every if line["id"] == wanted["id"])
    assert list(found)[: len(wanted)] == list(wanted)
    if "details" in wanted:  # a translation of ours and a shared matter came after the examples
        details = found["details"]
        later = {name: details[name] for name in ("concerns", "evidence") if name in details}
        wanted["details"] |= later
        assert list(details) == list(wanted["details"])
    assert {key: found[key] for key in wanted} == wanted


# -- text and numbers ---------------------------------------------------------------------------


def test_it_is_utf_8_with_one_object_a_line(written: str) -> None:
    assert "\\u" not in written
    assert "俄罗斯" in written
    assert written.endswith("}\n")
    assert not any(line.startswith(" ") for line in written.split("\n"))


def numbers(line: str) -> list[str]:
    """Return every number of a JSON text as it is written."""
    found: list[str] = []
    json.loads(line, parse_float=found.append, parse_int=found.append)
    return found


def test_no_number_is_written_with_an_exponent(written: str) -> None:
    found = [number for line in written.splitlines() for number in numbers(line)]
    assert found
    assert [number for number in found if set(number) & set("eE+")] == []


def of_value(value: str) -> Record:
    quantity = {"value": value, "unit": "%", "of": "something", "words": value}
    return made("statistic", id="s", measured="something", quantity=quantity)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("72700000000", "72700000000"),
        ("33.3", "33.3"),
        ("33.30", "33.3"),
        ("19.00", "19"),
        ("7.27E10", "72700000000"),
        ("1E+30", "1" + "0" * 30),
        ("-0.5", "-0.5"),
        ("0", "0"),
        ("0.0001", "0.0001"),
    ],
)
def test_a_value_is_a_plain_json_number(value: str, number: str) -> None:
    record = of_value(value)
    text = lines.dump([lines.record_line(record, corpus_of(record).entities)])
    assert numbers(text)[0] == number
    assert lines.record_of_line(json.loads(text)) == record


# -- reading back ----------------------------------------------------------------------------


def read_back(record: Record, corpus: Corpus) -> Record:
    text = lines.dump([lines.record_line(record, corpus.entities)])
    assert text.count("\n") == 1
    return lines.record_of_line(json.loads(text))


def test_the_records_read_back_equal_those_from_yaml(
    corpus: Corpus, records: list[dict[str, Any]]
) -> None:
    assert [lines.record_of_line(line) for line in records] == list(corpus.records())


@pytest.mark.slow
@settings(max_examples=40)
@given(corpora(4))
def test_generated_records_read_back_equal(generated: Corpus) -> None:
    for record in generated.records():
        assert read_back(record, generated) == record


@pytest.mark.parametrize("mode", ["within", "throughout", "each"])
@pytest.mark.parametrize("date", ["2021", "2021/2023"])
@pytest.mark.parametrize("kind", ["statistic", "event"])
def test_the_mode_of_a_date_is_read_back(kind: str, date: str, mode: str) -> None:
    # for the period of a figure "throughout" goes without saying, for a moment "within" does
    quantity = {"value": "1", "unit": "%", "of": "something", "words": "1"}
    statistic = {"measured": "something", "quantity": quantity}
    own: dict[str, Any] = statistic if kind == "statistic" else {"participant": "russia"}
    record = made(kind, id="r", when={"edtf": date, "mode": mode}, **own)
    assert read_back(record, corpus_of(record)) == record


def without(line: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in line.items() if key not in keys}


def test_a_line_that_lacks_its_status_is_refused(records: list[dict[str, Any]]) -> None:
    with pytest.raises(KeyError):
        lines.record_of_line(without(records[0], "status"))


def test_a_line_with_an_unknown_detail_is_refused(records: list[dict[str, Any]]) -> None:
    line = {**records[0], "details": {**records[0]["details"], "truth": "yes"}}
    with pytest.raises(ValueError, match="truth"):
        lines.record_of_line(line)


def test_three_records_give_the_golden_lines(golden: Callable[[str, str], None]) -> None:
    golden("records.jsonl", lines.dump(lines.corpus_lines(sample())))
