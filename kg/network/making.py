"""How projections to actors are made: record by record, with why a record ties nobody."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import networkx as nx

from kg.errors import KgError
from kg.network.involvement import roles_of
from kg.network.material import NEGATIVE, Line, Material, weight_of, weights

Graph = nx.MultiGraph  # a MultiDiGraph is one too
Pair = tuple[str, str]
Pairs = Callable[["Maker", Line], Iterable[Pair]]


class _Drawn(NamedTuple):
    """An edge before it is drawn: its ends, and what it is."""

    pair: Pair
    kind: str
    status: str


class Maker:
    """Collects the edges of one projection, and why records gave none."""

    def __init__(
        self, material: Material, name: str, statuses: Collection[str], *, groups: bool
    ) -> None:
        refuse_unfit(statuses, material)
        self.material = material
        self.name = name
        self.statuses = statuses
        self.groups = groups
        self.weight: defaultdict[_Drawn, float] = defaultdict(float)
        self.behind: defaultdict[_Drawn, list[str]] = defaultdict(list)
        self.left_out: defaultdict[str, list[str]] = defaultdict(list)

    def fill(
        self, graph: "Graph[str]", pairs_of: Pairs, kinds: Collection[str] | None = None
    ) -> None:
        """Fill *graph* with what *pairs_of* finds in the records of these kinds."""
        for name, line in self.material.records.items():
            if kinds is None or line["kind"] in kinds:
                self._take(name, line, pairs_of)
        contested = self.material.contested()
        for node in sorted({end for drawn in self.weight for end in drawn.pair}):
            graph.add_node(node, **node_attributes(self.material, node))
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
        describe(graph, self.name, self.statuses, groups=self.groups, left_out=left_out)

    def _take(self, name: str, line: Line, pairs_of: Pairs) -> None:
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
        if not weights()["statuses"].get(line["status"]):
            return "denied"
        if line["details"].get("stage") in weights()["over"]:
            return "over"
        return None if weight_of(line) else "no_tie"

    def _lack(self, line: Line) -> str:
        """Return why no two actors were found in a record."""
        if line["kind"] == "trade_flow" and self.name == "trade" and not filling(line, "exporter"):
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

    def between(self, sources: Iterable[str], targets: Iterable[str]) -> Iterator[Pair]:
        """Yield every pair of an actor of *sources* and another of *targets*."""
        ends = [end for target in targets for end in self.who(target)]
        for source in (start for name in sources for start in self.who(name)):
            yield from ((source, end) for end in ends if end != source)


def filling(line: Line, role: str) -> list[str]:
    """Return the ids of those who fill a role of a record."""
    return [who["actor"] for who in line["participants"] if who["role"] == role]


def refuse_unfit(statuses: Collection[str], material: Material) -> None:
    """Raise KgError for statuses of which none can tie anybody."""
    if not any(weights()["statuses"].get(status) for status in statuses):
        fit = [name for name in material.vocabulary["statuses"] if weights()["statuses"][name]]
        named = ", ".join(map(repr, statuses))
        raise KgError(f"{named} ties nobody; one of {', '.join(fit)}")


def node_attributes(material: Material, entity: str) -> dict[str, Any]:
    """Return what a node of an entity carries, as in `kg.network.network`."""
    line = material.entities.get(entity, {})
    return {
        "sort": "entity",
        "label": material.label(entity),
        "labels": line.get("labels", {}),
        "entity_class": line.get("class"),
    }


def describe(
    graph: "Graph[str]",
    name: str,
    statuses: Collection[str],
    *,
    groups: bool,
    left_out: Mapping[str, tuple[str, ...]],
) -> None:
    """Write into *graph* how it was made."""
    graph.graph["projection"] = name
    graph.graph["statuses"] = tuple(statuses)
    graph.graph["groups"] = groups
    graph.graph["left_out"] = {reason: names for reason, names in left_out.items() if names}
