from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

import pytest
from generated import ENTITIES
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

import kg.models
from kg.models import (
    KINDS,
    AnyRecord,
    Attribution,
    Code,
    Entity,
    Evidence,
    Look,
    Quantity,
    Record,
    Stage,
    Status,
    Term,
    Time,
    fields_of,
)
from kg.models.codes import EntityClass
from kg.models.schema import Sort, own_fields
from kg.models.source import Parts

QUOTE = "Am 15. Januar 2025 verhängte das US-Außenministerium Sanktionen"
COMMON = {
    "source": "news",
    "id": "one",
    "label": {"en": "One", "de": "Eins"},
    "status": "asserted",
    "evidence": [{"source": "news", "exact": QUOTE, "start": 0, "end": 63}],
}
OWN: dict[str, dict[str, Any]] = {
    "agreement": {"form": "joint_statement", "party": ["russia", "china"]},
    "exercise": {"form": "naval", "participant": ["russia", "china"]},
    "sanction": {"measure": "listing", "imposer": "japan", "target": "russia"},
    "trade_flow": {
        "exporter": "russia",
        "importer": "china",
        "commodity": "crude-oil",
        "measured": "rank",
    },
    "share": {
        "holder": "china",
        "direction": "imports",
        "item": "crude-oil",
        "provider": "russia",
        "basis": "unstated",
    },
    "supply": {"supplier": "china", "recipient": "russia", "item": "bearings"},
    "statistic": {
        "about": ["russia", "china"],
        "measured": "joint exercises",
        "quantity": {"value": "31", "unit": "exercises", "of": "exercises", "words": "31"},
    },
    "meeting": {"form": "summit", "attendee": ["russia", "china"]},
    "statement": {"act": "declare", "speaker": "china"},
    "cooperation": {"domain": "space", "participant": ["russia", "china"]},
    "evasion": {"mechanism": "barter", "user": ["russia", "china"]},
    "affiliation": {"form": "office", "member": "xi-jinping", "body": "china"},
    "publication": {"form": "report", "publisher": "reuters"},
    "conflict": {"form": "war", "party": ["russia", "japan"]},
    "event": {"participant": "russia"},
    "demand": {
        "status": "demanded",
        "modal_agent": "russia",
        "demander": "russia",
        "content": {"en": "Back to the borders of 1997."},
    },
    "assessment": {"about": "russia", "content": {"en": "A rift is unlikely."}},
}
ANY: TypeAdapter[Record] = TypeAdapter(AnyRecord)


def record(kind: str, **fields: Any) -> Record:
    data = {**COMMON, "kind": kind, **OWN[kind], **fields}
    return ANY.validate_python({name: value for name, value in data.items() if value is not None})


