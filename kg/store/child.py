"""The process that a query runs in: it writes the answer straight to the output, and ends.

Oxigraph can't be interrupted, a process can. Once the store is open the child gives up what it
needs no more: it may open no file and no socket (whatever the guard has missed), it may take no
more memory than it was given, and a timer of the system's ends it even if its parent is gone.

Where there is no fork, or threads forbid it, this module is run as a program: the request comes
from stdin, the answer goes to stdout, the report to stderr.
"""

import contextlib
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

import pyoxigraph as ox

from kg.errors import QueryError
from kg.store.dataset import evaluate, unknown_terms
from kg.store.guard import looked_at
from kg.store.results import write_result
from kg.store.values import Term

if sys.platform != "win32":  # which has no such limits
    import resource

_GRACE = 0.5  # seconds after the limit until the timer ends a child without a parent
OF_MEMORY = "memory"


class Request(NamedTuple):
    """What the child is to do; *memory* is in bytes."""

    quads: str
    query: str
    values: dict[str, Term]
    form: str
    limit: int | None
    timeout: float
    memory: int
    known: tuple[str, ...] = ()  # terms of ours that should stand in the store
    graphs: tuple[str, ...] = ()  # its named graphs, where the build has noted them


def answer(request: Request, output: int, report: int) -> None:
    """Write the answer to the descriptor *output*, what became of it as JSON to *report*."""
    _stop_after(request.timeout + _GRACE)
    told = _told(request, _Output(output))
    with contextlib.suppress(OSError):
        _write_all(report, json.dumps(told).encode() + b"\n")


def _told(request: Request, output: "_Output") -> dict[str, Any]:
    try:
        store = ox.Store.read_only(request.quads)
        give_up(request)
        begun = time.perf_counter()
        result = evaluate(store, looked_at(request.query), request.values, request.graphs)
        given = write_result(result, request.form, request.limit, cast(IO[bytes], output))
        seconds = time.perf_counter() - begun
        unknown = unknown_terms(store, request.known)
        return {**given._asdict(), "seconds": seconds, "unknown": unknown}
    except MemoryError:
        return {"error": OF_MEMORY}
    except SyntaxError as error:
        return {"error": "syntax", "message": str(error)}
    except QueryError as error:
        return {"error": "query", "message": str(error)}
    except Exception as error:  # noqa: BLE001 - whatever it is goes to the parent as one line
        if output.failed is not None:
            return {"error": "output", "number": output.failed}
        return {"error": "query", "message": " ".join(str(error).split())}


class _Output:
    """A descriptor that takes all that is written, and remembers why it took no more."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.failed: int | None = None

    def write(self, data: bytes, /) -> int:
        """Write all of *data*."""
        try:
            _write_all(self._descriptor, data)
        except OSError as error:
            self.failed = error.errno
            raise
        return len(data)

    def flush(self) -> None:
        """Do nothing: `write` keeps nothing back."""


def _write_all(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


# -- what the child gives up --------------------------------------------------------------


def _stop_after(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def give_up(request: Request) -> None:
    """Give up for good what an open store needs no more: files, sockets, more memory, a dump."""
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_AS, _address_space() + request.memory)
    _lower(resource.RLIMIT_NOFILE, _files_to_come(Path(request.quads)))


def _lower(limit: int, to: int) -> None:
    """Lower a limit for good; where the system knows better, it stays as it is."""
    _, hard = resource.getrlimit(limit)
    lowest = to if hard == resource.RLIM_INFINITY else min(to, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(limit, (lowest, lowest))


def _address_space() -> int:
    """Return how much this process has mapped by now, in bytes; 0 where that isn't told."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:  # pragma: no cover - other systems than Linux
        return 0
    return int(pages) * resource.getpagesize()


def _files_to_come(quads: Path) -> int:
    """Return the limit of descriptors: none, unless RocksDB has left files for later.

    It opens sixteen tables at first. In a store with more, descriptors are left for just the rest.
    """
    tables = sum(1 for file in quads.iterdir() if file.suffix == ".sst")
    try:
        mine = [int(file.name) for file in Path("/proc/self/fd").iterdir()]
    except OSError:  # pragma: no cover - other systems than Linux
        mine = []
    missing = tables - _TABLES_AT_FIRST
    return 0 if missing <= 0 else max(mine, default=0) + 1 + missing


_TABLES_AT_FIRST = 16


# -- as a program -------------------------------------------------------------------------


def main() -> None:
    """Answer the request on stdin."""
    asked = json.load(sys.stdin)
    values = {name: Term(*term) for name, term in asked.pop("values").items()}
    answer(Request(**asked, values=values), sys.stdout.fileno(), sys.stderr.fileno())
