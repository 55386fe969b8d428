"""Measure questions at growing sizes, beside bare pyoxigraph and rdflib in memory, in one run.

A store of a size is made by repeating the records of the built graph under other source ids, its
figures varied. Each time is the median of five; what to quote are the ratios. Nothing here is a
test.

    scripts/bench-queries                  10,000, 100,000 and 1,000,000 quads
    scripts/bench-queries 10000            only these sizes
"""

import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Dataset, Literal, URIRef

from kg.build import build_store
from kg.lookup import Catalogue, values_for
from kg.questions import questions
from kg.store import Store, Value, open_store, write_quads
from kg.store.values import Term, terms
from kg.terms.prefixes import PREFIXES

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10_000, 100_000, 1_000_000)
RDFLIB_UP_TO = 100_000
TIMES = 5
PATIENCE = 60.0  # seconds after which a peer is not asked again
ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("sanctions", {"target": "China"}),
    ("trade", {"exporter": "China", "importer": "Russland"}),
    ("dependence", {"holder": "Russland"}),
    ("supplies", {"supplier": "Wafangdian"}),
    ("meetings", {"attendee": "Xi Jinping"}),
    ("said-by", {"speaker": "Reuters"}),
    ("owners", {"company": "Kupol"}),
    ("ties", {"actor": "Wafangdian"}),
    ("timeline", {"actor": "Biden"}),
    ("evasion", {}),
)


def lines_of_size(graph: Path, size: int) -> Iterator[str]:
    """Yield the quads of *graph*, those of its sources repeated until there are *size*."""
    lines = graph.read_text(encoding="utf-8").splitlines(keepends=True)
    source = re.search(r"/graph/source/([a-z0-9-]+)>", "".join(lines))
    name = source[1] if source else ""
    own = [line for line in lines if name in line and "/graph/derived>" not in line]
    shared = [line for line in lines if name not in line or "/graph/derived>" in line]
    if size < len(shared) + len(own):
        yield from shared[: max(0, size - len(own))]
        yield from own[:size]
        return
    yield from shared
    for number in range((size - len(shared)) // len(own)):
        other = f"{name}-{number}" if number else name
        for line in own:
            copy = line.replace(name, other)
            yield _varied(copy, number)


def _varied(line: str, number: int) -> str:
    return re.sub(r'"(\d{2,})"\^\^', lambda found: f'"{int(found[1]) + number}"^^', line)


def median(work: Callable[[], Any]) -> float:
    """Return the median of the seconds that *work* takes."""
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
        if sum(taken) > PATIENCE:
            break
    return statistics.median(taken)


def bare(store: ox.Store, query: str, values: Mapping[str, Value], output: Path) -> None:
    """Ask pyoxigraph itself, and serialise."""
    substitutions: dict[ox.Variable, Any] = {
        ox.Variable(name): _as_ox(term) for name, term in terms(values).items()
    }
    result = store.query(
        query, prefixes=PREFIXES, use_default_graph_as_union=True, substitutions=substitutions
    )
    with output.open("wb") as file:
        result.serialize(file, ox.QueryResultsFormat.TSV)  # type: ignore[call-overload,union-attr]


def _as_ox(term: Term) -> ox.NamedNode | ox.Literal:
    if term.datatype:
        return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))
    return ox.NamedNode(term.value)


def in_rdflib(dataset: Dataset, query: str, values: Mapping[str, Value]) -> None:
    """Ask rdflib, and serialise."""
    bindings = {
        name: Literal(term.value, datatype=URIRef(term.datatype))
        if term.datatype
        else URIRef(term.value)
        for name, term in terms(values).items()
    }
    dataset.query(query, initNs=PREFIXES, initBindings=bindings).serialize(format="csv")


def loaded(graph: Path, size: int, folder: Path) -> Store:
    """Return a store of about *size* quads, loaded in a process of its own."""
    command = [sys.executable, __file__, "--load", str(graph), str(size), str(folder)]
    subprocess.run(command, check=True)
    return Store(folder)


