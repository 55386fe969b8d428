import re
from datetime import date, timedelta
from time import struct_time

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.dates import Bounds, bounds, is_interval

# Expression of the paper · our reading · first day · last day ("–": none).
EXPRESSIONS = """\
1970er Jahren | 197X | 1970-01-01 | 1979-12-31
zu Beginn der 1970er Jahre | 197X | 1970-01-01 | 1979-12-31
in den 1960er Jahren | 196X | 1960-01-01 | 1969-12-31
1969 | 1969 | 1969-01-01 | 1969-12-31
1972 | 1972 | 1972-01-01 | 1972-12-31
ab 1979 | 1979/.. | 1979-01-01 | –
In den 1980er Jahren | 198X | 1980-01-01 | 1989-12-31
2014 | 2014 | 2014-01-01 | 2014-12-31
2019 | 2019 | 2019-01-01 | 2019-12-31
im 21. Jahrhundert | 20XX | 2000-01-01 | 2099-12-31
Seit 2022 | 2022/.. | 2022-01-01 | –
Am 4. Februar 2022 | 2022-02-04 | 2022-02-04 | 2022-02-04
20 Tage vor der Invasion | 2022-02-24 | 2022-02-24 | 2022-02-24
In den letzten 20 Jahren | 2005~/2025~ | 2005-01-01 | 2025-12-31
Im November 2024 | 2024-11 | 2024-11-01 | 2024-11-30
Am 21. März 2023 | 2023-03-21 | 2023-03-21 | 2023-03-21
am 8.-9. Mai 2025 | 2025-05-08/2025-05-09 | 2025-05-08 | 2025-05-09
für September 2025 | 2025-09 | 2025-09-01 | 2025-09-30
in den Jahren 2022–2023 | 2022/2023 | 2022-01-01 | 2023-12-31
auch 2024 | 2024 | 2024-01-01 | 2024-12-31
in den Jahren 2021 bis 2023 jährlich | {2021,2022,2023} | 2021-01-01 | 2023-12-31
in diesem Zeitraum | 2021/2023 | 2021-01-01 | 2023-12-31
nach der Invasion | 2022-02-24/.. | 2022-02-24 | –
2021 | 2021 | 2021-01-01 | 2021-12-31
2023 | 2023 | 2023-01-01 | 2023-12-31
innerhalb von drei Jahren | 2021?/2023? | 2021-01-01 | 2023-12-31
im Dezember 2023 | 2023-12 | 2023-12-01 | 2023-12-31
Seit Januar 2025 | 2025-01/.. | 2025-01-01 | –
seit 2014 | 2014/.. | 2014-01-01 | –
der großangelegten Invasion | 2022-02-24/.. | 2022-02-24 | –
Im Januar 2025 | 2025-01 | 2025-01-01 | 2025-01-31
Am 15. Januar 2025 | 2025-01-15 | 2025-01-15 | 2025-01-15
Im September 2024 | 2024-09 | 2024-09-01 | 2024-09-30
2022 | 2022 | 2022-01-01 | 2022-12-31
im September 2022 | 2022-09 | 2022-09-01 | 2022-09-30
im November 2021 | 2021-11 | 2021-11-01 | 2021-11-30
2021-2025 | 2021/2025 | 2021-01-01 | 2025-12-31
Seit der Unterzeichnung | 2021-11/.. | 2021-11-01 | –
Im Mai 2022 | 2022-05 | 2022-05-01 | 2022-05-31
(2023, 2024) | {2023,2024} | 2023-01-01 | 2024-12-31
(2022, 2024, 2025) | {2022,2024,2025} | 2022-01-01 | 2025-12-31
Im Juli 2024 | 2024-07 | 2024-07-01 | 2024-07-31
von 1997 | 1997 | 1997-01-01 | 1997-12-31
schon vor der großangelegten Invasion | ../2022-02-23 | – | 2022-02-23
Mit dem Beginn der großangelegten Invasion | 2022-02-24 | 2022-02-24 | 2022-02-24
""".splitlines()

# Beyond the paper: leap years, doubt, a stretch from month to year, a set out of order.
FURTHER = """\
2024-02 | 2024-02-01 | 2024-02-29
2023-02 | 2023-02-01 | 2023-02-28
2000-02-29 | 2000-02-29 | 2000-02-29
0001 | 0001-01-01 | 0001-12-31
9999 | 9999-01-01 | 9999-12-31
2022-02-04? | 2022-02-04 | 2022-02-04
2022-02~ | 2022-02-01 | 2022-02-28
2022% | 2022-01-01 | 2022-12-31
19XX | 1900-01-01 | 1999-12-31
197X/198X | 1970-01-01 | 1989-12-31
2022-02/2022 | 2022-02-01 | 2022-12-31
2022-05/2022-05-03 | 2022-05-01 | 2022-05-03
../2022 | – | 2022-12-31
{2024,2022} | 2022-01-01 | 2024-12-31
{2022-02-04,2023-03-21} | 2022-02-04 | 2023-03-21
""".splitlines()

