"""Writing the folder of a new source: whole, or not at all."""

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from kg.errors import KgError, OutputError
from kg.intake.heads import Head
from kg.intake.seen import Extracted
from kg.intake.who import Who
from kg.models import EntityClass
from kg.models.source import SourceInfo

_HEAD = "# Taken in by kg add. What it says of the document may be corrected by hand.\n"
_WHO = (
    "# Who only this source knows: its authors, its unnamed sources, its groups; and its\n"
    "# publisher, until reference/entities.yaml has it.\n\n"
)


def write_source(sources: Path, head: Head, read: Extracted, new: Iterable[Who] = ()) -> Path:
    """Write the folder of a source below *sources* and return it; *new* are entities it defines.

    Raises OutputError where it can't be written, KgError where the id is taken; nothing
    half-written is left.
    """
    folder = sources / head.id
    content = read.text.encode("utf-8")
    files = {
        "document.txt": content,
        "source.yaml": (_HEAD + _as_yaml(_info(head, read, content))).encode("utf-8"),
        "entities.yaml": (_WHO + _as_yaml(_who(head, new))).encode("utf-8"),
        "records.yaml": b"[]\n",
    }
    try:
        with _beside(sources) as place:
            made = place / head.id
            made.mkdir()
            for name, data in files.items():
                (made / name).write_bytes(data)
            if folder.exists() or folder.is_symlink():
                raise KgError(f"{folder}: is there already; --id names another one")
            made.rename(folder)
    except OSError as error:
        raise OutputError(f"{folder}: can't be written: {error.strerror}") from error
    return folder


@contextlib.contextmanager
def _beside(sources: Path) -> Iterator[Path]:
    """Give a folder on the same disk that no reader of *sources* takes for a source."""
    place = Path(tempfile.mkdtemp(prefix=".adding-", dir=sources))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def authors_of(source: str) -> str:
    """Return the id of the entity that speaks in *source*."""
    return f"{source}-authors"


def _info(head: Head, read: Extracted, content: bytes) -> dict[str, Any]:
    fields = {field: value.value for field, value in head.fields.items()}
    info = {
        "id": head.id,
        "title": {fields["language"]: fields["title"]},
        "publisher": head.publisher,
        "author": authors_of(head.id),
        "voice": authors_of(head.id),
        "published": fields.get("published"),
        "language": fields["language"],
        "address": fields.get("address"),
        "rights": fields.get("rights"),
        "redistribute": fields["redistribute"],
        "sha256": hashlib.sha256(content).hexdigest(),
        "parts": _parts(read),
        "note": head.note,
    }
    kept = {key: value for key, value in info.items() if value}
    SourceInfo.model_validate(kept)  # what is wrong here is a fault of ours, found before writing
    return kept


def _parts(read: Extracted) -> dict[str, list[str]]:
    """Return which lines are what; nothing where the file doesn't tell."""
    told = {"headings": read.headings, "apparatus": read.apparatus, "not_content": read.not_content}
    elsewhere = {line for lines in told.values() for line in lines}
    if not elsewhere:
        return {}
    rows = read.text.split("\n")
    body = [at for at, row in enumerate(rows, 1) if row.strip() and at not in elsewhere]
    every = {"headings": told.pop("headings"), "body": body, **told}
    return {role: list(_ranges(lines)) for role, lines in every.items() if lines}


def _ranges(lines: Iterable[int]) -> Iterator[str]:
    """Yield rising numbers as ranges.

    >>> list(_ranges([1, 2, 3, 7]))
    ['1-3', '7']
    """
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return (str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _who(head: Head, new: Iterable[Who]) -> list[dict[str, Any]]:
    title = head.fields["title"].value
    authors: dict[str, Any] = {
        "id": authors_of(head.id),
        "class": EntityClass.UNNAMED_SOURCE.value,
        "name": {"en": f"authors of “{title}”", "de": f"Autoren von „{title}“"},
    }
    if author := head.fields.get("author"):
        authors["note"] = f"Named as author: {author.value} ({author.where})."
    language = head.fields["language"].value
    return [authors, *(_entity(who, language) for who in new)]


def _entity(who: Who, language: str) -> dict[str, Any]:
    return {
        "id": who.id,
        "class": who.entity_class,
        "name": dict(who.labels) or {language: who.name},
    }


def _as_yaml(data: Mapping[str, Any] | list[Any]) -> str:
    plain = yaml.safe_dump(
        data, allow_unicode=True, sort_keys=False, width=100, default_flow_style=None
    )
    return str(plain)
