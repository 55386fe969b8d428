"""What a user gets from the wheel: no checkout beside it and none of our tools."""

import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"

pytestmark = pytest.mark.slow


class Ran(NamedTuple):
    code: int
    out: str
    err: str


def run(*command: object, cwd: Path = ROOT, env: Mapping[str, str] = os.environ) -> Ran:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=dict(env),
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def pip(python: Path | str, *arguments: object) -> None:
    ran = run(python, "-m", "pip", "--disable-pip-version-check", *arguments)
    assert ran.code == 0, ran.err


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    pip(
        sys.executable,
        *("wheel", "--no-deps", "--build-constraint", CONSTRAINTS, "--wheel-dir", folder, ROOT),
    )
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture
def fresh(tmp_path: Path, wheel: Path) -> Path:
    """A new environment's folder of commands, with the wheel and what it needs."""
    folder = tmp_path / "venv"
    venv.create(folder, with_pip=False)
    commands = folder / "bin"
    pip(
        sys.executable,
        *("--python", commands / "python", "install", "--constraint", CONSTRAINTS, wheel),
    )
    return commands


def files(folder: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_package_its_data_and_the_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    info = wheel.name.partition("-py3")[0] + ".dist-info"
    data = {f"kg/_data/{path}" for path in files("ontology") | files("sources")}
    licences = {f"{info}/licenses/{name}" for name in ("LICENSE", "NOTICE.md")}
    assert files("kg") | data | licences <= names
    assert {name.partition("/")[0] for name in names} == {"kg", info}


def test_the_wheel_answers_from_an_empty_folder(tmp_path: Path, fresh: Path) -> None:
    home, empty = tmp_path / "home", tmp_path / "empty"
    home.mkdir()
    empty.mkdir()
    ours = ("KG_", "PYTHON", "COVERAGE_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    env |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "COLUMNS": "100"}

    def said(*command: object) -> str:
        ran = run(*command, cwd=empty, env=env)
        assert (ran.code, "Traceback" in ran.err) == (0, False), (command, ran)
        return ran.out

    kg = fresh / "kg"
    said(kg, "build")
    assert list(empty.iterdir()) == []  # the graph is kept in the user's data folder
    assert "China" in said(kg, "show", "china")
    assert "china" in said(kg, "find", "Peking").lower()
    ask = "ASK { ?s a <https://w3id.org/sinorus/ns#Sanction> }"
    said(kg, "query", "-e", ask)  # no would be exit code 1
    assert "build" in said(fresh / "python", "-m", "kg", "--help")
    edited = run(kg, "edit", "china", cwd=empty, env=env | {"EDITOR": "true"})
    assert (edited.code, "the packaged sources stay" in edited.err) == (2, True)
    read = run(kg, "extract", "tdc-reverse-kissinger-2025", cwd=empty, env=env)
    assert (read.code, "the packaged sources stay" in read.err) == (2, True)
    said(kg, "view")
    assert "</html>" in (empty / "kg.html").read_text(encoding="utf-8")
