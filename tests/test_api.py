"""The Python API: what `import kg` gives to scripts and notebooks."""

import csv
import doctest
import io
import json
import pickle
import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas
import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT, SOURCE
from IPython.core.formatters import DisplayFormatter
from processes import Kg, run
from rdflib import XSD, Dataset, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.processor import SPARQLProcessor

import kg as api
from kg.api import IRI, Graph
from kg.build import build_store
from kg.corpus import Corpus
from kg.exchange.table import csv_table
from kg.store import Store, write_quads
from kg.store.bridge import dataset as bridged
from kg.terms.prefixes import BASE

WAFANGDIAN = "die angeblich Wälzlager an das russische Transportunternehmen Tascom liefert"
SUPPLY = "supply-wafangdian-tascom"
HOSTILE = "<script>alert(1)</script> & \u202e«evil» \x1b[31m"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def graph(store_folder: Path) -> Graph:
    return api.open(store_folder)


@pytest.fixture(scope="module")
def dataset(graph: Graph) -> Dataset:
    return graph.rdflib()


def column(result: Any) -> list[Any]:
    """Return the first column of what rdflib gave."""
    return [row[0] for row in result]


def ids(found: Any) -> list[str]:
    return [record.id for record in found]


# -- opening ------------------------------------------------------------------------------


