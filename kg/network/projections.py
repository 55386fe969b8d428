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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

import networkx as nx

from kg.errors import KgError
from kg.network.derived import ties
from kg.network.involvement import roles_of
from kg.network.material import NEGATIVE, SAID, Line, Material, weight_of, weights
from kg.store import Store

Graph = nx.MultiGraph  # a MultiDiGraph is one too
_Pair = tuple[str, str]
_Pairs = Callable[["_Maker", Line], Iterable[_Pair]]


class _Drawn(NamedTuple):
    """An edge before it is drawn: its ends, and what it is."""

    pair: _Pair
    kind: str
    status: str


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
    maker = _Maker(material, "actors", statuses, groups=groups)
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
    maker = _Maker(material, "trade", statuses, groups=groups)
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
    maker = _Maker(material, "sanctions", statuses, groups=groups)
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
    _refuse_unfit(statuses, material)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    found = [
        (source, target, about, tuple(r for r in about["records"] if r in material.records))
        for source, target, about in ties(store).edges(data=True)
        if about["status"] in statuses and {source, target} <= material.entities.keys()
    ]
    drawn = [edge for edge in found if edge[3]]
    for node in sorted({end for source, target, *_ in drawn for end in (source, target)}):
        graph.add_node(node, **_node(material, node))
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
    _describe(graph, "ties", statuses, groups=False, left_out={"no_edge": rest})
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
    together: defaultdict[_Pair, list[Mapping[str, Any]]] = defaultdict(list)
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


class _Maker:
    """Collects the edges of one projection, and why records gave none."""

    def __init__(
        self, material: Material, name: str, statuses: Collection[str], *, groups: bool
    ) -> None:
        _refuse_unfit(statuses, material)
        self.material = material
        self.name = name
        self.statuses = statuses
        self.groups = groups
        self.weight: defaultdict[_Drawn, float] = defaultdict(float)
        self.behind: defaultdict[_Drawn, list[str]] = defaultdict(list)
        self.left_out: defaultdict[str, list[str]] = defaultdict(list)

    def fill(
        self, graph: "Graph[str]", pairs_of: _Pairs, kinds: Collection[str] | None = None
    ) -> None:
        """Fill *graph* with what *pairs_of* finds in the records of these kinds."""
        for name, line in self.material.records.items():
            if kinds is None or line["kind"] in kinds:
                self._take(name, line, pairs_of)
        contested = self.material.contested()
        for node in sorted({end for drawn in self.weight for end in drawn.pair}):
            graph.add_node(node, **_node(self.material, node))
        for drawn in sorted(self.weight):
            graph.add_edge(
                *drawn.pair,
                key=f"{drawn.status}#{drawn.kind}",
                kind=drawn.kind,
                status=drawn.status,
                weight=round(self.weight[drawn], 6),
                contested=any(record in contested for record in self.behind[drawn]),
                records=tuple(self.behind[drawn]),
            )
        left_out = {reason: tuple(self.left_out[reason]) for reason in sorted(self.left_out)}
        _describe(graph, self.name, self.statuses, groups=self.groups, left_out=left_out)

    def _take(self, name: str, line: Line, pairs_of: _Pairs) -> None:
        reason = self._reason(line)
        pairs = [] if reason else sorted(set(pairs_of(self, line)))
        if not pairs:
            self.left_out[reason or self._lack(line)].append(name)
            return
        ends = {end for pair in pairs for end in pair}
        each = weight_of(line) / (len(ends) - 1 if self.name == "actors" else len(pairs))
        for pair in pairs:
            drawn = _Drawn(pair, line["kind"], line["status"])
            self.weight[drawn] += each
            self.behind[drawn].append(name)

    def _reason(self, line: Line) -> str | None:
        """Return why a record can't tie anybody, whoever is in it."""
        if line["polarity"] == NEGATIVE:
            return "negative"
        if line["status"] not in self.statuses:
            return "other_status"
        if line["details"].get("stage") in weights()["over"]:
            return "over"
        return None if weight_of(line) else "no_tie"

    def _lack(self, line: Line) -> str:
        """Return why no two actors were found in a record."""
        if line["kind"] == "trade_flow" and self.name == "trade" and not _filling(line, "exporter"):
            return "two_way"
        nobody = any(self._is_nobody(entity) for _, entity in self._acting(line))
        return "unnamed_group" if nobody and not self.groups else "one_actor"

    def actors(self, line: Line) -> list[str]:
        """Return the actors in the roles of a record that tie, by id."""
        return sorted({actor for _, entity in self._acting(line) for actor in self.who(entity)})

    def _acting(self, line: Line) -> Iterator[tuple[str, str]]:
        for role, entity in roles_of(line, self.material.vocabulary):
            if role not in weights()["no_tie_in_role"]:
                yield role, entity

    def who(self, entity: str) -> Iterator[str]:
        """Yield the actors that *entity* is: itself, the members of a group, or nobody."""
        line = self.material.entities.get(entity, {})
        if line.get("group") == "together":
            for member in line["members"]:
                yield from self.who(member["actor"])
        elif line.get("class") in weights()["actors"] and (
            self.groups or not self._is_nobody(entity)
        ):
            yield entity

    def _is_nobody(self, entity: str) -> bool:
        group = self.material.entities.get(entity, {}).get("group")
        return group in {"unnamed", "either_or"}

    def between(self, sources: Iterable[str], targets: Iterable[str]) -> Iterator[_Pair]:
        """Yield every pair of an actor of *sources* and another of *targets*."""
        ends = [end for target in targets for end in self.who(target)]
        for source in (start for name in sources for start in self.who(name)):
            yield from ((source, end) for end in ends if end != source)


