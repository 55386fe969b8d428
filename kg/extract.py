"""From a document to the lines of what it proposes: candidates in the stable shape."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, Field, NonNegativeInt, ValidationError

from kg.corpus import Corpus
from kg.errors import KgError, OutputError
from kg.intake import read_document as text_in
from kg.intake import received
from kg.intake.heads import checked, head_of
from kg.intake.reading import Limits
from kg.lines import Line, actor_line, corpus_lines, dump, entities_of, record_line
from kg.models import Entity
from kg.reading.knowledge import LANGUAGES
from kg.reading.lexicon import Lexicon
from kg.reading.proposals import READER
from kg.reading.reader import Reading, read
from kg.reading.seen import Manner, Mention

CANDIDATES = "candidates.jsonl"
_ENTITIES = frozenset({"actor", "place", "commodity"})


class Document(NamedTuple):
    """A text to be read. *folder* is that of the source; None for a file of anywhere else.

    *source* is the id that evidence names: outside ``sources/`` the file's name without suffix.
    *unread* says what of the file could not be read.
    """

    name: str
    source: str
    text: str
    language: str
    published: str | None
    folder: Path | None
    unread: tuple[str, ...] = ()


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
    asked = {"language": language, "published": published}
    given = {field: checked(field, value) for field, value in asked.items() if value is not None}
    for source in corpus.sources:
        if source.info.id == file:
            return Document(
                file,
                file,
                source.text.content,
                given.get("language", source.info.language),
                given.get("published", source.info.published),
                sources / file,
            )
    limits = Limits()
    name = "standard input" if file == "-" else file
    read = text_in(received(Path(file), limits), name, limits)
    head = {field: found.value for field, found in head_of(read, given, name).items()}
    if "language" not in head:
        raise KgError(f"{name}: its language can't be told; --language says it")
    stem = "stdin" if file == "-" else Path(file).stem
    return Document(
        name, stem, read.text, head["language"], head.get("published"), None, read.unread
    )


def read_document(document: Document, corpus: Corpus) -> Reading:
    """Return what the rules read in *document*, knowing the entities of *corpus*.

    Raises KgError where it is in a language that isn't read.
    """
    if document.language not in LANGUAGES:
        raise KgError(
            f"{document.name}: is in {document.language!r}; read are {', '.join(LANGUAGES)} "
            "(--language says otherwise)"
        )
    return read(
        document.text,
        source=document.source,
        language=document.language,
        lexicon=Lexicon.load(corpus.entities.values()),
        published=document.published,
    )


def write_candidates(folder: Path, lines: Iterable[Line]) -> Path:
    """Write *lines* as the candidates of the source in *folder*, whole or not at all.

    Raises OutputError where they can't be written.
    """
    file = folder / CANDIDATES
    part = folder / f".{CANDIDATES}.part"
    try:
        part.write_text(dump(lines), encoding="utf-8")
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise OutputError(f"{file}: can't be written: {error.strerror}") from error
    return file


def candidate_lines(reading: Reading, *, least: float = 0.0) -> Iterator[Line]:
    """Yield the lines of a reading: entities by id, then candidates by offset.

    A candidate's id is 16 hex digits, the same as long as the same words say the same; ``reader``
    names who proposes it, ``score`` says how likely such a proposal is right. Those with less than
    *least* are left out.
    """
    proposals = [proposal for proposal in reading.proposals if proposal.score >= least]
    places = _places(reading)
    named = set(places).union(*(entities_of(proposal.record) for proposal in proposals))
    used = _with_those_they_belong_to(named, reading.entities)
    for id_ in sorted(used):
        yield actor_line(reading.entities[id_], places.get(id_, []), reading.entities)
    for proposal in proposals:
        line = record_line(proposal.record, reading.entities)
        yield {**line, "id": proposal.record.id, "reader": READER, "score": proposal.score}


def _with_those_they_belong_to(named: set[str], entities: Mapping[str, Entity]) -> set[str]:
    """Return *named* with the states, bodies and members that their entities refer to."""
    used: set[str] = set()
    waiting = set(named)
    while waiting:
        id_ = waiting.pop()
        used.add(id_)
        entity = entities[id_]
        others = {*entity.member, *entity.country, *([entity.of] if entity.of else [])}
        waiting |= (others & entities.keys()) - used
    return used


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


class _Place(BaseModel):
    exact: str
    start: NonNegativeInt
    end: NonNegativeInt


class _Who(BaseModel):
    actor: str | None
    name: str


class _Figure(BaseModel):
    value: float
    unit: str


class _EntityLine(BaseModel):
    id: str
    kind: str
    entity_class: str = Field(alias="class")
    labels: dict[str, str]
    aliases: list[str]
    evidence: list[_Place]


class _RecordLine(BaseModel):
    id: str
    kind: str
    labels: dict[str, str]
    status: str
    polarity: str
    attributed_to: list[_Who]
    participants: list[_Who]
    time: str | None
    quantities: list[_Figure]
    evidence: list[_Place] = Field(min_length=1)
    score: float | None = None


def lines_in(file: Path) -> list[Line]:
    """Return the lines of the stable shape in *file*; raises KgError with file and line."""
    try:
        rows = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no UTF-8"
        raise KgError(f"{file}: can't be read: {why}") from error
    numbered = [(number, row) for number, row in enumerate(rows, 1) if row.strip()]
    return [_line(row, f"{file}:{number}") for number, row in numbered]


def _line(row: str, place: str) -> Line:
    """Return a line that has all that is measured, each in its shape."""
    try:
        line = json.loads(row)
    except (ValueError, RecursionError) as error:
        raise KgError(f"{place}: no JSON: {error}") from error
    if not isinstance(line, dict):
        raise KgError(f"{place}: no JSON object; see the stable line")
    try:
        (_EntityLine if str(line.get("kind")) in _ENTITIES else _RecordLine).model_validate(
            line, strict=True
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise KgError(f"{place}: {where}: {first['msg']}; see the stable line") from error
    return line
