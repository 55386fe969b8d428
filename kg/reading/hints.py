"""What tells that unknown words are a name: data, and what can be asked of a text's pieces."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple

from anyascii import anyascii

from kg.models import EntityClass
from kg.reading.knowledge import knowledge
from kg.reading.morphology import morphology, plain
from kg.reading.pieces import Piece, folded, naming_words
from kg.reading.words import heads

LONGEST = 9  # pieces of a name
OPENING, _CLOSING = "„“”«\"»‚‘'", "“”»\"«’‘'"
DOUBLE = '„“”«»"'  # quotation marks around a name
_SMALL_WORD, _HEADING, _LINE = 3, 3, 30
_QUOTED = 6  # pieces between quotation marks that are a name
_GOES_ON = frozenset({" ", "-", "+"})
_INITIALS = "zh|ch|sh|[bcdfghjklmnpqrstwxyz]"
_FINALS = (
    "iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo"
    "|a|e|i|o|u"
)
_PINYIN = re.compile(rf"(?:(?:{_INITIALS})?(?:{_FINALS})'?){{1,2}}")
_CYRILLIC = re.compile("[а-я]{2,12}")
_ENDING = re.compile("(?<=[аеиоуэюя]н)(а|я|у|ю|ом|ем|е)$")


class New(NamedTuple):
    """A new name: pieces *first* to *end*, exclusive, and what it names."""

    first: int
    end: int
    label: str
    entity_class: EntityClass
    id: str


class Cues(NamedTuple):
    """The lists of ``new_names.yaml``."""

    legal_after: frozenset[str]
    legal_before: frozenset[str]
    legal: frozenset[str]
    ends: Mapping[str, EntityClass]
    begins: Mapping[str, EntityClass]
    goes_on: frozenset[str]
    chinese: frozenset[str]
    given: frozenset[str]
    patronymic: tuple[str, ...]


@cache
def cues() -> Cues:
    """Return what tells a name in any language."""
    data: Mapping[str, Any] = knowledge("new_names")
    after, before = frozenset(data["legal_after"]), frozenset(data["legal_before"])
    return Cues(
        after,
        before,
        after | before,
        _by_word(data["ends"]),
        _by_word(data["begins"]),
        frozenset(data["goes_on"]),
        frozenset(name for names in data["chinese_surnames"].values() for name in names),
        frozenset(folded(name) for names in data["given_names"].values() for name in names),
        tuple(data["patronymic"]),
    )


def _by_word(data: Mapping[str, Sequence[str]]) -> Mapping[str, EntityClass]:
    return {word: EntityClass[name.upper()] for name, words in data.items() for word in words}


def slug(name: str) -> str:
    """Return *name* as an id: small ASCII letters, digits and hyphens.

    >>> slug("Компания «Полёт»"), slug("Süd-Werft GmbH")
    ('kompaniya-polet', 'sud-werft-gmbh')
    """
    return re.sub(r"[^a-z0-9]+", "-", anyascii(folded(name)).lower()).strip("-")


def is_word(raw: str, language: str) -> bool:
    """Whether *raw* is a common word of the language."""
    known = morphology(language)
    if known.form(raw).tag == "name" and language != "en":
        return False
    if language == "de":
        return known.knows(raw) or bool(heads(raw.lower()))
    return known.knows(raw.lower())


def is_given(raw: str, language: str) -> bool:
    """Whether *raw* is somebody's given name."""
    given = cues().given
    if folded(raw) in given:
        return True
    return language == "ru" and any(lemma in given for lemma in morphology("ru").form(raw).lemmas)


def is_chinese(raws: Sequence[str]) -> bool:
    """Whether the words are a Chinese surname and a given name of one or two syllables."""
    if len(raws) not in {2, 3} or folded(raws[0]) not in cues().chinese:
        return False
    return all(_is_syllables(folded(raw)) for raw in raws[1:])


def _is_syllables(raw: str) -> bool:
    return bool(_PINYIN.fullmatch(raw) if raw.isascii() else _CYRILLIC.fullmatch(raw))


