"""Shapes of what no model stands behind: places in a text, codes, sources, rules and edges."""

from collections.abc import Iterable, Iterator

from rdflib import DCTERMS, PROV, RDF, SH, SKOS, Literal

from kg.models import SAID, Record
from kg.models.codes import TO_COME
from kg.terms import iris
from kg.terms.further import FOREIGN, range_named
from kg.terms.prefixes import BASE
from kg.terms.shacl import (
    AT_LEAST_ONE,
    AT_MOST_ONE,
    ONE,
    ONE_A_LANGUAGE,
    YES,
    Rule,
    holds,
    named_like,
    node_shape,
    one_of,
    ours,
    target,
)
from kg.terms.turtle import Statement

_SR = iris.expand
_TEXTS = [Rule(SH.datatype, RDF.langString), AT_LEAST_ONE, ONE_A_LANGUAGE]
_NOT_NEGATIVE = Rule(SH.minInclusive, Literal(0))


def text_shapes() -> Iterator[Statement]:
    """Yield the shapes of sources, of words in them, of groups, identifiers and codes."""
    yield from node_shape(
        "sr:SourceShape",
        [target("sr:SourceDocument")],
        {
            DCTERMS.title: _TEXTS,
            DCTERMS.publisher: _foreign("dct:publisher", AT_MOST_ONE),
            DCTERMS.creator: _foreign("dct:creator", AT_MOST_ONE),
            **dict(
                [
                    ours("sr:sha256", *ONE, Rule(SH.pattern, Literal("^[0-9a-f]{64}$"))),
                    ours("sr:charLength", *ONE, _NOT_NEGATIVE),
                    ours("sr:contentGraph", *ONE),
                ]
            ),
        },
    )
    yield from node_shape(
        "sr:EvidenceShape",
        [target("oa:SpecificResource"), Rule(SH.targetObjectsOf, _SR("sr:evidence"))],
        {
            _SR("oa:hasSource"): _foreign("oa:hasSource", *ONE),
            _SR("oa:hasSelector"): _foreign("oa:hasSelector", *ONE),
            **dict(
                [
                    ours("sr:line", *ONE, Rule(SH.minInclusive, Literal(1))),
                    ours("sr:heading", AT_MOST_ONE),
                    ours("sr:gloss", ONE_A_LANGUAGE),
                ]
            ),
        },
    )
    yield from node_shape(
        "sr:SelectorShape",
        [target("oa:TextQuoteSelector")],
        {
            _SR("oa:exact"): _foreign("oa:exact", *ONE),
            _SR("oa:start"): _foreign(
                "oa:start", *ONE, _NOT_NEGATIVE, Rule(SH.lessThan, _SR("oa:end"))
            ),
            _SR("oa:end"): _foreign("oa:end", *ONE),
        },
    )
    yield from node_shape(
        "sr:MentionShape", [target("sr:Mention")], dict([ours("sr:refersTo", *ONE)])
    )
    yield from node_shape("sr:GroupShape", [target("sr:Group")], {_SR("sr:group"): [AT_LEAST_ONE]})
    yield from node_shape(
        "sr:ExternalShape",
        [Rule(SH.targetObjectsOf, _SR("sr:external"))],
        dict(ours(name, *ONE) for name in ("sr:scheme", "sr:identifier", "sr:seenIn")),
    )
    yield from node_shape(
        "sr:ConceptShape",
        [target("skos:Concept")],
        {
            SKOS.prefLabel: _TEXTS,
            SKOS.notation: _foreign("skos:notation", *ONE),
            SKOS.inScheme: _foreign("skos:inScheme", *ONE),
        },
    )


def edge_shapes(kinds: Iterable[type[Record]]) -> Iterator[Statement]:
    """Yield the shapes of the rules that derive edges, and of the edges."""
    statuses = one_of(iris.concept("status", status) for status in (*SAID, *TO_COME))
    classes = one_of(_SR(f"sr:{kind.__name__}") for kind in kinds)
    node = Rule(SH.nodeKind, SH.IRI)
    yield from node_shape(
        "sr:EdgeRuleShape",
        [target("sr:EdgeRule")],
        {
            _SR("sr:onKind"): [classes, *ONE],
            _SR("sr:fromRole"): [node, *ONE],
            _SR("sr:toRole"): [node, *ONE],
            _SR("sr:allows"): [statuses, AT_LEAST_ONE],
            **dict(
                [
                    ours("sr:edge", *ONE),
                    ours("sr:stageBefore"),
                    ours("sr:stageAfter"),
                    ours("sr:onForm"),
                    ours("sr:atMost", AT_MOST_ONE),
                ]
            ),
        },
    )
    yield from node_shape(
        "sr:DerivedEdgeShape",
        [target("sr:DerivedEdge")],
        {
            RDF.subject: _foreign("rdf:subject", *ONE),
            RDF.predicate: [*named_like(f"^{BASE}edge/"), *ONE],
            RDF.object: _foreign("rdf:object", *ONE),
            PROV.wasDerivedFrom: [*named_like(f"^{BASE}id/record/"), AT_LEAST_ONE],
            _SR("sr:edgeStatus"): [statuses, *ONE],
            _SR("sr:contested"): [one_of([YES]), AT_MOST_ONE],
            **dict([ours("sr:edgeRule", AT_LEAST_ONE)]),
        },
    )


def _foreign(name: str, *rules: Rule) -> list[Rule]:
    """Return what a property of another vocabulary holds here."""
    found = range_named(FOREIGN[name])
    return [*(holds(found) if found else ()), *rules]
