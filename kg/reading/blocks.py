"""The shape of a text: headings, paragraphs, list items, and lines that are no prose.

Every block keeps its place; nothing is cleaned. Lines that a narrow page broke are read as one
paragraph, since a sentence may run over them.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from kg.evidence import Span, sentences_between
from kg.reading.knowledge import knowledge

_WRAPPED = range(45, 110)  # as long as lines of a page that was broken by hand
_LONGEST_HEADING = 140
_ITEM = re.compile(r"\s*(?:[-*•▲■●–>#]+\s|\(?\d{1,2}[.)]\s|\(?[a-z]\)\s)")
_MARKDOWN_HEADING = re.compile(r"\s*(?:>\s*)?#{1,6}\s")
_EMPHASIS = re.compile(r"[.!?:][_*]+\s+(?=[_*]*[\w“„\"«])")
_ENDS_SENTENCE = re.compile(r"[.!?…:;。！？][\"'“”»«’)\]_*]*\s*$")
_TABLE = re.compile(r"[|\t].*[|\t]|(?:\S+ {3,}){2,}\S|(?:(?<!\S)\d[\d.,]*%?\s+){3,}\d")
_LONGEST_SENTENCE = 2000  # code points; what never ends is read in pieces
_SPACE = re.compile(r"\s+")
# The work speaks of itself: who may copy it, who wrote it, how to subscribe.
_APPARATUS = re.compile(
    r"©|\ball rights reserved\b|\bcopyright\b|\balle rechte vorbehalten\b|\bimpressum\b"
    r"|\bsubscribe\b|\bnewsletter\b|\bcookie|\bdisclaimer\b|все права защищены|^\s*https?://\S+\s*$"
    r"|\bdo(?:es)? not (?:necessarily )?(?:represent|reflect)\b.*"
    r"\b(?:views?|positions?|opinions?)\b",
    re.IGNORECASE | re.MULTILINE,
)


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"
    APPARATUS = "apparatus"


class Block(NamedTuple):
    """A stretch of the text that belongs together."""

    start: int
    end: int
    kind: BlockKind

    def sentences(self, text: str) -> tuple[Span, ...]:
        """Return the sentences of this block; headings, tables and apparatus have none."""
        if self.kind not in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
            return ()
        return tuple(
            piece
            for sentence in sentences_between(text, self.start, self.end)
            for part in _parted(text, sentence)
            for piece in _pieces(text, part)
        )


def speaks_of_itself(sentence: str, language: str) -> bool:
    """Return whether a sentence is about the work that it stands in: "This report examines …"."""
    return bool(_itself(language).search(sentence))


@cache
def _itself(language: str) -> re.Pattern[str]:
    written = knowledge("structure")["itself"].get(language, ())
    return re.compile("|".join(written) or r"(?!)", re.IGNORECASE)


def _parted(text: str, sentence: Span) -> Iterator[Span]:
    """Yield the parts between which Markdown's emphasis ends and begins: "May 5.__ _They meet"."""
    begin = sentence.start
    for found in _EMPHASIS.finditer(text, sentence.start, sentence.end):
        yield Span(begin, found.start() + 1)
        begin = found.end()
    yield Span(begin, sentence.end)


def _pieces(text: str, sentence: Span) -> Iterator[Span]:
    """Yield a sentence; one without an end in pieces, to a comma if there is one, or to a space."""
    begin = sentence.start
    while sentence.end - begin > _LONGEST_SENTENCE:
        limit = begin + _LONGEST_SENTENCE
        spaces = list(_SPACE.finditer(text, limit - _LONGEST_SENTENCE // 2, limit))
        pauses = [space for space in spaces if text[space.start() - 1] in ",;:"] or spaces
        end, following = pauses[-1].span() if pauses else (limit, limit)
        yield Span(begin, end)
        begin = following
    yield Span(begin, sentence.end)


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of *text*, in order; white space between them belongs to none."""
    return tuple(_classed(text, span) for span in _joined(text, list(_lines(text))))


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield Span(start, start + len(line))
        start += len(line)


def _joined(text: str, lines: list[Span]) -> Iterator[Span]:
    """Yield paragraphs: a line by itself, or several that the page broke."""
    broken = _is_broken_by_hand(text, lines)
    begin: int | None = None
    for number, line in enumerate(lines):
        if not text[line.start : line.end].strip():
            continue
        if begin is None:
            begin = line.start
        following = lines[number + 1] if number + 1 < len(lines) else None
        if following is None or not (broken and _runs_on(text, line, following)):
            yield _trimmed(text, begin, line.end)
            begin = None


def _is_broken_by_hand(text: str, lines: list[Span]) -> bool:
    """Return whether most lines are as long as a narrow page, and none is much longer."""
    lengths = [len(text[line.start : line.end].strip()) for line in lines]
    filled = [length for length in lengths if length]
    within = sum(length in _WRAPPED for length in filled)
    return bool(filled) and 2 * within > len(filled) and max(filled) < 2 * _WRAPPED.stop


def _runs_on(text: str, line: Span, following: Span) -> bool:
    """Return whether a sentence may go on from one line to the next."""
    words, after = text[line.start : line.end].strip(), text[following.start : following.end]
    if not after.strip() or len(words) < _WRAPPED.start or _ITEM.match(after):
        return False
    return not _TABLE.search(words) and not _TABLE.search(after)


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def _classed(text: str, span: Span) -> Block:
    return Block(span.start, span.end, _kind(text[span.start : span.end]))


def _kind(words: str) -> BlockKind:
    if _APPARATUS.search(words) and len(words) < 4 * _LONGEST_HEADING:
        return BlockKind.APPARATUS
    if _MARKDOWN_HEADING.match(words):
        return BlockKind.HEADING
    if len(words) < 4 * _LONGEST_HEADING and _TABLE.search(words):
        return BlockKind.TABLE
    if _ITEM.match(words):
        return BlockKind.ITEM
    if len(words) < _LONGEST_HEADING and not _ENDS_SENTENCE.search(words):
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH
