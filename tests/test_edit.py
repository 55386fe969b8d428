"""kg edit: which editor is run, where it opens, and what is said when it closes."""

import json
import os
import pty
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from processes import KG, Kg, environment

from kg.build import build_store

EVENT = {
    "kind": "event",
    "label": {"en": "Putin's visit", "de": "Putins Besuch"},
    "participant": ["russia", "china"],
    "status": "asserted",
    "evidence": "besuchte Putin Beijing",
}
EDITOR = """\
import json, sys
from pathlib import Path
with Path({ran!r}).open("a", encoding="utf-8") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
path = Path({file!r})
path.write_text(path.read_text(encoding="utf-8").replace({old!r}, {new!r}), encoding="utf-8")
sys.exit({code})
"""
RECORD = "https://w3id.org/sinorus/id/record/news/second-visit"

Editor = Callable[..., str]


@pytest.fixture
def news(make_source: Callable[..., Path]) -> Path:
    """A source of two records."""
    records = [{"id": "visit", **EVENT}, {"id": "second-visit", **EVENT}]
    return make_source(records=records) / "news"


@pytest.fixture
def editor(tmp_path: Path, news: Path) -> Editor:
    """Make an editor that notes what it is called with and replaces words in records.yaml."""

    def make(old: str = "", new: str = "", *, name: str = "some-editor", code: int = 0) -> str:
        script = tmp_path / "a b" / name
        script.parent.mkdir(exist_ok=True)
        told = {"ran": str(tmp_path / "ran"), "file": str(news / "records.yaml")}
        body = EDITOR.format(**told, old=old or "\0", new=new, code=code)
        script.write_text(f"#!{sys.executable}\n{body}", encoding="utf-8")
        script.chmod(0o755)
        return shlex.quote(str(script))

    return make


def calls(tmp_path: Path) -> list[list[str]]:
    return [json.loads(row) for row in (tmp_path / "ran").read_text(encoding="utf-8").splitlines()]


def line_of(file: Path, words: str) -> int:
    rows = file.read_text(encoding="utf-8").splitlines()
    return next(number for number, row in enumerate(rows, 1) if words in row)


def edit(kg: Kg, news: Path, name: str, **env: str) -> Any:
    places = {"KG_SOURCES": str(news.parent), "KG_STORE": str(news.parent.parent / ".kg")}
    return kg("edit", name, **{"VISUAL": "", "EDITOR": "", **places, **env})


@pytest.mark.parametrize(
    ("name", "options", "opened"),
    [
        ("some-editor", "", ["+{line}", "{file}"]),
        ("vi", "-c 'set nu'", ["-c", "set nu", "+{line}", "{file}"]),
        ("code", "", ["--wait", "--goto", "{file}:{line}"]),
        ("codium", "--wait -n", ["--wait", "-n", "--goto", "{file}:{line}"]),
        ("subl", "", ["--wait", "{file}:{line}"]),
    ],
)
def test_an_editor_is_called_as_it_wants_it(
    name: str, options: str, opened: list[str], kg: Kg, news: Path, editor: Editor, tmp_path: Path
) -> None:
    file = news / "records.yaml"
    place = {"file": file, "line": line_of(file, "id: second-visit")}
    # one that ends with an error, after which nothing is checked
    ran = edit(kg, news, "second-visit", EDITOR=f"{editor(name=name, code=3)} {options}")
    assert calls(tmp_path) == [[part.format(**place) for part in opened]]
    assert ran.code == 2


def test_visual_comes_before_editor(kg: Kg, news: Path, editor: Editor, tmp_path: Path) -> None:
    assert edit(kg, news, "visit", VISUAL=editor(code=3), EDITOR="no-such-editor").code == 2
    assert len(calls(tmp_path)) == 1


