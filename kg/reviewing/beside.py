"""A candidate beside the records that there are: new, known, known otherwise, or at odds."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from kg.models import Polarity, Quantity, Record, Status, Time
from kg.models.schema import Sort, own_fields, roles_of
from kg.quantities import plain

_LIKE = 75  # so alike (0 to 100) are labels of one thing, where roles alone don't tell it
_LIKE_AT_ONCE = 50  # and so alike, where both are said in the same words


class Relation(StrEnum):
    """How a candidate stands to a record that there is."""

    NEW = "new"
    KNOWN = "known"
    OTHERWISE = "known otherwise"
    ODDS = "at odds"


class Difference(NamedTuple):
    """A field in which both differ, and what each of them says."""

    field: str
    candidate: str
    record: str


class Beside(NamedTuple):
    """A record that speaks of what a candidate speaks of, and in what they differ."""

    relation: Relation
    record: Record
    differences: tuple[Difference, ...] = ()


def beside(candidate: Record, records: Iterable[Record]) -> tuple[Beside, ...]:
    """Return the records of the same matter as *candidate*, the nearest first.

    One is of the same matter if kind, roles and codes are the same and their times can be; where
    the roles alone don't tell what it is about, as of judgements, the labels are alike as well.
    Of the same words one reading may have seen more than the other. *At odds* are two of which one
    says no, or whose figures for the same whole can't both be right.
    """
    found = [_compared(candidate, record) for record in records if _same(candidate, record)]
    order = list(Relation)
    return tuple(
        sorted(
            found,
            key=lambda one: (
                not _overlap(candidate, one.record),
                -order.index(one.relation) if one.relation is Relation.ODDS else 0,
                len(one.differences),
                one.record.whole_id,
            ),
        )
    )


def _same(candidate: Record, record: Record) -> bool:
    if candidate.kind != record.kind or candidate.whole_id == record.whole_id:
        return False
    if not _times_meet(candidate.when, record.when):
        return False
    ours, theirs = _roles(candidate), _roles(record)
    if _overlap(candidate, record):  # two readings of one sentence: one may see more of it
        within = ours.items() <= theirs.items() or theirs.items() <= ours.items()
        return within and (_roles_tell(candidate) or _likeness(candidate, record) >= _LIKE_AT_ONCE)
    return (
        ours == theirs
        and _codes(candidate) == _codes(record)
        and (_roles_tell(candidate) or _likeness(candidate, record) >= _LIKE)
    )


def _roles(record: Record) -> dict[str, frozenset[str]]:
    return {
        field.name: frozenset(map(str, value if isinstance(value, tuple) else (value,)))
        for field in roles_of(type(record))
        if (value := getattr(record, field.name)) not in (None, ())
    }


def _codes(record: Record) -> dict[str, Any]:
    return {
        field.name: getattr(record, field.name)
        for field in own_fields(type(record))
        if field.sort is Sort.CODE and field.name != "stage"  # which moves on
    }


def _roles_tell(record: Record) -> bool:
    """Return whether roles and codes say what it is: of an event or a judgement they don't."""
    fields = own_fields(type(record))
    coded = any(field.sort is Sort.CODE for field in fields)
    return coded and not any(field.name == "content" for field in fields)


def _likeness(candidate: Record, record: Record) -> float:
    """Return how alike the labels are in a language that both have, 0 to 100."""
    theirs = dict(record.label)
    shared = ((text, theirs[lang]) for lang, text in candidate.label if lang in theirs)
    return max((fuzz.token_set_ratio(*texts) for texts in shared), default=0)


def _overlap(candidate: Record, record: Record) -> bool:
    return any(
        ours.source == theirs.source and ours.start < theirs.end and theirs.start < ours.end
        for ours in candidate.evidence
        for theirs in record.evidence
    )


def _times_meet(ours: Time | None, theirs: Time | None) -> bool:
    """Return whether both can be one time; what has no date can be any."""
    if ours is None or theirs is None:
        return True
    return not (_ends_before(ours, theirs) or _ends_before(theirs, ours))


def _ends_before(one: Time, other: Time) -> bool:
    return one.latest is not None and other.earliest is not None and one.latest < other.earliest


# -- what differs ---------------------------------------------------------------------------


def _compared(candidate: Record, record: Record) -> Beside:
    differences = tuple(_differences(candidate, record))
    if _says_no(candidate) != _says_no(record) or _figures_clash(candidate, record):
        return Beside(Relation.ODDS, record, differences)
    return Beside(Relation.OTHERWISE if differences else Relation.KNOWN, record, differences)


def _says_no(record: Record) -> bool:
    return record.polarity is Polarity.NEGATIVE or record.status is Status.DENIED


def _figures_clash(candidate: Record, record: Record) -> bool:
    """Return whether the figures of one whole can't both be right."""
    if candidate.when != record.when and _edtf(candidate) != _edtf(record):
        return False
    return any(
        ours.unit == theirs.unit
        and (ours.of == theirs.of or type(candidate).covers_its_period)  # whose roles are the whole
        and _apart(ours, theirs)
        for ours in candidate.quantity
        for theirs in record.quantity
    )


def _apart(ours: Quantity, theirs: Quantity) -> bool:
    if ours.qualifier is not None or theirs.qualifier is not None:
        return abs(ours.value - theirs.value) * 10 > max(abs(ours.value), abs(theirs.value))
    return ours.value != theirs.value


def _differences(candidate: Record, record: Record) -> Iterator[Difference]:
    for field, said in _SAID.items():
        ours, theirs = said(candidate), said(record)
        if ours != theirs:
            yield Difference(field, ours or "–", theirs or "–")
    ours_codes, theirs_codes = _codes(candidate), _codes(record)
    for name, code in ours_codes.items():
        if code != theirs_codes[name]:
            yield Difference(name, _listed(code), _listed(theirs_codes[name]))
    ours_by, theirs_by = _roles(candidate), _roles(record)
    for role in sorted(ours_by.keys() ^ theirs_by.keys()):
        here, there = (", ".join(sorted(by.get(role, ()))) for by in (ours_by, theirs_by))
        yield Difference(role, here or "–", there or "–")


def _listed(codes: Any) -> str:
    every = codes if isinstance(codes, tuple) else (codes,)
    return ", ".join(code.value for code in every if code is not None) or "–"


def _edtf(record: Record) -> str:
    return str(record.when.edtf) if record.when else ""


def _figures(record: Record) -> str:
    return "; ".join(sorted(_figure(quantity) for quantity in record.quantity))


def _figure(quantity: Quantity) -> str:
    qualifier = f"{quantity.qualifier.value} " if quantity.qualifier else ""
    return f"{qualifier}{plain(quantity.value)} {quantity.unit}"


def _speakers(record: Record) -> str:
    return " ← ".join(" + ".join(sorted(map(str, step.who))) for step in record.attributed_to)


def _stage(record: Record) -> str:
    stage = record.stage_reached
    return stage.value if stage is not None else ""


_SAID: dict[str, Callable[[Record], str]] = {
    "status": lambda record: record.status.value,
    "polarity": lambda record: record.polarity.value,
    "stage": _stage,
    "when": _edtf,
    "quantity": _figures,
    "attributed_to": _speakers,
}
