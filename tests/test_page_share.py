"""The page's questions, its address, and what leaves it: a smaller page, pictures, text, print."""

import json
import re
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from browser import Visitor
from processes import Kg

from kg.page import render_page
from kg.page.questions import questions
from kg.store import Store

pytestmark = pytest.mark.slow
SOURCE = "tdc-reverse-kissinger-2025"
SVG = "{http://www.w3.org/2000/svg}"
SUPPLY = f"{SOURCE}/supply-wafangdian-tascom"
ALLEGED = f"#v=1&question=alleged&show={SUPPLY}&view=table"


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


def shown(visitor: Visitor) -> list[str]:
    """Return the ids of the records in the table."""
    rows = visitor.page.locator("#table-body tr")
    return [str(row.get_attribute("data-record")) for row in rows.all()]


# -- questions ----------------------------------------------------------------------------


def lines_that(store: Store, **wanted: Any) -> set[str]:
    records = [line for line in store.lines() if "status" in line]
    return {line["id"] for line in records if all(line[name] in of for name, of in wanted.items())}


def test_each_question_shows_the_records_that_it_asks_for(
    visitor: Visitor, html: str, store: Store
) -> None:
    records = [line for line in store.lines() if "status" in line]
    unnamed = {line["id"] for line in store.lines() if line.get("class") == "unnamed_source"}
    expected = {
        "alleged": lines_that(store, status=["alleged"]),
        "not-yet": lines_that(store, status=["planned", "threatened", "demanded"]),
        "unnamed": {
            line["id"]
            for line in records
            if any(step["actor"] in unnamed for step in line["attributed_to"])
        },
        "who": {line["id"] for line in records if line["attributed_to"]},
        "figures": {line["id"] for line in records if line["quantities"]},
    }
    visitor.turn_to(html, "#v=1&view=table")
    for question, ids in expected.items():
        visitor.click(f'[data-question="{question}"]')
        assert set(shown(visitor)) == ids, question
        assert f"question={question}" in visitor.page.url
        visitor.click("#panel .close")


def test_two_voices_are_records_of_one_matter_put_differently(
    visitor: Visitor, html: str, store: Store
) -> None:
    visitor.turn_to(html, "#v=1&question=voices&view=table")
    ids = {record.partition("/")[2] for record in shown(visitor)}
    assert {"agreement-no-limits-announced", "agreement-no-limits-denied"} <= ids
    assert "supply-wafangdian-tascom" not in ids
    assert {"HYPOTHETICAL"} & set(visitor.text("#table-body").split()) == set()

    cards = [card.get_attribute("data-record") for card in visitor.page.locator(".card").all()]
    concerns = {
        line["id"]: line["details"].get("concerns") for line in store.lines() if "status" in line
    }
    matters = [matter for matter, _ in groupby(cards, concerns.__getitem__)]
    assert len(matters) == len(set(matters)) > 1


def test_what_is_chosen_has_a_row_though_the_filters_hide_it(visitor: Visitor, html: str) -> None:
    visitor.turn_to(html, f"#v=1&view=table&show={SOURCE}/threat-tariffs-100")
    assert shown(visitor)[0] == f"{SOURCE}/threat-tariffs-100"
    assert "The filters hide this record" in visitor.text("#table-body tr")


def test_what_is_not_in_here_is_counted(visitor: Visitor, html: str, store: Store) -> None:
    visitor.turn_to(html, "#v=1&question=missing")
    head = store.manifest["sources"][SOURCE]
    undated = sum(line["time"] is None for line in store.lines() if "status" in line)
    panel = visitor.text("#panel")
    assert f"{head['sentences_without_fact']} of {head['sentences']}" in panel
    assert "heading 10, transition 1, disclaimer 1" in panel
    assert f"{undated} of {store.manifest['counts']['records']} records" in panel


def test_a_teacher_s_questions_replace_the_page_s_own(kg: Kg, tmp_path: Path) -> None:
    tour = tmp_path / "tour.json"
    asked = [
        {"id": "one", "heading": "First?", "text": "Look.", "filters": {"kind": "sanction"}},
        {"id": "two", "heading": {"en": "Second?"}, "text": "And here.", "ids": [SUPPLY]},
    ]
    tour.write_text(json.dumps(asked), encoding="utf-8")
    assert kg("view", "--questions", tour, "-o", tmp_path / "kg.html").code == 0
    page = data_of((tmp_path / "kg.html").read_text(encoding="utf-8"))
    assert [question["id"] for question in page["questions"]] == ["one", "two"]


