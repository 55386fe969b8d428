"""Every IRI and prefix: what a thing is called outside this program.

All our own lie below one base, which is proposed, not registered.
"""

import re
from functools import cache
from urllib.parse import quote

from rdflib import URIRef

from kg.terms.prefixes import BASE, PREFIXES

EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")


@cache  # a few hundred names, asked for with every triple
def expand(name: str) -> URIRef:
    """Return the IRI of a short name; KeyError for a prefix that is not ours.

    >>> expand("sr:Sanction")
    rdflib.term.URIRef('https://w3id.org/sinorus/ns#Sanction')
    """
    prefix, _, local = name.partition(":")
    return URIRef(PREFIXES[prefix] + local)


def camel(name: str) -> str:
    """Return a field's name in lowerCamelCase.

    >>> camel("modal_agent")
    'modalAgent'
    """
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def class_name(kind: str) -> str:
    """Return the local name of a kind's class.

    >>> class_name("trade_flow")
    'TradeFlow'
    """
    return "".join(part.capitalize() for part in kind.split("_"))


def _below(path: str) -> URIRef:
    return URIRef(BASE + path)


def entity(entity_id: str) -> URIRef:
    """Return the IRI of an entity."""
    return _below(f"id/entity/{entity_id}")


def source(source_id: str) -> URIRef:
    """Return the IRI of a source."""
    return _below(f"id/source/{source_id}")


def voice(source_id: str) -> URIRef:
    """Return the IRI of a source's own voice: attribution of depth 0."""
    return _below(f"id/source/{source_id}/voice")


def concern(concern_id: str) -> URIRef:
    """Return the IRI of a matter that several records speak of."""
    return _below(f"id/concern/{concern_id}")


def record(whole_id: str) -> URIRef:
    """Return the IRI of the record ``<source>/<id>``."""
    return _below(f"id/record/{whole_id}")


def candidate(source_id: str, path: str) -> URIRef:
    """Return the IRI of something that a reader proposed: a record's digits, or an entity."""
    return _below(f"id/candidate/{source_id}/{path}")


def source_evidence(source_id: str) -> URIRef:
    """Return the IRI below which the words of a source lie."""
    return _below(f"id/evidence/{source_id}")


def evidence(source_id: str, start: int, end: int) -> URIRef:
    """Return the IRI of the words at these offsets (code points, end exclusive)."""
    return _below(f"id/evidence/{source_id}/{start}-{end}")


def concept(scheme: str, code: str) -> URIRef:
    """Return the IRI of a code; what an IRI can't hold is percent-encoded.

    >>> concept("unit", "%")
    rdflib.term.URIRef('https://w3id.org/sinorus/concept/unit/%25')
    """
    return _below(f"concept/{scheme}/{quote(code, safe='')}")


def scheme(name: str) -> URIRef:
    """Return the IRI of a list of codes."""
    return _below(f"concept/{name}")


def graph(name: str, source_id: str | None = None) -> URIRef:
    """Return the IRI of a named graph; those of sources carry the source's id."""
    return _below(f"graph/{name}" if source_id is None else f"graph/{name}/{source_id}")


def edge(status: str, name: str) -> URIRef:
    """Return the predicate of a derived edge: its namespace is its status."""
    return _below(f"edge/{status}#{name}")


def edge_rule(name: str) -> URIRef:
    """Return the IRI of a rule that derives edges."""
    return _below(f"concept/edge-rule/{name}")


def wikidata(identifier: str) -> URIRef:
    """Return Wikidata's IRI of an item; ValueError where the id is none."""
    if not re.fullmatch(r"Q[1-9]\d*", identifier):
        raise ValueError(f"{identifier!r} is no item of Wikidata")
    return URIRef(PREFIXES["wd"] + identifier)
