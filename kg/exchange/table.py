"""Records as a table for people: one row each, a column a role, figures with their whole.

`records_table` is the table itself; here it is written as CSV, in `kg.exchange.sheet` as a
workbook.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from kg.exchange.telling import Teller, clean, number, source_of
from kg.lookup import Catalogue, Line

Cell = str | int | float
_FIRST = ("id", "kind", "label", "details")
_FIGURE = ("value", "unit", "qualifier", "of", "words", "min", "max", "out_of")
_BOUNDS = frozenset({"min", "max", "out_of"})  # shown only where some figure has them
_LAST = (
    "edtf",
    "earliest",
    "latest",
    "status",
    "said_by",
    "modal_agent",
    "hedge",
    "quote",
    "translation",
    "paragraph",
    "heading",
    "source",
    "title",
    "iri",
)
# What a spreadsheet may run as a formula; the full-width signs count as such in some languages.
_RUNS = frozenset("=+-@\t\r\n＝＋－＠")


class Column(NamedTuple):
    """A column: what it holds, what it is called, and what that means."""

    name: str
    label: str
    meaning: str


class Table(NamedTuple):
    """Columns, and a row of cells for each record; a number is a number."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Dialect(NamedTuple):
    """How CSV is written: separator, decimal sign, and whether a byte-order mark leads."""

    separator: str
    decimal: str
    mark: bool


DIALECTS: Mapping[str, Dialect] = {
    "excel": Dialect(",", ".", mark=True),
    "excel-de": Dialect(";", ",", mark=True),
    "rfc4180": Dialect(",", ".", mark=False),
}


@cache
def words(lang: str) -> Mapping[str, Any]:
    """Return what columns and sheets are called in *lang*."""
    text = files("kg.exchange").joinpath("words.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)[lang]
    return found


def csv_table(catalogue: Catalogue, records: Iterable[Line], dialect: str = "excel") -> str:
    """Return *records* as CSV in a dialect of `DIALECTS`.

    Lines end in CRLF as RFC 4180 has them. A text that a spreadsheet would run as a formula begins
    with an apostrophe; a number stays one. Excel takes ``2023-12`` for a day: the column of EDTF is
    safe in a workbook alone, the earliest and latest day everywhere.
    """
    form = DIALECTS[dialect]
    table = records_table(catalogue, records)
    text = io.StringIO()
    rows = csv.writer(text, delimiter=form.separator, lineterminator="\r\n")
    rows.writerow([column.label for column in table.columns])
    rows.writerows([_written(cell, form) for cell in row] for row in table.rows)
    return ("\ufeff" if form.mark else "") + text.getvalue()


def _written(cell: Cell, form: Dialect) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    return number(cell).replace(".", form.decimal)


def harmless(cell: str) -> str:
    """Return *cell* so that no spreadsheet runs it, not even where it skips blanks before a sign.

    >>> harmless("=1+1"), harmless(" =1+1"), harmless("«=1+1»")
    ("'=1+1", "' =1+1", '«=1+1»')
    """
    return f"'{cell}" if cell[:1] in _RUNS or cell.lstrip()[:1] in _RUNS else cell


# -- the table --------------------------------------------------------------------------------


def records_table(catalogue: Catalogue, records: Iterable[Line]) -> Table:
    """Return *records* as a table, in their order.

    There is a column for each role that one of them fills, in the order of the kinds, and one for
    each part of a figure; where records have several figures, these columns are numbered.
    """
    teller = Teller(catalogue)
    lines = tuple(records)
    roles = _roles(teller, lines)
    figures = max((len(line["quantities"]) for line in lines), default=0) or 1
    parts = [part for part in _FIGURE if part not in _BOUNDS or _occurs(part, lines)]
    columns = (*_columns(teller, roles, parts, figures),)
    rows = tuple(tuple(_cells(teller, line, roles, parts, figures)) for line in lines)
    return Table(columns, rows)


def _roles(teller: Teller, lines: tuple[Line, ...]) -> list[str]:
    """Return the roles that occur, in the order in which the kinds name them."""
    filled = {role for line in lines for role in teller.roles(line)}
    kinds = teller.catalogue.vocabulary["kinds"].values()
    known = dict.fromkeys(role for kind in kinds for role in kind["roles"])
    return [role for role in (*known, "place", "asset", "operator") if role in filled]


def _occurs(part: str, lines: tuple[Line, ...]) -> bool:
    return any(quantity.get(part) is not None for line in lines for quantity in line["quantities"])


def _columns(teller: Teller, roles: list[str], parts: list[str], figures: int) -> Iterator[Column]:
    said = words(teller.lang)
    own = {name: Column(name, *about) for name, about in said["columns"].items()}
    taken = {column.label for column in own.values()}
    yield from (own[name] for name in _FIRST)
    for role in roles:
        label = teller.catalogue.word("fields", role)
        yield Column(role, f"{label} ({role})" if label in taken else label, said["role"])
    for at in range(1, figures + 1):
        for part in parts:
            label = own[part].label if at == 1 else f"{own[part].label} {at}"
            yield own[part]._replace(label=label)
    yield from (own[name] for name in _LAST)


def _cells(
    teller: Teller, line: Line, roles: list[str], parts: list[str], figures: int
) -> Iterator[Cell]:
    told = teller.told(line)
    filled = teller.roles(line)
    kind = teller.catalogue.word("kinds", line["kind"])
    details = "; ".join(f"{label}: {text}" for label, text in teller.more(line))
    yield from _texts(line["id"], kind, teller.catalogue.label(line), details)
    yield from _texts(*("; ".join(filled.get(role, ())) for role in roles))
    for at in range(figures):
        quantities = line["quantities"]
        yield from _figure(teller, line, quantities[at] if at < len(quantities) else {}, parts)
    yield from _texts(told.edtf, told.earliest, told.latest)
    yield from _texts(told.status, told.said_by, told.modal_agent)
    yield from _texts(told.hedge, " ".join(told.quotes), " ".join(told.glosses))
    yield from _texts(", ".join(told.places), "; ".join(told.headings))
    source = source_of(line)
    yield from _texts(source, teller.titles[source], line["iri"])


def _texts(*texts: str) -> Iterator[str]:
    return map(clean, texts)


def _figure(
    teller: Teller, line: Line, quantity: Mapping[str, Any], parts: list[str]
) -> Iterator[Cell]:
    for part in parts:
        value = quantity.get(part)
        if value is None:
            yield ""
        elif part == "words":
            yield clean(teller.words_of(line, value))
        elif part == "qualifier":
            yield teller.catalogue.word("qualifiers", value)
        else:
            yield clean(value) if isinstance(value, str) else value
