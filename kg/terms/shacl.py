"""The pieces that shapes are made of: constraints, and node shapes with named property shapes.

Every shape has a name of its own, so that the file is the same every time and a finding can say
which shape it is from.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rdflib import RDF, SH, Literal, URIRef

from kg.terms import iris
from kg.terms.further import PROPERTIES, range_named
from kg.terms.properties import Range
from kg.terms.turtle import Statement, Term

YES = Literal(True)  # noqa: FBT003 - the term, not a switch


class Rule(NamedTuple):
    """One statement about a shape: a constraint, a target, or a label."""

    name: URIRef
    value: Term | tuple[Term, ...]


ONE = (Rule(SH.minCount, Literal(1)), Rule(SH.maxCount, Literal(1)))
AT_LEAST_ONE = Rule(SH.minCount, Literal(1))
AT_MOST_ONE = Rule(SH.maxCount, Literal(1))
ONE_A_LANGUAGE = Rule(SH.uniqueLang, YES)
CLOSED = Rule(SH.closed, YES)


def node_shape(
    name: str,
    targets: Iterable[Rule],
    properties: Mapping[URIRef, Iterable[Rule]],
    rules: Iterable[Rule] = (),
) -> Iterator[Statement]:
    """Yield the shape *name*: which nodes it is for, and what each of their properties holds."""
    shape = iris.expand(name)
    yield shape, RDF.type, SH.NodeShape
    for rule in (*targets, *rules):
        yield shape, rule.name, rule.value
    for path, constraints in properties.items():
        part = property_shape_name(shape, path)
        yield shape, SH.property, part
        yield part, RDF.type, SH.PropertyShape
        yield part, SH.path, path
        for rule in constraints:
            yield part, rule.name, rule.value


def property_shape_name(shape: URIRef, path: URIRef) -> URIRef:
    """Return what the shape of a property within *shape* is called.

    >>> property_shape_name(URIRef("https://example.org/TimeShape"), SH.path)
    rdflib.term.URIRef('https://example.org/TimeShape-path')
    """
    return URIRef(f"{shape}-{re.split('[#/]', path)[-1]}")


def target(name: str) -> Rule:
    """Return that a shape is for the instances of a class and of those below it."""
    return Rule(SH.targetClass, iris.expand(name))


def holds(found: Range) -> list[Rule]:
    """Return what the values of a property are: nodes of a class, or text of a datatype."""
    if not found.to_node:
        return [Rule(SH.datatype, found.type or RDF.langString)]
    of_class = [] if found.type is None else [Rule(SH["class"], found.type)]
    return [Rule(SH.nodeKind, SH.IRI), *of_class]


def one_of(values: Iterable[Term]) -> Rule:
    """Return that a value is one of *values*."""
    return Rule(SH["in"], tuple(values))


def named_like(pattern: str) -> list[Rule]:
    """Return that a value is an IRI of this pattern: for nodes that are not in the same graph."""
    return [Rule(SH.nodeKind, SH.IRI), Rule(SH.pattern, Literal(pattern))]


def described(en: str, de: str, meaning: str, meaning_de: str) -> list[Rule]:
    """Return label and definition of a property shape."""
    return [
        Rule(SH.name, Literal(en, lang="en")),
        Rule(SH.name, Literal(de, lang="de")),
        Rule(SH.description, Literal(meaning, lang="en")),
        Rule(SH.description, Literal(meaning_de, lang="de")),
    ]


def ours(name: str, *rules: Rule) -> tuple[URIRef, list[Rule]]:
    """Return a property that no field stands behind, and what it holds by its definition."""
    words = PROPERTIES[name]
    found = range_named(words.points_to)
    known = [] if found is None else holds(found)
    return iris.expand(name), [*described(*words[:4]), *known, *rules]
