"""Time expressions of a text and what they mean in EDTF, in German, English and Russian.

Two grammars, one upon the other, over the letters of `kg.reading.coding`: the first finds points
("4. Februar 2022", "second quarter of 2023", "the 1990s", "im vergangenen Jahr"), the second what
is said with them ("seit …", "between … and …"). What an incomplete or relative point refers to is
then looked up, nearest first: the sentence before, the heading above, the day of publication.
"""

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from kg.reading.coding import Lexicon, Token, coded, data, paragraphs
from kg.reading.seen import TimeSeen

_FIRST_YEAR, _LAST_YEAR = 1500, 2099
_NEAR = 400  # characters within which the sentence before may stand in another paragraph
_HEADING = 120  # a longer line is none
_SECTION = 20_000  # a heading farther above dates nothing
_HEAD_OF_TEXT = 800  # where a date line stands
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


class _Relative(NamedTuple):
    """So many units before or after what *source* names ("published" or "before")."""

    unit: str
    shift: int
    source: str
    length: int = 0  # of a stretch: "the last 20 years"


class _Point(NamedTuple):
    """A day, month, year or a stretch within a year; a year of None is to be found."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    last: tuple[int, int, int | None] | None = None  # years later, month, day
    mask: str = ""  # 197X
    relative: _Relative | None = None
    other_days: tuple[int, ...] = ()


class _Span(NamedTuple):
    """A point with its year: its EDTF from … to, and how it was come by."""

    first: str
    last: str
    derived: bool = False
    approximate: bool = False


class _Unknown(NamedTuple):
    needs: str | None


# --- words -----------------------------------------------------------------------------------


@cache
def _lexicon(language: str) -> Lexicon:
    words = data("times")[language]
    capital = frozenset("MW" if words["capital_months"] else "")
    return Lexicon.of((*_entries(words), *_short_months(words), *_figures(language)), capital)


def _entries(words: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for entry in words["moments"]:
        moment = _Relative(entry["unit"], entry["shift"], entry["from"])
        yield from ((phrase, "G", moment) for phrase in entry["words"])
    for entry in words["spans"]:
        yield from ((phrase, "i", tuple(entry["months"])) for phrase in entry["words"])
    for entry in words["relative"]:
        relative = _Relative("", entry["shift"], entry["from"])
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
    figures = data("amounts")
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


def _numeric(day: str, month: str, year: str) -> _Point | None:
    full = int(year) if len(year) == 4 else _full_year(int(year))
    point = _Point(full, int(month), int(day))
    return point if _exists(point.year, point.month, point.day) else None


def _full_year(short: int) -> int:
    return short + (2000 if short < _CENTURY else 1900)


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
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
_LISTED = re.compile(r"D(?=([&,][pd]{0,2})D)")
_ONLY_MONTH_FIRST = {"month_days", "month_day"}


@cache
def _rules(language: str) -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """Return what finds the place of any point, and the rules to be tried there in this order."""
    month_first = data("times")[language]["month_first"]
    rules = {
        name: rule for name, rule in _RULES.items() if month_first or name not in _ONLY_MONTH_FIRST
    }
    return re.compile("|".join(rules.values())), {
        name: re.compile(rule) for name, rule in rules.items()
    }


class _Place(NamedTuple):
    """Where a rule matched: the tokens of the match, the row of letters around it, the text."""

    text: str
    tokens: list[Token]
    codes: str
    start: int
    end: int
    language: str

    def of(self, letters: str) -> list[Token]:
        """Return the tokens of the match that have one of *letters*."""
        return [token for token in self.tokens[self.start : self.end] if token.code in letters]

    def values(self, letters: str) -> list[Any]:
        """Return what those tokens stand for."""
        return [token.value for token in self.of(letters)]

    def before(self, count: int = 1) -> str:
        """Return the letters before the match."""
        return self.codes[max(0, self.start - count) : self.start]

    def after(self, count: int = 1) -> str:
        """Return the letters after the match."""
        return self.codes[self.end : self.end + count]


def _with_tail(point: _Point, place: _Place) -> _Point:
    """Return *point* with the year that follows it in the words, told or relative."""
    if years := place.values("y"):
        return point._replace(year=years[-1])
    if relatives := place.values("L"):
        return point._replace(relative=relatives[-1]._replace(unit="year"))
    return point


def _iso(place: _Place) -> _Point | None:
    year, month, day = (token.value for token in place.of("ynN"))
    return _Point(year, month, day)


def _slashed(place: _Place) -> _Point | None:
    first, second, year = place.of("ynNz")
    full = year.value if year.code == "y" else _full_year(year.value)
    month_first = data("times")[place.language]["month_first"]
    if month_first or second.value > 12:
        first, second = second, first
    if second.value > 12:
        first, second = second, first
    return _Point(full, second.value, first.value)


def _days(place: _Place) -> _Point | None:
    first, second = place.values("nNw")[:2]
    point = _with_tail(_Point(None, place.values("M")[0], first), place)
    if place.of("&") and not place.of("T") and second != first + 1:
        return point._replace(other_days=(second,))
    return point._replace(last=(0, place.values("M")[0], second)) if first < second else None


def _day(place: _Place) -> _Point | None:
    if joined := place.values("j"):
        day, year = joined[0]
        return _Point(year, place.values("M")[0], day)
    return _with_tail(_Point(None, place.values("M")[0], place.values("nNw")[0]), place)


def _numbered(place: _Place) -> _Point | None:
    point: _Point = place.values("F")[0]
    return point


def _dotted(place: _Place) -> _Point | None:
    day, month = place.values("u")[0]
    return _Point(None, month, day) if place.language == "de" else None


def _first_months(place: _Place) -> _Point | None:
    head, count, unit = place.of("wLlcnmQ")[:3]
    months = count.value * (3 if unit.code == "Q" else 1)
    if not 1 <= months <= 12 or (head.code == "w" and head.value != 1):
        return None
    first, last = (1, months) if head.code == "w" else (13 - months, 12)
    tail = place._replace(start=place.start + 3)
    return _with_tail(_Point(None, first, None, (0, last, None)), tail)


def _part_of_year(place: _Place) -> _Point | None:
    if spans := place.values("i"):
        first, last = spans[0]
    else:
        number, size = place.values("nNw")[0], 3 if place.of("Q") else 6
        if not 1 <= number <= 12 // size:
            return None
        first, last = (number - 1) * size + 1, number * size
    point = _with_tail(_Point(None, first, None, (0, last, None)), place)
    if place.of("i") and point.year is None:
        return None
    return point


def _last_part(place: _Place) -> _Point | None:
    first = 10 if place.of("Q") else 7
    return _Point(place.values("y")[0], first, None, (0, 12, None))


def _month(place: _Place) -> _Point | None:
    return _with_tail(_Point(None, place.values("M")[0]), place)


def _season(place: _Place) -> _Point | None:
    later, first, last = _SEASONS[place.values("S")[0]]
    point = _with_tail(_Point(None, first, None, (later, last, None)), place)
    if years := place.values("y"):
        point = point._replace(year=years[0])
    if later and not place.of("/h-"):
        return point._replace(month=None, last=None)  # of which of its two years?
    return point


def _relative(place: _Place) -> _Point | None:
    relative: _Relative = place.values("L")[0]
    what = place.of("YmkQHMWS")[0]
    if what.value == _MANY:
        return None
    if what.code in _UNITS:
        return _Point(relative=relative._replace(unit=_UNITS[what.code]))
    if what.code == "M":
        return _Point(month=what.value, relative=relative._replace(unit="named month"))
    if what.code == "S" and what.value != "winter":
        _, first, last = _SEASONS[what.value]
        named = relative._replace(unit="named month")
        return _Point(month=first, last=(0, last, None), relative=named)
    if what.code == "W":
        return _Point(day=what.value, relative=relative._replace(unit="weekday"))
    return None


def _stretch(place: _Place) -> _Point | None:
    _, count, unit = place.tokens[place.start : place.end]
    relative = _Relative(_UNITS[unit.code], 0, "published", count.value)
    return _Point(relative=relative) if unit.code == "Y" else None


def _ago(place: _Place) -> _Point | None:
    count = next(iter(place.values("cnNz")), 1)
    unit = _UNITS[place.of("Ymkg")[0].code]
    return _Point(relative=_Relative(f"{unit} ago", -count, "published"))


def _later(place: _Place) -> _Point | None:
    count, unit = place.of("cnNz")[0], place.of("Ymkg")[0]
    sign = -1 if place.of("R") else 1
    return _Point(relative=_Relative(_UNITS[unit.code], sign * count.value, "before"))


def _decade(place: _Place) -> _Point | None:
    year, suffix = place.of("yz")[0], place.of("E")[0]
    if year.value % 10 or suffix.start - year.end > 1 or not _may_be_year(place):
        return None
    full = year.value if year.code == "y" else 1900 + year.value
    if year.code == "z" and not (place.of("Y") or place.before() in ("p", "d", "P", "q")):
        return None
    return _Point(full, mask=f"{full // 10}X")


def _named_decade(place: _Place) -> _Point | None:
    year: int = place.values("Z")[0]
    return _Point(year, mask=f"{year // 10}X")


def _century(place: _Place) -> _Point | None:
    number = place.values("nNw")[0]
    return _Point(number * 100 - 100, mask=f"{number - 1:02}XX") if 16 <= number <= 21 else None


def _short_range(place: _Place) -> _Point | None:
    year, short = place.of("ynNz")
    if short.end - short.start != 2 or not _may_be_year(place):
        return None
    if short.value > year.value % 100:
        if short.code == "n" and place.of("h") and short.value != year.value % 100 + 1:
            return _Point(year.value, short.value)
        return _Point(year.value, last=(short.value - year.value % 100, 0, None))
    return _Point(year.value, short.value) if short.code == "n" and place.of("h") else None


def _year(place: _Place) -> _Point | None:
    bare = not place.of("Y")
    if bare and not _may_be_year(place):
        return None
    return _Point(place.values("y")[0])


def _may_be_year(place: _Place) -> bool:
    """Return whether a number that looks like a year is none of the things that look so, too."""
    before, after = place.before(8).rstrip("y")[-2:].rjust(2), place.after(2)
    if after[:1] in tuple("%$") or re.match(r"[/h][xXonNz]|[nNzo]", after):
        return False
    if place.text[place.of("yz")[0].start - 1 :][:1] in {":", "+"}:  # "ISO 9001:2015"
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


def _is_edition(place: _Place, after: str) -> bool:
    """Return whether a year is part of a name: “Joint Sea 2022”."""
    if place.before() != "X":
        return False
    name = place.tokens[place.start - 1]
    if place.text[name.start : name.end].endswith(("'s", "’s")):
        return False
    if re.match("[.,]?q", after):
        return True
    return bool(data("times")[place.language]["edition_after_capital"])


def _moment(place: _Place) -> _Point | None:
    return _Point(relative=place.values("G")[0])


def _weekday(place: _Place) -> _Point | None:
    return _Point(day=place.values("W")[0], relative=_Relative("weekday", 0, "published"))


_BUILDERS: dict[str, Callable[[_Place], _Point | None]] = {
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


def _points(text: str, tokens: list[Token], codes: str, language: str) -> tuple[list[Token], str]:
    """Return the tokens with each point put together as one, of the letter ``D``."""
    found: list[Token] = []
    at = 0
    anywhere, _ = _rules(language)
    while match := anywhere.search(codes, at):
        start = match.start()
        found.extend(tokens[at:start])
        point, at = _point_at(_Place(text, tokens, codes, start, start, language))
        if point is None:
            found.append(tokens[start])
        else:
            found.append(Token(tokens[start].start, tokens[at - 1].end, "D", point))
    found.extend(tokens[at:])
    letters = "".join([token.code for token in found])
    _shared_year(found, letters)
    return found, letters


def _point_at(place: _Place) -> tuple[_Point | None, int]:
    """Return the point of the first rule that holds there, and the token after it."""
    for name, rule in _rules(place.language)[1].items():
        if match := rule.match(place.codes, place.start):
            point = _BUILDERS[name](place._replace(end=match.end()))
            if point and _exists(point.year, point.month, point.month and point.day):
                return point, _without_full_stop(place, match.end())
    return None, place.start + 1


def _without_full_stop(place: _Place, end: int) -> int:
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


# --- what is said with points ------------------------------------------------------------------

_PHRASES = re.compile(
    r"(?P<between>T[pd]{0,2}D&[pd]{0,2}D)"
    r"|(?P<range>(?:[v>][pd]{0,2})?[pd]{0,2}D[-h<t/][pd]{0,2}D)"
    r"|(?P<since>>#?[pd]{0,2}D|v[pd]{0,2}DO)"
    r"|(?P<until><#?[pd]{0,2}D)"
    r"|(?P<before>[bB][pd]{0,2}D)"
    r"|(?P<after>f[pd]{0,2}D)"
    r"|(?P<circa>~[pd]{0,2}D)"
    r"|(?P<plain>(?:p[pd]?)?D)"
)


class _Anchors:
    """What an incomplete or relative date refers to, nearest first.

    The sentence before, the date that leads the paragraph, the heading above, the publication.
    """

    def __init__(self, text: str, published: str | None) -> None:
        self.published = _parsed(published)
        self.heading: _Parts | None = None
        self._text = text
        self._lead: _Parts | None = None
        self._before: _Parts | None = None
        self._last: tuple[str, str] | None = None
        self._seen_at = 0
        self._at = 0

    def begin(self, start: int) -> None:
        """Forget what is too far above the paragraph that begins at *start*."""
        self._lead = None
        if start - self._seen_at > _NEAR:
            self._before = self._last = None

    def look_from(self, at: int) -> None:
        """Stand at the time expression that begins at *at*."""
        self._at = at

    def saw(self, span: _Span, at: int, *, closed: bool) -> None:
        """Remember the span that ends at *at*; what has an open end tells no year to come."""
        if not closed:
            return
        self._seen_at = at
        self._last = (span.first, span.last)
        first, last = _parsed(span.first), _parsed(span.last)
        self._before = None
        if first and last and first.year == last.year:
            self._before = first if first == last else _Parts(first.year, last.month, last.day)

    def lead(self) -> None:
        """Take the date just seen as that of its paragraph."""
        self._lead = self._before

    def head(self) -> None:
        """Take the date just seen as that of a heading."""
        self.heading = self._before or self.heading

    def date_line(self, edtf: str | None) -> None:
        """Take the date just seen for that of publication, unless that is known."""
        self.published = self.published or _parsed(edtf)
        self._before = None

    @property
    def told(self) -> "_Parts | None":
        """Return the nearest date that the text itself gives."""
        if self._before and (self.published is None or self._is_near()):
            return self._before
        return self._lead or self.heading

    @property
    def in_doubt(self) -> bool:
        """Return whether a bare month may belong to an old date above, or to the publication."""
        old = self._before and self.published and self._before.year < self.published.year - 1
        return bool(old) and not self._is_near()

    def _is_near(self) -> bool:
        """Return whether the last date stands in this sentence or the one before."""
        if self._at - self._seen_at > _NEAR:
            return False
        return len(_SENTENCE_END.findall(self._text, self._seen_at, self._at + 1)) <= 1

    @property
    def stretch(self) -> tuple[str, str] | None:
        """Return the stretch named last."""
        return self._last


_SENTENCE_END = re.compile(r"[.!?…][\s\W_]+(?=[^\W\da-zа-я_])|\n")


class _Parts(NamedTuple):
    """A date as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None


