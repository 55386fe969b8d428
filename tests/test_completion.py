"""Completion in a shell: what is offered, for which store, and that nothing hostile is in it."""

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from processes import KG, run
from typer.testing import CliRunner

from kg.build import build_store
from kg.cli import app
from kg.lookup import Catalogue, resolve
from kg.models import KINDS, EntityClass, Status
from kg.store import Store

EVIL = "$(touch x)`id`;'\"\\|&\x1b]0;owned\x07\u202e ]\nnext"
EVIL_ENTITIES = json.dumps(
    [
        {"id": "russia", "class": "state", "name": {"en": f"Russia {EVIL}", "de": f"{EVIL} R"}},
        {"id": "china", "class": "state", "name": {"en": f"Chi{EVIL}na", "zh": "中国"}},
        {"id": "the-authors", "class": "unnamed_source", "name": {"en": f"[red]the{EVIL}"}},
    ]
)

Complete = Callable[..., list[str]]


@pytest.fixture
def complete(store_folder: Path, sources: Path) -> Complete:
    """Return what bash is offered after these words, as bash cuts them; the last is unfinished."""

    def offered(*words: str, store: Path = store_folder) -> list[str]:
        env = {
            "_KG_COMPLETE": "complete_bash",
            "COMP_WORDS": "\n".join(("kg", *words)),
            "COMP_CWORD": str(len(words)),
            "KG_STORE": str(store),
            "KG_SOURCES": str(sources),
        }
        ran = CliRunner().invoke(app, [], prog_name="kg", env=env)
        assert (ran.exit_code, ran.stderr) == (0, "")
        return ran.stdout.splitlines() if ran.stdout.strip() else []

    return offered


def codes(every: object) -> set[str]:
    return {str(code).replace("_", "-") for code in every}  # type: ignore[attr-defined]


def test_commands_options_and_choices(complete: Complete) -> None:
    assert complete("ti") == ["timeline"]
    assert complete("list", "--sai") == ["--said-by"]
    assert complete("export", "--format", "ge") == ["gexf"]
    assert complete("analyze", "de") == ["dependency"]


def test_words_of_the_models(complete: Complete) -> None:
    kinds = {kind.kind_name().replace("_", "-") for kind in KINDS}
    sets = {"said", "not-so", "unconfirmed"}
    assert set(complete("list", "")) == kinds | codes(one.value for one in EntityClass)
    assert set(complete("timeline", "--kind", "")) == kinds
    assert set(complete("export", "--status", "")) == sets | codes(one.value for one in Status)
    assert complete("list", "--status", "planned,den") == ["planned,denied"]


@pytest.mark.parametrize(
    "typed",
    ["Pek", "pek", "Xi", "习", "Си", "david-o", "Vereinigte S", "wafang", "threat-t", "US-Au"],
)
def test_a_name_in_any_language_is_completed_to_one_that_means_the_same(
    typed: str, complete: Complete, store: Store
) -> None:
    catalogue = Catalogue(store)
    offered = complete("show", f'"{typed}')
    assert offered
    for name in offered:
        assert name.startswith(typed)
        assert resolve(catalogue, name)


def test_before_a_letter_is_typed_the_most_spoken_of_come_first(
    complete: Complete, store: Store
) -> None:
    assert complete("show", "")[:2] == ["russia", "china"]
    records = [line["id"].partition("/")[2] for line in store.lines() if "status" in line]
    assert complete("cite", "") == records[:200]
    assert complete("cite", "supply-waf") == ["supply-wafangdian-tascom"]


@pytest.mark.parametrize(
    "words",
    [
        ("path", "Yunnan"),
        ("compare", "china"),
        ("find",),
        ("edit",),
        ("brief",),
        ("list", "--actor"),
        ("export", "--said-by"),
        ("list", "--about"),
        ("path", "--through"),
    ],
    ids=" ".join,
)
def test_wherever_a_name_is_taken_it_is_completed(
    words: tuple[str, ...], complete: Complete
) -> None:
    assert "Peking" in complete(*words, "Peki")


def test_roles_and_who_fills_them(complete: Complete, store: Store) -> None:
    imposers = {
        who["actor"]
        for line in store.lines()
        for who in line.get("participants", ())
        if who["role"] == "imposer"
    }
    assert complete("list", "sanction", "--imp") == ["--imposer"]
    assert complete("list", "sanction", "--supp") == []
    assert complete("list", "--supp") == ["--supplier"]
    assert set(complete("list", "sanction", "--imposer", "")) == imposers
    assert set(complete("list", "--role", "imposer", "=")) == imposers
    assert complete("list", "sanction", "--role", "") == ["commodity=", "imposer=", "target="]
    assert complete("timeline", "--role", "target", "=", "Pek") == ["Peking"]
    assert complete("timeline", "--target", "=", "Pek") == ["Peking"]


