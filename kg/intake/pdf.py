"""PDF: the text layer by pypdf, its broken lines joined to paragraphs again."""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg.errors import KgError
from kg.intake.seen import Extracted, Found, Line, all_found, assembled, found, needed, one_line

_SHORT = 0.75  # of the page's usual line: a shorter one ends a paragraph, or is a heading
_ENDS = re.compile(r"[.!?…:;。！？][\"'“”»’)\]\d]*$")
_BROKEN = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
_ON = re.compile(r"[^\W\d_]+")
_PAGE_NUMBER = re.compile(
    r"(?:\W*(?:page|seite|p\.|s\.|стр\.?)?\W*\d{1,4}(?:\s*(?:/|of|von|из)\s*\d{1,4})?\W*)", re.I
)
_REPEATED = 3  # a line at the top or bottom of so many pages is a running head
_NAMELESS = re.compile(
    r"microsoft (word|powerpoint)|untitled|\.(docx?|indd|pdf|qxp|rtf|tex)$", re.I
)
_LOST = re.compile("[\ufffd\ue000-\uf8ff]|\\(cid:\\d+\\)")
_MOST_LOST = 0.1


def read_pdf(data: bytes, name: str) -> Extracted:
    """Return the text of a PDF.

    Raises KgError for one that is encrypted or broken, and for one without a text layer.
    """
    pypdf = needed("pypdf", "reading PDF")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        _refuse_encrypted(reader, name)
        pages = list(_pages(reader))
        fields = _fields(reader)
    except (
        pypdf.errors.PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
    ) as error:
        what = one_line(str(error)) or type(error).__name__
        raise KgError(f"{name}: a PDF that can't be read: {what}") from error
    empty = [number for number, rows in enumerate(pages, 1) if not rows]
    if len(empty) == len(pages):
        many = "its page has" if len(pages) == 1 else f"its {len(pages)} pages have"
        raise KgError(f"{name}: {many} no text layer: scanned? recognise its text first (OCR)")
    kept = _without_running_heads(pages)
    _refuse_lost(kept, name)
    notes = ["The text layer of a PDF; lines that its layout broke are joined."]
    if kept != pages:
        notes.append("Running heads and page numbers were left out.")
    unread = (f"no text layer on {_listed(empty)}",) if empty else ()
    lines = (Line(paragraph) for paragraph in _paragraphs(kept))
    return assembled(lines, found=fields, notes=tuple(notes), unread=unread)


def _refuse_encrypted(reader: Any, name: str) -> None:
    if not reader.is_encrypted:
        return
    try:
        opened = reader.decrypt("")  # many only forbid printing, and open without a password
    except Exception as error:  # a cipher that the library lacks, or a broken one
        raise KgError(f"{name}: is encrypted; save it without a password") from error
    if not opened:
        raise KgError(f"{name}: is encrypted; save it without a password")


def _pages(reader: Any) -> Iterator[list[str]]:
    for page in reader.pages:
        rows = (one_line(row) for row in page.extract_text().split("\n"))
        yield [row for row in rows if row]


def _fields(reader: Any) -> dict[str, Found]:
    about = reader.metadata or {}
    title = found(about.get("/Title"), "PDF, Title")
    if title and _NAMELESS.search(title.value):
        title = None
    made = re.match(r"D:(\d{4})(\d{2})(\d{2})", str(about.get("/CreationDate", "")))
    return all_found(
        title=title,
        author=found(about.get("/Author"), "PDF, Author"),
        made=Found("-".join(made.groups()), "PDF, CreationDate") if made else None,
        language=found(reader.root_object.get("/Lang"), "PDF, Lang"),
    )


def _refuse_lost(pages: Iterable[Sequence[str]], name: str) -> None:
    text = "".join(row for rows in pages for row in rows)
    if len("".join(_LOST.findall(text))) > _MOST_LOST * len(text):
        raise KgError(f"{name}: its text layer is garbled; recognise its text again (OCR)")


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:10])) + (", …" if len(numbers) > 10 else "")
    return f"page {shown}" if len(numbers) == 1 else f"{len(numbers)} pages: {shown}"


# -- lines ----------------------------------------------------------------------------------


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Return the pages without page numbers and what stands at the top or bottom of many."""
    edges = Counter(
        _shape(row) for rows in pages for row in {*rows[:1], *rows[-1:]} if len(rows) > 2
    )
    repeated = {shape for shape, times in edges.items() if times >= _REPEATED}
    return [_trimmed(rows, repeated) for rows in pages]


def _trimmed(rows: list[str], repeated: set[str]) -> list[str]:
    kept = list(rows)
    for at in (0, -1, 0, -1):  # a page number may stand beside a running head
        if len(kept) > 1 and (_shape(kept[at]) in repeated or _PAGE_NUMBER.fullmatch(kept[at])):
            kept.pop(at)
    return kept


def _shape(row: str) -> str:
    return re.sub(r"\d+", "0", row)


def _paragraphs(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the paragraphs: a line that fills its page's width goes on in the next."""
    rows = [(row, _usual_length(page)) for page in pages for row in page]
    words = Counter(word for page in pages for row in page for word in re.findall(r"[\w-]+", row))
    begun = ""
    for (row, usual), (following, _) in zip(rows, [*rows[1:], ("", 0)], strict=True):
        begun = _joined(begun, row, words) if begun else row
        if not following or not _goes_on(row, following, usual):
            yield begun
            begun = ""


def _usual_length(page: Sequence[str]) -> int:
    lengths = sorted(map(len, page))
    return lengths[len(lengths) * 9 // 10] if len(lengths) > 1 else 0


def _goes_on(row: str, following: str, usual: int) -> bool:
    if _BROKEN.search(row) or following[:1].islower():
        return True
    return len(row) >= _SHORT * usual and not (_ENDS.search(row) and len(row) < 0.9 * usual)


def _joined(begun: str, row: str, words: Counter[str]) -> str:
    """Return two lines as one; a word that was broken at its hyphen is whole again.

    The text itself tells a broken word from a hyphenated one, where it has either elsewhere.
    """
    first, second = _BROKEN.search(begun), _ON.match(row)
    if not (first and second):
        return f"{begun} {row}"
    if second[0][:1].isupper() or words[f"{first[1]}-{second[0]}"] > words[first[1] + second[0]]:
        return begun + row
    return begun[:-1] + row
