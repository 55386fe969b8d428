"""How wide a text will be, as an upper bound: the page's font is the reader's, not ours.

The widths are those of DejaVu Sans, in hundredths of an em. It is among the widest of the fonts
that a browser takes for a plain sans serif; Segoe UI, Roboto, Helvetica and San Francisco are
narrower. A browser may round each letter up to a whole pixel. What is not in the table counts as
wide as its base letter, or as a whole em and a tenth.
"""

import math
import unicodedata
from functools import cache
from itertools import accumulate

_FROM_SPACE = (  # U+0020 to U+007E
    *(32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34),
    *(64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 54),
    *(100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79),
    *(61, 79, 70, 64, 62, 74, 69, 99, 69, 62, 69, 40, 34, 40, 84, 50),
    *(50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62),
    *(64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84),
)
_BOLD_FROM_SPACE = (
    *(35, 46, 53, 84, 70, 101, 88, 31, 46, 46, 53, 84, 38, 42, 38, 37),
    *(70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40, 40, 84, 84, 84, 59),
    *(100, 78, 77, 74, 84, 69, 69, 83, 84, 38, 38, 78, 64, 100, 84, 86),
    *(74, 86, 78, 73, 69, 82, 78, 111, 78, 73, 73, 46, 37, 46, 84, 50),
    *(50, 68, 72, 60, 72, 68, 44, 72, 72, 35, 35, 67, 35, 105, 72, 69),
    *(72, 72, 50, 60, 48, 72, 66, 93, 65, 66, 59, 72, 37, 72, 84),
)
_SIGNS = {"ß": 63, "’": 32, "‘": 32, "“": 52, "”": 52, "„": 52, "–": 50, "·": 32, "\u00a0": 32}
_WIDEST = 110
_BOLD = 1.27  # the most by which another letter is wider in bold
_CUT = "…"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide *text*, or its widest line, is at most in a font of *size* pixels.

    >>> width("GLONASS", 12), width("习近平", 12), width("Übung", 12) == width("Ubung", 12)
    (61.0, 42.0, True)
    """
    lines = text.split("\n")
    return float(max(sum(_pixels(char, size, bold=bold) for char in line) for line in lines))


def shortened(text: str, size: float, room: float) -> str:
    """Return *text*, cut so that it isn't wider than *room*.

    >>> shortened("Chinese state oil companies", 12, 150)
    'Chinese state oil com…'
    """
    if width(text, size) <= room:
        return text
    reached = accumulate(_pixels(char, size) for char in text)
    free = room - width(_CUT, size)
    return text[: sum(x <= free for x in reached)].rstrip() + _CUT


def wrapped(text: str, size: float, room: float) -> str:
    r"""Return *text* in one line, or two, none wider than *room*; what doesn't fit is cut off.

    >>> wrapped("Wafangdian Bearing Company", 12, 150)
    'Wafangdian Bearing\nCompany'
    """
    words = text.split(" ")
    fitting = (n for n in range(len(words), 0, -1) if width(" ".join(words[:n]), size) <= room)
    first = next(fitting, 0)
    if first in (0, len(words)):
        return shortened(text, size, room)
    rest = shortened(" ".join(words[first:]), size, room)
    return f"{' '.join(words[:first])}\n{rest}"


@cache
def _pixels(char: str, size: float, *, bold: bool = False) -> int:
    return math.ceil((_bold(char) if bold else _advance(char)) * size / 100)


@cache
def _advance(char: str) -> int:
    code = ord(char)
    if 0x20 <= code <= 0x7E:
        return _FROM_SPACE[code - 0x20]
    if char in _SIGNS:
        return _SIGNS[char]
    base = unicodedata.normalize("NFKD", char)[0]
    if base != char:
        return _advance(base)
    return 0 if unicodedata.combining(char) else _WIDEST


@cache
def _bold(char: str) -> float:
    code = ord(char)
    return _BOLD_FROM_SPACE[code - 0x20] if 0x20 <= code <= 0x7E else _advance(char) * _BOLD
