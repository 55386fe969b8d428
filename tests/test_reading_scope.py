"""How sure a statement is and who says so: each cue against the sentences that stand beside it."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.models import EntityClass, Polarity, Status
from kg.reading.clauses import clauses_of
from kg.reading.cues import Cue, cues_of
from kg.reading.knowledge import LANGUAGES
from kg.reading.scope import Scopes
from kg.reading.seen import Mention, Scope, Word

TOKEN = re.compile(r"\d+(?:[.,]\d+)*|\w+(?:[-’']\w+)*|[^\w\s]")
SENTENCE = re.compile(r"[^.!?]+(?:[.!?]+[“”»\"]?|$)")
STATE, PERSON, MEDIUM = EntityClass.STATE, EntityClass.PERSON, EntityClass.MEDIUM
NAMES = {
    "Russ(?:land|ia)s?|Moskaus?|Kreml|Росси[яиюей]+|Moscow|Москв[аыуе]": ("russia", STATE),
    "China(?=['’]s)|Chinas?|Кита[йяюем]+|Beijing|Пекин[ауом]*": ("china", STATE),
    "USA|US|United States|Washingtons?|США": ("united-states", STATE),
    "EU|ЕС": ("european-union", EntityClass.INTERNATIONAL_ORGANISATION),
    "NATO|НАТО": ("nato", EntityClass.ALLIANCE),
    "Putin|Путин[ау]?": ("vladimir-putin", PERSON),
    "Xi|Си": ("xi-jinping", PERSON),
    "Reuters": ("reuters", MEDIUM),
    "Bloomberg": ("bloomberg", MEDIUM),
    "ТАСС|TASS": ("tass", MEDIUM),
}


def words_in(text: str, start: int, end: int) -> tuple[Word, ...]:
    """Return plain tokens: what scope needs of words, without lemmas and tags."""
    found = TOKEN.finditer(text, start, end)
    return tuple(Word(m.start(), m.end(), m[0], m[0].lower()) for m in found)


def mentions_in(text: str) -> list[Mention]:
    return sorted(
        Mention(m.start(), m.end(), entity, entity, entity_class)
        for pattern, (entity, entity_class) in NAMES.items()
        for m in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text)
    )


def scope_of(marked: str, language: str) -> Scope:
    """Return the scope of the word in brackets."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    scopes = Scopes(text, language)
    mentions = mentions_in(text)
    for sentence in SENTENCE.finditer(text):
        first, last = sentence.span()
        words = words_in(text, first, last)
        inside = [m for m in mentions if first <= m.start < last]
        scopes.sentence(first, last, words, clauses_of(text, first, last, words, language), inside)
    return scopes.at(start, end)


CUES = [
    pytest.param(language, cue, id=f"{language}-{number}-{cue.does}-{cue.phrases[0][0]}")
    for language in LANGUAGES
    for number, cue in enumerate(cues_of(language).cues)
]
MEANS = {
    "says": {Status.REPORTED},
    "says_before": {Status.REPORTED},
    "cites": {Status.REPORTED},
    "again": {Status.REPORTED},
    "ought": {Status.HYPOTHETICAL, Status.DEMANDED},
    "shifted": {Status.HYPOTHETICAL, Status.PLANNED},
    "unreal": {Status.HYPOTHETICAL},
    "if": {Status.HYPOTHETICAL},
}

HARD = [
    tuple(line.split(" | "))
    for line in (Path(__file__).with_name("data") / "reading_scopes.txt")
    .read_text("utf-8")
    .splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("language", "status", "speakers", "agent", "sentence"), HARD)
def test_status_speakers_and_agent_of_a_hard_sentence(
    language: str, status: str, speakers: str, agent: str, sentence: str
) -> None:
    scope = scope_of(sentence, language)
    negative = "-" if scope.polarity is Polarity.NEGATIVE else ""
    assert scope.status.value + negative == status
    who = ",".join(speaker.entity or f"~{speaker.name}" for speaker in scope.speakers)
    assert speakers in {"*", who or "-"}
    assert agent in {"*", scope.agent or "-"}


def shows(scope: Scope, cue: Cue) -> bool:
    """Say whether a scope is what *cue* makes of a predicate."""
    if cue.does in {"negative", "refuses"}:
        return scope.polarity is Polarity.NEGATIVE
    if cue.does == "nothing":
        return scope == Scope()
    means = MEANS.get(cue.does) or {Status.of(cue.does)}
    return scope.status in means


@given(
    text=st.text('ab ,.;:"„“«»”()–- dassифичто если if that wenn, und', max_size=80), data=st.data()
)
def test_clauses_cover_their_sentence_without_a_gap(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    language = data.draw(st.sampled_from(LANGUAGES))
    clauses = clauses_of(text, start, end, words_in(text, start, end), language)
    assert [c.start for c in clauses] == [start, *(c.end for c in clauses)][: len(clauses)]
    assert not clauses or clauses[-1].end == end
    assert all(c.start < c.end for c in clauses)
    assert all(-1 <= c.governor < len(clauses) and c.governor != i for i, c in enumerate(clauses))


@given(text=st.text('ab ,.;:"„“«»”()–- ', max_size=80), language=st.sampled_from(LANGUAGES))
def test_any_text_has_a_scope(text: str, language: str) -> None:
    scopes = Scopes(text, language)
    words = words_in(text, 0, len(text))
    scopes.sentence(0, len(text), words, clauses_of(text, 0, len(text), words, language), ())
    for offset in range(len(text)):
        scopes.at(offset)


@pytest.mark.parametrize(("language", "cue"), CUES)
def test_cue_does_what_its_own_sentences_say(language: str, cue: Cue) -> None:
    for sentence in cue.match:
        assert shows(scope_of(sentence, language), cue), (sentence, scope_of(sentence, language))
    for sentence in cue.no_match:
        assert not shows(scope_of(sentence, language), cue), sentence


def test_text_without_a_full_stop_is_read_in_pieces() -> None:
    text = "China kaufte Öl und " * 400 + "laut Reuters liefert Russland Gas"
    words = words_in(text, 0, len(text))
    clauses = clauses_of(text, 0, len(text), words, "de")
    scopes = Scopes(text, "de")
    scopes.sentence(0, len(text), words, clauses, mentions_in(text))
    assert scopes.at(0) == Scope()
    assert [s.entity for s in scopes.at(text.index("liefert")).speakers] == ["reuters"]
