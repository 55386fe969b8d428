"""What was judged, and how: ``decisions.jsonl``, a line for each decision, the last one last.

A candidate is known again by what it says and in which words, so that a document that is read
again, by a better reader or with other offsets, asks nothing twice. A decision holds what it put
into which file, so that it can be undone, later too.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import Finding, KgError, OutputError, SourcesError
from kg.models import Record
from kg.models.schema import own_fields

FILE = "decisions.jsonl"
_REACH = 200  # so many signs before a change tell its place from others like it


class Verdict(StrEnum):
    """What can become of a candidate, or of an entity that a reader found."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MERGED = "merged"
    ALIAS = "alias"


class Change(NamedTuple):
    """What a decision put into a file, and the signs before it."""

    file: str
    new: str
    old: str
    before: str


class Decision(NamedTuple):
    """A judgement of a person.

    *key* is the candidate's, or the id of an entity; *record* the record that came of it, or the
    entity that the alias is of; *reason* says why one was rejected.
    """

    key: str
    verdict: Verdict
    label: str
    record: str | None = None
    reason: str | None = None
    changes: tuple[Change, ...] = ()


def key_of(record: Record) -> str:
    """Return by what a proposal is known again: what it says, how sure, and the words for it."""
    parts = [
        record.kind,
        {field.name: _plainly(getattr(record, field.name)) for field in own_fields(type(record))},
        record.status.value,
        record.polarity.value,
        [" ".join(str(place.exact).split()) for place in record.evidence],
        str(record.when.edtf) if record.when else None,
        [[str(quantity.value.normalize()), str(quantity.unit)] for quantity in record.quantity],
    ]
    written = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _plainly(value: Any) -> list[str]:
    """Return what a field holds as text, in no order of its own."""
    return sorted(map(str, value if isinstance(value, tuple) else (value,)))


def read_decisions(folder: Path) -> tuple[Decision, ...]:
    """Return what was decided of the source in *folder*. Raises SourcesError for bad lines."""
    file = folder / FILE
    try:
        rows = file.read_bytes().split(b"\n")
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise KgError(f"{file}: can't be read: {error.strerror}") from error
    found, findings = [], []
    for number, row in enumerate(rows, 1):
        try:
            found += [_decision(json.loads(row.decode("utf-8")))] if row.strip() else []
        except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
            what = f"is no decision: {type(error).__name__}: {error}"
            shown = f"{folder.parent.name}/{folder.name}/{FILE}"
            findings.append(Finding(shown, number, what))
    if findings:
        raise SourcesError(findings)
    return tuple(found)


def _decision(data: dict[str, Any]) -> Decision:
    changes = tuple(Change(**change) for change in data.pop("changes"))
    decision = Decision(**{**data, "verdict": Verdict(data["verdict"])}, changes=changes)
    texts = [decision.key, decision.label, *(part for change in changes for part in change)]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("a value is no text")
    if any(Path(change.file).is_absolute() or ".." in change.file for change in changes):
        raise ValueError("a change lies outside the sources")
    return decision


def write_decisions(folder: Path, decisions: Iterable[Decision]) -> None:
    """Write all decisions of a source, in one go."""
    rows = [
        json.dumps(
            {**one._asdict(), "changes": [change._asdict() for change in one.changes]},
            ensure_ascii=False,
        )
        for one in decisions
    ]
    write_whole(folder / FILE, "".join(f"{row}\n" for row in rows).encode())


def write_whole(file: Path, content: bytes) -> None:
    """Write *file* in one go: whoever reads it finds it as it was, or as it is now."""
    beside = file.with_name(f".{file.name}.part")
    try:
        with beside.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        if file.exists():
            beside.chmod(file.stat().st_mode & 0o777)
        beside.replace(file)
    except OSError as error:
        raise OutputError(f"{file}: can't be written: {error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)


def undone(content: str, change: Change) -> str:
    """Return *content* without *change*. Raises KgError where it no longer stands there."""
    at = _only(change.new, content)
    if at < 0:
        found = _only(change.before + change.new, content)
        at = found + len(change.before) if found >= 0 else -1
    if at < 0:
        raise KgError(f"{change.file}: was changed there since; undo it by hand (kg edit)")
    return content[:at] + change.old + content[at + len(change.new) :]


def _only(words: str, content: str) -> int:
    at = content.find(words)
    return at if at >= 0 and content.find(words, at + 1) < 0 else -1


def change_at(file: str, content: str, at: int, new: str, old: str) -> Change:
    """Return the change that puts *new* for *old* at *at* of *content*."""
    return Change(file, new, old, content[max(0, at - _REACH) : at])
