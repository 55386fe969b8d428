"""Which graphs a query sees: said here, and nowhere else.

The default graph is all graphs but the candidates', which nobody has judged yet, and the same hold
for ``GRAPH ?g``. Whoever names a graph of candidates sees it, in ``GRAPH`` or in ``FROM``.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.store.guard import Query
from kg.store.values import Term, Value, terms
from kg.terms.prefixes import PREFIXES

CANDIDATES = PREFIXES["g"] + "candidates/"


def evaluate(store: ox.Store, query: Query, values: Mapping[str, Term]) -> Any:
    """Start *query* in this process; our prefixes are known, one of its own wins.

    Raises QueryError for a graph after FROM that isn't there, SyntaxError as Oxigraph does.
    """
    substitutions: dict[ox.Variable, Any] = {
        ox.Variable(name): _node(name, term) for name, term in values.items()
    }
    graphs = _chosen(store, query) if query.graphs else _reviewed(store, query)
    return store.query(query.text, prefixes=PREFIXES, substitutions=substitutions, **graphs)


def _node(name: str, term: Term) -> ox.NamedNode | ox.Literal:
    try:
        if term.datatype:
            return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))
        return ox.NamedNode(term.value)
    except ValueError as error:
        raise QueryError(f"{name}: {term.value!r} is no IRI") from error


def _chosen(store: ox.Store, query: Query) -> dict[str, Any]:
    for graph in query.graphs:
        if not store.contains_named_graph(ox.NamedNode(graph)):
            raise QueryError(
                f"there is no graph <{graph}> in this store, and nothing is fetched; "
                "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } lists what there is"
            )
    return {}


def _reviewed(store: ox.Store, query: Query) -> dict[str, Any]:
    graphs = [graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)]
    reviewed = [graph for graph in graphs if not graph.value.startswith(CANDIDATES)]
    if len(reviewed) == len(graphs):
        return {"use_default_graph_as_union": True}
    named = [graph for graph in graphs if graph in reviewed or graph.value in query.iris]
    return {"default_graph": reviewed, "named_graphs": named}


def select(store: ox.Store, query: str, values: Mapping[str, Value] | None = None) -> Any:
    """Ask *store*, which is open in this process; nothing can stop it."""
    return evaluate(store, Query(query), terms(values or {}))


def rows(store: ox.Store, query: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a SELECT in *store*: text of each bound variable, in the order asked."""
    found = select(store, query)
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {name: term.value for name, term in zip(names, row, strict=True) if term is not None}


def unknown_terms(store: ox.Store, iris: Iterable[str]) -> list[str]:
    """Return those of *iris* that stand nowhere in *store*."""
    return [iri for iri in iris if not _stands(store, ox.NamedNode(iri))]


def _stands(store: ox.Store, node: ox.NamedNode) -> bool:
    places = ((node, None, None, None), (None, node, None, None), (None, None, node, None))
    return any(next(store.quads_for_pattern(*place), None) is not None for place in places) or (
        store.contains_named_graph(node)
    )
