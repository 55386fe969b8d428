"""Where everything stands: positions that mean something, so that the picture needs few lines.

Russia stands left and China right. Between them lie eight lanes, one a subject, from outside
pressure at the top to meetings and positions at the foot. A record stands in its lane: in the
middle third when both act, left or right when one side alone does, from the earliest to the latest,
the undated last; what is not so, or not yet, behind or below the others. In the heading of a lane
stand the goods, places and systems that it speaks of most. Organs, firms and persons stand beside
their pole at the height of the lane in which they act most, those who press above, others concerned
below and under them those who only say so, each band with a caption; at the foot are two shelves:
what is no more, and the authors' judgements.

A graph without either pole gets a lane a kind, and everybody above. Nothing here is by chance: the
same data gives the same places. Measures are the pixels of a first screen of 1440 × 900, texts as
wide as they can be at most, so that no label lies over another there.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from kg.dates import bounds
from kg.network.lanes import (
    JUDGEMENTS,
    LANES,
    POLES,
    SHELF,
    SPEAKERS,
    THIRDS,
    is_first,
    lane_of,
    owners_of,
    tellers_of,
    third_of,
    zone_of,
)
from kg.network.lettering import shortened, width, wrapped

Line = Mapping[str, Any]

WIDTH = 1056.0
LEFT, RIGHT = 238.0, 818.0  # of the lanes
RECORD_SIZE = 6.5
POLE_SIZE = 25.0
TEXT_SIZE = 12.0
LANGUAGES = ("en", "de")
_ENTITY_SIZE, _ENTITY_GROWTH, _ENTITY_MOST = 2.5, 1.1, 10.0
_STEP = 16.0  # from record to record
_PAD = 6.0  # inside a third, on either side
_HEADING = 19.0
_HEADING_TEXT = 214.0  # the room of a heading's words
_BELOW_ROWS = 4.0
_GAP = 6.0  # between lanes
_ROW = 19.0  # of a band of entities
_BETWEEN = 14.0  # what a band leaves free after a label
_GAP_LABEL = 4.0  # between a node and its label
_SLOT = 17.0  # the height of one entity beside a pole
_MOST_ROWS = 6  # of a band; who finds no room shows when chosen
_POLE_ROOM = 54.0  # kept free below a pole, whose name stands there
_POLE_ABOVE = 36.0
_POLE_X = {"left": 62.0, "right": WIDTH - 62.0}
_CAPTION = 16.0  # above the lanes: whose deed each third shows
_SIDE_TEXT = LEFT - 40.0
_BAND_TEXT = 150.0  # the room that every name has
_BAND_MOST = 320.0  # and has where it costs no other its place
_BAND_CAPTION = 116.0  # the room of a caption, left of its band


class Point(NamedTuple):
    """A place in the picture; y grows downwards."""

    x: float
    y: float


class Lane(NamedTuple):
    """A rectangle of records between `LEFT` and `RIGHT`, and where its thirds end.

    *name* is a lane's, a shelf's, or without poles a kind's; *ticks* stand before the undated.
    """

    name: str
    top: float
    bottom: float
    ticks: tuple[Point, ...] = ()


class Label(NamedTuple):
    """A text beside its node, by language, and how wide it is at most; *side* of the node.

    A text of two lines has a line break in it.
    """

    texts: Mapping[str, str]
    widths: Mapping[str, float]
    side: str


class Caption(NamedTuple):
    """What a band of entities is called, by its zone, and the height of its first row."""

    zone: str
    y: float


class Layout(NamedTuple):
    """Every place, the lanes, shelves and captions, labels, and the height of the whole.

    *places* says by name in which lane and third a record or in which zone an entity is, also for
    those that got no place of their own. *quiet* are those that show only when chosen: the lesser
    goods and places, and in a large graph the lesser entities.
    """

    points: Mapping[str, Point]
    lanes: tuple[Lane, ...]
    shelves: tuple[Lane, ...]
    captions: tuple[Caption, ...]
    labels: Mapping[str, Label]
    places: Mapping[str, tuple[str, str]]
    quiet: frozenset[str]
    left: float
    right: float
    width: float
    height: float
    layered: bool


def layout(
    records: Mapping[str, Line],
    entities: Mapping[str, Line],
    placed: Iterable[str] | None = None,
    voices: Iterable[str] = (),
) -> Layout:
    """Return where *records* and the *entities* in their roles stand, both as in `page_data`.

    With *placed*, only these records and who is in them get a place; of the others it is said in
    which part of the picture they belong. *voices* are those who speak in the sources and publish
    them: they, and whoever is in the chain of a record, have a place among those who say so.
    """
    some = records if placed is None else set(placed)
    return _Picture(records, entities, some, set(voices)).layout()


def entity_size(records: int) -> float:
    """Return an entity's radius by the number of its records; the script does the same.

    >>> entity_size(1), entity_size(16), entity_size(1000)
    (3.6, 6.9, 10.0)
    """
    return round(min(_ENTITY_MOST, _ENTITY_SIZE + _ENTITY_GROWTH * math.sqrt(records)), 1)


class _Picture:
    """Places the lanes first, then everybody else by where their records came to stand."""

    def __init__(
        self,
        records: Mapping[str, Line],
        entities: Mapping[str, Line],
        placed: Iterable[str],
        voices: Collection[str],
    ) -> None:
        self.records = {name: records[name] for name in records if name in placed}
        self.entities = entities
        self.voices = voices
        self.told: defaultdict[str, list[str]] = _told_by(records)
        self.every: defaultdict[str, list[str]] = _records_of(records)
        self.records_of: defaultdict[str, list[str]] = _records_of(self.records)
        self.layered = not any(pole in self.every for pole in POLES)
        self.all_records = records
        self.lanes_of = {name: self._lane(line) for name, line in records.items()}
        self.first = {name for name, line in self.records.items() if is_first(line)}
        self.thirds = {
            name: "middle" if self.layered else third_of(line, entities)
            for name, line in records.items()
        }
        self.captions: list[Caption] = []
        self.zones = {entity: self._zone(entity) for entity in sorted(self.every)}
        for entity in sorted({*self.told, *voices} & entities.keys()):
            if self._zone(entity) == SPEAKERS:
                self.zones[entity] = SPEAKERS
        self.points: dict[str, Point] = {}
        self.labels: dict[str, Label] = {}
        self.quiet: set[str] = set()

    def layout(self) -> Layout:
        above, below, speakers = self._in("above"), self._in("below"), self._in(SPEAKERS)
        if self.layered:
            above = sorted(set(self.records_of) - {*below, *speakers}, key=self._rank)
        top = self._band(above, 0.0, "" if self.layered else "above") + _CAPTION
        names = sorted(set(self.lanes_of.values())) if self.layered else LANES
        made = tuple(self._lanes([name for name in names if name != JUDGEMENTS], top))
        bottom = made[-1].bottom if made else top + 2 * _POLE_ROOM
        if not self.layered:
            self._sides(top, bottom)
        foot = self._band(below, bottom + _GAP, "below") + _GAP
        foot = self._band(speakers, foot, SPEAKERS) + _GAP
        shelves = tuple(self._shelves(foot))
        places = {name: (self.lanes_of[name], self.thirds[name]) for name in self.all_records}
        return Layout(
            self.points,
            made,
            shelves,
            tuple(self.captions),
            self.labels,
            {**places, **{entity: (zone, "") for entity, zone in self.zones.items()}},
            frozenset(self.quiet),
            LEFT,
            RIGHT,
            WIDTH,
            shelves[-1].bottom if shelves else foot,
            self.layered,
        )

    def _lane(self, record: Line) -> str:
        lane = lane_of(record)
        return str(record["kind"]) if self.layered and lane != JUDGEMENTS else lane

    def _zone(self, entity: str) -> str:
        # A pole's records say nothing of its own, and are too many to read for each of them.
        of = {entity, *owners_of(entity, self.entities)} - POLES.keys()
        theirs = [self.all_records[name] for who in sorted(of) for name in self.every.get(who, ())]
        says = entity in self.told or entity in self.voices
        return zone_of(entity, self.entities, theirs, says=says)

    def _in(self, zone: str) -> list[str]:
        """Return the entities of a zone that are in a placed record, those in most first."""
        found = [entity for entity, of in self.zones.items() if of == zone]
        found = [entity for entity in found if entity in self.voices or self._theirs(entity)]
        return sorted(found, key=self._rank)

    def _theirs(self, entity: str) -> list[str]:
        """Return the placed records of an *entity*, of a speaker those that it tells too."""
        own = self.records_of.get(entity, [])
        if self.zones.get(entity) != SPEAKERS:
            return own
        return [*own, *(name for name in self.told[entity] if name in self.records)]

    def _rank(self, entity: str) -> tuple[int, int, str]:
        theirs = self._theirs(entity)
        return -sum(name in self.first for name in theirs), -len(theirs), entity

    # -- lanes ----------------------------------------------------------------------------

    def _lanes(self, names: Iterable[str], top: float) -> Iterator[Lane]:
        by_lane: defaultdict[str, list[str]] = defaultdict(list)
        for record in self.records:
            by_lane[self.lanes_of[record]].append(record)
        things = self._things_by_lane()
        for name in names:
            if by_lane[name]:
                bottom, ticks = self._rows(by_lane[name], top + _HEADING)
                self._heading(things[name], top + _HEADING / 2)
                yield Lane(name, top, bottom + _BELOW_ROWS, tuple(ticks))
                top = bottom + _BELOW_ROWS + _GAP

    def _rows(self, records: Sequence[str], top: float) -> tuple[float, list[Point]]:
        """Place records in their thirds; return their foot, and ticks before the undated."""
        ticks: list[Point] = []
        thirds = ("middle",) if self.layered else THIRDS
        own = {third: [name for name in records if self.thirds[name] == third] for third in thirds}
        columns = self._columns(thirds[0])[0]
        least = max(_rows_for(len(some), columns) for some in own.values())
        rows = 0
        for third, some in own.items():
            first = sorted((name for name in some if name in self.first), key=self._by_time)
            later = sorted((name for name in some if name not in self.first), key=self._by_time)
            apart = _rows_for(len(first), columns) + _rows_for(len(later), columns)
            # What isn't shown at first stands below; behind, where this saves the lane a row.
            row = 0
            for part in (first, later) if apart <= least else ([*first, *later],):
                row += self._third(part, third, top + row * _STEP, ticks)
            rows = max(rows, row)
        return top + rows * _STEP, ticks

    def _third(self, records: Sequence[str], third: str, top: float, ticks: list[Point]) -> int:
        """Place *records* in rows, those of a side towards its pole; return how many rows."""
        columns, start = self._columns(third)
        undated = [self._by_time(name)[0] for name in records]
        free = {"left": 0.0, "middle": 0.5, "right": 1.0}[third]
        for number, record in enumerate(records):
            row, column = divmod(number, columns)
            shift = free * (columns - min(columns, len(records) - row * columns))
            x, y = start + (column + 0.5 + shift) * _STEP, top + (row + 0.5) * _STEP
            self.points[record] = Point(x, y)
            if column and undated[number] > undated[number - 1]:
                ticks.append(Point(x - _STEP / 2, y))
        return _rows_for(len(records), columns)

    def _columns(self, third: str) -> tuple[int, float]:
        """Return how many records stand side by side in a third, and where it begins."""
        wide = RIGHT - LEFT if self.layered else (RIGHT - LEFT) / len(THIRDS)
        number = 0 if self.layered else THIRDS.index(third)
        columns = int((wide - 2 * _PAD) // _STEP)
        return columns, LEFT + number * wide + (wide - columns * _STEP) / 2

    def _by_time(self, record: str) -> tuple[bool, str, str]:
        when = self.records[record]["times"].get("when")
        if when is None:
            return True, "", record
        found = bounds(when["edtf"])
        return False, str(found.earliest or found.latest), record

    # -- goods, places, systems -----------------------------------------------------------

    def _things_by_lane(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for thing in () if self.layered else self._in("thing"):
            most = Counter(self.lanes_of[record] for record in self.records_of[thing])
            order = (*LANES, JUDGEMENTS)
            lane = min(most, key=lambda name: (-most[name], order.index(name)))
            found[lane].append(thing)
        return found

    def _heading(self, things: Sequence[str], y: float) -> None:
        """Place *things* in a lane's heading as far as they fit; the others show when chosen."""
        free = RIGHT - _PAD - LEFT - _HEADING_TEXT
        first = [thing for thing in things if not self.first.isdisjoint(self.records_of[thing])]
        fitting = self._fitting(first, _BAND_TEXT, free)
        room = next(r for r in _rooms() if self._fitting(fitting, r, free) == fitting)
        wides = [self._wide(thing, room) for thing in fitting]
        x = RIGHT - _PAD - sum(wides) - _BETWEEN * (len(wides) - 1)
        for thing, wide in zip(fitting, wides, strict=True):
            self.points[thing] = Point(x + self._size(thing), y)
            self.labels[thing] = self._label(thing, "right", room)
            x += wide + _BETWEEN
        quiet = [thing for thing in things if thing not in fitting]
        self._hide(quiet, Point(LEFT + _PAD, y + 0.1), Point(RIGHT - _PAD, y + 0.1))

    def _fitting(self, things: Sequence[str], room: float, free: float) -> list[str]:
        """Return those of *things* that stand side by side in *free*, no name wider than *room*."""
        found = []
        for thing in things:
            wide = self._wide(thing, room)
            if wide <= free:
                found.append(thing)
                free -= wide + _BETWEEN
        return found

    # -- beside the poles -----------------------------------------------------------------

    def _sides(self, top: float, bottom: float) -> None:
        middle = (top + bottom) / 2
        for pole, side in POLES.items():
            if pole in self.every:
                self.points[pole] = Point(_POLE_X[side], middle)
            theirs = self._in(side)
            free = _slots(top, bottom, middle)
            x = LEFT - 14.0 if side == "left" else RIGHT + 14.0
            self._hide(theirs[len(free) :], Point(x, top), Point(x, bottom))
            spare = len(free) - len(theirs)  # for names of two lines
            for entity in theirs[: len(free)]:
                wanted = self._height(entity, middle)
                label = self._label(entity, side, _SIDE_TEXT, lines=2)
                slots = _pairs(free) if spare > 0 and "\n" in "".join(label.texts.values()) else []
                if slots:
                    spare -= 1
                else:
                    label = self._label(entity, side, _SIDE_TEXT)
                    slots = [(height,) for height in free]
                taken = min(slots, key=lambda some: (abs(_mean(some) - wanted), some))
                free = [height for height in free if height not in taken]
                self.points[entity] = Point(x, _mean(taken))
                self.labels[entity] = label

    def _height(self, entity: str, middle: float) -> float:
        """Return the height of the lane in which an entity acts most."""
        theirs = [name for name in self.records_of[entity] if name in self.points]
        if not theirs:
            return middle
        most = Counter(self.lanes_of[name] for name in theirs)
        lane = min(most, key=lambda name: (-most[name], (*LANES, JUDGEMENTS).index(name)))
        heights = [self.points[name].y for name in theirs if self.lanes_of[name] == lane]
        return sum(heights) / len(heights)

    # -- above, below, on the shelf ---------------------------------------------------------

    def _band(self, entities: Sequence[str], top: float, caption: str = "") -> float:
        """Place *entities* in rows beside their *caption*, those in most records first.

        Return the foot.
        """
        start = _BAND_CAPTION if caption else 0.0
        rows = self._rows_of(entities, start)
        for number, row in enumerate(rows[:_MOST_ROWS]):
            self._band_row(row, Point(start, top + (number + 0.5) * _ROW))
        if rows and caption:
            self.captions.append(Caption(caption, top + 0.5 * _ROW))
        foot = top + min(len(rows), _MOST_ROWS) * _ROW
        without = [entity for row in rows[_MOST_ROWS:] for entity in row]
        self._hide(without, Point(0.0, foot), Point(WIDTH, foot))
        return foot

    def _rows_of(self, entities: Sequence[str], start: float) -> list[list[str]]:
        """Return *entities* in rows, one more than can be, if need be, for the sake of their names.

        Those shown at first have the first choice: the others fill what these leave.
        """
        ordered = sorted(entities, key=lambda who: self.first.isdisjoint(self._theirs(who)))
        fewest = self._rows_in(ordered, start, _BAND_TEXT)
        if len(fewest) >= _MOST_ROWS:
            return fewest
        wider = (self._rows_in(ordered, start, room) for room in _rooms())
        return next(some for some in wider if len(some) <= len(fewest) + 1)

    def _rows_in(self, entities: Sequence[str], start: float, room: float) -> list[list[str]]:
        """Return each in the first row that has room for it."""
        rows: list[list[str]] = []
        free: list[float] = []
        for entity in entities:
            wide = self._wide(entity, room) + _BETWEEN
            row = next((number for number, left in enumerate(free) if wide <= left), len(rows))
            if row == len(rows):
                rows.append([])
                free.append(WIDTH - start + _BETWEEN)
            rows[row].append(entity)
            free[row] -= wide
        return rows

    def _hide(self, entities: Sequence[str], start: Point, end: Point) -> None:
        """Give *entities* that find no room places on a line; they show when chosen."""
        for number, entity in enumerate(entities):
            share = (number + 0.5) / len(entities)
            x, y = start.x + share * (end.x - start.x), start.y + share * (end.y - start.y)
            self.points[entity] = Point(x, y)
            self.labels[entity] = self._label(entity, "below", _BAND_TEXT)
            self.quiet.add(entity)

    def _band_row(self, row: Sequence[str], start: Point) -> None:
        """Spread a row over the width, each as near to its records as the order allows.

        Names are as long as the row allows.
        """
        room = next(r for r in _rooms() if self._fitting(row, r, WIDTH - start.x) == row)
        ordered = sorted(row, key=lambda entity: (self._mean_third(entity), row.index(entity)))
        wides = [self._wide(entity, room) for entity in ordered]
        free = WIDTH - start.x - sum(wides)
        between = min(40.0, free / len(row))
        x = start.x + (free - between * (len(row) - 1)) / 2
        for entity, wide in zip(ordered, wides, strict=True):
            self.points[entity] = Point(x + self._size(entity), start.y)
            self.labels[entity] = self._label(entity, "right", self._room(entity, room))
            x += wide + between

    def _mean_third(self, entity: str) -> float:
        """Return whether an entity's records are rather left or right, from 0 to 2."""
        theirs = self._theirs(entity)
        return sum(THIRDS.index(self.thirds[name]) for name in theirs) / max(1, len(theirs))

    def _room(self, entity: str, room: float) -> float:
        """Return *room* for who is shown at first; the names of others take as little as can be."""
        return _BAND_TEXT if self.first.isdisjoint(self._theirs(entity)) else room

    def _wide(self, entity: str, room: float) -> float:
        label = self._label(entity, "right", self._room(entity, room))
        return 2 * self._size(entity) + _GAP_LABEL + max(label.widths.values())

    def _shelves(self, top: float) -> Iterator[Lane]:
        old = self._in(SHELF)
        if old and not self.layered:
            bottom = self._band(old, top + _HEADING) + _BELOW_ROWS
            yield Lane(SHELF, top, bottom)
            top = bottom + _GAP
        judged = [name for name in self.records if self.lanes_of[name] == JUDGEMENTS]
        if judged:
            bottom, ticks = self._rows(judged, top + _HEADING)
            self._heading(self._things_by_lane()[JUDGEMENTS], top + _HEADING / 2)
            yield Lane(JUDGEMENTS, top, bottom + _BELOW_ROWS, tuple(ticks))

    # -- what all of them ask ---------------------------------------------------------------

    def _size(self, entity: str) -> float:
        if entity in self.voices:
            return _ENTITY_MOST
        return entity_size(len({*self.every.get(entity, ()), *self.told.get(entity, ())}))

    def _label(self, entity: str, side: str, room: float, lines: int = 1) -> Label:
        names = self.entities.get(entity, {}).get("labels", {})
        texts = {lang: _named(names, lang) or entity for lang in LANGUAGES}
        fitted = shortened if lines == 1 else wrapped
        cut = {lang: fitted(text, TEXT_SIZE, room) for lang, text in texts.items()}
        return Label(cut, {lang: width(text, TEXT_SIZE) for lang, text in cut.items()}, side)


