"""Time expressions of a text and what they mean in EDTF, in German, English and Russian.

Over the points of `kg.reading.points` stands a second grammar of what is said with them ("seit …",
"between … and …"). What an incomplete or relative point refers to is looked up, nearest first: the
sentence before, the date that leads the paragraph, the heading above, the day of publication.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from kg.reading.coding import Token, paragraphs
from kg.reading.knowledge import knowledge
from kg.reading.points import Point, Relative, exists, points_in
from kg.reading.seen import TimeSeen

_NEAR = 400  # characters within which the sentence before may stand in another paragraph
_HEADING = 120  # a longer line is none
_HEAD_OF_TEXT = 800  # where a date line stands


class _Span(NamedTuple):
    """A point with its year: its EDTF from … to, and how it was come by."""

    first: str
    last: str
    derived: bool = False
    approximate: bool = False


class _Unknown(NamedTuple):
    needs: str | None


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
    year, month, day = (int(part) if part else None for part in found.groups())
    return _Parts(year, month, day) if year and exists(year, month, day) else None


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

    def span(self, point: Point, *, ahead: bool) -> _Span | _Unknown:
        """Return *point* with its year; *ahead*: it lies in the future of the publication."""
        if point.relative:
            return self._relative(point, point.relative)
        if point.mask:
            return _Span(point.mask, point.mask)
        if point.year is not None:
            return _complete(point, point.year)
        year = self._year(point, ahead=ahead)
        return year if isinstance(year, _Unknown) else _complete(point, year, derived=True)

    def _year(self, point: Point, *, ahead: bool) -> int | _Unknown:
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

    def _relative(self, point: Point, relative: Relative) -> _Span | _Unknown:
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


def _complete(point: Point, year: int, *, derived: bool = False) -> _Span:
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
    relative: Relative
    point: Point


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
    if language not in knowledge("times"):
        return ()
    anchors = _Anchors(text, published)
    found: list[TimeSeen] = []
    for start, end in paragraphs(text):
        tokens, codes = points_in(text, start, end, language)
        if "D" not in codes:
            continue
        anchors.begin(start)
        before = len(found)
        found.extend(_times_of(text, tokens, codes, anchors))
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


def _said(kind: str, points: list[Point], resolver: _Resolver, at: int, *, ahead: bool) -> _Said:
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


def _begin(span: _Span) -> str:
    """Return where *span* begins: stretches of decades are told in years, as `kg.dates` reads."""
    return span.first.replace("X", "0")


def _end(span: _Span) -> str:
    return span.last.replace("X", "9")


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
    "since": lambda span: f"{_begin(span)}/..",
    "until": lambda span: f"../{_end(span)}",
    "before": _before,
    "after": lambda span: f"{_end(span)}/..",
    "circa": _circa,
    "plain": _plain,
}


def _said_of_two(
    first: Point, second: Point, resolver: _Resolver, at: int, *, ahead: bool
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
    return f"{_begin(whole)}/{_end(whole)}", whole.derived, None


def _turned(first: Point, second: Point) -> bool:
    """Return whether a year turns from the one to the other: "von November bis März"."""
    return (first.month or 0, first.day or 0) > (second.month or 12, second.day or 31)


def _in_order(span: _Span) -> bool:
    size = min(len(span.first), len(span.last))
    first, last = span.first.replace("X", "0"), span.last.replace("X", "9")
    return first[:size] <= last[:size] and "{" not in span.first + span.last and ".." not in span
