"""What happened when: records by year, each at its own day, never at that of its report."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from kg.lookup.filters import Filters, Selection
from kg.lookup.index import Line, days

_FIRST, _LAST = "0001-01-01", "9999-12-31"


class Entry(NamedTuple):
    """A record at its time.

    *possible*: it lies only possibly inside what was asked for. *report*: this is the day of the
    report, the thing itself has none. *passed*: a plan whose day has gone by.
    """

    line: Line
    edtf: str
    earliest: str | None
    latest: str | None
    possible: bool = False
    report: bool = False
    passed: bool = False


class Block(NamedTuple):
    """Entries under one heading: a year, or None for what began before or has no stated start."""

    year: int | None
    entries: tuple[Entry, ...]


class Timeline(NamedTuple):
    """Blocks in order, and the records that have no date of their own."""

    blocks: tuple[Block, ...]
    undated: tuple[Line, ...]

    @property
    def dated(self) -> int:
        """Return how many records stand at a day of their own."""
        return sum(not entry.report for block in self.blocks for entry in block.entries)


def timeline(found: Selection, filters: Filters, *, today: date) -> Timeline:
    """Return the records of *found* by year.

    Sorted by the first day, then the coarser first, then the sooner end. What began before the
    window of *filters*, or has no stated start or end, stands in a block of its own before it.
    *today* only marks plans whose day has passed.
    """
    possible = set(found.possible.ids())
    dated = [line for line in found.lines if line["time"]]
    undated = (*found.undated, *(line for line in found.lines if not line["time"]))
    entries = [_entry(line, line["time"], possible, today) for line in dated]
    entries += _reports(undated, filters)
    early = [entry for entry in entries if _is_early(entry, filters)]
    rest = [entry for entry in entries if not _is_early(entry, filters)]
    years = sorted({_year(entry) for entry in rest})
    blocks = [Block(None, _ordered(early))] if early else []
    blocks += [Block(year, _ordered(e for e in rest if _year(e) == year)) for year in years]
    return Timeline(tuple(blocks), tuple(undated))


def _entry(line: Line, edtf: str, possible: set[str], today: date) -> Entry:
    earliest, latest = days(edtf)
    # With a stage the day is that of the announcing, not the day that is planned.
    planned = line["status"] == "planned" and not line["details"].get("stage")
    passed = planned and latest is not None and latest < today.isoformat()
    return Entry(line, edtf, earliest, latest, line["id"] in possible, passed=passed)


def _reports(undated: Iterable[Line], filters: Filters) -> Iterator[Entry]:
    """Yield what has no day of its own but a report that has one, where that lies inside."""
    for line in undated:
        if reported := line["details"].get("reported"):
            earliest, latest = days(reported["edtf"])
            entry = Entry(line, reported["edtf"], earliest, latest, report=True)
            inside = (latest or _LAST) >= (filters.since or _FIRST) and (earliest or _FIRST) <= (
                filters.until or _LAST
            )
            if inside:
                yield entry


def _is_early(entry: Entry, filters: Filters) -> bool:
    if entry.earliest is None:
        return True
    if filters.since is None:
        return False
    return entry.earliest < filters.since


def _year(entry: Entry) -> int:
    return int(str(entry.earliest)[:4])


def _ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=_order))


def _order(entry: Entry) -> tuple[str, int, str, str]:
    first, last = entry.earliest or _FIRST, entry.latest or _LAST
    length = (date.fromisoformat(last) - date.fromisoformat(first)).days
    return first, -length, last, entry.line["id"]