def _named(labels: Mapping[str, str], lang: str) -> str:
    return labels.get(lang) or labels.get("en") or next(iter(labels.values()), "")


def _records_of(records: Mapping[str, Line]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for record, line in records.items():
        for entity in dict.fromkeys(entity for _, entity in line["roles"]):
            found[entity].append(record)
    return found


def _told_by(records: Mapping[str, Line]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for record, line in records.items():
        for entity in sorted(tellers_of(line)):
            found[entity].append(record)
    return found


def _rooms() -> Iterator[float]:
    """Yield rooms for a name, from the widest to the one that every name has."""
    yield from (float(room) for room in range(int(_BAND_MOST), int(_BAND_TEXT), -10))
    yield _BAND_TEXT


def _rows_for(number: int, columns: int) -> int:
    return -(-number // columns)


def _mean(heights: Sequence[float]) -> float:
    return sum(heights) / len(heights)


def _pairs(free: Sequence[float]) -> list[tuple[float, ...]]:
    """Return those of the *free* heights that lie side by side."""
    return [(a, b) for a, b in pairwise(free) if b - a < 1.5 * _SLOT]


def _slots(top: float, bottom: float, pole: float) -> list[float]:
    """Return free heights beside the lanes, none at the pole."""
    top, bottom = min(top, pole - 3 * _POLE_ROOM), max(bottom, pole + 3 * _POLE_ROOM)
    count = int((bottom - top) // _SLOT)
    heights = [top + (number + 0.5) * (bottom - top) / count for number in range(count)]
    return [y for y in heights if not -_POLE_ABOVE <= y - pole <= _POLE_ROOM]


def most_connected(records: Mapping[str, Line], limit: int) -> list[str]:
    """Return at most *limit* of *records*: those shown at first whose entities are in most others.

    The poles don't count: they are in nearly every record.
    """
    degree = Counter(
        who for line in records.values() for who in {entity for _, entity in line["roles"]}
    )

    def rank(name: str) -> tuple[bool, int, str]:
        who = {entity for _, entity in records[name]["roles"]} - POLES.keys()
        return not is_first(records[name]), -sum(degree[entity] for entity in who), name

    chosen = set(sorted(records, key=rank)[:limit])
    return [name for name in records if name in chosen]
