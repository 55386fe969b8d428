"""Where everything stands: positions that mean something, so that the picture needs few lines.

Russia stands left and China right. Between them lie lanes, from outside pressure at the top to
meetings and positions at the foot; a record stands in the lane of its kind: in the middle third
what is of both, left what is Russia's alone, right what is China's alone, from the earliest to the
latest, the undated last. Organs, firms and persons stand beside their state at the height of
the lanes in which they act; goods, places and systems in the lane that speaks of them most; those
who press from outside above, the others below, and at the very foot what somebody wrote or judged.
Nothing here is by chance: the same data gives the same places.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kg.dates import bounds

Line = Mapping[str, Any]
POLES = {"russia": "left", "china": "right"}

# From the top of the picture to its foot; kinds that are not named here share the last lane.
LANES: Mapping[str, tuple[str, ...]] = {
    "pressure": ("sanction", "demand"),
    "ways_round": ("evasion",),
    "trade": ("trade_flow", "share", "statistic"),
    "supply": ("supply",),
    "cooperation": ("agreement", "cooperation"),
    "military": ("exercise", "conflict"),
    "diplomacy": ("meeting", "statement", "event"),
    "structure": ("affiliation",),
    "other": (),
    "writing": ("publication", "assessment"),
}
_THINGS = frozenset({"commodity", "system", "weapon", "place", "region"})
_PRESSING = frozenset({"imposer", "demander"})
_AT_THE_FOOT = ("writing",)
_THIRDS = ("left", "middle", "right")

_LEFT, _RIGHT = 200.0, 1170.0
_WIDTH = 1370.0
_POLE_X = {"left": 85.0, "right": _WIDTH - 85.0}
_STEP = 27.0  # from record to record
_HEADING = 26.0
_BELOW_LANE = 14.0
_THING_STEP = 62.0
_THING_ROW = 42.0
_BAND_ROW = 52.0
_POLE_ROOM = 78.0  # kept free above and below a pole


class Point(NamedTuple):
    """A place in the picture; y grows downwards."""

    x: float
    y: float


class Lane(NamedTuple):
    """A lane of records, *top* to *bottom*, and the kinds that it shows."""

    name: str
    top: float
    bottom: float
    kinds: tuple[str, ...]


class Layout(NamedTuple):
    """Every place, the lanes, and the height of the whole; its width is always the same."""

    points: Mapping[str, Point]
    lanes: tuple[Lane, ...]
    left: float
    right: float
    width: float
    height: float


def layout(records: Mapping[str, Line], entities: Mapping[str, Line]) -> Layout:
    """Return where *records* and the *entities* in their roles stand, both as in `page_data`."""
    return _Picture(records, entities).layout()


def lane_of(kind: str) -> str:
    """Return the lane in which records of *kind* stand."""
    return next((name for name, kinds in LANES.items() if kind in kinds), "other")


def side_of(entity: str, entities: Mapping[str, Line]) -> str | None:
    """Return "left" for Russia and what is Russian alone, "right" for China, else None."""
    if entity in POLES:
        return POLES[entity]
    line = entities.get(entity, {})
    owners = {*line.get("country", ()), *([line["of"]] if line.get("of") else ())}
    sides = {side_of(owner, entities) for owner in owners}
    return sides.pop() if len(sides) == 1 else None


class _Picture:
    """Places the lanes first, then everybody else by where their records came to stand."""

    def __init__(self, records: Mapping[str, Line], entities: Mapping[str, Line]) -> None:
        self.records = records
        self.entities = entities
        self.points: dict[str, Point] = {}
        self.records_of: defaultdict[str, list[str]] = defaultdict(list)
        for record, line in records.items():
            for entity in dict.fromkeys(entity for _, entity in line["roles"]):
                self.records_of[entity].append(record)

    def layout(self) -> Layout:
        above, below = self._outsiders()
        top = _band_height(len(above)) - _BAND_ROW / 3
        lanes = tuple(self._lanes([name for name in LANES if name not in _AT_THE_FOOT], top))
        bottom = lanes[-1].bottom if lanes else top
        self._place_sides(top, bottom)
        self._place_band(above, _BAND_ROW / 2)
        self._place_band(below, bottom + _BAND_ROW)
        foot = bottom + _BAND_ROW / 2 + _band_height(len(below))
        lanes += tuple(self._lanes(_AT_THE_FOOT, foot))
        height = lanes[-1].bottom if lanes else foot
        return Layout(self.points, lanes, _LEFT, _RIGHT, _WIDTH, height)

    # -- lanes ----------------------------------------------------------------------------

    def _lanes(self, names: Iterable[str], top: float) -> Iterator[Lane]:
        by_lane: defaultdict[str, list[str]] = defaultdict(list)
        for record, line in self.records.items():
            by_lane[lane_of(line["kind"])].append(record)
        things = self._things_by_lane()
        for name in names:
            if by_lane[name]:
                bottom = self._place_records(by_lane[name], top + _HEADING)
                bottom = self._place_things(things[name], bottom)
                kinds = dict.fromkeys(self.records[record]["kind"] for record in by_lane[name])
                yield Lane(name, top, bottom, tuple(sorted(kinds)))
                top = bottom + _BELOW_LANE

    def _place_records(self, records: Iterable[str], top: float) -> float:
        thirds: defaultdict[str, list[str]] = defaultdict(list)
        for record in records:
            thirds[self._third(record)].append(record)
        rows = 1
        for third in _THIRDS:
            columns, start = _columns(third)
            for number, record in enumerate(sorted(thirds[third], key=self._by_time)):
                row, column = divmod(number, columns)
                rows = max(rows, row + 1)
                x = start + (column + 0.5) * _STEP
                self.points[record] = Point(x, top + (row + 0.5) * _STEP)
        return top + rows * _STEP

    def _third(self, record: str) -> str:
        sides = {side_of(entity, self.entities) for _, entity in self.records[record]["roles"]}
        sides.discard(None)
        return str(sides.pop()) if len(sides) == 1 else "middle"

    def _by_time(self, record: str) -> tuple[bool, str, str]:
        when = self.records[record]["times"].get("when")
        if when is None:
            return True, "", record
        found = bounds(when["edtf"])
        return False, str(found.earliest or found.latest), record

    # -- goods, places, systems -----------------------------------------------------------

    def _things_by_lane(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for entity in self._named():
            if self._class(entity) in _THINGS and side_of(entity, self.entities) is None:
                lanes = [
                    lane_of(self.records[record]["kind"]) for record in self.records_of[entity]
                ]
                most = Counter(lanes).most_common()
                first = min(most, key=lambda item: (-item[1], list(LANES).index(item[0])))
                found[first[0]].append(entity)
        return found

    def _place_things(self, things: Sequence[str], top: float) -> float:
        if not things:
            return top
        columns = int((_RIGHT - _LEFT) // _THING_STEP)
        ordered = sorted(things, key=lambda thing: (self._mean(thing).x, thing))
        rows = -(-len(ordered) // columns)
        for number, thing in enumerate(ordered):
            column, row = divmod(number, rows)
            x = _LEFT + (column + 0.5) * (_RIGHT - _LEFT) / -(-len(ordered) // rows)
            self.points[thing] = Point(x, top + (row + 0.4) * _THING_ROW)
        return top + rows * _THING_ROW

    # -- beside the poles -----------------------------------------------------------------

    def _place_sides(self, top: float, bottom: float) -> None:
        middle = (top + bottom) / 2
        for pole, side in POLES.items():
            if pole in self.records_of:
                self.points[pole] = Point(_POLE_X[side], middle)
            theirs = [
                entity
                for entity in self._named()
                if entity not in POLES and side_of(entity, self.entities) == side
            ]
            self._place_side(theirs, side, _slots(top, bottom, middle, len(theirs)))

    def _place_side(self, entities: Iterable[str], side: str, heights: Sequence[float]) -> None:
        """Give each entity the free height that is nearest to its records."""
        free = [(height, column) for height in heights for column in (0, 1)]
        ordered = sorted(entities, key=lambda e: (-len(self.records_of[e]), e))
        for entity in ordered:
            wanted = self._mean(entity).y
            slot = min(free, key=lambda slot: (abs(slot[0] - wanted), slot[1], slot[0]))
            free.remove(slot)
            inward = 90.0 if slot[1] == 0 else 0.0
            x = _POLE_X[side] - 40 + inward if side == "left" else _POLE_X[side] + 40 - inward
            self.points[entity] = Point(x, slot[0])

    # -- above and below ------------------------------------------------------------------

    def _outsiders(self) -> tuple[list[str], list[str]]:
        above: list[str] = []
        below: list[str] = []
        for entity in self._named():
            thing = self._class(entity) in _THINGS
            if side_of(entity, self.entities) is None and not thing:
                (above if self._presses(entity) else below).append(entity)
        return above, below

    def _presses(self, entity: str) -> bool:
        """Return whether somebody presses: it, or whom it belongs to."""
        line = self.entities.get(entity, {})
        owners = (entity, line.get("of"), *line.get("country", ()))
        return any(
            [role, owner] in self.records[record]["roles"]
            for owner in owners
            if owner
            for record in self.records_of.get(owner, ())
            for role in _PRESSING
        )

    def _place_band(self, entities: Iterable[str], top: float) -> None:
        """Place those in most records in the first row, each as near to them as the row allows."""
        ranked = sorted(entities, key=lambda entity: (-len(self.records_of[entity]), entity))
        for start in range(0, len(ranked), _IN_BAND):
            row = ranked[start : start + _IN_BAND]
            row.sort(key=lambda entity: (self._mean(entity).x, entity))
            for number, entity in enumerate(row):
                x = _LEFT + (number + 0.5) * (_RIGHT - _LEFT) / len(row)
                self.points[entity] = Point(x, top + start // _IN_BAND * _BAND_ROW)

    # -- what all of them ask ---------------------------------------------------------------

    def _named(self) -> list[str]:
        return sorted(self.records_of)

    def _class(self, entity: str) -> str:
        return str(self.entities.get(entity, {}).get("class", ""))

    def _mean(self, entity: str) -> Point:
        """Return the middle of an entity's records that stand already."""
        points = [
            self.points[record] for record in self.records_of[entity] if record in self.points
        ]
        count = len(points) or 1
        return Point(sum(p.x for p in points) / count, sum(p.y for p in points) / count)


