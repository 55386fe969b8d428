"""The files of ``ontology/`` follow from the models, and say what the graph really holds."""

import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import pyoxigraph as ox
import pyshacl
import pytest
from processes import run
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, URIRef
from rdflib import Literal as Text

from kg.check import findings
from kg.corpus import Corpus, read_corpus
from kg.corpus.yaml_text import read_yaml
from kg.models import KINDS, EdgeRule, EntityClass, Look, Record, Status, Term
from kg.models.codes import Code
from kg.models.fields import Roles
from kg.quads import quad_lines
from kg.terms import iris
from kg.terms.files import ontology_files
from kg.terms.prefixes import BASE
from kg.terms.turtle import Statement, turtle

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = ROOT / "ontology"
SOURCE = "tdc-reverse-kissinger-2025"
DRIFTED = "ontology/{} is not what the models say: scripts/regen writes it again"
SR = iris.expand


class VisitRank(Code):
    """How high a visit is."""

    STATE = ("state", "state visit", "Staatsbesuch")
    WORKING = ("working", "working visit", "Arbeitsbesuch")


class Visit(Record):
    """Somebody visits somebody."""

    de: ClassVar[str] = "Jemand besucht jemanden."
    label_en: ClassVar[str] = "visit"
    label_de: ClassVar[str] = "Besuch"
    edges: ClassVar[tuple[EdgeRule, ...]] = (
        EdgeRule("visited", "guest", "visited_by_guest", (Status.ASSERTED,)),
    )
    columns: ClassVar[tuple[str, ...]] = ("guest", "visited_by_guest", "rank")
    look: ClassVar[Look] = Look.DIPLOMACY

    kind: Literal["visit"]
    guest: Annotated[Roles, Term("guest", "Gast", "Who comes.", "Wer kommt.")]
    visited_by_guest: Annotated[
        Roles, Term("visited", "Besuchter", "Who is visited.", "Wer besucht wird.")
    ] = ()
    rank: Annotated[
        VisitRank | None, Term("rank", "Rang", "How high it is.", "Wie hoch er ist.")
    ] = None


WITH_VISIT: tuple[type[Record], ...] = (*KINDS, Visit)


@cache
def files_of(kinds: tuple[type[Record], ...] = KINDS) -> dict[str, str]:
    return ontology_files(kinds)


def graph_of(*names: str, kinds: tuple[type[Record], ...] = KINDS) -> Graph:
    graph = Graph()
    for name in names:
        graph.parse(data=files_of(kinds)[name], format="turtle")
    return graph


@pytest.fixture(scope="session")
def triples(corpus: Corpus) -> Graph:
    """Every triple of the repository's own sources, whatever its graph."""
    lines = (f"{line.rpartition(' <')[0]} .\n" for line in quad_lines(corpus))
    return Graph().parse(data="".join(lines), format="nt")


# -- the files ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(files_of()))
def test_a_file_of_the_ontology_is_what_the_models_say(name: str) -> None:
    assert (ONTOLOGY / name).read_bytes() == files_of()[name].encode(), DRIFTED.format(name)


def test_nothing_else_lies_beside_them_but_what_is_written_by_hand() -> None:
    assert {path.name for path in ONTOLOGY.iterdir() if path.is_file()} == {
        *files_of(),
        "alignments.ttl",
    }


@pytest.mark.slow
def test_the_files_are_the_same_under_any_hash_seed(tmp_path: Path) -> None:
    written = []
    for seed in ("0", "1"):
        folder = tmp_path / seed
        ran = run(sys.executable, "-m", "kg.terms", folder, env={"PYTHONHASHSEED": seed})
        assert (ran.code, ran.out) == (0, ""), ran.err
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert written[0] == written[1]
    assert {name: content.decode() for name, content in written[0].items()} == files_of()


def test_no_file_of_ours_has_a_blank_node_but_in_lists() -> None:
    graph = graph_of("sinorus.ttl", "vocabulary.ttl")
    assert [node for node in graph.all_nodes() if not isinstance(node, URIRef | Text)] == []
    shapes = graph_of("shapes.ttl")
    unnamed = {node for node in shapes.subjects() if not isinstance(node, URIRef)}
    assert unnamed == set(shapes.subjects(RDF.first))


def test_turtle_of_ours_is_read_as_it_was_meant() -> None:
    said = 'two\nlines, a "quote" \\ and Россия'
    node = SR("sr:Sanction")
    statements: list[Statement] = [
        (node, RDFS.comment, Text(said, lang="en")),
        (node, SH["in"], (Text("x"), Text(1), Text(True))),  # noqa: FBT003
        (node, RDFS.seeAlso, URIRef("https://example.org/a b".replace(" ", "%20"))),
    ]
    graph = Graph().parse(data=turtle(statements, "a head\nof two lines"), format="turtle")
    assert graph.value(node, RDFS.comment) == Text(said, lang="en")
    (items,) = (list(graph.items(head)) for head in graph.objects(node, SH["in"]))
    assert items == [Text("x"), Text(1), Text(True)]  # noqa: FBT003


