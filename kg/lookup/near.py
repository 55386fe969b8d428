"""A "no" that one may rely on: what was looked for, in how much, and what lies nearest.

Each near miss loosens one thing that was asked for, and comes with the words that show it. What a
source leaves out may still be so; that is said wherever nothing was found.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from kg.lookup.catalogue import Catalogue
from kg.lookup.filters import NOT_SO, SAID, Filters, Selection, count, select

_MANY = 200  # records, of which status and stage are no longer counted one by one
_MOST = 9  # near misses
_EVERYTHING = "kg list"  # lies near nothing


class Near(NamedTuple):
    """Something that almost fits: why, how many records, and the command that shows them."""

    why: str
    records: int
    command: str


class Searched(NamedTuple):
    """What was looked for, in words and as a command, and in how much."""

    asked: str
    records: int
    sources: int
    command: str


class Nothing(NamedTuple):
    """An empty answer: what was searched, the near misses, and what a "no" can't say."""

    said: str
    searched: Searched
    near: tuple[Near, ...]
    last: str

    def lines(self) -> Iterator[str]:
        """Yield the answer line by line, for a person."""
        yield self.said
        yield from (f"  {near.why}   {near.command}" for near in self.near)
        yield self.last


def nothing(catalogue: Catalogue, filters: Filters, found: Selection) -> Nothing:
    """Return what to say where *filters* found nothing."""
    looked = searched(catalogue, filters)
    near: dict[str, Near] = {}
    for miss in _misses(catalogue, filters, found):
        if miss.records and miss.command not in {looked.command, _EVERYTHING}:
            near.setdefault(miss.command, miss)
    return Nothing(
        in_vain(catalogue, looked), looked, tuple(near.values())[:_MOST], last_line(catalogue)
    )


def nothing_called(catalogue: Catalogue, text: str) -> Iterator[str]:
    """Yield what to say where nothing is called *text*, line by line."""
    looked = searched(catalogue, Filters())._replace(asked=f"“{text}”")
    yield from (in_vain(catalogue, looked), last_line(catalogue))


def in_vain(catalogue: Catalogue, looked: Searched) -> str:
    """Return the line that says what was looked for in vain, and in how much."""
    return words_of_no(catalogue.lang)["nothing"].format(
        asked=looked.asked, **in_how_much(catalogue, looked.records, looked.sources)
    )


def in_how_much(catalogue: Catalogue, records: int, sources: int) -> dict[str, str]:
    """Return the number of records and of sources, each with its noun."""
    words = words_of_no(catalogue.lang)
    return {
        "records": words["record" if records == 1 else "records"].format(n=records),
        "sources": words["source" if sources == 1 else "sources"].format(n=sources),
    }


def last_line(catalogue: Catalogue) -> str:
    """Return what every "no" ends with: that silence says nothing."""
    return words_of_no(catalogue.lang)["last"]


@cache
def words_of_no(lang: str) -> dict[str, str]:
    """Return the fixed words of a "no" in *lang*."""
    text = Path(__file__).with_name("words.json").read_text(encoding="utf-8")
    words: dict[str, str] = json.loads(text)[lang]
    return words


# -- what was looked for ------------------------------------------------------------------


def searched(catalogue: Catalogue, filters: Filters) -> Searched:
    """Return what *filters* look for, and in how many records of how many sources."""
    sources = filters.sources or tuple(catalogue.store.manifest["sources"])
    records = count(catalogue, Filters(sources=filters.sources))
    asked = " · ".join(_in_words(catalogue, filters)) or words_of_no(catalogue.lang)["anything"]
    return Searched(asked, records, len(sources), command_of(filters))


def _in_words(catalogue: Catalogue, filters: Filters) -> Iterator[str]:
    words = words_of_no(catalogue.lang)
    yield from _listed(catalogue.word("kinds", kind) for kind in filters.kinds)
    yield from _listed(map(_status, filters.statuses))
    for label, entity in _entities(catalogue, filters):
        yield f"{label}: {catalogue.name_of(entity)}"
    yield from (f"{words['source_of']}: {source}" for source in filters.sources)
    for field in ("since", "until", "as_of"):
        yield from _listed(f"{words[field]} {day}" for day in [getattr(filters, field)] if day)
    yield from (words[flag] for flag in ("with_firms", "unnamed_sources") if getattr(filters, flag))


def _listed(parts: Iterable[str]) -> Iterator[str]:
    if whole := ", ".join(parts):
        yield whole


def _entities(catalogue: Catalogue, filters: Filters) -> Iterator[tuple[str, str]]:
    """Yield every entity that is asked for, after the label of its role or option."""
    for role, entity in filters.roles:
        yield catalogue.word("fields", role), entity
    for field in ("actors", "about", "said_by", "places"):
        for entity in getattr(filters, field):
            yield words_of_no(catalogue.lang)[field], entity


def _status(status: str) -> str:
    return status if status == "asserted" else status.upper()


# -- what lies nearest --------------------------------------------------------------------


def _misses(catalogue: Catalogue, filters: Filters, found: Selection) -> Iterator[Near]:
    """Yield each way to ask for a little more, the nearest first, with what it would find."""
    words = words_of_no(catalogue.lang)
    if found.undated:
        command = f"{command_of(filters)} --undated"
        yield Near(words["undated"].format(n=len(found.undated)), len(found.undated), command)
    if filters.statuses:
        yield _of_any_status(catalogue, filters)
    for why, wider in (*_one_loosened(catalogue, filters), *_more_loosened(catalogue, filters)):
        number = count(catalogue, wider)
        yield Near(f"{why}: {number}", number, command_of(wider))


