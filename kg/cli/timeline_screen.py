"""What ``kg timeline`` prints: the years, and what has no date of its own."""

from collections.abc import Iterator
from typing import Any

from kg.cli.phrases import Phrases
from kg.cli.printing import status_word
from kg.lookup import Catalogue, Line
from kg.lookup.timeline import Entry, Timeline

_WORDS = {
    "en": {
        "early": "begun before, or without a stated start",
        "undated": "without a date of their own",
        "report": "report; the thing itself has no date",
        "passed": "passed; no source here says what became of it",
        "became": "passed; what became of it may stand in {ids}",
        "valid": "planned for {edtf}",
        "dated": "dated records: {n}",
        "possible": "only possibly inside (~): {n}",
        "more": "more beyond --limit: {n}",
        "without": "without a date of their own: {n}{reports}{hint}",
        "reports": ", {n} of them at the day of their report",
        "hint": " (--undated lists them)",
        "none": "nothing that fits has a date of its own",
    },
    "de": {
        "early": "früher begonnen oder ohne genannten Beginn",
        "undated": "ohne eigenes Datum",
        "report": "Bericht; die Sache selbst hat kein Datum",
        "passed": "verstrichen; keine Quelle hier sagt, was daraus wurde",
        "became": "verstrichen; was daraus wurde, steht vielleicht in {ids}",
        "valid": "geplant für {edtf}",
        "dated": "datierte Einträge: {n}",
        "possible": "nur möglicherweise darin (~): {n}",
        "more": "weitere jenseits von --limit: {n}",
        "without": "ohne eigenes Datum: {n}{reports}{hint}",
        "reports": ", davon {n} am Tag ihres Berichts",
        "hint": " (--undated zeigt sie)",
        "none": "nichts davon hat ein eigenes Datum",
    },
}


class TimelineScreen:
    """Renders a timeline as text for a person, or as JSON."""

    def __init__(self, catalogue: Catalogue, line: Timeline, *, undated: bool, most: int | None):
        self.phrases = Phrases(catalogue)
        self.words = _WORDS[catalogue.lang]
        self.whole = line
        self.shown = line.cut(most)
        self.undated = undated
        records = [entry.line for entry in self.shown.entries]
        records += self.shown.undated if undated else ()
        times = [_time(entry) for entry in self.shown.entries]
        self.when = max(map(len, times), default=1)
        self.status = max((len(status_word(record)) for record in records), default=0)

    def render(self) -> Iterator[str]:
        """Yield the lines of the screen."""
        for block in self.shown.blocks:
            yield str(block.year) if block.year is not None else self.words["early"]
            for entry in block.entries:
                marks = self._marks(entry)
                yield self._row(entry.line, _time(entry)) + (f"  [{marks}]" if marks else "")
        if self.undated and self.shown.undated:
            yield self.words["undated"]
            yield from map(self._undated, self.shown.undated)

    def last_line(self) -> str:
        """Return the sums: dated, possible, beyond the limit; last the undated."""
        line, words = self.whole, self.words
        possible = sum(entry.possible for entry in line.entries)
        more = line.dated + line.reports - len(list(self.shown.entries))
        if self.undated:
            more += len(line.undated) - len(self.shown.undated)
        counts = (("possible", possible), ("more", more))
        parts = [words["dated"].format(n=line.dated)]
        parts += [words[name].format(n=count) for name, count in counts if count]
        if line.undated:
            reports = words["reports"].format(n=line.reports) if line.reports else ""
            hint = "" if self.undated else words["hint"]
            without = words["without"]
            parts.append(without.format(n=len(line.undated), reports=reports, hint=hint))
        return "; ".join(parts)

    def none_dated(self) -> str:
        """Return what to say where nothing has a date."""
        return f"{self.words['none']}; {self.last_line()}"

    def json(self) -> dict[str, Any]:
        """Return everything that the screen says; records as their stable lines."""
        return {
            "results": [
                {"year": block.year, "entries": [_entry_json(entry) for entry in block.entries]}
                for block in self.shown.blocks
            ],
            "dated": self.whole.dated,
            "reports": self.whole.reports,
            "undated": len(self.whole.undated),
            "undated_records": list(self.shown.undated) if self.undated else [],
        }

    def _row(self, record: Line, when: str) -> str:
        return f"  {when:<{self.when}}  {self.phrases.in_line(record, self.status)}"

    def _undated(self, record: Line) -> str:
        """Return the row of a record without a date; a plan may still have a day it is for."""
        plan = self.words["valid"].format(edtf=record["time"]) if record["time"] else ""
        return self._row(record, "–") + (f"  [{plan}]" if plan else "")

    def _marks(self, entry: Entry) -> str:
        marks = [self.words["report"]] if entry.report else []
        if entry.passed:
            valid = entry.line["details"].get("valid")
            marks += [self.words["valid"].format(edtf=valid["edtf"])] if valid else []
            ids = ", ".join(map(self.phrases.id_of, entry.became))
            marks.append(self.words["became" if ids else "passed"].format(ids=ids))
        return "; ".join(marks)


def _time(entry: Entry) -> str:
    return f"{'~' if entry.possible else ''}{entry.edtf}"


def _entry_json(entry: Entry) -> dict[str, Any]:
    fields = {name: value for name, value in entry._asdict().items() if name != "line"}
    return {**fields, "became": [record["id"] for record in entry.became], "record": entry.line}
