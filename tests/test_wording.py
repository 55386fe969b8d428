"""Words that nobody can take for more than they are, and the marks around verbatim ones."""

import ast
import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from processes import ROOT, Kg

from kg.cli.entity_screen import EntityScreen
from kg.cli.phrases import Phrases
from kg.cli.record_screen import RecordScreen
from kg.cli.wording import words
from kg.evidence import printable
from kg.exchange import exported
from kg.lookup import Catalogue
from kg.lookup.finding import REASONS
from kg.models import KINDS, EntityClass, Polarity, Status
from kg.store import Store

# -- no text of ours speaks of facts, truth or confirmation ------------------------------------

FORBIDDEN = re.compile(
    r"\b(facts?|true|truth|truths|confirm(?:s|ed|ation)?|Fakt(?:en|s|um)?|Tatsachen?|"
    r"wahr(?:e|er|es|en|em|heit)?|bestätig(?:t\w*|en|ung)|behaupte(?:t\w*|n)?)\b",
    re.IGNORECASE,
)


class Said(NamedTuple):
    """A fixed text and the file it stands in."""

    file: str
    text: str


# Where such a word is a value of a file format and no text of ours. Each must still be needed.
ALLOWED = {
    Said("kg/network/derived.py", "true"): "xsd:boolean",
    Said("kg/terms/documentation.py", "true or false"): "the values of xsd:boolean",
    Said("kg/terms/json_schema.py", "true"): "what YAML has for a flag that is raised",
    Said(
        "kg/page/script/time.js", "#time-view .mark[aria-pressed=true], #tray [aria-current]"
    ): "the value of an ARIA attribute",
    Said("ontology/records.schema.json", "true"): "what YAML has for a flag that is raised",
}


def texts_of_python(file: Path) -> Iterator[str]:
    """Yield the string constants; docstrings only where they become help or definitions."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    read_by_people = file.parent.name in {"cli", "models"}
    skipped = set() if read_by_people else set(docstrings(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node not in skipped:
            if isinstance(node.value, str):
                yield node.value
            elif isinstance(node.value, bytes):
                yield node.value.decode("latin-1")


def docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
            continue
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            yield first.value


def texts_of_javascript(file: Path) -> Iterator[str]:
    code = re.sub(
        r"(?<!:)//[^\n]*|/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    for found in re.finditer(
        r'"((?:\\.|[^"\\\n])*)"|\'((?:\\.|[^\'\\\n])*)\'|`((?:\\.|[^`\\])*)`', code
    ):
        text = next(group for group in found.groups() if group is not None)
        yield re.sub(r"\$\{[^}]*\}", "", text)


def texts_of_html(file: Path) -> Iterator[str]:
    code = re.sub(r"\{[{%#].*?[}%#]\}", " ", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    yield re.sub(r"<[^>]*>", " ", code)
    yield from re.findall(r'\b(?:title|alt|placeholder|aria-label|content)="([^"]*)"', code)


def texts_of_css(file: Path) -> Iterator[str]:
    yield from re.findall(r'content:\s*"([^"]*)"', file.read_text(encoding="utf-8"))


def texts_of_json(file: Path) -> Iterator[str]:
    yield from strings_in(json.loads(file.read_text(encoding="utf-8")))


def strings_in(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from strings_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings_in(value)


def texts_of_query(file: Path) -> Iterator[str]:
    yield from re.findall(r"^\s*#(.*)$", file.read_text(encoding="utf-8"), flags=re.MULTILINE)


def texts_of_turtle(file: Path) -> Iterator[str]:
    yield from re.findall(r'"((?:\\.|[^"\\])*)"', file.read_text(encoding="utf-8"))


READERS: dict[str, Callable[[Path], Iterator[str]]] = {
    ".py": texts_of_python,
    ".js": texts_of_javascript,
    ".jinja": texts_of_html,
    ".html": texts_of_html,
    ".css": texts_of_css,
    ".json": texts_of_json,
    ".jsonld": texts_of_json,
    ".rq": texts_of_query,
    ".ttl": texts_of_turtle,
}
# .md is documentation, .txt the licence of vis-network, .tsv and .yaml the words of documents
UNREAD = {".pyc", ".typed", ".md", ".txt", ".tsv", ".yaml"}


def fixed_texts() -> Iterator[Said]:
    for folder in ("kg", "ontology"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and file.suffix not in UNREAD:
                name = file.relative_to(ROOT).as_posix()
                yield from (Said(name, text) for text in READERS[file.suffix](file))


@pytest.fixture(scope="module")
def said() -> list[Said]:
    return list(fixed_texts())


def test_no_fixed_text_speaks_of_facts_truth_or_confirmation(said: list[Said]) -> None:
    wrong = [
        one
        for one in said
        if FORBIDDEN.search(one.text) and one not in ALLOWED and not is_grammar(one)
    ]
    assert wrong == []


def is_grammar(one: Said) -> bool:
    """Return whether a text is the list of SPARQL's keywords, or the value of an ARIA attribute."""
    if one.file.startswith("kg/page/script/"):
        return one.text == "true"
    return one.file == "kg/store/advice.py" and set(one.text.split()) >= {"TRUE", "FALSE", "WHERE"}


