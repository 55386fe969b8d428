"""The graph in the formats of other programs; each holds status, speaker and words."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from kg.exchange.drawing import drawing
from kg.exchange.ftm import ftm
from kg.exchange.gephi import gexf, graphml
from kg.exchange.rdf import jsonld, trig
from kg.exchange.sheet import workbook
from kg.exchange.table import DIALECTS, csv_table
from kg.lookup import Catalogue, Line
from kg.network import SAID

__all__ = ["DIALECTS", "OF_RECORDS", "Export", "exported"]

# Formats that can be of some records alone; the others are of the whole graph.
OF_RECORDS = ("jsonl", "csv", "xlsx", "gexf", "graphml", "ftm")


class Export(NamedTuple):
    """A file's content, and what was left out of it: how many records, by the reason."""

    content: str | bytes
    left_out: dict[str, int]


def exported(
    catalogue: Catalogue,
    form: str,
    *,
    records: Iterable[Line] | None = None,
    dialect: str = "excel",
    projection: str = "records",
    statuses: Collection[str] = SAID,
) -> Export:
    """Return what *catalogue* holds as *form*: one of trig, nquads, jsonld, or of `OF_RECORDS`.

    *records* are all of them unless given; with them a file of `OF_RECORDS` holds these alone.
    *dialect* is for csv, *projection* and *statuses* for gexf and graphml. Labels are in the
    catalogue's language. The same store gives the same bytes.
    """
    if form not in OF_RECORDS:
        return Export(_whole(catalogue, form), {})
    if form == "jsonl" and records is None:
        return Export((catalogue.store.build / "records.jsonl").read_bytes(), {})
    lines = tuple(catalogue.records.values() if records is None else records)
    match form:
        case "csv":
            return Export(csv_table(catalogue, lines, dialect), {})
        case "ftm":
            given = ftm(catalogue, lines)
            return Export(given.content, dict(given.left_out))
        case "gexf" | "graphml":
            drawn = drawing(catalogue, lines, projection, statuses)
            return Export(gexf(drawn) if form == "gexf" else graphml(drawn), {})
    return Export(workbook(catalogue, lines) if form == "xlsx" else _jsonl(catalogue, lines), {})


def _whole(catalogue: Catalogue, form: str) -> str:
    match form:
        case "nquads":
            return catalogue.store.graph_file.read_text(encoding="utf-8")
        case "trig":
            return trig(catalogue.store)
        case "jsonld":
            return jsonld(catalogue.store)
    raise ValueError(f"no export to {form!r}")


def _jsonl(catalogue: Catalogue, lines: tuple[Line, ...]) -> str:
    return "".join(_lines(catalogue, lines))


def _lines(catalogue: Catalogue, records: tuple[Line, ...]) -> Iterator[str]:
    """Yield the lines of who is in *records* or speaks in them, then theirs, in stable order."""
    named = {entity for line in records for entity in _entities(catalogue, line)}
    for line in (*(catalogue.entities[name] for name in sorted(named)), *records):
        yield json.dumps(line, ensure_ascii=False) + "\n"


def _entities(catalogue: Catalogue, line: Line) -> Iterator[str]:
    agent = line["modal_agent"]
    named = [entity for _, entity in catalogue.roles(line)]
    named += [step["actor"] for step in (*line["attributed_to"], *([agent] if agent else []))]
    for entity in named:
        if entity in catalogue.entities:
            yield entity
            yield from (who["actor"] for who in catalogue.entities[entity].get("members", ()))