def test_it_opens_where_the_record_stands_now(
    kg: Kg, news: Path, editor: Editor, tmp_path: Path
) -> None:
    build_store(news.parent, news.parent.parent / ".kg")
    file = news / "records.yaml"
    file.write_text("# a line\n# and another\n" + file.read_text(encoding="utf-8"), "utf-8")
    for name in ("second-visit", "news/second-visit", RECORD):
        assert edit(kg, news, name, EDITOR=editor(code=3)).code == 2
    wanted = line_of(file, "id: second-visit")
    assert [opened for opened, _ in calls(tmp_path)] == [f"+{wanted}"] * 3
    file.write_text("- id: [\n" + file.read_text(encoding="utf-8"), "utf-8")  # no YAML any more
    assert edit(kg, news, "second-visit", EDITOR=editor()).code == 1
    assert calls(tmp_path)[-1] == [f"+{wanted + 1}", str(file)]


def test_an_entity_is_opened_in_its_file(
    kg: Kg, news: Path, editor: Editor, tmp_path: Path
) -> None:
    build_store(news.parent, news.parent.parent / ".kg")
    for name in ("china", "Russland"):
        assert edit(kg, news, name, EDITOR=editor(code=3)).code == 2
    file = news.parent / "reference" / "entities.yaml"
    wanted = [line_of(file, "id: china"), line_of(file, "id: russia")]
    assert calls(tmp_path) == [[f"+{line}", str(file)] for line in wanted]


def test_what_was_broken_is_said_with_file_and_line(kg: Kg, news: Path, editor: Editor) -> None:
    ran = edit(kg, news, "visit", EDITOR=editor("besuchte Putin", "besuchte Putln"))
    checked = kg("validate", "--sources", news.parent)
    first = line_of(news / "records.yaml", "besuchte Putln")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == checked.out
    assert ran.out.startswith(f"sources/news/records.yaml:{first}: record visit: evidence: ")


def test_where_all_is_well_the_next_step_is_said(kg: Kg, news: Path, editor: Editor) -> None:
    ran = edit(kg, news, "visit", EDITOR=editor("Putin's visit", "A visit of Putin's"))
    assert (ran.code, ran.out, ran.err) == (0, "clean: no finding\n", "next: kg build\n")


def test_what_cannot_be_done_is_one_line(
    kg: Kg, news: Path, editor: Editor, tmp_path: Path
) -> None:
    build_store(news.parent, news.parent.parent / ".kg")
    cases = {
        ("visit", "no-such-editor"): (2, "the editor 'no-such-editor' can't be run: "),
        ("visit", "'"): (2, 'the editor "\'" is no command: '),
        ("visit", editor(code=3)): (2, f"{tmp_path}/a b/some-editor ended with 3; "),
        ("no-such-id", "true"): (1, "nothing is called 'no-such-id'"),
    }
    for (name, command), (code, said) in cases.items():
        ran = edit(kg, news, name, EDITOR=command)
        assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
        assert ran.err.startswith(said)
    nowhere = edit(kg, tmp_path / "nowhere" / "news", "visit", EDITOR="true")
    assert (nowhere.code, nowhere.err.count("\n")) == (2, 1)
    unbuilt = edit(kg, news, "besuch", EDITOR="true", KG_STORE=str(tmp_path / "none"))
    assert (unbuilt.code, unbuilt.err.count("\n")) == (1, 1)


@pytest.mark.slow
def test_on_a_terminal_it_offers_to_go_on_at_the_first_finding(
    news: Path, editor: Editor, tmp_path: Path
) -> None:
    ours, theirs = pty.openpty()
    env = environment(EDITOR=editor("besuchte Putin", "besuchte Putln"), VISUAL="")
    command = [*KG, "edit", "visit", "--sources", str(news.parent)]
    with subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, env=env
    ) as process:
        os.write(ours, b"y\nn\n")
        out, _ = process.communicate(timeout=60)
    os.close(theirs)
    assert (process.returncode, out.count(b"does not stand in the text")) == (1, 4)
    broken = line_of(news / "records.yaml", "besuchte Putln")
    begins = line_of(news / "records.yaml", "id: visit")
    assert [opened for opened, _ in calls(tmp_path)] == [f"+{begins}", f"+{broken}"]
    assert b"edit again? [Y/n]" in os.read(ours, 4096)
    os.close(ours)
