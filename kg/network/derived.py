"""Direct ties between entities, read from the nodes that the rules left for each edge."""

from collections.abc import Mapping
from importlib.resources import files
from typing import NamedTuple

import networkx as nx

from kg.store import Store
from kg.terms.prefixes import BASE


class _Tie(NamedTuple):
    source: str
    target: str
    name: str
    status: str
    contested: bool


def ties(store: Store) -> "nx.MultiDiGraph[str]":
    """Return the entities of *store* and the direct edges between them.

    An edge's key is ``<status>#<name>``, as its predicate ends. It carries ``name`` and ``status``,
    ``contested`` (another record of the matter says no) and ``records``, the ids behind it, sorted.
    A tie is never without its status: whoever wants the asserted ones alone has to ask for them. A
    symmetric tie is there both ways.
    """
    query = files("kg.network").joinpath("ties.rq").read_text(encoding="utf-8")
    records: dict[_Tie, set[str]] = {}
    for row in store.rows(query):
        records.setdefault(_tie(row), set()).add(_end(row["record"], "id/record/"))
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(sorted({end for tie in records for end in (tie.source, tie.target)}))
    for tie in sorted(records):
        graph.add_edge(
            tie.source,
            tie.target,
            key=f"{tie.status}#{tie.name}",
            name=tie.name,
            status=tie.status,
            contested=tie.contested,
            records=tuple(sorted(records[tie])),
        )
    return graph


def _tie(row: Mapping[str, str]) -> _Tie:
    return _Tie(
        _end(row["from"], "id/entity/"),
        _end(row["to"], "id/entity/"),
        row["edge"].rpartition("#")[2],
        _end(row["status"], "concept/status/"),
        row.get("contested") == "true",
    )


def _end(iri: str, path: str) -> str:
    """Return what stands behind *path* in one of our IRIs: the id."""
    return iri.removeprefix(f"{BASE}{path}")