def test_every_exception_is_still_needed(said: list[Said]) -> None:
    assert set(ALLOWED) - set(said) == set()


def test_the_texts_are_found(said: list[Said]) -> None:
    files = {one.file for one in said}
    texts = {one.text for one in said}
    assert {"kg/models/codes.py", "kg/page/script/reader.js", "kg/cli/phrases.py"} <= files
    assert {"the source states", "die Quelle stellt fest", "who says so"} <= texts
    assert any("A status says how a source puts it" in text for text in texts)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is a fact.", True),
        ("Confirmed by two sources", True),
        ("True or not", True),
        ("eine Tatsache", True),
        ("was wahr ist", True),
        ("bestätigter Eintrag", True),
        ("er behauptet", True),
        ("artefact, factual, unconfirmed, no_fact, Faktor, Wahrung", False),
        ("the source states", False),
    ],
)
def test_the_search_finds_the_words_alone(text: str, found: bool) -> None:  # noqa: FBT001
    assert bool(FORBIDDEN.search(text)) is found


# -- one table of wordings ---------------------------------------------------------------------

WORDINGS = {
    "asserted": ("the source states", "die Quelle stellt fest"),
    "reported": ("the source passes on from N", "die Quelle gibt N wieder"),
    "alleged": ("said or passed on with doubt", "unter Vorbehalt"),
    "planned": ("planned", "geplant"),
    "threatened": ("threatened", "angedroht"),
    "demanded": ("demanded", "gefordert"),
    "hypothetical": (
        "conditional, feared or imagined",
        "gedacht, bedingt oder befürchtet",
    ),
    "denied": ("denied", "bestritten"),
}
NEGATIVE = ("said not to be so", "verneint")


def test_the_statuses_are_worded_as_the_contract_has_them() -> None:
    ours = {
        status.value: tuple(words.format(who="N") for words in (status.wording, status.wording_de))
        for status in Status
    }
    assert ours == WORDINGS
    assert (Polarity.NEGATIVE.en, Polarity.NEGATIVE.de) == NEGATIVE


@pytest.mark.parametrize(("lang", "at"), [("en", 0), ("de", 1)])
def test_help_prints_the_table(lang: str, at: int, kg: Kg) -> None:
    rows = kg("help", "statuses", "--lang", lang).out.splitlines()
    table = dict(row.split(maxsplit=1) for row in rows[1:] if row and not row.startswith(" "))
    wanted = {
        code if code == "asserted" else code.upper(): words[at] for code, words in WORDINGS.items()
    }
    assert {word: table[word] for word in wanted} == wanted
    assert any(row.startswith("NOT SO") and row.endswith(NEGATIVE[at]) for row in rows)


