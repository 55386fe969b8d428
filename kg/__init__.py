"""A knowledge graph of Sino-Russian relations in which no record stands without its sentence.

>>> import kg
>>> graph = kg.open()    # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

from kg.errors import (
    Ambiguous,
    KgError,
    NoStore,
    NothingFound,
    QueryError,
    QueryMemory,
    QueryTimeout,
    ReadOnly,
    StoreError,
)
from kg.version import __version__

if TYPE_CHECKING:
    from kg.api import IRI as IRI
    from kg.api import Graph as Graph
    from kg.api import open_graph as open  # noqa: A004 - kg.open, as one says it

__all__ = [
    "IRI",
    "Ambiguous",
    "Graph",
    "KgError",
    "NoStore",
    "NothingFound",
    "QueryError",
    "QueryMemory",
    "QueryTimeout",
    "ReadOnly",
    "StoreError",
    "__version__",
    "open",
]


def __getattr__(name: str) -> Any:
    """Load what ``import kg`` offers on first use, so that the command line starts fast."""
    if name in {"Graph", "IRI", "open"}:
        from kg import api

        return {"Graph": api.Graph, "IRI": api.IRI, "open": api.open_graph}[name]
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
