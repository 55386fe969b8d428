"""What a model's field is called in RDF, and what its values look like there."""

from typing import NamedTuple

from rdflib import XSD, URIRef

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
