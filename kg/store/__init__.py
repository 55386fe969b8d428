"""The store: builds in a folder, the swap between them, and questions that can be stopped.

No other room sees an Oxigraph method.
"""

from kg.store.advice import nearest
from kg.store.asking import MEMORY, TIMEOUT, Told
from kg.store.dataset import rows, select
from kg.store.folder import (
    FORMAT,
    Answer,
    Store,
    in_memory,
    inputs_changed,
    locked,
    new_build,
    open_store,
    write_quads,
)
from kg.store.guard import Query
from kg.store.results import as_read, short
from kg.store.values import Text, Value

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
    "inputs_changed",
    "locked",
    "nearest",
    "new_build",
    "open_store",
    "rows",
    "select",
    "short",
    "write_quads",
]
