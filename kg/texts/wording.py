"""Dates, figures and lists as people write them, from the templates of one language."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from kg.evidence import printable

Line = dict[str, Any]
LANGUAGES = ("en", "de")
_POINT = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}))?(?:-(\d{2}))?([?~%]?)")
_NO_MARKS = str.maketrans("«»", "‹›")


@cache
def templates(lang: str) -> Mapping[str, Any]:
    """Return the templates of one language, en or de."""
    file = files("kg.texts").joinpath(f"templates.{lang}.json")
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def plain(words: str) -> str:
    """Return words of ours fit for a sentence: on one line, without the marks of verbatim text.

    >>> plain("the «axis»")
    'the ‹axis›'
    """
    return printable(words).translate(_NO_MARKS)


def listed(names: Sequence[str], joined_by: str) -> str:
    """Return names one after the other, the last after *joined_by*.

    >>> listed(["Russia", "China", "Iran"], " and ")
    'Russia, China and Iran'
    """
    head, last = names[:-1], "".join(names[-1:])
    return f"{', '.join(head)}{joined_by}{last}" if head else last


# -- dates --------------------------------------------------------------------------------


def date_in_words(time: str | Mapping[str, Any], lang: str) -> str:
    """Return a time of a line, its EDTF or its long form, as it is written in prose.

    >>> date_in_words("2025-01-15", "de")
    '15. Januar 2025'
    >>> date_in_words({"edtf": "2014/..", "mode": "within", "derived": True}, "en")
    'at some time from 2014 on, as follows from the text'
    """
    long = {"edtf": time} if isinstance(time, str) else time
    patterns = templates(lang)["dates"]
    written = _date(long["edtf"], long.get("mode"), lang)
    return str(patterns["derived"].format(written)) if long.get("derived") else written


def _date(edtf: str, mode: str | None, lang: str) -> str:
    patterns = templates(lang)["dates"]
    if edtf.startswith("{"):
        points = ", ".join(_point(point.strip(), lang) for point in edtf.strip("{}").split(","))
        return str(patterns["one_of" if mode == "within" else "each_of"].format(points))
    start, slash, end = edtf.partition("/")
    if not slash:
        return _point(edtf, lang)
    name = "until" if start == ".." else "from" if end == ".." else "between"
    pattern = patterns["within" if mode == "within" else "throughout"][name]
    return str(pattern.format(_point(start, lang), _point(end, lang)))


def _point(point: str, lang: str) -> str:
    match = _POINT.fullmatch(point)
    if match is None:  # what we can't read in prose stays as it is written
        return point
    year, month, day, loose = match.groups()
    patterns = templates(lang)["dates"]
    name = "day" if day else "month" if month else _span_of(year)
    written = patterns[name].format(
        day=int(day or 0),
        month=templates(lang)["months"][int(month or 1) - 1],
        year=year.rstrip("X"),
    )
    return str(patterns["loose"][loose].format(written))


def _span_of(year: str) -> str:
    return {0: "year", 1: "decade", 2: "century"}[year.count("X")]


# -- figures ------------------------------------------------------------------------------


def amount_in_words(quantity: Mapping[str, Any], qualifier: str, lang: str) -> str:
    """Return a line's quantity with its unit, after the word that loosens it, without its whole.

    A counted noun that the whole names anyway is not repeated.

    >>> amount_in_words({"value": 72700000000, "unit": "USD", "of": "exports"}, "", "de")
    '72,7 Milliarden US-Dollar'
    >>> amount_in_words({"value": 31, "unit": "exercises", "of": "joint exercises"}, "over", "en")
    'over 31'
    """
    words = templates(lang)
    number = _number(quantity["value"], lang)
    if "min" in quantity and "max" in quantity:
        bounds = (_number(quantity[name], lang) for name in ("min", "max"))
        number = words["between"].format(*bounds)
    if "out_of" in quantity:
        number = words["out_of"].format(number, _number(quantity["out_of"], lang))
    unit = quantity["unit"]
    named = unit not in words["units"] and unit in quantity["of"].split()
    pattern = words["units"].get(unit, "{0}" if named else "{0} {1}")
    return f"{qualifier} {pattern.format(number, plain(unit))}".strip()


def shows_itself(quantity: Mapping[str, Any]) -> bool:
    """Return whether the words of the text have the number's digits, as ``72,7 Milliarden`` has."""
    digits = f"{Decimal(str(quantity['value'])).normalize():f}".replace(".", "").rstrip("0")
    return bool(digits) and digits in re.sub(r"[.,\s]", "", quantity["words"])


def _number(value: float, lang: str) -> str:
    number = Decimal(str(value))
    for step, pattern in templates(lang)["scales"].items():
        if abs(number) >= Decimal(step):
            return str(pattern.format(_digits(number / Decimal(step), lang)))
    return _digits(number, lang)


def _digits(number: Decimal, lang: str) -> str:
    text = f"{number:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    signs = templates(lang)["digits"]
    return text.translate(str.maketrans({",": signs["thousands"], ".": signs["decimals"]}))


def counted(number: int, forms: Mapping[str, str], *more: str) -> str:
    """Return the form that fits *number*: one or many."""
    return forms["one" if number == 1 else "many"].format(number, *more)


def unique(items: Iterable[str]) -> list[str]:
    """Return *items* without those that stood before."""
    return list(dict.fromkeys(items))
