"""What a query gave, written as it comes: the W3C's formats, and rows for a table.

Nothing is collected: Oxigraph serialises into the output row by row. Only a limit makes a copy, of
as many rows as are asked for.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Any, NamedTuple, cast

import pyoxigraph as ox

from kg.terms.prefixes import PREFIXES

ROW_FORMS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
GRAPH_FORMS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}
TABLE = "table"
_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda pair: len(pair[1]), reverse=True)


class Given(NamedTuple):
    """What was given: *sort* is rows, boolean or graph; *number* is None where nobody counted."""

    sort: str
    names: tuple[str, ...] = ()
    number: int | None = None
    cut: bool = False
    yes: bool = False


def write_result(result: Any, form: str, limit: int | None, sink: IO[bytes]) -> Given:
    """Write *result* as *form* into *sink*, at most *limit* rows or triples of it.

    A ``table`` is a JSON array of texts a row, for somebody who knows how wide a screen is.
    """
    if isinstance(result, ox.QueryBoolean):
        result.serialize(sink, ROW_FORMS.get(form, ox.QueryResultsFormat.JSON))
        return Given("boolean", yes=bool(result))
    if isinstance(result, ox.QueryTriples):
        return _write_graph(result, GRAPH_FORMS.get(form, ox.RdfFormat.TURTLE), limit, sink)
    names = tuple(variable.value for variable in result.variables)
    if form == TABLE:
        return _write_table(result, names, limit, sink)
    return _write_rows(result, ROW_FORMS[form], names, limit, sink)


def _write_table(result: Any, names: tuple[str, ...], limit: int | None, sink: IO[bytes]) -> Given:
    count = 0
    for row in islice(result, limit):
        count += 1
        cells = ["" if term is None else _shown(term) for term in row]
        sink.write(json.dumps(cells).encode() + b"\n")
    return Given("rows", names, count, _goes_on(result, limit))


def _write_rows(
    result: Any,
    form: ox.QueryResultsFormat,
    names: tuple[str, ...],
    limit: int | None,
    sink: IO[bytes],
) -> Given:
    if limit is None:
        result.serialize(sink, form)
        return Given("rows", names)
    rows = [_as_tsv(row) for row in islice(result, limit)]
    head = "\t".join(f"?{name}" for name in names)
    copy = ox.parse_query_results("\n".join([head, *rows, ""]), ox.QueryResultsFormat.TSV)
    if isinstance(copy, ox.QuerySolutions):
        copy.serialize(sink, form)
    return Given("rows", names, len(rows), _goes_on(result, limit))


def _as_tsv(row: Iterable[Any]) -> str:
    return "\t".join("" if term is None else str(term) for term in row)


def _write_graph(result: Any, form: ox.RdfFormat, limit: int | None, sink: IO[bytes]) -> Given:
    count = 0

    def counted() -> Iterator[Any]:
        nonlocal count
        for triple in islice(result, limit):
            count += 1
            yield triple

    if form == ox.RdfFormat.TURTLE:
        ordered = _PrefixesInOrder(sink)
        ox.serialize(counted(), cast(IO[bytes], ordered), form, prefixes=PREFIXES)
        ordered.close()
    else:
        ox.serialize(counted(), sink, form)
    return Given("graph", (), count, _goes_on(result, limit))


class _PrefixesInOrder:
    """Puts the lines that declare prefixes in order: Oxigraph writes them in another each time."""

    def __init__(self, sink: IO[bytes]) -> None:
        self._sink = sink
        self._head: bytes | None = b""

    def write(self, data: bytes) -> int:
        """Write *data*, once the prefixes are over."""
        if self._head is None:
            self._sink.write(data)
        else:
            self._head += data
            _, newline, last = self._head.rpartition(b"\n")
            if newline and not b"@prefix".startswith(last[:7]):
                self.close()
        return len(data)

    def flush(self) -> None:
        """Do nothing: the head waits until it is whole."""

    def close(self) -> None:
        """Write what waits."""
        lines = (self._head or b"").splitlines(keepends=True)
        prefixes = sorted(line for line in lines if line.startswith(b"@prefix"))
        self._sink.write(b"".join([*prefixes, *lines[len(prefixes) :]]))
        self._head = None


def _goes_on(result: Iterator[Any], limit: int | None) -> bool:
    return limit is not None and next(result, None) is not None


def _shown(term: Any) -> str:
    """Return a term as people read it: our IRIs with their prefix, text as it is."""
    if isinstance(term, ox.Literal):
        return term.value
    return short(term.value) if isinstance(term, ox.NamedNode) else str(term)


def short(iri: str) -> str:
    """Return *iri* with our prefix for it; as it is where we have none.

    >>> short("https://w3id.org/sinorus/id/entity/russia")
    'id:russia'
    """
    return next(
        (
            f"{prefix}:{iri.removeprefix(base)}"
            for prefix, base in _LONGEST_FIRST
            if iri.startswith(base)
        ),
        iri,
    )


def as_read(name: str, text: str) -> str:
    """Return a cell of the column *name* for people: status in capitals unless asserted, «quote».

    >>> as_read("status", "st:alleged"), as_read("quote", "Am 15. Januar")
    ('ALLEGED', '«Am 15. Januar»')
    """
    if name == "quote" and text:
        return f"«{text}»"
    if name == "status" or text.startswith("st:"):
        code = text.removeprefix("st:")
        return code if code == "asserted" else code.upper()
    return text
