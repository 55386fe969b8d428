import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import test_page
from browser import Visitor

from kg.build import build_store
from kg.dates import bounds
from kg.lookup import Catalogue
from kg.page import render_page
from kg.page.data import page_data
from kg.page.series import series_keys
from kg.page.times import reports, written
from kg.store import Store, open_store

SOURCE = test_page.SOURCE
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


def _width(visitor: Visitor, record: str) -> float:
    box = visitor.page.locator(f"{_mark(record)} rect:not(.hit)").first.bounding_box()
    assert box
    return box["width"]


def _count(visitor: Visitor) -> int:
    return int(visitor.text("#count").split()[0])


@pytest.mark.slow
def test_the_timeline_draws_a_date_as_the_span_that_it_is(
    visitor: Visitor, html: str, store: Store
) -> None:
    visitor.turn_to(html, "#v=1&view=time")
    windows = visitor.page.locator("[data-window]").all_inner_texts()
    assert windows == ["sixty years", "since 2014", "since 2022", "2025"]
    assert visitor.text("[data-window][aria-pressed=true]") == "since 2014"
    assert visitor.page.locator("#time-forms").bounding_box()["y"] < 300  # type: ignore[index]
    assert "written between 8 May 2025 and 30 September 2025" in visitor.text("#time-notes")
    visitor.click('[data-window="2"]')
    assert visitor.is_visible(f"{_mark('agreement-joint-statement-2022')} circle")  # a day
    month = _width(visitor, "agreement-ground-stations-2022")
    assert 9 < _width(visitor, "agreement-glonass-beidou-2022") / month < 14
    line = visitor.page.locator(f"{_mark('sanction-western-2014')} line").first
    assert str(line.get_attribute("stroke")).startswith("url(#fade")  # from 2014 on
    # A report bears the flag; what it reports has no day and lies in the tray.
    name = visitor.page.get_attribute(_mark("publication-reuters-2024"), "aria-label")
    assert "a report; 4 records come from it" in str(name)
    assert visitor.page.locator(_mark("drone-factory")).count() == 0
    lines = Catalogue(store).records.values()
    shown = {"asserted", "reported", "alleged"}
    undated = [
        line
        for line in lines
        if not line["time"] and line["status"] in shown and line["kind"] != "assessment"
    ]
    assert visitor.text("#tray summary") == f"{len(undated)} undated"
    visitor.ask("document.getElementById('tray').open = true")
    visitor.page.wait_for_selector("#tray li")
    assert visitor.page.locator("#tray li").count() == len(undated)
    told = visitor.text(f'#tray [data-record="{SOURCE}/drone-factory"]')
    assert "⚑ report of September 2024" in told
    visitor.go(f"#v=1&view=time&show={SOURCE}/supply-wafangdian-tascom")
    chosen = visitor.page.locator("#tray [aria-current]").bounding_box()
    strip = visitor.page.locator("#strip").bounding_box()
    assert chosen
    assert strip
    assert 96 < chosen["y"] < strip["y"] - chosen["height"]


@pytest.mark.slow
def test_what_is_chosen_in_the_timeline_is_chosen_everywhere(visitor: Visitor, html: str) -> None:
    visitor.turn_to(html, "#v=1&view=time")
    visitor.page.focus("#timeline")
    visitor.key("ArrowDown", "ArrowDown", "Enter")
    chosen = str(visitor.page.get_attribute(".mark[aria-pressed=true]", "data-record"))
    assert visitor.is_visible(f'#panel [data-record="{chosen}"]')
    visitor.click("#tab-table")
    rows = visitor.page.locator("#table-body tr")
    assert rows.first.get_attribute("data-record") == chosen  # on top, and marked
    assert rows.first.get_attribute("aria-current") == "true"
    visitor.click("#table-body tr:nth-child(4) th button")
    assert rows.nth(3).get_attribute("aria-current") == "true"  # a choice here moves no row
    visitor.page.go_back()
    assert rows.first.get_attribute("aria-current") == "true"


