"""Records and the entities in their roles: a graph with two sorts of nodes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import networkx as nx

from kg.store import Store

Line = Mapping[str, Any]
SPEAKER = "attributed_to"
MODAL = "modal_agent"


class Role(NamedTuple):
    """An entity and the role in which a record names it."""

    role: str
    entity: str


def network(
    store: Store,
    *,
    kinds: Iterable[str] | None = None,
    statuses: Iterable[str] | None = None,
    speakers: bool = False,
) -> "nx.MultiDiGraph[str]":
    """Return the records of *store* and the entities in their roles, record to entity.

    An edge's key is its role, so an entity that fills two has two edges. Without *kinds* or
    *statuses* every one is taken. Who speaks is no participant: only with *speakers* is there an
    edge to whom a record is attributed, and to who threatens, plans, demands or denies. Entities
    that none of these records names are left out. Nodes carry ``sort`` (entity or record),
    ``label`` (in English) and ``labels`` (by language); entities their ``entity_class``, records
    ``kind``, ``status``, ``polarity``, ``source`` and ``time`` (EDTF or None); edges ``role`` and
    the record's ``kind``, ``status`` and ``polarity``.
    """
    entities, records = _split(store.lines())
    chosen = _chosen(records, kinds, statuses)
    roles = {record["id"]: _roles(record, store.vocabulary, speakers=speakers) for record in chosen}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in sorted({role.entity for named in roles.values() for role in named}):
        graph.add_node(entity, **_entity_attributes(entity, entities.get(entity)))
    for record in chosen:
        graph.add_node(record["id"], **_record_attributes(record))
    for record in chosen:
        for role in roles[record["id"]]:
            attributes = _edge_attributes(record, role)
            graph.add_edge(record["id"], role.entity, key=role.role, **attributes)
    return graph


def roles_of(record: Line, vocabulary: Mapping[str, Any]) -> tuple[Role, ...]:
    """Return who and what fills the roles of a *record*'s line, places and assets too.

    In the order of the kind's fields, then place, then assets; not who speaks.
    """
    found: list[Role] = []
    for field in (*vocabulary["kinds"][record["kind"]]["roles"], "place"):
        found += (Role(field, entity) for entity in _filling(record, field))
    for asset in record["details"].get("asset", []):
        found.append(Role("asset", asset["system"]))
        if "operator" in asset:
            found.append(Role("operator", asset["operator"]))
    return tuple(dict.fromkeys(found))


def speakers_of(record: Line) -> Iterator[Role]:
    """Yield whom a *record* is attributed to, and who threatens, plans, demands or denies."""
    for step in record["attributed_to"]:
        if step["actor"] is not None:
            yield Role(SPEAKER, step["actor"])
    if record["modal_agent"] is not None:
        yield Role(MODAL, record["modal_agent"]["actor"])


def _filling(record: Line, field: str) -> Iterator[str]:
    """Yield the entities in a role: from ``details`` where it holds them all, else participants."""
    written = record["details"].get(field)
    if isinstance(written, str):
        yield written
    elif written is not None:
        yield from written
    else:
        yield from (who["actor"] for who in record["participants"] if who["role"] == field)


def _roles(record: Line, vocabulary: Mapping[str, Any], *, speakers: bool) -> tuple[Role, ...]:
    found = set(roles_of(record, vocabulary))
    if speakers:
        found.update(speakers_of(record))
    return tuple(sorted(found))


def _split(lines: Iterable[Line]) -> tuple[dict[str, Line], dict[str, Line]]:
    entities: dict[str, Line] = {}
    records: dict[str, Line] = {}
    for line in lines:
        (records if "status" in line else entities)[line["id"]] = line
    return entities, records


def _chosen(
    records: Mapping[str, Line], kinds: Iterable[str] | None, statuses: Iterable[str] | None
) -> list[Line]:
    of_kind = None if kinds is None else set(kinds)
    of_status = None if statuses is None else set(statuses)
    return [
        record
        for _, record in sorted(records.items())
        if (of_kind is None or record["kind"] in of_kind)
        and (of_status is None or record["status"] in of_status)
    ]


def _entity_attributes(entity: str, line: Line | None) -> dict[str, Any]:
    labels = line["labels"] if line else {}
    return {
        "sort": "entity",
        "label": _english(labels) or entity,
        "labels": labels,
        "entity_class": line["class"] if line else None,
    }


def _record_attributes(line: Line) -> dict[str, Any]:
    return {
        "sort": "record",
        "label": _english(line["labels"]),
        "labels": line["labels"],
        "kind": line["kind"],
        "status": line["status"],
        "polarity": line["polarity"],
        "source": line["id"].partition("/")[0],
        "time": line["time"],
    }


def _edge_attributes(record: Line, role: Role) -> dict[str, Any]:
    return {
        "role": role.role,
        "kind": record["kind"],
        "status": record["status"],
        "polarity": record["polarity"],
    }


def _english(labels: Mapping[str, str]) -> str:
    return labels.get("en") or next(iter(labels.values()), "")
