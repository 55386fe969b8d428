"""What the store can know of the time at which a source was written, and of reports' dates."""

from collections.abc import Iterable, Mapping
from typing import Any

from kg.dates import bounds
from kg.page.wording import date_in_words

Line = Mapping[str, Any]


def is_plan_of_a_day(line: Line) -> bool:
    """Return whether the time of a store's *line* is the day of what is planned.

    With a stage it is that of the announcing.
    """
    dated = line["time"] and not line["details"].get("stage")
    return bool(dated and line["status"] == "planned")


def written(published: str | None, lines: Iterable[Line]) -> dict[str, Any] | None:
    """Return when a source was written: as it is *published*, else as its *lines* let one see.

    What it states as having begun was past to its authors, what it names as planned for a later
    day was future: it was written between the two. None where nothing dates it.
    """
    if published:
        days = bounds(published)
        return _span(str(days.earliest or ""), str(days.latest or ""), by_content=False)
    every = [line for line in lines if line["time"] and line["polarity"] != "negative"]
    happened = [_day(line, "earliest") for line in every if _looks_back(line)]
    after = max(filter(None, happened), default="")
    planned = [line for line in every if is_plan_of_a_day(line) and _day(line, "earliest") > after]
    before = min(filter(None, (_day(line, "latest") for line in planned)), default="")
    return _span(after, before, by_content=True) if after else None


def _looks_back(line: Line) -> bool:
    return bool(line["status"] == "asserted" and line["kind"] != "assessment")


def _day(line: Line, end: str) -> str:
    return str(getattr(bounds(line["time"]), end) or "")


def _span(earliest: str, latest: str, *, by_content: bool) -> dict[str, Any]:
    return {
        "earliest": earliest or None,
        "latest": latest or None,
        "first": _words(earliest),
        "last": _words(latest),
        "by_content": by_content,
    }


def _words(day: str) -> dict[str, str] | None:
    return date_in_words(day)._asdict() if day else None


def reports(lines: Iterable[Line]) -> dict[str, str]:
    """Return for each record that bears the date of a report the record of that publication.

    They belong together by source and date; of several, the one whose publisher is named as
    saying so. A record that reports nothing, or whose report is no record, is not in it.
    """
    every = tuple(lines)
    published: dict[tuple[str, str], list[Line]] = {}
    for line in every:
        if line["kind"] == "publication" and line["time"]:
            published.setdefault((_source(line), line["time"]), []).append(line)
    found = {}
    for line in every:
        if reported := line["details"].get("reported"):
            edtf = reported if isinstance(reported, str) else reported["edtf"]
            if of_that_day := published.get((_source(line), edtf)):
                found[line["id"]] = _nearest(line, of_that_day)["id"]
    return found


def _source(line: Line) -> str:
    return str(line["id"]).partition("/")[0]


def _nearest(line: Line, publications: list[Line]) -> Line:
    voices = {step["actor"] for step in line["attributed_to"]}
    return max(publications, key=lambda about: bool(voices & set(_publishers(about))))


def _publishers(publication: Line) -> Iterable[str]:
    said = publication["details"].get("publisher", ())
    return (said,) if isinstance(said, str) else said
