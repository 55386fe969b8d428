"""The store folder: finished builds, the swap between them, and asking them.

    current          one line: the build in use
    lock             held by the process that builds; it dies with it
    build-<n>/       quads/ (Oxigraph) · graph.nq · records.jsonl · texts/ · vocabulary.json ·
                     manifest.json
    build-<n>.part/  a build at work, or what a killed one left; nobody reads it

A build is written beside, renamed, and then named in ``current`` by one atomic replace. No other
room sees an Oxigraph method.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from select import select as wait_for
from typing import Any, NamedTuple

import pyoxigraph as ox

from kg.errors import NoStore, OutputError, QueryError, QueryTimeout, StoreBusy, StoreFormat
from kg.terms.prefixes import PREFIXES

FORMAT = 1
TIMEOUT = 30.0
_CANDIDATES = PREFIXES["g"] + "candidates/"
_NAME = re.compile(r"build-(\d+)")


class Answer(NamedTuple):
    """What a question gave: ``rows``, ``boolean`` or ``graph``, and its bytes as serialised."""

    sort: str
    content: bytes


class Store:
    """The build in use of a store folder, open for reading."""

    def __init__(self, build: Path) -> None:
        self.build = build

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Return format, version, inputs and counts of this build."""
        return _json(self.build / "manifest.json")

    @cached_property
    def vocabulary(self) -> dict[str, Any]:
        """Return labels, roles, columns and looks of kinds and codes."""
        return _json(self.build / "vocabulary.json")

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield the stable lines of this build: actors, then records."""
        with (self.build / "records.jsonl").open(encoding="utf-8") as file:
            yield from map(json.loads, file)

    def text(self, source: str) -> str:
        """Return the text of a source, as received."""
        return (self.build / "texts" / f"{source}.txt").read_bytes().decode("utf-8")

    @property
    def graph_file(self) -> Path:
        """Return the file with every quad, sorted."""
        return self.build / "graph.nq"

    def ask(
        self,
        query: str,
        values: Mapping[str, str] | None = None,
        *,
        form: str = "json",
        timeout: float = TIMEOUT,
    ) -> Answer:
        """Return what *query* gives, serialised as *form*: json, csv, tsv, xml, ttl or nt.

        *values* are IRIs by variable, set before evaluation. The default graph is all graphs but
        the candidates'. Raises QueryError, or QueryTimeout after *timeout* seconds.
        """
        return _in_child(self.build / "quads", query, dict(values or {}), form, timeout)

    def rows(self, query: str, values: Mapping[str, str] | None = None) -> list[dict[str, str]]:
        """Return the rows of a SELECT: text of each bound variable by its name."""
        answer = json.loads(self.ask(query, values).content)
        return [
            {name: term["value"] for name, term in row.items()}
            for row in answer["results"]["bindings"]
        ]


def inputs_changed(store: Store, sources: Path) -> bool:
    """Return whether the files in *sources* are others than those the build was made of."""
    if not sources.is_dir():
        return False
    files = (path for path in sources.rglob("*") if path.suffix in {".yaml", ".txt"})
    found = {path.relative_to(sources).as_posix(): path for path in files if path.is_file()}
    known = store.manifest["inputs"]
    return any(
        name not in found or hashlib.sha256(found[name].read_bytes()).hexdigest() != digest
        for name, digest in known.items()
    ) or any(_adds(Path(name), found) for name in found if name not in known)


def _adds(file: Path, found: Mapping[str, Path]) -> bool:
    """Return whether a build would read *file*, which the last one didn't: it may be left out."""
    in_source = (file.parent / "source.yaml").as_posix() in found
    return in_source and file.name in {"source.yaml", "entities.yaml", "names.yaml"}


def open_store(folder: Path) -> Store:
    """Return the build in use in *folder*.

    Raises NoStore where nothing was built, StoreFormat where another format was.
    """
    for _ in range(2):  # a build may be swapped in between the two reads
        build = _current(folder)
        if build is not None and (build / "manifest.json").is_file():
            store = Store(build)
            found = _format_of(store, folder)
            if found != FORMAT:
                raise StoreFormat(
                    f"{folder}: a store of format {found}, this kg reads {FORMAT}; run kg build"
                )
            return store
    raise NoStore(f"{folder}: there is no graph here yet; run kg build")


def _format_of(store: Store, folder: Path) -> Any:
    try:
        return store.manifest["format"]
    except (ValueError, TypeError, KeyError) as error:
        what = "the manifest of its build is damaged"
        raise StoreFormat(f"{folder}: {what}; run kg build") from error


def _current(folder: Path) -> Path | None:
    try:
        name = (folder / "current").read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return folder / name if _NAME.fullmatch(name) else None


def _json(file: Path) -> dict[str, Any]:
    """Return the object that a file of the store holds."""
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


# -- building -----------------------------------------------------------------------------


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the store for building; raises StoreBusy if another process does."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{folder}: can't be written: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreBusy(f"{folder}: another kg build is at work here") from error
        yield