def test_the_example_in_the_readme_runs(
    store_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KG_STORE", str(store_folder))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = readme.split("```python\n")[1].split("```")[0]
    exec(compile(code, "README.md", "exec"), {})
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "瓦房店轴承股份有限公司 stands in 3 records"
    assert said[1].startswith("planned 2023-12 nach der US-Ankündigung im Dezember 2023, ")
    assert said[3:5] == [
        "2021 72700000000 USD asserted rec:tdc-reverse-kissinger-2025/trade-china-exports-2021",
        "2023 110000000000 USD asserted rec:tdc-reverse-kissinger-2025/trade-china-exports-2023",
    ]


@pytest.mark.parametrize("name", ["answers", "found", "graph"])
def test_the_examples_in_the_docstrings_are_right(
    name: str, store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE", str(store_folder))
    module = import_module(f"kg.api.{name}")
    runner = doctest.DocTestRunner(verbose=False)
    for found in doctest.DocTestFinder().find(module):
        for example in found.examples:  # skipped elsewhere, where there is no store
            example.options.pop(doctest.SKIP, None)
        runner.run(found)
    assert runner.summarize() == (0, runner.tries)
    assert runner.tries > 0


def test_a_graph_is_opened_by_path_or_text_in_either_language(store_folder: Path) -> None:
    for place in (store_folder, str(store_folder)):
        assert repr(api.open(place)) == "<kg.Graph: 339 records of 1 source, 171 entities>"
    german = api.open(store_folder, lang="de").find("Wafangdian")
    assert "Unternehmen" in repr(german)


def test_what_can_not_be_opened_is_one_clear_error(tmp_path: Path, store_folder: Path) -> None:
    with pytest.raises(api.NoStore, match="there is no graph here yet; run kg build"):
        api.open(tmp_path)
    with pytest.raises(api.KgError, match="no language 'fr'; one of en, de"):
        api.open(store_folder, lang="fr")


def test_every_error_is_reached_by_its_name() -> None:
    names = [name for name in api.__all__ if name[0].isupper()]
    errors = [getattr(api, name) for name in names if name not in {"Graph", "IRI"}]
    assert len(errors) == 9
    assert all(issubclass(error, api.KgError) for error in errors)


# -- lookups ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Peking", "Пекин", "北京", "China"])
def test_find_knows_a_name_in_any_script(graph: Graph, name: str) -> None:
    assert graph.find(name)[0].line["id"] == "china"


@pytest.mark.parametrize("words", ["Xi visited Moscow", "Peking", "Wafangdien", "Wangyi Tascom"])
def test_a_few_words_find_what_the_command_finds(graph: Graph, kg: Kg, words: str) -> None:
    told = json.loads(kg("find", words, "--format", "json").out)["results"]
    assert [hit.line["id"] for hit in graph.find(words)] == [each["id"] for each in told]
    assert bool(told) is (words != "Wangyi Tascom")  # nobody here is called Wang Yi


def test_a_sentence_finds_what_the_command_finds(graph: Graph, kg: Kg) -> None:
    sentence = "Wafangdian liefert Wälzlager an Tascom"
    found = [hit.line["id"] for hit in graph.find(sentence)]
    told = json.loads(kg("find", sentence, "--format", "json").out)["results"]
    assert found == [each["id"] for each in told]
    assert found[0] == f"{SOURCE}/{SUPPLY}"
    assert "near the sentence, Wafangdian, Wälzlager, Tascom" in repr(graph.find(sentence, limit=1))


def test_a_hit_can_be_asked_with_and_no_hit_is_a_no_of_so_much(graph: Graph) -> None:
    tascom = graph.find("Tascom")[0]
    assert graph.show(tascom)["id"] == "tascom"
    assert ids(graph.records(recipient=tascom)) == [SUPPLY]
    assert repr(graph.find("Xyzzyq")).splitlines() == [
        "0 hits",
        "nothing found in 339 records of 1 source: “Xyzzyq”",
        "What a source leaves out may still be so.",
    ]
    with pytest.raises(api.KgError, match=r"give what graph\.records\(…\) gave"):
        graph.network("trade", list(graph.records("supply")))  # type: ignore[arg-type]


def test_show_gives_the_stable_line_as_the_command_does(graph: Graph, kg: Kg) -> None:
    for name in ("Wafangdian", "supply-wafangdian-tascom"):
        assert graph.show(name) == json.loads(kg("show", name, "--format", "json").out)
    assert graph.show(graph.records("supply", status="alleged")[0])["status"] == "alleged"


def test_a_name_that_fits_nothing_or_several_is_refused(graph: Graph) -> None:
    with pytest.raises(api.NothingFound, match="Xi Jinping"):
        graph.show("Xi Jinpng Jr")
    with pytest.raises(api.Ambiguous, match="which one"):
        graph.show("Ministry")


# -- records ------------------------------------------------------------------------------


def test_records_are_those_that_were_written(graph: Graph, corpus: Corpus) -> None:
    def by_id(records: Any) -> list[Any]:
        return sorted(records, key=lambda record: str(record.whole_id))

    found = graph.records()
    assert len(found) == 339
    assert by_id(found) == by_id(corpus.records())
    assert (found.possible, found.undated) == ((), ())


FILTERS: list[tuple[dict[str, Any], tuple[object, ...]]] = [
    ({"kind": "sanction"}, ("sanction",)),
    ({"kind": ["Sanktionen", "supply"], "status": "said"}, ("sanction", "supply", "--status=said")),
    ({"kind": "sanction", "imposer": "USA"}, ("sanction", "--imposer", "USA")),
    ({"actor": ["Peking", "Russland"]}, ("--actor", "Peking", "--actor", "Russland")),
    ({"said_by": "Reuters", "status": ["reported", "alleged"]}, ("--said-by", "Reuters")),
    ({"kind": "trade-flow", "since": 2022}, ("trade-flow", "--since", "2022")),
    ({"since": date(2022, 2, 4), "until": "2022-02"}, ("--since=2022-02-04", "--until=2022-02")),
    ({"as_of": 2014, "kind": "sanction"}, ("sanction", "--as-of", "2014")),
    ({"unnamed_sources": True, "source": SOURCE}, ("--unnamed-sources", "--source", SOURCE)),
    ({"actor": "China", "with_firms": True}, ("--actor=China", "--with-firms")),
    ({"place": "Japanisches Meer"}, ("--place", "Japanisches Meer")),
    ({"about": "GLONASS"}, ("--about", "GLONASS")),
]


@pytest.mark.parametrize(("filters", "command"), FILTERS, ids=lambda given: str(given)[:40])
def test_filters_mean_what_they_mean_on_the_command_line(
    graph: Graph, kg: Kg, filters: dict[str, Any], command: tuple[object, ...]
) -> None:
    if filters.get("status") == ["reported", "alleged"]:
        command = (*command, "--status", "unconfirmed")
    found = graph.records(**filters)
    printed = json.loads(kg("list", *command, "--format", "json").out)["results"]
    assert [line["id"] for line in printed] == [record.whole_id for record in found]
    assert printed


def test_a_date_filter_has_three_answers(graph: Graph) -> None:
    every, found = graph.records("sanction"), graph.records("sanction", since=2023)
    assert ids(found.possible) == ["sanction-western-2014"]  # "2014/..": no end is given
    assert ids(found.certain) == ["sanction-secondary-announced-2023", "sanction-wafangdian"]
    before = {record.id for record in every if record.when and record.when.edtf < "2014"}
    dated = {record.id for record in every if record.when}
    assert {record.id for record in found} == dated - before
    assert {record.id for record in found.undated} == {record.id for record in every} - dated
    assert "16 more have no date: .undated" in repr(found)


def test_an_empty_answer_says_what_was_searched_and_what_is_near(graph: Graph) -> None:
    found = graph.records("sanction", target="HEAD Aerospace")
    assert len(found) == 0
    assert "nothing found in 339 records" in repr(found)
    assert repr(found).endswith("What a source leaves out may still be so.")


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"kind": "sanktoin"}, "'sanktoin' is no kind; one of agreement"),
        ({"stauts": "alleged"}, "no option or role 'stauts' here; roles: about"),
        ({"actor": "Nobody At All"}, "nothing is called 'Nobody At All'"),
        ({"since": "long ago"}, "'long ago' is no date; write 2022, 2022-02 or 2022-02-04"),
        ({"since": 2024, "until": 2020}, r"2024 \(since\) lies after 2020 \(until\)"),
        ({"source": "pravda"}, "no source 'pravda'; there is: tdc"),
        ({"since": 20.5}, "'20.5' is no date"),
        ({"actor": object()}, "can't be asked with"),
        ({"actor": "\ud800"}, "this is no Unicode text"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(
    graph: Graph, filters: dict[str, Any], message: str
) -> None:
    with pytest.raises(api.KgError, match=message):
        graph.records(**filters)


# -- SPARQL -------------------------------------------------------------------------------


def test_values_are_those_of_python(graph: Graph) -> None:
    answer = graph.query(
        """SELECT (1 AS ?int) (1.50 AS ?decimal) (1e0 AS ?double) (true AS ?bool)
             ("2022-02-04"^^xsd:date AS ?day) ("2022-02-04T10:00:00"^^xsd:dateTime AS ?moment)
             (st:alleged AS ?ours) (<http://x.example/> AS ?theirs) ("Öl"@de AS ?text)
             ("many"^^xsd:integer AS ?odd) ?nothing {}"""
    )
    assert answer[0] == {
        "int": 1,
        "decimal": Decimal("1.50"),
        "double": 1.0,
        "bool": True,
        "day": date(2022, 2, 4),
        "moment": datetime(2022, 2, 4, 10),  # noqa: DTZ001 - as written, without a zone
        "ours": "st:alleged",
        "theirs": "http://x.example/",
        "text": "Öl",
        "odd": "many",
        "nothing": None,
    }
    assert [type(answer[0][name]) for name in ("int", "decimal", "bool")] == [int, Decimal, bool]
    ours = pickle.loads(pickle.dumps(answer[0]["ours"]))
    assert (ours, ours.full) == ("st:alleged", f"{BASE}concept/status/alleged")
    assert (answer.names[:2], len(answer), bool(answer)) == (("int", "decimal"), 1, True)


def test_a_named_query_takes_forgiving_parameters(graph: Graph) -> None:
    answer = graph.query("trade", exporter="Peking", importer="Russland", since=2022)
    assert [(row["value"], row["unit"]) for row in answer] == [(Decimal(110_000_000_000), "USD")]
    assert dict(answer.values) == {
        "exporter": f"{BASE}id/entity/china",
        "importer": f"{BASE}id/entity/russia",
        "since": date(2022, 1, 1),
    }
    again = graph.query("trade", exporter=answer[0]["exporter"], since=date(2022, 1, 1))
    assert again[:] == answer[:]
    assert len(graph.query("figures-above", least=Decimal(89), unit="%")) > 0
    assert {asked.name for asked in graph.queries()} >= {"trade", "figures-above"}


def test_an_answer_that_is_cut_says_so(graph: Graph) -> None:
    query = "SELECT ?r { ?r a sr:Share }"
    cut, whole = graph.query(query, limit=3), graph.query(query)
    assert (len(cut), cut.complete, len(whole), whole.complete) == (3, False, 12, True)
    assert "3 rows, cut: there are more (limit)" in repr(cut)
    assert "12 rows, complete" in repr(whole)


def test_ask_is_a_yes_or_no_and_doubts_a_misspelt_term(graph: Graph) -> None:
    assert graph.query("ASK { ?r a sr:Sanction }")
    no = graph.query("ASK { ?r a sr:Sanctoin }")
    assert not no
    assert "did you mean sr:Sanction?" in no.notes[0]
    assert repr(no).startswith("no\n")


def test_construct_gives_a_graph(graph: Graph, corpus: Corpus) -> None:
    answer = graph.query("CONSTRUCT { ?r a sr:Supply } WHERE { ?r a sr:Supply }")
    supplies = {record.whole_id for record in corpus.records() if record.kind == "supply"}
    assert {str(subject) for subject in answer.graph.subjects()} == {
        f"{BASE}id/record/{name}" for name in supplies
    }
    assert (len(answer), bool(answer)) == (len(supplies), True)
    for wrong in (lambda: answer[0], lambda: graph.query("ASK {}").graph):
        with pytest.raises(api.QueryError, match="graph"):
            wrong()


@pytest.mark.parametrize(
    ("query", "options", "message"),
    [
        ("INSERT DATA { <a:a> <a:b> <a:c> }", {}, "INSERT is refused"),
        ("SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }", {}, "SERVICE is refused"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", {}, "nothing is fetched"),
        ("SELECT * { ?s ?p }", {}, "line 1, column 18"),
        ("sanctoins", {}, "did you mean sanctions?"),
        ("sanctions", {"traget": "China"}, "sanctions has no parameter 'traget'"),
        ("timeline", {}, r"^timeline needs actor=ENTITY \(whose\)$"),
        ("timeline", {"actor": "Nobody At All"}, "^actor: nothing is called"),
        ("ASK {}", {"timeout": 0}, "timeout is 0; it can be from 0.1"),
        ("ASK {}", {"max_memory": 1}, "max_memory is 1"),
        ("ASK {}", {"max_memory": 10**12}, "it can be from 16 to 1000000000"),
        *(("ASK {}", {"timeout": float(t)}, f"timeout is {t}") for t in ("nan", "inf")),
        ("ASK {}", {"limit": -1}, "limit is -1"),
    ],
)
def test_what_can_not_be_asked_is_one_clear_error(
    graph: Graph, query: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(api.QueryError, match=message):
        graph.query(query, **options)


def test_threads_may_share_a_graph_and_a_query_is_stopped_there_too(graph: Graph) -> None:
    alone = [row["record"] for row in graph.query("sanctions")]

    def asked(_: int) -> tuple[list[Any], str, Any]:
        rows = [row["record"] for row in graph.query("sanctions")]  # spawned: a thread is at work
        return rows, graph.find("Peking")[0].line["id"], graph.show("Tascom")["id"]

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(asked, range(2))) == [(alone, "china", "tascom")] * 2
        runaway = threads.submit(graph.query, CROSS, timeout=0.5)
        stopped = runaway.exception()
    assert isinstance(stopped, api.QueryTimeout)
    assert str(stopped) == "stopped after 0.5 seconds; narrow the query, or raise the timeout"


ALONE = f"""
import sys, threading, kg
light = sorted(sys.modules.keys() & {{"sqlite3", "pyoxigraph"}})
graph = kg.open(sys.argv[1])
supplies = graph.query("SELECT ?r {{ ?r a sr:Supply }}")
found = [graph.find("Peking")[0].line["id"], graph.show("Tascom")["id"], len(supplies)]
try:
    graph.query({CROSS!r}, timeout=0.5)
except kg.QueryTimeout as error:
    found.append(type(error).__name__)
heavy = sorted(sys.modules.keys() & {{"networkx", "pandas", "pydantic", "rdflib", "subprocess"}})
print(light, found, threading.active_count(), heavy)
"""


def test_a_script_forks_and_loads_no_heavy_library_before_it_needs_it(store_folder: Path) -> None:
    ran = run(sys.executable, "-c", ALONE, store_folder)  # subprocess is for spawning
    assert ran.out == "[] ['china', 'tascom', 11, 'QueryTimeout'] 1 []\n"


# -- pandas -------------------------------------------------------------------------------


def test_records_become_a_frame_as_the_export_has_them(graph: Graph) -> None:
    found = graph.records("trade-flow")
    frame = found.to_pandas()
    lines = csv_table(graph.catalogue, found.lines, "rfc4180")
    exported = list(csv.reader(io.StringIO(lines)))[1:]
    assert [list(frame["id"]), list(frame["said_by"])] == [
        [row[0] for row in exported],
        [row[list(frame.columns).index("said_by")] for row in exported],
    ]
    china = frame.set_index("id").loc[f"{SOURCE}/trade-china-exports-2021"]
    assert (china["exporter"], china["importer"], china["status"]) == (
        "China",
        "Russia",
        "asserted",
    )
    assert (china["value"], china["unit"]) == (72_700_000_000, "USD")
    assert china["earliest"] == pandas.Timestamp("2021-01-01")
    assert "inside" not in frame


def test_a_frame_says_what_is_only_possibly_inside_and_what_has_no_date(graph: Graph) -> None:
    found = graph.records("sanction", since=2023)
    frame = found.to_pandas()
    assert frame["inside"].value_counts().to_dict() == {
        "undated": 16,
        "certainly": 2,
        "possibly": 1,
    }
    assert list(frame["status"][frame["inside"] == "certainly"]) == ["PLANNED", "asserted"]


def test_an_answer_becomes_a_frame(graph: Graph) -> None:
    frame = graph.query(
        "SELECT ?r ?value ?from { ?r a sr:Share ; sr:value ?value OPTIONAL { ?r sr:earliest ?from }"
        " FILTER(?value >= 90) }"
    ).to_pandas()
    assert frame["value"].tolist() == [90.0]
    assert frame["from"].tolist() == [pandas.Timestamp("2023-01-01")]
    old = graph.query('SELECT ("0989-01-01"^^xsd:date AS ?day) {}').to_pandas()
    assert str(old["day"][0]) == "0989-01-01 00:00:00"
    assert graph.query("SELECT ?a { FILTER(false) }").to_pandas().columns.tolist() == ["a"]


def test_without_pandas_the_error_says_what_to_install(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(api.KgError, match=r"pip install 'sino-russian-kg\[notebook\]'"):
        graph.records("supply").to_pandas()


# -- a notebook ---------------------------------------------------------------------------


def shown(thing: Any) -> tuple[str, str]:
    """Return the text and the HTML that a notebook gets."""
    data, _ = DisplayFormatter().format(thing)  # type: ignore[no-untyped-call]
    return data["text/plain"], data["text/html"]


def test_a_notebook_shows_status_speaker_and_quote(graph: Graph) -> None:
    for thing in (graph.show("supply-wafangdian-tascom"), graph.records("supply")):
        text, html = shown(thing)
        assert "ALLEGED" in text
        assert "<td>ALLEGED</td>" in html
        assert f"<td>«{WAFANGDIAN}»" in html
    query = "SELECT ?status ?quote { ?r a sr:Supply ; sr:status ?status ; sr:quote ?quote }"
    _, html = shown(graph.query(query))
    assert f"<tr><td>ALLEGED</td><td>«{WAFANGDIAN}»</td></tr>" in html
    text, html = shown(graph.find("supply of components"))
    assert "supply, asserted" in text
    assert "<td>supply, asserted</td>" in html
    assert "<td>HYPOTHETICAL</td>" in shown(graph)[1]
    assert "<caption>yes</caption>" in shown(graph.query("ASK {}"))[1]


def test_hostile_names_reach_no_markup_and_no_terminal(
    make_source: Callable[..., Path], tmp_path: Path
) -> None:
    record = {
        "id": "visit",
        "kind": "event",
        "label": {"en": HOSTILE},
        "participant": "russia",
        "status": "planned",
        "evidence": "Am 4. Februar 2022 besuchte Putin Beijing",
    }
    entities = [
        {"id": "russia", "class": "state", "name": {"en": HOSTILE}},
        {"id": "the-authors", "class": "unnamed_source", "name": {"en": "the authors"}},
    ]
    build_store(make_source(records=(record,), entities=entities), tmp_path / "store")
    small = api.open(tmp_path / "store")
    everything = [
        small.find("script"),
        small.show("russia"),
        small.show("visit"),
        small.records(),
        small.query("SELECT ?name ?status { ?r sr:name ?name OPTIONAL { ?r sr:status ?status } }"),
        small.query("CONSTRUCT { ?r sr:name ?name } { ?r sr:name ?name . ?r sr:status ?s }"),
    ]
    for thing in everything:
        text, html = shown(thing)
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; ⟨U+202E⟩" in html
        assert [sign for sign in ("<script", "\x1b", "\u202e") if sign in html] == []
        assert HOSTILE[:8] in text
        assert not {"\x1b", "\u202e"} & set(text)


# -- NetworkX -----------------------------------------------------------------------------


def test_a_network_in_each_projection_carries_what_is_promised(graph: Graph) -> None:
    records = graph.network()
    assert {about["sort"] for _, about in records.nodes(data=True)} == {"entity", "record"}
    for *_, about in records.edges(data=True):
        assert about.keys() >= {"role", "kind", "status", "polarity"}
    for name in ("actors", "trade", "sanctions", "ties"):
        made = graph.network(name)
        assert made.graph.keys() >= {"projection", "statuses", "groups", "left_out", "undated"}
        assert made.number_of_edges() > 0
        for _, _, key, about in made.edges(keys=True, data=True):
            assert key == f"{about['status']}#{about['kind']}"
            assert about.keys() >= {"weight", "contested", "records"}
            assert about["status"] in {"asserted", "reported", "alleged"}
    assert graph.network("trade").has_edge("wafangdian-bearing", "tascom", key="alleged#supply")


def test_a_network_is_made_of_chosen_records(graph: Graph) -> None:
    found = graph.records("supply", status=["alleged", "planned"])
    trade = graph.network("trade", found)
    assert [about["records"] for *_, about in trade.edges(data=True)] == [
        (f"{SOURCE}/supply-wafangdian-tascom",)
    ]
    whole = graph.network("records", found)
    nodes = {node for node, about in whole.nodes(data=True) if about["sort"] == "record"}
    assert nodes == {record.whole_id for record in found}
    assert all(whole.degree(node) for node in whole)
    dated = graph.records("sanction", since=2023)
    assert len(graph.network("sanctions", dated).graph["undated"]) == 16
    with pytest.raises(api.KgError, match="no projection 'x'; one of records, actors, trade"):
        graph.network("x")
    with pytest.raises(api.KgError, match="'denied' ties nobody"):
        graph.network("trade", status="denied")


# -- rdflib -------------------------------------------------------------------------------


def test_rdflib_sees_the_same_graph(graph: Graph, dataset: Dataset, corpus: Corpus) -> None:
    counts = graph.store.manifest["counts"]
    assert len(dataset) == counts["quads"] == sum(len(part) for part in dataset.graphs())
    china = URIRef(f"{BASE}id/entity/china")
    every = graph.store.graph_file.read_text(encoding="utf-8").splitlines()
    written = "\n".join(line for line in every if line.startswith(china.n3()))
    expected = set(Dataset().parse(data=written, format="nquads").quads())
    assert set(dataset.quads((china, None, None, None))) == expected
    rows = dataset.query("SELECT ?r { ?r a sr:Supply }")
    supplies = {record.whole_id for record in corpus.records() if record.kind == "supply"}
    assert set(map(str, column(rows))) == {f"{BASE}id/record/{name}" for name in supplies}
    part = dataset.graph(f"{BASE}graph/derived")
    assert len(rdflib.Graph().parse(data=part.serialize(format="turtle"))) == len(part) > 0


def test_rdflib_asks_with_its_own_prefixes_and_bindings(dataset: Dataset) -> None:
    name = URIRef(f"{BASE}ns#name")
    query = "SELECT ?who ?name { ?who sr:name ?name FILTER NOT EXISTS { ?who foaf:nick ?n } }"
    tascom = {"name": Literal("Tascom")}
    assert column(dataset.query(query, initBindings=tascom)) == [URIRef(f"{BASE}id/entity/tascom")]
    ours = {"x": f"{BASE}id/entity/"}
    query = "SELECT ?n { x:tascom sr:name ?n }"
    assert column(dataset.query(query, initNs=ours)) == [Literal("Tascom")]
    assert (None, name, Literal("Tascom")) in dataset
    assert dataset.query("ASK { FILTER(false) }").askAnswer is False
    assert len(dataset.query("DESCRIBE id:tascom").graph or ()) > 0
    with pytest.raises(api.QueryError, match="can't be bound"):
        dataset.query("SELECT ?n {}", initBindings={"n": Literal("Tascom", lang="de")})
    with pytest.raises(api.QueryError, match="nope: is no prefix known here"):
        dataset.query("SELECT ?n { ?x nope:nick ?n }")


@pytest.fixture(scope="module")
def waiting() -> Iterator[socket.socket]:
    """A socket that listens: whoever fetched something from it would be seen."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


@pytest.fixture
def bait(tmp_path: Path) -> str:
    file = tmp_path / "bait.ttl"
    file.write_text("<https://x.example/s> <https://x.example/p> 'bait' .", encoding="utf-8")
    return file.as_uri()


def address_of(server: socket.socket) -> str:
    return f"http://127.0.0.1:{server.getsockname()[1]}/"


processor: Callable[[Dataset], Any] = SPARQLProcessor
FROM = "SELECT ?o FROM <{}> {{ ?s ?p ?o }}"
TRIPLE = (URIRef("a:a"), URIRef("a:b"), URIRef("a:c"))
WAYS_OUT: dict[str, Callable[[Dataset, str], Any]] = {
    "from": lambda data, at: data.query(FROM.format(at)),
    "from named": lambda data, at: data.query(FROM.format(at).replace("FROM", "FROM NAMED")),
    "rdflib's engine": lambda data, at: data.query(FROM.format(at), use_store_provided=False),
    "its processor": lambda data, at: processor(data).query(FROM.format(at)),
    "prepared": lambda data, at: data.query(prepareQuery(FROM.format(at))),
    "service": lambda data, at: data.query(f"SELECT * {{ SERVICE <{at}> {{ ?s ?p ?o }} }}"),
    "in a graph": lambda data, at: data.graph(f"{BASE}graph/derived").query(FROM.format(at)),
    "load": lambda data, at: data.update(f"LOAD <{at}>"),
    "parse": lambda data, at: data.parse(at, format="turtle"),
    "parse into a graph": lambda data, at: data.graph(f"{BASE}graph/derived").parse(at),
    "parse into the default": lambda data, at: data.default_graph.parse(at, format="turtle"),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS_OUT)
def test_rdflib_reads_no_file_and_asks_no_network(
    dataset: Dataset, waiting: socket.socket, bait: str, way: str
) -> None:
    for place in (bait, address_of(waiting)):
        with pytest.raises(api.KgError):
            WAYS_OUT[way](dataset, place)
    with pytest.raises(BlockingIOError):
        waiting.accept()


def test_by_itself_rdflib_reads_that_file_and_asks_that_network(bait: str) -> None:
    bare = Dataset()
    assert column(bare.query(FROM.format(bait))) == [Literal("bait")]
    with ThreadPoolExecutor(1) as threads, socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        asked = threads.submit(bare.query, FROM.format(address_of(server)))
        connection, _ = server.accept()
        server.close()  # it tries again, as another format
        connection.close()
        assert asked.exception(5) is not None


WRITES: dict[str, Callable[[Dataset], Any]] = {
    "add": lambda data: data.add(TRIPLE),
    "set": lambda data: data.set(TRIPLE),
    "addN": lambda data: data.addN([(*TRIPLE, data.default_graph)]),
    "remove": lambda data: data.remove((None, None, None)),  # type: ignore[arg-type]
    "update": lambda data: data.update("DELETE WHERE { ?s ?p ?o }"),
    "add to a graph": lambda data: data.graph(f"{BASE}graph/derived").add(TRIPLE),
    "update a graph": lambda data: data.graph(f"{BASE}graph/derived").update("CLEAR ALL"),
    "remove a graph": lambda data: data.remove_graph(URIRef(f"{BASE}graph/derived")),
    "make a graph": lambda data: data.graph(),
    "destroy": lambda data: data.destroy(str(ROOT / "nothing")),
    "open another": lambda data: data.open(str(ROOT / "nothing")),
}


@pytest.mark.parametrize("way", WRITES)
def test_rdflib_writes_nothing(dataset: Dataset, way: str) -> None:
    with pytest.raises(api.ReadOnly, match="the graph is read, never written"):
        WRITES[way](dataset)
    assert len(dataset) > 0


def test_a_query_of_rdflib_is_stopped_too(graph: Graph) -> None:
    with pytest.raises(api.QueryTimeout, match="narrow the query, or raise the timeout"):
        graph.rdflib(timeout=0.3).query(CROSS)


def test_a_graph_that_is_not_there_is_an_error(dataset: Dataset) -> None:
    for ask in (dataset.graph, lambda name: dataset.query(FROM.format(name))):
        with pytest.raises(api.QueryError, match=r"there is no graph <https://x\.example/>"):
            ask("https://x.example/")


def test_rdflib_locks_nothing_and_leaves_no_trace(store: Store, tmp_path: Path) -> None:
    build = tmp_path / "build-1"
    build.mkdir()
    lines = store.graph_file.read_text(encoding="utf-8").splitlines(keepends=True)
    write_quads(build, lines[:100])

    def traces() -> set[tuple[str, int, int]]:
        files = [*build.rglob("*")]
        return {(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files}

    before = traces()
    opened = bridged(Store(build), timeout=5, memory=1 << 30)
    assert len(opened) == len(list(opened.quads())) == 100
    assert traces() == before
    ox.Store(build / "quads").add(ox.Quad(*(ox.NamedNode("a:a") for _ in range(4))))
    assert len(opened) == 100


def test_candidates_are_in_rdflib_s_default_graph_no_more_than_in_ours(tmp_path: Path) -> None:
    lines = [
        f'<https://x.example/{name}> <https://x.example/p> "o" <{BASE}graph/{name}/a> .\n'
        for name in ("source", "candidates")
    ]
    write_quads(tmp_path, lines)
    opened = bridged(Store(tmp_path), timeout=5, memory=1 << 30)
    reviewed = URIRef("https://x.example/source")
    assert {subject for subject, *_ in opened.quads()} == {reviewed}
    assert {subject for subject, _, _ in opened.triples((None, None, None))} == {reviewed}
    assert column(opened.query("SELECT ?s { ?s ?p ?o }")) == [reviewed]
    assert len(opened) == 1
    named = URIRef(f"{BASE}graph/candidates/a")
    assert named not in {part.identifier for part in opened.graphs()}
    assert len(opened.graph(named)) == 1
    assert list(opened.objects()) == [Literal("o")]


def test_an_iri_is_short_and_whole() -> None:
    assert (IRI(f"{XSD}date"), IRI(f"{XSD}date").full) == ("xsd:date", f"{XSD}date")
