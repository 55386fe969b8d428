"""Who is in the middle: centrality, brokers and bridges, communities.

Every measure here counts records in the sources; none of them measures power. All run on one edge a
pair (`kg.network.projections.simple`), nodes in order, with a seed where chance is at work, so the
same store gives the same answer.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

import networkx as nx

from kg.network.answer import (
    Analysis,
    Row,
    Value,
    filled,
    left_out,
    made_on,
    records_at,
    records_of,
)
from kg.network.making import Graph
from kg.network.material import weights
from kg.network.projections import simple

_DIGITS = 4
_WHOLE_UP_TO = 2000  # actors; beyond, betweenness counts the ways from a seeded sample
_SEED = 1
_DAMPING = 0.85
_STEPS = 200
_RUNS = 10
BY = ("degree", "betweenness", "pagerank")


def centrality(graph: "Graph[str]", *, by: str = "degree") -> Analysis:
    """Return the actors of a projection, the most central first.

    ``degree``: the share of the other actors with whom it has a tie (directed: either way).
    ``betweenness``: on how large a part of the shortest ways between two others it stands; a way's
    length is its number of ties, whatever they weigh. ``pagerank``: being tied to those who are
    central; with weights, and in a directed projection along the arrows. It stands here for
    eigenvector centrality, which has no meaning in a network that falls into parts, as these do.
    Beside each stand its partners, its records, and the weight of its ties.
    """
    joined = simple(graph)
    values = _MEASURES[by](joined)
    ranked = sorted(joined, key=lambda node: (-round(values[node], _DIGITS), node))
    rows = tuple(_central(joined, node, by, values[node]) for node in ranked)
    return Analysis(
        "centrality", {"actors": rows}, made_on(graph), {"by": by}, _shape(joined), left_out(graph)
    )


def _central(graph: "nx.Graph[str]", node: str, by: str, value: float) -> Row:
    records = records_at(graph, node)
    return Row(
        {
            "actor": node,
            by: round(value, _DIGITS),
            "partners": len(set(nx.all_neighbors(graph, node))),
            **_ways(graph, node),
            "count": len(records),
        },
        records,
    )


def _ways(graph: "nx.Graph[str]", node: str) -> Mapping[str, Value]:
    """Return the weight of a node's ties, for a directed projection out and in."""
    if not isinstance(graph, nx.DiGraph):
        return {"weight": _weight(graph.edges(node, data=True))}
    return {
        "weight_out": _weight(graph.out_edges(node, data=True)),
        "weight_in": _weight(graph.in_edges(node, data=True)),
    }


def _weight(edges: "Iterable[tuple[str, str, Mapping[str, Any]]]") -> float:
    total: float = sum(about["weight"] for *_, about in edges)
    return round(total, _DIGITS)


def _shape(graph: "nx.Graph[str]") -> dict[str, Value]:
    parts = nx.number_connected_components(_both_ways(graph)) if graph else 0
    return {"actors": len(graph), "pairs": _both_ways(graph).number_of_edges(), "parts": parts}


def _both_ways(graph: "nx.Graph[str]") -> "nx.Graph[str]":
    """Return *graph* without directions."""
    return nx.Graph(graph) if graph.is_directed() else graph


# -- the measures -------------------------------------------------------------------------


def _degree(graph: "nx.Graph[str]") -> dict[str, float]:
    others = max(1, len(graph) - 1)
    return {node: len(set(nx.all_neighbors(graph, node))) / others for node in graph}


def _betweenness(graph: "nx.Graph[str]") -> dict[str, float]:
    sample = None if len(graph) <= _WHOLE_UP_TO else _WHOLE_UP_TO // 10
    found: dict[str, float] = nx.betweenness_centrality(graph, k=sample, seed=_SEED)
    return found


def _pagerank(graph: "nx.Graph[str]") -> dict[str, float]:
    """Return PageRank by the power method; NetworkX's own needs SciPy, a hundred megabytes.

    Who has no tie that leads on passes its part to everybody, as in NetworkX.
    """
    count = len(graph)
    rank = dict.fromkeys(graph, 1 / count) if count else {}
    out = {node: _weight(graph.edges(node, data=True)) for node in graph}
    for _ in range(_STEPS):
        stuck = sum(rank[node] for node in graph if not out[node])
        step = dict.fromkeys(graph, (1 - _DAMPING + _DAMPING * stuck) / count)
        for node in graph:
            for _, other, about in graph.edges(node, data=True):
                step[other] += _DAMPING * rank[node] * about["weight"] / out[node]
        moved = sum(abs(step[node] - rank[node]) for node in graph)
        rank = step
        if moved < count * 1e-9:
            break
    return rank


_MEASURES: Mapping[str, Callable[["nx.Graph[str]"], dict[str, float]]] = {
    "degree": _degree,
    "betweenness": _betweenness,
    "pagerank": _pagerank,
}


# -- brokers and bridges --------------------------------------------------------------------


