"""kg add: what is read, what is refused and why, what is known already, what the folder says."""

import contextlib
import errno
import hashlib
import io
import os
import pty
import re
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from processes import KG, Kg, Ran, environment

from kg.corpus import read_corpus
from kg.errors import KgError
from kg.intake import (
    Extracted,
    Format,
    Found,
    Head,
    Limits,
    format_of,
    head_of,
    most_like,
    read_document,
    write_source,
)
from kg.intake.dating import date_line, hanging_on_publication
from kg.intake.language import language_of
from kg.intake.pdf import read_pdf
from kg.intake.seen import all_found, found
from kg.intake.web import read_html
from kg.intake.word import read_word

GERMAN = (
    "Lieferungen über die Grenze\n\n"
    "Am 3. Mai 2023 vereinbarten die beiden Regierungen, mehr Erdgas durch die neue Leitung zu\n"
    "liefern. Ein Sprecher in Peking sprach von einem „guten Tag für beide Länder“, Zahlen nannte\n"
    "er nicht. Der Handel in Rubel und Yuan wuchs im selben Jahr auf mehr als die Hälfte.\n"
)
RUSSIAN = (
    "Стороны договорились увеличить поставки газа по новому трубопроводу. Объём поставок "
    "министерство не назвало, сообщил его представитель журналистам в Москве.\n"
)
CHINESE = "双方同意通过新的管道增加天然气供应。外交部发言人在北京对记者说，具体数字尚未公布。\n"
PAGE = """\
<!doctype html><html lang="de"><head><title>Gas – Beispielzeitung</title>
<meta property="og:site_name" content="Beispielzeitung">
<meta property="article:published_time" content="2024-09-12T08:00:00+02:00">
<link rel="canonical" href="https://example.org/gas">{head}</head>
<body><nav>Menü · Start · Politik</nav><article><h1>Mehr Gas</h1>
<p>Die beiden Regierungen vereinbarten am Montag, mehr Erdgas zu liefern.</p>
<h2>Hintergrund</h2>
<p>Der Handel wuchs im selben Jahr,<br>wie ein Sprecher in <b>Peking</b> vor der Presse sagte.</p>
<table><tr><td>2022</td><td>15</td></tr><tr><td>2023</td><td>23</td></tr></table>
</article><footer><time datetime="2019-01-01">1.1.2019</time> Impressum</footer></body></html>
"""


