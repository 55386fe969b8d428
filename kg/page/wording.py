"""Dates and figures as people write them, in both languages of the page."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from kg.models import Qualifier

Line = Mapping[str, Any]
LANGUAGES = ("en", "de")


class Both(NamedTuple):
    """The same in English and in German."""

    en: str
    de: str


# -- dates --------------------------------------------------------------------------------

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
_POINT = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}))?(?:-(\d{2}))?([?~%]?)")
_LOOSE = {"": Both("", ""), "~": Both("about ", "etwa "), "?": Both("probably ", "wohl ")}
_LOOSE["%"] = Both("probably about ", "wohl etwa ")
_FROM = Both("from {0} on", "ab {0}")
_UNTIL = Both("until {1}", "bis {1}")
_BETWEEN = Both("{0} to {1}", "{0} bis {1}")


def date_in_words(edtf: str) -> Both:
    """Return an EDTF date as it is written in prose; what it can't read stays as it is.

    >>> date_in_words("2025-01-15")
    Both(en='15 January 2025', de='15. Januar 2025')
    >>> date_in_words("198X"), date_in_words("2023-12/..").en, date_in_words("2005~/2025~").de
    (Both(en='1980s', de='1980er Jahre'), 'from December 2023 on', 'etwa 2005 bis etwa 2025')
    """
    return Both(*(_date(edtf, lang) for lang in LANGUAGES))


def _date(edtf: str, lang: str) -> str:
    if edtf.startswith("{"):
        return ", ".join(_point(point, lang) for point in edtf.strip("{}").split(","))
    start, slash, end = edtf.partition("/")
    if not slash:
        return _point(edtf, lang)
    pattern = _UNTIL if start == ".." else _FROM if end == ".." else _BETWEEN
    return str(getattr(pattern, lang)).format(_point(start, lang), _point(end, lang))


def _point(point: str, lang: str) -> str:
    match = _POINT.fullmatch(point)
    if match is None:
        return point
    year, month, day, loose = match.groups()
    before = getattr(_LOOSE[loose], lang)
    if year.endswith("XX"):
        return f"{before}{year[:2]}00–{year[:2]}99"
    if year.endswith("X"):
        return f"{before}{year[:3]}0{'s' if lang == 'en' else 'er Jahre'}"
    if not month:
        return f"{before}{year}"
    name = _MONTHS[lang].split()[int(month) - 1]
    written = f"{int(day)}{'.' if lang == 'de' else ''} " if day else ""
    return f"{before}{written}{name} {year}"


# -- figures ------------------------------------------------------------------------------

_SIGNS = {"USD": Both("$", "US-$"), "EUR": Both("€", "€"), "GBP": Both("£", "£")}
_STEPS = (
    (Decimal(10) ** 12, Both("tn", "Bio.")),
    (Decimal(10) ** 9, Both("bn", "Mrd.")),
    (Decimal(10) ** 6, Both("m", "Mio.")),
)
_NOUNS = {
    "h": Both("hours", "Stunden"),
    "d": Both("days", "Tage"),
    "a": Both("years", "Jahre"),
    "t": Both("tonnes", "Tonnen"),
    "[bbl_us]/d": Both("barrels a day", "Barrel am Tag"),
}
_BEFORE = {"factor": Both("factor", "Faktor"), "rank": Both("rank", "Rang")}
_OUT_OF = Both("of", "von")
_QUALIFIERS = {qualifier.value: qualifier for qualifier in Qualifier}
_MONEY = re.compile(r"[A-Z]{3}")


def figure_in_words(quantity: Line) -> Both:
    """Return a line's quantity as it is written in prose, without what it counts.

    >>> figure_in_words({"value": 72700000000, "unit": "USD", "qualifier": None})
    Both(en='$72.7 bn', de='72,7 Mrd. US-$')
    >>> figure_in_words({"value": 33.3, "unit": "%", "qualifier": "about"})
    Both(en='about 33.3%', de='rund 33,3\u00a0%')
    >>> figure_in_words({"value": 3, "unit": "banks", "qualifier": None, "out_of": 4})
    Both(en='3 of 4 banks', de='3 von 4 banks')
    """
    return Both(*(_figure(quantity, lang) for lang in LANGUAGES))


def _figure(quantity: Line, lang: str) -> str:
    loosened = _QUALIFIERS.get(quantity.get("qualifier", ""))
    before = f"{getattr(loosened, lang)} " if loosened else ""
    return before + _with_unit(_counted(quantity, lang), quantity["unit"], lang)


def _counted(quantity: Line, lang: str) -> str:
    low, high = quantity.get("min"), quantity.get("max")
    number = _number(quantity["value"], lang)
    if low is not None and high is not None:
        number = f"{_number(low, lang)}–{_number(high, lang)}"
    if quantity.get("out_of") is not None:
        number += f" {getattr(_OUT_OF, lang)} {_number(quantity['out_of'], lang)}"
    return number


def _with_unit(number: str, unit: str, lang: str) -> str:
    if unit == "%":
        return f"{number}%" if lang == "en" else f"{number}\u00a0%"
    if unit in _BEFORE:
        return f"{getattr(_BEFORE[unit], lang)} {number}"
    if _MONEY.fullmatch(unit):
        sign = getattr(_SIGNS.get(unit, Both(unit, unit)), lang)
        if lang == "en":
            return f"{sign}{number}" if unit in _SIGNS else f"{sign} {number}"
        return f"{number} {sign}"
    noun = getattr(_NOUNS[unit], lang) if unit in _NOUNS else unit
    return f"{number} {noun}"


def _number(value: float, lang: str) -> str:
    number = Decimal(str(value))
    for step, name in _STEPS:
        if abs(number) >= step:
            return f"{_digits(number / step, lang)} {getattr(name, lang)}"
    return _digits(number, lang)


def _digits(number: Decimal, lang: str) -> str:
    text = f"{number:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))
