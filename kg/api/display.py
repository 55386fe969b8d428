"""How things are shown: as plain text on a terminal, as HTML in a notebook.

Names and quotes come from documents and may hold anything: in HTML every cell is escaped, and what
could steer a terminal or turn the direction of writing is spelled out in both.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from kg.evidence import printable

MOST = 20  # rows that are shown; the rest is counted
_WIDEST = 60  # signs of a cell on a terminal


class Table(NamedTuple):
    """A table as people read it: its title, heads, rows of cells, and lines below it."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


class Displayed:
    """Something that is shown as a table: a class says which, in `_table`."""

    def _table(self) -> Table:
        raise NotImplementedError

    def __repr__(self) -> str:
        """Return the table as text."""
        return as_text(self._table())

    def _repr_html_(self) -> str:
        """Return the table for a notebook."""
        return as_html(self._table())


def as_html(table: Table) -> str:
    """Return *table* as HTML."""
    names = "".join(f"<th>{_escaped(name)}</th>" for name in table.head)
    head = f"<thead><tr>{names}</tr></thead>" if any(table.head) else ""
    rows = (f"<tr>{''.join(f'<td>{_escaped(c)}</td>' for c in row)}</tr>" for row in table.rows)
    notes = "".join(f"<p>{_escaped(note)}</p>" for note in table.notes)
    return (
        f"<table><caption>{_escaped(table.title)}</caption>"
        f"{head}<tbody>{''.join(rows)}</tbody></table>{notes}"
    )


def _escaped(text: str) -> str:
    return escape(printable(text))


def as_text(table: Table) -> str:
    """Return *table* as lines of text in aligned columns."""
    rows = [[_cut(printable(cell)) for cell in row] for row in (table.head, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "\n".join([printable(table.title), *filter(None, lines), *map(printable, table.notes)])


def _cut(cell: str) -> str:
    if len(cell) <= _WIDEST:
        return cell
    # an ellipsis stands outside the marks of verbatim text
    verbatim = cell.startswith("«")
    return f"{cell[: _WIDEST - 2]}»…" if verbatim else f"{cell[: _WIDEST - 1]}…"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it needs one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def not_shown(number: int) -> Iterable[str]:
    """Return the line that counts the rows beyond those that are shown, if there are any."""
    return [f"… {number - MOST} more"] if number > MOST else []
