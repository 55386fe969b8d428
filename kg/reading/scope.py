"""How sure a predicate is, and who says so.

Every cue of a sentence (``data/cues``) becomes an operator over stretches of text: the clause of
the cue, what it governs, a quotation until it closes. Asked for a predicate, the operators over
it are gathered; polarity, modality and source are kept apart and become one label at the very end.

    scopes = Scopes(text, "de")
    for sentence in sentences:                       # in the order of the text
        scopes.sentence(start, end, words, clauses, mentions)
    scopes.at(offset, end)                           # -> Scope of the predicate there

What a cue may do: ``negative``, ``refuses`` (a verb that says no), a status, ``says`` (and
``says_before``, ``again``, ``cites``), ``ought`` (demanded in reported speech, else hypothetical),
``shifted`` (*would*: a plan in reported speech, else hypothetical), ``unreal`` (*hätte*: nothing in
reported speech), ``if``. What it may take: ``clause`` (its own, with what hangs on it), ``after``
(what follows), ``object`` (what follows, or what stands before a verb at the end), ``complement``
(what a noun governs), ``noun`` (the next noun), ``sentence``, ``content`` (what is said),
``condition`` (an if-clause and what it conditions).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.models import Polarity, Status
from kg.reading.clauses import is_word, rules_of, with_signs
from kg.reading.cues import Found, cues_of, fits
from kg.reading.seen import Clause, Mention, Scope, Speaker, Word
from kg.reading.speakers import People, Who

Span = tuple[int, int]
ORDER = (
    Status.DENIED,
    Status.HYPOTHETICAL,
    Status.THREATENED,
    Status.DEMANDED,
    Status.PLANNED,
    Status.ALLEGED,
    Status.REPORTED,
)
_STATUSES = {status.value: status for status in ORDER}
_WITH_AGENT = {Status.DENIED, Status.THREATENED, Status.DEMANDED, Status.PLANNED}
_GOVERNED = frozenset({"infinitive", "that", "quotation", "aside", "main"})
_ALL_KINDS = _GOVERNED | {"relative", "if", "when", "because", "although"}
_IN_CLAUSE = {"final", "unless_final", "with", "without", "without_after"}
_NOUN = 4  # words of a noun with its attributes, after an adjective
_COMPLEMENT = 5  # words after the preposition that a noun governs
_LONG = 300  # words; a longer sentence is none
_TELL = {"says", "quoted", "again", "denied"}
_FIRST = 3  # words before the verb of "Das berichtet Reuters"
_TIED = 12  # letters between a noun and whose it is
_MARGIN = 8
_ITEM = re.compile(r"[ \t]{0,6}(?:[-*•▲■●–]|\(?\d{1,2}[.)]|\(?[a-zа-я]\))[ \t]")
_ZONE = 7  # words of the noun after "despite"
_MARKS = '„“”«»"'
_NAMES_WORDS = 5  # quoted words that are a name, whose words are no cues
_POSTPOSED = 16  # words of ", said Putin in Moscow on Monday"


class Operator(NamedTuple):
    """A cue at work: what it does, over which stretches, and who is behind it."""

    does: str
    spans: tuple[Span, ...]
    place: Span
    who: str | None = None
    speakers: tuple[Speaker, ...] = ()
    pronoun: bool = False  # *it* plans: in reported speech whoever speaks
    itself: bool = False  # the cue may be the predicate: "увеличит", a future by itself

    def over(self, start: int, end: int) -> bool:
        """Say whether a predicate stands below this operator, and isn't its own word.

        Of a predicate in several words ("stellt … her") the first and the last are its own.
        """
        first, last = self.place
        own = not self.itself and (first <= start < last or first < end <= last)
        own = own or any(said.start <= start < said.end for said in self.speakers)
        return not own and any(first <= start < last for first, last in self.spans)

    @property
    def size(self) -> int:
        """Return how much text it is over: the widest is the nearest to the authors."""
        return sum(last - first for first, last in self.spans)


class _Carried(NamedTuple):
    """What a sentence leaves to the next: who spoke last, and whose quotation is open."""

    speakers: tuple[Speaker, ...] = ()
    quoted: bool = False
    reports: tuple[Speaker, ...] = ()  # whose the last report was: "the study found as well"
    listed: tuple[Operator, ...] = ()  # over the end of "provides for:", so over the items as well


class Scopes:
    """The statuses and speakers of a text, built from its sentences in order.

    `sentence` is called for every sentence, in the order of the text; `at` at any time afterwards.
    A quotation of several sentences whose speaker is named at its end is known once the sentence
    with its end has been given: ask last, not between, for the best answer.
    """

    def __init__(self, text: str, language: str) -> None:
        self.text, self.language = text, language
        self.rules, self.cues = rules_of(language), cues_of(language)
        self._read: list[_Sentence] = []
        self._carried = _Carried()

    def sentence(
        self,
        start: int,
        end: int,
        words: Sequence[Word],
        clauses: Sequence[Clause],
        mentions: Iterable[Mention],
    ) -> None:
        """Take in the next sentence: its words, its clauses, and the mentions within it."""
        if len(words) <= _LONG:
            self._take(_Sentence(self, start, end, words, tuple(clauses), tuple(mentions)))
            return
        found = tuple(mentions)
        for piece in _pieces(start, end, words, tuple(clauses)):
            inside = tuple(m for m in found if piece[0] <= m.start < piece[1])
            self._take(_Sentence(self, *piece, inside))

    def _take(self, read: "_Sentence") -> None:
        read.read(self._carried)
        if self._carried.quoted and not self._carried.speakers:
            self._tell_speaker(read)
        if self._read:
            self._read[-1].operators += read.looks_back(self._read[-1])
        self._carried = read.leaves(self._carried)
        self._read.append(read)

    def _tell_speaker(self, read: "_Sentence") -> None:
        """Give the sentences of an open quotation the speaker whom its last one names."""
        speakers = read.speakers_behind()
        if not speakers:
            return
        for earlier in reversed(self._read):
            if not earlier.lacks_speaker:
                break
            earlier.operators = [
                o._replace(speakers=speakers) if o.does == "quoted" else o
                for o in earlier.operators
            ]
            earlier.lacks_speaker = False

    def at(self, offset: int, end: int | None = None) -> Scope:
        """Return the scope of the predicate from *offset* to *end* (one character, if None).

        Of a predicate in several words, from the first one's start to the last one's end.
        """
        read = self._sentence_at(offset)
        if read is None:
            return Scope()
        end = offset + 1 if end is None else end
        return label(read.over(offset), self.text, offset, end)

    def cues_at(self, offset: int) -> tuple[Operator, ...]:
        """Return all operators of the sentence at *offset*, for whoever wants it explained."""
        read = self._sentence_at(offset)
        return tuple(read.operators) if read else ()

    def _sentence_at(self, offset: int) -> "_Sentence | None":
        low, high = 0, len(self._read)
        while low < high:
            middle = (low + high) // 2
            if self._read[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        found = self._read[low] if low < len(self._read) else None
        return found if found and found.start <= offset else None


def _pieces(
    start: int, end: int, words: Sequence[Word], clauses: tuple[Clause, ...]
) -> Iterator[tuple[int, int, Sequence[Word], tuple[Clause, ...]]]:
    """Yield a text without a full stop in pieces that are no longer than a sentence may be."""
    at = 0
    for first in range(0, len(words), _LONG):
        part = words[first : first + _LONG]
        begin = start if not first else part[0].start
        stop = words[first + _LONG].start if first + _LONG < len(words) else end
        inside: list[Clause] = []
        base = at
        while at < len(clauses) and clauses[at].start < stop:
            clause = clauses[at]
            governor = clause.governor - base if base <= clause.governor else -1
            inside.append(Clause(max(begin, clause.start), stop, clause.kind, governor))
            if clause.end > stop:
                break
            at += 1
        ends = [clause.start for clause in inside[1:]] + [stop]
        whole = tuple(c._replace(end=last) for c, last in zip(inside, ends, strict=True))
        known = (c if c.governor < len(whole) else c._replace(governor=-1) for c in whole)
        yield begin, stop, part, tuple(known)


def label(operators: Iterable[Operator], text: str, start: int, end: int) -> Scope:
    """Return the one label that all operators over a predicate come to."""
    over = [operator for operator in operators if operator.over(start, end)]
    says = sorted((o for o in over if o.speakers), key=lambda o: (-o.size, o.place))
    said = {(s.entity, s.name): s for o in reversed(says) for s in reversed(o.speakers)}
    speakers = tuple(reversed(said.values()))
    statuses = [(status, o) for o in over if (status := _status(o, over, speakers))]
    polarity = Polarity.NEGATIVE if _is_negative(over) else Polarity.POSITIVE
    if not statuses:
        return Scope(polarity=polarity, cues=_places(o for o in over if _negates(o)))
    status = min((status for status, _ in statuses), key=ORDER.index)
    first = next(o for found, o in statuses if found is status)
    hedge = text[slice(*first.place)] if status is not Status.REPORTED and first.place else None
    agent = _agent(first, speakers) if status in _WITH_AGENT else None
    places = _places(o for _, o in statuses)
    return Scope(status, polarity, hedge, speakers, agent, places)


def _places(operators: Iterable[Operator]) -> tuple[Span, ...]:
    return tuple(sorted({operator.place for operator in operators}))


def _agent(operator: Operator, speakers: Sequence[Speaker]) -> str | None:
    """Return who plans or demands: the cue's subject, or whose words *should* is."""
    if operator.who is not None:
        return operator.who
    if not (operator.pronoun or operator.does in {"ought", "shifted"}):
        return None
    return speakers[-1].entity if speakers else None


