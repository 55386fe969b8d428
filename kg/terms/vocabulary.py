"""Codes as SKOS concepts, and the classes and properties that the models describe.

Used twice: for the files in ``ontology/``, and for the vocabulary graph of the store, which so
explains itself.
"""

from collections.abc import Iterable, Iterator

from rdflib import OWL, RDF, RDFS, SKOS, Literal, URIRef

from kg import quantities
from kg.models import Code, Entity, EntityClass, Record, Stage, Status
from kg.models.schema import Field, Sort, fields_of, own_fields
from kg.models.values import Asset, Attribution, Quantity, Time
from kg.terms import iris
from kg.terms.properties import property_of, range_of

Term = URIRef | Literal
Triple = tuple[URIRef, URIRef, Term]

PARTS: dict[str, type] = {
    "sr:TimeSpan": Time,
    "sr:Quantity": Quantity,
    "prov:Attribution": Attribution,
    "sr:Asset": Asset,
}
_SR = iris.expand

def code_lists(kinds: Iterable[type[Record]]) -> tuple[type[Code], ...]:
    """Return every list of codes that *kinds* and their parts use, by scheme."""
    fields = [field for model in (*kinds, *PARTS.values(), Entity) for field in fields_of(model)]
    lists = {field.item for field in fields if field.sort is Sort.CODE and not field.term.plain}
    return tuple(sorted(lists, key=lambda codes: codes.scheme()))


def concept_triples(kinds: Iterable[type[Record]]) -> Iterator[Triple]:
    """Yield every code as a concept, with labels in both languages."""
    for codes in code_lists(kinds):
        scheme = iris.scheme(codes.scheme())
        yield scheme, RDF.type, SKOS.ConceptScheme
        yield scheme, RDFS.label, Literal(codes.scheme().replace("-", " "), lang="en")
        yield scheme, RDFS.comment, Literal((codes.__doc__ or "").partition("\n")[0], lang="en")
        for code in codes:
            yield from _concept(code, scheme)


def _concept(code: Code, scheme: URIRef) -> Iterator[Triple]:
    concept = iris.concept(code.scheme(), code.value)
    yield concept, RDF.type, SKOS.Concept
    yield concept, SKOS.inScheme, scheme
    yield concept, SKOS.notation, Literal(code.value)
    yield concept, SKOS.prefLabel, Literal(code.en, lang="en")
    yield concept, SKOS.prefLabel, Literal(code.de, lang="de")
    if isinstance(code, Status):
        yield concept, SKOS.definition, Literal(code.meaning, lang="en")
        yield concept, SKOS.definition, Literal(code.meaning_de, lang="de")
        yield concept, _SR("sr:strength"), Literal(code.strength)
        yield concept, _SR("sr:factual"), Literal(code.factual)
    if isinstance(code, Stage) and code.phase != "done":
        words = {"before": "before the deed", "after": "after the end"}[code.phase]
        yield concept, SKOS.scopeNote, Literal(words, lang="en")


def unit_triples(units: Iterable[str]) -> Iterator[Triple]:
    """Yield the units that figures use, as concepts."""
    for unit in sorted(set(units)):
        concept = iris.concept("unit", unit)
        yield concept, RDF.type, SKOS.Concept
        yield concept, SKOS.inScheme, iris.scheme("unit")
        yield concept, SKOS.notation, Literal(unit)
        yield concept, SKOS.prefLabel, Literal(quantities.unit_label(unit), lang="en")


def class_triples(kinds: Iterable[type[Record]]) -> Iterator[Triple]:
    """Yield the classes: kinds of records, classes of entities, and the parts."""
    for kind in kinds:
        name = iris.expand(f"sr:{kind.__name__}")
        yield from _labelled(name, OWL.Class, kind.label_en, kind.label_de, _first(kind), kind.de)
        yield name, RDFS.subClassOf, iris.expand("sr:Record")
    for code in EntityClass:
        name = iris.expand(f"sr:{code.rdf_name()}")
        meaning = (f"An entity: {code.en}.", f"Eine Entität: {code.de}.")
        yield from _labelled(name, OWL.Class, code.en, code.de, *meaning)
        yield name, RDFS.subClassOf, iris.expand("sr:Entity")
    for local, words in _FURTHER_CLASSES.items():
        yield from _labelled(iris.expand(f"sr:{local}"), OWL.Class, *words)


def property_triples(kinds: Iterable[type[Record]]) -> Iterator[Triple]:
    """Yield the properties that fields are written with, those of other vocabularies left out."""
    for field in _distinct_fields(kinds):
        target = range_of(field)
        kind = OWL.ObjectProperty if target.to_node else OWL.DatatypeProperty
        term = field.term
        yield from _labelled(property_of(field), kind, term.en, term.de, term.meaning, term.meaning_de)
        if target.type is not None:
            yield property_of(field), RDFS.range, target.type
    for local, words in _FURTHER.items():
        yield from _labelled(iris.expand(f"sr:{local}"), RDF.Property, *words)


def _distinct_fields(kinds: Iterable[type[Record]]) -> Iterator[Field]:
    seen = {iris.expand(f"sr:{local}") for local in _FURTHER}
    models = (Record, *kinds, *PARTS.values(), Entity)
    own = (field for model in models for field in _fields_from(model))
    for field in own:
        name = property_of(field)
        if name not in seen and name.startswith(iris.BASE):
            seen.add(name)
            yield field


def _fields_from(model: type) -> tuple[Field, ...]:
    if issubclass(model, Record) and model is not Record:
        return own_fields(model)
    return fields_of(model)


def _labelled(
    name: URIRef, kind: URIRef, en: str, de: str, meaning: str, meaning_de: str
) -> Iterator[Triple]:
    yield name, RDF.type, kind
    yield name, RDFS.label, Literal(en, lang="en")
    yield name, RDFS.label, Literal(de, lang="de")
    yield name, RDFS.comment, Literal(meaning, lang="en")
    yield name, RDFS.comment, Literal(meaning_de, lang="de")


def _first(kind: type[Record]) -> str:
    return (kind.__doc__ or "").strip().partition("\n")[0]


