"""Names in a text: whom the lexicon knows, in every inflection, and who is new.

The longest form wins, and no word inside a longer name counts apart. What a form means may hang on
what stands around it: a metonym with *in* before it is the city, an ambiguous surname needs a title
or the full name elsewhere, an organ's name needs its state.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from kg.models import EntityClass
from kg.reading.lexicon import EVERY, Entry, Lexicon
from kg.reading.lexicon import Form as Known
from kg.reading.newcomers import New, Newcomers, slug
from kg.reading.pieces import Piece, key_of, knowledge, pieces_of
from kg.reading.seen import Manner, Mention, Word
from kg.reading.words import words_of

Node = dict[str, Any]
_LEAF = ""  # the key of a node's targets; no piece has it
_ANY, _CAPITAL, _UPPER = range(3)
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
_NEAR = 8  # pieces within which a verb of movement makes a metonym a place


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


def find_names(
    text: str, words: Sequence[Word], language: str, lexicon: Lexicon
) -> tuple[Mention, ...]:
    """Return the mentions in *text*, in order; none overlap.

    *words* are those of the whole text. Which era "Moscow" belongs to is asked afterwards, with
    `in_their_time`, when the dates are known.
    """
    return tuple(_Reading(text, pieces_of(text, words, language), language, lexicon).mentions())


def in_their_time(
    mentions: Iterable[Mention], lexicon: Lexicon, year_of: Callable[[Mention], int | None]
) -> tuple[Mention, ...]:
    """Return *mentions* with each metonym standing for the state of its year.

    *year_of* says when the sentence of a mention takes place; None leaves it as it is.
    """
    return tuple(_in_time(mention, lexicon, year_of) for mention in mentions)


def _in_time(
    mention: Mention, lexicon: Lexicon, year_of: Callable[[Mention], int | None]
) -> Mention:
    if mention.manner is not Manner.METONYM:
        return mention
    then = lexicon.era(mention.entity, year_of(mention))
    entry = lexicon.entry(then)
    if then == mention.entity or entry is None:
        return mention
    return mention._replace(entity=then, label=entry.label, entity_class=entry.entity_class)


# -- the lexicon's forms, by their pieces -----------------------------------------------------


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
                small = tuple(case if language == "de" else _ANY for case in cases)
                _leaf(self.heads, keys).append(Target(head.kind, Manner.NAME, small))

    def _add(self, form: Known, entry: Entry, rank: int, language: str) -> None:
        keys, cases = _keys(form.words.removesuffix("-"), language)
        if not keys:
            return
        if entry.entity_class in _SMALL_TOO and len(keys) > 1 and language != "de":
            cases = tuple(case if case == _UPPER else _ANY for case in cases)
        compound = form.words.endswith("-")
        target = Target(form.entry, form.manner, cases, form.ambiguous, compound, rank)
        _leaf(self.root, keys).append(target)
        if any(not key.isalnum() for key in keys):  # St. Petersburg, Co., Ltd.
            plain = [(k, c) for k, c in zip(keys, cases, strict=True) if any(map(str.isalnum, k))]
            bare = target._replace(cases=tuple(case for _, case in plain))
            if plain and len(plain) < len(keys):
                _leaf(self.root, [key for key, _ in plain]).append(bare)


def longest(
    root: Node, pieces: Sequence[Piece], at: int, fits: Callable[[Target, int, int], bool]
) -> Found | None:
    """Return the longest form of *root* that begins at piece *at* and *fits*."""
    nodes, end, best = [root], at, None
    while nodes and end < len(pieces):
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


def _keys(words: str, language: str) -> tuple[list[str], tuple[int, ...]]:
    pieces = pieces_of(words, words_of(words, 0, len(words), language), language)
    alone = len(pieces) == 1
    keys = [p.raw if p.sign else key_of(p.raw, language, alone=alone) for p in pieces]
    return keys, tuple(_case(piece) for piece in pieces)


def _case(piece: Piece) -> int:
    letters = piece.raw.replace(".", "")
    if len(letters) > 1 and letters.isupper():
        return _UPPER
    return _CAPITAL if letters[:1].isupper() else _ANY


def _leaf(root: Node, keys: Sequence[str]) -> list[Target]:
    node = root
    for key in keys:
        node = node.setdefault(key, {})
    found: list[Target] = node.setdefault(_LEAF, [])
    return found


# -- reading a text ---------------------------------------------------------------------------


class _Reading:
    def __init__(self, text: str, pieces: list[Piece], language: str, lexicon: Lexicon) -> None:
        self.text, self.pieces, self.language, self.lexicon = text, pieces, language, lexicon
        self.known = knowledge(language)
        self.forms = _forms(_Same(lexicon), language)
        self._sets = {
            name: frozenset(found) for name, found in self.known.items() if isinstance(found, list)
        }

    def mentions(self) -> list[Mention]:
        """Return every mention, in order."""
        found = list(self._sure(list(self._scan())))
        new = list(self._new(found))
        taken = {at for each in new for at in range(each.first, each.end)}
        left = [each for each in found if taken.isdisjoint(range(each.first, each.end))]
        mentions: list[Mention] = []
        for each in sorted([*left, *new], key=lambda each: each.first):
            if isinstance(each, New):
                mentions.append(self._first_seen(each))
            else:
                mentions.extend(self._mention(each, mentions))
        return mentions

    # -- new names

    def _new(self, found: list[Found]) -> Iterator[New]:
        """Yield the new names that no name of the lexicon stands against."""
        known = {at: n for n, each in enumerate(found) for at in range(each.first, each.end)}
        for new in Newcomers(self.text, self.pieces, self.language, known).found():
            new = self._without_adjective(new, found, known)
            inside = {known[at] for at in range(new.first, new.end) if at in known}
            spans = [found[n] for n in inside]
            within = all(new.first <= span.first and span.end <= new.end for span in spans)
            if within and all(span.end - span.first < new.end - new.first for span in spans):
                yield new

    def _without_adjective(self, new: New, found: list[Found], known: dict[int, int]) -> New:
        """Return *new* without the adjective of a state before it: "Russian Baltic Shipyard"."""
        if new.first not in known or new.end - new.first < 3:
            return new
        each = found[known[new.first]]
        states = [t for t in each.targets if t.manner is Manner.ADJECTIVE and not t.compound]
        if not states or each.end != new.first + 1:
            return new
        words = new.label.partition(" ")[2]
        return new._replace(first=each.end, label=words, id=slug(words))

    def _first_seen(self, new: New) -> Mention:
        start, end = self.pieces[new.first].start, self.pieces[new.end - 1].end
        return Mention(start, end, new.id, new.label, new.entity_class, is_new=True)

    # -- what stands where

    def _scan(self) -> Iterator[Found]:
        at = 0
        while at < len(self.pieces):
            found = None if self.pieces[at].sign else self._at(at)
            if found:
                yield found
            at = found.end if found else at + 1

    def _at(self, at: int) -> Found | None:
        return longest(self.forms.root, self.pieces, at, self._fits)

    def _fits(self, target: Target, first: int, end: int) -> bool:
        if target.compound and not self._hyphen_after(end - 1):
            return False
        if target.manner is Manner.ADJECTIVE and self._is_language(first, end):
            return False
        return all(
            case == _ANY or self._written(self.pieces[first + index], case)
            for index, case in enumerate(target.cases)
        )

    def _written(self, piece: Piece, case: int) -> bool:
        if piece.loud:
            return case != _UPPER or piece.keys[0] not in self._sets["not_acronyms"]
        return piece.upper if case == _UPPER else piece.capital

    def _hyphen_after(self, at: int) -> bool:
        end = self.pieces[at].end
        return self.text[end : end + 1] in {"-", "\u2010", "\u2011"}

    def _is_language(self, first: int, end: int) -> bool:
        """Whether a German adjective is the language: "auf Russisch"."""
        piece = self.pieces[first]
        if self.language != "de" or end - first > 1 or piece.loud or not piece.raw[0].isupper():
            return False
        return piece.raw.endswith("isch") and not self._hyphen_after(first)

    # -- which of several meanings

    def _sure(self, found: list[Found]) -> Iterator[Found]:
        """Yield what has a meaning, with the one that it has."""
        named = {
            target.entry
            for each in found
            for target in each.targets
            if not target.ambiguous and target.manner is Manner.NAME
        }
        for each in found:
            targets = self._meant(each, named)
            if targets:
                yield each._replace(targets=targets)

    def _meant(self, found: Found, named: set[str]) -> tuple[Target, ...]:
        clear = [target for target in found.targets if not target.ambiguous]
        if not clear:
            clear = [target for target in found.targets if target.entry in named]
        if not clear and self._titled(found):
            clear = list(found.targets)
        lowest = min((target.rank for target in clear), default=0)
        return tuple(target for target in clear if target.rank == lowest)

    def _titled(self, found: Found) -> bool:
        before = self._piece(found.first - 1)
        return before is not None and not self._sets["titles"].isdisjoint(before.keys)

    def _piece(self, at: int) -> Piece | None:
        return self.pieces[at] if 0 <= at < len(self.pieces) else None

    # -- how it is meant

    def _mention(self, found: Found, before: list[Mention]) -> Iterator[Mention]:
        target = self._best(found)
        entry = self.lexicon.entry(target.entry)
        if entry is None:
            return
        manner = target.manner
        if manner is Manner.METONYM and self._is_place(found, before):
            place = self.lexicon.entry(self.lexicon.capital(entry.id) or "")
            if place is not None:
                entry, manner = place, Manner.NAME
        start, end = self.pieces[found.first].start, self.pieces[found.end - 1].end
        label = entry.labels.get(self.language) or entry.label
        yield Mention(start, end, entry.id, label, entry.entity_class, manner)

    def _best(self, found: Found) -> Target:
        wanted = self._wanted(found)
        ordered = sorted(found.targets, key=lambda target: wanted.index(target.manner))
        compounds = [target for target in ordered if target.compound]
        return (compounds or ordered)[0]

    def _wanted(self, found: Found) -> list[Manner]:
        """Return the manners, the likeliest first: "the Chinese said", "Chinese ships"."""
        people = [Manner.METONYM, Manner.PEOPLE, Manner.ADJECTIVE, Manner.NAME]
        rest = [Manner.ANAPHOR, Manner.OFFICE]
        if self._qualifies(found):
            people[1:3] = [Manner.ADJECTIVE, Manner.PEOPLE]
        return people + rest

    def _qualifies(self, found: Found) -> bool:
        """Whether a noun follows, so that the words are its adjective."""
        after = self._piece(found.end)
        if after is None or after.sign or after.join not in {" ", "-", "/"}:
            return False
        if self.language != "en":
            return True
        before = self._piece(found.first - 1)
        article = before is not None and before.keys[0] == "the"
        return (
            not (article and after.keys[0] in self._sets["after_people"]) and after.keys[0] != "and"
        )

    def _is_place(self, found: Found, before: list[Mention]) -> bool:
        after = self._piece(found.end)
        if after is not None and after.keys[0] == "'s":
            return False
        previous = self._piece(found.first - 1)
        if previous is None or previous.sign or self._is_genitive(found):
            return False
        keys = set(previous.keys)
        if keys & self._sets["there"]:
            return True
        if keys & self._sets["visits"]:
            return True
        if keys & {"und", "and", "и"}:
            return bool(before) and self._follows_place(found, before[-1])
        return bool(keys & self._sets["ways"]) and self._moves(found)

    def _follows_place(self, found: Found, last: Mention) -> bool:
        joined = found.first >= 2 and self.pieces[found.first - 2].end == last.end
        return joined and last.entity_class is EntityClass.PLACE

    def _is_genitive(self, found: Found) -> bool:
        """Whether a German metonym stands in the genitive: "in Pekings Interesse"."""
        last = self.pieces[found.end - 1]
        return self.language == "de" and len(last.keys) > 1 and last.raw.endswith("s")

    def _moves(self, found: Found) -> bool:
        near = range(max(0, found.first - _NEAR), min(len(self.pieces), found.end + _NEAR // 2))
        return any(
            not self._sets["movement"].isdisjoint(self.pieces[at].keys)
            for at in near
            if not found.first <= at < found.end
        )
