"""Look-ups in a store, beside rdflib in memory and bare pyoxigraph.

A look-up is the command itself, run again and again in one process. Beside it stands a query that
finds as much by other means: pyoxigraph with its store just opened, rdflib with its graph in
memory. They don't do the same: neither forgives a spelling, counts what it leaves out, or prints.
"""

import contextlib
import io
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
import typer
from growing import Grown
from measuring import TIMES, in_a_child, median
from rdflib import Dataset
from typer.main import get_command

from kg.cli import app
from kg.terms.prefixes import BASE, PREFIXES

ONE = "tdc-reverse-kissinger-2025"


class LookUp(NamedTuple):
    """A command, and a query that finds as much; *grows* says with what it grows, if it does."""

    name: str
    command: tuple[str, ...]
    query: str
    grows: str = ""


def _called(condition: str) -> str:
    names = "rdfs:label|skos:prefLabel|skos:altLabel|skos:hiddenLabel"
    return f"SELECT DISTINCT ?e ?n {{ ?e {names} ?n FILTER({condition}) }} LIMIT 20"


def _said_of(entity: str, most: int = 10**9) -> str:
    return f"""SELECT ?r ?name ?status ?quote ?first {{
      ?r sr:involves id:{entity} ; sr:name ?name ; sr:status ?status ; sr:quote ?quote
      OPTIONAL {{ ?r sr:earliest ?first }} }} ORDER BY DESC(?first) LIMIT {most}"""


_IN_QUOTE = 'SELECT ?r ?q { ?r sr:quote ?q FILTER(CONTAINS(?q, "Wälzlager")) } LIMIT 20'
_RECORD = f"SELECT ?p ?o {{ <{BASE}id/record/{ONE}/sanction-wafangdian> ?p ?o }}"
_IN_SOURCE = f"""SELECT ?r ?name ?status {{ GRAPH <{BASE}graph/source/{ONE}> {{
  ?r a sr:Sanction ; sr:name ?name ; sr:status ?status }} }}"""
_SANCTIONS = """SELECT ?r ?name ?status {
  ?r a sr:Sanction ; sr:name ?name ; sr:status ?status } LIMIT 10"""
_SINCE = """SELECT ?r ?name {
  ?r sr:name ?name ; sr:latest ?last FILTER(?last >= "2022-01-01"^^xsd:date) } LIMIT 10"""
_PATH = """SELECT ?a ?x ?b {
  ?a sr:involves id:%s ; sr:involves ?x .
  ?b sr:involves ?x ; sr:involves id:%s } LIMIT 3"""
_NONE = """ASK { ?r a sr:Supply ; sr:supplier id:wafangdian-bearing ; sr:latest ?last
  FILTER(?last < "1900-01-01"^^xsd:date) }"""

_WAFANGDIAN = "wafangdian-bearing"
_TIED = ("yunnan-lincang-germanium", "communist-party-of-china")
_APART = (_WAFANGDIAN, "iemz-kupol")
_SUPPLIES = ("supply", "--supplier", _WAFANGDIAN)
_ITS_LINE = "its line, which names each of its places in the texts"
_SHOWN = "what it shows"
_COUNTED = "the records that its last line counts"
_PASSED = "the records of those it passes by"

LOOK_UPS = (
    LookUp("find: exact", ("find", "Tascom"), _called('STR(?n) = "Tascom"')),
    LookUp("find: inflected", ("find", "Tascoms"), _called('REGEX(?n, "^Tascoms?$")')),
    LookUp("find: in a sentence", ("find", "Wälzlager"), _IN_QUOTE),
    LookUp("find: misspelt", ("find", "Wafangdain"), _called('REGEX(?n, "Wafan.{2,4}n")')),
    LookUp("find: a hub", ("find", "China"), _called('STR(?n) = "China"'), _ITS_LINE),
    LookUp("show: a firm", ("show", "tascom"), _said_of("tascom")),
    LookUp("show: a record", ("show", f"{ONE}/sanction-wafangdian"), _RECORD),
    LookUp("show: a hub", ("show", "russia"), _said_of("russia", 51), _ITS_LINE),
    LookUp("show: a hub, --all", ("show", "russia", "--all"), _said_of("russia"), _SHOWN),
    LookUp("list: of one source", ("list", "sanction", "--source", ONE), _IN_SOURCE),
    LookUp("list: --limit", ("list", "sanction", "--limit", "10"), _SANCTIONS, _COUNTED),
    LookUp("list: --since", ("list", "--since", "2022", "--limit", "10"), _SINCE, _COUNTED),
    LookUp("timeline: a firm", ("timeline", "--actor", _WAFANGDIAN), _said_of(_WAFANGDIAN)),
    LookUp("timeline: a state", ("timeline", "--actor", "iran"), _said_of("iran"), _SHOWN),
    LookUp("path: two steps", ("path", *_TIED), _PATH % _TIED, _PASSED),
    LookUp("path: none", ("path", *_APART), _PATH % _APART, _PASSED),
    LookUp("no answer", ("list", *_SUPPLIES, "--until", "1900"), _NONE),
)


