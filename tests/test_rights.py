"""What of a source's words stands in the files that people pass on."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from processes import Kg

from kg.build import build_store
from kg.corpus import read_corpus
from kg.exchange import exported
from kg.lookup import Catalogue
from kg.page import render_page
from kg.store import Store, open_store
from kg.texts.citation import cited

# Two records quote sentences 3 and 8, one of them in part; a heading stands above each of them.
SENTENCES = (
    "Erste Überschrift",
    "Gleich zu Beginn steht ein Satz fernab.",
    "Davor steht ein Nachbar.",
    "Russland liefert 𠮷 Öl an China, wie es heißt.",
    "Danach folgt ein Nachbar.",
    "In der Mitte schweigen alle.",
    "Zweite Überschrift",
    "Ein Satz beginnt den Abschnitt.",
    "Moskau und Peking üben gemeinsam.",
    "Ein Satz steht im nächsten Absatz.",
    "Dritte Überschrift",
    "Am Ende steht etwas fernab.",
)
TEXT = "\n".join(
    (
        SENTENCES[0],
        " ".join(SENTENCES[1:6]),
        SENTENCES[6],
        " ".join(SENTENCES[7:9]),
        SENTENCES[9],
        SENTENCES[10],
        SENTENCES[11],
    )
)
ENTITIES = """\
- {id: russia, class: state, name: {en: Russia}}
- {id: china, class: state, name: {en: China}}
- {id: oil, class: commodity, name: {en: oil}}
- {id: the-authors, class: unnamed_source, name: {en: the authors}}
"""
RECORDS = (
    {
        "id": "oil",
        "kind": "supply",
        "label": {"en": "Russia supplies oil"},
        "supplier": "russia",
        "recipient": "china",
        "item": "oil",
        "status": "asserted",
        "note": "Nachgesehen: «Davor steht ein Nachbar.»",
        "evidence": {"quote": "liefert 𠮷 Öl an China", "gloss": {"en": "supplies oil to China"}},
    },
    {
        "id": "drill",
        "kind": "exercise",
        "label": {"en": "Joint drill"},
        "participant": ["russia", "china"],
        "form": "joint",
        "series": "Moskau und Peking üben gemeinsam.",
        "status": "asserted",
        "evidence": {"quote": "Moskau und Peking üben gemeinsam.", "gloss": {"en": "drill"}},
    },
)
PARTS = {"headings": [1, 3, 6], "body": [2, 4, 5, 7]}
FAR = tuple(SENTENCES[at] for at in (1, 5, 10, 11))  # two sentences or more from any quote
BESIDE = tuple(SENTENCES[at] for at in (0, 2, 4, 6, 7, 9))  # neighbours and their headings
QUOTED = (SENTENCES[3], SENTENCES[8])


@pytest.fixture
def news(make_source: Callable[..., Path], tmp_path: Path) -> Callable[..., Store]:
    def built(redistribute: str | None) -> Store:
        head = {"redistribute": redistribute} if redistribute else {}
        sources = make_source(text=TEXT, entities=ENTITIES, records=RECORDS, parts=PARTS, **head)
        build_store(sources, tmp_path / "kg")
        return open_store(tmp_path / "kg")

    return built


def _written(store: Store) -> dict[str, str]:
    """Return every file that people pass on, as one text each."""
    catalogue = Catalogue(store, "de")
    tables = {form: exported(catalogue, form).content for form in ("csv", "gexf", "graphml", "ftm")}
    drawings = {
        f"{form} of actors": exported(catalogue, form, projection="actors").content
        for form in ("gexf", "graphml")
    }
    files = {name: str(content) for name, content in {**tables, **drawings}.items()}
    book = exported(catalogue, "xlsx").content
    assert isinstance(book, bytes)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        files["xlsx"] = "".join(parts.read(name).decode() for name in parts.namelist())
    files["citations"] = cited(catalogue, catalogue.records.values())
    files["page"] = render_page(store)
    files["page of one record"] = render_page(store, only=["news/oil"])
    return {name: unescape(text) for name, text in files.items()}


def _holding(files: dict[str, str], sentence: str) -> set[str]:
    return {name for name, text in files.items() if sentence in text}


def test_of_a_source_to_be_quoted_files_hold_the_quotes_and_one_sentence_on_either_side(
    news: Callable[..., Store],
) -> None:
    files = _written(news("quotes"))
    pages = {"page", "page of one record"}
    for sentence in FAR:
        assert _holding(files, sentence) == set(), sentence
    assert _holding(files, SENTENCES[3]) == pages
    assert _holding(files, "liefert 𠮷 Öl an China") == {*files}
    assert _holding(files, SENTENCES[9]) == {"page"}
    for sentence in (*BESIDE, *QUOTED):
        assert "page" in _holding(files, sentence), sentence
    for sentence in (*BESIDE[4:], SENTENCES[8]):  # around the record that was left out
        assert "page of one record" not in _holding(files, sentence), sentence


def test_nothing_said_means_quotes(news: Callable[..., Store]) -> None:
    files = _written(news(None))
    for sentence in FAR:
        assert _holding(files, sentence) == set(), sentence


def test_of_a_source_to_be_kept_files_hold_places_and_our_labels_alone(
    news: Callable[..., Store],
) -> None:
    files = _written(news("none"))
    for sentence in (*SENTENCES, "liefert 𠮷 Öl an China", "supplies oil to China"):
        assert _holding(files, sentence) == set(), sentence
    ties = {name for name in files if name.endswith("of actors")}  # have no label of a record
    assert _holding(files, "Russia supplies oil") == {*files} - ties


def test_of_a_source_to_be_shared_the_page_holds_every_sentence(news: Callable[..., Store]) -> None:
    files = _written(news("full"))
    for sentence in SENTENCES:
        assert {"page", "page of one record"} <= _holding(files, sentence), sentence
    assert not re.search(r'<p id="private"', files["page"])


@pytest.mark.parametrize("redistribute", ["quotes", "none"])
def test_a_private_copy_holds_every_sentence_and_says_so(
    redistribute: str, news: Callable[..., Store]
) -> None:
    page = render_page(news(redistribute), private=True)
    for sentence in SENTENCES:
        assert sentence in page, sentence
    words = "Private copy: holds texts whose rights don't allow passing it on."
    data = json.loads(re.findall('id="data">(.*?)</script>', page)[0])
    for sentence in FAR:  # what is cut out of it is not private
        assert sentence not in json.dumps(data["allowed"], ensure_ascii=False)
    assert f'<p id="private" role="note" data-word="text.private">{words}</p>' in unescape(page)


def test_kg_view_writes_the_private_copy_only_when_asked(
    kg: Kg, news: Callable[..., Store], tmp_path: Path
) -> None:
    news("quotes")
    page = tmp_path / "kg.html"
    told = {}
    for share in ("allowed", "full"):
        ran = kg("view", "--text", share, "-o", page, "--store", tmp_path / "kg")
        told[share] = ran.err
        assert ran.code == 0
        assert (FAR[0] in page.read_text(encoding="utf-8")) is (share == "full")
    assert "private copy" in told["full"]
    assert "private copy" not in told["allowed"]


def test_the_paper_may_be_shared_in_full(store: Store, sources: Path) -> None:
    page = unescape(render_page(store))
    (source,) = read_corpus(sources).sources
    assert source.info.redistribute.value == "full"
    missing = [
        source.text.exact(span)
        for span in source.text.sentences
        if source.text.exact(span).replace('"', '\\"') not in page
    ]
    assert missing == []