def _parsed(edtf: str | None) -> _Parts | None:
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", edtf or "", re.ASCII)
    if found is None:
        return None
    year, month, day = found.groups()
    return _Parts(int(year), int(month) if month else None, int(day) if day else None)


def _written(year: int, month: int | None = None, day: int | None = None) -> str:
    return "-".join(
        f"{part:0{size}}" for part, size in ((year, 4), (month, 2), (day, 2)) if part is not None
    )


def _of_day(day: date) -> str:
    return day.isoformat()


class _Resolver:
    """Finds the years that points lack, one paragraph after the other."""

    def __init__(self, anchors: _Anchors) -> None:
        self.anchors = anchors

    def span(self, point: _Point, *, ahead: bool) -> _Span | _Unknown:
        """Return *point* with its year; *ahead*: it lies in the future of the publication."""
        if point.relative:
            return self._relative(point, point.relative)
        if point.mask:
            return _Span(point.mask, point.mask)
        if point.year is not None:
            return _complete(point, point.year)
        year = self._year(point, ahead=ahead)
        return year if isinstance(year, _Unknown) else _complete(point, year, derived=True)

    def _year(self, point: _Point, *, ahead: bool) -> int | _Unknown:
        told, published = self.anchors.told, self.anchors.published
        if told and not (ahead and published):
            turned = told.month and point.month and told.month - point.month >= 6
            return _Unknown(None) if turned else told.year
        if published is None or self.anchors.in_doubt:
            return _Unknown(None if published else "published")
        if published.month is None or point.month is None:
            return published.year
        at = (point.month, point.day or 0)
        now = (published.month, (published.day or 31) if point.day else 0)
        if ahead:
            return published.year + (at < now)
        return published.year - (at > now)

    def _relative(self, point: _Point, relative: _Relative) -> _Span | _Unknown:
        if relative.unit == "same":
            stretch = self.anchors.stretch
            return _Span(*stretch, derived=True) if stretch else _Unknown(None)
        published = self.anchors.published
        base = (self.anchors.told or published) if relative.source == "before" else published
        if base is None:
            return _Unknown("published")
        if relative.length:
            first = _written(base.year - relative.length)
            return _Span(first, str(base.year), derived=True, approximate=True)
        found = _SHIFTS[relative.unit](_Task(base, relative, point))
        if found is None:
            return _Unknown(None if relative.source == "before" else "published")
        return found


