"""A knowledge graph of Sino-Russian relations in which no record stands without its sentence."""

from typing import TYPE_CHECKING, Any

from kg.version import __version__

if TYPE_CHECKING:
    from kg.api import Graph as Graph
    from kg.api import open_graph as open_graph

__all__ = ["Graph", "__version__", "open_graph"]


def __getattr__(name: str) -> Any:
    """Load what ``import kg`` offers on first use, so that the command line starts fast."""
    if name in {"Graph", "open_graph"}:
        from kg import api

        return getattr(api, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
