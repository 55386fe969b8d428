"""Lemmas and tags of single tokens, behind one small interface.

The floor is simplemma: lemmas without tags, fast, in all three languages. HanTa (German, English)
and pymorphy3 (Russian) add tags and know words that no list has; they are used where they are
installed (extra ``read``). What was seen of a token is remembered.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, NamedTuple, Protocol

from kg.reading.knowledge import LANGUAGES

_LONGEST = 64  # a longer token is no word: its own lemma, so that nobody takes it to pieces
_SHORTEST = 3  # of fewer letters a list of words says little: "Си" is no note of music
_REMEMBERED = 1 << 17
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\u0300\u0301]")
_BROKEN = re.compile("[-\u2010\u00ad][ \t]?\r?\n[ \t]*")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-"})
_YO = str.maketrans({"ё": "е", "Ё": "Е"})

_HANTA = {"de": "morphmodel_ger.pgz", "en": "morphmodel_en.pgz"}
# The beginnings of the tags of HanTa (STTS for German, C5 for English) and pymorphy3.
_TAGS = {
    "de": (("NE", "name"), ("NN", "noun"), ("ADJ", "adjective"), ("CARD", "number"), ("V", "verb")),
    "en": (("NP", "name"), ("NN", "noun"), ("AJ", "adjective"), ("CRD", "number"), ("V", "verb")),
}
_FINITE = {"de": ("FIN", "IMP"), "en": ("VVD", "VVZ", "VVB", "VBZ", "VBD", "VHZ", "VHD", "VM0")}
_RUSSIAN = {
    "NOUN": "noun",
    "VERB": "finite",
    "INFN": "verb",
    "PRTF": "verb",
    "PRTS": "verb",
    "GRND": "verb",
    "ADJF": "adjective",
    "ADJS": "adjective",
    "COMP": "adjective",
    "NUMR": "number",
}
_CASES = {
    "nomn": "nom",
    "gent": "gen",
    "gen2": "gen",
    "datv": "dat",
    "accs": "acc",
    "ablt": "ins",
    "loct": "loc",
    "loc2": "loc",
}
_LIKELY = 0.1  # the case of another word less likely than that is left out
_RUSSIAN_NAMES = ("Name", "Surn", "Patr", "Geox", "Orgn")


class Form(NamedTuple):
    """What is known of a token by itself: the likeliest lemma and tag, and every lemma it may have.

    All in small letters, without what can't be seen, ё as е. *case*: see `kg.reading.seen.Word`.
    """

    lemma: str
    tag: str
    lemmas: tuple[str, ...]
    case: str = ""


class Morphology(Protocol):
    """Lemmas and tags of a language."""

    def form(self, token: str) -> Form:
        """Return what is known of *token*."""
        ...

    def knows(self, word: str) -> bool:
        """Whether *word* is one of the language."""
        ...

    def nominative(self, names: Sequence[str]) -> list[str]:
        """Return the words of a person's name as they are in the nominative."""
        ...


@cache
def morphology(language: str) -> Morphology:
    """Return the best morphology installed for *language* (of another: lemmas are the words)."""
    if language not in LANGUAGES:
        return _NoLanguage()
    floor = _Listed(language)
    finer = _pymorphy() if language == "ru" else _hanta(language)
    if finer is None:
        return floor
    return _Russian(floor, finer) if language == "ru" else _Tagged(floor, finer, language)


def plain(token: str) -> str:
    r"""Return *token* as it would stand undamaged: whole, composed, with plain signs.

    >>> plain("Liefe-\nrungen"), plain("Хрущёва"), plain("O’Sul\u00adlivan")
    ('Lieferungen', 'Хрущева', "O'Sullivan")
    """
    if token.isascii() and "\n" not in token:
        return token
    whole = _INVISIBLE.sub("", _BROKEN.sub("", unicodedata.normalize("NFC", token)))
    return whole.translate(_APOSTROPHES).translate(_DASHES).translate(_YO)


class _NoLanguage:
    def form(self, token: str) -> Form:
        lemma = plain(token).lower()
        return Form(lemma, "", (lemma,))

    def knows(self, word: str) -> bool:  # noqa: ARG002 - the interface
        return False

    def nominative(self, names: Sequence[str]) -> list[str]:
        return list(names)


