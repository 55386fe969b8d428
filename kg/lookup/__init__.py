"""What a person asks: who or what is called so, what is said of it, which records fit.

Reads the stable lines of a store by way of an index; labels come from the store's own vocabulary,
so that nothing here needs the models.
"""

from typing import TYPE_CHECKING, Any

from kg.lookup.asked import (
    Wanted,
    filters_for,
    first_day,
    last_day,
    question_named,
    readings,
)
from kg.lookup.beginning import begin_with
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
from kg.lookup.finding import Hit, find, resolve, resolve_record
from kg.lookup.index import Line, is_record, names_of, write_index
from kg.lookup.near import (
    Near,
    Nothing,
    Searched,
    in_vain,
    last_line,
    nothing,
    nothing_called,
    searched,
)
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
    "Searched",
    "Selection",
    "Wanted",
    "begin_with",
    "filters_for",
    "find",
    "first_day",
    "folded",
    "in_language",
    "in_vain",
    "is_record",
    "kinds_named",
    "last_day",
    "last_line",
    "names_of",
    "nothing",
    "nothing_called",
    "question_named",
    "readings",
    "resolve",
    "resolve_record",
    "searched",
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
