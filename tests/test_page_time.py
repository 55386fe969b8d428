import csv
import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import test_page
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from kg.build import build_store
from kg.lookup import Catalogue
from kg.page import render_page
from kg.page.data import page_data
from kg.page.series import series_keys
from kg.page.times import reports, written
from kg.store import Store, open_store

SOURCE = test_page.SOURCE
browser, reader, html = test_page.browser, test_page.reader, test_page.html
Reader = test_page._Reader  # noqa: SLF001
Line = dict[str, Any]


@pytest.fixture(scope="module")
def data(store: Store) -> Line:
    return page_data(store)


def _line(name: str, time: str | None, **more: Any) -> Line:
    """A record of the store, as far as times go."""
    return {
        "id": f"a/{name}",
        "kind": "meeting",
        "status": "asserted",
        "polarity": "affirmative",
        "time": time,
        "details": {},
        "attributed_to": [],
        **more,
    }


# -- when a source was written -------------------------------------------------------------


def test_the_paper_was_written_between_the_parade_and_the_meeting_planned(data: Line) -> None:
    # ¶24: the parade of 8 and 9 May 2025 is past, a meeting in September 2025 lies ahead.
    about = data["sources"][SOURCE]["written"]
    assert (about["earliest"], about["latest"]) == ("2025-05-08", "2025-09-30")
    assert about["by_content"]
    assert about["first"]["de"] == "8. Mai 2025"


def test_a_date_that_the_source_bears_is_its_own() -> None:
    about = written("2024-03", [_line("later", "2025-01-01")])
    assert about
    assert (about["earliest"], about["latest"]) == ("2024-03-01", "2024-03-31")
    assert not about["by_content"]


@pytest.mark.parametrize(
    "line",
    [
        _line("undated", None),
        _line("not", "2024", polarity="negative"),
        _line("alleged", "2024", status="alleged"),
        _line("judged", "2024", kind="assessment"),
        _line("only-planned", "2024", status="planned"),
    ],
    ids=lambda line: str(line["id"]),
)
def test_what_is_not_stated_as_past_dates_no_source(line: Line) -> None:
    assert written(None, [line]) is None


def test_a_plan_announced_on_a_day_is_no_day_to_come() -> None:
    announced = _line("announced", "2023-12", status="planned", details={"stage": "announced"})
    about = written(None, [_line("visit", "2023-03-21"), announced])
    assert about
    assert (about["earliest"], about["latest"]) == ("2023-03-21", None)


# -- reports -------------------------------------------------------------------------------


def test_the_date_of_a_report_stands_on_its_publication(data: Line) -> None:
    # ¶37 and ¶40: what Schemes showed in January 2025, what Reuters reported in September 2024.
    of = {id_: record["report"] for id_, record in data["records"].items() if record["report"]}
    assert of[f"{SOURCE}/supply-yunnan-chemicals"] == f"{SOURCE}/publication-schemes-2025"
    assert of[f"{SOURCE}/drone-factory"] == f"{SOURCE}/publication-reuters-2024"
    assert all("when" not in data["records"][id_]["times"] for id_ in of)


def test_of_two_reports_of_one_day_the_one_whose_publisher_speaks_is_meant() -> None:
    def of(name: str) -> Line:
        return _line(name, "2024-09", kind="publication", details={"publisher": [name]})

    told = _line("told", None, details={"reported": "2024-09"}, attributed_to=[{"actor": "two"}])
    assert reports([of("one"), of("two"), told]) == {"a/told": "a/two"}
    assert reports([_line("one", "2024-08", kind="publication"), told]) == {}


# -- series --------------------------------------------------------------------------------


def test_figures_of_one_whole_at_several_times_are_series(data: Line) -> None:
    # ¶29: nearly half of Russia's exports in each of three years; ¶31: $72.7 bn, then $110 bn.
    found: dict[str, set[str]] = {}
    for (record, _), key in series_keys(data["records"]).items():
        found.setdefault(key, set()).add(record.removeprefix(f"{SOURCE}/"))
    assert sorted(map(sorted, found.values())) == [
        [f"share-crude-exports-to-china-{year}" for year in (2021, 2022, 2023)],
        ["trade-china-exports-2021", "trade-china-exports-2023"],
    ]


def _flow(year: str, **change: Any) -> Line:
    figure = {"unit": "USD", "of": "goods", "out_of": None, "value": 5, **change.pop("figure", {})}
    when = {"edtf": year, "earliest": f"{year[:4]}-01-01", "latest": f"{year[-4:]}-12-31"}
    return {
        "kind": "trade_flow",
        "negative": False,
        "roles": [["exporter", "china"]],
        "more": [{"field": "measured", "text": {"en": "value"}}],
        "times": {"when": when},
        "figures": [figure],
        **change,
    }


