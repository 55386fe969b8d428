"""Where in the files of ``sources/`` a record or an entity is written, as they stand now.

A store knows where records stood when it was built; whoever edits them has moved on since.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kg.corpus.folder import source_folders
from kg.corpus.yaml_text import Mapping, Unreadable, read_yaml
from kg.errors import KgError
from kg.places import REFERENCE


class Written(NamedTuple):
    """A place at which something is defined: its file and line, from 1, and its whole id."""

    file: Path
    line: int
    id: str


def written(sources: Path, name: str) -> list[Written]:
    """Return every place at which the id *name* is defined.

    It is an entity's, a record's, or a record's with its source before it. A file that is no YAML
    at the moment is searched as text. Raises KgError where there is no folder of sources.
    """
    if not sources.is_dir():
        raise KgError(f"{sources}: there is no such folder of sources; kg init makes one")
    return list(_written(sources, name))


def _written(sources: Path, name: str) -> Iterator[Written]:
    source, _, record = name.rpartition("/")
    for file in (sources / REFERENCE, *(f / "entities.yaml" for f in source_folders(sources))):
        yield from (Written(file, line, name) for line in _lines(file, name))
    for folder in source_folders(sources):
        if source in {"", folder.name}:
            file = folder / "records.yaml"
            whole = f"{folder.name}/{record}"
            yield from (Written(file, line, whole) for line in _lines(file, record))


def _lines(file: Path, wanted: str) -> list[int]:
    """Return the lines of *file* at which something with the id *wanted* begins."""
    try:
        content = file.read_bytes().decode("utf-8", errors="replace").removeprefix("\ufeff")
    except OSError:
        return []
    if wanted not in content:
        return []
    try:
        data = read_yaml(content, file.name)
    except Unreadable:
        begins = re.compile(rf"[ \t]*-?[ \t]*\{{?id: *['\"]?{re.escape(wanted)}(?![\w-])")
        rows = enumerate(content.split("\n"), 1)
        return [number for number, row in rows if begins.match(row)]
    items = data if isinstance(data, list) else []
    return [item.line for item in items if isinstance(item, Mapping) and item.get("id") == wanted]
