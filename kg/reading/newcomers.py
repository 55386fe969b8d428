"""Names that no lexicon has: found only where two cues agree.

Cues are a legal form, the word for such a body at the end of a capitalised name, a title, a given
name, a class noun before quotation marks or a foreign word, and a second occurrence. German writes
all nouns in capitals, so there a capital is no cue; in lines of capitals nothing is new.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.models import EntityClass
from kg.reading.bodies import Bodies
from kg.reading.hints import DOUBLE, New, Walk, is_word
from kg.reading.persons import Persons
from kg.reading.pieces import Piece, folded

_LEAST_NAME = 3  # letters of a word that stands for the whole name
_ACRONYM = re.compile(r"[A-ZА-Я][A-ZА-Я&-]{1,7}")
_Short = tuple[tuple[str, ...], New]


def find_new(
    text: str, pieces: Sequence[Piece], language: str, known: Mapping[int, int]
) -> list[New]:
    """Return the new names in order, later mentions by a short form included; none overlap.

    *known* numbers the lexicon's names by each of their pieces.
    """
    bodies, persons = (kind(text, pieces, language, known) for kind in (Bodies, Persons))
    found = [
        new
        for at, piece in enumerate(pieces)
        if not piece.loud
        for kind in (bodies, persons)
        for new in kind.at(at)
    ]
    first = _same_again(_apart(found))
    return _apart([*first, *_Later(text, pieces, language, known).mentions(first)])


def _same_again(found: Sequence[New]) -> list[New]:
    """Return *found* with each name that begins or ends a longer one as that one's entity."""
    whole: dict[tuple[EntityClass, str], New] = {}
    for new in sorted(found, key=lambda new: len(new.label)):
        parts = new.id.split("-")
        for cut in range(len(parts)):
            whole[new.entity_class, "-".join(parts[cut:])] = new
            whole[new.entity_class, "-".join(parts[: len(parts) - cut])] = new
    return [whole[new.entity_class, new.id]._replace(first=new.first, end=new.end) for new in found]


class _Later(Walk):
    """Finds new names again, by surname, acronym or the name without its legal form."""

    def mentions(self, found: Sequence[New]) -> Iterator[New]:
        """Yield every later mention."""
        short: dict[str, dict[tuple[str, ...], New]] = {}
        for new in {(new.id, new.entity_class): new for new in reversed(found)}.values():
            for form in self._short_forms(new):
                short.setdefault(form[0], {}).setdefault(form, new)
        for at, piece in enumerate(self.pieces):
            if (
                self._may_be_short(at)
                and piece.capital
                and not piece.sign
                and not self.is_known(at)
            ):
                yield from self._at(
                    at, (each for key in self._keys(piece) for each in short.get(key, {}).items())
                )

    def _may_be_short(self, at: int) -> bool:
        """Whether the word isn't the first of a ship's name, which stands in quotation marks."""
        before = self.piece(at - 1)
        quoted = before is not None and before.raw in DOUBLE and self.pieces[at].join == "+"
        return not (quoted and self.capital(at + 1))

    def _keys(self, piece: Piece) -> Iterable[str]:
        return (piece.raw,) if self.language == "en" else dict.fromkeys((piece.raw, *piece.keys))

    def _at(self, at: int, forms: Iterable[_Short]) -> Iterator[New]:
        fitting = [
            (len(form), new)
            for form, new in forms
            if all(self._is(at + i, raw) for i, raw in enumerate(form) if i)
            and not (len(form) == 1 and self.opens(at) and is_word(form[0], self.language))
        ]
        if fitting:
            length, new = max(fitting, key=lambda each: each[0])
            yield new._replace(first=at, end=at + length)

    def _is(self, at: int, raw: str) -> bool:
        piece = self.piece(at)
        return piece is not None and raw in self._keys(piece)

    def _short_forms(self, new: New) -> Iterator[tuple[str, ...]]:
        pieces = [piece for piece in self.pieces[new.first : new.end] if not piece.sign]
        acronym = self._bracketed(new.end)
        if acronym:
            yield (acronym,)
        if new.entity_class is EntityClass.PERSON:
            own = [self._surname(new)]
        else:
            own = [piece.raw for piece in pieces if piece.raw not in self.cues.legal]
            while len(own) > 1 and own[-1] in self.cues.ends:
                own.pop()
        if len(own) > 1:
            yield tuple(own)
        elif own and len(own[0]) >= _LEAST_NAME and self._tells(own[0], new.entity_class):
            yield (own[0],)
            yield (folded(own[0]),)

    def _tells(self, raw: str, entity_class: EntityClass) -> bool:
        """Whether the word alone means the name: one of the language needs to be a surname."""
        surname = entity_class is EntityClass.PERSON and self.language != "de"
        return surname or not is_word(raw, self.language)

    def _surname(self, new: New) -> str:
        return Persons(self.text, self.pieces, self.language, self.known).surname(
            new.first, new.end
        )

    def _bracketed(self, at: int) -> str | None:
        """Return the acronym in brackets at *at*: "Harbin Bearing Group (HBG)"."""
        if at + 2 >= len(self.pieces) or self.pieces[at].raw != "(":
            return None
        inside, closing = self.pieces[at + 1], self.pieces[at + 2]
        return inside.raw if closing.raw == ")" and _ACRONYM.fullmatch(inside.raw) else None


def _apart(found: Iterable[New]) -> list[New]:
    """Return what doesn't overlap, the longest first, in order."""
    taken: set[int] = set()
    kept: list[New] = []
    for new in sorted(found, key=lambda new: (new.first - new.end, new.first)):
        span = range(new.first, new.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(new)
    return sorted(kept)