def _of_any_status(catalogue: Catalogue, filters: Filters) -> Near:
    """Return the same thing with a weaker status, or at another stage: which, and how many."""
    wider = filters._replace(statuses=())
    number = count(catalogue, wider)
    why = words_of_no(catalogue.lang)["status"].format(n=number)
    if 0 < number <= _MANY:
        sorts = Counter(_how(catalogue, line) for line in select(catalogue, wider).lines)
        why += f" ({', '.join(f'{many} {sort}' for sort, many in sorts.most_common())})"
    return Near(why, number, command_of(wider))


def _how(catalogue: Catalogue, line: dict[str, Any]) -> str:
    """Return how a record is put: its status, that it is negative, and its stage."""
    negative = " NOT SO" if line["polarity"] == "negative" else ""
    stage = catalogue.code(line, "stage")
    return f"{_status(line['status'])}{negative}{f' [{stage}]' if stage else ''}"


def _one_loosened(catalogue: Catalogue, filters: Filters) -> Iterator[tuple[str, Filters]]:
    """Yield what is asked for with one condition less, or with one name meant more widely."""
    words = words_of_no(catalogue.lang)
    if filters.dated:
        yield words["dates"], filters._replace(since=None, until=None, as_of=None)
    if filters.roles:
        yield words["roles"], _in_any_role(filters)
    yield from _of_others(catalogue, filters)
    if names_of(filters) and not filters.with_firms:
        yield words["firms"], filters._replace(with_firms=True)
    yield from _of_groups(catalogue, filters)
    for field in ("said_by", "places", "sources", "unnamed_sources"):
        if getattr(filters, field):
            without: dict[str, Any] = {field: Filters._field_defaults[field]}
            yield words[f"any_{field}"], filters._replace(**without)


def _more_loosened(catalogue: Catalogue, filters: Filters) -> Iterator[tuple[str, Filters]]:
    """Yield what is left of the question when only the names stay, at last each by itself."""
    words = words_of_no(catalogue.lang)
    names = names_of(filters)
    if names and filters.kinds:
        yield words["kinds"], _in_any_role(filters)._replace(kinds=())
    if names and filters != (only := Filters(actors=names)):
        yield words["names"], only
    if len(names) > 1:
        for name in names:
            alone = words["alone"].format(name=catalogue.name_of(name))
            yield alone, Filters(actors=(name,))


def names_of(filters: Filters) -> tuple[str, ...]:
    """Return the entities that *filters* name, in whatever role, each once."""
    roles = (entity for _, entity in filters.roles)
    return tuple(dict.fromkeys((*filters.actors, *filters.about, *roles)))


def _in_any_role(filters: Filters) -> Filters:
    actors = (*filters.actors, *(entity for _, entity in filters.roles))
    return filters._replace(roles=(), actors=tuple(dict.fromkeys(actors)))


def _of_others(catalogue: Catalogue, filters: Filters) -> Iterator[tuple[str, Filters]]:
    """Yield the question without one of its names: the same roles with other actors."""
    words = words_of_no(catalogue.lang)
    for at, (role, _) in enumerate(filters.roles):
        roles = (*filters.roles[:at], *filters.roles[at + 1 :])
        why = words["other_role"].format(role=catalogue.word("fields", role))
        yield why, filters._replace(roles=roles)
    for entity in dict.fromkeys((*filters.actors, *filters.about)):
        why = words["other_actor"].format(name=catalogue.name_of(entity))
        actors, about = (
            tuple(name for name in names if name != entity)
            for names in (filters.actors, filters.about)
        )
        yield why, filters._replace(actors=actors, about=about)


def _of_groups(catalogue: Catalogue, filters: Filters) -> Iterator[tuple[str, Filters]]:
    """Yield what is said of a group with one of the names in it, or of the state that it is of.

    What a group does is never dealt out to its members, so that a question for one of them misses
    it; it lies near all the same.
    """
    words = words_of_no(catalogue.lang)
    for entity in names_of(filters):
        name = catalogue.name_of(entity)
        for sort, others in (
            ("group", catalogue.groups_of(entity)),
            ("owner", catalogue.owners_of(entity)),
        ):
            for other in others:
                why = words[sort].format(name=name, other=catalogue.name_of(other))
                yield why, _instead(filters, entity, other)


def _instead(filters: Filters, entity: str, other: str) -> Filters:
    def swapped(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(other if name == entity else name for name in names)

    return filters._replace(
        actors=swapped(filters.actors),
        about=swapped(filters.about),
        roles=tuple((role, other if name == entity else name) for role, name in filters.roles),
    )


# -- as a command -------------------------------------------------------------------------


def command_of(filters: Filters) -> str:
    """Return the command line that asks for *filters*."""
    return " ".join(["kg list", *filters.kinds, *options_of(filters._replace(kinds=()))])


def options_of(filters: Filters) -> list[str]:
    """Return the options that ask for *filters*, as any command takes them."""
    parts: list[str] = []
    for option, values in (
        ("kind", filters.kinds),
        ("status", _shortest(filters.statuses)),
        ("actor", filters.actors),
        ("about", filters.about),
        ("said-by", filters.said_by),
        ("source", filters.sources),
        ("place", filters.places),
    ):
        parts += [part for value in values for part in (f"--{option}", value)]
    for role, entity in filters.roles:
        parts += [f"--{role.replace('_', '-')}", entity]
    for option in ("since", "until", "as_of"):
        if value := getattr(filters, option):
            parts += [f"--{option.replace('_', '-')}", value]
    parts += ["--with-firms"] * filters.with_firms
    parts += ["--unnamed-sources"] * filters.unnamed_sources
    return parts


def _shortest(statuses: tuple[str, ...]) -> tuple[str, ...]:
    """Return the word that stands for all of *statuses*, where there is one."""
    return {SAID: ("said",), NOT_SO: ("not-so",)}.get(statuses, statuses)