# What is written · what the message says.
REFUSED = """\
2022-21 | is a season
2022-24 | is a season
2022-41 | is a season
2022-02-04T10:00:00 | has a time of day; write the day alone
2022-02-04T10:00:00Z | has a time of day; write the day alone
2025-01/ | has an unknown end; write '..' for an open one
/2025-01 | has an unknown end; write '..' for an open one
2022-13 | is no day or month of the calendar
2022-00 | is no day or month of the calendar
2022-02-30 | is no day or month of the calendar
2023-02-29 | is no day or month of the calendar
1900-02-29 | is no day or month of the calendar
2022-04-31 | is no day or month of the calendar
2022-01-32 | is no day or month of the calendar
2022-01-00 | is no day or month of the calendar
0000 | is no day or month of the calendar
２０２２ | is no date that is read here
{2022,2021-13} | is no day or month of the calendar
2023/2022 | ends before it begins
2025-05-09/2025-05-08 | ends before it begins
.. | is no date that is read here
../.. | is no date that is read here
2022-1 | is no date that is read here
2022-2-4 | is no date that is read here
22 | is no date that is read here
20220204 | is no date that is read here
4. Februar 2022 | is no date that is read here
04.02.2022 | is no date that is read here
2022-02-04/2022-02-05/2022-02-06 | is no date that is read here
{2022} | is no date that is read here
{2021..2023} | is no date that is read here
[2021,2022] | is no date that is read here
2022-XX | is no date that is read here
1XXX | is no date that is read here
-0100 | is no date that is read here
Y12022 | is no date that is read here
unknown | is no date that is read here
no | is no date that is read here
2022?~ | is no date that is read here
""".splitlines()


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("|")]


def day(cell: str) -> date | None:
    return None if cell == "–" else date.fromisoformat(cell)


@pytest.mark.parametrize("row", EXPRESSIONS)
def test_the_papers_times_lie_between_these_days(row: str) -> None:
    _, edtf, earliest, latest = cells(row)
    assert bounds(edtf) == Bounds(day(earliest), day(latest))


@pytest.mark.parametrize("row", EXPRESSIONS)
def test_the_papers_times_stand_in_the_paper(row: str, document: str) -> None:
    assert cells(row)[0] in document


@pytest.mark.parametrize("row", FURTHER)
def test_a_date_lies_between_these_days(row: str) -> None:
    edtf, earliest, latest = cells(row)
    assert bounds(edtf) == Bounds(day(earliest), day(latest))


@pytest.mark.parametrize("row", REFUSED)
def test_what_is_no_date_is_refused_and_says_what_is_wrong(row: str) -> None:
    edtf, message = cells(row)
    with pytest.raises(ValueError, match=re.escape(f"{edtf!r} {message}")):
        bounds(edtf)


@pytest.mark.parametrize("edtf", ["", " 2022", "2022 ", "2022\n", "2022/2023\n"])
def test_space_around_a_date_is_refused(edtf: str) -> None:
    with pytest.raises(ValueError, match="is no date that is read here; examples: 2022, 2022-02"):
        bounds(edtf)


def test_only_a_slash_makes_a_stretch() -> None:
    written = ["2022/2023", "2025-01/..", "../2022", "2022", "{2021,2022}", "197X"]
    assert [is_interval(edtf) for edtf in written] == [True, True, True, False, False, False]


DAYS = st.dates()
FEW = settings(max_examples=12)  # the package reads some hundred dates a second


@FEW
@given(DAYS)
def test_a_day_is_its_own_bounds(one: date) -> None:
    assert bounds(one.isoformat()) == Bounds(one, one)


@FEW
@given(DAYS)
def test_a_month_ends_on_the_day_before_the_next_one(one: date) -> None:
    first, last = bounds(one.isoformat()[:7])
    assert first == one.replace(day=1)
    assert last is not None
    assert last.month == one.month
    assert last == date.max or (last + timedelta(days=1)).day == 1


@FEW
@given(DAYS, DAYS)
def test_a_stretch_runs_from_its_first_day_to_its_last(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert bounds(f"{first}/{last}") == Bounds(first, last)


@given(st.text(alphabet="0123456789-/.X?~%{},T: ", max_size=21))
def test_any_text_has_bounds_in_order_or_is_refused(edtf: str) -> None:
    try:
        found = bounds(edtf)
    except ValueError as error:
        said = str(error)
    else:
        said = repr(edtf)
        assert (found.earliest or date.min) <= (found.latest or date.max)
        assert found != Bounds(None, None)
    assert said.startswith(repr(edtf))


PLAIN = st.builds(
    lambda day, length: day.isoformat()[:length],
    st.dates(date(1600, 1, 1), date(2200, 1, 1)),
    st.sampled_from((4, 7, 10)),
)


@given(PLAIN, st.none() | PLAIN | st.just(".."))
def test_plain_dates_lie_where_the_package_says(first: str, last: str | None) -> None:
    edtf = first if last is None else f"{first}/{last}"
    read = parse_edtf(edtf)
    ends = [read.lower_strict(), read.upper_strict()]
    expected = [date(*end[:3]) if isinstance(end, struct_time) else None for end in ends]
    if expected[0] and expected[1] and expected[0] > expected[1]:
        with pytest.raises(ValueError, match="ends before it begins"):
            bounds(edtf)
    else:
        assert list(bounds(edtf)) == expected
