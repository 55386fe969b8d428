"""What the checks of a finished graph find: each planted fault once, by the check meant for it."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kg import build, check
from kg.check import findings
from kg.corpus import Corpus, read_corpus
from kg.errors import Finding, QueryError
from kg.quads import quad_lines
from kg.questions import Parameter, Question, question, questions
from kg.terms.prefixes import BASE

TEXT = """\
Zudem kündigten beide Staaten die Schaffung einer „Partnerschaft ohne Grenzen“ an.
Von einer „Partnerschaft ohne Grenzen“ kann dennoch nicht die Rede sein.
Am 15. Januar 2025 verhängte das US-Außenministerium Sanktionen gegen das staatliche chinesische \
Unternehmen Wafangdian Bearing Company, die angeblich Wälzlager an das russische \
Transportunternehmen Tascom liefert.
Nach Angaben des EU-Sondergesandten David O’Sullivan stammen rund 80 % der Bauteile für die \
russischen Rüstungsgüter aus China oder Hongkong.
Im Mai 2022 führten sie eine 13-stündige gemeinsame Bomberpatrouille durch.
Trotz der Drohung, chinesische Waren mit 100 %-Zöllen zu belegen, weigert sich China.
"""
ENTITIES = """\
- {id: russia, class: state, name: {en: Russia, de: Russland}, iso: RU}
- {id: china, class: state, name: {en: China, de: China}}
- {id: hong-kong, class: region, name: {en: Hong Kong}}
- id: china-or-hong-kong
  class: group
  name: {en: China or Hong Kong}
  group: either_or
  member: [china, hong-kong]
- {id: united-states, class: state, name: {en: United States}}
- id: us-department-of-state
  class: state_organ
  name: {en: US Department of State}
  of: united-states
