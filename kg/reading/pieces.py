"""Pieces: what a name is made of. A word gives one, a hyphen compound one for each of its parts.

A piece carries the keys under which the lexicon may have it, in whatever inflection it stands.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import snowballstemmer

from kg.reading.knowledge import knowledge
from kg.reading.morphology import morphology, plain
from kg.reading.seen import Word
from kg.reading.words import tokens_of

_PART = re.compile(r"[^-\u2010\u2011]+")
_LATIN_ACCENT = re.compile("(?<=[a-z])[\u0300-\u036f]+")
_GENITIVE = re.compile(r"(?<=\w\w)(?:s|'s|')$")
_UMLAUT = re.compile("[äöü]")
_REMEMBERED = 1 << 16
_LONGEST = 64  # letters of a word that may have an ending
_STEMMERS = {"de": "german", "en": "english", "ru": "russian"}
_LOUD_WORDS, _LOUD_SHARE = 3, 0.8


class Piece(NamedTuple):
    """A part of the text that a name may begin or end with.

    *join* is what stands before it: "" (the beginning), " ", "-", "/" (a single line break) or "."
    (more than that: nothing goes on here). *loud*: its line is all capitals, which say nothing.
    """

    start: int
    end: int
    raw: str
    keys: tuple[str, ...]
    join: str
    word: int
    loud: bool = False
    sign: bool = False

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter, or a digit."""
        return self.raw[0].isupper() or self.raw[0].isdigit()

    @property
    def upper(self) -> bool:
        """Whether all of it is capitals, up to a genitive's s."""
        return self.raw.isupper() or (len(self.raw) > 2 and self.raw[:-1].isupper())


@cache
def naming_words(language: str) -> Mapping[str, Any]:
    """Return what ``data/names.yaml`` says of *language*, its words folded as keys are."""
    found: Mapping[str, Any] = _folded(knowledge("names").get(language, {}))
    return found


def _folded(data: Any) -> Any:
    if isinstance(data, dict):
        return {folded(key): _folded(value) for key, value in data.items()}
    return [_folded(each) for each in data] if isinstance(data, list) else folded(data)


def folded(word: str) -> str:
    """Return *word* without case and accents; ß is ss, ё is е, й stays.

    >>> folded("Erdoğan"), folded("AUSSENMINISTERIUM"), folded("Китай")
    ('erdogan', 'aussenministerium', 'китай')
    """
    low = plain(word).casefold()
    if low.isascii():
        return low
    bare = _LATIN_ACCENT.sub("", unicodedata.normalize("NFD", low))
    return unicodedata.normalize("NFC", bare)


@lru_cache(_REMEMBERED)
def keys_of(raw: str, language: str) -> tuple[str, ...]:
    """Return every key under which *raw*, as it stands in a text, may be in the lexicon."""
    surface = folded(raw.replace(".", "") if "." in raw else raw)
    keys = [surface]
    if language != "en" or raw[:1].islower():
        keys += [folded(lemma) for lemma in _lemmas(raw, language)]
    if language == "de" and raw[:1].isupper():
        keys.append(_GENITIVE.sub("", surface))
    if len(raw) <= _LONGEST:
        keys.append(stem_key(raw, language))
    return tuple(dict.fromkeys(keys))


def _lemmas(raw: str, language: str) -> tuple[str, ...]:
    """Return the lemmas of *raw*, but no singular of a German plural: Zölle are no Zoll."""
    lemmas = morphology(language).form(raw).lemmas
    if language != "de" or not raw[0].isupper() or not _UMLAUT.search(raw.lower()):
        return lemmas
    return tuple(lemma for lemma in lemmas if _UMLAUT.search(lemma))


def parts_of(words: str) -> list[str]:
    """Return the pieces of a form of the lexicon, signs too.

    >>> parts_of("St. Petersburg"), parts_of("People's Republic"), parts_of("U.S.-Senat")
    (['St', '.', 'Petersburg'], ['People', "'s", 'Republic'], ['U.S.', 'Senat'])
    """
    parts: list[str] = []
    for token in tokens_of(words):
        parts += [token] if len(token) == 1 else _PART.findall(plain(token))
    return [part for part in parts if part not in {"-", "\u2010", "\u2011"}]


def stem_key(raw: str, language: str) -> str:
    """Return the key of *raw* without its ending; no surface is like it."""
    low = plain(raw).casefold().replace(".", "")
    stem: str = _stemmer(language).stemWord(low)
    umlaut = "¨" if language == "de" and _UMLAUT.search(low) else ""  # Zölle are no Zoll
    return f"~{folded(stem)}{umlaut}"


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(_STEMMERS.get(language, "english"))


def pieces_of(text: str, words: Sequence[Word], language: str) -> list[Piece]:
    """Return the pieces of *words*, which are those of *text*, in order."""
    return list(_marked_loud(text, _pieces(text, words, language)))


def _pieces(text: str, words: Sequence[Word], language: str) -> Iterator[Piece]:
    before = 0
    for index, word in enumerate(words):
        join = _join(text, before, word.start)
        before = word.end
        if word.tag == "sign" or word.lemma == "'s":
            key = "'s" if word.lemma == "'s" else word.text
            yield Piece(word.start, word.end, word.text, (key,), join, index, sign=True)
            continue
        for start, end in _parts(word):
            raw = plain(text[start:end]) or text[start:end]
            yield Piece(start, end, raw, keys_of(raw, language), join, index)
            join = "-"


def _parts(word: Word) -> Iterable[tuple[int, int]]:
    if "-" not in word.text and "\u2010" not in word.text and "\u2011" not in word.text:
        return ((word.start, word.end),)
    if "\n" in word.text:
        return ((word.start, word.end),)
    return [(word.start + m.start(), word.start + m.end()) for m in _PART.finditer(word.text)]


def _join(text: str, before: int, start: int) -> str:
    if before == start:
        return "" if start == 0 else "+"
    if start - before > 40:
        return "."
    breaks = text.count("\n", before, start)
    return " " if not breaks else "/" if breaks == 1 else "."


def _marked_loud(text: str, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Mark the pieces of sentences and lines that are written in capitals."""
    line: list[Piece] = []
    end = -1
    for piece in pieces:
        if piece.start >= end or (line and line[-1].raw in {".", "!", "?"}):
            yield from _line_marked(line)
            line = []
        if piece.start >= end:
            found = text.find("\n", piece.start)
            end = len(text) if found < 0 else found
        line.append(piece)
    yield from _line_marked(line)


def _line_marked(line: list[Piece]) -> Iterable[Piece]:
    words = [piece.raw for piece in line if not piece.sign and piece.raw.isalpha()]
    upper = sum(word.isupper() for word in words)
    if len(words) < _LOUD_WORDS or upper < _LOUD_SHARE * len(words):
        return line
    return [piece._replace(loud=True) for piece in line]