class Walk:
    """The pieces of a text, and what can be asked of each. *known* numbers the lexicon's names."""

    def __init__(
        self, text: str, pieces: Sequence[Piece], language: str, known: Mapping[int, int]
    ) -> None:
        self.text, self.pieces, self.language, self.known = text, pieces, language, known
        self.cues, self.words = cues(), naming_words(language)

    @cached_property
    def titles(self) -> frozenset[str]:
        """The lemmas of titles and offices."""
        return frozenset(self.words.get("titles", ()))

    @cached_property
    def named_after(self) -> Mapping[str, str]:
        """Class nouns, and what a name after them is."""
        classes = self.words.get("named_after", {}).items()
        return {word: entity_class for entity_class, words in classes for word in words}

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How often each capitalised piece stands in the text."""
        return Counter(piece.raw for piece in self.pieces if piece.capital)

    def piece(self, at: int) -> Piece | None:
        """Return the piece at *at*, None beyond the text."""
        return self.pieces[at] if 0 <= at < len(self.pieces) else None

    def is_known(self, at: int) -> bool:
        """Whether a name of the lexicon has the piece."""
        return at in self.known

    def only_known(self, first: int, end: int) -> bool:
        """Whether one name of the lexicon has all of these pieces."""
        names = {self.known.get(at, -1 - at) for at in range(first, end)}
        return len(names) == 1 and min(names) >= 0

    def capital(self, at: int) -> bool:
        """Whether a capitalised word stands at *at*."""
        piece = self.piece(at)
        return piece is not None and not piece.sign and piece.capital and not piece.loud

    def opens(self, at: int) -> bool:
        """Whether a sentence or line begins at *at*, so that the capital says nothing."""
        before = self.piece(at - 1)
        return before is None or before.raw in ".!?:•" or self.pieces[at].join in {"/", "."}

    def is_foreign(self, at: int) -> bool:
        """Whether a capitalised word is none of the language, so that it must be a name."""
        piece = self.pieces[at]
        if piece.sign:
            return piece.raw in {"&", "."}
        if not piece.raw[0].isupper():
            return False
        acronym = piece.raw.isupper() and len(piece.raw) > 1
        return acronym or not is_word(piece.raw, self.language)

    def all_foreign(self, first: int, end: int) -> bool:
        """Whether all of these pieces are none of the language."""
        return end > first and all(self.is_foreign(at) for at in range(first, end))

    def run(self, at: int, most: int) -> int:
        """Return where capitalised words that begin at *at* end."""
        end = at
        while end < min(len(self.pieces), at + most) and self.capital(end):
            if end > at and self.pieces[end].join not in _GOES_ON:
                break
            end += 1
        return end

    def back(self, at: int) -> int:
        """Return where the capitalised words that end before *at* begin."""
        first = at
        while first and at - first < LONGEST and self._goes_back(first):
            first -= 1
        while first < at and (not self.capital(first) or self._begins_nothing(first)):
            first += 1
        return first

    def _goes_back(self, first: int) -> bool:
        before, piece = self.pieces[first - 1], self.pieces[first]
        if piece.join not in _GOES_ON and piece.join != "/":
            return False
        if before.sign:
            return before.raw == "&" or (before.raw == "," and piece.raw in self.cues.legal_after)
        return self.capital(first - 1)

    def _begins_nothing(self, at: int) -> bool:
        """Whether a capitalised word before a name isn't its own: an article, a class noun."""
        piece = self.pieces[at]
        if not self.titles.isdisjoint(piece.keys):
            return True
        if self.language == "de" and not self.named_after.keys().isdisjoint(piece.keys):
            return True
        return self.opens(at) and is_word(piece.raw.lower(), self.language)

    def phrase(self, at: int) -> int:
        """Return where "of the People's Studies and Trade" ends, at its last capitalised word."""
        end = last = at
        while end < min(len(self.pieces), at + LONGEST):
            piece = self.pieces[end]
            if piece.join not in _GOES_ON:
                break
            if self.capital(end):
                last = end + 1
            elif piece.raw not in self.cues.goes_on and piece.keys[0] != "'s":
                break
            end += 1
        return last

    def title_case(self, at: int) -> bool:
        """Whether nearly every word around *at* has a capital, as in an English heading."""
        if self.language != "en":
            return False
        line = [*self._line(at, -1), *self._line(at, 1)]
        words = [raw for raw in line if raw.isalpha() and len(raw) > _SMALL_WORD]
        return len(words) >= _HEADING and all(raw[0].isupper() for raw in words)

    def _line(self, at: int, step: int) -> Iterator[str]:
        """Yield the words from *at* to the beginning or end of its line, or of 30 pieces."""
        for _ in range(_LINE):
            piece = self.piece(at + step)
            if piece is None or (piece if step > 0 else self.pieces[at]).join in {"/", "."}:
                return
            at += step
            yield piece.raw

    def quotation(self, at: int) -> tuple[int, int] | None:
        """Return the pieces inside the quotation marks that open at *at*, if they are a name."""
        opening = self.piece(at)
        if opening is None or opening.raw not in OPENING or not self.capital(at + 1):
            return None
        for end in range(at + 2, min(len(self.pieces), at + _QUOTED + 2)):
            piece = self.pieces[end]
            if piece.join == ".":
                return None
            if piece.raw in _CLOSING:
                return at + 1, end
            if piece.sign and piece.raw not in "-–&.":
                return None
        return None

    def new(self, first: int, end: int, entity_class: EntityClass) -> New:
        """Return the new name of these pieces."""
        label = " ".join(self.text[self.pieces[first].start : self.pieces[end - 1].end].split())
        if entity_class is EntityClass.PERSON:
            label = self._nominative(label.split())
        return New(first, end, label, entity_class, slug(label))

    def _nominative(self, names: list[str]) -> str:
        """Return a person's name in the nominative."""
        if self.language == "ru" and is_chinese([plain(name) for name in names]):
            *first, last = names
            return " ".join([*first, _without_case(last)])
        if self.language == "de" and self.counts.get(names[-1].removesuffix("s")):
            return " ".join(names).removesuffix("s")
        return " ".join(morphology(self.language).nominative(names))


def _without_case(name: str) -> str:
    """Return a Chinese name in Cyrillic letters without its Russian ending.

    >>> _without_case("Ваньшеня"), _without_case("Вэйминым"), _without_case("Гаоли")
    ('Ваньшень', 'Вэйминым', 'Гаоли')
    """
    ending = _ENDING.search(name)
    if not ending:
        return name
    soft = "ь" if ending[1] in {"я", "ю", "ем"} else ""
    return name[: ending.start(1)] + soft
