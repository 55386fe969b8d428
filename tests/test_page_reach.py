"""Who can use the page: by touch, by keyboard, read aloud, in light and dark; and how it looks."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from browser import Visitor
from processes import Kg
from test_page import SOURCE, _Page, page

pytestmark = pytest.mark.slow
__all__ = ["page"]

ALLEGED = f"{SOURCE}/supply-wafangdian-tascom"
FEW = "status=alleged"
STATES = {
    "graph": f"#v=1&view=graph&{FEW}",
    "text": f"#v=1&view=text&{FEW}",
    "time": f"#v=1&view=time&{FEW}",
    "table": f"#v=1&view=table&{FEW}",
    "record": f"#v=1&view=graph&{FEW}&show={ALLEGED}",
    "entity": f"#v=1&view=time&{FEW}&show=wafangdian-bearing",
    "question": "#v=1&view=table&question=alleged",
    "nothing": "#v=1&view=table&status=",
}
BUTTONS = {
    "share": "#share-button",
    "about": "#about-button",
    "keys": "#keys-button",
    "more": "#more-button",
    "filters": "#filters-button",
    "questions": "#questions-button",
    "outline": "#outline-button",
}
# What a finger must hit: everything that can be pressed, with the label that goes with a box. What
# the text itself holds (words, names in a sentence) is as small as its line.
SMALL = """() => [...document.querySelectorAll(
    'button, select, summary, input:not([type=checkbox]), label:has(input[type=checkbox])')]
  .filter((item) => item.checkVisibility({ visibilityProperty: true }) && !item.closest('[inert]'))
  .map((item) => [item, item.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < 43.5 || box.height < 43.5))
  .map(([item, box]) => `${item.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""
# Words that can't be read to their end.
CUT = """() => [...document.querySelectorAll('#views *, #panel *')]
  .filter((item) => !item.children.length && item.textContent.trim()
    && item.checkVisibility({ visibilityProperty: true }) && !item.matches('#table-view *, svg *'))
  .filter((item) => {
    const range = document.createRange();
    range.selectNodeContents(item);
    const { left, right, width } = range.getBoundingClientRect();
    const hides = getComputedStyle(item).overflowX !== 'visible';
    return width > 1 && (left < -0.5 || right > innerWidth + 0.5
      || (hides && item.scrollWidth > item.clientWidth + 1));
  }).map((item) => item.textContent)"""
HITS = """[...document.querySelectorAll('#timeline .mark .hit:first-of-type')]
  .flatMap((hit) => [hit.width.baseVal.value, hit.height.baseVal.value])"""
LONG = "view=time&since=2022-02-04&until=2023&as_of=2024"
UNFOLDED = """document.querySelectorAll('#rail .unfold[aria-expanded=false]')
  .forEach((button) => button.click());"""
# Every switch of the filters, off and on; how many there are.
SWITCHED = f"""() => {{
  {UNFOLDED}
  const boxes = () => [...document.querySelectorAll('#rail input[type=checkbox]')];
  const codes = boxes().map((box) => box.dataset.code);
  for (const code of [...codes, ...codes]) boxes().find((box) => box.dataset.code === code).click();
  return codes.length;
}}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"
NAME = "document.activeElement.id || document.activeElement.className"


# A dialog that is open leaves nothing else to reach; the filters are the same in every view.
AXE = """([place, options]) => axe.run(document.querySelector('dialog[open]')
  || (['graph', 'filters'].includes(place) ? document : { exclude: [['#rail']] }), options)"""
LIGHTS: dict[Literal["light", "dark"], Any] = {
    "light": {"rules": {"target-size": {"enabled": True}}},
    "dark": {"runOnly": ["color-contrast"]},
}


# -- read aloud, and in any light ----------------------------------------------------------


def places(visitor: Visitor) -> Iterator[str]:
    """Bring the page, one after the other, into each view, choice and dialog."""
    for name, state in STATES.items():
        visitor.go(state)
        yield name
    for name, button in BUTTONS.items():
        visitor.go(STATES["graph"])
        if visitor.is_visible(button):
            visitor.click(button)
            yield name
            visitor.key("Escape")
    visitor.go(STATES["entity"])
    visitor.click("[data-action=path_button]")
    visitor.page.select_option("#path-end", "russia")
    yield "path"


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_axe_finds_no_serious_violation_anywhere(
    visitor: Visitor, html: str, *, phone: bool
) -> None:
    """Every rule in light; in dark, what differs there: the contrast."""
    visitor.open(html, phone=phone)
    visitor.ask(Axe().axe_script)
    found = []
    seen = set()
    for place in places(visitor):
        seen.add(place)
        for light, rules in LIGHTS.items():
            visitor.turn(light)
            options = {"resultTypes": ["violations"], "selectors": False, **rules}
            violations = visitor.ask(AXE, [place, options])["violations"]
            found += [
                (place, light, one["id"], one["nodes"][0]["html"][:200])
                for one in violations
                if one["impact"] in {"serious", "critical"}
            ]
        visitor.turn("light")
    assert found == []
    assert seen >= {*STATES, "share", "outline", "path", "filters" if phone else "about"}


def test_the_page_is_in_landmarks_and_every_record_is_named_with_its_status(
    visitor: Visitor, html: str
) -> None:
    visitor.turn_to(html, f"#v=1&view=time&show={ALLEGED}")
    by_role = visitor.page.get_by_role
    assert by_role("banner").count() == by_role("main").count() == 1
    for name in ("Filters", "Details"):
        assert by_role("complementary", name=name).is_visible()
    marks = visitor.page.locator("#timeline .mark").all()
    words = {"asserted", "REPORTED", "ALLEGED"}
    names = [str(mark.get_attribute("aria-label")) for mark in marks]
    assert [name for name in names if not any(word in name for word in words)] == []
    visitor.go("#v=1&view=graph")
    picture = visitor.page.locator("#graph")
    assert "text" in str(picture.get_attribute("aria-label"))


def test_the_picture_can_be_read_as_words(visitor: Visitor, html: str, page: _Page) -> None:
    visitor.open(html)
    visitor.page.locator("body").press("l")
    lanes = visitor.page.locator("#outline .lane")
    shown = int(visitor.text("#count").split()[0])
    counts = [int(text.split("\n")[1]) for text in lanes.all_inner_texts()]
    assert sum(counts) == shown
    visitor.click("#outline [data-lane=supplies]")
    listed = visitor.page.locator("#outline-list li")
    assert listed.count() == int(visitor.text("#outline [data-lane=supplies] .n"))
    told = visitor.text("#outline-list")
    label = page.data["records"][ALLEGED]["labels"]["en"]
    assert "ALLEGED" in told.partition(label)[2][:20]
    visitor.click("#outline [data-lane=above]")
    assert "NATO" in visitor.text("#outline-list")
    visitor.page.locator("body").press("l")
    assert visitor.is_visible("#graph canvas")


# -- by keyboard ---------------------------------------------------------------------------


def test_the_keyboard_reaches_all_and_comes_back_to_where_it_was(
    visitor: Visitor, html: str
) -> None:
    visitor.open(html, "#v=1&view=table")
    visitor.key("Tab")
    assert visitor.ask(NAME) == "skip"
    assert visitor.page.locator("#skip").bounding_box()["y"] >= 0  # type: ignore[index]
    visitor.key("Enter")
    assert visitor.ask(NAME) == "tab-table"
    ring = visitor.ask("getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"
    # A record opens and closes: the row is in focus again.
    row = f'#table-body [data-record="{ALLEGED}"] th button'
    visitor.page.focus(row)
    visitor.key("Enter")
    assert visitor.ask("document.activeElement.tagName") == "H2"
    visitor.key("Escape")
    assert visitor.ask("document.activeElement.closest('tr')?.dataset.record") == ALLEGED
    # So with dialogs, which hold the focus while they are open.
    for key, dialog in (("?", "keys"), ("Enter", "share")):
        if key == "Enter":
            visitor.page.focus("#share-button")
        before = visitor.ask(NAME)
        visitor.key(key)
        assert visitor.ask(f"document.getElementById('{dialog}').contains(document.activeElement)")
        visitor.key("Escape")
        assert not visitor.is_visible(f"#{dialog}")
        assert visitor.ask(NAME) == before
    # Views by number and by arrow.
    visitor.key("3")
    assert visitor.is_visible("#timeline")
    visitor.page.keyboard.press("ArrowLeft")
    assert visitor.is_visible("#text-view")
    assert visitor.ask(NAME) == "tab-text"


def test_light_and_dark_can_be_switched_and_leave_no_trace(visitor: Visitor, html: str) -> None:
    visitor.open(html)
    ground = "getComputedStyle(document.body).backgroundColor"
    light = visitor.ask(ground)
    visitor.click("#light-button")
    visitor.page.mouse.move(0, 0)
    assert visitor.ask(ground) != light
    assert "#" not in visitor.page.url.removesuffix("#")
    visitor.ask(Axe().axe_script)
    options = {"resultTypes": ["violations"], **LIGHTS["dark"]}
    assert visitor.ask("options => axe.run(document, options)", options)["violations"] == []
    means = visitor.page.locator("#means-alleged")
    assert means.bounding_box()["height"] <= 1  # type: ignore[index]
    visitor.page.focus('input[data-code="status:alleged"]')
    visitor.key("Tab")  # where the keyboard stands, a status is explained
    visitor.page.keyboard.press("Shift+Tab")
    assert "allegedly" in visitor.text("#means-alleged")
    assert means.bounding_box()["height"] > 10  # type: ignore[index]
    visitor.click("#light-button")
    assert visitor.ask(ground) == light


def test_every_key_of_the_page_stands_on_its_sheet(visitor: Visitor, html: str) -> None:
    visitor.turn_to(html)
    visitor.click("#keys-button")
    keys = " ".join(visitor.page.locator("#keys kbd").all_inner_texts()).split()
    assert {"/", "?", "Esc", "1", "2", "3", "4", "l", "n,", "p", "+"} <= {*keys}


# -- by touch ------------------------------------------------------------------------------


def swipe(visitor: Visitor, start: tuple[float, float], down: float) -> None:
    """Draw a finger over the screen."""
    touch = visitor.page.context.new_cdp_session(visitor.page)
    x, y = start
    steps = [("touchStart", y), *(("touchMove", y + down * part / 5) for part in range(1, 6))]
    for kind, at in steps:
        points = [{"x": x, "y": at}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    visitor.page.wait_for_timeout(120)  # held before it is lifted: no fling that the next tap stops
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_phone_has_the_list_first_and_sheets_that_fingers_close(
    visitor: Visitor, html: str, page: _Page
) -> None:
    visitor.open(html, phone=True)
    tap = visitor.page.tap
    buttons = visitor.page.locator("#bar button:visible").all()
    buttons.sort(key=lambda button: button.bounding_box()["x"])  # type: ignore[index]
    assert [button.inner_text() for button in buttons] == [
        "Questions",
        "Records",
        "Text",
        "Time",
        "…",
    ]
    card = visitor.page.locator("#list .brief").first
    record = page.data["records"][card.get_attribute("data-record")]
    status, label = (card.locator(part).inner_text() for part in (".status", ".title"))
    assert (status.split("\n")[0], label) == ("asserted", record["labels"]["en"])
    edges = [button.bounding_box() for button in buttons]
    assert edges[0]["x"] >= 8  # type: ignore[index]
    words = card.locator(".sentence")
    assert words.bounding_box()["height"] < 3 * 27  # type: ignore[index]
    assert visitor.ask("getComputedStyle(document.querySelector('.sentence')).fontSize") == "16px"
    # Cards of one quote say it once, the working translation beside it.
    assert "[our translation: " in card.locator(".gloss").inner_text()
    listed = visitor.page.locator("#list .brief").all()[:12]
    places = [record_place(page, str(one.get_attribute("data-record"))) for one in listed]
    again = [here == before for here, before in zip(places[1:], places[:-1], strict=True)]
    folded = [one.locator(".sentence").count() == 0 for one in listed[1:]]
    assert folded == again
    assert any(again)
    # A sheet opens half, grows, and closes by swipe, button and Escape.
    panel = visitor.page.locator("#panel")
    for way in ("swipe", "button", "Escape"):
        tap("#list .brief .link")
        visitor.until("document.body.classList.contains('open')")
        half = panel.bounding_box()
        assert half
        assert 320 < half["height"] < 420
        assert half["x"] == 0
        if way == "swipe":
            swipe(visitor, (180, half["y"] + 20), -200)
            assert panel.bounding_box()["height"] > 600  # type: ignore[index]
            swipe(visitor, (180, 40), 200)
            assert panel.bounding_box() == half
            swipe(visitor, (180, half["y"] + 20), 200)
        elif way == "button":
            tap("#panel .close")
        else:
            visitor.key("Escape")
        assert not panel.is_visible()
        assert "show=" not in visitor.page.url
        assert visitor.ask("document.activeElement.textContent") == "more"
    # The filters are one sheet that ends in what they leave.
    tap("#filters-button")
    tap('#rail label:has([data-code="status:asserted"])')
    left = visitor.text("#rail-done")
    tap("#rail-done")
    assert left == f"Show {visitor.page.locator('#list .brief').count()} records"
    # The questions: what is asked goes on filtering when the sheet is closed.
    tap("#questions-button")
    tap('[data-question="alleged"]')
    assert visitor.text("#panel h2") == "What is only alleged?"
    tap("#panel .close")
    assert visitor.page.locator("#list .brief").count() == 2
    assert visitor.text("#filters-button").startswith("What is only alleged?")
    # The search takes the head while it is used.
    tap("#search-button")
    visitor.key("习近平", "Enter")
    assert visitor.text("#panel h2") == "Xi Jinping"
    tap("#panel .close")
    # The picture and the table stand behind the dots.
    tap("#more-button")
    tap("[data-more=graph]")
    tap("#outline-button")
    assert visitor.is_visible("#graph canvas")
    # What is chosen is marked there, and stands above the sheet.
    for view in ("graph", "table"):
        visitor.go(f"#v=1&view={view}&show={ALLEGED}")
        if view == "graph":
            at = visitor.ask("id => window.page.place(id).y", ALLEGED)
            assert 96 < at < panel.bounding_box()["y"]  # type: ignore[index]
            visitor.page.locator("body").press("l")
        room = {"graph": "#outline-list", "table": "#list"}[view]
        marked = visitor.page.locator(f"{room} [aria-current]").first
        box = marked.bounding_box()
        assert box
        assert page.data["records"][ALLEGED]["labels"]["en"] in marked.inner_text()
        assert 90 <= box["y"] < panel.bounding_box()["y"] - 40  # type: ignore[index]
    visitor.go("#v=1")
    tap("#more-button")
    tap("[data-more=table]")
    assert visitor.is_visible("#table-head th")
    assert visitor.ask("document.getElementById('table-room').scrollWidth") > 360
    assert visitor.ask(SIDEWAYS) == 0


def record_place(page: _Page, record: str) -> tuple[Any, ...]:
    """Return where the first words of a record stand."""
    quote = page.data["records"][record]["quotes"][0]
    return quote["source"], quote["start"], quote["end"]


@pytest.mark.parametrize("lang", ["en", "de"])
def test_on_a_phone_targets_are_large_and_nothing_scrolls_sideways(
    visitor: Visitor, html: str, lang: str
) -> None:
    visitor.turn_to(html, phone=True)
    for name, state in STATES.items():
        visitor.go(f"{state}&lang={lang}")
        assert (name, visitor.ask(SMALL), visitor.ask(SIDEWAYS)) == (name, [], 0)
        if name != "table":
            wider = "[...document.querySelectorAll('#views > section, #panel, #rail')].filter("
            wider += "(one) => one.scrollWidth > innerWidth).map((one) => one.id)"
            assert (name, visitor.ask(wider)) == (name, [])
    for state in (
        "view=time",
        LONG,
        "view=text&bare=1",
        "view=table",
        "view=time&question=not-yet",
    ):
        visitor.go(f"#v=1&lang={lang}&{state}")
        if "question" in state:
            visitor.click("#panel .close")
        if "time" in state:
            visitor.ask(
                "() => { for (const id of ['tray', 'time-legend']) { "
                "document.getElementById(id).open = true; } }"
            )
            visitor.page.wait_for_selector("#undated li")
            assert min(visitor.ask(HITS)) >= 44
        assert (state, visitor.ask(SMALL), visitor.ask(CUT)) == (state, [], [])
        assert (state, visitor.ask(SIDEWAYS)) == (state, 0)
    visitor.go(f"#v=1&lang={lang}&view=graph")
    for picture in (True, False):
        visitor.click("#outline-button")
        assert visitor.is_visible("#graph canvas") is picture
        assert (visitor.ask(SMALL), visitor.ask(SIDEWAYS)) == ([], 0)
    visitor.go(f"#v=1&lang={lang}")
    for button in ("#more-button", "#share-button", "#filters-button"):
        visitor.click(button)
        assert (button, visitor.ask(SMALL), visitor.ask(SIDEWAYS)) == (button, [], 0)
        visitor.key("Escape")


# -- all of it, looked at ------------------------------------------------------------------


def test_a_walk_through_all_of_it_asks_for_nothing_and_complains_of_nothing(
    visitor: Visitor, html: str, page: _Page
) -> None:
    """Each question, filter, view and language; pictures are kept of each view in each light."""
    for phone in (False, True):
        visitor.turn_to(html, phone=phone)
        for view in ("graph", "text", "time", "table"):
            for light in ("light", "dark"):
                visitor.turn(light)
                visitor.go(f"#v=1&view={view}")
                visitor.look(f"{view}-{light}{'-phone' if phone else ''}")
            visitor.go(f"#v=1&view={view}&lang=de&show={ALLEGED}")
            visitor.look(f"{view}-de-record{'-phone' if phone else ''}")
        visitor.turn("light")
    visitor.turn_to(html)
    for question in page.data["questions"]:
        visitor.go(f"#v=1&question={question['id']}&lang=de")
        assert visitor.text("#panel h2") == question["heading"]["de"]
    visitor.go("#v=1&view=table&lang=de")
    assert visitor.ask(SWITCHED) > 30
    for select in ("actor", "about", "place", "said"):
        visitor.go("#v=1&view=time")
        visitor.page.select_option(f'#rail select[data-code="{select}"]', index=1)
        assert f"{select}=" in visitor.page.url


# -- the same numbers as the command line ---------------------------------------------------


def test_the_totals_of_the_filters_are_those_of_status(
    visitor: Visitor, html: str, kg: Kg, page: _Page
) -> None:
    told = json.loads(kg("status", "--format", "json").out)["counts"]
    kinds, statuses = told["by_kind"], told["by_status"]
    every = "status=" + ",".join(statuses) + "&kind=" + ",".join(kinds)
    visitor.turn_to(html, f"#v=1&{every}")
    assert visitor.text("#count") == f"{told['records']} of {told['records']} records"
    assert len(page.data["entities"]) == told["entities"]
    visitor.ask(f"() => {{ {UNFOLDED} }}")
    told_so = _numbers(visitor, "status")
    apart = visitor.page.locator("#rail [data-negative]").all()
    negative = {
        str(row.get_attribute("data-negative")): int(row.locator(".n").inner_text())
        for row in apart
    }
    assert negative == Counter(
        record["status"] for record in page.data["records"].values() if record["negative"]
    )
    assert {name: n + negative.get(name, 0) for name, n in told_so.items()} == statuses
    assert _numbers(visitor, "kind") == kinds


def test_a_count_says_how_many_of_its_records_the_filters_hide(
    visitor: Visitor, html: str, page: _Page
) -> None:
    writing = ("publication", "event", "assessment")
    said_so = [
        record["kind"]
        for record in page.data["records"].values()
        if record["kind"] in writing and record["status"] in {"asserted", "reported", "alleged"}
    ]
    judged = said_so.count("assessment")
    visitor.turn_to(html)
    label = visitor.page.locator('label:has([data-code="family:writing"])')
    assert label.locator(".n").inner_text() == f"{len(said_so) - judged} of {len(said_so)}"
    spoken = f"writing and judgement {len(said_so) - judged} of {len(said_so)} records shown"
    assert visitor.page.get_by_role("checkbox", name=spoken).count() == 1
    planned = visitor.text('label:has([data-code="status:planned"]) .n')
    assert planned.startswith("0 of ")


def _numbers(visitor: Visitor, name: str) -> dict[str, Any]:
    boxes = visitor.page.locator(f'#rail input[data-code^="{name}:"]').all()
    return {
        str(box.get_attribute("data-code")).partition(":")[2]: int(
            box.locator("xpath=..").locator(".n").inner_text()
        )
        for box in boxes
    }
