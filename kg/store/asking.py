"""Asking in a process of its own: the parent only waits, and kills.

An answer goes from the child straight into a file or a pipe; the parent never holds it.
"""

import json
import os
import re
import select
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import OutputError, QueryError, QueryMemory, QueryTimeout
from kg.store import child
from kg.store.advice import syntax_error
from kg.store.child import Request
from kg.store.guard import Query

_MEBIBYTE = 1 << 20


class Told(NamedTuple):
    """What became of a query.

    *sort* is rows, boolean or graph. *number* counts rows or triples, None where nobody
    counted; *cut* says that there are more than the limit let through. *unknown* are the IRIs of
    ours in the query that the store doesn't know, *seconds* what evaluating and writing took.
    """

    sort: str
    names: tuple[str, ...]
    number: int | None
    cut: bool
    yes: bool
    unknown: tuple[str, ...]
    seconds: float


def ask_into(output: int, request: Request, query: Query, *, forked: bool | None = None) -> Told:
    """Answer *request* into the descriptor *output*.

    Raises QueryTimeout, QueryMemory, QueryError, OutputError, or BrokenPipeError where nobody
    reads the output any more; what was written by then stays.
    """
    if not request.timeout > 0:  # which what is no number isn't, either
        raise QueryError(f"a timeout of {request.timeout:g} seconds leaves no time")
    deadline = time.monotonic() + request.timeout
    run = _fork if (_may_fork() if forked is None else forked) else _spawn
    report, code = run(request, output, deadline)
    if report is None:
        raise QueryTimeout(
            f"stopped after {request.timeout:g} seconds; narrow the query, or raise the timeout"
        )
    if not report:
        raise _died(request, code)
    told = json.loads(report)
    if "error" in told:
        raise _error(told, request, query)
    return Told(**{**told, "names": tuple(told["names"]), "unknown": tuple(told["unknown"])})


def _may_fork() -> bool:
    """Return whether this process can be copied: a thread that is at work would be lost."""
    return hasattr(os, "fork") and threading.active_count() == 1


def _died(request: Request, code: int) -> QueryError:
    """Return why a child gave no report: it couldn't have memory, or the system killed it."""
    if code in {-signal.SIGABRT, -getattr(signal, "SIGKILL", 9), -signal.SIGSEGV}:
        return _too_big(request)
    if code == -getattr(signal, "SIGALRM", 14):  # pragma: no cover - the parent is sooner
        return QueryTimeout(f"stopped after {request.timeout:g} seconds")
    return QueryError(f"the query ended without an answer (exit {code})")


def _too_big(request: Request) -> QueryMemory:
    return QueryMemory(
        f"stopped at {request.memory // _MEBIBYTE} MiB of memory; narrow the query, or raise its "
        "limit (max-memory)"
    )


def _error(told: dict[str, Any], request: Request, query: Query) -> Exception:
    match told["error"]:
        case child.OF_MEMORY:
            return _too_big(request)
        case "syntax":
            return syntax_error(query, told["message"])
        case "output":
            error = OSError(told["number"], os.strerror(told["number"]))
            if isinstance(error, BrokenPipeError):
                return error
            return OutputError(f"can't be written: {error.strerror}")
    if found := _NOT_PROJECTED.search(told["message"]):
        return QueryError(
            f"{found[1]} can't be set: a parameter stands in the SELECT of the query, in GROUP BY "
            "where it counts"
        )
    return QueryError(told["message"])


_NOT_PROJECTED = re.compile(r"does not contains variable (\?\w+) in its SELECT projection")


# -- a copy of this process ---------------------------------------------------------------


def _fork(request: Request, output: int, deadline: float) -> tuple[bytes | None, int]:
    """Return the report of a forked child and its exit code; None once it had to be killed."""
    read, write = os.pipe()
    with warnings.catch_warnings():
        # RocksDB's idle threads of an earlier build hold no lock that the child will want.
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if process == 0:  # pragma: no cover - ends where coverage can't see it
        _in_the_child(lambda: child.answer(request, output, write))
    os.close(write)
    try:
        report = _read_until(read, deadline)
    finally:
        os.close(read)
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
    return report, os.waitstatus_to_exitcode(status)


def _in_the_child(work: Callable[[], None]) -> None:  # pragma: no cover
    """Do *work* and end, whatever happens; what Rust or C++ would say on stderr is not said."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent has it too, and kills
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        work()
        code = 0
    finally:
        os._exit(code)


def _read_until(read: int, deadline: float) -> bytes | None:
    chunks: list[bytes] = []
    while True:
        ready, _, _ = select.select([read], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return None
        chunk = os.read(read, _MEBIBYTE)
        chunks.append(chunk)
        if not chunk or chunk.endswith(b"\n"):  # it need not have come to its end
            return b"".join(chunks)


# -- a process from scratch ---------------------------------------------------------------


def _spawn(request: Request, output: int, deadline: float) -> tuple[bytes | None, int]:
    """Do what `_fork` does in a new interpreter."""
    import subprocess  # noqa: PLC0415 - fifteen milliseconds that a fork does without

    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    with subprocess.Popen(
        [sys.executable, "-c", "from kg.store.child import main; main()"],
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
    ) as process:
        asked = json.dumps(request._asdict()).encode()
        try:
            _, report = process.communicate(asked, max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return None, 0
        finally:
            process.kill()
    lines = report.splitlines() if process.returncode == 0 else []
    return (lines[-1] if lines else b""), process.returncode
