"""Records as a workbook: true numbers, dates as text, and a sheet that explains the columns.

Written by XlsxWriter, which asks the clock for the day of creation; that is taken out again, so
that the same store gives the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Iterable

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from kg.errors import OutputError
from kg.exchange.table import Cell, Table, records_table, words
from kg.lookup import Catalogue, Line

_MOST_ROWS = 1_048_575  # below the head
_MOST_SIGNS = 32_767
_CLOCK = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>")
_CORE = "docProps/core.xml"
_WIDTH = {"quote": 60, "translation": 60, "label": 44, "details": 36, "value": 14}


def workbook(catalogue: Catalogue, records: Iterable[Line]) -> bytes:
    """Return *records* as an xlsx file of three sheets: records, columns, statuses.

    Every text is written as text, so that nothing is run and no date is guessed. Raises OutputError
    for more records than a sheet can hold.
    """
    table = records_table(catalogue, records)
    if len(table.rows) > _MOST_ROWS:
        raise OutputError(
            f"a sheet holds {_MOST_ROWS} records, these are {len(table.rows)}: use csv"
        )
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True})
    said = words(catalogue.lang)
    _write_records(book, book.add_worksheet(said["sheets"]["records"]), table)
    _write_columns(book, book.add_worksheet(said["sheets"]["columns"]), table, said["head"])
    _write_statuses(book, book.add_worksheet(said["sheets"]["statuses"]), catalogue)
    book.close()
    return _without_clock(content.getvalue())


def _write_records(book: Workbook, sheet: Worksheet, table: Table) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@", "valign": "top"})
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column.label, head)
        sheet.set_column(at, at, _WIDTH.get(column.name, 18))
    for down, row in enumerate(table.rows, start=1):
        for at, cell in enumerate(row):
            _write(sheet, down, at, cell, text)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)


def _write(sheet: Worksheet, down: int, at: int, cell: Cell, text: object) -> None:
    if not isinstance(cell, str):
        sheet.write_number(down, at, cell)
    elif cell:
        whole = len(cell) <= _MOST_SIGNS
        sheet.write_string(down, at, cell if whole else f"{cell[: _MOST_SIGNS - 1]}…", text)


def _write_columns(book: Workbook, sheet: Worksheet, table: Table, head: list[str]) -> None:
    rows = [head, *([column.label, column.meaning] for column in table.columns)]
    _write_texts(book, sheet, rows)


def _write_statuses(book: Workbook, sheet: Worksheet, catalogue: Catalogue) -> None:
    statuses = catalogue.vocabulary["statuses"].values()
    lang = catalogue.lang
    rows = [[about[lang], about["wording"][lang], about["meaning"][lang]] for about in statuses]
    _write_texts(book, sheet, [[words(lang)["sheets"]["statuses"], "", ""], *rows])


def _write_texts(book: Workbook, sheet: Worksheet, rows: list[list[str]]) -> None:
    head = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for down, row in enumerate(rows):
        for at, cell in enumerate(row):
            sheet.write_string(down, at, cell, wrapped if down else head)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, len(rows[0]) - 1, 70)


def _without_clock(content: bytes) -> bytes:
    """Return the file without the moment in which it was made."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(target, "w") as timeless:
        for part in made.infolist():
            data = made.read(part)
            kept = zipfile.ZipInfo(part.filename)  # of 1980, as the format has it
            kept.compress_type = zipfile.ZIP_DEFLATED
            timeless.writestr(kept, _CLOCK.sub(b"", data) if part.filename == _CORE else data)
    return target.getvalue()
