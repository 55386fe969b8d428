"""One sentence with all that was seen in it, and how its names hang together.

A phrase is one name, or several joined by "and"; its *marker* tells how it is tied to the rest: by
which preposition, as an adjective or genitive of which noun, or not at all ("bare": a subject or
an object). With markers for cases, frames read three languages alike.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator
from functools import cached_property
from itertools import pairwise, zip_longest
from typing import NamedTuple

from kg.models import EntityClass
from kg.reading.grammar import Grammar, grammar_of
from kg.reading.seen import Amount, Clause, Manner, Mention, TimeSeen, Word
from kg.reading.senses import is_one
from kg.reading.slugs import slug

BARE = "bare"
_QUOTES = frozenset("\"„“”«»'‘’")
_THINGS = frozenset({EntityClass.COMMODITY, EntityClass.SYSTEM, EntityClass.WEAPON})
_ACTING = ("government", "collective")  # senses of nouns by which a country, or many, act
_STATES_AND_BODIES = frozenset(
    {
        EntityClass.STATE,
        EntityClass.HISTORICAL_STATE,
        EntityClass.REGION,
        EntityClass.ALLIANCE,
        EntityClass.INTERNATIONAL_ORGANISATION,
        EntityClass.STATE_ORGAN,
        EntityClass.ARMED_FORCE,
    }
)
_TIED = frozenset({"adj", "poss", "gen", "compound"})
_ORGANS = frozenset({EntityClass.ARMED_FORCE, EntityClass.STATE_ORGAN})
_TITLED = frozenset(
    {
        EntityClass.PERSON,
        EntityClass.COMPANY,
        EntityClass.MEDIUM,
        EntityClass.THINK_TANK,
        EntityClass.POLITICAL_PARTY,
    }
)
_OF_NAMES = frozenset({"nom", "gen", "acc"})  # cases that surnames of both sexes mix up
_CASES = frozenset({"ins", "dat"})  # Russian cases that mark a role as a preposition does
_CONJOINED = frozenset({"when", "because", "although", "if", "that"})
_APART = frozenset({"infinitive", "relative", "when", "because", "although", "if"})
_TITLE = 5  # words of an office before its holder's name
_TITLE_WORDS = 14  # a longer sentence is no heading
_FAR = 6  # so many words may stand between a preposition and its name


class Phrase(NamedTuple):
    """Names joined into one. *head* is the index of the word it is tied to; -1 for none.

    *marker* is "bare", "adj", "poss", "gen", "compound", a preposition, or the case that a Russian
    form tells ("ins", "dat"). *outer* marks the noun that an adjective or genitive belongs to, and
    so tells what "chinesische Firmen" are in their clause, and *over* is the index of the word that
    this noun is tied to; of a phrase that stands by itself they are its marker and head.
    """

    mentions: tuple[Mention, ...]
    marker: str
    head: int
    outer: str
    over: int = -1

    @property
    def start(self) -> int:
        """Return where the first name begins."""
        return self.mentions[0].start

    @property
    def end(self) -> int:
        """Return where the last name ends."""
        return max(mention.end for mention in self.mentions)


def _are_of_one_sort(left: Mention, right: Mention) -> bool:
    """Return whether two names can be a list: of states and bodies, of persons, of firms."""
    sorts = (_STATES_AND_BODIES, {EntityClass.PERSON}, {EntityClass.COMPANY}, _THINGS)
    return left.entity_class is right.entity_class or any(
        left.entity_class in sort and right.entity_class in sort for sort in sorts
    )


class Sentence:
    """What was seen between two offsets of *text*. *anchor* is the time its heading gives."""

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        language: str,
        words: tuple[Word, ...],
        mentions: tuple[Mention, ...] = (),
        amounts: tuple[Amount, ...] = (),
        times: tuple[TimeSeen, ...] = (),
        clauses: tuple[Clause, ...] = (),
        anchor: TimeSeen | None = None,
    ) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.language = language
        self.words = words
        self.mentions = mentions
        self.amounts = amounts
        self.times = times
        self.clauses = clauses or (Clause(start, end, "main"),)
        self.anchor = anchor
        self.attributing: frozenset[int] = frozenset()  # offsets of names that only say who says so
        self._starts = [word.start for word in words]
        self._clause_starts = [clause.start for clause in self.clauses]
        self._lemmas: dict[int, frozenset[str]] = {}
        self._words: dict[int, tuple[Word, ...]] = {}

    @property
    def exact(self) -> str:
        """Return the words of the sentence."""
        return self.text[self.start : self.end]

    @property
    def grammar(self) -> Grammar:
        """Return the small words of its language."""
        return grammar_of(self.language)

    def index_at(self, offset: int) -> int:
        """Return the index of the word in which *offset* lies, or of the next one."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self.words[index].end:
            return index
        return bisect_left(self._starts, offset)

    def clause_at(self, offset: int) -> int:
        """Return the index of the clause around *offset*; clauses follow without a gap.

        A clause that brackets interrupt is one all the same: that of its first stretch.
        """
        index = max(0, bisect_right(self._clause_starts, offset) - 1)
        clause = self.clauses[index]
        if 0 <= clause.governor < index - 1 and self.clauses[clause.governor].kind == clause.kind:
            return clause.governor
        return index

    def words_within(self, mention: Mention) -> tuple[Word, ...]:
        """Return the words of a name."""
        return self.words[self.index_at(mention.start) : self.index_at(mention.end - 1) + 1]

    def words_of(self, clause: int) -> tuple[Word, ...]:
        """Return the words of a clause, all its stretches."""
        if clause not in self._words:
            self._words[clause] = tuple(w for w in self.words if self.clause_at(w.start) == clause)
        return self._words[clause]

    def group_of(self, phrase: Phrase) -> Mention | None:
        """Return the group that a phrase names: "chinesische Firmen" are not China."""
        if phrase.marker == BARE or phrase.head < 0 or phrase.mentions[0].manner is Manner.ANAPHOR:
            return None
        head = self.words[phrase.head]
        if not is_one("collective", head.lemma, self.language) or phrase.marker not in _TIED:
            return None
        if len(phrase.mentions) > 1:  # "Russian and Chinese firms" are of two
            return None
        start, end = min(phrase.start, head.start), max(phrase.end, head.end)
        label = " ".join(self.text[start:end].split())
        first = phrase.mentions[0]
        country = first.entity if first.entity_class is EntityClass.STATE else None
        return Mention(
            start, end, slug(label), label, EntityClass.GROUP, is_new=True, country=country
        )

    def lemmas_of(self, clause: int) -> frozenset[str]:
        """Return the lemmas of a clause, and its words as they stand, in small letters."""
        if clause not in self._lemmas:
            inside = self.words_of(clause)
            written = (form for word in inside for form in (word.lemma, word.text.lower()))
            self._lemmas[clause] = frozenset(written)
        return self._lemmas[clause]

    def is_title(self, verbs: Container[str]) -> bool:
        """Return whether no word of it can be a verb, as far as its tags tell; *verbs* are known.

        A Russian sentence may well have none.
        """
        if len(self.words) > _TITLE_WORDS or self.language == "ru":
            return False
        return any(word.tag in {"noun", "adjective"} for word in self.words) and not any(
            word.tag in {"finite", "verb"}
            or (word.text[:1].islower() and word.lemma in verbs)
            or self.may_be_verb(index)
            for index, word in enumerate(self.words)
        )

    def is_item(self) -> bool:
        """Return whether it can be the item of a list: a figure or name with what belongs to it."""
        first = next((word for word in self.words if word.tag != "sign"), None)
        return first is not None and (
            first.tag in {"number", "name", "noun", "adjective"} or first.text[:1].isdigit()
        )

    def may_be_verb(self, index: int) -> bool:
        """Return whether a German "adjective" stands before no noun: "verhängten die"."""
        word = self.words[index]
        if self.language != "de" or word.tag != "adjective" or index + 1 == len(self.words):
            return False
        following = self.words[index + 1]
        return word.text.endswith(("te", "ten", "t")) and (
            following.text.lower() in self.grammar.articles | self.grammar.prepositions
            or following.tag in {"name", "sign", "number"}
            or index - 1 in self.taken
            or (following.tag == "adjective" and word.text[-1] != following.text[-1])
        )

    @cached_property
    def taken(self) -> frozenset[int]:
        """Return the indices of words that belong to a name: no trigger stands inside one.

        The names of goods tell what they are: "shadow fleet" is a trigger all the same.
        """
        return frozenset(
            index
            for mention in self.mentions
            if mention.manner is not Manner.ANAPHOR and mention.entity_class not in _THINGS
            for index in range(self.index_at(mention.start), len(self.words))
            if self.words[index].start >= mention.start and self.words[index].end <= mention.end
        )

    @cached_property
    def _timed(self) -> frozenset[int]:
        """Return the indices of words that tell a time: "In 1896 China and Russia …"."""
        return frozenset(
            index
            for time in self.times
            for index in range(self.index_at(time.start), len(self.words))
            if self.words[index].start < time.end
        )

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """Return the phrases of the sentence, in order.

        An adjective in a title is none: "das chinesische Unternehmen HEAD" is HEAD, not China too.
        """
        every = [self._phrase(group) for group in self._groups()]
        return tuple(
            phrase
            for phrase, following in zip_longest(every, every[1:])
            if following is None or not self._is_in_title(phrase, following)
        )

    def _is_in_title(self, phrase: Phrase, following: Phrase) -> bool:
        """Return whether an adjective belongs to a title: "Russian President Vladimir Putin"."""
        name = following.mentions[0]
        first, last = self.index_at(phrase.end), self.index_at(following.start)
        between = self.words[first:last]
        if phrase.marker == "gen":  # "президентом России Владимиром Путиным"
            return name.entity_class is EntityClass.PERSON and not between
        if phrase.marker not in _TIED or name.entity_class not in _TITLED:
            return False
        return len(between) <= _TITLE and all(
            word.tag != "sign" and not self.grammar.preposition(word.text)
            for word in between
            if word.text not in {"'s", "’s", "-"}
        )

    def _groups(self) -> Iterator[tuple[Mention, ...]]:
        group: list[Mention] = []
        acting = (each for each in self.mentions if each.start not in self.attributing)
        ordered = sorted(acting, key=lambda mention: (mention.start, mention.end))
        for mention, following in zip_longest(ordered, ordered[1:]):
            if following and group and self._entitles(mention, following):
                continue
            if group and not self._joined(group[-1], mention):
                yield tuple(group)
                group = []
            group.append(mention)
        if group:
            yield tuple(group)

    def _joined(self, left: Mention, right: Mention) -> bool:
        """Return whether two names are one phrase: "A, B und C", "russisch-chinesisch"."""
        if left.start == right.start:  # "beide Staaten" means two
            return True
        if self._are_apart(left, right):
            return False
        between = self.text[left.end : right.start]
        if not between.strip() and left.manner is Manner.ADJECTIVE is right.manner:
            return True
        if between in {"-", "–"}:
            return True
        first = left.manner is Manner.PEOPLE and left.start == self.start
        if (left.manner is Manner.ADJECTIVE and right.entity_class in _ORGANS) or (
            first and (right.manner is Manner.ADJECTIVE or right.entity_class in _ORGANS)
        ):
            return self._are_joined(left, right)  # "Russische und chinesische Soldaten"
        for manner in (Manner.ADJECTIVE, Manner.ANAPHOR):
            if (left.manner is manner) != (right.manner is manner):
                return False
        return self._are_joined(left, right) or self._is_titled(left, right)

    def _are_apart(self, left: Mention, right: Mention) -> bool:
        """Return whether two names are of different sorts, or the second begins a clause."""
        clause = self.clauses[self.clause_at(right.start)]
        parted = clause.kind in _APART and left.end <= clause.start
        return parted or (left.entity_class in _THINGS) != (right.entity_class in _THINGS)

    def _are_joined(self, left: Mention, right: Mention) -> bool:
        """Return whether nothing but "and", commas and articles stands between two names."""
        small = [
            word.text.lower()
            for word in self.words[self.index_at(left.end) : self.index_at(right.start)]
            if word.start >= left.end
        ]
        rest = [word for word in small if word not in self.grammar.joins]
        if small and set(small) == {","} and not _are_of_one_sort(left, right):
            return False  # "According to Reuters, China …"
        return len(rest) < len(small) and all(word in self.grammar.articles for word in rest)

    def _is_titled(self, left: Mention, right: Mention) -> bool:
        """Return whether but "and" and a title stands between: "Putin und Staatschef Xi"."""
        if right.entity_class not in _TITLED:
            return False
        if self.language == "ru" and left.entity_class is not right.entity_class:
            return False  # "России и президента X": no two of a kind
        first, last = self.index_at(left.end), self.index_at(right.start)
        first += self.words[first].text in _QUOTES
        return self.words[first].text.lower() in self.grammar.joins and self._is_title_between(
            first + 1, last
        )

    def _is_title_between(self, first: int, last: int) -> bool:
        return last - first <= _TITLE and all(
            word.tag in {"noun", "name", "adjective"} or word.text.lower() in self.grammar.articles
            for word in self.words[first:last]
        )

    def _entitles(self, mention: Mention, following: Mention) -> bool:
        """Return whether an adjective only belongs to the title of who follows."""
        return (
            mention.manner is Manner.ADJECTIVE
            and following.entity_class in _TITLED
            and mention.end < following.start
            and self._is_title_between(self.index_at(mention.end), self.index_at(following.start))
        )

    def _phrase(self, mentions: tuple[Mention, ...]) -> Phrase:
        last = max(mentions, key=lambda mention: mention.end)
        first = mentions[0]
        within = self.index_at(first.start)
        marker, head = self._marked(mentions, within)
        if within < len(self.words) and self.words[within].end > last.end:
            return Phrase(mentions, "compound", within, marker, head)  # "US-Sanktionen"
        if self._is_attributive(last) or self._is_pair(mentions) or self._modifies(last):
            noun = self._noun_after(last.end)
            if marker in self.grammar.owning and self.is_acting(noun) and self._is_office(head):
                marker, head = self._marked((), head)  # "a battalion of Chinese paratroopers"
            return Phrase(mentions, "adj", noun, marker, head)
        if self._is_possessive(last):
            return Phrase(mentions, "poss", self._noun_after(last.end), marker, head)
        case = self.case_of(mentions).replace(" loc", "")  # which needs a preposition
        if marker in {BARE, "gen"} and case in _CASES:
            return Phrase(mentions, case, head, case, head)
        if marker == "gen" and case and "gen" not in case.split():
            return Phrase(mentions, BARE, -1, BARE, -1)
        owned = marker in self.grammar.owning and first.entity_class not in _THINGS
        if marker == "gen" or (owned and self._is_office(head)):
            return Phrase(mentions, "gen", head, *self._marked((), head))
        return Phrase(mentions, marker, head, marker, head)

    def _is_office(self, index: int) -> bool:
        """Return whether a country acts by the noun at *index*, which is no name of goods."""
        named = any(mention.end == self.words[index].end for mention in self.mentions)
        return self.is_acting(index) and not named

    def is_acting(self, index: int) -> bool:
        """Return whether a country, or many, act by the noun at *index*: "presidents of"."""
        lemma = self.words[index].lemma if index >= 0 else ""
        return any(is_one(sense, lemma, self.language) for sense in _ACTING)

    def case_of(self, mentions: tuple[Mention, ...]) -> str:
        """Return the cases that Russian names may be in, "" where their forms don't tell."""
        for mention in mentions:
            words = self.words[self.index_at(mention.start) : self.index_at(mention.end - 1) + 1]
            forms = [word.case.split() for word in words if word.case]
            if not forms:
                continue
            if mention.manner is Manner.ANAPHOR:
                forms = forms[-1:]
            shared = [case for case in forms[0] if all(case in other for other in forms)]
            person = mention.entity_class is EntityClass.PERSON
            cases = shared or forms[-1 if person else 0]
            if person and cases[0] in _CASES:
                return cases[0]
            if person and cases[0] == "gen":  # "Путина" is rather he than a woman of that name
                cases = ["gen", "acc", *(case for case in cases if case not in _OF_NAMES)]
            return " ".join(cases)
        return ""

    def acts_as_verb(self, index: int) -> bool:
        """Return whether an English word in -s is a verb, by what follows: "X plans to pump"."""
        word = self.words[index]
        if self.language != "en" or word.text[-1:] != "s" or index + 2 >= len(self.words):
            return False
        following, second = self.words[index + 1 : index + 3]
        if following.text == "to":
            return second.text.islower() and second.text == second.lemma and bool(second.tag)
        pronoun = following.text in {"it", "them", "him", "us"}
        name = following.tag == "name" and following.text[:1].isupper()
        return pronoun or name or following.text in self.grammar.articles

    def _is_attributive(self, mention: Mention) -> bool:
        """Return whether it is an adjective, also where it is written like people."""
        if mention.manner is not Manner.PEOPLE:
            return mention.manner is Manner.ADJECTIVE
        index = self.index_at(mention.end)
        return (
            index < len(self.words)
            and self.text[mention.end : self.words[index].start] == " "
            and self.words[index].tag in {"noun", "adjective"}
        )

    def _is_pair(self, mentions: tuple[Mention, ...]) -> bool:
        """Return whether two names with a hyphen stand before their noun: "China-Russia ties"."""
        hyphens = {self.text[a.end : b.start] for a, b in pairwise(mentions)}
        return hyphens <= {"-", "–"} and bool(hyphens)

    def _is_possessive(self, mention: Mention) -> bool:
        after = self.text[mention.end : mention.end + 2]
        return after in {"'s", "’s"} or (
            self.language == "en" and after[:1] in {"'", "’"} and self.text[mention.end - 1] == "s"
        )

    def _modifies(self, mention: Mention) -> bool:
        """Return whether an English name stands before its noun: "US sanctions"."""
        index = self.index_at(mention.end)
        if self.language != "en" or index >= len(self.words):
            return False
        if mention.manner is Manner.ANAPHOR or mention.entity_class is EntityClass.PERSON:
            return False
        word = self.words[index]
        return (
            self.text[mention.end : word.start] == " "
            and word.text[:1].islower()
            and word.tag in {"noun", "adjective"}
            and word.text.lower() not in self.grammar.prepositions
            and self._has_verb_beside(index)
            and not self.acts_as_verb(index)
        )

    def _has_verb_beside(self, index: int) -> bool:
        """Return whether a clause has a verb even if the word at *index* is none."""
        own = self.words[index]
        return any(
            word.tag in {"finite", "verb"} and word is not own
            for word in self.words_of(self.clause_at(own.start))
        )

    def _noun_after(self, offset: int) -> int:
        """Return the index of the noun that what ends at *offset* qualifies."""
        index = self.index_at(offset)
        best = -1
        for at in range(index, min(index + _FAR, len(self.words))):
            word = self.words[at]
            if word.start < offset:
                continue
            if self._ends_phrase(word):
                break
            if self._is_noun(word):
                best = at
                if self.language != "en":
                    break
            elif best >= 0:
                break
        return best

    def _ends_phrase(self, word: Word) -> bool:
        small = word.text.lower()
        if small in {"'s", "’s", "'", "’", "-"}:
            return False
        return (
            word.tag in {"finite", "verb"}
            or small in self.grammar.prepositions
            or (word.tag == "sign" and small not in {",", "“", "„", '"', "«"})
        )

    def _is_noun(self, word: Word) -> bool:
        if word.tag or self._has_tags:
            return word.tag in {"noun", "name"}
        if self.language == "de":
            return word.text[:1].isupper()
        return word.text[:1].isalpha()

    @cached_property
    def _has_tags(self) -> bool:
        """Return whether a morphology that tells nouns from other words was at hand."""
        return any(word.tag in {"noun", "verb", "finite", "adjective"} for word in self.words)

    def marker_of(self, index: int) -> str:
        """Return the preposition before the noun at *index*, or before what has it as genitive."""
        marker, head = self._marked((), index)
        return self.marker_of(head) if marker == "gen" else marker

    def _marked(self, mentions: tuple[Mention, ...], first: int) -> tuple[str, int]:
        """Return the preposition, or noun, that stands before what begins with word *first*."""
        genitive = joined = False
        for at in range(first - 1, max(-1, first - 1 - _FAR), -1):
            word = self.words[at]
            if word.text in _QUOTES:
                continue
            preposition = self._preposition_at(at)
            if preposition:
                return preposition, self._noun_before(at)
            if self._ends_search(at):
                break
            small = word.text.lower()
            genitive = genitive or small in self.grammar.genitive
            if self._is_noun(word) and not self._is_small(at):
                if self._governs(at, first, mentions, genitive=genitive):
                    return "gen", at
                if not (joined or self._leads_on(at, first, mentions)):
                    break
            joined = small in self.grammar.joins and word.tag != "sign"
        return BARE, -1

    def _governs(
        self, index: int, first: int, mentions: tuple[Mention, ...], *, genitive: bool
    ) -> bool:
        """Return whether the noun at *index* has what begins with word *first* as its genitive."""
        is_class = bool(mentions) and self._is_class_of(self.words[index], mentions[0])
        return self._can_govern(index, first, genitive=genitive) and not is_class

    def _leads_on(self, index: int, first: int, mentions: tuple[Mention, ...]) -> bool:
        """Return whether a noun only leads to the name: its office, its class, half a compound."""
        is_class = bool(mentions) and self._is_class_of(self.words[index], mentions[0])
        return is_class or self._is_title(index, first) or self._is_compounded(index)

    def _preposition_at(self, index: int) -> str:
        """Return the preposition at *index*; "" for a conjunction, or a part of a name or date."""
        if index in self.taken or index in self._timed or self._begins_clause(index):
            return ""
        return self.grammar.preposition(self.words[index].text)

    def _ends_search(self, index: int) -> bool:
        return (
            self.words[index].tag in {"sign", "finite", "verb"}
            or index in self._timed
            or self._begins_clause(index)
        )

    def _is_small(self, index: int) -> bool:
        """Return whether a word only leads to its noun: an article, a particle, an adjective."""
        small = self.words[index].text.lower()
        return (
            small in self.grammar.articles
            or small in self.grammar.particles
            or (index in self.taken and self._is_adjective(index))
        )

    def _is_compounded(self, index: int) -> bool:
        """Return whether an English noun stands before its noun: "on border issues"."""
        word, following = self.words[index : index + 2]
        return (
            self.language == "en"
            and word.tag == following.tag == "noun"
            and following.start - word.end == 1
        )

    def _is_class_of(self, word: Word, mention: Mention) -> bool:
        """Return whether a Russian noun says what the name behind it is: "компания X"."""
        return (
            self.language == "ru"
            and mention.entity_class in _TITLED
            and mention.entity_class is not EntityClass.PERSON
            and is_one("collective", word.lemma, self.language)
        )

    def _begins_clause(self, index: int) -> bool:
        clause = self.clauses[self.clause_at(self.words[index].start)]
        first = clause.start == self.words[index].start
        return first and clause.kind in _CONJOINED | {"relative"}  # "with which" is no one's yet

    def _is_adjective(self, index: int) -> bool:
        word = self.words[index]
        return any(
            mention.manner is Manner.ADJECTIVE and mention.start <= word.start < mention.end
            for mention in self.mentions
        )

    def _can_govern(self, index: int, first: int, *, genitive: bool) -> bool:
        """Return whether the noun at *index* has the name as its genitive."""
        if self.language == "en" or index in self.taken:
            return False
        if not any(mention.start == self.words[first].start for mention in self.mentions):
            return genitive and self.language == "de"
        if self.language == "ru":
            return index == first - 1 and not self._is_title(index, first)
        name = self._name_at(first)
        return genitive or (index == first - 1 and name.endswith(("s", "’", "'")))

    def _name_at(self, first: int) -> str:
        """Return the whole name that begins with word *first*."""
        start = self.words[first].start
        ends = (mention.end for mention in self.mentions if mention.start == start)
        return self.text[start : max(ends, default=self.words[first].end)]

    def _is_title(self, index: int, first: int) -> bool:
        """Return whether a noun right before a person is the office: "Präsident Putin"."""
        person = any(
            mention.entity_class is EntityClass.PERSON
            for mention in self.mentions
            if mention.start == self.words[first].start
        )
        if self.language != "ru":
            return person and index >= first - 2
        if self._is_genitive(first):  # "визит Путина"
            return False
        return person and (index in self.taken or index >= first - 4)

    def _is_genitive(self, first: int) -> bool:
        """Return whether the Russian name that begins with word *first* may be one in its form."""
        at = self.words[first].start
        named = tuple(m for m in self.mentions if m.start == at and m.manner is Manner.NAME)
        cases = self.case_of(named).split()
        if cases:
            return "gen" in cases and "nom" not in cases
        forms = (word for mention in named for word in self.words_within(mention))
        return any(word.text.lower() != word.lemma for word in forms)

    def _noun_before(self, index: int) -> int:
        at = index - 1
        while at >= 0 and self.words[at].text.lower() in self.grammar.particles:
            at -= 1
        return at if at >= 0 and self.words[at].tag != "sign" else -1
