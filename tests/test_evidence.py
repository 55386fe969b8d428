import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.errors import PassageAmbiguous, PassageNotFound
from kg.evidence import (
    Span,
    Text,
    locate,
    marked_difference,
    nearest_passage,
    occurrences,
    printable,
    spelled_out,
)

RUSSIAN = "Стороны выступают против дальнейшего расширения НАТО. Они заявили об этом 4 февраля."
CHINESE = "中俄关系处于历史最好水平。双方反对北约继续扩张。"


# -- a quote is found where it stands ------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "quote", "start", "end"),
    [
        (RUSSIAN, "против дальнейшего расширения НАТО", 18, 52),
        (CHINESE, "双方反对北约", 13, 19),
        ("中俄 𠀀 关系", "关系", 5, 7),  # a character beyond the first plane counts as one
        ("🚢🚢 nach China", "nach China", 3, 13),
        ("\ufeffMoskau und Beijing", "Moskau", 1, 7),  # the byte-order mark is counted
        ("Moskau\r\nBeijing", "Beijing", 8, 15),  # and so is the carriage return
        ("Moskau\r\nBeijing", "Moskau\r\nBeijing", 0, 15),
        ("nur 19\u00a0% der Importe", "19\u00a0%", 4, 8),
        ("die „Wende nach Osten“ begann", "„Wende nach Osten“", 4, 22),
        ("der USA darstellt darstellt.", "darstellt darstellt", 8, 27),
        ("wirtschaftliche Zusammenarb eit trotz", "Zusammenarb eit", 16, 31),
        ("„entweder Moskau oder Peking1 nahezustehen“", "Moskau oder Peking1", 10, 29),
        ("Ho\u0308he und Höhe", "Höhe", 10, 14),  # composed and decomposed are two
        ("a.b und aXb", "a.b", 0, 3),  # no sign in a quote is a pattern
    ],
)
def test_a_quote_is_found_letter_for_letter(content: str, quote: str, start: int, end: int) -> None:
    assert locate(quote, Text(content)) == Span(start, end)
    assert Text(content).exact(Span(start, end)) == quote


SOME_TEXT = st.text(alphabet=st.sampled_from("аб ab中俄„“\u00a0\r\n.19🚢ö\ufeff"), min_size=1)
ANY_TEXT = st.text(min_size=1, max_size=200)


@given(ANY_TEXT | SOME_TEXT, st.data())
def test_a_slice_that_stands_once_is_found_at_its_place(content: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(content) - 1))
    end = data.draw(st.integers(start + 1, len(content)))
    quote = content[start:end]
    assume(quote.strip())
    assume(content.find(quote, content.find(quote) + 1) < 0)
    assert locate(quote, Text(content)) == Span(start, end)


@given(SOME_TEXT, SOME_TEXT)
def test_a_planted_quote_is_found_where_it_was_planted(before: str, after: str) -> None:
    planted = "Wafangdian Bearing Company"
    span = locate(planted, Text(before + planted + after))
    assert span == Span(len(before), len(before) + 26)


@given(SOME_TEXT, st.integers(1, 3))
def test_each_place_is_chosen_by_its_number(content: str, length: int) -> None:
    quote = content[:length]
    assume(quote.strip())
    places = [at for at in range(len(content)) if content.startswith(quote, at)]
    assert occurrences(quote, content) == tuple(places)
    for nth, start in enumerate(places, 1):
        assert locate(quote, Text(content), nth) == Span(start, start + len(quote))


# -- a quote that stands more than once ----------------------------------------------------


def test_a_quote_that_stands_twice_is_refused_with_its_lines_and_the_remedy() -> None:
    with pytest.raises(PassageAmbiguous) as caught:
        locate("Beijing", Text("Moskau und Beijing.\nPutin besuchte Beijing.\n"))
    assert str(caught.value) == (
        "the quote stands 2 times (¶1, ¶2); write nth: 1 to 2, or a longer quote"
    )


def test_a_word_that_stands_everywhere_names_its_first_places_alone(document: str) -> None:
    with pytest.raises(PassageAmbiguous) as caught:
        locate("Moskau", Text(document))
    assert str(caught.value) == (
        "the quote stands 24 times (¶4, ¶6, ¶10, ¶15, ¶20, …); "
        "write nth: 1 to 24, or a longer quote"
    )


def test_places_that_overlap_are_two() -> None:
    assert occurrences("anan", "Bananan") == (1, 3)


def test_a_number_beyond_the_last_place_is_refused() -> None:
    with pytest.raises(PassageAmbiguous, match="nth: 3, but the quote stands 2 times"):
        locate("China", Text("China und China"), 3)


