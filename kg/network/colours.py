"""The ground of the picture, and how a colour pales on it."""

PAPER = "#fbfaf7"

_Rgb = tuple[int, int, int]


def mixed(colour: str, other: str, share: float) -> str:
    """Return *colour* with a *share* of another, as the page pales what is not asserted.

    >>> mixed("#4477aa", PAPER, 0.62)
    '#b5c8da'
    """
    parts = zip(_rgb(colour), _rgb(other), strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in parts)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _rgb(colour: str) -> _Rgb:
    digits = colour.lstrip("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
