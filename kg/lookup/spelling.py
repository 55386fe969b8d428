"""One name, many spellings: what makes two of them the same for a search.

Three keys, each wider than the one before: `folded` (case, accents, punctuation), `stems`
(inflected forms, German, Russian and English), `sounds` (scripts and ways to write one script in
another). A search tries them in this order and says which one matched.
"""

import re
import unicodedata
from functools import cache
from itertools import product
from typing import Any

_MARKS = re.compile(r"[\W_]+")
_CYRILLIC = re.compile(r"[а-яё]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def folded(name: str) -> str:
    """Return *name* without case, accents and punctuation.

    >>> folded("US-Außenministerium"), folded("Хрущёв")
    ('us aussenministerium', 'хрущев')
    """
    lowered = unicodedata.normalize("NFKD", name).casefold()
    decomposed = unicodedata.normalize("NFKD", lowered)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _MARKS.sub(" ", plain).strip()


# -- inflection ---------------------------------------------------------------------------


def stems(name: str) -> frozenset[str]:
    """Return the stems that *name* may have, its words in order.

    Two names are inflected forms of one where they share a stem.

    >>> stems("Vereinigten Staaten") & stems("Vereinigte Staaten")
    frozenset({'vereinigt staat'})
    >>> bool(stems("Китаем") & stems("Китай"))
    True
    """
    words = folded(name).split()
    if len(words) > _WORDS_OF_A_NAME:  # a sentence: one reading of it is enough
        return frozenset({" ".join(min(_stems_of(word), key=len) for word in words)})
    return frozenset(" ".join(chosen) for chosen in product(*map(_stems_of, words)))


_WORDS_OF_A_NAME = 5


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(language)


def _stems_of(word: str) -> tuple[str, ...]:
    if _CYRILLIC.search(word):
        found = {_stemmer("russian").stemWord(word), word.removesuffix("й")}
    else:
        found = {_stemmer("german").stemWord(word)}
        found.add(_stemmer("german").stemWord(word.removesuffix("s")))
    return tuple(sorted(found))


# -- scripts ------------------------------------------------------------------------------

# How Russian and Chinese are written in German, English and French, to one letter a sound. Voiced
# and voiceless sibilants fall together, since German writes both with s and sch.
_SOUNDS: tuple[tuple[str, str], ...] = (
    ("schtsch|shch|chtch|szcz", "Q"),
    ("tsch|tch", "C"),
    ("sch|sh|zh", "S"),
    ("kh", "H"),
    ("tz|ts|zz", "s"),
    ("z", "s"),
    ("ph", "f"),
    ("ck", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("ff", "v"),
    ("[yj](?=[eoau])", ""),
    ("[yj]", "i"),
    ("ie|ii", "i"),
    ("[eo]", "o"),
)
_LEAST_OF_A_WORD = 3


def sounds(name: str) -> frozenset[str]:
    """Return the keys by which *name* sounds, whatever the script; its spaces don't count.

    >>> bool(sounds("Chruschtschow") & sounds("Хрущёв") & sounds("Khrushchev"))
    True
    >>> bool(sounds("习近平") & sounds("習近平") & sounds("Xi Jinping"))
    True
    >>> bool(sounds("Wang Yi") & sounds("Wang Yu"))
    False
    """
    latin = folded(_CAMEL.sub(" ", _in_ascii(name.replace("ё", "yo").replace("Ё", "Yo"))))
    word = latin.replace(" ", "")
    # In German ch is х, in English ч: both readings count.
    return frozenset(_sound(word.replace("ch", reading)) for reading in ("H", "C")) | {_sound(word)}


def _in_ascii(name: str) -> str:
    if name.isascii():  # as most names asked for are
        return name
    from anyascii import anyascii

    return anyascii(name)


def _sound(word: str) -> str:
    guarded = re.sub("s[HC]", "sch", word)  # the ch of sch and shch belongs to them
    for spelling, sound in _SOUNDS:
        guarded = re.sub(spelling, sound, guarded)
    return re.sub(r"(.)\1+", r"\1", guarded)


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of *name* that may stand for it alone, as a surname does."""
    words = [word for word in folded(name).split() if len(word) >= _LEAST_OF_A_WORD]
    return tuple(words) if len(words) > 1 else ()
