"""From ``sources/`` to a store: read, check, write beside, swap in."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from kg import lines, lookup, quads, reviewing, store
from kg.corpus import Corpus, Source, read_corpus
from kg.errors import KgError, StoreError
from kg.evidence import Span
from kg.models import KINDS, Record
from kg.models.description import description
from kg.reviewing import Proposed
from kg.terms import iris
from kg.version import __version__

STEPS = ("reading the sources", "making quads", "loading them", "writing records", "indexing")


def _keep_quiet(_: str) -> None:
    """Tell nobody of a step."""


class Built(NamedTuple):
    """What a build gave: its manifest, and whether there was anything to do."""

    manifest: dict[str, Any]
    anew: bool


def build_store(
    sources: Path,
    folder: Path,
    *,
    kinds: Iterable[type[Record]] = KINDS,
    force: bool = False,
    candidates: bool = False,
    tell: Callable[[str], object] = _keep_quiet,
) -> Built:
    """Build the store in *folder* from *sources*, or leave it where nothing has changed.

    *candidates* puts what readers proposed and nobody has judged into graphs of its own.
    Each of the STEPS is told as it begins. Raises SourcesError with all findings, StoreBusy, or
    OutputError; the store that was there stays as it was.
    """
    if not sources.is_dir():
        raise KgError(f"{sources}: there is no such folder of sources; kg init makes one")
    with store.locked(folder):
        tell(STEPS[0])
        marks = store.input_marks(sources)
        corpus = read_corpus(sources, kinds)
        waiting: dict[str, Proposed] = {}
        if candidates:
            corpus, waiting = _with_candidates(sources, corpus, tuple(kinds))
        if not force and _stands(folder, _origin(corpus)):
            return Built(store.open_store(folder).manifest, anew=False)
        with store.new_build(folder) as build:
            manifest = write_build(build, corpus, kinds, waiting=waiting, tell=tell)
            store.write_seen(build, {name: marks[name] for name in corpus.inputs if name in marks})
        return Built(manifest, anew=True)


def write_build(
    build: Path,
    corpus: Corpus,
    kinds: Iterable[type[Record]] = KINDS,
    *,
    waiting: Mapping[str, Proposed] = MappingProxyType({}),
    tell: Callable[[str], object] = _keep_quiet,
) -> dict[str, Any]:
    """Write all that a store holds of *corpus* into the folder *build*; return its manifest.

    *waiting* is what nobody has judged, by source: it stands in graphs of its own, nowhere else.
    """
    kinds, manifest = tuple(kinds), _manifest(corpus)
    manifest["candidates"] = {source: len(found.candidates) for source, found in waiting.items()}
    tell(STEPS[1])
    graph = quads.quad_lines(corpus, kinds)
    manifest["counts"]["quads"] = len(graph)
    tell(STEPS[2])
    store.write_quads(build, graph, _candidate_lines(corpus, waiting))
    tell(STEPS[3])
    _write_text(build / "records.jsonl", lines.dump(lines.corpus_lines(corpus)))
    _write_text(build / "vocabulary.json", _pretty(description(kinds)))
    (build / "texts").mkdir()
    for source in corpus.sources:
        # newline="" keeps carriage returns: offsets count them
        _write_text(build / "texts" / f"{source.info.id}.txt", source.text.content)
    tell(STEPS[4])
    lookup.write_index(build, {source.info.id: source.lines for source in corpus.sources})
    _write_text(build / "manifest.json", _pretty(manifest))
    return manifest


def _with_candidates(
    sources: Path, corpus: Corpus, kinds: tuple[type[Record], ...]
) -> tuple[Corpus, dict[str, Proposed]]:
    """Return *corpus* with the files of candidates among its inputs, and what they propose."""
    waiting = reviewing.waiting(sources, corpus, kinds)
    files = (sources / source / name for source in waiting for name in reviewing.FILES)
    read = {
        file.relative_to(sources).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
        if file.is_file()
    }
    return corpus._replace(inputs={**corpus.inputs, **read}), waiting


def _candidate_lines(corpus: Corpus, waiting: Mapping[str, Proposed]) -> Iterator[str]:
    for source in corpus.sources:
        proposed = waiting.get(source.info.id, Proposed())
        graph, new = iris.graph("candidates", source.info.id), proposed.entities
        for entity in new.values():
            triples = quads.new_entity_triples(source.info.id, entity, new)
            yield from quads.lines_in(graph, triples)
        for record, score, reader in proposed.candidates:
            triples = quads.candidate_triples(record, source, score=score, reader=reader, new=new)
            yield from quads.lines_in(graph, triples)


def _write_text(file: Path, content: str) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        opened.write(content)


def _pretty(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _origin(corpus: Corpus) -> dict[str, Any]:
    """Return what a store is made by and of."""
    return {
        "format": store.FORMAT,
        "kg": __version__,
        "code": _code_digest(),
        "inputs": dict(sorted(corpus.inputs.items())),
    }


def _manifest(corpus: Corpus) -> dict[str, Any]:
    return {
        **_origin(corpus),
        "sources": {source.info.id: _source_head(source) for source in corpus.sources},
        "counts": _counts(corpus),
    }


def _source_head(source: Source) -> dict[str, Any]:
    info = source.info
    return {
        "title": dict(info.title),
        "language": info.language,
        "publisher": info.publisher,
        "voice": info.voice,
        "published": info.published,
        "redistribute": info.redistribute.value,
        "rights": info.rights,
        "headings": list(info.parts.headings),
        "apparatus": list(info.parts.apparatus),
        "not_content": list(info.parts.not_content),
        "no_fact": [
            {"start": span.start, "end": span.end, "because": said.because}
            for span, said in zip(source.without_fact, info.no_fact, strict=True)
        ],
        **_sentence_counts(source),
    }


def _sentence_counts(source: Source) -> dict[str, int]:
    sentences = source.sentences()
    spans = [(place.start, place.end) for record in source.records for place in record.evidence]
    return {
        "sentences": len(sentences),
        "sentences_with_record": _touched(sentences, spans),
        "sentences_without_fact": _touched(sentences, source.without_fact),
    }


def _touched(sentences: Iterable[Span], spans: Iterable[tuple[int, int]]) -> int:
    """Return how many of *sentences* share a word with one of *spans*."""
    every = tuple(spans)
    return sum(
        any(start < span.end and end > span.start for start, end in every) for span in sentences
    )


def _counts(corpus: Corpus) -> dict[str, Any]:
    records = tuple(corpus.records())
    return {
        "sources": len(corpus.sources),
        "entities": len(corpus.entities),
        "mentions": sum(len(source.mentions) for source in corpus.sources),
        "records": len(records),
        "by_kind": dict(sorted(Counter(record.kind for record in records).items())),
        "by_status": dict(sorted(Counter(record.status.value for record in records).items())),
    }


def _code_digest() -> str:
    """Return a digest of this package, so that a changed model builds anew."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for file in sorted(package.rglob("*.py")):
        digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _stands(folder: Path, origin: dict[str, Any]) -> bool:
    """Return whether the store was built of the same inputs by the same code."""
    try:
        found = store.open_store(folder).manifest
    except StoreError:
        return False
    return all(found.get(key) == value for key, value in origin.items())
