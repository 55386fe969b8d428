"""Commands that follow records through time and from one to the next: timeline, path, compare."""

from datetime import date
from typing import Annotated, Any

import typer

from kg.cli import completing
from kg.cli.filtering import Given, split_extras, with_filters
from kg.cli.looking import open_catalogue, say_nothing
from kg.cli.options import MOST, Form, FormOption, LangOption, Sources, StoreFolder
from kg.cli.printing import coloured_status, say, say_json, status_word, talk
from kg.cli.wording import counted
from kg.errors import KgError, NothingFound
from kg.evidence import printable
from kg.lookup import Catalogue, Filters, Line, resolve, select
from kg.lookup.comparing import Comparison, Side, compare
from kg.lookup.paths import Chain, Failure, Rules, chains, nearest_failure
from kg.lookup.timeline import Block, Entry, Timeline, timeline

_EXTRAS = {"ignore_unknown_options": True, "allow_extra_args": True}
_WORDS = {
    "en": {
        "early": "begun before, or without a stated start",
        "report": "report; the thing itself has no date",
        "passed": "passed; no source here says what became of it",
        "undated": "{n} more have no date of their own: --undated lists them",
        "steps": "{n} steps · weakest status: {status} · {overlap}",
        "step": "1 step · status: {status} · {overlap}",
        "overlap": "the times can overlap",
        "apart": "the times can't overlap",
        "unknown": "whether the times overlap is not known: not all have a date",
        "not_one": "a chain of records is not a record",
        "none": "no chain of records connects {a} and {b}",
        "groups": "only through groups whose members are unnamed: --through-groups",
        "poles": "only by way of Russia or China: --through Russia --through China",
        "only": "only {a}: {n}",
        "both": "both, in two records: {n}",
        "differs": "differs: {what}",
        "figures": "figures of one measure and one whole: {n}",
        "alike": "no difference in status, stage, date, figure or speaker",
    },
    "de": {
        "early": "früher begonnen oder ohne genannten Beginn",
        "report": "Bericht; die Sache selbst hat kein Datum",
        "passed": "verstrichen; keine Quelle hier sagt, was daraus wurde",
        "undated": "{n} weitere ohne eigenes Datum: --undated zeigt sie",
        "steps": "{n} Schritte · schwächster Status: {status} · {overlap}",
        "step": "1 Schritt · Status: {status} · {overlap}",
        "overlap": "die Zeiten können sich überschneiden",
        "apart": "die Zeiten überschneiden sich nicht",
        "unknown": "ob sich die Zeiten überschneiden, ist offen: nicht alle haben ein Datum",
        "not_one": "eine Kette von Einträgen ist kein Eintrag",
        "none": "keine Kette von Einträgen verbindet {a} und {b}",
        "groups": "nur durch Gruppen ohne genannte Mitglieder: --through-groups",
        "poles": "nur über Russland oder China: --through Russland --through China",
        "only": "nur {a}: {n}",
        "both": "beide, in zwei Einträgen: {n}",
        "differs": "verschieden: {what}",
        "figures": "Zahlen eines Maßes und einer Gesamtheit: {n}",
        "alike": "kein Unterschied in Status, Stand, Datum, Zahl oder Sprecher",
    },
}


def add_to(app: typer.Typer) -> None:
    """Add these commands to *app*."""
    app.command("timeline", cls=completing.WithRoles, context_settings=_EXTRAS)(show_timeline)
    app.command("path")(show_path)
    app.command("compare")(show_comparison)


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
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
    form: FormOption = Form.TABLE,
    *,
    given: Given,
) -> None:
    """Show what happened when, year by year.

    ~ marks what lies only possibly inside the dates asked for. A report's day is marked and never
    becomes the day of what it reports.

    Example: kg timeline --actor Iran --since 2020
    """
    catalogue = open_catalogue(sources, store, lang)
    names, short = split_extras([*(words or []), *context.args])
    filters = given.filters(catalogue, names, short)
    found = select(catalogue, filters)
    line = timeline(found, filters, today=date.today())  # noqa: DTZ011, TID251
    if form is Form.JSON:
        say_json(_timeline_json(line))
    elif not line.blocks and not (undated and line.undated):
        say_nothing(catalogue, filters, found, form)
    else:
        _print_timeline(catalogue, line, undated=undated)


def _timeline_json(line: Timeline) -> dict[str, Any]:
    return {
        "blocks": [
            {"year": block.year, "entries": [_entry_json(entry) for entry in block.entries]}
            for block in line.blocks
        ],
        "undated": [record["id"] for record in line.undated],
    }


