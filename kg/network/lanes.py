"""Which subject a record has and whose deed it is; beside whom an entity stands.

What goes where is data, ``lanes.json``: a record's subject follows from its domains (of several,
the one that the list names first), for some kinds from a thing it is about, else from its kind.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from kg.network.material import SAID

Line = Mapping[str, Any]
THIRDS = ("left", "middle", "right")
JUDGEMENTS, SHELF, SPEAKERS = "judgements", "shelf", "speakers"
_LAST = "meetings"  # the lane of a kind that nobody has given one


@cache
def lanes() -> Mapping[str, Any]:
    """Return ``lanes.json``."""
    text = files("kg.network").joinpath("lanes.json").read_text(encoding="utf-8")
    content: Mapping[str, Any] = json.loads(text)
    return content


LANES: tuple[str, ...] = tuple(lanes()["lanes"])
POLES: Mapping[str, str] = {pole: side for side, pole in lanes()["poles"].items()}


def lane_of(record: Line) -> str:
    """Return the lane of a *record*, or ``judgements`` for the shelf of those."""
    data = lanes()
    for domain, lane in data["domains"].items():
        if domain in record.get("domain", ()):
            return str(lane)
    if record["kind"] in data["by_subject"]:
        for _, entity in record["roles"]:
            if entity in data["subjects"]:
                return str(data["subjects"][entity])
    return str(data["kinds"].get(record["kind"], _LAST))


def is_first(record: Line) -> bool:
    """Return whether a *record* is shown at first: what is said to be so, no judgement."""
    return record["status"] in SAID and lane_of(record) != JUDGEMENTS


def side_of(entity: str, entities: Mapping[str, Line]) -> str | None:
    """Return "left" for Russia and what is Russian alone, "right" for China, else None.

    What followed or preceded a pole is on its side too, though it never stands for it.
    """
    known = {**POLES, **lanes()["sides"]}
    if entity in known:
        return str(known[entity])
    sides = {known.get(owner) for owner in owners_of(entity, entities)}
    return sides.pop() if len(sides) == 1 else None


def owners_of(entity: str, entities: Mapping[str, Line]) -> frozenset[str]:
    """Return whom an *entity* belongs to: those it is of, else their states."""
    line = entities.get(entity, {})
    above = line.get("of")
    owners = {*line.get("country", ()), *([above] if above else ())}
    return frozenset(owners)


def third_of(record: Line, entities: Mapping[str, Line]) -> str:
    """Return whose deed a *record* is: "left", "right", or "middle" for both sides or neither.

    Who acts decides; where neither side does, whom it strikes or is about.
    """
    bystanders = lanes()["bystanders"]
    acting = [who for role, who in record["roles"] if role not in bystanders]
    for entity_list in (acting, [who for _, who in record["roles"]]):
        sides = {side_of(entity, entities) for entity in entity_list} - {None}
        if sides:
            return str(sides.pop()) if len(sides) == 1 else "middle"
    return "middle"


def zone_of(
    entity: str, entities: Mapping[str, Line], records: Sequence[Line], *, says: bool = False
) -> str:
    """Return where an *entity* of *records* stands; *says* is whether any record is told by it.

    ``pole``, ``shelf`` (what is no more, and its own), ``speakers`` (who only says so), ``left`` or
    ``right`` beside its pole, ``thing`` (in a lane), ``above`` where it presses, else ``below``.
    """
    data = lanes()
    if entity in POLES:
        return "pole"
    family = {entity, *owners_of(entity, entities)}
    if any(entities.get(of, {}).get("class") in data["shelf"] for of in family):
        return SHELF
    if _only_speaks(entity, entities, records, says=says):
        return SPEAKERS
    side = side_of(entity, entities)
    if side:
        return side
    if entities.get(entity, {}).get("class") in data["things"]:
        return "thing"
    return "above" if _presses(family - POLES.keys(), records) else "below"


def _only_speaks(
    entity: str, entities: Mapping[str, Line], records: Iterable[Line], *, says: bool
) -> bool:
    """Return whether an *entity* is of those who write and tell, or tells and does nothing else."""
    speakers = lanes()["speakers"]
    if entities.get(entity, {}).get("class") in speakers["classes"]:
        return True
    return says and all(
        role in speakers["roles"]
        for record in records
        for role, who in record["roles"]
        if who == entity
    )


def tellers_of(record: Line) -> frozenset[str]:
    """Return everybody in the chain of those who say a *record*; not the source's own voice."""
    return frozenset(who for step in record.get("chain", ()) for who in step)


def _presses(family: Iterable[str], records: Iterable[Line]) -> bool:
    presses = lanes()["presses"]
    if not set(family).isdisjoint(presses["entities"]):
        return True
    return any(
        role in presses["roles"] and who in family
        for record in records
        for role, who in record["roles"]
    )
