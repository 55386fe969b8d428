"""One real record a kind, as people wrote it: the shortest that a source has."""

import re
from collections.abc import Iterator
from pathlib import Path

from kg.corpus import source_folders

_RECORD = re.compile(r"^- id: .*(?:\n(?:  .*)?)*", re.MULTILINE)
_KIND = re.compile(r"^  kind: (\w+)$", re.MULTILINE)


def examples(sources: Path) -> dict[str, str]:
    """Return a record as it stands in *sources*, by kind; kinds without one are left out."""
    shortest: dict[str, str] = {}
    for kind, text in sorted(_records(sources), key=lambda found: (len(found[1]), found[1])):
        shortest.setdefault(kind, text)
    return shortest


def _records(sources: Path) -> Iterator[tuple[str, str]]:
    for folder in source_folders(sources):
        for found in _RECORD.finditer((folder / "records.yaml").read_text(encoding="utf-8")):
            if kind := _KIND.search(found[0]):
                yield kind[1], found[0].rstrip()
