"""Measure a build of this source, once and repeated under other ids, beside plain rdflib.

Each size runs in a process of its own, so that memory is its own too. Times are of one run on
whatever machine this is: the ratios are what to quote. Nothing here is a test.
"""

import json
import os
import random  # noqa: TID251 - for the moments of the kills alone
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import networkx as nx
from rdflib import Dataset

from kg import lines, network, quads, store
from kg.build import build_store
from kg.corpus import read_corpus
from kg.corpus.yaml_text import read_yaml
from kg.evidence import locate
from kg.exchange import OF_RECORDS, exported
from kg.lookup import Catalogue
from kg.network.layout import POLES
from kg.terms.prefixes import PREFIXES

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "sources"
SIZES = (1, 10, 100)
KILLS = 50
NETWORK_SIZE = 7  # copies of this source: a hundred thousand quads
REPEATS = 5
DAYS = {"first": "2021-12-31", "last": "2024-12-31"}
RDFLIB_UP_TO = 10  # plain rdflib takes minutes for the largest
MEGABYTE = 1024 * (1024 if sys.platform == "darwin" else 1)  # ru_maxrss: bytes or kibibytes

QUERIES = {
    "sanctions with status and words": """
        SELECT ?name ?status ?quote WHERE {
          ?r a sr:Sanction ; sr:name ?name ; sr:status ?s ; sr:quote ?quote .
          ?s skos:notation ?status }""",
    "records that China is involved in": """
        SELECT ?r WHERE { ?r sr:involves id:china }""",
    "shares with their whole": """
        SELECT ?holder ?item ?value WHERE {
          ?r a sr:Share ; sr:holder/sr:name ?holder ; sr:item/sr:name ?item ; sr:value ?value }""",
}


class Clock:
    """Collects how long each stage takes, in seconds."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure what is done in this block."""
        start = time.perf_counter()
        yield
        self.stages[name] = time.perf_counter() - start


def repeated_sources(times: int, folder: Path) -> Path:
    """Return a copy of ``sources/`` in which each source stands *times* times, under other ids."""
    target = folder / "sources"
    shutil.copytree(SOURCES / "reference", target / "reference")
    for source in sorted(path for path in SOURCES.iterdir() if path.name != "reference"):
        for number in range(times):
            copy = target / f"{source.name}-{number}"
            shutil.copytree(source, copy)
            if number:  # who is who in this source is defined once
                (copy / "entities.yaml").unlink(missing_ok=True)
            head = (copy / "source.yaml").read_text(encoding="utf-8")
            renamed = head.replace(f"id: {source.name}\n", f"id: {copy.name}\n", 1)
            (copy / "source.yaml").write_text(renamed, encoding="utf-8")
    return target


def measured(times: int, folder: Path) -> dict[str, Any]:
    """Return seconds by stage, memory and counts of one build of *times* copies."""
    sources = repeated_sources(times, folder)
    clock = Clock()
    with clock.stage("yaml"):
        for file in sorted(sources.rglob("*.yaml")):
            read_yaml(file.read_text(encoding="utf-8"), file.name)
    with clock.stage("corpus (yaml, quotes, names, models)"):
        corpus = read_corpus(sources)
    with clock.stage("quotes"):
        for source in corpus.sources:
            for quote in {place.exact for record in source.records for place in record.evidence}:
                locate(quote, source.text, nth=1)
    with clock.stage("terms"):
        triples = list(quads.corpus_triples(corpus))
    del triples
    with clock.stage("terms, lines, sorting"):
        graph = quads.quad_lines(corpus)
    with clock.stage("stable lines"):
        lines.dump(lines.corpus_lines(corpus))
    build = folder / "store"
    build.mkdir()
    with clock.stage("loading"):
        store.write_quads(build, graph)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    found = {"records": sum(1 for _ in corpus.records()), "quads": len(graph), "megabytes": memory}
    return {**found, "stages": clock.stages, "peer": peer(build) if times <= RDFLIB_UP_TO else {}}


