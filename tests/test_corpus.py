"""Every way in which the files of ``sources/`` can be wrong: one clear finding, with its line."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml

from kg.corpus import Passage, passages, read_corpus, read_text, source_folders
from kg.corpus.records import Reader
from kg.corpus.yaml_text import read_yaml
from kg.errors import Finding, KgError, SourcesError
from kg.evidence import Span, Text
from kg.models import KINDS, Record
from kg.models.schema import own_fields

MakeSource = Callable[..., Path]

PAPER = "tdc-reverse-kissinger-2025"
TEXT = """\
Sanktionen
Am 15. Januar 2025 verhängte das US-Außenministerium Sanktionen gegen Wafangdian, die angeblich \
19 % der Wälzlager an Tascom liefert.
Moskau warnte. Moskau warnte.
"""
ENTITIES = """\
- {id: russia, class: state, name: {en: Russia}}
- {id: china, class: state, name: {en: China}}
- {id: united-states, class: state, name: {en: United States}}
- {id: us-department-of-state, class: state_organ, name: {en: US Dept.}, of: united-states}
- {id: wafangdian-bearing, class: company, name: {en: Wafangdian Bearing}, country: china}
- {id: tascom, class: company, name: {en: Tascom}, country: russia}
- {id: bearings, class: commodity, name: {en: bearings}}
- {id: the-authors, class: unnamed_source, name: {en: the authors}}
"""
RECORDS = """\
- id: sanction-wafangdian
  kind: sanction
  label: {en: US sanctions on Wafangdian}
  measure: listing
  stage: imposed
  imposer: us-department-of-state
  target: wafangdian-bearing
  when: {edtf: 2025-01-15, words: Am 15. Januar 2025}
  status: asserted
  evidence:
    - quote: Am 15. Januar 2025 verhängte das US-Außenministerium Sanktionen
      gloss: {en: On 15 January 2025 the US Department of State imposed sanctions}

- id: supply-tascom
  kind: supply
  label: {en: Wafangdian allegedly supplies Tascom}
  supplier: wafangdian-bearing
  recipient: tascom
  item: bearings
  status: alleged
  hedge: angeblich
  evidence: die angeblich 19 % der Wälzlager an Tascom liefert
