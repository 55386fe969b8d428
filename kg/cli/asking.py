"""Commands that ask in SPARQL: query."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.options import Sources, StoreFolder, folders
from kg.cli.printing import aligned, counted, talk, write
from kg.errors import QueryError
from kg.terms.prefixes import PREFIXES

_TIMEOUT = 30.0
_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda pair: len(pair[1]), reverse=True)


class ResultForm(StrEnum):
    """How an answer is printed; graphs are always Turtle."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    XML = "xml"
    TURTLE = "turtle"


def add_to(app: typer.Typer) -> None:
    """Add these commands to *app*."""
    app.command("query")(query)


def query(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]", help="A file with SPARQL; - reads it from stdin.", show_default=False
        ),
    ] = None,
    text: Annotated[
        str | None, typer.Option("-e", "--text", help="SPARQL right here.", show_default=False)
    ] = None,
    form: Annotated[
        ResultForm, typer.Option("--format", help="How to print it.")
    ] = ResultForm.TABLE,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File to write.", show_default=False)
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds after which it is stopped.")
    ] = _TIMEOUT,
    sources: Sources = None,
    store: StoreFolder = None,
) -> None:
    """Ask the graph in SPARQL 1.1.

    The prefixes of the vocabulary (sr:, id:, st:, stage:, g: and the usual ones) are known.
    ASK exits 1 for no. Example: kg query -e 'SELECT ?n { ?r a sr:Sanction ; sr:name ?n }'
    """
    from kg.store import inputs_changed, open_store

    source_folder, store_folder = folders(sources, store)
    opened = open_store(store_folder)
    if inputs_changed(opened, source_folder):
        talk(f"{source_folder} has changed since the build; this is the graph as built (kg build)")
    answer = opened.ask(_read(file, text), form=form.value, timeout=timeout)
    if answer.sort == "boolean":
        write(_boolean(answer.content == b"true", form), output)
        raise typer.Exit(0 if answer.content == b"true" else 1)
    if answer.sort == "rows" and form in {ResultForm.TABLE, ResultForm.TURTLE}:
        _write_rows(json.loads(answer.content), output)
    else:
        write(answer.content, output)


def _read(file: str | None, text: str | None) -> str:
    if (file is None) == (text is None):
        raise QueryError("write a FILE (- for stdin), or the query after -e")
    if text is not None:
        return text
    if file == "-":
        return sys.stdin.read()
    try:
        return Path(str(file)).read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(f"{file}: can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{file}: no UTF-8 at byte {error.start}") from error


def _boolean(answer: bool, form: ResultForm) -> str:
    if form is ResultForm.JSON:
        return json.dumps({"head": {}, "boolean": answer}) + "\n"
    return "yes\n" if answer else "no\n"


def _write_rows(answer: dict[str, Any], output: Path | None) -> None:
    names = answer["head"]["vars"]
    rows = answer["results"]["bindings"]
    cells = [[_short(row[name]) if name in row else "" for name in names] for row in rows]
    lines = aligned(names, cells, fit=output is None and sys.stdout.isatty())
    write("".join(f"{line}\n" for line in lines), output)
    talk(counted(len(rows), "row"))


def _short(term: dict[str, str]) -> str:
    """Return a term as people read it: our IRIs with their prefix, text as it is."""
    value = term["value"]
    if term["type"] != "uri":
        return value
    return next(
        (
            f"{prefix}:{value.removeprefix(base)}"
            for prefix, base in _LONGEST_FIRST
            if value.startswith(base)
        ),
        value,
    )
