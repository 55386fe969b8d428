"""The command line: exit codes, what goes where, and what a person may do wrong."""

import csv
import io
import json
import os
import pty
import re
import shlex
import signal
import subprocess
import threading
import time
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from processes import KG, Kg, Ran, environment, run_kg
from rdflib import Graph
from rich.cells import cell_len

from kg.build import build_store
from kg.lookup.finding import REASONS
from kg.models import KINDS, EntityClass, Status
from kg.store import Store

COMMANDS = (
    "build",
    "init",
    "add",
    "extract",
    "evaluate",
    "quote",
    "validate",
    "help",
    "edit",
    "review",
    "status",
    "find",
    "show",
    "list",
    "timeline",
    "path",
    "compare",
    "query",
    "queries",
    "analyze",
    "export",
    "view",
    "cite",
    "brief",
)
RECORD = "tdc-reverse-kissinger-2025/threat-tariffs-100"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
YES = "ASK { ?record a sr:Sanction }"
NO = "ASK { ?record a sr:Nothing }"


def is_quiet(ran: Ran) -> bool:
    return "Traceback" not in ran.err and "fault of kg" not in ran.err


# -- exit codes -----------------------------------------------------------------------------

CODES: list[tuple[int, tuple[str, ...]]] = [
    (0, ("find", "Peking")),
    (1, ("find", "no such thing at all")),
    (2, ("find",)),
    (2, ("find", "Peking", "--limit", "0")),
    (2, ("find", "Peking", "--format", "docx")),
    (0, ("show", "china")),
    (1, ("show", "no such thing at all")),
    (1, ("show", "Joint")),
    (2, ("show",)),
    (1, ("edit", "no such thing at all")),
    (2, ("edit",)),
    (0, ("quote", "Rohölimporte")),
    (1, ("quote", "qqqq zzzz xxxx")),
    (2, ("quote", "Rohölimporte", "--source", "no-such-source")),
    (2, ("quote",)),
    (0, ("list",)),
    (0, ("list", "sanction", "--status", "denied", "--actor", "iran")),
    (0, ("list", "person")),
    (2, ("list", "no-such-kind")),
    (2, ("list", "--status", "sure")),
    (2, ("list", "sanction", "--supplier", "russia")),
    (2, ("list", "--role", "russia")),
    (2, ("list", "--actor", "no such thing at all")),
    (2, ("list", "--actor", "Joint")),
    (2, ("list", "--limit", "0")),
    (0, ("timeline", "--since", "2040", "--until", "2041")),
    (2, ("timeline", "no-such-kind")),
    (2, ("timeline", "--limit", "0")),
    (0, ("path", "Tascom", "Wafangdian")),
    (1, ("path", "Iran", "Armenien")),
    (1, ("path", "Iran", "no such thing at all")),
    (2, ("path", "Iran")),
    (2, ("path", "Iran", "Armenien", "--steps", "7")),
    (0, ("compare", "Iran", "Armenien")),
    (1, ("compare", "Iran", "Armenien", "--kind", "meeting")),
    (1, ("compare", "Iran", "no such thing at all")),
    (2, ("compare", "Iran")),
    (0, ("status",)),
    (2, ("status", "--no-such-option")),
    (0, ("export", "--format", "csv")),
    (2, ("export", "--format", "docx")),
    (2, ("export", "-o", "/no/such/folder/file")),
    (2, ("export", "-o", "/")),
    (2, ("export", "-o", "/etc/passwd/file")),
    (2, ("view", "-o", "/no/such/folder/kg.html")),
    (0, ("query", "-e", YES)),
    (1, ("query", "-e", NO)),
    (0, ("query", "-e", "SELECT * { ?record a sr:Nothing }")),
    (2, ("query", "-e", "SELECT nonsense")),
    (2, ("query", "-e", "SELECT * { ?s unknown:p ?o }")),
    (2, ("query",)),
    (2, ("query", "a.rq", "-e", YES)),
    (2, ("query", "/no/such/file.rq")),
    (2, ("query", "/")),
    (2, ("query", "-e", YES, "--timeout", "0")),
    (2, ("query", "-e", "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }")),
    (2, ("validate", "no-such-source")),
    (0, ("help",)),
    (0, ("help", "statuses")),
    (2, ("help", "no-such-topic")),
    (2, ("no-such-command",)),
    (0, ("--help",)),
    *((0, (command, "--help")) for command in COMMANDS),
]


