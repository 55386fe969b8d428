"""YAML read as text: every scalar is the string that stands there, and every value knows its line.

We read libyaml's events ourselves since its constructors make ``no`` a boolean and ``2021`` a
number, keep the last of two equal keys, and expand anchors, none of which a file of evidence can
have. What is refused says where.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from kg.errors import Finding

_DEEPEST = 12  # records nest five deep; a file that nests further is no file of ours
_VERBATIM = frozenset({"quote", "words", "evidence", "hedge", "in"})
_REMEDY = "put the text in '…' (an apostrophe in it doubled), or after |- on lines of its own"


class Unreadable(Exception):
    """A file that is no YAML we take; holds the finding."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(str(finding))


class Mapping(dict[str, Any]):
    """A mapping that knows the line of each key (from 1) and its own."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Sequence(list[Any]):
    """A sequence that knows the line of each item (from 1) and its own."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def read_yaml(content: str, file: str) -> Any:
    """Return what *content* holds: `Mapping`, `Sequence` or str; None for an empty file.

    *file* is the name for errors. Raises Unreadable for invalid YAML, duplicate keys, anchors,
    aliases, tags, several documents, and a quote that a comment sign cuts off.
    """
    return _Reader(content, file).read()


def line_of(data: Any, path: tuple[str | int, ...]) -> int:
    """Return the line of the value at *path*, or of the nearest above it that is there.

    An index on a value that is written without a list is passed over.
    """
    line = getattr(data, "line", 0)
    for step in path:
        if isinstance(data, Mapping) and step in data:
            line, data = data.lines[str(step)], data[str(step)]
        elif isinstance(data, Sequence) and isinstance(step, int) and step < len(data):
            line, data = data.lines[step], data[step]
        elif not isinstance(step, int):
            break
    return line


class _Reader:
    def __init__(self, content: str, file: str) -> None:
        self.rows = content.splitlines() or [""]
        self.content = content
        self.file = file

    def read(self) -> Any:
        try:
            events = list(yaml.parse(self.content, Loader=yaml.CSafeLoader))
        except yaml.MarkedYAMLError as error:
            raise self._invalid(error) from error
        except yaml.reader.ReaderError as error:  # a character that YAML forbids
            line = self.content.encode()[: error.position].count(b"\n") + 1  # it counts bytes
            what = f"no valid YAML: U+{error.character:04X}, {error.reason}"
            raise Unreadable(Finding(self.file, line, what)) from error
        return self._document(iter(events))

    def _invalid(self, error: yaml.MarkedYAMLError) -> Unreadable:
        open_quote = error.context == "while scanning a quoted scalar"  # known by where it begins
        mark = error.context_mark if open_quote else error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        what = f"no valid YAML: {error.problem or error.context}; if this is a quote, {_REMEDY}"
        return Unreadable(Finding(self.file, line, what))

    def _refuse(self, event: Any, what: str) -> Unreadable:
        return Unreadable(Finding(self.file, event.start_mark.line + 1, what))

    def _document(self, events: Iterator[Any]) -> Any:
        root: Any = None
        seen = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                seen += 1
                if seen > 1:
                    raise self._refuse(event, "a second document; a file holds one")
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, 0, None)
        return root

    def _node(self, event: Any, events: Iterator[Any], depth: int, key: str | None) -> Any:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise self._refuse(event, "anchors and aliases are not taken; write the value out")
        if event.tag:
            raise self._refuse(event, f"tag {event.tag}: tags are not taken; every value is text")
        if depth > _DEEPEST:
            raise self._refuse(event, f"nested deeper than {_DEEPEST}")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, key)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, events, depth, key)
        return self._mapping(event, events, depth)

    def _scalar(self, event: Any, key: str | None) -> str:
        mark = event.end_mark
        tail = self.rows[mark.line][mark.column :] if mark.line < len(self.rows) else ""
        if not event.style and key in _VERBATIM and tail.lstrip().startswith("#"):
            raise self._refuse(
                event, f"' #' begins a comment and cuts the text off here; {_REMEDY}"
            )
        return str(event.value)

    def _sequence(self, start: Any, events: Iterator[Any], depth: int, key: str | None) -> Sequence:
        items = Sequence(start.start_mark.line + 1)
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.lines.append(event.start_mark.line + 1)
            items.append(self._node(event, events, depth + 1, key))
        return items

    def _mapping(self, start: Any, events: Iterator[Any], depth: int) -> Mapping:
        pairs = Mapping(start.start_mark.line + 1)
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, events, depth + 1, None)
            if not isinstance(key, str):
                raise self._refuse(event, "a key is text")
            if key in pairs:
                first = pairs.lines[key]
                raise self._refuse(event, f"key {key!r} stands twice, first in line {first}")
            pairs.lines[key] = event.start_mark.line + 1
            pairs[key] = self._node(next(events), events, depth + 1, key)
        return pairs