def pdf(*pages: str, more: str = "", trailer: str = "") -> bytes:
    """Return a PDF with these lines on its pages, written by hand."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (de-DE) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, page in enumerate(pages):
        rows = "".join(f"({row}) Tj T* " for row in page.split("\n") if row)
        content = f"BT /F1 12 Tf 14 TL 50 700 Td {rows}ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * at} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream",
        ]
    if more:
        objects.append(more)
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{one}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return body + (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode("cp1252")


def word(fill: Callable[[Any], object], **core: str) -> bytes:
    """Return a Word file that *fill* has filled."""
    document = docx.Document()
    fill(document)
    for field, value in core.items():
        setattr(document.core_properties, field, value)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def archive(entries: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as into:
        for name, data in entries.items():
            into.writestr(name, data)
    return file.getvalue()


@pytest.fixture
def mine(make_source: Callable[..., Path]) -> Path:
    """A folder of sources with one source, ``news``."""
    return make_source(text=GERMAN)


@pytest.fixture
def add(kg: Kg, mine: Path, tmp_path: Path) -> Callable[..., Ran]:
    """Run ``kg add`` on a file of that name with these bytes."""

    def run(data: bytes | str, *options: str, name: str = "in.txt", **env: str) -> Ran:
        file = tmp_path / name
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        return kg("add", file, *options, "--sources", mine, **env)

    return run


def head(folder: Path) -> Any:
    return yaml.safe_load((folder / "source.yaml").read_text(encoding="utf-8"))


# -- a folder of sources --------------------------------------------------------------------


@pytest.mark.parametrize("text", [RUSSIAN, "\ufeff" + RUSSIAN.replace("\n", "\r\n"), CHINESE])
def test_a_text_is_kept_byte_for_byte_and_can_be_built(
    text: str, add: Callable[..., Ran], mine: Path, kg: Kg, tmp_path: Path
) -> None:
    ran = add(text, "--publisher", "Beispiel-Agentur", "--published", "2024-09-12")
    folder = Path(ran.out.strip())
    assert (ran.code, folder) == (0, mine / "beispiel-agentur-2024-09-12")
    content = (folder / "document.txt").read_bytes()
    assert content == text.encode()
    told = head(folder)
    assert told["sha256"] == hashlib.sha256(content).hexdigest()
    assert told["language"] == ("zh" if text == CHINESE else "ru")
    assert (told["publisher"], str(told["published"])) == ("beispiel-agentur", "2024-09-12")
    built = kg("build", "--sources", mine, "--store", tmp_path / "store")
    assert (built.code, "of 2 sources" in built.err) == (0, True)


def test_its_authors_speak_in_it_and_its_publisher_is_an_entity(
    add: Callable[..., Ran], mine: Path
) -> None:
    folder = Path(add(RUSSIAN, "--publisher", "Institut für Beispiele", "--id", "gas").out.strip())
    corpus = read_corpus(mine)
    source = next(one for one in corpus.sources if one.info.id == folder.name)
    assert source.info.voice == source.info.author == "gas-authors"
    assert corpus.entities["gas-authors"].entity_class == "unnamed_source"
    assert corpus.entities["institut-fur-beispiele"].entity_class == "think_tank"


def test_a_publisher_that_is_known_by_name_is_taken(add: Callable[..., Ran]) -> None:
    ran = add(RUSSIAN, "--publisher", "russland")  # of the reference entities
    assert head(Path(ran.out.strip()))["publisher"] == "russia"
    assert "russia, known" in ran.err


def test_a_publisher_that_the_lexicon_knows_is_the_one_that_it_knows(
    add: Callable[..., Ran], mine: Path
) -> None:
    ran = add(RUSSIAN, "--publisher", "ТАСС")
    publisher = read_corpus(mine).entities[head(Path(ran.out.strip()))["publisher"]]
    assert (publisher.id, publisher.entity_class) == ("tass", "medium")
    assert {name.lang for name in publisher.name} >= {"en", "ru"}


def test_ids_are_proposed_once(add: Callable[..., Ran]) -> None:
    options = ("--publisher", "Агентство", "--published", "2024-09")
    first, second = add(RUSSIAN, *options), add(CHINESE, *options)
    names = [Path(ran.out.strip()).name for ran in (first, second)]
    assert names == ["agentstvo-2024-09", "agentstvo-2024-09-2"]


def test_what_was_pasted_is_taken_and_nothing_is_asked(kg: Kg, mine: Path) -> None:
    ran = kg("add", "-", "--id", "pasted", "--sources", mine, typed=RUSSIAN)
    assert (ran.code, ran.out) == (0, f"{mine / 'pasted'}\n")
    assert (mine / "pasted" / "document.txt").read_text(encoding="utf-8") == RUSSIAN
    assert "published:    unknown" in ran.err


def test_markdown_says_of_itself_what_it_is(add: Callable[..., Ran]) -> None:
    matter = "---\ntitle: Mehr Gas\ndate: 2024-09-12T08:00\nauthor: [A. B., C. D.]\n---\n"
    body = f"# Überschrift\n\n{GERMAN[::-1]}\n```\n# kein Titel\n```\n"
    folder = Path(add(matter + body, "--lang", "de", name="in.md").out.strip())
    told = head(folder)
    assert (folder / "document.txt").read_text(encoding="utf-8") == matter + body
    assert (told["title"], str(told["published"])) == ({"de": "Mehr Gas"}, "2024-09-12")
    assert (told["parts"]["headings"], told["parts"]["not_content"]) == (["6"], ["1-5"])
    assert "A. B., C. D." in (folder / "entities.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_page_gives_its_main_text_and_its_head(add: Callable[..., Ran], mine: Path) -> None:
    ran = add(PAGE.format(head=""), name="page.html")
    folder = Path(ran.out.strip())
    assert (folder / "document.txt").read_text(encoding="utf-8").split("\n") == [
        "Mehr Gas",
        "Die beiden Regierungen vereinbarten am Montag, mehr Erdgas zu liefern.",
        "Hintergrund",
        "Der Handel wuchs im selben Jahr, wie ein Sprecher in Peking vor der Presse sagte.",
        "2022\t15",
        "2023\t23",
        "",
    ]
    told = head(folder)
    assert folder.name == "beispielzeitung-2024-09-12"
    assert (told["address"], told["language"]) == ("https://example.org/gas", "de")
    assert told["parts"] == {"headings": ["1", "3"], "body": ["2", "4-6"]}
    assert read_corpus(mine)


# -- what is read ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-16"),
        (GERMAN.replace("„", '"').replace("“", '"'), "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (CHINESE, "gb18030"),
    ],
)
def test_another_encoding_is_recognised_and_said(text: str, encoding: str) -> None:
    read = read_document(text.encode(encoding), "in.txt")
    assert read.text == text
    assert "UTF-8" in read.notes[0]


def test_an_encoding_may_be_given() -> None:
    assert read_document("Öl".encode("cp437"), "in.txt", encoding="cp437").text == "Öl"


@pytest.mark.parametrize("encoding", ["zlib", "nothing", "hex", "idna"])
def test_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    with pytest.raises(KgError, match="is no text"):
        read_document(b"\x78\x9c\xcb\xff", "in.txt", encoding=encoding)


def test_a_pdf_gives_its_paragraphs_again() -> None:
    title = "Vom Handel"
    page = (
        f"{title}\nDer Umsatz im gemeinsamen Handel der beiden Staaten erreichte nach An-\n"
        "gaben beider Seiten einen neuen Stand, der russisch-chinesische Rat sprach von\n"
        "einem guten Jahr.\nIm Jahr danach fiel er.\n{number}"
    )
    read = read_pdf(pdf(*(page.format(number=number) for number in (1, 2, 3))), "in.pdf")
    assert read.text.split("\n")[:3] == [
        "Der Umsatz im gemeinsamen Handel der beiden Staaten erreichte nach Angaben beider Seiten "
        "einen neuen Stand, der russisch-chinesische Rat sprach von einem guten Jahr.",
        "Im Jahr danach fiel er.",
        "Der Umsatz im gemeinsamen Handel der beiden Staaten erreichte nach Angaben beider Seiten "
        "einen neuen Stand, der russisch-chinesische Rat sprach von einem guten Jahr.",
    ]
    assert title not in read.text  # it stands on top of each page
    assert read.found["language"].value == "de-DE"


@pytest.mark.slow
def test_pages_without_text_are_named_and_the_exit_code_says_so(add: Callable[..., Ran]) -> None:
    ran = add(pdf("The two sides agreed to deliver more gas.", "", ""), name="in.pdf")
    assert (ran.code, "not read: no text layer on 2 pages: 2, 3" in ran.err) == (1, True)
    assert Path(ran.out.strip()).is_dir()


@pytest.mark.slow
def test_word_gives_headings_tables_and_what_was_inserted(add: Callable[..., Ran]) -> None:
    def fill(document: Any) -> None:
        document.add_heading("Vom Gas", 1)
        paragraph = document.add_paragraph("Die Lieferungen ")
        inside = paragraph.paragraph_format.element
        insertion = inside.makeelement(qn("w:ins"), {})
        inside.append(insertion)
        insertion.append(paragraph.add_run("wuchsen").element)
        deletion = inside.makeelement(qn("w:del"), {})
        inside.append(deletion)
        gone = paragraph.add_run("sanken").element
        gone.find(qn("w:t")).tag = qn("w:delText")
        deletion.append(gone)
        paragraph.add_run(" im Jahr 2023, sagte der Minister.")
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "2023", "23 Mrd. Kubikmeter"
        document.add_paragraph("Ende des Berichts.")
        add_footnote(document, "Nach Angaben des Ministeriums.")

    folder = Path(add(word(fill, title="Gas für alle", author="A. B."), name="in.docx").out.strip())
    assert (folder / "document.txt").read_text(encoding="utf-8") == (
        "Vom Gas\nDie Lieferungen wuchsen im Jahr 2023, sagte der Minister.\n"
        "2023\t23 Mrd. Kubikmeter\nEnde des Berichts.\nNach Angaben des Ministeriums.\n"
    )
    told = head(folder)
    assert (told["title"], "published" in told) == ({"de": "Gas für alle"}, False)
    assert told["parts"] == {"headings": ["1"], "body": ["2-4"], "apparatus": ["5"]}


def add_footnote(document: Any, words: str) -> None:
    """Add the part of a Word file that holds footnotes, which python-docx can't write."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    note = f"<w:footnote><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:footnote>"
    xml = f'<w:footnotes xmlns:w="{space}">{note}</w:footnotes>'.encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


