"""From what stands in ``records.yaml`` to checked records, or to findings with file and line.

Here every quote is found in the text, letter for letter; after this room a record is true to its
source.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from kg.corpus.explain import explained, nearest
from kg.corpus.yaml_text import Mapping as YamlMapping
from kg.corpus.yaml_text import line_of
from kg.errors import Finding, PassageAmbiguous, PassageNotFound
from kg.evidence import Text, locate
from kg.models import Entity, Evidence, Record, fields_of
from kg.models.schema import Sort
from kg.quantities import numbers_in

Path = tuple[str | int, ...]
_FROM_1 = re.compile(r"[1-9][0-9]{0,5}")


class Placed(NamedTuple):
    """A record and the line of its file at which it begins."""

    record: Record
    line: int


class Reader:
    """Reads the records of one source against its text and the known entities."""

    def __init__(
        self,
        *,
        source: str,
        language: str,
        file: str,
        text: Text,
        entities: Mapping[str, Entity],
        refused: Set[str],
        kinds: Iterable[type[Record]],
    ) -> None:
        self.source = source
        self.language = language
        self.file = file
        self.text = text
        self.entities = entities
        self.refused = refused
        self.kinds = {kind.kind_name(): kind for kind in kinds}
        self.findings: list[Finding] = []

    def read(self, data: Any) -> tuple[Placed, ...]:
        """Return the records of *data*; what is wrong is left in ``findings``."""
        if not isinstance(data, list):
            self._find(1, "records.yaml is a list of records, each beginning with '- id:'")
            return ()
        placed = [
            found
            for index, item in enumerate(data)
            for found in self._record(item, line_of(data, (index,)))
        ]
        self._find_doubled_ids(data)
        return tuple(
            sorted(placed, key=lambda found: (_first_offset(found.record), found.record.id))
        )

    def _find(self, line: int, what: str, more: tuple[str, ...] = ()) -> None:
        self.findings.append(Finding(self.file, line, what, more))

    def _find_doubled_ids(self, data: Iterable[Any]) -> None:
        first: dict[str, int] = {}
        for raw in data:
            name = raw.get("id") if isinstance(raw, YamlMapping) else None
            if not isinstance(name, str):
                continue
            if name in first:
                self._find(raw.line, f"record {name}: this id stands in line {first[name]} already")
            first.setdefault(name, raw.line)

    def _record(self, raw: Any, line: int) -> Iterator[Placed]:
        if not isinstance(raw, YamlMapping):
            self._find(line, f"{raw!r} is no record; a record is a mapping with id, kind, label …")
            return
        before = len(self.findings)
        if "source" in raw:
            where = f"{self._name(raw)}: source"
            self._find(raw.lines["source"], f"{where}: the folder says it; leave it out")
        kind = self._kind(raw)
        located = self._evidence(raw)
        if kind is None:
            return
        try:
            record = kind.model_validate(self._prepared(raw, kind, located or self._any_evidence()))
        except ValidationError as error:
            self._explain(error, kind, raw)
            return
        self._check_against_world(record, raw)
        if len(self.findings) == before:
            yield Placed(record, raw.line)

    def _any_evidence(self) -> list[dict[str, Any]]:
        """Return something in the place of evidence that was refused, so that the rest is read."""
        return [{"source": self.source, "exact": "…", "start": 0, "end": 1}]

    def _name(self, raw: YamlMapping) -> str:
        return f"record {raw.get('id', '(without id)')}"

    def _kind(self, raw: YamlMapping) -> type[Record] | None:
        kind = raw.get("kind")
        if isinstance(kind, str) and kind in self.kinds:
            return self.kinds[kind]
        hint = nearest(str(kind), self.kinds) if kind else f"one of {', '.join(self.kinds)}"
        self._find(line_of(raw, ("kind",)), f"{self._name(raw)}: kind: {kind!r} is no kind; {hint}")
        return None

    def _prepared(
        self, raw: YamlMapping, kind: type[Record], located: list[dict[str, Any]]
    ) -> dict[str, Any]:
        prepared = {**raw, "source": self.source, "evidence": located}
        for field in fields_of(kind):
            if field.sort is Sort.RECORD and field.name in raw:
                prepared[field.name] = self._whole_ids(raw[field.name])
        return prepared

    def _whole_ids(self, refs: Any) -> Any:
        if isinstance(refs, str):
            return refs if "/" in refs else f"{self.source}/{refs}"
        return [self._whole_ids(ref) for ref in refs] if isinstance(refs, list) else refs

    # -- evidence -------------------------------------------------------------------------

    def _evidence(self, raw: YamlMapping) -> list[dict[str, Any]] | None:
        written = raw.get("evidence")
        if not written:
            self._find(
                raw.line, f"{self._name(raw)}: evidence is missing: copy the words that say it"
            )
            return None
        items = written if isinstance(written, list) else [written]
        located = [self._located(item, raw, index) for index, item in enumerate(items)]
        if any(item is None for item in located):
            return None
        return sorted((item for item in located if item), key=lambda item: item["start"])

    def _located(self, item: Any, raw: YamlMapping, index: int) -> dict[str, Any] | None:
        long: Any = {"quote": item} if isinstance(item, str) else item
        line = line_of(raw, ("evidence", index))
        where = f"{self._name(raw)}: evidence"
        slip = _misshapen(long)
        if slip:
            self._find(line, f"{where}: {slip}")
            return None
        nth = long.get("nth")
        try:
            span = locate(long["quote"], self.text, int(nth) if nth else None)
        except (PassageNotFound, PassageAmbiguous) as error:
            self._find(line, f"{where}: {error}", getattr(error, "marked", ()))
            return None
        gloss = long.get("gloss", {})
        self._check_gloss(long["quote"], gloss, line, where)
        return {
            "source": self.source,
            "exact": long["quote"],
            "start": span.start,
            "end": span.end,
            "gloss": gloss,
        }

    def _check_gloss(self, quote: str, gloss: dict[str, str], line: int, where: str) -> None:
        for lang, text in gloss.items():
            wanted, found = numbers_in(quote), numbers_in(text)
            if wanted != found:
                self._find(
                    line,
                    f"{where}: the numbers of gloss {lang} ({', '.join(found) or 'none'}) "
                    f"are not those of the quote ({', '.join(wanted) or 'none'})",
                )

    # -- what Pydantic can't see ----------------------------------------------------------

    def _explain(self, error: ValidationError, kind: type[Record], raw: YamlMapping) -> None:
        for path, what in explained(error, kind):
            field = f"{path[0]}: " if path else ""
            self._find(line_of(raw, path), f"{self._name(raw)}: {field}{what}")

    def _check_against_world(self, record: Record, raw: YamlMapping) -> None:
        for path, what, more in against_world(
            record, self.text, self.language, self.entities, self.refused
        ):
            self._find(line_of(raw, path), f"{self._name(raw)}: {path[0]}: {what}", more)


def against_world(
    record: Record,
    text: Text,
    language: str,
    entities: Mapping[str, Entity],
    refused: Set[str] = frozenset(),
) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Yield what speaks against a record that is sound in itself: path, what, further lines.

    By its text, which is in *language*, and by who its *entities* are; of those that were *refused*
    the ids alone are known.
    """
    for path, entity in entities_in(record):
        if entity not in entities and entity not in refused:
            yield path, f"no entity {entity!r}; {nearest(entity, entities)}", ()
    for path, words in _words_in(record, language):
        if words not in text.content:
            what = f"the words {words!r} do not stand in the text"
            yield path, what, _closest(words, text)
    for field, what in record.objections_among(entities):
        yield (field,), what, ()


