"""What can go wrong, and the exit code that the command line gives for it.

KgError                      2   what a user did or met; never shown as a traceback
├── SourcesError             2   files in sources/ that can't be taken as they are: all findings
├── PassageNotFound          2   a quote that stands nowhere in its text
├── PassageAmbiguous         2   a quote that stands more than once
├── StoreError               2   the store can't be used
│   ├── NoStore              2   nothing was built yet
│   ├── StoreFormat          2   built by a kg of another format
│   ├── StoreBusy            2   another build holds the lock
│   └── ReadOnly             2   the graph is read, never written
├── QueryError               2   a question that can't be asked
│   ├── QueryTimeout         2   a question that was stopped for its time
│   └── QueryMemory          2   a question that was stopped for its memory
├── OutputError              2   a file that can't be written
├── KnownAlready             1   a document that is among the sources
└── NothingFound             1   it ran, and the answer is no
    └── Ambiguous            1   a name that fits several
"""

from collections.abc import Iterable
from typing import NamedTuple


class KgError(Exception):
    """Base of all errors that are shown to a person as one clear line."""

    exit_code = 2


class Finding(NamedTuple):
    """Something wrong in a file: where, what, and what would be right.

    *line* is 1-based; 0 where no line can be named. *more* holds further lines, shown indented.
    """

    file: str
    line: int
    what: str
    more: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return ``file:line: what``, further lines indented below."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return "\n    ".join((f"{place}: {self.what}", *self.more))


class SourcesError(KgError):
    """One finding or more in the files of ``sources/``; all of a run, sorted by place.

    *unreadable* says that a file could not be read at all, so that more may be wrong.
    """

    def __init__(self, findings: Iterable[Finding], *, unreadable: bool = False) -> None:
        self.findings = tuple(sorted(set(findings)))
        self.unreadable = unreadable
        super().__init__("\n".join(map(str, self.findings)))


class PassageNotFound(KgError):
    """A quote stands nowhere; *nearest* is the closest passage, *marked* the difference."""

    def __init__(self, message: str, nearest: str = "", marked: tuple[str, ...] = ()) -> None:
        self.nearest = nearest
        self.marked = marked
        super().__init__(message)


class PassageAmbiguous(KgError):
    """A quote stands more than once and doesn't say which place it means."""


class StoreError(KgError):
    """The store can't be used."""


class NoStore(StoreError):
    """Nothing was built yet."""


class StoreFormat(StoreError):
    """The store was built by a version of kg that wrote another format."""


class StoreBusy(StoreError):
    """Another build is at work."""


class ReadOnly(StoreError):
    """Somebody tried to write into the graph."""


class QueryError(KgError):
    """A question that can't be asked: syntax, parameters, or what is refused."""


class QueryTimeout(QueryError):
    """A question that ran longer than allowed and was stopped."""


class QueryMemory(QueryError):
    """A question that took more memory than allowed and was stopped."""


class OutputError(KgError):
    """A file that can't be written."""


class KnownAlready(KgError):
    """A document is among the sources already, or one much like it; *source* is its id.

    *is_same* says that it is the same text, letter for letter.
    """

    exit_code = 1

    def __init__(self, message: str, source: str, *, is_same: bool = False) -> None:
        self.source = source
        self.is_same = is_same
        super().__init__(message)


class NothingFound(KgError):
    """It ran, and the answer is no: to *name*, with the names nearest to it, each with its id."""

    exit_code = 1

    def __init__(self, message: str, name: str = "", near: Iterable[tuple[str, str]] = ()) -> None:
        self.name = name
        self.near = tuple(near)
        super().__init__(message)


class Ambiguous(NothingFound):
    """A name that fits several entities or records."""
