"""What a lookup gave: hits, an entity or record, records with those that have no date."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from kg.api.display import MOST, Displayed, Table, counted, not_shown
from kg.lookup import (
    Catalogue,
    Filters,
    Hit,
    Line,
    Selection,
    is_record,
    nothing,
    nothing_called,
)

if TYPE_CHECKING:
    from pandas import DataFrame

    from kg.exchange.telling import Teller
    from kg.models import Record


def teller_of(catalogue: Catalogue) -> "Teller":
    """Return who tells the records of *catalogue*, status and speaker and words."""
    from kg.exchange.telling import Teller

    return Teller(catalogue)


class Hits(Displayed, list[Hit]):
    """What is called so, the surest first: each with its stable line and the reason it was found.

    >>> import kg
    >>> kg.open().find("Peking")[0].line["id"]    # doctest: +SKIP
    'china'
    """

    def __init__(self, catalogue: Catalogue, hits: Iterable[Hit], text: str) -> None:
        super().__init__(hits)
        self._catalogue = catalogue
        self._text = text

    def _table(self) -> Table:
        rows = [
            (hit.reason, self._catalogue.label(hit.line), self._what(hit.line), hit.line["id"])
            for hit in self[:MOST]
        ]
        head = ("why", "name", "what", "id") if rows else ()
        notes = not_shown(len(self)) if rows else nothing_called(self._catalogue, self._text)
        return Table(counted(len(self), "hit"), head, rows, [*notes])

    def _what(self, line: Line) -> str:
        if not is_record(line):
            return self._catalogue.word("classes", line["class"])
        kind = self._catalogue.word("kinds", line["kind"])
        return f"{kind}, {teller_of(self._catalogue).status(line)}"


class Card(Displayed, dict[str, Any]):
    """The stable line of one entity or record, a dict; an entity's also has ``records``, ids.

    It is shown as a card: a record with its status, speaker, roles, words and place, an entity with
    its names and its records by status.
    """

    def __init__(self, catalogue: Catalogue, line: Line) -> None:
        super().__init__(line)
        self._catalogue = catalogue
        if not is_record(line):
            self["records"] = [record["id"] for record in catalogue.records_of(line["id"])]

    def _table(self) -> Table:
        rows = self._of_record() if is_record(self) else self._of_entity()
        return Table(self._catalogue.label(self), ("", ""), [row for row in rows if row[1]])

    def _of_entity(self) -> Iterator[tuple[str, str]]:
        word = self._catalogue.word
        yield "class", word("classes", self["class"])
        yield "names", " · ".join(f"{name} ({lang})" for lang, name in self["labels"].items())
        named = Counter(place["exact"] for place in self["evidence"])
        yield "in the text", " · ".join(f"{name} {n}×" for name, n in named.most_common(8))
        teller = teller_of(self._catalogue)
        sums = Counter(teller.status(self._catalogue.records[name]) for name in self["records"])
        yield "records", ", ".join(f"{n} {status}" for status, n in sums.most_common()) or "none"
        yield "id", self["id"]

    def _of_record(self) -> Iterator[tuple[str, str]]:
        teller = teller_of(self._catalogue)
        told = teller.told(self)
        yield "kind", self._catalogue.word("kinds", self["kind"])
        yield "status", told.status
        yield "who says so", told.said_by
        yield "word of doubt", told.hedge
        yield "who does so", told.modal_agent
        for role, names in teller.roles(self).items():
            yield self._catalogue.word("fields", role), ", ".join(names)
        yield from teller.more(self)
        yield "when", told.edtf or "undated"
        for quantity in self["quantities"]:
            words = teller.words_of(self, quantity["words"])
            yield "quantity", f"{teller.figure(quantity)} {words}".rstrip()
        for quote, place in zip(told.quotes, told.places, strict=False):
            yield "quote", f"{quote} {place}"
        yield "our translation", " ".join(told.glosses)
        yield "id", self["id"]


class Records(Displayed):
    """Records that fit, as models: those certainly inside a date filter and those possibly.

    Iterate, index or count them, in the order of the sources. *certain*, *possible* and *undated*
    are these three answers apart: what has no date lies neither inside nor outside. Without a date
    filter every record is certain. *lines* are the same records as stable lines, quicker to have.

    >>> import kg
    >>> found = kg.open().records("sanction", since=2025)                   # doctest: +SKIP
    >>> len(found), len(found.possible), len(found.undated)                 # doctest: +SKIP
    (2, 1, 16)
    """

    def __init__(self, catalogue: Catalogue, filters: Filters, selection: Selection) -> None:
        self.filters = filters
        self.selection = selection
        self._catalogue = catalogue

    @cached_property
    def lines(self) -> list[Line]:
        """Return the stable lines of what fits certainly or possibly."""
        return list(self.selection.lines)

    @cached_property
    def _records(self) -> "tuple[Record, ...]":
        return _models(self.lines)

    @cached_property
    def certain(self) -> "tuple[Record, ...]":
        """Return what lies certainly inside."""
        return _models(self.selection.certain)

    @cached_property
    def possible(self) -> "tuple[Record, ...]":
        """Return what lies possibly inside: its date reaches beyond, or is coarser."""
        return _models(self.selection.possible)

    @cached_property
    def undated(self) -> "tuple[Record, ...]":
        """Return what fits but for having no date."""
        return _models(self.selection.undated)

    def __iter__(self) -> "Iterator[Record]":
        """Yield what fits certainly or possibly."""
        return iter(self._records)

    def __len__(self) -> int:
        """Return how many records fit certainly or possibly."""
        return len(self.lines)

    @overload
    def __getitem__(self, at: int) -> "Record": ...

    @overload
    def __getitem__(self, at: slice) -> "tuple[Record, ...]": ...

    def __getitem__(self, at: int | slice) -> "Record | tuple[Record, ...]":
        """Return a record, or some."""
        return self._records[at]

    def to_pandas(self) -> "DataFrame":
        """Return a DataFrame as `kg export --format csv` has it: one row a record, a column a role.

        Cells are words in this graph's language; nothing known is None. Figures are numbers, each
        in columns with its unit and its whole (``value``, ``unit``, ``of``; ``value_2`` …),
        ``earliest`` and ``latest`` dates. After a date filter ``inside`` says certainly, possibly
        or undated, and the undated stand last. Raises KgError where pandas is missing.
        """
        from kg.api.frames import frame
        from kg.exchange.table import records_table

        inside = self._inside() if self.filters.dated else {}
        lines = [*self.lines, *self.selection.undated]
        table = records_table(self._catalogue, lines)
        names = _numbered(column.name for column in table.columns)
        days = {at for at, name in enumerate(names) if name in {"earliest", "latest"}}
        rows = [
            tuple(_typed(cell, is_day=at in days) for at, cell in enumerate(row))
            for row in table.rows
        ]
        made = frame(names, rows)
        if inside:
            made.insert(0, "inside", [inside[line["id"]] for line in lines])
        return made

    def _inside(self) -> Mapping[str, str]:
        named = zip(("certainly", "possibly", "undated"), self.selection, strict=True)
        return {line["id"]: name for name, lines in named for line in lines}

    def _table(self) -> Table:
        teller = teller_of(self._catalogue)
        possible = {line["id"] for line in self.selection.possible}
        rows = []
        for line in self.lines[:MOST]:
            told = teller.told(line)
            when = f"{'~' if line['id'] in possible else ''}{line['time'] or '–'}"
            kind = self._catalogue.word("kinds", line["kind"])
            what = self._catalogue.label(line)
            says = told.said_by
            rows.append((told.status, when, kind, what, says, " ".join(told.quotes), line["id"]))
        head = ("status", "when", "kind", "what", "who says so", "quote", "id")
        notes = not_shown(len(self)) if rows else self._nothing()
        return Table(self._title(), head if rows else (), rows, [*notes])

    def _nothing(self) -> Iterable[str]:
        """Return what was looked for, in how much, and what lies nearest."""
        return nothing(self._catalogue, self.filters, self.selection).lines()

    def _title(self) -> str:
        parts = [counted(len(self), "record")]
        if self.selection.possible:
            parts.append(f"{len(self.selection.possible)} of them (~) only possibly inside")
        if self.selection.undated:
            parts.append(f"{len(self.selection.undated)} more have no date: .undated")
        return "; ".join(parts)


def _models(lines: Iterable[Line]) -> "tuple[Record, ...]":
    from kg.lines import record_of_line

    return tuple(map(record_of_line, lines))


def _numbered(names: Iterable[str]) -> list[str]:
    """Return *names* with a number behind each that stood before.

    >>> _numbered(["value", "unit", "value"])
    ['value', 'unit', 'value_2']
    """
    seen: Counter[str] = Counter()
    numbered = []
    for name in names:
        seen[name] += 1
        numbered.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return numbered


def _typed(cell: Any, *, is_day: bool) -> Any:
    if cell == "":
        return None
    return date.fromisoformat(cell) if is_day else cell
