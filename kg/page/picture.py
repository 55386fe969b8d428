"""The network as pyvis and vis-network draw it: shapes, sizes, lines and places.

pyvis makes the lists of nodes and edges and their options; its own page is not used, since it
loads parts from elsewhere. Colours are left to the page's script: they follow the light and what is
shown. A graph of thousands of records opens on its most connected part: the others have no place of
their own, and the script brings them in where they belong when they are asked for.
"""

import json
from collections.abc import Mapping
from typing import Any

from pyvis.network import Network

from kg.network.lanes import JUDGEMENTS, POLES, lanes, tellers_of
from kg.network.layout import (
    POLE_SIZE,
    RECORD_SIZE,
    Label,
    Layout,
    entity_size,
    layout,
    most_connected,
)
from kg.network.lettering import shortened, width

Line = Mapping[str, Any]

MOST = 400  # records that are drawn at once, unless somebody asks for more
_POINT_SIZE = 3.0
_RECORD_TEXT, _RECORD_ROOM = 11.0, 210.0

# How a record is said is the line of its border and of its edges: four patterns, not eight. What is
# denied has no line at all.
DASHES: Mapping[str, tuple[int, ...]] = {
    "asserted": (),
    "reported": (9, 4),
    "alleged": (2, 3),
}
NOT_SO_DASHES = (9, 4, 2, 4)
NO_LINE = ("denied",)

# Classes of entities by family, and the shape of each; a class that is not named is a group.
FAMILIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "state": ("dot", ("state", "historical_state")),
    "body": (
        "square",
        (
            *("state_organ", "armed_force", "political_party", "alliance", "company"),
            *("international_organisation", "medium", "think_tank"),
        ),
    ),
    "person": ("dot", ("person",)),
    "group": ("dot", ("group", "bank_group", "unnamed_source")),
    "thing": ("hexagon", ("place", "region", "system", "weapon", "commodity")),
}

_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "interaction": {
        "hover": True,
        "dragNodes": True,
        "multiselect": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "tooltipDelay": 120,
    },
    "nodes": {"borderWidth": 1.4, "borderWidthSelected": 1.4, "shadow": False},
    "edges": {
        "smooth": False,
        "width": 1.5,
        "selectionWidth": 0,
        "hoverWidth": 0,
        "arrows": {"to": {"enabled": False}},
    },
}


def family_of(entity_class: str | None) -> str:
    """Return the family of an entity's class, which decides its shape."""
    return next((name for name, (_, of) in FAMILIES.items() if entity_class in of), "group")


def picture(data: Mapping[str, Any], most: int | None = None) -> dict[str, Any]:
    """Return nodes, edges, lanes and options of the page's *data* for vis-network.

    At most *most* records (else `MOST`), the most connected, have a place; of the rest it is said
    where they belong. The same data gives the same picture.
    """
    records, entities, most = data["records"], data["entities"], most or MOST
    chosen = most_connected(records, most) if len(records) > most else list(records)
    voices = {about[name] for about in data["sources"].values() for name in ("voice", "publisher")}
    placed = layout(records, entities, chosen, voices - {None})
    network = _drawn(data, placed, chosen)
    return {
        "nodes": [_without_label(node) for node in network.nodes],
        "edges": network.edges,
        "options": network.options,
        "most": most,
        "elsewhere": {
            name: place for name, place in placed.places.items() if name not in placed.points
        },
        "lanes": [lane._asdict() for lane in placed.lanes],
        "shelves": [lane._asdict() for lane in placed.shelves],
        "captions": [caption._asdict() for caption in placed.captions],
        "layered": placed.layered,
        "world": {
            "left": placed.left,
            "right": placed.right,
            "width": placed.width,
            "height": placed.height,
        },
        "poles": list(POLES),
        "ties": lanes()["ties"],
        "bystanders": lanes()["bystanders"],
        "things": lanes()["things"],
        "judgements": [kind for kind, lane in lanes()["kinds"].items() if lane == JUDGEMENTS],
        "dashes": {status: dashes_of(status) for status in data["statuses"]},
        "not_so": list(NOT_SO_DASHES),
        "no_line": list(NO_LINE),
        "families": {name: shape for name, (shape, _) in FAMILIES.items()},
        "class_families": {code: name for name, (_, of) in FAMILIES.items() for code in of},
    }


def _drawn(data: Mapping[str, Any], placed: Layout, chosen: list[str]) -> Network:
    """Return the placed part of the network, as pyvis keeps it."""
    records, entities = data["records"], data["entities"]
    of: dict[str, int] = {}
    for line in records.values():
        for entity in {entity for _, entity in line["roles"]} | tellers_of(line):
            of[entity] = of.get(entity, 0) + 1
    network = Network(directed=True)
    network.set_options(json.dumps(_OPTIONS))
    for name in sorted(placed.points):
        point = placed.points[name]
        look = (
            _record(records[name], data["kinds"])
            if name in records
            else _entity(name, entities.get(name, {}), of.get(name, 0), placed)
        )
        lane, third = placed.places.get(name, ("pole", ""))
        own = {"lane": lane, **({"third": third} if third else {})}
        network.add_node(name, label=" ", x=round(point.x, 1), y=round(point.y, 1), **look, **own)
    for record in chosen:
        roles: dict[str, list[str]] = {}
        for role, entity in records[record]["roles"]:
            roles.setdefault(entity, []).append(role)
        for entity, names in roles.items():
            dashes = dashes_of(records[record]["status"])
            network.add_edge(record, entity, roles=names, dashes=dashes, arrows="")
    return network


def _without_label(node: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key != "label"}


def dashes_of(status: str) -> list[int] | bool:
    """Return the pattern of a status's lines, as vis-network takes it: False is solid."""
    return list(DASHES.get(status, NOT_SO_DASHES)) or False


def _record(line: Line, kinds: Mapping[str, Line]) -> dict[str, Any]:
    shape = kinds[line["kind"]]["shape"]
    dashes = dashes_of(line["status"])
    return {
        "group": line["kind"],
        "shape": "dot" if shape == "point" else shape,
        "size": _POINT_SIZE if shape == "point" else RECORD_SIZE,
        "shapeProperties": {"borderDashes": [3, 2] if dashes == list(NOT_SO_DASHES) else False},
        **_written(_label_of(line["labels"])),
    }


def _label_of(labels: Mapping[str, str]) -> Label:
    texts = {lang: labels.get(lang) or next(iter(labels.values()), "") for lang in ("en", "de")}
    cut = {lang: shortened(text, _RECORD_TEXT, _RECORD_ROOM) for lang, text in texts.items()}
    return Label(cut, {lang: width(text, _RECORD_TEXT) for lang, text in cut.items()}, "below")


def _entity(name: str, line: Line, records: int, placed: Layout) -> dict[str, Any]:
    family = family_of(line.get("class"))
    pole = name in POLES
    look: dict[str, Any] = {
        "group": family,
        "shape": "dot" if pole else FAMILIES[family][0],
        "size": POLE_SIZE if pole else entity_size(records),
        "shapeProperties": {"borderDashes": [3, 2] if family == "group" else False},
    }
    if name in placed.quiet:
        look["quiet"] = True
    if name in placed.labels:
        look |= _written(placed.labels[name])
    return look


def _written(label: Label) -> dict[str, Any]:
    return {"texts": dict(label.texts), "widths": dict(label.widths), "side": label.side}
