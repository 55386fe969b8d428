"""Asking: every form of answer, which graphs are seen, and that nothing runs away."""

import csv
import io
import json
import os
import re
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from processes import ROOT, Kg, environment, run, run_kg
from rdflib.compare import isomorphic
from rdflib.query import Result

from kg.errors import OutputError, QueryError, QueryMemory, QueryTimeout
from kg.lookup import Catalogue, values_for
from kg.questions import loose_question
from kg.store import Store, Text, Value, write_quads
from kg.store.asking import ask_into
from kg.store.child import Request
from kg.store.guard import Query
from kg.store.values import terms
from kg.terms.prefixes import BASE

A, B, CANDIDATES = f"{BASE}graph/source/a", f"{BASE}graph/source/b", f"{BASE}graph/candidates/a"
HOSTILE = (
    'a "quoted" word',
    "it's {curly} <angled> \\ back",
    "line\nbreak, tab\tand return\r",
    "عَرَبِيّ \u202e right to left",
    "e\u0301 and é, 🐼, \U000e0041",
    "a,b;c",
    "",
    '" } ; DROP ALL #',
    "''' ?s ?p ?o . SERVICE <x:y> { } '''",
)
PLAIN = (ox.Literal, ox.NamedNode)
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def literal(text: str, more: str = "") -> str:
    return str(ox.Literal(text)) + more


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of hostile literals in two sources, and a candidate."""
    build = tmp_path_factory.mktemp("small")
    s, p = "<https://example.org/é>", "<https://example.org/p>"
    values = [literal(text) for text in HOSTILE]
    values += [
        literal("Straße", "@de"),
        literal("russia", "@en-GB"),
        literal("2024-02-29", "^^<http://www.w3.org/2001/XMLSchema#date>"),
        literal("12.50", "^^<http://www.w3.org/2001/XMLSchema#decimal>"),
        literal("7", "^^<http://www.w3.org/2001/XMLSchema#integer>"),
        "<https://example.org/o?a=b#c>",
    ]
    lines = [f"{s} {p} {value} <{A}> .\n" for value in values]
    lines += [f"{s} <https://example.org/q> <{BASE}ns#x> <{B}> .\n"]
    lines += [f"{s} <https://example.org/q> <{BASE}ns#candidate> <{CANDIDATES}> .\n"]
    write_quads(build, sorted(lines))
    return Store(build)


@pytest.fixture(scope="module")
def bare(small: Store) -> ox.Store:
    return ox.Store.read_only(str(small.build / "quads"))


ALL = "SELECT ?s ?o ?none { ?s <https://example.org/p> ?o OPTIONAL { ?s <x:none> ?none } }"
TRIPLES = "CONSTRUCT WHERE { ?s <https://example.org/p> ?o }"


def as_ox(rows: Iterable[Iterable[object]]) -> list[tuple[str, ...]]:
    return sorted(tuple("" if term is None else str(term) for term in row) for row in rows)


def as_rdflib(data: bytes, form: str) -> list[tuple[str, ...]]:
    result: Any = Result.parse(io.BytesIO(data), format=form)
    return sorted(
        tuple(row[name].n3() if row.get(name) is not None else "" for name in result.vars)
        for row in result.bindings
    )


def rdflib_terms(bare: ox.Store) -> list[tuple[str, ...]]:
    rows: Any = bare.query(ALL, use_default_graph_as_union=True)
    terms_: Any = rdflib.util.from_n3
    return sorted(
        tuple("" if term is None else terms_(str(term)).n3() for term in row) for row in rows
    )


# -- forms --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "tsv", "xml"])
@pytest.mark.parametrize("limit", [None, 99])
def test_rows_come_back_as_they_are(
    small: Store, bare: ox.Store, form: str, limit: int | None
) -> None:
    answer = small.ask(ALL, form=form, limit=limit)
    read = {"json": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV}
    parsed = ox.parse_query_results(answer.content, read.get(form, ox.QueryResultsFormat.XML))
    expected = bare.query(ALL, use_default_graph_as_union=True)
    assert isinstance(parsed, ox.QuerySolutions)
    assert isinstance(expected, ox.QuerySolutions)
    assert [variable.value for variable in parsed.variables] == ["s", "o", "none"]
    assert as_ox(parsed) == as_ox(expected)


@pytest.mark.parametrize("form", ["json", "xml", "tsv"])
def test_rdflib_reads_the_rows_as_they_are(small: Store, bare: ox.Store, form: str) -> None:
    expected = rdflib_terms(bare)
    if form == "xml":  # where XML itself turns a carriage return into a line feed
        expected = sorted(tuple(cell.replace("\r", "\n") for cell in row) for row in expected)
    found = as_rdflib(small.ask(ALL, form=form).content, form)
    assert [tuple(cell.replace("\\r", "\r") for cell in row) for row in found] == [
        tuple(cell.replace("\\r", "\r") for cell in row) for row in expected
    ]


def test_rdflib_reads_csv_as_the_texts_that_it_holds(small: Store, bare: ox.Store) -> None:
    parsed: Any = Result.parse(io.BytesIO(small.ask(ALL, form="csv").content), format="csv")
    expected = bare.query(ALL, use_default_graph_as_union=True)
    assert isinstance(expected, ox.QuerySolutions)
    texts = sorted(term.value for row in expected if isinstance(term := row["o"], PLAIN))
    assert sorted(str(row.get(rdflib.Variable("o"), "")) for row in parsed.bindings) == texts


def test_csv_has_each_text_as_it_is(small: Store) -> None:
    content = small.ask(ALL, form="csv").content.decode()
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert rows[0] == ["s", "o", "none"]
    assert set(HOSTILE) <= {row[1] for row in rows[1:]}
    assert len(rows) == len(HOSTILE) + 7


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize(
    ("form", "rdflib_form"), [("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld")]
)
def test_a_graph_comes_back_as_it_is(
    small: Store, bare: ox.Store, form: str, rdflib_form: str
) -> None:
    content = small.ask(TRIPLES, form=form).content
    triples = bare.query(TRIPLES, use_default_graph_as_union=True)
    assert isinstance(triples, ox.QueryTriples)
    expected = rdflib.Graph().parse(
        data="".join(f"{triple} .\n" for triple in triples), format="nt"
    )
    assert isomorphic(rdflib.Graph().parse(data=content, format=rdflib_form), expected)
    read = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES}
    quads = ox.parse(content, format=read.get(form, ox.RdfFormat.JSON_LD))
    assert len(list(quads)) == len(expected) == len(HOSTILE) + 6


def test_turtle_is_the_same_each_time(small: Store) -> None:
    first = small.ask(TRIPLES, form="turtle").content
    assert first.startswith(b"@prefix dcat: ")
    assert {small.ask(TRIPLES, form="turtle").content for _ in range(5)} == {first}


def test_describe_gives_a_graph(store: Store) -> None:
    answer = store.ask("DESCRIBE id:tascom", form="turtle")
    graph = rdflib.Graph().parse(data=answer.content, format="turtle")
    assert answer.sort == "graph"
    assert (rdflib.URIRef(f"{BASE}id/entity/tascom"), None, None) in graph


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_yes_and_no_in_each_form(small: Store, form: str) -> None:
    yes, no = small.ask("ASK { }", form=form), small.ask("ASK { FILTER(false) }", form=form)
    assert (yes.yes, no.yes) == (True, False)
    if form in {"json", "xml"}:
        assert Result.parse(io.BytesIO(yes.content), format=form).askAnswer is True
        assert Result.parse(io.BytesIO(no.content), format=form).askAnswer is False
    else:
        assert yes.content.strip() == b"true"
    if form != "csv":  # which Oxigraph does not read, for it keeps no types
        read = ox.QueryResultsFormat.from_extension({"json": "srj", "xml": "srx"}.get(form, form))
        assert read is not None
        for answer, says in ((yes, True), (no, False)):
            told = ox.parse_query_results(answer.content, read)
            assert isinstance(told, ox.QueryBoolean)
            assert bool(told) is says


@pytest.mark.parametrize("form", ["json", "csv", "tsv", "xml"])
def test_a_limit_cuts_and_says_so(small: Store, form: str) -> None:
    count = len(HOSTILE) + 6
    assert [
        small.ask(ALL, form=form, limit=n).cut for n in (0, 1, count - 1, count, count + 1)
    ] == [
        True,
        True,
        True,
        False,
        False,
    ]


# -- graphs -------------------------------------------------------------------------------


def objects(store: Store, query: str) -> list[str]:
    return sorted(row["o"].removeprefix(f"{BASE}ns#") for row in store.rows(query))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT ?o { ?s <https://example.org/q> ?o }", ["x"]),
        ("SELECT ?o { GRAPH ?g { ?s <https://example.org/q> ?o } }", ["x"]),
        (
            f"SELECT ?o {{ GRAPH <{CANDIDATES}> {{ ?s <https://example.org/q> ?o }} }}",
            ["candidate"],
        ),
        ("SELECT ?o { GRAPH g:candidates\\/a { ?s <https://example.org/q> ?o } }", ["candidate"]),
        (f"SELECT ?o FROM <{CANDIDATES}> {{ ?s <https://example.org/q> ?o }}", ["candidate"]),
        (
            f"SELECT ?o FROM <{CANDIDATES}> FROM <{B}> {{ ?s <https://example.org/q> ?o }}",
            ["candidate", "x"],
        ),
        (f"SELECT ?o FROM <{A}> {{ ?s <https://example.org/q> ?o }}", []),
        (f"SELECT ?o FROM NAMED <{B}> {{ GRAPH ?g {{ ?s <https://example.org/q> ?o }} }}", ["x"]),
    ],
)
def test_candidates_are_seen_by_those_who_name_them(
    small: Store, query: str, found: list[str]
) -> None:
    assert objects(small, query) == found


@pytest.mark.parametrize("word", ["FROM", "FROM NAMED"])
@pytest.mark.parametrize("graph", ["file:///etc/passwd", "http://127.0.0.1/x", f"{BASE}graph/nope"])
def test_a_graph_that_is_not_there_is_an_error(small: Store, word: str, graph: str) -> None:
    with pytest.raises(QueryError, match=r"there is no graph .* nothing is fetched"):
        small.rows(f"SELECT * {word} <{graph}> {{ ?s ?p ?o }}")


# -- nothing runs away --------------------------------------------------------------------


def request(store: Store, query: str, *, timeout: float = 30, memory: int = 1 << 30) -> Request:
    return Request(str(store.build / "quads"), query, {}, "json", None, timeout, memory)


@pytest.mark.parametrize("forked", [True, False])
def test_a_forked_child_and_a_spawned_one_say_the_same(
    small: Store, tmp_path: Path, *, forked: bool
) -> None:
    asked = request(small, ALL)._replace(values=terms({"o": Text(HOSTILE[0])}))
    with (tmp_path / "answer").open("w+b") as file:
        told = ask_into(file.fileno(), asked, Query(ALL), forked=forked)
        file.seek(0)
        answer = json.loads(file.read())
    assert (told.sort, told.names, told.cut) == ("rows", ("s", "o", "none"), False)
    assert [row["o"]["value"] for row in answer["results"]["bindings"]] == [HOSTILE[0]]


@pytest.mark.parametrize("forked", [True, False])
def test_a_runaway_query_is_stopped(store: Store, tmp_path: Path, *, forked: bool) -> None:
    asked = request(store, CROSS, timeout=1)
    with (tmp_path / "answer").open("wb") as file, pytest.raises(QueryTimeout, match="1 seconds"):
        ask_into(file.fileno(), asked, Query(CROSS), forked=forked)
    assert store.rows("SELECT ?n { id:tascom sr:name ?n }") == [{"n": "Tascom"}]


@pytest.mark.parametrize("forked", [True, False])
def test_a_query_that_takes_too_much_memory_is_stopped(
    store: Store, tmp_path: Path, *, forked: bool
) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
    asked = request(store, query, memory=100 << 20)
    with (tmp_path / "answer").open("wb") as file, pytest.raises(QueryMemory, match="100 MiB"):
        ask_into(file.fileno(), asked, Query(query), forked=forked)


def children() -> set[str]:
    """Return the processes that this one has started; a browser may be among them."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {process for task in tasks for process in task.read_text().split()}


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="asks Linux for its processes")
def test_no_child_is_left_and_no_memory_kept(store: Store) -> None:
    running = children()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = store.ask_into(os.open(os.devnull, os.O_WRONLY), "SELECT * { ?s ?p ?o . ?s ?q ?r }")
    assert answer.sort == "rows"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KiB
    assert children() == running


