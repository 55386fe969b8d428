"""Who is meant where no name stands: "beide Staaten", "the two sides", "das Unternehmen", "he".

Only what the sentences before settle is resolved: two states, or the last of a class. A word with
no fitting name before it stays what it is.
"""

import math
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from kg.models import EntityClass
from kg.reading.grammar import grammar_of
from kg.reading.knowledge import knowledge
from kg.reading.morphology import morphology
from kg.reading.seen import Manner, Mention

_STATES = frozenset({EntityClass.STATE, EntityClass.HISTORICAL_STATE})
_CLASSES = {
    "state": _STATES,
    "company": frozenset({EntityClass.COMPANY}),
    "person": frozenset({EntityClass.PERSON}),
    "force": frozenset({EntityClass.ARMED_FORCE}),
    "ship": frozenset({EntityClass.SYSTEM}),
}
_BACK = 1200  # code points: no further back does "both" look for its two
_REACH = 400  # nor "he" for his name
_PAIR = 2
_MOST = 60  # mentions looked back over
_NAMED = 0.05  # what a mention weighs however far back it is
_NEAR = 20  # code points in which the word before an anaphor is looked for
_WORD = re.compile(r"[^\W\d_]+(?=\s*$)")
_END = re.compile(r"[.!?]\s")
_FADES = 150  # code points in which a mention's weight falls to a third


class _Form(NamedTuple):
    """What an expression stands for: how many, of which classes, how far back."""

    number: int
    classes: frozenset[EntityClass]
    reach: int


@cache
def _forms(language: str) -> tuple[re.Pattern[str], dict[str, _Form]]:
    data = knowledge("coreference").get(language) or knowledge("coreference")["en"]
    forms = {form.lower(): _Form(_PAIR, _STATES, _BACK) for form in data["both"]}
    forms |= {form.lower(): _Form(_PAIR, _CLASSES["person"], _BACK) for form in data["pair"]}
    forms |= {form.lower(): _Form(_PAIR, _STATES, _REACH) for form in data["plural"]}
    for group in (data["one"], data["pronouns"]):
        for name, written in group.items():
            forms |= {form.lower(): _Form(1, _CLASSES[name], _REACH) for form in written}
    longest = sorted(forms, key=len, reverse=True)
    pattern = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in longest)
    return re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", re.IGNORECASE), forms


def resolved(
    text: str,
    mentions: Sequence[Mention],
    language: str,
    state_of: Callable[[Mention], Mention | None] | None = None,
) -> tuple[Mention, ...]:
    """Return the mentions that anaphors are, in order; a pair gives two at one place.

    *state_of* tells which state a person, firm or city stands for when two states are looked for.
    """
    pattern, forms = _forms(language)
    found = []
    at = 0  # mentions before it end before the anaphor
    for match in pattern.finditer(text):
        while at < len(mentions) and mentions[at].end <= match.start():
            at += 1
        if at < len(mentions) and mentions[at].start <= match.end() + 1:
            continue  # inside a name, or the office before one: "the president Xi Jinping"
        form = forms[" ".join(match.group().lower().split())]
        if form.number == 1 and _names_itself(text, match):
            continue
        if language == "ru" and _is_other(text, match, mentions[:at], form):
            continue
        start = match.start() + _behind_preposition(match.group(), language)
        found += [
            mention._replace(start=start, end=match.end(), manner=Manner.ANAPHOR)
            for mention in _meant(form, mentions[max(0, at - _MOST) : at], start, state_of)
        ]
    return tuple(found)


def _is_other(text: str, match: re.Match[str], before: Sequence[Mention], form: _Form) -> bool:
    """Return whether a Russian form means something else: "с одной стороны", an "он" of a thing.

    Its pronouns have the gender of countries and firms, too: nothing of the sentence may be nearer
    than the person.
    """
    earlier = _WORD.findall(text[max(0, match.start() - _NEAR) : match.start()])
    if form.number == 1:
        if form.classes != _CLASSES["person"] or not before:
            return False
        between = text[before[-1].end : match.start()]
        return before[-1].entity_class not in form.classes and not _END.search(between)
    if " " in match.group() or not earlier:
        return False
    small = earlier[-1].lower()
    preposition = grammar_of("ru").preposition(small)
    return bool(preposition) or morphology("ru").form(small).tag in {"adjective", "number"}


def _names_itself(text: str, match: re.Match[str]) -> bool:
    """Return whether a name follows a class noun: "das Unternehmen Nordlicht"."""
    following = text[match.end() : match.end() + 3].lstrip(' «„“"')
    return " " in match.group() + text[match.end() : match.end() + 1] and following[:1].isupper()


def _behind_preposition(words: str, language: str) -> int:
    """Return where the anaphor begins in *words*: behind "zwischen" in "zwischen den Ländern"."""
    first, space, _ = words.partition(" ")
    return len(first + space) if grammar_of(language).preposition(first) else 0


def _meant(
    form: _Form,
    before: Sequence[Mention],
    place: int,
    state_of: Callable[[Mention], Mention | None] | None,
) -> tuple[Mention, ...]:
    """Return those whom the anaphor at *place* means; () where the text before doesn't tell.

    Of two, those count who are named most and nearest; of one, the last. A ship is a system that
    the lexicon doesn't know.
    """
    near = [
        mention
        for mention in before
        if mention.entity_class in form.classes
        and place - mention.end <= form.reach
        and (mention.is_new or mention.entity_class is not EntityClass.SYSTEM)
    ]
    if form.number == 1:
        return tuple(near[-1:])
    if state_of is not None and form.classes == _STATES:
        others = (state_of(each) for each in before if each.entity_class not in _STATES)
        near += [each for each in others if each and place - each.end <= form.reach]
    weights: dict[str, float] = {}
    last: dict[str, Mention] = {}
    for mention in near:
        last[mention.entity] = mention
        weight = math.exp((mention.end - place) / _FADES)
        weights[mention.entity] = weights.get(mention.entity, 0.0) + weight + _NAMED
    if len(last) < form.number:
        return ()
    heaviest = sorted(weights, key=lambda entity: -weights[entity])[: form.number]
    return tuple(last[entity] for entity in heaviest)


def takes_up_figure(sentence: str, language: str) -> bool:
    """Return whether a sentence goes on about the figure before: "Dieser Betrag stieg auf …"."""
    return bool(_figure_forms(language).search(sentence))


@cache
def _figure_forms(language: str) -> re.Pattern[str]:
    data = knowledge("coreference").get(language) or knowledge("coreference")["en"]
    written = "|".join(re.escape(form) for form in data["figure"])
    return re.compile(rf"(?<!\w)(?:{written})(?!\w)", re.IGNORECASE)
