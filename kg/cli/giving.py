"""Commands that give the graph to others: export, view."""

import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.filtering import Given, filters_of, short_roles, with_filters
from kg.cli.looking import open_catalogue
from kg.cli.options import LangOption, Output, Sources, StoreFolder
from kg.cli.printing import counted, talk, write
from kg.errors import KgError, OutputError
from kg.lookup import Catalogue, Filters, Line, searched, select

_EXTRAS = {"ignore_unknown_options": True, "allow_extra_args": True}


class ExportForm(StrEnum):
    """Formats that the graph is given in."""

    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    GEXF = "gexf"
    GRAPHML = "graphml"
    FTM = "ftm"


class Dialect(StrEnum):
    """Who is to open a CSV file."""

    EXCEL = "excel"
    EXCEL_DE = "excel-de"
    RFC4180 = "rfc4180"


class Network(StrEnum):
    """What a file for Gephi shows."""

    RECORDS = "records"
    ACTORS = "actors"
    TRADE = "trade"
    SANCTIONS = "sanctions"
    TIES = "ties"


class Share(StrEnum):
    """How much of the sources' texts the page holds."""

    ALLOWED = "allowed"
    FULL = "full"


def add_to(app: typer.Typer) -> None:
    """Add these commands to *app*."""
    app.command("export", context_settings=_EXTRAS)(export)
    app.command("view", context_settings=_EXTRAS)(view)


@with_filters
def export(
    context: typer.Context,
    form: Annotated[
        ExportForm,
        typer.Option(
            "--format",
            help="nquads, trig, jsonld: the graph; jsonl: its lines; csv, xlsx: a row a record; "
            "gexf, graphml: for Gephi; ftm: FollowTheMoney.",
        ),
    ] = ExportForm.NQUADS,
    dialect: Annotated[
        Dialect,
        typer.Option(
            "--dialect", help="csv: excel-de has semicolons and decimal commas, rfc4180 no BOM."
        ),
    ] = Dialect.EXCEL,
    on: Annotated[
        Network,
        typer.Option("--on", help="gexf, graphml: records and their roles, or ties of actors."),
    ] = Network.RECORDS,
    output: Output = None,
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
    given: Given = Given(),  # noqa: B008 - a tuple of what was not given
) -> None:
    """Write what the store holds in formats of other programs.

    Each holds status, speaker and words. Filters choose the records of jsonl, csv, xlsx, gexf,
    graphml and ftm; the others are of the whole graph. What a format can't hold is counted on
    stderr. Examples: kg export --format csv --dialect excel-de -o records.csv · kg export
    --format gexf --on trade --lang de -o trade.gexf
    """
    from kg.exchange import exported
    from kg.network import SAID

    _refuse_unfit(form, dialect, on)
    _refuse_terminal(form, output)
    catalogue = open_catalogue(sources, store, lang)
    filters = given.filters(catalogue, extras=short_roles(context.args))
    made = exported(
        catalogue,
        form.value,
        records=_chosen(catalogue, filters, form),
        dialect=dialect.value,
        projection=on.value,
        statuses=filters.statuses or SAID,
    )
    write(made.content, output)
    _talk_of_the_rest(form, made.left_out)


def _refuse_unfit(form: ExportForm, dialect: Dialect, on: Network) -> None:
    if dialect is not Dialect.EXCEL and form is not ExportForm.CSV:
        raise KgError(f"--dialect is for csv, not for {form.value}")
    if on is not Network.RECORDS and form not in {ExportForm.GEXF, ExportForm.GRAPHML}:
        raise KgError(f"--on is for gexf and graphml, not for {form.value}")


def _refuse_terminal(form: ExportForm, output: Path | None) -> None:
    to_stdout = output is None or str(output) == "-"
    if form is ExportForm.XLSX and to_stdout and sys.stdout.isatty():
        raise OutputError("a workbook is no text for a terminal: kg export --format xlsx -o FILE")


def _chosen(catalogue: Catalogue, filters: Filters, form: ExportForm) -> list[Line] | None:
    """Return the records that the filters leave, None for all; say which have no date."""
    from kg.exchange import OF_RECORDS

    if filters == Filters():
        return None
    if form.value not in OF_RECORDS:
        some = ", ".join(OF_RECORDS)
        raise KgError(f"{form.value} is of the whole graph; filters are for {some}")
    selection = select(catalogue, filters)
    if selection.undated:
        talk(f"{counted(len(selection.undated), 'record')} left out: no date to filter by")
    return selection.lines


def _talk_of_the_rest(form: ExportForm, left_out: Mapping[str, int]) -> None:
    if left_out:
        reasons = ", ".join(f"{reason}: {count}" for reason, count in left_out.items())
        count = counted(sum(left_out.values()), "record")
        talk(f"{count} left out, for which {form.value} has no honest place ({reasons})")
    if form is ExportForm.GRAPHML:
        talk("In Gephi choose Don't merge for edges; GEXF keeps the ties of a pair by itself")


@with_filters
def view(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...", help="Only what has these in a role.", show_default=False
        ),
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option(
            help="A file of questions, or a tour, instead of the page's own.", show_default=False
        ),
    ] = None,
    output: Output = Path("kg.html"),
    text: Annotated[
        Share,
        typer.Option(
            "--text",
            help="The sources' texts as far as their rights allow it; or a private copy with all.",
        ),
    ] = Share.ALLOWED,
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
    given: Given = Given(),  # noqa: B008 - a tuple of what was not given
) -> None:
    """Write the graph as one HTML file that needs no network.

    With names or filters a smaller page of those records alone, as the page itself saves one. Of
    each source it holds what redistribute in its source.yaml allows: full, quotes or none.
    Examples: kg view -o kg.html · kg view Wafangdian -o wafangdian.html · kg view --text full
    """
    from kg.page import render_page
    from kg.rights import Rights

    catalogue = open_catalogue(sources, store, lang)
    private = text is Share.FULL
    filters = filters_of(catalogue, [*(words or ()), *context.args], given)
    page = render_page(
        catalogue.store,
        lang=catalogue.lang,
        only=_ids(catalogue, filters),
        cut_by=searched(catalogue, filters).asked,
        asking=questions,
        private=private,
    )
    write(page, output)
    if Rights(catalogue, private=private).exceeded:
        talk("a private copy: it holds texts whose rights don't allow passing it on")
    if output and str(output) != "-":
        talk(f"{output}: open it in a browser; {len(page.encode()) // 1024} KiB, no network needed")


def _ids(catalogue: Catalogue, filters: Filters) -> list[str] | None:
    """Return the records that the filters leave, None for all; say which have no date."""
    if filters == Filters():
        return None
    selection = select(catalogue, filters)
    if selection.undated:
        talk(f"{counted(len(selection.undated), 'record')} left out: no date to filter by")
    return [line["id"] for line in selection.lines]
