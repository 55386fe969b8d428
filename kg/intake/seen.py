"""What the steps of taking in a document hand on."""

import importlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from kg.errors import KgError

MOST_SIGNS = 500  # of a title, a name, a line on rights


class Found(NamedTuple):
    """Something said of the document, and where that was found: "HTML, og:title", "--title"."""

    value: str
    where: str


class Extracted(NamedTuple):
    """A document's text as it goes into ``document.txt``, and what the file says of itself.

    *headings*, *apparatus* and *not_content* are lines, from 1; all others are body where one of
    the three is known. *found* maps a field of the head to what was found for it. *notes* say what
    was done to the text, *unread* what could not be read.
    """

    text: str
    headings: tuple[int, ...] = ()
    apparatus: tuple[int, ...] = ()
    not_content: tuple[int, ...] = ()
    found: Mapping[str, Found] = {}
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


class Line(NamedTuple):
    """A line of the text to come; *role* is "heading", "body" or "apparatus"."""

    text: str
    role: str = "body"


def assembled(lines: Iterable[Line], **more: Any) -> Extracted:
    """Return the text of *lines*, each on one line, empty ones left out; *more* goes with it."""
    kept = [Line(text, line.role) for line in lines if (text := one_line(line.text))]
    rows = {
        role: tuple(number for number, line in enumerate(kept, 1) if line.role == role)
        for role in ("heading", "apparatus")
    }
    text = "".join(f"{line.text}\n" for line in kept)
    return Extracted(text, rows["heading"], rows["apparatus"], **more)


def one_line(words: str) -> str:
    r"""Return *words* on one line, single spaces between them, without control characters.

    Tabs, which part a table's cells, and no-break spaces stay as they are: they are the text's.

    >>> one_line(" Gas\x00\nund  Öl ")
    'Gas und Öl'
    """
    plain = "".join(
        " " if unicodedata.category(char) == "Cc" and char != "\t" else char for char in words
    )
    return re.sub(" {2,}", " ", plain).strip().encode("utf-8", "replace").decode("utf-8")


def said(words: str) -> str:
    r"""Return what a file says of itself as we keep it: one line, nothing invisible, not endless.

    >>> said("Gas \u202eund\u2028Öl")
    'Gas und Öl'
    """
    plain = "".join(char if char.isprintable() else " " for char in words)
    return " ".join(plain.split())[:MOST_SIGNS].strip()


def found(value: object, where: str) -> Found | None:
    """Return *value* as something found, None where it says nothing."""
    words = said(str(value)) if value is not None else ""
    return Found(words, where) if words else None


def all_found(**fields: Found | None) -> dict[str, Found]:
    """Return the fields for which there is something."""
    return {name: value for name, value in fields.items() if value is not None}


def needed(module: str, what: str) -> Any:
    """Return a library of the extra ``read``; raise KgError where it is not installed."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        missing = f"{what} needs {error.name}: pip install 'sino-russian-kg[read]'"
        raise KgError(missing) from error
