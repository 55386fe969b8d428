"""The quote of a proposal: as much of the sentence as says all that the record says, no more.

A sentence is cut where clauses begin, and where "and" joins two parts that each have a subject and
verb of their own; the quote runs from the first part that is needed to the last.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kg.evidence import Span
from kg.reading.seen import Word
from kg.reading.sentence import Sentence

_SIGNS = " \n\t*_>#▲•,;–-"  # at the ends of a quote they say nothing
_VERBAL = frozenset({"finite", "verb"})


def quoted(sentence: Sentence, places: Iterable[tuple[int, int]]) -> Span:
    """Return where the quote stands that holds all of *places* that lie in the sentence."""
    within = [place for place in places if sentence.start <= place[0] and place[1] <= sentence.end]
    first = min((start for start, _ in within), default=sentence.start)
    last = max((end for _, end in within), default=sentence.end)
    parts = [part for part in _parts(sentence) if part.start < last and first < part.end]
    if not parts:
        return _trimmed(sentence, first, last)
    start, end = min(first, parts[0].start), max(last, parts[-1].end)
    return _trimmed(sentence, start, _with_quotation(sentence, start, end))


@lru_cache(16)
def _parts(sentence: Sentence) -> tuple[Span, ...]:
    return tuple(_parted(sentence))


def _parted(sentence: Sentence) -> Iterator[Span]:
    for clause in sentence.clauses:
        begin = clause.start
        for cut in _cuts(sentence, Span(clause.start, clause.end)):
            yield Span(begin, cut.start)
            begin = cut.end
        yield Span(begin, clause.end)


def _cuts(sentence: Sentence, clause: Span) -> Iterator[Span]:
    """Yield the words at which a clause can be cut: "and" before a subject with its own verb."""
    inside = [word for word in sentence.words if clause.start <= word.start < clause.end]
    begin = 0
    for index, word in enumerate(inside):
        if word.text.lower() not in sentence.grammar.conjunctions:
            continue
        if _has_verb(inside[begin:index]) and _has_subject(sentence, inside[index + 1 :]):
            yield Span(word.start, word.end)
            begin = index + 1


def _has_verb(words: Sequence[Word]) -> bool:
    return any(word.tag in _VERBAL and not word.text.endswith("ing") for word in words)


def _has_subject(sentence: Sentence, words: Sequence[Word]) -> bool:
    """Return whether a name stands before the first verb of *words*."""
    verb = next((word for word in words if _has_verb((word,))), None)
    return verb is not None and any(
        words[0].start <= mention.start < verb.start for mention in sentence.mentions
    )


def _with_quotation(sentence: Sentence, start: int, end: int) -> int:
    """Return *end*, or that of a name in quotation marks with which the clause goes on."""
    if sentence.text[start:end].rstrip().endswith((",", ".", ":", ";")):
        return end
    ends = [each.end for each in sentence.clauses if each.kind == "quotation" and each.start == end]
    return max(ends, default=end)


def _trimmed(sentence: Sentence, start: int, end: int) -> Span:
    words = sentence.text[start:end]
    lead = len(words) - len(words.lstrip(_SIGNS))
    return Span(start + lead, start + max(lead, len(words.rstrip(_SIGNS))))
