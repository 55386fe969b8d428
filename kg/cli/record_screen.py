"""What ``kg show`` prints of a record: everything it holds, and the sentences around it."""

from collections.abc import Iterator
from typing import Any

from kg.cli.phrases import Phrases
from kg.cli.printing import coloured_status, status_word
from kg.evidence import printable
from kg.lookup import Catalogue, Line

_END = " .\r\n"  # of a sentence, which a quote may leave off


class RecordScreen:
    """Renders a record as text for a person."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.phrases = Phrases(catalogue)
        self.words = self.phrases.words

    def render(self, line: Line) -> str:
        """Return the screen of a record."""
        return "\n".join(self._record(line))

    def _record(self, line: Line) -> Iterator[str]:
        kind = self.catalogue.word("kinds", line["kind"])
        yield f"{printable(self.catalogue.label(line))} · {kind}"
        yield f"{coloured_status(status_word(line))} · {self.phrases.explained(line)}"
        yield ""
        yield self.phrases.row("who", self.phrases.speakers(line))
        if line["modal_agent"]:
            yield self.phrases.row(
                "modal_agent", self.catalogue.name_of(line["modal_agent"]["actor"])
            )
        if hedge := line["details"].get("hedge"):
            yield self.phrases.row("hedge", f"«{printable(hedge)}»")
        yield from self._fields(line)
        yield from self._times(line)
        if line["place"]:
            places = line["details"].get("place", [])
            yield self.phrases.row("place", ", ".join(map(self.catalogue.name_of, places)))
        for quantity in line["quantities"]:
            yield self.phrases.label_row(
                self.catalogue.word("fields", "quantity"),
                self.phrases.figure(quantity, line["kind"]),
            )
        yield from self._links(line)
        yield self.phrases.row("id", f"{line['id']} · {line['iri']}")
        yield ""
        yield from self.phrases.quotes(line)
        yield from self._around(line)

    def _fields(self, line: Line) -> Iterator[str]:
        by_role: dict[str, list[str]] = {}
        for role, entity in self.catalogue.roles(line):
            if role in self.catalogue.vocabulary["kinds"][line["kind"]]["roles"]:
                by_role.setdefault(role, []).append(self.catalogue.name_of(entity))
        for field in self.catalogue.vocabulary["kinds"][line["kind"]]["fields"]:
            label = self.catalogue.word("fields", field)
            value = line["details"].get(field)
            if field in by_role:
                yield self.phrases.label_row(label, ", ".join(by_role[field]))
            elif f"{line['kind']}.{field}" in self.catalogue.vocabulary["codes"]:
                if code := self.catalogue.code(line, field):
                    yield self.phrases.label_row(label, code)
            elif value:
                yield self.phrases.label_row(label, self._plain(value, line))

    def _plain(self, value: Any, line: Line) -> str:
        if isinstance(value, list):
            return "; ".join(self._plain(item, line) for item in value)
        if isinstance(value, dict) and "system" in value:
            number = f"{value['number']} " if value.get("number") else ""
            return f"{number}{self.catalogue.name_of(value['system'])}"
        if isinstance(value, dict):  # a text by language; some are the source's own words
            texts = sorted(value.items())
            return " · ".join(
                f"«{text}»" if self.catalogue.is_verbatim(text, lang, line) else text
                for lang, text in texts
            )
        return str(value)

    def _times(self, line: Line) -> Iterator[str]:
        for field in ("when", "valid", "reported"):
            time = line["details"].get(field) or (field == "when" and line["time"])
            if time:
                yield self.phrases.row(field, self._time(time))

    def _time(self, time: Any) -> str:
        if isinstance(time, str):
            return time
        words = f" «{printable(time['words'])}»" if time.get("words") else ""
        derived = f" ({self.words['derived']})" if time.get("derived") else ""
        return f"{time['edtf']}{words}{derived}"

    def _links(self, line: Line) -> Iterator[str]:
        for field in ("because_of", "answers", "part_of"):
            for other in line["details"].get(field, []):
                yield self.phrases.label_row(
                    self.catalogue.word("fields", field), self._other(other)
                )
        matter = line["details"].get("concerns")
        for record in self.catalogue.of_concern(matter) if matter else ():
            if record["id"] != line["id"]:
                yield self.phrases.row("concerns", self._other(record["id"]))
        if note := line["details"].get("note"):
            yield self.phrases.row("note", note)

    def _other(self, record_id: str) -> str:
        record = self.catalogue.records[record_id]
        parts = [self.catalogue.label(record), *self.phrases.said_by(record)]
        return f"{status_word(record)} {' · '.join(parts)} ({self.phrases.id_of(record)})"

    def _around(self, line: Line) -> Iterator[str]:
        """Yield the sentence with one before and after, what shares it, where it is written."""
        place = line["evidence"][0]
        before, after, span = self.phrases.context(place)
        yield ""
        if before:
            yield f"  ↑ «{printable(before)}»"
        whole = self.catalogue.text(place["source"]).exact(span)
        if whole.rstrip(_END) != place["exact"].rstrip(_END):  # else it stands above
            yield f"  = «{printable(whole)}»"
        if after:
            yield f"  ↓ «{printable(after)}»"
        for record in self.catalogue.sharing(place["source"], span.start, span.end):
            if record["id"] != line["id"]:
                yield self.phrases.row("shares", self._other(record["id"]))
        yield self.phrases.row("written", written_in(self.catalogue, line))


def written_in(catalogue: Catalogue, line: Line) -> str:
    """Return the file and line at which a record begins: ``<source>/records.yaml:412``."""
    source = line["id"].partition("/")[0]
    return f"{source}/records.yaml:{catalogue.written_at(line['id'])}"
