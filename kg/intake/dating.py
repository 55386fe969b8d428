"""When a text was published: its date line, and what in it hangs on that day."""

import re
from typing import NamedTuple

from kg.evidence import Text
from kg.intake.seen import Found
from kg.reading.seen import TimeSeen
from kg.reading.times import find_times

_LOOKED_AT = 20_000  # signs; one reason is enough
_HEAD = 12  # lines in which a date line is looked for
_LONGEST = 80
# What may stand before the date in a line that is nothing but a date line, and behind it.
_LABEL = re.compile(
    r"""\W*(?:(?:last\ )?(?:published|posted|dated?|updated|as\ of|released)
        |veröffentlicht|erschienen|datum|stand|(?:zuletzt\ )?aktualisiert
        |опубликовано|дата(?:\ публикации)?|обновлено)\b(?:\W|\b(?:on|am|vom|den)\b)*""",
    re.IGNORECASE | re.VERBOSE,
)
_PLACE = re.compile(r"\W*(?:[^\W\d_][\w .'’-]{1,25},\s*(?:den\s)?\s*)?")  # "Berlin, 12. September"
_HOUR = re.compile(r"(?:\W|\d{1,2}[:.]\d{2}|\b(?:uhr|at|um|мск|h|am|pm|gmt|utc|cet|et|г)\b)*", re.I)
_ON = re.compile(r"(?:am|on|vom|den)\b", re.IGNORECASE)  # "Am 4. Mai" heads what happened then
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Hanging(NamedTuple):
    """Words that only the day of publication can date, and their line."""

    words: str
    line: int


def hanging_on_publication(text: str, language: str) -> Hanging | None:
    """Return the first words of *text* that only the day of publication can date."""
    beginning = text[:_LOOKED_AT]
    for seen in find_times(beginning, language):
        if seen.needs == "published":
            return Hanging(seen.words, Text(beginning).line_of(seen.start))
    return None


def date_line(text: str, language: str) -> Found | None:
    """Return the day of a line at the head of *text* that only dates it.

    A line that says so ("Stand: 12.9.2024") goes before one with a bare date; of several bare
    dates, as in a chronicle, none is the text's own.
    """
    labelled, bare = [], []
    for number, row in enumerate(text[:_LOOKED_AT].split("\n"), 1):
        seen = _only_day(row, language) if len(row) <= _LONGEST else None
        if seen and seen.edtf:
            line = (number, Found(seen.edtf, f"the date line, line {number}"))
            if _LABEL.fullmatch(row[: seen.start]):
                labelled.append(line)
            elif _PLACE.fullmatch(row[: seen.start]) and not _ON.match(seen.words):
                bare.append(line)
    told = labelled or (bare if len(bare) == 1 else [])
    return next((found for number, found in told if number <= _HEAD), None)


def _only_day(row: str, language: str) -> TimeSeen | None:
    """Return the one time in *row* if it is a day and only an hour stands behind it."""
    seen = find_times(row, language)
    if len(seen) != 1 or not _DAY.fullmatch(seen[0].edtf or "") or seen[0].derived:
        return None
    return seen[0] if _HOUR.fullmatch(row[seen[0].end :]) else None
