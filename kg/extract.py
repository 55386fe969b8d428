"""From a document to the lines of what it proposes: candidates in the stable shape."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from kg.corpus import Corpus
from kg.errors import KgError
from kg.intake import read_document as text_in
from kg.intake import received
from kg.intake.language import language_of
from kg.intake.reading import Limits
from kg.lines import Line, actor_line, corpus_lines, dump, entities_of, record_line
from kg.reading.lexicon import Lexicon
from kg.reading.proposals import READER
from kg.reading.reader import Reading, read
from kg.reading.seen import Manner, Mention

CANDIDATES = "candidates.jsonl"


class Document(NamedTuple):
    """A text to be read. *folder* is that of the source; None for a file of anywhere else.

    *source* is the id that evidence names: outside ``sources/`` the file's name without suffix.
    """

    name: str
    source: str
    text: str
    language: str
    published: str | None
    folder: Path | None


def document_of(
    file: str,
    corpus: Corpus,
    sources: Path,
    *,
    language: str | None = None,
    published: str | None = None,
) -> Document:
    """Return the document that *file* names: a source of *corpus* by its id, or a file.

    Raises KgError where it can't be read, or its language can't be told.
    """
    for source in corpus.sources:
        if source.info.id == file:
            return Document(
                file,
                file,
                source.text.content,
                language or source.info.language,
                published or source.info.published,
                sources / file,
            )
    limits = Limits()
    name = "standard input" if file == "-" else file
    text = text_in(received(Path(file), limits), name, limits).text
    recognised = language or getattr(language_of(text), "code", None)
    if recognised is None:
        raise KgError(f"{name}: its language can't be told; --language says it")
    stem = "stdin" if file == "-" else Path(file).stem
    return Document(name, stem, text, recognised, published, None)


def read_document(document: Document, corpus: Corpus) -> Reading:
    """Return what the rules read in *document*, knowing the entities of *corpus*."""
    return read(
        document.text,
        source=document.source,
        language=document.language,
        lexicon=Lexicon.load(corpus.entities.values()),
        published=document.published,
    )


def write_candidates(folder: Path, lines: Iterable[Line]) -> Path:
    """Write *lines* as the candidates of the source in *folder*, whole or not at all."""
    file = folder / CANDIDATES
    part = file.with_suffix(".part")
    part.write_text(dump(lines), encoding="utf-8")
    part.replace(file)
    return file


def candidate_lines(reading: Reading, *, least: float = 0.0) -> Iterator[Line]:
    """Yield the lines of a reading: entities by id, then candidates by offset.

    A candidate's id is 16 hex digits, the same as long as the same words say the same; ``reader``
    names who proposes it, ``score`` says how likely such a proposal is right. Those with less than
    *least* are left out.
    """
    proposals = [proposal for proposal in reading.proposals if proposal.score >= least]
    places = _places(reading)
    used = set(places).union(*(entities_of(proposal.record) for proposal in proposals))
    for id_ in sorted(used):
        yield actor_line(reading.entities[id_], places.get(id_, []), reading.entities)
    for proposal in proposals:
        line = record_line(proposal.record, reading.entities)
        yield {**line, "id": proposal.record.id, "reader": READER, "score": proposal.score}


def _places(reading: Reading) -> dict[str, list[dict[str, Any]]]:
    """Return where each entity is named, by its id; "both countries" names nobody."""
    found: dict[str, list[Line]] = {}
    for mention in reading.mentions:
        if mention.manner is not Manner.ANAPHOR:
            found.setdefault(mention.entity, []).append(_place(reading, mention))
    return found


def _place(reading: Reading, mention: Mention) -> Line:
    return {
        "source": reading.source,
        "exact": reading.text[mention.start : mention.end],
        "start": mention.start,
        "end": mention.end,
    }


# -- what to measure against --------------------------------------------------------------


def gold_lines(document: Document, corpus: Corpus) -> list[Line]:
    """Return the reviewed records of the document's own source, and the entities it names.

    Raises KgError where the document is no source of *corpus*.
    """
    if document.folder is None:
        raise KgError(f"{document.name}: is no source with reviewed records; --gold names them")
    own = [source for source in corpus.sources if source.info.id == document.source]
    return list(corpus_lines(corpus._replace(sources=tuple(own))))


def lines_in(file: Path) -> list[Line]:
    """Return the lines of the stable shape in *file*; raises KgError with file and line."""
    found = []
    try:
        rows = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(f"{file}: can't be read: {error}") from error
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        try:
            line = json.loads(row)
        except ValueError as error:
            raise KgError(f"{file}:{number}: no JSON: {error}") from error
        missing = [key for key in ("id", "kind", "labels", "evidence") if key not in line]
        if missing:
            raise KgError(f"{file}:{number}: {missing[0]} is missing; see the stable line")
        found.append(line)
    return found