@contextlib.contextmanager
def new_build(folder: Path) -> Iterator[Path]:
    """Give a folder to write a build into, and swap it in when the block ends without an error.

    To be used while the store is `locked`. Raises OutputError where the disk is full.
    """
    number = 1 + max((n for n, _ in _builds(folder)), default=0)
    part = folder / f"build-{number}.part"
    for left_over in folder.glob("build-*.part"):
        shutil.rmtree(left_over)
    try:
        part.mkdir()
        yield part
        before = _current(folder)
        part.rename(folder / f"build-{number}")
        _point_at(folder, f"build-{number}")
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise OutputError(
            f"{folder}: the graph can't be written: {error.strerror or error}"
        ) from error
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    _remove_all_but(folder, {_current(folder), before})


def write_quads(build: Path, lines: Iterable[str]) -> None:
    """Write sorted N-Quads into *build*, as a file and as an Oxigraph store."""
    graph = build / "graph.nq"
    with graph.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)
    store = ox.Store(build / "quads")
    store.bulk_load(path=graph, format=ox.RdfFormat.N_QUADS)
    store.flush()
    del store  # closes the files, so that the folder can be renamed and read


def in_memory(lines: Iterable[str]) -> ox.Store:
    """Return a store of *lines* that leaves no file."""
    store = ox.Store()
    store.bulk_load(input="".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    return store


def _builds(folder: Path) -> list[tuple[int, Path]]:
    found = ((_NAME.fullmatch(path.name), path) for path in folder.iterdir())
    return sorted((int(match[1]), path) for match, path in found if match)


def _point_at(folder: Path, name: str) -> None:
    pointer = folder / "current.new"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(f"{name}\n")
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(folder / "current")


def _remove_all_but(folder: Path, kept: set[Path | None]) -> None:
    """Remove every build but the one in use and the one before, which somebody may be reading."""
    for _, path in _builds(folder):
        if path not in kept:
            shutil.rmtree(path, ignore_errors=True)


# -- asking -------------------------------------------------------------------------------

_SELECT_FORMS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPH_FORMS = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES}


def select(store: ox.Store, query: str, values: Mapping[str, str] | None = None) -> Any:
    """Ask *store* in this process; the one place that says what the default graph is.

    Our prefixes are known to every query; one that declares its own keeps it.
    """
    substitutions: dict[ox.Variable, Any] = {
        ox.Variable(name): ox.NamedNode(iri) for name, iri in (values or {}).items()
    }
    graphs = [graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)]
    reviewed: list[Any] = [graph for graph in graphs if not graph.value.startswith(_CANDIDATES)]
    if len(reviewed) == len(graphs):
        return store.query(
            query, use_default_graph_as_union=True, substitutions=substitutions, prefixes=PREFIXES
        )
    return store.query(
        query, default_graph=reviewed, substitutions=substitutions, prefixes=PREFIXES
    )


def rows(store: ox.Store, query: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a SELECT in *store*: text of each bound variable, in the order asked."""
    found = select(store, query)
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {name: term.value for name, term in zip(names, row, strict=True) if term is not None}


def _in_child(quads: Path, query: str, values: dict[str, str], form: str, timeout: float) -> Answer:
    """Ask in a process of its own, which can be killed when it runs away."""
    _refuse(query)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - runs in the child, which coverage doesn't see end
        os.close(read)
        _answer_and_exit(quads, query, values, form, write)
    os.close(write)
    try:
        sort, _, content = _read_until(read, time.monotonic() + timeout, timeout).partition(b"\n")
    finally:
        os.close(read)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if sort == b"error":
        raise QueryError(content.decode())
    if not sort:
        raise QueryError("the query was stopped before it gave an answer: out of memory?")
    return Answer(sort.decode(), content)


def _read_until(read: int, deadline: float, timeout: float) -> bytes:
    chunks: list[bytes] = []
    while True:
        ready, _, _ = wait_for([read], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise QueryTimeout(
                f"stopped after {timeout:g} seconds; narrow the query, or raise --timeout"
            )
        chunk = os.read(read, 1 << 20)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)


def _answer_and_exit(
    quads: Path, query: str, values: dict[str, str], form: str, write: int
) -> None:  # pragma: no cover
    try:
        content = _serialised(select(ox.Store.read_only(str(quads)), query, values), form)
    except Exception as error:  # noqa: BLE001 - whatever it is goes to the parent as one line
        content = b"error\n" + _one_line(error).encode()
    with os.fdopen(write, "wb") as pipe, contextlib.suppress(BrokenPipeError):
        pipe.write(content)
    os._exit(0)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _serialised(result: Any, form: str) -> bytes:
    if isinstance(result, ox.QueryBoolean):
        return b"boolean\n" + (b"true" if bool(result) else b"false")
    if isinstance(result, ox.QuerySolutions):
        rows = result.serialize(format=_SELECT_FORMS.get(form, ox.QueryResultsFormat.JSON))
        return b"rows\n" + (rows or b"")
    graph = result.serialize(format=_GRAPH_FORMS.get(form, ox.RdfFormat.TURTLE))
    return b"graph\n" + bytes(graph)


# Comments, IRIs and texts, and signs that a name escapes, which could look like the start of one.
_NOT_CODE = re.compile(
    r"\\."
    r"|#[^\n]*"
    r"|<[^<>\"{}|^`\\\s]*>"
    r"|\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''"
    r"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
    re.DOTALL,
)


def _refuse(query: str) -> None:
    """Raise QueryError for a query that would leave this machine."""
    if re.search(r"\bSERVICE\b", _NOT_CODE.sub(" ", query), re.IGNORECASE):
        raise QueryError("SERVICE is refused: everything here works offline")
