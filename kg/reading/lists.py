"""Lists: what stands before the colon is said of each item.

"The contract provides for the sale by A to B of:" and then "37 vehicles of type X": each item takes
the predicate and its roles from the introduction, and rests on both sentences.
"""

from collections.abc import Sequence
from decimal import Decimal

from kg.models import EntityClass
from kg.reading.frames import Found
from kg.reading.seen import Amount
from kg.reading.sentence import Sentence

_THINGS = frozenset({EntityClass.COMMODITY, EntityClass.WEAPON, EntityClass.SYSTEM})


class Lists:
    """Remembers the introduction of a list while its items follow."""

    def __init__(self) -> None:
        self.intro: tuple[Found, Sentence] | None = None

    def items(self, sentence: Sentence, found: Sequence[Found]) -> tuple[Found, ...]:
        """Return what *sentence* says as an item; *found* is what it says by itself."""
        if sentence.exact.rstrip(" _*").endswith(":"):
            introducing = [each for each in found if _introduces(each)]
            self.intro = (introducing[-1], sentence) if introducing else None
            return ()
        if self.intro is None or found or not sentence.is_item():
            self.intro = None
            return ()
        return (_item(*self.intro, sentence),)


def _introduces(found: Found) -> bool:
    return found.frame.counts or found.frame.name == "agree"


def _item(intro: Found, head: Sentence, sentence: Sentence) -> Found:
    things = tuple(m for m in sentence.mentions if m.entity_class in _THINGS)[:1]
    role = next((name for name, wanted in intro.frame.roles.items() if wanted == "thing"), None)
    roles = {**intro.roles, **({role: things} if role and things else {})}
    return intro._replace(
        at=0,
        clause=0,
        roles=roles,
        amounts=sentence.amounts[:1] or _count(sentence),
        is_carried=True,
        intro=(head.start, head.end),
    )


def _count(sentence: Sentence) -> tuple[Amount, ...]:
    """Return the number with which an item begins, of a type that no list of nouns has."""
    first = next((word for word in sentence.words if word.tag != "sign"), None)
    if first is None or not first.text.isdecimal() or not first.text.isascii():
        return ()
    return (Amount(first.start, first.end, first.text, Decimal(first.text), "units"),)
