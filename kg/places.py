"""Where things are: sources, the store, and what the package brings along.

``sources/`` is looked for in this order: what is named, ``KG_SOURCES``, the current folder and
those above it, the sources that come with the package. The store is what is named, ``KG_STORE``,
else ``.kg/`` beside those sources; for the packaged ones a folder of the user's.
"""

import os
from pathlib import Path

REFERENCE = Path("reference") / "entities.yaml"
_PACKAGE = Path(__file__).resolve().parent


def packaged(name: str) -> Path:
    """Return a folder that comes along: beside ``kg/`` in a checkout, else inside a wheel."""
    beside = _PACKAGE.parent / name
    return beside if _in_checkout() else _PACKAGE / "_data" / name


def find_sources(named: Path | None = None, start: Path | None = None) -> Path:
    """Return the folder of sources that is meant; it may not exist where it was named."""
    if named or os.environ.get("KG_SOURCES"):
        return Path(named or os.environ["KG_SOURCES"])
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "sources" / REFERENCE).is_file():
            return folder / "sources"
    return packaged("sources")


def find_store(named: Path | None, sources: Path) -> Path:
    """Return the folder of the store that belongs to *sources*, whether or not it is there yet."""
    if named or os.environ.get("KG_STORE"):
        return Path(named or os.environ["KG_STORE"])
    if come_along(sources):
        from platformdirs import user_data_path

        return user_data_path("sino-russian-kg") / "store"
    return sources.parent / ".kg"


def come_along(sources: Path) -> bool:
    """Return whether *sources* are those inside an installed package: nobody's to edit."""
    return sources.resolve() == packaged("sources").resolve() and not _in_checkout()


def _in_checkout() -> bool:
    return (_PACKAGE.parent / "pyproject.toml").is_file()
