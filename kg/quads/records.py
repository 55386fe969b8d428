"""Records to RDF: the sort of a field decides whether it becomes a link, a number or text."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pydantic import BaseModel
from rdflib import PROV, RDF, XSD, Literal, URIRef

from kg.corpus import Source
from kg.models import Attribution, Entity, Evidence, Quantity, Record, Time, in_language
from kg.models.schema import Field, Sort, fields_of
from kg.quantities import plain
from kg.terms import iris
from kg.terms.properties import property_of
from kg.terms.vocabulary import Triple

_SR = iris.expand


def record_triples(record: Record, source: Source) -> Iterator[Triple]:
    """Yield all that *record* says, its parts and its short ways."""
    node = iris.record(record.whole_id)
    yield node, RDF.type, _SR(f"sr:{type(record).__name__}")
    writer = _Writer(source.info.language)
    for field in fields_of(type(record)):
        yield from writer.field(node, field, getattr(record, field.name))
    yield node, PROV.qualifiedAttribution, iris.voice(source.info.id)
    for evidence in record.evidence:
        yield from _evidence(node, evidence, source)
    yield from _short_ways(node, record)


def voice_triples(source: Source) -> Iterator[Triple]:
    """Yield the source's own voice, which all its records share."""
    voice = iris.voice(source.info.id)
    yield voice, RDF.type, PROV.Attribution
    yield voice, PROV.agent, iris.entity(source.info.voice)
    yield voice, _SR("sr:depth"), Literal(0)


def mention_triples(source: Source) -> Iterator[Triple]:
    """Yield every place of the text that means an entity."""
    for mention in source.mentions:
        node = iris.evidence(source.info.id, mention.start, mention.end)
        yield node, RDF.type, _SR("sr:Mention")
        yield node, _SR("sr:refersTo"), iris.entity(mention.entity)
        yield from _place(source, mention.start, mention.end)


class _Writer:
    """Writes fields; *language* is that of verbatim words."""

    def __init__(self, language: str) -> None:
        self.language = language

    def field(self, node: URIRef, field: Field, value: Any) -> Iterator[Triple]:
        """Yield the triples of one field of *node*."""
        if field.sort is Sort.EVIDENCE or value is None:
            return
        values = (
            value
            if isinstance(value, tuple) and (field.many or field.sort is Sort.TEXTS)
            else (value,)
        )
        for number, item in enumerate(_flat(values), 1):
            yield from self._value(node, field, item, number)

    def _value(self, node: URIRef, field: Field, value: Any, number: int) -> Iterator[Triple]:
        name = property_of(field)
        if not isinstance(value, BaseModel):
            yield node, name, self._term(field, value)
            return
        path = _part_path(field, number)
        part = URIRef(f"{node}/{path}")
        yield node, name, part
        yield from self._part(part, value)
        if isinstance(value, Attribution):
            yield part, _SR("sr:depth"), Literal(number)

    def _part(self, node: URIRef, part: BaseModel) -> Iterator[Triple]:
        yield node, RDF.type, _PART_CLASS[type(part).__name__]
        for field in fields_of(type(part)):
            value = getattr(part, field.name)
            if value is not False:  # a flag stands only where it is raised
                yield from self.field(node, field, value)
        if isinstance(part, Time):
            yield from _bounds(node, part)

    def _term(self, field: Field, value: Any) -> URIRef | Literal:
        if field.sort in _LINKS and not field.term.plain:
            return _LINKS[field.sort](value)
        match field.sort:
            case Sort.WORDS:
                return Literal(str(value), lang=self.language)
            case Sort.TEXTS:
                return Literal(value.text, lang=value.lang)
            case Sort.EDTF:
                return Literal(str(value), datatype=iris.EDTF)
            case Sort.DECIMAL:
                return Literal(plain(value), datatype=XSD.decimal)
            case Sort.CODE:  # one that stays text
                return Literal(value.value)
            case Sort.FLAG | Sort.COUNT | Sort.TEXT:
                return Literal(value)
        raise TypeError(f"{field.name}: a value of sort {field.sort} has no term")


_LINKS: dict[Sort, Callable[[Any], URIRef]] = {
    Sort.ENTITY: iris.entity,
    Sort.RECORD: iris.record,
    Sort.CONCERN: iris.concern,
    Sort.CODE: lambda code: iris.concept(code.scheme(), code.value),
    Sort.UNIT: lambda unit: iris.concept("unit", unit),
    Sort.HEADING: lambda heading: iris.concept("hs2022", heading),
}
_PART_CLASS = {
    "Time": _SR("sr:TimeSpan"),
    "Quantity": _SR("sr:Quantity"),
    "Attribution": PROV.Attribution,
    "Asset": _SR("sr:Asset"),
}