def _complete(point: _Point, year: int, *, derived: bool = False) -> _Span:
    if point.other_days:
        days = ",".join(_written(year, point.month, day) for day in (point.day, *point.other_days))
        return _Span(f"{{{days}}}", f"{{{days}}}", derived)
    first = _written(year, point.month, point.day)
    if not point.last:
        return _Span(first, first, derived)
    later, month, day = point.last
    return _Span(first, _written(year + later, month or None, day), derived)


class _Task(NamedTuple):
    """A relative task.point, and the date from which it is counted."""

    base: _Parts
    relative: _Relative
    point: _Point


def _shift_year(task: _Task) -> _Span | None:
    point = task.point._replace(relative=None)
    return _complete(point, task.base.year + task.relative.shift, derived=True)


def _shift_month(task: _Task) -> _Span | None:
    if task.base.month is None:
        return None
    year, month = divmod(task.base.year * 12 + task.base.month - 1 + task.relative.shift, 12)
    return _one(_written(year, month + 1))


def _shift_week(task: _Task) -> _Span | None:
    day = _as_day(task.base)
    if day is None:
        return None
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=task.relative.shift)
    return _Span(_of_day(monday), _of_day(monday + timedelta(days=6)), derived=True)


def _shift_day(task: _Task) -> _Span | None:
    day = _as_day(task.base)
    if day is None:
        whole = task.relative.source == "published" and task.relative.shift == 0
        return _one(_written(task.base.year, task.base.month)) if whole else None
    return _one(_of_day(day + timedelta(days=task.relative.shift)))


