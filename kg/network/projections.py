"""Projections: the store as a network of actors, in the ways that make sense here.

Each returns a NetworkX multigraph in which an edge is one *sort* of tie with one status: its key is
``<status>#<kind>``, as the predicates of derived edges end. So no edge joins what is asserted with
what is alleged, and several ties of one pair stay several. Every edge carries ``kind``, ``status``,
``weight``, ``contested`` (another record of the matter says no) and ``records``, the ids behind it.
A weight counts records by kind and status (``weights.json``), never tonnes or dollars: figures with
different wholes can't be added. What negates, what is denied and what tells of the end of a thing
never ties.

``graph.graph`` says how it was made: ``projection``, ``statuses``, ``groups``, and ``left_out``,
the records that gave no edge, by the reason.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

import networkx as nx

from kg.network.derived import ties
from kg.network.making import (
    Graph,
    Maker,
    Pair,
    Pairs,
    describe,
    filling,
    node_attributes,
    refuse_unfit,
)
from kg.network.material import SAID, Line, Material, weights
from kg.store import Store


def actors(
    material: Material, *, statuses: Collection[str] = SAID, groups: bool = False
) -> "nx.MultiGraph[str]":
    """Return actors tied by the records that they share; no direction.

    A node is an actor: a state, organ, company, person, organisation. A group that acts together is
    its members; one whose members aren't named, or of which only one is meant, is left out unless
    *groups*. An edge joins two actors that fill roles in the same record; being spoken of, and
    being the place, is no role here. Its weight is the sum over its records of kind × status, each
    divided by the number of other actors in the record, so that a summit of twenty doesn't outweigh
    twenty treaties.
    """
    maker = Maker(material, "actors", statuses, groups=groups)
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    maker.fill(graph, lambda made, line: combinations(made.actors(line), 2))
    return graph


def trade(
    material: Material, *, statuses: Collection[str] = SAID, groups: bool = False
) -> "nx.MultiDiGraph[str]":
    """Return who delivers goods to whom.

    A node is an actor. An edge leads from exporter to importer (``trade_flow``), from supplier to
    recipient (``supply``), or as the goods go in a ``share``: from the provider to the holder of
    the total, or between the holder and the counterpart with whom the total is traded. Its weight
    is the number of its records, each by its status; figures stay with the records. A two-way total
    has no direction and gives no edge.
    """
    maker = Maker(material, "trade", statuses, groups=groups)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    maker.fill(graph, _flows, kinds=tuple(_FLOWS))
    return graph


def sanctions(
    material: Material, *, statuses: Collection[str] = SAID, groups: bool = False
) -> "nx.MultiDiGraph[str]":
    """Return who sanctions whom.

    A node is an actor. An edge leads from who imposes to whom it is against; sanctions that were
    lifted give none, and threats only where *statuses* asks for them. Its weight is the number of
    its records, each by its status.
    """
    maker = Maker(material, "sanctions", statuses, groups=groups)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    maker.fill(graph, _directed("imposer", "target"), kinds=("sanction",))
    return graph


def derived(
    store: Store, material: Material, *, statuses: Collection[str] = SAID
) -> "nx.MultiDiGraph[str]":
    """Return the direct edges that the rules derived, between actors and goods alike.

    A node is an entity. An edge is a tie of one name and one status; where records of one matter
    differ, it has the weakest status of what is put as so. Its weight is the number of its records,
    each by the edge's status. Only records of *material* count; an edge of none of them is dropped,
    as is one to a code (the way round a sanction).
    """
    refuse_unfit(statuses, material)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    found = [
        (source, target, about, tuple(r for r in about["records"] if r in material.records))
        for source, target, about in ties(store).edges(data=True)
        if about["status"] in statuses and {source, target} <= material.entities.keys()
    ]
    drawn = [edge for edge in found if edge[3]]
    for node in sorted({end for source, target, *_ in drawn for end in (source, target)}):
        graph.add_node(node, **node_attributes(material, node))
    for source, target, about, records in drawn:
        by_status: float = weights()["statuses"][about["status"]]
        graph.add_edge(
            source,
            target,
            key=f"{about['status']}#{about['name']}",
            kind=about["name"],
            status=about["status"],
            weight=round(by_status * len(records), 6),
            contested=about["contested"],
            records=records,
        )
    tied = {record for *_, records in drawn for record in records}
    rest = tuple(record for record in material.records if record not in tied)
    describe(graph, "ties", statuses, groups=False, left_out={"no_edge": rest})
    return graph


PROJECTIONS = ("actors", "trade", "sanctions", "ties")


def project(
    store: Store,
    material: Material,
    name: str,
    *,
    statuses: Collection[str] = SAID,
    groups: bool = False,
) -> "Graph[str]":
    """Return the projection called *name*, one of `PROJECTIONS`.

    Raises KgError for a status that can tie nobody.
    """
    match name:
        case "actors":
            return actors(material, statuses=statuses, groups=groups)
        case "trade":
            return trade(material, statuses=statuses, groups=groups)
        case "sanctions":
            return sanctions(material, statuses=statuses, groups=groups)
        case "ties":
            return derived(store, material, statuses=statuses)
    raise ValueError(f"no projection {name!r}")


def simple(graph: "Graph[str]") -> "nx.Graph[str]":
    """Return *graph* with one edge a pair: weights summed, records and statuses joined.

    Only for measures that can't count several edges; its edges carry every status that they join.
    """
    joined: nx.Graph[str] = nx.DiGraph() if graph.is_directed() else nx.Graph()
    joined.add_nodes_from((node, graph.nodes[node]) for node in sorted(graph))
    joined.graph.update(graph.graph)
    together: defaultdict[Pair, list[Mapping[str, Any]]] = defaultdict(list)
    for source, target, about in graph.edges(data=True):
        pair = (source, target) if graph.is_directed() else _in_order(source, target)
        together[pair].append(about)
    for pair, edges in sorted(together.items()):
        joined.add_edge(
            *pair,
            weight=round(sum(edge["weight"] for edge in edges), 6),
            statuses=tuple(sorted({edge["status"] for edge in edges})),
            records=tuple(sorted({record for edge in edges for record in edge["records"]})),
        )
    return joined


def _directed(source: str, target: str) -> Pairs:
    return lambda maker, line: maker.between(filling(line, source), filling(line, target))


def _share(maker: Maker, line: Line) -> Iterator[Pair]:
    """Yield the way of the goods in a share, where it has one."""
    holder, counterpart = filling(line, "holder"), filling(line, "counterpart")
    match line["details"].get("direction"):
        case "imports" | "use":
            yield from maker.between(filling(line, "provider") or counterpart, holder)
        case "exports":
            yield from maker.between(holder, counterpart)


_FLOWS: Mapping[str, Pairs] = {
    "trade_flow": _directed("exporter", "importer"),
    "supply": _directed("supplier", "recipient"),
    "share": _share,
}


def _flows(maker: Maker, line: Line) -> Iterable[Pair]:
    return _FLOWS[line["kind"]](maker, line)


def _in_order(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)
