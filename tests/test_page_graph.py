"""The picture in a browser: what is drawn at first, by a choice, by a switch, and when dragged."""

from itertools import combinations
from typing import Any

import pytest
from browser import Visitor
from test_picture import contrast

from kg.page import render_page
from kg.store import Store

pytestmark = pytest.mark.slow
SOURCE = "tdc-reverse-kissinger-2025"
DRAWN_RECORDS = "window.page.drawn().filter((id) => id.includes('/'))"
PLACE = "id => window.page.place(id)"
GROUNDS = """['--paper', '--lane'].map((name) =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim())"""
VISIBLE = "id => window.page.isVisible(id)"


def _lines(visitor: Visitor) -> list[dict[str, Any]]:
    return list(visitor.ask("window.page.lines()"))


def _readable(colour: dict[str, Any], ground: str) -> float:
    """Return the contrast of a line that lets some of its ground through."""
    share = colour["opacity"]
    parts = [
        share * int(colour["color"][at : at + 2], 16) + (1 - share) * int(ground[at : at + 2], 16)
        for at in (1, 3, 5)
    ]
    return contrast("#" + "".join(f"{round(part):02x}" for part in parts), ground)


def _overlaps(visitor: Visitor) -> list[Any]:
    boxes = visitor.ask("window.page.labels()")
    assert len(boxes) > 20
    return [
        (one[0], other[0])
        for one, other in combinations(boxes, 2)
        if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]
    ]


def test_the_first_screen_has_few_lines_none_to_a_pole_and_no_label_over_another(
    visitor: Visitor, html: str
) -> None:
    visitor.open(html)
    lines = _lines(visitor)
    assert 30 < len(lines) < 100
    speakers = visitor.ask("window.page.speakers()")
    assert {"reuters", "transatlantic-dialogue-center"} < {*speakers}
    assert [one for one in lines if {one["from"], one["to"]} & {*speakers}] == []
    for light in ("light", "dark"):
        visitor.turn(light)
        grounds = visitor.ask(GROUNDS)
        assert (
            min(_readable(one["color"], ground) for one in _lines(visitor) for ground in grounds)
            >= 3
        )
    visitor.turn("light")
    assert [one for one in lines if {one["from"], one["to"]} & {"russia", "china"}] == []
    shown = visitor.ask(f"{DRAWN_RECORDS}.map((id) => [id, window.page.inLane(id)])")
    assert len(shown) == int(visitor.text("#count").split()[0])
    assert [record for record, inside in shown if not inside] == []
    assert _overlaps(visitor) == []
    assert visitor.ask("window.page.letters()") >= 10
    cut = [box[0] for box in visitor.ask("window.page.labels()") if box[5].endswith("…")]
    assert len(cut) <= 3  # where their neighbours leave no room
    for button in ("1.3", "1.3", "0.77", "0.77", "0.77", "0.77"):
        visitor.click(f'[data-zoom="{button}"]')
        visitor.frame()
        assert _overlaps(visitor) == []


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_low_screen_has_room_for_nearly_every_name(
    visitor: Visitor, html: str, lang: str
) -> None:
    visitor.open(html, f"#v=1&lang={lang}", size=(1366, 768))
    drawn = {name for name in visitor.ask("window.page.drawn()") if "/" not in name}
    labelled = {box[0] for box in visitor.ask("window.page.labels()")}
    assert len(drawn) > 80
    assert len(drawn - labelled) <= 4
    assert _overlaps(visitor) == []


def test_no_name_is_wider_than_was_computed(visitor: Visitor, html: str) -> None:
    visitor.turn_to(html)
    wider = visitor.ask(
        "() => { const { nodes } = JSON.parse(document.getElementById('data').textContent).picture;"
        "const pen = document.createElement('canvas').getContext('2d');"
        "pen.font = `12px ${getComputedStyle(document.body).fontFamily}`;"
        "return nodes.filter((node) => node.texts && !node.id.includes('/')).flatMap((node) => "
        "  ['en', 'de'].filter((lang) => Math.max(...node.texts[lang].split('\\n').map("
        "    (line) => pen.measureText(line).width)) > node.widths[lang] + 0.5)"
        "    .map((lang) => node.texts[lang])); }"
    )
    assert wider == []


