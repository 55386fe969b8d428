"""Options that several commands take, each said once."""

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import places
from kg.cli.printing import talk
from kg.cli.wording import words
from kg.evidence import printable

if TYPE_CHECKING:
    from kg.store import Store

MOST = 1_000_000  # rows or records that anybody may ask for at once


class Lang(StrEnum):
    """Languages of labels and wording."""

    EN = "en"
    DE = "de"


class Form(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    JSON = "json"


def lang_of_environment() -> Lang:
    """Return German where the environment is German, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return Lang.DE if value.startswith("de") else Lang.EN
    return Lang.EN


Sources = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        help="Folder of sources; else KG_SOURCES, sources/ here or above, or the packaged ones.",
        show_default=False,
    ),
]
StoreFolder = Annotated[
    Path | None,
    typer.Option(
        "--store",
        help="Folder of the store; else KG_STORE, or .kg beside the sources.",
        show_default=False,
    ),
]
LangOption = Annotated[
    Lang | None,
    typer.Option(
        "--lang", help="Language of labels and wording; else the environment's.", show_default=False
    ),
]
FormOption = Annotated[Form, typer.Option("--format", help="How to print it.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", help="File to write; - for standard output.", show_default=False
    ),
]


def folders(sources: Path | None, store: Path | None) -> tuple[Path, Path]:
    """Return the folders of sources and store that are meant."""
    found = places.find_sources(sources)
    return found, places.find_store(store, found)


def opened_store(sources: Path | None, store: Path | None, lang: Lang | None = None) -> "Store":
    """Return the store that is meant; say on stderr where ``sources/`` has moved on since."""
    from kg.store import inputs_changed, open_store

    source_folder, store_folder = folders(sources, store)
    opened = open_store(store_folder)
    if inputs_changed(opened, source_folder):
        changed = words((lang or lang_of_environment()).value)["changed"]
        talk(changed.format(folder=printable(str(source_folder))))
    return opened
