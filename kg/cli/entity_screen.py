"""What ``kg show`` prints of an entity: who it is, sums, figures, its records, two voices."""

from collections import Counter
from collections.abc import Iterable, Iterator

from kg.cli.phrases import Phrases
from kg.cli.printing import coloured_status, status_word
from kg.evidence import printable
from kg.lookup import Catalogue, Line
from kg.lookup.sums import (
    Sum,
    by_kind,
    by_status,
    figures_of,
    newest,
    newest_with_figures,
    number_of_split,
    split_matters,
    voices,
)

_LINES = 40  # enough for any entity, unless all of it is asked for
_FIGURES = 4
_MATTERS = 2
_VOICES = 3  # on one matter
_APART = 6
_QUOTE = "      "


class EntityScreen:
    """Renders an entity as text for a person."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.phrases = Phrases(catalogue)
        self.words = self.phrases.words
        self.left_off = False

    def render(self, line: Line, *, everything: bool = False) -> str:
        """Return the screen of an entity.

        At most three records a kind, fewer where that is more than forty lines; *everything* has
        them all.
        """
        if everything:
            return "\n".join(self._lines(line, None))
        tries = (list(self._lines(line, a_kind)) for a_kind in (3, 2, 1))
        short = next((lines for lines in tries if len(lines) <= _LINES), None)
        return "\n".join(short or _quotes_beside(self._lines(line, 1)))

    def _lines(self, line: Line, a_kind: int | None) -> Iterator[str]:
        entity_class = self.catalogue.word("classes", line["class"])
        self.left_off = False
        yield f"{printable(self.catalogue.label(line))} · {entity_class}"
        yield from self._identity(line)
        sums = by_status(self.catalogue, line["id"])
        records = sum(each.records for each in sums)
        if not records:
            yield self.words["no_records"]
        else:
            noun = self.words["record" if records == 1 else "records"]
            yield f"{records} {noun}: {_in_words(sums)}"
            yield from self._figures(line["id"], a_kind)
            yield from self._kinds(line["id"], a_kind)
            yield from self._voices(line["id"], a_kind)
        yield from self._apart(line["id"], a_kind)
        if self.left_off:
            yield self.words["all"].format(id=line["id"])

    def _identity(self, line: Line) -> Iterator[str]:
        names = [f"{name} ({lang})" for lang, name in line["labels"].items()]
        yield self.phrases.row("names", " · ".join(names))
        if line["evidence"]:
            counts = Counter(place["exact"] for place in line["evidence"]).most_common(8)
            yield self.phrases.row(
                "in_text", " · ".join(f"{name} {count}×" for name, count in counts)
            )
        if line.get("of"):
            yield self.phrases.row("organ_of", self.catalogue.name_of(line["of"]))
        if line.get("country"):
            yield self.phrases.row(
                "country", ", ".join(map(self.catalogue.name_of, line["country"]))
            )
        if line.get("group"):
            members = ", ".join(
                self.catalogue.name_of(member["actor"]) for member in line["members"]
            )
            meaning = self.catalogue.word("groups", line["group"])
            yield self.phrases.row("group", f"{meaning}{': ' if members else ''}{members}")
        ids = [
            line["id"],
            *(f"{other['scheme']} {other['id']}" for other in line.get("external", [])),
        ]
        yield self.phrases.row("id", " · ".join(ids))

    def _figures(self, entity: str, a_kind: int | None) -> Iterator[str]:
        """Yield the figures; each is shown with what it is a figure of, and how it is put."""
        most = None if a_kind is None else _FIGURES
        rows = [
            self._figure(record, quantity)
            for record in newest_with_figures(self.catalogue, entity, most)
            for quantity in record["quantities"]
        ]
        if rows:
            more = self._more(figures_of(self.catalogue, entity) - len(rows[:most]))
            yield f"{self.words['figures']}{more}"
            yield from rows[:most]

    def _figure(self, record: Line, quantity: Line) -> str:
        when = record["time"] or self.words["undated"]
        figure = self.phrases.figure(quantity, record["kind"])
        parts = [figure, *self.phrases.said_by(record), when]
        return f"  {coloured_status(status_word(record))}  {' · '.join(parts)}"

    def _more(self, left_off: int) -> str:
        """Return what is said where a part leaves something off."""
        self.left_off |= left_off > 0
        return f" · {self.words['more'].format(n=left_off)}" if left_off else ""

    def _kinds(self, entity: str, a_kind: int | None) -> Iterator[str]:
        kinds = by_kind(self.catalogue, entity)
        for kind, records in kinds.items():
            yield from self._kind(kind, records, entity, a_kind)
        if a_kind == 1 and any(records > 1 for records in kinds.values()):
            yield self.words["rest_of_kinds"].format(id=entity)

    def _kind(self, kind: str, records: int, entity: str, a_kind: int | None) -> Iterator[str]:
        shown = newest(self.catalogue, entity, kind, a_kind)
        self.left_off |= len(shown) < records
        head = f"{self.catalogue.word('kinds', kind).upper()} ({records})"
        if a_kind == 1:  # a screen full of kinds: each in a line, with its newest record
            yield f"{head}  {self.phrases.headline(shown[0])}"
            yield from self._words_of(shown[0])
            return
        rest = self.words["rest"].format(n=records - len(shown), kind=kind, id=entity)
        yield f"{head} · {rest}" if len(shown) < records else head
        for record in shown:
            yield f"  {self.phrases.headline(record)}"
            yield from self._words_of(record)

    def _words_of(self, record: Line) -> Iterator[str]:
        """Yield the wording and first quote of what the source doesn't say in its own voice."""
        if record["status"] != "asserted" or record["polarity"] == "negative":
            quote = next(self.phrases.quotes(record))
            yield f"{_QUOTE}{self.phrases.wording(record)}: {quote}"

    def _voices(self, entity: str, a_kind: int | None) -> Iterator[str]:
        """Yield records of one matter that differ in status, speaker or figure."""
        matters = split_matters(self.catalogue, entity, None if a_kind is None else _MATTERS)
        if matters:
            more = self._more(number_of_split(self.catalogue, entity) - len(matters))
            yield f"{self.words['two_voices']}{more}"
        for matter in matters:
            some = voices(self.catalogue, matter, None if a_kind is None else _VOICES)
            rest = self._more(some.records - len(some.lines))
            *first, last = (f"  {self.phrases.headline(record)}" for record in some.lines)
            yield from (*first, f"{last}{rest}")

    def _apart(self, entity: str, a_kind: int | None) -> Iterator[str]:
        theirs = self.catalogue.belonging_to(entity)
        if theirs:
            shown = theirs[: None if a_kind is None else _APART]
            named = [f"{self.catalogue.name_of(owned)} {count}" for owned, count in shown]
            rest = self._more(len(theirs) - len(shown))
            yield f"{self.words['apart']}: {' · '.join(named)}{rest}"


def _quotes_beside(lines: Iterable[str]) -> Iterator[str]:
    """Yield *lines* with each quote at the end of the line above it."""
    above = ""
    for line in lines:
        if above and not line.startswith(_QUOTE):
            yield above
            above = line
        else:
            above = f"{above} · {line.strip()}" if above else line
    yield above


def _in_words(sums: Iterable[Sum]) -> str:
    return ", ".join(f"{each.records} {status_word(each._asdict())}" for each in sums)