def test_a_family_in_the_legend_and_a_shelf_are_switches(visitor: Visitor, html: str) -> None:
    visitor.turn_to(html)
    trade = f"{SOURCE}/share-arms-components"
    assert visitor.ask(VISIBLE, trade) is True
    visitor.click('input[data-code="family:trade"]')
    assert visitor.ask(VISIBLE, trade) is False
    assert not visitor.page.is_checked('input[data-code="family:trade"]')
    assert "kind=" in visitor.page.url
    visitor.click('input[data-code="family:trade"]')
    assert visitor.ask(VISIBLE, trade) is True
    assert visitor.ask(VISIBLE, "soviet-union") is False
    visitor.click('[data-shelf="shelf"]')
    assert visitor.ask(VISIBLE, "soviet-union") is True
    assert visitor.page.get_attribute('[data-shelf="shelf"]', "aria-expanded") == "true"
    visitor.click('[data-shelf="judgements"]')
    assert visitor.page.is_checked('input[data-code="family:writing"]')
    visitor.go("#v=1&question=alleged")
    assert visitor.page.locator('[data-shelf="shelf"]').count() == 0  # none of these is on it


def test_a_choice_brings_its_lines_but_none_to_a_pole(visitor: Visitor, html: str) -> None:
    chosen = f"{SOURCE}/exercise-bomber-patrol-alaska-2024"
    visitor.turn_to(html, f"#v=1&show={chosen}")
    own = {one["to"] for one in _lines(visitor) if one["from"] == chosen}
    assert own == {"near-alaska", "tu-95", "h-6"}
    visitor.go("#v=1&show=bloomberg")  # who only says so is tied to what it says
    told = {one["from"] for one in _lines(visitor) if one["to"] == "bloomberg"}
    assert told == {f"{SOURCE}/cooperation-attack-drone"}
    visitor.go(f"#v=1&show={SOURCE}/supply-armenia-no-help")
    assert [one for one in _lines(visitor) if "supply-armenia-no-help" in one["from"]] == []


def test_dragging_moves_a_node_and_nothing_else(visitor: Visitor, html: str) -> None:
    visitor.open(html)
    before, other = visitor.ask(PLACE, "nato"), visitor.ask(PLACE, "ukraine")
    mouse = visitor.page.mouse
    mouse.move(before["x"], before["y"])
    mouse.down()
    mouse.move(before["x"] + 40, before["y"] + 25, steps=5)
    mouse.up()
    after = visitor.ask(PLACE, "nato")
    assert (after["x"] - before["x"], after["y"] - before["y"]) == pytest.approx((40, 25), abs=2)
    assert visitor.ask(PLACE, "ukraine") == other
    visitor.click('input[data-code="status:planned"]')
    assert visitor.ask(PLACE, "nato")["x"] == pytest.approx(after["x"], abs=20)
    assert "nato" not in visitor.page.url


def test_a_large_graph_opens_on_its_most_connected_part_and_grows(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    monkeypatch.setattr("kg.page.picture.MOST", 60)
    visitor.open(render_page(store))
    assert len(visitor.ask(DRAWN_RECORDS)) == 60
    assert "The 60 most connected of 192 records." in visitor.text("#shelves")
    visitor.click("#more")
    assert len(visitor.ask(DRAWN_RECORDS)) == 120
    elsewhere = f"{SOURCE}/threat-tariffs-100"
    visitor.open(render_page(store), f"#v=1&show={elsewhere}")
    assert visitor.ask(VISIBLE, elsewhere) is True
    assert visitor.ask("id => window.page.inLane(id)", elsewhere) is True
