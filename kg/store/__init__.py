"""The store: builds in a folder, the swap between them, and questions that can be stopped.

No other room sees an Oxigraph method. What asks in SPARQL is loaded on first use: a look-up by name
reads the folder alone.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.store.folder import (
    FORMAT,
    MEMORY,
    TIMEOUT,
    Answer,
    Store,
    in_memory,
    input_marks,
    inputs_changed,
    locked,
    new_build,
    open_store,
    write_quads,
    write_seen,
)
from kg.store.values import Text, Value

if TYPE_CHECKING:
    from kg.store.advice import nearest
    from kg.store.asking import Told
    from kg.store.dataset import rows, select
    from kg.store.guard import Query
    from kg.store.results import as_read, short

__all__ = [
    "FORMAT",
    "MEMORY",
    "TIMEOUT",
    "Answer",
    "Query",
    "Store",
    "Text",
    "Told",
    "Value",
    "as_read",
    "in_memory",
    "input_marks",
    "inputs_changed",
    "locked",
    "nearest",
    "new_build",
    "open_store",
    "rows",
    "select",
    "short",
    "write_quads",
    "write_seen",
]

_LATER = {
    "Query": "guard",
    "Told": "asking",
    "as_read": "results",
    "nearest": "advice",
    "rows": "dataset",
    "select": "dataset",
    "short": "results",
}


def __getattr__(name: str) -> Any:
    """Load what asks in SPARQL on first use."""
    if name in _LATER:
        return getattr(import_module(f"kg.store.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