@pytest.mark.parametrize(
    ("code", "command"),
    CODES,
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, tuple) else str(value),
)
def test_the_exit_code_is_that_of_the_contract(code: int, command: tuple[str, ...], kg: Kg) -> None:
    ran = kg(*command)
    assert ran.code == code
    assert is_quiet(ran)
    # data to stdout, talk to stderr: what could not be done leaves nothing on stdout
    assert bool(ran.err) or code == 0 or command[:2] == ("query", "-e")
    assert not ran.out or code == 0 or command == ("query", "-e", NO)


def test_without_a_command_there_is_help(kg: Kg) -> None:
    ran = kg()
    assert ran.code in {0, 2}
    assert "Commands:" in ran.out + ran.err
    assert is_quiet(ran)


def test_build_and_validate_on_bad_records(kg: Kg, make_source: Callable[..., Path]) -> None:
    sources = make_source(records=[{"id": "r", "kind": "evnt", "evidence": "Am"}])
    built = kg("build", "--sources", sources, "--store", sources.parent / ".kg")
    checked = kg("validate", "--sources", sources)
    assert (built.code, built.out, checked.code) == (2, "", 1)
    assert built.err.strip() == checked.out.strip()
    found = json.loads(kg("validate", "--sources", sources, "--format", "json").out)
    assert [finding["file"] for finding in found] == ["sources/news/records.yaml"]
    assert found[0]["line"] == 2
    (sources / "news" / "records.yaml").write_bytes(b"\xff")
    assert kg("validate", "--sources", sources).code == 2
    assert kg("validate", "--sources", sources.parent / "nowhere").code == 2


def test_init_makes_a_workspace_that_builds_and_is_never_overwritten(
    kg: Kg, tmp_path: Path
) -> None:
    root = tmp_path / "mine"
    assert kg("init", root).code == 0
    built = kg("build", "--sources", root / "sources", "--store", root / ".kg")
    assert built.code == 0
    assert "0 records" in built.err
    entities = root / "sources" / "reference" / "entities.yaml"
    entities.write_text("[]\n", encoding="utf-8")
    again = kg("init", root)
    assert (again.code, entities.read_text(encoding="utf-8")) == (2, "[]\n")
    assert kg("init", "/proc/no").code == 2


def test_a_fault_of_ours_is_one_line_and_its_own_code(
    kg: Kg, make_source: Callable[..., Path]
) -> None:
    sources = make_source()
    store = sources.parent / ".kg"
    build_store(sources, store)
    (store / "build-1" / "vocabulary.json").write_text("[]", encoding="utf-8")
    there = ("list", "--store", store, "--sources", sources)
    ran = kg(*there)
    assert (ran.code, ran.out, ran.err.count("\n")) == (70, "", 1)
    assert "KG_DEBUG=1" in ran.err
    with pytest.raises(TypeError):
        kg(*there, KG_DEBUG="1")


# -- help -----------------------------------------------------------------------------------


def example(kg: Kg, command: str) -> list[str]:
    """Return the examples in a command's help on a narrow terminal, as one would copy them."""
    text = kg(command, "--help", COLUMNS="80").out
    found = re.findall(r"^  Example: (kg .*)\n\n", text, re.MULTILINE)
    assert found
    assert max(map(len, text.splitlines())) <= 80
    return found


def test_every_command_is_here(kg: Kg) -> None:
    assert summaries(kg).keys() == set(COMMANDS)


def summaries(kg: Kg) -> dict[str, str]:
    listed = kg("--help", COLUMNS="80").out.partition("Commands:\n")[2]
    return dict(line.split(maxsplit=1) for line in listed.splitlines() if line.strip())


def test_no_summary_is_cut_off(kg: Kg) -> None:
    for summary in summaries(kg).values():
        assert not summary.endswith("...")
        assert summary.endswith(".")


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_of_help_can_be_typed(
    command: str,
    kg: Kg,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make_source: Callable[..., Path],
) -> None:
    """Among them `kg validate`, which so finds the repository's own sources clean."""
    monkeypatch.chdir(tmp_path)
    more = {"build": {"KG_STORE": str(tmp_path / "store")}}
    if command == "add":
        more["add"] = {"KG_SOURCES": str(make_source())}
        (tmp_path / "paper.txt").write_text(PAPER, encoding="utf-8")
    if command == "edit":
        more["edit"] = {"KG_SOURCES": str(make_source(records=[EDITED])), "EDITOR": "true"}
    for typed in example(kg, command):
        words = shlex.split(typed)
        assert words[:2] == ["kg", command]
        ran = kg(*words[1:], **more.get(command, {}))
        assert (ran.code, typed) == (0, typed)
        assert is_quiet(ran)


