"""What stands in the graphs, read back by two readers; and what must never stand there."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pyoxigraph as ox
import pytest
from generated import corpora, corpus_of, made, sample
from hypothesis import given, settings
from rdflib import Dataset, URIRef
from rdflib.term import Literal, Node

from kg.corpus import Corpus
from kg.models import Polarity, Stage, Status
from kg.quads import nquads, quad_lines
from kg.terms.prefixes import BASE

SOURCE_GRAPH = f"{BASE}graph/source/"
ENTITY = f"{BASE}id/entity/"
ASSERTED = f"{BASE}edge/asserted#"
NOT_DONE = {f"{BASE}concept/stage/{stage.value}" for stage in Stage if stage.phase != "done"}


class Quad(NamedTuple):
    s: str
    p: str
    o: str
    g: str


def parsed(lines: Iterable[str]) -> list[Quad]:
    """Read N-Quads with Oxigraph; IRIs stand bare, literals and blank nodes as written."""
    found = ox.parse("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    return [
        Quad(*(bare(term) for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)))
        for quad in found
        if isinstance(quad, ox.Quad)
    ]


def bare(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


# -- what must never stand there: each returns what breaks it ------------------------------


def blank_nodes(quads: list[Quad]) -> list[Quad]:
    return [quad for quad in quads if any(term.startswith("_:") for term in quad)]


def in_two_graphs(quads: list[Quad]) -> list[tuple[str, str, str]]:
    counts = Counter(quad[:3] for quad in set(quads))
    return [triple for triple, count in counts.items() if count > 1]


def relations_of_sources(quads: list[Quad]) -> list[Quad]:
    """Return plain triples between two entities that stand in a source's graph."""
    return [
        quad
        for quad in quads
        if quad.g.startswith(SOURCE_GRAPH)
        and {quad.s[: len(ENTITY)], quad.o[: len(ENTITY)]} == {ENTITY}
    ]


def edges_outside_their_graph(quads: list[Quad]) -> list[Quad]:
    return [
        quad
        for quad in quads
        if quad.p.startswith(f"{BASE}edge/") and quad.g != f"{BASE}graph/derived"
    ]


def asserted_without_a_record(quads: list[Quad]) -> list[Quad]:
    """Return asserted edges that not all records behind them put as so, done and not over."""
    said = about(quads)
    behind: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for node, of_it in said.items():
        if f"{BASE}ns#DerivedEdge" in of_it["type"]:
            (edge,) = {
                (s, p, o)
                for s in of_it["subject"]
                for p in of_it["predicate"]
                for o in of_it["object"]
            }
            assert not behind[edge], f"two nodes for {edge}, one is {node}"
            behind[edge] = of_it["wasDerivedFrom"]
    return [
        quad
        for quad in quads
        if quad.p.startswith(ASSERTED)
        and not (behind[quad[:3]] and all(is_done(said[record]) for record in behind[quad[:3]]))
    ]