def _entry_json(entry: Entry) -> dict[str, Any]:
    marks = {name: getattr(entry, name) for name in ("edtf", "possible", "report", "passed")}
    return {"id": entry.line["id"], "status": entry.line["status"], **marks}


def _print_timeline(catalogue: Catalogue, line: Timeline, *, undated: bool) -> None:
    for block in line.blocks:
        _print_block(catalogue, block)
    words = _WORDS[catalogue.lang]
    if undated:
        for record in line.undated:
            say(f"  {_row(catalogue, record, '–')}")
    elif line.undated:
        talk(words["undated"].format(n=len(line.undated)))
    talk(counted(line.dated, "dated record", catalogue.lang))


def _print_block(catalogue: Catalogue, block: Block) -> None:
    words = _WORDS[catalogue.lang]
    say(str(block.year) if block.year is not None else words["early"])
    for entry in block.entries:
        when = f"{'~' if entry.possible else ''}{entry.edtf}"
        marks = [words[name] for name in ("report", "passed") if getattr(entry, name)]
        marked = f"  [{'; '.join(marks)}]" if marks else ""
        say(f"  {_row(catalogue, entry.line, when)}{marked}")


def _row(catalogue: Catalogue, record: Line, when: str) -> str:
    kind = catalogue.word("kinds", record["kind"])
    label = printable(catalogue.label(record))
    status = coloured_status(status_word(record))
    return f"{when:<13} {status}  {kind}: {label} · {record['id'].rpartition('/')[2]}"


# -- path ---------------------------------------------------------------------------------


