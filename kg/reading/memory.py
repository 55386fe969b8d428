"""What the sentences before have told: "the agreement" has its parties from there.

Carried is only what a reader of the text would carry: the roles of the last event of the kind,
where a noun with its article points back to it and its verb tells what became of it ("die
Sanktionen wurden verschärft"); and of the two whom the passage is about, the one who is missing.
What is carried lowers a proposal's score.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.models import EntityClass
from kg.reading.chains import takes_up_figure
from kg.reading.frames import Found
from kg.reading.seen import Amount, Mention
from kg.reading.senses import told
from kg.reading.sentence import Sentence

_STATES = frozenset({EntityClass.STATE, EntityClass.HISTORICAL_STATE})
_REACH = 1500  # code points that an event is remembered
_NEAR = 600  # and the two of whom a passage tells
_PAIR = 2


class _Event(NamedTuple):
    roles: Mapping[str, tuple[Mention, ...]]
    end: int


class Memory:
    """The last event of each frame, and the two of whom the passage tells."""

    def __init__(self) -> None:
        self.events: dict[str, _Event] = {}
        self.pair: tuple[Mention, ...] = ()
        self.pair_end = 0
        self.figure: Found | None = None
        self.figure_end = 0

    def keep(self, sentence: Sentence, found: Sequence[Found]) -> None:
        """Remember what *sentence* has told."""
        for each in found:
            if not each.is_carried:
                self.events[each.frame.name] = _Event(each.roles, sentence.end)
            if each.amounts and each.frame.counts:
                self.figure, self.figure_end = each, sentence.end
        states = {
            mention.entity: mention
            for mention in sentence.mentions
            if mention.entity_class in _STATES
        }
        if len(states) == _PAIR:
            self.pair, self.pair_end = tuple(states.values()), sentence.end
        elif len(states) > _PAIR or (self.pair and not self._of_the_pair(states)):
            self.pair = ()
        elif states or not sentence.mentions:
            self.pair_end = min(sentence.end, self.pair_end + _NEAR)

    def figure_again(self, sentence: Sentence, amount: Amount) -> Found | None:
        """Return what *amount* tells where the sentence takes up the figure before it."""
        before = self.figure
        if before is None or sentence.start - self.figure_end > _NEAR:
            return None
        if not takes_up_figure(sentence.exact, sentence.language):
            return None
        at = min(sentence.index_at(amount.start), len(sentence.words) - 1)
        return before._replace(
            words=sentence.words[at : at + 1],
            at=at,
            clause=sentence.clause_at(amount.start),
            amounts=(amount,),
            is_carried=True,
            intro=None,
        )

    def _of_the_pair(self, states: Mapping[str, Mention]) -> bool:
        return {mention.entity for mention in self.pair} >= set(states)

    def __call__(self, found: Found, sentence: Sentence) -> Found:
        """Return *found* with those who are missing, where the text before names them."""
        known = _points_back(found, sentence)
        event = self._event_of(found, sentence)
        if event and known and _is_changed(found, sentence):
            return _with_roles(found, event.roles)
        near = bool(self.pair) and sentence.start - self.pair_end < _NEAR
        if near and found.frame.carries and not known and _is_new(found, sentence):
            return self._with_the_other(found)
        return found

    def _event_of(self, found: Found, sentence: Sentence) -> _Event | None:
        """Return the last event of the frame, where it is one that changes and not far away."""
        event = self.events.get(found.frame.name) if found.frame.changes else None
        return event if event and sentence.start - event.end < _REACH else None

    def _with_the_other(self, found: Found) -> Found:
        """Return *found* with the other of the two, or both where it names nobody."""
        acting = [role for role, wanted in found.frame.roles.items() if wanted == "actor"]
        named = set(found.actors)
        other = tuple(mention for mention in self.pair if mention.entity not in named)
        if len(acting) == 1 and found.frame.least == _PAIR == len(named) + len(other):
            return found._replace(
                roles={**found.roles, acting[0]: (*found.roles.get(acting[0], ()), *other)},
                is_carried=True,
            )
        missing = [role for role in found.frame.needs if role not in found.roles]
        if len(missing) == 1 == len(other) and named:
            return _with_roles(found, {missing[0]: other})
        return found


def _with_roles(found: Found, roles: Mapping[str, tuple[Mention, ...]]) -> Found:
    return found._replace(roles={**roles, **found.roles}, is_carried=True)


def _points_back(found: Found, sentence: Sentence) -> bool:
    """Return whether a noun stands with the article of what is known: "die Sanktionen"."""
    if found.trigger.is_verb or found.at == 0:
        return False
    before = sentence.words[max(0, found.at - 2) : found.at]
    return any(word.text.lower() in sentence.grammar.definite for word in before)


def _is_changed(found: Found, sentence: Sentence) -> bool:
    """Return whether its clause tells what became of it: lifted, eased, tightened, prolonged."""
    return bool(told("stage", sentence.lemmas_of(found.clause), sentence.language))


def _is_new(found: Found, sentence: Sentence) -> bool:
    """Return whether something happens: an agreement by itself is only spoken of."""
    if found.frame.kind != "agreement":
        return True
    if found.trigger.is_verb:
        return bool(found.roles)
    return "signed" in told("stage", sentence.lemmas_of(found.clause), sentence.language)