def _ends_before(store: Store, year: int, statuses: set[str]) -> int:
    """Return how many dated records that the page shows at first end before *year*."""
    lines = [
        line
        for line in Catalogue(store).records.values()
        if line["time"] and line["status"] in statuses and line["kind"] != "assessment"
    ]
    ends = [bounds(line["time"]).latest for line in lines]
    return sum(end is not None and str(end) < str(year) for end in ends)


@pytest.mark.slow
def test_what_lies_outside_is_counted_at_the_edge_and_the_address_keeps_where_one_went(
    visitor: Visitor, html: str, store: Store
) -> None:
    visitor.turn_to(html, "#v=1&view=time")
    before = _ends_before(store, 2014, {"asserted", "reported", "alleged"})
    assert visitor.text("[data-edge=before]") == f"‹ {before} before 2014"
    assert not visitor.is_visible("[data-edge=after]")
    visitor.click("[data-edge=before]")
    marks = visitor.page.locator("#timeline .mark")
    assert marks.count() >= before  # and those that go on from before 2014
    assert visitor.is_visible(_mark("conflict-damansky-1969"))
    assert visitor.text("[data-edge=after]").endswith(" after 2013 ›")
    assert "zoom=1960-01-01%2F2013-12-31" in visitor.page.url
    state = visitor.page.url.partition("#")[2]
    visitor.click('[data-window="1"]')
    assert "zoom" not in visitor.page.url  # as it opens
    visitor.go(f"#{state}")
    assert visitor.text("[data-edge=after]").endswith(" after 2013 ›")
    visitor.go("#v=1&view=time&zoom=2014-05-03/2020-05-02&since=2015")
    assert visitor.text("[data-edge=after]").endswith(" after 2 May 2020 ›")
    visitor.page.select_option('#rail select[data-code="actor"]', index=1)
    assert "zoom=" in visitor.page.url
    visitor.click("[data-strip=clear]")  # the timeline follows its filter
    assert "zoom=" not in visitor.page.url
    visitor.go("#v=1&view=time&zoom=2020-01-01/1990-01-01")  # no stretch
    assert visitor.text("[data-window][aria-pressed=true]") == "since 2014"
    visitor.go("#v=1&view=time&only=" + f"{SOURCE}/conflict-damansky-1969")
    assert visitor.text("[data-window][aria-pressed=true]") == "sixty years"


# The part of a drawing that can be seen: what reaches over its edges has a box beyond them.
_ROOM = """const roomOf = (item) => {
  const svg = item.ownerSVGElement;
  const left = svg.closest('svg:not(svg svg)').getBoundingClientRect().left + svg.x.baseVal.value;
  return { left, right: left + svg.width.baseVal.value };
};"""
# What is written in the timeline and drawn: [what, of which mark, left, right, top, bottom].
_DRAWN = f"""(part) => {{ {_ROOM}
  return [...document.querySelectorAll(`#timeline ${{part}} :is(text, .flag),
    #timeline ${{part}} .mark :is(circle, rect:not(.hit, .halo), line)`)].map((item) => {{
  const [box, room] = [item.getBoundingClientRect(), roomOf(item)];
  return [item.matches('text') ? item.textContent : '', item.closest('.mark')?.dataset.record ?? '',
    Math.max(box.left, room.left), Math.min(box.right, room.right), box.top, box.bottom];
}}).filter(([, , left, right]) => right > left); }}"""
Drawn = list[Any]


def _overprinted(drawn: list[Drawn]) -> list[tuple[str, str, str]]:
    """Return what words stand over other words, or over another mark, by more than a pixel."""
    return [
        (text, other_text, other)
        for text, mark, left, right, top, bottom in drawn
        for other_text, other, other_left, other_right, other_top, other_bottom in drawn
        if text and (other_text or other != mark) and (text, mark) != (other_text, other)
        if min(right, other_right) - max(left, other_left) > 1
        and min(bottom, other_bottom) - max(top, other_top) > 1
    ]


