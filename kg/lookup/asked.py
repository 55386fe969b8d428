"""What was asked for, as somebody typed it, on its way to `Filters` and to a named query.

The command line and the Python API ask alike: names in any spelling, kinds in either language, a
year, a month or a day.
"""

import calendar
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.errors import KgError, NothingFound, QueryError
from kg.lookup.catalogue import Catalogue
from kg.lookup.filters import Filters, kinds_named, statuses_named
from kg.lookup.finding import find, meant, resolve
from kg.lookup.spelling import folded
from kg.questions import Question, named, names

_Many = Sequence[str] | None


class Wanted(NamedTuple):
    """Filters as they were typed: names are not looked up yet. *role* has roles with names."""

    kind: _Many = None
    status: _Many = None
    actor: _Many = None
    about: _Many = None
    role: Sequence[tuple[str, str]] | None = None
    said_by: _Many = None
    unnamed_sources: bool = False
    with_firms: bool = False
    source: _Many = None
    place: _Many = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None


def filters_for(catalogue: Catalogue, wanted: Wanted) -> Filters:
    """Return what is meant by *wanted*.

    Raises KgError for a kind, status, role or date that there isn't, and for a name that means
    nothing or several things.
    """
    since, until, as_of = wanted.since, wanted.until, wanted.as_of
    kinds = kinds_named(wanted.kind or (), catalogue)
    if since and until and first_day(since) > last_day(until):
        raise KgError(f"{since} (since) lies after {until} (until)")
    return Filters(
        kinds=kinds,
        statuses=statuses_named(wanted.status or (), catalogue),
        actors=_entities(wanted.actor, catalogue),
        about=_entities(wanted.about, catalogue),
        roles=_roles(wanted.role or (), kinds, catalogue),
        said_by=_entities(wanted.said_by, catalogue),
        sources=_sources(wanted.source, catalogue),
        places=tuple(_where(catalogue, name) for name in wanted.place or ()),
        since=first_day(since) if since else None,
        until=last_day(until) if until else None,
        as_of=last_day(as_of) if as_of else None,
        with_firms=wanted.with_firms,
        unnamed_sources=wanted.unnamed_sources,
    )


def readings(catalogue: Catalogue, wanted: Wanted) -> list[str]:
    """Return a line for each name in *wanted* of which only a part matched: for whom it is taken.

    Somebody else may have been meant: whoever relies on an answer has to know.
    """
    lists = (wanted.actor, wanted.about, wanted.said_by, wanted.place)
    names = [name for some in lists for name in some or ()]
    names += [name for _, name in wanted.role or ()]
    hits = {name: meant(catalogue, name, entities_only=True) for name in dict.fromkeys(names)}
    return [
        f"{name!r} is taken for {catalogue.label(hit.line)} ({hit.line['id']}): {hit.reason}"
        for name, hit in hits.items()
        if hit.is_partial
    ]


def _entities(names: Iterable[str] | None, catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(_entity(catalogue, name) for name in names or ())


def _entity(catalogue: Catalogue, name: str) -> str:
    """Return the id of the entity that a filter names; none, or several, is wrong usage."""
    try:
        return str(resolve(catalogue, name, entities_only=True)["id"])
    except NothingFound as error:
        raise KgError(str(error)) from error


def _where(catalogue: Catalogue, name: str) -> str:
    """Return the id of the place that a filter names: of a capital the city, not its government."""
    entity = _entity(catalogue, name)
    names = catalogue.entities[entity]["names"]
    if folded(name) not in {folded(one["name"]) for one in names if one["sort"] == "metonym"}:
        return entity
    cities = [hit.line["id"] for hit in find(catalogue, name) if hit.line.get("class") == "place"]
    return str(cities[0]) if len(cities) == 1 else entity


def _sources(names: Sequence[str] | None, catalogue: Catalogue) -> tuple[str, ...]:
    known = catalogue.store.manifest["sources"]
    for name in names or ():
        if name not in known:
            raise KgError(f"no source {name!r}; there is: {', '.join(known)}")
    return tuple(names or ())


def _roles(
    written: Iterable[tuple[str, str]], kinds: tuple[str, ...], catalogue: Catalogue
) -> tuple[tuple[str, str], ...]:
    chosen = kinds or tuple(catalogue.vocabulary["kinds"])
    known = {role for kind in chosen for role in catalogue.vocabulary["kinds"][kind]["roles"]}
    pairs = []
    for role, name in written:
        role = role.replace("-", "_")
        if role not in known:
            raise KgError(f"no option or role {role!r} here; roles: {', '.join(sorted(known))}")
        if not name.strip():
            raise KgError(f"who or what is the {role}? --{role.replace('_', '-')} NAME")
        pairs.append((role, _entity(catalogue, name)))
    return tuple(pairs)


# -- days ---------------------------------------------------------------------------------

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def first_day(written: str) -> str:
    """Return the first day of a year, month or day.

    >>> first_day("2022-02")
    '2022-02-01'
    """
    year, month, day = _parts(written)
    return f"{year:04}-{month or 1:02}-{day or 1:02}"


def last_day(written: str) -> str:
    """Return the last day of a year, month or day.

    >>> last_day("2024-02")
    '2024-02-29'
    """
    year, month, day = _parts(written)
    month = month or 12
    return f"{year:04}-{month:02}-{day or calendar.monthrange(year, month)[1]:02}"


def _parts(written: str) -> tuple[int, int, int]:
    found = _DAY.fullmatch(written)
    year, month, day = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    if not (year and month <= 12 and day <= (calendar.monthrange(year, month or 1)[1])):
        raise KgError(f"{written!r} is no date; write 2022, 2022-02 or 2022-02-04")
    return year, month, day


# -- named queries ------------------------------------------------------------------------


def question_named(name: str) -> Question:
    """Return the named query *name*; raises QueryError with the nearest where there is none."""
    if found := named("queries", name):
        return found
    from kg.store import nearest

    closest = nearest(name, names("queries"))
    guess = f"; did you mean {closest}?" if closest else ""
    raise QueryError(f"no query is named {name!r}{guess} (kg queries lists them)")
