from collections import Counter
from itertools import pairwise

import pytest

from kg.corpus import Corpus
from kg.corpus.names import place_names
from kg.corpus.yaml_text import read_yaml
from kg.evidence import Text

TEXT = (
    "Während Xi Jinpings Besuch in Moskau warnte Moskau die USA. Moskaus Antwort auf das "
    "US-Außenministerium kam aus Peking1. Die KP Chinas und China schwiegen.\n"
)


def placed(names: str, content: str = TEXT) -> list[tuple[str, str]]:
    text = Text(content)
    mentions, slips = place_names(read_yaml(names, "names.yaml"), text)
    assert slips == ()
    return [(content[start:end], entity) for start, end, entity in mentions]


def slips(names: str, content: str = TEXT) -> list[tuple[int, str]]:
    _, found = place_names(read_yaml(names, "names.yaml"), Text(content))
    return [(slip.line, slip.what) for slip in found]


def test_a_bare_form_takes_all_its_places_as_a_whole_word() -> None:
    assert placed("russia: Moskau") == [("Moskau", "russia")] * 2


def test_a_hyphen_ends_a_word_and_a_digit_does_not() -> None:
    assert placed("united-states: US") == [("US", "united-states")]
    assert slips("china: Peking") == [
        (1, "'Peking' does not stand in the text as a whole word; leave it out")
    ]


def test_the_longest_form_comes_first_over_all_entities() -> None:
    names = "china: [China, Chinas]\nparty: KP Chinas\nxi: [Xi, Xi Jinpings]"
    mentions, _ = place_names(read_yaml(names, "names.yaml"), Text(TEXT))
    found = [TEXT[mention.start : mention.end] for mention in mentions]
    assert found == ["Xi Jinpings", "KP Chinas", "China"]


def test_a_form_inside_longer_names_alone_is_a_slip() -> None:
    assert slips("china: [China, Chinas]\nparty: KP Chinas") == [
        (1, "'Chinas' stands only inside longer names or exceptions; leave it out")
    ]


def test_an_exception_comes_before_bare_forms() -> None:
    names = "city: {words: Moskau, in: Besuch in Moskau warnte}\nrussia: [Moskau, Moskaus]"
    assert placed(names) == [("Moskau", "city"), ("Moskau", "russia"), ("Moskaus", "russia")]


def test_an_exception_may_be_part_of_a_word() -> None:
    assert placed("china: {words: Peking, in: kam aus Peking1}") == [("Peking", "china")]


def test_what_is_no_entity_of_ours_takes_its_place_and_is_no_mention() -> None:
    assert placed("none: KP Chinas\nchina: China") == [("China", "china")]


@pytest.mark.parametrize(
    ("content", "names", "found"),
    [
        ("Россия и Китай", "china: Китай", [("Китай", "china")]),
        ("Китайская сторона", "russia: сторона", [("сторона", "russia")]),
        ("David O’Sullivan sprach", "person: David O’Sullivan", [("David O’Sullivan", "person")]),
        ("„Northern/Interaction“", "x: Northern/Interaction", [("Northern/Interaction", "x")]),
    ],
)
def test_names_are_found_in_any_script(
    content: str, names: str, found: list[tuple[str, str]]
) -> None:
    assert placed(names, content) == found


