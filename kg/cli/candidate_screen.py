"""What ``kg review`` shows of a candidate: what it says, in which words, and what there is beside.

On a terminal the words of each field stand in its colour; elsewhere they stand beside it in «…».
"""

import io
import itertools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kg.cli.printing import coloured_status, in_colour
from kg.evidence import Span, printable
from kg.models import Attribution, Code, Entity, Quantity, Record, Status, Time, in_language
from kg.models.schema import Field, Sort, fields_of, own_fields
from kg.quantities import plain
from kg.reviewing import Beside, Candidate, Desk, Relation

WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "left": "{left} left",
        "score": "{score:.2f} by {reader}",
        "because": "because of «{words}»",
        "new": "NEW",
        "own_voice": "the source itself",
        "who": "who says so",
        "under": "under",
        "beside": {
            Relation.NEW: "new: no record speaks of it",
            Relation.KNOWN: "known: {record}",
            Relation.OTHERWISE: "known otherwise: {record}",
            Relation.ODDS: "AT ODDS WITH {record}",
        },
        "differs": "{field}: {candidate} here, {record} there",
        "more": "{n} more of the same matter",
    },
    "de": {
        "left": "noch {left}",
        "score": "{score:.2f} von {reader}",
        "because": "wegen «{words}»",
        "new": "NEU",
        "own_voice": "die Quelle selbst",
        "who": "wer es sagt",
        "under": "unter",
        "beside": {
            Relation.NEW: "neu: kein Eintrag spricht davon",
            Relation.KNOWN: "bekannt: {record}",
            Relation.OTHERWISE: "anders bekannt: {record}",
            Relation.ODDS: "IM WIDERSPRUCH ZU {record}",
        },
        "differs": "{field}: hier {candidate}, dort {record}",
        "more": "{n} weitere zur selben Sache",
    },
}
_COLOURS = {
    Sort.ENTITY: "cyan",
    Sort.TIME: "magenta",
    Sort.QUANTITY: "yellow",
    Sort.ATTRIBUTION: "blue",
    Sort.WORDS: "red",
    Sort.ASSET: "green",
}
_SHOWN_ABOVE = frozenset({"label", "status", "polarity", "hedge", "evidence"})


class _Marked(NamedTuple):
    """Words of the text that belong to a field."""

    start: int
    end: int
    sort: Sort


