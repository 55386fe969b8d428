"""Times in texts: what a person reads out of each of these sentences, set down by hand."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import dates
from kg.reading.seen import TimeSeen
from kg.reading.times import find_times

STATED = [
    ("de", "Ende [der neunziger Jahre] war es anders.", "199X"),
    ("en", "In [the nineties] trade was small.", "199X"),
    ("ru", "В [девяностые годы] торговля была мала.", "199X"),
    ("de", "Das war [2021/2022] so.", "2021/2022"),
    ("de", "[Am 4. Februar 2022] trafen sich beide.", "2022-02-04"),
    ("de", "Sie sprachen am Freitag, dem [4. Februar 2022], miteinander.", "2022-02-04"),
    ("de", "[Am ersten Mai 2019] begann die Messe.", "2019-05-01"),
    ("de", "Die Sitzung [vom 03.11.2021] blieb geheim.", "2021-11-03"),
    ("de", "Der Vertrag ist vom [3.4.2019].", "2019-04-03"),
    ("de", "[Am 4.\u00a0Februar\u00a02022] kam er.", "2022-02-04"),
    ("de", "Am 4 . [Februar  2022] kam er.", "2022-02-04"),
    ("de", "[Am 4.Februar 2022] kam er.", "2022-02-04"),
    ("de", "[Am 17. Sept. 2020] kam er.", "2020-09-17"),
    ("en", "[On February 4, 2022] they met.", "2022-02-04"),
    ("en", "They met on Friday, [February 4, 2022], in the capital.", "2022-02-04"),
    ("en", "On the [4th of February 2022] they met.", "2022-02-04"),
    ("en", "They met [on 4 February 2022].", "2022-02-04"),
    ("en", "They met [on 21 Sept. 2020].", "2020-09-21"),
    ("en", "Signed [2022-02-04] in the capital.", "2022-02-04"),
    ("en", "Signed [on 03/04/2022] in the capital.", "2022-03-04"),
    ("en", "Signed [on 23/04/2022] in the capital.", "2022-04-23"),
    ("de", "Unterzeichnet [am 03/04/2022].", "2022-04-03"),
    ("en", "[FEBRUARY 4, 2022] IS THE DAY.", "2022-02-04"),
    ("ru", "Они встретились [4 февраля 2022 года].", "2022-02-04"),
    ("ru", "Документ подписан [04.02.2022].", "2022-02-04"),
    ("ru", "[Первого мая 2019 года] открылась выставка.", "2019-05-01"),
    ("ru", "Договор [от 16 июля 2001 г.] действует.", "2001-07-16"),
    ("de", "[Im Mai 2022] flogen sie.", "2022-05"),
    ("de", "[Ende Mai 2022] flogen sie.", "2022-05"),
    ("de", "Der Besuch ist [für September 2025] geplant.", "2025-09"),
    ("en", "[In late September 2023] it was closed.", "2023-09"),
    ("en", "It opened [in March 2023].", "2023-03"),
    ("en", "It opened [in early 2024].", "2024"),
    ("en", "In [mid-2024] it was closed.", "2024"),
    ("de", "[Mitte 2024] wurde es geschlossen.", "2024"),
    ("ru", "[В начале марта 2023 года] он приехал.", "2023-03"),
    ("ru", "[В декабре 2022-го] он приехал.", "2022-12"),
    ("de", "[2021] exportierte das Land mehr.", "2021"),
    ("de", "[Im Jahr 1969] wurde geschossen.", "1969"),
    ("de", "[In den 1970er Jahren] war es anders.", "197X"),
    ("de", "In den [80er-Jahren] war es anders.", "198X"),
    ("de", "In den [frühen 1960er Jahren] war es anders.", "196X"),
    ("de", "Die Verträge des [19. Jahrhunderts] gelten nicht.", "18XX"),
    ("en", "In the [1990s] trade was small.", "199X"),
    ("en", "In the [mid-1950s] trade was small.", "195X"),
    ("en", "In the [early 2000s] trade was small.", "200X"),
    ("en", "It began [in 2005].", "2005"),
    ("en", "Russia's [2022] invasion changed that.", "2022"),
    ("ru", "[В 1990-х годах] торговля была мала.", "199X"),
    ("ru", "[В 2014 году] торговля выросла.", "2014"),
    ("ru", "Соглашение [от 2009 года] действует.", "2009"),
    ("ru", "В [XXI веке] всё иначе.", "20XX"),
    ("de", "[Im ersten Halbjahr 2024] sank der Handel.", "2024-01/2024-06"),
    ("de", "[Im 3. Quartal 2023] stieg er.", "2023-07/2023-09"),
    ("de", "In den [ersten drei Monaten 2024] stieg er.", "2024-01/2024-03"),
    ("de", "In den [ersten neun Monaten des Jahres 2024] stieg er.", "2024-01/2024-09"),
    ("de", "[Im Herbst 2012] stieg er.", "2012-09/2012-11"),
    ("de", "Im [Winter 2013/14] stieg er.", "2013-12/2014-02"),
    ("en", "In the [second quarter of 2023] it rose.", "2023-04/2023-06"),
    ("en", "In [Q2 2023] it rose.", "2023-04/2023-06"),
    ("en", "In the [first half of 2024] it fell.", "2024-01/2024-06"),
    ("en", "In the [first three months of 2024] it fell.", "2024-01/2024-03"),
    ("en", "In the [last quarter of 2022] it fell.", "2022-10/2022-12"),
    ("en", "It fell in the [summer of 2018].", "2018-06/2018-08"),
    ("ru", "В [первом полугодии 2024 года] он упал.", "2024-01/2024-06"),
    ("ru", "Во [втором квартале 2023 года] он вырос.", "2023-04/2023-06"),
    ("ru", "В [III квартале 2023 года] он вырос.", "2023-07/2023-09"),
    ("ru", "За [первые три месяца 2024 года] он вырос.", "2024-01/2024-03"),
    ("ru", "[Летом 2018 года] он вырос.", "2018-06/2018-08"),
    ("de", "[Von 2014 bis 2019] sank er.", "2014/2019"),
    ("de", "[Von den 1960er bis zu den 1980er Jahren] sank er.", "1960/1989"),
    ("de", "[Zwischen 2021 und 2023] sank er.", "2021/2023"),
    ("de", "In den Jahren [2022–2023] sank er.", "2022/2023"),
    ("de", "Das Geschäftsjahr [2014/15] war gut.", "2014/2015"),
    ("de", "[Am 8.-9. Mai 2025] war Parade.", "2025-05-08/2025-05-09"),
    ("de", "[Vom 28. April bis 3. Mai 2024] war er dort.", "2024-04-28/2024-05-03"),
    ("de", "[Von November 2022 bis März 2023] war er dort.", "2022-11/2023-03"),
    ("de", "[Von Januar bis März 2024] war er dort.", "2024-01/2024-03"),
    ("de", "Von [November bis Februar 2024] war er dort.", "2023-11/2024-02"),
    ("en", "On [May 15–18, 1989] he was there.", "1989-05-15/1989-05-18"),
    ("en", "[May 15, 1989 – May 18, 1989] was the visit.", "1989-05-15/1989-05-18"),
    ("en", "He stayed [from 15 to 18 May 1989].", "1989-05-15/1989-05-18"),
    ("en", "[From 2014 to 2019] it fell.", "2014/2019"),
    ("en", "[Between 2007 and 2012] it fell.", "2007/2012"),
    ("en", "[From January to March 2024] it fell.", "2024-01/2024-03"),
    ("ru", "[С 15 по 18 мая 1989 года] он был там.", "1989-05-15/1989-05-18"),
    ("ru", "[В 2014–2019 годах] он упал.", "2014/2019"),
    ("ru", "[С января по март 2024 года] он упал.", "2024-01/2024-03"),
    ("ru", "[С 2014 по 2019 год] он упал.", "2014/2019"),
    ("de", "[Seit 2022] wird geliefert.", "2022/.."),
    ("de", "[Ab Januar 2025] wird geliefert.", "2025-01/.."),
    ("de", "[Bis 2030] wird geliefert.", "../2030"),
    ("de", "[Bis Ende 2024] wird geliefert.", "../2024"),
    ("de", "[Vor 1991] wurde geliefert.", "../1990"),
    ("de", "[Nach 2014] wurde geliefert.", "2014/.."),
    ("en", "[Since the 1990s] it was shipped.", "1990/.."),
    ("en", "[Starting in 2013], it was shipped.", "2013/.."),
    ("en", "It will be built [by 2030].", "../2030"),
    ("en", "[Until May 2024] it was shipped.", "../2024-05"),
    ("en", "[Before 24 February 2022] it was shipped.", "../2022-02-23"),
    ("en", "[From 2013 onwards] it was shipped.", "2013/.."),
    ("ru", "[С 2014 года] поставки растут.", "2014/.."),
    ("ru", "[К 2030 году] он вырастет.", "../2030"),
    ("ru", "[После 2014 года] он вырос.", "2014/.."),
    ("de", "[Um 2010] wurde geliefert.", "2010~"),
]  # fmt: skip

RELATIVE = [  # with the day of publication
    ("de", "[Gestern] flog er ab.", "2025-03-12", "2025-03-11"),
    ("de", "[Am Montag] flog er ab.", "2025-03-12", "2025-03-10"),
    ("de", "[Im vergangenen Jahr] stieg er.", "2025-03-12", "2024"),
    ("de", "[Im vergangenen Monat] stieg er.", "2025-01-12", "2024-12"),
    ("de", "In der [vergangenen Woche] stieg er.", "2025-03-12", "2025-03-03/2025-03-09"),
    ("de", "In den [letzten 20 Jahren] stieg er.", "2025", "2005~/2025~"),
    ("de", "[Vor zwei Jahren] stieg er.", "2025-03-12", "2023~"),
    ("de", "[Im Dezember] stieg er.", "2026-01-07", "2025-12"),
    ("de", "[Im Mai vergangenen Jahres] stieg er.", "2026-01-07", "2025-05"),
    ("de", "Die Parade ist [für September] geplant.", "2025-07-02", "2025-09"),
    ("de", "Die Parade ist [für Januar] geplant.", "2025-07-02", "2026-01"),
    ("en", "[Yesterday] he left.", "2024-03-01", "2024-02-29"),
    ("en", "He left [on Monday].", "2024-03-01", "2024-02-26"),
    ("en", "[Last year] it rose.", "2024-03-01", "2023"),
    ("en", "It will end [next year].", "2024-03-01", "2025"),
    ("en", "[Late last year] it rose.", "2024-03-01", "2023"),
    ("en", "It rose [last May].", "2024-03-01", "2023-05"),
    ("en", "It rose [in May last year].", "2024-03-01", "2023-05"),
    ("en", "It rose [two years ago].", "2024-03-01", "2022~"),
    ("en", "It rose [in November].", "2024-03", "2023-11"),
    ("en", "It rose [last summer].", "2024-03-01", "2023-06/2023-08"),
    ("de", "Am [Freitagabend] flog er ab.", "2025-03-12", "2025-03-07"),
    ("ru", "[Месяц назад] он уехал.", "2024-03-01", "2024-02"),
    ("ru", "[Вчера] он уехал.", "2024-03-01", "2024-02-29"),
    ("ru", "[В понедельник] он уехал.", "2024-03-01", "2024-02-26"),
    ("ru", "[В прошлом году] он вырос.", "2024-03-01", "2023"),
    ("ru", "[В мае прошлого года] он вырос.", "2024-03-01", "2023-05"),
    ("ru", "[Два года назад] он вырос.", "2024-03-01", "2022~"),
    ("ru", "За [последние 20 лет] он вырос.", "2024", "2004~/2024~"),
]  # fmt: skip

AFTER_ANOTHER = [  # the second date follows from the sentence before
    ("de", "Im Juli 2024 flog er. [Im September] kam er wieder.", "2024-09"),
    ("de", "2019 stieg der Handel. [Im selben Jahr] sank die Zahl.", "2019"),
    ("de", "2019 stieg der Handel. [Zwei Jahre später] sank er.", "2021"),
    ("de", "Von 2014 bis 2019 fiel er. [In diesem Zeitraum] wuchs nichts.", "2014/2019"),
    ("en", "In July 2024 he flew. The [following month] he came back.", "2024-08"),
    ("en", "On 4 May 2024 he came. He left [on 7 May].", "2024-05-07"),
    ("en", "In 2019 it rose. [A year later] it fell.", "2020"),
    ("ru", "В июле 2024 года он прилетел. [В сентябре] он вернулся.", "2024-09"),
    ("ru", "В 2019 году он вырос. В [том же году] подписан договор.", "2019"),
    ("ru", "В 2019 году он вырос. [Годом ранее] он упал.", "2018"),
]  # fmt: skip

NOT_TIMES = [
    ("de", "Drucksache 20/2019, ISO 9001:2015, ISBN 978-3-2022-1 und Fax 030/2023-1."),
    ("de", "Der Sicherheitsrat nahm Resolution 1929 an."),
    ("de", "Es wurden 2022 Exemplare gebaut."),
    ("de", "Mehr als 2000 Soldaten nahmen teil, mit 2.000 Tonnen Gerät."),
    ("de", "Die Agenda 2030 und die Strategie 2035 gelten."),
    ("de", "Die Su-35 und der Airbus A320 fliegen; Telefon 030 2022 1999."),
    ("de", "Die Übung „Joint Sea 2022“ begann."),
    ("de", "Kapitel 12 und Artikel 2020 gelten."),
    ("de", "In den kommenden Jahren wird gebaut."),
    ("en", "He may go; they march on, and the sun set."),
    ("en", "About 2,000 tonnes and 2000 tonnes were shipped."),
    ("en", "The exercise Joint Sea 2022 began near Vostok-2018 camp."),
    ("en", "Resolution 2231 and Agenda 2030 remain."),
    ("en", "It cost $2000 and US$ 1999."),
    ("en", "In the coming years more will be built."),
    ("ru", "Резолюция 1929 принята, учения «Восток-2018» прошли."),
    ("ru", "Более 2000 военнослужащих прибыли."),
    ("ru", "Ракеты С-400 и самолёты Су-35 поставлены."),
]  # fmt: skip

UNKNOWN = [
    ("de", "Gestern flog er ab.", "published"),
    ("de", "Im vergangenen Jahr stieg er.", "published"),
    ("de", "Im September flog er ab.", "published"),
    ("en", "On Monday he left.", "published"),
    ("ru", "В прошлом году он вырос.", "published"),
]


def _marked(text: str) -> tuple[str, str]:
    """Return the sentence without its marks, and the words between them."""
    words = text[text.index("[") + 1 : text.index("]")]
    return text.replace("[", "").replace("]", ""), words


def _overlapping(text: str, words: str, found: tuple[TimeSeen, ...]) -> list[str | None]:
    start = text.index(words)
    return [seen.edtf for seen in found if seen.start < start + len(words) and start < seen.end]


@pytest.mark.parametrize(("language", "marked", "edtf"), STATED)
def test_a_stated_time_is_read(language: str, marked: str, edtf: str) -> None:
    text, words = _marked(marked)
    found = find_times(text, language)
    assert _overlapping(text, words, found) == [edtf]
    assert not any(seen.derived for seen in found)


def test_what_these_tables_expect_are_dates_that_records_take() -> None:
    for _, _, *_, edtf in (*STATED, *RELATIVE, *AFTER_ANOTHER):
        assert dates.bounds(edtf)


@pytest.mark.parametrize(("language", "marked", "published", "edtf"), RELATIVE)
def test_a_relative_time_counts_from_the_publication(
    language: str, marked: str, published: str, edtf: str
) -> None:
    text, words = _marked(marked)
    found = find_times(text, language, published=published)
    assert _overlapping(text, words, found) == [edtf]
    assert all(seen.derived for seen in found)


@pytest.mark.parametrize(("language", "marked", "edtf"), AFTER_ANOTHER)
def test_a_time_is_completed_by_the_sentence_before(language: str, marked: str, edtf: str) -> None:
    text, words = _marked(marked)
    found = find_times(text, language)
    assert [(seen.edtf, seen.derived) for seen in found if words in seen.words] == [(edtf, True)]


@pytest.mark.parametrize(("language", "text"), NOT_TIMES)
def test_what_only_looks_like_a_time_is_none(language: str, text: str) -> None:
    assert find_times(text, language) == ()


@pytest.mark.parametrize(("language", "text", "needs"), UNKNOWN)
def test_what_cannot_be_known_says_what_it_needs(language: str, text: str, needs: str) -> None:
    (seen,) = find_times(text, language)
    assert (seen.edtf, seen.needs) == (None, needs)


def test_a_month_of_publication_tells_no_day() -> None:
    assert [seen.edtf for seen in find_times("Gestern kam er.", "de", published="2025-03")] == [
        None
    ]
    (seen,) = find_times("Im vergangenen Monat kam er.", "de", published="2025-03")
    assert seen.edtf == "2025-02"


def test_a_heading_dates_what_stands_below() -> None:
    text = "# Chronicle of 2019\n\nNothing happened for long.\n\nIn September he came."
    assert [seen.edtf for seen in find_times(text, "en", published="2025-01-01")] == [
        "2019",
        "2019-09",
    ]


def test_a_date_line_stands_for_the_publication() -> None:
    text = "Aktualisiert am 07.01.2026\n\nEin Tanker. Der Name wechselte Ende Dezember."
    assert [seen.edtf for seen in find_times(text, "de")] == ["2026-01-07", "2025-12"]


def test_an_old_date_far_above_leaves_a_bare_month_open() -> None:
    text = "It was signed in May 2014. Nobody objected. Work went on. In June it ended."
    assert [seen.edtf for seen in find_times(text, "en", published="2025-07-01")][-1] is None
    text = "It was signed in May 2014. In June it ended."
    assert [seen.edtf for seen in find_times(text, "en", published="2025-07-01")][-1] == "2014-06"


def test_the_date_that_leads_a_paragraph_holds_in_it() -> None:
    text = "May 15, 1989. Summit. Both agree. Nobody objects. They part in June."
    found = find_times(text, "en", published="2022-06-29")
    assert [seen.edtf for seen in found] == ["1989-05-15", "1989-06"]


def test_months_that_share_a_year() -> None:
    found = find_times("Im Mai und Juni 2022 sowie 2019 war es so.", "de")
    assert [(seen.edtf, seen.derived) for seen in found] == [
        ("2022-05", False),
        ("2022-06", False),
        ("2019", False),
    ]


def test_a_full_stop_parts_two_times() -> None:
    found = find_times("Er kam am 24. Februar. Bis Mai blieb er. Im Juni. 2022 ging er.", "de")
    assert [seen.words for seen in found] == ["am 24. Februar", "Bis Mai", "Im Juni", "2022"]


def test_a_turn_of_the_year_is_not_guessed() -> None:
    text = "Im November 2023 kam er. Im Februar ging er."
    assert [seen.edtf for seen in find_times(text, "de")] == ["2023-11", None]


def test_an_impossible_day_is_no_date() -> None:
    assert all(
        "-31" not in (seen.edtf or "") for seen in find_times("Am 31. Februar 2022 kam er.", "de")
    )


def test_other_languages_are_not_read() -> None:
    assert find_times("En 2022, el comercio creció.", "es") == ()


_PIECES = st.sampled_from(
    [text for _, text in NOT_TIMES]
    + [_marked(row[1])[0] for row in (*STATED, *RELATIVE, *AFTER_ANOTHER)]
    + [
        "\x00",
        "31.02.2022",
        "9999",
        "٢٠٢٢",
        "²⁰²²",
        "🙂",
        "مارس",
        "\n",
        "1/1/1",
        "2022-99-99",
        "e",
        ".",
    ]
)


@given(
    st.lists(_PIECES, max_size=4),
    st.integers(0, 40),
    st.sampled_from(["de", "en", "ru"]),
    st.sampled_from(
        [None, "2024", "2024-02", "2024-02-29", "nonsense", "2024-13-45", "0001-01-01"]
    ),
)
def test_offsets_are_verbatim_and_dates_valid(
    pieces: list[str], cut: int, language: str, published: str | None
) -> None:
    text = " ".join(pieces)[cut:]
    found = find_times(text, language, published=published)
    assert [seen.start for seen in found] == sorted(seen.start for seen in found)
    for seen in found:
        assert seen.words == text[seen.start : seen.end] != ""
        assert seen.edtf is None or dates.bounds(seen.edtf)


@given(st.text(max_size=80), st.sampled_from(["de", "en", "ru"]))
def test_any_text_is_survived(text: str, language: str) -> None:
    for seen in find_times(text, language):
        assert seen.words == text[seen.start : seen.end]


def test_a_long_line_takes_time_in_proportion() -> None:
    def seconds(text: str) -> float:
        begun = time.perf_counter()
        find_times(text, "de")
        return time.perf_counter() - begun

    line = "am 4. und 2022 bis von der 1, "
    seconds(line)
    assert seconds(line * 4000) < 40 * seconds(line * 400) + 0.2
