"""Measure asking: starts, look-ups and queries, at growing sizes, each figure beside its peer.

    scripts/bench-queries                  10,000, 100,000 and 1,000,000 quads
    scripts/bench-queries 10000            only these sizes

What to quote are the ratios, not the times of one machine. Nothing here is a test.
"""

import sys
import tempfile
from functools import partial
from pathlib import Path

import bench_lookups
import bench_queries
import bench_starts
from growing import ROOT, Grown, make_store
from measuring import in_a_child

from kg.build import build_store

SIZES = (10_000, 100_000, 1_000_000)
RDFLIB_UP_TO = 100_000  # beyond, it takes many minutes and gigabytes to load


def main() -> None:
    """Measure the sizes given, or the usual ones."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
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
    grown = make_store(size, place / str(size))
    disk = sum(file.stat().st_size for file in grown.store.build.rglob("*")) / grown.quads
    memory = grown.megabytes * 2**20 / grown.quads
    print(
        f"{grown.quads:,} quads of {grown.records:,} records in {grown.sources} sources: "
        f"written in {grown.seconds:.1f} s, at most {memory:.0f} B of memory a quad (the program's "
        f"own among them), {disk:.0f} B of disk",
        flush=True,
    )
    return grown


if __name__ == "__main__":
    main()