@pytest.mark.parametrize(
    ("text", "code", "doubt"),
    [
        (GERMAN, "de", ""),
        (RUSSIAN, "ru", ""),
        (CHINESE, "zh", ""),
        ("The two sides agreed to deliver more gas through the new pipeline. " * 3, "en", ""),
        ("Gas und Öl aus Russland", "de", "only 19 letters"),
        (GERMAN * 20 + RUSSIAN * 16, "de", "the rest looks like ru"),
    ],
)
def test_the_language_is_recognised_and_so_is_doubt(text: str, code: str, doubt: str) -> None:
    found = language_of(text)
    assert found
    assert (found.code, bool(found.doubt)) == (code, bool(doubt))
    assert doubt in found.doubt


def test_a_date_that_merely_stands_on_a_page_is_no_day_of_publication() -> None:
    page = PAGE.format(head="").replace("article:published_time", "some-other-time")
    assert "published" not in read_html(page.encode(), "page.html").found


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_a_page_is_read_in_the_encoding_that_it_names(encoding: str) -> None:
    page = PAGE.format(head=f'<meta charset="{encoding}">').replace("„", "").replace("“", "")
    assert "für Gas" in read_html(page.replace("Mehr Gas", "für Gas").encode(encoding), "x").text


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Mehr Gas\nBerlin, 12. September 2024\nGestern …", "de", "2024-09-12"),
        ("# Gas\nStand: 12.09.2024, 14:03 Uhr\n\n3. Mai 2023\nTreffen", "de", "2024-09-12"),
        ("More gas\nPublished: September 12, 2024\n", "en", "2024-09-12"),
        ("12 сентября 2024 г.\nБольше газа", "ru", "2024-09-12"),
        ("Chronik\n3. Mai 2023\nTreffen\n4. Juni 2023\nVertrag", "de", None),
        ("Am 3. Mai 2023\ntrafen sich beide.", "de", None),
        ("Moskau, 9. Mai 1945: das Ende", "de", None),
        ("Mehr Gas seit 12. September 2024", "de", None),
        ("Mehr Gas\n" * 20 + "12. September 2024", "de", None),
    ],
)
def test_a_date_line_dates_the_text_and_no_other_line(
    text: str, language: str, day: str | None
) -> None:
    line = date_line(text, language)
    assert (line.value if line else None) == day