# -- what the graph holds is what the ontology says -----------------------------------------


def test_every_class_and_property_of_ours_in_the_graph_is_declared(triples: Graph) -> None:
    ontology = graph_of("sinorus.ttl")
    ours = {str(term) for pair in triples.predicate_objects() for term in pair}
    ours |= {str(node) for node in triples.objects(predicate=RDF.type)}
    used = {term for term in ours if term.startswith((str(SR("sr:")), f"{BASE}edge/"))}
    assert used - {str(subject) for subject in ontology.subjects()} == set()


def test_every_term_is_explained_in_both_languages() -> None:
    graph = graph_of("sinorus.ttl", "vocabulary.ttl")
    languages = {
        (subject, predicate): sorted(
            text.language or ""
            for text in graph.objects(subject, predicate)
            if isinstance(text, Text)
        )
        for subject in set(graph.subjects())
        for predicate in (RDFS.label, RDFS.comment, SKOS.prefLabel)
        if (subject, predicate, None) in graph
    }
    wrong = {
        pair: found
        for pair, found in languages.items()
        if set(found) != {"de", "en"} or (len(found) != 2 and f"{BASE}edge/" not in str(pair[0]))
    }
    assert wrong == {}


def test_the_values_of_a_property_are_what_its_range_says(triples: Graph) -> None:
    ontology = graph_of("sinorus.ttl")
    wrong = set()
    for name, target in ontology.subject_objects(RDFS.range):
        to_node = (name, RDF.type, OWL.ObjectProperty) in ontology
        for value in triples.objects(predicate=name):
            if isinstance(value, URIRef) != to_node:
                wrong.add((name, value))
            elif isinstance(value, Text) and str(target).endswith("langString"):
                wrong |= {(name, value)} if not value.language else set()
    assert wrong == set()


@pytest.mark.slow
def test_the_shapes_are_shapes() -> None:
    conforms, _, text = pyshacl.validate(
        Graph(), shacl_graph=graph_of("shapes.ttl"), meta_shacl=True
    )
    assert conforms, text


def test_the_context_reads_the_graph_back_without_loss(triples: Graph) -> None:
    context = json.loads(files_of()["context.jsonld"])["@context"]
    written = triples.serialize(format="json-ld", context=context, auto_compact=True)
    read = ox.parse(written, format=ox.RdfFormat.JSON_LD)  # not by what wrote it
    meant = ox.parse(triples.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
    assert {str(quad) for quad in read} == {str(triple) for triple in meant}
    record = next(node for node in json.loads(written)["@graph"] if node.get("@type") == "Sanction")
    assert {"status", "measure", "label", "qualifiedAttribution"} <= set(record)


# -- JSON Schema ----------------------------------------------------------------------------


def schema_faults(records: Any, kinds: tuple[type[Record], ...] = KINDS) -> list[str]:
    """Return where the JSON Schema of records.yaml finds fault: ``0.stage``."""
    jsonschema = pytest.importorskip("jsonschema", reason="a second reader of the JSON Schema")
    schema = json.loads(files_of(kinds)["records.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    found = jsonschema.Draft202012Validator(schema).iter_errors(records)
    return sorted(".".join(map(str, error.absolute_path)) for error in found)


THREAT = {
    "id": "threat-tariffs",
    "kind": "sanction",
    "label": {"en": "Threat of tariffs"},
    "measure": "tariff",
    "stage": "threatened",
    "imposer": "united-states",
    "target": ["china"],
    "status": "threatened",
    "modal_agent": "united-states",
    "evidence": "der Drohung, chinesische Waren mit 100 %-Zöllen zu belegen",
}


def test_records_as_people_write_them_fit_the_json_schema(sources: Path) -> None:
    file = sources / SOURCE / "records.yaml"
    assert schema_faults(read_yaml(file.read_text(encoding="utf-8"), file.name)) == []


@pytest.mark.parametrize(
    "short",
    [
        {"when": 2021},
        {"when": "2025-01/.."},
        {"when": {"edtf": "2025", "words": "2025", "derived": True}},
        {"attributed_to": "reuters"},
        {"attributed_to": [{"who": ["a", "b"], "words": "so A und B"}, "reuters"]},
        {"evidence": {"quote": "der Drohung", "nth": 2, "gloss": {"en": "the threat"}}},
        {"evidence": ["der Drohung", {"quote": "Zöllen"}]},
        {"quantity": {"value": 100, "unit": "%", "of": "rate", "words": "100 %"}},
        {"because_of": "another-record"},
        {"because_of": ["another-source/another-record"]},
    ],
)
def test_a_short_form_fits_the_json_schema(short: dict[str, Any]) -> None:
    assert schema_faults([{**THREAT, **short}]) == []


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"measure": "embargo"}, "0.measure"),
        ({"stage": "signed"}, "0.stage"),
        ({"kind": "sanctions"}, "0.kind"),
        ({"signatory": "china"}, "0"),
        ({"target": "The Chinese"}, "0.target"),
        ({"label": "Threat"}, "0.label"),
        ({"when": {"words": "2025"}}, "0.when"),
        ({"evidence": {"nth": 2}}, "0.evidence"),
    ],
)
def test_a_slip_is_found_by_the_json_schema(wrong: dict[str, Any], place: str) -> None:
    assert schema_faults([{**THREAT, **wrong}]) == [place]


