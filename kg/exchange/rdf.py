"""The graph in TriG and JSON-LD, written by rdflib and put in order.

rdflib reads a file into sets, whose order changes from run to run; so graphs are written one by
one, by name, and JSON-LD is sorted all the way down.
"""

import json
from collections.abc import Mapping
from typing import Any

from rdflib import Dataset, Graph, URIRef

from kg.store import Store
from kg.terms.prefixes import BASE, PREFIXES

_EDGES = f"{BASE}edge/"


def trig(store: Store) -> str:
    """Return every quad as TriG: prefixes, then the named graphs by name."""
    dataset = _dataset(store)
    prefixes = {**PREFIXES, **_edge_prefixes(dataset)}
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(prefixes.items()))
    blocks = (_block(dataset.graph(name), name, prefixes) for name in _graph_names(dataset))
    return head + "".join(blocks)


def _edge_prefixes(dataset: Dataset) -> dict[str, str]:
    """Return a prefix for each namespace of edges, called like its status: ``asserted:metWith``."""
    used = {str(name) for graph in dataset.graphs() for name in graph.predicates(unique=True)}
    namespaces = {f"{name.partition('#')[0]}#" for name in used if name.startswith(_EDGES)}
    return {name.removeprefix(_EDGES).rstrip("#"): name for name in namespaces}


def _block(graph: Graph, name: URIRef, prefixes: Mapping[str, str]) -> str:
    turtle = _with_prefixes(graph, prefixes).serialize(format="turtle")
    # prefixes stand at the head of the file; what follows holds texts and stays as it is
    body = turtle.partition("\n\n")[2]
    return f"\n<{name}> {{\n{body.strip()}\n}}\n"


def _with_prefixes(graph: Graph, prefixes: Mapping[str, str]) -> Graph:
    """Return the triples of *graph* in one that knows *prefixes* and no others."""
    own = Graph(bind_namespaces="none")
    for prefix, iri in prefixes.items():
        own.bind(prefix, iri)
    for triple in graph:
        own.add(triple)
    return own


def jsonld(store: Store) -> str:
    """Return every quad as expanded JSON-LD, one object a graph, all of it sorted."""
    dataset = _dataset(store)
    graphs = [
        {
            "@id": str(name),
            "@graph": _sorted(json.loads(dataset.graph(name).serialize(format="json-ld"))),
        }
        for name in _graph_names(dataset)
    ]
    return json.dumps(graphs, ensure_ascii=False, indent=1) + "\n"


def _dataset(store: Store) -> Dataset:
    dataset = Dataset()
    dataset.parse(store.graph_file, format="nquads")
    return dataset


def _graph_names(dataset: Dataset) -> list[URIRef]:
    names = (graph.identifier for graph in dataset.graphs() if len(graph))
    return sorted(name for name in names if isinstance(name, URIRef))


def _sorted(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _sorted(data[key]) for key in sorted(data)}
    if isinstance(data, list):
        return sorted(
            (_sorted(item) for item in data), key=lambda item: json.dumps(item, ensure_ascii=False)
        )
    return data
