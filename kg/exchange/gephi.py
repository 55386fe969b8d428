"""GEXF 1.3 and GraphML, as Gephi reads them.

We write them ourselves: NetworkX puts the day of writing into a GEXF file, ``None`` as a text into
both, and gives edges no type, without which Gephi merges the ties of a pair into one. GraphML has
no such type: who opens it in Gephi chooses *Don't merge* for edges, or opens GEXF.
"""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kg.exchange.drawing import Drawing, Edge, Node, attributes_of

_GEXF = "http://gexf.net/1.3"
_VIZ = f"{_GEXF}/viz"
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_TIMES = ("start", "end")
Data = Mapping[str, str | int | float]


def gexf(drawn: Drawing) -> str:
    """Return *drawn* as GEXF 1.3.

    ``start`` and ``end`` stand where the date has a first or last day, so that Gephi's timeline
    works; what has no date is there at all times.
    """
    root = Element("gexf", {"xmlns": _GEXF, "xmlns:viz": _VIZ, "version": "1.3"})
    meta = SubElement(root, "meta")
    SubElement(meta, "creator").text = "sino-russian-kg"
    SubElement(meta, "description").text = drawn.title
    graph = SubElement(
        root,
        "graph",
        {
            "defaultedgetype": "directed" if drawn.directed else "undirected",
            "mode": "dynamic",
            "timeformat": "date",
            "timerepresentation": "interval",
        },
    )
    for sort, parts in (("node", drawn.nodes), ("edge", drawn.edges)):
        declared = SubElement(graph, "attributes", {"class": sort, "mode": "static"})
        for name, value in attributes_of(parts).items():
            if name not in _TIMES:
                form = "integer" if isinstance(value, int) else "string"
                SubElement(declared, "attribute", {"id": name, "title": name, "type": form})
    nodes = SubElement(graph, "nodes")
    for node in drawn.nodes:
        _gexf_node(nodes, node)
    edges = SubElement(graph, "edges")
    for edge in drawn.edges:
        _gexf_edge(edges, edge)
    return _text(root)


def _times(part: Node | Edge) -> dict[str, str]:
    return {name: str(part.attributes[name]) for name in _TIMES if name in part.attributes}


def _gexf_node(nodes: Element, node: Node) -> None:
    element = SubElement(nodes, "node", {"id": node.id, "label": node.label, **_times(node)})
    _gexf_values(element, node)
    SubElement(element, "viz:color", _rgb(node.colour))
    SubElement(element, "viz:position", {"x": str(node.x), "y": str(node.y), "z": "0.0"})
    SubElement(element, "viz:size", {"value": str(node.size)})


def _gexf_edge(edges: Element, edge: Edge) -> None:
    ends = {"id": edge.id, "source": edge.source, "target": edge.target}
    about = {"kind": edge.kind, "label": edge.label, "weight": str(edge.weight)}
    element = SubElement(edges, "edge", {**ends, **about, **_times(edge)})
    _gexf_values(element, edge)
    SubElement(element, "viz:color", _rgb(edge.colour))


def _gexf_values(element: Element, part: Node | Edge) -> None:
    values = SubElement(element, "attvalues")
    for name, value in part.attributes.items():
        if name not in _TIMES:
            SubElement(values, "attvalue", {"for": name, "value": str(value)})


def _rgb(colour: str) -> dict[str, str]:
    """Return a colour as its three parts.

    >>> _rgb("#4477aa")
    {'r': '68', 'g': '119', 'b': '170'}
    """
    return {part: str(int(colour[at : at + 2], 16)) for part, at in (("r", 1), ("g", 3), ("b", 5))}


# -- GraphML --------------------------------------------------------------------------------------


def graphml(drawn: Drawing) -> str:
    """Return *drawn* as GraphML; places, size and colour under the names that Gephi knows.

    An id of GraphML is a name token, so a colon stands in it for every other sign; the record's own
    id is an attribute.
    """
    root = Element("graphml", {"xmlns": _GRAPHML})
    nodes = [(node, _node_data(node)) for node in drawn.nodes]
    edges = [(edge, _edge_data(edge)) for edge in drawn.edges]
    for sort, many in (
        ("node", [data for _, data in nodes]),
        ("edge", [data for _, data in edges]),
    ):
        for name, value in {name: data[name] for data in many for name in data}.items():
            form = "double" if isinstance(value, float) else "int" if _is_int(value) else "string"
            about = {"id": _key(sort, name), "for": sort, "attr.name": name, "attr.type": form}
            SubElement(root, "key", about)
    default = "directed" if drawn.directed else "undirected"
    graph = SubElement(root, "graph", {"id": "graph", "edgedefault": default})
    for node, data in nodes:
        _data(SubElement(graph, "node", {"id": _token(node.id)}), "node", data)
    for edge, data in edges:
        ends = {name: _token(getattr(edge, name)) for name in ("id", "source", "target")}
        _data(SubElement(graph, "edge", ends), "edge", data)
    return _text(root)


def _is_int(value: str | float) -> bool:
    return isinstance(value, int)


def _token(name: str) -> str:
    """Return an id as GraphML's schema has it.

    >>> _token("news/visit#host#russia")
    'news:visit:host:russia'
    """
    return re.sub(r"[/#]", ":", name)


def _key(sort: str, name: str) -> str:
    """Return a key's id: Gephi takes ``label`` and the like by it, so nodes keep theirs plain."""
    return name if sort == "node" else f"e_{name}"


def _node_data(node: Node) -> Data:
    look: Data = {"x": node.x, "y": node.y, "size": node.size}
    rgb = {part: int(value) for part, value in _rgb(node.colour).items()}
    return {"label": node.label, **look, **rgb, **node.attributes}


def _edge_data(edge: Edge) -> Data:
    rgb = {part: int(value) for part, value in _rgb(edge.colour).items()}
    own: Data = {"label": edge.label, "type": edge.kind, "weight": edge.weight}
    return {**own, **rgb, **edge.attributes}


def _data(element: Element, sort: str, data: Data) -> None:
    for name, value in data.items():
        SubElement(element, "data", {"key": _key(sort, name)}).text = str(value)


def _text(root: Element) -> str:
    indent(root, space=" ")
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{tostring(root, encoding='unicode')}\n"
