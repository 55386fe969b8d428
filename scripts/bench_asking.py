"""Measure asking: starts, look-ups and queries, at growing sizes, each figure beside its peer.

    scripts/bench-queries                  10,000, 100,000 and 1,000,000 quads
    scripts/bench-queries 10000            only these sizes

What to quote are the ratios, not the times of one machine. Nothing here is a test.
"""

import argparse
import shutil
import tempfile
from functools import partial
from pathlib import Path

import bench_lookups
import bench_queries
import bench_starts
import pyoxigraph as ox
from growing import ROOT, Grown, make_store
from measuring import PATIENCE, TIMES, in_a_child, with_memory
from rdflib import Dataset

from kg.api.display import counted
from kg.build import build_store

SIZES = (10_000, 100_000, 1_000_000)
RDFLIB_UP_TO = 100_000  # beyond, it takes many minutes and gigabytes to load


def main() -> None:
    """Measure the sizes given, or the usual ones."""
    parser = argparse.ArgumentParser(
        "scripts/bench-queries", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES, help="of the stores, in quads")
    sizes = parser.parse_args().sizes
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        # A process that has written RocksDB's files can't be copied: its threads are not.
        in_a_child(partial(_build, place / "store"))
        bench_starts.report(ROOT / "sources", place / "store")
        stores = [_made(size, place) for size in sizes]
        look_ups = []
        for size, grown in zip(sizes, stores, strict=True):
            with_rdflib = size <= RDFLIB_UP_TO
            look_ups.append(bench_lookups.measured(grown, with_rdflib=with_rdflib))
            bench_queries.report(grown, bench_queries.measured(grown, with_rdflib=with_rdflib))
        bench_lookups.report(stores, look_ups)


def _build(folder: Path) -> None:
    build_store(ROOT / "sources", folder)


def _made(size: int, place: Path) -> Grown:
    runs: list[Grown] = []
    while len(runs) < TIMES and sum(run.seconds for run in runs) < PATIENCE:
        runs.append(make_store(size, place / f"{size}-{len(runs)}"))
    grown = sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]
    for other in runs:
        if other is not grown:
            shutil.rmtree(other.folder)
    disk = sum(file.stat().st_size for file in grown.store.build.rglob("*")) / grown.quads
    print(
        f"\n{grown.quads:,} quads: {grown.records:,} records, {counted(grown.sources, 'source')}, "
        f"{disk:.0f} B of disk a quad;\n"
        "  to write it, and the most memory that takes beyond the program's own:"
    )
    _tell_build(
        grown, f"kg writes all files (median of {len(runs)})", grown.seconds, grown.megabytes
    )
    graph = grown.store.graph_file
    _tell_build(grown, "pyoxigraph loads graph.nq", *in_a_child(partial(_loaded, graph, place)))
    if size <= RDFLIB_UP_TO:
        _tell_build(grown, "rdflib parses graph.nq", *in_a_child(partial(_parsed, graph)))
    return grown


def _tell_build(grown: Grown, what: str, seconds: float, megabytes: float) -> None:
    memory = megabytes * 2**20 / grown.quads
    print(f"  {what:<36}{seconds:>8.1f} s{memory:>8.0f} B of memory a quad", flush=True)


def _loaded(graph: Path, place: Path) -> tuple[float, float]:
    def load() -> None:
        with tempfile.TemporaryDirectory(dir=place) as folder:
            ox.Store(folder).bulk_load(path=graph, format=ox.RdfFormat.N_QUADS)

    return with_memory(load)


def _parsed(graph: Path) -> tuple[float, float]:
    return with_memory(lambda: Dataset().parse(graph, format="nquads"))


if __name__ == "__main__":
    main()