def test_a_child_without_a_parent_ends_by_itself(store: Store) -> None:
    """The parent is killed; the timer that the system keeps for the child outlives it."""
    program = (
        "import sys; from pathlib import Path; from kg.store import Store\n"
        f"Store(Path({str(store.build)!r})).ask({CROSS!r}, timeout=1)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], env=environment())
    children: list[str] = []
    while not children:
        time.sleep(0.05)
        listed = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text()
        children = listed.split()
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 4
    while _runs(children[0]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(children[0])


def _runs(process: str) -> bool:
    """Return whether a process is there, and no zombie that nobody has waited for."""
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_child_can_open_no_socket_and_no_file(store: Store) -> None:
    """Whatever the guard might miss: the query is put to Oxigraph behind its back."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        program = f"""
import pyoxigraph as ox
from kg.store.child import Request, give_up
quads = {str(store.build / "quads")!r}
store = ox.Store.read_only(quads)
give_up(Request(quads, "", {{}}, "json", None, 9, 1 << 30))
print(len(list(store.query("SELECT * {{ GRAPH ?g {{ ?s ?p ?o }} }}"))))
for attempt in (lambda: store.query("ASK {{ SERVICE <http://127.0.0.1:{port}/> {{ }} }}"),
                lambda: open("/etc/hostname")):
    try:
        print(attempt())
    except OSError as error:
        print("refused", error)
"""
        done = run(sys.executable, "-c", program)
        with pytest.raises(TimeoutError):
            server.accept()
    lines = done.out.splitlines()
    assert lines[0] == str(store.manifest["counts"]["quads"])
    assert [line.partition(" ")[0] for line in lines[1:]] == ["refused", "refused"], done


def test_an_output_that_is_full_is_an_error(store: Store) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    with pytest.raises(OutputError, match="can't be written: No space left"):
        store.ask_into(full, "SELECT * { ?s ?p ?o }")
    os.close(full)


def test_a_reader_that_has_gone_is_no_error(store: Store) -> None:
    read, write = os.pipe()
    os.close(read)
    with pytest.raises(BrokenPipeError):
        store.ask_into(write, "SELECT * { ?s ?p ?o }")
    os.close(write)


# -- parameters ---------------------------------------------------------------------------

TYPED = """# title: every type
# param entity: entity = any
# param kind: kind = any
# param status: status = any
# param date: date = any
# param number: number = any
# param text: text = nothing
SELECT ?entity ?kind ?status ?date ?number ?text { VALUES ?x { 1 } }
"""


@pytest.fixture(scope="module")
def catalogue(store: Store) -> Catalogue:
    return Catalogue(store)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("entity", "Пекин", f"{BASE}id/entity/china"),
        ("entity", "chruschtschow", f"{BASE}id/entity/nikita-khrushchev"),
        ("entity", f"{BASE}id/entity/russia", f"{BASE}id/entity/russia"),
        ("kind", "Handelsströme", f"{BASE}ns#TradeFlow"),
        ("kind", "sanctions", f"{BASE}ns#Sanction"),
        ("kind", "trade-flow", f"{BASE}ns#TradeFlow"),
        ("status", "Alleged", f"{BASE}concept/status/alleged"),
        ("date", "2022-02-04", "2022-02-04"),
        ("date", "2022-02", "2022-02-01"),
        ("date", "197X", "1970-01-01"),
        ("number", "72.7", "72.7"),
        ("number", "235 000 000 000", "235000000000"),
        ("text", 'SERVICE " } #', 'SERVICE " } #'),
    ],
)
def test_values_are_forgiving(catalogue: Catalogue, name: str, text: str, value: str) -> None:
    values = values_for(catalogue, loose_question("typed", TYPED), {name: text})
    (row,) = catalogue.store.rows(TYPED, values)
    assert row[name] == value


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("entity", "nobody at all", "nothing is called"),
        ("entity", "Wang", "nothing is called|fits"),
        ("kind", "war-crime", "is no kind"),
        ("status", "said", "a parameter takes one"),
        ("status", "true", "is no status"),
        ("date", "yesterday", "is no date"),
        ("date", "../2022", "is open at this end"),
        ("number", "a lot", "is no number"),
        ("number", "NaN", "is no number"),
        ("nobody", "x", "has no parameter 'nobody'"),
        ("text", "\udcff", "no Unicode text"),
    ],
)
def test_a_value_of_no_such_type_is_refused(
    catalogue: Catalogue, name: str, text: str, what: str
) -> None:
    asked = loose_question("typed", TYPED)
    with pytest.raises(QueryError, match=what):
        catalogue.store.rows(TYPED, values_for(catalogue, asked, {name: text}))


ODD = st.text() | st.sampled_from([*HOSTILE, "> } <", "?x", "sr:name", "any", "\x00", "\u200f"])


@given(st.sampled_from(["entity", "kind", "status", "date", "number", "text"]), ODD)
def test_no_value_becomes_a_part_of_the_query(catalogue: Catalogue, name: str, text: str) -> None:
    """Whatever is given: a term comes back as one term, or one line says why not."""
    asked = loose_question("typed", TYPED)
    said, row = "", {name: text}
    try:
        values: dict[str, Value] = values_for(catalogue, asked, {name: text})
        (row,) = catalogue.store.rows(TYPED, values)
    except QueryError as error:
        said = str(error)
    assert not said or said.startswith((f"-p {name}: ", f"{name}: "))
    assert name != "text" or row[name] == text
    assert {*row} - {name, "text"} == set()


# -- the command line ---------------------------------------------------------------------


def test_a_table_has_short_names_and_says_whether_it_is_whole(kg: Kg) -> None:
    query = "SELECT ?status ?r { ?r a sr:Sanction ; sr:target id:china ; sr:status ?status }"
    ran = kg("query", "-e", query)
    assert ran.out.splitlines() == [
        "status      r",
        "THREATENED  rec:tdc-reverse-kissinger-2025/threat-tariffs-100",
    ]
    assert (ran.code, ran.err) == (0, "1 row, complete\n")


def test_a_table_that_is_cut_says_so(kg: Kg) -> None:
    ran = kg("query", "-e", "SELECT ?r { ?r a sr:Sanction } ORDER BY ?r", "--limit", "2")
    assert len(ran.out.splitlines()) == 3
    assert ran.err == "the first 2 rows; there are more (--limit 2)\n"


def test_ask_exits_as_grep_does(kg: Kg) -> None:
    assert kg("query", "-e", "ASK { id:russia a sr:State }")[:2] == (0, "yes\n")
    assert kg("query", "-e", "ASK { id:russia a sr:Company }")[:2] == (1, "no\n")
    no = kg("query", "-e", "ASK { id:russia a sr:Company }", "--format", "json")
    assert (no.code, json.loads(no.out)) == (1, {"head": {}, "boolean": False})


def test_a_term_that_nobody_knows_is_pointed_at(kg: Kg) -> None:
    ran = kg("query", "-e", "SELECT * { ?x a sr:Sanktion ; sr:targt id:chna }")
    assert ran.err.splitlines()[:3] == [
        "line 1, column 17: sr:Sanktion names nothing in this graph; did you mean sr:Sanction?",
        "line 1, column 31: sr:targt names nothing in this graph; did you mean sr:target?",
        "line 1, column 40: id:chna names nothing in this graph; did you mean id:china?",
    ]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELCT ?x { }", "line 1, column 1: SELCT is no word of SPARQL; did you mean SELECT?"),
        (
            "SELECT ?x\n{ ?x a skoss:C }",
            "line 2, column 8: skoss: is no prefix known here; did you mean skos:?",
        ),
        ("SELECT ?x\n{ ?x a sr:A ; ; sr:b }", "line 2, column 22: } can't stand here after sr:b"),
        ("SELECT ?x { FILTER ?x = 1 }", "line 1, column 20: ?x can't stand here after FILTER"),
        ("SELECT ?x { ?x a sr:A", "line 1, column 11: this { is never closed"),
        ("SELECT ?x { ?x a sr:A }}", "line 1, column 24: this } closes nothing"),
        ('ASK { ?x sr:name "a }', 'line 1, column 18: a string that begins with " is not closed'),
        ("ASK { ?x a <a b> }", "line 1, column 12: an IRI holds no blanks"),
        ("", "line 1, column 1: the query is empty"),
        ("ASK { ?x a sr:A } LIMIT", "line 1, column 24: the query ends too soon"),
        ("SELECT * { ?x a ?y } GROUP BY ?x", "SELECT * is not authorized with GROUP BY"),
        ("ASK { SERVICE <x:y> { } }", "line 1, column 7: SERVICE is refused"),
        ("DELETE WHERE { ?s ?p ?o }", "line 1, column 1: DELETE is refused"),
        ("ASK FROM <file:///etc/passwd> { }", "there is no graph <file:///etc/passwd>"),
    ],
)
def test_an_error_is_one_line_with_its_place(kg: Kg, query: str, said: str) -> None:
    ran = kg("query", "-e", query)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err.splitlines()[0]
    assert all(line.startswith("    ") for line in ran.err.splitlines()[1:])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-e", "ASK {}", "--format", "turtle"), "ASK can't be turtle; it can be table, json"),
        (("-e", "DESCRIBE id:x", "--format", "csv"), "it can be turtle, ntriples, jsonld"),
        (("--name", "sanction"), "did you mean sanctions?"),
        (("--name", "timeline"), "timeline needs -p actor=ENTITY (whose)"),
        (("--name", "timeline", "-p", "actor"), "write NAME=VALUE"),
        (("--name", "timeline", "-p", "actor=Nobody At All"), "-p actor: nothing is called"),
        (("-e", "ASK {}", "-p", "x=1"), "has no parameter 'x'; it has: none"),
        (("-e", "ASK {}", "--timeout", "nan"), "a timeout of nan seconds leaves no time"),
        *(
            (("-e", "ASK {}", option, value), "is not in the range")
            for option, value in (
                ("--timeout", "inf"),
                ("--max-memory", "9" * 18),
                ("--limit", "9" * 20),
            )
        ),
        ((), "write a FILE"),
        (("-e", "ASK {}", "--name", "sanctions"), "write a FILE"),
        (("no-such-file.rq",), "no-such-file.rq: can't be read"),
        (("ASK { ?s ?p ?o }",), "for SPARQL right here, write -e before it"),
    ],
)
def test_what_can_t_be_asked_is_refused(kg: Kg, arguments: tuple[str, ...], said: str) -> None:
    ran = kg("query", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_file_may_have_parameters(kg: Kg, tmp_path: Path) -> None:
    file = tmp_path / "goods.rq"
    file.write_text(
        "# any comment\n# param seller: entity -- who sells\n"
        "SELECT ?seller ?value { ?r sr:exporter ?seller ; sr:value ?value ; sr:unit 'USD' }\n"
        "ORDER BY ?value\n",
        encoding="utf-8",
    )
    ran = kg("query", file, "-p", "seller=Volksrepublik China")
    assert ran.out.split() == ["value", "72700000000", "110000000000"]
    assert ran.err == "seller: id:china\n2 rows, complete\n"
    parameter_elsewhere = kg(
        "query", "-", "-p", "a=China", typed="# param a: entity\nSELECT ?r { ?r sr:involves ?a }"
    )
    assert "?a can't be set" in parameter_elsewhere.err


def test_an_answer_goes_into_a_file_whole_or_not_at_all(kg: Kg, tmp_path: Path) -> None:
    for form in ("table", "csv"):
        kg(
            "query",
            "-e",
            "SELECT ?n { id:tascom sr:name ?n }",
            "--format",
            form,
            "-o",
            tmp_path / form,
        )
    assert (tmp_path / "table").read_text() == "n\nTascom\n"
    assert (tmp_path / "csv").read_bytes() == b"n\r\nTascom\r\n"
    big = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    ran = kg("query", "-e", big, "--format", "csv", "--timeout", "1", "-o", tmp_path / "big")
    assert ran.code == 2
    assert sorted(file.name for file in tmp_path.iterdir()) == ["csv", "table"]


def test_queries_are_listed_with_their_parameters(kg: Kg) -> None:
    listed = kg("queries").out.splitlines()
    assert re.split("  +", listed[0]) == ["name", "title", "parameters"]
    assert any(line.startswith("trade ") and "[exporter]" in line for line in listed)
    found = {item["name"]: item for item in json.loads(kg("queries", "--format", "json").out)}
    assert found["said-by"]["parameters"] == [
        {"name": "speaker", "type": "entity", "default": None, "meaning": "who says so"}
    ]


def test_one_query_is_printed_with_an_example(kg: Kg) -> None:
    ran = kg("queries", "said-by")
    assert ran.out == (ROOT / "kg" / "queries" / "said-by.rq").read_text(encoding="utf-8")
    assert ran.err == "Example: kg query --name said-by -p speaker=China\n"
    assert kg("queries", "nobody").code == 2


@pytest.mark.slow
def test_after_a_runaway_query_the_next_one_answers(store_folder: Path, sources: Path) -> None:
    places = {"KG_STORE": str(store_folder), "KG_SOURCES": str(sources)}
    ran = run_kg("query", "-e", CROSS, "--timeout", "3", env=places)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "stopped after 3 seconds; narrow the query, or raise the timeout\n"
    assert run_kg("query", "-e", "ASK { id:russia ?p ?o }", env=places).out == "yes\n"


@pytest.mark.slow
def test_a_reader_may_go_before_the_end(store_folder: Path, sources: Path) -> None:
    command = f"'{sys.executable}' -m kg query -e 'SELECT * {{ ?s ?p ?o }}' --format csv | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        capture_output=True,
        env=environment(KG_STORE=str(store_folder), KG_SOURCES=str(sources)),
        check=False,
    )
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (0, 1, b"")
