"""Commands that give the graph to others: export, view."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.looking import open_catalogue
from kg.cli.options import LangOption, Output, Sources, StoreFolder, lang_of_environment
from kg.cli.printing import talk, write


class ExportForm(StrEnum):
    """Formats that the graph is given in."""

    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    JSONL = "jsonl"
    CSV = "csv"


def add_to(app: typer.Typer) -> None:
    """Add these commands to *app*."""
    app.command("export")(export)
    app.command("view")(view)


def export(
    form: Annotated[
        ExportForm,
        typer.Option(
            "--format",
            help="nquads, trig, jsonld: the graph; jsonl: its lines; csv: a row a record.",
        ),
    ] = ExportForm.NQUADS,
    output: Output = None,
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
) -> None:
    """Write what the store holds in formats of other programs.

    Each holds status, speaker and words of every record.
    Example: kg export --format csv -o records.csv
    """
    from kg.exchange import exported

    catalogue = open_catalogue(sources, store, lang)
    write(exported(catalogue.store, form.value), output)


def view(
    output: Output = Path("kg.html"),
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
) -> None:
    """Write the graph as one HTML file that needs no network.

    Example: kg view -o kg.html
    """
    from kg.page import render_page

    catalogue = open_catalogue(sources, store, lang)
    page = render_page(catalogue.store, lang=(lang or lang_of_environment()).value)
    write(page, output)
    if output and str(output) != "-":
        talk(f"{output}: open it in a browser; {len(page.encode()) // 1024} KiB, no network needed")