PAPER = (
    "The two ministers met in the capital and spoke about gas, oil and the new railway bridge.\n"
)
EDITED = {
    "id": "supply-wafangdian-tascom",
    "kind": "event",
    "label": {"en": "Putin's visit", "de": "Putins Besuch"},
    "participant": ["russia", "china"],
    "status": "asserted",
    "evidence": "besuchte Putin Beijing",
}


# -- --format json ---------------------------------------------------------------------------

JSON: list[tuple[str, ...]] = [
    ("status",),
    ("find", "Peking"),
    ("find", "Beijin"),
    ("show", "china"),
    ("show", RECORD),
    ("list",),
    ("list", "sanction", "--status", "threatened"),
    ("list", "place"),
    ("list", "event", "--actor", "hong-kong", "--status", "denied"),
    ("quote", "Rohölimporte"),
    ("query", "-e", YES),
    ("query", "-e", "SELECT * { ?s a sr:Sanction }"),
]


@pytest.mark.parametrize("command", JSON, ids=" ".join)
def test_json_is_json(command: tuple[str, ...], kg: Kg) -> None:
    ran = kg(*command, "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out) is not None
    assert "\\u" not in ran.out.replace("\\u00", "")  # text stands as it is


def test_what_is_not_found_is_json_too(kg: Kg) -> None:
    ran = kg("find", "no such thing at all", "--format", "json")
    found = json.loads(ran.out)
    assert (ran.code, found["results"], found["near"]) == (1, [], [])
    assert (found["searched"]["records"], found["searched"]["sources"]) == (339, 1)


def test_a_list_in_json_is_the_stable_lines(kg: Kg, store: Store) -> None:
    lines = list(store.lines())
    assert listed(kg) == [line for line in lines if "status" in line]
    assert listed(kg, "person") == [line for line in lines if line.get("class") == "person"]


def test_a_list_in_json_counts_the_undated_and_names_what_is_only_possible(kg: Kg) -> None:
    asked = ("list", "exercise", "--since", "2024", "--until", "2024")
    found = json.loads(kg(*asked, "--format", "json").out)
    ids = {name: [i.rpartition("/")[2] for i in found[name]] for name in ("possible",)}
    assert (len(found["results"]), found["undated"]) == (4, 3)
    assert ids["possible"] == ["exercise-maritime-security-belt"]  # since November 2021


# -- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("china", "china"),
        ("Peking", "china"),
        ("中国", "china"),
        ("Китай", "china"),
        ("VOLKSREPUBLIK CHINA", "china"),
        ("https://w3id.org/sinorus/id/entity/china", "china"),
        ("Xi Jinping", "xi-jinping"),
        ("xi  jinping", "xi-jinping"),
        ("习近平", "xi-jinping"),
        ("Си Цзиньпин", "xi-jinping"),
        (RECORD, RECORD),
        ("threat-tariffs-100", RECORD),
        (f"https://w3id.org/sinorus/id/record/{RECORD}", RECORD),
    ],
)
def test_names_are_forgiving(name: str, entity: str, kg: Kg) -> None:
    assert json.loads(kg("show", name, "--format", "json").out)["id"] == entity


def test_a_misspelled_name_is_a_hint_not_an_answer(kg: Kg) -> None:
    found = json.loads(kg("find", "Xi Jinpng", "--format", "json").out)["results"]
    assert ("xi-jinping", "did you mean") in {(hit["id"], hit["reason"]) for hit in found}
    shown = kg("show", "Xi Jinpng")
    assert (shown.code, shown.out) == (1, "")
    assert "kg show xi-jinping" in shown.err


def test_a_name_that_fits_several_lists_the_choices(kg: Kg) -> None:
    ran = kg("show", "Joint")
    first, *choices = ran.err.splitlines()
    assert (ran.code, ran.out) == (1, "")
    assert first == f"'Joint' fits {len(choices)}; which one?"
    ids = [choice.split()[2] for choice in choices]
    assert all(choice.startswith("    kg show ") for choice in choices)
    assert [json.loads(kg("show", found, "--format", "json").out)["id"] for found in ids] == ids


def test_find_says_why_and_puts_the_exact_name_first(kg: Kg) -> None:
    found = json.loads(kg("find", "Peking", "--format", "json").out)["results"]
    assert (found[0]["id"], found[0]["reason"]) == ("china", "exact name")
    reasons = list(REASONS.values())
    ranks = [reasons.index(hit["reason"]) for hit in found]
    assert ranks == sorted(ranks)
    two = json.loads(kg("find", "Peking", "--limit", "2", "--format", "json").out)
    assert two["results"] == found[:2]