def brokers(graph: "Graph[str]") -> Analysis:
    """Return through whom and over which ties the ways between others lead.

    *brokers* are actors on shortest ways between others, with how many actors would be cut off from
    the largest part that remained without them. *bridges* are pairs whose tie alone joins two
    parts: without its records, so many actors would be cut off. Directions play no part.
    """
    joined = simple(graph)
    plain = _both_ways(joined)
    between = _betweenness(plain)
    standing = [node for node in plain if round(between[node], _DIGITS) > 0]
    ranked = sorted(standing, key=lambda node: (-round(between[node], _DIGITS), node))
    cutting = set(nx.articulation_points(plain))
    rows = tuple(
        Row(
            {
                "actor": node,
                "betweenness": round(between[node], _DIGITS),
                "partners": len(plain[node]),
                "cut_off": _cut_off(plain, node) if node in cutting else 0,
            },
            records_at(joined, node),
        )
        for node in ranked
    )
    tables = {"brokers": rows, "bridges": tuple(_bridges(joined, plain))}
    return Analysis("brokers", tables, made_on(graph), {}, _shape(joined), left_out(graph))


def _cut_off(graph: "nx.Graph[str]", node: str) -> int:
    """Return how many of a node's part would lie outside its largest rest."""
    part = nx.node_connected_component(graph, node) - {node}
    rest = [len(piece) for piece in nx.connected_components(graph.subgraph(part))]
    return sum(rest) - max(rest, default=0)


def _bridges(joined: "nx.Graph[str]", plain: "nx.Graph[str]") -> Iterator[Row]:
    found = []
    for one, other in sorted(tuple(sorted(pair)) for pair in nx.bridges(plain)):
        cut = nx.restricted_view(plain, [], [(one, other)])
        sides = [nx.node_connected_component(cut, end) for end in (one, other)]
        smaller = min(len(side) for side in sides)
        found.append((smaller, one, other))
    for smaller, one, other in sorted(found, key=lambda cut: (-cut[0], cut[1], cut[2])):
        records = {
            record
            for pair in ((one, other), (other, one))
            if joined.has_edge(*pair)
            for record in joined.edges[pair]["records"]
        }
        values: dict[str, Value] = {"actor": one, "other": other, "cut_off": smaller}
        yield Row({**values, "count": len(records)}, tuple(sorted(records)))


# -- communities ----------------------------------------------------------------------------


def communities(graph: "Graph[str]", *, seed: int = _SEED, resolution: float = 1.0) -> Analysis:
    """Return groups of actors that are tied among themselves more than to others (Louvain).

    Made with *seed*; *steady* is how often two of a community's members stand together in ten runs
    with other seeds, 1 for always. A higher *resolution* gives smaller groups. The records of a
    community are those that tie two of its members. Sanctions, demands and conflicts bind nobody
    together: they are left out, with whom nothing else ties. Directions play no part.
    """
    against = weights()["against"]
    kept: list[Any] = [
        edge for edge in graph.edges(keys=True) if graph.edges[edge]["kind"] not in against
    ]
    joined = simple(graph.edge_subgraph(kept))
    plain = _both_ways_summed(joined)
    found = _louvain(plain, seed, resolution)
    others = [_louvain(plain, seed + run, resolution) for run in range(1, _RUNS + 1)]
    rows = tuple(
        _community(joined, number, members, others)
        for number, members in enumerate(sorted(found, key=lambda c: (-len(c), c)), start=1)
    )
    modularity = nx.community.modularity(plain, map(set, found)) if plain.edges else 0.0
    figures = {**_shape(joined), "modularity": round(modularity, _DIGITS)}
    asked: dict[str, Value] = {"seed": seed, "resolution": resolution}
    notes = {**left_out(graph), "against": _against(graph, joined)}
    return Analysis(
        "communities", {"communities": rows}, made_on(graph), asked, figures, filled(notes)
    )


def _against(graph: "Graph[str]", joined: "nx.Graph[str]") -> tuple[str, ...]:
    """Return the records of *graph* that only set actors against each other."""
    return tuple(sorted(records_of(graph) - records_of(joined)))


def _both_ways_summed(graph: "nx.Graph[str]") -> "nx.Graph[str]":
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(graph)
    for source, target, about in graph.edges(data=True):
        before = plain.edges[source, target]["weight"] if plain.has_edge(source, target) else 0
        plain.add_edge(source, target, weight=before + about["weight"])
    return plain


def _louvain(graph: "nx.Graph[str]", seed: int, resolution: float) -> list[list[str]]:
    """Return communities, each sorted; nodes are numbers inside, since text hashes vary."""
    names = list(graph)
    if not names:
        return []
    numbered = nx.relabel_nodes(graph, {name: at for at, name in enumerate(names)})
    found = nx.community.louvain_communities(numbered, seed=seed, resolution=resolution)
    return sorted(sorted(names[at] for at in part) for part in found)


def _community(
    graph: "nx.Graph[str]", number: int, members: list[str], others: list[list[list[str]]]
) -> Row:
    inside = graph.subgraph(members)
    records = sorted(records_of(inside))
    values: dict[str, Value] = {
        "community": number,
        "members": ", ".join(members),
        "size": len(members),
        "weight": _weight(inside.edges(data=True)),
        "steady": _steady(members, others),
        "count": len(records),
    }
    return Row(values, tuple(records))


def _steady(members: list[str], others: list[list[list[str]]]) -> float:
    pairs = list(combinations(members, 2))
    if not pairs:
        return 1.0
    together = 0
    for run in others:
        home = {name: at for at, part in enumerate(run) for name in part}
        together += sum(home[one] == home[other] for one, other in pairs)
    return round(together / (len(pairs) * len(others)), _DIGITS)
