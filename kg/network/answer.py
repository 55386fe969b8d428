"""What an analysis gives back: tables whose rows name the records behind them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import networkx as nx

Value = str | int | float | None


class Row(NamedTuple):
    """One line of a result: its values by column, and the ids of the records behind it."""

    values: Mapping[str, Value]
    records: tuple[str, ...]


class Analysis(NamedTuple):
    """A measure's result.

    *tables* hold rows by the table's name; *made_on* says how the projection was made and what was
    left out of it; *asked* are the parameters; *figures* say something of the whole; *notes* are
    records that the answer doesn't count, by the reason.
    """

    measure: str
    tables: Mapping[str, tuple[Row, ...]]
    made_on: Mapping[str, Any]
    asked: Mapping[str, Value]
    figures: Mapping[str, Value]
    notes: Mapping[str, tuple[str, ...]]


def made_on(graph: "nx.Graph[str]") -> Mapping[str, Any]:
    """Return how a projection was made: its name, statuses, groups, and how large it is."""
    return {
        "projection": graph.graph["projection"],
        "statuses": list(graph.graph["statuses"]),
        "groups": graph.graph["groups"],
        "nodes": graph.number_of_nodes(),
        "edges": graph.number_of_edges(),
        "records": len(records_of(graph)),
    }


def left_out(graph: "nx.Graph[str]") -> Mapping[str, tuple[str, ...]]:
    """Return the records that gave the projection no edge, by the reason."""
    found: Mapping[str, tuple[str, ...]] = graph.graph["left_out"]
    return found


def filled(notes: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return those *notes* that name a record."""
    return {why: records for why, records in notes.items() if records}


def records_of(graph: "nx.Graph[str]") -> set[str]:
    """Return the records behind every edge of *graph*."""
    return {record for *_, about in graph.edges(data=True) for record in about["records"]}


def records_at(graph: "nx.Graph[str]", node: str) -> tuple[str, ...]:
    """Return the records behind every edge of *node*."""
    edges = list(graph.edges(node, data=True))
    if isinstance(graph, nx.DiGraph):
        edges += graph.in_edges(node, data=True)
    return tuple(sorted({record for *_, about in edges for record in about["records"]}))
