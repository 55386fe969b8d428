"""What the cues of a sentence come to: operators over its text, and the label they make.

Polarity, modality and source are kept apart until `label` makes one of them, at the very end.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.models import Polarity, Status
from kg.reading.seen import Scope, Speaker

Span = tuple[int, int]
ORDER = (
    Status.DENIED,
    Status.HYPOTHETICAL,
    Status.THREATENED,
    Status.DEMANDED,
    Status.PLANNED,
    Status.ALLEGED,
    Status.REPORTED,
)
_STATUSES = {status.value: status for status in ORDER}
_WITH_AGENT = {Status.DENIED, Status.THREATENED, Status.DEMANDED, Status.PLANNED}


class Operator(NamedTuple):
    """A cue at work: what it does, over which stretches, and who is behind it."""

    does: str
    spans: tuple[Span, ...]
    place: Span
    who: str | None = None
    speakers: tuple[Speaker, ...] = ()
    pronoun: bool = False  # *it* plans: in reported speech whoever speaks
    itself: bool = False  # the cue may be the predicate: "увеличит", a future by itself

    def over(self, start: int, end: int) -> bool:
        """Say whether a predicate stands below this operator, and isn't its own word.

        Of a predicate in several words ("stellt … her") the first and the last are its own.
        """
        first, last = self.place
        own = not self.itself and (first <= start < last or first < end <= last)
        own = own or any(said.start <= start < said.end for said in self.speakers)
        return not own and any(first <= start < last for first, last in self.spans)

    @property
    def size(self) -> int:
        """Return how much text it is over: the widest is the nearest to the authors."""
        return sum(last - first for first, last in self.spans)


class Carried(NamedTuple):
    """What a sentence leaves to the next: who spoke last, and whose quotation is open."""

    speakers: tuple[Speaker, ...] = ()
    quoted: bool = False
    reports: tuple[Speaker, ...] = ()  # whose the last report was: "the study found as well"
    listed: tuple[Operator, ...] = ()  # over the end of "provides for:", so over the items as well


def label(operators: Iterable[Operator], text: str, start: int, end: int) -> Scope:
    """Return the one label that all operators over a predicate come to."""
    over = [operator for operator in operators if operator.over(start, end)]
    says = sorted((o for o in over if o.speakers), key=lambda o: (-o.size, o.place))
    said = {(s.entity, s.name): s for o in reversed(says) for s in reversed(o.speakers)}
    speakers = tuple(reversed(said.values()))
    statuses = [(status, o) for o in over if (status := _status(o, over, speakers))]
    polarity = Polarity.NEGATIVE if _is_negative(over) else Polarity.POSITIVE
    if not statuses:
        return Scope(polarity=polarity, cues=_places(o for o in over if _negates(o)))
    status = min((status for status, _ in statuses), key=ORDER.index)
    first = next(o for found, o in statuses if found is status)
    hedge = text[slice(*first.place)] if status is not Status.REPORTED and first.place else None
    agent = _agent(first, speakers) if status in _WITH_AGENT else None
    places = _places(o for _, o in statuses)
    return Scope(status, polarity, hedge, speakers, agent, places)


def _places(operators: Iterable[Operator]) -> tuple[Span, ...]:
    return tuple(sorted({operator.place for operator in operators}))


def _agent(operator: Operator, speakers: Sequence[Speaker]) -> str | None:
    """Return who plans or demands: the cue's subject, or whose words *should* is."""
    if operator.who is not None:
        return operator.who
    if not (operator.pronoun or operator.does in {"ought", "shifted"}):
        return None
    return speakers[-1].entity if speakers else None


def _status(
    operator: Operator, over: Sequence[Operator], speakers: Sequence[Speaker]
) -> Status | None:
    """Return what an operator makes of a predicate, given the others over it."""
    does = operator.does
    if does in _STATUSES:
        return _STATUSES[does]
    if does == "quoted":
        return Status.REPORTED if speakers else None
    if does in {"says", "again"}:
        return Status.REPORTED if speakers else Status.ALLEGED
    conditional = any(other.does == "if" for other in over)
    if does == "ought":
        return Status.DEMANDED if speakers else Status.HYPOTHETICAL
    if does == "shifted":
        return Status.PLANNED if speakers and not conditional else Status.HYPOTHETICAL
    if does == "unreal":
        return None if speakers and not conditional else Status.HYPOTHETICAL
    return Status.HYPOTHETICAL if does in {"if", "question"} else None


def _negates(operator: Operator) -> bool:
    return operator.does in {"negative", "refuses"}


def _is_negative(over: Sequence[Operator]) -> bool:
    """Say whether a predicate is negated: two words of one clause count once, two verbs twice."""
    words = {o.spans[0] for o in over if o.does == "negative"}
    verbs = {o.place for o in over if o.does == "refuses"}
    return (len(words) + len(verbs)) % 2 == 1
