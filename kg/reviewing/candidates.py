"""What a reader proposed: the lines of ``candidates.jsonl``, checked against text and entities.

Everything wrong is found in one go, with file and line. What passes is as sound as a record; only
nobody has judged it yet.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from kg.corpus import Source
from kg.corpus.explain import explained, nearest
from kg.corpus.records import against_world, entities_in
from kg.errors import Finding, KgError, SourcesError
from kg.lines import record_of_line
from kg.models import KINDS, Entity, Record, fields_of
from kg.models.schema import Sort

FILE = "candidates.jsonl"
_ID = re.compile(r"[0-9a-f]{16}")
_ACTORS = frozenset({"actor", "place", "commodity"})
_KEYS: dict[str, type | tuple[type, ...]] = {
    "id": str,
    "kind": str,
    "labels": dict,
    "status": str,
    "polarity": str,
    "attributed_to": list,
    "participants": list,
    "quantities": list,
    "details": dict,
    "evidence": list,
    "reader": str,
    "score": (int, float),
}
_P = TypeVar("_P", bound=BaseModel)


class Candidate(NamedTuple):
    """A record that a reader proposed: how probably it is right, and which reader says so."""

    record: Record
    score: float
    reader: str

    @property
    def id(self) -> str:
        """Return its 16 hex digits."""
        return str(self.record.id)


class Seen(NamedTuple):
    """A place at which the reader saw an entity; code points, end exclusive."""

    start: int
    end: int
    entity: str


class Proposed(NamedTuple):
    """All that a reader proposed of a source.

    *entities* are those that nobody has defined yet, by id; *seen* where it saw whom.
    """

    candidates: tuple[Candidate, ...] = ()
    entities: Mapping[str, Entity] = {}
    seen: tuple[Seen, ...] = ()


def read_candidates(
    folder: Path,
    source: Source,
    entities: Mapping[str, Entity],
    kinds: Iterable[type[Record]] = KINDS,
) -> Proposed:
    """Return what the reader proposed of *source*, in the order of its text.

    *folder* is that of the source, *entities* are all that are defined. Raises SourcesError with
    every line that can't be taken; nothing is proposed where there is no file.
    """
    file = folder / FILE
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return Proposed()
    except OSError as error:
        raise KgError(f"{file}: can't be read: {error.strerror}") from error
    return _Lines(f"{folder.parent.name}/{folder.name}/{FILE}", source, entities, kinds).read(
        content
    )


class _Lines:
    def __init__(
        self,
        file: str,
        source: Source,
        entities: Mapping[str, Entity],
        kinds: Iterable[type[Record]],
    ) -> None:
        self.file = file
        self.source = source
        self.known = entities
        self.kinds = {kind.kind_name(): kind for kind in kinds}
        self.new: dict[str, Entity] = {}
        self.ids: set[str] = set()
        self.seen: list[Seen] = []
        self.findings: list[Finding] = []

    def read(self, content: bytes) -> Proposed:
        """Return what the lines hold. Raises SourcesError with what is wrong in all of them."""
        lines = [
            (number, line)
            for number, row in enumerate(content.split(b"\n"), 1)
            if row.strip()
            for line in self._object(row, number)
        ]
        records = [(number, line) for number, line in lines if line.get("kind") not in _ACTORS]
        for number, line in lines:
            if line.get("kind") in _ACTORS:
                self._entity(line, number)
        self._check_entities()
        candidates = [found for number, line in records for found in self._candidate(line, number)]
        if self.findings:
            raise SourcesError(self.findings)
        ordered = sorted(candidates, key=lambda one: (one.record.evidence[0].start, one.id))
        return Proposed(tuple(ordered), self.new, tuple(sorted(set(self.seen))))

    def _find(self, number: int, what: str, more: tuple[str, ...] = ()) -> None:
        self.findings.append(Finding(self.file, number, what, more))

    def _object(self, row: bytes, number: int) -> Iterator[dict[str, Any]]:
        try:
            line = json.loads(row.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            self._find(number, f"is no JSON in UTF-8: {error}")
            return
        if isinstance(line, dict):
            yield line
        else:
            self._find(number, "is no JSON object; a line holds an entity or a record")

    # -- entities -------------------------------------------------------------------------

    def _entity(self, line: dict[str, Any], number: int) -> None:
        name = str(line.get("id"))
        try:
            self._see(line, number)
            if name in self.known:
                return
            entity = Entity.model_validate(_entity_of(line))
        except ValidationError as error:
            for path, what in explained(error, Entity):
                self._find(number, f"entity {name}: {'.'.join(map(str, path))}: {what}")
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            self._find(number, f"entity {name}: is no line of an entity: {_said(error)}")
        else:
            if name in self.new:
                self._find(number, f"entity {name}: stands twice")
            self.new[name] = entity

    def _see(self, line: dict[str, Any], number: int) -> None:
        for place in line["evidence"]:
            start, end = int(place["start"]), int(place["end"])
            if self._stands(place["exact"], start, end):
                self.seen.append(Seen(start, end, str(line["id"])))
            else:
                self._find(number, f"entity {line['id']}: {_moved(place['exact'], start, end)}")

    def _stands(self, words: Any, start: int, end: int) -> bool:
        content = self.source.text.content
        return 0 <= start < end <= len(content) and content[start:end] == words

    def _check_entities(self) -> None:
        every = {**self.known, **self.new}
        for entity in self.new.values():
            for other in (*entity.member, *entity.country, *filter(None, [entity.of])):
                if other not in every:
                    what = f"entity {entity.id}: no entity {other!r}; {nearest(other, every)}"
                    self._find(0, what)

    # -- records --------------------------------------------------------------------------

    def _candidate(self, line: dict[str, Any], number: int) -> Iterator[Candidate]:
        slip = self._misshapen(line)
        if slip:
            self._find(number, slip)
            return
        name = f"candidate {line['id']}"
        try:
            whole = {**line, "id": f"{self.source.info.id}/{line['id']}"}
            record = record_of_line(whole, self.kinds.values())
        except ValidationError as error:
            for path, what in explained(error, self.kinds[line["kind"]]):
                self._find(number, f"{name}: {'.'.join(map(str, path))}: {what}")
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            self._find(number, f"{name}: is no line of a record: {_said(error)}")
        else:
            before = len(self.findings)
            if line["id"] in self.ids:
                self._find(number, f"{name}: stands twice")
            self.ids.add(line["id"])
            self._check(record, name, number)
            if len(self.findings) == before:
                yield Candidate(record, float(line["score"]), line["reader"])

    def _misshapen(self, line: dict[str, Any]) -> str | None:
        for key, sort in _KEYS.items():
            if not isinstance(line.get(key), sort) or isinstance(line[key], bool):
                return f"{key}: is missing, or not as the stable line has it"
        if not _ID.fullmatch(line["id"]):
            return f"id: {line['id']!r} is no candidate's id: 16 hexadecimal digits"
        if line["kind"] not in self.kinds:
            return f"kind: {line['kind']!r} is no kind; {nearest(line['kind'], self.kinds)}"
        if not 0 <= line["score"] <= 1:
            return f"score: {line['score']!r} is no probability from 0 to 1"
        return None

    def _check(self, record: Record, name: str, number: int) -> None:
        for place in record.evidence:
            if place.source != self.source.info.id:
                self._find(number, f"{name}: evidence: the source is {self.source.info.id}")
            elif not self._stands(str(place.exact), place.start, place.end):
                self._find(number, f"{name}: {_moved(place.exact, place.start, place.end)}")
        info, every = self.source.info, {**self.known, **self.new}
        for path, what, more in against_world(record, self.source.text, info.language, every):
            self._find(number, f"{name}: {path[0]}: {what}", more)


def _entity_of(line: dict[str, Any]) -> dict[str, Any]:
    """Return the data of the entity that a line of an actor, place or commodity holds."""
    names: dict[str, dict[str, list[str]]] = {"alias": {}, "metonym": {}}
    for name in line.get("names") or ():
        names[name["sort"]].setdefault(name["lang"], []).append(name["name"])
    return {
        "id": line["id"],
        "class": line["class"],
        "name": line["labels"],
        "group": line.get("group"),
        "member": [member["actor"] for member in line.get("members") or ()],
        "of": line.get("of"),
        "country": line.get("country") or [],
        "external": line.get("external") or [],
        **names,
    }


def _moved(words: Any, start: int, end: int) -> str:
    return (
        f"the words {words!r} do not stand at {start} to {end}; "
        "was the text changed? kg extract reads it again"
    )


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


# -- who is who in them -----------------------------------------------------------------------


def new_entities(record: Record, entities: Mapping[str, Entity]) -> tuple[str, ...]:
    """Return the entities of *record* that are not among *entities*, in the order of its fields."""
    every = dict.fromkeys(str(entity) for _, entity in entities_in(record))
    return tuple(entity for entity in every if entity not in entities)


def needed(
    records: Iterable[Record], new: Mapping[str, Entity], known: Mapping[str, Entity]
) -> tuple[Entity, ...]:
    """Return those *new* entities that *records* speak of, and whom these point to before them."""
    waiting = [entity for record in records for entity in new_entities(record, known)]
    found: dict[str, Entity] = {}
    while waiting:
        entity = new.get(waiting.pop(0))
        if entity is not None and entity.id not in found:
            found[entity.id] = entity
            others = (*entity.member, *entity.country, *filter(None, [entity.of]))
            waiting += [str(other) for other in others if other not in known]
    return tuple(reversed(found.values()))


def renamed(part: _P, names: Mapping[str, str]) -> _P:
    """Return *part* with entities called by other ids, none twice in a field."""

    def one(value: Any, sort: Sort) -> Any:
        if sort is Sort.ENTITY:
            return type(value)(names.get(value, value))
        return renamed(value, names) if isinstance(value, BaseModel) else value

    changed: dict[str, Any] = {}
    for field in fields_of(type(part)):
        value = getattr(part, field.name)
        if field.many:
            items: Callable[[Any], Any] = dict.fromkeys if field.sort is Sort.ENTITY else list
            changed[field.name] = tuple(items(one(item, field.sort) for item in value))
        elif value is not None:
            changed[field.name] = one(value, field.sort)
    return part.model_copy(update=changed)