# -- lists and filters -------------------------------------------------------------------------


def listed(kg: Kg, *command: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(kg("list", *command, "--format", "json").out)[
        "results"
    ]
    return found


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("said", {"asserted", "reported", "alleged"}),
        ("unconfirmed", {"reported", "alleged"}),
        ("not-so", {"planned", "threatened", "demanded", "hypothetical", "denied"}),
        ("planned,denied", {"planned", "denied"}),
        *((status.value, {status.value}) for status in Status),
    ],
)
def test_a_filter_of_status_takes_those_alone(name: str, statuses: set[str], kg: Kg) -> None:
    every = listed(kg)
    assert listed(kg, "--status", name) == [r for r in every if r["status"] in statuses]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind_name())
def test_a_kind_is_known_by_its_names_in_both_languages(kind: Any, kg: Kg) -> None:
    names = [kind.kind_name(), kind.kind_name().replace("_", "-"), kind.label_en, kind.label_de]
    found = [listed(kg, name) for name in names]
    assert {record["kind"] for record in found[0]} == {kind.kind_name()}
    assert found[1:] == found[:-1]


@pytest.mark.parametrize("entity_class", EntityClass, ids=str)
def test_a_class_of_entities_is_listed(entity_class: EntityClass, kg: Kg) -> None:
    ran = kg("list", entity_class.value.replace("_", "-"))
    assert (ran.code, ran.err) == (0, "")


def test_roles_are_flags_and_filter_exactly(kg: Kg) -> None:
    every = listed(kg, "sanction")
    with_target = [
        record
        for record in every
        if {"target", "china"}
        <= {x for who in record["participants"] for x in who.values() if isinstance(x, str)}
        and any(
            who["role"] == "target" and who["actor"] == "china" for who in record["participants"]
        )
    ]
    assert with_target
    for written in (("--target", "China"), ("--target=Peking",), ("--role", "target=china")):
        assert listed(kg, "sanction", *written) == with_target


def test_an_unknown_role_lists_those_that_there_are(kg: Kg) -> None:
    ran = kg("list", "sanction", "--supplier", "russia")
    assert ran.err == "no option or role 'supplier' here; roles: commodity, imposer, target\n"


def test_who_says_so_and_source_and_limit_filter(kg: Kg) -> None:
    every = listed(kg)
    speaker = next(
        record["attributed_to"][-1]["actor"] for record in every if record["attributed_to"]
    )
    by_speaker = listed(kg, "--said-by", speaker)
    assert by_speaker
    assert all(speaker in {s["actor"] for s in r["attributed_to"]} for r in by_speaker)
    assert listed(kg, "--source", "tdc-reverse-kissinger-2025") == every
    assert kg("list", "--source", "another").err.startswith("no source 'another'; there is: ")
    assert listed(kg, "--limit", "3") == every[:3]


def test_an_empty_table_is_done_and_says_so(kg: Kg) -> None:
    ran = kg("list", "sanction", "--status", "denied", "--actor", "hong-kong")
    assert ran.code == 0
    assert ran.err.startswith(
        "nothing found in 339 records of 1 source: sanction · DENIED · in any role: Hong Kong"
    )


def test_asserted_is_small_and_every_other_status_is_in_capitals(kg: Kg, store: Store) -> None:
    rows = kg("list", "--limit", "400").out.splitlines()[1:]
    shown = {row.split("  ")[0] for row in rows}
    records = [line for line in store.lines() if "status" in line]
    words = {
        (r["status"] if r["status"] == "asserted" else r["status"].upper())
        + (" NOT SO" if r["polarity"] == "negative" else "")
        for r in records
    }
    assert shown == words
    assert len(rows) == len(records)


def test_labels_and_wording_follow_the_language(kg: Kg) -> None:
    english, german = kg("show", RECORD).out, kg("show", RECORD, "--lang", "de").out
    assert "threatened" in english
    assert "angedroht" in german
    assert kg("show", RECORD, LC_ALL="de_DE.UTF-8").out == german
    assert kg("show", RECORD, LC_ALL="fr_FR.UTF-8").out == english
    assert kg("show", RECORD, "--lang", "en", LC_ALL="de_DE.UTF-8").out == english


# -- query ---------------------------------------------------------------------------------------

TWO = "SELECT ?s ?n { VALUES ?s { id:china id:russia } ?s sr:name ?n } ORDER BY ?s"


