"""What ``kg show`` prints: one entity or one record, with status, speaker and words everywhere."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from kg.cli.printing import coloured_status, status_word
from kg.evidence import printable
from kg.lookup import Catalogue, Line

_SHOWN_A_KIND = 3

# The few fixed words of these screens, in both languages.
_WORDS = {
    "en": {
        "class": "class",
        "names": "names",
        "in_text": "in the text",
        "records": "records",
        "rest": "{n} more: kg list {kind} --actor {id}",
        "no_records": "no record speaks of it",
        "who": "who says so",
        "own_voice": "the source itself",
        "when": "when",
        "valid": "valid",
        "reported": "report of",
        "place": "where",
        "derived": "follows from the text",
        "undated": "undated",
        "ours": "our translation",
        "id": "id",
        "concerns": "same matter",
        "under": "under",
        "hedge": "word of doubt",
        "modal_agent": "who does so",
        "note": "our note",
        "organ_of": "organ of",
        "country": "belongs to",
        "group": "group",
        "members": "members",
        "of": "of",
        "out_of": "out of",
        "by_name": "by its organs, companies, persons",
        "two_voices": "records of one matter that differ",
    },
    "de": {
        "class": "Klasse",
        "names": "Namen",
        "in_text": "im Text",
        "records": "Einträge",
        "rest": "{n} weitere: kg list {kind} --actor {id}",
        "no_records": "kein Eintrag spricht davon",
        "who": "wer es sagt",
        "own_voice": "die Quelle selbst",
        "when": "wann",
        "valid": "gültig",
        "reported": "Bericht von",
        "place": "wo",
        "derived": "folgt aus dem Text",
        "undated": "ohne Datum",
        "ours": "unsere Übersetzung",
        "id": "Kennung",
        "concerns": "gleiche Sache",
        "under": "unter",
        "hedge": "Wort des Vorbehalts",
        "modal_agent": "wer dies tut",
        "note": "unsere Anmerkung",
        "organ_of": "Organ von",
        "country": "gehört zu",
        "group": "Gruppe",
        "members": "Mitglieder",
        "of": "von",
        "out_of": "von insgesamt",
        "by_name": "durch Organe, Unternehmen, Personen",
        "two_voices": "Einträge einer Sache, die voneinander abweichen",
    },
}


class Screen:
    """Renders lines of a catalogue as text for a person."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.words = _WORDS[catalogue.lang]

    # -- an entity ------------------------------------------------------------------------

    def entity(self, line: Line, *, everything: bool = False) -> str:
        """Return the screen of an entity: who it is, sums by status, its records by kind."""
        return "\n".join(self._entity(line, everything=everything))

    def _entity(self, line: Line, *, everything: bool) -> Iterator[str]:
        entity_class = self.catalogue.word("classes", line["class"])
        yield f"{printable(self.catalogue.label(line))} · {entity_class}"
        yield from self._identity(line)
        every = self.catalogue.records.values()
        records = [record for record in every if self.catalogue.involves(record, line["id"])]
        yield ""
        if not records:
            yield self.words["no_records"]
            return
        yield f"{len(records)} {self.words['records']}: {_sums(records)}"
        for kind in self.catalogue.vocabulary["kinds"]:
            of_kind = [record for record in records if record["kind"] == kind]
            if of_kind:
                yield from self._kind(kind, of_kind, line["id"], everything=everything)

    def _identity(self, line: Line) -> Iterator[str]:
        names = [f"{name} ({lang})" for lang, name in line["labels"].items()]
        yield self._row("names", " · ".join(names))
        if line["evidence"]:
            counts = Counter(place["exact"] for place in line["evidence"]).most_common(8)
            yield self._row("in_text", " · ".join(f"{name} {count}×" for name, count in counts))
        if line.get("of"):
            yield self._row("organ_of", self.catalogue.name_of(line["of"]))
        if line.get("country"):
            yield self._row("country", ", ".join(map(self.catalogue.name_of, line["country"])))
        if line.get("group"):
            members = ", ".join(
                self.catalogue.name_of(member["actor"]) for member in line["members"]
            )
            meaning = self.catalogue.word("groups", line["group"])
            yield self._row("group", f"{meaning}{': ' if members else ''}{members}")
        ids = [
            line["id"],
            *(f"{other['scheme']} {other['id']}" for other in line.get("external", [])),
        ]
        yield self._row("id", " · ".join(ids))

    def _kind(
        self, kind: str, records: list[Line], entity: str, *, everything: bool
    ) -> Iterator[str]:
        yield ""
        yield f"{self.catalogue.word('kinds', kind).upper()} ({len(records)})"
        shown = newest_first(records)
        for record in shown if everything else shown[:_SHOWN_A_KIND]:
            yield from self._brief(record)
        rest = len(records) - _SHOWN_A_KIND
        if rest > 0 and not everything:
            yield "  " + self.words["rest"].format(n=rest, kind=kind, id=entity)

    def _brief(self, record: Line) -> Iterator[str]:
        when = record["time"] or self.words["undated"]
        label = printable(self.catalogue.label(record))
        yield f"  {coloured_status(status_word(record))}  {label} · {when} · {_short_id(record)}"
        if record["status"] != "asserted" or record["polarity"] == "negative":
            yield f"      {self.wording(record)}"
            yield from (f"      {quoted}" for quoted in self._quotes(record)[:1])

    # -- a record -------------------------------------------------------------------------

    def record(self, line: Line) -> str:
        """Return the screen of a record: everything it holds."""
        return "\n".join(self._record(line))

    def _record(self, line: Line) -> Iterator[str]:
        kind = self.catalogue.word("kinds", line["kind"])
        yield f"{printable(self.catalogue.label(line))} · {kind}"
        yield f"{coloured_status(status_word(line))} · {self.wording(line)}"
        yield ""
        yield self._row("who", self.speakers(line))
        if line["modal_agent"]:
            yield self._row("modal_agent", self.catalogue.name_of(line["modal_agent"]["actor"]))
        if hedge := line["details"].get("hedge"):
            yield self._row("hedge", f"«{printable(hedge)}»")
        yield from self._fields(line)
        yield from self._times(line)
        if line["place"]:
            places = line["details"].get("place", [])
            yield self._row("place", ", ".join(map(self.catalogue.name_of, places)))
        for quantity in line["quantities"]:
            yield self._label_row(self.catalogue.word("fields", "quantity"), self.figure(quantity))
        yield from self._links(line)
        yield self._row("id", f"{line['id']} · {line['iri']}")
        yield ""
        yield from self._quotes(line)

    def _fields(self, line: Line) -> Iterator[str]:
        by_role: dict[str, list[str]] = {}
        for role, entity in self.catalogue.roles(line):
            if role in self.catalogue.vocabulary["kinds"][line["kind"]]["roles"]:
                by_role.setdefault(role, []).append(self.catalogue.name_of(entity))
        for field in self.catalogue.vocabulary["kinds"][line["kind"]]["fields"]:
            label = self.catalogue.word("fields", field)
            value = line["details"].get(field)
            if field in by_role:
                yield self._label_row(label, ", ".join(by_role[field]))
            elif f"{line['kind']}.{field}" in self.catalogue.vocabulary["codes"]:
                if code := self.catalogue.code(line, field):
                    yield self._label_row(label, code)
            elif value:
                yield self._label_row(label, self._plain(value, line))

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
                yield self._row(field, self._time(time))

    def _time(self, time: Any) -> str:
        if isinstance(time, str):
            return time
        words = f" «{printable(time['words'])}»" if time.get("words") else ""
        derived = f" ({self.words['derived']})" if time.get("derived") else ""
        return f"{time['edtf']}{words}{derived}"

    def _links(self, line: Line) -> Iterator[str]:
        for field in ("because_of", "answers", "part_of"):
            for other in line["details"].get(field, []):
                yield self._label_row(self.catalogue.word("fields", field), self._other(other))
        matter = line["details"].get("concerns")
        for record in self.catalogue.records.values() if matter else ():
            if record["details"].get("concerns") == matter and record["id"] != line["id"]:
                yield self._row("concerns", self._other(record["id"]))
        if note := line["details"].get("note"):
            yield self._row("note", note)

    def _other(self, record_id: str) -> str:
        record = self.catalogue.records[record_id]
        return f"{status_word(record)} {self.catalogue.label(record)} ({_short_id(record)})"

    def _quotes(self, line: Line) -> list[str]:
        rows = []
        for place, gloss in zip(line["evidence"], self.catalogue.glosses(line), strict=True):
            heading = self.catalogue.heading(place)
            under = f", {self.words['under']} «{printable(heading)}»" if heading else ""
            where = f"¶{self.catalogue.paragraph(place)}{under} · {place['source']}"
            rows.append(f"«{printable(place['exact'])}» {where}")
            if gloss:
                rows[-1] += f"\n      [{self.words['ours']}: {printable(gloss)}]"
        return rows

    # -- words ----------------------------------------------------------------------------

    def wording(self, line: Line) -> str:
        """Return a status in words: who passes it on included, and that it is said not to be so."""
        status = self.catalogue.vocabulary["statuses"][line["status"]]
        wording = str(status["wording"][self.catalogue.lang])
        words = wording.format(who=printable(self.speakers(line)))
        negative = self.catalogue.word("polarities", "negative")
        return f"{words}; {negative}" if line["polarity"] == "negative" else words

    def speakers(self, line: Line) -> str:
        """Return the chain of who says so, nearest to the source first."""
        names = [self.catalogue.name_of(step["actor"]) for step in line["attributed_to"]]
        return " ← ".join(names) or self.words["own_voice"]

    def figure(self, quantity: Line) -> str:
        """Return a figure with its whole and its words."""
        qualifier = (
            self.catalogue.word("qualifiers", quantity["qualifier"])
            if quantity["qualifier"]
            else ""
        )
        whole = (
            f" ({self.words['out_of']} {number(quantity['out_of'])})"
            if "out_of" in quantity
            else ""
        )
        amount = f"{qualifier} {number(quantity['value'])} {quantity['unit']}{whole}".strip()
        return f"{amount} {self.words['of']} {quantity['of']} «{printable(quantity['words'])}»"

    def _row(self, word: str, value: str) -> str:
        return self._label_row(self.words[word], value)

    def _label_row(self, label: str, value: str) -> str:
        return f"  {label + ':':<16} {printable(value)}"


def number(value: float) -> str:
    """Return a number with its thousands apart.

    >>> number(72700000000), number(33.3)
    ('72 700 000 000', '33.3')
    """
    return f"{value:,}".replace(",", " ")


def newest_first(records: Iterable[Line]) -> list[Line]:
    """Return *records*, the newest first, those without a date last."""
    every = sorted(records, key=lambda record: record["id"])
    dated = [record for record in every if record["time"]]
    undated = [record for record in every if not record["time"]]
    return sorted(dated, key=lambda record: record["time"].lstrip("{./"), reverse=True) + undated


def _sums(records: Iterable[Line]) -> str:
    counts = Counter(status_word(record) for record in records)
    return ", ".join(f"{count} {status}" for status, count in counts.most_common())


def _short_id(record: Line) -> str:
    return str(record["id"].rpartition("/")[2])
