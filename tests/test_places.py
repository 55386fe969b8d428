from pathlib import Path

import pytest

from kg.places import find_sources, find_store, packaged

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_SOURCES", raising=False)
    monkeypatch.delenv("KG_STORE", raising=False)


def workspace(folder: Path) -> Path:
    """Make *folder* one in which somebody works, and return a folder deep in it."""
    (folder / "sources" / "reference").mkdir(parents=True)
    (folder / "sources" / "reference" / "entities.yaml").touch()
    deep = folder / "notes" / "may"
    deep.mkdir(parents=True)
    return deep


def test_sources_are_found_from_any_folder_below(tmp_path: Path) -> None:
    deep = workspace(tmp_path)
    assert find_sources(start=deep) == tmp_path.resolve() / "sources"


def test_a_folder_called_sources_without_entities_is_passed_over(tmp_path: Path) -> None:
    deep = workspace(tmp_path)
    (deep / "sources").mkdir()
    assert find_sources(start=deep) == tmp_path.resolve() / "sources"


def test_the_current_folder_is_where_the_search_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace(tmp_path))
    assert find_sources() == tmp_path.resolve() / "sources"


def test_what_is_named_goes_before_the_environment_and_both_before_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = workspace(tmp_path)
    monkeypatch.setenv("KG_SOURCES", "/elsewhere/sources")
    monkeypatch.setenv("KG_STORE", "/elsewhere/store")
    assert [find_sources(Path("named"), deep), find_sources(None, deep)] == [
        Path("named"),
        Path("/elsewhere/sources"),
    ]
    assert [find_store(Path("named"), tmp_path), find_store(None, tmp_path)] == [
        Path("named"),
        Path("/elsewhere/store"),
    ]


def test_without_any_the_packaged_sources_are_meant(tmp_path: Path) -> None:
    assert find_sources(start=tmp_path) == packaged("sources") == ROOT / "sources"


def test_the_store_lies_beside_its_sources(tmp_path: Path) -> None:
    assert find_store(None, tmp_path / "sources") == tmp_path / ".kg"
