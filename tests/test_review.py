"""Doubts: what two careful readings of one text got wrong most often."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.corpus import Corpus, read_corpus
from kg.corpus.review import RULES, doubts
from kg.corpus.yaml_text import read_yaml

ENTITIES = """\
- {id: russia, class: state, name: {en: Russia}}
- {id: china, class: state, name: {en: China}}
- {id: hong-kong, class: region, name: {en: Hong Kong}}
- {id: china-or-hong-kong, class: group, name: {en: China or Hong Kong}, group: either_or,
   member: [china, hong-kong]}
- {id: roskosmos, class: state_organ, name: {en: Roscosmos}, of: russia}
- {id: spacety, class: company, name: {en: Spacety}, country: china}
- {id: bearings, class: commodity, name: {en: bearings}}
- {id: components, class: commodity, name: {en: components}}
- {id: the-authors, class: unnamed_source, name: {en: the authors}}
- {id: reuters, class: medium, name: {en: Reuters}}
"""
TEXT = """\
Rund 80 % der Bauteile stammen aus China oder Hongkong.
Roskosmos arbeitet mit China zusammen.
Spacety liefert angeblich Wälzlager an Russland.
Im September 2024 berichtete Reuters, dass Russland Wälzlager kauft.
"""
NAMES = {
    "china-or-hong-kong": ["China oder Hongkong"],
    "roskosmos": ["Roskosmos"],
    "china": ["China"],
    "spacety": ["Spacety"],
    "russia": ["Russland"],
    "reuters": ["Reuters"],
}


def share(**fields: Any) -> dict[str, Any]:
    return {
        "id": "share-components",
        "kind": "share",
        "label": {"en": "Components"},
        "holder": "russia",
        "direction": "use",
        "item": "components",
        "provider": "china-or-hong-kong",
        "basis": "unstated",
        "quantity": {
            "value": "80",
            "unit": "%",
            "qualifier": "about",
            "of": "components",
            "words": "Rund 80 %",
        },
        "status": "asserted",
        "evidence": "Rund 80 % der Bauteile stammen aus China oder Hongkong.",
        **fields,
    }


def cooperation(**fields: Any) -> dict[str, Any]:
    return {
        "id": "cooperation-space",
        "kind": "cooperation",
        "label": {"en": "Roscosmos and China"},
        "domain": "space",
        "participant": ["roskosmos", "china"],
        "status": "asserted",
        "evidence": "Roskosmos arbeitet mit China zusammen.",
        **fields,
    }


def supply(**fields: Any) -> dict[str, Any]:
    return {
        "id": "supply-bearings",
        "kind": "supply",
        "label": {"en": "Bearings"},
        "supplier": "spacety",
        "recipient": "russia",
        "item": "bearings",
        "status": "alleged",
        "hedge": "angeblich",
        "evidence": "Spacety liefert angeblich Wälzlager an Russland.",
        **fields,
    }


SOUND = (share(), cooperation(), supply())
SLIPS: dict[str, tuple[tuple[dict[str, Any], ...], str]] = {
    "a hedge from another sentence": (
        (cooperation(status="alleged", hedge="angeblich"),),
        "hedge: 'angeblich' stands in none of its quotes",
    ),
    "a word of doubt with another status": (
        (supply(status="hypothetical"),),
        "hedge: 'angeblich' goes with alleged, not hypothetical",
    ),
    "a figure that its words don't give": (
        (
            share(
                quantity={"value": "8", "unit": "%", "of": "components", "words": "Rund 80 %"},
            ),
        ),
        "quantity: 'Rund 80 %' gives no 8",
    ),
    "a date that its words don't give": (
        (
            supply(
                status="reported",
                hedge=None,
                attributed_to="reuters",
                when={"edtf": "1924-09", "words": "Im September 2024"},
                evidence="Im September 2024 berichtete Reuters, dass Russland Wälzlager kauft.",
            ),
        ),
        "1924-09: 'Im September 2024' names no 1924",
    ),
    "a report's day as the day of the thing": (
        (
            supply(
                status="reported",
                hedge=None,
                attributed_to="reuters",
                when={"edtf": "2024-09", "words": "Im September 2024"},
                reported={"edtf": "2024-09", "words": "Im September 2024"},
                evidence="Im September 2024 berichtete Reuters, dass Russland Wälzlager kauft.",
            ),
        ),
        "when: these are the words of the report; has the thing a time?",
    ),
    "one of two where the quote says either": (
        (share(provider="china"),),
        "china: the quote says china-or-hong-kong, one or the other",
    ),
    "an organ's deed as its state's": (
        (cooperation(participant=["russia", "china"]),),
        "russia: the quote names roskosmos; nothing is lifted to it",
    ),
    "one figure in two records": (
        (share(), share(id="share-thrice", basis="number")),
        "quantity: 'Rund 80 %' is a figure of share-components already",
    ),
    "one thing said twice": (
        (supply(), supply(id="supply-thrice", label={"en": "Bearings, again"})),
        "says what supply-bearings says",
    ),
    "one quote with two translations": (
        (
            supply(evidence={"quote": supply()["evidence"], "gloss": {"en": "allegedly"}}),
            supply(
                id="supply-twice",
                item="components",
                evidence={"quote": supply()["evidence"], "gloss": {"en": "supposedly"}},
            ),
        ),
        "gloss en differs from that of supply-bearings",
    ),
}

Make = Callable[..., Path]


def written(records: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
    return tuple(
        {key: value for key, value in item.items() if value is not None} for item in records
    )


def doubts_about(make_source: Make, records: tuple[dict[str, Any], ...], **head: Any) -> list[str]:
    folder = make_source(
        text=TEXT, entities=ENTITIES, names=NAMES, records=written(records), **head
    )
    corpus = read_corpus(folder)
    return [finding.what for finding in doubts(corpus.sources[0], corpus.entities)]


def test_sound_records_raise_no_doubt(make_source: Make) -> None:
    assert doubts_about(make_source, SOUND) == []


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_raises_a_doubt_that_says_why(make_source: Make, slip: str) -> None:
    records, what = SLIPS[slip]
    raised = [doubt.partition(": ")[2] for doubt in doubts_about(make_source, records)]
    assert [doubt.rpartition(" (")[0] for doubt in raised] == [what]


@pytest.mark.parametrize("slip", SLIPS)
def test_a_doubt_is_answered_by_record_and_rule(make_source: Make, slip: str) -> None:
    (raised,) = doubts_about(make_source, SLIPS[slip][0])
    record = raised.split(":")[0].removeprefix("record ")
    rule = raised.rpartition("(")[2].removesuffix(")")
    answer = {"record": record, "rule": rule, "because": "The sentence before says so."}
    assert doubts_about(make_source, SLIPS[slip][0], no_doubt=[answer]) == []


def test_an_answer_to_no_doubt_is_a_finding(make_source: Make) -> None:
    answer = {"record": "supply-bearings", "rule": "either_or_split", "because": "Once it was."}
    assert doubts_about(make_source, SOUND, no_doubt=[answer]) == [
        "no_doubt: either_or_split raises none about supply-bearings"
    ]


def test_every_rule_has_a_slip_that_it_catches() -> None:
    assert len(SLIPS) == len(RULES)


def test_the_repository_s_sources_leave_no_doubt(corpus: Corpus) -> None:
    assert [doubts(source, corpus.entities) for source in corpus.sources] == [[]]


def test_every_capitalised_word_is_a_name_or_was_judged_to_be_none(
    corpus: Corpus, sources: Path
) -> None:
    """German writes every noun with a capital, so those that are no names were judged by hand."""
    judged = set(
        (Path(__file__).parent / "data" / "judged-common-words.txt")
        .read_text(encoding="utf-8")
        .split()
    )
    for source in corpus.sources:
        text = source.text.content
        covered = {at for start, end, _ in source.mentions for at in range(start, end)}
        file = sources / source.info.id / "names.yaml"
        for words in read_yaml(file.read_text(encoding="utf-8"), file.name)["none"]:
            for found in re.finditer(re.escape(words), text):
                covered.update(range(*found.span()))
        apparatus = min(source.info.parts.apparatus)
        body = text[: source.text.line_span(apparatus).start]
        capitals = {
            found[0]
            for found in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*", body)
            if found[0][0].isupper() and covered.isdisjoint(range(*found.span()))
        }
        assert capitals - judged == set()