ONE = '{"id": "a", "heading": "x", "text": "x"}'


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{", "no JSON"),
        ("{}", "questions are a list"),
        ('[{"id": "a"}]', "question 1: a question has id, heading and text"),
        ('[{"id": "a", "heading": 1, "text": "x"}]', "question 1: heading is a text"),
        ('[{"id": "a", "heading": "x", "text": "x", "filters": {"colour": "red"}}]', "filters are"),
        ('[{"id": "a", "heading": "x", "text": "x", "find": "gold"}]', "find is one of"),
        ('[{"id": "a", "heading": "x", "text": "x", "order": "size"}]', "order is one of began"),
        (f"[{ONE}, {ONE}]", "above already"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_questions_is_refused(
    kg: Kg, tmp_path: Path, written: str, said: str
) -> None:
    tour = tmp_path / "tour.json"
    tour.write_text(written, encoding="utf-8")
    ran = kg("view", "--questions", tour, "-o", tmp_path / "kg.html")
    assert (ran.code, (tmp_path / "kg.html").exists()) == (2, False)
    assert said in ran.err
    assert "tour.json: " in ran.err


def test_the_page_s_own_questions_are_asked_in_both_languages(store: Store) -> None:
    page = data_of(render_page(store))
    assert len(page["questions"]) == 8
    for question in questions(page):
        assert set(question["heading"]) == set(question["text"]) == {"en", "de"}


# -- the address --------------------------------------------------------------------------

STATES = [
    "view=table",
    "view=time&lang=de",
    "status=asserted%2Calleged&kind=sanction",
    "actor=china&firms=1&unnamed=1",
    "role=target%3Arussia&since=2022&until=2024-06&undated=0",
    f"show=russia+china+{SOURCE}%2Fthreat-tariffs-100",
    f"only={SOURCE}%2Fthreat-tariffs-100&status=threatened",
    "question=voices&kind=agreement",
    "said=reuters&place=china&about=bearings",
    "as_of=2014-03&undated=0",
]


def test_what_the_address_says_is_what_it_says_again(visitor: Visitor, html: str) -> None:
    """Each state is read from the address, drawn, and written as it was."""
    visitor.turn_to(html)
    for state in STATES:
        visitor.ask("text => { location.hash = text; }", f"v=1&{state}")
        visitor.page.wait_for_timeout(60)
        visitor.click('#languages [aria-pressed="true"]')  # a change that changes nothing
        written = dict(part.split("=") for part in visitor.page.url.partition("#")[2].split("&"))
        assert written == dict(part.split("=") for part in f"v=1&{state}".split("&"))


def test_what_the_address_may_not_say_is_left_out(visitor: Visitor, html: str) -> None:
    bad = "status=sure,denied&kind=__proto__&actor=nobody&role=x:y&since=soon&view=3d&question=no"
    visitor.turn_to(html, f"#v=1&{bad}&lang=fr&show=<img>&only=constructor")
    visitor.click('#languages [data-lang="en"]')
    assert visitor.page.url.partition("#")[2] == "v=1&status=denied"


# -- what leaves the page -----------------------------------------------------------------


def downloaded(visitor: Visitor, way: str, folder: Path) -> Path:
    visitor.click("#share-button")
    with visitor.page.expect_download() as started:
        visitor.click(f'[data-share="{way}"]')
    file = folder / started.value.suggested_filename
    started.value.save_as(file)
    return file


def test_a_saved_view_holds_its_records_alone_and_opens_on_them(
    visitor: Visitor, html: str, store: Store, tmp_path: Path
) -> None:
    visitor.open(html, ALLEGED)
    before = shown(visitor)
    visitor.ask("() => { document.body.append('changed <script>'); }")
    file = downloaded(visitor, "page", tmp_path)
    saved = file.read_text(encoding="utf-8")
    assert len(saved) < 0.6 * len(html)
    assert "changed" not in saved.partition('id="data"')[0][-2000:]
    page = data_of(saved)
    assert set(page["records"]) == set(before) == lines_that(store, status=["alleged"])
    assert "iran" not in page["entities"]
    visitor.visit(file)
    assert shown(visitor) == before
    assert visitor.text("#panel h2") == "Wafangdian Bearing allegedly supplies bearings to Tascom"
    said = visitor.text("#cut")
    assert said.startswith("Cut from “Russia and China: what 1 source says”: 2 of 339 records")
    assert "What is only alleged?" in said


def test_a_view_cut_in_the_shell_holds_its_records_alone(
    visitor: Visitor, kg: Kg, tmp_path: Path
) -> None:
    file = tmp_path / "cut.html"
    assert kg("view", "Wafangdian", "--status", "alleged", "-o", file).code == 0
    page = data_of(file.read_text(encoding="utf-8"))
    assert list(page["records"]) == [SUPPLY]
    assert "Iran" not in {entity["labels"]["en"] for entity in page["entities"].values()}
    visitor.visit(file)
    assert "1 of 339 records · ALLEGED · in any role: Wafangdian" in visitor.text("#cut")


def _texts_beside_lines(texts: list[str]) -> list[str]:
    """Return the statuses of the key; a picture has no lines of that sort elsewhere."""
    first = texts.index("reported (R)")
    return texts[first : first + 2]


def test_a_picture_carries_title_legend_filters_and_source(
    visitor: Visitor, html: str, tmp_path: Path
) -> None:
    visitor.turn_to(html, "#v=1&status=alleged,reported")
    svg = downloaded(visitor, "svg", tmp_path).read_text(encoding="utf-8")
    root = ElementTree.fromstring(svg)
    texts = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert texts[0] == "Russia and China: what 1 source says"
    assert "reported, alleged · without: assessment" in texts[1]
    samples = [
        (line.get("stroke-dasharray") or "", text)
        for line, text in zip(root.iter(f"{SVG}line"), _texts_beside_lines(texts), strict=True)
    ]
    assert samples == [("9 4", "reported (R)"), ("2 3", "alleged (A)")]
    assert "organ, firm, organisation" in texts
    assert any("in more of the records shown, not more powerful" in text for text in texts)
    assert any(text.startswith("Source: Transatlantic Dialogue Center: ") for text in texts)
    assert downloaded(visitor, "png", tmp_path).read_bytes().startswith(b"\x89PNG")


def test_a_copied_record_keeps_all_that_makes_it_one(visitor: Visitor, html: str) -> None:
    visitor.open(html, f"#v=1&show={SUPPLY}")
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.click('[data-action="copy_one"]')
    visitor.until("document.getElementById('told').textContent")
    text = visitor.ask("navigator.clipboard.readText()")
    for part in (
        "«die angeblich Wälzlager an das russische Transportunternehmen Tascom liefert»",
        "[our translation: which allegedly supplies bearings",
        "Status: ALLEGED: said or passed on with doubt",
        "Who says so: authors of the document",
        "¶38, under «Militärische Zusammenarbeit in Zeiten globaler Spannungen»",
        "Source: Transatlantic Dialogue Center: ",
        SUPPLY,
    ):
        assert part in text


def test_a_printed_dossier_numbers_its_records_and_footnotes_alike(
    visitor: Visitor, html: str
) -> None:
    visitor.open(html, "#v=1&status=alleged,threatened&view=table")
    ids = shown(visitor)
    visitor.ask("() => window.dispatchEvent(new Event('beforeprint'))")
    visitor.page.emulate_media(media="print")
    assert not visitor.is_visible("#head")
    assert visitor.page.locator("#dossier .printed > li").count() == len(ids)
    notes = visitor.page.locator("#dossier .footnotes > li").all()
    assert [ids[at] in note.inner_text() for at, note in enumerate(notes)] == [True] * len(ids)
    assert all(note.locator("q").count() for note in notes)
    assert "SHA-256" in visitor.text("#dossier")


def test_a_path_asks_for_weaker_records_only_where_the_asserted_don_t_do(
    visitor: Visitor, html: str
) -> None:
    visitor.turn_to(html, "#v=1&show=tascom")
    visitor.click('[data-action="path_button"]')
    visitor.page.select_option("#path-end", "us-department-of-state")
    told = visitor.text("#path")
    assert "None by asserted records alone; the weakest on this way: ALLEGED." in told
    assert "A chain of records is not a record." in told
    visitor.click('[data-action="show_path"]')
    assert SUPPLY.replace("/", "%2F") in visitor.page.url


def test_the_filters_are_those_of_the_command_line(visitor: Visitor, html: str, kg: Kg) -> None:
    """The same question in the address and in the shell leaves the same records."""
    every = "status=asserted,reported,alleged,planned,threatened,demanded,hypothetical,denied"
    visitor.turn_to(html)
    kinds = ",".join(data_of(html)["kinds"])
    for state, asked in {
        "actor=china&firms=1": ("--actor", "china", "--with-firms"),
        "role=target:russia": ("--role", "target=russia"),
        "said=reuters": ("--said-by", "reuters"),
        "unnamed=1": ("--unnamed-sources",),
        "place=sea-of-japan": ("--place", "sea-of-japan"),
        "since=2022&until=2023&undated=0": ("--since", "2022", "--until", "2023"),
        "as_of=2014&undated=0": ("--as-of", "2014"),
        "about=gallium": ("--about", "gallium"),
    }.items():
        listed = json.loads(kg("list", *asked, "--format", "json").out)["results"]
        visitor.ask(
            "text => { location.hash = text; }", f"v=1&view=table&{every}&kind={kinds}&{state}"
        )
        visitor.page.wait_for_timeout(80)
        assert set(shown(visitor)) == {line["id"] for line in listed}, state
