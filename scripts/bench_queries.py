"""Ten named queries in a store, beside bare pyoxigraph and rdflib in memory.

kg evaluates in a forked child, which has to fault in what its parent had in memory. So bare
pyoxigraph is measured twice: in such a child, the store just opened, as kg's has it (the two take
turns, and the ratio is the median of the pairs), and in a process that was never forked.
"""

import os
import statistics
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from growing import Grown
from measuring import TIMES, in_a_child, median, seconds
from rdflib import Dataset, Literal, URIRef

from kg.lookup import Catalogue, values_for
from kg.questions import questions
from kg.store import Store, Value, open_store
from kg.store.values import Term, terms
from kg.terms.prefixes import PREFIXES

PAIRS = 15
ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("sanctions", {"target": "china"}),
    ("trade", {"exporter": "china", "importer": "russia"}),
    ("dependence", {"holder": "russia"}),
    ("supplies", {"supplier": "wafangdian-bearing"}),
    ("meetings", {"attendee": "xi-jinping"}),
    ("said-by", {"speaker": "reuters"}),
    ("owners", {"company": "iemz-kupol"}),
    ("ties", {"actor": "wafangdian-bearing"}),
    ("timeline", {"actor": "joe-biden"}),
    ("evasion", {}),
)
Asked = tuple[str, dict[str, Value]]


def asked_with(folder: Path) -> list[Asked]:
    """Return each query with its values, looked up in the store in *folder*."""
    catalogue = Catalogue(open_store(folder))
    known = {asked.name: asked for asked in questions("queries")}
    return [(known[name].text, values_for(catalogue, known[name], given)) for name, given in ASKED]


def measured(grown: Grown, *, with_rdflib: bool) -> list[tuple[float | None, ...]]:
    """Return seconds of each query.

    Asking kg, its child, bare in a child, the ratio of these two, bare without one, rdflib.
    """
    asked = asked_with(grown.folder)
    null = os.open(os.devnull, os.O_WRONLY)
    pairs = [_pairs(grown.store, null, *one) for one in asked]
    alone = in_a_child(partial(_alone, grown.store, asked))
    theirs: list[float | None] = [None] * len(asked)
    if with_rdflib:
        theirs = in_a_child(partial(_in_rdflib, grown.store, asked))
    return [(*pair, one, third) for pair, one, third in zip(pairs, alone, theirs, strict=True)]


def _pairs(store: Store, null: int, text: str, values: dict[str, Value]) -> tuple[float, ...]:
    whole, inner, peer = [], [], []
    for _ in range(PAIRS):
        told = []
        whole.append(
            seconds(lambda: told.append(store.ask_into(null, text, values, form="tsv")))  # noqa: B023
        )
        inner.append(told[0].seconds)
        peer.append(in_a_child(partial(_just_opened, store, text, values)))
    ratio = statistics.median(our / their for our, their in zip(inner, peer, strict=True))
    return *map(statistics.median, (whole, inner, peer)), ratio


def _just_opened(store: Store, text: str, values: dict[str, Value]) -> float:
    opened = ox.Store.read_only(str(store.build / "quads"))
    return seconds(partial(bare, opened, text, values))


def _alone(store: Store, asked: list[Asked]) -> list[float]:
    return [
        statistics.median(_just_opened(store, text, values) for _ in range(PAIRS))
        for text, values in asked
    ]


def bare(store: ox.Store, query: str, values: Mapping[str, Value]) -> None:
    """Ask pyoxigraph itself, and serialise."""
    substitutions: dict[ox.Variable, Any] = {
        ox.Variable(name): _as_ox(term) for name, term in terms(values).items()
    }
    result = store.query(
        query, prefixes=PREFIXES, use_default_graph_as_union=True, substitutions=substitutions
    )
    with Path(os.devnull).open("wb") as file:
        result.serialize(file, ox.QueryResultsFormat.TSV)  # type: ignore[call-overload,union-attr]


def _as_ox(term: Term) -> ox.NamedNode | ox.Literal:
    if term.datatype:
        return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))
    return ox.NamedNode(term.value)


def _in_rdflib(store: Store, asked: list[Asked]) -> list[float]:
    dataset = Dataset(default_union=True)
    dataset.parse(store.graph_file, format="nquads")
    return [median(partial(in_rdflib, dataset, text, values)) for text, values in asked]


def in_rdflib(dataset: Dataset, query: str, values: Mapping[str, Value]) -> None:
    """Ask rdflib, and serialise."""
    bindings = {
        name: Literal(term.value, datatype=URIRef(term.datatype))
        if term.datatype
        else URIRef(term.value)
        for name, term in terms(values).items()
    }
    dataset.query(query, initNs=PREFIXES, initBindings=bindings).serialize(format="csv")


def report(grown: Grown, figures: list[tuple[float | None, ...]]) -> None:
    """Print what each query takes."""
    print(
        f"\nten named queries at {grown.quads:,} quads, medians of {PAIRS}, of rdflib of {TIMES}\n"
        "  kg: asking, a child's start and end included; evaluating: what the child takes for it\n"
        "  and for writing. bare: pyoxigraph doing these two in such a child, its store just\n"
        "  opened; unforked: in a process of its own. rdflib: its graph in memory.\n"
        "  aims: evaluating at most 1.2 × bare, rdflib at least 20 × as long as evaluating\n"
        f"  {'':<12}{'kg':>12}{'evaluating':>13}{'bare':>13}{'× bare':>8}{'unforked':>13}"
        f"{'rdflib':>13}{'× ours':>8}"
    )
    for (name, _), (whole, inner, peer, ratio, alone, third) in zip(ASKED, figures, strict=True):
        beside = f" {_ms(third)}{third / (inner or 1):>8.0f}" if third else ""
        ours = f"{_ms(whole)} {_ms(inner)} {_ms(peer)}{ratio:>8.2f} {_ms(alone)}"
        print(f"  {name:<12}{ours}{beside}", flush=True)
    ratios = [ratio for _, _, _, ratio, *_ in figures if ratio]
    times = [third / inner for _, inner, *_, third in figures if third and inner]
    beside = f", of rdflib to evaluating {statistics.median(times):.0f}" if times else ""
    print(
        f"  medians of the ten ratios: to bare {statistics.median(ratios):.2f}{beside}", flush=True
    )


def _ms(taken: float | None) -> str:
    return f"{1000 * (taken or 0):>9.2f} ms"
