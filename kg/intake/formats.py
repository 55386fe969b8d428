"""What a file is, by its first bytes before its name; and the refusal of what we don't read."""

import re
from enum import StrEnum
from pathlib import PurePath

from kg.errors import KgError

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")  # UTF-8, UTF-16
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.{0,5000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_WIDE = re.compile(rb"(?:[^\x00]\x00){4}")  # Latin letters in UTF-16 without a mark

# First bytes -> what it is, and what would be right.
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "RTF is not read; save it as .docx or .txt"),
    (b"\x89PNG", "a picture; its text has to be recognised first (OCR)"),
    (b"\xff\xd8\xff", "a picture; its text has to be recognised first (OCR)"),
    (b"GIF8", "a picture; its text has to be recognised first (OCR)"),
    (b"II*\x00", "a picture; its text has to be recognised first (OCR)"),
    (b"MM\x00*", "a picture; its text has to be recognised first (OCR)"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
    (b"7z\xbc\xaf", "a compressed file; unpack it first"),
    (b"Rar!", "a compressed file; unpack it first"),
    (b"BZh", "a compressed file; unpack it first"),
    (b"\xfd7zXZ", "a compressed file; unpack it first"),
    (b"%!PS", "PostScript is not read; make it a PDF"),
    (b"\x7fELF", "a program, no document"),
    (b"MZ\x90", "a program, no document"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_IN_PDF = 1024  # readers look so far for the head of a PDF


class Format(StrEnum):
    """What we read."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"
    WORD = "Word"


_BY_SUFFIX = {
    **dict.fromkeys((".md", ".markdown", ".mkd"), Format.MARKDOWN),
    **dict.fromkeys((".html", ".htm", ".xhtml"), Format.HTML),
}


def format_of(data: bytes, name: str) -> Format:
    """Return what *data*, of a file called *name*, is.

    Raises KgError for what is no document, or none that we read, with what would be right.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise KgError(f"{name}: is empty")
    for mark, what in _REFUSED:
        if data.startswith(mark):
            raise KgError(f"{name}: {what}")
    if data.startswith(_OLE):
        raise KgError(f"{name}: {_old_office(data)}")
    if data.startswith(b"PK\x03\x04"):
        return Format.WORD  # or another archive: whoever opens it sees
    if b"%PDF-" in data[:_IN_PDF]:
        return Format.PDF
    if _HTML.match(_without_mark(data)[:10_000]):
        return Format.HTML
    _refuse_binary(data, name)
    return _BY_SUFFIX.get(PurePath(name).suffix.lower(), Format.TEXT)


def _without_mark(data: bytes) -> bytes:
    return data.removeprefix(_MARKS[0])


def _old_office(data: bytes) -> str:
    if _ENCRYPTED in data:
        return "is encrypted; save it without a password"
    return "an old Office file (.doc, .xls or .ppt) is not read; save it as .docx"


def _refuse_binary(data: bytes, name: str) -> None:
    if data.startswith(_MARKS) or b"\0" not in data:
        return
    if _WIDE.match(data):
        raise KgError(f"{name}: looks like UTF-16 without a byte-order mark; save it as UTF-8")
    at = data.index(b"\0")
    raise KgError(f"{name}: is no text: a NUL byte at {at}; text, HTML, PDF and .docx are read")
