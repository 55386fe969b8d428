"""The stable line: one JSON object for each actor and record, keys in a fixed order.

Keys are added at the end, never renamed or moved. All of them are always present; nothing known
is null, [] or {}. ``details`` holds what the other keys don't hold in full, under the names of
``records.yaml``, so that a line holds all that its record holds: `record_of_line` reads it back.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.corpus import Corpus, Source
from kg.models import (
    KINDS,
    Attribution,
    Entity,
    EntityClass,
    Mode,
    Quantity,
    Record,
    Time,
    fields_of,
    in_language,
)
from kg.models.schema import Field, Sort, roles_of
from kg.quantities import json_number
from kg.terms import iris

Line = dict[str, Any]
_NO_ACTOR = {EntityClass.PLACE, EntityClass.COMMODITY}


def dump(lines: Iterable[Line]) -> str:
    """Return *lines* as JSON Lines."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def corpus_lines(corpus: Corpus) -> Iterator[Line]:
    """Yield the actors by id, then the records by source, first offset and id."""
    mentions = _mentions_by_entity(corpus.sources)
    used = {*mentions, *_entities_used(corpus)}
    for entity in corpus.entities.values():
        if entity.id in used:
            yield actor_line(entity, mentions.get(entity.id, []), corpus.entities)
    for record in corpus.records():
        yield record_line(record, corpus.entities)


