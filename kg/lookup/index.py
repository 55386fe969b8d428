"""The index that lookups stand on: SQLite beside the stable lines, made with the store.

It holds no text of its own but names and stems: a line is found in ``records.jsonl`` by its place,
so that a lookup reads what it shows and no more, however large the store is.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kg import dates
from kg.lookup.spelling import folded, sounds, stems, words_of

if TYPE_CHECKING:
    import sqlite3

Line = dict[str, Any]
NAME = "lookup.sqlite"
NOWHERE: Mapping[str, Mapping[str, int]] = MappingProxyType({})

_TABLES = """
CREATE TABLE line (
    id TEXT PRIMARY KEY, iri TEXT, is_record INTEGER, start INTEGER, length INTEGER, labels TEXT
);
CREATE INDEX line_iri ON line (iri);
CREATE TABLE record (
    id TEXT PRIMARY KEY, source TEXT, kind TEXT, status TEXT, polarity TEXT, concern TEXT,
    voice TEXT, earliest TEXT, latest TEXT, dated INTEGER, newest TEXT, figures INTEGER,
    written INTEGER, start INTEGER, length INTEGER
);
CREATE INDEX record_concern ON record (concern);
CREATE TABLE figure (concern TEXT, measure TEXT, value TEXT);
CREATE TABLE evidence (record TEXT, source TEXT, start INTEGER, end INTEGER);
CREATE INDEX evidence_place ON evidence (source, start);
CREATE TABLE role (entity TEXT, role TEXT, record TEXT);
CREATE INDEX role_entity ON role (entity, role);
CREATE INDEX role_record ON role (record);
CREATE TABLE speaker (entity TEXT, record TEXT, depth INTEGER);
CREATE INDEX speaker_entity ON speaker (entity);
CREATE TABLE class (id TEXT PRIMARY KEY, class TEXT);
CREATE TABLE belongs (entity TEXT, owner TEXT);
CREATE INDEX belongs_owner ON belongs (owner);
CREATE INDEX belongs_entity ON belongs (entity);
CREATE TABLE member (entity TEXT, owner TEXT);
CREATE INDEX member_entity ON member (entity);
CREATE TABLE name (
    number INTEGER PRIMARY KEY, id TEXT, is_record INTEGER, name TEXT, folded TEXT, in_text INTEGER
);
CREATE INDEX name_folded ON name (folded);
CREATE TABLE form (key TEXT, sort TEXT, number INTEGER);
CREATE INDEX form_key ON form (key, sort);
CREATE VIRTUAL TABLE part USING fts5(folded, content='', tokenize='trigram');
CREATE VIRTUAL TABLE sentence USING fts5(words, label, record UNINDEXED, tokenize='unicode61');
"""
# What is said of an entity, in the order in which it is shown, and its sums: so that a screen of it
# takes as long in a large store as in a small one.
_SUMS = """
CREATE TABLE said AS
    SELECT DISTINCT
        entity, record.id, kind, status, polarity, concern, dated, newest, figures, start
    FROM role JOIN record ON record.id = role.record;
CREATE INDEX said_kind ON said (entity, kind, dated DESC, newest DESC, id);
CREATE INDEX said_figures ON said (entity, dated DESC, newest DESC, id) WHERE figures > 0;
CREATE TABLE sum AS
    SELECT entity, kind, status, polarity, COUNT(*) AS records, SUM(figures) AS figures,
        MIN(start) AS first
    FROM said GROUP BY entity, kind, status, polarity;
CREATE INDEX sum_entity ON sum (entity, kind, status, polarity, records, figures, first);
CREATE TABLE split AS
    SELECT entity, concern, MIN(start) AS first FROM said WHERE concern IN (
        SELECT concern FROM record GROUP BY concern HAVING COUNT(DISTINCT voice) > 1
        UNION
        SELECT concern FROM figure GROUP BY concern, measure HAVING COUNT(DISTINCT value) > 1
    ) GROUP BY entity, concern;
