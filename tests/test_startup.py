"""What starts fast: help and look-ups load no library that they don't need."""

import importlib
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import typer
from processes import run

from kg.cli import COMMANDS

pytestmark = pytest.mark.slow

HEAVY = {"rdflib", "networkx", "pyvis", "pyshacl"}
OURS_WITH_PYDANTIC = {"kg.models", "kg.corpus", "kg.lines", "kg.quads", "kg.build"}
LOADED = """
import json, sys
from pathlib import Path
to, *sys.argv[1:] = sys.argv[1:]
from kg.cli import main
try:
    main()
finally:
    Path(to).write_text(json.dumps(sorted(sys.modules)), encoding="utf-8")
"""


def loaded_by(tmp_path: Path, *command: object, env: Mapping[str, str] | None = None) -> set[str]:
    """Return the packages that a command of ``kg`` loads, in a process of its own."""
    to = tmp_path / "loaded.json"
    ran = run(sys.executable, "-c", LOADED, to, *command, env=env)
    assert (ran.code, "Traceback" in ran.err) == (0, False), ran
    return set(json.loads(to.read_text(encoding="utf-8")))


LOOK_UPS: list[tuple[str, ...]] = [
    ("--help",),
    ("find", "Peking"),
    ("find", "Xi Jinpng"),
    ("show", "china"),
    ("show", "threat-tariffs-100"),
    ("list", "sanction"),
    ("status",),
    ("query", "-e", "ASK { ?s ?p ?o }"),
]


SPARQL = ("query", "-e", "ASK { ?s ?p ?o }")
ASKS_IN_SPARQL = {"pyoxigraph", "kg.store.asking", "kg.store.child", "kg.store.guard"}
FOR_SOME = {"edtf", "jinja2", "yaml", "tempfile", "importlib.resources", "hashlib"}


@pytest.fixture(scope="module")
def loaded_by_look_up(
    store_folder: Path, sources: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, ...], set[str]]:
    """What each look-up loads, over sources that are as the store was built of them."""
    folder, there = tmp_path_factory.mktemp("loaded"), ("--store", store_folder)
    over: dict[tuple[str, ...], tuple[object, ...]] = {("--help",): ()}
    return {
        command: loaded_by(folder, *command, *over.get(command, (*there, "--sources", sources)))
        for command in LOOK_UPS
    }


@pytest.mark.parametrize("command", LOOK_UPS, ids=" ".join)
def test_a_look_up_loads_no_heavy_library(
    command: tuple[str, ...], loaded_by_look_up: dict[tuple[str, ...], set[str]]
) -> None:
    loaded = loaded_by_look_up[command]
    assert not loaded & {*HEAVY, *OURS_WITH_PYDANTIC, "pydantic"}
    if command != ("--help",):
        modules = {name for name in loaded if name in {f"kg.cli.{m}" for m in COMMANDS.values()}}
        assert modules <= {f"kg.cli.{COMMANDS[command[0]]}", "kg.cli.looking"}
    if command not in {SPARQL, ("--help",)}:
        assert not loaded & (ASKS_IN_SPARQL | FOR_SOME)


def test_what_asks_in_sparql_is_loaded_where_that_is_asked(
    loaded_by_look_up: dict[tuple[str, ...], set[str]],
) -> None:
    assert loaded_by_look_up[SPARQL] >= ASKS_IN_SPARQL


def test_each_command_stands_in_the_module_that_the_table_names() -> None:
    modules = sorted(set(COMMANDS.values()))
    found: dict[str, str] = {}
    for name in modules:
        module = typer.Typer()
        importlib.import_module(f"kg.cli.{name}").add_to(module)
        found |= {str(info.name): name for info in module.registered_commands}
    assert found == COMMANDS


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_nor_does_completion_in_a_shell(shell: str, store_folder: Path, tmp_path: Path) -> None:
    typed = {"COMP_WORDS": "kg\nlist\n--actor\nPek", "COMP_CWORD": "3"}
    typed |= {"_TYPER_COMPLETE_ARGS": "kg list --actor Pek"}
    typed |= {"_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    env = {"_KG_COMPLETE": f"complete_{shell}", "KG_STORE": str(store_folder), **typed}
    loaded = loaded_by(tmp_path, env=env)
    assert "kg.lookup.beginning" in loaded
    assert not loaded & {"pydantic", "rich", "yaml", *HEAVY, *OURS_WITH_PYDANTIC}


def test_help_loads_no_yaml_and_no_template(tmp_path: Path) -> None:
    assert not loaded_by(tmp_path, "--help") & {"yaml", "edtf", "jinja2"}


def test_what_the_test_looks_for_is_found_where_it_is_loaded(
    make_source: Callable[..., Path], tmp_path: Path
) -> None:
    sources, store = make_source(), tmp_path / "store"
    loaded = loaded_by(tmp_path, "build", "--sources", sources, "--store", store)
    assert loaded >= {"rdflib", "pydantic", *OURS_WITH_PYDANTIC}


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import sys; before = set(sys.modules); import kg; print(set(sys.modules) - before)"
    ran = run(sys.executable, "-c", code)
    assert not HEAVY & {name.strip("'{} \n") for name in ran.out.split(",")}