def test_rows_come_in_every_format(kg: Kg) -> None:
    def given(form: str) -> str:
        return kg("query", "-e", TWO, "--format", form).out

    bindings = json.loads(given("json"))["results"]["bindings"]
    assert [row["n"]["value"] for row in bindings] == ["China", "Russia"]
    assert [row["n"] for row in csv.DictReader(io.StringIO(given("csv")))] == ["China", "Russia"]
    assert given("tsv").splitlines()[0] == "?s\t?n"
    assert ET.fromstring(given("xml")).tag.endswith("sparql")
    assert given("table").split() == ["s", "n", "id:china", "China", "id:russia", "Russia"]


def test_a_graph_comes_as_turtle(kg: Kg) -> None:
    ran = kg(
        "query",
        "-e",
        "CONSTRUCT { ?s sr:name ?n } { ?s a sr:Sanction ; sr:name ?n }",
        "--format",
        "turtle",
    )
    assert ran.code == 0
    assert len(Graph().parse(data=ran.out, format="turtle")) > 5


def test_a_query_is_read_from_a_file_and_from_stdin(kg: Kg, tmp_path: Path) -> None:
    file = tmp_path / "two.rq"
    file.write_text(TWO, encoding="utf-8")
    wanted = kg("query", "-e", TWO).out
    assert kg("query", file).out == kg("query", "-", typed=TWO).out == wanted
    file.write_bytes(b"\xff")
    assert kg("query", file).err == f"{file}: no UTF-8 at byte 0\n"


def test_an_answer_goes_to_the_file_that_is_named(kg: Kg, tmp_path: Path) -> None:
    for form in ("json", "csv"):
        file = tmp_path / form
        ran = kg("query", "-e", TWO, "--format", form, "-o", file)
        assert (ran.code, ran.out) == (0, "")
        assert file.read_text(encoding="utf-8") == kg("query", "-e", TWO, "--format", form).out


@pytest.mark.parametrize("query", [TWO, YES])
def test_a_table_goes_to_the_file_that_is_named(query: str, kg: Kg, tmp_path: Path) -> None:
    ran = kg("query", "-e", query, "-o", tmp_path / "file")
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / "file").read_text(encoding="utf-8")


def test_a_query_may_bring_its_own_prefixes(kg: Kg) -> None:
    own = "PREFIX sr: <https://w3id.org/sinorus/id/entity/> ASK { sr:china ?p ?o }"
    assert kg("query", "-e", own).out == "yes\n"


def test_a_syntax_error_says_where(kg: Kg) -> None:
    ran = kg("query", "-e", "SELECT * {\n ?s ?p }")
    assert (ran.code, ran.out) == (2, "")
    assert re.match(r"line 2, column \d+: ", ran.err)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { VALUES ?x { <http://127.0.0.1:9/> } SERVICE ?x { ?s ?p ?o } }",
        # what looks like a text or an IRI around the word, and is none
        "SELECT * { OPTIONAL { id:a\\'b ?q ?r } SERVICE <http://127.0.0.1:9/> { ?s ?p '' } }",
        "SELECT * { BIND(1 AS ?a) FILTER(?a<2)SERVICE?x{?s?p?o}FILTER(?a>0) }",
        "SELECT * { ?s ?p '''a'b''' SERVICE <http://127.0.0.1:9/> { ?s ?p 'c' } }",
        "SELECT * { ?s ?p ?o # '\n SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } # '\n }",
    ],
)
def test_a_query_that_would_leave_this_machine_is_refused(query: str, kg: Kg) -> None:
    ran = kg("query", "-e", query)
    assert (ran.code, ran.out) == (2, "")
    assert "SERVICE is refused" in ran.err


@pytest.mark.parametrize(
    "query",
    [
        'ASK { FILTER("SERVICE" = "SERVICE") }',
        "ASK { FILTER('''a\nSERVICE''' != 'it\\'s') }",
        "ASK { # SERVICE\n }",
        "ASK { FILTER(<http://x.example/SERVICE> != <http://x.example/it's>) }",
    ],
)
def test_the_word_alone_is_no_reason_to_refuse(query: str, kg: Kg) -> None:
    assert kg("query", "-e", query).out == "yes\n"


@pytest.mark.parametrize(
    "update", ["CLEAR ALL", "DELETE WHERE { ?s ?p ?o }", "INSERT DATA { <x:a> <x:b> 1 }"]
)
def test_a_query_changes_nothing(update: str, kg: Kg) -> None:
    assert kg("query", "-e", update).code == 2


def test_from_narrows_the_graph(kg: Kg) -> None:
    assert kg("query", "-e", "ASK FROM g:entities { ?s a sr:State }").code == 0
    assert kg("query", "-e", "ASK FROM g:entities { ?s a sr:Sanction }").code == 1