- {id: wafangdian-bearing, class: company, name: {en: Wafangdian Bearing Company}}
- {id: tascom, class: company, name: {en: Tascom}}
- {id: bearings, class: commodity, name: {en: bearings}, hs: "8482"}
- {id: arms-components, class: commodity, name: {en: components for arms}}
- {id: david-osullivan, class: person, name: {en: David O'Sullivan}}
- {id: tu-95, class: weapon, name: {en: Tu-95}}
- {id: the-authors, class: unnamed_source, name: {en: the authors}}
"""
RECORDS = """\
- id: no-limits-announced
  kind: agreement
  label: {en: Partnership without limits}
  form: partnership
  stage: announced
  party: [russia, china]
  status: planned
  concerns: no-limits
  evidence: Zudem kündigten beide Staaten die Schaffung einer „Partnerschaft ohne Grenzen“ an.
- id: no-limits-denied
  kind: agreement
  label: {en: No partnership without limits}
  form: partnership
  party: [russia, china]
  status: denied
  modal_agent: the-authors
  concerns: no-limits
  evidence: Von einer „Partnerschaft ohne Grenzen“ kann dennoch nicht die Rede sein.
- id: sanction-wafangdian
  kind: sanction
  label: {en: US sanctions on Wafangdian Bearing Company}
  measure: listing
  stage: imposed
  imposer: us-department-of-state
  target: wafangdian-bearing
  when: {edtf: 2025-01-15, words: Am 15. Januar 2025}
  status: asserted
  evidence: Am 15. Januar 2025 verhängte das US-Außenministerium Sanktionen
- id: supply-tascom
  kind: supply
  label: {en: Wafangdian Bearing allegedly supplies bearings to Tascom}
  supplier: wafangdian-bearing
  recipient: tascom
  item: bearings
  status: alleged
  hedge: angeblich
  evidence: die angeblich Wälzlager an das russische Transportunternehmen Tascom liefert
- id: share-components
  kind: share
  label: {en: Share of components for Russian arms}
  holder: russia
  direction: use
  item: arms-components
  provider: china-or-hong-kong
  basis: unstated
  quantity: {value: 80, unit: "%", qualifier: about, of: components, words: rund 80 %}
  status: reported
  attributed_to: {who: david-osullivan, words: Nach Angaben}
  evidence: stammen rund 80 % der Bauteile für die russischen Rüstungsgüter aus China oder Hongkong
- id: bomber-patrol
  kind: exercise
  label: {en: Joint bomber patrol of May 2022}
  form: [air, patrol]
  participant: [russia, china]
  asset: {system: tu-95, operator: russia}
  when: {edtf: 2022-05, words: Im Mai 2022}
  status: asserted
  evidence: Im Mai 2022 führten sie eine 13-stündige gemeinsame Bomberpatrouille durch.
- id: threat-tariffs
  kind: sanction
  label: {en: Threat of 100 % tariffs on Chinese goods}
  measure: tariff
  stage: threatened
  imposer: united-states
  target: china
  status: threatened
  modal_agent: united-states
  evidence: der Drohung, chinesische Waren mit 100 %-Zöllen zu belegen
"""
SOURCE = f"<{BASE}graph/source/news>"
DERIVED = f"<{BASE}graph/derived>"
RULES = f"<{BASE}graph/rules>"
ENTITY_GRAPH = f"<{BASE}graph/entities>"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PROV = "http://www.w3.org/ns/prov#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
FILE = "sources/news/records.yaml"

Lines = list[str]
Edit = Callable[[Lines], Lines]


class Small(NamedTuple):
    corpus: Corpus
    lines: list[str]


@pytest.fixture
def small(make_source: Callable[..., Path]) -> Small:
    corpus = read_corpus(make_source(text=TEXT, records=RECORDS, entities=ENTITIES))
    return Small(corpus, quad_lines(corpus))


def record(name: str) -> str:
    return f"<{BASE}id/record/news/{name}>"


def entity(name: str) -> str:
    return f"<{BASE}id/entity/{name}>"


def code(name: str) -> str:
    return f"<{BASE}concept/{name}>"


def sr(name: str) -> str:
    return f"<{BASE}ns#{name}>"


def without(lines: Lines, *parts: str) -> Lines:
    """Return *lines* less those that hold all *parts*, of which there must be one or more."""
    left = [line for line in lines if not all(part in line for part in parts)]
    assert len(left) < len(lines), parts
    return left


def with_more(lines: Lines, *words: str, graph: str = SOURCE) -> Lines:
    return [*lines, f"{' '.join(words)} {graph} .\n"]


def changed(lines: Lines, *parts: str, to: str) -> Lines:
    """Return *lines* with the last of *parts* as *to*, in those that hold them all."""
    found = [
        line.replace(parts[-1], to) if all(part in line for part in parts) else line
        for line in lines
    ]
    assert found != lines, parts
    return found


def with_edge(lines: Lines, source: str, name: str, target: str, *, behind: str) -> Lines:
    """Return *lines* with an edge more, drawn and with its node; *name* as ``status#name``."""
    node, predicate = f"<{BASE}id/edge/new>", f"<{BASE}edge/{name}>"
    status, _, rule = name.partition("#")
    said = {
        f"<{RDF}type>": sr("DerivedEdge"),
        f"<{RDF}subject>": entity(source),
        f"<{RDF}predicate>": predicate,
        f"<{RDF}object>": entity(target),
        f"<{PROV}wasDerivedFrom>": record(behind),
        sr("edgeStatus"): code(f"status/{status}"),
        sr("edgeRule"): code(f"edge-rule/{rule}"),
    }
    drawn = with_more(lines, entity(source), predicate, entity(target), graph=DERIVED)
    return drawn + [f"{node} {verb} {value} {DERIVED} .\n" for verb, value in said.items()]


def found(small: Small, edit: Edit) -> list[str]:
    return [str(finding) for finding in findings(small.corpus, edit(small.lines))]


def test_a_sound_graph_has_no_finding(small: Small) -> None:
    assert findings(*small) == []


# -- shapes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        pytest.param(
            lambda lines: without(lines, record("supply-tascom"), sr("status")),
            [f"{FILE}:29: record supply-tascom: sr:status is missing"],
            id="no status",
        ),
        pytest.param(
            lambda lines: with_more(
                lines, record("bomber-patrol"), sr("status"), code("status/planned")
            ),
            [f"{FILE}:50: record bomber-patrol: sr:status stands more than once"],
            id="two statuses",
        ),
        pytest.param(
            lambda lines: changed(
                lines, record("bomber-patrol"), "status/asserted", to="status/confirmed"
            ),
            [f"{FILE}:50: record bomber-patrol: sr:status: confirmed is none of its codes"],
            id="a status that is none",
        ),
        pytest.param(
            lambda lines: changed(
                lines, record("sanction-wafangdian"), "stage/imposed", to="stage/signed"
            ),
            [f"{FILE}:19: record sanction-wafangdian: sr:stage: signed is none of its codes"],
            id="a stage of another kind",
        ),
        pytest.param(
            lambda lines: without(lines, record("bomber-patrol"), f"<{RDF}type>"),
            [f"{FILE}:50: record bomber-patrol: it is no sr:Record"],
            id="a record of no kind",
        ),
        pytest.param(
            lambda lines: without(
                without(lines, record("bomber-patrol"), sr("evidence")),
                record("bomber-patrol"),
                sr("quote"),
            ),
            [
                f"{FILE}:50: record bomber-patrol: sr:evidence is missing",
                f"{FILE}:50: record bomber-patrol: sr:quote is missing",
            ],
            id="no evidence",
        ),
        pytest.param(
            lambda lines: with_more(lines, record("supply-tascom"), sr("series"), '"Joint Sea"'),
            [f"{FILE}:29: record supply-tascom: sr:series does not belong here"],
            id="a field of another kind",
        ),
        pytest.param(
            lambda lines: with_more(
                lines, record("supply-tascom"), sr("modalAgent"), record("bomber-patrol")
            ),
            [f"{FILE}:29: record supply-tascom: sr:modalAgent: news/bomber-patrol is no sr:Entity"],
            id="a record in the place of an entity",
        ),
        pytest.param(
            lambda lines: changed(
                lines, "bomber-patrol", f'"2022-05-31"^^<{XSD}date>', to=f'"2022"^^<{XSD}gYear>'
            ),
            [
                f"{FILE}:50: record bomber-patrol/when: sr:latest: 2022 is no xsd:date",
                f"{FILE}:50: record bomber-patrol: sr:latest: 2022 is no xsd:date",
            ],
            id="a year as a bound",
        ),
        pytest.param(
            lambda lines: changed(lines, "bomber-patrol", '"2022-05-31"', to='"2022-04-30"'),
            [
                f"{FILE}:50: record bomber-patrol/when: sr:earliest: 2022-05-01 is after sr:latest",
                f"{FILE}:50: record bomber-patrol: sr:earliest: 2022-05-01 is after sr:latest",
            ],
            id="an end before its start",
        ),
        pytest.param(
            lambda lines: without(without(lines, "patrol", "earliest>"), "patrol", "latest>"),
            [f"{FILE}:50: record bomber-patrol/when: neither sr:earliest nor sr:latest is there"],
            id="a time without days",
        ),
        pytest.param(
            lambda lines: without(lines, "quantity/1>", sr("of")),
            [f"{FILE}:38: record share-components/quantity/1: sr:of is missing"],
            id="a figure of nothing",
        ),
        pytest.param(
            lambda lines: changed(lines, "/selector>", '"293"', to='"-1"'),
            [
                f"{FILE}:29: record supply-tascom: oa:start: -1 is less than 0",
                f"{FILE}:29: record supply-tascom: the length of the quote is not that between "
                "its start and its end (start -1, end 369, length 76)",
            ],
            id="a quote that begins before the text",
        ),
        pytest.param(
            lambda lines: with_more(
                lines, f"<{BASE}id/evidence/news/0-5>", f"<{RDF}type>", sr("Mention")
            ),
            ["sources/news/names.yaml: 0-5: sr:refersTo is missing"],
            id="a name of nobody",
        ),
        pytest.param(
            lambda lines: without(lines, entity("china-or-hong-kong"), sr("group")),
            ["graph/entities: entity china-or-hong-kong: sr:group is missing"],
            id="a group that doesn't say what it means",
        ),
        pytest.param(
            lambda lines: with_more(
                lines, entity("tascom"), f"<{SKOS}prefLabel>", '"TasKom"@en', graph=ENTITY_GRAPH
            ),
            ["graph/entities: entity tascom: skos:prefLabel stands twice in one language"],
            id="two English names",
        ),
        pytest.param(
            lambda lines: without(lines, sr("sha256")),
            ["sources/news/source.yaml: sr:sha256 is missing"],
            id="a source without the digest of its text",
        ),
        pytest.param(
            lambda lines: without(lines, code("mode/each"), "notation"),
            ["graph/vocabulary: each: skos:notation is missing"],
            id="a code without itself",
        ),
        pytest.param(
            lambda lines: with_more(
                lines,
                code("edge-rule/supplies"),
                sr("allows"),
                code("status/hypothetical"),
                graph=RULES,
            ),
            ["graph/rules: supplies: sr:allows: hypothetical is none of its codes"],
            id="a rule for what is only thought",
        ),
        pytest.param(
            lambda lines: without(lines, "id/edge/", "wasDerivedFrom", "supply-tascom"),
            [
                "graph/derived: edge wafangdian-bearing alleged#supplies tascom: "
                "prov:wasDerivedFrom is missing"
            ],
            id="an edge without records",
        ),
    ],
)
def test_the_shapes_catch(small: Small, edit: Edit, expected: list[str]) -> None:
    assert found(small, edit) == expected


