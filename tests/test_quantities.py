import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.quantities import decimal, json_number, numbers_in, plain, unit, unit_label

# Words of the paper · their numbers, sorted as text, without points and commas.
WORDS = """\
über 235 Milliarden US-Dollar | 235
im Wert von 72,7 Milliarden US-Dollar | 727
2021 exportierte China Waren im Wert von 72,7 Milliarden | 2021 727
in den Jahren 2022–2023 um etwa ein Drittel | 2022 2023
am 8.-9. Mai 2025 | 2025 8 9
„Roadmap für die militärische Zusammenarbeit 2021-2025“ | 2021 2025
eine 13-stündige gemeinsame Bomberpatrouille | 13
chinesische Waren mit 100 %-Zöllen zu belegen | 100
den 1970er Jahren | 1970
im 21. Jahrhundert | 21
(2022, 2024, 2025) | 2022 2024 2025
mit zwei Tu-95 und zwei H-6 nahe Alaska |
ein neues Modell der Harpy-3 (G3) |
entweder Moskau oder Peking1 nahezustehen |
Drei von vier größten staatlichen Banken Chinas sowie 98 % der lokalen Banken | 98
вырос на 26,3 % до 240,1 млрд долларов | 2401 263
2023年贸易额达到2400亿美元 | 2023 2400
A-50U, G31, Su-35S |
1,234,567.8 tonnes | 12345678
in the 1980s | 1980
""".splitlines()


@pytest.mark.parametrize("row", WORDS)
def test_the_numbers_of_words_are_found_but_not_those_of_names(row: str) -> None:
    words, numbers = (cell.strip() for cell in row.split("|"))
    assert numbers_in(words) == tuple(numbers.split())


def test_a_point_and_a_comma_make_one_number() -> None:
    assert numbers_in("72,7 Milliarden") == numbers_in("72.7 billion")
    assert numbers_in("72,7 Milliarden") != numbers_in("72.8 billion")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("72700000000", "72700000000"),
        ("33.3", "33.3"),
        ("-3", "-3"),
        ("+3", "3"),
        ("0.50", "0.5"),
        ("100", "100"),
        ("7.27e10", "72700000000"),
        ("0", "0"),
        ("-0.0", "0"),
    ],
)
def test_a_number_is_exact_and_written_without_exponent_or_idle_zeros(
    written: str, number: str
) -> None:
    assert plain(decimal(written)) == number


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "72,7",
            "72.7 Milliarden",
            "ein Drittel",
            "1_000",
            "1 000",
            " 12",
            "12 ",
            "１２",
            "½",
        ),
        *("nan", "Infinity", "0x10", ".5", "5.", "1e999999999", "80 %", "no"),
    ],
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"{written!r} is no number; write 72")):
        decimal(written)


@given(st.decimals(allow_nan=False, places=3, min_value=-(10**11), max_value=10**11))
def test_a_number_written_plainly_is_the_same_number(number: Decimal) -> None:
    assert decimal(plain(number)) == number
    assert "E" not in plain(number).upper()


@given(st.integers())
def test_a_whole_number_is_whole_in_json(number: int) -> None:
    assert (json_number(Decimal(number)), type(json_number(Decimal(number)))) == (number, int)


def test_json_has_the_number_that_the_text_has() -> None:
    assert [json_number(Decimal(text)) for text in ("33.3", "110000000000", "4.0")] == [
        33.3,
        110_000_000_000,
        4,
    ]


@pytest.mark.parametrize(
    "written",
    [
        *(
            "USD",
            "EUR",
            "CNY",
            "%",
            "factor",
            "h",
            "d",
            "km",
            "t",
            "[bbl_us]/d",
            "rank",
            "exercises",
        ),
        *("aircraft", "people", "joint exercises", "votes", "banks", "long-range drones"),
    ],
)
def test_a_unit_is_money_a_code_or_what_is_counted(written: str) -> None:
    assert unit(written) == written


@pytest.mark.parametrize(
    "written",
    [
        *("", "usd", "US$", "Prozent", "percent", "exercise", "Exercises", "Übungen", " exercises"),
        *("exercises\n", "s", "km²", "US-Dollar", "EURO"),
    ],
)
def test_what_is_no_unit_is_refused_and_says_what_is_one(written: str) -> None:
    with pytest.raises(ValueError, match="is no unit") as caught:
        unit(written)
    assert str(caught.value) == (
        f"{written!r} is no unit; write %, factor, an ISO 4217 code (USD), a UCUM code (h) "
        "or what is counted, in the English plural (exercises)"
    )


def test_a_unit_says_what_it_stands_for() -> None:
    assert [unit_label(code) for code in ("h", "USD", "exercises")] == [
        "hours (UCUM)",
        "USD",
        "exercises",
    ]


@pytest.mark.parametrize("text", ["0.00001", "0.0000025", "12345678901234567.5"])
def test_a_number_that_json_can_t_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="more digits than a number of JSON can hold"):
        decimal(text)
