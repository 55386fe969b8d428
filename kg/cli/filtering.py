"""The one set of filters, as options that every command which lists records takes."""

import calendar
import functools
import inspect
import re
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

import typer

from kg.cli import completing
from kg.errors import KgError, NothingFound
from kg.lookup import Catalogue, Filters, kinds_named, resolve, statuses_named

_Many = list[str] | None


def _option(*names: str, text: str, **more: Any) -> Any:
    return typer.Option(*names, help=text, show_default=False, **more)


class Given(NamedTuple):
    """Filters as they were typed: names are not looked up yet."""

    kind: Annotated[
        _Many,
        _option("--kind", text="Only these kinds of records.", autocompletion=completing.kinds),
    ] = None
    status: Annotated[
        _Many,
        _option(
            "--status",
            text="A status, or said, not-so, unconfirmed.",
            autocompletion=completing.statuses,
        ),
    ] = None
    actor: Annotated[
        _Many,
        _option("--actor", text="Who or what, in any role.", autocompletion=completing.entities),
    ] = None
    about: Annotated[
        _Many,
        _option(
            "--about",
            text="A system, weapon, commodity or project.",
            autocompletion=completing.entities,
        ),
    ] = None
    role: Annotated[
        _Many,
        _option(
            "--role",
            text="Who in which role; --imposer NAME for short.",
            metavar="ROLE=NAME",
            autocompletion=completing.role_pairs,
        ),
    ] = None
    said_by: Annotated[
        _Many,
        _option(
            "--said-by",
            text="Who says so, anywhere in the chain.",
            autocompletion=completing.entities,
        ),
    ] = None
    unnamed_sources: Annotated[
        bool, _option("--unnamed-sources", text="Only what rests on a source without a name.")
    ] = False
    with_firms: Annotated[
        bool,
        _option("--with-firms", text="A state's organs, companies and persons beside it."),
    ] = False
    source: Annotated[
        _Many, _option("--source", text="Only of these sources.", autocompletion=completing.sources)
    ] = None
    place: Annotated[_Many, _option("--place", text="Where.", autocompletion=completing.places)] = (
        None
    )
    since: Annotated[str | None, _option("--since", text="From this day, month or year.")] = None
    until: Annotated[str | None, _option("--until", text="Up to this day, month or year.")] = None
    as_of: Annotated[
        str | None, _option("--as-of", text="What had begun by then; plans by their announcing.")
    ] = None

    def filters(
        self, catalogue: Catalogue, kinds: list[str] | None = None, extras: list[str] | None = None
    ) -> Filters:
        """Return what is meant. *extras* are roles given short, as pairs ``role=name``.

        Raises KgError for a kind, status, role or date that there isn't, and for a name that
        means nothing or several things.
        """
        chosen = kinds_named([*(kinds or ()), *(self.kind or ())], catalogue)
        if self.since and self.until and first_day(self.since) > last_day(self.until):
            raise KgError(f"--since {self.since} lies after --until {self.until}")
        return Filters(
            kinds=chosen,
            statuses=statuses_named(self.status or (), catalogue),
            actors=_entities(self.actor, catalogue),
            about=_entities(self.about, catalogue),
            roles=_roles([*(self.role or ()), *(extras or ())], chosen, catalogue),
            said_by=_entities(self.said_by, catalogue),
            sources=_sources(self.source, catalogue),
            places=_entities(self.place, catalogue),
            since=first_day(self.since) if self.since else None,
            until=last_day(self.until) if self.until else None,
            as_of=last_day(self.as_of) if self.as_of else None,
            with_firms=self.with_firms,
            unnamed_sources=self.unnamed_sources,
        )


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of the filters to a command, which takes them as *given*."""
    own = inspect.signature(command, eval_str=True)
    ours = [parameter for name, parameter in own.parameters.items() if name != "given"]
    filters = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=annotation,
            default=Given._field_defaults[name],
        )
        for name, annotation in Given.__annotations__.items()
    ]

    @functools.wraps(command)
    def run(**arguments: Any) -> None:
        given = Given(**{name: arguments.pop(name) for name in Given._fields})
        command(**arguments, given=given)

    keyword_only = [item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for item in ours]
    run.__signature__ = own.replace(parameters=[*keyword_only, *filters])  # type: ignore[attr-defined]
    run.__annotations__ = {item.name: item.annotation for item in (*keyword_only, *filters)}
    return run


def split_extras(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the names, and the roles given short: ``--imposer NAME`` and ``--imposer=NAME``."""
    names: list[str] = []
    short: list[str] = []
    rest = iter(words)
    for word in rest:
        if not word.startswith("--"):
            names.append(word)
        elif "=" in word:
            short.append(word.removeprefix("--"))
        else:
            short.append(f"{word.removeprefix('--')}={next(rest, '')}")
    return names, short


def _entities(names: list[str] | None, catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(_entity(catalogue, name) for name in names or ())


def _entity(catalogue: Catalogue, name: str) -> str:
    """Return the id of the entity that a filter names; none, or several, is wrong usage."""
    try:
        return str(resolve(catalogue, name, entities_only=True)["id"])
    except NothingFound as error:
        raise KgError(str(error)) from error


def _sources(names: list[str] | None, catalogue: Catalogue) -> tuple[str, ...]:
    known = catalogue.store.manifest["sources"]
    for name in names or ():
        if name not in known:
            raise KgError(f"no source {name!r}; there is: {', '.join(known)}")
    return tuple(names or ())


def _roles(
    written: list[str], kinds: tuple[str, ...], catalogue: Catalogue
) -> tuple[tuple[str, str], ...]:
    chosen = kinds or tuple(catalogue.vocabulary["kinds"])
    known = {role for kind in chosen for role in catalogue.vocabulary["kinds"][kind]["roles"]}
    pairs = []
    for pair in written:
        role, _, name = pair.partition("=")
        role = role.replace("-", "_")
        if role not in known:
            raise KgError(f"no option or role {role!r} here; roles: {', '.join(sorted(known))}")
        pairs.append((role, _entity(catalogue, name)))
    return tuple(pairs)


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
