"""The lexicon's forms in a tree by the keys of their pieces, and the longest that a text has."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from kg.models import EntityClass
from kg.reading.lexicon import EVERY, Entry, Lexicon
from kg.reading.lexicon import Form as Known
from kg.reading.morphology import morphology
from kg.reading.pieces import Piece, folded, parts_of, stem_key
from kg.reading.seen import Manner

Node = dict[str, Any]
_LEAF = ""  # the key of a node's targets; no piece has it
ANY, CAPITAL, UPPER = range(3)  # how a piece must be written
# Whose names are the same in every language that is written in Latin letters.
_EVERYWHERE = frozenset(
    {
        EntityClass.PERSON,
        EntityClass.COMPANY,
        EntityClass.MEDIUM,
        EntityClass.THINK_TANK,
        EntityClass.WEAPON,
        EntityClass.SYSTEM,
    }
)
_SPELT_AS_EVER = 4  # letters: a shorter word of another language may be any word of this one
# Bodies whose names Russian and English write in small letters, too.
_SMALL_TOO = frozenset({EntityClass.STATE_ORGAN, EntityClass.ARMED_FORCE})
_SHORT_ENDING = 2  # letters: Дмитриев has no stem in common with Дмитрий then
_LONG_ENOUGH = 6  # letters of a Russian word whose stem is surely its own


class Target(NamedTuple):
    """What a form means. *cases*: how each piece must be written; *rank*: 1 of another language."""

    entry: str
    manner: Manner
    cases: tuple[int, ...]
    ambiguous: bool = False
    compound: bool = False
    rank: int = 0


class Found(NamedTuple):
    """A stretch of pieces, end exclusive, and what it may mean."""

    first: int
    end: int
    targets: tuple[Target, ...]


class Forms:
    """The forms of a language, in a tree by the keys of their pieces."""

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        self.root: Node = {}
        self.heads: Node = {}
        for form in lexicon.forms:
            entry = lexicon.entry(form.entry)
            rank = _rank(form, entry, language)
            if entry is not None and rank is not None:
                self._add(form, entry, rank, language)
        for head in lexicon.heads:
            if head.language == language:
                keys, cases = _keys(head.words, language)
                small = tuple(case if language == "de" else ANY for case in cases)
                _leaf(self.heads, keys).append(Target(head.kind, Manner.NAME, small))

    def _add(self, form: Known, entry: Entry, rank: int, language: str) -> None:
        keys, cases = _keys(form.words.removesuffix("-"), language)
        if not keys:
            return
        if entry.entity_class in _SMALL_TOO and len(keys) > 1:
            cases = _small_too(cases, language)
        compound = form.words.endswith("-")
        target = Target(form.entry, form.manner, cases, form.ambiguous, compound, rank)
        _leaf(self.root, keys).append(target)
        if len(keys) == 1 and form.words[0].isalpha() and _inflects(form, language):
            _leaf(self.root, [stem_key(form.words, language)]).append(target)
        if len(keys) > 1 and language == "ru":  # names whose lemma is known, stems or none
            surfaces = [folded(part.replace(".", "")) or part for part in parts_of(form.words)]
            _leaf(self.root, surfaces).append(target)
        if any(not any(map(str.isalnum, key)) for key in keys):  # St. Petersburg, Co., Ltd.
            plain = [
                both for both in zip(keys, cases, strict=True) if any(map(str.isalnum, both[0]))
            ]
            bare = target._replace(cases=tuple(case for _, case in plain))
            if plain and len(plain) < len(keys):
                _leaf(self.root, [key for key, _ in plain]).append(bare)


def longest(
    root: Node,
    pieces: Sequence[Piece],
    at: int,
    fits: Callable[[Target, int, int], bool],
    limit: int | None = None,
) -> Found | None:
    """Return the longest form of *root* that begins at piece *at*, ends by *limit* and *fits*."""
    nodes, end, best = [root], at, None
    limit = len(pieces) if limit is None else limit
    while nodes and end < limit:
        piece = pieces[end]
        if end > at and piece.join == ".":
            break
        nodes = [node[key] for node in nodes for key in piece.keys if key in node]
        end += 1
        targets = [
            target for node in nodes for target in node.get(_LEAF, ()) if fits(target, at, end)
        ]
        if targets:
            best = Found(at, end, tuple(targets))
    return best


def forms_of(lexicon: Lexicon, language: str) -> Forms:
    """Return the tree of *lexicon* in *language*, made once."""
    return _forms(_Same(lexicon), language)


@lru_cache(8)
def _forms(lexicon: "_Same", language: str) -> Forms:
    return Forms(lexicon.lexicon, language)


class _Same:
    """A lexicon as itself: equal to no other, so that its tree can be kept."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.lexicon is self.lexicon

    def __hash__(self) -> int:
        return id(self.lexicon)


def _rank(form: Known, entry: Entry | None, language: str) -> int | None:
    """Return 0 for a form of *language*, 1 for one that is the same there, None for another's."""
    if form.language in {language, EVERY}:
        return 0
    if entry is None or form.language == "ru" or form.manner is not Manner.NAME:
        return None
    as_ever = entry.entity_class in _EVERYWHERE and len(form.words) >= _SPELT_AS_EVER
    return 1 if as_ever and form.words[0].isupper() else None


def _inflects(form: Known, language: str) -> bool:
    """Whether a single word may be met with endings that no list of lemmas takes off."""
    if form.manner is Manner.PEOPLE or (language == "en" and form.manner is Manner.ADJECTIVE):
        return True
    if language != "ru" or len(form.words) < _LONG_ENOUGH:
        return False
    stem = stem_key(form.words, "ru")
    if morphology("ru").knows(stem[1:]):  # "груз" is a load, not Georgia
        return False
    return len(stem) > len(form.words) - _SHORT_ENDING


def _keys(words: str, language: str) -> tuple[list[str], tuple[int, ...]]:
    """Return the keys of a form's pieces, and how each must be written."""
    parts = parts_of(words)
    if len(parts) == 1 or language == "en":
        keys = [folded(part.replace(".", "")) or part for part in parts]
    else:
        keys = [stem_key(part, language) if part[0].isalnum() else part for part in parts]
    return keys, tuple(map(_case, parts))


def _case(part: str) -> int:
    letters = part.replace(".", "")
    if len(letters) > 1 and letters.isupper():
        return UPPER
    return CAPITAL if letters[:1].isupper() else ANY


def _small_too(cases: tuple[int, ...], language: str) -> tuple[int, ...]:
    """Return *cases* of a body's name for text: "Russisches …" begins with an adjective."""
    if language == "de":
        return (ANY, *cases[1:]) if cases[0] == CAPITAL else cases
    return tuple(case if case == UPPER else ANY for case in cases)


def _leaf(root: Node, keys: Sequence[str]) -> list[Target]:
    node = root
    for key in keys:
        node = node.setdefault(key, {})
    found: list[Target] = node.setdefault(_LEAF, [])
    return found
