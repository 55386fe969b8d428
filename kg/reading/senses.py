"""Which particular a word tells: the field of a cooperation, the form of an exercise."""

from collections.abc import Iterable
from functools import cache, lru_cache

from kg.reading.knowledge import knowledge


class _Words:
    """Words and beginnings of words ("satellit*")."""

    def __init__(self, written: Iterable[str]) -> None:
        self.whole = frozenset(word for word in written if not word.endswith("*"))
        self.starts = tuple(word[:-1] for word in written if word.endswith("*"))

    def has(self, lemma: str) -> bool:
        return lemma in self.whole or lemma.startswith(self.starts)


@cache
def _senses(name: str, language: str) -> dict[str, _Words]:
    return {
        code: _Words(languages.get(language, ()))
        for code, languages in knowledge("senses")[name].items()
    }


@cache
def _plain(name: str, language: str) -> _Words:
    data = knowledge("senses")[name]
    return _Words(data.get("any", data).get(language, ()))


def told(name: str, lemmas: Iterable[str], language: str) -> tuple[str, ...]:
    """Return the codes of *name* that *lemmas* tell, those told by more words first."""
    senses = _senses(name, language)
    counted = dict.fromkeys(senses, 0)
    for lemma in lemmas:
        for code, words in senses.items():
            counted[code] += words.has(lemma)
    found = [code for code in senses if counted[code]]
    return tuple(sorted(found, key=lambda code: -counted[code]))


@lru_cache(1 << 14)
def is_one(name: str, lemma: str, language: str) -> bool:
    """Return whether *lemma* is a word of *name*, or in German a compound that ends in one."""
    words = _plain(name, language)
    return words.has(lemma) or (
        language == "de" and any(lemma.endswith(word) for word in words.whole if len(word) > 3)
    )
