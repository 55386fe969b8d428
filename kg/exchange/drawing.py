"""The network as it is drawn elsewhere: nodes and edges as plain values, with places and colours.

One description that GEXF and GraphML write alike. An edge has an id and a type of its own among
those of its pair, so that several ties of one pair stay several; nothing is None, nothing a list,
and what isn't known is left out.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from kg.exchange.telling import Teller, Told, clean, source_of
from kg.lookup import Catalogue, Line
from kg.network import SAID, Material, material_of, network, project, words
from kg.network.colours import PAPER, mixed
from kg.network.lanes import POLES
from kg.network.layout import POLE_SIZE, RECORD_SIZE, Point, entity_size, layout

ENTITY_COLOUR = "#565c66"
# How pale a colour is by its status, as in the page; there the others have a border alone.
_PALE = {"asserted": 0.0, "reported": 0.62}
_PALEST = 0.8
Attributes = Mapping[str, str | int]


class Node(NamedTuple):
    """An entity or a record, where it stands and how it looks; y grows upwards, as in Gephi."""

    id: str
    label: str
    x: float
    y: float
    size: float
    colour: str
    attributes: Attributes


class Edge(NamedTuple):
    """A tie; *kind* differs from that of every other edge of the same two nodes."""

    id: str
    source: str
    target: str
    kind: str
    label: str
    weight: float
    colour: str
    attributes: Attributes


class Drawing(NamedTuple):
    """A network ready to be written: directed or not, and what it is in words."""

    directed: bool
    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def drawing(
    catalogue: Catalogue,
    records: Iterable[Line],
    projection: str = "records",
    statuses: Collection[str] = SAID,
) -> Drawing:
    """Return *records* of a catalogue drawn as a projection, with labels in its language.

    ``records`` are all records given, whatever their status, with the entities in their roles;
    other projections draw ties between actors from what has one of the *statuses*.
    """
    lines = tuple(records)
    artist = _Artist(catalogue, lines)
    if projection == "records":
        return artist.records()
    return artist.actors(projection, statuses)


class _Artist:
    def __init__(self, catalogue: Catalogue, lines: tuple[Line, ...]) -> None:
        self.catalogue = catalogue
        self.teller = Teller(catalogue)
        self.words = words(catalogue.lang)
        self.lines = {line["id"]: line for line in lines}
        self.told = {name: self.teller.told(line) for name, line in self.lines.items()}
        families = catalogue.vocabulary["families"]
        kinds = catalogue.vocabulary["kinds"].items()
        self.colours = {kind: families[about["family"]]["light"] for kind, about in kinds}
        self.points = self._points()

    def _points(self) -> Mapping[str, Point]:
        """Return where everything stands in the page: the places don't move with a filter."""
        lines = {
            line["id"]: {
                "kind": line["kind"],
                "status": line["status"],
                "domain": line["details"].get("domain", ()),
                "roles": [list(role) for role in self.catalogue.roles(line)],
                "times": {"when": {"edtf": line["time"]}} if line["time"] else {},
                "chain": [[step["actor"]] for step in line["attributed_to"] if step["actor"]],
            }
            for line in self.catalogue.records.values()
        }
        heads = self.catalogue.store.manifest["sources"].values()
        voices = {head[name] for head in heads for name in ("voice", "publisher") if name in head}
        return layout(lines, dict(self.catalogue.entities.items()), voices=voices - {None}).points

    # -- records and the entities in their roles -------------------------------------------

    def records(self) -> Drawing:
        graph = network(self.catalogue.store)
        others = [node for node in graph if self._is_other_record(graph.nodes[node], node)]
        graph.remove_nodes_from(others)
        entities = [node for node in graph if node not in self.lines]
        graph.remove_nodes_from([node for node in entities if not graph.degree(node)])
        nodes = [
            self._record(node) if node in self.lines else self._entity(node, graph.in_degree(node))
            for node in graph
        ]
        edges = [self._role(*edge) for edge in graph.edges(keys=True)]
        title = self.words["projections"]["records"]["title"]
        return Drawing(directed=True, title=title, nodes=tuple(nodes), edges=tuple(edges))

    def _is_other_record(self, about: Mapping[str, Any], node: str) -> bool:
        return about["sort"] == "record" and node not in self.lines

    def _record(self, name: str) -> Node:
        line, point = self.lines[name], self.points[name]
        own: dict[str, str | int] = {"sort": "record", "kind_code": line["kind"]}
        attributes = {**own, **self._saying(line, self.told[name])}
        label = clean(self.catalogue.label(line))
        colour = self._colour(line["kind"], self._status_of(line))
        return Node(name, label, _x(point), _y(point), RECORD_SIZE, colour, attributes)

    def _saying(self, line: Line, told: Told) -> dict[str, str | int]:
        source = source_of(line)
        figures = "; ".join(self.teller.figure(quantity) for quantity in line["quantities"])
        return _filled(
            kind=self.catalogue.word("kinds", line["kind"]),
            status=told.status,
            status_code=line["status"],
            negative="yes" if line["polarity"] == "negative" else "",
            said_by=told.said_by,
            who_does_so=told.modal_agent,
            hedge=told.hedge,
            quote=" ".join(told.quotes),
            translation=" ".join(told.glosses),
            place=", ".join(told.places),
            figures=figures,
            source=source,
            edtf=told.edtf,
            start=told.earliest,
            end=told.latest,
            record=line["id"],
        )

    def _entity(self, name: str, records: int) -> Node:
        line, point = self.catalogue.entities.get(name), self.points[name]
        attributes = _filled(
            sort="entity",
            kind=self.catalogue.word("classes", line["class"]) if line else "",
            kind_code=line["class"] if line else "",
            records=records,
        )
        size = POLE_SIZE if name in POLES else entity_size(records)
        label = clean(self.catalogue.name_of(name))
        return Node(name, label, _x(point), _y(point), size, ENTITY_COLOUR, attributes)

    def _role(self, record: str, entity: str, role: str) -> Edge:
        line = self.lines[record]
        label = self.catalogue.word("fields", role)
        attributes = self._saying(line, self.told[record])
        name = f"{record}#{role}#{entity}"
        colour = self._colour(line["kind"], self._status_of(line))
        return Edge(name, record, entity, role, label, 1.0, colour, attributes)

    def _status_of(self, line: Line) -> str:
        """Return the status by which a record is coloured: what is negated is never plain."""
        return "negative" if line["polarity"] == "negative" else str(line["status"])

    def _colour(self, kind: str, status: str) -> str:
        own = self.colours.get(kind, ENTITY_COLOUR)
        return mixed(own, PAPER, _PALE.get(status, _PALEST))

    # -- ties between actors ------------------------------------------------------------------

    def actors(self, projection: str, statuses: Collection[str]) -> Drawing:
        store = self.catalogue.store
        material = self._material()
        graph = project(store, material, projection, statuses=statuses)
        nodes = [self._entity(node, self._records_at(graph, node)) for node in graph]
        edges = [
            self._tie(source, target, key, graph.edges[source, target, key])
            for source, target, key in graph.edges(keys=True)
        ]
        title = self.words["projections"][projection]["title"]
        return Drawing(graph.is_directed(), title, tuple(nodes), tuple(edges))

    def _material(self) -> Material:
        lines = (*self.catalogue.entities.values(), *self.lines.values())
        return material_of(lines, self.catalogue.vocabulary)

    def _records_at(self, graph: Any, node: str) -> int:
        edges = [*graph.edges(node, data=True)]
        if graph.is_directed():
            edges += graph.in_edges(node, data=True)
        return len({record for *_, about in edges for record in about["records"]})

    def _tie(self, source: str, target: str, key: str, about: Mapping[str, Any]) -> Edge:
        told = [self.told[name] for name in about["records"]]
        firsts = [one.earliest for one in told if one.earliest]
        lasts = [one.latest for one in told if one.latest]
        known = len(firsts) == len(told)
        attributes = _filled(
            kind=self._kind(about["kind"]),
            kind_code=about["kind"],
            status=self._status(about["status"]),
            status_code=about["status"],
            contested="yes" if about["contested"] else "",
            said_by=_joined(one.said_by for one in told),
            quote=_joined(" ".join(one.quotes) for one in told),
            place=_joined(", ".join(one.places) for one in told),
            edtf=_joined(one.edtf for one in told),
            start=min(firsts) if known else "",
            end=max(lasts) if known and len(lasts) == len(told) else "",
            record=_joined(about["records"]),
            records=len(about["records"]),
        )
        colour = self._colour(about["kind"], about["status"])
        name = f"{source}#{key}#{target}"
        kind = f"{about['status']}#{about['kind']}"
        label = str(attributes["kind"])
        return Edge(name, source, target, kind, label, about["weight"], colour, attributes)

    def _kind(self, kind: str) -> str:
        return self.catalogue.word("kinds", kind)

    def _status(self, status: str) -> str:
        word = self.catalogue.word("statuses", status)
        return word if status == "asserted" else word.upper()


def _joined(texts: Iterable[str]) -> str:
    """Return a text for each record, in the order of the records; "" where none has one."""
    every = [text or "–" for text in texts]
    return "" if set(every) == {"–"} else " | ".join(every)


def _filled(**attributes: str | int) -> dict[str, str | int]:
    """Return those attributes that hold something."""
    return {
        name: clean(value) if isinstance(value, str) else value
        for name, value in attributes.items()
        if value
    }


def _x(point: Point) -> float:
    return round(point.x, 1)


def _y(point: Point) -> float:
    return round(-point.y, 1)


def attributes_of(parts: Iterable[Node | Edge]) -> dict[str, str | int]:
    """Return all attributes of *parts* by name, each with a value, in the order they occur in."""
    return {name: value for part in parts for name, value in part.attributes.items()}