def _filling(line: Line, role: str) -> list[str]:
    return [who["actor"] for who in line["participants"] if who["role"] == role]


def _directed(source: str, target: str) -> _Pairs:
    return lambda maker, line: maker.between(_filling(line, source), _filling(line, target))


def _share(maker: _Maker, line: Line) -> Iterator[_Pair]:
    """Yield the way of the goods in a share, where it has one."""
    holder, counterpart = _filling(line, "holder"), _filling(line, "counterpart")
    match line["details"].get("direction"):
        case "imports" | "use":
            yield from maker.between(_filling(line, "provider") or counterpart, holder)
        case "exports":
            yield from maker.between(holder, counterpart)


_FLOWS: Mapping[str, _Pairs] = {
    "trade_flow": _directed("exporter", "importer"),
    "supply": _directed("supplier", "recipient"),
    "share": _share,
}


def _flows(maker: _Maker, line: Line) -> Iterable[_Pair]:
    return _FLOWS[line["kind"]](maker, line)


def _refuse_unfit(statuses: Collection[str], material: Material) -> None:
    for status in statuses:
        if not weights()["statuses"].get(status):
            fit = [name for name in material.vocabulary["statuses"] if weights()["statuses"][name]]
            raise KgError(f"{status!r} ties nobody; one of {', '.join(fit)}")


def _node(material: Material, entity: str) -> dict[str, Any]:
    line = material.entities.get(entity, {})
    return {
        "sort": "entity",
        "label": material.label(entity),
        "labels": line.get("labels", {}),
        "entity_class": line.get("class"),
    }


def _describe(
    graph: "Graph[str]",
    name: str,
    statuses: Collection[str],
    *,
    groups: bool,
    left_out: Mapping[str, tuple[str, ...]],
) -> None:
    graph.graph["projection"] = name
    graph.graph["statuses"] = tuple(statuses)
    graph.graph["groups"] = groups
    graph.graph["left_out"] = {reason: names for reason, names in left_out.items() if names}


def _in_order(one: str, other: str) -> _Pair:
    return (one, other) if one <= other else (other, one)