def _status(
    operator: Operator, over: Sequence[Operator], speakers: Sequence[Speaker]
) -> Status | None:
    """Return what an operator makes of a predicate, given the others over it."""
    does = operator.does
    if does in _STATUSES:
        return _STATUSES[does]
    if does == "quoted":
        return Status.REPORTED if speakers else None
    if does in {"says", "again"}:
        return Status.REPORTED if speakers else Status.ALLEGED
    conditional = any(other.does == "if" for other in over)
    if does == "ought":
        return Status.DEMANDED if speakers else Status.HYPOTHETICAL
    if does == "shifted":
        return Status.PLANNED if speakers and not conditional else Status.HYPOTHETICAL
    if does == "unreal":
        return None if speakers and not conditional else Status.HYPOTHETICAL
    return Status.HYPOTHETICAL if does in {"if", "question"} else None


def _negates(operator: Operator) -> bool:
    return operator.does in {"negative", "refuses"}


def _is_negative(over: Sequence[Operator]) -> bool:
    """Say whether a predicate is negated: two words of one clause count once, two verbs twice."""
    words = {o.spans[0] for o in over if o.does == "negative"}
    verbs = {o.place for o in over if o.does == "refuses"}
    return (len(words) + len(verbs)) % 2 == 1


class _Sentence:
    """One sentence with the operators that its cues come to."""

    def __init__(
        self,
        scopes: Scopes,
        start: int,
        end: int,
        words: Sequence[Word],
        clauses: tuple[Clause, ...],
        mentions: tuple[Mention, ...],
    ) -> None:
        self.text, self.start, self.end = scopes.text, start, end
        self.rules, self.cues = scopes.rules, scopes.cues
        self.tokens = with_signs(scopes.text, start, end, words)
        self.clauses = clauses or (Clause(start, end, "main"),)
        self.people = People(scopes.text, self.tokens, mentions, self.rules, self.cues)
        self.operators: list[Operator] = []
        self.lacks_speaker = False
        self.reports: tuple[Speaker, ...] = ()
        self._children = self._below()
        self._parts = self._parted()
        self.found = self.cues.found_in(self.tokens)
        self._presupposed = self._zones()
        self._quoted_names = self._names_in_quotes()

    # --- the clauses

    def _below(self) -> dict[int, list[int]]:
        children: dict[int, list[int]] = {}
        for at, clause in enumerate(self.clauses):
            children.setdefault(clause.governor, []).append(at)
        return children

    def _parted(self) -> list[int]:
        """Return for each clause its part of the sentence: *but* and a semicolon begin one."""
        parts, part = [], 0
        for at, clause in enumerate(self.clauses):
            first = self._first_word(clause)
            turns = self.cues.is_a("turn", first) and clause.kind == "main"
            before = self.text[max(self.start, clause.start - 3) : clause.start].rstrip()
            part += bool(at and (turns or before.endswith(";")))
            parts.append(part)
        return parts

    def _first_word(self, clause: Clause) -> str:
        at = self._index(clause.start)
        return self.tokens[at].text.lower() if at < len(self.tokens) else ""

    def _index(self, offset: int) -> int:
        return self.people.index(offset)

    def _clause_at(self, offset: int) -> int:
        low, high = 0, len(self.clauses) - 1
        while low < high:
            middle = (low + high) // 2
            if self.clauses[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return low

    def _head(self, at: int) -> int:
        """Return the first stretch of a clause."""
        seen = 0
        while self._continues(at) and seen < len(self.clauses):
            at, seen = self.clauses[at].governor, seen + 1
        return at

    def _continues(self, at: int) -> bool:
        governor = self.clauses[at].governor
        return (
            0 <= governor < at
            and self.clauses[governor].kind == self.clauses[at].kind
            and (self.clauses[at].kind != "relative")
        )

    def _stretches(self, head: int) -> list[int]:
        found = [head]
        for at in found:
            found += [c for c in self._children.get(at, ()) if c > at and self._continues(c)]
        return sorted(found)

    def _dependents(self, heads: Iterable[int], kinds: frozenset[str]) -> list[int]:
        """Return the clauses that hang on *heads*, through clauses of these kinds."""
        found, waiting, seen = [], list(heads), set(heads)
        while waiting:
            for child in self._children.get(waiting.pop(), ()):
                if child not in seen and self.clauses[child].kind in kinds:
                    seen.add(child)
                    found.append(child)
                    waiting.append(child)
        return found

    def _span(self, at: int) -> Span:
        return self.clauses[at].start, self.clauses[at].end

    # --- the operators

    def over(self, offset: int) -> list[Operator]:
        """Return the operators that may reach *offset*.

        What *despite*, *after*, *during* name is so, whatever the clause says: neither its doubt
        nor its negation reaches there, only who says so.
        """
        zone = next((z for z in self._presupposed if z[0] <= offset < z[1]), None)
        if zone is None:
            return self.operators
        return [o for o in self.operators if o.speakers or zone[0] <= o.place[0] < zone[1]]

    def _zones(self) -> list[Span]:
        """Return the nouns after prepositions like *despite*."""
        zones = []
        no = {found.first for found in self.found if found.cue.does == "negative"}
        in_cues = {at for found in self.found for at in range(found.first, found.last + 1)}
        for at, token in enumerate(self.tokens):
            if token.text.lower() in self.rules.presupposing and at not in in_cues:
                last = at + 1
                while last - at < _ZONE and last not in no and self._is_in_noun(last):
                    last += 1
                while last - 1 > at and self._is_left_over(last - 1):
                    last -= 1
                zones.append((token.start, self.tokens[max(at, last - 1)].end))
        return zones

    def _is_left_over(self, at: int) -> bool:
        """Say whether a word at the end of a German noun is none of it: nouns are capitalised."""
        return self.cues.has("nouns_are_capital") and self.tokens[at].text.islower()

    def _is_in_noun(self, at: int) -> bool:
        if at >= len(self.tokens) or not is_word(self.tokens[at]):
            return False
        word = self.tokens[at].text
        if self.tokens[at].tag == "finite":
            return False
        if word in self.rules.determiners or self.cues.endings["adjective"].fullmatch(word):
            return True
        if self.cues.has("nouns_are_capital"):
            return word[0].isupper() or word[0].isdigit() or word in {"von", "auf", "in", "und"}
        return not self._ends_noun(word) and not self.rules.verb_end.fullmatch(word)

    def _in_name(self, found: Found) -> bool:
        """Say whether a cue stands within the few quoted words of a name."""
        first, last = self._place(found)
        return any(start < first and last <= end for start, end in self._quoted_names)

    def _names_in_quotes(self) -> list[Span]:
        names, opened = [], -1
        for at, token in enumerate(self.tokens):
            if token.text not in _MARKS:
                continue
            if opened >= 0 and at - opened - 1 <= _NAMES_WORDS:
                names.append((self.tokens[opened].start, token.end))
                opened = -1
            else:
                opened = at
        return names

    def read(self, carried: _Carried) -> None:
        """Make the operators of this sentence, given what the one before left."""
        for found in self.found:
            if self._holds(found) and not self._in_name(found):
                operator = self._operator(found, carried)
                if operator is not None:
                    self.operators.append(operator)
        self._cite()
        self._question()
        self._quotations(carried)
        self._subjunctive(carried)
        if carried.listed and self._is_item():
            whole = ((self.start, self.end),)
            self.operators += [o._replace(spans=whole) for o in carried.listed]

    def _is_item(self) -> bool:
        """Say whether this sentence is an item of a list, as a mark before it tells."""
        line = self.text.rfind("\n", max(0, self.start - _MARGIN), self.start) + 1
        return bool(_ITEM.match(self.text, line, self.start + _MARGIN))

    def _listed(self, carried: _Carried) -> tuple[Operator, ...]:
        last = self.tokens[-1] if self.tokens else None
        if last is not None and last.text == ":":
            return tuple(o for o in self.operators if o.over(last.start, last.end))
        return carried.listed if self._is_item() else ()

    def _holds(self, found: Found) -> bool:
        """Say whether a cue's conditions are met."""
        conditions = found.cue.conditions
        after = self._text_at(found.last)
        before = self._text_at(found.first - 1)
        if "after" in conditions and not self._is_any(conditions["after"], after):
            return False
        if self._is_any(conditions.get("after_not", ()), after):
            return False
        if self._is_any(conditions.get("before_not", ()), before):
            return False
        if "before" in conditions and not self._is_any(conditions["before"], before):
            return False
        return self._holds_in_clause(found)

    def _holds_in_clause(self, found: Found) -> bool:
        conditions = found.cue.conditions
        clause = self.clauses[self._clause_at(self.tokens[found.first].start)]
        if "in" in conditions and clause.kind not in conditions["in"]:
            return False
        if not _IN_CLAUSE & conditions.keys():
            return True
        final = self._final(found)
        prefix = self.tokens[found.first].prefix
        if "final" in conditions and not self._is_any(conditions["final"], prefix or final):
            return False
        if self._is_any(conditions.get("unless_final", ()), final):
            return False
        rest = self._rest(found)
        if "with" in conditions and not any(self._is_any(conditions["with"], w) for w in rest):
            return False
        if any(self._is_any(conditions.get("without_after", ()), word) for word in rest):
            return False
        return not self._has_any(found, conditions.get("without", ()))

    def _has_any(self, found: Found, patterns: Sequence[str]) -> bool:
        """Say whether one of these words stands anywhere in the cue's clause."""
        if not patterns:
            return False
        stretches = self._stretches(self._head(self._clause_at(self.tokens[found.first].start)))
        words = (at for stretch in stretches for at in self._word_indexes(*self._span(stretch)))
        return any(
            at != found.first and self._is_any(patterns, self.tokens[at].text) for at in words
        )

    def _text_at(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def _is_any(self, patterns: Sequence[str], word: str) -> bool:
        for pattern in patterns:
            if pattern.startswith("/"):
                if word and self.cues.endings[pattern[1:]].fullmatch(word):
                    return True
            elif fits(pattern, word) or fits(pattern, word.lower()):
                return True
        return False

    def _final(self, found: Found) -> str:
        """Return the last word of the cue's clause, or the one before a cue that is the last."""
        place = self._place(found)
        stretches = self._stretches(self._head(self._clause_at(place[0])))
        words = [
            at
            for stretch in stretches
            for at in self._word_indexes(self.clauses[stretch].start, self.clauses[stretch].end)
        ]
        if not words:
            return ""
        if words[-1] == found.first:
            return self.tokens[words[-2]].text if len(words) > 1 else ""
        return self.tokens[words[-1]].text

    def _word_indexes(self, start: int, end: int) -> list[int]:
        return [
            at for at in range(self._index(start), self._index(end)) if is_word(self.tokens[at])
        ]

    def _rest(self, found: Found) -> list[str]:
        """Return the words after a cue, to the end of its clause and of what hangs on it."""
        place = self._place(found)
        spans = self._after(place, _GOVERNED)
        words = [at for span in spans for at in self._word_indexes(*span)][:40]
        return [self.tokens[at].text for at in words]

    def _place(self, found: Found) -> Span:
        last = found.last if found.cue.takes == "sentence" else found.core
        return self.tokens[found.first].start, self.tokens[last - 1].end

    def _operator(self, found: Found, carried: _Carried) -> Operator | None:
        place = self._place(found)
        does = found.cue.does
        if does in {"says", "says_before"}:
            return self._says(found, place, carried)
        if does == "again":
            spans = self._sentence_wide(place)
            return (
                Operator(does, spans, place, speakers=carried.speakers)
                if carried.speakers
                else None
            )
        if does == "cites":
            whos = self.people.after(place[1], self._clause_end(place[1]))
            said = tuple(who.says(self.text, *place) for who in whos)
            return Operator(does, (), place, speakers=said)
        who = self._who(found, place)
        if "actor" in found.cue.conditions:
            clause = self.clauses[self._clause_at(place[0])]
            can_act = who is not None or self.people.has_pronoun(clause.start, place[1])
            if can_act != (found.cue.conditions["actor"] == ("yes",)):
                return None  # a war doesn't threaten to
        itself = "itself" in found.cue.conditions
        entity = who.entity if who else None
        clause = self.clauses[self._clause_at(place[0])]
        pronoun = who is None and self.people.has_pronoun(clause.start, place[0])
        spans = self._spans(found, place)
        return Operator(does, spans, place, entity, pronoun=pronoun, itself=itself)

    def _clause_end(self, offset: int) -> int:
        return self.clauses[self._clause_at(offset)].end

    def _who(self, found: Found, place: Span) -> Who | None:
        """Return the subject of a cue: who plans, threatens, demands, denies."""
        if found.cue.takes == "complement":
            return None if found.cue.does == "denied" else self._whose(place)
        clause = self._clause_at(place[0])
        stretches = [self._span(at) for at in self._stretches(self._head(clause))]
        subject = self.people.subject(*place, stretches)
        if subject is None and self.clauses[clause].kind in {"relative", "infinitive"}:
            return self.people.last_before(self.clauses[clause].start)
        return subject

    def _whose(self, place: Span) -> Who | None:
        """Return whose threat or plan a noun is: "US threats", "Forderungen Washingtons"."""
        for mention in self.people.mentions:
            within = place[0] <= mention.start < place[1]
            before = self._belongs(mention.end, place[0])
            if within or before or self._belongs(place[1], mention.start):
                return Who(mention.entity, mention.label, mention.start, mention.end)
        return None

    def _belongs(self, end: int, start: int) -> bool:
        """Say whether only small words that tie a name to its noun stand between the two."""
        if not 0 <= start - end <= _TIED:
            return False
        between = [word.strip("'’") for word in self.text[end:start].split()]
        small = self.rules.determiners | self.rules.coordinate | {"", "s"}
        return all(word in small or self.cues.is_a("by", word) for word in between)

    # --- how far a cue goes

    def _spans(self, found: Found, place: Span) -> tuple[Span, ...]:
        takes = found.cue.takes
        if takes == "sentence":
            return self._sentence_wide(place)
        if takes == "after":
            return self._after(place, _GOVERNED)
        if takes == "object":
            return self._object(found, place)
        if takes == "noun":
            return (self._noun(found),)
        if takes == "complement":
            return self._complement(found, place)
        if takes == "condition":
            return self._condition(place)
        return self._whole(place)

    def _whole(self, place: Span) -> tuple[Span, ...]:
        """Return the clause of a cue, first, and the clauses that it governs."""
        stretches = self._stretches(self._head(self._clause_at(place[0])))
        below = self._dependents(stretches, _GOVERNED)
        spans = [self._span(at) for at in stretches + [b for b in below if b not in stretches]]
        return tuple(spans)

    def _after(self, place: Span, kinds: frozenset[str]) -> tuple[Span, ...]:
        clause = self._clause_at(place[1] - 1)
        stretches = [at for at in self._stretches(self._head(clause)) if at >= clause]
        below = [at for at in self._dependents(stretches, kinds) if at > clause]
        first = (place[1], max(place[1], self.clauses[clause].end))
        return (first, *(self._span(at) for at in {*stretches[1:], *below}))

    def _object(self, found: Found, place: Span) -> tuple[Span, ...]:
        spans = self._after(place, _GOVERNED)
        if any(self._word_indexes(*span) for span in spans):
            return spans
        clause = self._clause_at(place[0])
        who = self._who(found, place)
        stretches = [self._span(at) for at in self._stretches(self._head(clause))]
        start = max(who.end, stretches[0][0]) if who and who.end <= place[0] else stretches[0][0]
        return tuple((max(first, start), last) for first, last in stretches if last > start)

    def _noun(self, found: Found) -> Span:
        at = found.last
        while at < min(found.last + _NOUN, len(self.tokens)) and is_word(self.tokens[at]):
            word = self.tokens[at].text
            if at > found.last and self._ends_noun(word):
                break
            at += 1
            if self.cues.has("nouns_are_capital") and word[0].isupper():
                break
        start = self.tokens[found.last - 1].end
        return start, max(start, self.tokens[at - 1].end)

    def _ends_noun(self, word: str) -> bool:
        if word.lower() in self.rules.prepositions | self.rules.finite:
            return True
        verb = self.cues.has("verb_ends_noun") and self.rules.verb_end.fullmatch(word)
        return bool(verb)

    def _links(self, at: int) -> bool:
        return self.cues.is_a("link", self._text_at(at)) or self._is_infinitive(at)

    def _is_infinitive(self, at: int) -> bool:
        """Say whether an infinitive begins here: English *to*, a Russian one as it is."""
        word = self._text_at(at)
        infinitive = self.cues.endings.get("bare_infinitive")
        return (self.cues.has("to") and self.cues.is_a("to", word)) or bool(
            infinitive and infinitive.fullmatch(word)
        )

    def _complement(self, found: Found, place: Span) -> tuple[Span, ...]:
        """Return what a noun governs: *mit*, *to*, or the infinitive or that-clause behind it."""
        clause = self._clause_at(place[0])
        end = self.clauses[clause].end
        spans: list[Span] = []
        at = found.last
        for _ in range(_NOUN):
            if self._text_at(at).lower() in self.rules.coordinate:
                return tuple(spans)
            if self._links(at) and self.tokens[at].start < end:
                far = 0 if self._is_infinitive(at) else _COMPLEMENT
                last = min(at + far, self._index(end)) if far else self._index(end)
                spans.append((self.tokens[at].start, self.tokens[last - 1].end))
                break
            at += 1
        following = [clause + 1] if clause + 1 < len(self.clauses) else []
        near = self._index(end) - found.last <= _NOUN + 1
        if near and following and self.clauses[clause + 1].kind in {"infinitive", "that"}:
            below = self._dependents(following, _GOVERNED)
            spans += [self._span(at) for at in (*following, *below)]
        return tuple(spans)

    def _condition(self, place: Span) -> tuple[Span, ...]:
        """Return an if-clause, and the clause that it conditions."""
        clause = self._head(self._clause_at(place[0]))
        own = self._whole(place)
        governor = self.clauses[clause].governor
        if self.clauses[clause].kind != "if" or governor < 0:
            return own
        governing = self._head(governor)
        stretches = self._stretches(governing)
        below = self._dependents(stretches, _GOVERNED)
        return own + tuple(self._span(at) for at in {*stretches, *below})

    def _sentence_wide(self, place: Span) -> tuple[Span, ...]:
        """Return the sentence, or the clause with all that hangs on it where it is a lower one."""
        clause = self._clause_at(place[0])
        if self._is_low(clause):
            heads = self._stretches(self._head(clause))
            spans = {self._span(at) for at in (*heads, *self._dependents(heads, _ALL_KINDS))}
            return tuple(sorted(spans))
        part = self._parts[clause]
        inside = [at for at in range(len(self.clauses)) if self._parts[at] == part]
        return ((self.clauses[inside[0]].start, self.clauses[inside[-1]].end),)

    def _is_low(self, clause: int) -> bool:
        kinds: set[str] = set()
        while clause >= 0 and len(kinds) < len(self.clauses):
            kinds.add(self.clauses[clause].kind)
            if self.clauses[clause].governor in {clause, -1} or self.clauses[clause].kind == "main":
                break
            clause = self.clauses[clause].governor
        return bool(kinds & {"relative", "because", "although", "that"})

    # --- who says so

    def _says(self, found: Found, place: Span, carried: _Carried) -> Operator | None:
        if found.cue.does == "says_before":
            limit = self.clauses[self._clause_at(place[0])].start
            whos, spans = self.people.before(place[0], limit), self._sentence_wide(place)
        elif found.cue.takes == "content":
            spans = self._content(found, place)
            who = self._sayer(found, place, postposed=bool(spans) and spans[0][0] < place[0])
            whos = [who] if who else self._by_words(found, carried)
            if not whos and "evidence" in found.cue.conditions and not self._again(found):
                return None  # "a comparison shows": the authors' own voice
            if "postposed" in found.cue.conditions and spans and spans[0][1] > place[0]:
                return None
        else:
            spans = self._sentence_wide(place)
            whos = self._inside(found) or self.people.after(
                place[1], self._clause_end(place[1] - 1)
            )
        speakers = tuple(who.says(self.text, *place) for who in whos)
        if speakers and self.people.is_report(whos[0]):
            self.reports = speakers
        known = carried.reports if self._again(found) else ()
        speakers = speakers or known or carried.speakers
        if self._points_back(found, spans):
            return Operator("back", (), place, speakers=speakers)
        if not spans:
            return None
        return Operator("says", spans, place, whos[0].entity if whos else None, speakers)

    def _sayer(self, found: Found, place: Span, *, postposed: bool) -> Who | None:
        """Return the subject of a verb of saying; of one behind what is said, among its words."""
        if inside := self._inside(found):
            return inside[0]
        if not postposed:
            return self._who(found, place)
        begin, end = self._segment(found)
        segment = (self.tokens[begin or 0].start, self.tokens[end - 1].end)
        return self.people.subject(*place, [segment])

    def _inside(self, found: Found) -> list[Who]:
        """Return who stands between a cue's own words ("wie Reuters berichtet")."""
        start, end = self._place(found)
        inside = [w for w in self.people.whos if start <= w.start and w.end <= end][:1]
        if inside or "inside" not in found.cue.conditions:
            return inside
        return [self.people.who_of(self.tokens[found.first + 1].start, end)]

    def _by_words(self, found: Found, carried: _Carried) -> list[Who]:
        """Return who says so where no name is known: the noun that is the verb's subject."""
        noun = self.people.noun_before(found.first) or self.people.noun_after(found.last)
        before = carried.reports or carried.speakers
        if noun is None or (self.people.is_known_report(noun) and before):
            return []
        if "evidence" in found.cue.conditions and not self.people.is_report(noun):
            return []
        return [noun]

    def _points_back(self, found: Found, spans: tuple[Span, ...]) -> bool:
        """Say whether what is said is the sentence before: "Das berichtet Reuters"."""
        if found.first > _FIRST or any(self._word_indexes(*span) for span in spans[1:]):
            return False
        first = [t.text.lower() for t in self.tokens[: found.first] if is_word(t)]
        return bool(first) and self.cues.is_a("pointing", " ".join(first))

    def _again(self, found: Found) -> bool:
        """Say whether "the report" shows it, whose author the text has named before."""
        noun = self.people.noun_before(found.first) or self.people.noun_after(found.last)
        return noun is not None and self.people.is_known_report(noun)

    def _content(self, found: Found, place: Span) -> tuple[Span, ...]:
        """Return what is said: the clause after the verb, or all before a verb behind it."""
        clause = self._clause_at(place[0])
        begin, end = self._segment(found)
        if begin is not None and end - begin <= _POSTPOSED and not self._has_content(found, clause):
            start = self._part_start(clause)
            return ((start, self.tokens[begin].start),) if start < self.tokens[begin].start else ()
        spans = self._after(place, _ALL_KINDS)
        if "object" in found.cue.conditions:
            return spans
        said = [at for at in self._said(clause) if self.clauses[at].start >= place[0]]
        below = self._dependents(said, _ALL_KINDS)
        return tuple(self._span(at) for at in {*said, *below})

    def _part_start(self, clause: int) -> int:
        part = self._parts[clause]
        return next(c.start for at, c in enumerate(self.clauses) if self._parts[at] == part)

    def _segment(self, found: Found) -> tuple[int | None, int]:
        """Return the tokens of a verb's words between signs; None where nothing stands before."""
        first = found.first
        while first > 0 and is_word(self.tokens[first - 1]):
            first -= 1
        last = found.last
        while last < len(self.tokens) and is_word(self.tokens[last]):
            last += 1
        words_before = len([t for t in self.tokens[:first] if is_word(t)])
        return (first if words_before > 1 else None), last

    def _has_content(self, found: Found, clause: int) -> bool:
        """Say whether what is said stands behind the verb."""
        place = self._place(found)
        return any(self.clauses[at].start >= place[0] for at in self._said(clause))

    def _said(self, clause: int) -> list[int]:
        """Return the clauses that say what is said, below that of a verb of saying."""
        stretches = self._stretches(self._head(clause))
        below = self._dependents(stretches, _GOVERNED)
        after_colon = [
            at
            for at in stretches
            if self.text[max(self.start, self.clauses[at].start - 2) : self.clauses[at].start]
            .rstrip()
            .endswith(":")
        ]
        kinds = {"that", "infinitive", "quotation"}
        return [at for at in below if self.clauses[at].kind in kinds] + after_colon

    def _cite(self) -> None:
        """Hang those whom a speaker cites behind the speaker."""
        cited = [o for o in self.operators if o.does == "cites"]
        for cite in cited:
            says = [o for o in self.operators if o.does == "says" and o.speakers]
            if not says:
                spans = self._sentence_wide(cite.place)
                self.operators.append(cite._replace(does="says", spans=spans))
                continue
            nearest = min(says, key=lambda o: abs(o.place[0] - cite.place[0]))
            at = self.operators.index(nearest)
            chain = (*nearest.speakers, *cite.speakers)
            self.operators[at] = nearest._replace(speakers=chain)
        self.operators = [o for o in self.operators if o.does != "cites"]

    # --- questions, quotations, Konjunktiv

    def _question(self) -> None:
        last = self.tokens[-1] if self.tokens else None
        if last is not None and last.text == "?":
            place = (last.start, last.end)
            self.operators.append(Operator("question", ((self.start, self.end),), place))

    def _quotations(self, carried: _Carried) -> None:
        """Spread who speaks over the quotations of a sentence, also over one from before."""
        spans = [self._span(i) for i, c in enumerate(self.clauses) if c.kind == "quotation"]
        if carried.quoted:
            spans.append((self.start, self._closes_at() or self.end))
        told = self.speakers_behind()
        if carried.speakers and (carried.quoted or self._is_quotation(spans)):
            told = told or carried.speakers
        still_open = self._opens(quoted=carried.quoted)
        for span in spans:
            place = (span[0], span[0])
            self.operators.append(Operator("quoted", (span,), place, speakers=tuple(told)))
        self.lacks_speaker = bool(spans) and not told and (still_open or carried.quoted)

    def _is_quotation(self, spans: Sequence[Span]) -> bool:
        """Say whether this sentence is nothing but a quotation: its speaker goes on."""
        quoted = sum(last - first for first, last in spans)
        return quoted >= (self.end - self.start) * 0.9

    def looks_back(self, before: "_Sentence") -> list[Operator]:
        """Return what this sentence says of the one before: "That is what Reuters reported"."""
        if not any(o.does == "back" for o in self.operators) or before.speakers_behind():
            return []
        told = self.speakers_behind()
        whole = ((before.start, before.end),)
        place = (before.end, before.end)
        return [Operator("says", whole, place, speakers=told)] if told else []

    def speakers_behind(self) -> tuple[Speaker, ...]:
        """Return the speakers of this sentence's own verb of saying."""
        said = (o for o in self.operators if o.does in {"says", "back"} and o.speakers)
        return next((o.speakers for o in said), ())

    def _closes_at(self) -> int | None:
        return next((t.end for t in self.tokens if t.text in '“”»"'), None)

    def _subjunctive(self, carried: _Carried) -> None:
        """Let a Konjunktiv I without a verb of saying be what the last speaker goes on to say."""
        for at, token in enumerate(self.tokens):
            if not self._is_subjunctive(token):
                continue
            place = (token.start, token.end)
            if any(o.does in _TELL and o.over(*place) for o in self.operators):
                continue
            if self.cues.is_a("first_person", self._text_at(at - 1)):
                continue
            speakers = self._governing_speaker(place) or carried.speakers
            whole = self._whole(place)
            self.operators.append(Operator("again", whole, place, speakers=speakers, itself=True))

    def _is_subjunctive(self, token: Word) -> bool:
        """Say whether a word is a Konjunktiv I: one that is listed, or infinitive less its n."""
        if not self.rules.subjunctive:
            return False
        if token.text.lower() in self.rules.subjunctive:
            return True
        stem = token.lemma.removesuffix("n").removesuffix("e")
        verb = token.tag in {"verb", "finite"} and token.lemma.endswith("n")
        return verb and token.text == stem + "e"

    def _governing_speaker(self, place: Span) -> tuple[Speaker, ...]:
        """Return the subject of the clause on which one in the Konjunktiv depends."""
        clause = self.clauses[self._clause_at(place[0])]
        if clause.kind != "that" or clause.governor < 0:
            return ()
        stretches = [self._span(at) for at in self._stretches(self._head(clause.governor))]
        start = min(clause.start, stretches[-1][1])
        who = self.people.subject(start, start, stretches)
        return (who.says(self.text, who.start, who.end),) if who else ()

    def leaves(self, carried: _Carried) -> _Carried:
        """Return what the next sentence is told: the last speaker, and an open quotation."""
        open_quote = self._opens(quoted=carried.quoted)
        last = next((o.speakers for o in self.operators if o.speakers), ())
        if open_quote and carried.quoted:
            last = last or carried.speakers
        reports = self.reports or carried.reports
        return _Carried(last, open_quote, reports, self._listed(carried))

    def _opens(self, *, quoted: bool) -> bool:
        """Say whether a quotation is open at the end of this sentence."""
        for token in self.tokens:
            mark = token.text
            if mark == '"':
                quoted = not quoted
            elif mark in "„«":
                quoted = True
            elif mark in "”»":
                quoted = False
            elif mark == "“":
                quoted = not quoted
        return quoted