_CUT = f"""() => {{ {_ROOM}
  return [...document.querySelectorAll('#timeline text')].filter((item) => {{
    const [box, room] = [item.getBoundingClientRect(), roomOf(item)];
    return box.left < room.left - 1 || box.right > room.right + 1;
  }}).map((item) => item.textContent); }}"""
_GRID = """() => [...document.querySelectorAll('#timeline .grid')]
  .map((line) => Math.round(line.getBoundingClientRect().left))"""
_TICKS = """() => [...document.querySelectorAll('#timeline .tick')].map((text) => {
  const { left, right } = text.getBoundingClientRect();
  return [text.textContent, Math.round(left), Math.round(right)];
})"""


@pytest.mark.slow
@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_no_name_in_the_timeline_overprints_another_and_every_line_has_its_year(
    visitor: Visitor, html: str, *, phone: bool
) -> None:
    plan = f"{SOURCE}/meeting-china-september-2025"
    passed = {"en": "that day has passed", "de": "Tag verstrichen"}
    visitor.turn_to(html, "#v=1&view=time", phone=phone)
    for zoom, lang, more in (
        ("", "en", ""),
        ("1960-01-01/2025-12-31", "de", f"&show={plan}"),
        ("2022-01-01/2025-12-31", "de", ""),
        ("2025-01-01/2025-12-31", "en", "&show=russia"),
        ("2025-08-20/2025-10-10", "de", ""),
    ):
        where = f"#v=1&view=time&zoom={zoom}&lang={lang}{more}"
        visitor.go(where + "&status=asserted,reported,alleged,planned,denied")
        axis, drawn = (visitor.ask(_DRAWN, part) for part in (".axis", ".rows"))
        names = [text for text, mark, *_ in drawn if mark and text]
        assert len(names) >= 3
        assert (where, _overprinted(axis), _overprinted(drawn)) == (where, [], [])
        assert (where, visitor.ask(_CUT)) == (where, [])
        told = next(text for text, mark, *_ in drawn if mark == plan and len(text) > 1)
        assert told.endswith(passed[lang])
        # A year stands on its line, or at the end of the axis beside it.
        lines, ticks = visitor.ask(_GRID), visitor.ask(_TICKS)
        assert len(lines) == len(ticks) > 1
        for line, (name, left, right) in zip(lines, ticks, strict=True):
            assert left - 2 <= line <= right + 2, (where, name)
    if not phone:  # there is room for the whole name left of its mark
        visitor.go("#v=1&view=time")
        names = visitor.page.locator("#timeline .name").all_text_contents()
        assert "Roadmap for military cooperation 2021–2025" in names


@pytest.mark.slow
def test_dragging_moves_through_time_and_chooses_nothing(visitor: Visitor, html: str) -> None:
    visitor.turn_to(html, "#v=1&view=time")
    visitor.click('[data-window="2"]')
    before = visitor.page.locator("#timeline .tick").first.get_attribute("x")
    box = visitor.page.locator(
        f"{_mark('agreement-ground-stations-2022')} .hit"
    ).first.bounding_box()
    assert box
    visitor.page.mouse.move(box["x"] + 4, box["y"] + 4)
    visitor.page.mouse.down()
    visitor.page.mouse.move(box["x"] + 90, box["y"] + 4, steps=3)
    visitor.page.mouse.up()
    assert visitor.page.locator("#timeline .tick").first.get_attribute("x") != before
    assert visitor.page.locator("[data-window][aria-pressed=true]").count() == 0
    assert "show=" not in visitor.page.url


