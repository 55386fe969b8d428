"""The reader: all steps in their order, from a text to proposals that a person can judge."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple, TypeVar

from pydantic import ValidationError

from kg.evidence import Span
from kg.models import Entity, EntityClass
from kg.reading.amounts import find_amounts
from kg.reading.blocks import Block, BlockKind, blocks_of, speaks_of_itself
from kg.reading.chains import resolved
from kg.reading.clauses import clauses_of
from kg.reading.frames import Found, find_frames
from kg.reading.judgements import judgement_of
from kg.reading.lexicon import Lexicon
from kg.reading.lists import Lists
from kg.reading.memory import Memory
from kg.reading.names import find_names, in_their_time
from kg.reading.proposals import ALL_GOODS, Material, Proposal, merged, proposal_of
from kg.reading.scope import Scopes
from kg.reading.seen import Amount, Manner, Mention, Scope, Speaker, TimeSeen, Word
from kg.reading.sentence import BARE, Sentence
from kg.reading.shares import share_of
from kg.reading.slugs import slug
from kg.reading.times import find_times
from kg.reading.triggers import by_rule, triggers_of
from kg.reading.words import words_of

_Seen = TypeVar("_Seen", Mention, Amount, TimeSeen)
_DATED = 40  # a first sentence of at most so many code points that gives a date heads its block
_NO_FACT_ALONE = frozenset({"a", "months", "weeks", "d", "h", "factor", "rank", "times"})  # units
_STATES = frozenset({EntityClass.STATE, EntityClass.HISTORICAL_STATE})
_SAME = 160  # code points between a date and a name that stands in its time
_SINGLE = frozenset({"meeting", "agreement", "exercise", "sanction"})  # kinds of single events
_LEAD = 12  # the date of a heading begins within so many
_CHRONICLE = 2  # dated headings that make one


class Seen(NamedTuple):
    """A sentence with the frames found in it and how sure each is."""

    sentence: Sentence
    found: tuple[tuple[Found, Scope], ...]


class Reading(NamedTuple):
    """What was read.

    *entities* are all that mentions and records name, *new* those that no lexicon has. *seen* tells
    sentence by sentence what led there.
    """

    source: str
    language: str
    text: str
    entities: Mapping[str, Entity]
    new: frozenset[str]
    mentions: tuple[Mention, ...]
    proposals: tuple[Proposal, ...]
    seen: tuple[Seen, ...]


def read(
    text: str,
    *,
    source: str,
    language: str,
    lexicon: Lexicon,
    published: str | None = None,
) -> Reading:
    """Return what *text* says, as far as rules can tell.

    *source* is the id that evidence names; *published* the EDTF of the day of publication, from
    which "yesterday" is reckoned.
    """
    return _Reader(text, source, language, lexicon, published).read()


class _Reader:
    def __init__(
        self, text: str, source: str, language: str, lexicon: Lexicon, published: str | None
    ) -> None:
        self.text = text
        self.source = source
        self.language = language
        self.lexicon = lexicon
        self.published = published
        self.entities: dict[str, Entity] = {}
        self.new: set[str] = set()
        self.amounts = find_amounts(text, language)

    def read(self) -> Reading:
        blocks = blocks_of(self.text)
        spans = [(block, span) for block in blocks for span in _spans(block, self.text)]
        words = {
            span: words_of(self.text, span.start, span.end, self.language) for _, span in spans
        }
        every = [word for _, span in spans for word in words[span]]
        times = find_times(self.text, self.language, published=self.published)
        anchors = _Anchors(blocks, times, self.text)
        mentions = self._mentions(every, anchors)
        sentences = tuple(self._sentences(spans, words, mentions, times, anchors))
        seen = tuple(self._seen(sentences))
        self._know(ALL_GOODS)
        proposals = tuple(self._proposals(seen))
        return Reading(
            self.source,
            self.language,
            self.text,
            dict(sorted(self.entities.items())),
            frozenset(self.new),
            mentions,
            proposals,
            seen,
        )

    # -- what stands there ----------------------------------------------------------------

    def _mentions(self, words: Sequence[Word], anchors: "_Anchors") -> tuple[Mention, ...]:
        named = find_names(self.text, tuple(words), self.language, self.lexicon)
        named = in_their_time(named, self.lexicon, anchors.year_of)
        named = tuple(_outside(named, self.amounts))
        named = tuple(mention for mention in _sound(named) if self._define(mention))
        anaphors = resolved(self.text, named, self.language, self._state_of)
        return tuple(sorted((*named, *anaphors)))

    def _state_of(self, mention: Mention) -> Mention | None:
        """Return whom a person, firm or city stands for; None for one of no known state."""
        entity = self.entities[mention.entity]
        state = self.entities.get(next(iter(entity.country), entity.of or ""))
        if state is None or state.entity_class not in _STATES:
            return None
        return mention._replace(entity=state.id, entity_class=state.entity_class)

    def _define(self, mention: Mention) -> bool:
        """Keep the entity that a mention names; return whether there is one."""
        if mention.entity in self.entities:
            return True
        try:
            entity = self._new(mention) if mention.is_new else self.lexicon.entity(mention.entity)
        except ValidationError:
            return False
        self.entities[mention.entity] = entity
        for other in (entity.of, *entity.country, *entity.member):
            if other:
                self._know(other)
        return True

    def _know(self, id_: str) -> None:
        """Keep an entity of the lexicon that no mention names but a record may."""
        if id_ not in self.entities and self.lexicon.entry(id_) is not None:
            self.entities[id_] = self.lexicon.entity(id_)

    def _new(self, mention: Mention) -> Entity:
        self.new.add(mention.entity)
        return _entity(
            mention.entity, mention.label, mention.entity_class, self.language, mention.country
        )

    def _sentences(
        self,
        spans: Sequence[tuple[Block, Span]],
        words: Mapping[Span, tuple[Word, ...]],
        mentions: tuple[Mention, ...],
        times: tuple[TimeSeen, ...],
        anchors: "_Anchors",
    ) -> Iterator[Sentence]:
        for _, span in spans:
            inside = words[span]
            yield Sentence(
                self.text,
                span.start,
                span.end,
                self.language,
                inside,
                _within(mentions, span),
                _within(self.amounts, span),
                _within(times, span),
                clauses_of(self.text, span.start, span.end, inside, self.language),
                anchors.of(span.start),
            )

    # -- what it says ---------------------------------------------------------------------

    def _seen(self, sentences: Sequence[Sentence]) -> Iterator[Seen]:
        scopes = Scopes(self.text, self.language)
        for sentence in sentences:
            scopes.sentence(
                sentence.start,
                sentence.end,
                sentence.words,
                sentence.clauses,
                sentence.mentions,
            )
        memory, lists = Memory(), Lists()
        for sentence in sentences:
            sentence.attributing = frozenset(_attributing(scopes, sentence))
        for sentence in sentences:  # asked last: who is quoted may be told by a later sentence
            found = [*find_frames(sentence, memory)] if _tells(sentence) else []
            items = lists.items(sentence, found)
            found += items or (_figures(sentence, found, memory) if _tells(sentence) else ())
            memory.keep(sentence, found)
            if _tells(sentence):
                found += judgement_of(sentence, found)
            yield Seen(sentence, tuple((each, self._scope(scopes, each)) for each in found))

    def _scope(self, scopes: Scopes, found: Found) -> Scope:
        return scopes.at(found.words[0].start, found.words[-1].end)

    def _proposals(self, seen: Iterable[Seen]) -> Iterator[Proposal]:
        for sentence, found in seen:
            made = (proposal_of(self._material(sentence, each, scope)) for each, scope in found)
            yield from merged(proposal for proposal in made if proposal is not None)

    def _material(self, sentence: Sentence, found: Found, scope: Scope) -> Material:
        for mention in (each for role in found.roles.values() for each in role):
            self._define(mention)
        speakers = tuple(
            (speaker, self._speaker(speaker))
            for speaker in scope.speakers
            if not _is_mere_verb(speaker, sentence)
        )
        if scope.agent and scope.agent not in self.entities:
            scope = scope._replace(agent=None)
        spoken = {entity for _, entity in speakers}
        roles = {
            role: left
            for role, filled in found.roles.items()
            if (left := tuple(m for m in filled if m.entity not in spoken))
        }
        return Material(
            self.source,
            sentence,
            found._replace(roles=roles or found.roles),
            scope,
            _time_of(sentence, found),
            found.amounts,
            self.entities,
            speakers,
        )

    def _speaker(self, speaker: Speaker) -> str:
        """Return the id of who speaks; one without a name becomes an unnamed source."""
        if speaker.entity is not None and speaker.entity in self.entities:
            return speaker.entity
        name = " ".join(speaker.name.split())
        entity = slug(name) or "unnamed-source"
        if entity not in self.entities:
            self.entities[entity] = _entity(entity, name, EntityClass.UNNAMED_SOURCE, self.language)
            self.new.add(entity)
        return entity


def _tells(sentence: Sentence) -> bool:
    """Return whether a sentence may say that something is so: no title, nothing on the work."""
    verbs = triggers_of(sentence.language).verbs
    return not sentence.is_title(verbs) and not speaks_of_itself(sentence.exact, sentence.language)


def _entity(
    id_: str, label: str, entity_class: EntityClass, language: str, country: str | None = None
) -> Entity:
    is_group = entity_class is EntityClass.GROUP
    return Entity.model_validate(
        {
            "id": id_,
            "class": entity_class.value,
            "name": {language: label} if is_group else {"en": label, language: label},
            "group": "unnamed" if is_group else None,
            "country": [country] if country else [],
        }
    )


def _outside(mentions: Iterable[Mention], amounts: Sequence[Amount]) -> Iterator[Mention]:
    """Yield the mentions that are no currency of a figure: "США" in "долл. США"."""
    for mention in mentions:
        index = bisect_right(amounts, mention.start, key=lambda amount: amount.start) - 1
        is_currency = index >= 0 and (
            amounts[index].start < mention.start and mention.end <= amounts[index].end
        )
        if not (is_currency and amounts[index].unit.isupper()):
            yield mention


def _sound(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the mentions but an anaphor with a name right behind: "die Regierung Assads" is new."""
    for mention, following in zip_longest(mentions, mentions[1:]):
        is_named = following is not None and (following.start, following.manner) == (
            mention.end + 1,
            Manner.NAME,
        )
        if not (is_named and mention.manner is Manner.ANAPHOR):
            yield mention


