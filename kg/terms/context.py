"""The JSON-LD context: a short key for each class and property, and how its values are written.

A key is the local name of what it stands for: ``modalAgent``, ``exact``, ``prefLabel``. Where ours
has taken it, another vocabulary's term keeps its prefix: ``subject`` and ``rdf:subject``. A prefix
that is called like a key is left out, since JSON-LD has one list for both.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from rdflib import XSD, URIRef

from kg.models import Entity, EntityClass, Record, fields_of
from kg.terms import further, iris
from kg.terms.prefixes import BASE, PREFIXES
from kg.terms.properties import Range, property_of, range_of
from kg.terms.vocabulary import PARTS

# `edtf` and `stage` are properties as well
_PREFIXES = {name: base for name, base in PREFIXES.items() if name not in {"edtf", "stage"}}
_NATIVE = {XSD.string, XSD.boolean, XSD.integer}  # JSON has these itself


def context(kinds: Iterable[type[Record]]) -> str:
    """Return the JSON-LD 1.1 context of a graph of *kinds*."""
    every = tuple(kinds)
    keys: dict[str, Any] = {}
    for name in _classes(every):
        _add(keys, name, _short(name))
    for name, found in _properties(every):
        _add(keys, name, _definition(name, found))
    content = {"@context": {"@version": 1.1, **_PREFIXES, **keys}}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _classes(kinds: Iterable[type[Record]]) -> Iterator[URIRef]:
    yield from (iris.expand(f"sr:{kind.__name__}") for kind in kinds)
    yield from (iris.expand(f"sr:{code.rdf_name()}") for code in EntityClass)
    yield from map(iris.expand, dict.fromkeys((*PARTS, *further.CLASSES, *_FOREIGN_CLASSES)))


_FOREIGN_CLASSES = ("oa:SpecificResource", "oa:TextQuoteSelector", "oa:TextPositionSelector")


def _properties(kinds: Iterable[type[Record]]) -> Iterator[tuple[URIRef, Range | None]]:
    """Yield every property and what it points to; None for one that points to a node or to text."""
    found: dict[URIRef, Range | None] = {}
    for model in (Record, *kinds, *PARTS.values(), Entity):
        found |= {property_of(field): range_of(field) for field in fields_of(model)}
    for short, words in further.PROPERTIES.items():
        found[iris.expand(short)] = further.range_named(words.points_to)
    for short, points_to in further.FOREIGN.items():
        found[iris.expand(short)] = further.range_named(points_to)
    yield from sorted(found.items(), key=lambda item: not item[0].startswith(BASE))


def _definition(name: URIRef, found: Range | None) -> Any:
    if found is None or (not found.to_node and found.type in _NATIVE):
        return _short(name)
    if found.to_node:
        return {"@id": _short(name), "@type": "@id"}
    if found.type is None:
        return {"@id": _short(name), "@container": "@language"}
    return {"@id": _short(name), "@type": _short(found.type)}


def _add(keys: dict[str, Any], name: URIRef, definition: Any) -> None:
    key = re.split("[#/]", name)[-1]
    keys[_short(name) if key in keys or key in _PREFIXES else key] = definition


def _short(name: URIRef) -> str:
    for prefix, base in _PREFIXES.items():
        if name.startswith(base):
            return f"{prefix}:{name.removeprefix(base)}"
    return str(name)
