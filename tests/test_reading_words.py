import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reading.morphology import Form, morphology
from kg.reading.seen import Word
from kg.reading.words import heads, words_of


def words(text: str, language: str) -> tuple[Word, ...]:
    return words_of(text, 0, len(text), language)


def lemmas(text: str, language: str) -> list[str]:
    return [word.lemma for word in words(text, language) if word.tag != "sign"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Xi’s visit", ["Xi", "’s", "visit"]),
        ("China's U.S. envoy", ["China", "'s", "U.S.", "envoy"]),
        ("O'Neill flew a Su-35 at 5G.", ["O'Neill", "flew", "a", "Su-35", "at", "5G", "."]),
        ("3,5 Mrd. am 5.5.2021", ["3,5", "Mrd", ".", "am", "5.5.2021"]),
        ("wie Moskau12, BRICS24", ["wie", "Moskau", "12", ",", "BRICS24"]),
        ("2022-23", ["2022", "-", "23"]),
        ("_China_ 🚀\x00b", ["_", "China", "_", "🚀", "\x00", "b"]),
        ("שלום China", ["שלום", "China"]),
    ],
)
def test_a_token_is_a_word_a_number_or_a_sign(text: str, tokens: list[str]) -> None:
    assert [word.text for word in words(text, "en")] == tokens


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Häfen und Straßen", "de", ["hafen", "und", "straße"]),
        ("countries signed treaties", "en", ["country", "sign", "treaty"]),
        ("Хрущёв посетил Китай", "ru", ["хрущев", "посетить", "китай"]),
        ("VERTRÄGE ÜBER LIEFERUNGEN", "de", ["vertrag", "über", "lieferung"]),
        ("zwei Liefe-\nrungen", "de", ["zwei", "lieferung"]),
        ("zwei Liefe\u00adrungen", "de", ["zwei", "lieferung"]),
    ],
)
def test_lemmas_are_in_small_letters_and_whole(
    text: str, language: str, expected: list[str]
) -> None:
    assert lemmas(text, language) == expected


@pytest.mark.parametrize(
    ("text", "lemma", "prefix"),
    [
        ("Minsk hängt stark von russischem Gas ab.", "abhängen", "ab"),
        ("Der Handel ging im Mai zurück und stieg im Juni.", "zurückgehen", "zurück"),
        ("Nimmt Kasachstan an der Übung teil?", "teilnehmen", "teil"),
    ],
)
def test_a_separable_prefix_comes_back_to_its_verb(text: str, lemma: str, prefix: str) -> None:
    (verb,) = [word for word in words(text, "de") if word.prefix]
    assert (verb.lemma, verb.prefix, verb.tag) == (lemma, prefix, "finite")


@pytest.mark.parametrize(
    "text",
    [
        "Das Abkommen gilt von 2020 an.",  # a circumposition
        "Er kommt an den Hof.",  # a preposition
        "Das Gas, das Land. Danach ab.",  # no verb in its sentence
    ],
)
def test_what_looks_like_a_prefix_may_be_none(text: str) -> None:
    assert not any(word.prefix for word in words(text, "de"))


def test_half_a_compound_has_the_head_of_the_other() -> None:
    assert lemmas("Rüstungs- und Energiehandel", "de") == ["rüstungshandel", "und", "energiehandel"]
    assert lemmas("Import- und Export", "de") == ["import", "und", "export"]
    assert lemmas("long- and short-range", "en") == ["long-range", "and", "short-range"]


@pytest.mark.parametrize(
    ("lemma", "head"),
    [
        ("rüstungslieferung", "lieferung"),
        ("us-sanktion", "sanktion"),
        ("marinemanöver", "manöver"),
        ("wirtschaftszusammenarbeit", "zusammenarbeit"),
        ("lieferung", None),
        ("", None),
    ],
)
def test_a_compound_offers_its_head(lemma: str, head: str | None) -> None:
    assert (heads(lemma) or (None,))[0] == head


def test_without_a_tagger_there_are_lemmas_and_no_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> object:
        if name == "simplemma":
            return __import__(name)
        raise ImportError(name)

    monkeypatch.setattr("kg.reading.morphology.import_module", nothing)
    for language, token, lemma in [("de", "Verträge", "vertrag"), ("ru", "Китая", "китай")]:
        assert morphology.__wrapped__(language).form(token) == Form(
            lemma, "", (lemma, token.lower())
        )


def test_an_unknown_language_is_read_word_by_word() -> None:
    assert lemmas("Les Chinois", "fr") == ["les", "chinois"]


@given(st.text(max_size=300), st.sampled_from(["de", "en", "ru", "fr"]))
def test_tokens_stand_where_they_say_and_miss_nothing(text: str, language: str) -> None:
    end = 0
    for word in words(text, language):
        assert word.text == text[word.start : word.end]
        assert not re.search(r"[^\W_]", text[end : word.start])
        assert word.start >= end
        end = word.end
    assert not re.search(r"[^\W_]", text[end:])


@pytest.mark.parametrize("unit", ["a", "1", "U.", "a-", "a-\n", "\u00ad", "hängt ab, "])
def test_a_megabyte_without_a_full_stop_is_read(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    assert words(text, "de")[-1].end >= len(text) - 2
