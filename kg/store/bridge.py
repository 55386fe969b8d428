"""The store as rdflib sees it, by way of oxrdflib: to be read and asked, never written.

oxrdflib gives terms, patterns and prefixes. Its queries are not used: they pass over ``FROM`` and
ask services, run in this process where nothing can stop them, and where they give up rdflib's own
engine reads the files that ``FROM`` names. Here a query goes the way of every other query: past the
guard, into a process of its own. As there, candidates are only seen by whoever names their graph.
"""

import io
from collections.abc import Generator, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import XSD, Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result
from rdflib.term import Identifier, Node

from kg.errors import QueryError, ReadOnly
from kg.store.dataset import CANDIDATES, select
from kg.store.folder import Answer, Store
from kg.store.guard import looked_at
from kg.store.values import Text, Value
from kg.terms.prefixes import PREFIXES

_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_OF_GRAPHS = frozenset({"CONSTRUCT", "DESCRIBE"})


def dataset(store: Store, *, timeout: float, memory: int) -> Dataset:
    """Return *store* as an rdflib Dataset that reads its files and neither locks nor changes them.

    Its default graph is all graphs but the candidates'. A query may take *timeout* seconds and
    *memory* bytes. What would write raises ReadOnly, what would read anything else QueryError.
    """
    return ReadOnlyDataset(_ReadOnlyStore(store, timeout, memory))