@pytest.mark.parametrize(
    "other",
    [
        _flow("2023", figure={"unit": "EUR"}),
        _flow("2023", figure={"of": "oil"}),
        _flow("2023", figure={"value": -5}),
        _flow("2023", roles=[["exporter", "russia"]]),
        _flow("2023", more=[{"field": "measured", "text": {"en": "growth"}}]),
        _flow("2022/2023"),
        _flow("2021"),
        _flow("2023", negative=True),
        _flow("2023", times={}),
    ],
)
def test_other_wholes_units_and_periods_stand_by_themselves(other: Line) -> None:
    assert series_keys({"one": _flow("2021"), "other": other}) == {}
    assert len(series_keys({"one": _flow("2021"), "other": _flow("2023")})) == 2


# -- in a browser --------------------------------------------------------------------------


def _mark(record: str) -> str:
    return f'#timeline .mark[data-record="{SOURCE}/{record}"]'


@pytest.mark.slow
def test_the_timeline_draws_a_date_as_the_span_that_it_is(
    reader: Reader, html: str, store: Store
) -> None:
    reader.open(html, state="#v=1&view=time")
    words = [item.text for item in reader.driver.find_elements(By.CSS_SELECTOR, "[data-window]")]
    assert words == ["sixty years", "since 2014", "since 2022", "2025"]
    assert "written between 8 May 2025 and 30 September 2025" in reader.text("#time-notes")

    def width(record: str) -> float:
        script = "return document.querySelector(arguments[0]).getBoundingClientRect().width"
        return float(reader.ask(script, f"{_mark(record)} :is(rect, circle, line):not(.hit)"))

    reader.click('[data-window="2"]')
    assert reader.one(f"{_mark('agreement-joint-statement-2022')} circle").is_displayed()  # a day
    month, year = width("agreement-ground-stations-2022"), width("agreement-glonass-beidou-2022")
    assert 9 < year / month < 14
    assert "fade" in str(
        reader.one(f"{_mark('sanction-western-2014')} line").get_attribute("stroke")
    )
    # A report bears the flag; what it reports has no day and lies in the tray.
    name = reader.one(_mark("publication-reuters-2024")).get_attribute("aria-label")
    assert "a report; 4 records come from it" in str(name)
    assert reader.driver.find_elements(By.CSS_SELECTOR, _mark("drone-factory")) == []
    lines = Catalogue(store).records.values()
    shown = {"asserted", "reported", "alleged"}
    undated = [
        line
        for line in lines
        if not line["time"] and line["status"] in shown and line["kind"] != "assessment"
    ]
    assert reader.text("#tray summary") == f"{len(undated)} undated"
    reader.click("#tray summary")
    reader.until("return document.querySelectorAll('#tray li').length > 0")
    assert len(reader.driver.find_elements(By.CSS_SELECTOR, "#tray li")) == len(undated)
    assert "⚑ report of September 2024" in reader.text(
        f'#tray [data-record="{SOURCE}/drone-factory"]'
    )


@pytest.mark.slow
def test_what_is_chosen_in_the_timeline_is_chosen_everywhere(reader: Reader, html: str) -> None:
    reader.open(html, state="#v=1&view=time")
    reader.ask("document.getElementById('timeline').focus()")
    reader.key(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER)
    chosen = str(
        reader.ask("return document.querySelector('.mark[aria-pressed=true]').dataset.record")
    )
    assert reader.one(f'#panel [data-record="{chosen}"]').is_displayed()
    reader.click("#tab-table")
    first = reader.one("#table-body tr")  # on top, and marked
    assert first.get_attribute("data-record") == chosen
    assert first.get_attribute("aria-current") == "true"
    reader.click("#table-body tr:nth-child(4) th button")
    other = reader.one("#table-body tr:nth-child(4)")  # a choice in the table moves no row
    assert other.get_attribute("aria-current") == "true"
    reader.driver.back()
    assert reader.one("#table-body tr").get_attribute("aria-current") == "true"


@pytest.mark.slow
def test_a_plan_whose_day_has_passed_says_that_nothing_is_known(reader: Reader, html: str) -> None:
    plan = f"{SOURCE}/meeting-china-september-2025"
    reader.open(html, state=f"#v=1&view=time&status=planned&show={plan}")
    said = "That day has passed; no source here says what became of it."
    assert said in reader.text("#panel")
    name = reader.one(_mark("meeting-china-september-2025")).get_attribute("aria-label")
    assert "PLANNED" in str(name)
    assert said in str(name)
    announced = f"{SOURCE}/sanction-secondary-announced-2023"  # its day is that of the announcing
    reader.open(html, state=f"#v=1&view=time&status=planned&show={announced}")
    assert said not in reader.text("#panel")


