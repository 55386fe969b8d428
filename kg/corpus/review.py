"""What careful readers get wrong most often: doubts about records that are otherwise sound.

Each rule here was a mistake that two independent readings of one document made. A doubt is raised
in ``kg validate`` and does not stop a build; where a record is right all the same, ``no_doubt`` in
``source.yaml`` names record and rule and says why.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from kg.corpus.folder import Source
from kg.errors import Finding
from kg.models import Entity, Group, Record, Status, fields_of
from kg.models.schema import Sort

# What a word of doubt lets a record be, by language. A word that is not here says nothing.
_ALLOWS: Mapping[str, Mapping[str, frozenset[Status]]] = {
    "de": {
        "angeblich": frozenset({Status.ALLEGED}),
        "soll": frozenset({Status.ALLEGED, Status.PLANNED, Status.DEMANDED}),
        "sollen": frozenset({Status.ALLEGED, Status.PLANNED, Status.DEMANDED}),
        "würde": frozenset({Status.HYPOTHETICAL, Status.DENIED}),
        "würden": frozenset({Status.HYPOTHETICAL, Status.DENIED}),
        "könnte": frozenset({Status.HYPOTHETICAL, Status.ALLEGED, Status.DENIED}),
        "könnten": frozenset({Status.HYPOTHETICAL, Status.ALLEGED, Status.DENIED}),
        "Drohung": frozenset({Status.THREATENED}),
        "fürchten": frozenset({Status.HYPOTHETICAL}),
    },
}
_JUDGEMENTS = frozenset({"assessment"})  # whom it is about is no deed of theirs
_REPEATABLE = frozenset({"event", "assessment", "demand", "statement"})


class Doubt(NamedTuple):
    """A record that may be wrong, and why."""

    record: Record
    what: str


Rule = Callable[[Source, Mapping[str, Entity]], Iterator[Doubt]]


def doubts(
    source: Source, entities: Mapping[str, Entity], *, folder: str = "sources"
) -> list[Finding]:
    """Return what is doubtful in *source*, by line, and answers to doubts that nobody has.

    A doubt is answered in ``no_doubt`` of source.yaml, by record and rule. *folder* is what the
    folder of sources is called in a finding.
    """
    file = f"{folder}/{source.info.id}"
    raised = [
        (record, rule.__name__, what)
        for rule in RULES
        for record, what in dict.fromkeys(rule(source, entities))
    ]
    answered = {(answer.record, answer.rule) for answer in source.info.no_doubt}
    idle = answered - {(record.id, rule) for record, rule, _ in raised}
    open_doubts = [
        Finding(
            f"{file}/records.yaml",
            source.lines[record.id],
            f"record {record.id}: {what} ({rule})",
        )
        for record, rule, what in raised
        if (record.id, rule) not in answered
    ]
    open_doubts += [
        Finding(f"{file}/source.yaml", 0, f"no_doubt: {rule} raises none about {record}")
        for record, rule in idle
    ]
    return sorted(open_doubts)


def words_outside_quotes(source: Source, entities: Mapping[str, Entity]) -> Iterator[Doubt]:
    """Yield hedges, likelihoods and words of figures that stand in none of the record's quotes."""
    del entities
    for record in source.records:
        quotes = [place.exact for place in record.evidence]
        said: list[tuple[str, str]] = [("quantity", item.words) for item in record.quantity]
        for field in fields_of(type(record)):
            value = getattr(record, field.name)
            if field.sort is Sort.WORDS and value is not None:
                said.append((field.name, value))
        for field_name, words in said:
            if not any(words in quote for quote in quotes):
                yield Doubt(record, f"{field_name}: {words!r} stands in none of its quotes")


def hedge_against_status(source: Source, entities: Mapping[str, Entity]) -> Iterator[Doubt]:
    """Yield records whose word of doubt doesn't go with their status."""
    del entities
    allows = _ALLOWS.get(source.info.language, {})
    for record in source.records:
        allowed = allows.get(record.hedge or "")
        if allowed is not None and record.status not in allowed:
            wanted = " or ".join(sorted(status.value for status in allowed))
            yield Doubt(record, f"hedge: {record.hedge!r} goes with {wanted}, not {record.status}")


def figures_against_words(source: Source, entities: Mapping[str, Entity]) -> Iterator[Doubt]:
    """Yield figures whose number is not the one that their words give in digits.

    Words without digits ("ein Drittel") are not compared; thousands, millions and so on are.
    """
    del entities
    for record in source.records:
        for item in record.quantity:
            given = _numbers(item.words)
            meant = {number * _THOUSAND**power for number in given for power in range(5)}
            if given and item.value not in meant:
                yield Doubt(record, f"quantity: {item.words!r} gives no {item.value}")


_THOUSAND = Decimal(1000)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def _numbers(words: str) -> set[Decimal]:
    """Return the numbers that stand in *words* in digits, in either way of writing decimals."""
    return {
        Decimal(found.replace(thousands, "").replace(decimals, "."))
        for found in _DIGITS.findall(words)
        for thousands, decimals in ((".", ","), (",", "."))
        if found.count(decimals) <= 1
    }


