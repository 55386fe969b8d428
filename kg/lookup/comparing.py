"""Two sets of records side by side: what both have, what one has, and where they differ.

Two records say the same of their sides where kind, codes, content and everybody involved agree,
with the actor whose side it is as "this one", and the other as "the other one". Figures stand in
one row only where, beyond that, the unit agrees and with it the whole: for flows and shares the
roles say what it is, elsewhere the words do.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from kg.lookup.catalogue import Catalogue
from kg.lookup.index import Line

# Fields beside the roles that say what is spoken of; how it is put, a stage or a trend say not.
_CONTENT = (
    "form",
    "series",
    "measure",
    "measured",
    "direction",
    "basis",
    "domain",
    "mechanism",
    "act",
    "role",
    "title",
    "content",
)
_LABEL_ONLY = frozenset({"event"})  # kinds whose fields don't say what happened
_WHOLE_IN_ROLES = frozenset({"trade_flow", "share"})
_WHO_SAYS = "reporter"  # whose figures they are, not what they are figures of

Content = tuple[Any, ...]


class Side(NamedTuple):
    """A set of records, and whose it is: None where it is not one actor's.

    *possible* are the ids of those that are only possibly inside the dates asked for, *undated*
    records that a date filter leaves out for want of a date.
    """

    records: tuple[Line, ...]
    actor: str | None = None
    possible: frozenset[str] = frozenset()
    undated: tuple[Line, ...] = ()


class Group(NamedTuple):
    """Records of both sides with one content, or on one matter, and in what they differ."""

    left: tuple[Line, ...]
    right: tuple[Line, ...]
    differs: tuple[str, ...]


class Figure(NamedTuple):
    """One quantity of a record."""

    record: Line
    quantity: Line


class Row(NamedTuple):
    """Figures of both sides that measure the same of the same whole, and in what they differ."""

    left: tuple[Figure, ...]
    right: tuple[Figure, ...]
    differs: tuple[str, ...]


class Comparison(NamedTuple):
    """Every record of either side stands in one of the first four, once.

    *same* stand on both sides: one record that names both, or one that fits both times. *figures*
    are the rows that may be made of the records.
    """

    same: tuple[Line, ...]
    both: tuple[Group, ...]
    only_left: tuple[Line, ...]
    only_right: tuple[Line, ...]
    figures: tuple[Row, ...]


def compare(catalogue: Catalogue, left: Side, right: Side) -> Comparison:
    """Return *left* and *right* side by side, in the order of the left."""
    theirs = {line["id"] for line in right.records}
    same = tuple(line for line in left.records if line["id"] in theirs)
    known = {line["id"] for line in same}
    groups = []
    for sort in (_content, _matter):
        for ours, others in _matched(catalogue, sort, left, right, known):
            groups.append(Group(ours, others, _differences(catalogue, ours, others, left, right)))
            known |= {line["id"] for line in (*ours, *others)}
    return Comparison(
        same,
        tuple(groups),
        tuple(line for line in left.records if line["id"] not in known),
        tuple(line for line in right.records if line["id"] not in known),
        tuple(_figures(catalogue, left, right)),
    )


Sort = Callable[[Catalogue, Line, Side, Side], Content | None]


def _matched(
    catalogue: Catalogue, sort: Sort, left: Side, right: Side, known: set[str]
) -> list[tuple[tuple[Line, ...], tuple[Line, ...]]]:
    """Return the records of both sides that *sort* puts together, but for those already *known*."""
    found: dict[Content, tuple[list[Line], list[Line]]] = {}
    for at, (side, other) in enumerate(((left, right), (right, left))):
        for line in side.records:
            content = sort(catalogue, line, side, other)
            if content is not None and line["id"] not in known:
                found.setdefault(content, ([], []))[at].append(line)
    return [(tuple(ours), tuple(theirs)) for ours, theirs in found.values() if ours and theirs]


def _content(catalogue: Catalogue, line: Line, side: Side, other: Side) -> Content:
    """Return what *line* says of its side."""
    told = {name: line["details"].get(name) for name in _CONTENT}
    label = line["labels"] if line["kind"] in _LABEL_ONLY else None
    return line["kind"], _as_text(told), _as_text(label), _filled(catalogue, line, side, other)


def _matter(catalogue: Catalogue, line: Line, side: Side, other: Side) -> Content | None:
    """Return the matter that *line* concerns, of which another may speak in other words."""
    del catalogue, side, other
    matter = line["details"].get("concerns")
    return (line["kind"], matter) if matter else None


def _filled(catalogue: Catalogue, line: Line, side: Side, other: Side) -> Content:
    """Return who and what is in which role of *line*, as seen from its side."""
    # One actor, at two times or in two sources, is who it is; of two, each is "this one".
    two = side.actor != other.actor
    seen = {side.actor: "<this one>", other.actor: "<the other one>"} if two else {}
    roles = (pair for pair in catalogue.roles(line) if pair[0] != _WHO_SAYS)
    return tuple(sorted((role, seen.get(entity, entity)) for role, entity in roles))


def _as_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


# -- differences --------------------------------------------------------------------------


def _differences(
    catalogue: Catalogue,
    ours: Sequence[Line],
    theirs: Sequence[Line],
    left: Side,
    right: Side,
) -> tuple[str, ...]:
    mine = _ways_put(catalogue, ours, left, right)
    others = _ways_put(catalogue, theirs, right, left)
    return tuple(name for name in mine if mine[name] != others[name])


def _ways_put(
    catalogue: Catalogue, lines: Sequence[Line], side: Side, other: Side
) -> dict[str, set[str]]:
    """Return how records of one content are put: all in which they may differ."""
    put: dict[str, set[str]] = {}
    for line in lines:
        details = line["details"]
        figures = sorted(_as_text({**q, "words": None}) for q in line["quantities"])
        ways = {
            "status": (line["status"], line["polarity"]),
            "stage": details.get("stage"),
            "when": line["time"],
            "figure": (figures, details.get("trend")),
            "speaker": [step["actor"] for step in line["attributed_to"]],
            "reporter": details.get(_WHO_SAYS),
            "content": _content(catalogue, line, side, other),
        }
        for name, way in ways.items():
            put.setdefault(name, set()).add(_as_text(way))
    return put


# -- figures ------------------------------------------------------------------------------


def _figures(catalogue: Catalogue, left: Side, right: Side) -> Iterator[Row]:
    """Yield the figures that may stand in one row.

    Flows between the two can be seen from either side; each set of figures is shown once, and
    none beside itself.
    """
    found: dict[Content, tuple[list[Figure], list[Figure]]] = {}
    for at, (side, other) in enumerate(((left, right), (right, left))):
        for figure in _each_figure(side.records):
            key = _whole(catalogue, figure, side, other)
            found.setdefault(key, ([], []))[at].append(figure)
    seen: set[frozenset[str]] = set()
    for ours, theirs in found.values():
        names = [{figure.record["id"] for figure in figures} for figures in (ours, theirs)]
        together = frozenset(names[0] | names[1])
        if ours and theirs and names[0] != names[1] and together not in seen:
            seen.add(together)
            mine, others = ([figure.record for figure in figures] for figures in (ours, theirs))
            differs = _differences(catalogue, mine, others, left, right)
            yield Row(tuple(ours), tuple(theirs), differs)


def _each_figure(records: Iterable[Line]) -> Iterator[Figure]:
    return (Figure(line, quantity) for line in records for quantity in line["quantities"])


def _whole(catalogue: Catalogue, figure: Figure, side: Side, other: Side) -> Content:
    """Return what a figure measures, of what whole and in which unit; not who, when or how much."""
    record, quantity = figure
    counted = None if record["kind"] in _WHOLE_IN_ROLES else quantity["of"].casefold()
    return *_content(catalogue, record, side, other), counted, quantity["unit"]