def test_what_hangs_on_the_day_of_publication_is_named() -> None:
    text = "Am 3. Mai 2023 begann es.\n\nWie gestern bekannt wurde, fließt mehr Gas."
    assert hanging_on_publication(text, "de") == ("gestern", 3)
    assert hanging_on_publication(text.replace("gestern", "vielfach"), "de") is None


# -- what is refused ------------------------------------------------------------------------

BILLION = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">%s]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:body><w:p><w:r><w:t>&z9;</w:t></w:r></w:p></w:body></w:document>"""


def laughs() -> bytes:
    """Return a Word file whose one word is a billion letters, if entities are expanded."""
    names = ["a", *(f"z{at}" for at in range(10))]
    steps = (f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in pairwise(names))
    with zipfile.ZipFile(io.BytesIO(word(str))) as whole:
        entries = {entry: whole.read(entry) for entry in whole.namelist()}
    entries["word/document.xml"] = BILLION % "".join(steps).encode()
    return archive(entries)


REFUSED: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "x.txt", "is empty"),
    "blank": (b" \n\t ", "x.txt", "is empty"),
    "signs alone": (b"--- *** ---", "x.txt", "no words in it"),
    "a NUL": (b"Gas\0 und", "x.txt", "a NUL byte at 3"),
    "program": (b"\x7fELF\x02\x01", "x.txt", "a program"),
    "picture": (b"\x89PNG\r\n", "x.pdf", "OCR"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Word", "x.doc", "save it as .docx"),
    "encrypted Word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "x.docx",
        "is encrypted",
    ),
    "RTF": (b"{\\rtf1 Gas}", "x.rtf", "RTF is not read"),
    "controls": (b"\x01\x02\x03Gas" * 9, "x.bin", "control characters"),
    "UTF-16 without its mark": ("Gas und Öl".encode("utf-16-le"), "x.txt", "UTF-16"),
    "mail": (b"Subject: Gas\nMIME-Version: 1.0\n\nGas", "x.mht", "a mail"),
    "another archive": (archive({"a.txt": b"Gas"}), "x.zip", "no Word file"),
    "broken archive": (b"PK\x03\x04 and no more", "x.docx", "a broken zip archive"),
    "zip bomb": (
        archive({"word/document.xml": b"<a>" + b" " * 61_000_000}),
        "x.docx",
        "unpacks to 61 MB",
    ),
    "many files": (
        archive({f"word/{at}": b"" for at in range(10_000)} | {"word/document.xml": b""}),
        "x.docx",
        "in 10001 files",
    ),
    "Word without a package": (archive({"word/document.xml": b"<a/>"}), "x.docx", "no Word file"),
    "entities": (laughs(), "x.docx", "Word file"),
    "scanned": (pdf("", ""), "x.pdf", "no text layer"),
    "encrypted PDF": (
        pdf("Gas", more=(
            "<< /Filter /Standard /V 1 /R 2 /P -4 /Length 40 "
            f"/O <{'61' * 32}> /U <{'62' * 32}> >>"
        ), trailer="/Encrypt 6 0 R /ID [<00> <00>]"),
        "x.pdf",
        "is encrypted",
    ),
    "no PDF": (b"%PDF-1.4 and nothing else", "x.pdf", "can't be read"),
    "page without text": (b"<html><body><script>x()</script></body></html>", "x.html", "no text"),
}  # fmt: skip