"""


@pytest.fixture
def small(make_source: MakeSource) -> MakeSource:
    """Write the source above, in one of its files *new* for *old*, and return the folder."""

    def make(old: str = "", new: str = "", file: str = "records.yaml", **head: Any) -> Path:
        sources = make_source(text=TEXT, records=RECORDS, entities=ENTITIES, **head)
        target = sources / "news" / file
        content = target.read_text(encoding="utf-8")
        assert content.count(old) >= 1
        target.write_text(content.replace(old, new, 1), encoding="utf-8")
        return sources

    return make


def findings(sources: Path) -> tuple[Finding, ...]:
    with pytest.raises(SourcesError) as caught:
        read_corpus(sources)
    assert caught.value.findings == tuple(sorted(caught.value.findings))
    for finding in caught.value.findings:
        assert "\n" not in finding.what
    return caught.value.findings


def said(sources: Path) -> list[str]:
    return [str(finding).split("\n")[0] for finding in findings(sources)]


# -- what is right -------------------------------------------------------------------------


def test_a_source_is_read_with_its_quotes_in_their_places(small: MakeSource) -> None:
    corpus = read_corpus(small())
    (source,) = corpus.sources
    found = [
        (record.id, record.evidence[0].start, record.evidence[0].end) for record in source.records
    ]
    assert found == [("sanction-wafangdian", 11, 74), ("supply-tascom", 93, 143)]
    assert [source.text.content[start:end] for _, start, end in found] == [
        "Am 15. Januar 2025 verhängte das US-Außenministerium Sanktionen",
        "die angeblich 19 % der Wälzlager an Tascom liefert",
    ]
    assert dict(source.lines) == {"sanction-wafangdian": 1, "supply-tascom": 14}
    assert sorted(corpus.inputs) == [
        "news/document.txt",
        "news/names.yaml",
        "news/records.yaml",
        "news/source.yaml",
        "reference/entities.yaml",
    ]


def test_records_come_in_the_order_of_the_text(make_source: MakeSource) -> None:
    first, second = RECORDS.split("\n\n")
    sources = make_source(text=TEXT, records=f"{second}\n{first}\n", entities=ENTITIES)
    assert [record.id for record in read_corpus(sources).records()] == [
        "sanction-wafangdian",
        "supply-tascom",
    ]


def test_the_evidence_of_a_record_comes_in_the_order_of_the_text(small: MakeSource) -> None:
    sources = small(
        "evidence: die angeblich 19 % der Wälzlager an Tascom liefert",
        "evidence:\n    - an Tascom liefert\n    - {quote: Moskau warnte, nth: 2}\n    - angeblich",
    )
    record = next(record for record in read_corpus(sources).records() if record.kind == "supply")
    assert [part.exact for part in record.evidence] == [
        "angeblich",
        "an Tascom liefert",
        "Moskau warnte",
    ]
    assert record.evidence[-1].start == TEXT.rindex("Moskau")


def test_a_heading_is_the_last_one_above(small: MakeSource) -> None:
    sources = small(parts={"headings": [1], "body": ["2-3"]})
    (source,) = read_corpus(sources).sources
    assert [source.heading_of(line) for line in (1, 2, 3)] == ["Sanktionen"] * 3


def test_offsets_count_a_byte_order_mark_and_carriage_returns(make_source: MakeSource) -> None:
    text = "\ufeffÜber\r\n🚢 Tascom \u00a0liefert.\r\n"
    record = {
        "id": "one",
        "kind": "event",
        "label": {"en": "One"},
        "participant": "russia",
        "status": "asserted",
        "evidence": "Tascom \u00a0liefert",
    }
    sources = make_source(text=text, records=[record])
    (found,) = read_corpus(sources).records()
    assert (found.evidence[0].start, found.evidence[0].end) == (9, 24)


def test_a_sentence_without_fact_has_its_place(small: MakeSource) -> None:
    no_fact = {"quote": "Moskau warnte.", "nth": 2, "because": "said twice"}
    (source,) = read_corpus(small(no_fact=[no_fact])).sources
    start = TEXT.rindex("Moskau")
    assert source.without_fact == (Span(start, start + 14),)


class Toast(Record):
    """A toast that somebody drinks."""

    kind: Literal["toast"]


def test_a_new_kind_is_read_like_any_other(make_source: MakeSource) -> None:
    record = {
        "id": "one",
        "kind": "toast",
        "label": {"en": "One"},
        "status": "asserted",
        "evidence": "besuchte Putin Beijing",
    }
    (toast,) = read_corpus(make_source(records=[record]), [Toast]).records()
    assert type(toast) is Toast


def test_folders_without_a_source_are_no_sources(small: MakeSource) -> None:
    sources = small()
    (sources / "notes").mkdir()
    (sources / "README.md").write_text("words", encoding="utf-8")
    assert source_folders(sources) == (sources / "news",)


# -- a record that is wrong ----------------------------------------------------------------

R = "sources/news/records.yaml"
S = "record sanction-wafangdian"
P = "record supply-tascom"


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            "verhängte das",
            "verhängten das",
            f"{R}:11: {S}: evidence: the quote does not stand in the text; "
            "the closest passage is in ¶2",
        ),
        (
            "quote: Am 15. Januar 2025 verhängte das US-Außenministerium Sanktionen",
            "quote: ''",
            f"{R}:11: {S}: evidence: the quote is empty",
        ),
        (
            "evidence: die angeblich 19 % der Wälzlager an Tascom liefert",
            "evidence: Moskau warnte",
            f"{R}:22: {P}: evidence: the quote stands 2 times (¶3, ¶3); "
            "write nth: 1 to 2, or a longer quote",
        ),
        (
            "evidence: die angeblich 19 % der Wälzlager an Tascom liefert",
            "evidence: {quote: Moskau warnte, nth: 3}",
            f"{R}:22: {P}: evidence: nth: 3, but the quote stands 2 times",
        ),
        (
            "evidence: die angeblich 19 % der Wälzlager an Tascom liefert",
            "evidence: {quote: Moskau warnte, nth: '²'}",
            f"{R}:22: {P}: evidence: nth: '²' is no number from 1",
        ),
        (
            "evidence: die angeblich 19 % der Wälzlager an Tascom liefert",
            "evidence: {quote: Moskau warnte, nth: [2]}",
            f"{R}:22: {P}: evidence: nth: ['2'] is no number from 1",
        ),
        (
            "evidence: die angeblich 19 % der Wälzlager an Tascom liefert",
            "evidence: {quote: [Moskau warnte]}",
            f"{R}:22: {P}: evidence: write the words, or quote: with gloss: and nth:",
        ),
        (
            "evidence: die angeblich 19 % der Wälzlager an Tascom liefert",
            "evidence:\n    - angeblich\n    - {quote: Moskau, start: 3}",
            f"{R}:24: {P}: evidence: write the words, or quote: with gloss: and nth:",
        ),
        (
            "evidence: die angeblich 19 % der Wälzlager an Tascom liefert",
            "evidence: {quote: angeblich, gloss: allegedly}",
            f"{R}:22: {P}: evidence: gloss: 'allegedly' has no language; write {{en: …}}",
        ),
        (
            "  evidence: die angeblich 19 % der Wälzlager an Tascom liefert",
            "",
            f"{R}:14: {P}: evidence is missing: copy the words that say it",
        ),
        (
            "On 15 January 2025",
            "On 16 January 2025",
            f"{R}:11: {S}: evidence: the numbers of gloss en (16, 2025) "
            "are not those of the quote (15, 2025)",
        ),
        (
            "words: Am 15. Januar 2025",
            "words: am 15. Januar 2025",
            f"{R}:8: {S}: when: the words 'am 15. Januar 2025' do not stand in the text",
        ),
        (
            "hedge: angeblich",
            "hedge: vermutlich",
            f"{R}:21: {P}: hedge: the words 'vermutlich' do not stand in the text",
        ),
        (
            "id: supply-tascom",
            "id: sanction-wafangdian",
            f"{R}:14: {S}: this id stands in line 1 already",
        ),
        (
            "kind: sanction",
            "kind: sanctions",
            f"{R}:2: {S}: kind: 'sanctions' is no kind; nearest: 'sanction'",
        ),
        (
            "target: wafangdian-bearing",
            "target: [russia, wafandian-bearing]",
            f"{R}:7: {S}: target: no entity 'wafandian-bearing'; nearest: 'wafangdian-bearing'",
        ),
        (
            "target: wafangdian-bearing",
            "target: qqqqqq",
            f"{R}:7: {S}: target: no entity 'qqqqqq'; nothing known is like it",
        ),
        (
            "status: alleged",
            "status: aledged",
            f"{R}:20: {P}: status: 'aledged' is none of asserted, reported, alleged, planned, "
            "threatened, demanded, hypothetical, denied; nearest: 'alleged'",
        ),
        (
            "status: asserted",
            "status: {is: asserted}",
            f"{R}:9: {S}: status: ",
        ),
        (
            "edtf: 2025-01-15",
            "edtf: 2025-02-29",
            f"{R}:8: {S}: when: '2025-02-29' is no day or month of the calendar",
        ),
        (
            "when: {edtf: 2025-01-15, words: Am 15. Januar 2025}",
            "when: Januar 2025",
            f"{R}:8: {S}: when: 'Januar 2025' is no date that is read here; examples: 2022,",
        ),
        (
            "imposer: us-department-of-state",
            "imposed_by: us-department-of-state",
            f"{R}:6: {S}: imposed_by: no such field; nearest: 'imposer'",
        ),
        (
            "measure: listing",
            "measure: listing\n  source: news",
            f"{R}:5: {S}: source: the folder says it; leave it out",
        ),
        ("  measure: listing\n", "", f"{R}:1: {S}: measure: is missing"),
        (
            "hedge: angeblich",
            "hedge: angeblich\n  attributed_to: {words: angeblich}",
            f"{R}:22: {P}: attributed_to: who is missing",
        ),
        ("  label: {en: US sanctions on Wafangdian}\n", "", f"{R}:1: {S}: label: is missing"),
        (
            "hedge: angeblich",
            "attributed_to: [{who: russia}, {who: china, word: x}]",
            f"{R}:21: {P}: attributed_to: no such field as 'word'",
        ),
        (
            "status: alleged\n  hedge: angeblich",
            "status: reported",
            f"{R}:20: {P}: status: reported needs who reports it: attributed_to",
        ),
        (
            "target: wafangdian-bearing",
            "target: us-department-of-state",
            f"{R}:7: {S}: target: us-department-of-state imposes the sanction: it can't be",
        ),
        (
            "hedge: angeblich",
            "hedge: angeblich\n  concerns: bearings",
            f"{R}:14: {P}: concerns: only this record has 'bearings'; two or more share a matter",
        ),
        (
            "hedge: angeblich",
            "hedge: angeblich\n  because_of: sanction-wafangdien",
            f"{R}:14: {P}: because_of: no record 'news/sanction-wafangdien'; "
            "nearest: 'news/sanction-wafangdian'",
        ),
        (
            "- id: supply-tascom",
            "- just words\n- id: supply-tascom",
            f"{R}:14: 'just words' is no record;",
        ),
    ],
)
def test_a_wrong_record_is_named_with_its_line_and_what_would_be_right(
    old: str, new: str, finding: str, small: MakeSource
) -> None:
    lines = said(small(old, new))
    assert [line.startswith(finding) for line in lines] == [True], lines


def test_a_quote_changed_by_one_letter_shows_the_closest_passage(small: MakeSource) -> None:
    (finding,) = findings(small("verhängte das US", "verhängten das US"))
    assert finding == Finding(
        "sources/news/records.yaml",
        11,
        "record sanction-wafangdian: evidence: the quote does not stand in the text; "
        "the closest passage is in ¶2",
        (
            "quote: Am 15. Januar 2025 verhängte⟦n⟧ das US-Außenministerium Sanktionen",
            "text:  Am 15. Januar 2025 verhängte⟦⟧ das US-Außenministerium Sanktionen",
        ),
    )


def test_a_title_in_the_texts_language_stands_in_the_text(make_source: MakeSource) -> None:
    def titled(title: dict[str, str]) -> Path:
        record = {
            "id": "one",
            "kind": "agreement",
            "label": {"en": "One"},
            "form": "roadmap",
            "title": title,
            "status": "asserted",
            "evidence": "besuchte Putin",
        }
        return make_source(records=[record])

    assert read_corpus(titled({"de": "Putin Beijing", "en": "Anything"})).sources
    assert said(titled({"de": "Putin in Beijing"})) == [
        "sources/news/records.yaml:6: record one: title: "
        "the words 'Putin in Beijing' do not stand in the text"
    ]


def test_a_signatory_that_is_no_party_nor_belongs_to_one_is_refused(
    make_source: MakeSource,
) -> None:
    record = {
        "id": "one",
        "kind": "agreement",
        "label": {"en": "One"},
        "form": "contract",
        "party": ["russia", "china"],
        "signatory": "us-department-of-state",
        "status": "asserted",
        "evidence": "Wälzlager an Tascom",
    }
    assert said(make_source(text=TEXT, records=[record], entities=ENTITIES)) == [
        "sources/news/records.yaml:9: record one: signatory: us-department-of-state is neither a "
        "party nor an organ, office-holder or company of one (russia, china); "
        "give its entity of: or country:"
    ]


# -- a file that is wrong ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("stage: imposed", "stage: 'imposed", f"{R}:5: no valid YAML: "),
        ("stage: imposed", "stage: imposed\n  stage: eased", f"{R}:6: key 'stage' stands twice"),
        (
            "target: wafangdian",
            "target: &who wafangdian",
            f"{R}:7: anchors and aliases are not taken",
        ),
        (
            "target: wafangdian",
            "target: !!str wafangdian",
            f"{R}:7: tag tag:yaml.org,2002:str: tags",
        ),
        (
            "angeblich 19 %",
            "angeblich #19 %",
            f"{R}:22: ' #' begins a comment and cuts the text off",
        ),
        ("evidence: die angeblich", "evidence: so: die angeblich", f"{R}:22: no valid YAML: "),
        ("- id: supply", "---\n- id: supply", f"{R}:14: a second document; a file holds one"),
    ],
)
def test_a_file_that_is_no_yaml_of_ours_is_named_with_its_line(
    old: str, new: str, finding: str, small: MakeSource
) -> None:
    sources = small(old, new)
    with pytest.raises(SourcesError) as caught:
        read_corpus(sources)
    assert caught.value.unreadable
    assert [str(found).startswith(finding) for found in caught.value.findings] == [True]


@pytest.mark.parametrize(
    ("file", "content", "finding"),
    [
        ("news/document.txt", None, "sources/news/document.txt: is missing"),
        ("news/records.yaml", None, "sources/news/records.yaml: is missing"),
        ("news/source.yaml", None, "sources/news/source.yaml: is missing"),
        ("reference/entities.yaml", None, "sources/reference/entities.yaml: is missing"),
        (
            "news/document.txt",
            TEXT.encode("cp1252"),
            "sources/news/document.txt:2: no UTF-8 at byte 34; save it as UTF-8",
        ),
        (
            "news/records.yaml",
            b"- id: one\n  label: {de: \xdcber}\n",
            "sources/news/records.yaml:2: no UTF-8 at byte 24; save it as UTF-8",
        ),
        (
            "news/source.yaml",
            b"# nothing\n",
            "sources/news/source.yaml: is empty; "
            "a source has id, title, voice, language and sha256",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    file: str, content: bytes | None, finding: str, small: MakeSource
) -> None:
    sources = small()
    if content is None:
        (sources / file).unlink()
    else:
        (sources / file).write_bytes(content)
    assert finding in said(sources)


def test_a_folder_in_the_place_of_a_file_is_named(small: MakeSource) -> None:
    sources = small()
    (sources / "news" / "records.yaml").unlink()
    (sources / "news" / "records.yaml").mkdir()
    assert said(sources) == ["sources/news/records.yaml: can't be read: Is a directory"]


def test_a_text_that_was_changed_is_named_with_its_sum(small: MakeSource) -> None:
    now = hashlib.sha256(TEXT.encode()).hexdigest()
    assert said(small(sha256="0" * 64)) == [
        f"sources/news/source.yaml:6: sha256: document.txt has {now}; was the text changed?"
    ]


@pytest.mark.parametrize(
    ("head", "finding"),
    [
        ({"id": "old"}, ":1: id: 'old' is not the folder's name, 'news'"),
        ({"voice": "the-author"}, ":4: voice: no entity 'the-author'; nearest: 'the-authors'"),
        ({"publisher": "reuters"}, ":7: publisher: no entity 'reuters'; nothing known is like it"),
        ({"published": "Mai 2025"}, ":7: published: 'Mai 2025' is no date that is read here"),
        ({"sha256": "abc"}, ":6: sha256: 'abc' is no SHA-256"),
        ({"language": "Deutsch"}, ":5: language: 'Deutsch' is no language"),
        ({"parts": {"body": ["2-3"]}}, ":7: parts: line 1 of the text is in no part"),
        ({"parts": {"body": ["1-9"]}}, ":7: parts: line 9 is beyond the text's last, 4"),
        ({"parts": {"headings": [1], "body": ["1-3"]}}, ":7: parts: line 1 is in two parts"),
        ({"parts": {"body": "a"}}, ":8: parts: 'a' is no line or range of lines; write 7 or 3-7"),
        (
            {"no_fact": [{"quote": "Moskau warnte.", "because": "?"}]},
            ":8: no_fact: the quote stands 2 times (¶3, ¶3); write nth: 1 to 2, or a longer quote",
        ),
        (
            {"no_fact": [{"quote": "Beijing warnte.", "because": "?"}]},
            ":8: no_fact: the quote does not stand in the text; the closest passage is in ¶3",
        ),
        ({"autor": "the-authors"}, ":7: autor: no such field; nearest: 'author'"),
    ],
)
def test_a_wrong_head_is_named_with_its_line(
    head: dict[str, Any], finding: str, small: MakeSource
) -> None:
    (line,) = said(small(**head))
    assert line.startswith(f"sources/news/source.yaml{finding}"), line


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            "id: china",
            "id: russia",
            ":2: entity russia: defined in sources/reference/entities.yaml:1 already",
        ),
        (
            "class: company",
            "class: firm",
            ":5: entity wafangdian-bearing: class: 'firm' is none of state,",
        ),
        (
            "of: united-states",
            "of: united-state",
            ":4: entity us-department-of-state: no entity 'united-state'; nearest: 'united-states'",
        ),
        (
            "{id: tascom, class: company",
            "{id: tascom, class: group",
            ":6: entity tascom: a group says what it means: group: together, either_or or unnamed",
        ),
        ("name: {en: bearings}", "names: {en: bearings}", ":7: entity bearings: name: is missing"),
        ("- {id: russia", "- words\n- {id: russia", ":1: 'words' is no mapping"),
    ],
)
def test_a_wrong_entity_is_named_with_its_line(
    old: str, new: str, finding: str, small: MakeSource
) -> None:
    lines = said(small(old, new, "../reference/entities.yaml"))
    assert any(line.startswith(f"sources/reference/entities.yaml{finding}") for line in lines), (
        lines
    )


@pytest.mark.parametrize(
    ("file", "finding"),
    [
        ("records.yaml", "records.yaml is a list of records, each beginning with '- id:'"),
        ("names.yaml", "names.yaml maps an entity's id to its forms"),
        ("entities.yaml", "a file of entities is a list, each beginning with '- id:'"),
        ("source.yaml", "is no mapping; write its fields"),
    ],
)
def test_a_file_of_another_shape_is_named(file: str, finding: str, small: MakeSource) -> None:
    sources = small()
    (sources / "news" / file).write_text("just words\n", encoding="utf-8")
    (line,) = said(sources)
    assert finding in line


def test_names_of_an_unknown_entity_are_named_with_their_line(make_source: MakeSource) -> None:
    names = "none: Putin\nrussia: Moskau\nchinaa:\n  - Beijing\n"
    assert said(make_source(names=names)) == [
        "sources/news/names.yaml:2: 'Moskau' does not stand in the text as a whole word; "
        "leave it out",
        "sources/news/names.yaml:3: no entity 'chinaa'; nearest: 'china'",
    ]


def test_a_folder_that_is_not_there_says_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="there is no such folder of sources; kg init makes one"):
        read_corpus(tmp_path / "sources")


# -- several at once -----------------------------------------------------------------------


def test_all_mistakes_of_a_run_come_at_once_sorted_with_file_and_line(
    make_source: MakeSource,
) -> None:
    records = (
        RECORDS.replace("verhängte das", "verhängten das")
        .replace("measure: listing", "measure: boycott")
        .replace("target: wafangdian-bearing", "target: wafangdian")
        .replace("item: bearings", "item: bearing")
        .replace("status: alleged", "status: reported")
    )
    sources = make_source(
        text=TEXT,
        records=records,
        entities=ENTITIES.replace("of: united-states", "of: america"),
        names="russia: Kreml\n",
        sha256="0" * 64,
    )
    shutil.copytree(sources / "news", sources / "old-news")
    (sources / "old-news" / "document.txt").unlink()
    assert [line.split(": ", 1)[0] for line in said(sources)] == [
        "sources/news/names.yaml:1",
        "sources/news/records.yaml:4",
        "sources/news/records.yaml:11",
        "sources/news/records.yaml:20",
        "sources/news/source.yaml:6",
        "sources/old-news/document.txt",
        "sources/reference/entities.yaml:4",
    ]


def test_a_bad_quote_hides_no_other_mistake_of_its_record(small: MakeSource) -> None:
    sources = small("verhängte das", "verhängten das")
    file = sources / "news" / "records.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            "target: wafangdian-bearing", "target: wafangdian"
        ),
        encoding="utf-8",
    )
    assert [line.split(": ")[2] for line in said(sources)] == ["target", "evidence"]


def test_the_first_line_of_a_finding_is_whole_by_itself(small: MakeSource) -> None:
    with pytest.raises(SourcesError) as caught:
        read_corpus(small("verhängte das", "verhängten das"))
    first, *further = str(caught.value).splitlines()
    assert first == (
        "sources/news/records.yaml:11: record sanction-wafangdian: evidence: "
        "the quote does not stand in the text; the closest passage is in ¶2"
    )
    assert all(line.startswith("    ") for line in further)


def test_every_letter_of_a_real_quote_counts(workspace: Path) -> None:
    file = workspace / PAPER / "records.yaml"
    content = file.read_text(encoding="utf-8")
    quote = "'Nach Angaben des EU-Sondergesandten David O’Sullivan stammen"
    assert content.count(f"quote: {quote}") == 1
    line = content[: content.index(f"quote: {quote}")].count("\n") + 1
    file.write_text(content.replace(quote, quote.replace("O’S", "O''S")), encoding="utf-8")
    (finding,) = findings(workspace)
    assert (finding.file, finding.line) == (f"sources/{PAPER}/records.yaml", line)
    assert finding.what.endswith("the closest passage is in ¶37")
    assert ["⟦'⟧" in finding.more[0], "⟦’⟧" in finding.more[1]] == [True, True]


# -- anything in the place of anything -----------------------------------------------------

ODD: list[Any] = [
    *("", "x", "²", "news/one/two", [], [""], ["x"], [["x"]], ["russia", "russia"]),
    *({}, {"": ""}, {"a": "b"}, [{"a": "b"}], {"edtf": ["2022"]}, {"en": ["x"]}, {"who": {}}),
    *({"quote": {}}, {"quote": "die", "gloss": []}, {"value": [], "unit": {}, "words": {}}),
]


def read_or_refused(raw: dict[str, Any]) -> tuple[Finding, ...]:
    """Read one record that stands in line 1 and may hold anything."""
    reader = Reader(
        source="news",
        language="de",
        file="f",
        text=Text(TEXT),
        entities={},
        refused=set(),
        kinds=KINDS,
    )
    reader.read(read_yaml(yaml.safe_dump([raw], allow_unicode=True, default_style='"'), "f"))
    return tuple(reader.findings)


@pytest.mark.parametrize("kind", KINDS)
def test_anything_in_any_field_is_read_or_refused_with_its_line(kind: type[Record]) -> None:
    common = {"id": "one", "kind": kind.kind_name(), "label": {"en": "One"}, "status": "asserted"}
    shared = Record.model_fields if kind is KINDS[0] else {}
    for field in {"x": None, **shared, **{field.name: None for field in own_fields(kind)}}:
        for odd in ODD:
            for finding in read_or_refused({**common, "evidence": "Moskau", field: odd}):
                assert finding.line
                assert "\n" not in finding.what


def test_several_times_in_the_place_of_a_figures_period_are_refused() -> None:
    raw = {"id": "one", "kind": "trade_flow", "evidence": "Tascom", "when": ["2021", "2022"]}
    assert [finding for finding in read_or_refused(raw) if ": when: " in finding.what]


# -- the passage that somebody remembers ---------------------------------------------------


def test_what_is_remembered_comes_back_ready_to_paste(sources: Path) -> None:
    remembered = "entweder Moskau oder Peking nahezustehen"
    (passage,) = passages(sources, remembered)
    assert passage == Passage(PAPER, 15, "entweder Moskau oder Peking1 nahezustehen", None)
    assert passage.as_yaml() == (
        "evidence:\n  - quote: 'entweder Moskau oder Peking1 nahezustehen'\n    gloss: {en: \"\"}"
    )


def test_a_passage_that_stands_twice_says_which_it_is(small: MakeSource) -> None:
    (passage,) = passages(small(), "Moskau warnte.")
    assert passage == Passage("news", 3, "Moskau warnte.", 1)
    assert "\n    nth: 1\n" in passage.as_yaml()


def test_a_passage_is_looked_for_in_one_source_that_exists(small: MakeSource) -> None:
    assert passages(small(), "Das Wetter in Lissabon", only="news") == []
    with pytest.raises(KgError, match="there is no source 'olds'"):
        passages(small(), "Moskau", only="olds")


def test_a_text_that_cannot_be_read_alone_is_named(small: MakeSource) -> None:
    folder = small() / "news"
    (folder / "document.txt").write_bytes(b"Moskau \xff")
    with pytest.raises(KgError, match=r"document\.txt: no UTF-8 at byte 7"):
        read_text(folder)
    (folder / "document.txt").unlink()
    with pytest.raises(KgError, match=r"document\.txt: can't be read: No such file"):
        read_text(folder)