@pytest.mark.parametrize("graph", ["file:///etc/passwd", "https://w3id.org/sinorus/graph/none"])
def test_from_a_graph_that_is_not_there_is_refused(graph: str, kg: Kg) -> None:
    ran = kg("query", "-e", f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}")
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.slow
def test_a_query_that_runs_away_is_stopped(kg: Kg) -> None:
    ran = kg("query", "-e", RUNAWAY, "--timeout", "1")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "stopped after 1 seconds; narrow the query, or raise the timeout\n"


# -- real processes: pipes, signals, terminals -----------------------------------------------------


def started(store_folder: Path, *command: str, **more: Any) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*KG, *command, "--store", str(store_folder)],
        env=environment(),
        stderr=subprocess.PIPE,
        **more,
    )


@pytest.mark.slow
@pytest.mark.parametrize("command", [("export",), ("list",), ("status",), ("show", "china")])
def test_a_closed_pipe_ends_quietly(command: tuple[str, ...], store_folder: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with started(store_folder, *command, stdout=write) as process:
        os.close(write)
        _, said = process.communicate()
    assert (process.returncode, said) == (0, b"")


@pytest.mark.slow
@pytest.mark.parametrize("to_group", [False, True], ids=["the process", "its group"])
def test_ctrl_c_is_130_and_leaves_no_process(to_group: bool, store_folder: Path) -> None:  # noqa: FBT001
    command = ("query", "-e", RUNAWAY, "--timeout", "60")
    with started(store_folder, *command, stdout=subprocess.PIPE, start_new_session=True) as process:
        time.sleep(1.2)
        (os.killpg if to_group else os.kill)(process.pid, signal.SIGINT)
        out, said = process.communicate(timeout=10)
    assert (process.returncode, out, said) == (130, b"", b"")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


@pytest.mark.slow
def test_ctrl_c_in_a_build_is_130_and_leaves_no_half(
    make_source: Callable[..., Path],
) -> None:
    sources = make_source()
    store = sources.parent / ".kg"
    command = [*KG, "build", "--sources", str(sources), "--store", str(store)]
    with subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE) as process:
        while process.poll() is None and not list(store.glob("build-*.part")):
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert (process.returncode, said) == (130, b"")
    assert not list(store.glob("build-*"))


@pytest.mark.slow
def test_a_pipe_is_written_to_and_not_replaced(store_folder: Path, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(fifo.read_bytes()))
    reader.start()
    ran = run_kg("export", "--format", "csv", "-o", fifo, "--store", store_folder)
    reader.join()
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert fifo.is_fifo()
    assert read[0].startswith("\ufeffid,kind".encode())


def on_terminal(*command: str, columns: int = 80, **env: str) -> str:
    """Return what a command prints on a terminal of *columns*."""
    ours, theirs = pty.openpty()
    size = {"COLUMNS": str(columns), "LINES": "50", "TERM": "xterm", **env}
    with subprocess.Popen(
        [*KG, *command], stdin=theirs, stdout=theirs, stderr=theirs, env=environment(**size)
    ) as process:
        os.close(theirs)
        given = b""
        try:
            while chunk := os.read(ours, 1 << 16):
                given += chunk
        except OSError:  # how Linux says that the other end is closed
            pass
        process.wait()
    os.close(ours)
    return given.decode("utf-8")


@pytest.mark.slow
def test_colour_and_cutting_are_for_a_terminal_alone(store_folder: Path, kg: Kg) -> None:
    shown = on_terminal("show", RECORD, KG_STORE=str(store_folder))
    plain = on_terminal("show", RECORD, KG_STORE=str(store_folder), NO_COLOR="1")
    assert "\x1b[31mTHREATENED\x1b[0m" in shown
    assert "\x1b" not in plain
    assert "\x1b" not in kg("show", RECORD).out
    rows = on_terminal("list", "sanction", KG_STORE=str(store_folder)).splitlines()
    ids = {record["id"].partition("/")[2] for record in listed(kg, "sanction")}
    assert ids <= {row.split()[-1] for row in rows if row.strip()}  # an id is never cut
    assert any("…" in row for row in rows)
    assert "…" not in kg("list", "sanction").out


@pytest.mark.slow
def test_a_narrow_terminal_cuts_no_status_and_keeps_wide_signs_in_line(store_folder: Path) -> None:
    store = {"KG_STORE": str(store_folder)}
    rows = on_terminal("list", "--status", "hypothetical", columns=50, **store).splitlines()
    assert any(row.startswith("HYPOTHETICAL NOT SO  ") for row in rows)
    wide, narrow = (on_terminal("list", "state", columns=n, **store) for n in (200, 60))
    assert max(map(len, narrow.splitlines())) <= 60 < max(map(len, wide.splitlines()))
    for table in (wide, narrow):
        head, *states = table.splitlines()
        begins = cell_len(head[: head.rindex("id")])
        assert {cell_len(row[: row.rindex(" ") + 1]) for row in states} == {begins}
    assert "日本" in wide