def refusals(kind: str, **fields: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        record(kind, **fields)
    return list(messages(caught.value))


def messages(error: ValidationError) -> Iterator[str]:
    for detail in error.errors():
        field = ".".join(map(str, detail["loc"][1:])) or "record"
        if detail["type"] == "rules":
            yield from (f"{name}: {what}" for name, what in detail["ctx"]["objections"])
        elif detail["type"] == "value_error":
            yield f"{field}: {detail['ctx']['error']}"
        else:
            yield f"{field}: {detail['type']}"


def test_the_examples_are_one_of_each_kind() -> None:
    assert sorted(OWN) == sorted(kind.kind_name() for kind in KINDS)
    assert [type(record(kind.kind_name())) for kind in KINDS] == list(KINDS)


# -- refusals ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "fields", "refusal"),
    [
        ("sanction", {"imposed_on": "russia"}, "imposed_on: extra_forbidden"),
        ("sanction", {"evidence": []}, "evidence: too_short"),
        ("sanction", {"evidence": None}, "evidence: missing"),
        ("sanction", {"status": None}, "status: missing"),
        ("sanction", {"status": "confirmed"}, "status: enum"),
        ("sanction", {"measure": "boycott"}, "measure: enum"),
        ("sanction", {"label": {}}, "label: too_short"),
        (
            "sanction",
            {"label": "US sanctions"},
            "label: write a language with it: {en: US sanctions}",
        ),
        (
            "sanction",
            {"target": "Russia"},
            "target.0: 'Russia' is no entity's id; ids are lower-case letters, digits and hyphens",
        ),
        (
            "sanction",
            {"because_of": "one"},
            "because_of.0: 'one' is no record's id; "
            "write <id>, or <source>/<id> for another source's",
        ),
        ("sanction", {"id": "Über-Eins"}, "id: string_pattern_mismatch"),
        ("sanction", {"id": "one\n"}, "id: string_pattern_mismatch"),
        (
            "sanction",
            {"when": "2025-02-30"},
            "when.edtf: '2025-02-30' is no day or month of the calendar",
        ),
        (
            "sanction",
            {"when": "2025-01/"},
            "when.edtf: '2025-01/' has an unknown end; write '..' for an open one",
        ),
        ("sanction", {"when": {"edtf": "2025", "mode": "once"}}, "when.mode: enum"),
        ("sanction", {"hedge": "  "}, "hedge: '  ' is no text: it is empty"),
        (
            "sanction",
            {"status": "reported"},
            "status: reported needs who reports it: attributed_to",
        ),
        (
            "sanction",
            {"status": "alleged"},
            "status: alleged needs the word of doubt (hedge) or who says it (attributed_to)",
        ),
        ("sanction", {"status": "threatened"}, "status: threatened needs who does so: modal_agent"),
        ("sanction", {"status": "denied"}, "status: denied needs who does so: modal_agent"),
        ("event", {"status": "demanded"}, "status: demanded needs who does so: modal_agent"),
        (
            "sanction",
            {"attributed_to": "reuters"},
            "status: asserted is the source's own voice; with attributed_to it is reported",
        ),
        (
            "sanction",
            {"hedge": "angeblich"},
            "status: asserted has no hedge; with one it is alleged or hypothetical",
        ),
        (
            "sanction",
            {"imposer": ["japan", "russia"], "target": ["russia", "china"]},
            "target: russia imposes the sanction: it can't be its target",
        ),
        (
            "sanction",
            {"stage": "signed"},
            "stage: signed is no stage of this kind; "
            "one of threatened, announced, imposed, eased, lifted",
        ),
        (
            "sanction",
            {"attributed_to": {"who": []}, "status": "reported"},
            "attributed_to.0.who: too_short",
        ),
        (
            "trade_flow",
            {"importer": None},
            "exporter: write exporter and importer, or two partners for a two-way total",
        ),
        (
            "trade_flow",
            {"partner": ["russia", "china"]},
            "exporter: write exporter and importer, or two partners for a two-way total",
        ),
        ("trade_flow", {"importer": "russia"}, "importer: russia can't trade with itself"),
        (
            "trade_flow",
            {"measured": "trend"},
            "trend: measured: trend needs which way: rising, falling or steady",
        ),
        (
            "trade_flow",
            {"trend": "rising", "quantity": OWN["statistic"]["quantity"]},
            "trend: a trend is for flows without a figure",
        ),
        (
            "share",
            {"quantity": {"value": "120", "unit": "%", "of": "imports", "words": "120 %"}},
            "quantity: 120 % is more than the whole; say why in note:",
        ),
        (
            "share",
            {"part_item": "bearings"},
            "provider: a share has provider (whose part) or part_item (which part)",
        ),
        (
            "share",
            {"provider": "china"},
            "provider: holder and provider are one: whose part of whose total is it?",
        ),
        ("supply", {"recipient": None}, "supplier: a supply names supplier and recipient"),
        ("supply", {"recipient": "china"}, "recipient: china can't supply itself"),
        ("statistic", {"quantity": None}, "quantity: a statistic has a figure"),
        ("exercise", {"participant": []}, "participant: an exercise names who takes part"),
        (
            "exercise",
            {"asset": {"system": "tu-95", "number": 0}},
            "asset.0.number: greater_than_equal",
        ),
        ("meeting", {"host": "japan"}, "host: japan is not among attendee: list who is there"),
        ("affiliation", {"body": "xi-jinping"}, "body: xi-jinping can't belong to itself"),
        ("cooperation", {"participant": []}, "participant: too_short"),
        ("evasion", {"user": []}, "user: too_short"),
        ("assessment", {"content": None}, "content: missing"),
    ],
)
def test_a_record_that_breaks_a_rule_is_refused_and_says_what_would_be_right(
    kind: str, fields: dict[str, Any], refusal: str
) -> None:
    assert refusals(kind, **fields) == [refusal]


def test_a_demand_put_as_done_is_refused() -> None:
    (refusal,) = refusals("demand", status="asserted", modal_agent=None)
    assert refusal.startswith("status: a demand is demanded if somebody demands it")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValidationError, match="union_tag_invalid"):
        ANY.validate_python({**COMMON, "kind": "sanctions"})


