"""SHACL Core shapes, following from the models: what a graph of ours looks like, node by node.

A shape for what every record has, one for each kind, one for each part, one for entities. What
needs SPARQL is a check query (``kg/checks``); what Pydantic refuses never reaches a graph of ours,
and is said here again for graphs that others wrote.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from rdflib import RDF, SH, XSD, Literal, URIRef

from kg.models import Code, Entity, Record, fields_of
from kg.models.schema import Field, Sort, own_fields
from kg.terms import iris
from kg.terms.further_shapes import edge_shapes, text_shapes
from kg.terms.ontology import WRITTEN
from kg.terms.prefixes import BASE
from kg.terms.properties import code_term, codes_of, one_a_language, property_of, range_of
from kg.terms.shacl import (
    AT_LEAST_ONE,
    AT_MOST_ONE,
    CLOSED,
    ONE,
    ONE_A_LANGUAGE,
    Rule,
    described,
    holds,
    named_like,
    node_shape,
    one_of,
    ours,
    target,
)
from kg.terms.turtle import Statement, turtle
from kg.terms.vocabulary import PARTS

_SR = iris.expand
_Properties = dict[URIRef, list[Rule]]


def shapes(kinds: Iterable[type[Record]]) -> str:
    """Return the shapes for *kinds* and all that stands around them, as SHACL Core in Turtle."""
    every = tuple(kinds)
    statements = (
        *_record_shape(),
        *(statement for kind in every for statement in _kind_shape(kind)),
        *(statement for name in PARTS for statement in _part_shape(name)),
        *_entity_shape(),
        *text_shapes(),
        *edge_shapes(every),
    )
    return turtle(statements, WRITTEN)


def _record_shape() -> Iterator[Statement]:
    targets = [
        target("sr:Record"),
        Rule(SH.targetSubjectsOf, _SR("sr:status")),
        Rule(SH.targetSubjectsOf, _SR("sr:evidence")),
    ]
    properties = {
        **_of_fields(Record, fields_of(Record)),
        **_short_ways(),
    }
    yield from node_shape(
        "sr:RecordShape", targets, properties, [Rule(SH["class"], _SR("sr:Record"))]
    )


def _short_ways() -> _Properties:
    return dict(
        [
            ours("sr:name", *ONE),
            ours("sr:involves"),
            ours("sr:quote", AT_LEAST_ONE),
            *_bounds(),
            (_SR("sr:value"), [Rule(SH.datatype, XSD.decimal), AT_MOST_ONE]),
            ours("sr:unit", Rule(SH.datatype, XSD.string), AT_MOST_ONE),
        ]
    )


def _bounds() -> list[tuple[URIRef, list[Rule]]]:
    in_order = Rule(SH.lessThanOrEquals, _SR("sr:latest"))
    return [ours("sr:earliest", AT_MOST_ONE, in_order), ours("sr:latest", AT_MOST_ONE)]


def _kind_shape(kind: type[Record]) -> Iterator[Statement]:
    """Yield the shape of *kind*, closed: no property of another kind may stand at its records."""
    common = (RDF.type, *map(property_of, fields_of(Record)), *_short_ways())
    yield from node_shape(
        f"sr:{kind.__name__}Shape",
        [target(f"sr:{kind.__name__}")],
        _of_fields(kind, own_fields(kind)),
        [CLOSED, Rule(SH.ignoredProperties, tuple(dict.fromkeys(common)))],
    )


def _part_shape(name: str) -> Iterator[Statement]:
    shape = f"sr:{name.partition(':')[2]}Shape"
    properties = _of_fields(PARTS[name], fields_of(PARTS[name]))
    rules = [CLOSED, Rule(SH.ignoredProperties, (RDF.type,))]
    if name == "sr:TimeSpan":
        properties |= dict(_bounds())
        ends = tuple(_SR(f"{shape}-{end}") for end in ("begins", "ends"))
        rules.append(Rule(SH["or"], ends))
        for end, path in zip(ends, ("sr:earliest", "sr:latest"), strict=True):
            yield end, RDF.type, SH.PropertyShape
            yield end, SH.path, _SR(path)
            yield end, SH.minCount, Literal(1)
    if name == "prov:Attribution":
        properties |= dict([ours("sr:depth", *ONE, Rule(SH.minInclusive, Literal(0)))])
    yield from node_shape(shape, [target(name)], properties, rules)


def _entity_shape() -> Iterator[Statement]:
    properties = dict([ours("sr:name", *ONE)]) | _of_fields(Entity, fields_of(Entity))
    yield from node_shape("sr:EntityShape", [target("sr:Entity")], properties)


# -- fields -------------------------------------------------------------------------------


def _of_fields(model: type[Any], fields: Iterable[Field]) -> _Properties:
    return {property_of(field): _of_field(model, field) for field in fields}


def _of_field(model: type[Any], field: Field) -> list[Rule]:
    """Return what a field holds, and how many, as its type says."""
    term = field.term
    rules = described(term.en, term.de, term.meaning, term.meaning_de)
    rules += _values(model, field)
    if _always(model, field):
        rules.append(AT_LEAST_ONE)
    if one_a_language(field):
        rules.append(ONE_A_LANGUAGE)
    elif not field.many and field.sort is not Sort.TEXTS:
        rules.append(AT_MOST_ONE)
    return rules


def _always(model: type[Any], field: Field) -> bool:
    """Return whether a field is written at every node, whoever wrote the record."""
    by_default = isinstance(model.model_fields[field.name].default, Code)
    return field.required or by_default or field.sort is Sort.ATTRIBUTION  # the source's own voice


def _values(model: type[Any], field: Field) -> list[Rule]:
    match field.sort:
        case Sort.CODE:
            return [one_of(code_term(field, code) for code in codes_of(model, field))]
        case Sort.RECORD:  # another source's record is in another graph
            return named_like(f"^{BASE}id/record/")
        case Sort.CONCERN:
            return named_like(f"^{BASE}id/concern/")
    return holds(range_of(field))