def read_here(data: bytes, name: str) -> object:
    """Read a document in this process; in the product PDF, HTML and Word have one of their own."""
    readers = {Format.PDF: read_pdf, Format.HTML: read_html, Format.WORD: read_word}
    return readers.get(format_of(data, name), read_document)(data, name)


@pytest.mark.parametrize("what", REFUSED)
def test_what_can_t_be_read_is_refused_with_the_reason(what: str) -> None:
    data, name, reason = REFUSED[what]
    with pytest.raises(KgError, match=reason) as refused:
        read_here(data, name)
    assert str(refused.value).startswith(f"{name}: ")


@pytest.mark.slow
@pytest.mark.parametrize("what", ["a NUL", "encrypted PDF"])
def test_the_reason_is_one_line_and_nothing_is_left(
    what: str, add: Callable[..., Ran], mine: Path
) -> None:
    data, name, reason = REFUSED[what]
    before = sorted(mine.iterdir())
    ran = add(data, name=name)
    assert (ran.code, ran.out, reason in ran.err) == (2, "", True), ran
    assert len(ran.err.splitlines()) == 1
    assert sorted(mine.iterdir()) == before


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--id", "../x"), "is no id"),
        (("--id", "reference"), "is there already"),
        (("--id", "news"), "is there already"),
        (("--title", "Gas\x1b[31m"), "title: U+001B"),
        (("--title", " "), "title: is empty"),
        (("--published", "gestern"), "published: "),
        (("--url", "javascript:alert(1)"), "is no address"),
        (("--lang", "Deutsch"), "is no language"),
        (("--redistribute", "all"), "none of full, quotes, none"),
        (("--max-size", "0.0001"), "bigger than 0.0001 MB"),
    ],
)
def test_what_is_given_wrongly_is_refused(
    options: tuple[str, ...], reason: str, add: Callable[..., Ran], mine: Path
) -> None:
    before = sorted(mine.iterdir())
    ran = add(RUSSIAN, *options)
    assert (ran.code, ran.out, reason in ran.err) == (2, "", True), ran
    assert sorted(mine.iterdir()) == before


