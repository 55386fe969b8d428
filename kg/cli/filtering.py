"""The one set of filters, as options that every command which lists records takes."""

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

import typer

from kg.cli.printing import talk
from kg.errors import KgError
from kg.evidence import printable
from kg.lookup import Catalogue, Filters, Wanted, filters_for, readings, resolve_record

_Many = list[str] | None


def _option(*names: str, text: str, **more: Any) -> Any:
    return typer.Option(*names, help=text, show_default=False, **more)


class Given(NamedTuple):
    """Filters as they were typed: names are not looked up yet."""

    kind: Annotated[_Many, _option("--kind", text="Only these kinds of records.")] = None
    status: Annotated[
        _Many, _option("--status", text="A status, or said, not-so, unconfirmed.")
    ] = None
    actor: Annotated[_Many, _option("--actor", text="Who or what, in any role.")] = None
    about: Annotated[_Many, _option("--about", text="A system, weapon, commodity or project.")] = (
        None
    )
    role: Annotated[
        _Many,
        _option("--role", text="Who in which role; --imposer NAME for short.", metavar="ROLE=NAME"),
    ] = None
    said_by: Annotated[_Many, _option("--said-by", text="Who says so, anywhere in the chain.")] = (
        None
    )
    unnamed_sources: Annotated[
        bool, _option("--unnamed-sources", text="Only what rests on a source without a name.")
    ] = False
    with_firms: Annotated[
        bool,
        _option("--with-firms", text="A state's organs, companies and persons beside it."),
    ] = False
    source: Annotated[_Many, _option("--source", text="Only of these sources.")] = None
    place: Annotated[_Many, _option("--place", text="Where.")] = None
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
        means nothing or several things. Says for whom a part of a name was taken.
        """
        roles = [_role(pair) for pair in (*(self.role or ()), *(extras or ()))]
        chosen = [*(kinds or ()), *(self.kind or ())]
        wanted = Wanted(**{**self._asdict(), "kind": chosen, "role": roles})
        filters = filters_for(catalogue, wanted)
        for reading in readings(catalogue, wanted):
            talk(printable(reading))
        return filters


def _role(pair: str) -> tuple[str, str]:
    role, _, name = pair.partition("=")
    return role, name


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


def filters_of(catalogue: Catalogue, words: list[str], given: Given) -> Filters:
    """Return what names and options given beside each other mean: all of the names in a record.

    Raises KgError for a name that means nothing: it can't be asked with.
    """
    names, roles = split_extras(words)
    try:
        return given._replace(actor=[*names, *(given.actor or ())]).filters(catalogue, extras=roles)
    except KgError:
        for name in names:
            _refuse_record(name, catalogue)
        raise


def _refuse_record(name: str, catalogue: Catalogue) -> None:
    """Raise KgError for a name that is no actor's, but a record's."""
    try:
        record = resolve_record(catalogue, name)
    except KgError:
        return
    raise KgError(f"{name!r} is a record, not who or what it is about: kg cite {record['id']}")


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


def short_roles(words: list[str]) -> list[str]:
    """Return the roles given short to a command that takes no names beside them.

    Raises KgError for a name.
    """
    names, short = split_extras(words)
    if names:
        raise KgError(f"{names[0]!r} is too much here: --kind KIND and --actor NAME choose records")
    return short
