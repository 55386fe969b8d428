"""Dates as sources give them: EDTF, and the plain days between which they lie.

We read EDTF (Library of Congress, levels 0 to 2) with the package ``edtf`` and take less than it
does: its bounds for an unknown end are invented, a season has no agreed months, and a time of day
means nothing here. What is refused says what to write instead.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from time import struct_time
from typing import NamedTuple

_POINT = r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?[?~%]?|\d{3}X|\d{2}XX)"
_GRAMMAR = (
    rf"(?P<point>{_POINT})"
    rf"|(?P<interval>(?:{_POINT}|\.\.)/(?:{_POINT}|\.\.))"
    rf"|(?P<set>\{{{_POINT}(?:,{_POINT})+\}})"
)
_PLAIN = r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?"
_EXAMPLES = "2022, 2022-02, 2022-02-04, 197X, 2022/2023, 2025-01/.., {2022,2024}"


class Bounds(NamedTuple):
    """The first and the last day that an expression allows; None where it names no end."""

    earliest: date | None
    latest: date | None


def is_interval(edtf: str) -> bool:
    """Return whether *edtf* is a stretch of time, written with a slash.

    >>> is_interval("2022/2023"), is_interval("2022-02")
    (True, False)
    """
    return "/" in edtf


@lru_cache(maxsize=10_000)  # sources repeat them
def bounds(edtf: str) -> Bounds:
    """Return the first and last day of *edtf*, an open end as None.

    Raises ValueError with what would be right: for a season, a time of day, an unknown end
    (``2025-01/``), a day that the calendar lacks, an end before its start.

    >>> bounds("2024-02")
    Bounds(earliest=datetime.date(2024, 2, 1), latest=datetime.date(2024, 2, 29))
    >>> bounds("2025-01/..")
    Bounds(earliest=datetime.date(2025, 1, 1), latest=None)
    """
    _refuse_what_we_do_not_take(edtf)
    try:
        found = _plain_bounds(edtf) or _bounds_as_parsed(edtf)
    except ValueError as error:
        raise ValueError(f"{edtf!r} is no day or month of the calendar") from error
    if found.earliest and found.latest and found.earliest > found.latest:
        raise ValueError(f"{edtf!r} ends before it begins")
    return found


def _plain_bounds(edtf: str) -> Bounds | None:
    """Return the bounds of plain days, months and years, and of intervals between them.

    Most dates are such, and the package takes 80 ms to load and 8 ms a date.
    """
    first, slash, last = edtf.partition("/")
    ends = [re.fullmatch(_PLAIN, end, re.ASCII) for end in (first, last if slash else first)]
    if any(end is None and text != ".." for end, text in zip(ends, (first, last), strict=True)):
        return None
    start, stop = ends
    return Bounds(start and _first_day(start), stop and _last_day(stop))


def _first_day(point: re.Match[str]) -> date:
    return date(int(point[1]), int(point[2] or 1), int(point[3] or 1))


def _last_day(point: re.Match[str]) -> date:
    year, month = int(point[1]), int(point[2] or 12)
    return date(year, month, int(point[3] or monthrange(year, month)[1]))


def _bounds_as_parsed(edtf: str) -> Bounds:
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed = parse_edtf(edtf)
    except EDTFParseException as error:
        raise ValueError(edtf) from error
    return Bounds(_day(parsed.lower_strict()), _day(parsed.upper_strict()))


def _refuse_what_we_do_not_take(edtf: str) -> None:
    if re.fullmatch(r"\d{4}-(2[1-9]|3\d|4[01])", edtf):
        raise ValueError(f"{edtf!r} is a season; write the year or the months that the text names")
    if re.search(r"T\d", edtf):
        raise ValueError(f"{edtf!r} has a time of day; write the day alone")
    if edtf.endswith("/") or edtf.startswith("/"):
        raise ValueError(f"{edtf!r} has an unknown end; write '..' for an open one")
    if not re.fullmatch(_GRAMMAR, edtf, re.ASCII) or edtf == "../..":
        raise ValueError(f"{edtf!r} is no date that is read here; examples: {_EXAMPLES}")


def _day(strict: struct_time | float) -> date | None:
    if isinstance(strict, float):  # the package's sign for an open end
        return None
    return date(strict.tm_year, strict.tm_mon, strict.tm_mday)
