"""The reader of the page: paragraphs, underlines, what is left out, and how one moves in it."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from browser import Visitor
from playwright.sync_api import Locator
from test_page import SOURCE, _Page, page
from test_rights import ENTITIES, FAR, PARTS, RECORDS, SENTENCES, TEXT

from kg.build import build_store
from kg.corpus import Corpus
from kg.page import render_page
from kg.store import Store, open_store

__all__ = ["page"]  # a fixture that several files of tests share

Build = Callable[..., Store]


@pytest.fixture
def news(make_source: Callable[..., Path], tmp_path: Path) -> Build:
    def built(**parts: Any) -> Store:
        given = {"text": TEXT, "entities": ENTITIES, "records": RECORDS, **parts}
        build_store(make_source(**given), tmp_path / "kg")
        return open_store(tmp_path / "kg")

    return built


def _record(name: str, quote: str) -> dict[str, Any]:
    evidence = {"quote": quote, "gloss": {"en": "ours"}}
    return {**RECORDS[0], "id": name, "note": name, "evidence": evidence}


def _passages(store: Store, **options: Any) -> list[dict[str, Any]]:
    return list(_Page(render_page(store, **options)).data["passages"]["news"])


def _in_units(text: str, start: int, end: int) -> str:
    """Return what JavaScript's slice does."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


# -- what the reader is given ----------------------------------------------------------------


def test_every_quote_of_the_paper_stands_at_its_marks(page: _Page, corpus: Corpus) -> None:
    marked: dict[str, list[str]] = {}
    for paragraph in page.data["passages"][SOURCE]:
        for start, end, record in paragraph["marks"]:
            marked.setdefault(record, []).append(_in_units(paragraph["text"], start, end))
    quotes = {
        record.whole_id: sorted(
            line for place in record.evidence for line in str(place.exact).split("\n") if line
        )
        for record in corpus.records()
    }
    assert {record: sorted(words) for record, words in marked.items()} == quotes


def test_paragraphs_of_the_paper_are_its_lines_with_their_sorts(page: _Page, document: str) -> None:
    paragraphs = page.data["passages"][SOURCE]
    lines = document.split("\n")
    assert [paragraph["text"] for paragraph in paragraphs] == [line for line in lines if line]
    assert all(lines[paragraph["n"] - 1] == paragraph["text"] for paragraph in paragraphs)
    sorts = {paragraph["n"]: paragraph["sort"] for paragraph in paragraphs}
    assert (sorts[1], sorts[2], sorts[3]) == ("not_content", "heading", "body")
    assert sorts[64] == "apparatus"


def test_sentences_without_a_record_are_those_that_the_build_counts(
    page: _Page, store: Store
) -> None:
    head = store.manifest["sources"][SOURCE]
    bare = [
        sentence for paragraph in page.data["passages"][SOURCE] for sentence in paragraph["bare"]
    ]
    assert len(bare) == head["sentences"] - head["sentences_with_record"]
    assert {reason for _, _, reason in bare} >= {"heading", "transition"}
    assert None not in {reason for _, _, reason in bare}


@pytest.mark.parametrize("redistribute", ["full", "quotes"])
def test_places_are_counted_as_javascript_counts(news: Build, redistribute: str) -> None:
    text = "Weit weg 𠮷. Davor 🚢.\r\n𠮷🛰️ x. 🚢 liefert 𠀀 Öl\nan China 𠮷. Danach."
    records = (_record("oil", "liefert 𠀀 Öl\nan China"), _record("ship", "🚢 liefert"))
    found = _passages(news(text=text, records=records, redistribute=redistribute))
    words = [
        (paragraph["n"], record.removeprefix("news/"), _in_units(paragraph["text"], start, end))
        for paragraph in found
        for start, end, record in paragraph["marks"]
    ]
    assert sorted(words) == [
        (2, "oil", "liefert 𠀀 Öl"), (2, "ship", "🚢 liefert"), (3, "oil", "an China")
    ]  # fmt: skip


def test_what_is_left_out_says_where_and_how_long(news: Build) -> None:
    found = {paragraph["n"]: paragraph for paragraph in _passages(news(parts=PARTS))}
    far = [SENTENCES[1], SENTENCES[5]]
    assert found[2]["text"] == " ".join(SENTENCES[2:5])
    assert found[2]["gaps"] == [
        [0, len(far[0]) + 1],
        [len(" ".join(SENTENCES[2:5])) + 1, len(far[1]) + 1],  # 𠮷 is two units
    ]
    assert (found[7]["text"], found[7]["gaps"]) == ("", [[0, len(SENTENCES[11])]])
    kept = {p["n"]: p for p in _passages(news(parts=PARTS, redistribute="none"))}
    assert kept[2]["text"] == ""
    assert kept[2]["marks"] == [[0, 0, "news/oil"]]


