"""Reading the folders of ``sources/``: files, their heads, their entities, names and records."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from kg.corpus.explain import explained, nearest
from kg.corpus.names import NONE, Mention, place_names
from kg.corpus.records import Placed, Reader
from kg.corpus.yaml_text import Unreadable, line_of, read_yaml
from kg.errors import Finding, KgError, PassageAmbiguous, PassageNotFound, SourcesError
from kg.evidence import Span, Text, locate
from kg.models import KINDS, Entity, Record, fields_of
from kg.models.schema import Sort
from kg.models.source import SourceInfo
from kg.places import REFERENCE

_M = TypeVar("_M", bound=BaseModel)


class Source(NamedTuple):
    """One source, read and checked.

    *lines* gives the line of ``records.yaml`` at which a record begins, by its id; *without_fact*
    where the sentences stand that ``no_fact`` names.
    """

    info: SourceInfo
    text: Text
    mentions: tuple[Mention, ...]
    records: tuple[Record, ...]
    lines: Mapping[str, int]
    without_fact: tuple[Span, ...]

    def sentences(self) -> tuple[Span, ...]:
        """Return the sentences of the text, what is no content left out."""
        no_content = self.info.parts.not_content
        return tuple(
            span for span in self.text.sentences if self.text.line_of(span.start) not in no_content
        )

    def bare_sentences(self) -> tuple[Span, ...]:
        """Return the sentences that neither a record's evidence nor ``no_fact`` touches."""
        touched = [(p.start, p.end) for record in self.records for p in record.evidence]
        touched += self.without_fact
        return tuple(
            sentence
            for sentence in self.sentences()
            if not any(start < sentence.end and end > sentence.start for start, end in touched)
        )

    def heading_of(self, line: int) -> str:
        """Return the heading under which *line* stands; "" before the first."""
        above = [number for number in self.info.parts.headings if number <= line]
        return self.text.exact(self.text.line_span(max(above))) if above else ""


class Corpus(NamedTuple):
    """All sources and who is who in them. *inputs* maps every file read to its SHA-256."""

    entities: Mapping[str, Entity]
    sources: tuple[Source, ...]
    inputs: Mapping[str, str]

    def records(self) -> Iterator[Record]:
        """Yield the records of all sources, by source, first offset and id."""
        return (record for source in self.sources for record in source.records)


def source_folders(sources: Path) -> tuple[Path, ...]:
    """Return the folders below *sources* that hold a source, by name."""
    found = (
        folder
        for folder in sources.iterdir()
        if folder.is_dir() and folder.name != REFERENCE.parent.name
    )
    files = ("source.yaml", "records.yaml", "document.txt")  # with one, the others are missing
    return tuple(
        sorted(folder for folder in found if any((folder / name).exists() for name in files))
    )


def read_corpus(sources: Path, kinds: Iterable[type[Record]] = KINDS) -> Corpus:
    """Return all that stands in *sources*, checked.

    Raises SourcesError with every finding of every file; its ``unreadable`` says whether a file
    could not be read at all.
    """
    return _CorpusReader(sources, tuple(kinds)).read()


