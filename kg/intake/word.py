"""Word (.docx): paragraphs, tables and notes in the order of the text, by python-docx.

A docx is a zip archive; what its entries say they unpack to is looked at before one is read.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from kg.errors import KgError
from kg.intake.seen import Extracted, Found, Line, all_found, assembled, found, needed

_MAIN = "word/document.xml"
_ENTRIES = 10_000
_UNPACKED = 200_000_000  # bytes, pictures included
_XML = 60_000_000  # bytes of one part that is parsed
_ENCRYPTED = 0x1
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ONLY = ("footnotes", "endnotes")


def read_word(data: bytes, name: str) -> Extracted:
    """Return the text of a Word file. Raises KgError for a broken one, a bomb, an empty one."""
    docx = needed("docx", "reading .docx")
    _look_into(data, name)
    try:
        document = docx.Document(io.BytesIO(data))
        titles = {
            style.style_id
            for style in document.styles
            if style.name and style.name.lower().startswith(("heading", "title"))
        }
        lines = [*_lines(document.element.body, titles), *_notes(docx, document)]
        fields = _fields(document.core_properties)
    except (KeyError, ValueError, AttributeError, SyntaxError, zipfile.BadZipFile) as error:
        raise KgError(f"{name}: no Word file that can be read: {error}") from error
    read = assembled(lines, found=fields, notes=("The text of a Word file.",))
    if not read.text:
        raise KgError(f"{name}: no text in this Word file")
    return read


def _look_into(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise KgError(f"{name}: a broken zip archive: {error}") from error
    if not any(entry.filename == _MAIN for entry in entries):
        raise KgError(
            f"{name}: a zip archive, and no Word file; .docx, PDF, HTML and text are read"
        )
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise KgError(f"{name}: is encrypted; save it without a password")
    sizes = [entry.file_size for entry in entries]
    xml = max(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    if len(entries) > _ENTRIES or sum(sizes) > _UNPACKED or xml > _XML:
        raise KgError(
            f"{name}: unpacks to {sum(sizes) // 1_000_000} MB in {len(entries)} files; "
            "that is no text of a document"
        )


def _lines(body: Any, titles: set[str]) -> Iterator[Line]:
    for part in body:
        if part.tag == f"{_W}p":
            style = part.find(f"{_W}pPr/{_W}pStyle")
            is_title = style is not None and style.get(f"{_W}val") in titles
            for row in _words(part).split("\n"):
                yield Line(row, "heading" if is_title else "body")
        elif part.tag == f"{_W}tbl":
            yield from _rows(part)
        elif part.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml"}:
            yield from _lines(part, titles)


def _rows(table: Any) -> Iterator[Line]:
    for row in table.iter(f"{_W}tr"):
        cells = (" ".join(_words(cell).split()) for cell in row.iterchildren(f"{_W}tc"))
        yield Line("\t".join(cells))


def _words(part: Any) -> str:
    """Return the words below *part*: with what was inserted, without what was deleted."""
    pieces = []
    for one in part.iter(
        f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen", f"{_W}p"
    ):
        kind = one.tag.removeprefix(_W)
        pieces.append(_SIGNS.get(kind) or one.text or "")
    return "".join(pieces)


_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "p": " "}


def _notes(docx: Any, document: Any) -> Iterator[Line]:
    """Yield foot- and endnotes, after the text."""
    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(_ONLY):
            continue
        for note in docx.oxml.parse_xml(relation.target_part.blob):
            yield Line(_words(note), "apparatus")


def _fields(about: Any) -> dict[str, Found]:
    made = about.created
    return all_found(
        title=found(about.title, "Word, title"),
        author=found(about.author if about.author != "python-docx" else None, "Word, author"),
        language=found(about.language, "Word, language"),
        made=Found(made.date().isoformat(), "Word, created") if made else None,
    )