def test_a_quote_comes_with_the_sentence_before_and_after(news: Build) -> None:
    data = _Page(render_page(news(parts=PARTS))).data
    quote = data["records"]["news/oil"]["quotes"][0]
    assert quote["before"] == f"{SENTENCES[2]} Russland "
    assert quote["after"] == f", wie es heißt. {SENTENCES[4]}"
    quote = data["records"]["news/drill"]["quotes"][0]
    assert quote["before"] == f"{SENTENCES[7]} "
    assert quote["after"] == f"\n{SENTENCES[9]}"
    quote = _Page(render_page(news(parts=PARTS, redistribute="none"))).data["records"]["news/oil"]
    assert (quote["quotes"][0]["before"], quote["quotes"][0]["after"]) == ("", "")


# -- in a browser ----------------------------------------------------------------------------

WORDS = "[...document.querySelectorAll('.paragraph .words')].map((item) => item.textContent)"
FOCUSED = "document.activeElement.dataset.begins || ''"
BEGUN = """[...document.querySelectorAll('[data-begins]')]
  .flatMap((mark) => mark.dataset.begins.split(' '))"""
TEXTS = """() => {
  const found = [];
  const view = document.getElementById('text-view');
  const texts = document.createTreeWalker(view, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement: room, data } = texts.currentNode;
    found.push([room.closest('[lang]').lang, data]);
  }
  return found;
}"""
DOWN = """() => {
  const view = document.getElementById('text-view').getBoundingClientRect();
  const mark = document.querySelector('mark.focus').getBoundingClientRect();
  return (mark.top - view.top) / view.height;
}"""


def chosen(visitor: Visitor) -> list[str]:
    """Return what the address says is chosen."""
    return parse_qs(visitor.page.url.partition("#")[2])["show"][0].split()


def click_words(visitor: Visitor, words: Locator) -> None:
    """Click where words begin, wherever their lines break."""
    words.evaluate("(mark) => mark.scrollIntoView({ block: 'center' })")
    where = words.evaluate(
        "(mark) => { const { x, y } = mark.getClientRects()[0]; return [x, y]; }"
    )
    visitor.page.mouse.click(where[0] + 3, where[1] + 8)


@pytest.mark.slow
def test_a_record_leads_to_its_words(visitor: Visitor, html: str) -> None:
    alleged = f"{SOURCE}/supply-wafangdian-tascom"
    visitor.turn_to(html, f"#v=1&view=text&show={alleged}")
    assert 0.25 < visitor.ask(DOWN) < 0.42
    assert visitor.text("mark.focus").startswith("die angeblich Wälzlager")
    name = "(ALLEGED: Wafangdian Bearing allegedly supplies bearings to Tascom)"
    assert visitor.page.get_by_role("button", name=name).is_visible()
    line = visitor.ask("getComputedStyle(document.querySelector('mark.focus')).backgroundImage")
    assert "2px" in line
    assert "5px" in line  # dots of two, three apart


@pytest.mark.slow
def test_the_keyboard_goes_from_record_to_record(visitor: Visitor, html: str) -> None:
    alleged = f"{SOURCE}/supply-wafangdian-tascom"
    visitor.open(html, f"#v=1&view=text&show={alleged}")
    foot, strip = (
        visitor.page.locator(place).last.bounding_box() for place in (".bar .edge", "#strip")
    )
    assert foot
    assert strip
    assert foot["y"] + foot["height"] <= strip["y"]  # the last mark is in sight at once
    visitor.key("p")
    before = visitor.ask(FOCUSED)
    assert before
    assert alleged not in before
    visitor.key("n")
    assert alleged in visitor.ask(FOCUSED)
    visitor.key("p", "Enter")
    (opened,) = chosen(visitor)
    assert opened in before.split()


@pytest.mark.slow
def test_of_several_records_the_shortest_opens_and_the_others_are_listed(
    visitor: Visitor, html: str, page: _Page
) -> None:
    visitor.turn_to(html, "#v=1&view=text")
    of = {name: record["quotes"] for name, record in page.data["records"].items()}
    for many in visitor.page.locator("mark[data-name]").all():
        ids = str(many.get_attribute("data-ids")).split()
        lengths = {name: min(len(quote["exact"]) for quote in of[name]) for name in ids}
        if len({*lengths.values()}) == len(ids) > 1 == max(len(of[name]) for name in ids):
            break
    else:
        raise AssertionError("no words here are said by several records")
    click_words(visitor, many)
    assert chosen(visitor) == [min(ids, key=lengths.__getitem__)]
    panel = visitor.text("#panel")
    assert "In the same words" in panel
    for name in ids:
        assert page.data["records"][name]["labels"]["en"] in panel
    visitor.page.keyboard.down("Control")
    click_words(visitor, visitor.page.locator("mark[data-ids]:not(.chosen)").first)
    visitor.page.keyboard.up("Control")
    assert len(chosen(visitor)) == 2