@pytest.mark.parametrize(("lang", "at"), [("en", 0), ("de", 1)])
def test_every_record_is_shown_with_its_wording(lang: str, at: int, store: Store) -> None:
    catalogue = Catalogue(store, lang)
    screen = RecordScreen(catalogue)
    for line in catalogue.records.values():
        who = Phrases(catalogue).speakers(line)
        wording = WORDINGS[line["status"]][at]
        if line["status"] == "reported":
            wording = wording.replace("N", who, 1)
        elif line["status"] in {"planned", "threatened", "demanded", "denied"}:
            status = Status.of(line["status"])  # of which the wording is but the name
            wording = (status.meaning, status.meaning_de)[at].rstrip(".")
        head = screen.render(line).splitlines()[1]
        negative = f"; {NEGATIVE[at]}" if line["polarity"] == "negative" else ""
        word = line["status"] if line["status"] == "asserted" else line["status"].upper()
        marked = f"{word} NOT SO" if negative else word
        assert head == f"{marked} · {wording}{negative}"


def test_a_kinds_label_is_none_of_the_words() -> None:
    for kind in KINDS:
        assert not FORBIDDEN.search(f"{kind.label_en} {kind.label_de} {kind.de}")


# -- «…» stands around verbatim text, and nowhere else -----------------------------------------

MARKED = re.compile("«([^«»]*)»")


def not_verbatim(shown: str, document: str) -> list[str]:
    """Return what stands in «…» and not in the document, and marks without their other."""
    wrong = [words for words in MARKED.findall(shown) if words not in document]
    return [*wrong, *re.findall("[«»].{0,20}", MARKED.sub("", shown))]


@pytest.fixture(scope="module")
def one_line(document: str) -> str:
    """The document as a screen has it."""
    return printable(document)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_show_marks_verbatim_words_alone(lang: str, store: Store, one_line: str) -> None:
    screen = RecordScreen(Catalogue(store, lang))
    wrong = {
        line["id"]: found
        for line in screen.catalogue.records.values()
        if (found := not_verbatim(screen.render(line), one_line))
    }
    assert wrong == {}


@pytest.mark.parametrize("lang", ["en", "de"])
def test_show_marks_an_entitys_words_alike(lang: str, store: Store, one_line: str) -> None:
    screen = EntityScreen(Catalogue(store, lang))
    for line in screen.catalogue.entities.values():
        for everything in (True, False):
            shown = screen.render(line, everything=everything)
            assert not_verbatim(shown, one_line) == []


def test_every_quote_that_is_shown_stands_in_its_marks(store: Store) -> None:
    screen = RecordScreen(Catalogue(store))
    for line in screen.catalogue.records.values():
        shown = screen.render(line)
        for place in line["evidence"]:
            words = printable(place["exact"])
            assert f"«{words}»" in shown
            if len(words) > 60:  # a shorter one may be a name, or stand in a label
                assert words not in MARKED.sub("", shown)


def test_a_translation_is_called_ours_and_stands_in_brackets(store: Store) -> None:
    screen = RecordScreen(Catalogue(store))
    for line in screen.catalogue.records.values():
        shown = screen.render(line)
        for gloss in filter(None, screen.catalogue.glosses(line)):
            assert f"[our translation: {printable(gloss)}]" in shown


def test_a_part_of_a_sentence_is_shown_with_the_whole_of_it(kg: Kg) -> None:
    rows = kg("show", "supply-wafangdian-tascom").out.splitlines()
    before, whole, after = (
        next(row for row in rows if row.startswith(f"  {sign} «")) for sign in "↑=↓"
    )
    assert [rows.index(row) - rows.index(before) for row in (whole, after)] == [1, 2]
    assert whole.startswith("  = «Am 15. Januar 2025 verhängte das US-Außenministerium Sanktionen")
    assert whole.endswith("Wälzlager an das russische Transportunternehmen Tascom liefert.»")
    assert "\n  = «" not in kg("show", "share-arms-components").out  # a whole sentence itself


def test_english_words_are_marked_for_german_readers(kg: Kg) -> None:
    row = "  Zahl:            rund 80 % von (englisch) components for Russian arms «rund 80 %»"
    assert row in kg("show", "share-arms-components", "--lang", "de").out.splitlines()


