"""Names in a text: whom the lexicon knows, in every inflection, and who is new.

The longest form wins, and no word inside a longer name counts apart. What a form means may hang on
what stands around it: a metonym with *in* before it is the city, an ambiguous surname needs a title
or the full name elsewhere, an organ's name needs its state.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.models import EntityClass
from kg.reading.forms import ANY, UPPER, Found, Target, forms_of, longest
from kg.reading.hints import DOUBLE, New, cues, slug
from kg.reading.lexicon import Lexicon
from kg.reading.newcomers import find_new
from kg.reading.organs import Organs
from kg.reading.pieces import Piece, naming_words, pieces_of
from kg.reading.seen import Manner, Mention, Word

# Of several meanings the likeliest first.
_LIKELIEST = (
    Manner.METONYM,
    Manner.NAME,
    Manner.PEOPLE,
    Manner.ADJECTIVE,
    Manner.ANAPHOR,
    Manner.OFFICE,
)
_LONGEST_ACRONYM = 4  # letters: SANA is no Sana
_LEAST_LEFT = 3  # pieces of a name from which an adjective may be taken
_NEAR = 8  # pieces within which a verb of movement makes a metonym a place


def find_names(
    text: str, words: Sequence[Word], language: str, lexicon: Lexicon
) -> tuple[Mention, ...]:
    """Return the mentions in *text*, in order; none overlap.

    *words* are those of the whole text. Which era "Moscow" belongs to is asked afterwards, with
    `in_their_time`, when the dates are known.
    """
    pieces = pieces_of(text, words, language)
    return tuple(_Reading(text, pieces, words, language, lexicon).mentions())


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


def _named(found: list[Found]) -> set[str]:
    """Return the entities that a name means which means nobody else."""
    return {
        target.entry
        for each in found
        for target in each.targets
        if not target.ambiguous and target.manner is Manner.NAME
    }


def _merged(found: list[Found], new: list[New]) -> list[Found | New]:
    both: list[Found | New] = [*found, *new]
    return sorted(both, key=lambda each: each.first)


# -- reading a text ---------------------------------------------------------------------------


class _Reading:
    def __init__(
        self,
        text: str,
        pieces: list[Piece],
        words: Sequence[Word],
        language: str,
        lexicon: Lexicon,
    ) -> None:
        self.text, self.pieces, self.words = text, pieces, words
        self.language, self.lexicon = language, lexicon
        self.known = naming_words(language)
        self.forms = forms_of(lexicon, language)
        self._sets = {
            name: frozenset(found) for name, found in self.known.items() if isinstance(found, list)
        }

    def mentions(self) -> list[Mention]:
        """Return every mention, in order."""
        scanned = list(self._scan())
        named = _named(scanned)
        sure = list(self._sure(scanned, named))
        organs = Organs(self.pieces, sure, self.lexicon, self.language)
        found, heads = organs.with_organs(self.forms.heads, self._fits)
        found = organs.with_offices(found, named)
        new = list(self._new(found, heads))
        taken = {at for each in new for at in range(each.first, each.end)}
        left = [each for each in found if taken.isdisjoint(range(each.first, each.end))]
        mentions: list[Mention] = []
        for each in _merged(left, new):
            if isinstance(each, New):
                mentions.append(self._first_seen(each))
            else:
                mentions.extend(self._mention(each, mentions))
        return mentions

    # -- new names

    def _new(self, found: list[Found], heads: dict[int, int]) -> Iterator[New]:
        """Yield the new names that no name of the lexicon stands against."""
        known = {at: n for n, each in enumerate(found) for at in range(each.first, each.end)}
        known |= heads
        for new in find_new(self.text, self.pieces, self.language, known):
            new = self._without_adjective(new, found, known)
            inside = {known.get(at, -1) for at in range(new.first, new.end)}
            spans = [found[n] for n in inside if n >= 0]
            within = all(new.first <= span.first and span.end <= new.end for span in spans)
            longer = all(span.end - span.first < new.end - new.first for span in spans)
            known_first = any(span.first == new.first and self._is_whole(span) for span in spans)
            if within and longer and not known_first:
                yield new

    def _is_whole(self, found: Found) -> bool:
        """Whether a name of several words stands there, which "of …" doesn't make another one."""
        names = any(target.manner is Manner.NAME for target in found.targets)
        after = self._piece(found.end)
        goes_on = after is not None and after.raw in cues().goes_on
        return names and goes_on and found.end - found.first > 1

    def _without_adjective(self, new: New, found: list[Found], known: dict[int, int]) -> New:
        """Return a company without the adjective of a state before it: "Russian Baltwerf JSC"."""
        number = known.get(new.first, -1)
        legal = any(self.pieces[at].raw in cues().legal for at in range(new.first, new.end))
        if number < 0 or not legal or new.end - new.first < _LEAST_LEFT:
            return new
        each = found[number]
        adjective = all(target.manner is Manner.ADJECTIVE for target in each.targets)
        if not adjective or each.end != new.first + 1 or self._hyphen_after(new.first):
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
        found = longest(self.forms.root, self.pieces, at, self._fits)
        while found and self._is_title_of(found):  # "US-Präsident Trump" is no presidency
            found = longest(self.forms.root, self.pieces, at, self._fits, found.end - 1)
        return found

    def _is_title_of(self, found: Found) -> bool:
        """Whether the name ends in a title, and a person's name follows."""
        after, title = self._piece(found.end), self.pieces[found.end - 1]
        if after is None or after.sign or not after.capital or after.join != " ":
            return False
        if self._sets["titles"].isdisjoint(title.keys):
            return False
        person = longest(self.forms.root, self.pieces, found.end, self._fits)
        return self.language != "de" or (person is not None and self._means_person(person))

    def _means_person(self, found: Found) -> bool:
        entries = [self.lexicon.entry(target.entry) for target in found.targets]
        return any(entry and entry.entity_class is EntityClass.PERSON for entry in entries)

    def _fits(self, target: Target, first: int, end: int) -> bool:
        if target.compound and not self._hyphen_after(end - 1):
            return False
        if target.manner is Manner.ADJECTIVE and self._is_language(first, end):
            return False
        if target.manner is not Manner.ADJECTIVE and self._breaks_compound(end):
            return False
        return all(
            case == ANY or self._written(self.pieces[first + index], case)
            for index, case in enumerate(target.cases)
        )

    def _written(self, piece: Piece, case: int) -> bool:
        if piece.loud:
            return case != UPPER or piece.keys[0] not in self._sets["not_acronyms"]
        if case == UPPER:
            return piece.upper
        acronym = 1 < len(piece.raw) <= _LONGEST_ACRONYM and piece.raw.isupper()
        return piece.capital and not acronym

    def _breaks_compound(self, end: int) -> bool:
        """Whether a word in small letters is half of a compound: "китайские военно-…"."""
        return self.pieces[end - 1].raw[0].islower() and self._hyphen_after(end - 1)

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

    def _sure(self, found: list[Found], named: set[str]) -> Iterator[Found]:
        """Yield what has a meaning, with the one that it has."""
        for each in found:
            targets = self._meant(each, named)
            if targets and not (self._is_quoted(each) and self._is_ship(targets)):
                yield each._replace(targets=targets)

    def _is_quoted(self, found: Found) -> bool:
        """Whether quotation marks stand right around it."""
        before, after = self._piece(found.first - 1), self._piece(found.end)
        if before is None or after is None:
            return False
        return before.raw in DOUBLE and after.raw in DOUBLE and after.join == "+"

    def _is_ship(self, targets: Iterable[Target]) -> bool:
        """Whether in quotation marks it is likelier a ship than the person or city."""
        for target in targets:
            entry = self.lexicon.entry(target.entry)
            kind = entry.entity_class if entry else None
            if target.manner is Manner.METONYM or kind in {EntityClass.PERSON, EntityClass.PLACE}:
                return True
        return False

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
        if manner is Manner.ADJECTIVE and not target.compound and self._is_people(found):
            manner = Manner.PEOPLE
        if manner is Manner.NAME and self._qualifies(found, entry.entity_class):
            manner = Manner.ADJECTIVE
        if manner is Manner.METONYM and self._is_place(found, before):
            place = self.lexicon.entry(self.lexicon.capital(entry.id) or "")
            if place is not None:
                entry, manner = place, Manner.NAME
        start, end = self.pieces[found.first].start, self.pieces[found.end - 1].end
        label = entry.labels.get(self.language) or entry.label
        yield Mention(start, end, entry.id, label, entry.entity_class, manner)

    def _best(self, found: Found) -> Target:
        ordered = sorted(found.targets, key=lambda target: _LIKELIEST.index(target.manner))
        return next((target for target in ordered if target.compound), ordered[0])

    def _qualifies(self, found: Found, entity_class: EntityClass) -> bool:
        """Whether an English abbreviation is its noun's adjective: "US sanctions"."""
        last, after = self.pieces[found.end - 1], self._piece(found.end)
        if self.language != "en" or entity_class is not EntityClass.STATE or not last.upper:
            return False
        if after is None or after.sign or after.join not in {" ", "/"} or last.loud:
            return False
        return self.words[after.word].tag in {"noun", "adjective"}

    def _is_people(self, found: Found) -> bool:
        """Whether an English adjective means the people: "the Chinese said", "Russians"."""
        if self.language != "en":
            return False
        last, after = self.pieces[found.end - 1], self._piece(found.end)
        if last.raw.endswith("s") and len(last.keys) > 1 and last.keys[-1] != f"~{last.keys[0]}":
            return True
        before = self._piece(found.first - 1)
        if before is None or before.keys[0] != "the":
            return False
        return after is None or after.sign or after.keys[0] in self._sets["after_people"]

    def _is_place(self, found: Found, before: list[Mention]) -> bool:
        after = self._piece(found.end)
        if after is not None and after.keys[0] == "'s":
            return False
        if after is not None and after.join == "-" and after.keys[0] in self._sets["based"]:
            return True
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
