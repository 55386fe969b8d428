"""Who does what to whom: frames, evoked by a trigger word, with roles that phrases fill.

"subject" and "object" are read from the place beside the verb, or in Russian from its cases, and
change sides in the passive; every other marker is a preposition or a tie to a noun.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from kg.models import EntityClass
from kg.reading.evoking import Evoking
from kg.reading.seen import Amount, Manner, Mention, Word
from kg.reading.senses import is_one, told
from kg.reading.sentence import BARE, Phrase, Sentence
from kg.reading.triggers import Frame, Trigger

_THINGS = frozenset({EntityClass.COMMODITY, EntityClass.WEAPON, EntityClass.SYSTEM})
_STATES = frozenset({EntityClass.STATE, EntityClass.HISTORICAL_STATE})
_PLACES = frozenset({EntityClass.PLACE, EntityClass.REGION})
_REFLEXIVE = "ся"
_RUSSIAN_PARTICIPLE = ("ан", "ана", "ано", "аны", "ен", "ена", "ено", "ены", "ят", "ято", "яты")
_TIED = frozenset({"adj", "poss", "gen", "compound"})
_RELATIVE = frozenset({"%", "factor", "rank"})  # units of growth, shares, places: records apart
_OTHER = {"subject": "object", "object": "subject"}
_SUPPORTING = frozenset({"build"})  # frames of verbs that say little by themselves
_NEAR = 12  # words between a noun and the preposition that still belongs to it


class Found(NamedTuple):
    """A frame that a sentence evokes. *words* are the trigger's, the first has the index *at*.

    *is_carried*: some who fill its roles were named in a sentence before. *intro*: the
    sentence, with the trigger's words, that introduces the list of which this is an item.
    *changes*: its clause tells that something happens to it.
    """

    trigger: Trigger
    words: tuple[Word, ...]
    at: int
    clause: int
    roles: Mapping[str, tuple[Mention, ...]]
    amounts: tuple[Amount, ...]
    is_carried: bool = False
    intro: tuple[int, int] | None = None
    changes: bool = True

    @property
    def frame(self) -> Frame:
        """Return the frame."""
        return self.trigger.frame

    @property
    def is_whole(self) -> bool:
        """Return whether all are named whom the frame needs."""
        frame = self.frame
        return (
            all(role in self.roles for role in (*frame.needs, *self.trigger.needs))
            and (not frame.either or any(role in self.roles for role in frame.either))
            and len(self.actors) >= frame.least
        )

    @property
    def is_described(self) -> bool:
        """Return whether it only says how something is: relations to which nothing happens."""
        return self.frame.name == "relations" and not self.changes

    @property
    def actors(self) -> tuple[str, ...]:
        """Return the ids of all that fill roles of actors, each once."""
        return tuple(
            dict.fromkeys(
                mention.entity
                for role, mentions in self.roles.items()
                if self.frame.roles.get(role) in {"actor", "body", "person"}
                for mention in mentions
            )
        )


Remembering = Callable[[Found, Sentence], Found]


def find_frames(sentence: Sentence, remembered: Remembering) -> tuple[Found, ...]:
    """Return the frames that *sentence* evokes and whose needed roles are filled, in order.

    *remembered* completes a frame from the sentences before, where it can.
    """
    found = tuple(_Reading(sentence, remembered).found())
    return tuple(each for each in found if not _is_told_by_another(each, found, sentence))


def _is_told_by_another(each: Found, found: tuple[Found, ...], sentence: Sentence) -> bool:
    """Return whether a trigger only helps another one: its object, its support verb, its content.

    "agreement on cooperation" is an agreement, "establish relations" relations, and what is agreed
    on is no deed yet.
    """
    return any(
        _is_agreed_on(each, other, sentence)
        or (
            other.clause == each.clause
            and (_is_object(each, other, sentence) or _supports(each, other))
        )
        for other in found
        if other is not each
    )


def _is_object(each: Found, other: Found, sentence: Sentence) -> bool:
    """Return whether *each* is the noun that the noun of *other* is about."""
    if each.trigger.is_verb or other.trigger.is_verb or not 0 < each.at - other.at < _NEAR:
        return False
    between = sentence.words[other.at + len(other.words) : each.at]
    if not between:
        return True
    tied = sentence.grammar.preposition(between[0].text) or (
        between[0].text.lower() in sentence.grammar.genitive
    )
    return bool(tied) and all(word.tag not in {"finite", "verb"} for word in between)


def _supports(each: Found, other: Found) -> bool:
    """Return whether the verb of *each* has the noun of *other* for its object."""
    return (
        each.trigger.is_verb
        and not other.trigger.is_verb
        and (
            each.frame.name in _SUPPORTING
            or (each.frame is other.frame and set(each.actors) <= set(other.actors))
        )
        and abs(other.at - each.at) < _NEAR
    ) or (each.frame.name in _SUPPORTING and other.frame.name == "inaugurate")


def _is_agreed_on(each: Found, other: Found, sentence: Sentence) -> bool:
    """Return whether *each* is what *other* agrees to do: "agreed to supply"."""
    if not other.trigger.is_verb or other.frame.name != "agree" or each.at <= other.at:
        return False
    if each.frame is other.frame:
        return False
    clause = sentence.clauses[each.clause]
    return each.clause == other.clause or (
        clause.kind == "infinitive" and clause.governor == other.clause
    )


class _Reading:
    def __init__(self, sentence: Sentence, remembered: Remembering) -> None:
        self.sentence = sentence
        self.remembered = remembered
        self.evoking = Evoking(sentence)
        self.nouns: frozenset[int] = frozenset()  # triggers that have phrases of their own
        self.words = sentence.words

    def found(self) -> Iterator[Found]:
        evoked = tuple(self.evoking.evoked())
        self.nouns = frozenset(until - 1 for _, until, trigger in evoked if not trigger.is_verb)
        for at, until, trigger in evoked:
            found = self._filled(at, until, trigger)
            if found is not None:
                yield found

    # -- roles ----------------------------------------------------------------------------

    def _filled(self, at: int, until: int, trigger: Trigger) -> Found | None:
        clause = self.sentence.clause_at(self.words[at].start)
        changes = bool(told("change", self.sentence.lemmas_of(clause), self.sentence.language))
        words = self.words[at:until]
        found = Found(trigger, words, at, clause, {}, (), changes=changes)
        found = found._replace(roles=self._roles(found, trigger.slots))
        if not found.is_whole and trigger.failing:
            every = {**trigger.slots, **trigger.further}
            found = found._replace(roles=self._roles(found, every))
        amounts = self._amounts(at, until, clause, trigger.frame, found.roles)
        found = found._replace(amounts=amounts)
        if not found.is_whole:
            found = self.remembered(found, self.sentence)
        return found if found.is_whole else None

    def _roles(
        self, found: Found, slots: Mapping[str, tuple[str, ...]]
    ) -> dict[str, tuple[Mention, ...]]:
        """Return who fills the roles, by the markers of *slots*."""
        trigger = found.trigger
        at, until = found.at, found.at + len(found.words)
        passive = trigger.is_verb and self._is_passive(at, found.clause)
        roles: dict[str, tuple[Mention, ...]] = {}
        used: set[tuple[int, str]] = set()
        for role, markers in slots.items():
            mentions: list[Mention] = []
            for marker in markers:
                for phrase in self._tied(marker, at, until, found.clause, trigger, passive=passive):
                    if mentions and not (
                        self._gathers(trigger, role) or self._goes_on(mentions[-1], phrase)
                    ):
                        break
                    own = at <= phrase.head < until  # "Lieferant Chinas" are no group
                    mentions += self._fitting(phrase, trigger.frame.roles[role], used, own=own)
            used |= {(mention.start, mention.entity) for mention in mentions}
            unique = {mention.entity: mention for mention in reversed(mentions)}
            if unique:
                roles[role] = tuple(sorted(unique.values()))
        return roles

    def _gathers(self, trigger: Trigger, role: str) -> bool:
        """Return whether a role takes all that its markers tell: parties, participants."""
        acting = [name for name, wanted in trigger.frame.roles.items() if wanted == "actor"]
        return acting == [role]

    def _goes_on(self, mention: Mention, phrase: Phrase) -> bool:
        """Return whether a phrase is joined to the one before: "two Chinese firms and one Thai"."""
        first, last = self.sentence.index_at(mention.end), self.sentence.index_at(phrase.start)
        grammar = self.sentence.grammar
        between = [word.text.lower() for word in self.words[first:last] if word.tag != "number"]
        return (
            phrase.mentions[0].manner is not Manner.ANAPHOR
            and not grammar.joins.isdisjoint(between)
            and all(word in grammar.joins | grammar.articles for word in between)
        )

    def _fitting(
        self, phrase: Phrase, wanted: str, used: set[tuple[int, str]], *, own: bool
    ) -> list[Mention]:
        """Return who of a phrase fits a role; *own*: it is tied to the trigger itself."""
        group = None if own else self.sentence.group_of(phrase)
        return [
            mention
            for mention in ((group,) if group is not None else phrase.mentions)
            if (mention.start, mention.entity) not in used and _fits_role(mention, wanted)
        ]

    def _tied(
        self, marker: str, at: int, until: int, clause: int, trigger: Trigger, *, passive: bool
    ) -> Iterator[Phrase]:
        """Yield the phrases that *marker* ties to the trigger."""
        if marker == "doer":  # of the clause, whatever the noun is in it
            yield from self._beside("subject", at, clause)
        elif marker in {"clause", BARE}:
            yield from (
                phrase
                for phrase in self.sentence.phrases
                if self._is_in(phrase, clause) and marker in {"clause", phrase.outer}
            )
        elif marker in {"subject", "object"}:
            yield from self._acting(marker, at, clause, trigger, passive=passive)
        elif marker == "origin":
            yield from self._origins(at, clause)
        elif marker in _TIED:
            yield from (
                phrase
                for phrase in self.sentence.phrases
                if (phrase.marker == marker and at <= phrase.head < until)
                or (marker == "gen" and self._acts_for(phrase, at, until))
            )
        elif trigger.is_verb:
            yield from self._marked(marker, clause)
        else:
            yield from (
                phrase
                for phrase in self.sentence.phrases
                if phrase.outer == marker and self._belongs(phrase, at, until, clause)
            )

    def _acts_for(self, phrase: Phrase, at: int, until: int) -> bool:
        """Return whether who acts for a country has the trigger: "Übung der russischen Marine"."""
        tied = phrase.outer == "gen" and at <= phrase.over < until
        return tied and self.sentence.is_acting(phrase.head)

    def _acting(
        self, side: str, at: int, clause: int, trigger: Trigger, *, passive: bool
    ) -> Iterator[Phrase]:
        """Yield subject or object, which change sides in the passive, and who acts in it."""
        if not trigger.is_verb and not self._may_have_subject(at):
            return
        if passive:
            if side == "object" or self.sentence.language != "en":  # there only "by" names who acts
                yield from self._beside(_OTHER[side], at, clause, trigger)
            for agent in self.sentence.grammar.agent if side == "subject" else ():
                yield from self._marked(agent, clause)
        else:
            yield from self._beside(side, at, clause, trigger)

    def _belongs(self, phrase: Phrase, at: int, until: int, clause: int) -> bool:
        """Return whether a phrase with a preposition belongs to the noun at *at*.

        It stands behind it, or before it where the noun is its verb's object: "schloss mit China
        einen Vertrag".
        """
        if at <= phrase.over < until or phrase.over in self.nouns:
            return at <= phrase.over < until
        place = self.sentence.index_at(phrase.start)
        if abs(place - at) >= _NEAR:
            return False
        if place >= until and self._is_signed_by(phrase, until, clause):
            return True
        if not self._is_in(phrase, clause):
            return False
        if place >= until:
            return not self._is_parted(until, place)
        return self._acts_before(phrase, clause) and self._may_have_subject(at)

    def _acts_before(self, phrase: Phrase, clause: int) -> bool:
        """Return whether a preposition before the noun tells who acts: "mit", passive "von"."""
        grammar = self.sentence.grammar
        passive = not grammar.passive_forms.isdisjoint(self.sentence.lemmas_of(clause))
        return phrase.outer in grammar.comitative or (passive and phrase.outer in grammar.agent)

    def _is_signed_by(self, phrase: Phrase, until: int, clause: int) -> bool:
        """Return whether a participle ties a noun to who did it: ", подписанное Россией,"."""
        if phrase.outer not in self.sentence.grammar.agent:
            return False
        place = self.sentence.index_at(phrase.start)
        own = self.sentence.clauses[self.sentence.clause_at(phrase.start)]
        follows = own.governor == clause and own.kind == "relative"
        between = self.words[until:place]
        return (self._is_in(phrase, clause) or follows) and any(
            word.tag in {"verb", "adjective"} and before.text == ","
            for before, word in pairwise(between)
        )

    def _origins(self, at: int, clause: int) -> Iterator[Phrase]:
        """Yield whose goods are meant behind the trigger: "buys Russian oil"."""
        for phrase in self.sentence.phrases:
            if phrase.marker not in _TIED or phrase.head <= at or not self._is_in(phrase, clause):
                continue
            near = phrase.head - at < _NEAR and phrase.outer in {BARE, "of", "von", "an", "gen"}
            if near and not self.sentence.is_acting(phrase.head):
                yield phrase

    def _is_parted(self, first: int, last: int) -> bool:
        """Return whether a comma stands between two words: what follows belongs to another noun."""
        return any(word.text in {",", ";", ":", "–", "—"} for word in self.words[first:last])

    def _may_have_subject(self, at: int) -> bool:
        """Return whether a noun is what its clause's subject does: "at the summit" is not."""
        if not self.sentence.grammar.bystanding.isdisjoint(self.evoking.lemmas_near(at)):
            return False
        if self.sentence.marker_of(at) == BARE:
            return True
        return not self.sentence.grammar.taking_part.isdisjoint(self.evoking.lemmas_near(at))

    def _marked(self, marker: str, clause: int) -> Iterator[Phrase]:
        for phrase in self.sentence.phrases:
            told = phrase.outer == marker or (marker == "dat" and self._may_be_dative(phrase))
            if told and self._is_in(phrase, clause, with_asides=True):
                yield phrase

    def _may_be_dative(self, phrase: Phrase) -> bool:
        """Return whether a bare name can only be a dative: "помогает России"."""
        cases = self._cases(phrase) if phrase.outer == BARE else []
        return "dat" in cases and not {"nom", "acc"} & set(cases)

    def _is_in(self, phrase: Phrase, clause: int, *, with_asides: bool = False) -> bool:
        own = self.sentence.clause_at(phrase.start)
        told = self.sentence.clauses[own]
        return own == clause or (with_asides and told.kind == "aside" and told.governor == clause)

    def _beside(
        self, side: str, at: int, clause: int, trigger: Trigger | None = None
    ) -> Iterator[Phrase]:
        """Yield what stands bare before the verb (its subject) or behind it (its object)."""
        bare = [phrase for phrase in self.sentence.phrases if self._acts(phrase)]
        inside = [phrase for phrase in bare if self._is_in(phrase, clause)]
        is_verb = trigger is None or trigger.is_verb
        if self.sentence.language != "de" and not is_verb:
            at = self._verb_before(at, clause)
            is_verb = self.evoking.is_verb(at)
        place = self.words[at].start
        if self.sentence.language == "de" or not is_verb:
            whose = [] if self._is_infinitive(clause) else inside
            subjects = self._first(whose, place, is_verb=is_verb)
            objects = [phrase for phrase in inside if phrase not in subjects]
        elif self.sentence.language == "ru":
            subjects, objects = self._by_case(inside, at, trigger)
        else:
            subjects = self._before_to(at) or self._before(inside, at)
            objects = [phrase for phrase in inside if phrase.start >= place]
        if side == "object":
            yield from (phrase for phrase in objects if not self._speaks(phrase))
        elif subjects:
            yield from subjects
        else:
            yield from self._subject_from_outside(bare, clause)

    def _is_infinitive(self, clause: int) -> bool:
        """Return whether a German clause has "zu" and so no subject: "China vor, Russland zu …"."""
        this = self.sentence.clauses[clause]
        return self.sentence.language == "de" and this.kind == "infinitive" and this.governor >= 0

    def _speaks(self, phrase: Phrase) -> bool:
        """Return whether a verb that ends its clause follows: ", its spokesman Liu Pengyu said"."""
        after = self.sentence.index_at(phrase.end - 1) + 1
        if (
            self.sentence.language == "de"
            or after >= len(self.words)
            or not self.evoking.is_verb(after)
        ):
            return False
        return after + 1 == len(self.words) or self.words[after + 1].tag == "sign"

    def _verb_before(self, at: int, clause: int) -> int:
        """Return the index of the last verb of the clause before a noun, *at* where none is."""
        for index in range(at - 1, -1, -1):
            if self.sentence.clause_at(self.words[index].start) != clause:
                break
            if self.evoking.is_verb(index):
                return index
        return at

    def _before(self, inside: list[Phrase], at: int) -> list[Phrase]:
        """Return the subject before a verb: the first name where "and" joins it to another verb."""
        place = self.words[at].start
        before = [p for p in inside if p.end <= place and self._is_subject(p)]
        joined = at > 0 and self.words[at - 1].text.lower() in self.sentence.grammar.joins
        actors = [p for p in before if any(is_actor(mention) for mention in p.mentions)]
        return actors[:1] if joined and actors else before[-1:]

    def _by_case(
        self, inside: list[Phrase], at: int, trigger: Trigger | None
    ) -> tuple[list[Phrase], list[Phrase]]:
        """Return subject and objects of a Russian verb, around which they stand in any order."""
        place = self.words[at].start
        cases = {phrase: self._cases(phrase) for phrase in inside}
        subjects = self._before([p for p in inside if "nom" in (cases[p] or ["nom"])], at)
        takes_object = trigger is None or any("object" in each for each in trigger.slots.values())
        if not subjects:
            certain = {("nom",)} if takes_object else {("nom",), ("nom", "acc"), ("acc", "nom")}
            after = [phrase for phrase in inside if phrase.start >= place]
            subjects = [phrase for phrase in after if tuple(cases[phrase]) in certain][:1]
        objects = [
            phrase
            for phrase in inside
            if phrase not in subjects and "acc" in (cases[phrase] or ["acc"])
            if phrase.start >= place or "nom" not in cases[phrase]
        ]
        return subjects, objects

    def _cases(self, phrase: Phrase) -> list[str]:
        """Return the cases of a Russian phrase, [] where they are unknown or a number sets them."""
        if any(a.start <= phrase.start < a.end for a in self.sentence.amounts):
            return []
        if phrase.marker in _TIED and phrase.head >= 0:
            return self.words[phrase.head].case.split()
        return self.sentence.case_of(phrase.mentions).split()

    def _is_subject(self, phrase: Phrase) -> bool:
        """Return whether it is no apposition, and not "tanks" in "Russian tanks"."""
        at = self.sentence.index_at(phrase.start)
        return not self._is_apposed(phrase) and not any(
            other.head == at and other.marker in _TIED for other in self.sentence.phrases
        )

    def _is_apposed(self, phrase: Phrase) -> bool:
        """Return whether it stands between commas behind a name: "Putin, the Russian leader,"."""
        first = self.sentence.index_at(phrase.start) - 1
        while first > 0 and self.words[first].text.lower() in self.sentence.grammar.articles:
            first -= 1
        last = max(phrase.head, self.sentence.index_at(phrase.end - 1)) + 1
        if first < 1 or last >= len(self.words) or first - 1 not in self.sentence.taken:
            return False
        return self.words[first].text == "," == self.words[last].text

    def _acts(self, phrase: Phrase) -> bool:
        """Return whether a phrase may be a subject or object: not if it only qualifies a thing.

        "Chinas Führung" and "chinesische Bomber" act; "Chinas Unterstützung" doesn't.
        """
        if phrase.outer != BARE:
            return False
        if phrase.marker == BARE or phrase.head < 0:
            return True
        return self.sentence.is_acting(phrase.head)

    def _before_to(self, at: int) -> list[Phrase]:
        """Return the subject of an English infinitive: "for Russia to supply"."""
        if at == 0 or self.words[at - 1].text.lower() != "to":
            return []
        end = self.words[at - 1].start
        return [
            phrase
            for phrase in self.sentence.phrases
            if phrase.outer == "for" and 0 <= end - phrase.end <= 1
        ]

    def _first(self, inside: list[Phrase], place: int, *, is_verb: bool) -> list[Phrase]:
        """Return the first that acts; of a noun that isn't German, the last before it."""
        actors: Iterator[Phrase] = filter(_has_actor, inside)
        if not is_verb and self.sentence.language != "de":
            actors = (p for p in reversed(inside) if p.end <= place and _has_actor(p))
        first = next(actors, None)
        return [first] if first else []

    def _subject_from_outside(self, bare: list[Phrase], clause: int) -> Iterator[Phrase]:
        """Yield the subject of a clause without one of its own: the governing clause's.

        "X accuses Y of supplying": who supplies is the object of such a verb.
        """
        this = self.sentence.clauses[clause]
        if this.kind == "relative":
            before = [p for p in self.sentence.phrases if p.end <= this.start]
            yield from before[-1:]
            return
        earlier = [phrase for phrase in bare if phrase.start < this.start and _has_actor(phrase)]
        if this.kind in {"infinitive", "main", "aside", "that"} and earlier:
            last = self.sentence.clause_at(earlier[-1].start)
            inside = [phrase for phrase in earlier if self._is_in(phrase, last)]
            urged = self.sentence.lemmas_of(last) & self.sentence.grammar.object_control
            yield inside[-1 if urged and this.kind == "infinitive" else 0]

    # -- voice and figures ----------------------------------------------------------------

    def _is_passive(self, at: int, clause: int) -> bool:
        """Return whether a participle stands with the auxiliary of the passive."""
        word = self.words[at]
        small = word.text.lower()
        forms = self.sentence.grammar.passive_forms
        inside = [other.text.lower() for other in self.sentence.words_of(clause)]
        match self.sentence.language:
            case "de":
                participle = small.endswith("iert") or (
                    small.endswith(("t", "en")) and small != word.lemma
                )
                return participle and not forms.isdisjoint(inside)
            case "en":
                if not small.endswith(("ed", "en", "t", "ld")):
                    return False
                before = [other.text.lower() for other in self.words[max(0, at - 3) : at]]
                if before[-1:] == ["to"]:
                    return False
                return self._is_participle(at) or not forms.isdisjoint(before)
            case _:
                reflexive = word.lemma.endswith(_REFLEXIVE)
                return (reflexive and word.lemma not in self.evoking.triggers.by_lemma) or (
                    small.endswith(_RUSSIAN_PARTICIPLE) and not reflexive
                )

    def _is_participle(self, at: int) -> bool:
        """Return whether an English participle stands behind its noun: "contracts obtained by"."""
        after = self.words[at + 1].text if at + 1 < len(self.words) else ""
        if after == "by":
            return True
        behind = at > 1 and self.words[at - 1].text == "," and at - 2 in self.sentence.taken
        return behind and bool(self.sentence.grammar.preposition(after))

    def _amounts(
        self,
        at: int,
        until: int,
        clause: int,
        frame: Frame,
        roles: Mapping[str, tuple[Mention, ...]],
    ) -> tuple[Amount, ...]:
        """Return the figures of a clause; of an event only those that count it, or who is in it."""
        groups = [
            mention
            for mentions in roles.values()
            for mention in mentions
            if mention.entity_class is EntityClass.GROUP or mention.manner is Manner.ADJECTIVE
        ]
        inside = [
            each for each in self.sentence.amounts if self.sentence.clause_at(each.start) == clause
        ]
        if frame.counts:
            counted = tuple(each for each in inside if each.unit not in _RELATIVE)
            return counted or tuple(inside)
        first, last = self.words[at], self.words[until - 1]
        return tuple(
            each
            for each in inside
            if each.unit == "times"
            or (frame.prices and len(each.unit) == 3 and each.unit.isupper())
            or each.noun in {first.lemma, last.lemma}
            or any(each.start <= group.start < each.end for group in groups)
            or (frame.kind == "sanction" and self._counts_many(each))
            or each.start <= last.start < each.end
        )

    def _counts_many(self, amount: Amount) -> bool:
        """Return whether a figure counts firms, ships, persons."""
        noun = amount.noun
        return noun is not None and is_one("collective", noun, self.sentence.language)


def is_actor(mention: Mention) -> bool:
    """Return whether a mention names somebody who can act: no thing, no mere place."""
    return _fits_role(mention, "actor")


def _has_actor(phrase: Phrase) -> bool:
    return any(_fits_role(mention, "actor") for mention in phrase.mentions)


def _fits_role(mention: Mention, wanted: str) -> bool:
    is_ship = mention.entity_class is EntityClass.SYSTEM and mention.is_new
    match wanted:
        case "thing":
            return mention.entity_class in _THINGS and not is_ship
        case "place":
            return mention.entity_class in _PLACES
        case "person":
            return mention.entity_class is EntityClass.PERSON
        case "body":
            return is_ship or mention.entity_class not in _THINGS | _PLACES | _STATES
        case _:
            return is_ship or mention.entity_class not in _THINGS | {EntityClass.PLACE}
