import base64
import hashlib
import json
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from processes import run
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from kg.build import build_store
from kg.page import render_page
from kg.store import Store, open_store

SOURCE = "tdc-reverse-kissinger-2025"
HOSTILE = "</script><img src=x onerror=alert()>"
ENTITIES = f"""\
- {{id: russia, class: state, name: {{en: Russia, de: Russland}}}}
- {{id: china, class: state, name: {{en: China}}}}
- {{id: a-firm, class: company, country: russia, name: {{en: "{HOSTILE}"}}}}
- {{id: oil, class: commodity, name: {{en: oil}}}}
- {{id: the-authors, class: unnamed_source, name: {{en: the authors}}}}
"""
TEXT = f"Eine Zeile.\n🚢 𠀀 \u2028{HOSTILE} liefert Öl an China.\n"
RECORD = {
    "id": "oil",
    "kind": "supply",
    "label": {"en": f"<b>Oil</b> {HOSTILE}", "de": "<!--<script>"},
    "supplier": "a-firm",
    "recipient": "china",
    "item": "oil",
    "status": "asserted",
    "note": "\u2029 ${1} {{ 1 }} </style>",
    "evidence": {
        "quote": f"{HOSTILE} liefert Öl an China.",
        "gloss": {"en": "supplies <i>oil</i>"},
    },
}