def about(quads: list[Quad]) -> dict[str, dict[str, set[str]]]:
    """Return the objects by subject and local name of the predicate."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        found[quad.s][quad.p.rpartition("#")[2]].add(quad.o)
    return found


def is_done(record: dict[str, set[str]]) -> bool:
    return (
        record["status"] == {f"{BASE}concept/status/asserted"}
        and record["polarity"] == {f"{BASE}concept/polarity/positive"}
        and not record["stage"] & NOT_DONE
    )


NEVER: tuple[Callable[[list[Quad]], list[object]], ...] = (
    blank_nodes,  # type: ignore[assignment]
    in_two_graphs,
    relations_of_sources,
    edges_outside_their_graph,
    asserted_without_a_record,
)


@pytest.fixture(scope="module")
def real_quads(corpus: Corpus) -> list[Quad]:
    return parsed(quad_lines(corpus))


@pytest.mark.slow
@pytest.mark.parametrize("never", NEVER, ids=lambda never: never.__name__)
def test_the_real_graph_holds_nothing_that_must_not_be(
    never: Callable[[list[Quad]], list[object]], real_quads: list[Quad]
) -> None:
    assert never(real_quads) == []


@pytest.mark.slow
def test_the_real_graph_has_asserted_edges_and_others(real_quads: list[Quad]) -> None:
    edges = Counter(quad.p.startswith(ASSERTED) for quad in real_quads if "/edge/" in quad.p)
    assert edges[True] > 10
    assert edges[False] > 10


@pytest.mark.slow
@settings(max_examples=25)
@given(corpora(6))
def test_a_generated_graph_holds_nothing_that_must_not_be(generated: Corpus) -> None:
    lines = quad_lines(generated)
    quads = parsed(lines)
    assert len(quads) == len(lines)
    assert {never.__name__: never(quads) for never in NEVER if never(quads)} == {}


@pytest.mark.slow
@settings(max_examples=25)
@given(corpora(10, lean=True))
def test_nor_does_one_where_most_records_yield_edges(generated: Corpus) -> None:
    quads = parsed(quad_lines(generated))
    assert {never.__name__: never(quads) for never in NEVER if never(quads)} == {}


def test_the_checks_bite() -> None:
    def entity(name: str) -> str:
        return ENTITY + name

    wrong = [
        Quad("_:b", "p", "o", "g"),
        Quad("s", "p", "o", "g"),
        Quad("s", "p", "o", "h"),
        Quad(entity("a"), "p", entity("b"), f"{SOURCE_GRAPH}paper"),
        Quad(entity("a"), f"{ASSERTED}metWith", entity("b"), f"{BASE}graph/entities"),
    ]
    assert [len(never(wrong)) for never in NEVER] == [1, 1, 1, 1, 1]


# -- records that say that it is not so, or not yet, or no more ------------------------------

DEED: dict[str, dict[str, Any]] = {
    "agreement": {"form": "treaty", "party": ["russia", "china"], "signatory": ["russia", "china"]},
    "exercise": {"form": "naval", "participant": ["russia", "china"]},
    "sanction": {"measure": "tariff", "imposer": "india", "target": "china"},
    "trade_flow": {"partner": ["russia", "china"], "commodity": "crude-oil", "measured": "value"},
    "share": {
        "holder": "china",
        "provider": "russia",
        "direction": "imports",
        "item": "crude-oil",
        "basis": "value",
    },
    "supply": {"supplier": "russia", "recipient": "china", "item": "bearings"},
}
SPEAKERS = {"modal_agent": "russia", "attributed_to": "reuters", "hedge": "angeblich"}
STATUSES = [status for status in Status if status is not Status.ASSERTED]


def asserted_edges(lines: Iterable[str]) -> list[Quad]:
    return [quad for quad in parsed(lines) if quad.p.startswith(ASSERTED)]


@pytest.mark.parametrize("kind", DEED)
def test_an_asserted_record_yields_an_asserted_edge(kind: str) -> None:
    assert asserted_edges(quad_lines(corpus_of(made(kind, id="r", **DEED[kind]))))


@pytest.mark.parametrize("kind", DEED)
def test_no_other_status_or_polarity_yields_one(kind: str) -> None:
    others = [
        made(kind, id=f"r-{status}", status=status.value, **SPEAKERS, **DEED[kind])
        for status in STATUSES
    ]
    negative = made(kind, id="r-not", polarity=Polarity.NEGATIVE.value, **DEED[kind])
    assert asserted_edges(quad_lines(corpus_of(*others, negative))) == []


# -- two readers ----------------------------------------------------------------------------


def key(term: Node | None) -> str:
    """Return an rdflib term as Oxigraph writes it."""
    if isinstance(term, Literal):
        return str(
            ox.Literal(str(term), language=term.language)
            if term.language
            else ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))
            if term.datatype
            else ox.Literal(str(term))
        )
    assert isinstance(term, URIRef)
    return str(term)


def read_by_rdflib(lines: Iterable[str]) -> set[Quad]:
    dataset = Dataset()
    dataset.parse(data="".join(lines), format="nquads")
    return {Quad(key(s), key(p), key(o), str(g)) for s, p, o, g in dataset.quads()}


@pytest.mark.slow
def test_rdflib_and_oxigraph_read_the_same_quads(corpus: Corpus, real_quads: list[Quad]) -> None:
    assert read_by_rdflib(quad_lines(corpus)) == set(real_quads)


@pytest.mark.slow
@settings(max_examples=10)
@given(corpora(3))
def test_both_read_the_same_of_generated_records(generated: Corpus) -> None:
    lines = [line for line in quad_lines(generated) if "/graph/vocabulary>" not in line]
    assert read_by_rdflib(lines) == set(parsed(lines))


# -- the same bytes -------------------------------------------------------------------------


def test_three_records_give_the_golden_quads(golden: Callable[[str, str], None]) -> None:
    lines = quad_lines(sample())
    shared = ("vocabulary", "rules")
    own = (line for line in lines if not line.endswith(tuple(f"/graph/{g}> .\n" for g in shared)))
    golden("records.nq", "".join(own))


def test_lines_are_sorted_and_stand_once() -> None:
    lines = quad_lines(sample())
    assert lines == sorted(set(lines))
    assert all(line.endswith("> .\n") and line.count("\n") == 1 for line in lines)


def test_the_order_of_records_changes_nothing() -> None:
    one, *rest = sample().records()
    assert nquads(corpus_of(one, *rest)) == nquads(corpus_of(*reversed(rest), one))