class _Listed:
    """The floor: simplemma's lists and rules."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._simplemma: Any = import_module("simplemma")
        self.form = lru_cache(_REMEMBERED)(self._form)
        self.knows = lru_cache(_REMEMBERED)(self._knows)

    def _form(self, token: str) -> Form:
        word = plain(token)
        lemma = self.lemma(word)
        return Form(lemma, "", tuple({lemma: None, word.lower(): None}))

    def _knows(self, word: str) -> bool:
        return bool(self._simplemma.is_known(word, lang=self.language))

    def nominative(self, names: Sequence[str]) -> list[str]:
        """Return *names* as they are: lists of lemmas don't say what is a name's ending."""
        return list(names)

    def lemma(self, word: str) -> str:
        """Return the lemma of a whole word, in small letters."""
        if not _SHORTEST <= len(word) <= _LONGEST:
            return word.lower()
        if word.isupper() and len(word) > _SHORTEST:
            word = word.capitalize()
        found: str = self._simplemma.lemmatize(word, lang=self.language)
        return found.lower().translate(_YO)


class _Tagged:
    """HanTa's tags above simplemma's lemmas; its own lemma where no list has the word."""

    def __init__(self, floor: _Listed, tagger: Any, language: str) -> None:
        self._floor, self._tagger, self._language = floor, tagger, language
        self.form = lru_cache(_REMEMBERED)(self._form)
        self.knows = floor.knows

    def _form(self, token: str) -> Form:
        word = plain(token)
        lemma, _, lemmas, _ = self._floor.form(token)
        if not (_SHORTEST - 1 <= len(word) <= _LONGEST and word.isalpha()):
            return Form(lemma, "", lemmas)
        if word.isupper() and len(word) > _SHORTEST:
            word = word.capitalize()
        own, tag = self._tagger.analyze(word)
        if lemma == word.lower() and not self.knows(word):
            lemma = own.lower()
        name = self._tag(tag)
        if name == "noun" and self._language == "de" and word.islower():  # no German noun is
            name = "verb" if lemma.endswith("n") else ""
        return Form(lemma, name, tuple(dict.fromkeys((lemma, *lemmas, own.lower()))))

    def nominative(self, names: Sequence[str]) -> list[str]:
        """Return *names* without the genitive's ending, where that leaves a name."""
        *first, last = names
        bare = last.removesuffix("s")
        genitive = self._language == "de" and bare != last and not self.knows(last)
        return [*first, bare if genitive and self.form(bare).tag == "name" else last]

    def _tag(self, tag: str) -> str:
        for beginning, name in _TAGS[self._language]:
            if tag.startswith(beginning):
                finite = name == "verb" and any(end in tag for end in _FINITE[self._language])
                return "finite" if finite else name
        return ""


class _Russian:
    """pymorphy3: every reading of a form that is likely enough."""

    def __init__(self, floor: _Listed, analyzer: Any) -> None:
        self._analyzer = analyzer
        self.form = lru_cache(_REMEMBERED)(self._form)
        self.knows = floor.knows

    def _form(self, token: str) -> Form:
        word = plain(token).lower()
        if len(word) > _LONGEST or not word.replace("-", "").isalpha():
            return Form(word, "", (word,))
        parses = self._analyzer.parse(word)
        lemmas = [parse.normal_form.translate(_YO) for parse in parses]
        lemmas = list(dict.fromkeys((*lemmas, word)))
        return Form(lemmas[0], _russian_tag(parses[0].tag), tuple(lemmas), _cases(parses))

    def nominative(self, names: Sequence[str]) -> list[str]:
        """Return *names* in the nominative, all in the gender and case that the first one has."""
        first = self._analyzer.parse(plain(names[0]))[0]
        if first.tag.case in {None, "nomn"}:
            return list(names)
        return [self._in_nominative(name, first.tag) for name in names]

    def _in_nominative(self, name: str, like: Any) -> str:
        parses = [each for each in self._analyzer.parse(plain(name)) if each.tag.case]
        agreeing = [p for p in parses if (p.tag.case, p.tag.gender) == (like.case, like.gender)]
        named = [p for p in agreeing if any(mark in p.tag for mark in _RUSSIAN_NAMES)]
        for parse in (*named, *agreeing):
            found = parse.inflect({"nomn", "sing"})
            if found:
                return "-".join(part.capitalize() for part in str(found.word).split("-"))
        return name


def _russian_tag(tag: Any) -> str:
    if any(mark in tag for mark in _RUSSIAN_NAMES):
        return "name"
    return _RUSSIAN.get(str(tag.POS or ""), "")


def _cases(parses: Sequence[Any]) -> str:
    """Return the cases a form may have, the likeliest first; all in one word that is not bent."""
    first = parses[0]
    likely = [
        parse
        for parse in parses
        if parse.score >= _LIKELY
        or (parse.normal_form == first.normal_form and parse.tag.number == first.tag.number)
    ]
    if any("Fixd" in parse.tag or "UNKN" in parse.tag for parse in likely):
        return ""
    return " ".join(dict.fromkeys(filter(None, (_CASES.get(p.tag.case or "") for p in likely))))


def _hanta(language: str) -> Any:
    try:
        return import_module("HanTa.HanoverTagger").HanoverTagger(_HANTA[language])
    except ImportError:
        return None


def _pymorphy() -> Any:
    try:
        return import_module("pymorphy3").MorphAnalyzer(lang="ru")
    except ImportError:
        return None