class _Page(HTMLParser):
    """Every element of a page with its attributes, and what script elements contain."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self.open = self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in self.inside:
            self.inside[tag].append("")

        self.open = tag

    def handle_endtag(self, tag: str) -> None:
        self.open = "" if self.open == tag else self.open

    def handle_data(self, data: str) -> None:
        if self.open in self.inside:
            self.inside[self.open][-1] += data
        else:
            self.text += data

    @property
    def data(self) -> dict[str, Any]:
        return dict(json.loads(self.inside["script"][0]))


@pytest.fixture(scope="module")
def html(store: Store) -> str:
    return render_page(store)


@pytest.fixture(scope="module")
def page(html: str) -> _Page:
    return _Page(html)


@pytest.fixture
def hostile(make_source: Callable[..., Path], tmp_path: Path) -> Callable[..., str]:
    """Render a page of one source, whose names and labels try to get out."""

    def rendered(**head: Any) -> str:
        sources = make_source(text=TEXT, entities=ENTITIES, records=(RECORD,), **head)
        build_store(sources, tmp_path / "kg")
        return render_page(open_store(tmp_path / "kg"))

    return rendered


# -- one file that loads nothing -----------------------------------------------------------


def test_the_page_loads_nothing(page: _Page) -> None:
    assert [
        tag for tag, _ in page.elements if tag in {"link", "iframe", "img", "object", "base"}
    ] == []
    assert [about for _, about in page.elements if "src" in about or "href" in about] == []
    for style in page.inside["style"]:
        assert "url(" not in style
        assert "@import" not in style


def test_the_policy_allows_these_scripts_and_styles_by_their_hashes_and_nothing_else(
    page: _Page,
) -> None:
    tag, about = page.elements[3]
    assert (tag, about["http-equiv"]) == ("meta", "Content-Security-Policy")
    policy = str(about["content"])
    scripts, styles = page.inside["script"][1:], page.inside["style"]
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src {' '.join(map(_hash, scripts))}",
        f"style-src {' '.join(map(_hash, styles))}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert [about for _, about in page.elements if "style" in about or "onclick" in about] == []


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_page_names_the_licence_of_what_it_carries(html: str, page: _Page) -> None:
    assert "@license" in html
    assert "Apache License 2.0 or the MIT licence" in page.data["words"]["about"]["made"]["en"]
    assert page.data["licence"].startswith(
        "The MIT License (MIT)\n\nCopyright (c) 2014-2017 Almende"
    )


@pytest.mark.slow
def test_the_same_store_gives_the_same_bytes(store_folder: Path) -> None:
    code = (
        "import hashlib, pathlib, sys; "
        "from kg.page import render_page; from kg.store import open_store; "
        "page = render_page(open_store(pathlib.Path(sys.argv[1]))); "
        "print(hashlib.sha256(page.encode()).hexdigest())"
    )
    digests = {
        run(sys.executable, "-c", code, store_folder, env={"PYTHONHASHSEED": seed}).out
        for seed in ("0", "1", "2")
    }
    assert len(digests) == 1
    assert len(digests.pop()) == 65


# -- what it says --------------------------------------------------------------------------


def test_no_fixed_word_claims_more_than_a_source_says(page: _Page) -> None:
    forbidden = re.compile(
        r"\b(facts?|factual|true|truth|confirmed|fakt\w*|tatsache\w*|tatsächlich|wahr|wahre\w*|wahrheit|bestätigt\w*)\b",
        re.IGNORECASE,
    )
    assert forbidden.findall(" ".join(_texts(page.data["words"]))) == []
    assert forbidden.findall(page.text) == []


def _texts(words: Any) -> Iterator[str]:
    if isinstance(words, str):
        yield words
    else:
        for value in words.values() if isinstance(words, dict) else words:
            yield from _texts(value)


def test_every_word_is_there_in_both_languages(page: _Page) -> None:
    assert list(_with_one_language(page.data["words"])) == []


def _with_one_language(words: Any) -> Iterator[Any]:
    if isinstance(words, dict) and ("en" in words or "de" in words):
        if not (words.get("en") and words.get("de")):
            yield words
    elif isinstance(words, dict | list):
        for value in words.values() if isinstance(words, dict) else words:
            yield from _with_one_language(value)


def test_every_word_that_the_script_or_the_template_asks_for_is_there(
    page: _Page, html: str
) -> None:
    asked = set(re.findall(r"\bword\(\"([\w.]+)\"", page.inside["script"][2]))
    asked |= set(re.findall(r"data-(?:word|label)=\"([\w.]+)\"", html))
    words = page.data["words"]
    known = {f"{room}.{name}" for room, own in words.items() for name in own}
    assert asked
    assert asked - known == set()


def test_every_record_carries_its_words_and_where_they_stand(page: _Page) -> None:
    record = page.data["records"][f"{SOURCE}/supply-wafangdian-tascom"]
    quote = record["quotes"][0]
    assert record["status"] == "alleged"
    assert record["hedge"] == "angeblich"
    assert quote["exact"] == (
        "die angeblich Wälzlager an das russische Transportunternehmen Tascom liefert"
    )
    assert (quote["line"], quote["heading"]) == (
        38,
        "Militärische Zusammenarbeit in Zeiten globaler Spannungen",
    )


def test_the_chain_of_those_who_say_so_is_kept(page: _Page) -> None:
    record = page.data["records"][f"{SOURCE}/share-arms-components"]
    assert record["chain"] == [["david-osullivan"]]
    assert record["figures"] == [
        {
            "en": "about 80%",
            "de": "rund 80\u00a0%",
            "of": "components for Russian arms",
            "words": "rund 80 %",
        }
    ]


def test_a_page_of_some_records_holds_no_others(store: Store) -> None:
    only = f"{SOURCE}/threat-tariffs-100"
    data = _Page(render_page(store, only=[only])).data
    assert list(data["records"]) == [only]
    assert {node["id"] for node in data["picture"]["nodes"]} == {
        only,
        "united-states",
        "china",
        "chinese-goods",
    }


def test_a_page_opens_in_german(store: Store) -> None:
    html = render_page(store, lang="de")
    assert '<html lang="de">' in html
    assert "<title>Russland und China: was 1 Quelle sagt</title>" in html


# -- hostile and silent sources ------------------------------------------------------------


def test_hostile_text_stays_in_the_data(hostile: Callable[..., str]) -> None:
    html = hostile()
    page = _Page(html)
    assert len(page.inside["script"]) == 3
    assert [tag for tag, _ in page.elements if tag in {"img", "b", "i"}] == []
    assert re.findall("[<>\u2028\u2029]", page.inside["script"][0]) == []
    record = page.data["records"]["news/oil"]
    assert record["labels"]["en"] == f"<b>Oil</b> {HOSTILE}"
    assert record["note"] == "${1} {{ 1 }} </style>"
    assert page.data["entities"]["a-firm"]["labels"]["en"] == HOSTILE


def test_paragraphs_are_counted_in_code_points(hostile: Callable[..., str]) -> None:
    quote = _Page(hostile()).data["records"]["news/oil"]["quotes"][0]
    assert quote["line"] == 2
    assert TEXT[quote["start"] : quote["end"]] == quote["exact"]


def test_words_that_may_not_be_passed_on_are_not_in_the_page(hostile: Callable[..., str]) -> None:
    html = hostile(redistribute="none")
    quote = _Page(html).data["records"]["news/oil"]["quotes"][0]
    assert (quote["exact"], quote["gloss"], quote["line"]) == (None, {}, 2)
    assert "liefert Öl an China" not in html


def test_quotes_may_be_shown_where_the_whole_may_not(hostile: Callable[..., str]) -> None:
    html = hostile(redistribute="quotes")
    assert "liefert Öl an China" in html
    assert "Eine Zeile" not in html


# -- in a browser --------------------------------------------------------------------------

_CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
_DRIVER = shutil.which("chromedriver")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Chromium without a network."""
    if not _CHROMIUM or not _DRIVER:
        pytest.skip("no Chromium with its driver on this machine")
    options = webdriver.ChromeOptions()
    options.binary_location = _CHROMIUM
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(_DRIVER))
    yield driver
    driver.quit()