def load(graph: Path, size: int, folder: Path) -> None:
    """Load about *size* quads, and print what that took."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    write_quads(folder, lines_of_size(graph, size))
    seconds = time.perf_counter() - begun
    grown = 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    count = sum(1 for _ in (folder / "graph.nq").open("rb"))
    print(
        f"\n{count:,} quads: loaded in {seconds:.2f} s, {grown / count:.0f} B of memory and "
        f"{_on_disk(folder / 'quads') / count:.0f} B of disk a quad",
        flush=True,
    )


def _on_disk(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


# -- the three that are asked, each in a process of its own --------------------------------


def in_kg(store: Store, questions_: list[tuple[str, dict[str, Value]]]) -> list[list[float]]:
    """Return two medians of each: asking kg, and what its child takes to evaluate and write."""
    null = os.open(os.devnull, os.O_WRONLY)
    found = []
    for text, values in questions_:
        inner: list[float] = []
        outer = median(partial(_asked, inner, store, null, text, values))
        found.append([outer, statistics.median(inner)])
    return found


def _asked(
    inner: list[float], store: Store, null: int, text: str, values: dict[str, Value]
) -> None:
    inner.append(store.ask_into(null, text, values, form="tsv").seconds)


def in_pyoxigraph(
    store: Store, questions_: list[tuple[str, dict[str, Value]]]
) -> list[list[float]]:
    """Return two medians of each: the store just opened, as kg's child has it, and warm."""
    folder, null = str(store.build / "quads"), Path(os.devnull)
    warm = ox.Store.read_only(folder)
    found = []
    for text, values in questions_:
        cold = [
            _seconds(partial(bare, ox.Store.read_only(folder), text, values, null))
            for _ in range(TIMES)
        ]
        found.append([statistics.median(cold), median(partial(bare, warm, text, values, null))])
    return found


def _seconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def in_memory_of_rdflib(
    store: Store, questions_: list[tuple[str, dict[str, Value]]]
) -> list[float]:
    """Return the medians of asking rdflib, the graph parsed once."""
    dataset = Dataset(default_union=True)
    dataset.parse(store.graph_file, format="nquads")
    return [median(partial(in_rdflib, dataset, text, values)) for text, values in questions_]


PEERS: dict[str, Callable[..., list[Any]]] = {
    "kg": in_kg,
    "pyoxigraph": in_pyoxigraph,
    "rdflib": in_memory_of_rdflib,
}


def asked_with(place: Path) -> list[tuple[str, dict[str, Value]]]:
    """Return each query with its values, looked up in the store at *place*."""
    catalogue = Catalogue(open_store(place))
    known = {asked.name: asked for asked in questions("queries")}
    return [(known[name].text, values_for(catalogue, known[name], given)) for name, given in ASKED]


def medians(peer: str, place: Path, folder: Path) -> list[Any]:
    """Return what *peer* takes for each query, in seconds."""
    command = [sys.executable, __file__, "--ask", peer, str(place), str(folder)]
    done = subprocess.run(command, check=True, capture_output=True)
    found: list[Any] = json.loads(done.stdout)
    return found


def report(place: Path, size: int, folder: Path) -> None:
    """Print what each query takes at one size."""
    loaded(open_store(place).graph_file, size, folder)
    ours = medians("kg", place, folder)
    theirs = medians("pyoxigraph", place, folder)
    rdflib = medians("rdflib", place, folder) if size <= RDFLIB_UP_TO else [0.0] * len(theirs)
    print(
        "query         kg, all   its child  bare, opened    ratio  bare, warm      rdflib  × child"
    )
    for (name, _), (outer, inner), (cold, warm), third in zip(
        ASKED, ours, theirs, rdflib, strict=True
    ):
        beside = f"{1000 * third:>8.1f} ms {third / inner:>8.0f}" if third else ""
        print(
            f"{name:<11} {1000 * outer:>6.1f} ms {1000 * inner:>8.2f} ms {1000 * cold:>10.2f} ms "
            f"{inner / cold:>8.2f} {1000 * warm:>8.2f} ms {beside}".rstrip()
        )


def whole_processes(folder: Path) -> None:
    """Print how long a command takes from the shell."""
    env = {**os.environ, "KG_STORE": str(folder), "KG_SOURCES": str(ROOT / "sources")}
    kg = [sys.executable, "-m", "kg"]
    commands = {
        "import typer, pyoxigraph": [sys.executable, "-c", "import typer, pyoxigraph"],
        "kg find Peking": [*kg, "find", "Peking"],
        "kg show Tascom": [*kg, "show", "Tascom"],
        "kg query --name trade": [*kg, "query", "--name", "trade"],
        "kg query, 3 s allowed": [*kg, "query", "-e", _RUNAWAY, "--timeout", "3"],
    }
    for name, command in commands.items():
        took = median(
            lambda: subprocess.run(command, env=env, capture_output=True, check=False)  # noqa: B023
        )
        print(f"{name:<26} {1000 * took:>7.0f} ms")


_RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def main() -> None:
    """Measure the sizes given, or the usual ones."""
    if sys.argv[1:2] == ["--load"]:
        load(Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
        return
    if sys.argv[1:2] == ["--ask"]:
        questions_ = asked_with(Path(sys.argv[3]))
        print(json.dumps(PEERS[sys.argv[2]](Store(Path(sys.argv[4])), questions_)))
        return
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        build_store(ROOT / "sources", place / "store")
        whole_processes(place / "store")
        for size in sizes:
            folder = place / str(size)
            folder.mkdir()
            report(place / "store", size, folder)


if __name__ == "__main__":
    main()
