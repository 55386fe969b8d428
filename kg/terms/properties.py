"""What a model's field is called in RDF, and what its values look like there."""

from typing import Any, NamedTuple

from rdflib import SKOS, XSD, Literal, URIRef

from kg.models import Code, Stage
from kg.models.schema import Field, Sort
from kg.terms import iris


class Range(NamedTuple):
    """What a property points to: a class, or a datatype (None: text in a language)."""

    to_node: bool
    type: URIRef | None


_NODES = {
    Sort.ENTITY: "sr:Entity",
    Sort.RECORD: "sr:Record",
    Sort.CONCERN: "sr:Concern",
    Sort.TIME: "sr:TimeSpan",
    Sort.QUANTITY: "sr:Quantity",
    Sort.ATTRIBUTION: "prov:Attribution",
    Sort.EVIDENCE: "oa:SpecificResource",
    Sort.ASSET: "sr:Asset",
    Sort.CODE: "skos:Concept",
    Sort.UNIT: "skos:Concept",
    Sort.HEADING: "skos:Concept",
}
_LITERALS = {
    Sort.WORDS: None,
    Sort.TEXTS: None,
    Sort.FLAG: XSD.boolean,
    Sort.COUNT: XSD.integer,
    Sort.DECIMAL: XSD.decimal,
    Sort.EDTF: iris.EDTF,
    Sort.TEXT: XSD.string,
}


def property_of(field: Field) -> URIRef:
    """Return the property that *field* is written with."""
    return iris.expand(field.term.rdf or f"sr:{iris.camel(field.name)}")


def range_of(field: Field) -> Range:
    """Return what *field*'s property points to."""
    if field.sort is Sort.CODE and field.term.plain:
        return Range(to_node=False, type=XSD.string)
    if field.sort in _NODES:
        return Range(to_node=True, type=iris.expand(_NODES[field.sort]))
    return Range(to_node=False, type=_LITERALS[field.sort])


def codes_of(model: type[Any], field: Field) -> tuple[Code, ...]:
    """Return the codes that *field* may hold; of the stages only those of its kind."""
    if field.item is Stage:
        return tuple(model.stages)
    return tuple(field.item)  # type: ignore[arg-type]


def code_term(field: Field, code: Code) -> URIRef | Literal:
    """Return what a code looks like in RDF: a concept, or plain text where its field says so."""
    return Literal(code.value) if field.term.plain else iris.concept(code.scheme(), code.value)


def one_a_language(field: Field) -> bool:
    """Return whether *field* is text of which each language has one: not so other names."""
    several = {SKOS.altLabel, SKOS.hiddenLabel}
    return field.sort is Sort.TEXTS and not field.many and property_of(field) not in several