def read_text(folder: Path) -> Text:
    """Return the text of the source in *folder*, for asking without reading its records."""
    try:
        return Text((folder / "document.txt").read_bytes().decode("utf-8"))
    except OSError as error:
        raise KgError(f"{folder / 'document.txt'}: can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise KgError(f"{folder / 'document.txt'}: no UTF-8 at byte {error.start}") from error


class _CorpusReader:
    def __init__(self, sources: Path, kinds: tuple[type[Record], ...]) -> None:
        self.sources = sources
        self.kinds = kinds
        self.findings: list[Finding] = []
        self.unreadable = False
        self.inputs: dict[str, str] = {}
        self.entities: dict[str, Entity] = {}
        self.defined: dict[str, str] = {}
        self.refused: set[str] = set()  # entities with a finding of their own: known, not taken

    def read(self) -> Corpus:
        if not self.sources.is_dir():
            raise KgError(f"{self.sources}: there is no such folder of sources; kg init makes one")
        folders = source_folders(self.sources)
        self._entities(self.sources / REFERENCE, required=True)
        for folder in folders:
            self._entities(folder / "entities.yaml")
        self._check_entities()
        found = [source for folder in folders for source in self._source(folder)]
        self._check_across(found)
        if self.findings:
            raise SourcesError(self.findings, unreadable=self.unreadable)
        return Corpus(dict(sorted(self.entities.items())), tuple(found), self.inputs)

    # -- files ----------------------------------------------------------------------------

    def _shown(self, file: Path) -> str:
        return f"{self.sources.name}/{file.relative_to(self.sources).as_posix()}"

    def _find(self, file: Path, line: int, what: str, more: tuple[str, ...] = ()) -> None:
        self.findings.append(Finding(self._shown(file), line, what, more))

    def _bytes(self, file: Path, *, required: bool) -> bytes | None:
        try:
            content = file.read_bytes()
        except FileNotFoundError:
            if required:
                self.unreadable = True
                self._find(file, 0, "is missing")
            return None
        except OSError as error:
            self.unreadable = True
            self._find(file, 0, f"can't be read: {error.strerror}")
            return None
        self.inputs[file.relative_to(self.sources).as_posix()] = hashlib.sha256(content).hexdigest()
        return content

    def _decoded(self, file: Path, *, required: bool) -> str | None:
        content = self._bytes(file, required=required)
        try:
            return content.decode("utf-8") if content is not None else None
        except UnicodeDecodeError as error:
            self.unreadable = True
            row = content[: error.start].count(b"\n") + 1 if content else 0
            self._find(file, row, f"no UTF-8 at byte {error.start}; save it as UTF-8")
            return None

    def _yaml(self, file: Path, *, required: bool = True) -> Any:
        content = self._decoded(file, required=required)
        if content is None:
            return None
        try:
            return read_yaml(content.removeprefix("\ufeff"), self._shown(file))
        except Unreadable as error:
            self.unreadable = True
            self.findings.append(error.finding)
            return None

    def _validated(
        self, model: type[_M], data: Any, file: Path, name: str, row: int = 1
    ) -> _M | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for path, what in explained(error, model):
                field = f"{path[0]}: " if path else ""
                self._find(file, line_of(data, path) or row, f"{name}{field}{what}")
            return None

    # -- entities -------------------------------------------------------------------------

    def _entities(self, file: Path, *, required: bool = False) -> None:
        data = self._yaml(file, required=required)
        if data is None:
            return
        if not isinstance(data, list):
            self._find(file, 1, "a file of entities is a list, each beginning with '- id:'")
            return
        for index, raw in enumerate(data):
            row = line_of(data, (index,))
            name = f"entity {raw.get('id', '(without id)')}: " if isinstance(raw, dict) else ""
            entity = self._validated(Entity, raw, file, name, row)
            if entity is not None:
                self._define(entity, file, row)
            elif isinstance(raw, dict):
                self.refused.add(str(raw.get("id")))

    def _define(self, entity: Entity, file: Path, line: int) -> None:
        place = f"{self._shown(file)}:{line}"
        if entity.id in self.defined:
            self._find(
                file, line, f"entity {entity.id}: defined in {self.defined[entity.id]} already"
            )
            return
        self.entities[entity.id] = entity
        self.defined[entity.id] = place

    def _check_entities(self) -> None:
        for entity in self.entities.values():
            for other in (*entity.member, *entity.country, *([entity.of] if entity.of else [])):
                if other not in self.entities and other not in self.refused:
                    file, _, line = self.defined[entity.id].rpartition(":")
                    hint = nearest(other, self.entities)
                    what = f"entity {entity.id}: no entity {other!r}; {hint}"
                    self.findings.append(Finding(file, int(line), what))

    # -- sources --------------------------------------------------------------------------

    def _source(self, folder: Path) -> Iterator[Source]:
        head = self._yaml(folder / "source.yaml")
        content = self._decoded(folder / "document.txt", required=True)
        info = self._info(folder / "source.yaml", head)
        if info is None or content is None:
            return
        text = Text(content)
        self._check_head(folder, head, info, text)
        mentions = self._mentions(folder / "names.yaml", text)
        placed = self._records(folder / "records.yaml", info, text)
        yield Source(
            info,
            text,
            mentions,
            tuple(found.record for found in placed),
            {found.record.id: found.line for found in placed},
            self._without_fact(folder / "source.yaml", head, info, text),
        )

    def _info(self, file: Path, head: Any) -> SourceInfo | None:
        if isinstance(head, dict) and "sha256" not in head:
            digest = self.inputs.get(f"{file.parent.name}/document.txt", "none")
            self._find(file, 1, f"sha256: is missing; document.txt has {digest}")
            return None
        if head is not None:
            return self._validated(SourceInfo, head, file, "")
        if not any(found.file == self._shown(file) for found in self.findings):
            self._find(file, 0, "is empty; a source has id, title, voice, language and sha256")
        return None

    def _check_head(self, folder: Path, head: Any, info: SourceInfo, text: Text) -> None:
        file = folder / "source.yaml"
        if info.id != folder.name:
            what = f"id: {info.id!r} is not the folder's name, {folder.name!r}"
            self._find(file, line_of(head, ("id",)), what)
        found = self.inputs[f"{folder.name}/document.txt"]
        if info.sha256 != found:
            what = f"sha256: document.txt has {found}; was the text changed?"
            self._find(file, line_of(head, ("sha256",)), what)
        for role in ("publisher", "author", "voice"):
            entity = getattr(info, role)
            if entity is not None and entity not in self.entities:
                hint = nearest(entity, self.entities)
                what = f"{role}: no entity {entity!r}; {hint}"
                self._find(file, line_of(head, (role,)), what)
        self._check_parts(file, line_of(head, ("parts",)), info, text)

    def _check_parts(self, file: Path, row: int, info: SourceInfo, text: Text) -> None:
        parts = info.parts
        placed = {*parts.headings, *parts.body, *parts.apparatus, *parts.not_content}
        last = text.line_count()
        if placed and max(placed) > last:
            self._find(file, row, f"parts: line {max(placed)} is beyond the text's last, {last}")
        for line in range(1, last + 1):
            if placed and line not in placed and text.exact(text.line_span(line)).strip():
                self._find(file, row, f"parts: line {line} of the text is in no part")

    def _without_fact(
        self, file: Path, head: Any, info: SourceInfo, text: Text
    ) -> tuple[Span, ...]:
        spans = []
        for index, item in enumerate(info.no_fact):
            try:
                spans.append(locate(item.quote, text, item.nth))
            except (PassageNotFound, PassageAmbiguous) as error:
                line = line_of(head, ("no_fact", index, "quote"))
                self._find(file, line, f"no_fact: {error}", getattr(error, "marked", ()))
        return tuple(spans)

    def _mentions(self, file: Path, text: Text) -> tuple[Mention, ...]:
        names = self._yaml(file, required=False)
        if names is None:
            return ()
        if not isinstance(names, dict):
            self._find(file, 1, "names.yaml maps an entity's id to its forms")
            return ()
        for entity in names:
            if entity not in self.entities and entity not in {NONE, *self.refused}:
                hint = nearest(entity, self.entities)
                self._find(file, line_of(names, (entity,)), f"no entity {entity!r}; {hint}")
        mentions, slips = place_names(names, text)
        for line, what in slips:
            self._find(file, line, what)
        return mentions

    def _records(self, file: Path, info: SourceInfo, text: Text) -> tuple[Placed, ...]:
        data = self._yaml(file)
        if data is None:
            if not self.unreadable:
                self._find(file, 0, "is empty; a source without records yet says []")
            return ()
        reader = Reader(
            source=info.id,
            language=info.language,
            file=self._shown(file),
            text=text,
            entities=self.entities,
            refused=self.refused,
            kinds=self.kinds,
        )
        placed = reader.read(data)
        self.findings += reader.findings
        return placed

    # -- across sources -------------------------------------------------------------------

    def _check_across(self, sources: list[Source]) -> None:
        """Check what records say of each other, once each of them is sound by itself."""
        if self.findings:
            return
        known = {record.whole_id for source in sources for record in source.records}
        matters: dict[str, list[tuple[Source, Record]]] = {}
        for source in sources:
            for record in source.records:
                self._check_references(source, record, known)
                if record.concerns:
                    matters.setdefault(record.concerns, []).append((source, record))
        for matter, speakers in matters.items():
            if len(speakers) == 1:
                what = f"concerns: only this record has {matter!r}; two or more share a matter"
                self._find_at(*speakers[0], what)

    def _check_references(self, source: Source, record: Record, known: set[str]) -> None:
        for field in fields_of(type(record)):
            if field.sort is Sort.RECORD:
                for ref in getattr(record, field.name):
                    if ref not in known:
                        hint = nearest(ref, known)
                        self._find_at(source, record, f"{field.name}: no record {ref!r}; {hint}")

    def _find_at(self, source: Source, record: Record, what: str) -> None:
        file = self.sources / source.info.id / "records.yaml"
        self._find(file, source.lines[record.id], f"record {record.id}: {what}")
