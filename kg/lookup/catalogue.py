"""What a store holds, read line by line as it is asked for, with labels in one language."""

import json
import os
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, BinaryIO

from kg.evidence import Text
from kg.lookup import index
from kg.lookup.index import Line
from kg.store import Store


class Catalogue:
    """Everything that a store holds, by id. Nothing is read before it is asked for."""

    def __init__(self, store: Store, lang: str = "en") -> None:
        self.store = store
        self.lang = lang
        self.vocabulary = store.vocabulary
        self.entities: Mapping[str, Line] = _Lines(self, is_record=False)
        self.records: Mapping[str, Line] = _Lines(self, is_record=True)

    @cached_property
    def _connection(self) -> sqlite3.Connection:
        file = (self.store.build / index.NAME).resolve()
        # Nothing is ever written, so the threads of a notebook may share it.
        connection = sqlite3.connect(
            f"{file.as_uri()}?immutable=1", uri=True, check_same_thread=False
        )
        weakref.finalize(self, connection.close)
        return connection

    @cached_property
    def _file(self) -> BinaryIO:
        file = (self.store.build / "records.jsonl").open("rb")
        weakref.finalize(self, file.close)
        return file

    def rows(self, query: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows that *query* finds in the index; *values* fill its question marks."""
        return self._connection.execute(query, tuple(values)).fetchall()

    def line_at(self, start: int, length: int) -> Line:
        """Return the line that stands at these bytes."""
        line: Line = json.loads(os.pread(self._file.fileno(), length, start))
        return line

    # -- labels ---------------------------------------------------------------------------

    def label(self, line: Mapping[str, Any]) -> str:
        """Return what *line* is called in the language of this catalogue."""
        return in_language(line["labels"], self.lang)

    def name_of(self, entity: str) -> str:
        """Return the name of an entity; its id where the store has no line for it."""
        return self.label(self.entities[entity]) if entity in self.entities else entity

    def word(self, *path: str) -> str:
        """Return a label of the vocabulary, e.g. ``word("kinds", "sanction")``; else the code."""
        found: Any = self.vocabulary
        for step in path:
            found = found.get(step, {}) if isinstance(found, dict) else {}
        return str(found.get(self.lang) or path[-1]) if isinstance(found, dict) else path[-1]

    def code(self, record: Line, field: str) -> str:
        """Return the label of a record's code, e.g. its stage; "" where it has none."""
        value = record["details"].get(field)
        codes = value if isinstance(value, list) else [value] if value else []
        return ", ".join(self.word("codes", f"{record['kind']}.{field}", code) for code in codes)

    # -- records --------------------------------------------------------------------------

    def roles(self, record: Line) -> Iterator[tuple[str, str]]:
        """Yield every role of a record with the entity that fills it, places and goods too."""
        return index.roles(record, self.vocabulary)

    def records_of(self, entity: str) -> list[Line]:
        """Return the records in which *entity* fills a role, in the order of the store."""
        found = self.rows(
            "SELECT DISTINCT line.start, line.length FROM role JOIN line ON line.id = role.record "
            "WHERE role.entity = ? ORDER BY line.start",
            [entity],
        )
        return [self.line_at(*place) for place in found]

    def number_of_records(self, entity: str) -> int:
        """Return in how many records *entity* fills a role."""
        query = "SELECT COUNT(DISTINCT record) FROM role WHERE entity = ?"
        return int(self.rows(query, [entity])[0][0])

    def of_concern(self, concern: str) -> list[Line]:
        """Return the records that speak of one matter, in the order of the store."""
        found = self.rows(
            "SELECT line.start, line.length FROM record JOIN line ON line.id = record.id "
            "WHERE record.concern = ? ORDER BY line.start",
            [concern],
        )
        return [self.line_at(*place) for place in found]

    def sharing(self, source: str, start: int, end: int) -> list[Line]:
        """Return the records with evidence between these offsets of a source."""
        found = self.rows(
            "SELECT DISTINCT line.start, line.length FROM evidence "
            "JOIN line ON line.id = evidence.record "
            "WHERE evidence.source = ? AND evidence.start < ? AND evidence.end > ? "
            "ORDER BY line.start",
            [source, end, start],
        )
        return [self.line_at(*place) for place in found]

    def belonging_to(self, entity: str) -> list[tuple[str, int]]:
        """Return the organs, companies and persons of *entity* with the number of their records."""
        return [
            (str(owned), int(count))
            for owned, count in self.rows(
                "SELECT belongs.entity, COUNT(DISTINCT role.record) AS records FROM belongs "
                "JOIN role ON role.entity = belongs.entity WHERE belongs.owner = ? "
                "GROUP BY belongs.entity ORDER BY records DESC, belongs.entity",
                [entity],
            )
        ]

    def owners_of(self, entity: str) -> list[str]:
        """Return the states and bodies to which *entity* belongs."""
        query = "SELECT owner FROM belongs WHERE entity = ? ORDER BY owner"
        return [str(owner) for (owner,) in self.rows(query, [entity])]

    def groups_of(self, entity: str) -> list[str]:
        """Return the groups that have *entity* among their members."""
        query = "SELECT owner FROM member WHERE entity = ? ORDER BY owner"
        return [str(group) for (group,) in self.rows(query, [entity])]

    # -- words ----------------------------------------------------------------------------

    @cached_property
    def _texts(self) -> dict[str, Text]:
        return {}

    def text(self, source: str) -> Text:
        """Return the text of a source."""
        if source not in self._texts:
            self._texts[source] = Text(self.store.text(source))
        return self._texts[source]

    def paragraph(self, place: Mapping[str, Any]) -> int:
        """Return the paragraph (line of the text) in which a piece of evidence stands."""
        return self.text(place["source"]).line_of(place["start"])

    def heading(self, place: Mapping[str, Any]) -> str:
        """Return the heading above a piece of evidence; "" before the first."""
        line = self.paragraph(place)
        headings = self.store.manifest["sources"][place["source"]]["headings"]
        above = [number for number in headings if number <= line]
        text = self.text(place["source"])
        return text.exact(text.line_span(max(above))) if above else ""

    def is_verbatim(self, text: str, lang: str, record: Mapping[str, Any]) -> bool:
        """Return whether *text* stands letter for letter in the source of *record*."""
        source = record["id"].partition("/")[0]
        head = self.store.manifest["sources"][source]
        return lang == head["language"] and text in self.text(source).content

    def glosses(self, record: Mapping[str, Any]) -> list[str]:
        """Return our working translation of each piece of evidence, "" where there is none."""
        written = record["details"].get("evidence", [])
        found = [in_language(item["gloss"], self.lang) for item in written]
        return found or ["" for _ in record["evidence"]]


class _Lines(Mapping[str, Line]):
    """The lines of entities or of records, by id, in the order of the store."""

    def __init__(self, catalogue: Catalogue, *, is_record: bool) -> None:
        self._catalogue = catalogue
        self._is_record = is_record
        self._known: dict[str, Line | None] = {}

    def __getitem__(self, wanted: str) -> Line:
        line = self._line(wanted)
        if line is None:
            raise KeyError(wanted)
        return line

    def __contains__(self, wanted: object) -> bool:
        return isinstance(wanted, str) and self._line(wanted) is not None

    def _line(self, wanted: str) -> Line | None:
        if wanted not in self._known:
            found = self._catalogue.rows(
                "SELECT start, length FROM line WHERE id = ? AND is_record = ?",
                [wanted, self._is_record],
            )
            self._known[wanted] = self._catalogue.line_at(*found[0]) if found else None
        return self._known[wanted]

    def __iter__(self) -> Iterator[str]:
        query = "SELECT id FROM line WHERE is_record = ? ORDER BY start"
        return (found for (found,) in self._catalogue.rows(query, [self._is_record]))

    def __len__(self) -> int:
        query = "SELECT COUNT(*) FROM line WHERE is_record = ?"
        return int(self._catalogue.rows(query, [self._is_record])[0][0])


def in_language(labels: Mapping[str, str], lang: str) -> str:
    """Return the label in *lang*, else in English, else in German, else the first."""
    for wanted in (lang, "en", "de"):
        if wanted in labels:
            return labels[wanted]
    return next(iter(labels.values()), "")