@pytest.mark.slow
def test_colour_is_as_the_environment_has_it(store_folder: Path, kg: Kg) -> None:
    dumb = on_terminal("show", RECORD, KG_STORE=str(store_folder), TERM="dumb")
    assert "\x1b" not in dumb
    assert "\x1b[31mTHREATENED" in kg("show", RECORD, FORCE_COLOR="1").out  # for less -R
    assert "\x1b" not in kg("show", RECORD, FORCE_COLOR="1", NO_COLOR="1").out
    assert "\x1b" not in kg("show", RECORD, FORCE_COLOR="").out


@pytest.mark.slow
def test_progress_is_for_a_terminal_alone_and_nothing_is_left_of_it(
    make_source: Callable[..., Path], kg: Kg
) -> None:
    sources = make_source()
    command = ("build", "--force", "--sources", str(sources), "--store", str(sources.parent / "s"))
    shown = on_terminal(*command, NO_COLOR="1")
    assert "reading the sources" in shown
    assert not re.search(r"\x1b\[[\d;]*m", shown)  # no colour
    *cleared, last = shown.split("\x1b[2K")  # where a line is wiped out
    assert len(cleared) > 1
    assert last == kg(*command).err.replace("\n", "\r\n")
    assert "\x1b" not in on_terminal(*command, TERM="dumb")


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        "{kg} list | head -1",
        "{kg} export | head -1",
        "{kg} list --limit 1 2>&1 | true",
        "{kg} --help | true",
        "{kg} list >&-",
    ],
)
def test_who_reads_no_further_is_no_fault(line: str, store_folder: Path) -> None:
    command = f"set -o pipefail; {line.format(kg=shlex.join(KG))}"
    done = subprocess.run(
        ["bash", "-c", command],
        env=environment(KG_STORE=str(store_folder)),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout.count(b"\n")) == (0, "head" in line)
    assert done.stderr in {b"", b"339 records\n"}


@pytest.mark.slow
def test_a_terminal_without_chinese_is_no_fault(store_folder: Path) -> None:
    env = {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    command = [*KG, "show", "xi-jinping", "--store", str(store_folder)]
    ran = subprocess.run(command, env=environment(**env), capture_output=True, check=False)
    assert ran.returncode == 0


# -- hostile names --------------------------------------------------------------------------

EVIL = "\x1b]0;owned\x07\x1b[31mRed\x1b[0m\u202egnp.exe\u2066\x9b2J\x7f"
HOSTILE_TEXT = f"Am 4. Februar 2022 besuchte Putin {EVIL} Beijing, angeblich {EVIL}.\n"
HOSTILE_ENTITIES = json.dumps(
    [
        {"id": "russia", "class": "state", "name": {"en": f"Russia {EVIL}"}},
        {"id": "china", "class": "state", "name": {"en": f"China {EVIL}", "de": EVIL}},
        {"id": "chinatown", "class": "place", "name": {"en": f"China {EVIL}"}},
        {"id": "the-authors", "class": "unnamed_source", "name": {"en": EVIL}},
    ]
)


def hostile_record(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"r-{number}",
        "kind": "event",
        "label": {"en": f"Visit {EVIL} {number}"},
        "participant": ["russia", "china"],
        "place": "chinatown",
        "note": EVIL,
        "evidence": HOSTILE_TEXT.strip(),
        **more,
    }


def steering(text: str) -> set[str]:
    """Return the characters of *text* that could steer a terminal."""
    return {
        f"U+{ord(char):04X}"
        for char in text
        if char not in "\n\t" and unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}
    }


@pytest.fixture
def hostile(make_source: Callable[..., Path]) -> Path:
    records = [
        hostile_record(1, status="asserted"),
        hostile_record(2, status="reported", attributed_to="china"),
        hostile_record(3, status="denied", modal_agent="china", hedge=f"angeblich {EVIL}"),
    ]
    root = make_source(
        text=HOSTILE_TEXT,
        records=records,
        names={"china": [f"Putin {EVIL}"]},
        entities=HOSTILE_ENTITIES,
    ).parent
    build_store(root / "sources", root / ".kg")
    return root


