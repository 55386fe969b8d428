"""Points in time as words give them, before anybody knows to what they refer.

A grammar over the letters of `kg.reading.coding`: "4. Februar 2022", "second quarter of 2023",
"the 1990s", "im vergangenen Jahr", "в начале марта". What looks like a year and is none (a file's
number, an exercise's edition, a figure) is passed by.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from kg.reading.coding import Lexicon, Place, Token, coded
from kg.reading.knowledge import knowledge

_FIRST_YEAR, _LAST_YEAR = 1500, 2099
_LETTER = {
    "in": "p", "year": "Y", "month": "m", "week": "k", "day": "g", "quarter": "Q", "half": "H",
    "century": "C", "decade": "E", "ordinal_suffix": "e", "since": ">", "onwards": "O",
    "until": "<", "before": "b", "before_or_ago": "B", "after": "f", "from": "v", "between": "T",
    "and": "&", "to": "t", "part": "P", "ago": "a", "later": "A", "earlier": "R", "circa": "~",
    "block": "#", "future": "U", "dateline": "J", "span": "l", "through": "r", "counted": "K",
    "unit": "%", "money": "$", "article": "d",
}  # fmt: skip
_MANY = "many"
_NUMBERED = {"month": "M", "weekday": "W", "season": "S", "ordinal": "w", "number": "c",
             "named_decade": "Z"}  # fmt: skip
_SEASONS = {"spring": (0, 3, 5), "summer": (0, 6, 8), "autumn": (0, 9, 11), "winter": (1, 12, 2)}
_UNITS = {"Y": "year", "m": "month", "k": "week", "g": "day"}


class Relative(NamedTuple):
    """So many units before or after what *source* names ("published" or "before")."""

    unit: str
    shift: int
    source: str
    length: int = 0  # of a stretch: "the last 20 years"


class Point(NamedTuple):
    """A day, month, year or a stretch within a year; a year of None is to be found."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    last: tuple[int, int, int | None] | None = None  # years later, month, day
    mask: str = ""  # 197X
    relative: Relative | None = None
    other_days: tuple[int, ...] = ()


# --- words -----------------------------------------------------------------------------------


@cache
def _lexicon(language: str) -> Lexicon:
    words = knowledge("times")[language]
    capital = frozenset("MW" if words["capital_months"] else "")
    return Lexicon.of((*_entries(words), *_short_months(words), *_figures(language)), capital)


