"""What happened when: records by year, each at its own day, never at that of its report."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from kg.lookup.catalogue import Catalogue
from kg.lookup.filters import SAID, Filters, Selection, fit_of, select
from kg.lookup.index import Line, days

_FIRST, _LAST = "0001-01-01", "9999-12-31"


class Entry(NamedTuple):
    """A record at its time.

    *possible*: it lies only possibly inside what was asked for. *report*: this is the day of the
    report, the thing itself has none. *passed*: a plan whose day has gone by; *became*: records
    that may say what became of it.
    """

    line: Line
    edtf: str
    earliest: str | None
    latest: str | None
    possible: bool = False
    report: bool = False
    passed: bool = False
    became: tuple[Line, ...] = ()


class Block(NamedTuple):
    """Entries under one heading: a year, or None for what began before or has no stated start."""

    year: int | None
    entries: tuple[Entry, ...]


class Timeline(NamedTuple):
    """Blocks in order, and the records that have no date of their own."""

    blocks: tuple[Block, ...]
    undated: tuple[Line, ...]

    @property
    def entries(self) -> Iterator[Entry]:
        """Yield the entries of all blocks."""
        return (entry for block in self.blocks for entry in block.entries)

    @property
    def dated(self) -> int:
        """Return how many records stand at a day of their own."""
        return sum(not entry.report for entry in self.entries)

    @property
    def reports(self) -> int:
        """Return how many of the undated stand at the day of their report."""
        return sum(entry.report for entry in self.entries)

    def cut(self, most: int | None) -> "Timeline":
        """Return the first *most* entries; the undated after them, as far as there is room."""
        if most is None:
            return self
        blocks, room = [], most
        for block in self.blocks:
            blocks.append(block._replace(entries=block.entries[:room]))
            room -= len(blocks[-1].entries)
        return Timeline(tuple(b for b in blocks if b.entries), self.undated[:room])


def timeline(catalogue: Catalogue, found: Selection, filters: Filters, *, today: date) -> Timeline:
    """Return the records of *found* by year.

    Sorted by the first day, then the coarser first, then the sooner end. What began before the
    window of *filters* and reaches into it, or has no stated start, stands in a block of its own
    before the years. *today* only marks plans whose day has passed.
    """
    possible = {line["id"] for line in found.possible}
    dated = [line for line in found.lines if line["time"]]
    undated = (*found.undated, *(line for line in found.lines if not line["time"]))
    entries = [_entry(catalogue, line, today, possible=line["id"] in possible) for line in dated]
    entries += _reports(undated, filters)
    early = [entry for entry in entries if _is_early(entry, filters)]
    rest = [entry for entry in entries if not _is_early(entry, filters)]
    years = sorted({_year(entry) for entry in rest})
    blocks = [Block(None, _ordered(early))] if early else []
    blocks += [Block(year, _ordered(e for e in rest if _year(e) == year)) for year in years]
    return Timeline(tuple(blocks), tuple(undated))


def _entry(catalogue: Catalogue, line: Line, today: date, *, possible: bool) -> Entry:
    entry = Entry(line, line["time"], *days(line["time"]), possible=possible)
    first, last = days(_planned_for(line))
    if last is None or last >= today.isoformat():
        return entry
    return entry._replace(passed=True, became=_outcomes(catalogue, line, first, last))


def _planned_for(line: Line) -> str | None:
    """Return the time that a plan is for, where one is given.

    The date of a plan with a stage is the day of its announcement; what it is for is then only
    in the time of its validity.
    """
    if line["status"] != "planned":
        return None
    if line["details"].get("stage"):
        return (line["details"].get("valid") or {}).get("edtf")
    return str(line["time"])


def _outcomes(catalogue: Catalogue, plan: Line, first: str | None, last: str) -> tuple[Line, ...]:
    """Return the records that may say what became of *plan*, whose day has passed.

    They are of its kind, said to be so or not so, and then; they speak of the same matter, or
    name everybody whom the plan names.
    """
    kind, matter = plan["kind"], plan["details"].get("concerns")
    then = Filters(kinds=(kind,), statuses=SAID, since=first, until=last)
    whom = tuple(sorted({item["actor"] for item in plan["participants"]}))
    found = select(catalogue, then._replace(actors=whom)).lines if whom else []
    if matter:
        said = [line for line in catalogue.of_concern(matter) if line["status"] in SAID]
        alike = (line for line in said if line["kind"] == kind)
        found += [line for line in alike if fit_of(then, *days(line["time"]))]
    return tuple({line["id"]: line for line in found}.values())


def _reports(undated: Iterable[Line], filters: Filters) -> Iterator[Entry]:
    """Yield what has no day of its own but a report that has one, where that lies inside."""
    for line in undated:
        if reported := line["details"].get("reported"):
            bounds = days(reported["edtf"])
            if fit := fit_of(filters, *bounds):
                possible = fit == "possible"
                yield Entry(line, reported["edtf"], *bounds, possible=possible, report=True)


def _is_early(entry: Entry, filters: Filters) -> bool:
    return entry.earliest is None or entry.earliest < (filters.since or "")


def _year(entry: Entry) -> int:
    return int(str(entry.earliest)[:4])


def _ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=_order))


def _order(entry: Entry) -> tuple[str, int, str, str]:
    return (
        entry.earliest or _FIRST,
        fineness(entry.edtf),
        entry.latest or _LAST,
        entry.line["id"],
    )


def fineness(edtf: str) -> int:
    """Return how finely a date is given, by the first of its points: a century 0, a day 4.

    >>> [fineness(edtf) for edtf in ("19XX", "196X/1975", "2021?/2023", "../2022-02", "2022-02-04")]
    [0, 1, 2, 3, 4]
    """
    points = [point.strip("{}?~%") for point in re.split("[/,]", edtf)]
    first = next(point for point in points if point != "..")
    return (first.count("-") + 2) - first.count("X")