HOSTILE: list[tuple[str, ...]] = [
    ("status",),
    ("find", "China"),
    ("find", "Visit"),
    ("find", f"nothing {EVIL}"),
    ("show", "china"),
    ("show", "china", "--all"),
    ("show", "China"),
    ("show", f"Chna {EVIL}"),
    ("show", "r-1"),
    ("show", "r-2"),
    ("show", "r-3"),
    ("list",),
    ("list", "event"),
    ("list", "state"),
    ("list", "--actor", f"no {EVIL}"),
    ("list", EVIL),
    ("list", f"--{EVIL}", "x"),
    ("list", "--status", EVIL),
    ("timeline", "--undated"),
    ("timeline", "--actor", f"no {EVIL}"),
    ("path", "china", "russia"),
    ("path", "china", "russia", "--status", "denied"),
    ("path", "china", f"no {EVIL}", "--through", EVIL),
    ("compare", "china", "russia", "--lang", "de"),
    ("compare", "china", "chinatown", "--since", EVIL),
    ("quote", "besuchte Putin"),
    ("quote", f"zzzz {EVIL}"),
    ("query", "-e", "SELECT * { ?s sr:name ?n ; sr:quote ?q }"),
    ("query", "-e", f"SELECT * {{ {EVIL} }}"),
    ("query", f"{EVIL}.rq"),
    ("validate",),
    ("export", "-o", f"/no/{EVIL}"),
    ("help", EVIL),
]


@pytest.mark.parametrize("command", HOSTILE, ids=lambda command: ascii(" ".join(command))[1:60])
def test_a_hostile_name_never_reaches_the_terminal(
    command: tuple[str, ...], hostile: Path, kg: Kg
) -> None:
    places = {"KG_SOURCES": str(hostile / "sources"), "KG_STORE": str(hostile / ".kg")}
    ran = kg(*command, **places)
    assert steering(ran.out + ran.err) == set()
    assert is_quiet(ran)


def test_nor_does_one_in_what_is_refused(make_source: Callable[..., Path], kg: Kg) -> None:
    bad = hostile_record(1, status=EVIL, participant=EVIL, concerns=EVIL)
    root = make_source(
        text=HOSTILE_TEXT, records=[bad, {"id": EVIL, EVIL: EVIL, "kind": EVIL}]
    ).parent
    for command in (("build", "--store", str(root / ".kg")), ("validate",)):
        ran = kg(*command, "--sources", root / "sources")
        assert ran.code in {1, 2}
        assert steering(ran.out + ran.err) == set()


def test_a_quote_with_such_signs_can_still_be_pasted(hostile: Path, kg: Kg) -> None:
    ran = kg("quote", "besuchte Putin ]0;owned [31mRed [0m", "--sources", hostile / "sources")
    (evidence,) = yaml.safe_load(ran.out)["evidence"]
    assert evidence["quote"] in HOSTILE_TEXT
    assert EVIL[:5] in evidence["quote"]


@pytest.mark.parametrize(
    ("command", "found"),
    [
        (("find", "Peking"), 0),
        (("find", "Wang Yi"), 1),
        (("find", "Wafangdian supplied bearings to Tascom"), 0),
        (("list", "sanction"), 0),
        (("list", "sanction", "--target", "iran"), 0),
        (("list", "person"), 0),
        (("timeline", "--actor", "iran"), 0),
        (("timeline", "--actor", "iran", "--until", "1950"), 0),
        (("path", "Wafangdian", "Tascom"), 0),
        (("path", "Iran", "Kupol"), 1),
        (("path", "Nobody At All", "Iran"), 1),
        (("compare", "iran", "tascom"), 0),
        (("compare", "iran", "tascom", "--until", "1950"), 1),
        (("compare", "iran", "Joint Sea"), 1),
        (("show", "Nobody At All"), 1),
        (("show", "Joint"), 1),
    ],
)
def test_whatever_lists_has_results_what_was_searched_and_what_is_near(
    kg: Kg, command: tuple[str, ...], found: int
) -> None:
    ran = kg(*command, "--format", "json")
    answer = json.loads(ran.out)
    assert ran.code == found
    assert isinstance(answer["results"], list)
    looked = answer["searched"]
    for one in looked if isinstance(looked, list) else [looked]:
        assert (one["records"], one["sources"]) == (339, 1)
        assert kg(*shlex.split(one["command"])[1:]).code in {0, 1}
    if answer["results"]:
        assert answer["near"] == []
    for miss in answer["near"]:
        assert kg(*shlex.split(miss["command"])[1:]).code == 0
    if found:
        assert answer["results"] == []
        assert kg(*command).out == ""
