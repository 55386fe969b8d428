"""Codes as SKOS concepts, and the classes and properties that the models describe.

Used twice: for the files in ``ontology/``, and for the vocabulary graph of the store, which so
explains itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from rdflib import OWL, RDF, RDFS, SKOS, Literal, URIRef

from kg import quantities
from kg.models import Code, Entity, EntityClass, Record, Stage, Status
from kg.models.fields import Term as FieldTerm
from kg.models.schema import Field, Sort, fields_of, own_fields
from kg.models.values import Asset, Attribution, Quantity, Time
from kg.terms import further, iris
from kg.terms.prefixes import BASE
from kg.terms.properties import Range, property_of, range_of

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
    """Yield every list of codes and its codes as concepts, with labels in both languages."""
    every = tuple(kinds)
    terms = _terms_by_list(every)
    for codes in code_lists(every):
        scheme = iris.scheme(codes.scheme())
        term = terms[codes]
        yield scheme, RDF.type, SKOS.ConceptScheme
        yield from _in_both(scheme, RDFS.label, term.en, term.de)
        yield from _in_both(scheme, RDFS.comment, term.meaning, term.meaning_de)
        for code in codes:
            yield from _concept(code, scheme)


def _terms_by_list(kinds: Iterable[type[Record]]) -> Mapping[type[Code], FieldTerm]:
    """Return what each list of codes is for: its field's words, a kind's own with the kind."""
    found: dict[type[Code], FieldTerm] = {}
    for kind in kinds:
        for field in own_fields(kind):
            if field.sort is Sort.CODE:
                known = field.item in found  # then several kinds share it
                en, de = field.term.en, field.term.de
                label = (en, de) if known else (f"{kind.label_en}: {en}", f"{kind.label_de}: {de}")
                found[field.item] = field.term._replace(en=label[0], de=label[1])
    for model in (Record, *PARTS.values(), Entity):
        found |= {field.item: field.term for field in fields_of(model) if field.sort is Sort.CODE}
    return found


def _concept(code: Code, scheme: URIRef) -> Iterator[Triple]:
    concept = iris.concept(code.scheme(), code.value)
    yield concept, RDF.type, SKOS.Concept
    yield concept, SKOS.inScheme, scheme
    yield concept, SKOS.notation, Literal(code.value)
    yield from _in_both(concept, SKOS.prefLabel, code.en, code.de)
    if isinstance(code, Status):
        yield from _in_both(concept, SKOS.definition, code.meaning, code.meaning_de)
        yield concept, _SR("sr:strength"), Literal(code.strength)
        yield concept, _SR("sr:factual"), Literal(code.factual)
    if isinstance(code, Stage):
        yield concept, _SR("sr:phase"), Literal(code.phase)


def unit_triples(units: Iterable[str]) -> Iterator[Triple]:
    """Yield the list of units, which is open, and those that figures use."""
    scheme = iris.scheme("unit")
    term = next(field.term for field in fields_of(Quantity) if field.sort is Sort.UNIT)
    yield scheme, RDF.type, SKOS.ConceptScheme
    yield from _in_both(scheme, RDFS.label, term.en, term.de)
    yield from _in_both(scheme, RDFS.comment, term.meaning, term.meaning_de)
    for unit in sorted(set(units)):
        concept = iris.concept("unit", unit)
        yield concept, RDF.type, SKOS.Concept
        yield concept, SKOS.inScheme, scheme
        yield concept, SKOS.notation, Literal(unit)
        yield concept, SKOS.prefLabel, Literal(quantities.unit_label(unit), lang="en")


def heading_triples(headings: Iterable[str]) -> Iterator[Triple]:
    """Yield the headings of the Harmonized System that goods are near to, as concepts."""
    scheme = iris.scheme("hs2022")
    yield scheme, RDF.type, SKOS.ConceptScheme
    yield from _in_both(scheme, RDFS.label, "Harmonized System 2022", "Harmonisiertes System 2022")
    for heading in sorted(set(headings)):
        concept = iris.concept("hs2022", heading)
        yield concept, RDF.type, SKOS.Concept
        yield concept, SKOS.inScheme, scheme
        yield concept, SKOS.notation, Literal(heading)
        yield concept, SKOS.prefLabel, Literal(f"HS 2022: {heading}", lang="en")


def class_triples(kinds: Iterable[type[Record]]) -> Iterator[Triple]:
    """Yield the classes: kinds of records, classes of entities, and the parts."""
    for kind in kinds:
        name = iris.expand(f"sr:{kind.__name__}")
        yield from _labelled(
            name, OWL.Class, kind.label_en, kind.label_de, definition_of(kind), kind.de
        )
        yield name, RDFS.subClassOf, iris.expand("sr:Record")
    for code in EntityClass:
        name = iris.expand(f"sr:{code.rdf_name()}")
        meaning = (f"An entity: {code.en}.", f"Eine Entität: {code.de}.")
        yield from _labelled(name, OWL.Class, code.en, code.de, *meaning)
        yield name, RDFS.subClassOf, iris.expand("sr:Entity")
    for short, words in further.CLASSES.items():
        yield from _labelled(iris.expand(short), OWL.Class, *words[:4])


def property_triples(kinds: Iterable[type[Record]]) -> Iterator[Triple]:
    """Yield the properties that fields are written with, those of other vocabularies left out."""
    for field in distinct_fields(kinds):
        term, name = field.term, property_of(field)
        yield from _property(name, range_of(field), term.en, term.de, term.meaning, term.meaning_de)
    for short, words in further.PROPERTIES.items():
        yield from _property(iris.expand(short), further.range_named(words.points_to), *words[:4])


def distinct_fields(kinds: Iterable[type[Record]]) -> Iterator[Field]:
    """Yield one field for each property of ours that fields alone define."""
    seen = {iris.expand(short) for short in further.PROPERTIES}
    models: tuple[type, ...] = (Record, *kinds, *PARTS.values(), Entity)
    for field in chain.from_iterable(map(_fields_from, models)):
        name = property_of(field)
        if name not in seen and name.startswith(BASE):
            seen.add(name)
            yield field


def _fields_from(model: type) -> tuple[Field, ...]:
    if issubclass(model, Record) and model is not Record:
        return own_fields(model)
    return fields_of(model)


def _property(
    name: URIRef, target: Range | None, en: str, de: str, meaning: str, meaning_de: str
) -> Iterator[Triple]:
    if target is None:
        yield from _labelled(name, RDF.Property, en, de, meaning, meaning_de)
        return
    kind = OWL.ObjectProperty if target.to_node else OWL.DatatypeProperty
    yield from _labelled(name, kind, en, de, meaning, meaning_de)
    if target.type is not None or not target.to_node:
        yield name, RDFS.range, target.type or RDF.langString


def _labelled(
    name: URIRef, kind: URIRef, en: str, de: str, meaning: str, meaning_de: str
) -> Iterator[Triple]:
    yield name, RDF.type, kind
    yield from _in_both(name, RDFS.label, en, de)
    yield from _in_both(name, RDFS.comment, meaning, meaning_de)


def _in_both(name: URIRef, predicate: URIRef, en: str, de: str) -> Iterator[Triple]:
    yield name, predicate, Literal(en, lang="en")
    yield name, predicate, Literal(de, lang="de")


def definition_of(kind: type[Record]) -> str:
    """Return the English definition of *kind*: the first line of its docstring."""
    return (kind.__doc__ or "").strip().partition("\n")[0]
