"""Judgements: what a text thinks of those it names, where it tells no event.

"Relations are close" or "the risk for Moscow is small" is an assessment, not a deed. Only sentences
of which nothing else is proposed are read so, and the score says how little that is worth.
"""

from collections.abc import Sequence

from kg.reading.frames import Found, is_actor
from kg.reading.seen import Mention
from kg.reading.senses import is_one
from kg.reading.sentence import BARE, Sentence
from kg.reading.triggers import by_rule

_MOST = 4  # actors that one judgement is about


def judgement_of(sentence: Sentence, found: Sequence[Found]) -> tuple[Found, ...]:
    """Return the judgement of a sentence in which nothing else was *found*."""
    told = [each for each in found if not each.is_described]
    cue = next(
        (
            index
            for index, word in enumerate(sentence.words)
            if index not in sentence.taken and is_one("judgement", word.lemma, sentence.language)
        ),
        None,
    )
    about = _about(sentence)
    if told or cue is None or not about:
        return ()
    clause = sentence.clause_at(sentence.words[cue].start)
    at = _predicate(sentence, cue, clause)
    return (
        Found(by_rule("assess"), sentence.words[at : at + 1], at, clause, {"about": about}, ()),
    )


def _predicate(sentence: Sentence, cue: int, clause: int) -> int:
    """Return the last verb of the clause, of which a "would" in it is said; else the cue."""
    verbs = [
        index
        for index, word in enumerate(sentence.words)
        if word.tag in {"verb", "finite"} and sentence.clause_at(word.start) == clause
    ]
    full = [i for i in verbs if not is_one("modal", sentence.words[i].lemma, sentence.language)]
    return full[-1] if full else cue


def _about(sentence: Sentence) -> tuple[Mention, ...]:
    """Return the actors that a sentence names, those who stand by themselves first; each once."""
    phrases = sorted(sentence.phrases, key=lambda phrase: phrase.outer != BARE)
    found: dict[str, Mention] = {}
    for phrase in phrases:
        for mention in phrase.mentions:
            if is_actor(mention):
                found.setdefault(mention.entity, mention)
    return tuple(sorted(list(found.values())[:_MOST]))
