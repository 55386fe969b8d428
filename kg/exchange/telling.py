"""What stands beside a record wherever it goes: status, speaker, words and place, as plain text."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from kg.dates import bounds
from kg.lookup import Catalogue, Line, in_language
from kg.quantities import plain
from kg.rights import Rights

# What neither XML nor a spreadsheet can hold.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
OWN_VOICE = {"en": "the source itself", "de": "die Quelle selbst"}
_OF = {"en": ("out of", "of"), "de": ("von insgesamt", "von (englisch)")}
_NOT_SO = {"en": "NOT SO", "de": "NICHT SO"}


class Told(NamedTuple):
    """How a record is said. Words of a source that may not be passed on are empty."""

    status: str
    said_by: str
    modal_agent: str
    hedge: str
    quotes: tuple[str, ...]
    glosses: tuple[str, ...]
    places: tuple[str, ...]
    headings: tuple[str, ...]
    edtf: str
    earliest: str
    latest: str


class Teller:
    """Tells records of a catalogue in its language."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.lang = catalogue.lang
        heads = catalogue.store.manifest["sources"]
        self.silent = Rights(catalogue).silent
        self.titles = {name: in_language(head["title"], self.lang) for name, head in heads.items()}

    def told(self, line: Line) -> Told:
        """Return how *line* is said."""
        silent = source_of(line) in self.silent
        agent = line["modal_agent"]
        found = bounds(line["time"]) if line["time"] else None
        evidence = line["evidence"]
        hedge = line["details"].get("hedge")
        headings = [] if silent else [self.catalogue.heading(place) for place in evidence]
        return Told(
            status=self.status(line),
            said_by=self.said_by(line),
            modal_agent=self.catalogue.name_of(agent["actor"]) if agent else "",
            hedge=verbatim(hedge) if hedge and not silent else "",
            quotes=() if silent else tuple(verbatim(place["exact"]) for place in evidence),
            glosses=() if silent else tuple(g for g in self.catalogue.glosses(line) if g),
            places=tuple(f"¶{self.catalogue.paragraph(place)}" for place in evidence),
            headings=tuple(dict.fromkeys(verbatim(text) for text in headings if text)),
            edtf=line["time"] or "",
            earliest=str(found.earliest) if found and found.earliest else "",
            latest=str(found.latest) if found and found.latest else "",
        )

    def status(self, line: Line) -> str:
        """Return the status as tables have it: asserted small, every other in capitals."""
        word = self.catalogue.word("statuses", line["status"])
        word = word if line["status"] == "asserted" else word.upper()
        return f"{word} {_NOT_SO[self.lang]}" if line["polarity"] == "negative" else word

    def said_by(self, line: Line) -> str:
        """Return who says so, nearest to the authors first."""
        chain = (self._name(step) for step in line["attributed_to"])
        return " ← ".join(chain) or OWN_VOICE[self.lang]

    def _name(self, step: Mapping[str, Any]) -> str:
        return self.catalogue.name_of(step["actor"]) if step["actor"] else str(step["name"])

    def roles(self, line: Line) -> dict[str, list[str]]:
        """Return the names in each role of a record, places and assets too."""
        found: dict[str, list[str]] = {}
        for role, entity in self.catalogue.roles(line):
            found.setdefault(role, []).append(self.catalogue.name_of(entity))
        return found

    def figure(self, quantity: Mapping[str, Any]) -> str:
        """Return a quantity with its whole, as plain text: 3 banks out of 4, of banks."""
        out_of, of = _OF[self.lang]
        code = quantity["qualifier"]
        loosened = f"{self.catalogue.word('qualifiers', code)} " if code else ""
        whole = f" {out_of} {number(quantity['out_of'])}" if "out_of" in quantity else ""
        amount = f"{number(quantity['value'])} {quantity['unit']}{whole}"
        return f"{loosened}{amount}, {of} {quantity['of']}"

    def words_of(self, line: Line, words: str) -> str:
        """Return verbatim *words* of a record in their marks, "" where they must stay."""
        return "" if source_of(line) in self.silent else verbatim(words)

    def more(self, line: Line) -> Iterator[tuple[str, str]]:
        """Yield label and text of the kind's own fields that are no roles.

        Of a source whose words must stay only codes: a text may be the source's own.
        """
        kind = self.catalogue.vocabulary["kinds"][line["kind"]]
        silent = source_of(line) in self.silent
        for field in kind["fields"]:
            value = line["details"].get(field)
            if value in (None, [], {}) or field in kind["roles"] or field == "asset":
                continue
            if self._is_code(line, field) or not silent:
                yield self.catalogue.word("fields", field), self._text(line, field, value)

    def _is_code(self, line: Line, field: str) -> bool:
        return f"{line['kind']}.{field}" in self.catalogue.vocabulary["codes"]

    def _text(self, line: Line, field: str, value: Any) -> str:
        if self._is_code(line, field):
            return self.catalogue.code(line, field)
        if isinstance(value, dict):
            return in_language(value, self.lang)
        items = value if isinstance(value, list) else [value]
        return ", ".join(
            self._text(line, field, item) if isinstance(item, dict) else str(item) for item in items
        )


def source_of(line: Line) -> str:
    """Return the id of the source that a record is of."""
    return str(line["id"].partition("/")[0])


def verbatim(words: str) -> str:
    """Return words of a source in the marks that only they have."""
    return f"«{words}»"


def number(value: float) -> str:
    """Return a number without exponent.

    >>> number(72700000000), number(33.3)
    ('72700000000', '33.3')
    """
    return plain(Decimal(str(value)))


def clean(text: str) -> str:
    r"""Return *text* with U+FFFD for what XML and spreadsheets can't hold.

    >>> clean("Peking\x00\x1b[31m") == "Peking\ufffd\ufffd[31m"
    True
    """
    return _UNFIT.sub("\ufffd", text)