class _Reader:
    """Somebody in front of the page."""

    def __init__(self, driver: webdriver.Chrome, folder: Path) -> None:
        self.driver = driver
        self.file = folder / "kg.html"

    def open(self, html: str, *, state: str = "", width: int = 1440, height: int = 900) -> None:
        self.file.write_text(html, encoding="utf-8", newline="\n")
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.driver.get("about:blank")
        self.driver.get(f"file://{self.file}{state}")

    def one(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        return self.one(selector).text

    def click(self, selector: str) -> None:
        self.one(selector).click()

    def click_node(self, node: str) -> None:
        where = self.ask("return window.page.place(arguments[0])", node)
        actions = ActionChains(self.driver)
        pointer: Any = actions.w3c_actions.pointer_action
        pointer.move_to_location(round(where["x"]), round(where["y"]))
        actions.click().perform()
        self.until("return document.body.classList.contains('open')")

    def key(self, *keys: str) -> None:
        ActionChains(self.driver).send_keys(*keys).perform()

    def ask(self, script: str, *values: Any) -> Any:
        return self.driver.execute_script(script, *values)

    def until(self, script: str) -> None:
        for _ in range(100):
            if self.ask(script):
                return
            time.sleep(0.05)
        raise AssertionError(f"never came: {script}")

    def complaints(self) -> list[str]:
        log: Any = self.driver.get_log
        return [entry["message"] for entry in log("browser")]


@pytest.fixture
def reader(browser: webdriver.Chrome, tmp_path: Path) -> Iterator[_Reader]:
    somebody = _Reader(browser, tmp_path)
    yield somebody
    assert somebody.complaints() == []


@pytest.mark.slow
def test_a_click_on_a_node_shows_who_says_so_and_in_which_words(reader: _Reader, html: str) -> None:
    reader.open(html)
    reader.click_node("wafangdian-bearing")
    panel = reader.text("#panel")
    assert reader.text("#panel h2") == "Wafangdian Bearing Company"
    assert "ALLEGED" in panel
    assert "die angeblich Wälzlager an das russische Transportunternehmen Tascom liefert" in panel
    assert "¶38" in panel
    assert "[our translation: which allegedly supplies bearings" in panel
    reader.click_node(f"{SOURCE}/supply-wafangdian-tascom")
    assert reader.text("#panel .status b") == "ALLEGED"
    assert "nobody else is named" in reader.text("#panel")
    assert f"show={SOURCE}%2Fsupply-wafangdian-tascom" in reader.driver.current_url


@pytest.mark.slow
def test_filters_count_and_change_what_is_shown(reader: _Reader, html: str, page: _Page) -> None:
    records = page.data["records"].values()
    shown = [
        record
        for record in records
        if record["status"] in {"asserted", "reported", "alleged"}
        and record["kind"] != "assessment"
    ]
    threats = [record for record in records if record["status"] == "threatened"]
    reader.open(html)
    assert reader.text("#count") == f"{len(shown)} of {len(records)} records"
    threat = f"{SOURCE}/threat-tariffs-100"
    assert reader.ask("return window.page.isVisible(arguments[0])", threat) is False
    reader.click('input[data-code="status:threatened"]')
    assert reader.text("#count") == f"{len(shown) + len(threats)} of {len(records)} records"
    assert reader.ask("return window.page.isVisible(arguments[0])", threat) is True
    assert reader.ask("return document.activeElement.dataset.code") == "status:threatened"
    reader.click('input[data-code="kind:sanction"]')
    assert reader.ask("return window.page.isVisible(arguments[0])", threat) is False
    reader.click("#reset")
    assert reader.text("#count") == f"{len(shown)} of {len(records)} records"


@pytest.mark.slow
def test_a_name_in_any_language_is_found_with_the_keyboard_alone(
    reader: _Reader, html: str
) -> None:
    reader.open(html)
    reader.key("/")
    reader.key("习近平", Keys.ENTER)
    assert reader.text("#panel h2") == "Xi Jinping"
    assert reader.ask("return document.activeElement.tagName") == "H2"
    reader.key(Keys.ESCAPE)
    assert reader.text("#panel h2") == "Start with a question"
    reader.key("/")
    reader.key("walzlager")  # what was typed before is replaced
    assert "bearings to Tascom" in reader.text("#hits")
    reader.one("#search").send_keys(Keys.CONTROL + "a")
    reader.key("no such thing")
    assert "Nothing here is called “no such thing”" in reader.text("#hits")
    reader.key(Keys.ESCAPE)
    assert not reader.one("#hits").is_displayed()


@pytest.mark.slow
def test_the_table_holds_every_record_shown_as_text(reader: _Reader, html: str) -> None:
    reader.open(html)
    count = int(reader.text("#count").split()[0])
    reader.click("#tab-table")
    assert len(reader.driver.find_elements(By.CSS_SELECTOR, "#table-body tr")) == count
    row = f'tr[data-record="{SOURCE}/share-arms-components"]'
    assert "REPORTED" in reader.text(row)
    assert "David O'Sullivan" in reader.text(row).replace("’", "'")
    assert "about 80% · of what: components for Russian arms" in reader.text(row)
    reader.click(f"{row} th button")
    assert "the source passes on from David O" in reader.text("#panel .status")
    reader.click("#table-head th:nth-child(2) button")
    assert reader.one("#table-head th:nth-child(2)").get_attribute("aria-sort") == "ascending"


@pytest.mark.slow
def test_a_page_of_some_records_shows_them_all_at_first(reader: _Reader, store: Store) -> None:
    reader.open(render_page(store, only=[f"{SOURCE}/threat-tariffs-100"]))
    assert reader.text("#count") == "1 of 1 records"
    reader.click_node("united-states")
    assert "THREATENED" in reader.text("#panel")


@pytest.mark.slow
def test_the_language_can_be_changed(reader: _Reader, html: str) -> None:
    reader.open(html, state=f"#v=1&show={SOURCE}/share-arms-components")
    reader.click('#languages [data-lang="de"]')
    assert reader.text("#title") == "Russland und China: was 1 Quelle sagt"
    assert "die Quelle gibt David O’Sullivan wieder" in reader.text("#panel .status")
    assert "our translation" not in reader.text("#panel")
    assert reader.ask("return document.documentElement.lang") == "de"


@pytest.mark.slow
def test_an_address_opens_what_it_names_and_takes_nothing_else(reader: _Reader, html: str) -> None:
    reader.open(html, state="#v=1&status=denied&show=<img src=x onerror=alert(1)>&kind=__proto__")
    assert reader.text("#count").startswith("0 of ")
    reader.open(html, state="#v=1&status=denied&lang=de")
    assert "BESTRITTEN" in reader.text("#panel")


@pytest.mark.slow
def test_back_walks_through_what_was_chosen(reader: _Reader, html: str) -> None:
    reader.open(html)
    reader.click_node("china")
    reader.click_node("russia")
    reader.driver.back()
    reader.until("return document.querySelector('#panel h2').textContent === 'China'")


@pytest.mark.slow
def test_hostile_text_stays_text_on_the_screen(
    reader: _Reader, hostile: Callable[..., str]
) -> None:
    reader.open(hostile())
    assert reader.ask("return document.images.length") == 0
    reader.click_node("a-firm")
    assert reader.text("#panel h2") == HOSTILE
    assert f"«{HOSTILE} liefert Öl an China.»" in reader.ask(
        "const q = document.querySelector('#panel q'); return '«' + q.textContent + '»'"
    )
    reader.click("#tab-table")
    assert f"<b>Oil</b> {HOSTILE}" in reader.text("#table-body")
    made = "return document.querySelectorAll('img, #panel i, #panel b b, #table-view i').length"
    assert reader.ask(made) == 0


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 360])
def test_a_phone_shows_the_records_first_and_scrolls_one_way(
    reader: _Reader, html: str, width: int
) -> None:
    reader.open(html, width=width, height=844)
    assert reader.one("#table-view").is_displayed()
    assert reader.ask("return document.documentElement.scrollWidth") <= width
    assert reader.ask("return document.getElementById('table-view').scrollWidth") <= width
    reader.click("#table-body tr th button")
    assert reader.one("#panel").is_displayed()
    assert reader.ask("return document.getElementById('panel').scrollWidth") <= width
    reader.click("#panel .close")
    reader.click("#filters-button")
    reader.click('input[data-code="status:planned"]')
    assert "planned" in reader.driver.current_url
    reader.click("#rail-close")
    reader.click("#tab-graph")
    assert reader.one("#graph canvas").is_displayed()


@pytest.mark.slow
def test_about_names_the_sources_and_closes_with_escape(reader: _Reader, html: str) -> None:
    reader.open(html)
    reader.click("#about-button")
    about = reader.text("#about")
    assert "A record says what a source says, not what is so." in about
    assert "Transatlantic Dialogue Center" in about
    assert "the text bears no date" in about
    assert "vis-network 9.1.2" in about
    reader.key(Keys.ESCAPE)
    assert not reader.one("#about").is_displayed()
