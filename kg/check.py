"""What is wrong in a finished graph: shapes in SHACL Core, and check queries, each with its place.

Shapes are checked source by source, since a source is what people mend. Its graph is seen together
with the vocabulary, the entities, the heads of sources and the rules, so that a link can be
followed to the class at its other end. Check queries see all graphs but the candidates'.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

import pyshacl
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from kg import store
from kg.corpus import Corpus, Source
from kg.corpus.review import doubts
from kg.errors import Finding
from kg.evidence import Span
from kg.models import KINDS, Record
from kg.quads import quad_lines
from kg.questions import questions
from kg.terms.prefixes import BASE
from kg.terms.shapes import shapes
from kg.terms.turtle import short_name

_SOURCE_GRAPH = f"{BASE}graph/source/"
STEPS = ("checking shapes", "asking check queries", "looking for doubts")
_SEEN_BY_ALL = ("vocabulary", "entities", "sources", "rules")


def findings(
    corpus: Corpus,
    lines: Sequence[str],
    *,
    kinds: Iterable[type[Record]] = KINDS,
    folder: str = "sources",
    tell: Callable[[str], object] = lambda _: None,
) -> list[Finding]:
    """Return what is wrong in the N-Quads *lines* of *corpus*, sorted by place.

    A record is found at its line of ``records.yaml`` below *folder*; what belongs to no file of a
    source, at its graph. Each of the STEPS is told as it begins.
    """
    places = _Places(corpus, folder, lines)
    tell(STEPS[0])
    found = set(_against_shapes(lines, tuple(kinds), places))
    tell(STEPS[1])
    return sorted(found | set(_from_queries(lines, places)))


def all_findings(
    corpus: Corpus, *, folder: str = "sources", tell: Callable[[str], object] = lambda _: None
) -> list[Finding]:
    """Return everything that speaks against *corpus*: shapes, queries, doubts, bare sentences."""
    found = findings(corpus, quad_lines(corpus), folder=folder, tell=tell)
    tell(STEPS[2])
    for source in corpus.sources:
        found += doubts(source, corpus.entities, folder=folder)
        found += (_bare(source, span, folder) for span in source.bare_sentences())
    return sorted(found)


def _bare(source: Source, span: Span, folder: str) -> Finding:
    return Finding(
        f"{folder}/{source.info.id}/document.txt",
        source.text.line_of(span.start),
        f"no record and no no_fact for «{source.text.exact(span)}»",
    )


# -- shapes -------------------------------------------------------------------------------


def _against_shapes(
    lines: Sequence[str], kinds: tuple[type[Record], ...], places: "_Places"
) -> Iterator[Finding]:
    wanted = _shapes_of(kinds)
    by_graph = _by_graph(lines)
    shared = [line for name in _SEEN_BY_ALL for line in by_graph.get(f"{BASE}graph/{name}", ())]
    rest = by_graph.get(f"{BASE}graph/derived", [])
    own = [content for name, content in by_graph.items() if name.startswith(_SOURCE_GRAPH)]
    for content, around in ((rest + shared, []), *((content, shared) for content in own)):
        subjects = {line.partition(" ")[0].strip("<>") for line in content}
        for violation in _violations([*content, *around], wanted):
            if str(violation.node) in subjects:
                yield places.finding(str(violation.node), _sentence(violation, wanted))


@cache
def _shapes_of(kinds: tuple[type[Record], ...]) -> Graph:
    return Graph().parse(data=shapes(kinds), format="turtle")


def _by_graph(lines: Iterable[str]) -> dict[str, list[str]]:
    """Return the lines as N-Triples by the graph that they stand in."""
    by_graph: dict[str, list[str]] = {}
    for line in lines:
        triple, _, graph = line.rpartition(" <")
        by_graph.setdefault(graph.partition(">")[0], []).append(f"{triple} .\n")
    return by_graph


class _Violation(NamedTuple):
    node: Node
    path: Node | None
    value: Node | None
    component: Node | None
    shape: Node | None


def _violations(triples: Iterable[str], wanted: Graph) -> Iterator[_Violation]:
    data = Graph().parse(data="".join(triples), format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=wanted)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        yield _Violation(
            report.value(result, SH.focusNode),
            report.value(result, SH.resultPath),
            report.value(result, SH.value),
            report.value(result, SH.sourceConstraintComponent),
            report.value(result, SH.sourceShape),
        )


# What a violation is called, and the parameter of its shape that says what would be right.
_SAID: dict[URIRef, tuple[str, URIRef | None]] = {
    SH.MinCountConstraintComponent: ("{path} is missing", None),
    SH.MaxCountConstraintComponent: ("{path} stands more than once", None),
    SH.UniqueLangConstraintComponent: ("{path} stands twice in one language", None),
    SH.InConstraintComponent: ("{path}: {value} is none of its codes", None),
    SH.ClosedConstraintComponent: ("{path} does not belong here", None),
    SH.ClassConstraintComponent: ("{path}: {value} is no {wanted}", SH["class"]),
    SH.DatatypeConstraintComponent: ("{path}: {value} is no {wanted}", SH.datatype),
    SH.NodeKindConstraintComponent: ("{path}: {value} is no {wanted}", SH.nodeKind),
    SH.PatternConstraintComponent: ("{path}: {value} is not like {wanted}", SH.pattern),
    SH.MinInclusiveConstraintComponent: ("{path}: {value} is less than {wanted}", SH.minInclusive),
    SH.LessThanConstraintComponent: ("{path}: {value} is not before {wanted}", SH.lessThan),
    SH.LessThanOrEqualsConstraintComponent: (
        "{path}: {value} is after {wanted}",
        SH.lessThanOrEquals,
    ),
    SH.OrConstraintComponent: ("neither sr:earliest nor sr:latest is there", None),
}


def _sentence(violation: _Violation, wanted: Graph) -> str:
    said, parameter = _SAID[URIRef(str(violation.component))]
    if violation.path is None:  # the node itself is meant
        said = said.replace("{path}: {value}", "it")
    right = wanted.value(violation.shape, parameter) if parameter else None
    return said.format(
        path=_shown(str(violation.path)),
        value=_shown(str(violation.value)),
        wanted=_shown(str(right)),
    )


# -- check queries ------------------------------------------------------------------------


def _from_queries(lines: Sequence[str], places: "_Places") -> Iterator[Finding]:
    graph = store.in_memory(lines)
    for check in questions("checks"):
        for row in store.rows(graph, check.text):
            (_, where), *more = row.items()
            details = ", ".join(f"{name} {places.shown(value)}" for name, value in more)
            yield places.finding(where, f"{check.title} ({details})" if details else check.title)


# -- places -------------------------------------------------------------------------------

_SHORT = re.compile(rf"{BASE}(?:id/[a-z]+|concept/[a-z-]+|edge|graph)/(.+)")
_EDGE = re.compile(rf"<({BASE}id/edge/\w+)> <{RDF}(subject|predicate|object)> <(.+?)>")


def _shown(term: str) -> str:
    """Return *term* as people read it: ids and codes alone, other names with their prefix.

    >>> _shown("https://w3id.org/sinorus/concept/unit/%25")
    '%'
    """
    if found := _SHORT.fullmatch(term):
        return unquote(found[1])
    return short_name(term) or term


def _edge_names(lines: Iterable[str]) -> dict[str, str]:
    """Return what each derived edge links: ``tascom alleged#supplies russia``."""
    ends: dict[str, dict[str, str]] = {}
    for found in filter(None, map(_EDGE.match, lines)):
        ends.setdefault(found[1], {})[found[2]] = _shown(found[3])
    order = ("subject", "predicate", "object")
    return {node: " ".join(said.get(end, "?") for end in order) for node, said in ends.items()}


