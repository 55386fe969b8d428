"""Words tied to places: finding a quote in a text, letter for letter, and naming where it stands.

Offsets count the code points of the text as decoded from UTF-8, byte-order mark, carriage returns
and all; ends are exclusive. Nothing is cleaned before it is counted. People are shown the line
(¶38) and its heading instead.
"""

import difflib
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from typing import NamedTuple

from kg.errors import PassageAmbiguous, PassageNotFound

_SENTENCE_END = (
    r"(?<![.!?…])[.!?…]++[\"'“”»’)\]]*+(?=\s+[\"'„“«(\[]*[^\W\d_a-zß-öø-ÿа-яё]|\s+\d)"
    r"|[。！？]+[”’」』》）]*"
)
_ABBREVIATION = (
    r"(?:\b\d{1,2}|\b(?:[^\W\d_]|bzw|ca|Dr|etc|Mr|Mrs|Nr|No|Prof|St|vgl|Mio|Mrd|Abs|Art|Gen|Sen"
    r"|Jan|Feb|Aug|Sept|Okt|Oct|Nov|Dez|Dec|u\. ?a|z\. ?B|d\. ?h|U\.S|г|гг|др|долл|млн|млрд|трлн"
    r"|тыс|руб|мес|им|обл))\.$"
)
_LONGEST_ABBREVIATION = 8  # code points, and one before it
_SHOWN = 5  # so many of the places of a quote are named


class Span(NamedTuple):
    """A stretch of a text: code points *start* to *end*, end exclusive."""

    start: int
    end: int


class Around(NamedTuple):
    """The sentences of a quote, and the one before and after; at an end these are empty."""

    before: Span
    own: Span
    after: Span


class Text:
    r"""A source's text with its lines and sentences.

    Lines are what ``\n`` separates, numbered from 1, as an editor shows them.
    """

    def __init__(self, content: str) -> None:
        self.content = content

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        return (0, *(found.end() for found in re.finditer("\n", self.content)))

    def line_of(self, offset: int) -> int:
        """Return the number of the line in which *offset* lies, from 1."""
        return bisect_right(self._line_starts, offset)

    def line_span(self, line: int) -> Span:
        """Return where *line* begins and ends, its line break left out."""
        start = self._line_starts[line - 1]
        end = self.content.find("\n", start)
        return Span(start, len(self.content) if end < 0 else end)

    def line_count(self) -> int:
        """Return the number of lines, an empty last one included."""
        return len(self._line_starts)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Every sentence of every line, in order, without the white space around it."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[Span]:
        for line in range(1, self.line_count() + 1):
            start, end = self.line_span(line)
            yield from sentences_between(self.content, start, end)

    def around(self, span: Span) -> Around:
        """Return the sentences in which *span* stands, and those beside them."""
        first = bisect_right(self._sentence_ends, span.start)
        last = bisect_left(self._sentence_starts, span.end) - 1
        own = Span(self.sentences[first].start, self.sentences[last].end)
        before = self.sentences[first - 1] if first else Span(own.start, own.start)
        is_last = last + 1 == len(self.sentences)
        after = Span(own.end, own.end) if is_last else self.sentences[last + 1]
        return Around(before, own, after)

    @cached_property
    def _sentence_starts(self) -> tuple[int, ...]:
        return tuple(span.start for span in self.sentences)

    @cached_property
    def _sentence_ends(self) -> tuple[int, ...]:
        return tuple(span.end for span in self.sentences)

    def exact(self, span: Span) -> str:
        """Return the words at *span*."""
        return self.content[span.start : span.end]


