"""How sure a predicate is, and who says so.

Every cue of a sentence (``data/cues``) becomes an operator over stretches of text: the clause of
the cue, what it governs, a quotation until it closes. Asked for a predicate, the operators over
it are gathered; polarity, modality and source are kept apart and become one label at the very end.

    scopes = Scopes(text, "de")
    for sentence in sentences:                       # in the order of the text
        scopes.sentence(start, end, words, clauses, mentions)
    scopes.at(offset, end)                           # -> Scope of the predicate there

What a cue may do: ``negative``, ``refuses`` (a verb that says no), a status, ``says`` (and
``says_before``, ``again``, ``cites``), ``ought`` (demanded in reported speech, else hypothetical),
``shifted`` (*would*: a plan in reported speech, else hypothetical), ``unreal`` (*hätte*: nothing in
reported speech), ``if``. What it may take: ``clause`` (its own, with what hangs on it), ``after``
(what follows), ``object`` (what follows, or what stands before a verb at the end), ``complement``
(what a noun governs), ``noun`` (the next noun), ``sentence``, ``content`` (what is said),
``condition`` (an if-clause and what it conditions).
"""

from collections.abc import Iterable, Iterator, Sequence

from kg.reading.cued import CuedSentence
from kg.reading.operators import Carried, Operator, label
from kg.reading.seen import Clause, Mention, Scope, Word

_LONG = 300  # words; a longer sentence is none


class Scopes:
    """The statuses and speakers of a text, built from its sentences in order.

    `sentence` is called for every sentence, in the order of the text; `at` at any time afterwards.
    A quotation of several sentences whose speaker is named at its end is known once the sentence
    with its end has been given: ask last, not between, for the best answer.
    """

    def __init__(self, text: str, language: str) -> None:
        self.text, self.language = text, language
        self._read: list[CuedSentence] = []
        self._carried = Carried()

    def sentence(
        self,
        start: int,
        end: int,
        words: Sequence[Word],
        clauses: Sequence[Clause],
        mentions: Iterable[Mention],
    ) -> None:
        """Take in the next sentence: its words, its clauses, and the mentions within it."""
        if len(words) <= _LONG:
            self._take(
                CuedSentence(
                    self.text, self.language, start, end, words, tuple(clauses), tuple(mentions)
                )
            )
            return
        found = tuple(mentions)
        for piece in _pieces(start, end, words, tuple(clauses)):
            inside = tuple(m for m in found if piece[0] <= m.start < piece[1])
            self._take(CuedSentence(self.text, self.language, *piece, inside))

    def _take(self, read: CuedSentence) -> None:
        read.read(self._carried)
        if self._carried.quoted and not self._carried.speakers:
            self._tell_speaker(read)
        if self._read:
            self._read[-1].operators += read.looks_back(self._read[-1])
        self._carried = read.leaves(self._carried)
        self._read.append(read)

    def _tell_speaker(self, read: CuedSentence) -> None:
        """Give the sentences of an open quotation the speaker whom its last one names."""
        speakers = read.speakers_behind()
        if not speakers:
            return
        for earlier in reversed(self._read):
            if not earlier.lacks_speaker:
                break
            earlier.operators = [
                o._replace(speakers=speakers) if o.does == "quoted" else o
                for o in earlier.operators
            ]
            earlier.lacks_speaker = False

    def at(self, offset: int, end: int | None = None) -> Scope:
        """Return the scope of the predicate from *offset* to *end* (one character, if None).

        Of a predicate in several words, from the first one's start to the last one's end.
        """
        read = self._sentence_at(offset)
        if read is None:
            return Scope()
        end = offset + 1 if end is None else end
        return label(read.over(offset), self.text, offset, end)

    def cues_at(self, offset: int) -> tuple[Operator, ...]:
        """Return all operators of the sentence at *offset*, for whoever wants it explained."""
        read = self._sentence_at(offset)
        return tuple(read.operators) if read else ()

    def _sentence_at(self, offset: int) -> CuedSentence | None:
        low, high = 0, len(self._read)
        while low < high:
            middle = (low + high) // 2
            if self._read[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        found = self._read[low] if low < len(self._read) else None
        return found if found and found.start <= offset else None


def _pieces(
    start: int, end: int, words: Sequence[Word], clauses: tuple[Clause, ...]
) -> Iterator[tuple[int, int, Sequence[Word], tuple[Clause, ...]]]:
    """Yield a text without a full stop in pieces that are no longer than a sentence may be."""
    at = 0
    for first in range(0, len(words), _LONG):
        part = words[first : first + _LONG]
        begin = start if not first else part[0].start
        stop = words[first + _LONG].start if first + _LONG < len(words) else end
        inside: list[Clause] = []
        base = at
        while at < len(clauses) and clauses[at].start < stop:
            clause = clauses[at]
            governor = clause.governor - base if base <= clause.governor else -1
            inside.append(Clause(max(begin, clause.start), stop, clause.kind, governor))
            if clause.end > stop:
                break
            at += 1
        ends = [clause.start for clause in inside[1:]] + [stop]
        whole = tuple(c._replace(end=last) for c, last in zip(inside, ends, strict=True))
        known = (c if c.governor < len(whole) else c._replace(governor=-1) for c in whole)
        yield begin, stop, part, tuple(known)
