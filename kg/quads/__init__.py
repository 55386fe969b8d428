"""Records to quads: one named graph a source, vocabulary, entities, rules and edges in their own.

No triple stands in two graphs, since engines count such a triple differently; no plain relation
stands in a source's graph, so that nothing alleged can be read as more; no blank node anywhere.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from rdflib import DCAT, DCTERMS, PROV, RDF, Literal, URIRef

from kg.corpus import Corpus, Source
from kg.models import KINDS, Record
from kg.quads.candidates import candidate_triples, new_entity_triples
from kg.quads.edges import Edge, Support, derived_edges, edge_triples, rule_triples
from kg.quads.records import entity_triples, mention_triples, record_triples, voice_triples
from kg.terms import iris
from kg.terms.vocabulary import (
    Triple,
    class_triples,
    concept_triples,
    heading_triples,
    property_triples,
    unit_triples,
)

__all__ = [
    "Edge",
    "Support",
    "candidate_triples",
    "corpus_triples",
    "derived_edges",
    "lines_in",
    "new_entity_triples",
    "nquads",
    "quad_lines",
]


def nquads(corpus: Corpus, kinds: Iterable[type[Record]] = KINDS) -> str:
    """Return *corpus* as N-Quads: one line each, sorted, every line ending in a newline."""
    return "".join(quad_lines(corpus, kinds))


def quad_lines(corpus: Corpus, kinds: Iterable[type[Record]] = KINDS) -> list[str]:
    """Return the lines of *corpus* in N-Quads, sorted by code points, none twice."""
    lines = {_line(triple, graph) for graph, triple in corpus_triples(corpus, tuple(kinds))}
    return sorted(lines)


def lines_in(graph: URIRef, triples: Iterable[Triple]) -> list[str]:
    """Return *triples* as lines of N-Quads in *graph*, sorted, none twice."""
    return sorted({_line(triple, graph) for triple in triples})


def corpus_triples(
    corpus: Corpus, kinds: tuple[type[Record], ...] = KINDS
) -> Iterator[tuple[URIRef, Triple]]:
    """Yield every triple of *corpus* with the graph that it stands in."""
    vocabulary = iris.graph("vocabulary")
    yield from ((vocabulary, triple) for triple in _vocabulary_triples(kinds))
    units = {quantity.unit for record in corpus.records() for quantity in record.quantity}
    yield from ((vocabulary, triple) for triple in unit_triples(units))
    headings = {entity.hs for entity in corpus.entities.values() if entity.hs}
    yield from ((vocabulary, triple) for triple in heading_triples(headings))
    for kind in kinds:
        yield from ((iris.graph("rules"), triple) for triple in rule_triples(kind))
    for entity in corpus.entities.values():
        yield from ((iris.graph("entities"), triple) for triple in entity_triples(entity))
    for concern in {record.concerns for record in corpus.records() if record.concerns}:
        yield iris.graph("entities"), (iris.concern(concern), RDF.type, iris.expand("sr:Concern"))
    for source in corpus.sources:
        yield from ((iris.graph("sources"), triple) for triple in _head_triples(source))
        yield from _source_triples(source)
    for edge, support in derived_edges(corpus.records(), corpus.entities).items():
        yield from ((iris.graph("derived"), triple) for triple in edge_triples(edge, support))


@cache
def _vocabulary_triples(kinds: tuple[type[Record], ...]) -> tuple[Triple, ...]:
    """Return what is the same for every corpus, made once."""
    return (*concept_triples(kinds), *class_triples(kinds), *property_triples(kinds))


def _source_triples(source: Source) -> Iterator[tuple[URIRef, Triple]]:
    graph = iris.graph("source", source.info.id)
    yield from ((graph, triple) for triple in voice_triples(source))
    yield from ((graph, triple) for triple in mention_triples(source))
    for record in source.records:
        yield from ((graph, triple) for triple in record_triples(record, source))


def _head_triples(source: Source) -> Iterator[Triple]:
    """Yield what is known of the document itself."""
    info = source.info
    node = iris.source(info.id)
    yield node, RDF.type, iris.expand("sr:SourceDocument")
    yield node, RDF.type, PROV.Entity
    for lang, text in info.title:
        yield node, DCTERMS.title, Literal(text, lang=lang)
    yield node, DCTERMS.language, Literal(info.language)
    yield node, iris.expand("sr:sha256"), Literal(info.sha256)
    yield node, iris.expand("sr:charLength"), Literal(len(source.text.content))
    yield node, iris.expand("sr:contentGraph"), iris.graph("source", info.id)
    if info.publisher:
        yield node, DCTERMS.publisher, iris.entity(info.publisher)
    if info.author:
        yield node, DCTERMS.creator, iris.entity(info.author)
    if info.published:
        yield node, DCTERMS.issued, Literal(str(info.published), datatype=iris.EDTF)
    if info.address:
        yield node, DCAT.landingPage, Literal(info.address)
    if info.rights:
        yield node, DCTERMS.rights, Literal(info.rights)


def _line(triple: Triple, graph: URIRef) -> str:
    subject, predicate, value = triple
    return f"<{subject}> <{predicate}> {_object(value)} <{graph}> .\n"


def _object(term: URIRef | Literal) -> str:
    if isinstance(term, URIRef):
        return f"<{term}>"
    text = f'"{term.translate(_ESCAPED)}"'
    if term.language:
        return f"{text}@{term.language}"
    # xsd:string is not written: canonical N-Quads leave it out
    return f"{text}^^<{term.datatype}>" if term.datatype else text


_ESCAPED = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)
