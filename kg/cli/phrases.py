"""How records are put in words on a terminal: status, speaker, figures, quotes."""

from collections.abc import Iterable, Iterator
from typing import Any

from kg.cli.printing import coloured_status, status_word
from kg.evidence import Span, printable
from kg.lookup import Catalogue, Line

# The few fixed words of these screens, in both languages.
WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "class": "class",
        "names": "names",
        "in_text": "in the text",
        "record": "record",
        "records": "records",
        "rest": "{n} more: kg list {kind} --actor {id}",
        "rest_of_kinds": "the rest of a kind: kg list KIND --actor {id}",
        "no_records": "no record speaks of it",
        "who": "who says so",
        "own_voice": "the source itself",
        "says": "according to {who}",
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
        "units": {"factor": "times", "h": "hours", "a": "years", "d": "days"},
        "of": "of",
        "in_english": "",  # what a figure is of has English words alone
        "out_of": "out of",
        "apart": "not counted here: what its organs, companies and persons do",
        "two_voices": "TWO VOICES ON ONE THING",
        "figures": "FIGURES, EACH WITH ITS WHOLE",
        "more": "{n} more",
        "all": "all of it: kg show {id} --all",
        "written": "written in",
        "shares": "in the same sentence (not a reason)",
    },
    "de": {
        "class": "Klasse",
        "names": "Namen",
        "in_text": "im Text",
        "record": "Eintrag",
        "records": "Einträge",
        "rest": "{n} weitere: kg list {kind} --actor {id}",
        "rest_of_kinds": "die übrigen einer Art: kg list ART --actor {id}",
        "no_records": "kein Eintrag spricht davon",
        "who": "wer es sagt",
        "own_voice": "die Quelle selbst",
        "says": "laut {who}",
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
        "units": {"factor": "mal so viel", "h": "Stunden", "a": "Jahre", "d": "Tage"},
        "of": "von",
        "in_english": "(englisch) ",
        "out_of": "von insgesamt",
        "apart": "hier nicht mitgezählt: was Organe, Unternehmen und Personen tun",
        "two_voices": "ZWEI STIMMEN ZU EINER SACHE",
        "figures": "ZAHLEN, JEDE MIT IHREM GANZEN",
        "more": "{n} weitere",
        "all": "alles: kg show {id} --all",
        "written": "steht in",
        "shares": "im selben Satz (kein Grund)",
    },
}


class Phrases:
    """Puts lines of a catalogue in words, in its language."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.words = WORDS[catalogue.lang]

    def wording(self, line: Line) -> str:
        """Return a status in words: who passes it on included, and that it is said not to be so."""
        status = self.catalogue.vocabulary["statuses"][line["status"]]
        wording = str(status["wording"][self.catalogue.lang])
        words = wording.format(who=printable(self.speakers(line)))
        negative = self.catalogue.word("polarities", "negative")
        return f"{words}; {negative}" if line["polarity"] == "negative" else words

    def explained(self, line: Line) -> str:
        """Return what a status means where its wording is no more than its name; else the wording.

        So that nobody reads "PLANNED · planned".
        """
        status = self.catalogue.vocabulary["statuses"][line["status"]]
        if status["wording"]["en"] != line["status"]:
            return self.wording(line)
        negative = self.catalogue.word("polarities", "negative")
        meaning = str(status["meaning"][self.catalogue.lang]).rstrip(".")
        return f"{meaning}; {negative}" if line["polarity"] == "negative" else meaning

    def speakers(self, line: Line) -> str:
        """Return the chain of who says so, nearest to the source first."""
        names = [self.catalogue.name_of(step["actor"]) for step in line["attributed_to"]]
        return " ← ".join(names) or self.words["own_voice"]

    def figure(self, quantity: Line, kind: str) -> str:
        """Return a figure with its whole and its words.

        Only a share is so much *of* something; every other figure stands after what it measures.
        """
        words = f"«{printable(quantity['words'])}»"
        whole = f"{self.words['in_english']}{quantity['of']}"
        if kind == "share":
            return f"{self.amount(quantity)} {self.words['of']} {whole} {words}"
        return f"{whole}: {self.amount(quantity)} {words}"

    def amount(self, quantity: Line) -> str:
        """Return a figure's number and unit after the word that loosens it."""
        code = quantity["qualifier"]
        qualifier = self.catalogue.word("qualifiers", code) if code else ""
        unit = self.words["units"].get(quantity["unit"], quantity["unit"])
        counted = unit in quantity["of"].split()  # the noun stands beside it anyway
        amount = number(quantity["value"]) if counted else f"{number(quantity['value'])} {unit}"
        if "out_of" in quantity:
            amount += f" {self.words['out_of']} {number(quantity['out_of'])}"
        return f"{qualifier} {amount}".strip()

    def quotes(self, line: Line) -> Iterator[str]:
        """Yield each quote with its paragraph, heading and source, and our translation of it."""
        for place, ours in zip(line["evidence"], self.translations(line), strict=True):
            heading = self.catalogue.heading(place)
            under = f", {self.words['under']} «{printable(heading)}»" if heading else ""
            where = f"¶{self.catalogue.paragraph(place)}{under} · {place['source']}"
            yield f"«{printable(place['exact'])}» {where}"
            if ours:
                yield f"    {ours}"

    def translations(self, line: Line) -> Iterator[str]:
        """Yield our translation of each quote, in brackets; "" where the reader needs none."""
        for place, gloss in zip(line["evidence"], self.catalogue.glosses(line), strict=True):
            language = self.catalogue.store.manifest["sources"][place["source"]]["language"]
            needed = gloss and language != self.catalogue.lang
            yield f"[{self.words['ours']}: {printable(gloss)}]" if needed else ""

    def headline(self, record: Line) -> str:
        """Return a record in one line: status, label, who says so where it is another, time, id."""
        label = printable(self.catalogue.label(record))
        when = record["time"] or self.words["undated"]
        parts = [label, *self.said_by(record), when, self.id_of(record)]
        return f"{coloured_status(status_word(record))}  {' · '.join(parts)}"

    def said_by(self, record: Line) -> list[str]:
        """Return who says so, as part of a line; nothing where it is the source itself."""
        if not record["attributed_to"]:
            return []
        return [printable(self.words["says"].format(who=self.speakers(record)))]

    def in_line(self, record: Line, after: int = 0) -> str:
        """Return a record in one line without its time: status, kind, label, who says so, id.

        What follows the status begins *after* so many signs.
        """
        kind = self.catalogue.word("kinds", record["kind"])
        label = printable(f"{kind}: {self.catalogue.label(record)}")
        parts = [label, *self.said_by(record), self.id_of(record)]
        status = coloured_status(f"{status_word(record):<{after}}")
        return f"{status}  {' · '.join(parts)}"

    def id_of(self, record: Line) -> str:
        """Return a record's id, without its source where there is only one."""
        several = len(self.catalogue.store.manifest["sources"]) > 1
        return str(record["id"]) if several else short_id(record)

    def context(self, place: Line) -> tuple[str, str, Span]:
        """Return the sentence before and after a quote, and where its own sentences stand."""
        text = self.catalogue.text(place["source"])
        around = text.around(Span(place["start"], place["end"]))
        return text.exact(around.before), text.exact(around.after), around.own

    def row(self, word: str, value: str) -> str:
        """Return a value after its label, which is one of the fixed words."""
        return self.label_row(self.words[word], value)

    def label_row(self, label: str, value: str) -> str:
        """Return a value after its label."""
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


def short_id(record: Line) -> str:
    """Return a record's id without its source."""
    return str(record["id"].rpartition("/")[2])