class _Places:
    """Knows in which file, and at which line, the nodes of a graph are written."""

    def __init__(self, corpus: Corpus, folder: str, lines: Iterable[str]) -> None:
        self.folder = folder
        self.edges = _edge_names(lines)
        self.lines: Mapping[str, Mapping[str, int]] = {
            source.info.id: source.lines for source in corpus.sources
        }
        self.quoted = {
            f"{place.source}/{place.start}-{place.end}": record
            for record in corpus.records()
            for place in record.evidence
        }

    def shown(self, term: str) -> str:
        """Return *term* as people read it; an edge as what it links."""
        return self.edges.get(term) or _shown(term)

    def finding(self, node: str, what: str) -> Finding:
        """Return that *what* is wrong with *node*, at the place where it is written."""
        sort, _, path = node.removeprefix(f"{BASE}id/").partition("/")
        source, _, rest = path.partition("/")
        match sort:
            case "record":
                return self._record(source, rest, f"record {rest}: {what}")
            case "evidence" if (place := f"{source}/{rest.partition('/')[0]}") in self.quoted:
                record = self.quoted[place]
                return self._record(source, record.id, f"record {record.id}: {what}")
            case "evidence":
                return Finding(f"{self.folder}/{source}/names.yaml", 0, f"{rest}: {what}")
            case "source":
                return Finding(f"{self.folder}/{source}/source.yaml", 0, what)
            case "entity":
                return Finding("graph/entities", 0, f"entity {path}: {what}")
            case "edge":
                return Finding("graph/derived", 0, f"edge {self.shown(node)}: {what}")
        return self._elsewhere(node, what)

    def _record(self, source: str, path: str, what: str) -> Finding:
        line = self.lines.get(source, {}).get(path.partition("/")[0], 0)
        return Finding(f"{self.folder}/{source}/records.yaml", line, what)

    def _elsewhere(self, node: str, what: str) -> Finding:
        if node.startswith(_SOURCE_GRAPH):
            return self._record(node.removeprefix(_SOURCE_GRAPH), "", what)
        if node.startswith(f"{BASE}graph/"):
            return Finding(node.removeprefix(BASE), 0, what)
        graph = "graph/rules" if "/concept/edge-rule/" in node else "graph/vocabulary"
        return Finding(graph, 0, f"{_shown(node)}: {what}")