def test_no_translation_is_shown_to_whom_the_source_itself_speaks(kg: Kg) -> None:
    for command in (
        ("show", "supply-wafangdian-tascom"),
        ("find", "Wafangdian supplied bearings to Tascom"),
        ("path", "Wafangdian", "Tascom"),
    ):
        assert "[our translation: " in kg(*command).out
        german = kg(*command, "--lang", "de").out
        assert "«die angeblich Wälzlager an" in german
        assert "unsere Übersetzung" not in german


def test_list_marks_verbatim_words_alone(kg: Kg, one_line: str) -> None:
    listed = [*(kind.kind_name() for kind in KINDS), *(str(code) for code in EntityClass)]
    for name in listed:
        assert not_verbatim(kg("list", name).out, one_line) == []


def test_the_table_for_spreadsheets_marks_them_too(
    store: Store, one_line: str, document: str
) -> None:
    content = exported(Catalogue(store), "csv").content
    text = content if isinstance(content, str) else content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) > 100
    for row in rows:
        for column, cell in row.items():
            assert not_verbatim(printable(cell), one_line) == [], column
        assert row["status"]
        assert MARKED.findall(row["quote"])
        assert all(words in document for words in MARKED.findall(row["quote"]))


def test_the_check_bites(one_line: str) -> None:
    assert not_verbatim("«Das steht nirgends»", one_line) == ["Das steht nirgends"]
    assert not_verbatim("«China", one_line) == ["«China"]
    assert not_verbatim("«China» says", one_line) == []


# -- both languages ----------------------------------------------------------------------------


def test_the_words_of_tables_and_talk_are_the_same_in_both_languages() -> None:
    english, german = words("en"), words("de")
    assert english.keys() == german.keys()
    for name, text in english.items():
        if isinstance(text, str):
            assert german[name] != text or name == "quads"
            assert holes(german[name]) == holes(text)
    assert english["nouns"].keys() == german["nouns"].keys()
    assert german["reasons"].keys() == set(REASONS.values())


def holes(text: str) -> list[str]:
    """The places that are filled in, {n} and the like."""
    return sorted(re.findall(r"\{\w+\}", text))


def test_heads_and_last_lines_follow_the_language(kg: Kg) -> None:
    german = kg("list", "sanction", "--since", "2023", "--lang", "de")
    assert german.out.splitlines()[0].split()[:2] == ["Status", "wann"]
    assert re.search(r"^\d+ Einträge; davon \d+ \(~\) nur möglicherweise", german.err)
    assert kg("find", "Peking", "--lang", "de").out.split()[:4] == [
        "warum",
        "Name",
        "was",
        "Kennung",
    ]
    assert "genauer Name" in kg("find", "Peking", "--lang", "de").out
    assert kg("status", "--lang", "de").out.splitlines()[2].startswith("Einträge: ")
    assert kg("query", "-e", "ASK {}", "--lang", "de").out == "ja\n"
    assert kg("analyze", "centrality", "--limit", "2", LC_ALL="de_DE.UTF-8").err.count("weitere")
    assert "Wer wen sanktioniert" in kg("queries", "--lang", "de").out
    assert kg("queries", "--lang", "de").out != kg("queries").out


def test_a_query_gives_labels_in_the_language_where_it_allows(kg: Kg) -> None:
    def kinds(*more: str) -> set[str]:
        ran = kg("query", "--name", "status-counts", "--format", "csv", *more)
        assert ran.code == 0
        return {row["kind"] for row in csv.DictReader(io.StringIO(ran.out))}

    assert kinds() == {kind.label_en for kind in KINDS}
    assert kinds("--lang", "de") == {kind.label_de for kind in KINDS}
    assert kinds("--lang", "de", "-p", "lang=en") == kinds()
    ran = kg("query", "--name", "demands", "-p", "addressee=China", "--lang", "de")
    assert "China soll den Import russischer Energieträger einstellen." in ran.out
