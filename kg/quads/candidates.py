"""What a reader proposed, to quads that nobody can take for records.

A candidate has no class of a record: it is a ``sr:Candidate`` that proposes one. Its parts, its
words and the entities that nobody has defined lie below its own address, so that nothing is said
of it in another graph, and no graph of records says anything of what is proposed.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from rdflib import RDF, XSD, Literal, URIRef

from kg.corpus import Source
from kg.models import Entity, Record
from kg.quads.records import entity_triples, record_triples
from kg.quantities import plain
from kg.terms import iris
from kg.terms.vocabulary import Triple

_SR = iris.expand


def candidate_triples(
    record: Record, source: Source, *, score: float, reader: str, new: Iterable[str] = ()
) -> Iterator[Triple]:
    """Yield what is proposed as *record*; *new* are the entities that only candidates know."""
    node = iris.candidate(record.source, record.id)
    moved = {
        str(iris.record(record.whole_id)): str(node),
        str(iris.source_evidence(record.source)): f"{node}/evidence",
        **_entities_moved(record.source, new),
    }
    yield node, _SR("sr:score"), Literal(plain(Decimal(str(score))), datatype=XSD.decimal)
    yield node, _SR("sr:reader"), Literal(reader)
    yield from _proposed(record_triples(record, source), node, moved)


def new_entity_triples(source: str, entity: Entity, new: Mapping[str, Entity]) -> Iterator[Triple]:
    """Yield who a proposed *entity* is, one of those that are *new*."""
    node = iris.candidate(source, f"entity/{entity.id}")
    yield from _proposed(entity_triples(entity), node, _entities_moved(source, new))


def _entities_moved(source: str, new: Iterable[str]) -> dict[str, str]:
    return {
        str(iris.entity(entity)): str(iris.candidate(source, f"entity/{entity}")) for entity in new
    }


def _proposed(
    triples: Iterable[Triple], node: URIRef, moved: Mapping[str, str]
) -> Iterator[Triple]:
    yield node, RDF.type, _SR("sr:Candidate")
    for subject, predicate, value in triples:
        at = _moved(subject, moved)
        if at == node and predicate == RDF.type:
            predicate = _SR("sr:proposes")
        yield at, predicate, _moved(value, moved) if isinstance(value, URIRef) else value


def _moved(term: URIRef, moved: Mapping[str, str]) -> URIRef:
    """Return where *term*, or what it lies below, has its place among candidates."""
    above = str(term)
    while above:
        if above in moved:
            return URIRef(moved[above] + str(term)[len(above) :])
        above = above.rpartition("/")[0]
    return term
