"""One sentence with its cues at work: which operator each one is, and how far it goes."""

import re
from collections.abc import Sequence

from kg.reading.clause_tree import ALL_KINDS, GOVERNED, ClauseTree
from kg.reading.clauses import is_word, rules_of, with_signs
from kg.reading.cues import Found, cues_of, fits
from kg.reading.operators import Carried, Operator, Span
from kg.reading.seen import Clause, Mention, Speaker, Word
from kg.reading.speakers import People, Who

_IN_CLAUSE = {"final", "unless_final", "with", "without", "without_after"}
_NOUN = 4  # words of a noun with its attributes, after an adjective
_COMPLEMENT = 5  # words after the preposition that a noun governs
_TELL = {"says", "quoted", "again", "denied"}
_FIRST = 3  # words before the verb of "Das berichtet Reuters"
_TIED = 12  # letters between a noun and whose it is
_MARGIN = 8
_ITEM = re.compile(r"[ \t]{0,6}(?:[-*•▲■●–]|\(?\d{1,2}[.)]|\(?[a-zа-я]\))[ \t]")
_ZONE = 7  # words of the noun after "despite"
_MARKS = '„“”«»"'
_NAMES_WORDS = 5  # quoted words that are a name, whose words are no cues
_POSTPOSED = 16  # words of ", said Putin in Moscow on Monday"


class CuedSentence(ClauseTree):
    """One sentence with the operators that its cues come to."""

    def __init__(
        self,
        text: str,
        language: str,
        start: int,
        end: int,
        words: Sequence[Word],
        clauses: tuple[Clause, ...],
        mentions: tuple[Mention, ...],
    ) -> None:
        rules, cues = rules_of(language), cues_of(language)
        tokens = with_signs(text, start, end, words)
        people = People(text, tokens, mentions, rules, cues)
        super().__init__(text, start, end, tokens, clauses, people, rules, cues)
        self.operators: list[Operator] = []
        self.lacks_speaker = False
        self.reports: tuple[Speaker, ...] = ()
        self.found = self.cues.found_in(self.tokens)
        self._presupposed = self._zones()
        self._quoted_names = self._names_in_quotes()

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

    def read(self, carried: Carried) -> None:
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

    def _listed(self, carried: Carried) -> tuple[Operator, ...]:
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

    def _rest(self, found: Found) -> list[str]:
        """Return the words after a cue, to the end of its clause and of what hangs on it."""
        place = self._place(found)
        spans = self._after(place, GOVERNED)
        words = [at for span in spans for at in self._word_indexes(*span)][:40]
        return [self.tokens[at].text for at in words]

    def _place(self, found: Found) -> Span:
        last = found.last if found.cue.takes == "sentence" else found.core
        return self.tokens[found.first].start, self.tokens[last - 1].end

    def _operator(self, found: Found, carried: Carried) -> Operator | None:
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
            return self._after(place, GOVERNED)
        if takes == "object":
            return self._object(place)
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
        below = self._dependents(stretches, GOVERNED)
        spans = [self._span(at) for at in stretches + [b for b in below if b not in stretches]]
        return tuple(spans)

    def _after(self, place: Span, kinds: frozenset[str]) -> tuple[Span, ...]:
        clause = self._clause_at(place[1] - 1)
        stretches = [at for at in self._stretches(self._head(clause)) if at >= clause]
        below = [at for at in self._dependents(stretches, kinds) if at > clause]
        first = (place[1], max(place[1], self.clauses[clause].end))
        return (first, *(self._span(at) for at in {*stretches[1:], *below}))

    def _object(self, place: Span) -> tuple[Span, ...]:
        spans = self._after(place, GOVERNED)
        if any(self._word_indexes(*span) for span in spans):
            return spans
        stretches = self._stretches(self._head(self._clause_at(place[0])))
        return tuple(self._span(at) for at in stretches)

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
            below = self._dependents(following, GOVERNED)
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
        below = self._dependents(stretches, GOVERNED)
        return own + tuple(self._span(at) for at in sorted({*stretches, *below}))

    def _sentence_wide(self, place: Span) -> tuple[Span, ...]:
        """Return the sentence, or the clause with all that hangs on it where it is a lower one."""
        clause = self._clause_at(place[0])
        if self._is_low(clause):
            heads = self._stretches(self._head(clause))
            spans = {self._span(at) for at in (*heads, *self._dependents(heads, ALL_KINDS))}
            return tuple(sorted(spans))
        part = self._parts[clause]
        inside = [at for at in range(len(self.clauses)) if self._parts[at] == part]
        return ((self.clauses[inside[0]].start, self.clauses[inside[-1]].end),)

    # --- who says so

    def _says(self, found: Found, place: Span, carried: Carried) -> Operator | None:
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

    def _by_words(self, found: Found, carried: Carried) -> list[Who]:
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
        spans = self._after(place, ALL_KINDS)
        if "object" in found.cue.conditions:
            return spans
        said = [at for at in self._said(clause) if self.clauses[at].start >= place[0]]
        below = self._dependents(said, ALL_KINDS)
        return tuple(self._span(at) for at in {*said, *below})

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
        below = self._dependents(stretches, GOVERNED)
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

    def _quotations(self, carried: Carried) -> None:
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

    def looks_back(self, before: "CuedSentence") -> list[Operator]:
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

    def _subjunctive(self, carried: Carried) -> None:
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

    def leaves(self, carried: Carried) -> Carried:
        """Return what the next sentence is told: the last speaker, and an open quotation."""
        open_quote = self._opens(quoted=carried.quoted)
        last = next((o.speakers for o in self.operators if o.speakers), ())
        if open_quote and carried.quoted:
            last = last or carried.speakers
        reports = self.reports or carried.reports
        return Carried(last, open_quote, reports, self._listed(carried))

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
