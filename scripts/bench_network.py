"""Projections, analyses and files of the network, each beside a bare library that has all ready."""

import csv
import io
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import networkx as nx
import xlsxwriter
from measuring import TIMES, in_a_child, median, with_memory
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

from kg import network, store
from kg.build import build_store
from kg.exchange import OF_RECORDS, exported
from kg.lookup import Catalogue
from kg.network.layout import POLES

DAYS = {"first": "2021-12-31", "last": "2024-12-31"}
RUNS = 10  # of Louvain's method: communities say how steady they are
Work = Callable[[], Any]
Works = dict[str, tuple[Work, Work | None]]


class Measured(NamedTuple):
    """How large the network is, and of each work: seconds, megabytes, and its peer's seconds."""

    size: str
    works: dict[str, tuple[float, float, float | None]]


def measured(sources: Path, folder: Path) -> Measured:
    """Return what each work takes on a store of *sources*."""
    target = folder / "store"
    # A process that has written RocksDB's files can't be copied: its threads are not.
    in_a_child(partial(_build, sources, target))
    opened = store.open_store(target)
    material = varied(network.read_material(opened))
    counts, graph = opened.manifest["counts"], network.actors(material)
    works = {**_projections(opened, material), **_analyses(opened, material), **_files(opened)}
    return Measured(
        f"{counts['records']:,} records, {counts['quads']:,} quads, {len(graph):,} actors in "
        f"{graph.number_of_edges():,} ties",
        {
            name: (*in_a_child(partial(with_memory, ours)), in_a_child(partial(_median, peer)))
            for name, (ours, peer) in works.items()
        },
    )


def _build(sources: Path, target: Path) -> None:
    build_store(sources, target)


def varied(material: network.Material) -> network.Material:
    """Return *material* in which every copy has its own actors, Russia and China excepted."""
    entities = dict(material.entities)
    records = {}
    for name, line in material.records.items():
        copy = name.partition("/")[0].rpartition("-")[2]
        participants = []
        for who in line["participants"]:
            actor = who["actor"] if who["actor"] in POLES else f"{who['actor']}-{copy}"
            entities.setdefault(actor, {**material.entities[who["actor"]], "id": actor})
            participants.append({**who, "actor": actor})
        records[name] = {**line, "participants": participants}
    return material._replace(entities=entities, records=records)


def _median(work: Work | None) -> float | None:
    return None if work is None else median(work)


# -- what is measured, and what stands beside it -----------------------------------------------


def _projections(opened: store.Store, material: network.Material) -> Works:
    file = opened.build / "records.jsonl"
    works: Works = {
        "read the lines": (
            lambda: network.read_material(opened),
            lambda: [json.loads(line) for line in file.open(encoding="utf-8")],
        )
    }
    for name in network.PROJECTIONS:
        project = partial(network.project, opened, material, name)
        works[f"project {name}"] = (project, remade(project()))
    works["project records"] = (lambda: network.network(opened), remade(network.network(opened)))
    return works


def remade(graph: Any) -> Work:
    """Return how NetworkX makes *graph* once its nodes and edges are ready."""
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))

    def make() -> None:
        bare = nx.MultiDiGraph() if graph.is_directed() else nx.MultiGraph()
        bare.add_nodes_from(nodes)
        bare.add_edges_from(edges)

    return make


def _analyses(opened: store.Store, material: network.Material) -> Works:
    graph = network.actors(material)
    plain, make = network.simple(graph), remade(graph)
    peers: dict[str, Work] = {
        "centrality degree": lambda: nx.degree_centrality(plain),
        "centrality betweenness": lambda: nx.betweenness_centrality(plain),
        "centrality pagerank": lambda: _pagerank_python(plain),
        "brokers": lambda: (nx.betweenness_centrality(plain), list(nx.bridges(plain))),
        "communities": lambda: [
            nx.community.louvain_communities(plain, seed=seed) for seed in range(RUNS)
        ],
        "changes": lambda: (make(), make()),
        "doubt": lambda: (make(), make()),
    }
    asked = [network.Asked("centrality", by=by) for by in ("degree", "betweenness", "pagerank")]
    asked += [network.Asked(name, **DAYS) for name in network.MEASURES[1:]]
    works: Works = {}
    for one in asked:
        name = f"{one.measure} {one.by}" if one.measure == "centrality" else one.measure
        works[name] = (partial(network.analysis, opened, material, one), peers.get(name))
    return works


def _files(opened: store.Store) -> Works:
    catalogue = Catalogue(opened)
    drawn = network.network(opened)
    for _, about in drawn.nodes(data=True):  # NetworkX takes neither None nor a mapping
        about.clear()
    rows = list(csv.reader(io.StringIO(_text(exported(catalogue, "csv").content))))
    things = [json.loads(line) for line in _text(exported(catalogue, "ftm").content).splitlines()]
    peers: dict[str, Work] = {
        "jsonl": (opened.build / "records.jsonl").read_bytes,
        "csv": lambda: csv.writer(io.StringIO()).writerows(rows),
        "xlsx": lambda: _workbook(rows),
        "gexf": lambda: "".join(nx.generate_gexf(drawn)),
        "graphml": lambda: "".join(nx.generate_graphml(drawn)),
        "ftm": lambda: [json.dumps(thing, ensure_ascii=False) for thing in things],
    }
    return {
        f"export {form}": (partial(exported, catalogue, form), peers[form]) for form in OF_RECORDS
    }


def _text(content: str | bytes) -> str:
    return content if isinstance(content, str) else content.decode()


def _workbook(rows: list[list[str]]) -> None:
    with xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)


def report(found: Measured) -> None:
    """Print what each work takes, beside its peer."""
    print(f"\nnetwork: {found.size}")
    print(
        f"  kg: median of {TIMES}, in a process of its own, once the lines are read; a measure\n"
        "  makes its projection too. memory: what that took beyond the lines. bare: the library\n"
        "  of the last step, all else ready: NetworkX making the same edges a graph, measuring\n"
        "  the finished one, or writing it without what is said of its nodes; csv, json and\n"
        "  XlsxWriter writing the finished rows."
    )
    print(f"  {'':<24}{'kg':>10}{'memory':>12}{'bare':>12}   kg/bare")
    for name, (taken, memory, peer) in found.works.items():
        beside = f"{1000 * peer:>9.1f} ms {taken / peer:>9.1f}" if peer else f"{'–':>12}"
        print(f"  {name:<24}{1000 * taken:>7.1f} ms{memory:>9.1f} MB{beside}")
