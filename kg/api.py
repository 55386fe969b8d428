"""What ``import kg`` offers to scripts and notebooks.

>>> import kg
>>> graph = kg.open()                                            # doctest: +SKIP
>>> graph.rows("SELECT ?n { ?r a sr:Sanction ; sr:name ?n }")    # doctest: +SKIP
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import places
from kg.lines import record_of_line
from kg.lookup import Catalogue, Filters, Hit, Line, find, kinds_named, resolve, select
from kg.lookup import statuses_named as _statuses_named
from kg.models import Record
from kg.store import Store, open_store

if TYPE_CHECKING:
    import networkx as nx
    from rdflib import Dataset


class Graph:
    """A built graph, open for questions. Names are forgiving, as on the command line."""

    def __init__(self, store: Store, lang: str = "en") -> None:
        self.store = store
        self.catalogue = Catalogue(store, lang)

    def __repr__(self) -> str:
        """Return what the graph holds, in a line."""
        counts = self.store.manifest["counts"]
        return (
            f"<kg.Graph: {counts['records']} records of {counts['sources']} sources, "
            f"{counts['entities']} entities>"
        )

    def _repr_html_(self) -> str:
        """Return the sums by kind and status as a table, for a notebook."""
        counts = self.store.manifest["counts"]
        rows = "".join(
            f"<tr><td>{self.catalogue.word(sort, code)}</td><td>{count}</td></tr>"
            for key, sort in (("by_kind", "kinds"), ("by_status", "statuses"))
            for code, count in counts[key].items()
        )
        return f"<table><tr><th>records</th><th>{counts['records']}</th></tr>{rows}</table>"

    def find(self, text: str, limit: int = 20) -> list[Hit]:
        """Return entities and records called *text*, or nearly so, the surest first."""
        return find(self.catalogue, text, limit)

    def show(self, name: str) -> Line:
        """Return the stable line of the one entity or record that *name* means.

        Raises Ambiguous where it fits several, NothingFound where nothing is called so.
        """
        return resolve(self.catalogue, name)

    def records(
        self,
        *,
        kind: str | None = None,
        status: str | None = None,
        actor: str | None = None,
        said_by: str | None = None,
        source: str | None = None,
        since: str | None = None,
        until: str | None = None,
        **roles: str,
    ) -> Iterator[Record]:
        """Yield the records that fit, as models. *roles* are names by role: ``imposer="USA"``.

        With *since* or *until* (days as ISO text) the records that are certainly or possibly
        inside are meant; those without a date are left out.
        """
        filters = Filters(
            kinds=kinds_named([kind], self.catalogue) if kind else (),
            statuses=_statuses_named([status], self.catalogue) if status else (),
            actors=self._ids(actor),
            roles=tuple((role, *self._ids(name)) for role, name in roles.items()),  # type: ignore[misc]
            said_by=self._ids(said_by),
            sources=(source,) if source else (),
            since=since,
            until=until,
        )
        return map(record_of_line, select(self.catalogue, filters).lines)

    def _ids(self, name: str | None) -> tuple[str, ...]:
        return (resolve(self.catalogue, name, entities_only=True)["id"],) if name else ()

    def rows(self, query: str) -> list[dict[str, str]]:
        """Return the rows of a SPARQL SELECT; our prefixes are known."""
        return self.store.rows(query)

    def network(self) -> "nx.MultiDiGraph[Any]":
        """Return entities and records as a NetworkX graph; every edge carries a status."""
        from kg.network import network

        return network(self.store)

    def rdflib(self) -> "Dataset":
        """Return the whole graph as an rdflib Dataset in memory, its default graph the union."""
        from rdflib import Dataset

        dataset = Dataset(default_union=True)
        dataset.parse(self.store.graph_file, format="nquads")
        return dataset


def open_graph(store: Path | str | None = None, *, lang: str = "en") -> Graph:
    """Return the graph in *store*, or in the store that the command line would use.

    Raises NoStore where nothing was built yet.
    """
    sources = places.find_sources()
    return Graph(open_store(places.find_store(Path(store) if store else None, sources)), lang)
