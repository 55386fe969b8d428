"""A kind has one colour; here it is made legible on paper and at night."""

PAPER = "#fbfaf7"
NIGHT = "#15181d"
_CONTRAST = 3.0  # what WCAG asks of the graphical parts of a page
_STEPS = 40


def legible(colour: str, ground: str) -> str:
    """Return *colour*, darkened or lightened as little as it takes to stand out from *ground*.

    >>> legible("#4477aa", PAPER), legible("#ccbb44", PAPER), legible("#4477aa", NIGHT)
    ('#4477aa', '#9e9135', '#4477aa')
    """
    towards = (0, 0, 0) if _luminance(_rgb(ground)) > 0.5 else (255, 255, 255)
    for step in range(_STEPS):
        mixed = _mixed(_rgb(colour), towards, step / _STEPS)
        if _contrast(mixed, _rgb(ground)) >= _CONTRAST:
            return "#{:02x}{:02x}{:02x}".format(*mixed)
    return "#{:02x}{:02x}{:02x}".format(*towards)


def mixed(colour: str, other: str, share: float) -> str:
    """Return *colour* with a *share* of another, as the page pales what is not asserted.

    >>> mixed("#4477aa", PAPER, 0.62)
    '#b5c8da'
    """
    return "#{:02x}{:02x}{:02x}".format(*_mixed(_rgb(colour), _rgb(other), share))


_Rgb = tuple[int, int, int]


def _rgb(colour: str) -> _Rgb:
    digits = colour.lstrip("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _mixed(colour: _Rgb, other: _Rgb, share: float) -> _Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def _contrast(one: _Rgb, other: _Rgb) -> float:
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: _Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