def test_named_queries_and_their_parameters(complete: Complete) -> None:
    assert complete("queries", "sanc") == complete("query", "--name", "sanc")
    assert "sanctions" in complete("queries", "sanc")
    assert complete("query", "--name", "trade", "-p", "") == ["exporter=", "importer=", "since="]
    assert complete("query", "--name", "trade", "-p", "importer", "=", "Chin")[0] == "China"
    assert complete("query", "--name", "trade", "-p", "si") == ["since="]
    assert complete("query", "--name", "trade", "-p", "since", "=") == []
    assert complete("query", "--name", "no-such", "-p", "s") == []


def test_the_store_that_is_named_is_asked(
    complete: Complete, make_source: Callable[..., Path], tmp_path: Path
) -> None:
    build_store(make_source(records=[EVENT]), tmp_path / "other")
    other = ("--store", str(tmp_path / "other"))
    assert complete("show", *other, "") == ["china", "russia"]
    assert complete("cite", *other, "") == ["visit"]
    assert complete("validate", "t") == ["tdc-reverse-kissinger-2025"]
    assert complete("list", *other, "--source", "") == ["news"]


EVENT = {
    "id": "visit",
    "kind": "event",
    "label": {"en": f"Visit {EVIL}"},
    "participant": ["china", "russia"],
    "status": "asserted",
    "evidence": "Am 4. Februar 2022",
}


def test_without_a_store_nothing_is_offered_and_nothing_said(
    complete: Complete, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    (broken / "build-1").mkdir(parents=True)
    (broken / "current").write_text("build-1\n", encoding="utf-8")
    (broken / "build-1" / "manifest.json").write_text("{", encoding="utf-8")
    for store in (tmp_path / "none", broken):
        for words in (("show", ""), ("list", ""), ("list", "--role", "t"), ("cite", "x")):
            assert complete(*words, store=store) == []
        assert complete("queries", "votes", store=store) == ["votes"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_nothing_hostile_is_offered_to_any_shell(
    shell: str, make_source: Callable[..., Path]
) -> None:
    folder = make_source(records=[EVENT], entities=EVIL_ENTITIES)
    build_store(folder, folder.parent / ".kg")
    for typed in ("show ", "show Chi", "show Russia", "show '$", "cite ", "list --role p"):
        words = ["kg", *typed.split(" ")]
        env = {
            "_KG_COMPLETE": f"complete_{shell}",
            "COMP_WORDS": "\n".join(words),
            "COMP_CWORD": str(len(words) - 1),
            "_TYPER_COMPLETE_ARGS": f"kg {typed}",
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "KG_STORE": str(folder.parent / ".kg"),
        }
        given = CliRunner().invoke(app, [], prog_name="kg", env=env).stdout
        for mark in ("_arguments '*: :((", "))'", "_files"):  # zsh's own words
            given = given.replace(mark, "")
        assert set(re.sub(r"[\w .,;·–-]", "", given)) <= set('\n\t":='), (typed, given)
        assert bool(given.strip()) is not typed.endswith("$"), typed


def test_zsh_and_fish_are_told_what_a_name_means(store_folder: Path) -> None:
    def given(shell: str, typed: str) -> str:
        env = {
            "_KG_COMPLETE": f"complete_{shell}",
            "_TYPER_COMPLETE_ARGS": f"kg {typed}",
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "KG_STORE": str(store_folder),
        }
        return CliRunner().invoke(app, [], prog_name="kg", env=env).stdout

    assert given("zsh", "show Peki").startswith('_arguments \'*: :(("Peking":"China"\n')
    assert "Peking\tChina\n" in given("fish", "list --actor Peki")
    assert given("zsh", "tim") == (
        '_arguments \'*: :(("timeline":"Show what happened when, year by year."))\'\n'
    )


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_in_a_real_bash(store_folder: Path, tmp_path: Path) -> None:
    command = tmp_path / "bin" / "kg"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.join(KG)} "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    script = (
        f'PATH="{command.parent}:$PATH"; source <(kg --show-completion bash); '
        "COMP_WORDS=(kg list --target = Pek); COMP_CWORD=4; _kg_completion kg; "
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    ran = run("bash", "--norc", "--noprofile", "-c", script, env={"KG_STORE": str(store_folder)})
    assert (ran.code, ran.out, ran.err) == (0, "Peking\n", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shell", "file"),
    [
        ("bash", ".bash_completions/kg.sh"),
        ("zsh", ".zfunc/_kg"),
        ("fish", ".config/fish/completions/kg.fish"),
    ],
)
def test_it_can_be_installed(shell: str, file: str, tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    ran = run(*KG, "--install-completion", shell, env=env)
    shown = run(*KG, "--show-completion", shell, env=env)
    assert (ran.code, shown.code, ran.err) == (0, 0, "")
    assert (tmp_path / file).read_text(encoding="utf-8").strip() == shown.out.strip()
    assert "_KG_COMPLETE=complete_" + shell in shown.out