_IN_BAND = 11
_SLOT = 44.0  # the height of one entity beside a pole, at first


def _band_height(entities: int) -> float:
    return -(-entities // _IN_BAND) * _BAND_ROW + _BAND_ROW / 2


def _columns(third: str) -> tuple[int, float]:
    """Return how many records stand side by side in a third, and where it begins."""
    outer = 8
    inner = int((_RIGHT - _LEFT - 2 * outer * _STEP - 2 * _STEP) // _STEP)
    match third:
        case "left":
            return outer, _LEFT + _STEP / 4
        case "right":
            return outer, _RIGHT - _STEP / 4 - outer * _STEP
        case _:
            return inner, (_LEFT + _RIGHT - inner * _STEP) / 2


def _slots(top: float, bottom: float, pole: float, wanted: int) -> list[float]:
    """Return heights for *wanted* entities, two a height, none of them beside the pole."""
    room = 2 * _POLE_ROOM + _SLOT  # a short picture has room beside the pole above and below it
    top, bottom = min(top, pole - room), max(bottom, pole + room)
    step = _SLOT
    while True:
        count = int((bottom - top) // step)
        heights = [top + (number + 0.5) * (bottom - top) / count for number in range(count)]
        free = [height for height in heights if abs(height - pole) > _POLE_ROOM]
        if 2 * len(free) >= wanted:
            return free
        step *= 0.8