def dates_against_words(source: Source, entities: Mapping[str, Entity]) -> Iterator[Doubt]:
    """Yield dates that name a year which their words, naming years, don't have."""
    del entities
    for record in source.records:
        for time in filter(None, (record.when, record.valid, record.reported)):
            named = re.findall(r"\d{4}", time.words or "")
            meant = re.findall(r"\d{4}|\d{3}(?=X)|\d{2}(?=XX)", time.edtf)
            if named and not time.derived:
                for year in meant:
                    if not any(other.startswith(year) for other in named):
                        yield Doubt(record, f"{time.edtf}: {time.words!r} names no {year}")


def report_dated_as_event(source: Source, entities: Mapping[str, Entity]) -> Iterator[Doubt]:
    """Yield records that give one set of words as the time of the thing and of its report."""
    del entities
    for record in source.records:
        if record.when and record.reported and record.when.words == record.reported.words:
            yield Doubt(record, "when: these are the words of the report; has the thing a time?")


def either_or_split(source: Source, entities: Mapping[str, Entity]) -> Iterator[Doubt]:
    """Yield records that name one of a pair where their quote says one or the other."""
    either = {entity.id for entity in entities.values() if entity.group is Group.EITHER_OR}
    for record, named in _with_names(source):
        roles = _roles(record)
        for group in sorted(named & either - roles):
            for member in sorted(set(entities[group].member) & roles - named):
                yield Doubt(record, f"{member}: the quote says {group}, one or the other")


def lifted_to_state(source: Source, entities: Mapping[str, Entity]) -> Iterator[Doubt]:
    """Yield records that give a state what their quote says of its organ, company or person."""
    for record, named in _with_names(source):
        roles = set() if record.kind in _JUDGEMENTS else _roles(record)
        for doer in sorted(named - roles):
            states = {*entities[doer].country, *filter(None, [entities[doer].of])}
            for state in sorted(states & roles - named):
                if not (named & roles & _belonging_to(state, entities)):
                    yield Doubt(record, f"{state}: the quote names {doer}; nothing is lifted to it")


def double_figures(source: Source, entities: Mapping[str, Entity]) -> Iterator[Doubt]:
    """Yield figures that two records give for the same words and the same time."""
    del entities
    known: dict[tuple[Any, ...], Record] = {}
    for record in source.records:
        for item in record.quantity:
            places = (place for place in record.evidence if item.words in place.exact)
            spots = [place.start + place.exact.find(item.words) for place in places]
            key = (tuple(spots[:1]), item.words, item.value, record.when)
            first = known.setdefault(key, record)
            if first is not record:
                yield Doubt(record, f"quantity: {item.words!r} is a figure of {first.id} already")


def repeated_records(source: Source, entities: Mapping[str, Entity]) -> Iterator[Doubt]:
    """Yield records that say what another says: same kind, roles, codes, time and figures."""
    del entities
    by_content: defaultdict[Any, list[Record]] = defaultdict(list)
    for record in source.records:
        if record.kind not in _REPEATABLE:
            kept = record.model_dump(exclude={"id", "label", "evidence", "note", "concerns"})
            by_content[repr(kept)].append(record)
    for first, *others in by_content.values():
        yield from (Doubt(other, f"says what {first.id} says") for other in others)


def two_translations(source: Source, entities: Mapping[str, Entity]) -> Iterator[Doubt]:
    """Yield quotes that stand in two records with two translations."""
    del entities
    known: dict[tuple[int, int, str], tuple[str, Record]] = {}
    for record in source.records:
        for place in record.evidence:
            for lang, text in place.gloss:
                gloss, first = known.setdefault((place.start, place.end, lang), (text, record))
                if gloss != text:
                    yield Doubt(record, f"gloss {lang} differs from that of {first.id}")


RULES: tuple[Rule, ...] = (
    words_outside_quotes,
    hedge_against_status,
    figures_against_words,
    dates_against_words,
    report_dated_as_event,
    either_or_split,
    lifted_to_state,
    double_figures,
    repeated_records,
    two_translations,
)


def _with_names(source: Source) -> Iterator[tuple[Record, set[str]]]:
    """Yield each record with the entities that its quotes name."""
    for record in source.records:
        spans = [(place.start, place.end) for place in record.evidence]
        yield (
            record,
            {
                entity
                for start, end, entity in source.mentions
                if any(first <= start and end <= last for first, last in spans)
            },
        )


def _roles(record: Record) -> set[str]:
    filled: set[str] = set()
    for field in fields_of(type(record)):
        if field.sort is Sort.ENTITY and field.name not in {"modal_agent", "place"}:
            value = getattr(record, field.name)
            filled.update(value if field.many else filter(None, [value]))
    return filled


def _belonging_to(state: str, entities: Mapping[str, Entity]) -> set[str]:
    return {
        entity.id for entity in entities.values() if state in {*entity.country, entity.of or ""}
    }