# -- check queries ------------------------------------------------------------------------

SUPPLIES = "graph/derived: edge wafangdian-bearing alleged#supplies tascom: "
FAULTS: dict[str, tuple[Edit, list[str]]] = {
    "reported-without-reporter": (
        lambda lines: without(lines, record("share-components"), "attribution/1>"),
        [f"{FILE}:38: record share-components: "],
    ),
    "alleged-without-doubt": (
        lambda lines: without(lines, record("supply-tascom"), sr("hedge")),
        [f"{FILE}:29: record supply-tascom: "],
    ),
    "without-modal-agent": (
        lambda lines: without(lines, record("threat-tariffs"), sr("modalAgent")),
        [f"{FILE}:59: record threat-tariffs: "],
    ),
    "stage-against-status": (
        lambda lines: changed(
            lines, record("threat-tariffs"), "stage/threatened", to="stage/imposed"
        ),
        [f"{FILE}:59: record threat-tariffs: "],
    ),
    "quote-length": (
        lambda lines: changed(lines, "/selector>", '"293"', to='"294"'),
        [f"{FILE}:29: record supply-tascom: "],
    ),
    "lonely-matter": (
        lambda lines: changed(
            lines, record("no-limits-denied"), "concern/no-limits", to="concern/limits"
        ),
        [f"{FILE}:1: record no-limits-announced: ", f"{FILE}:10: record no-limits-denied: "],
    ),
    "share-without-whole": (
        lambda lines: with_more(
            lines, record("share-components"), sr("partItem"), entity("arms-components")
        ),
        [f"{FILE}:38: record share-components: "],
    ),
    "unknown-record": (
        lambda lines: with_more(lines, record("supply-tascom"), sr("becauseOf"), record("gone")),
        [f"{FILE}:29: record supply-tascom: "],
    ),
    "record-in-another-graph": (
        lambda lines: with_more(
            lines,
            record("supply-tascom"),
            f"<{SKOS}note>",
            '"a word of ours"',
            graph=f"<{BASE}graph/source/paper>",
        ),
        [f"{FILE}:29: record supply-tascom: "],
    ),
    "words-of-another-source": (
        lambda lines: changed(
            lines,
            "evidence/news/293-369>",
            f"<{BASE}id/source/news> ",
            to=f"<{BASE}id/source/paper> ",
        ),
        [f"{FILE}:29: record supply-tascom: ", f"{FILE}:29: record supply-tascom: oa:hasSource: "],
    ),
    "short-way": (
        lambda lines: without(lines, record("supply-tascom"), sr("involves"), "tascom> <"),
        [f"{FILE}:29: record supply-tascom: "],
    ),
    "plain-relation": (
        lambda lines: with_more(
            lines, entity("wafangdian-bearing"), sr("supplier"), entity("tascom")
        ),
        [f"{FILE}: "],
    ),
    "two-graphs": (
        lambda lines: with_more(lines, entity("tascom"), sr("name"), '"Tascom"'),
        ["graph/entities: "],
    ),
    "blank-node": (
        lambda lines: with_more(lines, "_:b0", f"<{SKOS}note>", '"a word of ours"'),
        [f"{FILE}: "],
    ),
    "edge-namespace": (
        lambda lines: changed(lines, "edge/alleged#supplies", "alleged#", to="asserted#"),
        [SUPPLIES.replace("alleged", "asserted")],
    ),
    "edge-without-node": (
        lambda lines: with_more(
            lines,
            entity("tascom"),
            f"<{BASE}edge/alleged#supplies>",
            entity("russia"),
            graph=DERIVED,
        ),
        ["graph/derived: "],
    ),
    "edge-not-drawn": (
        lambda lines: without(lines, f"{entity('wafangdian-bearing')} <{BASE}edge/alleged#"),
        [SUPPLIES],
    ),
    "edge-from-what-is-not-said": (
        lambda lines: changed(lines, record("supply-tascom"), "positive", to="negative"),
        [f"{FILE}:29: record supply-tascom: "],
    ),
    "edge-too-strong": (
        lambda lines: with_edge(
            lines, "wafangdian-bearing", "asserted#supplies", "tascom", behind="supply-tascom"
        ),
        [SUPPLIES.replace("alleged", "asserted")],
    ),
    "edge-against-stage": (
        lambda lines: changed(
            lines, record("sanction-wafangdian"), "stage/imposed", to="stage/lifted"
        ),
        [f"{FILE}:19: record sanction-wafangdian: "],
    ),
    "edge-against-rule": (
        lambda lines: without(lines, code("edge-rule/supplies"), sr("allows"), "alleged"),
        [SUPPLIES],
    ),
    "edge-of-nobody": (
        lambda lines: with_edge(
            lines,
            "russia",
            "reported#sourcesFrom",
            "china-or-hong-kong",
            behind="share-components",
        ),
        ["graph/derived: edge russia reported#sourcesFrom china-or-hong-kong: "],
    ),
    "edge-one-way": (
        lambda lines: with_edge(
            lines, "russia", "asserted#exercisedWith", "tascom", behind="bomber-patrol"
        ),
        ["graph/derived: edge russia asserted#exercisedWith tascom: "],
    ),
    "edge-not-contested": (
        lambda lines: without(lines, sr("contested"), "id/edge/"),
        [f"{FILE}:10: record no-limits-denied: "] * 2,
    ),
}


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_check_query_catches(small: Small, name: str) -> None:
    edit, places = FAULTS[name]
    title = {check.name: check.title for check in questions("checks")}[name]
    said = found(small, edit)
    assert [line.partition(title)[0] for line in said if title in line] == [
        place for place in places if "oa:" not in place
    ]
    assert len(said) == len(places)


