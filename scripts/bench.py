"""Measure a build of this source, once and repeated under other ids, beside plain rdflib.

Each size runs in a process of its own, so that memory is its own too. Times of builds are of one
run on whatever machine this is: the ratios are what to quote. Nothing here is a test.
"""

import argparse
import json
import random  # noqa: TID251 - for the moments of the kills alone
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bench_network
import bench_reading
from measuring import MEGABYTE, seconds
from rdflib import Dataset

from kg import lines, quads, store
from kg.build import build_store
from kg.corpus import read_corpus
from kg.corpus.yaml_text import read_yaml
from kg.evidence import locate
from kg.terms.prefixes import PREFIXES

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "sources"
SIZES = (1, 10, 100)
KILLS = 50
NETWORK_SIZE = 7  # copies of this source: a hundred thousand quads
RDFLIB_UP_TO = 10  # plain rdflib takes minutes for the largest

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
    """Print one size: seconds by stage, per thousand quads, and beside rdflib in memory."""
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
        print(
            f"  {name:<38} {ours:8.3f} s  rdflib in memory {rdflib:8.3f} s"
            f"  {ours / rdflib:6.3f} times as long"
        )


def network(times: int) -> None:
    """Measure and print the network of *times* copies, and the files made of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench_network.report(bench_network.measured(repeated_sources(times, folder), folder))


def main() -> None:
    """Run all sizes, each in a process of its own, then the network and the kills."""
    parser = argparse.ArgumentParser(
        "scripts/bench", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES, help="copies of this source")
    parser.add_argument(
        "--network",
        type=int,
        metavar="N",
        nargs="?",
        const=NETWORK_SIZE,
        help="this alone, N copies",
    )
    parser.add_argument(
        "--reading", action="store_true", help="this alone: the reader of new texts"
    )
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.reading:
        bench_reading.report(bench_reading.measured())
        return
    if asked.network is not None:
        network(asked.network)
        return
    if asked.one is not None:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(measured(asked.one, Path(folder))))
        return
    for times in asked.sizes:
        run = subprocess.run(
            [sys.executable, __file__, "--one", str(times)],
            check=True,
            capture_output=True,
            text=True,
        )
        report(times, json.loads(run.stdout))
    network(NETWORK_SIZE)
    bench_reading.report(bench_reading.measured())
    with tempfile.TemporaryDirectory() as folder:
        silent = killed_builds(KILLS, Path(folder))
    print(f"\n{KILLS} builds killed at random moments: the store did not answer after {silent}")


if __name__ == "__main__":
    main()