def test_every_objection_to_a_record_is_named_at_once() -> None:
    assert refusals("sanction", status="reported", stage="threatened", target="japan") == [
        "status: reported needs who reports it: attributed_to",
        "stage: threatened lies before the deed, so the status can't be reported: "
        "that says it is done",
        "target: japan imposes the sanction: it can't be its target",
    ]


BEFORE = {"proposed", "delayed", "announced", "negotiated", "threatened"}
FOR_BEFORE = {"planned", "threatened", "demanded", "hypothetical", "denied"}
FOR_OTHERS = {"asserted", "reported", "alleged", "hypothetical", "denied"}
SPOKEN = {"attributed_to": "reuters"}
WHOSE: dict[str, dict[str, str]] = {
    "reported": SPOKEN,
    "alleged": SPOKEN,
    "threatened": {"modal_agent": "japan"},
    "demanded": {"modal_agent": "japan"},
    "denied": {"modal_agent": "japan"},
}


def kinds_with(stage: str) -> list[str]:
    return [kind.kind_name() for kind in KINDS if stage in kind.stages]


@pytest.mark.parametrize("status", [str(status) for status in Status])
@pytest.mark.parametrize("stage", [str(stage) for stage in Stage])
def test_stage_and_status_agree_or_the_record_is_refused(stage: str, status: str) -> None:
    agree = status in (FOR_BEFORE if stage in BEFORE else FOR_OTHERS)
    for kind in kinds_with(stage):
        fields = {"stage": stage, "status": status, **WHOSE.get(status, {})}
        if agree:
            assert record(kind, **fields).stage_reached == stage
        else:
            assert any(refusal.startswith("stage: ") for refusal in refusals(kind, **fields))


def test_every_stage_belongs_to_a_kind() -> None:
    assert [stage for stage in Stage if not kinds_with(stage)] == []


