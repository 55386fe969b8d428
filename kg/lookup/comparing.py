"""Two sets of records side by side: what both have, what one has, and where they differ.

Two records say the same of their side where kind, role, codes and the others involved agree.
Figures stand in one row only where commodity, direction, unit, kind of measure and whole agree.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kg.lookup.catalogue import Catalogue
from kg.lookup.index import Line

_CODES = ("form", "measure", "measured", "direction", "domain", "mechanism", "act", "stage")

Content = tuple[Any, ...]


class Pair(NamedTuple):
    """Records of both sides with one content, and in what they differ."""

    left: Line
    right: Line
    differs: tuple[str, ...]


class Comparison(NamedTuple):
    """What both sides have, what each has alone, and figures that may stand in one row."""

    both: tuple[Pair, ...]
    only_left: tuple[Line, ...]
    only_right: tuple[Line, ...]
    figures: tuple[tuple[Line, Line], ...]


class Side(NamedTuple):
    """A set of records, and whose it is: None where it is not one actor's."""

    records: tuple[Line, ...]
    actor: str | None


def compare(catalogue: Catalogue, left: Side, right: Side) -> Comparison:
    """Return *left* and *right* side by side, in the order of the left."""
    ours = _by_content(catalogue, left)
    theirs = _by_content(catalogue, right)
    shared = [content for content in ours if content in theirs]
    pairs = [_pair(a, b) for content in shared for a, b in _matched(ours[content], theirs[content])]
    both = tuple(pair for pair in pairs if pair.left["id"] != pair.right["id"])
    common = {line["id"] for pair in pairs for line in (pair.left, pair.right)}
    return Comparison(
        both,
        tuple(line for line in left.records if line["id"] not in common),
        tuple(line for line in right.records if line["id"] not in common),
        tuple(_figures(catalogue, left, right)),
    )


def _by_content(catalogue: Catalogue, side: Side) -> dict[Content, list[Line]]:
    found: dict[Content, list[Line]] = {}
    for line in side.records:
        found.setdefault(_content(catalogue, line, side.actor), []).append(line)
    return found


def _content(catalogue: Catalogue, line: Line, actor: str | None) -> Content:
    """Return what *line* says of *actor*, in whose place stands "this one"."""
    filled = sorted(
        (role, "" if entity == actor else entity) for role, entity in catalogue.roles(line)
    )
    codes = tuple(str(line["details"].get(code)) for code in _CODES if code != "stage")
    return (line["kind"], line["polarity"], codes, tuple(filled))


def _matched(left: list[Line], right: list[Line]) -> Iterator[tuple[Line, Line]]:
    return zip(left, right, strict=False)


def _pair(left: Line, right: Line) -> Pair:
    ours, theirs = _put(left), _put(right)
    return Pair(left, right, tuple(name for name in ours if ours[name] != theirs[name]))


def _put(line: Line) -> dict[str, Any]:
    """Return how a record is put: what two records of one content may differ in."""
    return {
        "status": line["status"],
        "stage": line["details"].get("stage"),
        "when": line["time"],
        "figure": [(q["value"], q["unit"], q["of"]) for q in line["quantities"]],
        "speaker": [step["actor"] for step in line["attributed_to"]],
    }


def _figures(catalogue: Catalogue, left: Side, right: Side) -> Iterator[tuple[Line, Line]]:
    theirs: dict[Content, list[Line]] = {}
    for line in _with_figures(right.records):
        theirs.setdefault(_whole(catalogue, line, right.actor), []).append(line)
    for line in _with_figures(left.records):
        for other in theirs.get(_whole(catalogue, line, left.actor), ()):
            if other["id"] != line["id"]:
                yield line, other


def _with_figures(records: Iterable[Line]) -> Iterator[Line]:
    return (line for line in records if line["quantities"])


def _whole(catalogue: Catalogue, line: Line, actor: str | None) -> Content:
    """Return what a figure measures, of what whole and in which unit; not who, when or how much."""
    details = line["details"]
    goods = tuple(str(details.get(name)) for name in ("commodity", "item", "part_item", "basis"))
    whose = sorted(role for role, entity in catalogue.roles(line) if entity == actor)
    units = tuple(sorted(quantity["unit"] for quantity in line["quantities"]))
    direction = str(details.get("direction"))
    return (line["kind"], str(details.get("measured")), direction, goods, tuple(whose), units)