@pytest.mark.slow
def test_the_strip_of_years_filters_by_keyboard_and_pointer(reader: Reader, html: str) -> None:
    reader.open(html)
    before = int(reader.text("#count").split()[0])
    reader.ask("document.querySelector('[data-strip=until]').focus()")
    reader.key(Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    assert "until=2023" in reader.driver.current_url
    assert reader.ask("return document.activeElement.dataset.strip") == "until"
    kept = int(reader.text("#count").split()[0])
    assert kept < before
    undated = int(re.findall(r"\d+", reader.text("[data-strip=undated]"))[0])
    assert reader.text("[data-strip=undated]") == f"{undated} undated: kept"
    reader.click("[data-strip=undated]")
    assert reader.text("[data-strip=undated]") == f"{undated} undated: left out"
    assert int(reader.text("#count").split()[0]) == kept - undated
    assert "undated=0" in reader.driver.current_url
    reader.click('#strip [data-year="2022"] .sure')
    assert "since=2022&until=2022" in reader.driver.current_url
    bar = str(reader.ask("return document.querySelector('[data-year=\"2022\"] title').textContent"))
    sure, possible = map(int, re.findall(r"\d+", bar)[1:])
    assert int(reader.text("#count").split()[0]) == sure + possible
    reader.click("[data-strip=clear]")
    assert int(reader.text("#count").split()[0]) == before


_MARKED_BY_HAND = """
const body = document.getElementById('table-body');
getSelection().selectAllChildren(body);
const about = { clipboardData: new DataTransfer(), bubbles: true, cancelable: true };
const event = new ClipboardEvent('copy', about);
body.dispatchEvent(event);
return event.clipboardData.getData('text/plain');
"""


@pytest.mark.slow
def test_the_columns_follow_the_kind_and_the_csv_holds_what_is_shown(
    reader: Reader, html: str, tmp_path: Path
) -> None:
    way = {"behavior": "allow", "downloadPath": str(tmp_path)}
    reader.driver.execute_cdp_cmd("Browser.setDownloadBehavior", way)
    reader.open(html, state="#v=1&view=table&kind=trade_flow&since=2021&until=2023&undated=0")
    reader.click("#table-head [data-column=value] button")
    heads = [item.text for item in reader.driver.find_elements(By.CSS_SELECTOR, "#table-head th")]
    assert heads[:5] == ["Record", "Status", "Who says so", "Exporter", "Importer"]
    assert heads[heads.index("Period") :][:4] == ["Period", "Value", "Of what", "Qualifier"]
    shown = reader.ask(
        "return [...document.querySelectorAll('#table-body tr')].map((row) =>"
        " [...row.cells].map((cell) => cell.matches('th') ? cell.textContent :"
        " [...cell.children].map((line) => line.textContent).join('; ')))"
    )
    reader.click("[data-tool=csv]")
    file = tmp_path / "records.csv"
    for _ in range(100):
        if file.exists():
            break
        time.sleep(0.05)
    written_ = file.read_bytes().decode("utf-8")
    assert written_.startswith("\ufeffRecord,")
    rows = list(csv.reader(io.StringIO(written_.removeprefix("\ufeff"))))
    assert rows == [heads, *shown]
    assert len(rows) == 1 + int(reader.text("#count").split()[0])
    marked = str(reader.ask(_MARKED_BY_HAND))
    assert [line.split("\t") for line in marked.split("\n")] == rows
    exports = next(row for row in rows if row[0] == "China's goods exports to Russia, 2021")
    assert exports[heads.index("Value")] == "$72.7 bn"
    assert exports[heads.index("Of what")] == "goods exports from China to Russia"


@pytest.mark.slow
def test_the_table_groups_by_who_says_so_and_copies_no_formula(
    reader: Reader, make_source: Callable[..., Path], tmp_path: Path
) -> None:
    record = {**test_page.RECORD, "label": {"en": '=HYPERLINK("x")', "de": "@x"}}
    build_store(
        make_source(text=test_page.TEXT, entities=test_page.ENTITIES, records=(record,)),
        tmp_path / "kg",
    )
    reader.open(render_page(open_store(tmp_path / "kg")), state="#v=1&view=table")
    reader.click("[data-tool=group]")
    assert reader.text("#table-body tr.voice") == "the authors · 1 record"
    listen = (
        "document.execCommand = () => { window.copied = document.activeElement.value; };"
        "navigator.clipboard.writeText = () => Promise.reject(new Error('no'))"
    )
    reader.ask(listen)
    reader.click("[data-tool=copy]")
    reader.until("return window.copied !== undefined")
    head, row = (line.split("\t") for line in str(reader.ask("return window.copied")).split("\n"))
    assert head[0] == "Record"
    assert row[0] == '\'=HYPERLINK("x")'
    reader.open(reader.file.read_text(encoding="utf-8"), state="#v=1&view=table&status=denied")
    assert "No record fits these filters." in reader.text("#table-tools")
    reader.click("#table-tools [data-without=status]")
    assert reader.text("#count") == "1 of 1 records"


@pytest.mark.slow
def test_a_series_is_drawn_beside_its_figure_with_statuses(reader: Reader, html: str) -> None:
    reader.open(html, state=f"#v=1&show={SOURCE}/trade-china-exports-2023")
    rows = [item.text for item in reader.driver.find_elements(By.CSS_SELECTOR, ".series li")]
    assert [row.split("\n") for row in rows] == [
        ["2021", "$72.7 bn", "asserted"],
        ["2023", "$110 bn", "asserted"],
    ]
    script = (
        "return [...document.querySelectorAll('.series rect:not(.whole)')]"
        ".map((bar) => bar.getBoundingClientRect().width)"
    )
    first, second = reader.ask(script)
    assert first / second == pytest.approx(72.7 / 110, abs=0.03)
    reader.click(".series li button")
    assert "2021" in reader.text("#panel h2")
