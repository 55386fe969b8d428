"""Who says so, and who does so: the subject of a cue, or the noun after *laut*.

A named speaker is a mention; an unnamed one ("European officials") is the words of its noun.
"""

from collections.abc import Sequence
from typing import NamedTuple

from kg.models import EntityClass
from kg.reading.clauses import Rules, is_word
from kg.reading.cues import Cues
from kg.reading.seen import Manner, Mention, Speaker, Word

_REACH = 7  # tokens between "laut" and its speaker, at most
_MODIFIERS = 3
_ACTORS = {
    EntityClass.STATE,
    EntityClass.STATE_ORGAN,
    EntityClass.PERSON,
    EntityClass.COMPANY,
    EntityClass.ALLIANCE,
    EntityClass.INTERNATIONAL_ORGANISATION,
    EntityClass.ARMED_FORCE,
    EntityClass.MEDIUM,
    EntityClass.POLITICAL_PARTY,
    EntityClass.THINK_TANK,
    EntityClass.GROUP,
    EntityClass.HISTORICAL_STATE,
    EntityClass.BANK_GROUP,
    EntityClass.UNNAMED_SOURCE,
}


class Who(NamedTuple):
    """Somebody in the sentence: an entity's id or None, its name, and the tokens it takes."""

    entity: str | None
    name: str
    start: int
    end: int

    def says(self, text: str, start: int, end: int) -> Speaker:
        """Return the speaker, whose words are those of cue and name together."""
        start, end = min(start, self.start), max(end, self.end)
        return Speaker(start, end, text[start:end], self.entity, self.name)


