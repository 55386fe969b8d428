"""The network as pyvis and vis-network draw it: shapes, sizes, lines and places.

pyvis makes the lists of nodes and edges and their options; its own page is not used, since it
loads parts from elsewhere. Labels and colours are left to the page's script: they follow the
language, the light and what is shown.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

import networkx as nx
from pyvis.network import Network

from kg.network.layout import POLES, Layout

Line = Mapping[str, Any]

RECORD_SIZE = 9
_BOX_MARGIN = 5  # what vis-network leaves free around a label
POLE_SIZE = 36
_ENTITY_SIZE, _ENTITY_GROWTH, _ENTITY_MOST = 6.0, 2.2, 24.0

# How a record is said is the line of its border and of its edges: four patterns, not eight.
DASHES: Mapping[str, tuple[int, ...]] = {
    "asserted": (),
    "reported": (8, 4),
    "alleged": (2, 3),
}
NOT_SO_DASHES = (9, 3, 2, 3)

# Classes of entities by family, and the shape of each; a class that is not named is a group.
FAMILIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "state": ("dot", ("state", "historical_state")),
    "organ": ("square", ("state_organ", "armed_force", "political_party")),
    "alliance": ("star", ("alliance", "international_organisation")),
    "firm": ("diamond", ("company", "bank_group")),
    "person": ("triangle", ("person",)),
    "voice": ("triangleDown", ("medium", "think_tank", "unnamed_source")),
    "place": ("hexagon", ("place", "region")),
    "thing": ("hexagon", ("system", "weapon", "commodity")),
    "group": ("dot", ("group",)),
}

_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "interaction": {
        "hover": True,
        "dragNodes": False,
        "multiselect": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "tooltipDelay": 120,
    },
    "nodes": {"borderWidth": 1.6, "borderWidthSelected": 1.6, "shadow": False},
    "edges": {
        "smooth": False,
        "width": 1.2,
        "selectionWidth": 0,
        "hoverWidth": 0,
        "arrows": {"to": {"enabled": False}},
    },
}


def family_of(entity_class: str | None) -> str:
    """Return the family of an entity's class, which decides its shape."""
    return next((name for name, (_, of) in FAMILIES.items() if entity_class in of), "group")


def picture(
    graph: "nx.MultiDiGraph[str]", kinds: Mapping[str, Line], placed: Layout
) -> dict[str, Any]:
    """Return nodes, edges and options of *graph* for vis-network, *placed* and in its order.

    *kinds* say each kind's shape, as in `page_data`.
    """
    network = Network(directed=True)
    network.set_options(json.dumps(_OPTIONS))
    for node, about in graph.nodes(data=True):
        point = placed.points[node]
        look = _record(about, kinds) if about["sort"] == "record" else _entity(graph, node, about)
        network.add_node(node, label=" ", x=round(point.x, 1), y=round(point.y, 1), **look)
    for number, (record, entity, role) in enumerate(graph.edges(keys=True)):
        dashes = dashes_of(graph.edges[record, entity, role]["status"])
        network.add_edge(record, entity, id=number, role=role, dashes=dashes, arrows="")
    nodes = [
        {key: value for key, value in node.items() if key != "label"} for node in network.nodes
    ]
    return {
        "nodes": nodes,
        "edges": network.edges,
        "options": network.options,
        "lanes": [lane._asdict() for lane in placed.lanes],
        "world": {
            "left": placed.left,
            "right": placed.right,
            "width": placed.width,
            "height": placed.height,
        },
    }


def dashes_of(status: str) -> list[int] | bool:
    """Return the pattern of a status's lines, as vis-network takes it: False is solid."""
    return list(DASHES.get(status, NOT_SO_DASHES)) or False


def _record(about: Line, kinds: Mapping[str, Line]) -> dict[str, Any]:
    shape = kinds[about["kind"]]["shape"]
    look = {
        "group": about["kind"],
        "shape": shape,
        "size": RECORD_SIZE,
        "shapeProperties": {"borderDashes": dashes_of(about["status"])},
    }
    if shape == "box":  # is as big as its label, and there is none
        side = {"minimum": 2 * (RECORD_SIZE - _BOX_MARGIN)}
        return {**look, "widthConstraint": side, "heightConstraint": side}
    return look


def _entity(graph: "nx.MultiDiGraph[str]", node: str, about: Line) -> dict[str, Any]:
    family = family_of(about["entity_class"])
    records = len(set(graph.predecessors(node)))
    size = POLE_SIZE if node in POLES else entity_size(records)
    return {"group": family, "shape": FAMILIES[family][0], "size": size, "records": records}


def entity_size(records: int) -> float:
    """Return an entity's radius by the number of its records; the script does the same.

    >>> entity_size(1), entity_size(16), entity_size(1000)
    (8.2, 14.8, 24.0)
    """
    return round(min(_ENTITY_MOST, _ENTITY_SIZE + _ENTITY_GROWTH * math.sqrt(records)), 1)