def _mentions_by_entity(sources: Iterable[Source]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for source in sources:
        for start, end, entity in source.mentions:
            place = {
                "source": source.info.id,
                "exact": source.text.content[start:end],
                "start": start,
                "end": end,
            }
            found.setdefault(entity, []).append(place)
    return found


def _entities_used(corpus: Corpus) -> Iterator[str]:
    for source in corpus.sources:
        head = source.info
        yield from (entity for entity in (head.voice, head.author, head.publisher) if entity)
    for record in corpus.records():
        used = set(entities_of(record))
        yield from used
        for entity in used:
            yield from corpus.entities[entity].member


def entities_of(record: Record) -> Iterator[str]:
    """Yield every entity that *record* names, in any field."""
    for field in fields_of(type(record)):
        for value in _values(record, field):
            if field.sort is Sort.ENTITY:
                yield value
            elif isinstance(value, Attribution):
                yield from value.who
            elif field.sort is Sort.ASSET:
                yield from (entity for entity in (value.system, value.operator) if entity)


def actor_line(entity: Entity, places: list[Line], entities: Mapping[str, Entity]) -> Line:
    """Return the line of *entity*; *places* are its mentions in the order of the texts."""
    kind = entity.entity_class.value if entity.entity_class in _NO_ACTOR else "actor"
    line: Line = {
        "id": entity.id,
        "iri": str(iris.entity(entity.id)),
        "kind": kind,
        "class": entity.entity_class.value,
        "labels": dict(entity.name),
        "aliases": list(dict.fromkeys(place["exact"] for place in places)),
        "evidence": places,
    }
    if entity.group is not None:
        line["group"] = entity.group.value
        line["members"] = _members(entity, entities)
    line["names"] = _other_names(entity)
    line["of"] = entity.of
    line["country"] = list(entity.country)
    line["external"] = [external.model_dump() for external in entity.external]
    return line


def _other_names(entity: Entity) -> list[Line]:
    return [
        {"lang": lang, "name": name, "sort": sort}
        for sort in ("alias", "metonym")
        for lang, name in getattr(entity, sort)
    ]


def _members(entity: Entity, entities: Mapping[str, Entity]) -> list[Line]:
    return [_named(member, entities) for member in entity.member]


def _named(entity: str, entities: Mapping[str, Entity]) -> Line:
    return {"actor": str(entity), "name": in_language(entities[entity].name, "en")}


def record_line(record: Record, entities: Mapping[str, Entity]) -> Line:
    """Return the line of *record*; *entities* give names and members."""
    return {
        "id": record.whole_id,
        "iri": str(iris.record(record.whole_id)),
        "kind": record.kind,
        "labels": dict(record.label),
        "status": record.status.value,
        "polarity": record.polarity.value,
        "attributed_to": [
            _named(who, entities) for step in record.attributed_to for who in step.who
        ],
        "modal_agent": _named(record.modal_agent, entities) if record.modal_agent else None,
        "participants": list(_participants(record, entities)),
        "time": str(record.when.edtf) if record.when else None,
        "place": "; ".join(in_language(entities[place].name, "en") for place in record.place)
        or None,
        "quantities": [_quantity(quantity) for quantity in record.quantity],
        "details": _details(record, entities),
        "evidence": [
            {
                "source": place.source,
                "exact": str(place.exact),
                "start": place.start,
                "end": place.end,
            }
            for place in record.evidence
        ],
    }


def _participants(record: Record, entities: Mapping[str, Entity]) -> Iterator[Line]:
    for field in roles_of(type(record)):
        for value in _values(record, field):
            entity = entities[value]
            if entity.entity_class not in _NO_ACTOR:
                line = {**_named(value, entities), "role": field.name}
                if entity.group is not None:
                    line["members"] = _members(entity, entities)
                yield line


def _quantity(quantity: Quantity) -> Line:
    line: Line = {
        "value": json_number(quantity.value),
        "unit": str(quantity.unit),
        "qualifier": quantity.qualifier.value if quantity.qualifier else None,
        "of": quantity.of,
        "words": str(quantity.words),
    }
    for name in ("min", "max", "out_of"):
        bound = getattr(quantity, name)
        if bound is not None:
            line[name] = json_number(bound)
    return line


# -- details ------------------------------------------------------------------------------

_HELD_ELSEWHERE = {"label", "status", "polarity", "modal_agent", "quantity"}


def _details(record: Record, entities: Mapping[str, Entity]) -> Line:
    found: Line = {}
    fields = fields_of(type(record))
    common = {field.name for field in fields_of(Record)}
    for field in sorted(fields, key=lambda field: field.name in common):  # a kind's own first
        values = _values(record, field)
        if (
            values
            and field.name not in _HELD_ELSEWHERE
            and not _is_held(field, values, entities, type(record))
        ):
            found[field.name] = _detail(record, field, values)
    return found


def _is_held(
    field: Field,
    values: tuple[Any, ...],
    entities: Mapping[str, Entity],
    kind: type[Record],
) -> bool:
    """Return whether other keys of the line hold all of these values."""
    match field.sort:
        case Sort.ENTITY:
            actors = (entities[value].entity_class not in _NO_ACTOR for value in values)
            return field.name != "place" and all(actors)
        case Sort.TIME:
            return field.name == "when" and _is_plain(values[0], kind)
        case Sort.ATTRIBUTION:
            return all(len(step.who) == 1 and step.words is None for step in values)
        case Sort.EVIDENCE:
            return not any(place.gloss for place in values)
        case _:
            return False


def _is_plain(time: Time, kind: type[Record]) -> bool:
    """Return whether the date alone says all of *time*: for a figure's period "within" isn't."""
    within = time.mode is Mode.WITHIN
    return time == Time.model_validate(str(time.edtf)) and not (kind.covers_its_period and within)


def _detail(record: Record, field: Field, values: tuple[Any, ...]) -> Any:
    match field.sort:
        case Sort.ATTRIBUTION:
            return [_step(step) for step in values]
        case Sort.EVIDENCE:
            return [{"quote": str(place.exact), "gloss": dict(place.gloss)} for place in values]
        case _:
            written = record.model_dump(mode="json", include={field.name}, exclude_none=True)
            return _long_form(written[field.name], field)


def _step(step: Attribution) -> Line:
    who: Any = [str(entity) for entity in step.who]
    written: Line = {"who": who[0] if len(who) == 1 else who}
    if step.words is not None:
        written["words"] = str(step.words)
    return written


def _long_form(written: Any, field: Field) -> Any:
    """Return a field as it is written in long form; a flag that isn't raised is left out."""
    if field.sort is Sort.TIME and written.get("derived") is False:
        return {name: value for name, value in written.items() if name != "derived"}
    return written


def _values(record: Record, field: Field) -> tuple[Any, ...]:
    value = getattr(record, field.name)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


# -- reading back -------------------------------------------------------------------------


def record_of_line(line: Mapping[str, Any], kinds: Iterable[type[Record]] = KINDS) -> Record:
    """Return the record that *line* holds. Raises Pydantic's ValidationError for a bad line."""
    kind = next(kind for kind in kinds if kind.kind_name() == line["kind"])
    source, _, record_id = line["id"].partition("/")
    details = dict(line["details"])
    glosses = [place["gloss"] for place in details.pop("evidence", [])] or [{}] * len(
        line["evidence"]
    )
    data: Line = {
        "source": source,
        "id": record_id,
        "kind": line["kind"],
        "label": line["labels"],
        "status": line["status"],
        "polarity": line["polarity"],
        "modal_agent": line["modal_agent"] and line["modal_agent"]["actor"],
        "attributed_to": [{"who": step["actor"]} for step in line["attributed_to"]],
        "quantity": line["quantities"],
        "when": line["time"],
        **_roles_of_participants(kind, line["participants"]),
        **details,
        "evidence": [
            {**place, "gloss": gloss}
            for place, gloss in zip(line["evidence"], glosses, strict=True)
        ],
    }
    return kind.model_validate(data)


def _roles_of_participants(kind: type[Record], participants: Iterable[Line]) -> Line:
    many = {field.name: field.many for field in roles_of(kind)}
    roles: Line = {}
    for participant in participants:
        role = participant["role"]
        if many[role]:
            roles.setdefault(role, []).append(participant["actor"])
        else:
            roles[role] = participant["actor"]
    return roles
