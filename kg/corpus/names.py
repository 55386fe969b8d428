"""Which words of a text mean which entity: the reviewed names of a source, placed.

A bare form takes all its occurrences as a whole word; over all entities the longest form comes
first. An exception, ``{words, in}``, names its passage and comes before every bare form.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kg.corpus.yaml_text import line_of
from kg.evidence import Span, Text, occurrences, stands_alone
from kg.models import EntityId

NONE = "none"  # the key under which capitalised names stand that are no entity of ours


class Mention(NamedTuple):
    """A place in a text that means an entity; code points, end exclusive."""

    start: int
    end: int
    entity: EntityId


class Slip(NamedTuple):
    """What is wrong with a form: its line and what would be right."""

    line: int
    what: str


class _Form(NamedTuple):
    words: str
    entity: str
    line: int


def place_names(
    names: Mapping[str, Any], text: Text
) -> tuple[tuple[Mention, ...], tuple[Slip, ...]]:
    """Return every mention that *names* gives in *text*, in order, and what is wrong with it."""
    placing = _Placing(text)
    exceptions, bare = [], []
    for entity, forms in names.items():
        for index, form in enumerate([forms] if isinstance(forms, str | dict) else forms):
            line = line_of(names, (entity, index))
            if form == "":
                placing.slip(line, "a form is empty; leave it out")
            elif isinstance(form, str):
                bare.append(_Form(form, entity, line))
            else:
                exceptions.append((form, entity, line))
    for form, entity, line in exceptions:
        placing.exception(form, entity, line)
    for same in _by_length(bare):
        placing.bare(same)
    return placing.mentions(), tuple(sorted(placing.slips))


def _by_length(forms: list[_Form]) -> Iterator[list[_Form]]:
    """Yield the forms in groups of one length, longest first."""
    for length in sorted({len(form.words) for form in forms}, reverse=True):
        yield [form for form in forms if len(form.words) == length]


class _Placing:
    def __init__(self, text: Text) -> None:
        self.text = text
        self.taken: dict[int, tuple[Span, str]] = {}  # each code point that belongs to a name
        self.slips: list[Slip] = []

    def exception(self, form: Any, entity: str, line: int) -> None:
        """Place one ``{words, in}``."""
        if not _is_exception(form):
            self.slip(line, "write a form, or {words: …, in: …}")
            return
        places = occurrences(form["in"], self.text.content)
        inside = occurrences(form["words"], form["in"])
        if len(places) != 1:
            self.slip(line, f"the passage {form['in']!r} stands {len(places)} times, not once")
        elif len(inside) != 1:
            self.slip(
                line, f"{form['words']!r} stands {len(inside)} times in its passage, not once"
            )
        else:
            start = places[0] + inside[0]
            self._take(Span(start, start + len(form["words"])), entity, line)

    def bare(self, forms: list[_Form]) -> None:
        """Place forms of one length: longer names and exceptions come before, equals collide."""
        longer = set(self.taken)
        for words, entity, line in forms:
            found = _whole_words(words, self.text.content)
            free = [span for span in found if longer.isdisjoint(range(*span))]
            if not free:
                self.slip(line, f"{words!r} {_why_absent(found)}; leave it out")
            for span in free:
                self._take(span, entity, line)

    def _take(self, span: Span, entity: str, line: int) -> None:
        for at in range(*span):
            other = self.taken.get(at)
            if other and other != (span, entity):
                words, where = self.text.exact(span), self.text.line_of(span.start)
                self.slip(line, f"{words!r} in ¶{where} belongs to {other[1]} already")
                return
        for at in range(*span):
            self.taken[at] = (span, entity)

    def slip(self, line: int, what: str) -> None:
        """Keep what is wrong in *line*."""
        self.slips.append(Slip(line, what))

    def mentions(self) -> tuple[Mention, ...]:
        """Return what was placed, in the order of the text."""
        return tuple(
            Mention(span.start, span.end, EntityId(entity))
            for span, entity in sorted(set(self.taken.values()))
            if entity != NONE
        )


def _is_exception(form: Any) -> bool:
    return (
        isinstance(form, dict)
        and set(form) == {"words", "in"}
        and all(isinstance(part, str) for part in form.values())
    )


def _whole_words(words: str, content: str) -> list[Span]:
    spans = (Span(start, start + len(words)) for start in occurrences(words, content))
    return [span for span in spans if stands_alone(span, content)]


def _why_absent(found: list[Span]) -> str:
    return (
        "stands only inside longer names or exceptions"
        if found
        else "does not stand in the text as a whole word"
    )