def _weekday_near(task: _Task) -> _Span | None:
    day = _as_day(task.base)
    if day is None or task.point.day is None:
        return None
    if task.relative.shift > 0:
        return _one(_of_day(day + timedelta(days=(task.point.day - 1 - day.weekday() - 1) % 7 + 1)))
    back = (day.weekday() - (task.point.day - 1)) % 7
    return _one(_of_day(day - timedelta(days=back or 7 * (task.relative.shift < 0))))


def _named_month(task: _Task) -> _Span | None:
    if task.base.month is None or task.point.month is None:
        return None
    year = task.base.year
    if task.relative.source == "published" and task.relative.shift < 0:
        year -= task.point.month >= task.base.month
    elif task.relative.source == "published" and task.relative.shift > 0:
        year += task.point.month <= task.base.month
    return _complete(task.point._replace(relative=None), year, derived=True)


def _years_ago(task: _Task) -> _Span | None:
    year = str(task.base.year + task.relative.shift)
    return _Span(year, year, derived=True, approximate=True)


def _since_year(task: _Task) -> _Span | None:
    return _Span(_written(task.base.year, 1), "..", derived=True)


def _until_year(task: _Task) -> _Span | None:
    return _Span("..", str(task.base.year), derived=True)


_SHIFTS: dict[str, Callable[[_Task], _Span | None]] = {
    "year": _shift_year,
    "month": _shift_month,
    "week": _shift_week,
    "day": _shift_day,
    "weekday": _weekday_near,
    "named month": _named_month,
    "year ago": _years_ago,
    "month ago": _shift_month,
    "week ago": _shift_week,
    "day ago": _shift_day,
    "since_year": _since_year,
    "until_year": _until_year,
}


