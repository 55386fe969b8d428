"""What several tests stand on: the repository's sources, and small sources of their own."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from browser import CHROMIUM, Visitor, chromium
from hypothesis import settings
from playwright.sync_api import Browser
from processes import Kg, Ran
from typer.testing import CliRunner

from kg.build import build_store
from kg.cli import app
from kg.corpus import Corpus, read_corpus
from kg.page import render_page
from kg.store import Store, open_store

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "tdc-reverse-kissinger-2025"

ENTITIES = """\
- {id: russia, class: state, name: {en: Russia, de: Russland}}
- {id: china, class: state, name: {en: China, de: China}}
- {id: the-authors, class: unnamed_source, name: {en: the authors}}
"""
TEXT = "Am 4. Februar 2022 besuchte Putin Beijing.\n"

# The same examples in each run, and no folder of found ones in the tree.
settings.register_profile("kg", database=None, deadline=None, derandomize=True, max_examples=40)
settings.load_profile("kg")


@pytest.fixture(scope="session")
def sources() -> Path:
    """The repository's own sources; nothing may be changed in them."""
    return ROOT / "sources"


@pytest.fixture(scope="session")
def corpus(sources: Path) -> Corpus:
    """The repository's sources, read once."""
    return read_corpus(sources)


@pytest.fixture(scope="session")
def document(sources: Path) -> str:
    """The paper's text, byte for byte."""
    return (sources / SOURCE / "document.txt").read_bytes().decode("utf-8")


@pytest.fixture(scope="session")
def store_folder(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store of the repository's sources, built once; nothing may change in it.

    Workers that run side by side share it: whoever comes second finds it built.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "store"
    with (shared / "store.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "current").exists():
            build_store(sources, folder)
    return folder


@pytest.fixture(scope="session")
def store(store_folder: Path) -> Store:
    """That store, open."""
    return open_store(store_folder)


@pytest.fixture
def kg(sources: Path, store_folder: Path) -> Kg:
    """Run ``kg`` in this process over that store; another one is named with ``--store``."""
    places = {"KG_SOURCES": str(sources), "KG_STORE": str(store_folder)}

    def run(*arguments: object, typed: str = "", **env: str) -> Ran:
        ran = CliRunner().invoke(
            app,
            [str(argument) for argument in arguments],
            input=typed,
            env={**places, "LC_ALL": "C.UTF-8", **env},
        )
        if ran.exception is not None and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        return Ran(ran.exit_code, ran.stdout, ran.stderr)

    return run


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --regen: write the golden files again, to be read as a diff."""
    parser.addoption("--regen", action="store_true", help="write the golden files again")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the file of that name in ``tests/golden/``; --regen writes it."""

    def compare(name: str, text: str) -> None:
        file = ROOT / "tests" / "golden" / name
        if request.config.getoption("--regen"):
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(text.encode())
        assert file.read_bytes() == text.encode(), f"{file} drifted: scripts/regen writes it again"

    return compare


@pytest.fixture
def workspace(sources: Path, tmp_path: Path) -> Path:
    """A copy of the repository's sources that a test may damage."""
    return Path(shutil.copytree(sources, tmp_path / "sources"))


@pytest.fixture
def make_source(tmp_path: Path) -> Callable[..., Path]:
    """Write a source ``news`` below a folder of sources, and return that folder."""

    def make(
        *,
        text: str = TEXT,
        records: Any = (),
        names: Any = None,
        entities: Any = ENTITIES,
        **head: Any,
    ) -> Path:
        folder = tmp_path / "sources" / "news"
        content = text.encode("utf-8")
        files = {
            "../reference/entities.yaml": entities,
            "source.yaml": {
                "id": "news",
                "title": {"de": "Eine Meldung"},
                "voice": "the-authors",
                "language": "de",
                "sha256": hashlib.sha256(content).hexdigest(),
                **head,
            },
            "records.yaml": list(records) if isinstance(records, tuple) else records,
            "names.yaml": {} if names is None else names,
        }
        for name, data in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(data if isinstance(data, str) else _as_yaml(data), encoding="utf-8")
        (folder / "document.txt").write_bytes(content)
        return folder.parent

    return make


class _Plainly(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def _as_yaml(data: Any) -> str:
    return str(yaml.dump(data, Dumper=_Plainly, allow_unicode=True, sort_keys=False, width=10_000))


# -- a browser ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def _somebody(_chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    return Visitor(_chromium, tmp_path_factory.mktemp("pages"))


@pytest.fixture
def visitor(_somebody: Visitor) -> Iterator[Visitor]:
    """Somebody in front of the page, who must have nothing to complain of at the end."""
    _somebody.complaints.clear()
    _somebody.requests.clear()
    yield _somebody
    _somebody.close()
    assert (_somebody.complaints, _somebody.requests) == ([], [])


@pytest.fixture(scope="session")
def html(store: Store) -> str:
    """The page of the repository's own sources."""
    return render_page(store)
