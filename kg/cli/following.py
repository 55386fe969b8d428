"""Commands that follow records through time and from one to the next: timeline, path, compare."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Annotated, NamedTuple

import typer

from kg.cli import completing
from kg.cli.filtering import Given, split_extras, with_filters
from kg.cli.looking import open_catalogue, said_as_a_no, say_nothing
from kg.cli.options import MOST, Form, FormOption, LangOption, Sources, StoreFolder
from kg.cli.printing import say, say_json, talk
from kg.errors import Ambiguous, KgError, NothingFound
from kg.lookup import (
    Catalogue,
    Filters,
    Line,
    first_day,
    is_record,
    nothing,
    resolve,
    searched,
    select,
)
from kg.lookup.comparing import Side, compare
from kg.lookup.filters import nothing_but_undated
from kg.lookup.paths import MOST_STEPS, USUAL_STEPS, Paths, Rules
from kg.lookup.timeline import timeline

_EXTRAS = {"ignore_unknown_options": True, "allow_extra_args": True}
_SOME = 5


def add_to(app: typer.Typer) -> None:
    """Add these commands to *app*."""
    app.command("timeline", cls=completing.WithRoles, context_settings=_EXTRAS)(show_timeline)
    app.command("path", cls=completing.WithRoles, context_settings=_EXTRAS)(show_path)
    app.command("compare", cls=completing.WithRoles, context_settings=_EXTRAS)(show_comparison)


def _actor(catalogue: Catalogue, name: str) -> str:
    """Return the id of the entity that *name* means.

    Raises NothingFound where there is none, several, or only a record.
    """
    line = _called(catalogue, name)
    if is_record(line):
        what = f"{name!r} is a record, not somebody or something; kg show {line['id']}"
        raise NothingFound(what, name, [(catalogue.label(line), line["id"])])
    return str(line["id"])


def _called(catalogue: Catalogue, name: str) -> Line:
    try:
        return resolve(catalogue, name, entities_only=True)
    except Ambiguous:
        raise
    except NothingFound:
        return resolve(catalogue, name)


# -- timeline -----------------------------------------------------------------------------


@with_filters
def show_timeline(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KIND]...",
            help="Only these kinds.",
            show_default=False,
            autocompletion=completing.kinds_or_role,
        ),
    ] = None,
    undated: Annotated[
        bool, typer.Option("--undated", help="List what has no date of its own, too.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, max=MOST, help="How many at most.", show_default=False)
    ] = None,
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
    form: FormOption = Form.TABLE,
    *,
    given: Given,
) -> None:
    """Show what happened when, year by year.

    ~ marks what lies only possibly inside the dates asked for; what has no date is counted in the
    last line. A report's day is marked and never becomes the day of what it reports.

    Example: kg timeline --actor Iran --since 2020
    """
    from kg.cli.timeline_screen import TimelineScreen

    catalogue = open_catalogue(sources, store, lang)
    names, short = split_extras([*(words or []), *context.args])
    filters = given.filters(catalogue, names, short)
    found = select(catalogue, filters)
    line = timeline(catalogue, found, filters, today=date.today())  # noqa: DTZ011, TID251
    listed = undated or filters.keeps_undated
    screen = TimelineScreen(catalogue, line, undated=listed, most=limit)
    if not line.blocks and not (listed and line.undated):
        if line.undated and form is Form.TABLE:
            talk(screen.none_dated())
        else:
            say_nothing(catalogue, filters, nothing_but_undated(catalogue, line.undated), form)
    elif form is Form.JSON:
        looked = searched(catalogue, filters)._asdict()
        say_json({**screen.json(), "searched": looked, "near": []})
    else:
        say("\n".join(screen.render()))
        talk(screen.last_line())


# -- path ---------------------------------------------------------------------------------


@with_filters
def show_path(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="A B",
            help="Where to begin and end.",
            autocompletion=completing.entities_or_role,
        ),
    ],
    through: Annotated[
        list[str] | None,
        typer.Option(
            help="What else a chain may lead over: Russia, China, goods, a place, a group.",
            metavar="NAME",
            show_default=False,
            autocompletion=completing.entities,
        ),
    ] = None,
    through_groups: Annotated[
        bool, typer.Option("--through-groups", help="May lead over any unnamed group.")
    ] = False,
    steps: Annotated[
        int, typer.Option(min=1, max=MOST_STEPS, help="How many steps at most.")
    ] = USUAL_STEPS,
    undated: Annotated[
        bool, typer.Option("--undated", help="With a date filter: use what has no date, too.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="How many chains at most.")] = 3,
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
    form: FormOption = Form.TABLE,
    *,
    given: Given,
) -> None:
    """Show chains of records that connect A and B.

    The shortest, the strongest first; each step with its sentence. None leads over Russia, China,
    goods, places or unnamed groups unless --through names it, nor over what is denied or said not
    to be so. Filters say which records may be used.
    Exits 1 where there is none, and says what comes nearest.

    Example: kg path Yunnan "KP Chinas"
    """
    from kg.cli.chain_screen import ChainScreen

    catalogue = open_catalogue(sources, store, lang)
    names, short = split_extras([*words, *context.args])
    if len(names) != 2:
        raise KgError('name two: kg path Yunnan "KP Chinas"')
    filters = given.filters(catalogue, extras=short)
    with said_as_a_no(catalogue, form):
        paths = Paths(catalogue, *_two_actors(catalogue, names))
        passed = frozenset(_actor(catalogue, name) for name in through or ())
    rules = Rules(passed, groups=through_groups, steps=steps)
    _refuse_needless(paths, rules)
    rules = _only_allowed(catalogue, filters, rules, undated=undated or filters.keeps_undated)
    screen = ChainScreen(paths, rules, filters)
    found = paths.chains(rules, limit)
    if not found.chains:
        failures = paths.failures(rules)
        if form is Form.JSON:
            say_json(screen.no_json(failures))
        else:
            talk("\n".join(screen.no_chain(failures)))
        raise typer.Exit(NothingFound.exit_code)
    if form is Form.JSON:
        say_json(screen.json(found))
        return
    for chain in found.chains:
        say("\n".join((*screen.chain(chain), "")))
    both = filters._replace(actors=(*filters.actors, paths.start, paths.end))
    for line in screen.beside(found, len(select(catalogue, both).lines)):
        talk(line)


def _two_actors(catalogue: Catalogue, names: list[str]) -> tuple[str, str]:
    first, last = (_actor(catalogue, name) for name in names)
    if first == last:
        raise KgError(f"{names[0]!r} and {names[1]!r} are one: {first}")
    return first, last


def _refuse_needless(paths: Paths, rules: Rules) -> None:
    """Raise KgError for a --through that a chain may lead over anyway."""
    for entity in sorted(rules.through - {paths.start, paths.end}):
        if paths.why_not_via(entity, Rules()) is None:
            raise KgError(
                f"--through {entity}: a chain may lead over it anyway; --through is for what they "
                f"avoid: Russia, China, goods, places, unnamed groups. For chains that lead over "
                f"it: kg path {paths.start} {entity} and kg path {entity} {paths.end}"
            )


def _only_allowed(catalogue: Catalogue, filters: Filters, rules: Rules, *, undated: bool) -> Rules:
    """Return *rules* that allow what *filters* leave."""
    if filters == Filters():
        return rules
    found = select(catalogue, filters)
    without = frozenset(found.undated.ids())
    allowed = frozenset(found.lines.ids())
    if undated:
        return rules._replace(allowed=allowed | without)
    return rules._replace(allowed=allowed, undated=without)


# -- compare ------------------------------------------------------------------------------


@with_filters
def show_comparison(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[A] [B]",
            help="Two actors, or one.",
            show_default=False,
            autocompletion=completing.entities_or_role,
        ),
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(help="At two times: before this day, and --since.", show_default=False),
    ] = None,
    undated: Annotated[
        bool, typer.Option("--undated", help="List what a date filter leaves out, too.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="All of each part.")] = False,
    limit: Annotated[
        int, typer.Option(min=1, max=MOST, help="How many of each part at most.")
    ] = _SOME,
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
    form: FormOption = Form.TABLE,
    *,
    given: Given,
) -> None:
    """Show two actors side by side, one at two times, or two sources.

    Two sources are two --source, with an actor or without. What both have, and in what it
    differs; figures in one row only where commodity, direction, unit, measure and whole agree;
    what only one has. Exits 1 where neither has a record.

    Example: kg compare Iran Armenien

    Example: kg compare China --before 2022 --since 2022
    """
    from kg.cli.comparison_screen import ComparisonScreen, Sides

    catalogue = open_catalogue(sources, store, lang)
    names, short = split_extras([*(words or []), *context.args])
    with said_as_a_no(catalogue, form):
        actors, titles, asked = _sides(catalogue, names, before, given, short)
    left, right = (
        _side(catalogue, actor, filters) for actor, filters in zip(actors, asked, strict=True)
    )
    if not (left.records or right.records):
        _say_neither(catalogue, asked, (left, right), form)
        raise typer.Exit(NothingFound.exit_code)
    sides = Sides(left, right, titles, times=before is not None)
    most = None if everything or form is Form.JSON else limit
    screen = ComparisonScreen(catalogue, sides, compare(catalogue, left, right), most)
    if form is Form.JSON:
        looked = [searched(catalogue, each)._asdict() for each in _whole(asked, (left, right))]
        say_json({**screen.json(undated=undated), "searched": looked, "near": []})
    else:
        say("\n".join(screen.render(undated=undated)))
        talk(screen.last_line(undated=undated))


def _say_neither(
    catalogue: Catalogue, asked: Iterable[Filters], sides: Sequence[Side], form: Form
) -> None:
    """Say that neither side has a record: of each what was asked, and what lies nearest."""
    whole = [
        (filters, nothing_but_undated(catalogue, side.undated))
        for filters, side in zip(_whole(asked, sides), sides, strict=True)
    ]
    if form is Form.TABLE:
        for filters, found in whole:
            say_nothing(catalogue, filters, found, form)
        return
    answers = [nothing(catalogue, filters, found) for filters, found in whole]
    near = [item._asdict() for answer in answers for item in answer.near]
    say_json(
        {"results": [], "searched": [answer.searched._asdict() for answer in answers], "near": near}
    )


def _whole(asked: Iterable[Filters], sides: Iterable[Side]) -> list[Filters]:
    """Return of each side the filters with its actor among them."""
    return [
        filters._replace(actors=(*filters.actors, side.actor)) if side.actor else filters
        for filters, side in zip(asked, sides, strict=True)
    ]


class _Asked(NamedTuple):
    """Of both sides: the actor, what it is called, and which records are meant."""

    actors: tuple[str | None, str | None]
    titles: tuple[str, str]
    filters: tuple[Filters, Filters]


def _sides(
    catalogue: Catalogue, names: list[str], before: str | None, given: Given, short: list[str]
) -> _Asked:
    """Return of both sides the actor, the title, and which records are meant."""
    filters = given.filters(catalogue, extras=short)
    if len(names) == 2 and not before:
        first, last = _two_actors(catalogue, names)
        named = catalogue.name_of(first), catalogue.name_of(last)
        return _Asked((first, last), named, (filters, filters))
    actor = _actor(catalogue, names[0]) if len(names) == 1 else None
    if len(names) < 2 and before and given.since:
        earlier = filters._replace(since=None, until=_day_before(before, given.since))
        return _Asked((actor, actor), (before, given.since), (earlier, filters))
    if len(names) < 2 and not before and len(filters.sources) == 2:
        one, other = filters.sources
        each = filters._replace(sources=(one,)), filters._replace(sources=(other,))
        return _Asked((actor, actor), (one, other), each)
    raise KgError("name two actors; or at most one with --before and --since, or two --source")


def _day_before(before: str, since: str) -> str:
    """Return the last day of the earlier time. Raises KgError where the two would overlap."""
    first = first_day(before)
    if first > first_day(since):
        raise KgError(f"--before {before} lies after --since {since}: the two times overlap")
    if first == date.min.isoformat():
        raise KgError(f"--before {before}: there is no day before it")
    return (date.fromisoformat(first) - timedelta(days=1)).isoformat()


def _side(catalogue: Catalogue, actor: str | None, filters: Filters) -> Side:
    whose = (*filters.actors, actor) if actor else filters.actors
    found = select(catalogue, filters._replace(actors=whose))
    possible = frozenset(found.possible.ids())
    if filters.keeps_undated:
        return Side((*found.lines, *found.undated), actor, possible)
    return Side(tuple(found.lines), actor, possible, tuple(found.undated))