def _margin(visitor: Visitor) -> tuple[int, int]:
    """Return how many records the margin counts where they begin, and how many again."""
    lines = visitor.page.locator(".bar button span").all_inner_texts()
    first = [int(line.strip("↑↓ ").split()[0]) for line in lines if line.endswith(("s", "d"))]
    again = [int(line.strip("↑↓ ").split()[0]) for line in lines if line.endswith(" again")]
    assert len(first) + len(again) == len(lines)
    return sum(first), sum(again)


@pytest.mark.slow
def test_the_margin_counts_in_records_and_adds_up_to_what_the_head_says(
    visitor: Visitor, html: str, page: _Page
) -> None:
    visitor.turn_to(html, "#v=1&view=text")
    shown = int(visitor.text("#count").split()[0])
    places: dict[str, int] = {}
    for paragraph in page.data["passages"][SOURCE]:
        for _, _, record in paragraph["marks"]:
            about = page.data["records"][record]
            said = about["status"] in {"asserted", "reported", "alleged"}
            if said and about["kind"] != "assessment":
                places[record] = places.get(record, 0) + 1
    assert len(places) == shown
    often = sum(n > 1 for n in places.values())
    head = visitor.text(".reader-head")
    assert f"{shown} of {len(page.data['records'])} records of this source" in head
    assert f"underlined, {often} of them in several places" in head
    for part in (0, 0.1, 0.33, 0.5, 0.9, 1):
        visitor.ask(
            "(part) => { const view = document.getElementById('text-view');"
            " view.scrollTop = part * view.scrollHeight; }",
            part,
        )
        visitor.frame()
        assert _margin(visitor) == (shown, sum(places.values()) - shown)
        boxes = visitor.ask(
            "[...document.querySelectorAll('.bar button')].map((one) => {"
            " const { top, bottom } = one.getBoundingClientRect();"
            " return [top, bottom, one.scrollWidth - one.clientWidth]; })"
            ".sort((a, b) => a[0] - b[0])"
        )
        assert [one for one, after in pairwise(boxes) if one[1] > after[0]] == []
        assert max(wider for _, _, wider in boxes) <= 0
        view = visitor.page.locator("#text-view").bounding_box()
        assert view
        assert boxes[-1][1] <= view["y"] + view["height"]


@pytest.mark.slow
def test_the_margin_leads_on_and_the_switch_shows_what_carries_no_record(
    visitor: Visitor, html: str, page: _Page
) -> None:
    visitor.turn_to(html, "#v=1&view=text")
    shown = int(visitor.text("#count").split()[0])
    assert len({*visitor.ask(BEGUN)}) == shown
    visitor.ask("document.getElementById('text-view').scrollTop = 0")
    visitor.until("document.querySelector('.bar .edge').textContent.startsWith('↓')")
    for _ in range(2):
        visitor.page.locator(".bar .edge").last.click()
        visitor.frame()
    visitor.until("document.querySelector('.bar .edge').textContent.startsWith('↑')")
    bare = [s for p in page.data["passages"][SOURCE] for s in p["bare"]]
    assert f"Sentences without a record: {len(bare)}" in visitor.text(".choices")
    assert visitor.page.locator(".bare").count() == 0
    visitor.click('.choices [data-code="bare"]')
    assert visitor.page.locator(".bare").count() == len(bare)
    assert "no record: transition" in visitor.text("#text-view")
    assert "bare=1" in visitor.page.url
    visitor.click('input[data-code="status:asserted"]')  # what is filtered out isn't underlined
    assert len({*visitor.ask(BEGUN)}) == int(visitor.text("#count").split()[0]) < shown


@pytest.mark.slow
def test_what_the_filters_hide_is_said_beside_its_paragraph_and_a_click_shows_it(
    visitor: Visitor, html: str, page: _Page
) -> None:
    visitor.turn_to(html, "#v=1&view=text&status=alleged")
    hidden = {}
    for paragraph in page.data["passages"][SOURCE]:
        ids = {record for _, _, record in paragraph["marks"]}
        ids = {name for name in ids if page.data["records"][name]["status"] != "alleged"}
        ids |= {
            name
            for _, _, name in paragraph["marks"]
            if page.data["records"][name]["kind"] == "assessment"
        }
        if ids:
            hidden[str(paragraph["n"])] = ids
    notes = visitor.page.locator("#text-view .hidden-here")
    assert notes.count() == len(hidden)
    note = visitor.page.locator('.paragraph[data-n="38"] .hidden-here')
    assert note.inner_text() == f"{len(hidden['38'])} hidden by the filters"
    before = visitor.text("#count")
    note.click()
    assert {*chosen(visitor)} == hidden["38"] <= {*visitor.ask(BEGUN)}
    assert not note.is_visible()
    assert visitor.text("#count") == before  # the filters stay


