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
_SAVED = re.compile(rb"\A(?:[\w-]+: .*\r?\n(?:[ \t].*\r?\n)*){1,30}", re.ASCII)
_MAIL = re.compile(rb"^(?:mime-version|received|return-path): ", re.I | re.M)
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
    if reason := _refusal(data):
        raise KgError(f"{name}: {reason}")
    if data.startswith(b"PK\x03\x04"):
        return Format.WORD  # or another archive: whoever opens it sees
    if b"%PDF-" in data[:_IN_PDF]:
        return Format.PDF
    if _HTML.match(data.removeprefix(_MARKS[0])[:10_000]):
        return Format.HTML
    if reason := _binary(data):
        raise KgError(f"{name}: {reason}")
    return _BY_SUFFIX.get(PurePath(name).suffix.lower(), Format.TEXT)


def _refusal(data: bytes) -> str:
    """Return why *data* is not read, by what it begins with; "" for what may be."""
    if not data.strip(b"\0 \t\r\n"):
        return "is empty"
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return "is encrypted; save it without a password"
        return "an old Office file (.doc, .xls or .ppt) is not read; save it as .docx"
    if (top := _SAVED.match(data[:20_000])) and _MAIL.search(top[0]):
        return "a mail, or a page saved as one (.mht); save it as HTML or text"
    return next((reason for mark, reason in _REFUSED if data.startswith(mark)), "")


def _binary(data: bytes) -> str:
    """Return why *data* is no text; "" for what may be."""
    if data.startswith(_MARKS) or b"\0" not in data:
        return ""
    if _WIDE.match(data):
        return "looks like UTF-16 without a byte-order mark; save it as UTF-8"
    return f"is no text: a NUL byte at {data.index(0)}; text, HTML, PDF and .docx are read"
