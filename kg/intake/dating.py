"""What a text needs its day of publication for: «gestern», "last Friday"."""

import importlib
from typing import NamedTuple

from kg.evidence import Text

_READ = frozenset({"de", "en", "ru"})
_LOOKED_AT = 20_000  # signs; one reason is enough


class Hanging(NamedTuple):
    """Words that only the day of publication can date, and their line."""

    words: str
    line: int


def hanging_on_publication(text: str, language: str) -> Hanging | None:
    """Return the first words of *text* that only the day of publication can date."""
    if language.partition("-")[0] not in _READ:
        return None
    try:
        times = importlib.import_module("kg.reading.times")
    except ModuleNotFoundError:
        return None
    beginning = text[:_LOOKED_AT]
    for seen in times.find_times(beginning, language.partition("-")[0]):
        if seen.needs == "published":
            return Hanging(seen.words, Text(beginning).line_of(seen.start))
    return None