# -- a quote that does not stand there -----------------------------------------------------


def not_found(quote: str, content: str) -> tuple[str, str, tuple[str, ...]]:
    with pytest.raises(PassageNotFound) as caught:
        locate(quote, Text(content))
    return str(caught.value), caught.value.nearest, caught.value.marked


def test_a_quote_changed_by_one_letter_shows_the_closest_passage_and_the_difference(
    document: str,
) -> None:
    assert not_found(
        "Am 15. Januar 2025 verhängten das US-Außenministerium Sanktionen", document
    ) == (
        "the quote does not stand in the text; the closest passage is in ¶38",
        "Am 15. Januar 2025 verhängte das US-Außenministerium Sanktionen",
        (
            "quote: Am 15. Januar 2025 verhängte⟦n⟧ das US-Außenministerium Sanktionen",
            "text:  Am 15. Januar 2025 verhängte⟦⟧ das US-Außenministerium Sanktionen",
        ),
    )


def test_a_difference_that_nobody_sees_is_spelled_out(document: str) -> None:
    assert not_found("nur 19\u00a0% der chinesischen\u2009Rohölimporte", document)[2] == (
        "quote: nur 19⟦⟨U+00A0⟩⟧% der chinesischen⟦⟨U+2009⟩⟧Rohölimporte",
        "text:  nur 19⟦ ⟧% der chinesischen⟦ ⟧Rohölimporte",
    )
    assert marked_difference("Rohöl\u200bimporte", "Rohölimporte") == "Rohöl⟦⟨U+200B⟩⟧importe"
    assert marked_difference("Rohölimporte", "Rohöl\u200bimporte") == "Rohöl⟦⟧importe"


@pytest.mark.parametrize(
    ("quote", "marked"),
    [
        ('"Wende nach Osten"', '⟦"⟧Wende nach Osten⟦"⟧'),
        ("Zusammenarbeit trotz Sanktionen, technologische", "Zusammenarb⟦⟧eit trotz"),
        ("oder Peking nahezustehen", "oder Peking⟦⟧ nahezustehen"),
        ("strategische Gewinne zu opfern. Dies wiederum", "zu opfern⟦⟧. Dies wiederum"),
    ],
)
def test_a_quote_that_mends_the_text_is_not_in_it(quote: str, marked: str, document: str) -> None:
    assert marked in not_found(quote, document)[2][0]


def test_a_quote_like_nothing_in_the_text_says_so() -> None:
    assert not_found("Das Wetter in Lissabon ist schön", CHINESE) == (
        "the quote does not stand in the text, nor anything like it",
        "",
        (),
    )


@pytest.mark.parametrize("quote", ["", " ", "\n", "\u00a0"])
def test_an_empty_quote_is_refused(quote: str) -> None:
    assert not_found(quote, "Moskau und Beijing\n")[0] == "the quote is empty"


@given(ANY_TEXT | SOME_TEXT, st.text(min_size=1, max_size=40))
def test_any_quote_is_found_or_refused_in_words(content: str, quote: str) -> None:
    try:
        span = locate(quote, Text(content))
    except (PassageAmbiguous, PassageNotFound) as error:
        said = str(error)
    else:
        said = ""
        assert content[span.start : span.end] == quote
    assert "\n" not in said


@given(ANY_TEXT, ANY_TEXT)
def test_what_is_not_marked_stands_in_both(words: str, other: str) -> None:
    assume(not {"⟦", "⟧"} & {*words, *other})
    marked = marked_difference(words, other)
    rest = iter(spelled_out(other))
    assert re.sub("[⟦⟧]", "", marked) == spelled_out(words)
    assert all(char in rest for char in re.sub("⟦.*?⟧", "", marked))


def test_equal_words_have_nothing_marked() -> None:
    assert marked_difference("Moskau und Beijing", "Moskau und Beijing") == "Moskau und Beijing"


def test_what_could_steer_a_terminal_is_spelled_out() -> None:
    steering = "Peking\x1b[31m\u202erot\u2028neu"
    assert printable(steering) == "Peking⟨U+001B⟩[31m⟨U+202E⟩rot⟨U+2028⟩neu"
    assert printable("zwei\nZeilen\tText") == "zwei Zeilen Text"
    assert printable(RUSSIAN + CHINESE) == RUSSIAN + CHINESE


# -- the passage that somebody remembers ---------------------------------------------------

