"""The store folder: finished builds, the swap between them, and the one in use.

    current          one line: the build in use
    lock             held by the process that builds; it dies with it
    build-<n>/       quads/ (Oxigraph) · graph.nq · candidates.nq (what nobody has judged, where
                     it was asked for) · graphs.json (their names) · records.jsonl ·
                     lookup.sqlite · texts/ · vocabulary.json · manifest.json · seen.json (size
                     and time of each input, by which one sees that it was left alone)
    build-<n>.part/  a build at work, or what a killed one left; nobody reads it

A build is written beside, renamed, and then named in ``current`` by one atomic replace.
"""

import contextlib
import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import NoStore, OutputError, StoreBusy, StoreFormat
from kg.store.values import Value, terms

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.store.asking import Told

FORMAT = 3
TIMEOUT = 30.0
MEMORY = 2 << 30
_NAME = re.compile(r"build-(\d+)")
_SEEN = "seen.json"
_GRAPHS = "graphs.json"


class Answer(NamedTuple):
    """What a question gave: ``rows``, ``boolean`` or ``graph``, and its bytes as serialised.

    *cut* says that there is more than the limit let through; *yes* is the answer of an ASK. *names*
    are those of the columns, *unknown* IRIs of ours in the query that the store doesn't know.
    """

    sort: str
    content: bytes
    cut: bool = False
    yes: bool = False
    names: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


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

    @cached_property
    def seen(self) -> dict[str, list[int]]:
        """Return size and time of each input as it was read; of none where nobody noted them."""
        file = self.build / _SEEN
        return _json(file) if file.is_file() else {}

    @cached_property
    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, as noted when they were written."""
        file = self.build / _GRAPHS
        return tuple(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else ()

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
        values: Mapping[str, Value] | None = None,
        *,
        form: str = "json",
        timeout: float = TIMEOUT,
        memory: int = MEMORY,
        limit: int | None = None,
    ) -> Answer:
        """Return what *query* gives, as `ask_into` writes it."""
        import tempfile

        with tempfile.TemporaryFile() as file:
            told = self.ask_into(
                file.fileno(),
                query,
                values,
                form=form,
                timeout=timeout,
                memory=memory,
                limit=limit,
            )
            file.seek(0)
            content = file.read()
        return Answer(told.sort, content, told.cut, told.yes, told.names, told.unknown)

    def ask_into(
        self,
        output: int,
        query: str,
        values: Mapping[str, Value] | None = None,
        *,
        form: str = "json",
        timeout: float = TIMEOUT,
        memory: int = MEMORY,
        limit: int | None = None,
    ) -> "Told":
        """Write what *query* gives into the descriptor *output*; it is never held here.

        *form* is json, csv, tsv, xml or table for rows, turtle, ntriples or jsonld for a graph;
        where the other sort comes, it is written as json or as turtle. *values* are set before
        evaluation, by variable, which must stand in the SELECT. The query runs in a process of its
        own, which ends after *timeout* seconds, and before it takes *memory* bytes. The default
        graph is all graphs but the candidates'. Raises QueryError and what is below it.
        """
        from kg.store.advice import ours
        from kg.store.asking import ask_into
        from kg.store.child import Request
        from kg.store.guard import looked_at

        asked = looked_at(query)
        request = Request(
            str(self.build / "quads"),
            query,
            terms(values or {}),
            form,
            limit,
            timeout,
            memory,
            ours(asked),
            self.graphs,
        )
        return ask_into(output, request, asked)

    def rows(self, query: str, values: Mapping[str, Value] | None = None) -> list[dict[str, str]]:
        """Return the rows of a SELECT: text of each bound variable by its name."""
        answer = json.loads(self.ask(query, values).content)
        return [
            {name: term["value"] for name, term in row.items()}
            for row in answer["results"]["bindings"]
        ]

    def doubts(self, query: str, unknown: Iterable[str]) -> list[str]:
        """Return a line for each of the IRIs in *query* that this graph doesn't know."""
        from kg.store.advice import unknown_term
        from kg.store.guard import looked_at

        asked = looked_at(query)
        known = [row["term"] for row in self.rows(_TERMS)] if unknown else []
        return [unknown_term(asked, iri, known) for iri in unknown]


_TERMS = """
SELECT DISTINCT ?term {
  { GRAPH g:vocabulary { ?term ?p ?o } } UNION { GRAPH g:entities { ?term a ?class } }
  UNION { GRAPH ?term {} }
}
"""


def inputs_changed(store: Store, sources: Path) -> bool:
    """Return whether the files in *sources* are others than those the build was made of.

    A file is read only where its size or its time is another than when it was built.
    """
    if not sources.is_dir():
        return False
    found = {path.relative_to(sources).as_posix(): path for path in _input_files(sources)}
    known, seen = store.manifest["inputs"], store.seen
    return any(
        name not in found
        or (seen.get(name) != _mark_of(found[name]) and _digest(found[name]) != digest)
        for name, digest in known.items()
    ) or any(_adds(Path(name), found) for name in found if name not in known)


def input_marks(sources: Path) -> dict[str, list[int]]:
    """Return size and time of each file in *sources* that a build may read, by its path there."""
    return {path.relative_to(sources).as_posix(): _mark_of(path) for path in _input_files(sources)}


def _input_files(sources: Path) -> Iterator[Path]:
    files = (path for path in sources.rglob("*") if path.suffix in {".yaml", ".txt", ".jsonl"})
    return (path for path in files if path.is_file())


def _mark_of(file: Path) -> list[int]:
    stat = file.stat()
    return [stat.st_size, stat.st_mtime_ns]


def _digest(file: Path) -> str:
    import hashlib

    return hashlib.sha256(file.read_bytes()).hexdigest()


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


def write_seen(build: Path, marks: Mapping[str, list[int]]) -> None:
    """Note in *build* size and time of its inputs, as `input_marks` gave them before the reading.

    What was changed no earlier than the lock was taken is left out: as with git's index, another
    change of it might not show.
    """
    begun = (build.parent / "lock").stat().st_mtime_ns
    settled = {name: mark for name, mark in sorted(marks.items()) if mark[1] < begun}
    (build / _SEEN).write_text(json.dumps(settled), encoding="utf-8")


def write_quads(build: Path, lines: Iterable[str], candidates: Iterable[str] = ()) -> None:
    """Write sorted N-Quads into *build*, as a file and as an Oxigraph store.

    *candidates*, which nobody has judged, are written into a file of their own.
    """
    import pyoxigraph as ox

    store = ox.Store(build / "quads")
    for name, content in (("graph.nq", lines), ("candidates.nq", tuple(candidates))):
        if name == "graph.nq" or content:
            graph = build / name
            with graph.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(content)
            store.bulk_load(path=graph, format=ox.RdfFormat.N_QUADS)
    store.flush()
    names = sorted(str(graph.value) for graph in store.named_graphs())
    (build / _GRAPHS).write_text(json.dumps(names), encoding="utf-8")
    del store  # closes the files, so that the folder can be renamed and read


def in_memory(lines: Iterable[str]) -> "ox.Store":
    """Return a store of *lines* that leaves no file."""
    import pyoxigraph as ox

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
