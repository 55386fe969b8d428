"""Commands that look things up: status, show, list."""

import contextlib
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli import completing
from kg.cli.filtering import Given, split_extras, with_filters
from kg.cli.options import (
    MOST,
    Form,
    FormOption,
    Lang,
    LangOption,
    Sources,
    StoreFolder,
    folders,
    lang_of_environment,
    opened_store,
)
from kg.cli.phrases import Phrases
from kg.cli.printing import say, say_json, status_word, table, talk
from kg.cli.wording import counted, heads, words
from kg.errors import Ambiguous, KgError, NothingFound
from kg.evidence import printable
from kg.lookup import (
    Catalogue,
    Filters,
    Line,
    Selection,
    last_line,
    names_of,
    nothing,
    resolve,
    searched,
    select,
)


def add_to(app: typer.Typer) -> None:
    """Add these commands to *app*."""
    app.command("status")(status)
    app.command("show")(show)
    app.command(
        "list",
        cls=completing.WithRoles,
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )(list_records)


def open_catalogue(sources: Path | None, store: Path | None, lang: Lang | None) -> Catalogue:
    """Return what the store holds; say on stderr where ``sources/`` has moved on since."""
    chosen = (lang or lang_of_environment()).value
    return Catalogue(opened_store(sources, store, lang), chosen)


@contextlib.contextmanager
def said_as_a_no(catalogue: Catalogue, form: Form) -> Iterator[None]:
    """Say of a name that nothing has, or several have, what every "no" says, in JSON too."""
    try:
        yield
    except NothingFound as error:
        if form is Form.JSON:
            looked = searched(catalogue, Filters())._asdict()
            asked = {"asked": error.name, "command": shlex.join(["kg", "find", error.name])}
            near = [
                {"why": why, "records": _records_of(catalogue, of), "command": f"kg show {of}"}
                for why, of in error.near
            ]
            say_json({"results": [], "searched": {**looked, **asked}, "near": near})
        if isinstance(error, Ambiguous):
            raise
        raise NothingFound(f"{error}\n    {last_line(catalogue)}") from error


def _records_of(catalogue: Catalogue, found: str) -> int:
    return 1 if found in catalogue.records else catalogue.number_of_records(found)


