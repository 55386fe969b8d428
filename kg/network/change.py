"""What comes between two days, and what rests on doubt: the same projection made twice."""

from collections.abc import Callable, Collection, Iterator, Mapping

import networkx as nx

from kg.dates import bounds
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
from kg.network.material import Material
from kg.network.projections import simple

_DIGITS = 4
Projected = Callable[[Material], "Graph[str]"]
LEAVING_OUT = ("alleged", "unnamed", "both")


def changes(material: Material, projected: Projected, *, first: str, last: str) -> Analysis:
    """Return which ties came between two days (ISO), and which gained records.

    A tie is there by a day if the time of a record behind it ends by then; for a time without a
    stated end, if it began by then. *certain* ones lie after *first* and by *last* with all that
    their dates allow, *possible* ones with some of it. Nothing is ever taken away: that no record
    tells of a tie later doesn't say that it ended. Undated records count on neither day and are
    named in the notes.
    """
    by_answer = _when(material, first, last)
    before = projected(material.only(by_answer["before"]))
    steps = {
        "certain": projected(material.only(by_answer["before"] | by_answer["between"])),
        "possible": projected(
            material.only(by_answer["before"] | by_answer["between"] | by_answer["perhaps"])
        ),
    }
    rows = tuple(_changed(before, steps))
    whole = projected(material)
    tying = records_of(whole)
    unplaced = {name: tuple(sorted(by_answer[name] & tying)) for name in ("undated", "perhaps")}
    notes = filled({**left_out(whole), **unplaced})
    figures: dict[str, Value] = {
        "actors_before": len(before),
        "actors_after": len(steps["certain"]),
        "pairs_before": simple(before).number_of_edges(),
        "pairs_after": simple(steps["certain"]).number_of_edges(),
    }
    asked: dict[str, Value] = {"first": first, "last": last}
    return Analysis("changes", {"ties": rows}, made_on(whole), asked, figures, notes)


def _when(material: Material, first: str, last: str) -> dict[str, set[str]]:
    """Return the records by where their time lies: before, between, perhaps, after, undated."""
    found: dict[str, set[str]] = {
        name: set() for name in ("before", "between", "perhaps", "after", "undated")
    }
    for name, line in material.records.items():
        found[_place(line["time"], first, last)].add(name)
    return found


def _place(time: str | None, first: str, last: str) -> str:
    if time is None:
        return "undated"
    found = bounds(time)
    earliest = str(found.earliest or found.latest)
    reached = earliest if found.latest is None else str(found.latest)
    if reached <= first:
        return "before"
    if earliest > last:
        return "after"
    return "between" if earliest > first and reached <= last else "perhaps"


def _changed(before: "Graph[str]", steps: Mapping[str, "Graph[str]"]) -> Iterator[Row]:
    known = simple(before)
    told: dict[tuple[str, str], set[str]] = {}
    for answer, graph in steps.items():
        rows = []
        for one, other, about in simple(graph).edges(data=True):
            pair = (one, other)
            old = known.edges[pair] if known.has_edge(*pair) else None
            seen = {*(old["records"] if old else ()), *told.get(pair, ())}
            new = tuple(record for record in about["records"] if record not in seen)
            if new:
                told.setdefault(pair, set()).update(new)
                rows.append(Row(_change(pair, old, about, answer), new))
        yield from sorted(rows, key=_new_first)


def _change(
    pair: tuple[str, str],
    old: Mapping[str, object] | None,
    about: Mapping[str, float],
    answer: str,
) -> dict[str, Value]:
    before = float(str(old["weight"])) if old else 0.0
    return {
        "actor": pair[0],
        "other": pair[1],
        "change": "new" if old is None else "more",
        "when": answer,
        "weight_before": round(before, _DIGITS),
        "weight_after": round(about["weight"], _DIGITS),
    }


def _new_first(row: Row) -> tuple[bool, float, str, str]:
    values = row.values
    gained = float(values["weight_after"] or 0) - float(values["weight_before"] or 0)
    return values["change"] != "new", -gained, str(values["actor"]), str(values["other"])


# -- what rests on doubt --------------------------------------------------------------------


def doubt(material: Material, projected: Projected, *, leaving_out: str = "both") -> Analysis:
    """Return what disappears when doubtful records are left out.

    *leaving_out*: ``alleged`` records, those that rest on a source without a name (``unnamed``), or
    both. *actors* have no tie any more; *ties* are gone or weaker. The records of a row are those
    that it loses.
    """
    doubted = doubtful(material, leaving_out)
    whole, rest = projected(material), projected(material.without(doubted))
    joined, remaining = simple(whole), simple(rest)
    behind = records_of(joined)
    gone = sorted(set(joined) - set(remaining))
    tables = {
        "actors": tuple(
            Row({"actor": node, "partners": _partners(joined, node)}, records_at(joined, node))
            for node in gone
        ),
        "ties": tuple(_weaker(joined, remaining)),
    }
    figures: dict[str, Value] = {
        "records_left_out": len(doubted & behind),
        "actors_before": len(joined),
        "actors_after": len(remaining),
        "pairs_before": joined.number_of_edges(),
        "pairs_after": remaining.number_of_edges(),
        "parts_before": _parts(joined),
        "parts_after": _parts(remaining),
    }
    notes = filled({**left_out(whole), "left_out_as_doubtful": tuple(sorted(doubted & behind))})
    return Analysis("doubt", tables, made_on(whole), {"leaving_out": leaving_out}, figures, notes)


def doubtful(material: Material, sort: str) -> set[str]:
    """Return the records that are alleged, or rest on a source without a name, or either."""
    found = set()
    for name, line in material.records.items():
        alleged = line["status"] == "alleged" and sort != "unnamed"
        unnamed = sort != "alleged" and any(_is_unnamed(material, s) for s in line["attributed_to"])
        if alleged or unnamed:
            found.add(name)
    return found


def _is_unnamed(material: Material, step: Mapping[str, str]) -> bool:
    return material.entities.get(step["actor"], {}).get("class") == "unnamed_source"


def _partners(graph: "nx.Graph[str]", node: str) -> int:
    return len(set(nx.all_neighbors(graph, node)))


def _parts(graph: "nx.Graph[str]") -> int:
    return nx.number_connected_components(graph.to_undirected(as_view=True)) if graph else 0


def _weaker(joined: "nx.Graph[str]", remaining: "nx.Graph[str]") -> Iterator[Row]:
    rows = []
    for one, other, about in joined.edges(data=True):
        kept: Collection[str] = ()
        after = 0.0
        if remaining.has_edge(one, other):
            kept, after = (
                remaining.edges[one, other]["records"],
                remaining.edges[one, other]["weight"],
            )
        lost = tuple(record for record in about["records"] if record not in kept)
        if lost:
            values: dict[str, Value] = {
                "actor": one,
                "other": other,
                "change": "weaker" if kept else "gone",
                "weight_before": round(about["weight"], _DIGITS),
                "weight_after": round(after, _DIGITS),
            }
            rows.append(Row(values, lost))
    return iter(sorted(rows, key=_gone_first))


def _gone_first(row: Row) -> tuple[bool, float, str, str]:
    values = row.values
    lost = float(values["weight_after"] or 0) - float(values["weight_before"] or 0)
    return values["change"] != "gone", lost, str(values["actor"]), str(values["other"])