def _is_mere_verb(speaker: Speaker, sentence: Sentence) -> bool:
    """Return whether an "unnamed source" is no noun: "wie berichtet worden war" names nobody."""
    if speaker.entity is not None:
        return False
    words = {word.text: word.tag for word in sentence.words}
    tags = {words.get(name, "noun") for name in speaker.name.split()}
    return tags <= {"verb", "finite"} or (sentence.language == "de" and speaker.name.islower())


def _attributing(scopes: Scopes, sentence: Sentence) -> Iterator[int]:
    """Yield where the names stand that "according to" goes before: they do nothing else."""
    for operator in scopes.cues_at(sentence.start):
        for speaker in operator.speakers:
            for mention in sentence.mentions:
                within = speaker.start < mention.start and mention.end <= speaker.end
                if within and mention.entity == speaker.entity:
                    yield mention.start


def _spans(block: Block, text: str) -> tuple[Span, ...]:
    """Return the sentences of a block; a heading is read for its names, as one."""
    if block.kind in {BlockKind.APPARATUS, BlockKind.TABLE}:
        return ()
    return block.sentences(text)


def _within(seen: tuple[_Seen, ...], span: Span) -> tuple[_Seen, ...]:
    """Return what of *seen*, which is in order, lies in *span*."""
    first = bisect_left(seen, span.start, key=lambda each: each.start)
    last = bisect_left(seen, span.end, lo=first, key=lambda each: each.start)
    return tuple(each for each in seen[first:last] if each.end <= span.end)


