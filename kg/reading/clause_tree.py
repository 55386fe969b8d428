"""How the clauses of one sentence hang together: first stretches, rests, what depends on what."""

from collections.abc import Iterable

from kg.reading.clauses import Rules, is_word
from kg.reading.cues import Cues
from kg.reading.operators import Span
from kg.reading.seen import Clause, Word
from kg.reading.speakers import People

GOVERNED = frozenset({"infinitive", "that", "quotation", "aside", "main"})
ALL_KINDS = GOVERNED | {"relative", "if", "when", "because", "although"}


class ClauseTree:
    """The clauses of one sentence, with its tokens, asked for stretches and dependents."""

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        tokens: list[Word],
        clauses: tuple[Clause, ...],
        people: People,
        rules: Rules,
        cues: Cues,
    ) -> None:
        self.text, self.start, self.end = text, start, end
        self.tokens, self.people, self.rules, self.cues = tokens, people, rules, cues
        self.clauses = clauses or (Clause(start, end, "main"),)
        self._children = self._below()
        self._parts = self._parted()

    def _below(self) -> dict[int, list[int]]:
        children: dict[int, list[int]] = {}
        for at, clause in enumerate(self.clauses):
            children.setdefault(clause.governor, []).append(at)
        return children

    def _parted(self) -> list[int]:
        """Return for each clause its part of the sentence: *but* and a semicolon begin one."""
        parts, part = [], 0
        for at, clause in enumerate(self.clauses):
            first = self._first_word(clause)
            turns = self.cues.is_a("turn", first) and clause.kind == "main"
            before = self.text[max(self.start, clause.start - 3) : clause.start].rstrip()
            part += bool(at and (turns or before.endswith(";")))
            parts.append(part)
        return parts

    def _first_word(self, clause: Clause) -> str:
        at = self._index(clause.start)
        return self.tokens[at].text.lower() if at < len(self.tokens) else ""

    def _index(self, offset: int) -> int:
        return self.people.index(offset)

    def _clause_at(self, offset: int) -> int:
        low, high = 0, len(self.clauses) - 1
        while low < high:
            middle = (low + high) // 2
            if self.clauses[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return low

    def _head(self, at: int) -> int:
        """Return the first stretch of a clause."""
        seen = 0
        while self._continues(at) and seen < len(self.clauses):
            at, seen = self.clauses[at].governor, seen + 1
        return at

    def _continues(self, at: int) -> bool:
        """Say whether a clause is the rest of an interrupted one, no new one of its kind."""
        clause = self.clauses[at]
        if not 0 <= clause.governor < at or clause.kind == "relative":
            return False
        begins = self.rules.kind_at(self.tokens, self._index(clause.start))
        return self.clauses[clause.governor].kind == clause.kind != begins

    def _stretches(self, head: int) -> list[int]:
        found = [head]
        for at in found:
            found += [c for c in self._children.get(at, ()) if c > at and self._continues(c)]
        return sorted(found)

    def _dependents(self, heads: Iterable[int], kinds: frozenset[str]) -> list[int]:
        """Return the clauses that hang on *heads*, through clauses of these kinds."""
        found, waiting, seen = [], list(heads), set(heads)
        while waiting:
            for child in self._children.get(waiting.pop(), ()):
                if child not in seen and self.clauses[child].kind in kinds:
                    seen.add(child)
                    found.append(child)
                    waiting.append(child)
        return found

    def _span(self, at: int) -> Span:
        return self.clauses[at].start, self.clauses[at].end

    def _word_indexes(self, start: int, end: int) -> list[int]:
        return [
            at for at in range(self._index(start), self._index(end)) if is_word(self.tokens[at])
        ]

    def _is_low(self, clause: int) -> bool:
        kinds: set[str] = set()
        while clause >= 0 and len(kinds) < len(self.clauses):
            kinds.add(self.clauses[clause].kind)
            if self.clauses[clause].governor in {clause, -1} or self.clauses[clause].kind == "main":
                break
            clause = self.clauses[clause].governor
        return bool(kinds & {"relative", "because", "although", "that"})

    def _part_start(self, clause: int) -> int:
        part = self._parts[clause]
        return next(c.start for at, c in enumerate(self.clauses) if self._parts[at] == part)
