"""Run the W3C's SPARQL query tests through kg and through bare pyoxigraph, and compare.

The tests are those that rdflib's source archive carries; pip downloads it. What counts is that both
give the same: rows, a graph, yes or no, or an error. What kg refuses by design is listed apart:
SERVICE, and graphs after FROM that are not in the store.

    scripts/w3c                   downloads the archive into a temporary folder
    scripts/w3c FOLDER            reads an archive that was unpacked there
"""

import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection

from kg.errors import QueryError
from kg.store import Query, Store, write_quads
from kg.terms.prefixes import PREFIXES

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
SUITES = ("sparql11", "dawg-data-r2")
DEFAULT = "urn:kg:data"
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".n3": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
}
BY_DESIGN = ("SERVICE is refused", "there is no graph")
SORTS = frozenset(
    (
        *("QueryEvaluationTest", "CSVResultFormatTest", "PositiveSyntaxTest", "NegativeSyntaxTest"),
        *("PositiveSyntaxTest11", "NegativeSyntaxTest11"),
    )
)


class Test(NamedTuple):
    """A query, the files of its default graph and of its named graphs."""

    name: str
    query: Path
    data: tuple[Path, ...]
    named: tuple[Path, ...]


def archive(folder: Path) -> Path:
    """Download and unpack the source archive of the rdflib that is installed."""
    wanted = f"rdflib=={version('rdflib')}"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*pip, "--dest", str(folder), wanted], check=True)
    (found,) = folder.glob("rdflib-*.tar.gz")
    with tarfile.open(found) as packed:
        packed.extractall(folder, filter="data")
    return folder


def manifests(folder: Path) -> Iterator[Path]:
    """Yield the manifests of the suites below *folder*."""
    for suite in SUITES:
        yield from sorted(folder.glob(f"rdflib-*/test/data/suites/w3c/{suite}/*/manifest.ttl"))


def tests(manifest: Path) -> Iterator[Test]:
    """Yield the query tests of a manifest."""
    graph = Graph().parse(manifest, format="turtle", publicID=manifest.as_uri())
    for entries in graph.objects(None, MF.entries):
        for entry in Collection(graph, entries):
            action = graph.value(entry, MF.action)
            sort = str(graph.value(entry, URIRef(PREFIXES["rdf"] + "type"))).rpartition("#")[2]
            query = graph.value(action, QT.query) or action
            if sort in SORTS and isinstance(query, URIRef) and _path(query).is_file():
                data, named = (
                    tuple(_path(node) for node in graph.objects(action, term))
                    for term in (QT.data, QT.graphData)
                )
                yield Test(f"{manifest.parent.name}/{_path(query).name}", _path(query), data, named)


def _path(node: Any) -> Path:
    return Path(str(node).removeprefix("file://"))


def lines(test: Test) -> Iterator[str]:
    """Yield the data of a test as N-Quads; its default graph has a name, as all graphs of kg."""
    for files, name in ((test.data, DEFAULT), (test.named, None)):
        for file in files:
            kind = FORMATS.get(file.suffix, ox.RdfFormat.TURTLE)
            graph = name or file.as_uri()
            quads = ox.parse(
                path=file, format=kind, base_iri=file.as_uri(), rename_blank_nodes=True
            )
            for quad in quads:
                yield f"{quad.subject} {quad.predicate} {quad.object} <{graph}> .\n"


# -- what each of the two gives -----------------------------------------------------------


def through_kg(store: Store, text: str) -> Any:
    """Return what kg gives, in a shape that can be compared."""
    try:
        asked = Query(text)
        answer = store.ask(text, form="ntriples" if asked.form in _OF_GRAPHS else "json")
    except QueryError as error:
        design = next((reason for reason in BY_DESIGN if reason in str(error)), None)
        return f"by design: {design}" if design else "error"
    return comparable(answer.content, of_graph=answer.sort == "graph")


_OF_GRAPHS = frozenset({"CONSTRUCT", "DESCRIBE"})


def through_pyoxigraph(store: Store, text: str, *, chosen: bool) -> Any:
    """Return what pyoxigraph gives by itself; *chosen* says that the query names its graphs."""
    opened = ox.Store.read_only(str(store.build / "quads"))
    try:
        result = opened.query(text, prefixes=PREFIXES, use_default_graph_as_union=not chosen)
        if isinstance(result, ox.QueryTriples):
            return comparable(bytes(result.serialize(format=ox.RdfFormat.N_TRIPLES)), of_graph=True)
        content = result.serialize(format=ox.QueryResultsFormat.JSON)
    except (SyntaxError, RuntimeError, ValueError, OSError):
        return "error"
    return comparable(content or b"", of_graph=False)


def comparable(content: bytes, *, of_graph: bool) -> Any:
    """Return an answer without the order of its rows and the names of its blank nodes."""
    text = content.decode()
    if of_graph:
        return Counter(re.sub(r"_:\w+", "_:", line) for line in text.splitlines())
    answer = json.loads(text)
    if "boolean" in answer:
        return answer["boolean"]
    rows = Counter(_row(row) for row in answer["results"]["bindings"])
    return sorted(answer["head"]["vars"]), rows


def _row(row: dict[str, dict[str, Any]]) -> str:
    plain = {
        name: "_:" if term["type"] == "bnode" else json.dumps(term, sort_keys=True)
        for name, term in row.items()
    }
    return json.dumps(plain, sort_keys=True)


_CHANGING = re.compile(r"\b(RAND|NOW|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)


def verdict(test: Test, folder: Path) -> str:
    """Return ``same``, ``by design: …`` or ``other`` for a test."""
    try:
        text = test.query.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return "no UTF-8"
    text = f"BASE <{test.query.as_uri()}>\n{text}"
    write_quads(folder, sorted(set(lines(test))))
    store = Store(folder)
    ours = through_kg(store, text)
    if isinstance(ours, str) and ours.startswith("by design"):
        return ours
    chosen = ours != "error" and bool(Query(text).graphs)
    theirs = through_pyoxigraph(store, text, chosen=chosen)
    if ours == theirs:
        return "same error" if ours == "error" else "same"
    return "not repeatable" if _CHANGING.search(text) else "OTHER"


def run(folder: Path) -> Counter[str]:
    """Print each test that differs, and return how many had which verdict."""
    counts: Counter[str] = Counter()
    for manifest in manifests(folder):
        for test in tests(manifest):
            with tempfile.TemporaryDirectory() as place:
                found = verdict(test, Path(place))
            counts[found] += 1
            if found == "OTHER":
                print(f"OTHER {test.name}")
    return counts


def report(counts: Counter[str]) -> int:
    """Print the verdicts, and return the exit code."""
    for found, number in counts.most_common():
        print(f"{number:>5} {found}")
    return 1 if counts["OTHER"] or not counts["same"] else 0


def main(arguments: Iterable[str]) -> int:
    """Run the tests; 1 where one differs."""
    for given in arguments:
        return report(run(Path(given)))
    with tempfile.TemporaryDirectory() as folder:
        return report(run(archive(Path(folder))))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
