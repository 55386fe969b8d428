"""Who is meant where no name stands: "beide Staaten", "the two sides", "das Unternehmen", "he".

Only what the sentences before settle is resolved: two states, or the last of a class. A word with
no fitting name before it stays what it is.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from kg.models import EntityClass
from kg.reading.knowledge import knowledge
from kg.reading.seen import Manner, Mention

_STATES = frozenset({EntityClass.STATE, EntityClass.HISTORICAL_STATE})
_CLASSES = {
    "state": _STATES,
    "company": frozenset({EntityClass.COMPANY}),
    "person": frozenset({EntityClass.PERSON}),
}
_BACK = 1200  # code points: no further back does "both" look for its two
_REACH = 400  # nor "he" for his name
_PAIR = 2


class _Form(NamedTuple):
    """What an expression stands for: how many, of which classes, how far back."""

    count: int
    classes: frozenset[EntityClass]
    reach: int


@cache
def _forms(language: str) -> tuple[re.Pattern[str], dict[str, _Form]]:
    data = knowledge("coreference").get(language) or knowledge("coreference")["en"]
    forms = {form.lower(): _Form(_PAIR, _STATES, _BACK) for form in data["both"]}
    forms |= {form.lower(): _Form(_PAIR, _CLASSES["person"], _BACK) for form in data["pair"]}
    for group in (data["one"], data["pronouns"]):
        for name, written in group.items():
            forms |= {form.lower(): _Form(1, _CLASSES[name], _REACH) for form in written}
    longest = sorted(forms, key=len, reverse=True)
    pattern = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in longest)
    return re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", re.IGNORECASE), forms


def resolved(text: str, mentions: Sequence[Mention], language: str) -> tuple[Mention, ...]:
    """Return the mentions that anaphors are, in order; a pair gives two at one place."""
    pattern, forms = _forms(language)
    found = []
    at = 0  # mentions before it end before the anaphor
    for match in pattern.finditer(text):
        while at < len(mentions) and mentions[at].end <= match.start():
            at += 1
        if at < len(mentions) and mentions[at].start < match.end():
            continue
        form = forms[" ".join(match.group().lower().split())]
        found += _meant(form, mentions, at, match)
    return tuple(found)


def _meant(
    form: _Form, mentions: Sequence[Mention], at: int, match: re.Match[str]
) -> Iterator[Mention]:
    meant: dict[str, Mention] = {}
    for mention in reversed(mentions[max(0, at - 60) : at]):
        if match.start() - mention.end > form.reach or len(meant) == form.count:
            break
        if mention.entity_class in form.classes:
            meant.setdefault(mention.entity, mention)
    if len(meant) == form.count:
        for mention in meant.values():
            yield mention._replace(
                start=match.start(), end=match.end(), manner=Manner.ANAPHOR
            )
