"""Companies, media, institutes and the like that no lexicon has."""

from collections.abc import Iterator

from kg.models import EntityClass
from kg.reading.hints import New, Walk
from kg.reading.pieces import Piece

_RUN = 4  # capitalised words after a class noun
_LISTED = 120  # pieces that a list of names may have
_AS = {"exercise": "system", "agreement": "system"}  # no class of their own among the entities
_LISTS = frozenset({"company", "medium"})


class Bodies(Walk):
    """Looks for bodies in the pieces of a text."""

    def at(self, at: int) -> Iterator[New]:
        """Yield the bodies whose cue stands at *at*."""
        piece = self.pieces[at]
        if piece.sign:
            yield from self._quoted(at)
            return
        if piece.capital:
            yield from self._legal(at)
            yield from self._ended(at)
            yield from self._begun(at)
        yield from self._after_class(at)

    # -- legal forms

    def _legal(self, at: int) -> Iterator[New]:
        raw = self.pieces[at].raw
        if raw in self.cues.legal_before:
            quoted = self.quotation(at + 1)
            end = quoted[1] + 1 if quoted else self.run(at + 1, _RUN)
            if end > at + 1 and not self.only_known(at + 1, end):
                yield self.new(at, end, EntityClass.COMPANY)
        elif raw in self.cues.legal_after:
            first = self.back(at)
            own = any(self.pieces[i].raw not in self.cues.ends for i in range(first, at))
            if own and not self.only_known(first, at):
                yield self.new(first, self._legal_end(at), EntityClass.COMPANY)

    def _legal_end(self, at: int) -> int:
        """Return where legal forms end: "Co., Ltd."."""
        end = last = at + 1
        while end < min(len(self.pieces), at + 4) and self.pieces[end].join in {" ", "+"}:
            if self.pieces[end].raw in self.cues.legal_after:
                last = end + 1
            elif self.pieces[end].raw not in {",", "."}:
                break
            end += 1
        return last

    # -- the word for such a body

    def _ended(self, at: int) -> Iterator[New]:
        """Yield capitalised words that end in that word: "Harbin Bearing Group"."""
        entity_class = self._end_class(at)
        if entity_class is None or self._goes_on(at) or self.title_case(at):
            return
        first = self.back(at)
        own = [i for i in range(first, at) if not self.is_known(i)]
        named_for_place = entity_class is EntityClass.MEDIUM and first < at and not own
        if named_for_place or (own and self._is_own(own[0], first, at)):
            yield self.new(first, at + 1, entity_class)

    def _is_own(self, own: int, first: int, at: int) -> bool:
        """Whether the words before are enough of a name."""
        if at - first < self._enough(first, at):
            return False
        return self.pieces[at].join != "-" or self.all_foreign(own, at)

    def _end_class(self, at: int) -> EntityClass | None:
        both = f"{self.pieces[at - 1].raw} {self.pieces[at].raw}" if at else ""
        return self.cues.ends.get(both) or self.cues.ends.get(self.pieces[at].raw)

    def _goes_on(self, at: int) -> bool:
        """Whether more capitalised words follow, other than an acronym."""
        after = self.piece(at + 1)
        if after is None or after.join not in {" ", "-"} or not self.capital(at + 1):
            return False
        return not (after.raw.isupper() and len(after.raw) > 1)

    def _enough(self, first: int, at: int) -> int:
        """Return how many words before make a name: a capital alone says less in German."""
        if self.pieces[at].join == "-":
            return 1
        return 2 if self.opens(first) or self.language == "de" else 1

    def _begun(self, at: int) -> Iterator[New]:
        """Yield the word and what the body is for: "Institute for Asian Studies"."""
        entity_class = self.cues.begins.get(self.pieces[at].raw)
        after = self.piece(at + 1)
        if entity_class is None or after is None or self.language != "en":
            return
        end = self.phrase(at + 1)
        if after.raw in self.cues.goes_on and end > at + 2 and not self.title_case(at):
            yield self.new(self.back(at), end, entity_class)

    # -- class nouns before a name

    def _class_of(self, piece: Piece | None) -> str | None:
        keys = () if piece is None or piece.sign else piece.keys
        return next((self.named_after[key] for key in keys if key in self.named_after), None)

    def _quoted(self, at: int) -> Iterator[New]:
        """Yield a name in quotation marks after a class noun, or before: "„Nordlicht“-Manöver"."""
        quoted = self.quotation(at)
        named = self._class_of(self.piece(at - 1)) if quoted else None
        if quoted and not named and self._hyphen(quoted[1] + 1):
            named = self._class_of(self.piece(quoted[1] + 2))
        if named and quoted and not self.only_known(*quoted):
            yield self.new(*quoted, EntityClass[_AS.get(named, named).upper()])

    def _hyphen(self, at: int) -> bool:
        piece = self.piece(at)
        return piece is not None and piece.raw == "-" and piece.join == "+"

    def _after_class(self, at: int) -> Iterator[New]:
        """Yield the names after a class noun: "drone maker Zala", "firms such as A and B"."""
        named = self._class_of(self.pieces[at])
        if named is None or named in _AS or named == "system":
            return
        entity_class = EntityClass[named.upper()]
        start = self._listed_from(at) if named in _LISTS else at + 1
        end = start + (_LISTED if start > at + 1 else 1)
        for first, last in self._items(start, end):
            if not any(self.is_known(i) for i in range(first, last)):
                yield self.new(first, last, entity_class)

    def _listed_from(self, at: int) -> int:
        """Return where a list begins after "such as", "darunter", else what follows."""
        introducing = self.words.get("introducing", ())
        start = at + 1
        while start < min(len(self.pieces), at + 4):
            piece = self.pieces[start]
            if piece.keys[0] not in introducing and piece.raw not in {",", ":"}:
                break
            start += 1
        words = {piece.raw for piece in self.pieces[at + 1 : start]}
        return start if words - {","} else at + 1

    def _items(self, at: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the foreign names from *at* on, as long as signs or *and* join them."""
        separators, listed = {",", *self.words.get("and", ())}, end > at + 1
        while at < min(end, len(self.pieces)):
            quoted = self.quotation(at)
            first, last = quoted or (at, self.run(at, _RUN))
            if self.pieces[at].join not in {" ", "-", "+", "/"} or last == first:
                return
            if quoted or self.all_foreign(first, last) or self._named(first, last, listed=listed):
                yield first, last
            elif not self.is_known(first):
                return
            at = self._past_brackets(last + bool(quoted))
            if at >= len(self.pieces) or self.pieces[at].raw not in separators:
                return
            while at < len(self.pieces) and self.pieces[at].raw in separators:
                at += 1

    def _named(self, first: int, last: int, *, listed: bool) -> bool:
        """Whether capitals tell a name, but in German: after a foreign word, or in a list."""
        foreign = self.is_foreign(first)
        return self.language != "de" and (foreign or (listed and last > first + 1))

    def _past_brackets(self, at: int) -> int:
        """Return where the text goes on after what stands in brackets at *at*."""
        if at >= len(self.pieces) or self.pieces[at].raw != "(":
            return at
        for end in range(at + 1, min(len(self.pieces), at + 20)):
            if self.pieces[end].raw == ")":
                return end + 1
        return len(self.pieces)