class ReadOnlyGraph(Graph):
    """A graph of the store: read by patterns, asked by way of its Dataset."""

    def query(self, *_: Any, **__: Any) -> Result:
        """Refuse: a query is for the Dataset, where ``GRAPH`` and ``FROM`` choose graphs."""
        raise QueryError(
            f"ask the Dataset: GRAPH <{self.identifier}> {{ … }}, or FROM <{self.identifier}>"
        )

    def update(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse."""
        _refuse()

    def parse(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse before anything is opened or fetched."""
        _refuse()


class ReadOnlyDataset(Dataset):
    """All graphs of the store. A query goes the way of `kg query`."""

    def __init__(self, store: "_ReadOnlyStore") -> None:
        super().__init__(store, default_union=True)
        self._ours = store
        self.default_graph = ReadOnlyGraph(store, DATASET_DEFAULT_GRAPH_ID)
        for prefix, namespace in PREFIXES.items():
            self.bind(prefix, namespace)

    def query(  # type: ignore[override]
        self,
        query_object: str,
        processor: str = "sparql",
        result: str = "sparql",
        initNs: Mapping[str, Any] | None = None,  # noqa: N803 - as rdflib calls it
        initBindings: Mapping[str, Identifier] | None = None,  # noqa: N803
        use_store_provided: bool = True,  # noqa: FBT001, FBT002
        **options: Any,
    ) -> Result:
        """Return what a query gives, as rdflib has it. Raises QueryError and what is below it."""
        if (processor, result, use_store_provided, options) != ("sparql", "sparql", True, {}):
            raise QueryError("rdflib's own engine is not used here: it reads files and services")
        if not isinstance(query_object, str):
            raise QueryError("give the text of the query, not a prepared one")
        namespaces = initNs or dict(self.namespaces())
        return self._ours.query(query_object, namespaces, initBindings or {}, "__UNION__")

    def update(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse."""
        _refuse()

    def parse(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse before anything is opened or fetched."""
        _refuse()

    def graph(self, identifier: Any = None, base: str | None = None) -> Graph:
        """Return a graph of the store; none is made. Raises QueryError where it isn't there."""
        if identifier is None:
            _refuse()
        return self.get_context(identifier, base=base)

    def get_context(
        self,
        identifier: Any,
        quoted: bool = False,  # noqa: FBT001, FBT002
        base: str | None = None,
    ) -> Graph:
        """Return a graph of the store. Raises QueryError where it isn't there.

        rdflib's own engine asks here too, before it fetches what it doesn't get.
        """
        del quoted
        name = identifier.identifier if isinstance(identifier, Graph) else URIRef(identifier)
        if name != DATASET_DEFAULT_GRAPH_ID and not self._ours.holds(name):
            raise QueryError(f"there is no graph <{name}> in this store, and nothing is fetched")
        return ReadOnlyGraph(self.store, name, self.namespace_manager, base)


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise ReadOnly("the graph is read, never written: what it holds is in sources/ (kg build)")


class _ReadOnlyStore(OxigraphStore):
    def __init__(self, store: Store, timeout: float, memory: int) -> None:
        # Read-only it takes no lock and writes nothing, not even the log of a store that opens.
        super().__init__(store=ox.Store.read_only(str(store.build / "quads")))
        self._asked = store
        self._timeout = timeout
        self._memory = memory

    def holds(self, graph: Identifier) -> bool:
        """Return whether there is a graph of this name."""
        return self._inner.contains_named_graph(ox.NamedNode(str(graph)))

    def triples(self, triple_pattern: Any, context: Graph | None = None) -> Iterator[Any]:
        """Yield what fits a pattern, with the graph it stands in."""
        for (subject, predicate, value), places in super().triples(triple_pattern, context):
            for place in places:
                if context is not None or (place is not None and _is_reviewed(place)):
                    yield (subject, predicate, _plain(value)), iter((place,))

    def __len__(self, context: Graph | None = None) -> int:
        if context is not None:
            return super().__len__(context)
        return int(next(select(self._inner, _COUNT))[0].value)

    def contexts(self, triple: Any = None) -> Generator[Graph, None, None]:
        """Yield the graphs, or those that hold a triple."""
        for place in super().contexts(triple):
            if _is_reviewed(place):
                yield ReadOnlyGraph(self, place.identifier)

    def query(  # type: ignore[override]
        self,
        query: str,
        initNs: Mapping[str, Any],  # noqa: N803
        initBindings: Mapping[str, Identifier],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **options: object,
    ) -> Result:
        """Return what *query* gives, asked in a process of its own."""
        del queryGraph, options
        text = _with_prefixes(query, initNs)
        form = "ntriples" if looked_at(text).form in _OF_GRAPHS else "json"
        values = {str(name): _value(str(name), term) for name, term in initBindings.items()}
        return _result(
            self._asked.ask(text, values, form=form, timeout=self._timeout, memory=self._memory)
        )

    def close(self, commit_pending_transaction: bool = False) -> None:  # noqa: FBT001, FBT002
        """Do nothing: nothing is locked."""
        del commit_pending_transaction

    # `destroy` would remove any folder that it is told, `open` would lock one and write into it.
    add = addN = remove = add_graph = remove_graph = _refuse  # noqa: N815
    update = open = create = destroy = _refuse


def _is_reviewed(graph: Graph) -> bool:
    return not str(graph.identifier).startswith(CANDIDATES)


def _plain(term: Node) -> Node:
    """Return a text as rdflib reads it everywhere else: without the type that every text has."""
    if isinstance(term, Literal) and term.datatype == XSD.string:
        return Literal(str(term))
    return term


def _with_prefixes(query: str, namespaces: Mapping[str, Any]) -> str:
    """Return *query* with the prefixes declared that it uses and neither it nor we declare.

    They stand in its first line, so that the lines of an error are those of the query.
    """
    asked = looked_at(query)
    used = {token.text.partition(":")[0] for token in asked.tokens if token.sort == "name"}
    unknown = sorted(used & namespaces.keys() - asked.prefixes.keys())
    return " ".join([*(f"PREFIX {name}: <{namespaces[name]}>" for name in unknown), query])


def _value(name: str, term: Identifier) -> Value:
    """Return a term that a variable is bound to as a value of ours."""
    if isinstance(term, URIRef):
        return str(term)
    value = term.toPython() if isinstance(term, Literal) and not term.language else None
    match value:
        case bool():
            pass
        case str():
            return Text(value)
        case int() | Decimal() | date():
            return value
    raise QueryError(f"{name}: {term.n3()} can't be bound; write it into the query")


def _result(answer: Answer) -> Result:
    if answer.sort == "rows":
        return Result.parse(io.BytesIO(answer.content), format="json")
    result = Result("ASK" if answer.sort == "boolean" else "CONSTRUCT")
    if answer.sort == "boolean":
        result.askAnswer = answer.yes
    else:
        result.graph = graph_of(answer.content)
    return result


def graph_of(ntriples: bytes) -> Graph:
    """Return *ntriples* as a graph in memory that knows our prefixes."""
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph.parse(data=ntriples, format="nt")
