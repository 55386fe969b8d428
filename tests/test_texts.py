"""Dossiers and citations: no sentence without its footnote, no status lost, hostile text stays."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from processes import Kg

from kg.build import build_store
from kg.lookup import Catalogue, Filters
from kg.models import KINDS, Status
from kg.store import Store, open_store
from kg.texts import STYLES, Dossier, as_html, as_markdown, cited, dossier
from kg.texts.dossier import SECTIONS, Item
from kg.texts.sentences import Sentences
from kg.texts.wording import LANGUAGES, templates

SOURCE = "tdc-reverse-kissinger-2025"
SELECTIONS = {
    "everything": Filters(),
    "China": Filters(actors=("china",)),
    "Wafangdian": Filters(actors=("wafangdian-bearing",)),
    "Power of Siberia 2": Filters(actors=("power-of-siberia-2",)),
    "since 2024": Filters(since="2024-01-01"),
}
HOSTILE = (
    r'<script>alert(1)</script> **b** [x](http://e.x) `c` </li> \input{a} } @misc{ % & "q" ![i](j)'
)


@pytest.fixture(params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest, store: Store) -> Catalogue:
    return Catalogue(store, request.param)


@pytest.fixture(params=SELECTIONS)
def written(request: pytest.FixtureRequest, catalogue: Catalogue) -> Dossier:
    return dossier(catalogue, SELECTIONS[request.param])


def _items(written: Dossier, *names: str) -> Iterator[Item]:
    for section in written.sections:
        if section.name in names:
            yield from (item for group in section.groups for item in group.items)


# -- what a dossier promises --------------------------------------------------------------


def test_each_sentence_has_a_footnote_with_words_of_the_document(
    written: Dossier, document: str
) -> None:
    notes = {note.number: note for note in written.notes}
    for item in _items(written, *SECTIONS, "voices"):
        assert notes[item.note].record == item.record
        assert notes[item.note].quotes
    assert all(quote.words in document for note in written.notes for quote in note.quotes)
    assert [note.number for note in written.notes] == list(range(1, len(written.notes) + 1))


def test_guillemets_hold_words_of_the_document_alone(written: Dossier, document: str) -> None:
    text = as_markdown(written)
    text = re.sub(r"\\(.)", r"\1", text)
    assert [words for words in re.findall("«([^»]*)»", text) if words not in document] == []


def test_only_what_is_asserted_and_positive_is_said_to_be_so(
    catalogue: Catalogue, written: Dossier
) -> None:
    allowed = {
        "said": {("asserted", "positive")},
        "passed": {("reported", "positive"), ("alleged", "positive")},
        "to_come": {("planned", "positive"), ("threatened", "positive"), ("demanded", "positive")},
        "imagined": {("hypothetical", "positive"), ("hypothetical", "negative")},
        "not_so": {("denied", "positive"), ("asserted", "negative")},
        "judgement": {("asserted", "positive"), ("hypothetical", "positive")},
    }
    for name, statuses in allowed.items():
        records = [catalogue.records[item.record] for item in _items(written, name)]
        assert {(record["status"], record["polarity"]) for record in records} <= statuses
        judged = {record["kind"] == "assessment" for record in records}
        assert name not in ("said", "judgement") or judged <= {name == "judgement"}


def test_the_authors_judgement_holds_nobody_elses(catalogue: Catalogue) -> None:
    written = dossier(catalogue, Filters())
    judged = [catalogue.records[item.record] for item in _items(written, "judgement")]
    assert len(judged) > 100
    assert [record["id"] for record in judged if record["attributed_to"]] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_record_of_the_store_stands_exactly_once(store: Store, lang: str) -> None:
    written = dossier(Catalogue(store, lang), Filters())
    told = Counter(item.record for item in _items(written, *SECTIONS))
    expected = [line["id"] for line in store.lines() if "status" in line]
    assert told == Counter(expected)


def test_what_a_date_filter_leaves_out_is_counted(store: Store) -> None:
    written = dossier(Catalogue(store), Filters(since="2024-01-01"))
    lines = [line for line in store.lines() if "status" in line]
    undated = sum(line["time"] is None for line in lines)
    assert f"{undated} more records fit but have no date" in " ".join(written.closing)
    marks = {item.mark for item in _items(written, *SECTIONS)}
    assert marks == {"", "~ "}


def test_firms_stand_apart_from_their_state(catalogue: Catalogue) -> None:
    written = dossier(catalogue, SELECTIONS["China"])
    heading = {"en": "apart from China", "de": "getrennt von China"}[catalogue.lang]
    apart = {
        item.record
        for section in written.sections
        for group in section.groups
        for item in group.items
        if heading in group.heading
    }
    own = {item.record for item in _items(written, *SECTIONS)} - apart
    assert f"{SOURCE}/sanction-wafangdian" in apart
    assert own == {line["id"] for line in catalogue.records_of("china")}
    assert not apart & own


def test_two_voices_stand_together_with_those_outside_marked(store: Store) -> None:
    written = dossier(Catalogue(store), Filters(kinds=("agreement",)))
    voices = list(_items(written, "voices"))
    no_limits = [item for item in voices if "no-limits" in item.record]
    assert [item.sentence for item in no_limits] == [
        "The source tells of a plan: “Partnership without limits” announced.",
        "The source itself voices a denial: No “partnership without limits”.",
    ]
    barter = dossier(Catalogue(store), Filters(kinds=("evasion",), statuses=("alleged",)))
    assert [(item.mark, item.record) for item in _items(barter, "voices")] == [
        ("* ", f"{SOURCE}/evasion-barter-summary"),
        ("", f"{SOURCE}/evasion-barter-reuters"),
    ]


def test_what_is_missing_names_records_whose_field_is_empty(catalogue: Catalogue) -> None:
    written = dossier(catalogue, SELECTIONS["Wafangdian"])
    by_number = {note.number: note.record.partition("/")[2] for note in written.notes}
    words = templates(catalogue.lang)["kinds"]["supply"]["missing"]
    found = {gap.text: [by_number[number] for number in gap.notes] for gap in written.gaps}
    assert found[words["when"]] == ["supply-wafangdian-tascom"]
    assert found[words["quantity"]] == ["supply-wafangdian-tascom"]
    assert words["recipient"] not in found


@pytest.mark.parametrize(
    ("lang", "record", "sentence"),
    [
        (
            "en",
            "sanction-wafangdian",
            "The source states: US sanctions on Wafangdian Bearing Company "
            "(listing; imposed; by: US Department of State; 15 January 2025).",
        ),
        (
            "de",
            "sanction-wafangdian",
            "Die Quelle stellt fest: US-Sanktionen gegen Wafangdian Bearing Company "
            "(Listung; verhängt; durch: US-Außenministerium; 15. Januar 2025).",
        ),
        (
            "de",
            "supply-wafangdian-tascom",
            "Die Quelle sagt unter Vorbehalt («angeblich»): "
            "Wafangdian Bearing soll Wälzlager an Tascom liefern.",
        ),
        (
            "en",
            "drone-factory",
            "The source passes on from Reuters (citing European intelligence circles): "
            "Russian factory for long-range drones in China "
            "(field: arms and military technology; under way; report of September 2024).",
        ),
        (
            "en",
            "sanction-secondary-energy-feared",
            "The source speaks of something conditional, feared or imagined («fürchten»): Feared "
            "US secondary sanctions against the Russian energy sector (as it would be – imposed).",
        ),
        (
            "en",
            "supply-armenia-no-help",
            "The source states, in the negative: No substantial Russian help for Armenia "
            "(what is said not to be so – what: substantial help).",
        ),
        (
            "en",
            "assessment-allies-convinced",
            "The source speaks of something conditional, feared or imagined («könnte»): "
            "Compromises with Moscow could convince US allies that Russia can pursue its "
            "aggressive aims and is ready to commit considerable resources to them.",
        ),
        (
            "de",
            "assessment-russia-replaces-alliances-denied",
            "Die Quelle äußert selbst eine Zurückweisung: Die Autoren weisen die Vorstellung "
            "zurück, Russland könne das Bündnissystem der USA ersetzen.",
        ),
        (
            "en",
            "trade-total-2022-2023",
            "The source states: Trade between Russia and China, level (goods: all goods; "
            "trade between Russia and China: over 235 billion US dollars; 2022 to 2023).",
        ),
    ],
)
def test_a_sentence_says_status_speaker_and_what_the_label_leaves_out(
    store: Store, lang: str, record: str, sentence: str
) -> None:
    catalogue = Catalogue(store, lang)
    assert Sentences(catalogue).whole(catalogue.records[f"{SOURCE}/{record}"]) == sentence


def test_a_dossier_of_a_speaker_tells_what_rests_on_his_word(catalogue: Catalogue) -> None:
    written = dossier(catalogue, Filters(actors=("reuters",)))
    own = {item.record for item in _items(written, *SECTIONS)}
    said = {
        line["id"]
        for line in catalogue.records.values()
        if any(step["actor"] == "reuters" for step in line["attributed_to"])
    }
    told = {"en": "more records rest on the word of", "de": "weitere Einträge beruhen auf dem Wort"}
    assert own.isdisjoint(said)
    assert f"{len(said)} {told[catalogue.lang]}" in " ".join(written.closing)


def test_a_share_is_never_told_without_its_whole(store: Store) -> None:
    written = dossier(Catalogue(store), Filters(kinds=("share",)))
    assert all("the whole: " in item.sentence for item in _items(written, *SECTIONS))


def test_a_dossier_is_the_same_as_it_was(kg: Kg, golden: Callable[[str, str], None]) -> None:
    golden("brief-wafangdian.md", kg("brief", "Wafangdian", "--lang", "en").out)


# -- templates ----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_and_status_has_a_template(lang: str, store: Store) -> None:
    words = templates(lang)
    assert set(words["kinds"]) == {kind.kind_name() for kind in KINDS}
    assert set(words["frames"]) == {status.value for status in Status}
    for kind, template in words["kinds"].items():
        known = {*store.vocabulary["kinds"][kind]["fields"], "when", "quantity", "place"}
        named = re.findall(r"\{(\w+)\}", " ".join(template["parts"]))
        expected = [field for fields in template["missing"] for field in fields.split("|")]
        assert {*named, *expected} <= known, kind


def test_both_languages_have_the_same_templates() -> None:
    assert _shape(templates("en")) == _shape(templates("de"))


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shape(item) for item in value]
    return sorted(re.findall(r"\{\w*\}", value)) if isinstance(value, str) else value


def test_the_frames_say_what_the_table_of_wordings_says(store: Store) -> None:
    for lang in LANGUAGES:
        words = templates(lang)
        source = words["source_one"]
        for status, name in (("asserted", "own"), ("reported", "passed")):
            frame = words["frames"][status][name].format(source=source, who="{who}")
            wording = store.vocabulary["statuses"][status]["wording"][lang]
            assert frame.lower() == wording.lower()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_fixed_text_speaks_of_facts(lang: str) -> None:
    words = json.dumps(templates(lang), ensure_ascii=False)
    bad = r"\b(facts?|true|truth|confirm\w*|Fakt\w*|Tatsache\w*|wahr|Wahrheit|bestätig\w*)\b"
    assert re.findall(bad, words, re.IGNORECASE) == []


# -- hostile words, and words that may not be passed on ------------------------------------


@pytest.fixture
def make_store(make_source: Callable[..., Path], tmp_path: Path) -> Callable[..., Store]:
    def make(**head: Any) -> Store:
        record = {
            "id": "oil",
            "kind": "statement",
            "act": "declare",
            "label": {"en": f"Label {HOSTILE}", "de": f"Zeichen {HOSTILE}"},
            "speaker": "china",
            "content": {"en": f"Content {HOSTILE}"},
            "status": "alleged",
            "hedge": "angeblich",
            "note": f"Note {HOSTILE}",
            "evidence": {"quote": f"angeblich {HOSTILE}", "gloss": {"en": f"Gloss {HOSTILE}"}},
        }
        folder = make_source(
            text=f"Das sagt China angeblich {HOSTILE}\n", records=(record,), **head
        )
        build_store(folder, tmp_path / "store")
        return open_store(tmp_path / "store")

    return make


class _Elements(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_hostile_words_stay_text_in_html(make_store: Callable[..., Store]) -> None:
    html = as_html(dossier(Catalogue(make_store()), Filters()))
    page = _Elements(html)
    for word in ("Label", "Content", "Note", "Gloss", "angeblich"):
        assert f"{word} {HOSTILE}" in page.text
    assert not page.names & {"script", "img", "iframe", "link", "object", "form", "input"}
    assert all(link.startswith("#") for link in page.links)
    assert "default-src &#39;none&#39;" in html


def test_hostile_words_stay_text_in_markdown(make_store: Callable[..., Store]) -> None:
    store = make_store()
    written = as_markdown(dossier(Catalogue(store), Filters()))
    record = next(line for line in store.lines() if "status" in line)
    for text in (written, cited(Catalogue(store), [record], "markdown")):
        body = re.sub(r"^\[\^\d+\]: ", "", text, flags=re.MULTILINE)
        page = _Elements(MarkdownIt("gfm-like", {"linkify": False}).render(body))
        for word in ("Label", "Content", "Gloss", "angeblich"):
            assert f"{word} {HOSTILE}" in page.text
        assert page.names <= {"h1", "h2", "p", "ul", "li", "em", "blockquote"}


def test_hostile_words_leave_no_field_of_bibtex(make_store: Callable[..., Store]) -> None:
    store = make_store()
    record = next(line for line in store.lines() if "status" in line)
    written = cited(Catalogue(store), [record, record], "bibtex")
    assert written.startswith("@misc{news:oil,\n")
    depth = [0]
    for sign in written:
        depth.append(depth[-1] + {"{": 1, "}": -1}.get(sign, 0))
    assert min(depth) == 0
    assert depth.index(0, 10) == written.rindex("}") + 1  # one entry, closed by the last brace
    plain = re.sub(r"\\(?:text\w+\{\}|[&%$#_])", "", written)
    assert not set(plain) & set('\\%&$#~^"<>|')


def test_csl_json_has_only_what_the_schema_allows(store: Store) -> None:
    catalogue = Catalogue(store)
    items = json.loads(cited(catalogue, catalogue.records.values(), "csl-json"))
    allowed = {"id", "type", "title", "author", "publisher", "issued", "language", "locator"}
    assert {key for item in items for key in item} <= {*allowed, "note", "custom"}
    assert {item["type"] for item in items} == {"document"}
    assert len({item["id"] for item in items}) == len(catalogue.records)


@pytest.mark.parametrize(
    ("published", "issued"),
    [
        ("2025-01-15", {"date-parts": [[2025, 1, 15]]}),
        ("2025", {"date-parts": [[2025]]}),
        ("202X", {"literal": "2020s"}),
    ],
)
def test_the_day_of_publication_goes_into_the_citation(
    make_store: Callable[..., Store], published: str, issued: dict[str, Any]
) -> None:
    catalogue = Catalogue(make_store(published=published))
    item = json.loads(cited(catalogue, catalogue.records.values(), "csl-json"))[0]
    assert item["issued"] == issued


def test_words_that_may_not_be_passed_on_are_in_no_text(
    make_store: Callable[..., Store],
) -> None:
    catalogue = Catalogue(make_store(redistribute="none"))
    written = dossier(catalogue, Filters())
    texts = [as_markdown(written), as_html(written)]
    texts += [cited(catalogue, catalogue.records.values(), style) for style in STYLES]
    for text in texts:
        assert "Label" in text
        assert "¶1" in text
        for word in ("angeblich", "Gloss ", "Content ", "Note "):
            assert word not in text


def test_nothing_in_a_text_can_steer_a_terminal(
    make_source: Callable[..., Path], tmp_path: Path
) -> None:
    steering = "angeb\x1b[31mlich\u202e"
    record = {
        "id": "visit",
        "kind": "event",
        "label": {"en": f"Visit {steering}"},
        "participant": "china",
        "status": "alleged",
        "hedge": steering,
        "evidence": f"China kam {steering}",
    }
    build_store(make_source(text=f"China kam {steering}\n", records=(record,)), tmp_path / "s")
    catalogue = Catalogue(open_store(tmp_path / "s"))
    written = dossier(catalogue, Filters())
    texts = [as_markdown(written), as_html(written)]
    texts += [cited(catalogue, catalogue.records.values(), style) for style in STYLES]
    for text in texts:
        assert not set(text) & {"\x1b", "\u202e"}
        assert "U+202E" in text


def test_several_sources_are_told_apart_in_each_sentence(
    make_store: Callable[..., Store], tmp_path: Path
) -> None:
    make_store(published="2025-01")
    shutil.copytree(tmp_path / "sources" / "news", tmp_path / "sources" / "press")
    head = tmp_path / "sources" / "press" / "source.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("id: news", "id: press"), "utf-8")
    build_store(tmp_path / "sources", tmp_path / "store")
    written = dossier(Catalogue(open_store(tmp_path / "store"), "de"), Filters())
    beginnings = [item.sentence.partition(" (")[0] for item in _items(written, *SECTIONS)]
    assert beginnings == [f"Quelle S{at} sagt unter Vorbehalt" for at in (1, 2)]
    assert "- S2: *Eine Meldung*, Januar 2025." in as_markdown(written)


# -- the commands -------------------------------------------------------------------------


def test_cite_gives_words_translation_place_source_status_and_speaker(kg: Kg) -> None:
    ran = kg("cite", "supply-wafangdian-tascom", "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "«die angeblich Wälzlager an das russische Transportunternehmen Tascom liefert» "
        "[our working translation: which allegedly supplies bearings to the Russian transport "
        "company Tascom] ¶38, under «Militärische Zusammenarbeit in Zeiten globaler "
        "Spannungen».",
        "Transatlantic Dialogue Center: „Reverse Kissinger“ und die Partnerschaft zwischen "
        "Russland und China [The “reverse Kissinger” and the partnership between Russia and "
        "China], no date given.",
        "The source says with doubt («angeblich»): Wafangdian Bearing allegedly supplies "
        "bearings to Tascom.",
        "Said by: authors of the document, in their own voice.",
        "Status: alleged. Said or passed on with doubt: allegedly, is said to, may have.",
        f"Record: {SOURCE}/supply-wafangdian-tascom <https://w3id.org/sinorus/id/record/"
        f"{SOURCE}/supply-wafangdian-tascom>",
    ]


@pytest.mark.parametrize(
    "command",
    [("cite", "China"), ("cite", "Nemo"), ("brief", "Nemo"), ("brief", "sanction-wafangdian")],
)
def test_what_is_no_record_or_name_is_a_clear_error(kg: Kg, command: tuple[str, ...]) -> None:
    ran = kg(*command)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(repr(command[1])) or repr(command[1]) in ran.err


def test_a_part_that_two_labels_share_is_cited_as_neither(kg: Kg) -> None:
    ran = kg("cite", "partnership-without-limits")
    assert (ran.code, ran.out) == (2, "")
    assert "agreement-no-limits-announced" in ran.err
    assert "agreement-no-limits-denied" in ran.err
    assert "supply-wafangdian-tascom" in kg("cite", "bearings to Tascom").out


def test_a_dossier_of_nothing_says_so_and_what_lies_near(kg: Kg) -> None:
    ran = kg("brief", "Wafangdian", "--since", "2030", "--lang", "en")
    assert ran.code == 0
    assert "No record here fits." in ran.out
    assert "nothing found in 339 records" in ran.err


def test_brief_takes_the_one_set_of_filters(kg: Kg) -> None:
    ran = kg("brief", "--kind", "sanction", "--imposer", "US Department of State", "--lang", "de")
    assert ran.code == 0
    assert "1 Eintrag aus 1 Quelle." in ran.out
    assert "US-Sanktionen gegen Wafangdian Bearing Company" in ran.out


def test_brief_writes_html_for_paper_and_screen(kg: Kg, tmp_path: Path) -> None:
    file = tmp_path / "dossier.html"
    ran = kg("brief", "Power of Siberia 2", "--format", "html", "-o", file, "--lang", "de")
    assert (ran.code, ran.out) == (0, "")
    page = _Elements(file.read_text(encoding="utf-8"))
    assert "Die Quelle spricht von einem Plan (Russland): Gaspipeline Power of" in page.text
    assert page.links == {f"#{end}-{number}" for end in ("note", "ref") for number in (1, 2)}
