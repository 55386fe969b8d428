import base64
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from browser import Visitor
from processes import run

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

    @cached_property
    def data(self) -> dict[str, Any]:
        return dict(json.loads(self.inside["script"][0]))


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
        for seed in ("0", "1")
    }
    assert len(digests) == 1
    assert len(digests.pop()) == 65


def test_no_two_parts_of_the_script_give_one_name_to_two_things(page: _Page) -> None:
    named = re.findall(r"^(?:const|let|function) +(\w+)", page.inside["script"][2], re.MULTILINE)
    assert sorted(named) == sorted(set(named))


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
    [figure] = record["figures"]
    assert (figure["en"], figure["de"]) == ("about 80%", "rund 80\u00a0%")
    assert (figure["of"], figure["words"]) == ("components for Russian arms", "rund 80 %")


def test_a_page_of_some_records_holds_no_others(store: Store) -> None:
    only = f"{SOURCE}/threat-tariffs-100"
    data = _Page(render_page(store, only=[only])).data
    assert list(data["records"]) == [only]
    assert {node["id"] for node in data["picture"]["nodes"]} == {
        only,
        "united-states",
        "china",
        "chinese-goods",
        data["sources"][SOURCE]["voice"],
        data["sources"][SOURCE]["publisher"],
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


# -- in a browser --------------------------------------------------------------------------


@pytest.mark.slow
def test_a_click_on_a_node_shows_who_says_so_and_in_which_words(
    visitor: Visitor, html: str
) -> None:
    visitor.turn_to(html)
    visitor.click_node("wafangdian-bearing")
    panel = visitor.text("#panel")
    assert visitor.text("#panel h2") == "Wafangdian Bearing Company"
    assert "ALLEGED" in panel
    assert "die angeblich Wälzlager an das russische Transportunternehmen Tascom liefert" in panel
    assert "¶38" in panel
    assert "[our translation: which allegedly supplies bearings" in panel
    visitor.click_node(f"{SOURCE}/supply-wafangdian-tascom")
    assert visitor.text("#panel .status b") == "ALLEGED"
    assert "nobody else is named" in visitor.text("#panel")
    assert f"show={SOURCE}%2Fsupply-wafangdian-tascom" in visitor.page.url


@pytest.mark.slow
def test_filters_count_and_change_what_is_shown(visitor: Visitor, html: str, page: _Page) -> None:
    records = page.data["records"].values()
    shown = [
        record
        for record in records
        if record["status"] in {"asserted", "reported", "alleged"}
        and record["kind"] != "assessment"
    ]
    threats = [record for record in records if record["status"] == "threatened"]
    visitor.open(html)
    assert visitor.text("#count") == f"{len(shown)} of {len(records)} records"
    threat = f"{SOURCE}/threat-tariffs-100"
    assert visitor.ask("id => window.page.isVisible(id)", threat) is False
    visitor.click('input[data-code="status:threatened"]')
    assert visitor.text("#count") == f"{len(shown) + len(threats)} of {len(records)} records"
    assert visitor.ask("id => window.page.isVisible(id)", threat) is True
    assert visitor.ask("document.activeElement.dataset.code") == "status:threatened"
    visitor.click('[data-unfold="pressure"]')
    visitor.click('input[data-code="kind:sanction"]')
    assert visitor.ask("id => window.page.isVisible(id)", threat) is False
    visitor.click("#reset")
    assert visitor.text("#count") == f"{len(shown)} of {len(records)} records"


@pytest.mark.slow
def test_a_name_in_any_language_is_found_with_the_keyboard_alone(
    visitor: Visitor, html: str
) -> None:
    visitor.turn_to(html)
    visitor.key("/")
    visitor.key("习近平", "Enter")
    assert visitor.text("#panel h2") == "Xi Jinping"
    assert visitor.ask("document.activeElement.tagName") == "H2"
    visitor.key("Escape")
    assert visitor.text("#panel h2") == "Start with a question"
    visitor.key("/")
    visitor.key("walzlager")  # what was typed before is replaced
    assert "bearings to Tascom" in visitor.text("#hits")
    visitor.page.keyboard.press("Control+a")
    visitor.key("no such thing")
    assert "Nothing here is called “no such thing”" in visitor.text("#hits")
    visitor.key("Escape")
    assert not visitor.is_visible("#hits")


@pytest.mark.slow
def test_the_table_holds_every_record_shown_as_text(
    visitor: Visitor, html: str, page: _Page
) -> None:
    visitor.open(html)
    count = int(visitor.text("#count").split()[0])
    visitor.click("#tab-table")
    assert visitor.page.locator("#table-body tr").count() == count
    row = f'tr[data-record="{SOURCE}/share-arms-components"]'
    assert "REPORTED" in visitor.text(row)
    assert "David O'Sullivan" in visitor.text(row).replace("’", "'")
    assert visitor.text(f"{row} [data-column=figure]") == "about 80%"
    assert visitor.text(f"{row} [data-column=of]") == "components for Russian arms"
    words = visitor.page.locator(f"{row} [data-column=sentence]")
    gloss = page.data["records"][f"{SOURCE}/share-arms-components"]["quotes"][0]["gloss"]["en"]
    assert words.inner_text().endswith(f"[our translation: {gloss}]")
    room = visitor.page.locator("#table-room").bounding_box()
    cell = words.bounding_box()
    assert room
    assert cell
    assert cell["x"] + cell["width"] <= room["x"] + room["width"]
    sizes = {
        visitor.ask(f"getComputedStyle(document.querySelector('{row} {cell}')).fontSize")
        for cell in ("[data-column=status]", "[data-column=who]")
    }
    assert len(sizes) == 1
    visitor.click(f"{row} th button")
    assert "the source passes on from David O" in visitor.text("#panel .status")
    visitor.click("#table-head [data-column=status] button")
    sort = visitor.page.get_attribute("#table-head [data-column=status]", "aria-sort")
    assert sort == "ascending"


@pytest.mark.slow
def test_a_page_of_some_records_shows_them_all_at_first(visitor: Visitor, store: Store) -> None:
    visitor.open(render_page(store, only=[f"{SOURCE}/threat-tariffs-100"]))
    assert visitor.text("#count") == "1 of 1 records"
    visitor.click_node("united-states")
    assert "THREATENED" in visitor.text("#panel")


@pytest.mark.slow
def test_the_language_can_be_changed(visitor: Visitor, html: str) -> None:
    visitor.turn_to(html, f"#v=1&show={SOURCE}/share-arms-components")
    visitor.click('#languages [data-lang="de"]')
    assert visitor.text("#title") == "Russland und China: was 1 Quelle sagt"
    assert "die Quelle gibt David O’Sullivan wieder" in visitor.text("#panel .status")
    assert "our translation" not in visitor.text("#panel")
    assert visitor.ask("document.documentElement.lang") == "de"


@pytest.mark.slow
def test_an_address_opens_what_it_names_and_takes_nothing_else(visitor: Visitor, html: str) -> None:
    visitor.turn_to(html, "#v=1&status=denied&show=<img src=x onerror=alert(1)>&kind=__proto__")
    assert visitor.text("#count").startswith("1 of ")  # the one that is no judgement
    visitor.go("#v=1&status=denied&kind=")
    assert visitor.text("#count").startswith("0 of ")
    visitor.go("#v=1&status=*&kind=*")
    some, _, every, _ = visitor.text("#count").split()
    assert some == every
    visitor.go("#v=1&status=denied&lang=de")
    assert "BESTRITTEN" in visitor.text("#panel")


@pytest.mark.slow
def test_what_changed_since_opens_with_what_began_since(
    visitor: Visitor, html: str, page: _Page
) -> None:
    visitor.turn_to(html, "#v=1&view=table&question=since")
    rows = visitor.page.locator("#table-body tr").all()
    times = [page.data["records"][row.get_attribute("data-record")]["times"] for row in rows]
    began = [time["when"]["earliest"] or "" for time in times]
    since = [day for day in began if day >= "2022"]
    assert 10 < len(since) < len(began)
    assert began[: len(since)] == sorted(since)
    cards = visitor.page.locator("#panel .card").all()
    assert [card.get_attribute("data-record") for card in cards[:9]] == [
        row.get_attribute("data-record") for row in rows[:9]
    ]


@pytest.mark.slow
def test_back_walks_through_what_was_chosen(visitor: Visitor, html: str) -> None:
    visitor.turn_to(html)
    visitor.click_node("china")
    visitor.click_node("russia")
    visitor.page.go_back()
    visitor.until("document.querySelector('#panel h2').textContent === 'China'")


@pytest.mark.slow
def test_hostile_text_stays_text_on_the_screen(
    visitor: Visitor, hostile: Callable[..., str]
) -> None:
    visitor.open(hostile())
    assert visitor.ask("document.images.length") == 0
    visitor.click_node("a-firm")
    assert visitor.text("#panel h2") == HOSTILE
    assert visitor.ask("document.querySelector('#panel q').textContent") == (
        f"{HOSTILE} liefert Öl an China."
    )
    visitor.click("#tab-table")
    assert f"<b>Oil</b> {HOSTILE}" in visitor.text("#table-body")
    made = "document.querySelectorAll('img, #panel i, #panel b b, #table-view i').length"
    assert visitor.ask(made) == 0


@pytest.mark.slow
def test_about_names_the_sources_and_closes_with_escape(visitor: Visitor, html: str) -> None:
    visitor.turn_to(html)
    visitor.click("#about-button")
    about = visitor.text("#about")
    assert "A record says what a source says, not what is so." in about
    assert "Transatlantic Dialogue Center" in about
    assert "the text bears no date" in about
    assert "vis-network 9.1.2" in about
    visitor.key("Escape")
    assert not visitor.is_visible("#about")