CREATE INDEX split_entity ON split (entity, first);
"""


def write_index(build: Path, written: Mapping[str, Mapping[str, int]] = NOWHERE) -> None:
    """Write the index of the lines and the vocabulary in *build* beside them.

    *written* are the lines of ``records.yaml`` at which records begin, by source and record.
    """
    import sqlite3

    vocabulary = json.loads((build / "vocabulary.json").read_text(encoding="utf-8"))
    connection = sqlite3.connect(build / NAME)
    try:
        connection.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES}")
        _Writer(connection, vocabulary, written).write(build / "records.jsonl")
        connection.executescript(f"{_SUMS} ANALYZE;")
        connection.commit()
    finally:
        connection.close()


class _Writer:
    def __init__(
        self,
        connection: "sqlite3.Connection",
        vocabulary: Mapping[str, Any],
        written: Mapping[str, Mapping[str, int]],
    ) -> None:
        self.connection = connection
        self.vocabulary = vocabulary
        self.written = written
        self.names: list[tuple[bool, int, str, str, str, bool]] = []

    def write(self, file: Path) -> None:
        start = 0
        with file.open("rb") as rows:
            for row in rows:
                line = json.loads(row)
                labels = None if is_record(line) else json.dumps(line["labels"])
                values = (line["id"], line["iri"], is_record(line), start, len(row), labels)
                self._insert("line", [values])
                if is_record(line):
                    self._record(line, start, len(row))
                else:
                    self._entity(line)
                self._collect_names(line)
                start += len(row)
        self._write_names()

    def _insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        every = list(rows)
        if every:
            places = ", ".join("?" * len(every[0]))
            self.connection.executemany(f"INSERT INTO {table} VALUES ({places})", every)

    def _entity(self, line: Line) -> None:
        self._insert("class", [(line["id"], line["class"])])
        owners = [*line.get("country", ()), *([line["of"]] if line.get("of") else ())]
        self._insert("belongs", ((line["id"], owner) for owner in owners))
        members = [member["actor"] for member in line.get("members", ())]
        self._insert("member", ((member, line["id"]) for member in members))

    def _record(self, line: Line, start: int, length: int) -> None:
        first, last = days(line["time"])
        source = line["id"].partition("/")[0]
        concern = line["details"].get("concerns")
        said = (line["kind"], line["status"], line["polarity"], concern, _voice(line))
        times = (first, last, line["time"] is not None, (line["time"] or "").lstrip("{./"))
        at = self.written.get(source, {}).get(line["id"].partition("/")[2])
        rest = (len(line["quantities"]), at, start, length)
        self._insert("record", [(line["id"], source, *said, *times, *rest)])
        if concern:
            self._insert("figure", ((concern, *figure) for figure in _figures(line)))
        filled = {(entity, role, line["id"]) for role, entity in roles(line, self.vocabulary)}
        self._insert("role", sorted(filled))
        self._insert("speaker", sorted(set(_speakers(line))))
        places = ((p["source"], p["start"], p["end"]) for p in line["evidence"])
        self._insert("evidence", ((line["id"], *place) for place in places))
        label = searchable(" ".join(line["labels"].values()))
        for at, place in enumerate(line["evidence"]):
            words = searchable(place["exact"])
            self._insert("sentence", [(words, "" if at else label, line["id"])])

    def _collect_names(self, line: Line) -> None:
        own = set(_own_names(line))
        for name in sorted(set(names_of(line))):
            plain = folded(name)
            row = (is_record(line), len(plain), line["id"], name, plain, name not in own)
            self.names.append(row)

    def _write_names(self) -> None:
        """Write the names, numbered in the order in which they are found.

        Entities come first, then shorter names: so the first that match are the best that do.
        """
        for number, row in enumerate(sorted(self.names), 1):
            of_record, _, owner, name, plain, in_text = row
            self._insert("name", [(number, owner, of_record, name, plain, in_text)])
            self.connection.execute(
                "INSERT INTO part (rowid, folded) VALUES (?, ?)", (number, plain)
            )
            if not of_record:
                self._insert("form", ((*key, number) for key in forms_of(name)))


def is_record(line: Mapping[str, Any]) -> bool:
    """Return whether *line* is a record's, not an entity's."""
    return "status" in line


def names_of(line: Mapping[str, Any]) -> Iterator[str]:
    """Yield every name of an entity or record: id, labels, aliases, metonyms, surface forms."""
    yield from _own_names(line)
    yield from line.get("aliases", [])


def _own_names(line: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names that a person gave it, not those by which a text happens to call it."""
    yield line["id"]
    yield line["id"].rpartition("/")[2]
    yield from line["labels"].values()
    yield from (name["name"] for name in line.get("names", []))


def forms_of(name: str) -> Iterator[tuple[str, str]]:
    """Yield the keys, each with its sort, under which *name* is found in other spellings."""
    yield from ((key, "stem") for key in sorted(stems(name)))
    yield from ((key, "sound") for key in sorted(sounds(name)))
    for word in words_of(name):
        yield from ((key, "word") for key in sorted(stems(word) | sounds(word)))


def searchable(words: str) -> str:
    """Return *words* as they are indexed and asked for: stems, Chinese sign by sign."""
    plain = "".join(f" {char} " if _is_chinese(char) else char for char in folded(words))
    return " ".join(min(stems(word), key=len) for word in plain.split())


def _is_chinese(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def days(edtf: str | None) -> tuple[str | None, str | None]:
    """Return the first and the last day of a date as ISO text; None for an open end."""
    if edtf is None:
        return None, None
    first, last = dates.bounds(edtf)
    return (first.isoformat() if first else None), (last.isoformat() if last else None)


def roles(record: Mapping[str, Any], vocabulary: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every role of a record with the entity that fills it; places, goods, assets too."""
    for participant in record["participants"]:
        yield participant["role"], participant["actor"]
    actors = {(item["role"], item["actor"]) for item in record["participants"]}
    for role in (*vocabulary["kinds"][record["kind"]]["roles"], "place"):
        value = record["details"].get(role, [])
        for entity in value if isinstance(value, list) else [value]:
            if (role, entity) not in actors:
                yield role, entity
    for asset in record["details"].get("asset", []):
        yield from (("asset", asset[name]) for name in ("system", "operator") if asset.get(name))


def _voice(line: Line) -> str:
    """Return how a record is put, and by whom."""
    who = [[step["actor"], step["name"]] for step in line["attributed_to"]]
    return json.dumps([line["status"], line["polarity"], who])


def _figures(line: Line) -> Iterator[tuple[str, str]]:
    """Yield each figure of a record: what is measured, of what and when; and how much it is."""
    for figure in line["quantities"]:
        measure = (line["kind"], line["time"], figure["unit"], figure["of"])
        yield json.dumps(measure), json.dumps((figure["value"], figure["qualifier"]))


def _speakers(line: Line) -> Iterator[tuple[str, str, int]]:
    written = line["details"].get("attributed_to")
    if written is None:
        written = [{"who": step["actor"]} for step in line["attributed_to"]]
    for depth, step in enumerate(written, 1):
        who = step["who"]
        for entity in [who] if isinstance(who, str) else who:
            yield entity, line["id"], depth