def test_what_is_no_file_is_refused(kg: Kg, mine: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for file, reason in ((tmp_path, "a folder"), (pipe, "no regular"), (tmp_path / "x", "No such")):
        ran = kg("add", file, "--sources", mine)
        assert (ran.code, reason in ran.err) == (2, True), ran


def test_a_link_where_the_folder_would_be_is_not_followed(
    add: Callable[..., Ran], mine: Path, tmp_path: Path
) -> None:
    (mine / "linked").symlink_to(tmp_path / "elsewhere")
    assert add(RUSSIAN, "--id", "linked").code == 2
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_can_t_be_written_is_left_as_it_was(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = sorted(mine.iterdir())
    monkeypatch.setattr(Path, "rename", full)  # the last step
    found = {name: Found(value, "") for name, value in HEAD.items()}
    with pytest.raises(KgError, match="No space left"):
        write_source(mine, Head("gas", found), Extracted(RUSSIAN))
    assert sorted(mine.iterdir()) == before


HEAD = {"title": "Gas", "language": "ru", "redistribute": "quotes"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(seconds=1), "more than 1 s"),
        (Limits(memory=130_000_000, seconds=60), "too much memory"),
    ],
)
def test_a_pdf_that_runs_away_is_stopped(limits: Limits, reason: str) -> None:
    assert read_document(pdf("Gas"), "in.pdf", limits._replace(seconds=60)).text == "Gas\n"
    bomb = pdf("Gas " * 20 + "\n" * 3 + "(x) Tj " * 10)
    stream = zlib.compress(b"(Gas) Tj T* " * 5_000_000)
    head = f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n".encode()
    at, end = bomb.index(b"<< /Length"), bomb.index(b"endstream")
    data = bomb[:at] + head + stream + b"\n" + bomb[end:]
    with pytest.raises(KgError, match=reason):
        read_document(data, "bomb.pdf", limits)


@given(st.binary(max_size=300), st.sampled_from(["x.txt", "x.md"]))
def test_no_bytes_are_a_fault(data: bytes, name: str) -> None:
    with contextlib.suppress(KgError):
        assert read_document(data, name).text.strip()