@pytest.mark.slow
def test_a_plan_whose_day_has_passed_says_that_nothing_is_known(
    visitor: Visitor, html: str
) -> None:
    said = "That day has passed; no source here says what became of it."
    plan = f"{SOURCE}/meeting-china-september-2025"
    visitor.turn_to(html, f"#v=1&view=time&status=planned&show={plan}")
    assert said in visitor.text("#panel")
    name = visitor.page.get_attribute(_mark("meeting-china-september-2025"), "aria-label")
    assert "PLANNED" in str(name)
    assert said in str(name)
    visitor.go("#v=1&question=not-yet&view=table")
    marked = visitor.page.locator("#panel .card", has_text=said)
    assert [card.get_attribute("data-record") for card in marked.all()] == [plan]
    visitor.ask("dispatchEvent(new Event('beforeprint'))")
    assert str(visitor.page.locator("#dossier .printed").text_content()).count(said) == 1
    announced = f"{SOURCE}/sanction-secondary-announced-2023"  # its day is that of the announcing
    visitor.go(f"#v=1&view=time&status=planned&show={announced}")
    assert said not in visitor.text("#panel")


@pytest.mark.slow
def test_the_strip_of_years_filters_by_keyboard_and_pointer(visitor: Visitor, html: str) -> None:
    visitor.turn_to(html)
    before = _count(visitor)
    visitor.page.focus("[data-strip=until]")
    for _ in range(2):
        visitor.page.keyboard.press("ArrowLeft")
    assert "until=2023" in visitor.page.url
    assert visitor.ask("document.activeElement.dataset.strip") == "until"
    kept = _count(visitor)
    assert kept < before
    undated = int(re.findall(r"\d+", visitor.text("[data-strip=undated]"))[0])
    assert visitor.text("[data-strip=undated]") == f"{undated} undated: kept"
    visitor.click("[data-strip=undated]")
    assert visitor.text("[data-strip=undated]") == f"{undated} undated: left out"
    assert _count(visitor) == kept - undated
    assert "undated=0" in visitor.page.url
    visitor.click('#strip [data-year="2022"] .sure')
    assert "since=2022&until=2022" in visitor.page.url
    bar = str(visitor.page.locator('[data-year="2022"] title').text_content())
    sure, possible = map(int, re.findall(r"\d+", bar)[1:])
    assert _count(visitor) == sure + possible
    visitor.click("[data-strip=clear]")
    assert _count(visitor) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("days", "told", "on"),
    [
        ("", "all years", (1960, 2025)),
        ("since=2014", "since 2014", (2014, 2025)),
        ("until=2020", "until 2020", (1960, 2020)),
        ("as_of=2021", "begun by 2021", (1960, 2021)),
        ("since=2014&until=2020", "2014–2020", (2014, 2020)),
        ("since=2022&until=2022", "2022", (2022, 2022)),
        ("since=2014&as_of=2021", "since 2014 · begun by 2021", (2014, 2021)),
        ("until=2023&as_of=2021-06", "until 2023 · begun by Jun 2021", (1960, 2021)),
        (
            "since=2022-02-04&until=2023&as_of=2024",
            "4 Feb 2022 – 2023 · begun by 2024",
            (2022, 2023),
        ),
        ("since=2023&until=2020", "2023–2020", None),
        ("since=2031", "since 2031", None),
    ],
)
def test_the_strip_says_what_is_set(
    visitor: Visitor, html: str, days: str, told: str, on: tuple[int, int] | None
) -> None:
    visitor.turn_to(html, f"#v=1&view=table&{days}")
    assert visitor.text("#strip .years") == told
    assert visitor.is_visible("[data-strip=clear]") is bool(days)
    years = visitor.ask(
        "[...document.querySelectorAll('#strip .bar:not(.off)')].map((bar) => +bar.dataset.year)"
    )
    assert years == (list(range(on[0], on[1] + 1)) if on else [])
    assert visitor.page.locator("#strip .range").count() == bool(on)
    if days:
        visitor.click("[data-strip=clear]")
        assert visitor.text("#strip .years") == "all years"


_CELLS = """() => [...document.querySelectorAll('#table-body tr')].map((row) =>
  [...row.cells].map((cell) => cell.matches('th') ? cell.textContent
    : [...cell.children].map((line) => line.textContent).join('; ')))"""