class _Anchors:
    """The dates that headings, and dated beginnings of paragraphs, give to what follows.

    Two of them make a chronicle; a single one is the day of the text, and dates nothing in it.
    """

    def __init__(self, blocks: Sequence[Block], times: tuple[TimeSeen, ...], text: str) -> None:
        self.times = times
        self.starts = [block.start for block in blocks]
        self.anchors: list[TimeSeen | None] = []
        heading: TimeSeen | None = None
        for block in blocks:
            inside = _within(times, Span(block.start, block.end))
            leads = _leads(inside, block, text)
            if block.kind is BlockKind.HEADING:
                heading = inside[0]._replace(derived=True) if leads else None
            own = None
            if leads and self._is_heading(text, block, inside[0]):
                own = inside[0]._replace(derived=True)
            self.anchors.append(own or heading)
        if len({anchor.start for anchor in self.anchors if anchor}) < _CHRONICLE:
            self.anchors = [None] * len(blocks)

    def _is_heading(self, text: str, block: Block, time: TimeSeen) -> bool:
        """Return whether a paragraph begins with nothing but a date: "May 5, 2019. …"."""
        after = text[time.end : time.end + 3].lstrip("_* ")
        return after[:1] in {".", ":", "–", "—", "-", ")"} and time.end - block.start <= _DATED

    def of(self, offset: int) -> TimeSeen | None:
        """Return the date that holds around *offset* where its sentence names none."""
        index = bisect_right(self.starts, offset) - 1
        return self.anchors[index] if index >= 0 else None

    def year_of(self, mention: Mention) -> int | None:
        """Return the year of a mention: that of a date near before it, or the heading's."""
        index = bisect_right(self.times, mention.start, key=lambda time: time.start) - 1
        near = self.times[index] if index >= 0 else None
        time = near if near and mention.start - near.end < _SAME else self.of(mention.start)
        digits = (time.edtf or "")[:4] if time else ""
        return int(digits) if digits.isdigit() else None