@pytest.mark.parametrize(
    ("library", "name"),
    [("pypdf", "x.pdf"), ("trafilatura", "x.html"), ("docx", "x.docx"), ("chardet", "x.txt")],
)
def test_a_library_that_is_missing_is_named_with_the_extra_that_brings_it(
    library: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = {
        "x.pdf": pdf("Gas"),
        "x.html": PAGE.encode(),
        "x.docx": word(str),
        "x.txt": RUSSIAN.encode("cp1251"),
    }
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(KgError, match=rf"{library}: pip install 'sino-russian-kg\[read\]'"):
        read_here(data[name], name)


# -- what is known already ------------------------------------------------------------------


def test_the_same_text_is_not_added_twice(add: Callable[..., Ran], mine: Path) -> None:
    ran = add(GERMAN, "--id", "again", "--anyway")
    assert (ran.code, ran.out, "is news" in ran.err) == (1, "", True)
    assert not (mine / "again").exists()


def test_a_text_under_another_head_is_noticed(add: Callable[..., Ran], mine: Path) -> None:
    shortened = "Andere Überschrift\r\n" + GERMAN.split("\n\n")[1].upper().replace("\n", "\r\n")
    words = len(shortened.split()) - 4
    ran = add(shortened, "--id", "again")
    share = re.search(r"(\d+) % of its word sequences stand in news already", ran.err)
    assert (ran.code, ran.out) == (1, "")
    assert share
    assert abs(int(share[1]) - 100 * (words - 2) / words) < 5  # those with a word of the head
    assert add(shortened, "--id", "again", "--anyway").code == 0
    assert read_corpus(mine)


def test_a_text_in_a_longer_one_is_noticed(mine: Path) -> None:
    more = " ".join(f"Wort{at}" for at in range(500))
    like = most_like(f"{more}\n{GERMAN}{more}", mine)
    assert like
    assert str(like) == "100 % of the word sequences of news stand in it"


@pytest.mark.parametrize("text", [RUSSIAN, CHINESE, "Am 3. Mai 2023 vereinbarten die beiden"])
def test_another_text_is_none_that_we_have(text: str, mine: Path) -> None:
    assert most_like(text, mine) is None


# -- on to records --------------------------------------------------------------------------


@pytest.mark.slow
def test_review_goes_on_where_it_was_left(kg: Kg, mine: Path, tmp_path: Path) -> None:
    """Without a person nothing is judged; what was proposed and judged is not done again."""
    file, store = tmp_path / "in.txt", tmp_path / "store"
    file.write_text(
        "Am 3. Mai 2023 unterzeichneten Russland und China ein Abkommen über Erdgas.\n",
        encoding="utf-8",
    )
    going_on = ("add", file, "--id", "gas", "--review", "--sources", mine, "--store", store)
    first = kg(*going_on)
    proposed = (mine / "gas" / "candidates.jsonl").read_bytes()
    assert (first.code, "built: 0 records of 2 sources" in first.err) == (0, True), first
    judged = kg("review", "gas", "--accept-above", "0", "--sources", mine)
    assert judged.code == 0, judged
    again = kg(*going_on)
    assert (again.code, again.out.splitlines()[0]) == (0, str(mine / "gas")), again
    assert "known already, going on: gas" in again.err
    assert "built: 1 record of 2 sources" in again.err
    assert (mine / "gas" / "candidates.jsonl").read_bytes() == proposed


# -- hostile words --------------------------------------------------------------------------


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_a_file_says_of_itself_is_kept_or_left_out(title: str, author: str) -> None:
    told = all_found(title=found(title, "front matter"), author=found(author, "front matter"))
    fields = head_of(Extracted(RUSSIAN, found=told), {"language": "ru"}, "in.txt")
    with tempfile.TemporaryDirectory() as folder:
        reference = Path(folder) / "reference" / "entities.yaml"
        reference.parent.mkdir()
        reference.write_text("[]\n", encoding="utf-8")
        write_source(Path(folder), Head("gas", fields, note="Received."), Extracted(RUSSIAN))
        [source] = read_corpus(Path(folder)).sources
    assert dict(source.info.title) == {"ru": fields["title"].value}
    assert all(char.isprintable() for char in fields["title"].value)


# -- on a terminal --------------------------------------------------------------------------


@pytest.mark.slow
def test_on_a_terminal_what_is_missing_is_asked_for(mine: Path, tmp_path: Path) -> None:
    file = tmp_path / "in.txt"
    file.write_text(RUSSIAN, encoding="utf-8")
    ours, theirs = pty.openpty()
    answers = "Больше газа\n\nвчера\n2024-09\n\nCC BY 4.0\n\nnews\nmehr-gas\n"
    os.write(ours, answers.encode())
    done = subprocess.run(
        [*KG, "add", str(file), "--sources", str(mine), "--lang", "ru"],
        stdin=theirs, capture_output=True, encoding="utf-8", env=environment(), check=False,
    )  # fmt: skip
    assert (done.returncode, Path(done.stdout.strip())) == (0, mine / "mehr-gas"), done.stderr
    told = head(mine / "mehr-gas")
    assert (told["title"], told["published"]) == ({"ru": "Больше газа"}, "2024-09")
    assert (told["rights"], "publisher" in told) == ("CC BY 4.0", False)
    assert "published: 'вчера'" in done.stderr
    assert "news is there already" in done.stderr


@pytest.mark.slow
def test_pasted_text_ends_with_one_ctrl_d_and_the_rest_is_asked_for(
    mine: Path, tmp_path: Path
) -> None:
    ours, theirs = pty.openpty()
    pasted = "Wie gestern bekannt wurde, fließt mehr Gas durch die neue Leitung.\n"
    os.write(ours, f"{pasted}\x04\nAgentur\n2024-09-12\n\n\n\n\n\n".encode())
    done = subprocess.run(
        [*KG, "add", "-", "--sources", str(mine)], stdin=theirs, capture_output=True,
        encoding="utf-8", env=environment(LC_ALL="de_DE.UTF-8"), check=False, cwd=tmp_path,
    )  # fmt: skip
    folder = mine / "agentur-2024-09-12"
    assert (done.returncode, Path(done.stdout.strip())) == (0, folder), done.stderr
    assert (folder / "document.txt").read_text(encoding="utf-8") == pasted
    assert "in Zeile 1 steht «gestern», was nur der Tag der Veröffentlichung" in done.stderr
