"""Numbers as sources give them: exact decimals, units, and the numbers that words contain."""

import re
from decimal import Decimal

# Units with a meaning of their own; every other unit is the counted noun in the English plural.
_MONEY = re.compile(r"[A-Z]{3}")  # ISO 4217
_NOUN = re.compile(r"[a-z][a-z-]*(?: [a-z-]+)*s|people|aircraft|personnel|troops")
_FIXED = {
    "%": "per cent",
    "factor": "times as much",
    "h": "hours (UCUM)",
    "d": "days (UCUM)",
    "a": "years (UCUM)",
    "km": "kilometres (UCUM)",
    "t": "tonnes (UCUM)",
    "[bbl_us]/d": "barrels a day (UCUM)",
    "rank": "place in an order",
}
_DECIMAL = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?", re.ASCII)
# Chinese and Japanese write no space before a number, so their letters don't make it a name.
_NUMBER = re.compile(r"(?<![^\W_\u3040-\u30ff\u3400-\u9fff])(?<![^\W\d_]-)\d+(?:[.,]\d+)*")


def decimal(text: str) -> Decimal:
    """Return *text* as an exact number; ValueError where it is none.

    >>> decimal("72700000000")
    Decimal('72700000000')
    """
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"{text!r} is no number; write 72700000000 or 33.3")
    number = Decimal(text)
    if not _survives(number):
        raise ValueError(f"{text!r} has more digits than a number of JSON can hold")
    return number


def _survives(number: Decimal) -> bool:
    """Return whether JSON can carry *number* as it is: whole, or a float without an exponent."""
    if number == number.to_integral_value():
        return True
    nearest = repr(float(number))
    return "e" not in nearest and Decimal(nearest) == number


def plain(number: Decimal) -> str:
    """Return *number* without exponent and without idle zeros.

    >>> plain(Decimal("72.70E9")), plain(Decimal("33.30"))
    ('72700000000', '33.3')
    """
    text = f"{number or abs(number):f}"  # no "-0"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def json_number(number: Decimal) -> int | float:
    """Return *number* as JSON has it: whole without a point, others as the nearest float."""
    return int(number) if number == number.to_integral_value() else float(number)


def unit(text: str) -> str:
    """Return *text* if it is a unit: %, factor, ISO 4217, UCUM, or a counted English plural.

    >>> unit("USD"), unit("exercises")
    ('USD', 'exercises')
    """
    if text in _FIXED or _MONEY.fullmatch(text) or _NOUN.fullmatch(text):
        return text
    raise ValueError(
        f"{text!r} is no unit; write %, factor, an ISO 4217 code (USD), a UCUM code (h) "
        "or what is counted, in the English plural (exercises)"
    )


def unit_label(code: str) -> str:
    """Return what a unit's code stands for, in English."""
    return _FIXED.get(code, code)


def numbers_in(text: str) -> tuple[str, ...]:
    """Return the digits of every number in *text*, sorted, points and commas taken out.

    Digits that belong to a name (Tu-95, G3) or are glued to a word are no numbers. Points and
    commas are dropped since languages write them differently: 72,7 and 72.7 are one number.

    >>> numbers_in("2021 exportierte China Waren im Wert von 72,7 Milliarden")
    ('2021', '727')
    """
    return tuple(sorted(re.sub("[.,]", "", found) for found in _NUMBER.findall(text)))