@pytest.mark.parametrize(
    ("names", "line", "what"),
    [
        (
            "russia: [Moskau, Kreml]",
            1,
            "'Kreml' does not stand in the text as a whole word; leave it out",
        ),
        ("russia:\n  - Moskau\n  - ''", 3, "a form is empty; leave it out"),
        ("russia:\n  - Moskau\n  - {words: Moskau}", 3, "write a form, or {words: …, in: …}"),
        ("russia:\n  - [Moskau]", 2, "write a form, or {words: …, in: …}"),
        ("russia: {words: [Moskau], in: warnte Moskau}", 1, "write a form, or {words: …, in: …}"),
        (
            "russia: {words: Moskau, in: Moskau}",
            1,
            "the passage 'Moskau' stands 3 times, not once",
        ),
        (
            "russia: {words: Moskau, in: in Moskau sprach}",
            1,
            "the passage 'in Moskau sprach' stands 0 times, not once",
        ),
        (
            "russia: {words: Moskau, in: in Moskau warnte Moskau}",
            1,
            "'Moskau' stands 2 times in its passage, not once",
        ),
        (
            "russia: {words: Kreml, in: warnte Moskau}",
            1,
            "'Kreml' stands 0 times in its passage, not once",
        ),
        ("russia: Moskau\ncity: Moskau", 2, "'Moskau' in ¶1 belongs to russia already"),
        (
            "one: {words: e Moskau, in: te Moskau}\ntwo: {words: Moskau, in: te Moskau}",
            2,
            "'Moskau' in ¶1 belongs to one already",
        ),
    ],
)
def test_a_slip_says_its_line_and_what_would_be_right(names: str, line: int, what: str) -> None:
    assert (line, what) in slips(names)


# -- the paper -----------------------------------------------------------------------------

# Counted in the paper, each place read.
COUNTED = {
    "Moskau": {"russia": 18, "moscow-city": 2, "soviet-union": 1},
    "Moskaus": {"russia": 3},
    "Beijing": {"china": 13, "beijing-city": 1},
    "Beijings": {"china": 1},
    "Kreml": {"russia": 2},
    "Kremls": {"russia": 1},
    "Washington": {"united-states": 5},
    "Washingtons": {"united-states": 4},
    "Tokio": {"tokyo": 1},
    "Peking": {"china": 1},
}


@pytest.mark.parametrize("form", COUNTED)
def test_each_capital_means_what_its_sentence_says(form: str, corpus: Corpus) -> None:
    (source,) = corpus.sources
    content = source.text.content
    found = Counter(
        str(mention.entity)
        for mention in source.mentions
        if content[mention.start : mention.end] == form
    )
    assert dict(found) == COUNTED[form]


def test_every_capital_of_the_paper_has_a_meaning(corpus: Corpus) -> None:
    """24 Moskau, 15 Beijing, 3 Kreml, 9 Washington, 1 Tokio, 1 Peking, inflected forms counted."""
    (source,) = corpus.sources
    content = source.text.content
    bare = ("Moskau", "Beijing", "Kreml", "Washington", "Tokio", "Peking")
    assert [content.count(form) for form in bare] == [24, 15, 3, 9, 1, 1]
    for form in bare:
        counted = [sum(COUNTED[word].values()) for word in COUNTED if word.startswith(form)]
        assert sum(counted) == content.count(form)


@pytest.mark.parametrize(
    ("entity", "passage", "form"),
    [
        ("moscow-city", "während Xi Jinpings Besuch in Moskau", "Moskau"),
        ("moscow-city", "bei der Parade in Moskau am", "Moskau"),
        ("soviet-union", "„entweder Moskau oder", "Moskau"),
        ("soviet-union", "zwischen der UdSSR und der Volksrepublik", "UdSSR"),
        ("beijing-city", "den chinesischen Staatschef in Beijing", "Beijing"),
        ("china", "oder Peking1", "Peking"),
        ("us-department-of-state", "verhängte das US-Außenministerium", "US-Außenministerium"),
        ("communist-party-of-china", "der KP Chinas verbunden", "KP Chinas"),
        ("tokyo", "Joseph Biden in Tokio", "Tokio"),
    ],
)
def test_a_name_means_who_its_passage_speaks_of(
    entity: str, passage: str, form: str, corpus: Corpus
) -> None:
    (source,) = corpus.sources
    start = source.text.content.index(passage) + passage.index(form)
    assert (start, start + len(form), entity) in source.mentions


def test_no_place_of_the_paper_belongs_to_two(corpus: Corpus) -> None:
    (source,) = corpus.sources
    assert all(one.end <= other.start for one, other in pairwise(source.mentions))
