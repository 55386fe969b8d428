"""One set of filters with one meaning, for everything that lists records.

A date filter has three answers, never two: a record lies certainly inside, possibly inside, or has
no date at all. The undated are never dropped in silence: they are given apart.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from kg.errors import KgError
from kg.lookup.catalogue import Catalogue
from kg.lookup.index import Line
from kg.lookup.spelling import folded

SAID = ("asserted", "reported", "alleged")
UNCONFIRMED = ("reported", "alleged")
NOT_SO = ("planned", "threatened", "demanded", "hypothetical", "denied")
_STATUS_SETS = {"said": SAID, "unconfirmed": UNCONFIRMED, "not-so": NOT_SO}


class Filters(NamedTuple):
    """Which records are meant. Every filter given has to hold; names are resolved beforehand.

    *roles* are pairs of a role and an entity's id. *since*, *until* and *as_of* are days as ISO
    text. *with_firms* takes what the organs, companies and persons of an actor do beside it.
    *unnamed_sources* keeps what rests on a source without a name.
    """

    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    said_by: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    with_firms: bool = False
    unnamed_sources: bool = False

    @property
    def dated(self) -> bool:
        """Whether a date is asked for."""
        return bool(self.since or self.until or self.as_of)

    @property
    def keeps_undated(self) -> bool:
        """Whether what has no date stays, marked: it may have been so by a day."""
        return bool(self.as_of) and not (self.since or self.until)


class Selection(NamedTuple):
    """The records that fit: certainly, possibly by their date, and those without a date.

    Without a date filter all of them are certain. Each is in the order of the store.
    """

    certain: list[Line]
    possible: list[Line]
    undated: list[Line]

    @property
    def lines(self) -> list[Line]:
        """Return what fits certainly or possibly, in the order of the store."""
        return sorted((*self.certain, *self.possible), key=_place)


def _place(line: Line) -> tuple[str, int, str]:
    return line["id"].partition("/")[0], line["evidence"][0]["start"], line["id"]


def select(catalogue: Catalogue, filters: Filters) -> Selection:
    """Return the records that fit *filters*."""
    conditions, values = _conditions(filters)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    query = (
        "SELECT line.start, line.length, record.earliest, record.latest, record.dated, "
        f"record.status FROM record JOIN line ON line.id = record.id{where} ORDER BY line.start"
    )
    selection = Selection([], [], [])
    for start, length, earliest, latest, dated, status in catalogue.rows(query, values):
        plan = bool(filters.as_of) and status == "planned"
        known = bool(dated) and not (plan and _awaited(catalogue.line_at(start, length)))
        chosen = _fit(selection, filters, earliest, latest, dated=known)
        if chosen is not None:
            chosen.append(catalogue.line_at(start, length))
    return selection


def _awaited(plan: Line) -> bool:
    """Return whether the date of *plan* is the day it is for; when it was made is not known then.

    By a day a plan counts from its announcement, which is the date of one that has a stage.
    """
    return not plan["details"].get("stage")


def count(catalogue: Catalogue, filters: Filters) -> int:
    """Return how many records fit *filters*, certainly or possibly; none of them is read."""
    conditions, values = _conditions(filters)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    if filters.as_of:  # a plan counts from its announcement, which is in its line
        return len(select(catalogue, filters).lines)
    if not filters.dated:
        return int(catalogue.rows(f"SELECT COUNT(*) FROM record{where}", values)[0][0])
    found = Selection([], [], [])
    days = catalogue.rows(f"SELECT earliest, latest, dated FROM record{where}", values)
    fits = (_fit(found, filters, first, last, dated=bool(dated)) for first, last, dated in days)
    return sum(chosen is found.certain or chosen is found.possible for chosen in fits)


def _fit(
    selection: Selection,
    filters: Filters,
    earliest: str | None,
    latest: str | None,
    *,
    dated: bool,
) -> list[Line] | None:
    """Return the list that a record with these bounds belongs to; None for one that is outside."""
    if filters.dated and not dated:
        return selection.undated
    fit = fit_of(filters, earliest, latest)
    return selection.possible if fit == "possible" else selection.certain if fit else None


def fit_of(
    filters: Filters, earliest: str | None, latest: str | None
) -> Literal["certain", "possible"] | None:
    """Return how a time with these bounds lies to the dates asked for; None for outside."""
    if not filters.dated:
        return "certain"
    since, until = _window(filters)
    if (latest or _NEVER) < since or (earliest or "") > until:
        return None
    begins_inside = earliest is not None and since <= earliest
    ends_inside = latest is not None and latest <= until
    return "certain" if begins_inside and ends_inside else "possible"


def _window(filters: Filters) -> tuple[str, str]:
    until = min(day for day in (filters.until, filters.as_of, _NEVER) if day)
    return filters.since or "", until


_NEVER = "9999-12-31"


def ids_query(filters: Filters) -> tuple[str, list[Any]]:
    """Return a query for the ids of the records that fit, and its values.

    What has no date is among them; only what lies outside for certain is not.
    """
    conditions, values = _conditions(filters)
    if filters.dated:
        since, until = _window(filters)
        conditions.append("IFNULL(latest, ?) >= ? AND IFNULL(earliest, '') <= ?")
        values += [_NEVER, since, until]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT record.id FROM record{where}", values


def _conditions(filters: Filters) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []
    for condition, filling in _each(filters):
        conditions.append(condition)
        values += filling
    return conditions, values


_IN_ROLE = "record.id IN (SELECT record FROM role WHERE {})"
_ITS_OWN = "entity IN (SELECT ? UNION SELECT entity FROM belongs WHERE owner = ?)"
_UNNAMED = (
    "record.id IN (SELECT record FROM speaker JOIN class ON class.id = speaker.entity "
    "WHERE class.class = 'unnamed_source')"
)


def _each(filters: Filters) -> Iterator[tuple[str, list[Any]]]:
    for column, wanted in (
        ("kind", filters.kinds),
        ("status", filters.statuses),
        ("source", filters.sources),
    ):
        if wanted:
            yield f"record.{column} IN ({', '.join('?' * len(wanted))})", list(wanted)
    who = _ITS_OWN if filters.with_firms else "entity = ?"
    for actor in (*filters.actors, *filters.about):
        yield _IN_ROLE.format(who), [actor] * who.count("?")
    for role, entity in filters.roles:
        yield _IN_ROLE.format(f"role = ? AND {who}"), [role, *[entity] * who.count("?")]
    for place in filters.places:
        yield _IN_ROLE.format("role = 'place' AND entity = ?"), [place]
    for speaker in filters.said_by:
        yield "record.id IN (SELECT record FROM speaker WHERE entity = ?)", [speaker]
    if filters.unnamed_sources:
        yield _UNNAMED, []


def statuses_named(names: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the statuses that *names* mean; ``said``, ``not-so``, ``unconfirmed`` are several."""
    found: list[str] = []
    for name in names:
        for part in name.lower().replace("_", "-").split(","):
            if part in _STATUS_SETS:
                found += _STATUS_SETS[part]
            elif part in catalogue.vocabulary["statuses"]:
                found.append(part)
            else:
                known = ", ".join([*catalogue.vocabulary["statuses"], *_STATUS_SETS])
                raise KgError(f"{part!r} is no status; one of {known}")
    return tuple(dict.fromkeys(found))


def kinds_named(names: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the kinds that *names* mean: in either language, singular or plural, - or _."""
    known = catalogue.vocabulary["kinds"]
    by_name = {
        folded(word): kind for kind, words in known.items() for word in _kind_words(kind, words)
    }
    found = []
    for name in names:
        for part in name.split(","):
            kind = by_name.get(folded(part))
            if kind is None:
                raise KgError(f"{part!r} is no kind; one of {', '.join(known)}")
            found.append(kind)
    return tuple(dict.fromkeys(found))


def _kind_words(kind: str, words: Mapping[str, str]) -> Iterator[str]:
    for word in (kind, words["en"], words["de"]):
        yield from (f"{word}{ending}" for ending in ("", "s", "n", "en", "e"))
    yield f"{words['en'].removesuffix('y')}ies"