def peer(build: Path) -> dict[str, tuple[float, float]]:
    """Return seconds of Oxigraph and of plain rdflib, for the same loading and three queries."""
    ours = store.Store(build)
    pairs = {}
    again = build / "again"
    again.mkdir()
    content = (build / "graph.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    dataset = Dataset(default_union=True)
    pairs["loading"] = (
        seconds(lambda: store.write_quads(again, content)),
        seconds(lambda: dataset.parse(build / "graph.nq", format="nquads")),
    )
    for name, query in QUERIES.items():
        pairs[name] = (
            seconds(lambda query=query: ours.rows(query)),
            seconds(lambda query=query: list(dataset.query(_with_prefixes(query)))),
        )
    return pairs


def _with_prefixes(query: str) -> str:
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + query


def seconds(work: Callable[[], Any]) -> float:
    """Return how long *work* takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def killed_builds(times: int, folder: Path) -> int:
    """Kill *times* builds at random moments; return how often the store did not answer after."""
    target = folder / "store"
    build_store(SOURCES, target)
    command = [sys.executable, "-m", "kg", "build", "--force", "--sources", str(SOURCES)]
    whole = seconds(lambda: subprocess.run([*command, "--store", str(target)], check=True))
    silent = 0
    moments = random.Random(2025)  # noqa: S311 - the same moments every time
    for _ in range(times):
        process = subprocess.Popen([*command, "--store", str(target)], stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0, whole))
        process.send_signal(signal.SIGKILL)
        process.wait()
        try:
            answered = store.open_store(target).rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
            expected = store.open_store(target).manifest["counts"]["quads"]
            silent += int(answered[0]["n"]) != expected
        except Exception:  # noqa: BLE001 - whatever went wrong, the store did not answer
            silent += 1
    return silent


def report(times: int, found: dict[str, Any]) -> None:
    """Print one size: seconds by stage, per thousand quads, and beside rdflib."""
    print(
        f"\n{times} × this source: {found['records']} records, {found['quads']} quads, "
        f"{found['megabytes']:.0f} MB at most"
    )
    for name, taken in found["stages"].items():
        print(
            f"  {name:<38} {taken:8.3f} s"
            f"  {1000 * taken / (found['quads'] / 1000):7.2f} ms/1000 quads"
        )
    for name, (ours, rdflib) in found["peer"].items():
        print(f"  {name:<38} {ours:8.3f} s  rdflib {rdflib:8.3f} s  ratio {ours / rdflib:5.2f}")


# -- the network and the files made of it ---------------------------------------------------------


def network_works(folder: Path) -> dict[str, tuple[Callable[[], Any], Callable[[], Any] | None]]:
    """Return what is measured of the store in *folder*, with its bare peer where there is one.

    A peer of NetworkX has its graph ready; what is measured beside it makes the projection too.
    """
    opened = store.open_store(folder)
    material = varied(network.read_material(opened))
    graph = network.actors(material)
    plain = network.simple(graph)
    catalogue = Catalogue(opened)
    file = opened.build / "records.jsonl"
    works: dict[str, tuple[Callable[[], Any], Callable[[], Any] | None]] = {
        "read the lines": (
            lambda: network.read_material(opened),
            lambda: [json.loads(line) for line in file.open(encoding="utf-8")],
        )
    }
    for name in network.PROJECTIONS:
        works[f"project {name}"] = (lambda n=name: network.project(opened, material, n), None)
    works["project records"] = (lambda: network.network(opened), None)
    peers = {
        "centrality betweenness": lambda: nx.betweenness_centrality(plain),
        "communities": lambda: nx.community.louvain_communities(plain, seed=1),
    }
    asked = [network.Asked("centrality", by=by) for by in ("degree", "betweenness", "pagerank")]
    asked += [network.Asked(name, **DAYS) for name in network.MEASURES[1:]]
    for one in asked:
        name = f"{one.measure} {one.by}" if one.measure == "centrality" else one.measure
        works[name] = (lambda o=one: network.analysis(opened, material, o), peers.get(name))
    drawn = network.network(opened)
    for _, about in drawn.nodes(data=True):  # NetworkX takes neither None nor a mapping
        about.clear()
    for form in OF_RECORDS:
        peer = (lambda: "".join(nx.generate_gexf(drawn))) if form == "gexf" else None
        works[f"export {form}"] = (lambda f=form: exported(catalogue, f), peer)
    return works


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


def measured_network(times: int, folder: Path) -> dict[str, Any]:
    """Return median seconds, megabytes and the peer's seconds of each work on *times* copies."""
    target = folder / "store"
    built = build_store(repeated_sources(times, folder), target)
    del built
    counts = store.open_store(target).manifest["counts"]
    works = network_works(target)
    found = {
        name: (*in_a_child(ours), in_a_child(peer)[0] if peer else None)
        for name, (ours, peer) in works.items()
    }
    graph = network.actors(varied(network.read_material(store.open_store(target))))
    size = {"actors": len(graph), "edges": graph.number_of_edges()}
    return {"records": counts["records"], "quads": counts["quads"], **size, "works": found}


def in_a_child(work: Callable[[], Any]) -> tuple[float, float]:
    """Return the median seconds of *work* in a process of its own, and its megabytes above ours."""
    read, write = os.pipe()
    if os.fork() == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        first = seconds(work)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        taken = [first, *(seconds(work) for _ in range(REPEATS - 1))]
        os.write(write, json.dumps([statistics.median(taken), memory / MEGABYTE]).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        taken, memory = json.loads(pipe.read())
    os.wait()
    return taken, memory


def report_network(times: int, found: dict[str, Any]) -> None:
    """Print what each projection, analysis and file takes, beside its bare peer."""
    print(
        f"\nnetwork, {times} × this source: {found['records']} records, {found['quads']} quads, "
        f"{found['actors']} actors in {found['edges']} ties"
    )
    for name, (taken, memory, peer) in found["works"].items():
        beside = f"  bare {peer:8.3f} s  ratio {taken / peer:5.2f}" if peer else ""
        print(f"  {name:<38} {taken:8.3f} s  {memory:7.1f} MB{beside}")


def main() -> None:
    """Run all sizes, each in a process of its own, then the kills; ``--network N`` those alone."""
    if sys.argv[1:2] == ["--network"]:
        times = int((*sys.argv[2:], NETWORK_SIZE)[0])
        with tempfile.TemporaryDirectory() as folder:
            report_network(times, measured_network(times, Path(folder)))
        return
    if sys.argv[1:2] == ["--one"]:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(measured(int(sys.argv[2]), Path(folder))))
        return
    for times in map(int, sys.argv[1:] or SIZES):
        run = subprocess.run(
            [sys.executable, __file__, "--one", str(times)],
            check=True,
            capture_output=True,
            text=True,
        )
        report(times, json.loads(run.stdout))
    with tempfile.TemporaryDirectory() as folder:
        report_network(NETWORK_SIZE, measured_network(NETWORK_SIZE, Path(folder)))
    with tempfile.TemporaryDirectory() as folder:
        silent = killed_builds(KILLS, Path(folder))
    print(f"\n{KILLS} builds killed at random moments: the store did not answer after {silent}")


if __name__ == "__main__":
    main()
