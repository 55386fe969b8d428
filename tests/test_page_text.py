"""The reader of the page: paragraphs, underlines, what is left out, and how one moves in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from test_page import SOURCE, _Page, _Reader, browser, html, page
from test_rights import ENTITIES, PARTS, RECORDS, SENTENCES, TEXT

from kg.build import build_store
from kg.corpus import Corpus
from kg.page import render_page
from kg.store import Store, open_store

__all__ = ["browser", "html", "page"]  # fixtures that several files of tests share

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


@pytest.fixture
def reader(browser: Any, tmp_path: Path) -> Iterator[_Reader]:
    somebody = _Reader(browser, tmp_path)
    yield somebody
    assert somebody.complaints() == []


WORDS = "return [...document.querySelectorAll('.paragraph .words')].map((item) => item.textContent)"
FOCUSED = "return document.activeElement.dataset.begins || ''"
BEGUN = """
  return [...document.querySelectorAll('[data-begins]')]
    .flatMap((mark) => mark.dataset.begins.split(' '));
"""
DOWN = """
  const view = document.getElementById('text-view').getBoundingClientRect();
  const mark = document.querySelector('mark.focus').getBoundingClientRect();
  return (mark.top - view.top) / view.height;
"""


@pytest.mark.slow
def test_the_reader_leads_from_words_to_records_and_back(
    reader: _Reader, html: str, page: _Page
) -> None:
    reader.driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]},
    )
    alleged = f"{SOURCE}/supply-wafangdian-tascom"
    reader.open(html, state=f"#v=1&view=text&show={alleged}")
    assert 0.25 < reader.ask(DOWN) < 0.42
    marked = reader.one("mark.focus")
    assert marked.text.startswith("die angeblich Wälzlager")
    assert marked.accessible_name.endswith(
        "(ALLEGED: Wafangdian Bearing allegedly supplies bearings to Tascom)"
    )
    lines = reader.ask("return getComputedStyle(arguments[0]).backgroundImage", marked)
    assert "2px" in lines
    assert "5px" in lines  # dots of two, three apart
    # the keyboard goes from record to record, and opens one
    reader.ask("arguments[0].focus()", marked)
    reader.key("p")
    before = reader.ask(FOCUSED)
    assert before
    assert alleged not in before
    reader.key("n")
    assert alleged in reader.ask(FOCUSED)
    reader.key("p", Keys.ENTER)
    assert f"show={before.split()[0]}".replace("/", "%2F") in reader.driver.current_url
    # where words are said by several records the shortest opens, and the panel lists the others
    of = {name: record["quotes"] for name, record in page.data["records"].items()}
    for many in reader.driver.find_elements(By.CSS_SELECTOR, "mark[data-name]"):
        ids = str(many.get_attribute("data-ids")).split()
        lengths = {name: min(len(quote["exact"]) for quote in of[name]) for name in ids}
        if len({*lengths.values()}) == len(ids) > 1 == max(len(of[name]) for name in ids):
            break
    else:
        raise AssertionError("no words here are said by several records")
    shortest = min(ids, key=lengths.__getitem__)
    reader.ask("arguments[0].scrollIntoView({block: 'center'})", many)
    many.click()
    assert reader.driver.current_url.endswith(shortest.replace("/", "%2F"))
    assert "In the same words" in reader.text("#panel")
    # Ctrl adds
    other = next(
        mark
        for mark in reader.driver.find_elements(By.CSS_SELECTOR, "mark[data-ids]:not(.chosen)")
        if mark.is_displayed()
    )
    ActionChains(reader.driver).key_down(Keys.CONTROL).click(other).key_up(Keys.CONTROL).perform()
    assert reader.driver.current_url.count(f"{SOURCE}%2F") == 2


@pytest.mark.slow
def test_the_margin_counts_and_the_switch_shows_what_carries_no_record(
    reader: _Reader, html: str, page: _Page
) -> None:
    reader.open(html, state="#v=1&view=text")
    shown = int(reader.text("#count").split()[0])
    assert len({*reader.ask(BEGUN)}) == shown
    below = int(reader.text(".bar .edge").split()[1])
    assert 0 < below <= shown
    reader.click(".bar .edge")
    reader.until("return document.querySelector('.bar .edge').textContent.startsWith('↑')")
    bare = [s for p in page.data["passages"][SOURCE] for s in p["bare"]]
    assert f"Sentences without a record: {len(bare)}" in reader.text(".choices")
    assert reader.ask("return document.querySelectorAll('.bare').length") == 0
    reader.click('.choices [data-code="bare"]')
    assert reader.ask("return document.querySelectorAll('.bare').length") == len(bare)
    assert "no record: transition" in reader.text("#text-view")
    assert "bare=1" in reader.driver.current_url
    reader.click('input[data-code="status:asserted"]')  # what is filtered out is not underlined
    assert len({*reader.ask(BEGUN)}) == int(reader.text("#count").split()[0]) < shown


@pytest.mark.slow
def test_a_phone_reads_one_column(reader: _Reader, html: str) -> None:
    reader.open(html, state="#v=1&view=text&bare=1", width=360, height=640)
    assert reader.ask("return document.getElementById('text-view').scrollWidth") <= 360
    assert reader.ask("return document.documentElement.scrollWidth") <= 360


@pytest.mark.slow
def test_hostile_text_is_read_as_text(reader: _Reader, news: Build) -> None:
    lines = (
        "<script>alert(one)</script><img src=x onerror=alert(two)> Ende.",
        "</script><style>*{color:red}</style> <!-- javascript:alert(three) \u2028 \u2029 Ende.",
        "𠮷 🚢 \u202eVerkehrt\u202c und \u2066eingeschlossen\u2069 \x00\x1b[m \\u003c &lt; Ende.",
    )
    records = tuple(_record(f"r{at}", f"{line[4:-6]}") for at, line in enumerate(lines))
    reader.open(
        render_page(news(text="\n".join(lines), records=records, redistribute="full")),
        state="#v=1&view=text",
    )
    assert reader.ask(WORDS) == list(lines)
    made = (
        "return document.querySelectorAll('#text-view :is(img, script, style, a, iframe)').length"
    )
    assert reader.ask(made) == 0
    marked = reader.ask(
        "return [...document.querySelectorAll('mark[data-begins]')].map((m) => m.textContent)"
    )
    assert marked == [line[4:-6] for line in lines]
    signs = reader.ask(
        "return [...document.querySelectorAll('#text-view .sign')].map((s) => s.dataset.code)"
    )
    assert signs == ["U+2028", "U+2029", "U+202E", "U+202C", "U+2066", "U+2069", "U+0000", "U+001B"]


@pytest.mark.slow
@pytest.mark.parametrize("private", [False, True])
def test_what_is_cut_from_a_page_holds_no_more_than_may_be_passed_on(
    reader: _Reader, news: Build, *, private: bool
) -> None:
    store = news(parts=PARTS, redistribute="quotes")
    reader.open(render_page(store, private=private), state="#v=1&view=text")
    assert reader.one("#text-view").is_displayed()
    assert (SENTENCES[1] in reader.text("#text-view")) is private
    cut = reader.ask("return window.page.passagesOf(['news/oil'])")
    assert cut["news"] == _passages(store, only=["news/oil"])


@pytest.mark.slow
def test_where_no_word_may_be_shown_labels_lead_on(reader: _Reader, news: Build) -> None:
    reader.open(render_page(news(parts=PARTS, redistribute="none")), state="#v=1&view=text")
    text = reader.text("#text-view")
    length = sum(map(len, (SENTENCES[9], SENTENCES[10], SENTENCES[11])))
    assert f"¶5–7 … {length} characters left out" in text
    reader.click(".labels button")
    assert reader.text("#panel h2") == "Russia supplies oil"