# -- who is who ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("party", "signatory", "objected"),
    [
        (["russia", "china"], ["russia", "china"], []),
        (["russia", "china"], ["roskosmos", "xi-jinping", "tascom"], []),
        (["russia", "china"], ["japan"], ["japan"]),
        (["china"], ["roskosmos", "xi-jinping"], ["roskosmos"]),
        ([], ["roskosmos", "japan"], []),  # where no party is named, anybody may have signed
        (["russia"], ["nobody-known"], []),  # an unknown entity has a finding of its own
    ],
)
def test_who_signs_is_a_party_or_an_organ_office_holder_or_company_of_one(
    party: list[str], signatory: list[str], objected: list[str]
) -> None:
    agreement = record("agreement", party=party, signatory=signatory)
    assert list(agreement.objections_among(ENTITIES)) == [
        (
            "signatory",
            f"{name} is neither a party nor an organ, office-holder or company of one "
            f"({', '.join(party)}); give its entity of: or country:",
        )
        for name in objected
    ]


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        ({"class": "group"}, "a group says what it means: group: together, either_or or unnamed"),
        (
            {"class": "group", "group": "either_or", "member": ["china"]},
            "an either_or group names its members: member: [a, b]",
        ),
        ({"class": "planet"}, "Input should be 'state', 'historical_state'"),
        ({"name": {}}, "at least 1 item"),
        ({"id": "China"}, "'China' is no entity's id; ids are lower-case letters, digits and"),
        ({"capital": "beijing"}, "Extra inputs are not permitted"),
        ({"external": {"scheme": "wikidata", "id": "Q148"}}, "Field required"),
    ],
)
def test_an_entity_that_breaks_a_rule_is_refused(data: dict[str, Any], refusal: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Entity.model_validate({"id": "china", "class": "state", "name": {"en": "China"}, **data})
    assert [refusal in detail["msg"] for detail in caught.value.errors()] == [True]


def test_a_group_that_is_unnamed_or_either_or_stands_for_nobody() -> None:
    silent = [name for name, entity in ENTITIES.items() if entity.stands_for_nobody]
    assert silent == ["western-states", "china-or-iran"]


# -- short forms ---------------------------------------------------------------------------


def test_a_short_form_means_what_its_long_form_means() -> None:
    long = record(
        "sanction",
        status="reported",
        imposer=["japan"],
        when={"edtf": "2025-01", "mode": "within", "derived": "false"},
        attributed_to=[{"who": ["reuters"]}],
        quantity=[OWN["statistic"]["quantity"]],
    )
    short = record(
        "sanction",
        status="reported",
        imposer="japan",
        when="2025-01",
        attributed_to="reuters",
        quantity=OWN["statistic"]["quantity"],
    )
    assert short == long


@pytest.mark.parametrize(
    ("kind", "when", "mode"),
    [
        ("sanction", "2025-01-15", "within"),
        ("sanction", "2022/2023", "throughout"),
        ("sanction", "{2022,2024}", "within"),
        ("sanction", {"edtf": "2014/..", "mode": "within"}, "within"),
        ("trade_flow", "2021", "throughout"),
        ("share", {"edtf": "2021", "words": "2021"}, "throughout"),
        ("statistic", {"edtf": "198X", "mode": "within"}, "within"),
        ("supply", "2021", "within"),
    ],
)
def test_a_time_is_a_moment_within_unless_an_interval_or_a_figures_period(
    kind: str, when: Any, mode: str
) -> None:
    time = record(kind, when=when).when
    assert time is not None
    assert time.mode == mode


def test_two_who_are_cited_side_by_side_are_one_step() -> None:
    chain = record("event", status="reported", attributed_to=[{"who": ["schemes", "reuters"]}])
    assert chain.attributed_to == (Attribution(who=("schemes", "reuters")),)  # type: ignore[arg-type]


# -- values --------------------------------------------------------------------------------


def quantity(**fields: Any) -> Quantity:
    return Quantity.model_validate(
        {"value": "4", "unit": "factor", "of": "sales", "words": "vervierfacht", **fields}
    )


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"value": "72,7"}, "'72,7' is no number; write 72700000000 or 33.3"),
        ({"unit": "Dollar"}, "'Dollar' is no unit; write %"),
        ({"min": "5"}, "min, value and max are not in this order"),
        ({"max": "3"}, "min, value and max are not in this order"),
        ({"out_of": "3"}, "out_of is less than value: it is the whole"),
        ({"words": ""}, "'' is no text: it is empty"),
        ({"of": " "}, "String should have at least 1 character"),
        ({"qualifier": "circa"}, "Input should be 'about', 'over'"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(fields: dict[str, str], refusal: str) -> None:
    with pytest.raises(ValidationError) as caught:
        quantity(**fields)
    assert [refusal in detail["msg"] for detail in caught.value.errors()] == [True]


def test_a_figure_is_exact() -> None:
    assert quantity(value="0.1").value + quantity(value="0.2").value == Decimal("0.3")


@given(st.text(min_size=1).filter(str.strip), st.integers(0, 10**6), st.integers(-3, 3))
def test_a_quote_has_the_length_that_its_offsets_say(exact: str, start: int, off: int) -> None:
    data = {"source": "news", "exact": exact, "start": start, "end": start + len(exact) + off}
    if off == 0:
        assert Evidence.model_validate(data).exact == exact
    else:
        with pytest.raises(ValidationError):
            Evidence.model_validate(data)


def test_a_quote_keeps_the_white_space_around_it() -> None:
    quote = "\u00a0Moskau \r"
    data = {"source": "news", "exact": quote, "start": 3, "end": 12}
    assert Evidence.model_validate(data).exact == quote


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("7", (7,)),
        (["2", "4-6"], (2, 4, 5, 6)),
        ([], ()),
    ],
)
def test_lines_are_written_one_by_one_or_from_to(written: Any, lines: tuple[int, ...]) -> None:
    assert Parts.model_validate({"body": written}).body == lines


@pytest.mark.parametrize("written", ["-3", "a", "1.5", "", "3–7", ["3", "x"]])
def test_what_is_no_line_is_refused(written: Any) -> None:
    with pytest.raises(ValidationError, match="is no line or range of lines; write 7 or 3-7"):
        Parts.model_validate({"body": written})


@pytest.mark.parametrize("written", ["3-", "7-3", "²"])
def test_lines_without_an_end_or_backwards_are_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="is no line or range of lines; write 7 or 3-7"):
        Parts.model_validate({"body": written})


def test_no_line_is_in_two_parts() -> None:
    with pytest.raises(ValidationError, match="line 5 is in two parts"):
        Parts.model_validate({"headings": ["5"], "body": ["3-7"]})


@pytest.mark.parametrize("kind", sorted(OWN))
def test_a_record_is_frozen_all_the_way_down(kind: str) -> None:
    one = record(kind, when="2025")
    assert isinstance(hash(one), int)
    assert one.when is not None
    for part in (one, one.when, one.evidence[0]):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(part, next(iter(type(part).model_fields)), "2024")


def test_looking_at_a_time_changes_nothing_of_it() -> None:
    one, other = Time.model_validate("2025-01/.."), Time.model_validate("2025-01/..")
    assert (str(one.earliest), one.latest) == ("2025-01-01", None)
    assert (one, hash(one)) == (other, hash(other))