def _one(edtf: str) -> _Span:
    return _Span(edtf, edtf, derived=True)


def _as_day(base: _Parts) -> date | None:
    return date(base.year, base.month, base.day) if base.month and base.day else None


# --- the whole text ------------------------------------------------------------------------------


def find_times(text: str, language: str, *, published: str | None = None) -> tuple[TimeSeen, ...]:
    """Return the time expressions of *text* in their order, as far as known in EDTF.

    *published* is the day, month or year of publication in EDTF; without it a date line in the
    head of the text is taken ("Updated on 7 January 2026"). In a language that isn't read there
    are none.
    """
    if language not in data("times"):
        return ()
    anchors = _Anchors(text, published)
    found: list[TimeSeen] = []
    for start, end in paragraphs(text):
        tokens, codes = coded(text, start, end, _lexicon(language), _number)
        if not re.search(r"[yFMSGLlWzECaArRZ]", codes):
            continue
        anchors.begin(start)
        before = len(found)
        found.extend(_times_of(text, *_points(text, tokens, codes, language), anchors))
        if len(found) > before and _is_heading(text, start, end):
            anchors.head()
    return tuple(found)


_APART = {".", "-", "|"}  # what stands between a date and what happened then


def _is_heading(text: str, start: int, end: int) -> bool:
    line = text[start:end].strip()
    return len(line) <= _HEADING and (line[:1] == "#" or line[-1:] not in {".", "!", "?", ";", ","})