@pytest.mark.slow
def test_words_stand_in_the_language_that_they_are_said_to_be(
    visitor: Visitor, html: str, page: _Page
) -> None:
    visitor.turn_to(html, "#v=1&view=text&bare=1")
    fold = visitor.page.locator('.paragraph[data-n="1"] details')
    assert fold.inner_text() == "1 line that is no part of the text"
    fold.locator("summary").click()
    assert fold.locator(".words").inner_text() == "1 MB"
    by_language: dict[str, str] = {"en": "", "de": ""}
    for lang, text in visitor.ask(TEXTS):
        by_language[lang] += text
    paragraphs = page.data["passages"][SOURCE]
    words = "".join(paragraph["text"] for paragraph in paragraphs)
    headings = "".join(p["text"] for p in paragraphs if p["sort"] == "heading")
    title = page.data["sources"][SOURCE]["title"]
    assert by_language["de"] == headings + title["de"] + words
    assert title["en"] in by_language["en"]
    assert not re.search("[äöüß]", by_language["en"])
    # The name of what is marked is in the language of the page.
    mark = "document.querySelector('mark[data-name]')"
    assert visitor.ask(f"{mark}.closest('[lang]').lang") == "en"


@pytest.mark.slow
def test_a_phone_reads_one_column(visitor: Visitor, html: str) -> None:
    visitor.turn_to(html, "#v=1&view=text&bare=1", phone=True)
    assert visitor.ask("document.getElementById('text-view').scrollWidth") <= 360
    assert visitor.ask("document.documentElement.scrollWidth") <= 360


@pytest.mark.slow
def test_hostile_text_is_read_as_text(visitor: Visitor, news: Build) -> None:
    lines = (
        "<script>alert(one)</script><img src=x onerror=alert(two)> Ende.",
        "</script><style>*{color:red}</style> <!-- javascript:alert(three) \u2028 \u2029 Ende.",
        "𠮷 🚢 \u202eVerkehrt\u202c und \u2066eingeschlossen\u2069 \x00\x1b[m \\u003c &lt; Ende.",
    )
    records = tuple(_record(f"r{at}", f"{line[4:-6]}") for at, line in enumerate(lines))
    store = news(text="\n".join(lines), records=records, redistribute="full")
    visitor.open(render_page(store), "#v=1&view=text")
    assert visitor.ask(WORDS) == list(lines)
    made = visitor.page.locator("#text-view :is(img, script, style, a, iframe)")
    assert made.count() == 0
    marked = visitor.page.locator("mark[data-begins]").all()
    assert [mark.text_content() for mark in marked] == [line[4:-6] for line in lines]
    signs = visitor.page.locator("#text-view .sign").all()
    assert " ".join(str(sign.get_attribute("data-code")) for sign in signs) == (
        "U+2028 U+2029 U+202E U+202C U+2066 U+2069 U+0000 U+001B"
    )


@pytest.mark.slow
@pytest.mark.parametrize("private", [False, True])
def test_what_is_cut_from_a_page_holds_no_more_than_may_be_passed_on(
    visitor: Visitor, news: Build, *, private: bool
) -> None:
    store = news(parts=PARTS, redistribute="quotes")
    visitor.open(render_page(store, private=private), "#v=1&view=text&only=news/oil")
    assert (SENTENCES[1] in visitor.text("#text-view")) is private
    visitor.click("#share-button")
    with visitor.page.expect_download() as saved:
        visitor.click('[data-share="page"]')
    cut = Path(saved.value.path()).read_text(encoding="utf-8")
    assert _Page(cut).data["passages"]["news"] == _passages(store, only=["news/oil"])
    for sentence in (*FAR, SENTENCES[7], SENTENCES[8], SENTENCES[9]):
        assert sentence not in cut, sentence
    assert 'id="private"' not in cut


@pytest.mark.slow
def test_where_no_word_may_be_shown_labels_lead_on(visitor: Visitor, news: Build) -> None:
    visitor.open(render_page(news(parts=PARTS, redistribute="none")), "#v=1&view=text")
    length = sum(map(len, (SENTENCES[9], SENTENCES[10], SENTENCES[11])))
    assert f"¶5–7 … {length} characters left out" in visitor.text("#text-view")
    visitor.click(".labels button")
    assert visitor.text("#panel h2") == "Russia supplies oil"
