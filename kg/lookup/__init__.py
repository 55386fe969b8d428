"""What a person asks: who or what is called so, what is said of it, which records fit.

Reads the stable lines of a store by way of an index; labels come from the store's own vocabulary,
so that nothing here needs the models.
"""

from typing import TYPE_CHECKING, Any

from kg.lookup.catalogue import Catalogue, in_language
from kg.lookup.filters import (
    NOT_SO,
    SAID,
    UNCONFIRMED,
    Filters,
    Selection,
    kinds_named,
    select,
    statuses_named,
)
from kg.lookup.finding import Hit, find, resolve
from kg.lookup.index import Line, is_record, names_of, write_index
from kg.lookup.near import Near, Nothing, nothing
from kg.lookup.spelling import folded

if TYPE_CHECKING:
    from kg.lookup.parameters import values_for

__all__ = [
    "NOT_SO",
    "SAID",
    "UNCONFIRMED",
    "Catalogue",
    "Filters",
    "Hit",
    "Line",
    "Near",
    "Nothing",
    "Selection",
    "find",
    "folded",
    "in_language",
    "is_record",
    "kinds_named",
    "names_of",
    "nothing",
    "resolve",
    "select",
    "statuses_named",
    "values_for",
    "write_index",
]


def __getattr__(name: str) -> Any:
    """Load the parameters of questions on first use; a look-up by name has none."""
    if name == "values_for":
        from kg.lookup.parameters import values_for

        return values_for
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