def _times_of(text: str, tokens: list[Token], codes: str, anchors: _Anchors) -> Iterator[TimeSeen]:
    """Yield the times of one paragraph."""
    resolver = _Resolver(anchors)
    ahead = [at for at, code in enumerate(codes) if code == "U"]
    stops = [at for at, code in enumerate(codes) if code in ".|"]
    for match in _PHRASES.finditer(codes):
        kind = match.lastgroup or ""
        inside = tokens[match.start() : match.end()]
        points = [token.value for token in inside if token.code == "D"]
        future = _in_sentence(ahead, stops, match.start())
        anchors.look_from(inside[0].start)
        edtf, derived, needs = _said(kind, points, resolver, inside[-1].end, ahead=future)
        if edtf is None and needs == "drop":
            continue
        if _is_date_line(codes, match.start(), inside[0].start):
            anchors.date_line(edtf)
        elif (
            not re.search(r"[\w%$]", codes[: match.start()]) and codes[match.end() :][:1] in _APART
        ):
            anchors.lead()
        begin, stop = inside[0].start, inside[-1].end
        yield TimeSeen(begin, stop, text[begin:stop], edtf, derived, needs)


def _in_sentence(marks: list[int], stops: list[int], at: int) -> bool:
    """Return whether one of *marks* stands between the full stops around *at*."""
    stop = bisect_left(stops, at)
    low = stops[stop - 1] if stop else -1
    high = stops[stop] if stop < len(stops) else None
    mark = bisect_left(marks, low)
    return mark < len(marks) and (high is None or marks[mark] < high)


def _is_date_line(codes: str, at: int, start: int) -> bool:
    """Return whether a date is that of the text itself: "Updated on 7 January 2026"."""
    return start < _HEAD_OF_TEXT and bool(re.search(r"J[.|pd]{0,2}$", codes[max(0, at - 4) : at]))


_Said = tuple[str | None, bool, str | None]


