"""Commands that make a text of records: cite, brief."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from kg.cli.filtering import Given, filters_of, with_filters
from kg.cli.looking import open_catalogue, say_nothing
from kg.cli.options import Form, LangOption, Output, Sources, StoreFolder
from kg.cli.printing import talk, write
from kg.errors import KgError, NothingFound
from kg.lookup import Catalogue, Filters, Line, resolve_record, select

_EXTRAS = {"ignore_unknown_options": True, "allow_extra_args": True}


class Style(StrEnum):
    """Styles of a citation."""

    TEXT = "text"
    MARKDOWN = "markdown"
    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"


class BriefForm(StrEnum):
    """Formats of a dossier."""

    MARKDOWN = "markdown"
    HTML = "html"


def add_to(app: typer.Typer) -> None:
    """Add these commands to *app*."""
    app.command("cite")(cite)
    app.command("brief", context_settings=_EXTRAS)(brief)


def cite(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Records, by id or label.")],
    style: Annotated[Style, typer.Option(help="How to write it.")] = Style.TEXT,
    output: Output = None,
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
) -> None:
    """Cite records: words, source, place, status, speaker.

    Example: kg cite supply-wafangdian-tascom --style bibtex
    """
    from kg.texts import cited

    catalogue = open_catalogue(sources, store, lang)
    write(cited(catalogue, [_record(name, catalogue) for name in ids], style.value), output)


def _record(name: str, catalogue: Catalogue) -> Line:
    try:
        return resolve_record(catalogue, name)
    except NothingFound as error:
        raise KgError(str(error)) from error


@with_filters
def brief(
    context: typer.Context,
    given: Given,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...", help="Who or what; all of them in a record.", show_default=False
        ),
    ] = None,
    form: Annotated[
        BriefForm, typer.Option("--format", help="How to write it.")
    ] = BriefForm.MARKDOWN,
    output: Output = None,
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
) -> None:
    """Write a dossier, each sentence with its footnote.

    Several names are one filter: records in which all of them have a role.
    Example: kg brief Wafangdian --format html -o wafangdian.html
    """
    from kg.texts import as_html, as_markdown, dossier

    catalogue = open_catalogue(sources, store, lang)
    filters = filters_of(catalogue, [*(words or ()), *context.args], given)
    written = dossier(catalogue, filters)
    write(as_html(written) if form is BriefForm.HTML else as_markdown(written), output)
    _say_what_is_in_it(catalogue, filters, written)


def _say_what_is_in_it(catalogue: Catalogue, filters: Filters, written: Any) -> None:
    if written.notes:
        talk(" ".join(written.closing))
    else:
        say_nothing(catalogue, filters, select(catalogue, filters), Form.TABLE)
