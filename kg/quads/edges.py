"""Direct edges: a cache of what records say, made by the rules that their kinds declare.

An edge's predicate lies in the namespace of its status, so that whoever asks for asserted edges
alone can never meet a threat. The guards, in order: nothing negative, nothing from or to a group
that stands for nobody, no status that the rule doesn't allow (hypothetical and denied never are),
the weakest status put as so among the records of one matter in one source, no stage before the
deed with an edge that says it is done, none after its end, and symmetric edges only for a few.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rdflib import PROV, RDF, RDFS, Literal, URIRef

from kg.models import Code, EdgeRule, Entity, Polarity, Record, Stage, Status
from kg.models.schema import fields_of
from kg.terms import iris
from kg.terms.prefixes import BASE
from kg.terms.properties import property_of
from kg.terms.vocabulary import Triple

_SR = iris.expand
_Matter = tuple[str, str]


class Edge(NamedTuple):
    """A direct edge between two entities, with the status that its namespace says.

    *source* and *target* are IRIs; a target may be a code, as a way round sanctions is.
    """

    source: URIRef
    name: str
    target: URIRef
    status: Status


class Support(NamedTuple):
    """What stands behind an edge: its rules, its records, and whether somebody contests it."""

    rules: frozenset[str]
    records: tuple[str, ...]
    contested: bool


def derived_edges(records: Iterable[Record], entities: Mapping[str, Entity]) -> dict[Edge, Support]:
    """Return every edge that *records* yield, sorted, with what stands behind it."""
    every = tuple(records)
    weakest = _weakest_by_matter(every)
    denied = {record.concerns for record in every if record.concerns and _says_no(record)}
    rules: defaultdict[Edge, set[str]] = defaultdict(set)
    behind: defaultdict[Edge, set[str]] = defaultdict(set)
    contested: set[Edge] = set()
    for record in every:
        for rule in type(record).edges:
            for edge in _edges(record, rule, entities, weakest):
                rules[edge].add(rule.name)
                behind[edge].add(record.whole_id)
                if record.concerns in denied:
                    contested.add(edge)
    return {
        edge: Support(frozenset(rules[edge]), tuple(sorted(behind[edge])), edge in contested)
        for edge in sorted(rules)
    }


def _edges(
    record: Record,
    rule: EdgeRule,
    entities: Mapping[str, Entity],
    weakest: Mapping[_Matter, Status],
) -> Iterator[Edge]:
    status = _effective_status(record, weakest)
    if status not in rule.allows or not _may_yield(record, rule, status):
        return
    sources = _ends(record, rule.source, entities)
    targets = _ends(record, rule.target, entities)
    for source in sources:
        yield from (Edge(source, rule.name, end, status) for end in targets if end != source)


def _ends(record: Record, field: str, entities: Mapping[str, Entity]) -> list[URIRef]:
    """Return the IRIs in a role, groups that stand for nobody left out."""
    return [
        iris.concept(value.scheme(), value) if isinstance(value, Code) else iris.entity(value)
        for value in _role(record, field)
        if isinstance(value, Code) or not entities[value].stands_for_nobody
    ]


def _may_yield(record: Record, rule: EdgeRule, status: Status) -> bool:
    stage = record.stage_reached
    symmetric = rule.source == rule.target
    return not (
        record.polarity is Polarity.NEGATIVE
        or (stage is not None and stage.phase == "after")
        or (stage is not None and stage.phase == "before" and status.factual)
        or (rule.forms and not set(rule.forms) & {str(form) for form in _forms(record)})
        or (symmetric and rule.at_most and len(set(_role(record, rule.source))) > rule.at_most)
    )


def _effective_status(record: Record, weakest: Mapping[_Matter, Status]) -> Status:
    """Return the record's status; put as so, the weakest such of its matter in its source."""
    if not record.status.factual or not record.concerns:
        return record.status
    return weakest.get((record.source, record.concerns), record.status)


def _weakest_by_matter(records: Iterable[Record]) -> dict[_Matter, Status]:
    weakest: dict[_Matter, Status] = {}
    for record in records:
        if not record.concerns or not record.status.factual or not _counts(record):
            continue
        key = (record.source, record.concerns)
        known = weakest.get(key, record.status)
        weakest[key] = min(known, record.status, key=lambda status: status.strength)
    return weakest


def _counts(record: Record) -> bool:
    """Return whether a record lowers its matter: not one of what isn't so, nor of the end."""
    stage = record.stage_reached
    over = stage is not None and stage.phase == "after"
    return record.polarity is Polarity.POSITIVE and not over


def _says_no(record: Record) -> bool:
    negative = record.polarity is Polarity.NEGATIVE
    return (record.status is Status.DENIED and not negative) or (record.status.factual and negative)


def _role(record: Record, field: str) -> tuple[str, ...]:
    value = getattr(record, field)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _forms(record: Record) -> tuple[str, ...]:
    return _role(record, "form") if "form" in type(record).model_fields else ()


def edge_triples(edge: Edge, support: Support) -> Iterator[Triple]:
    """Yield the plain edge and the node that names its records."""
    source, target = edge.source, edge.target
    predicate = iris.edge(edge.status, edge.name)
    digest = hashlib.sha256(f"{source}|{predicate}|{target}".encode()).hexdigest()
    node = URIRef(f"{BASE}id/edge/{digest}")
    yield source, predicate, target
    yield node, RDF.type, _SR("sr:DerivedEdge")
    yield node, RDF.subject, source
    yield node, RDF.predicate, predicate
    yield node, RDF.object, target
    yield node, _SR("sr:edgeStatus"), iris.concept("status", edge.status)
    for rule in sorted(support.rules):
        yield node, _SR("sr:edgeRule"), iris.edge_rule(rule)
    for record in support.records:
        yield node, PROV.wasDerivedFrom, iris.record(record)
    if support.contested:
        yield node, _SR("sr:contested"), Literal(True)  # noqa: FBT003


def rule_triples(kind: type[Record]) -> Iterator[Triple]:
    """Yield the rules that *kind* declares, as data."""
    by_name = {field.name: field for field in fields_of(kind)}
    for rule in kind.edges:
        node = iris.edge_rule(rule.name)
        yield node, RDF.type, _SR("sr:EdgeRule")
        yield node, RDFS.label, Literal(rule.name, lang="en")
        yield node, _SR("sr:onKind"), _SR(f"sr:{kind.__name__}")
        yield node, _SR("sr:fromRole"), property_of(by_name[rule.source])
        yield node, _SR("sr:toRole"), property_of(by_name[rule.target])
        yield node, _SR("sr:edge"), Literal(rule.name)
        for status in rule.allows:
            yield node, _SR("sr:allows"), iris.concept("status", status)
        yield from _stage_triples(node, kind.stages)
        for form in rule.forms:
            yield node, _SR("sr:onForm"), iris.concept(by_name["form"].code_list.scheme(), form)
        if rule.at_most is not None:
            yield node, _SR("sr:atMost"), Literal(rule.at_most)


def _stage_triples(node: URIRef, stages: Iterable[Stage]) -> Iterator[Triple]:
    for stage in stages:
        if stage.phase != "done":
            name = "sr:stageBefore" if stage.phase == "before" else "sr:stageAfter"
            yield node, _SR(name), iris.concept("stage", stage)