def _entries(words: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for entry in words["moments"]:
        moment = Relative(entry["unit"], entry["shift"], entry["from"])
        yield from ((phrase, "G", moment) for phrase in entry["words"])
    for entry in words["spans"]:
        yield from ((phrase, "i", tuple(entry["months"])) for phrase in entry["words"])
    for entry in words["relative"]:
        relative = Relative("", entry["shift"], entry["from"])
        yield from ((phrase, "L", relative) for phrase in entry["words"])
    for sort, letter in _NUMBERED.items():
        for value, forms in words[sort].items():
            yield from ((form, letter, value) for form in forms)
    for sort, forms in words["words"].items():
        yield from ((form, _LETTER[sort], None) for form in forms)
    for sort, forms in words["many"].items():
        yield from ((form, _LETTER[sort], _MANY) for form in forms)


def _short_months(words: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Yield "Sept." with its full stop, which is part of it; "Mai." ends a sentence."""
    for month, forms in words["month"].items():
        short = (form for form in forms if any(form in other[:-1] for other in forms))
        yield from ((f"{form}.", "M", month) for form in short)


def _figures(language: str) -> Iterator[tuple[str, str, Any]]:
    """Yield the words that make a number beside them a figure: units, money, what is counted."""
    figures = knowledge("amounts")
    units = (form for unit, forms in figures[language]["units"].items() for form in forms)
    money = (form for forms in figures[language]["money"].values() for form in forms)
    yield from ((form, "%", None) for form in units if len(form) > 1 or not form.isalpha())
    yield from ((form, "%" if form[-1].isalpha() else "$", None) for form in money)
    for forms in figures["counted"].values():
        for noun in forms[language]:
            yield from ((form, "K", None) for form in noun.split("|"))


_NUMERIC_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d\d)")
_DAY_MONTH = re.compile(r"(\d{1,2})\.(\d{1,2})")
_DAY_YEAR = re.compile(r"(\d{1,2}),(\d{4})")
_CENTURY = 50  # '49 is 2049, '50 is 1950


def _number(text: str) -> tuple[str, Any]:
    """Return the letter of a number as it stands, and its value."""
    if text.isdecimal() and text.isascii():
        return _plain_number(text)
    if found := _NUMERIC_DATE.fullmatch(text):
        point = _numeric(found[1], found[2], found[3])
        return ("F", point) if point else ("o", None)
    if found := _DAY_MONTH.fullmatch(text):
        return "u", (int(found[1]), int(found[2]))
    if found := _DAY_YEAR.fullmatch(text):
        return "j", (int(found[1]), int(found[2]))
    return "o", None


def _plain_number(text: str) -> tuple[str, Any]:
    if len(text) > 4:
        return "o", None
    value = int(text)
    if len(text) == 4:
        return ("y", value) if _FIRST_YEAR <= value <= _LAST_YEAR else ("o", None)
    if len(text) > 2:
        return "o", None
    return ("n" if 1 <= value <= 12 else "N" if 13 <= value <= 31 else "z"), value


def _numeric(day: str, month: str, year: str) -> Point | None:
    full = int(year) if len(year) == 4 else _full_year(int(year))
    point = Point(full, int(month), int(day))
    return point if exists(point.year, point.month, point.day) else None


def _full_year(short: int) -> int:
    return short + (2000 if short < _CENTURY else 1900)


def exists(year: int | None, month: int | None, day: int | None) -> bool:
    """Return whether the calendar has that day; without its year, in a leap year."""
    if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
        return False
    if month is None:
        return True
    return 1 <= month <= 12 and (day is None or 1 <= day <= monthrange(year or 2000, month)[1])


# --- points ----------------------------------------------------------------------------------

_DAY = r"(?:[nN](?:h?[Ee])?\.?|w)"
_BARE_DAY = r"(?:[nN](?:h?[Ee])?|w)"
_NOT_A_FIGURE = r"(?![%$]|h[xX])"
_YEAR_TAIL = rf",?[pd]{{0,2}}(?:Y[pd]?)?y{_NOT_A_FIGURE}(?:h?[Ee])?(?:Y\.?)?|[pd]{{0,2}}LY"
_TAIL = rf"(?:{_YEAR_TAIL})"
_RULES = {
    "iso": r"y[h/]nh?/?[nN]",
    "slashed": r"[nN]/[nN]/[yznN]",
    "days": (
        rf"(?:[v>T][pd]{{0,2}})?(?:W[,.]?[pd]{{0,2}})?"
        rf"{_DAY}[-h<t&/][pd]{{0,2}}{_DAY}[pd]?M{_TAIL}?"
    ),
    "day": rf"(?:W[,.]?[pd]{{0,2}})?{_DAY}[pd]?M{_TAIL}?",
    "month_days": (
        rf"(?:[v>T][pd]{{0,2}})?(?:W[,.]?[pd]?)?M[pd]?"
        rf"{_BARE_DAY}[-h<t&][pd]?{_BARE_DAY}(?![%KE]){_TAIL}?"
    ),
    "month_day": rf"(?:W[,.]?[pd]?)?M[pd]?(?:j|{_BARE_DAY}(?![%KE]){_TAIL}?)",
    "numeric": r"(?:W[,.]?[pd]?)?F",
    "dotted": r"(?<=[<>vp])u\.",
    "first_months": rf"[wLl][cn][mQ]{_TAIL}",
    "part_of_year": rf"(?:{_DAY}h?[QH]|i)(?:{_TAIL}|[pd]{{0,2}}Y)?(?![pd]{{0,2}}[wnN])",
    "last_part": r"L[QH](?:[pd]{0,2}(?:Y[pd]?)?y)",
    "month": rf"(?:Ph?[pd]{{0,2}})?M{_TAIL}",
    "bare_month": r"(?:Ph?[pd]{0,2}|(?<=[p<>vbBfT&~]))M(?=[^h]|$)",
    "month_of_range": rf"M(?=[-h<t&][pd]{{0,2}}M{_TAIL})",
    "season": rf"(?:Ph?[pd]{{0,2}})?S{_TAIL}(?:[/h-][yznN])?",
    "relative": r"(?:Ph?[pd]{0,2})?L[YmkQHMWS]",
    "stretch": r"[Ll][cnNz][Ymkg]",
    "ago": r"[cnNz]?[Ymkg]a|B[cnNz][Ymkg]",
    "later": r"[cnNz][Ymkg][AR]|r[cnNz][Ymkg]",
    "decade": r"(?:Ph?[pd]{0,2})?[yz](?:[hq]?E)h?Y?",
    "named_decade": r"(?:Ph?[pd]{0,2})?Z",
    "century": rf"(?:Ph?[pd]{{0,2}})?{_DAY}h?C",
    "short_range": r"(?:Y[pd]?)?y[/h-][nNz](?![%KE\d])(?:Y\.?)?",
    "year": r"(?:Ph?[pd]{0,2})?(?:Y[pd]?)?y(?:h?e)?(?:Y\.?)?",
    "moment": r"G",
    "weekday": r"(?<=[p>])W",
}
_TELLS = re.compile(r"[yFMSGLlWzECaArRZi]")
_LISTED = re.compile(r"D(?=([&,][pd]{0,2})D)")
_ONLY_MONTH_FIRST = {"month_days", "month_day"}


@cache
def _rules(language: str) -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """Return what finds the place of any point, and the rules to be tried there in this order."""
    month_first = knowledge("times")[language]["month_first"]
    rules = {
        name: rule for name, rule in _RULES.items() if month_first or name not in _ONLY_MONTH_FIRST
    }
    return re.compile("|".join(rules.values())), {
        name: re.compile(rule) for name, rule in rules.items()
    }


def _with_tail(point: Point, place: Place) -> Point:
    """Return *point* with the year that follows it in the words, told or relative."""
    if years := place.values("y"):
        return point._replace(year=years[-1])
    if relatives := place.values("L"):
        return point._replace(relative=relatives[-1]._replace(unit="year"))
    return point


def _iso(place: Place) -> Point | None:
    year, month, day = (token.value for token in place.inside("ynN"))
    return Point(year, month, day)


def _slashed(place: Place) -> Point | None:
    first, second, year = place.inside("ynNz")
    full = year.value if year.code == "y" else _full_year(year.value)
    month_first = knowledge("times")[place.language]["month_first"]
    if month_first or second.value > 12:
        first, second = second, first
    if second.value > 12:
        first, second = second, first
    return Point(full, second.value, first.value)


def _days(place: Place) -> Point | None:
    first, second = place.values("nNw")[:2]
    point = _with_tail(Point(None, place.values("M")[0], first), place)
    if place.inside("&") and not place.inside("T") and second != first + 1:
        return point._replace(other_days=(second,))
    return point._replace(last=(0, place.values("M")[0], second)) if first < second else None


def _day(place: Place) -> Point | None:
    if joined := place.values("j"):
        day, year = joined[0]
        return Point(year, place.values("M")[0], day)
    return _with_tail(Point(None, place.values("M")[0], place.values("nNw")[0]), place)


def _numbered(place: Place) -> Point | None:
    point: Point = place.values("F")[0]
    return point


def _dotted(place: Place) -> Point | None:
    day, month = place.values("u")[0]
    return Point(None, month, day) if place.language == "de" else None


def _first_months(place: Place) -> Point | None:
    head, count, unit = place.inside("wLlcnmQ")[:3]
    months = count.value * (3 if unit.code == "Q" else 1)
    if not 1 <= months <= 12 or (head.code == "w" and head.value != 1):
        return None
    first, last = (1, months) if head.code == "w" else (13 - months, 12)
    tail = place._replace(start=place.start + 3)
    return _with_tail(Point(None, first, None, (0, last, None)), tail)


def _part_of_year(place: Place) -> Point | None:
    if spans := place.values("i"):
        first, last = spans[0]
    else:
        number, size = place.values("nNw")[0], 3 if place.inside("Q") else 6
        if not 1 <= number <= 12 // size:
            return None
        first, last = (number - 1) * size + 1, number * size
    point = _with_tail(Point(None, first, None, (0, last, None)), place)
    if place.inside("i") and point.year is None:
        return None
    return point


def _last_part(place: Place) -> Point | None:
    first = 10 if place.inside("Q") else 7
    return Point(place.values("y")[0], first, None, (0, 12, None))


def _month(place: Place) -> Point | None:
    return _with_tail(Point(None, place.values("M")[0]), place)


def _season(place: Place) -> Point | None:
    later, first, last = _SEASONS[place.values("S")[0]]
    point = _with_tail(Point(None, first, None, (later, last, None)), place)
    if years := place.values("y"):
        point = point._replace(year=years[0])
    if later and not place.inside("/h-"):
        return point._replace(month=None, last=None)  # of which of its two years?
    return point


def _relative(place: Place) -> Point | None:
    relative: Relative = place.values("L")[0]
    what = place.inside("YmkQHMWS")[0]
    if what.value == _MANY:
        return None
    if what.code in _UNITS:
        return Point(relative=relative._replace(unit=_UNITS[what.code]))
    if what.code == "M":
        return Point(month=what.value, relative=relative._replace(unit="named month"))
    if what.code == "S" and what.value != "winter":
        _, first, last = _SEASONS[what.value]
        named = relative._replace(unit="named month")
        return Point(month=first, last=(0, last, None), relative=named)
    if what.code == "W":
        return Point(day=what.value, relative=relative._replace(unit="weekday"))
    return None


def _stretch(place: Place) -> Point | None:
    _, count, unit = place.tokens[place.start : place.end]
    relative = Relative(_UNITS[unit.code], 0, "published", count.value)
    return Point(relative=relative) if unit.code == "Y" else None


def _ago(place: Place) -> Point | None:
    count = next(iter(place.values("cnNz")), 1)
    unit = _UNITS[place.inside("Ymkg")[0].code]
    return Point(relative=Relative(f"{unit} ago", -count, "published"))


def _later(place: Place) -> Point | None:
    count, unit = place.inside("cnNz")[0], place.inside("Ymkg")[0]
    sign = -1 if place.inside("R") else 1
    return Point(relative=Relative(_UNITS[unit.code], sign * count.value, "before"))


def _decade(place: Place) -> Point | None:
    year, suffix = place.inside("yz")[0], place.inside("E")[0]
    if year.value % 10 or suffix.start - year.end > 1 or not _may_be_year(place):
        return None
    full = year.value if year.code == "y" else 1900 + year.value
    if year.code == "z" and not (place.inside("Y") or place.before() in ("p", "d", "P", "q")):
        return None
    return Point(full, mask=f"{full // 10}X")


def _named_decade(place: Place) -> Point | None:
    year: int = place.values("Z")[0]
    return Point(year, mask=f"{year // 10}X")


def _century(place: Place) -> Point | None:
    number = place.values("nNw")[0]
    return Point(number * 100 - 100, mask=f"{number - 1:02}XX") if 16 <= number <= 21 else None


def _short_range(place: Place) -> Point | None:
    year, short = place.inside("ynNz")
    if short.end - short.start != 2 or not _may_be_year(place):
        return None
    if short.value > year.value % 100:
        if short.code == "n" and place.inside("h") and short.value != year.value % 100 + 1:
            return Point(year.value, short.value)
        return Point(year.value, last=(short.value - year.value % 100, 0, None))
    return Point(year.value, short.value) if short.code == "n" and place.inside("h") else None


def _year(place: Place) -> Point | None:
    bare = not place.inside("Y")
    if bare and not _may_be_year(place):
        return None
    return Point(place.values("y")[0])


def _may_be_year(place: Place) -> bool:
    """Return whether a number that looks like a year is none of the things that look so, too."""
    before, after = place.before(8).rstrip("y")[-2:].rjust(2), place.after(2)
    if after[:1] in tuple("%$") or re.match(r"[/h][xXonNz]|[nNzo]", after):
        return False
    if place.text[place.inside("yz")[0].start - 1 :][:1] in {":", "+"}:  # "ISO 9001:2015"
        return False
    if after[:1] == "K" and before[1] not in "pdY<>vbBfPw":
        return False
    return not (_is_numbered(before) or _is_edition(place, after))


def _is_numbered(before: str) -> bool:
    if before[1] == "#":
        return before[0] not in "<>"
    if before == "#." or before[1] in "$nNzou":
        return True
    return before[1] in "h/" and before[0] in "xXo#KnNz"


def _is_edition(place: Place, after: str) -> bool:
    """Return whether a year is part of a name: “Joint Sea 2022”."""
    if place.before() != "X":
        return False
    name = place.tokens[place.start - 1]
    if place.text[name.start : name.end].endswith(("'s", "’s")):
        return False
    if re.match("[.,]?q", after):
        return True
    return bool(knowledge("times")[place.language]["edition_after_capital"])


def _moment(place: Place) -> Point | None:
    return Point(relative=place.values("G")[0])


def _weekday(place: Place) -> Point | None:
    return Point(day=place.values("W")[0], relative=Relative("weekday", 0, "published"))


_BUILDERS: dict[str, Callable[[Place], Point | None]] = {
    "iso": _iso,
    "slashed": _slashed,
    "days": _days,
    "day": _day,
    "month_days": _days,
    "month_day": _day,
    "numeric": _numbered,
    "dotted": _dotted,
    "first_months": _first_months,
    "part_of_year": _part_of_year,
    "last_part": _last_part,
    "month": _month,
    "bare_month": _month,
    "month_of_range": _month,
    "season": _season,
    "relative": _relative,
    "stretch": _stretch,
    "ago": _ago,
    "later": _later,
    "decade": _decade,
    "named_decade": _named_decade,
    "century": _century,
    "short_range": _short_range,
    "year": _year,
    "moment": _moment,
    "weekday": _weekday,
}


def points_in(text: str, start: int, end: int, language: str) -> tuple[list[Token], str]:
    """Return the tokens of ``text[start:end]`` and their letters; a point is one, ``D``."""
    tokens, codes = coded(text, start, end, _lexicon(language), _number)
    if not _TELLS.search(codes):
        return [], ""
    found: list[Token] = []
    at = 0
    anywhere, _ = _rules(language)
    while match := anywhere.search(codes, at):
        start = match.start()
        found.extend(tokens[at:start])
        point, at = _point_at(Place(text, tokens, codes, start, start, language))
        if point is None:
            found.append(tokens[start])
        else:
            found.append(Token(tokens[start].start, tokens[at - 1].end, "D", point))
    found.extend(tokens[at:])
    letters = "".join([token.code for token in found])
    _shared_year(found, letters)
    return found, letters


def _point_at(place: Place) -> tuple[Point | None, int]:
    """Return the point of the first rule that holds there, and the token after it."""
    for name, rule in _rules(place.language)[1].items():
        if match := rule.match(place.codes, place.start):
            point = _BUILDERS[name](place._replace(end=match.end()))
            if point and exists(point.year, point.month, point.month and point.day):
                return point, _without_full_stop(place, match.end())
    return None, place.start + 1


def _without_full_stop(place: Place, end: int) -> int:
    """Return the end without the sentence's own stop: a "г." has one, a "года" has none."""
    year, last = place.tokens[end - 2], place.tokens[end - 1]
    word = last.code == "." and year.code == "Y" and year.end - year.start > len("гг")
    return end - 1 if word else end


def _shared_year(found: list[Token], codes: str) -> None:
    """Give the year of "May and June 2022" to both of its points."""
    for match in reversed(list(_LISTED.finditer(codes))):
        here, there = found[match.start()], found[match.end(1)]
        first, second = here.value, there.value
        alone = first.year is None and first.relative is None and first.month
        if alone and second.year and second.month:
            found[match.start()] = here._replace(value=first._replace(year=second.year))
