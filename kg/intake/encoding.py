"""From bytes to text: UTF-8 as it is, anything else recognised and said."""

import codecs
import re
from typing import NamedTuple

from kg.errors import KgError
from kg.intake.seen import needed

_BY_MARK = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.I
)
_LOOKED_AT = 200_000
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")  # not those of layout, nor ESC
_MOST_CONTROLS = 0.001


class Decoded(NamedTuple):
    """A text, and the encoding it came in."""

    text: str
    encoding: str


def decoded(data: bytes, name: str, declared: str | None = None) -> Decoded:
    """Return *data* as text: as UTF-8 with its mark and all, else in the encoding it seems to have.

    *declared* is an encoding that somebody has named. Raises KgError for what is no text.
    """
    text = _decoded(data, name, declared)
    if "\0" in text.text:
        raise KgError(f"{name}: is no text: a NUL at {text.text.index(chr(0))}")
    if len(_CONTROLS.findall(text.text)) > _MOST_CONTROLS * len(text.text):
        raise KgError(f"{name}: is no text: full of control characters")
    return text


def declared_in(html: bytes) -> str | None:
    """Return the encoding that a page names in its head."""
    match = _DECLARED.search(html[:4096])
    return match[1].decode("ascii", "ignore") if match else None


def _decoded(data: bytes, name: str, declared: str | None) -> Decoded:
    for mark, encoding in _BY_MARK:
        if data.startswith(mark):
            return _in(data, encoding, name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        place = error.start
    if declared and declared.lower().replace("_", "-") not in {"utf-8", "utf8"}:
        return _in(data, declared, name)
    guess = needed("chardet", f"{name}: no UTF-8 at byte {place}; recognising another encoding")
    return _in(data, str(guess.detect(data[:_LOOKED_AT])["encoding"] or ""), name)


def _in(data: bytes, encoding: str, name: str) -> Decoded:
    try:
        info = codecs.lookup(encoding)
        if not getattr(info, "_is_text_encoding", True):  # "zlib" and the like unpack bombs
            raise LookupError(encoding)
        return Decoded(data.decode(encoding), encoding.lower())
    except (LookupError, UnicodeError, ValueError) as error:
        raise KgError(
            f"{name}: is no text in UTF-8, nor in any other encoding that we tell"
        ) from error
