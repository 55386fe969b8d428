"""Frames: what evokes them and what does not, by the sentences beside them in the data."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from kg.reading.knowledge import LANGUAGES, knowledge
from kg.reading.lexicon import Lexicon
from kg.reading.reader import Reading, read
from kg.reading.triggers import frames


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


def _groups() -> Iterator[Any]:
    for language in LANGUAGES:
        for name, groups in knowledge(f"frames/{language}").items():
            for number, group in enumerate(groups):
                first = _lemmas(group)[0]
                yield pytest.param(language, name, group, id=f"{language} {name} {number} {first}")


def _lemmas(group: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(group["verbs"] if "verbs" in group else group["nouns"])


def _evokes(text: str, language: str, lexicon: Lexicon, name: str, lemmas: tuple[str, ...]) -> bool:
    reading = read(text, source="own", language=language, lexicon=lexicon)
    return any(
        found.frame.name == name and found.trigger.lemmas == lemmas
        for seen in reading.seen
        for found, _ in seen.found
    )


@pytest.mark.parametrize(("language", "name", "group"), tuple(_groups()))
def test_each_group_of_words_evokes_its_frame_where_it_should_and_only_there(
    language: str, name: str, group: Mapping[str, Any], lexicon: Lexicon
) -> None:
    lemmas = _lemmas(group)
    assert _evokes(group["match"], language, lexicon, name, lemmas), group["match"]
    assert not _evokes(group["not"], language, lexicon, name, lemmas), group["not"]


@pytest.mark.parametrize(("language", "name", "group"), tuple(_groups()))
def test_slots_and_needs_are_roles_of_the_frame(
    language: str, name: str, group: Mapping[str, Any]
) -> None:
    del language
    roles = frames()[name].roles
    assert set(group["slots"]) <= set(roles)
    assert set(group.get("needs", ())) <= set(group["slots"])


def _read(text: str, lexicon: Lexicon) -> Reading:
    return read(text, source="own", language="de", lexicon=lexicon, published="2025-06-15")


def _told(text: str, lexicon: Lexicon) -> set[tuple[str, tuple[str, ...]]]:
    return {
        (found.frame.name, tuple(sorted(found.actors)))
        for seen in _read(text, lexicon).seen
        for found, _ in seen.found
    }


@pytest.mark.parametrize(
    ("text", "frame", "actors"),
    [
        (
            "Die Staatschefs von Russland und China unterzeichneten einen Vertrag.",
            "agree",
            ("china", "russia"),
        ),
        (
            "Der Besuch des russischen Präsidenten in China dauerte drei Tage.",
            "visit",
            ("china", "russia"),
        ),
        (
            "Gazprom und der chinesische Konzern Huawei schlossen ein Abkommen.",
            "agree",
            ("gazprom", "huawei"),
        ),
        (
            "Die USA haben gegen Russland Sanktionen verhängt.",
            "sanction",
            ("russia", "united-states"),
        ),
        (
            "Die Ukraine beschuldigt China, Russland mit Satellitenbildern zu versorgen.",
            "supply",
            ("china", "russia"),
        ),
        (
            "Gegen Russland verhängten die USA Sanktionen.",
            "sanction",
            ("russia", "united-states"),
        ),
    ],
)
def test_who_acts_is_found_through_offices_titles_and_word_order(
    text: str, frame: str, actors: tuple[str, ...], lexicon: Lexicon
) -> None:
    assert (frame, actors) in _told(text, lexicon)


def test_relations_that_are_only_described_are_an_assessment(lexicon: Lexicon) -> None:
    described = _read("Die Beziehungen zwischen Russland und China sind eng.", lexicon)
    assert [proposal.record.kind for proposal in described.proposals] == ["assessment"]
    changed = _read("Russland und China vertieften 2019 ihre Beziehungen.", lexicon)
    assert "cooperation" in {proposal.record.kind for proposal in changed.proposals}


def test_what_is_demanded_has_that_status(lexicon: Lexicon) -> None:
    reading = _read("Washington forderte von China ein Ende der Importe.", lexicon)
    (demand,) = [each.record for each in reading.proposals if each.record.kind == "demand"]
    roles = [getattr(demand, role) for role in ("demander", "addressee")]
    assert (demand.status.value, *roles) == ("demanded", ("united-states",), ("china",))