class CandidateScreen:
    """Renders candidates of a desk as text for a person."""

    def __init__(self, desk: Desk, lang: str) -> None:
        self.desk = desk
        self.lang = lang
        self.words = WORDS[lang]

    def render(self, candidate: Candidate, left: int) -> str:
        """Return the screen of *candidate*, *left* of which wait, itself included."""
        return "\n".join(self._rows(candidate, left))

    def _rows(self, candidate: Candidate, left: int) -> Iterator[str]:
        record = candidate.record
        score = self.words["score"].format(score=candidate.score, reader=candidate.reader)
        count = self.words["left"].format(left=left)
        yield printable(f"{count} · {candidate.id} · {score}")
        kind = type(record).label_de if self.lang == "de" else type(record).label_en
        yield printable(f"{in_language(record.label, self.lang)} · {kind}")
        yield self._status(record)
        yield from self._fields(record)
        yield ""
        yield from self._passage(candidate)
        yield ""
        yield from self._beside(candidate)

    def _status(self, record: Record) -> str:
        status = record.status
        word = status.value if status is Status.ASSERTED else status.value.upper()
        who = self._speakers(record)
        wording = status.wording_de if self.lang == "de" else status.wording
        said = [f"{coloured_status(word)} · {printable(wording.format(who=who))}"]
        if record.polarity.value == "negative":
            said.append("NOT SO: " + self._code(record.polarity))
        if lowered := record.hedge or _first_words(record):
            said.append(self.words["because"].format(words=printable(lowered)))
        return " · ".join(said)

    def _code(self, code: Code) -> str:
        return code.de if self.lang == "de" else code.en

    def _speakers(self, record: Record) -> str:
        steps = (" + ".join(map(self.name, step.who)) for step in record.attributed_to)
        return " ← ".join(steps) or str(self.words["own_voice"])

    def name(self, entity: str) -> str:
        """Return what an entity is called, and whether nobody has defined it yet."""
        known = self.desk.entities.get(entity)
        found = known or self.desk.proposed.entities.get(entity)
        called = in_language(found.name, self.lang) if found else entity
        return called if known else f"{called} ({self.words['new']})"

    def _fields(self, record: Record) -> Iterator[str]:
        common = [field for field in fields_of(Record) if field.name not in _SHOWN_ABOVE]
        rows = [
            (field, shown)
            for field in (*own_fields(type(record)), *common)
            if (shown := self._field(record, field))
        ]
        for field, shown in rows:
            label = field.term.de if self.lang == "de" else field.term.en
            yield f"  {self._coloured(f'{label}:', field.sort)} {printable(shown)}"

    def _field(self, record: Record, field: Field) -> str:
        value = getattr(record, field.name)
        if value in (None, ()) or value is False:
            return ""
        if field.sort is Sort.TEXTS and not field.many:
            return in_language(value, self.lang)
        values = value if isinstance(value, tuple) else (value,)
        gap = " ← " if field.sort is Sort.ATTRIBUTION else ", "
        return gap.join(
            self._value(one) if field.sort is not Sort.ENTITY else self.name(one) for one in values
        )

    def _value(self, value: Any) -> str:
        match value:
            case Code():
                return self._code(value)
            case Time():
                return str(value.edtf) + _quoted(value.words)
            case Quantity():
                qualifier = f"{self._code(value.qualifier)} " if value.qualifier else ""
                of = f" ({value.of})"
                return f"{qualifier}{plain(value.value)} {value.unit}{of}{_quoted(value.words)}"
            case Attribution():
                return " + ".join(map(self.name, value.who)) + _quoted(value.words)
        if isinstance(value, tuple):
            return in_language(value, self.lang)
        return str(value)

    def _coloured(self, text: str, sort: Sort) -> str:
        return _styled([(text, _COLOURS.get(sort, ""))])

    # -- the words ------------------------------------------------------------------------

    def _passage(self, candidate: Candidate) -> Iterator[str]:
        source, shown = self.desk.source, Span(-1, -1)
        marked = tuple(self._marked(candidate.record))
        for place in candidate.record.evidence:
            around = source.text.around(Span(place.start, place.end))
            if around.own == shown:
                continue
            shown = around.own
            line = source.text.line_of(place.start)
            heading = source.heading_of(line)
            under = f", {self.words['under']} «{printable(heading)}»" if heading else ""
            yield f"¶{line}{under}"
            if around.before.start < around.before.end:
                yield f"  ↑ {printable(source.text.exact(around.before))}"
            yield f"  {self._sentence(around.own, candidate.record, marked)}"
            if around.after.start < around.after.end:
                yield f"  ↓ {printable(source.text.exact(around.after))}"

    def _sentence(self, span: Span, record: Record, marked: tuple[_Marked, ...]) -> str:
        """Return a sentence, the quote in «…», the words of each field in its colour."""
        content = self.desk.source.text.content
        quotes = [(place.start, place.end) for place in record.evidence]
        edges = {span.start, span.end, *(at for quote in quotes for at in quote)}
        edges |= {at for mark in marked for at in (mark.start, mark.end)}
        cuts = sorted(at for at in edges if span.start <= at <= span.end)
        parts: list[tuple[str, str]] = []
        for start, end in itertools.pairwise(cuts):
            sorts = [mark.sort for mark in marked if mark.start <= start and end <= mark.end]
            style = _COLOURS.get(sorts[-1], "") if sorts else ""
            opens = "«" * sum(at == start for at, _ in quotes)
            closes = "»" * sum(at == end for _, at in quotes)
            parts.append((opens + printable(content[start:end]) + closes, style))
        return _styled(parts)

    def _marked(self, record: Record) -> Iterator[_Marked]:
        """Yield the places of the words that stand behind the fields, in its sentences."""
        named = {entity for field in fields_of(type(record)) for entity in _entities(record, field)}
        for start, end, entity in self.desk.proposed.seen:
            if entity in named:
                yield _Marked(start, end, Sort.ENTITY)
        content = self.desk.source.text.content
        for sort, words in _words(record):
            for place in record.evidence:
                own = self.desk.source.text.around(Span(place.start, place.end)).own
                start = content.find(words, own.start, own.end)
                if start >= 0:
                    yield _Marked(start, start + len(words), sort)

    # -- beside ---------------------------------------------------------------------------

    def _beside(self, candidate: Candidate) -> Iterator[str]:
        found = self.desk.beside(candidate)
        if not found:
            yield self.words["beside"][Relation.NEW]
            return
        yield from self.compared(found[0], candidate.record)
        if len(found) > 1:
            yield "  " + self.words["more"].format(n=len(found) - 1)

    def compared(self, other: Beside, record: Record) -> Iterator[str]:
        """Yield how a candidate stands to the record beside it, and each difference."""
        label = in_language(other.record.label, self.lang)
        shown = printable(f"{label} · {other.record.whole_id}")
        yield str(self.words["beside"][other.relation]).format(record=shown)
        terms = {field.name: field.term for field in fields_of(type(record))}
        for field, here, there in other.differences:
            term = terms[field]
            named = term.de if self.lang == "de" else term.en
            row = self.words["differs"].format(field=named, candidate=here, record=there)
            yield "    " + _styled([(printable(row), "bold")])


def _first_words(record: Record) -> str | None:
    """Return the words by which somebody else is said to say it."""
    return next((str(step.words) for step in record.attributed_to if step.words), None)


def _quoted(words: Any) -> str:
    return f" «{words}»" if words else ""


def _entities(record: Record, field: Field) -> Iterator[str]:
    value = getattr(record, field.name)
    if field.sort is Sort.ENTITY and value is not None:
        yield from (value if isinstance(value, tuple) else (value,))
    if field.sort is Sort.ATTRIBUTION:
        yield from (who for step in value for who in step.who)


def _words(record: Record) -> Iterator[tuple[Sort, str]]:
    for field in fields_of(type(record)):
        value = getattr(record, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            words = one if field.sort is Sort.WORDS else getattr(one, "words", None)
            if words:
                yield field.sort, str(words)


def _styled(parts: list[tuple[str, str]]) -> str:
    """Return *parts*, each in its style, on a terminal; elsewhere as plain text."""
    plain_text = "".join(text for text, _ in parts)
    if not in_colour():
        return plain_text
    from rich.console import Console
    from rich.text import Text

    text = Text()
    for part, style in parts:
        text.append(part, style or None)
    console = Console(
        file=io.StringIO(), force_terminal=True, color_system="standard", width=1 << 16
    )
    with console.capture() as captured:
        console.print(text, end="", soft_wrap=True, highlight=False)
    return captured.get()


def labels_of(entities: Mapping[str, Entity], ids: list[str], lang: str) -> list[str]:
    """Return entities as one is asked to choose among them: their names and ids."""
    return [printable(f"{in_language(entities[one].name, lang)} ({one})") for one in ids]