# -- a new kind is one class ----------------------------------------------------------------


def test_a_new_kind_appears_in_every_file() -> None:
    owl = graph_of("sinorus.ttl", kinds=WITH_VISIT)
    visit, guest = SR("sr:Visit"), SR("sr:visitedByGuest")
    assert (visit, RDFS.subClassOf, SR("sr:Record")) in owl
    assert (visit, RDFS.comment, Text("Jemand besucht jemanden.", lang="de")) in owl
    assert (guest, RDFS.range, SR("sr:Entity")) in owl
    assert (iris.edge("asserted", "visited"), RDF.type, OWL.ObjectProperty) in owl

    rank = URIRef(f"{BASE}concept/visit-rank")
    skos = graph_of("vocabulary.ttl", kinds=WITH_VISIT)
    assert set(skos.subjects(SKOS.inScheme, rank)) == {
        iris.concept("visit-rank", "state"),
        iris.concept("visit-rank", "working"),
    }
    assert Text("Besuch: Rang", lang="de") in set(skos.objects(rank, RDFS.label))

    shacl = graph_of("shapes.ttl", kinds=WITH_VISIT)
    assert (SR("sr:VisitShape"), SH.targetClass, visit) in shacl
    assert (SR("sr:VisitShape-guest"), SH.minCount, Text(1)) in shacl

    files = files_of(WITH_VISIT)
    context = json.loads(files["context.jsonld"])["@context"]
    assert context["Visit"] == "sr:Visit"
    assert context["visitedByGuest"] == {"@id": "sr:visitedByGuest", "@type": "@id"}
    schema = json.loads(files["records.schema.json"])["$defs"]["visit"]
    assert schema["properties"]["rank"]["enum"] == ["state", "working"]
    assert "guest" in schema["required"]
    assert "- `visited` from `guest` to `visited_by_guest`; status asserted" in files["README.md"]
    assert "`working` working visit · Arbeitsbesuch" in files["README.md"]


VISIT = """\
- id: putin-in-beijing
  kind: visit
  label: {en: Visit to Beijing}
  guest: russia
  visited_by_guest: china
  rank: state
  when: 2022-02-04
  status: asserted
  evidence: Am 4. Februar 2022 besuchte Putin Beijing.
"""


def test_a_new_kind_is_read_written_derived_and_checked(make_source: Callable[..., Path]) -> None:
    corpus = read_corpus(make_source(records=VISIT), WITH_VISIT)
    lines = quad_lines(corpus, WITH_VISIT)
    record = f"<{BASE}id/record/news/putin-in-beijing>"
    russia, china = iris.entity("russia"), iris.entity("china")
    source, derived = (f"<{BASE}graph/{name}> .\n" for name in ("source/news", "derived"))
    assert f"{record} <{SR('sr:guest')}> <{russia}> {source}" in lines
    assert f"<{russia}> <{iris.edge('asserted', 'visited')}> <{china}> {derived}" in lines
    assert findings(corpus, lines, kinds=WITH_VISIT) == []
    broken = [line.replace("visit-rank/state", "visit-rank/secret") for line in lines]
    assert [finding.what for finding in findings(corpus, broken, kinds=WITH_VISIT)] == [
        "record putin-in-beijing: sr:rank: secret is none of its codes"
    ]


def test_a_record_of_a_new_kind_fits_the_json_schema() -> None:
    assert schema_faults(read_yaml(VISIT, "records.yaml"), WITH_VISIT) == []


# -- alignments, by hand ----------------------------------------------------------------------


def test_every_kind_and_class_has_an_alignment_or_a_note_that_there_is_none() -> None:
    aligned = set(Graph().parse(ONTOLOGY / "alignments.ttl").subjects())
    names = [kind.__name__ for kind in KINDS] + [code.rdf_name() for code in EntityClass]
    missing = [name for name in names if SR(f"sr:{name}") not in aligned]
    assert missing == [], "write a line for them in ontology/alignments.ttl"


def test_alignments_speak_of_terms_that_are_there_and_claim_no_sameness() -> None:
    alignments = Graph().parse(ONTOLOGY / "alignments.ttl")
    ours = set(graph_of("sinorus.ttl").subjects())
    assert set(alignments.subjects()) - ours == set()
    assert set(alignments.predicates()) <= {
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        SKOS.closeMatch,
        SKOS.editorialNote,
    }
