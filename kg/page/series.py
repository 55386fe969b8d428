"""Figures that form a series: the same whole and unit at different times.

Only such figures are drawn beside each other. Figures of different wholes never are: that $72.7 bn
and 50 % both speak of China's exports does not make one longer than the other.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

Line = Mapping[str, Any]

_NO_LENGTH = frozenset({"rank"})  # the first place is not the smallest
_DAYS_A_MONTH = 30.4


def series_keys(records: Mapping[str, Line]) -> dict[tuple[str, int], str]:
    """Return the series of each figure that belongs to one, by record and number of the figure.

    *records* are those of `page_data`. Figures form a series where kind, roles, codes, unit and
    what is counted agree and the periods are equally long: a year does not stand beside three. It
    takes two periods; negative numbers, and what is said not to be so, form none.
    """
    found: defaultdict[tuple[Any, ...], list[tuple[str, int]]] = defaultdict(list)
    for record, line in records.items():
        for number, figure in enumerate(line["figures"]):
            if whole := _whole(line, figure):
                found[whole].append((record, number))
    keys = {}
    for members in found.values():
        if len({records[record]["times"]["when"]["edtf"] for record, _ in members}) > 1:
            name = "{}#{}".format(*members[0])
            keys.update(dict.fromkeys(members, name))
    return keys


def _whole(record: Line, figure: Line) -> tuple[Any, ...] | None:
    """Return what has to agree; None for a figure that can't be compared over time."""
    length = _months(record["times"].get("when"))
    unfit = record["negative"] or figure["unit"] in _NO_LENGTH or figure["value"] < 0
    if length is None or unfit:
        return None
    roles = tuple(sorted(map(tuple, record["roles"])))
    codes = tuple(sorted((item["field"], str(item["text"])) for item in record["more"]))
    return (record["kind"], roles, codes, figure["unit"], figure["of"], figure["out_of"], length)


def _months(when: Line | None) -> int | None:
    """Return how long a time is, in months; None without two ends."""
    if not when or not when["earliest"] or not when["latest"]:
        return None
    first, last = (date.fromisoformat(when[end]) for end in ("earliest", "latest"))
    return round(((last - first).days + 1) / _DAYS_A_MONTH)
