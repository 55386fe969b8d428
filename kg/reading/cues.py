"""The cues of a language: the words that say how sure a statement is, or who says so.

They are data (``data/cues``), each with a sentence that it must match and one that it must not.
A phrase is a row of words: ``{a,b}`` are alternatives, ``plan*`` is any word that begins so, ``_``
one word of any kind, ``…`` up to six; a word with a capital must have it. Conditions on what
stands around a cue are phrases' words, too, or a named ending (``/infinitive``).

Conditions of a cue, each a list of words: ``after``, ``after_not``, ``before``, ``before_not``
(the word next to it), ``final``, ``unless_final`` (the last one of its clause), ``with``,
``without_after`` (anywhere behind it), ``without`` (anywhere in its clause), ``in`` (the kind of
its clause). Traits, written ``[yes]``: ``actor`` (``[no]``: only of what can't act), ``object``
(what it says may be a plain object), ``evidence`` (only of a report or somebody named),
``inside`` (its own words name who says so), ``itself`` (it may be the predicate), ``postposed``
(only behind what is said).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from kg.reading.clauses import DATA, is_word, load_yaml, spelled_out
from kg.reading.knowledge import LANGUAGES
from kg.reading.seen import Word

_GAP = 6
_KEY = 3  # letters by which beginnings of words are looked up


class Cue(NamedTuple):
    """A cue: what it does to which predicates, and where it is one."""

    does: str
    takes: str
    phrases: tuple[tuple[str, ...], ...]
    conditions: dict[str, tuple[str, ...]]
    match: tuple[str, ...]
    no_match: tuple[str, ...]


class Found(NamedTuple):
    """A cue in a sentence: its first token and the one after its last."""

    cue: Cue
    first: int
    last: int
    core: int  # the token after its own words: of "teilt" in "teilt … mit"


class Listed(NamedTuple):
    """A list of words, in which ``plan*`` is any word that begins so."""

    exact: frozenset[str]
    beginnings: tuple[str, ...]

    def has(self, word: str) -> bool:
        """Say whether *word* is one of them."""
        return word in self.exact or word.startswith(self.beginnings or ("\0",))


class Cues(NamedTuple):
    """All cues of a language, and the nouns and endings that go with them."""

    cues: tuple[Cue, ...]
    exact: dict[str, list[tuple[tuple[str, ...], Cue]]]
    beginnings: dict[str, list[tuple[tuple[str, ...], Cue]]]
    endings: dict[str, re.Pattern[str]]
    words: dict[str, Listed]
    ends: dict[str, tuple[str, ...]]

    def found_in(self, tokens: Sequence[Word]) -> list[Found]:
        """Return the cues among *tokens*, the longest where several share a word."""
        capitals = not any(token.text.islower() for token in tokens)
        found = [
            hit for at in range(len(tokens)) for hit in self._at(tokens, at, capitals=capitals)
        ]
        found.sort(key=lambda hit: (hit.first, -(hit.last - hit.first)))
        kept: list[Found] = []
        for hit in found:
            if not any(_covers(other, hit) for other in kept[-6:]):
                kept.append(hit)
        return [hit for hit in kept if hit.cue.does != "nothing"]

    def _at(self, tokens: Sequence[Word], at: int, *, capitals: bool) -> Iterator[Found]:
        word = tokens[at].text.lower()
        rows = [*self.exact.get(word, ()), *self.beginnings.get(word[:_KEY], ())]
        for phrase, cue in rows:
            last = _end_of(phrase, tokens, at, capitals=capitals)
            if last:
                whole = cue.takes == "sentence"
                gaps = (
                    []
                    if whole
                    else [index for index, pattern in enumerate(phrase) if pattern in "…_"]
                )
                yield Found(cue, at, last, at + gaps[0] if gaps else last)

    def is_a(self, name: str, word: str) -> bool:
        """Say whether *word* is one of the listed words *name*."""
        return self.words[name].has(word)

    def ends_as(self, name: str, word: str) -> bool:
        """Say whether *word* is a compound of one of the listed words *name*."""
        return word.lower().endswith(self.ends.get(name, ("\0",)))

    def has(self, name: str) -> bool:
        """Say whether the language has a trait that its file names."""
        return name in self.words


def _covers(other: Found, hit: Found) -> bool:
    longer = other.core - other.first > hit.last - hit.first
    return longer and other.first <= hit.first and hit.last <= other.core


def fits(pattern: str, text: str) -> bool:
    """Say whether a word is what one word of a phrase stands for."""
    if pattern == "_":
        return True
    if pattern.endswith("*"):
        return text.startswith(pattern[:-1])
    return text == pattern


def _fits_token(pattern: str, tokens: Sequence[Word], at: int, *, capitals: bool) -> bool:
    text = tokens[at].text
    if capitals:
        return fits(pattern.lower(), text.lower())
    if fits(pattern, text):
        return True
    begins = at == 0 or not is_word(tokens[at - 1])
    return begins and pattern.islower() and fits(pattern, text.lower())


def _end_of(phrase: Sequence[str], tokens: Sequence[Word], at: int, *, capitals: bool) -> int:
    """Return the token after the phrase that begins at *at*; 0 where none does."""
    for index, pattern in enumerate(phrase):
        if pattern == "…":
            rest = phrase[index + 1 :]
            for skipped in range(at, min(at + _GAP + 1, len(tokens))):
                if last := _end_of(rest, tokens, skipped, capitals=capitals):
                    return last
            return 0
        if at >= len(tokens) or not _fits_token(pattern, tokens, at, capitals=capitals):
            return 0
        at += 1
    return at


def _strings(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


@cache
def cues_of(language: str) -> Cues:
    """Return the cues of *language*, English ones where there are none."""
    written = load_yaml(DATA / "cues" / f"{language if language in LANGUAGES else 'en'}.yaml")
    cues = tuple(_cue(entry) for entry in written["cues"])
    exact: dict[str, list[tuple[tuple[str, ...], Cue]]] = defaultdict(list)
    beginnings: dict[str, list[tuple[tuple[str, ...], Cue]]] = defaultdict(list)
    for cue in cues:
        for phrase in cue.phrases:
            first = phrase[0].lower()
            if first.endswith("*"):
                beginnings[first[:_KEY]].append((phrase, cue))
            else:
                exact[first].append((phrase, cue))
    endings = {name: re.compile(ending) for name, ending in written["endings"].items()}
    words = {name: _listed(rows) for name, rows in written["words"].items()}
    ends = {name: _spelled(rows) for name, rows in written.get("ends", {}).items()}
    return Cues(cues, dict(exact), dict(beginnings), endings, words, ends)


def _listed(rows: Any) -> Listed:
    words = _spelled(rows)
    exact = frozenset(word for word in words if not word.endswith("*"))
    return Listed(exact, tuple(word[:-1] for word in words if word.endswith("*")))


def _spelled(patterns: Any) -> tuple[str, ...]:
    return tuple(word for pattern in _strings(patterns) for word in spelled_out(pattern))


def _cue(entry: dict[str, Any]) -> Cue:
    given = ("does", "takes", "words", "match", "not")
    return Cue(
        entry["does"],
        entry.get("takes", "clause"),
        tuple(tuple(phrase.split()) for phrase in _spelled(entry["words"])),
        {name: _spelled(value) for name, value in entry.items() if name not in given},
        _strings(entry["match"]),
        _strings(entry["not"]),
    )
