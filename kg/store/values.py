"""Values that a question is asked with, on their way into the store: never pasted into its text."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kg.errors import QueryError
from kg.terms.prefixes import PREFIXES


class Text(str):
    """A value that is text; any other `str` is an IRI."""

    __slots__ = ()


Value = str | Decimal | int | date


class Term(NamedTuple):
    """A value as a term of RDF: an IRI where *datatype* is empty."""

    value: str
    datatype: str = ""


def terms(values: Mapping[str, Value]) -> dict[str, Term]:
    """Return *values* as terms, by variable.

    Raises QueryError for text that no Unicode text may hold.

    >>> from datetime import date
    >>> terms({"since": date(2022, 2, 4)})["since"].value
    '2022-02-04'
    """
    return {name.lstrip("?$"): _term(name, value) for name, value in values.items()}


def _term(name: str, value: Value) -> Term:
    match value:
        case Text():
            return Term(_whole(name, value), PREFIXES["xsd"] + "string")
        case str():
            return Term(_whole(name, value))
        case date():
            return Term(value.isoformat(), PREFIXES["xsd"] + "date")
        case int():
            return Term(str(value), PREFIXES["xsd"] + "integer")
        case Decimal():
            return Term(f"{value:f}", PREFIXES["xsd"] + "decimal")


def _whole(name: str, value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise QueryError(
            f"{name}: half a sign at {error.start}: this is no Unicode text"
        ) from error
    return str(value)