@pytest.mark.parametrize("kind", sorted(OWN))
def test_a_record_is_read_back_from_what_it_dumps(kind: str) -> None:
    one = record(kind, when={"edtf": "2022/2023", "words": "2022–2023"})
    assert ANY.validate_python(one.model_dump(mode="json")) == one


# -- every kind explains itself ------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_says_what_it_is_and_how_it_is_shown(kind: type[Record]) -> None:
    assert (kind.__doc__ or "").strip().endswith(".")
    assert kind.__doc__ != Record.__doc__
    assert kind.de.endswith(".")
    assert kind.de != Record.de
    assert "" not in {kind.label_en, kind.label_de}
    assert (kind.label_en, kind.label_de) != (Record.label_en, Record.label_de)
    fields = {field.name for field in fields_of(kind)}
    assert set(kind.columns) <= fields
    assert kind.columns
    assert isinstance(kind.look, Look)
    for rule in kind.edges:
        assert {rule.source, rule.target} <= fields


def test_no_two_kinds_are_called_alike() -> None:
    for told in ("label_en", "label_de", "__doc__", "de"):
        shown = [getattr(kind, told) for kind in KINDS]
        assert len(set(shown)) == len(KINDS), told


def meanings() -> dict[str, set[tuple[Term, str]]]:
    found: dict[str, set[tuple[Term, str]]] = {}
    for kind in KINDS:
        for field in fields_of(kind):
            sort = Sort.TEXT if field.term.plain else field.sort
            found.setdefault(field.name, set()).add((field.term, sort.name))
    return found


@pytest.mark.parametrize("name", sorted(meanings()))
def test_a_field_name_means_the_same_in_every_kind(name: str) -> None:
    labels = {(term.en, term.de, sort) for term, sort in meanings()[name]}
    assert len(labels) == 1


@pytest.mark.parametrize("kind", [*KINDS, Time, Quantity, Attribution, kg.models.Asset, Entity])
def test_every_field_is_labelled_and_defined_in_both_languages(kind: type[Record]) -> None:
    terms = [field.term for field in fields_of(kind)]
    assert terms
    for term in terms:
        assert "" not in {term.en, term.de, term.meaning, term.meaning_de}
        assert term.meaning.endswith(".")
        assert term.meaning_de.endswith(".")


def test_a_kinds_own_fields_all_mean_something() -> None:
    for kind in KINDS:
        own = set(kind.model_fields) - set(Record.model_fields) - {"kind"}
        assert own == {field.name for field in own_fields(kind)}, kind


def code_lists() -> list[type[Code]]:
    return sorted(Code.__subclasses__(), key=lambda code: code.__name__)


@pytest.mark.parametrize("codes", code_lists())
def test_every_code_has_a_label_in_both_languages(codes: type[Code]) -> None:
    assert (codes.__doc__ or "").strip().endswith(".")
    for of in ("en", "de"):
        labels = [getattr(code, of) for code in codes]
        assert all(label.strip() for label in labels)
        assert len(set(labels)) == len(labels)
    assert all(code.value == code.value.lower() for code in codes)


def test_a_list_of_codes_is_called_like_its_class() -> None:
    schemes = [codes.scheme() for codes in code_lists()]
    assert len(set(schemes)) == len(schemes)
    assert EntityClass.scheme() == "entity-class"
    assert EntityClass.STATE_ORGAN.rdf_name() == "StateOrgan"


@pytest.mark.parametrize("status", list(Status))
def test_a_status_has_wording_and_definition_in_both_languages(status: Status) -> None:
    texts = {status.wording, status.wording_de, status.meaning, status.meaning_de}
    assert "" not in texts
    assert ("{who}" in status.wording, "{who}" in status.wording_de) == (
        status is Status.REPORTED,
        status is Status.REPORTED,
    )


def test_only_what_is_said_as_done_is_factual() -> None:
    assert [str(status) for status in Status if status.factual] == [
        "asserted",
        "reported",
        "alleged",
    ]


# -- a new kind is one class ---------------------------------------------------------------


class Toast(Record):
    """A toast that somebody drinks."""

    kind: Literal["toast"]


def test_a_new_kind_has_all_that_every_record_has() -> None:
    toast = Toast.model_validate({**COMMON, "kind": "toast"})
    assert (Toast.kind_name(), toast.whole_id, toast.stage_reached) == ("toast", "news/one", None)
    assert own_fields(Toast) == ()
    assert fields_of(Toast) == fields_of(Record)