def show_path(
    start: Annotated[
        str,
        typer.Argument(metavar="A", help="Where to begin.", autocompletion=completing.entities),
    ],
    end: Annotated[
        str, typer.Argument(metavar="B", help="Where to end.", autocompletion=completing.entities)
    ],
    through: Annotated[
        list[str] | None,
        typer.Option(
            help="May pass through Russia or China.",
            show_default=False,
            autocompletion=completing.entities,
        ),
    ] = None,
    through_groups: Annotated[
        bool, typer.Option("--through-groups", help="May pass through unnamed groups.")
    ] = False,
    steps: Annotated[int, typer.Option(min=1, max=6, help="How many steps at most.")] = 4,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="How many chains at most.")] = 3,
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Show chains of records that connect A and B.

    Each step with its sentence.
    Exits 1 where there is none, and says what comes nearest.

    Example: kg path Yunnan "KP Chinas"
    """
    catalogue = open_catalogue(sources, store, lang)
    first, last = (resolve(catalogue, name, entities_only=True)["id"] for name in (start, end))
    if first == last:
        raise KgError(f"{start!r} and {end!r} are one: {first}")
    passed = frozenset(resolve(catalogue, name, entities_only=True)["id"] for name in through or ())
    rules = Rules(passed, groups=through_groups, steps=steps)
    found = chains(catalogue, first, last, rules, limit)
    if form is Form.JSON:
        say_json([_chain_json(catalogue, chain) for chain in found])
    for chain in found if form is Form.TABLE else ():
        _print_chain(catalogue, chain)
    if not found:
        failure = nearest_failure(catalogue, first, last, rules)
        raise NothingFound(_no_chain(catalogue, first, last, failure))


def _chain_json(catalogue: Catalogue, chain: Chain) -> dict[str, Any]:
    return {
        "hops": [{"from": a, "record": record["id"], "to": b} for a, record, b in chain.hops],
        "weakest": chain.weakest(_strength(catalogue)),
        "overlap": chain.overlap(),
    }


def _strength(catalogue: Catalogue) -> dict[str, int]:
    statuses = catalogue.vocabulary["statuses"]
    return {status: words["strength"] for status, words in statuses.items()}


def _print_chain(catalogue: Catalogue, chain: Chain) -> None:
    words = _WORDS[catalogue.lang]
    for hop in chain.hops:
        say(f"{catalogue.name_of(hop.source)} → {catalogue.name_of(hop.target)}")
        say(f"    {_row(catalogue, hop.record, hop.record['time'] or '–')}")
        place = hop.record["evidence"][0]
        say(f"    «{printable(place['exact'])}» ¶{catalogue.paragraph(place)}")
    overlap = {True: "overlap", False: "apart", None: "unknown"}[chain.overlap()]
    template = words["steps"] if len(chain.hops) > 1 else words["step"]
    weakest = chain.weakest(_strength(catalogue))
    say(template.format(n=len(chain.hops), status=weakest, overlap=words[overlap]))
    if len(chain.hops) > 1:
        say(words["not_one"])
    say()


def _no_chain(catalogue: Catalogue, start: str, end: str, failure: Failure | None) -> str:
    words = _WORDS[catalogue.lang]
    said = words["none"].format(a=catalogue.name_of(start), b=catalogue.name_of(end))
    if failure is None:
        return said
    reason = "groups" if failure.reason == "groups" else "poles"
    names = [failure.chain.hops[0].source, *(hop.target for hop in failure.chain.hops)]
    return f"{said}; {words[reason]}\n    {' → '.join(map(catalogue.name_of, names))}"


# -- compare ------------------------------------------------------------------------------


@with_filters
def show_comparison(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="A [B]",
            help="Two actors, or one at two times.",
            autocompletion=completing.entities,
        ),
    ],
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
    form: FormOption = Form.TABLE,
    before: Annotated[
        str | None,
        typer.Option(help="One actor: up to this day, beside --since.", show_default=False),
    ] = None,
    *,
    given: Given,
) -> None:
    """Show two actors side by side, or one at two times.

    Or one in two sources.

    Example: kg compare Iran Armenien

    Example: kg compare China --before 2021 --since 2022
    """
    catalogue = open_catalogue(sources, store, lang)
    left, right, titles = _sides(catalogue, names, before, given)
    if not (left.records or right.records):
        raise NothingFound(f"no record of {' or '.join(names)}; kg list shows what there is")
    result = compare(catalogue, left, right)
    if form is Form.JSON:
        say_json(_comparison_json(result))
    else:
        _print_comparison(catalogue, result, titles)


def _sides(
    catalogue: Catalogue, names: list[str], before: str | None, given: Given
) -> tuple[Side, Side, tuple[str, str]]:
    actors = [resolve(catalogue, name, entities_only=True)["id"] for name in names]
    if len(actors) == 2:
        sides = [_side(catalogue, actor, given.filters(catalogue)) for actor in actors]
        return *_two(sides), _two([catalogue.name_of(actor) for actor in actors])
    if len(actors) == 1 and before and given.since:
        earlier = given._replace(since=None, until=before).filters(catalogue)
        later = given.filters(catalogue)
        sides = [_side(catalogue, actors[0], filters) for filters in (earlier, later)]
        return *_two(sides), (f"≤ {before}", f"≥ {given.since}")
    if len(actors) == 1 and len(given.source or ()) == 2:
        each = [given._replace(source=[source]).filters(catalogue) for source in given.source or ()]
        sides = [_side(catalogue, actors[0], filters) for filters in each]
        return *_two(sides), _two(list(given.source or ()))
    raise KgError("name two actors; or one with --before and --since, or with two --source")


def _two(items: list[Any]) -> tuple[Any, Any]:
    return items[0], items[1]


def _side(catalogue: Catalogue, actor: str, filters: Filters) -> Side:
    found = select(catalogue, filters._replace(actors=(*filters.actors, actor)))
    return Side(tuple(found.lines), actor)


def _comparison_json(result: Comparison) -> dict[str, Any]:
    return {
        "both": [
            {"left": pair.left["id"], "right": pair.right["id"], "differs": list(pair.differs)}
            for pair in result.both
        ],
        "only_left": [line["id"] for line in result.only_left],
        "only_right": [line["id"] for line in result.only_right],
        "figures": [[left["id"], right["id"]] for left, right in result.figures],
    }


def _print_comparison(catalogue: Catalogue, result: Comparison, titles: tuple[str, str]) -> None:
    words = _WORDS[catalogue.lang]
    say(words["both"].format(n=len(result.both)))
    for pair in result.both:
        say(f"  {_row(catalogue, pair.left, pair.left['time'] or '–')}")
        say(f"  {_row(catalogue, pair.right, pair.right['time'] or '–')}")
        differs = words["differs"].format(what=", ".join(pair.differs))
        say(f"    {differs if pair.differs else words['alike']}")
    say(words["figures"].format(n=len(result.figures)))
    for left, right in result.figures:
        for line in (left, right):
            say(f"  {_row(catalogue, line, line['time'] or '–')}")
    for title, lines in zip(titles, (result.only_left, result.only_right), strict=True):
        say(words["only"].format(a=title, n=len(lines)))
        for line in lines:
            say(f"  {_row(catalogue, line, line['time'] or '–')}")
