"""Turtle, written the same way every time.

Ours and not rdflib's, because: its order follows its version, and its lists are blank nodes with
names drawn by chance. Here a list is a tuple, and statements stand in the order in which they are
given, which is the order of the models.
"""

import re
from collections.abc import Iterable, Mapping

from rdflib import RDF, XSD, Literal, URIRef

from kg.terms.prefixes import BASE, PREFIXES

Term = URIRef | Literal
Statement = tuple[URIRef, URIRef, Term | tuple[Term, ...]]

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_BARE = {XSD.integer, XSD.boolean}
_PREFIXES = {
    **PREFIXES,
    "mode": f"{BASE}concept/mode/",
    "polarity": f"{BASE}concept/polarity/",
    "group": f"{BASE}concept/group/",
}


_LONGEST_FIRST = sorted(_PREFIXES.items(), key=lambda item: (-len(item[1]), item[0]))


def short_name(iri: str) -> str | None:
    """Return *iri* with its prefix; None where it has none, or what follows is no simple name.

    >>> short_name("https://w3id.org/sinorus/ns#Sanction")
    'sr:Sanction'
    """
    for name, base in _LONGEST_FIRST:
        local = iri.removeprefix(base)
        if local != iri and _LOCAL.fullmatch(local):
            return f"{name}:{local}"
    return None


def turtle(statements: Iterable[Statement], head: str = "") -> str:
    """Return *statements* as Turtle, *head* above them as a comment.

    Subjects stand in the order of their first statement, so do the predicates of a subject;
    what is said twice is written once.
    """
    by_subject: dict[URIRef, dict[URIRef, dict[str, None]]] = {}
    writer = _Writer()
    for subject, predicate, value in statements:
        objects = by_subject.setdefault(subject, {}).setdefault(predicate, {})
        objects[writer.value(value)] = None
    blocks = [writer.block(subject, said) for subject, said in by_subject.items()]
    comment = "".join(f"# {line}\n" for line in head.splitlines())
    return "\n".join([comment + writer.prefix_lines(), *blocks])


class _Writer:
    """Writes terms short and remembers which prefixes it used."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def prefix_lines(self) -> str:
        return "".join(f"@prefix {name}: <{_PREFIXES[name]}> .\n" for name in sorted(self.used))

    def block(self, subject: URIRef, said: Mapping[URIRef, Iterable[str]]) -> str:
        lines = [self._line(verb, list(values)) for verb, values in said.items()]
        return f"{self.iri(subject)}\n" + " ;\n".join(lines) + " .\n"

    def _line(self, verb: URIRef, values: list[str]) -> str:
        between = ",\n        " if len(values) > 1 else ""
        return f"    {self._verb(verb)}{between[1:] or ' '}{between.join(values)}"

    def value(self, value: Term | tuple[Term, ...]) -> str:
        if isinstance(value, tuple):
            return f"( {' '.join(map(self._term, value))} )"
        return self._term(value)

    def iri(self, iri: URIRef) -> str:
        short = short_name(iri)
        if short is None:
            return f"<{iri}>"
        self.used.add(short.partition(":")[0])
        return short

    def _verb(self, predicate: URIRef) -> str:
        return "a" if predicate == RDF.type else self.iri(predicate)

    def _term(self, term: Term) -> str:
        if isinstance(term, URIRef):
            return self.iri(term)
        if term.datatype in _BARE:
            return str(term)
        text = '"' + term.translate(_ESCAPED) + '"'
        if term.language:
            return f"{text}@{term.language}"
        return f"{text}^^{self.iri(term.datatype)}" if term.datatype else text


_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
