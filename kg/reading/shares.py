"""Shares: a percentage of whose total, by which part.

"19 % der chinesischen Rohölimporte entfielen auf Russland": the total is China's imports of crude
oil, the part is Russia's. Without both it is a mere statistic.
"""

from collections.abc import Iterator
from functools import lru_cache

from kg.models import EntityClass
from kg.reading.frames import Found
from kg.reading.seen import Amount, Mention
from kg.reading.senses import is_one, told
from kg.reading.sentence import BARE, Phrase, Sentence
from kg.reading.triggers import by_rule

_THINGS = frozenset({EntityClass.COMMODITY, EntityClass.WEAPON, EntityClass.SYSTEM})
_NEAR = 8  # words between a percentage and the noun of its total
_TIED = frozenset({"adj", "poss", "gen", "compound"})
_FROM = frozenset({"auf", "aus", "from", "of", "на", "из", "by", "von", "to", "on"})
_TOWARDS = frozenset({"nach", "to", "в"})


def share_of(sentence: Sentence, amount: Amount) -> Found | None:
    """Return the share that *amount* tells; None where whole or part is not named.

    The part is somebody's ("provider") or some of the goods ("part_item").
    """
    if amount.unit != "%" or amount.trend in {"rise", "fall"}:
        return None
    clause = sentence.clause_at(amount.start)
    phrases = [each for each in sentence.phrases if sentence.clause_at(each.start) == clause]
    named = _by_noun(sentence, amount, clause, phrases)
    if named is not None:
        return named
    for whole in _wholes(sentence, amount):
        holders = [each for each in phrases if _holds(each, whole)]
        if not holders:
            continue
        others = [each for each in phrases if each not in holders]
        parts = [each for each in others if _is_part(sentence, each)]
        roles = {"holder": _actors(holders), "provider": _actors(parts)}
        if roles["provider"]:
            roles["item"] = _things(sentence, clause)
        else:  # "crude oil makes up half of Russia's exports to China"
            roles["part_item"] = _things(sentence, clause)
            roles["counterpart"] = _actors([each for each in others if each.outer in _TOWARDS])
        if roles["holder"] and (roles["provider"] or roles["part_item"]):
            return _found(sentence, amount, clause, whole, roles)
    return None


def _by_noun(
    sentence: Sentence, amount: Amount, clause: int, phrases: list[Phrase]
) -> Found | None:
    """Return the share that a noun names: "Der Anteil Russlands an den Importen Chinas"."""
    for noun in _share_nouns(sentence):
        start = sentence.words[noun].start
        if start > amount.start or sentence.clause_at(start) != clause:
            continue
        whole = next((at for at in range(noun + 1, noun + _NEAR) if _is_total(sentence, at)), None)
        if whole is None:
            continue
        parts = [each for each in phrases if each.head == noun and _is_tied(each)]
        behind = sentence.words[whole].start
        holders = [
            each
            for each in phrases
            if each not in parts and (each.head == whole or each.marker == "ins")
            if each.start > behind or each.head == whole
        ]
        roles = {"holder": _actors(holders), "provider": _actors(parts)}
        if roles["holder"] and roles["provider"]:
            roles["item"] = _things(sentence, clause)
            return _found(sentence, amount, clause, whole, roles)
    return None


@lru_cache(16)
def _share_nouns(sentence: Sentence) -> tuple[int, ...]:
    """Return the indices of the words that mean a share."""
    return tuple(
        at
        for at, word in enumerate(sentence.words)
        if is_one("share", word.lemma, sentence.language)
    )


def _is_total(sentence: Sentence, index: int) -> bool:
    return index < len(sentence.words) and direction_of(sentence, index) is not None


def _is_tied(phrase: Phrase) -> bool:
    return phrase.marker in _TIED or phrase.marker in {"of", "von", "ins"}


def _wholes(sentence: Sentence, amount: Amount) -> Iterator[int]:
    """Yield the indices of nouns behind the figure that can be a total: imports, exports, use."""
    first = sentence.index_at(amount.end)
    for index in range(max(0, first - 1), min(first + _NEAR, len(sentence.words))):
        if direction_of(sentence, index):
            yield index


def direction_of(sentence: Sentence, index: int) -> str | None:
    """Return "imports", "exports", "use" or "production" where the noun at *index* says so."""
    word = sentence.words[index]
    return next(iter(told("direction", (word.lemma,), sentence.language)), None)


def _holds(phrase: Phrase, whole: int) -> bool:
    return phrase.head == whole and _is_tied(phrase)


def _is_part(sentence: Sentence, phrase: Phrase) -> bool:
    if phrase.outer in _FROM or (phrase.outer == BARE and phrase.marker == BARE):
        return True
    return (
        phrase.marker == "adj"
        and phrase.head >= 0
        and is_one("origin", sentence.words[phrase.head].lemma, sentence.language)
    )


def _actors(phrases: list[Phrase]) -> tuple[Mention, ...]:
    found = [
        mention
        for phrase in phrases
        for mention in phrase.mentions
        if mention.entity_class not in _THINGS | {EntityClass.PLACE}
    ]
    return tuple(found[:1])


def _things(sentence: Sentence, clause: int) -> tuple[Mention, ...]:
    return tuple(
        mention
        for mention in sentence.mentions
        if mention.entity_class in _THINGS and sentence.clause_at(mention.start) == clause
    )[:1]


def _found(
    sentence: Sentence,
    amount: Amount,
    clause: int,
    whole: int,
    roles: dict[str, tuple[Mention, ...]],
) -> Found:
    trigger = by_rule("share", direction=direction_of(sentence, whole))
    named = {role: who for role, who in roles.items() if who}
    return Found(trigger, sentence.words[whole : whole + 1], whole, clause, named, (amount,))
