"""The passage that somebody remembers, as it stands in the text."""

from pathlib import Path
from typing import NamedTuple

from kg.corpus.folder import read_text, source_folders
from kg.errors import KgError
from kg.evidence import Text, nearest_passage, occurrences, printable


class Passage(NamedTuple):
    """Verbatim words of a source and the line (from 1) in which they stand.

    *nth* is which occurrence it is, where the words stand more than once.
    """

    source: str
    line: int
    words: str
    nth: int | None

    def as_yaml(self) -> str:
        """Return the passage ready to paste into ``records.yaml``.

        >>> print(Passage("a-source", 3, "Peking's Antwort: nein", None).as_yaml())
        evidence:
          - quote: 'Peking''s Antwort: nein'
            gloss: {en: ""}
        """
        nth = f"\n    nth: {self.nth}" if self.nth else ""
        return f'evidence:\n  - quote: {_quoted(self.words)}{nth}\n    gloss: {{en: ""}}'


def _quoted(words: str) -> str:
    r"""Return *words* as YAML holds them; what could steer a terminal is escaped.

    >>> print(_quoted("Peking\x1b[31m"))
    "Peking\x1b[31m"
    """
    if words == printable(words):
        return "'" + words.replace("'", "''") + "'"
    plain = words.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(_escaped(char) for char in plain) + '"'


def _escaped(char: str) -> str:
    if char == printable(char):
        return char
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\U{ord(char):08x}"


def passages(sources: Path, words: str, *, only: str | None = None) -> list[Passage]:
    """Return the passage nearest to *words* in each source that has one like it.

    *only* names one source. Raises KgError where there is no such source, or no folder of them.
    """
    if not sources.is_dir():
        raise KgError(f"{sources}: there is no such folder of sources; kg init makes one")
    folders = [folder for folder in source_folders(sources) if only in {None, folder.name}]
    if only and not folders:
        raise KgError(f"{sources}: there is no source {only!r}")
    found = (_passage(folder.name, read_text(folder), words) for folder in folders)
    return [passage for passage in found if passage is not None]


def _passage(source: str, text: Text, words: str) -> Passage | None:
    span = nearest_passage(words, text)
    if span is None:
        return None
    exact = text.exact(span)
    starts = occurrences(exact, text.content)
    nth = starts.index(span.start) + 1 if len(starts) > 1 else None
    return Passage(source, text.line_of(span.start), exact, nth)