def status(
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Say what the store holds, and where.

    Example: kg status --format json
    """
    catalogue = open_catalogue(sources, store, lang)
    manifest = catalogue.store.manifest
    source_folder, store_folder = folders(sources, store)
    places = {"sources": str(source_folder), "store": str(store_folder)}
    if form is Form.JSON:
        counts = {"counts": manifest["counts"], "by_source": manifest["sources"]}
        say_json({**places, **counts, "candidates": manifest.get("candidates", {})})
        return
    names = words(catalogue.lang)["places"]
    say("\n".join(f"{names[name] + ':':<9} {printable(at)}" for name, at in places.items()))
    _print_counts(catalogue)


def _print_counts(catalogue: Catalogue) -> None:
    counts = catalogue.store.manifest["counts"]
    said = words(catalogue.lang)
    say(f"{said['records'] + ':':<9} {counts['records']}")
    for key, sort in (("by_kind", "kinds"), ("by_status", "statuses")):
        parts = (f"{count} {catalogue.word(sort, code)}" for code, count in counts[key].items())
        say(f"          {', '.join(parts)}")
    say(said["entities"].format(**counts))
    say(said["quads"].format(**counts))
    for source, head in catalogue.store.manifest["sources"].items():
        say(said["source"].format(source=source, **head))
    for source, number in catalogue.store.manifest.get("candidates", {}).items():
        say(said["candidates"].format(source=source, n=number))


def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="An id, an IRI or any name.", autocompletion=completing.anything
        ),
    ],
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every record, not three a kind.")
    ] = False,
    form: FormOption = Form.TABLE,
) -> None:
    """Show an entity or record: what is said, how sure, by whom.

    Exits 1 where nothing is called so, or where the name fits several.

    Example: kg show "Xi Jinping"
    """
    catalogue = open_catalogue(sources, store, lang)
    with said_as_a_no(catalogue, form):
        line = resolve(catalogue, name)
    if form is Form.JSON:
        say_json(
            line if "status" in line else {**line, "records": _record_ids(catalogue, line["id"])}
        )
    elif "status" in line:
        from kg.cli.record_screen import RecordScreen

        say(RecordScreen(catalogue).render(line))
    else:
        from kg.cli.entity_screen import EntityScreen

        say(EntityScreen(catalogue).render(line, everything=everything))


def _record_ids(catalogue: Catalogue, entity: str) -> list[str]:
    return [line["id"] for line in catalogue.records_of(entity)]


@with_filters
def list_records(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KIND]...",
            help="Kinds of records, or one class of entities.",
            show_default=False,
            autocompletion=completing.kinds_or_classes,
        ),
    ] = None,
    undated: Annotated[
        bool, typer.Option("--undated", help="With a date filter: list what has no date.")
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
    """List records as a table, or the entities of a class.

    Every status is listed unless --status says otherwise, each with its name. With a date filter,
    ~ marks what is only possibly inside; what has no date is counted in the last line.

    Example: kg list sanction --target China

    Example: kg list trade-flow --since 2022

    Example: kg list person
    """
    catalogue = open_catalogue(sources, store, lang)
    names, short = split_extras([*(words or []), *context.args])
    if len(names) == 1 and (entity_class := _class_named(names[0], catalogue)):
        if given != Given() or short or undated:
            raise KgError(f"{names[0]} are entities; filters are for records")
        _print_entities(catalogue, entity_class, form, limit)
        return
    filters = given.filters(catalogue, names, short)
    found = select(catalogue, filters)
    lines = (found.undated if undated else found.lines)[:limit]
    if not lines:
        say_nothing(catalogue, filters, found, form)
    elif form is Form.JSON:
        say_json(_listed(catalogue, lines, filters, found))
    else:
        _print_records(catalogue, lines, filters.kinds, found)


def _listed(
    catalogue: Catalogue, lines: list[Line], filters: Filters, found: Selection
) -> dict[str, Any]:
    """Return a list of records as JSON: those only possibly inside named, the undated counted."""
    shown = {line["id"] for line in lines}
    return {
        "results": lines,
        "possible": [line["id"] for line in found.possible if line["id"] in shown],
        "undated": len(found.undated),
        "searched": searched(catalogue, filters)._asdict(),
        "near": [],
    }


def say_nothing(catalogue: Catalogue, filters: Filters, found: Selection, form: Form) -> None:
    """Say that nothing was found, in how much, and what lies nearest: a "no" to rely on."""
    answer = nothing(catalogue, filters, found)
    if form is Form.JSON:
        near = [item._asdict() for item in answer.near]
        say_json({"results": [], "searched": answer.searched._asdict(), "near": near})
    else:
        talk("\n".join(answer.lines()))


def _class_named(name: str, catalogue: Catalogue) -> str | None:
    wanted = name.replace("-", "_").lower()
    classes = catalogue.vocabulary["classes"]
    return next((code for code in classes if wanted in {code, f"{code}s"}), None)


def _print_entities(catalogue: Catalogue, entity_class: str, form: Form, limit: int | None) -> None:
    lines = [line for line in catalogue.entities.values() if line["class"] == entity_class]
    lines = lines[:limit]
    if form is Form.JSON:
        asked = catalogue.word("classes", entity_class)
        command = f"kg list {entity_class}"
        looked = searched(catalogue, Filters())._replace(asked=asked, command=command)
        say_json({"results": lines, "searched": looked._asdict(), "near": []})
        return
    rows = [
        (
            catalogue.label(line),
            str(len(line["evidence"])),
            " · ".join(sorted(set(names_of(line)) - {line["id"]})),
            line["id"],
        )
        for line in lines
    ]
    table(heads(catalogue.lang, "name", "named", "names", "id"), rows)


def _print_records(
    catalogue: Catalogue, lines: list[Line], kinds: tuple[str, ...], found: Selection
) -> None:
    of_kinds = kinds or tuple(dict.fromkeys(line["kind"] for line in lines))
    columns = _columns(catalogue, of_kinds[0], lines) if len(of_kinds) == 1 else []
    lang = catalogue.lang
    labels = [catalogue.word("fields", name) for name in columns] or heads(lang, "kind", "what")
    possible = set(found.possible.ids()) & {line["id"] for line in lines}
    rows = [_row(catalogue, line, columns, possible) for line in lines]
    head = [*heads(lang, "status", "when"), *labels, *heads(lang, "says so", "id")]
    table(head, rows, whole={0})
    more = len(found.lines) - len(lines)
    left_out = {"possible": len(possible), "beyond": max(0, more), "undated": len(found.undated)}
    parts = (words(lang)[why].format(n=n) for why, n in left_out.items() if n)
    talk("; ".join([counted(len(lines), "record", lang), *parts]))


def _columns(catalogue: Catalogue, kind: str, lines: list[Line]) -> list[str]:
    """Return the kind's columns that hold something in these lines."""
    columns = catalogue.vocabulary["kinds"][kind]["columns"]
    return [column for column in columns if any(_cell(catalogue, line, column) for line in lines)]


def _row(catalogue: Catalogue, line: Line, columns: list[str], possible: set[str]) -> list[str]:
    says = " ← ".join(catalogue.name_of(step["actor"]) for step in line["attributed_to"]) or "–"
    what = (
        [_cell(catalogue, line, column) for column in columns]
        if columns
        else [catalogue.word("kinds", line["kind"]), catalogue.label(line)]
    )
    when = f"{'~' if line['id'] in possible else ''}{line['time'] or '–'}"
    return [status_word(line), when, *what, says, line["id"].rpartition("/")[2]]


def _cell(catalogue: Catalogue, line: Line, column: str) -> str:
    if column == "quantity":
        return "; ".join(map(Phrases(catalogue).amount, line["quantities"]))
    if f"{line['kind']}.{column}" in catalogue.vocabulary["codes"]:
        return catalogue.code(line, column)
    named = [catalogue.name_of(entity) for role, entity in catalogue.roles(line) if role == column]
    value: Any = line["details"].get(column)
    return ", ".join(named) or (value if isinstance(value, str) else "")