class People:
    """The people of one sentence, named and unnamed."""

    def __init__(
        self,
        text: str,
        tokens: Sequence[Word],
        mentions: Sequence[Mention],
        rules: Rules,
        cues: Cues,
    ) -> None:
        self.text, self.tokens, self.rules, self.cues = text, tokens, rules, cues
        self.mentions = [m for m in mentions if m.entity_class in _ACTORS]
        both = dict.fromkeys((*self._named(), *self._unnamed()))
        self.whos = sorted(both, key=lambda who: who.start)

    def _named(self) -> list[Who]:
        return [
            Who(m.entity, m.label, m.start, m.end)
            for m in self.mentions
            if m.manner is not Manner.ADJECTIVE
            and not any(self._is_source(token) for token in self._tokens_over(m))
            and not self._is_attribute(m)
        ]

    def _is_attribute(self, mention: Mention) -> bool:
        """Say whether a name only tells whose officials, experts, media speak."""
        at = self.index(mention.end)
        if at >= len(self.tokens) or self.tokens[at].start > mention.end + 1:
            return False
        return self._is_source(self.tokens[at]) and self.tokens[at].text[0].islower()

    def _tokens_over(self, mention: Mention) -> list[Word]:
        return [
            t
            for t in self._near(mention.start)
            if t.start <= mention.start < t.end and t.end > mention.end
        ]

    def _near(self, offset: int) -> Sequence[Word]:
        at = self.index(offset)
        return self.tokens[max(0, at - 1) : at + 2]

    def index(self, offset: int) -> int:
        """Return the index of the token at or after *offset*."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return low

    def _is_source(self, token: Word) -> bool:
        small = token.text.lower()
        known = self.cues.is_a("source", token.text) or self.cues.is_a("source", small)
        return known or self.cues.ends_as("source", small)

    def _is_official(self, token: Word) -> bool:
        known = self.cues.is_a("official", token.text)
        return known or self.cues.ends_as("official", token.text)

    def _unnamed(self) -> list[Who]:
        """Return the unnamed sources: "European officials", "US-Behörden" as the state's."""
        found = []
        for at, token in enumerate(self.tokens):
            official = self._is_official(token)
            if not (official or self._is_source(token)) or self._in_name(token):
                continue
            first = self._modified_from(at)
            start = self.tokens[first].start
            state = self._adjective(start, token.end)
            if official and state is not None:
                found.append(Who(state.entity, state.label, start, token.end))
            elif not official:
                found.append(Who(None, self.text[start : token.end], start, token.end))
        return found

    def _in_name(self, token: Word) -> bool:
        return any(
            m.start <= token.start and token.end <= m.end and m.manner is not Manner.ADJECTIVE
            for m in self.mentions
        )

    def _adjective(self, start: int, end: int) -> Mention | None:
        return next((m for m in self.mentions if start <= m.start and m.end <= end), None)

    def _modified_from(self, at: int) -> int:
        """Return the first token of the noun's attributes: "senior European" before "officials"."""
        first = at
        while first and at - first < _MODIFIERS and self._modifies(first - 1):
            first -= 1
        return first

    def _modifies(self, at: int) -> bool:
        token = self.tokens[at]
        if not is_word(token) or token.text[0].isdigit() or token.tag == "finite":
            return False
        if any(m.start <= token.start < m.end for m in self.mentions):
            return True
        if token.text[0].isupper() and at and not self.cues.has("nouns_are_capital"):
            return True  # "Black Moon hackers"
        adjective = self.cues.endings["adjective"]
        known = self.rules.determiners | self.rules.prepositions | self.rules.finite
        return bool(adjective.fullmatch(token.text)) and token.text not in known

    def subject(self, start: int, end: int, stretches: Sequence[tuple[int, int]]) -> Who | None:
        """Return whose doing the words from *start* to *end* are, in the clause of *stretches*."""
        inside = [w for w in self.whos if any(s <= w.start and w.end <= e for s, e in stretches)]
        before = [w for w in inside if w.end <= start and not self._has_preposition(w)]
        if before:
            return self._best(before)
        after = [w for w in inside if w.start >= end and not self._has_preposition(w, end)]
        if after and self._is_near(end, after[0].start):
            return self._best([after[0], *self._beside(after)])
        return None

    def _is_near(self, end: int, start: int) -> bool:
        """Say whether no other noun stands between a verb and who follows it."""
        between = self.tokens[self.index(end) : self.index(start)]
        names = [t for t in between if t.text[0].isupper() and not self._is_title(t)]
        return len(between) <= _REACH and len(names) <= 1

    def has_pronoun(self, start: int, end: int) -> bool:
        """Say whether a personal pronoun stands there."""
        tokens = self.tokens[self.index(start) : self.index(end)]
        return any(self.cues.is_a("pronoun", token.text.lower()) for token in tokens)

    def last_before(self, offset: int) -> Who | None:
        """Return the last one named before *offset*: whom a relative pronoun means."""
        before = [w for w in self.whos if w.end <= offset and offset - w.end < 40]
        return before[-1] if before else None

    def after(self, offset: int, limit: int) -> list[Who]:
        """Return whom a preposition's words name: one, or two side by side."""
        begin = self.index(offset)
        stop = self._noun_end(begin, limit)
        found = [w for w in self.whos if offset <= w.start < stop]
        if found:
            best = self._best(found[:1] + self._beside(found))
            joined = self._joined(found)
            return joined if best in joined else [best]
        named = self._noun(begin, stop)
        return [named] if named else []

    def before(self, offset: int, limit: int) -> list[Who]:
        """Return whom *zufolge* follows."""
        found = [w for w in self.whos if w.end <= offset and w.start >= limit]
        if found:
            return [found[-1]]
        at = self.index(offset) - 1
        if at < 0 or self.tokens[at].start < limit:
            return []
        first = self._modified_from(at)
        start, end = self.tokens[first].start, self.tokens[at].end
        return [Who(None, self.text[start:end], start, end)]

    def _joined(self, found: Sequence[Who]) -> list[Who]:
        joined = [found[0]]
        for who in found[1:]:
            between = self.text[joined[-1].end : who.start].strip()
            if between not in self.rules.coordinate:
                break
            joined.append(who)
        return joined

    def _beside(self, found: Sequence[Who]) -> list[Who]:
        """Return who stands in apposition to the first: the person after the office."""
        beside = []
        last = found[0]
        for who in found[1:3]:
            between = self.tokens[self.index(last.end) : self.index(who.start)]
            if any(not self._is_title(t) for t in between if t.start >= last.end):
                break
            beside.append(who)
            last = who
        return beside

    def _is_title(self, token: Word) -> bool:
        return self.cues.is_a("office", token.text) or token.text in {"-", "’", "'", "s"}

    def _best(self, whos: Sequence[Who]) -> Who:
        persons = [w for w in whos if self._class(w) is EntityClass.PERSON]
        if persons:
            return persons[0]
        possessed = [
            w for w in whos[1:] if self.text[w.start - 3 : w.start].strip() in {"'s", "’s", "s"}
        ]
        return possessed[0] if possessed else whos[0]

    def _class(self, who: Who) -> EntityClass | None:
        return next((m.entity_class for m in self.mentions if m.entity == who.entity), None)

    def _has_preposition(self, who: Who, since: int = 0) -> bool:
        at = self.index(who.start) - 1
        for _ in range(_MODIFIERS):
            if at < 0 or self.tokens[at].start < since or not is_word(self.tokens[at]):
                return False
            word = self.tokens[at].text.lower()
            if word in self.rules.prepositions:
                begins = at > 0 and self.tokens[at - 1].text == ","  # ", zu der China einlud"
                return not (begins and self.tokens[at + 1].text in self.rules.pronoun)
            capital = self.tokens[at].text[0].isupper()
            if word not in self.rules.determiners and not capital and not self._modifies(at):
                return False
            at -= 1
        return False

    def _noun_end(self, begin: int, limit: int) -> int:
        """Return where the noun phrase from *begin* ends: at a comma, a verb, a second article."""
        noun = False
        at = begin
        while at < len(self.tokens) and at - begin <= 2 * _REACH and self.tokens[at].start < limit:
            token = self.tokens[at]
            if token.text in ",;:–—()" or token.text in self.rules.finite:
                break
            if noun and self._ends_noun(at):
                break
            noun = noun or token.text[0].isupper()
            at += 1
        return self.tokens[at - 1].end if at > begin else limit

    def _ends_noun(self, at: int) -> bool:
        """Say whether a word in small letters after a noun is its verb."""
        token = self.tokens[at]
        links = self.rules.prepositions | self.rules.determiners | self.rules.coordinate
        if not token.text[0].islower() or token.text in links:
            return False
        if not self.cues.has("nouns_are_capital"):
            return token.tag == "finite"
        return self.rules.is_verb(token) or not self._modifies(at)

    def _noun(self, begin: int, stop: int) -> Who | None:
        """Return a noun that no list knows as one who says so ("Trackingdaten")."""
        words = [t for t in self.tokens[begin : begin + 2 * _REACH] if t.end <= stop and is_word(t)]
        makers = [at for at, word in enumerate(words) if self.cues.is_a("by", word.text)]
        words = words[makers[-1] + 1 :] if makers else words
        while words and self._is_before_noun(words):
            words = words[1:]
        if not words or self.cues.is_a("pronoun", words[0].text.lower()):
            return None
        return self.who_of(words[0].start, words[-1].end)

    def _is_before_noun(self, words: Sequence[Word]) -> bool:
        small = self.rules.determiners | self.rules.prepositions | self.rules.coordinate
        if words[0].text.lower() in small:
            return True
        return len(words) > 2 and self.cues.is_a("report", words[0].text)

    def who_of(self, start: int, end: int) -> Who:
        """Return who the words of a noun mean: a state by its adjective, else the words."""
        inside = [m for m in self.mentions if start <= m.start < end]
        names = [m for m in inside if m.manner is not Manner.ADJECTIVE]
        if names:
            return Who(names[-1].entity, names[-1].label, start, max(end, names[-1].end))
        if inside and not self._tokens_over(inside[0]):  # "US-Kommando" is not the United States
            return Who(inside[0].entity, inside[0].label, start, end)
        return Who(None, self.text[start:end], start, end)

    def noun_before(self, at: int) -> Who | None:
        """Return the words right before a verb, if they are a noun and its attributes."""
        first = at
        while first > 0 and at - first < _REACH and self._is_of_noun(first - 1):
            first -= 1
        return self._capital(first, at)

    def noun_after(self, at: int) -> Who | None:
        """Return the words right after a verb, if they are a noun and its attributes."""
        last = at
        while last < len(self.tokens) and last - at < _REACH and self._is_of_noun(last):
            last += 1
        return self._capital(at, last)

    def _is_of_noun(self, at: int) -> bool:
        token = self.tokens[at]
        if not is_word(token) or token.text in self.rules.finite:
            return False
        if self.cues.is_a("pronoun", token.text) or token.tag == "finite":
            return False
        known = token.text.lower() in self.rules.determiners | {"of", "von"}
        known = known or self.cues.is_a("report", token.text)
        return token.text[0].isupper() or known or self._modifies(at)

    def _capital(self, first: int, last: int) -> Who | None:
        words = list(self.tokens[first:last])
        while words and words[0].text.lower() in self.rules.determiners | self.rules.prepositions:
            words = words[1:]
        if not any(t.text[0].isupper() or self.cues.is_a("report", t.text) for t in words):
            return None
        return self.who_of(words[0].start, words[-1].end)

    def is_known_report(self, who: Who) -> bool:
        """Say whether a document has an article that says it was spoken of before."""
        before = self.index(who.start) - 1
        known = before >= 0 and self.cues.is_a("definite", self.tokens[before].text.lower())
        return known and who.entity is None and self.is_report(who)

    def is_report(self, who: Who) -> bool:
        """Say whether who says so is a document, or somebody by one."""
        return any(
            self.cues.is_a("report", token.text)
            for token in self.tokens[self.index(who.start) : self.index(who.end)]
        )
