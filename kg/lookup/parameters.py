"""The values of a question's parameters, as forgiving as names are everywhere.

A value never becomes text of a query: it is looked up, or read as its type says, and reaches the
store as a term.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from kg.dates import bounds
from kg.errors import KgError, QueryError
from kg.lookup.catalogue import Catalogue
from kg.lookup.filters import kinds_named, statuses_named
from kg.lookup.finding import resolve
from kg.questions import ANY, Parameter, Question
from kg.store import Text, Value
from kg.terms.prefixes import PREFIXES

_LAST_DAY = frozenset({"until", "as_of"})


def values_for(catalogue: Catalogue, asked: Question, given: Mapping[str, str]) -> dict[str, Value]:
    """Return the value of each parameter of *asked* that isn't left open, by its name.

    A date is the first day of what is given, for ``until`` and ``as_of`` the last. Raises
    QueryError for a parameter that the question doesn't have or that it lacks, and for a value
    that is nothing of its type.
    """
    _refuse_unknown(asked, given)
    values: dict[str, Value] = {}
    for parameter in asked.parameters:
        text = given.get(parameter.name, parameter.default)
        if text is None:
            raise QueryError(f"{asked.name} needs {_written(parameter)}")
        if text != ANY or (parameter.name in given and parameter.type == "text"):
            values[parameter.name] = _value(catalogue, parameter, text)
    return values


def _refuse_unknown(asked: Question, given: Iterable[str]) -> None:
    known = {parameter.name for parameter in asked.parameters}
    unknown = sorted(set(given) - known)
    if unknown:
        has = "; ".join(map(str, asked.parameters)) or "none"
        raise QueryError(f"{asked.name} has no parameter {unknown[0]!r}; it has: {has}")


def _written(parameter: Parameter) -> str:
    meaning = f" ({parameter.meaning})" if parameter.meaning else ""
    return f"-p {parameter.name}={parameter.type.upper()}{meaning}"


def _value(catalogue: Catalogue, parameter: Parameter, text: str) -> Value:
    try:
        return _READ[parameter.type](catalogue, parameter, text)
    except (KgError, ValueError) as error:
        raise QueryError(f"-p {parameter.name}: {error}") from error


def _entity(catalogue: Catalogue, _: Parameter, text: str) -> Value:
    return str(resolve(catalogue, text, entities_only=True)["iri"])


def _kind(catalogue: Catalogue, _: Parameter, text: str) -> Value:
    (kind,) = _one(text, kinds_named([text], catalogue))
    return PREFIXES["sr"] + "".join(part.capitalize() for part in kind.split("_"))


def _status(catalogue: Catalogue, _: Parameter, text: str) -> Value:
    (status,) = _one(text, statuses_named([text.lower()], catalogue))
    return PREFIXES["st"] + status


def _one(text: str, found: tuple[str, ...]) -> tuple[str, ...]:
    if len(found) != 1:
        raise KgError(f"{text!r} is {len(found)}; a parameter takes one")
    return found


def _date(_: Catalogue, parameter: Parameter, text: str) -> Value:
    text = text.strip()
    try:
        return date.fromisoformat(text)  # every default is one, and EDTF takes long to load
    except ValueError:
        day = bounds(text)[parameter.name in _LAST_DAY]
    if day is None:
        raise ValueError(f"{text!r} is open at this end; write a day, a month or a year")
    return day


def _number(_: Catalogue, __: Parameter, text: str) -> Value:
    plain = re.sub(r"[\s_\u202f]", "", text)
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is no number; write 72.7 or 1e9") from error
    if not number.is_finite():
        raise ValueError(f"{text!r} is no number; write 72.7 or 1e9")
    return number


def _text(_: Catalogue, __: Parameter, text: str) -> Value:
    return Text(text)


_READ: dict[str, Callable[[Catalogue, Parameter, str], Value]] = {
    "entity": _entity,
    "kind": _kind,
    "status": _status,
    "date": _date,
    "number": _number,
    "text": _text,
}
