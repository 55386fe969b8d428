"""Figures in texts: what a person reads out of each of these sentences, set down by hand."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import quantities
from kg.models import Qualifier
from kg.reading.amounts import find_amounts
from kg.reading.seen import Amount

# language, sentence with the figure in brackets, value, unit, qualifier
SEEN = [
    # per cent, parts, multiples
    ("de", "Es sind [rund 80 %] der Bauteile.", "80", "%", "about"),
    ("de", "Es sind [80 Prozent] der Bauteile.", "80", "%", None),
    ("de", "Es sind [etwa 90\u00a0%] der Chips.", "90", "%", "about"),
    ("de", "Er drohte mit [100 %]-Zöllen.", "100", "%", None),
    ("de", "Er sank um [3,5 Prozentpunkte].", "3.5", "percentage points", None),
    ("de", "Das ist [fast die Hälfte] der Ausfuhr.", "50", "%", "nearly"),
    ("de", "Das ist [gut die Hälfte] der Ausfuhr.", "50", "%", "over"),
    ("de", "Er wuchs um [etwa ein Drittel].", "33.3", "%", "about"),
    ("de", "Das sind [drei Viertel] aller Waren.", "75", "%", None),
    ("de", "Das sind [knapp zwei Drittel] aller Waren.", "66.7", "%", "nearly"),
    ("de", "Der Absatz hat sich [mehr als vervierfacht].", "4", "factor", "over"),
    ("de", "Der Absatz [verdoppelte] sich.", "2", "factor", None),
    ("de", "Der Absatz hat sich [halbiert].", "0.5", "factor", None),
    ("de", "Das ist [dreimal so viel].", "3", "factor", None),
    ("de", "Sie trafen sich [achtmal].", "8", "times", None),
    ("en", "It is [nearly half] of exports.", "50", "%", "nearly"),
    ("en", "It is [a third] of exports.", "33.3", "%", None),
    ("en", "It is [more than two-thirds] of exports.", "66.7", "%", "over"),
    ("en", "It is [three quarters] of exports.", "75", "%", None),
    ("en", "Sales [more than doubled] in a decade.", "2", "factor", "over"),
    ("en", "Sales [quadrupled].", "4", "factor", None),
    ("en", "Sales were [three times as much].", "3", "factor", None),
    ("en", "It is [at least 12.5 per cent] of exports.", "12.5", "%", "at_least"),
    ("en", "It is [2.5 times] the size.", "2.5", "factor", None),
    ("en", "They met [39 times].", "39", "times", None),
    ("ru", "Это [около 80 процентов] импорта.", "80", "%", "about"),
    ("ru", "Это [почти половина] импорта.", "50", "%", "nearly"),
    ("ru", "Это [две трети] импорта.", "66.7", "%", None),
    ("ru", "Это [треть] импорта.", "33.3", "%", None),
    ("ru", "Поставки [почти вдвое] выросли.", "2", "factor", "nearly"),
    ("ru", "Поставки выросли [в 2,5 раза].", "2.5", "factor", None),
    ("de", "Ja, [jeder fünfte] Chip kam von dort.", "20", "%", None),
    ("en", "[One in three] chips came from there.", "33.3", "%", None),
    ("ru", "[Каждый третий] автомобиль оттуда.", "33.3", "%", None),
    ("ru", "Поставки выросли [в два с половиной раза].", "2.5", "factor", None),
    ("de", "[Zwei Dutzend Schiffe] kamen.", "24", "ships", None),
    # money
    ("de", "Waren für [72,7 Milliarden US-Dollar] gingen hin.", "72700000000", "USD", None),
    ("de", "Er stieg auf [über 235 Milliarden US-Dollar].", "235000000000", "USD", "over"),
    ("de", "Das kostet [1,2 Mrd. Euro].", "1200000000", "EUR", None),
    ("de", "Das kostet [20 Mio. Yuan].", "20000000", "CNY", None),
    ("de", "Das kostet [1.500 Rubel].", "1500", "RUB", None),
    ("de", "Das kostet [weniger als 5 Pfund].", "5", "GBP", "under"),
    ("en", "Trade was [over $240 billion].", "240000000000", "USD", "over"),
    ("en", "It cost [US$1.2bn].", "1200000000", "USD", None),
    ("en", "It cost [$240m].", "240000000", "USD", None),
    ("en", "It cost [€5 million].", "5000000", "EUR", None),
    ("en", "It cost [two billion yuan].", "2000000000", "CNY", None),
    ("en", "It cost [1,250 rubles].", "1250", "RUB", None),
    ("en", "It cost [up to RMB 30 million].", "30000000", "CNY", "up_to"),
    ("en", "It cost [half a million dollars].", "500000", "USD", None),
    ("ru", "Это [около 200 млрд долларов].", "200000000000", "USD", "about"),
    ("ru", "Это [25 миллиардов долларов] кредитов.", "25000000000", "USD", None),
    ("ru", "Это [1,5 трлн рублей].", "1500000000000", "RUB", None),
    ("ru", "Это [свыше 30 миллионов юаней].", "30000000", "CNY", "over"),
    # measures
    ("de", "Es kamen [20 Mio. Tonnen] an.", "20000000", "t", None),
    ("de", "Es kamen [300.000 Tonnen] an.", "300000", "t", None),
    ("de", "Täglich [rund 300.000 Barrel pro Tag].", "300000", "[bbl_us]/d", "about"),
    ("de", "Das Schiff ist [mehr als 330 Meter] lang.", "330", "metres", "over"),
    ("de", "Jährlich [38 Milliarden Kubikmeter] Gas.", "38000000000", "cubic metres", None),
    ("de", "Es war eine [13-stündige] Patrouille.", "13", "h", None),
    ("de", "Es war ein [dreitägiger] Besuch.", "3", "d", None),
    ("de", "Er wird alle [vier Jahre] gewählt.", "4", "a", None),
    ("en", "It carries [30 bcm] of gas.", "30000000000", "cubic metres", None),
    ("en", "It ships [300,000 barrels per day].", "300000", "[bbl_us]/d", None),
    ("en", "It ships [1.5 million bpd].", "1500000", "[bbl_us]/d", None),
    ("en", "It was a [13-hour] patrol.", "13", "h", None),
    ("en", "It is a [30-year] supply contract.", "30", "a", None),
    ("de", "Es ist ein [zehnjähriger] Vertrag.", "10", "a", None),
    ("en", "It is [3,600 km] long.", "3600", "km", None),
    ("ru", "Это [более 300 тысяч баррелей в день].", "300000", "[bbl_us]/d", "over"),
    ("ru", "Это [15 млн тонн] нефти.", "15000000", "t", None),
    ("ru", "Это [3600 км] труб.", "3600", "km", None),
    ("ru", "Это [38 млрд кубометров] газа.", "38000000000", "cubic metres", None),
    ("ru", "Это был [трех]дневный визит? Нет: [20 лет] дружбы.", "20", "a", None),
    # what is counted
    ("de", "Sie schlossen [13 Abkommen].", "13", "agreements", None),
    ("de", "[Zwölf Flugzeuge] starteten.", "12", "aircraft", None),
    ("de", "Es gab [mindestens 31 gemeinsame Manöver].", "31", "exercises", "at_least"),
    ("de", "Es gab [mehr als 1350 russisch-deutsche Firmen].", "1350", "companies", "over"),
    ("de", "[Einundzwanzig Kriegsschiffe] kamen.", "21", "warships", None),
    ("de", "Sie kauften [12 Luftabwehrsysteme].", "12", "systems", None),
    ("de", "Ein Markt mit [rund 900 Millionen Verbrauchern].", "900000000", "consumers", "about"),
    ("de", "Sie kauften [24 Su-35].", "24", "aircraft", None),
    ("en", "They sent [six Chinese warships].", "6", "warships", None),
    ("en", "They signed [13 agreements].", "13", "agreements", None),
    ("en", "It took [around 10,000 troops].", "10000", "troops", "about"),
    ("en", "[Two hundred and fifty soldiers] came.", "250", "troops", None),
    ("en", "[Twenty-five Russian aircraft] came.", "25", "aircraft", None),
    ("en", "They bought [four S-400].", "4", "systems", None),
    ("ru", "Пришли [семь кораблей].", "7", "ships", None),
    ("ru", "Пришли [двадцать пять боевых самолетов].", "25", "aircraft", None),
    ("ru", "Подписано [13 соглашений].", "13", "agreements", None),
    ("ru", "Прибыли [не менее 10 тысяч военнослужащих].", "10000", "troops", "at_least"),
    ("ru", "Поставлены [24 Су-35].", "24", "aircraft", None),
    # ranks
    ("de", "Es ist der [größte] Öllieferant des Landes.", "1", "rank", None),
    ("de", "Es ist der [zweitgrößte] Handelspartner.", "2", "rank", None),
    ("en", "It is the [largest] trading partner.", "1", "rank", None),
    ("en", "It is the [second-largest] supplier.", "2", "rank", None),
    ("ru", "Он стал [крупнейшим] поставщиком.", "1", "rank", None),
    ("ru", "Он стал [вторым по величине] поставщиком.", "2", "rank", None),
]  # fmt: skip

# language, sentence, value, min, max
STRETCHES = [
    ("de", "Es sind [25 bis 30 %].", "25", "30"),
    ("de", "Es sind [zwischen 5 und 7 Milliarden Euro].", "5000000000", "7000000000"),
    ("de", "Es sind [10–12 Flugzeuge].", "10", "12"),
    ("en", "It is [between 5 and 7 percent].", "5", "7"),
    ("en", "It is [$5-6 billion].", "5000000000", "6000000000"),
    ("en", "It is [10 to 15 ships].", "10", "15"),
    ("ru", "Это [от 5 до 7 %].", "5", "7"),
    ("ru", "Это [10–15 кораблей].", "10", "15"),
]

NOT_AMOUNTS = [
    ("de", "Im Mai 2022 und am 4. Februar 2024 geschah es um 18:50 Uhr."),
    ("de", "Die Su-35, die H-6 und GLONASS-K2 fliegen."),
    ("de", "Artikel 5, Seite 12 und Resolution 1929 gelten."),
    ("de", "Der 70-jährige Altkanzler ist 70 Jahre alt, der dreißigjährige Pilot auch."),
    ("de", "Vor drei Jahren und seit zwei Jahren ist es so."),
    ("de", "Dutzende Schiffe und Hunderte Soldaten kamen."),
    ("de", "Eine Übung und ein Schiff; die zweite Hälfte; einer der größten Lieferanten."),
    ("de", "Im Jahr 2022 Manöver; der Siebenjährige Krieg; eine euro-atlantische Macht."),
    ("en", "On 4 May 2022, at 5 pm, in the 2022 exercises, in 1999."),
    ("en", "The Tu-95 bombers, the 4th agreement and the G20 members met."),
    ("en", "The third of May; the first quarter of 2024; a third country; the second half."),
    ("en", "Dozens of ships; the two countries; one of the largest suppliers; 70 years old."),
    ("en", "Every second year; three years ago; in the last 20 years; two years later."),
    ("en", "A 70-year-old man."),
    ("ru", "4 мая 2022 года, в 2014 году, статья 5, Су-35, С-400, десятки кораблей."),
    ("ru", "Две страны договорились; три года назад; за последние 20 лет."),
]  # fmt: skip

TRENDS = [
    ("de", "Der Handel stieg um 26 %.", ["rise"]),
    ("de", "Der Handel ist um 26 % gesunken.", ["fall"]),
    ("de", "Der Handel stieg um 26 % auf einen Wert von 240 Mrd. Dollar.", ["rise", "to"]),
    ("de", "Der Handel beträgt 240 Mrd. Dollar.", [None]),
    ("en", "Trade rose by 26% to $240 billion.", ["rise", "to"]),
    ("en", "Trade fell 26% last year.", ["fall"]),
    ("en", "Trade was $240 billion.", [None]),
    ("en", "Sales rose from 5 % to 10 %.", [None, "to"]),
    ("ru", "Товарооборот вырос на 26 % до 240 млрд долларов.", ["rise", "to"]),
    ("ru", "Товарооборот сократился на 26 %.", ["fall"]),
]

WHOLES = [
    ("de", "Rund 80 % der Bauteile kommen von dort.", "Bauteile"),
    ("de", "Nur 19 % der chinesischen Rohölimporte kommen von dort.", "chinesischen Rohölimporte"),
    ("de", "Etwa 90 % der von Russland gebrauchten Chips kommen von dort.",
     "von Russland gebrauchten Chips"),
    ("de", "Er wuchs um 19 %.", None),
    ("en", "It had 19% of China's imports in 2023.", "China's imports"),
    ("en", "Nearly half of the crude oil exports went there.", "the crude oil exports"),
    ("ru", "Это 80 % импорта России.", "импорта России"),
]  # fmt: skip


def _marked(text: str) -> tuple[str, str]:
    """Return the sentence without its marks, and the words between the last of them."""
    words = text[text.rindex("[") + 1 : text.rindex("]")]
    return text.replace("[", "").replace("]", ""), words


def _only(text: str, words: str, language: str) -> Amount:
    (seen,) = find_amounts(text, language)
    assert seen.words == words
    return seen


@pytest.mark.parametrize(("language", "marked", "value", "unit", "qualifier"), SEEN)
def test_a_figure_is_read(
    language: str, marked: str, value: str, unit: str, qualifier: str | None
) -> None:
    text, words = _marked(marked)
    seen = _only(text, words, language)
    assert (str(seen.value), seen.unit, seen.qualifier) == (value, unit, qualifier)


@pytest.mark.parametrize(("language", "marked", "low", "high"), STRETCHES)
def test_a_stretch_has_its_lower_end_for_value(
    language: str, marked: str, low: str, high: str
) -> None:
    seen = _only(*_marked(marked), language)
    assert (str(seen.value), str(seen.min), str(seen.max)) == (low, low, high)


@pytest.mark.parametrize(("language", "text"), NOT_AMOUNTS)
def test_what_only_looks_like_a_figure_is_none(language: str, text: str) -> None:
    assert find_amounts(text, language) == ()


@pytest.mark.parametrize(("language", "text", "trends"), TRENDS)
def test_the_way_of_a_figure(language: str, text: str, trends: list[str | None]) -> None:
    assert [seen.trend for seen in find_amounts(text, language)] == trends


@pytest.mark.parametrize(("language", "text", "whole"), WHOLES)
def test_of_what_a_share_is_one(language: str, text: str, whole: str | None) -> None:
    assert [seen.whole for seen in find_amounts(text, language)] == [whole]


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("mehr als 5 Schiffe", (5, None)),
        ("mindestens 5 Schiffe", (5, None)),
        ("fast 5 Prozent", (None, 5)),
        ("bis zu 5 Schiffe", (None, 5)),
        ("weniger als 5 Schiffe", (None, 5)),
        ("rund 5 Schiffe", (None, None)),
    ],
)
def test_a_qualifier_bounds(words: str, bounds: tuple[int | None, int | None]) -> None:
    seen = _only(f"Es waren {words}.", words, "de")
    assert (seen.min, seen.max) == bounds


def test_some_of_a_whole() -> None:
    words = "Drei von vier großen staatlichen Banken"
    seen = _only(f"{words} lehnten ab.", words, "de")
    assert (str(seen.value), seen.unit, str(seen.out_of)) == ("3", "banks", "4")


def test_the_noun_is_the_texts_own_lemma() -> None:
    assert [seen.noun for seen in find_amounts("Sie hielten 31 gemeinsame Manöver ab.", "de")] == [
        "manöver"
    ]
    assert [seen.noun for seen in find_amounts("Подписано 13 соглашений.", "ru")] == ["соглашение"]


def test_decimal_signs_follow_the_language() -> None:
    assert [seen.value for seen in find_amounts("Es sind 1.234,5 Tonnen.", "de")] == [
        Decimal("1234.5")
    ]
    assert [seen.value for seen in find_amounts("It is 1,234.5 tonnes.", "en")] == [
        Decimal("1234.5")
    ]
    assert [seen.value for seen in find_amounts("Это 1 234,5 тонн.", "ru")] == [Decimal("1234.5")]


def test_other_languages_are_not_read() -> None:
    assert find_amounts("Son 13 acuerdos.", "es") == ()
    assert find_amounts("13 agreements", "counted") == ()


_PIECES = st.sampled_from(
    [_marked(text)[0] for _, text, *_ in SEEN]
    + [_marked(text)[0] for _, text, *_ in STRETCHES]
    + [text for _, text, *_ in (*NOT_AMOUNTS, *TRENDS, *WHOLES)]
    + [
        "\x00",
        "9" * 400,
        "1e9 %",
        "٢٠ %",
        "²³ %",
        "½ %",
        "🙂",
        "$",
        "-",
        "Mio.",
        "hundred",
        "\n",
        "'",
    ]
)


@given(st.lists(_PIECES, max_size=4), st.integers(0, 40), st.sampled_from(["de", "en", "ru"]))
def test_offsets_are_verbatim_and_values_can_be_recorded(
    pieces: list[str], cut: int, language: str
) -> None:
    text = " ".join(pieces)[cut:]
    end = 0
    for seen in find_amounts(text, language):
        assert seen.words == text[seen.start : seen.end] != ""
        assert seen.start >= end
        end = seen.end
        assert seen.unit == quantities.unit(seen.unit)
        assert quantities.decimal(quantities.plain(seen.value)) == seen.value
        assert (seen.min or seen.value) <= seen.value <= (seen.max or seen.value)
        assert seen.qualifier is None or isinstance(seen.qualifier, Qualifier)
        assert seen.whole is None or seen.whole in text


@given(st.text(max_size=80), st.sampled_from(["de", "en", "ru"]))
def test_any_text_is_survived(text: str, language: str) -> None:
    for seen in find_amounts(text, language):
        assert seen.words == text[seen.start : seen.end]


def test_a_long_line_takes_time_in_proportion() -> None:
    def seconds(text: str) -> float:
        begun = time.perf_counter()
        find_amounts(text, "en")
        return time.perf_counter() - begun

    line = "five hundred and six 7 million of the largest, "
    seconds(line)
    assert seconds(line * 3000) < 40 * seconds(line * 300) + 0.2
