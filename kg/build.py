"""From ``sources/`` to a store: read, check, write beside, swap in."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from kg import lines, lookup, quads, store
from kg.corpus import Corpus, Source, read_corpus
from kg.errors import KgError, StoreError
from kg.evidence import Span
from kg.models import KINDS, Record
from kg.models.description import description
from kg.version import __version__


class Built(NamedTuple):
    """What a build gave: its manifest, and whether there was anything to do."""

    manifest: dict[str, Any]
    anew: bool


def build_store(
    sources: Path, folder: Path, *, kinds: Iterable[type[Record]] = KINDS, force: bool = False
) -> Built:
    """Build the store in *folder* from *sources*, or leave it where nothing has changed.

    Raises SourcesError with all findings, StoreBusy, or OutputError; the store that was there
    stays as it was.
    """
    if not sources.is_dir():
        raise KgError(f"{sources}: there is no such folder of sources; kg init makes one")
    with store.locked(folder):
        corpus = read_corpus(sources, kinds)
        manifest = _manifest(corpus)
        if not force and _stands(folder, manifest):
            return Built(store.open_store(folder).manifest, anew=False)
        with store.new_build(folder) as build:
            _write(build, corpus, manifest, tuple(kinds))
        return Built(manifest, anew=True)


def _write(
    build: Path, corpus: Corpus, manifest: dict[str, Any], kinds: tuple[type[Record], ...]
) -> None:
    graph = quads.quad_lines(corpus, kinds)
    manifest["counts"]["quads"] = len(graph)
    store.write_quads(build, graph)
    _write_text(build / "records.jsonl", lines.dump(lines.corpus_lines(corpus)))
    _write_text(build / "vocabulary.json", _pretty(description(kinds)))
    (build / "texts").mkdir()
    for source in corpus.sources:
        # newline="" keeps carriage returns: offsets count them
        _write_text(build / "texts" / f"{source.info.id}.txt", source.text.content)
    lookup.write_index(build)
    _write_text(build / "manifest.json", _pretty(manifest))


def _write_text(file: Path, content: str) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        opened.write(content)


def _pretty(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _manifest(corpus: Corpus) -> dict[str, Any]:
    return {
        "format": store.FORMAT,
        "kg": __version__,
        "code": _code_digest(),
        "inputs": dict(sorted(corpus.inputs.items())),
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
        "lines": dict(source.lines),
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


def _stands(folder: Path, manifest: dict[str, Any]) -> bool:
    """Return whether the store was built of the same inputs by the same code."""
    try:
        found = store.open_store(folder).manifest
    except StoreError:
        return False
    return all(found.get(key) == manifest[key] for key in ("format", "kg", "code", "inputs"))
