"""Persons whom no lexicon has: by title, given name, patronymic, or the shape of a Chinese name."""

from collections.abc import Iterator

from kg.models import EntityClass
from kg.reading.hints import LONGEST, OPENING, New, Walk, is_chinese, is_given, is_word
from kg.reading.pieces import Piece, folded

_MOST = 4  # words of a name
_LEAST_COMPOUND = 9  # letters of a German word that may end in a title


class Persons(Walk):
    """Looks for persons in the pieces of a text."""

    def at(self, at: int) -> Iterator[New]:
        """Yield the person whose name begins at *at*."""
        piece = self.pieces[at]
        if piece.sign or not piece.capital or self.is_known(at) or piece.join == "-":
            return
        if self.language == "ru" and piece.raw.isascii():
            return  # Russian writes persons in its own letters
        if self._is_quoted(at):
            return  # in quotation marks stand ships and exercises
        end = self._end(at)
        if end > at and self._is_person(at, end):
            yield self.new(at, end, EntityClass.PERSON)

    def _is_quoted(self, at: int) -> bool:
        """Whether quotation marks open right before, or before capitalised words before."""
        for first in range(at, max(0, at - _MOST), -1):
            before = self.pieces[first - 1]
            if before.raw in OPENING:
                return self.pieces[first].join == "+"
            if not self.capital(first - 1):
                return False
        return False

    def _is_person(self, at: int, end: int) -> bool:
        if any(self.is_known(i) or self.pieces[i].raw in self.cues.ends for i in range(at, end)):
            return False
        size = sum(len(self.pieces[i].raw) > 1 for i in range(at, end))
        if size > 1 and self._looks_like_one(at, end):
            second = self.is_foreign(end - 1) or self._has_patronymic(at, end)
            second = second or self._has_initial(at, end)
            return second or self._titled(at) or self._cued(at, end)
        words = [i for i in range(at, end) if self._is_name_word(i)]
        if not all(self.is_foreign(i) for i in words):
            return False
        if not self._titled(at):
            return size > 1 and end == at + size and self._spoken_or_explained(at, end)
        return size > 1 or (end == at + 1 and not self._is_first_name(at))

    def _is_first_name(self, at: int) -> bool:
        """Whether it's a given name alone, as that of a monarch."""
        raw = self.pieces[at].raw
        return is_given(raw, self.language) or is_given(raw.removesuffix("s"), self.language)

    # -- how far a name goes

    def _end(self, at: int) -> int:
        """Return where a name that begins at *at* ends: initials and particles within."""
        end, names = at, 0
        while end < min(len(self.pieces), at + LONGEST) and names < _MOST:
            piece = self.pieces[end]
            if end > at and piece.join not in {" ", "-", "+", "/"}:
                break
            if self._is_name_word(end):
                names += 1
            elif not self._joins(at, end):
                break
            end += 1
        while end > at and not self._is_name_word(end - 1):
            end -= 1
        while end > at + 2 and self._is_noun_after(end - 1):
            end -= 1
        return end

    def _is_noun_after(self, at: int) -> bool:
        """Whether a German noun follows the name: "… Iwan Petrow Gespräche"."""
        before, piece = self.pieces[at - 1], self.pieces[at]
        if self.language != "de" or before.raw.endswith(self.cues.patronymic):
            return False
        return before.capital and is_word(piece.raw, "de")

    def _is_name_word(self, at: int) -> bool:
        piece = self.piece(at)
        if piece is None or piece.sign or not piece.raw[0].isupper():
            return False
        shouted = len(piece.raw) > 1 and piece.raw.isupper()
        return not shouted and folded(piece.raw) not in self.titles

    def _joins(self, first: int, at: int) -> bool:
        """Whether the piece goes on with a name: the full stop of an initial, "von", "al"."""
        piece, before = self.pieces[at], self.pieces[at - 1]
        if piece.raw == ".":
            return at > first and len(before.raw) == 1
        particle = piece.raw in self.words.get("name_particles", ())
        return at > first and particle and self._is_name_word(at + 1)

    # -- cues

    def _looks_like_one(self, first: int, end: int) -> bool:
        raws = [self.pieces[i].raw for i in range(first, end)]
        if is_given(raws[0], self.language) or is_chinese(raws):
            return True
        initial = len(raws[0]) == 1 and len(raws) > 2 and raws[1] == "."
        if self.is_foreign(first) and self._has_initial(first, end):
            return True
        return initial or (self._has_patronymic(first, end) and self.is_foreign(first))

    def _has_initial(self, first: int, end: int) -> bool:
        """Whether an initial stands inside: "Bradley T. Smith"."""
        return any(len(piece.raw) == 1 and piece.capital for piece in self.pieces[first + 1 : end])

    def _has_patronymic(self, first: int, end: int) -> bool:
        return any(
            self.pieces[at].raw.endswith(self.cues.patronymic) for at in range(first + 1, end)
        )

    def _titled(self, at: int) -> bool:
        """Whether a title stands before: "Minister", "Dr.", "Vizehandelsminister"."""
        before = self.piece(at - 1)
        if before is not None and before.raw == ".":
            before = self.piece(at - 2)
        if before is None or before.sign or self.pieces[at].join == ".":
            return False
        return not self.titles.isdisjoint(before.keys) or self._ends_in_title(before)

    def _ends_in_title(self, piece: Piece) -> bool:
        if self.language != "de" or len(piece.raw) < _LEAST_COMPOUND or not piece.capital:
            return False
        ends = tuple(self.words["title_ends"])
        return any(key.endswith(ends) for key in piece.keys)

    def _cued(self, first: int, end: int) -> bool:
        """Whether the name is spoken of as a person's, or its surname stands elsewhere, too."""
        again = self.counts.get(self.surname(first, end), 0) > 1
        return again or self._spoken_or_explained(first, end)

    def _spoken_or_explained(self, first: int, end: int) -> bool:
        """Whether a speaking verb stands beside, or a title in apposition behind."""
        speaking = frozenset(self.words.get("speaking", ()))
        before, after = self.piece(first - 1), self.piece(end)
        if any(piece and not speaking.isdisjoint(piece.keys) for piece in (before, after)):
            return True
        if after is None or after.raw not in {",", "("}:
            return False
        ahead = self.pieces[end + 1 : end + 6]
        return any(not self.titles.isdisjoint(p.keys) or self._ends_in_title(p) for p in ahead)

    def surname(self, first: int, end: int) -> str:
        """Return the surname of the name in these pieces."""
        raws = [self.pieces[i].raw for i in range(first, end) if not self.pieces[i].sign]
        return raws[0] if is_chinese(raws) else raws[-1]
