"""The ontology as OWL, and the lists of codes as SKOS, both following from the models.

A direct edge has a property for each status that may yield it, since its namespace is the status:
whoever asks for asserted edges alone can't meet a threat.
"""

from collections.abc import Iterable, Iterator

from rdflib import DCTERMS, OWL, RDF, RDFS, Literal, URIRef

from kg.models import EdgeRule, Record, Status
from kg.models.schema import Field, fields_of
from kg.terms import iris
from kg.terms.prefixes import BASE
from kg.terms.properties import range_of
from kg.terms.turtle import turtle
from kg.terms.vocabulary import (
    Triple,
    class_triples,
    concept_triples,
    property_triples,
    unit_triples,
)

ONTOLOGY = URIRef(f"{BASE}ns")
WRITTEN = "Written by python -m kg.terms from the classes in kg/models; not to be edited by hand."

_HEAD = {
    "en": (
        "Relations of Russia and China as sources tell them",
        "Records of what a source says, each with its status, its speaker and its words. "
        "The address is proposed, not registered.",
    ),
    "de": (
        "Beziehungen Russlands und Chinas, wie Quellen sie darstellen",
        "Einträge dessen, was eine Quelle sagt, jeder mit Status, Sprecher und Wortlaut. "
        "Die Adresse ist vorgeschlagen, nicht eingetragen.",
    ),
}


def ontology(kinds: Iterable[type[Record]]) -> str:
    """Return classes, properties and edges of *kinds* as OWL in Turtle."""
    every = tuple(kinds)
    statements = (
        *_head(),
        *class_triples(every),
        *property_triples(every),
        *(triple for kind in every for triple in _edges(kind)),
    )
    return turtle(statements, WRITTEN)


def vocabulary(kinds: Iterable[type[Record]]) -> str:
    """Return the lists of codes that *kinds* use as SKOS in Turtle.

    The list of units is open: those that sources use stand in the store.
    """
    return turtle((*concept_triples(tuple(kinds)), *unit_triples(())), WRITTEN)


def _head() -> Iterator[Triple]:
    yield ONTOLOGY, RDF.type, OWL.Ontology
    for lang, (title, what) in _HEAD.items():
        yield ONTOLOGY, DCTERMS.title, Literal(title, lang=lang)
        yield ONTOLOGY, DCTERMS.description, Literal(what, lang=lang)


def _edges(kind: type[Record]) -> Iterator[Triple]:
    """Yield the properties of the direct edges that *kind* declares, one a status."""
    fields = {field.name: field for field in fields_of(kind)}
    for rule in kind.edges:
        for status in rule.allows:
            yield from _edge(kind, rule, status, fields[rule.source], fields[rule.target])


def _edge(
    kind: type[Record], rule: EdgeRule, status: Status, source: Field, target: Field
) -> Iterator[Triple]:
    name = iris.edge(status, rule.name)
    yield name, RDF.type, OWL.ObjectProperty
    if rule.source == rule.target:
        yield name, RDF.type, OWL.SymmetricProperty
    yield name, RDFS.label, Literal(f"{rule.name} ({status.en})", lang="en")
    yield name, RDFS.label, Literal(f"{rule.name} ({status.de})", lang="de")
    ends = (f"{source.term.en} to {target.term.en}", f"{source.term.de} zu {target.term.de}")
    said = f"Derived from a record ({kind.label_en}): {ends[0]}, {status.en}."
    yield name, RDFS.comment, Literal(said, lang="en")
    said = f"Folgt aus einem Eintrag ({kind.label_de}): {ends[1]}, {status.de}."
    yield name, RDFS.comment, Literal(said, lang="de")
    for verb, field in ((RDFS.domain, source), (RDFS.range, target)):
        if (end := range_of(field).type) is not None:
            yield name, verb, end
    yield name, iris.expand("sr:edgeStatus"), iris.concept("status", status)
    yield name, iris.expand("sr:edgeRule"), iris.edge_rule(rule.name)