# What is remembered · the line · words that the passage must hold.
REMEMBERED = """\
Es gibt keinen ausnutzbaren russisch-chinesischen Bruch | 3 | kein ausnutzbares chinesisch
nur 19 Prozent der chinesischen Rohölimporte entfielen auf Russland | 30 | nur 19 % der
Drei der vier grössten Staatsbanken Chinas und 98 % der lokalen Banken | 33 | vier größten
die angeblich Kugellager an das Transportunternehmen Tascom liefert | 38 | angeblich Wälzlager
Partnerschaft ohne Grenzen kann nicht die Rede sein | 33 | kann dennoch nicht die Rede sein
mindestens 31 gemeinsame Übungen durchgeführt | 44 | mindestens 31 gemeinsame Manöver
entweder Moskau oder Peking nahezustehen | 15 | entweder Moskau oder Peking1 nahezustehen
stabile wirtschaftliche Zusammenarbeit trotz Sanktionen | 50 | Zusammenarb eit trotz Sanktionen
MIT ZWEI TU-95 UND ZWEI H-6 IN DER NÄHE VON ALASKA | 45 | mit zwei Tu-95 und zwei H-6 nahe Alaska
eine Bedrohung für die globale militärische Sicherheit der USA | 42 | militärische Sicherheit
"Wende nach Osten" | 19 | „Wende nach Osten“
russische und chinesische Firmen bauen gemeinsam eine Angriffsdrohne | 40 | Angriffsdrohne
""".splitlines()


@pytest.mark.parametrize("row", REMEMBERED)
def test_what_people_misremember_leads_to_the_passage(row: str, document: str) -> None:
    remembered, line, words = (cell.strip() for cell in row.split("|"))
    text = Text(document)
    span = nearest_passage(remembered, text)
    assert span is not None
    found = text.exact(span)
    assert (text.line_of(span.start), words in found) == (int(line), True), found
    assert found == found.strip()


@pytest.mark.parametrize("remembered", ["Das Wetter in Lissabon ist heute schön", "", "W" * 1000])
def test_what_no_text_says_leads_nowhere(remembered: str, document: str) -> None:
    assert nearest_passage(remembered, Text(document)) is None


@given(SOME_TEXT, SOME_TEXT)
def test_the_nearest_passage_is_one_of_the_text(words: str, content: str) -> None:
    span = nearest_passage(words, Text(content))
    assert span is None or 0 <= span.start < span.end <= len(content)


# -- lines and sentences -------------------------------------------------------------------


def test_lines_are_what_an_editor_numbers() -> None:
    text = Text("eins\r\nzwei\n\nvier")
    spans = [text.line_span(line) for line in range(1, text.line_count() + 1)]
    assert [text.exact(span) for span in spans] == ["eins\r", "zwei", "", "vier"]
    assert [text.line_of(offset) for offset in (0, 5, 6, 10, 11, 12, 15)] == [1, 1, 2, 2, 3, 4, 4]


def test_a_last_line_break_begins_an_empty_line() -> None:
    assert Text("eins\n").line_count() == 2


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        (
            "Am 4. Februar 2022 kam Putin an. Das hat z. B. US-Präsident J. Biden erwähnt.",
            2,
        ),
        (RUSSIAN, 2),
        (CHINESE, 2),
        ("„Es reicht!“ Moskau schwieg. (Beijing auch.) Warum?", 4),
        ("Die Zahl stieg auf 235 Milliarden. Über 90 % davon sind Öl.", 2),
        ("Der Anteil liegt bei 3.5 Prozent, vgl. ähnliche Angaben.", 1),
        ("Eine Überschrift", 1),
        ("", 0),
    ],
)
def test_a_line_has_so_many_sentences(content: str, sentences: int) -> None:
    assert len(Text(content).sentences) == sentences


def assert_sentences_tile(content: str) -> None:
    text = Text(content)
    spans = text.sentences
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(text.exact(span) == text.exact(span).strip() != "" for span in spans)
    assert not any("\n" in text.exact(span) for span in spans)
    left = list(content)
    for span in spans:
        left[span.start : span.end] = " " * (span.end - span.start)
    assert "".join(left).strip() == ""


@given(ANY_TEXT | SOME_TEXT)
def test_sentences_tile_their_lines(content: str) -> None:
    assert_sentences_tile(content)


def test_the_papers_sentences_tile_its_lines(document: str) -> None:
    assert_sentences_tile(document)


# Sentences of these lines of the paper, counted by hand.
@pytest.mark.parametrize(
    ("line", "sentences"), [(2, 1), (15, 3), (21, 7), (24, 4), (30, 3), (33, 4), (38, 5), (45, 2)]
)
def test_a_line_of_the_paper_has_so_many_sentences(
    line: int, sentences: int, document: str
) -> None:
    text = Text(document)
    found = [text.exact(span) for span in text.sentences if text.line_of(span.start) == line]
    assert len(found) == sentences, found