def measured(grown: Grown, *, with_rdflib: bool) -> list[tuple[float, int, float, float | None]]:
    """Return of each look-up: its median, the lines it prints, bare pyoxigraph's, rdflib's."""
    ours = in_a_child(partial(_in_kg, grown.folder))
    bare = in_a_child(partial(_in_pyoxigraph, grown.store.build))
    theirs: list[float | None] = [None] * len(LOOK_UPS)
    if with_rdflib:
        theirs = in_a_child(partial(_in_rdflib, grown.store.graph_file))
    return [(*our, cold, third) for our, cold, third in zip(ours, bare, theirs, strict=True)]


def _in_kg(folder: Path) -> list[tuple[float, int]]:
    os.environ |= {"KG_STORE": str(folder), "KG_SOURCES": str(folder / "none"), "LC_ALL": "C"}
    command = get_command(app)
    return [
        (median(partial(_run, command, one.command)), _run(command, one.command))
        for one in LOOK_UPS
    ]


def _run(command: Any, words: tuple[str, ...]) -> int:
    """Run a command of ``kg`` here, and return how many lines it prints."""
    said, shown = io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(shown):
        try:
            command(list(words), standalone_mode=False)
        except typer.Exit as end:
            if end.exit_code > 1:
                raise
    return (shown.getvalue() or said.getvalue()).count("\n")


def _in_pyoxigraph(build: Path) -> list[float]:
    def ask(query: str) -> Callable[[], Any]:
        store = ox.Store.read_only(str(build / "quads"))
        return lambda: _all(store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True))

    return [median(ask(one.query)) for one in LOOK_UPS]


def _in_rdflib(graph: Path) -> list[float]:
    dataset = Dataset(default_union=True)
    dataset.parse(graph, format="nquads")
    return [
        median(lambda one=one: _all(dataset.query(one.query, initNs=PREFIXES)))  # type: ignore[misc]
        for one in LOOK_UPS
    ]


def _all(result: Any) -> Any:
    return bool(result) if isinstance(result, ox.QueryBoolean) else list(result)


def report(sizes: list[Grown], figures: list[list[tuple[float, int, float, float | None]]]) -> None:
    """Print each look-up at every size, its growth, why it grows, and its peers."""
    head = "".join(f"{f'{grown.quads:,} quads':>16}" for grown in sizes)
    with_rdflib = [at for at, rows in enumerate(figures) if rows[0][3] is not None]
    beside = f", rdflib at {sizes[with_rdflib[-1]].quads:,}" if with_rdflib else ""
    print(
        f"\nlook-ups, medians of {TIMES}: a command in a running process, and lines it prints;\n"
        "  growth from the smallest store to the largest. Peers: a query that finds as much, in\n"
        "  pyoxigraph with its store just opened, in rdflib with its graph in memory; neither\n"
        "  forgives a spelling, ranks, counts what it leaves out, or prints\n"
        f"  (pyoxigraph at {sizes[-1].quads:,} quads{beside})\n"
        f"{'':<24}{head}  growth   pyoxigraph       rdflib"
    )
    for at, one in enumerate(LOOK_UPS):
        rows = [every[at] for every in figures]
        cells = "".join(f"{1000 * taken:>8.1f} ms {lines:>4}" for taken, lines, *_ in rows)
        growth = f"×{rows[-1][0] / rows[0][0]:.1f}" if len(rows) > 1 else ""
        third = rows[with_rdflib[-1]][3] if with_rdflib else None
        theirs = f"{1000 * third:>10.1f} ms" if third is not None else f"{'–':>13}"
        why = f"  grows with {one.grows}" if one.grows else ""
        print(f"{one.name:<24}{cells}{growth:>8}{1000 * rows[-1][2]:>10.1f} ms{theirs}{why}")
