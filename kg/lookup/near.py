"""A "no" that one may rely on: what was looked for, in how much, and what lies nearest.

Every near miss comes with the words that show it. What a source leaves out may still be so; that
is said wherever nothing was found.
"""

from collections.abc import Iterator
from typing import NamedTuple

from kg.lookup.catalogue import Catalogue
from kg.lookup.filters import Filters, Selection, select

_LAST_LINE = {
    "en": "What a source leaves out may still be so.",
    "de": "Was eine Quelle nicht sagt, kann dennoch so sein.",
}
_WORDS = {
    "en": {
        "searched": "nothing found in {records} records (sources: {sources})",
        "status": "the same with any status: {n}",
        "roles": "the same actors in any role: {n}",
        "others": "the same roles and kinds with other actors: {n}",
        "kinds": "the same actors in records of any kind: {n}",
        "undated": "without a date, so left out by the date filter: {n}",
        "firms": "said of its organs, companies and persons: {n}",
        "dates": "the same at any time: {n}",
    },
    "de": {
        "searched": "nichts gefunden in {records} Einträgen (Quellen: {sources})",
        "status": "dasselbe mit beliebigem Status: {n}",
        "roles": "dieselben Beteiligten in beliebiger Rolle: {n}",
        "others": "dieselben Rollen und Arten mit anderen Beteiligten: {n}",
        "kinds": "dieselben Beteiligten in Einträgen jeder Art: {n}",
        "undated": "ohne Datum, darum vom Datumsfilter ausgelassen: {n}",
        "firms": "von Organen, Unternehmen und Personen gesagt: {n}",
        "dates": "dasselbe zu beliebiger Zeit: {n}",
    },
}


class Near(NamedTuple):
    """Something that almost fits: why, how many records, and the command that shows them."""

    why: str
    records: int
    command: str


class Nothing(NamedTuple):
    """An empty answer: what was searched, the near misses, and the last line."""

    searched: str
    near: tuple[Near, ...]
    last: str

    def lines(self) -> Iterator[str]:
        """Yield the answer line by line, for a person."""
        yield self.searched
        yield from (f"  {near.why}   {near.command}" for near in self.near)
        yield self.last


def nothing(catalogue: Catalogue, filters: Filters, found: Selection) -> Nothing:
    """Return what to say where *filters* found nothing."""
    words = _WORDS[catalogue.lang]
    counts = catalogue.store.manifest["counts"]
    near = [
        Near(words[why].format(n=count), count, command_of(wider))
        for why, wider, count in _wider(catalogue, filters, found)
        if count
    ]
    searched = words["searched"].format(records=counts["records"], sources=counts["sources"])
    return Nothing(f"{searched}: {command_of(filters)}", tuple(near), _LAST_LINE[catalogue.lang])


def _wider(
    catalogue: Catalogue, filters: Filters, found: Selection
) -> Iterator[tuple[str, Filters, int]]:
    """Yield each way to ask for a little more, with what it would find."""
    if found.undated:
        yield "undated", filters, len(found.undated)
    for why, wider in _variants(filters):
        yield why, wider, len(select(catalogue, wider).lines)


def _variants(filters: Filters) -> Iterator[tuple[str, Filters]]:
    if filters.statuses:
        yield "status", filters._replace(statuses=())
    if filters.dated:
        yield "dates", filters._replace(since=None, until=None, as_of=None)
    actors = (*filters.actors, *(entity for _, entity in filters.roles))
    if filters.roles:
        yield "roles", filters._replace(roles=(), actors=tuple(dict.fromkeys(actors)))
    if actors and filters.kinds:
        unbound = filters._replace(kinds=(), roles=(), actors=tuple(dict.fromkeys(actors)))
        yield "kinds", unbound
    if actors and not filters.with_firms:
        yield "firms", filters._replace(with_firms=True)
    if actors and (filters.kinds or filters.statuses):
        yield "others", filters._replace(roles=(), actors=())


def command_of(filters: Filters) -> str:
    """Return the command line that asks for *filters*."""
    parts = ["kg list", *filters.kinds]
    for option, values in (
        ("status", filters.statuses),
        ("actor", filters.actors),
        ("about", filters.about),
        ("said-by", filters.said_by),
        ("source", filters.sources),
        ("place", filters.places),
    ):
        parts += [f"--{option} {value}" for value in values]
    parts += [f"--{role.replace('_', '-')} {entity}" for role, entity in filters.roles]
    for option in ("since", "until", "as_of"):
        if value := getattr(filters, option):
            parts.append(f"--{option.replace('_', '-')} {value}")
    parts += ["--with-firms"] * filters.with_firms
    parts += ["--unnamed-sources"] * filters.unnamed_sources
    return " ".join(parts)
