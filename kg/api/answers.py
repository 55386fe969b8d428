"""What a query gave, as Python has it: rows of values, a yes or no, or a graph."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from kg.api.display import MOST, Displayed, Table, counted, not_shown
from kg.errors import QueryError
from kg.store import Answer as Given
from kg.store import as_read, short
from kg.terms.prefixes import PREFIXES

if TYPE_CHECKING:
    from pandas import DataFrame
    from rdflib import Graph

Row = dict[str, Any]


class IRI(str):
    """An IRI, short where we have a prefix for it; *full* is all of it.

    >>> IRI("https://w3id.org/sinorus/concept/status/alleged")
    'st:alleged'
    >>> IRI("https://w3id.org/sinorus/concept/status/alleged").full
    'https://w3id.org/sinorus/concept/status/alleged'
    """

    full: str

    def __new__(cls, full: str) -> "IRI":
        """Return the IRI *full*."""
        made = super().__new__(cls, short(full))
        made.full = full
        return made


class Answer(Displayed):
    """What a query gave.

    SELECT gives rows: iterate, index or count them; a row is a dict by the names of the columns,
    with None where nothing is bound. ASK gives a yes or no: ``if answer:``. CONSTRUCT and DESCRIBE
    give `graph`, an rdflib Graph. A row's values are an `IRI`, str (without its language), int,
    Decimal, float, bool, date or datetime; what is none of these is its text.

    *names* are the columns. *complete* is False where the limit cut the answer off. *values* are
    the parameters as they were understood. *notes* name terms of ours in the query that this graph
    doesn't know: an empty answer may be a slip of the pen.

    >>> import kg
    >>> answer = kg.open().query("sanctions", target="China")    # doctest: +SKIP
    >>> answer[0]["status"], answer.complete                     # doctest: +SKIP
    ('threatened', True)
    """

    def __init__(self, given: Given, values: Mapping[str, Any], notes: tuple[str, ...]) -> None:
        self.sort = given.sort
        self.names = given.names
        self.complete = not given.cut
        self.values = values
        self.notes = notes
        self._given = given

    @cached_property
    def _rows(self) -> list[Row]:
        if self.sort == "graph":
            raise QueryError("this query gives a graph, not rows: .graph")
        if self.sort == "boolean":
            return []
        bindings = json.loads(self._given.content)["results"]["bindings"]
        return [
            {name: _value(row[name]) if name in row else None for name in self.names}
            for row in bindings
        ]

    @cached_property
    def graph(self) -> "Graph":
        """Return the graph that CONSTRUCT or DESCRIBE gave; QueryError for other queries."""
        if self.sort != "graph":
            raise QueryError("this query gives no graph; CONSTRUCT and DESCRIBE do")
        from kg.store.bridge import graph_of

        return graph_of(self._given.content)

    def __bool__(self) -> bool:
        """Return whether the answer is yes, or holds anything at all."""
        return self._given.yes if self.sort == "boolean" else len(self) > 0

    def __len__(self) -> int:
        """Return the number of rows, or of triples."""
        return len(self.graph) if self.sort == "graph" else len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows."""
        return iter(self._rows)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...

    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        """Return a row, or some."""
        return self._rows[at]

    def to_pandas(self) -> "DataFrame":
        """Return the rows as a DataFrame, the columns as in `names`.

        Numbers are numeric, so that a Decimal becomes a float; days are dates. Whether the answer
        is complete stands in ``frame.attrs["complete"]``. Raises KgError where pandas is missing.
        """
        from kg.api.frames import frame

        made = frame(self.names, [tuple(row.values()) for row in self._rows])
        made.attrs["complete"] = self.complete
        return made

    # -- how it is shown ------------------------------------------------------------------

    def _table(self) -> Table:
        values = [f"{name}: {_short(value)}" for name, value in self.values.items()]
        if self.sort == "boolean":
            return Table("yes" if self else "no", (), (), (*values, *self.notes))
        title = f"{counted(len(self), 'row' if self.sort == 'rows' else 'triple')}, "
        title += "complete" if self.complete else "cut: there are more (limit)"
        if self.sort == "graph":
            triples = sorted(self.graph)[:MOST]
            shown = [[as_read("", _short(term)) for term in triple] for triple in triples]
            head: tuple[str, ...] = ("subject", "predicate", "object")
        else:
            head = self.names
            shown = [[_cell(name, row[name]) for name in head] for row in self._rows[:MOST]]
        return Table(title, head, shown, (*not_shown(len(self)), *values, *self.notes))


def _short(value: object) -> str:
    return short(str(value))


def _cell(name: str, value: Any) -> str:
    return "" if value is None else as_read(name, str(value))


# -- values -------------------------------------------------------------------------------

_YES_NO = {"true": True, "1": True, "false": False, "0": False}
_READ: Mapping[str, Callable[[str], Any]] = {
    PREFIXES["xsd"] + name: read
    for name, read in (
        ("boolean", _YES_NO.__getitem__),
        ("date", date.fromisoformat),
        ("dateTime", datetime.fromisoformat),
        ("decimal", Decimal),
        ("double", float),
        ("float", float),
        ("int", int),
        ("integer", int),
        ("long", int),
        ("nonNegativeInteger", int),
        ("positiveInteger", int),
    )
}


def _value(term: Mapping[str, Any]) -> Any:
    """Return a term of SPARQL's JSON as a value of Python; its text where it is ill-formed."""
    if term["type"] == "uri":
        return IRI(term["value"])
    if term["type"] == "bnode":
        return f"_:{term['value']}"
    if term["type"] != "literal":  # a triple of RDF 1.2
        return json.dumps(term, ensure_ascii=False)
    try:
        return _READ.get(term.get("datatype", ""), str)(term["value"])
    except (ArithmeticError, KeyError, ValueError):
        return term["value"]