def _leads(times: tuple[TimeSeen, ...], block: Block, text: str) -> bool:
    """Return whether a block begins with a date, signs apart: "London, 5 May" doesn't."""
    if not times or times[0].edtf is None:
        return False
    before = text[block.start : times[0].start]
    return len(before) <= _LEAD and not any(map(str.isalpha, before))


def _time_of(sentence: Sentence, found: Found) -> TimeSeen | None:
    """Return the time of a predicate: its clause's, its sentence's only one, or its heading's.

    A heading's day is taken before a year that only holds it; of a single event "since 1959" or "in
    the 21st century" is not the time.
    """
    single = found.frame.kind in _SINGLE
    known = [time for time in sentence.times if _can_date(time, single=single)]
    near = [time for time in known if sentence.clause_at(time.start) == found.clause]
    place = sentence.words[found.at].start
    choice = near or (known if len(known) == 1 else [])
    if not choice:
        return None if known else sentence.anchor
    time = min(choice, key=lambda time: abs(time.start - place))
    anchor = sentence.anchor
    within = anchor is not None and (anchor.edtf or "").startswith(time.edtf or "-")
    return anchor if within else time


def _can_date(time: TimeSeen, *, single: bool) -> bool:
    edtf = time.edtf
    return edtf is not None and not (single and (".." in edtf or "XX" in edtf))


def _figures(sentence: Sentence, found: Sequence[Found], memory: Memory) -> Iterator[Found]:
    """Yield a share or statistic for each figure that no frame takes and somebody is named with."""
    taken = {amount.start for each in found for amount in each.amounts}
    for amount in sentence.amounts:
        if amount.start in taken or amount.unit in _NO_FACT_ALONE or _is_named(sentence, amount):
            continue
        clause = sentence.clause_at(amount.start)
        taken_up = (
            share_of(sentence, amount)
            or memory.figure_again(sentence, amount)
            or _growth(found, amount, clause)
        )
        if taken_up is not None:
            yield taken_up
            continue
        about = _about(sentence, clause)
        if about:
            at = min(sentence.index_at(amount.start), len(sentence.words) - 1)
            words = sentence.words[at : at + 1]
            yield Found(by_rule("figure"), words, at, clause, {"about": about}, (amount,))


def _growth(found: Sequence[Found], amount: Amount, clause: int) -> Found | None:
    """Return the growth beside a flow's figure: "rose by 26 % to 240 billion" says two things."""
    if amount.trend not in {"rise", "fall"}:
        return None
    flows = (each for each in found if each.clause == clause and each.frame.kind == "trade_flow")
    flow = next(flows, None)
    return flow._replace(amounts=(amount,)) if flow else None


def _is_named(sentence: Sentence, amount: Amount) -> bool:
    """Return whether a figure only is part of a name, or of "the two countries"."""
    return any(mention.start <= amount.start < mention.end for mention in sentence.mentions)


def _about(sentence: Sentence, clause: int) -> tuple[Mention, ...]:
    """Return the actors of a clause, or where it names none, of its sentence; each once."""
    actors = [
        mention
        for mention in sentence.mentions
        if mention.entity_class
        not in {EntityClass.PLACE, EntityClass.COMMODITY, EntityClass.WEAPON, EntityClass.SYSTEM}
    ]
    near = [mention for mention in actors if sentence.clause_at(mention.start) == clause]
    if sentence.clauses[clause].kind == "aside":  # it is about whom the rest is about
        bare = (phrase for phrase in sentence.phrases if phrase.outer == BARE)
        near = [m for phrase in bare for m in phrase.mentions if m in actors][:1]
    unique = {mention.entity: mention for mention in reversed(near or actors)}
    return tuple(sorted(unique.values()))