def sentences_between(content: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences between two offsets of *content*, without the white space around."""
    begin = start
    ends, abbreviation = _compiled()
    for found in ends.finditer(content, start, end):
        near = max(begin, found.end() - _LONGEST_ABBREVIATION)
        if abbreviation.search(content, near, found.end()):
            continue
        yield from _trimmed(content, begin, found.end())
        begin = found.end()
    yield from _trimmed(content, begin, end)


@cache
def _compiled() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what ends sentences and what does not: look-ups mostly do without them."""
    return re.compile(_SENTENCE_END), re.compile(_ABBREVIATION)


def _trimmed(content: str, start: int, end: int) -> Iterator[Span]:
    words = content[start:end]
    if words.strip():
        lead = len(words) - len(words.lstrip())
        yield Span(start + lead, start + len(words.rstrip()))


def occurrences(words: str, content: str) -> tuple[int, ...]:
    """Return every offset at which *words* stand in *content*, overlapping ones too."""
    found = []
    start = content.find(words)
    while start >= 0:
        found.append(start)
        start = content.find(words, start + 1)
    return tuple(found)


def stands_alone(span: Span, content: str) -> bool:
    """Return whether no letter or digit touches the words at *span*."""
    before = content[span.start - 1 : span.start]
    after = content[span.end : span.end + 1]
    return not (before.isalnum() or after.isalnum())


def locate(quote: str, text: Text, nth: int | None = None) -> Span:
    """Return the one place at which *quote* stands in *text*, letter for letter.

    *nth* (from 1) chooses where it stands more than once. Raises PassageNotFound with the closest
    passage, or PassageAmbiguous with what would make the quote unique.
    """
    if not quote.strip():
        raise PassageNotFound("the quote is empty")
    starts = occurrences(quote, text.content)
    if not starts:
        raise _not_found(quote, text)
    if nth is not None and nth > len(starts):
        raise PassageAmbiguous(f"nth: {nth}, but the quote stands {len(starts)} times")
    if nth is None and len(starts) > 1:
        lines = ", ".join(f"¶{text.line_of(start)}" for start in starts[:_SHOWN])
        lines += ", …" if len(starts) > _SHOWN else ""
        raise PassageAmbiguous(
            f"the quote stands {len(starts)} times ({lines}); write nth: 1 to {len(starts)}, "
            "or a longer quote"
        )
    start = starts[(nth or 1) - 1]
    return Span(start, start + len(quote))


def _not_found(quote: str, text: Text) -> PassageNotFound:
    span = nearest_passage(quote, text)
    if span is None:
        return PassageNotFound("the quote does not stand in the text, nor anything like it")
    found = text.exact(span)
    return PassageNotFound(
        "the quote does not stand in the text; "
        f"the closest passage is in ¶{text.line_of(span.start)}",
        nearest=found,
        marked=(
            f"quote: {marked_difference(quote, found)}",
            f"text:  {marked_difference(found, quote)}",
        ),
    )


def nearest_passage(words: str, text: Text, at_least: float = 60) -> Span | None:
    """Return the passage of *text* most like *words*, widened to whole words; None if none is.

    *at_least* is the least likeness, 0 to 100 (rapidfuzz's partial ratio). Case, typographic
    quotes and doubled or odd spaces count little.
    """
    from rapidfuzz import fuzz

    wanted = _folded(words)
    best: tuple[float, Span] | None = None
    for line in range(1, text.line_count() + 1):
        start, end = text.line_span(line)
        content = text.content[start:end]
        if not content.strip():
            continue
        found = fuzz.partial_ratio_alignment(wanted, _folded(content), score_cutoff=at_least)
        if found is None or (len(content) < len(words) / 2):
            continue
        if best is None or found.score > best[0]:
            span = _whole_words(text.content, start + found.dest_start, start + found.dest_end)
            best = (found.score, span)
    return best[1] if best else None


def _folded(words: str) -> str:
    """Return *words* with the same number of code points, in one case and with plain signs."""
    lowered = "".join(low if len(low := char.lower()) == 1 else char for char in words)
    return lowered.translate(_PLAIN_SIGNS)


_PLAIN_SIGNS = str.maketrans("„“”‚‘’«»‹›–—‑\u00a0\u202f\u2009", "\"\"\"'''\"\"''---   ")


def _whole_words(content: str, start: int, end: int) -> Span:
    while start > 0 and content[start - 1].isalnum() and start < end and content[start].isalnum():
        start -= 1
    while end < len(content) and content[end].isalnum() and content[end - 1].isalnum():
        end += 1
    return next(_trimmed(content, start, end), Span(start, end))


def marked_difference(words: str, other: str) -> str:
    r"""Return *words* with what *other* has not in ⟦ ⟧, and invisible characters spelled out.

    >>> marked_difference("nur 19\u00a0% der Importe", "nur 19 % der Importe")
    'nur 19⟦⟨U+00A0⟩⟧% der Importe'
    """
    parts = []
    matcher = difflib.SequenceMatcher(None, words, other, autojunk=False)
    for tag, start, end, _, _ in matcher.get_opcodes():
        piece = spelled_out(words[start:end])
        if tag == "equal":
            parts.append(piece)
        elif tag == "insert":
            parts.append("⟦⟧")
        else:
            parts.append(f"⟦{piece}⟧")
    return "".join(parts)


def spelled_out(words: str) -> str:
    r"""Return *words* with every invisible or control character as its code point.

    >>> spelled_out("a\u00a0b\u200bc\x1b[0m")
    'a⟨U+00A0⟩b⟨U+200B⟩c⟨U+001B⟩[0m'
    """
    return "".join(f"⟨U+{ord(char):04X}⟩" if _is_invisible(char) else char for char in words)


def _is_invisible(char: str) -> bool:
    return char != " " and unicodedata.category(char) in {"Cc", "Cf", "Zs", "Zl", "Zp", "Co", "Cn"}


def printable(words: str) -> str:
    r"""Return *words* fit for one line of a terminal: what could steer it is spelled out.

    >>> printable("Peking\x1b[31m\nund")
    'Peking⟨U+001B⟩[31m und'
    """
    return "".join(
        " " if char in "\n\t" else f"⟨U+{ord(char):04X}⟩" if _steers(char) else char
        for char in words
    )


def _steers(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
