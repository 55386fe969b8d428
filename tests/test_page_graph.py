"""The picture in a browser: what is drawn at first, by a choice, by a switch, and when dragged."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from test_page import _Reader as Reader
from test_page import browser  # noqa: F401 - a fixture

from kg.page import render_page
from kg.store import Store

pytestmark = pytest.mark.slow
SOURCE = "tdc-reverse-kissinger-2025"


@pytest.fixture(scope="module")
def html(store: Store) -> str:
    return render_page(store)


@pytest.fixture
def reader(browser: webdriver.Chrome, tmp_path: Path) -> Iterator[Reader]:  # noqa: F811
    somebody = Reader(browser, tmp_path)
    yield somebody
    assert somebody.complaints() == []


def _lines(reader: Reader) -> list[dict[str, Any]]:
    return list(reader.ask("return window.page.lines()"))


def _overlaps(reader: Reader) -> list[Any]:
    boxes = reader.ask("return window.page.labels()")
    assert len(boxes) > 20
    return [
        (one[0], other[0])
        for one, other in combinations(boxes, 2)
        if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]
    ]


def test_the_first_screen_has_few_lines_none_to_a_pole_and_no_label_over_another(
    reader: Reader, html: str
) -> None:
    reader.open(html)
    lines = _lines(reader)
    assert 50 < len(lines) < 150
    assert [one for one in lines if {one["from"], one["to"]} & {"russia", "china"}] == []
    shown = reader.ask(
        "return window.page.drawn().filter((id) => id.includes('/')).map((id) => "
        "[id, window.page.inLane(id)])"
    )
    assert len(shown) == int(reader.text("#count").split()[0])
    assert [record for record, inside in shown if not inside] == []
    assert _overlaps(reader) == []
    for button in ("1.3", "1.3", "0.77", "0.77", "0.77", "0.77"):
        reader.click(f'[data-zoom="{button}"]')
        reader.ask("return new Promise((done) => requestAnimationFrame(() => done(1)))")
        assert _overlaps(reader) == []


def test_no_name_is_wider_than_was_computed(reader: Reader, html: str) -> None:
    reader.open(html)
    wider = reader.ask(
        "const { nodes } = JSON.parse(document.getElementById('data').textContent).picture;"
        "const pen = document.createElement('canvas').getContext('2d');"
        "pen.font = `12px ${getComputedStyle(document.body).fontFamily}`;"
        "return nodes.filter((node) => node.texts && !node.id.includes('/')).flatMap((node) => "
        "  ['en', 'de'].filter((lang) => pen.measureText(node.texts[lang]).width > "
        "    node.widths[lang] + 0.5).map((lang) => node.texts[lang]))"
    )
    assert wider == []


def test_a_family_in_the_legend_and_a_shelf_are_switches(reader: Reader, html: str) -> None:
    reader.open(html)
    trade = f"{SOURCE}/share-arms-components"
    visible = "return window.page.isVisible(arguments[0])"
    assert reader.ask(visible, trade) is True
    reader.click('input[data-code="family:trade"]')
    assert reader.ask(visible, trade) is False
    assert not reader.one('input[data-code="kind:share"]').is_selected()
    reader.click('input[data-code="family:trade"]')
    assert reader.ask(visible, trade) is True
    assert reader.ask(visible, "soviet-union") is False
    reader.click('[data-shelf="shelf"]')
    assert reader.ask(visible, "soviet-union") is True
    assert reader.one('[data-shelf="shelf"]').get_attribute("aria-expanded") == "true"
    reader.click('[data-shelf="judgements"]')
    assert reader.one('input[data-code="kind:assessment"]').is_selected()


def test_a_choice_brings_its_lines_but_none_to_a_pole(reader: Reader, html: str) -> None:
    chosen = f"{SOURCE}/exercise-bomber-patrol-alaska-2024"
    reader.open(html, state=f"#v=1&show={chosen}")
    own = {one["to"] for one in _lines(reader) if one["from"] == chosen}
    assert own == {"near-alaska", "tu-95", "h-6"}
    reader.open(html, state=f"#v=1&show={SOURCE}/supply-armenia-no-help")
    assert [one for one in _lines(reader) if "supply-armenia-no-help" in one["from"]] == []


def test_dragging_moves_a_node_and_nothing_else(reader: Reader, html: str) -> None:
    reader.open(html)
    place = "return window.page.place(arguments[0])"
    before, other = reader.ask(place, "nato"), reader.ask(place, "ukraine")
    actions = ActionChains(reader.driver)
    pointer: Any = actions.w3c_actions.pointer_action
    pointer.move_to_location(round(before["x"]), round(before["y"]))
    actions.click_and_hold()
    for share in (0.2, 0.4, 0.6, 0.8, 1.0):
        pointer.move_to_location(
            round(before["x"]) + round(40 * share), round(before["y"]) + round(25 * share)
        )
    actions.release().perform()
    after = reader.ask(place, "nato")
    assert (after["x"] - before["x"], after["y"] - before["y"]) == pytest.approx((40, 25), abs=2)
    assert reader.ask(place, "ukraine") == other
    reader.click('input[data-code="status:planned"]')
    assert reader.ask(place, "nato")["x"] == pytest.approx(after["x"], abs=20)
    assert "nato" not in reader.driver.current_url


def test_a_large_graph_opens_on_its_most_connected_part_and_grows(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    monkeypatch.setattr("kg.page.picture.MOST", 60)
    reader.open(render_page(store))
    records = "return window.page.drawn().filter((id) => id.includes('/')).length"
    assert reader.ask(records) == 60
    assert "The 60 most connected of 192 records." in reader.text("#shelves")
    reader.click("#more")
    assert reader.ask(records) == 120
    elsewhere = f"{SOURCE}/threat-tariffs-100"
    reader.open(render_page(store), state=f"#v=1&show={elsewhere}")
    assert reader.ask("return window.page.isVisible(arguments[0])", elsewhere) is True
    assert reader.ask("return window.page.inLane(arguments[0])", elsewhere) is True