_MARKED_BY_HAND = """() => {
  const body = document.getElementById('table-body');
  getSelection().selectAllChildren(body);
  const about = { clipboardData: new DataTransfer(), bubbles: true, cancelable: true };
  const event = new ClipboardEvent('copy', about);
  body.dispatchEvent(event);
  return event.clipboardData.getData('text/plain');
}"""


@pytest.mark.slow
def test_the_columns_follow_the_kind_and_the_csv_holds_what_is_shown(
    visitor: Visitor, html: str
) -> None:
    visitor.open(html, "#v=1&view=table&kind=trade_flow&since=2021&until=2023&undated=0")
    visitor.click("#table-head [data-column=value] button")
    heads = visitor.page.locator("#table-head th").all_inner_texts()
    assert heads[:5] == ["Record", "Status", "Who says so", "Exporter", "Importer"]
    assert heads[heads.index("Period") :][:4] == ["Period", "Value", "Of what", "Qualifier"]
    with visitor.page.expect_download() as download:
        visitor.click("[data-tool=csv]")
    assert download.value.suggested_filename == "records.csv"
    text = Path(download.value.path()).read_bytes().decode("utf-8")
    assert text.startswith("\ufeffRecord,")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows == [heads, *visitor.ask(_CELLS)]
    assert len(rows) == 1 + _count(visitor)
    marked = str(visitor.ask(_MARKED_BY_HAND))
    assert [line.split("\t") for line in marked.split("\n")] == rows
    exports = next(row for row in rows if row[0] == "China's goods exports to Russia, 2021")
    assert exports[heads.index("Value")] == "$72.7 bn"
    assert exports[heads.index("Of what")] == "goods exports from China to Russia"


@pytest.mark.slow
def test_the_table_groups_by_who_says_so_copies_no_formula_and_is_never_mutely_empty(
    visitor: Visitor, make_source: Callable[..., Path], tmp_path: Path
) -> None:
    record = {**test_page.RECORD, "label": {"en": '=HYPERLINK("x")', "de": "@x"}}
    build_store(
        make_source(text=test_page.TEXT, entities=test_page.ENTITIES, records=(record,)),
        tmp_path / "kg",
    )
    html = render_page(open_store(tmp_path / "kg"))
    visitor.open(html, "#v=1&view=table")
    visitor.click("[data-tool=group]")
    assert visitor.text("#table-body tr.voice") == "the authors · 1 record"
    visitor.ask("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    visitor.click("[data-tool=copy]")
    head, row = (line.split("\t") for line in str(visitor.ask("window.copied")).split("\n"))
    assert head[0] == "Record"
    assert row[0] == '\'=HYPERLINK("x")'
    visitor.go("#v=1&view=table&as_of=1900&undated=0")
    visitor.click("#table-tools [data-without=dates]")
    assert visitor.text("#count") == "1 of 1 records"
    visitor.go("#v=1&view=table&status=denied")
    assert "No record fits these filters." in visitor.text("#table-tools")
    visitor.click("#table-tools [data-without=status]")
    assert visitor.text("#count") == "1 of 1 records"


@pytest.mark.slow
def test_a_series_is_drawn_beside_its_figure_with_statuses(visitor: Visitor, html: str) -> None:
    visitor.turn_to(html, f"#v=1&show={SOURCE}/trade-china-exports-2023")
    rows = visitor.page.locator(".series li").all_inner_texts()
    assert [re.split(r"\s*\n\s*", row.strip()) for row in rows] == [
        ["2021", "$72.7 bn", "asserted"],
        ["2023", "$110 bn", "asserted"],
    ]
    bars = visitor.page.locator(".series rect:not(.whole)").all()
    first, second = (box["width"] for bar in bars if (box := bar.bounding_box()))
    assert first / second == pytest.approx(72.7 / 110, abs=0.03)
    visitor.click(".series li button")
    assert "2021" in visitor.text("#panel h2")
