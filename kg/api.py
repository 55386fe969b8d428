"""What ``import kg`` offers to scripts and notebooks.

>>> import kg
>>> graph = kg.open_graph()                                      # doctest: +SKIP
>>> graph.rows("SELECT ?n { ?r a sr:Sanction ; sr:name ?n }")    # doctest: +SKIP
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import places
from kg.lookup import Catalogue, Hit, Line, find, resolve
from kg.store import Store, open_store

if TYPE_CHECKING:
    import networkx as nx


class Graph:
    """A built graph, open for questions."""

    def __init__(self, store: Store, lang: str = "en") -> None:
        self.store = store
        self.catalogue = Catalogue(store, lang)

    def find(self, text: str, limit: int = 20) -> list[Hit]:
        """Return entities and records called *text*, or nearly so."""
        return find(self.catalogue, text, limit)

    def show(self, name: str) -> Line:
        """Return the stable line of the one entity or record that *name* means."""
        return resolve(self.catalogue, name)

    def records(self) -> list[Line]:
        """Return the stable line of every record."""
        return list(self.catalogue.records.values())

    def rows(self, query: str) -> list[dict[str, str]]:
        """Return the rows of a SPARQL SELECT; our prefixes are known."""
        return self.store.rows(query)

    def network(self) -> "nx.MultiDiGraph[Any]":
        """Return entities and records as a NetworkX graph; every edge carries a status."""
        from kg.network import network

        return network(self.store)


def open_graph(store: Path | str | None = None, *, lang: str = "en") -> Graph:
    """Return the graph in *store*, or in the store that the command line would use.

    Raises NoStore where nothing was built yet.
    """
    sources = places.find_sources()
    return Graph(open_store(places.find_store(Path(store) if store else None, sources)), lang)