def _said(kind: str, points: list[_Point], resolver: _Resolver, at: int, *, ahead: bool) -> _Said:
    """Return the EDTF of a phrase, whether it was derived, and what it needs."""
    if len(points) == 2:
        return _said_of_two(points[0], points[1], resolver, at, ahead=ahead)
    span = resolver.span(points[0], ahead=ahead or kind == "until")
    if isinstance(span, _Unknown):
        return None, True, span.needs
    if ".." in (span.first, span.last):
        return f"{span.first}/{span.last}", span.derived, None
    certain = kind == "plain" and not span.approximate
    resolver.anchors.saw(span, at, closed=certain)
    return _OPEN[kind](span), span.derived, None


def _plain(span: _Span) -> str:
    mark = "~" if span.approximate else ""
    if span.first == span.last:
        return f"{span.first}{mark}"
    return f"{span.first}{mark}/{span.last}{mark}"


def _circa(span: _Span) -> str:
    return f"{span.first}~" if span.first == span.last and span.first.isdigit() else _plain(span)


def _before(span: _Span) -> str:
    """Return what ends just before *span* begins, as exact as that is."""
    parts = _parsed(span.first) or _Parts(int(span.first[:4].replace("X", "0")))
    if parts.day and parts.month:
        eve = date(parts.year, parts.month, parts.day) - timedelta(days=1)
        return f"../{_of_day(eve)}"
    if parts.month:
        year, month = divmod(parts.year * 12 + parts.month - 2, 12)
        return f"../{_written(year, month + 1)}"
    return f"../{parts.year - 1}"


_OPEN: dict[str, Callable[[_Span], str]] = {
    "since": lambda span: f"{span.first}/..",
    "until": lambda span: f"../{span.last}",
    "before": _before,
    "after": lambda span: f"{span.last}/..",
    "circa": _circa,
    "plain": _plain,
}


def _said_of_two(
    first: _Point, second: _Point, resolver: _Resolver, at: int, *, ahead: bool
) -> _Said:
    """Return the stretch from *first* to *second*; each completes what the other lacks."""
    if second.year is None and second.relative is None and first.year is not None:
        second = second._replace(year=first.year + _turned(first, second))
    end = resolver.span(second, ahead=ahead)
    if isinstance(end, _Unknown):
        return None, True, end.needs
    if first.year is None and not first.relative and (year := _parsed(end.last)):
        first = first._replace(year=year.year - _turned(first, second))
    begin = resolver.span(first, ahead=ahead)
    if isinstance(begin, _Unknown):
        return None, True, begin.needs
    whole = _Span(begin.first, end.last, begin.derived or end.derived)
    if not _in_order(whole):
        return None, False, "drop"
    resolver.anchors.saw(whole, at, closed=True)
    return f"{whole.first}/{whole.last}", whole.derived, None


def _turned(first: _Point, second: _Point) -> bool:
    """Return whether a year turns from the one to the other: "von November bis März"."""
    return (first.month or 0, first.day or 0) > (second.month or 12, second.day or 31)


def _in_order(span: _Span) -> bool:
    size = min(len(span.first), len(span.last))
    first, last = span.first.replace("X", "0"), span.last.replace("X", "9")
    return first[:size] <= last[:size] and "{" not in span.first + span.last and ".." not in span


def anchors(text: str, times: tuple[TimeSeen, ...], at: int) -> tuple[TimeSeen, ...]:
    """Return the dates that a sentence at offset *at* without one falls back on, nearest first.

    That with which its paragraph begins ("May 15, 1989. Gorbachev visits Beijing"), then that of
    the heading above.
    """
    by_start = [time.start for time in times]
    found: list[TimeSeen] = []
    line = text.rfind("\n", 0, at) + 1
    for time in reversed(times[: bisect_left(by_start, at + 1)]):
        if at - time.start > _SECTION:
            break
        start = text.rfind("\n", 0, time.start) + 1
        if start == line and _leads(text, start, time):
            found.append(time)
        elif start < line and _is_heading(text, start, _line_end(text, time.end)):
            return (*found, time)
    return tuple(found)


def _leads(text: str, start: int, time: TimeSeen) -> bool:
    """Return whether *time* stands at the head of its line, by itself."""
    after = text[time.end : time.end + 1]
    return not re.search(r"[^\W_]", text[start : time.start]) and after in {".", ":", "–", "—", ";"}


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