def _closest(words: str, text: Text) -> tuple[str, ...]:
    try:
        locate(words, text)
    except PassageNotFound as error:
        return error.marked
    return ()


def _misshapen(evidence: Any) -> str | None:
    """Return what is wrong with the way in which *evidence* is written, if anything is."""
    if (
        not isinstance(evidence, dict)
        or not isinstance(evidence.get("quote"), str)
        or set(evidence) - {"quote", "nth", "gloss"}
    ):
        return "write the words, or quote: with gloss: and nth:"
    nth, gloss = evidence.get("nth", "1"), evidence.get("gloss", {})
    if not isinstance(nth, str) or not _FROM_1.fullmatch(nth):
        return f"nth: {nth!r} is no number from 1"
    if not isinstance(gloss, dict) or not all(isinstance(text, str) for text in gloss.values()):
        return f"gloss: {gloss!r} has no language; write {{en: …}}"
    return None


def _first_offset(record: Record) -> int:
    return record.evidence[0].start


def entities_in(part: BaseModel, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield every entity that *part* points to, with the path of the field."""
    for at, sort, value in _values(part, path):
        if sort is Sort.ENTITY:
            yield at, value
        elif isinstance(value, BaseModel):
            yield from entities_in(value, at)


def _words_in(part: BaseModel, language: str, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield all that is said to stand in the text: words, and titles in its language."""
    for at, sort, value in _values(part, path):
        if sort is Sort.WORDS:
            yield at, value
        elif sort is Sort.TEXTS and "title" in at and value.lang == language:
            yield at, value.text
        elif isinstance(value, BaseModel) and not isinstance(value, Evidence):
            yield from _words_in(value, language, at)


def _values(part: BaseModel, path: Path) -> Iterator[tuple[Path, Sort, Any]]:
    for field in fields_of(type(part)):
        value = getattr(part, field.name)
        if field.many or field.sort is Sort.TEXTS:
            for index, item in enumerate(value):
                yield (*path, field.name, index), field.sort, item
        elif value is not None:
            yield (*path, field.name), field.sort, value