def _part_path(field: Field, number: int) -> str:
    """Return where a part lies below its record: ``when``, ``quantity/1``, ``attribution/1``."""
    name = "attribution" if field.sort is Sort.ATTRIBUTION else field.name
    return f"{name}/{number}" if field.many else name


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    """Yield *values*, texts in several languages one by one."""
    for value in values:
        if isinstance(value, tuple) and not hasattr(value, "lang"):
            yield from value
        else:
            yield value


def _bounds(node: URIRef, time: Time) -> Iterator[Triple]:
    for name, day in (("sr:earliest", time.earliest), ("sr:latest", time.latest)):
        if day is not None:
            yield node, _SR(name), Literal(day)


def _evidence(node: URIRef, evidence: Evidence, source: Source) -> Iterator[Triple]:
    words = iris.evidence(evidence.source, evidence.start, evidence.end)
    yield node, _SR("sr:evidence"), words
    for lang, text in evidence.gloss:
        yield words, _SR("sr:gloss"), Literal(text, lang=lang)
    yield from _place(source, evidence.start, evidence.end)


def _place(source: Source, start: int, end: int) -> Iterator[Triple]:
    """Yield the words at *start* to *end* as a Web Annotation selector."""
    node = iris.evidence(source.info.id, start, end)
    selector = URIRef(f"{node}/selector")
    line = source.text.line_of(start)
    yield node, RDF.type, _SR("oa:SpecificResource")
    yield node, _SR("oa:hasSource"), iris.source(source.info.id)
    yield node, _SR("oa:hasSelector"), selector
    yield node, _SR("sr:line"), Literal(line)
    if heading := source.heading_of(line):
        yield node, _SR("sr:heading"), Literal(heading, lang=source.info.language)
    yield selector, RDF.type, _SR("oa:TextQuoteSelector")
    yield selector, RDF.type, _SR("oa:TextPositionSelector")
    yield selector, _SR("oa:start"), Literal(start)
    yield selector, _SR("oa:end"), Literal(end)
    yield selector, _SR("oa:exact"), Literal(source.text.content[start:end])


def _short_ways(node: URIRef, record: Record) -> Iterator[Triple]:
    yield node, _SR("sr:name"), Literal(in_language(record.label, "en"))
    for entity in sorted(involved(record)):
        yield node, _SR("sr:involves"), iris.entity(entity)
    for evidence in record.evidence:
        yield node, _SR("sr:quote"), Literal(str(evidence.exact))
    if record.when is not None:
        yield from _bounds(node, record.when)
    if len(record.quantity) == 1:
        yield from _figure(node, record.quantity[0])


def _figure(node: URIRef, quantity: Quantity) -> Iterator[Triple]:
    yield node, _SR("sr:value"), Literal(plain(quantity.value), datatype=XSD.decimal)
    yield node, _SR("sr:unit"), Literal(str(quantity.unit))


def involved(record: Record) -> set[str]:
    """Return every entity in a role of *record*, places and commodities too; not who speaks."""
    found: set[str] = set()
    for field in fields_of(type(record)):
        value = getattr(record, field.name)
        if field.sort is Sort.ENTITY and field.name != "modal_agent" and value is not None:
            found.update(value if field.many else (value,))
        elif field.sort is Sort.ASSET:
            found.update(asset.system for asset in value)
            found.update(asset.operator for asset in value if asset.operator)
    return found


def entity_triples(entity: Entity) -> Iterator[Triple]:
    """Yield who or what *entity* is; what it does is in records alone."""
    node = iris.entity(entity.id)
    yield node, RDF.type, _SR(f"sr:{entity.entity_class.rdf_name()}")
    yield node, _SR("sr:name"), Literal(in_language(entity.name, "en"))
    writer = _Writer("en")
    for field in fields_of(Entity):
        yield from writer.field(node, field, getattr(entity, field.name))
    for number, external in enumerate(entity.external, 1):
        part = URIRef(f"{node}/external/{number}")
        yield node, _SR("sr:external"), part
        yield part, _SR("sr:scheme"), Literal(external.scheme)
        yield part, _SR("sr:identifier"), Literal(external.id)
        yield part, _SR("sr:seenIn"), Literal(external.seen_in)
        if external.scheme == "wikidata":
            yield node, _SR("skos:exactMatch"), iris.wikidata(external.id)
