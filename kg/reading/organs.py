"""Whose ministry it is, and who the president is: names that hang on a state beside them.

"Foreign Ministry" is the organ of the state whose adjective, genitive or capital stands beside it;
alone it is the one that the text spoke of last. "The Chinese president" is the holder of that
office whom the text names, if it names one only.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count

from kg.models import EntityClass
from kg.reading.forms import Found, Node, Target, longest
from kg.reading.lexicon import Lexicon
from kg.reading.morphology import morphology
from kg.reading.pieces import Piece, folded, naming_words
from kg.reading.seen import Manner

_STATES = frozenset(
    {
        EntityClass.STATE,
        EntityClass.HISTORICAL_STATE,
        EntityClass.REGION,
        EntityClass.INTERNATIONAL_ORGANISATION,
    }
)
_Fits = Callable[[Target, int, int], bool]


class Organs:
    """Joins organs and offices with their states. *found*: what the lexicon knows in the text."""

    def __init__(
        self, pieces: Sequence[Piece], found: Sequence[Found], lexicon: Lexicon, language: str
    ) -> None:
        self.pieces, self.lexicon, self.language = pieces, lexicon, language
        self.found = list(found)
        self.known = naming_words(language)
        self.begins = {each.first: each for each in found}
        self.ends = {each.end: each for each in found}

    # -- organs

    def with_organs(self, heads: Node, fits: _Fits) -> tuple[list[Found], dict[int, int]]:
        """Return what is found, with the organs of a state whole.

        And the pieces of the heads whose state isn't known, numbered: no new name has them.
        """
        organs: list[Found] = []
        unknown: dict[int, int] = {}
        taken = {at for each in self.found for at in range(each.first, each.end)}
        last: dict[str, Found] = {}
        number = count(-2, -1)
        for head, before in self._heads(heads, fits, taken):
            for each in before:
                last.update(dict.fromkeys(self._kind(each), each))
            kinds = [target.entry for target in head.targets]
            organ = self._owned(head, kinds) or self._spoken_of(head, kinds, last)
            if organ:
                organs.append(organ)
                last.update(dict.fromkeys(kinds, organ))
            else:
                unknown.update(dict.fromkeys(range(head.first, head.end), next(number)))
        return _over(self.found, organs), unknown

    def _heads(
        self, heads: Node, fits: _Fits, taken: set[int]
    ) -> Iterator[tuple[Found, list[Found]]]:
        """Yield each head outside the names, and the names since the one before."""
        at, before = 0, list[Found]()
        while at < len(self.pieces):
            each = self.begins.get(at)
            if each:
                before.append(each)
            free = at not in taken and not self.pieces[at].sign
            head = longest(heads, self.pieces, at, fits) if free else None
            if head and taken.isdisjoint(range(head.first, head.end)):
                yield head, before
                before = []
            at = head.end if head else at + 1

    def _kind(self, each: Found) -> tuple[str, ...]:
        entry = self.lexicon.entry(each.targets[0].entry)
        return (entry.kind,) if entry and entry.kind else ()

    def _owned(self, head: Found, kinds: Sequence[str]) -> Found | None:
        """Return the organ with the state before or after it."""
        for first, end, state in (*self._before(head), *self._after(head)):
            for kind in kinds:
                organ = self.lexicon.organ(kind, state)
                if organ:
                    return Found(first, end, (Target(organ.id, Manner.NAME, ()),))
        return None

    def _before(self, head: Found) -> Iterator[tuple[int, int, str]]:
        """Yield the state before: "Russia's …", "Pekings …", "Uzbek …"."""
        at = head.first
        if at and self.pieces[at - 1].keys[0] == "'s":
            at -= 1
        state = self._state(self.ends.get(at))
        if state and self.pieces[head.first].join in {" ", "-", "/"} and self._has_owner(at, head):
            yield self.ends[at].first, head.end, state

    def _has_owner(self, at: int, head: Found) -> bool:
        """Whether the name before is an adjective, a genitive or half of a compound."""
        owner, last = self.ends[at], self.pieces[at - 1]
        if at < head.first or self.pieces[head.first].join == "-":
            return True
        if any(target.manner is Manner.ADJECTIVE for target in owner.targets):
            return True
        return self.language == "en" or (self.language == "de" and last.raw.endswith("s"))

    def _after(self, head: Found) -> Iterator[tuple[int, int, str]]:
        """Yield the state after: "… of the Philippines", "… in Peking", "… КНР"."""
        at = head.end
        while at < min(len(self.pieces), head.end + 3):
            each = self.begins.get(at)
            if each:
                state = self._state(each)
                if state and (at > head.end or self._genitive(each)):
                    yield head.first, each.end, state
                return
            if self.pieces[at].raw not in self.known.get("links", ()):
                return
            at += 1

    def _genitive(self, each: Found) -> bool:
        if self.language == "en" or self.pieces[each.first].join not in {" ", "/"}:
            return False
        names = all(target.manner in {Manner.NAME, Manner.METONYM} for target in each.targets)
        return names and (self.language == "ru" or self.pieces[each.end - 1].raw.endswith("s"))

    def _state(self, each: Found | None) -> str | None:
        """Return the state that is meant, by its own name, an adjective or its capital."""
        for target in each.targets if each else ():
            entry = self.lexicon.entry(target.entry)
            if entry and entry.entity_class in _STATES:
                return entry.id
        return None

    def _spoken_of(
        self, head: Found, kinds: Sequence[str], last: Mapping[str, Found]
    ) -> Found | None:
        """Return the organ of this kind that was named last, where an article points to it."""
        before = self.pieces[head.first - 1] if head.first else None
        if before is None or before.keys[0] not in self.known.get("articles", ()):
            return None
        if not self._is_one(self.pieces[head.end - 1]):
            return None
        named = [last[kind] for kind in kinds if kind in last]
        if not named:
            return None
        target = named[0].targets[0]._replace(manner=Manner.ANAPHOR)
        return Found(head.first, head.end, (target,))

    def _is_one(self, last: Piece) -> bool:
        """Whether the head is in the singular: "die Ministerien beider Länder" are two."""
        lemma = folded(morphology(self.language).form(last.raw).lemma)
        return last.keys[0] in {lemma, f"{lemma}s", f"{lemma}es"}

    # -- offices

    def with_offices(self, found: Sequence[Found], named: set[str]) -> list[Found]:
        """Return *found*, with "the Chinese president" as whoever holds the office in the text."""
        offices = self.known.get("offices", {})
        begins = {each.first for each in found}
        held = [holder for each in found if (holder := self._holder(each, offices, named, begins))]
        return _over(found, held)

    def _holder(
        self, each: Found, offices: Mapping[str, list[str]], named: set[str], begins: set[int]
    ) -> Found | None:
        state = self._state(each)
        at = each.end
        if at < len(self.pieces) and self.pieces[at].keys[0] == "'s":
            at += 1
        if state is None or at >= len(self.pieces):
            return None
        wanted = [office for key in self.pieces[at].keys for office in offices.get(key, ())]
        if not wanted or self.pieces[at].join not in {" ", "-", "/"}:
            return None
        end = at + 1
        while end < len(self.pieces) and self.pieces[end].join == "-":
            end += 1  # премьер-министр
        if end in begins:
            return None
        holders = [
            entry.id
            for entry in map(self.lexicon.entry, sorted(named))
            if entry and entry.of == state and entry.office in wanted
        ]
        if len(holders) != 1:
            return None
        return Found(each.first, end, (Target(holders[0], Manner.OFFICE, ()),))


def _over(found: Sequence[Found], longer: Sequence[Found]) -> list[Found]:
    """Return *found* and *longer*, without what stands inside one of the longer ones."""
    taken = {at for each in longer for at in range(each.first, each.end)}
    left = [each for each in found if taken.isdisjoint(range(each.first, each.end))]
    return sorted([*left, *longer])