def test_each_check_query_has_a_fault_that_it_catches() -> None:
    assert sorted(FAULTS) == [check.name for check in questions("checks")]


# -- places, sentences, heads -------------------------------------------------------------


def test_a_finding_names_the_folder_that_was_read(small: Small) -> None:
    broken = without(small.lines, sr("sha256"))
    (finding,) = findings(small.corpus, broken, folder="papers")
    assert finding == Finding("papers/news/source.yaml", 0, "sr:sha256 is missing")


def test_a_sentence_that_nothing_touches_is_uncovered(make_source: Callable[..., Path]) -> None:
    source = make_source(
        text=TEXT,
        records=RECORDS,
        entities=ENTITIES,
        parts={"body": ["1-5"], "not_content": [6]},
        no_fact=[{"quote": "Im Mai 2022 führten sie", "because": "told elsewhere"}],
    )
    read = read_corpus(source).sources[0]
    assert read.bare_sentences() == ()
    bare = read._replace(records=read.records[2:], without_fact=())
    assert [read.text.exact(span)[:12] for span in bare.bare_sentences()] == [
        "Zudem kündig",
        "Von einer „P",
    ]


def test_the_head_of_a_question_says_what_it_asks() -> None:
    text = (
        "# title: Who sanctions whom\n# about: Each sanction,\n#   the newest first.\n"
        "# param actor: entity = any -- whom they are against\n"
        "SELECT ?actor {} # title: not the head\n"
    )
    assert question("sanctions", text) == Question(
        "sanctions",
        "Who sanctions whom",
        "Each sanction, the newest first.",
        (Parameter("actor", "entity", "any", "whom they are against"),),
        text,
    )


@pytest.mark.parametrize(
    ("head", "what"),
    [
        ("", "its head has 0 titles"),
        ("# title: one\n# title: two\n", "its head has 2 titles"),
        ("# titel: one\n", "its head has 0 titles"),
        ("# title: one\n# titel: two\n", "a head has title, about, param"),
        ("# title: one\n# param actor\n", "write '# param NAME: TYPE"),
        ("# title: one\n# param actor: somebody\n", "'somebody' is no type; one of entity"),
    ],
)
def test_a_head_that_says_too_little_is_refused(head: str, what: str) -> None:
    with pytest.raises(QueryError, match=what):
        question("sanctions", f"{head}SELECT * {{}}\n")


def test_each_step_of_a_build_and_of_a_check_is_told_as_it_begins(
    make_source: Callable[..., Path], tmp_path: Path
) -> None:
    told: list[str] = []
    sources = make_source()
    build.build_store(sources, tmp_path / "store", tell=told.append)
    check.all_findings(read_corpus(sources), tell=told.append)
    assert told == [*build.STEPS, *check.STEPS]
