"""Text and Markdown: as received; what Markdown marks as headings, and says of itself at its head.

Markdown keeps its signs: nothing is quoted but what stands in the file.
"""

import re
from collections.abc import Iterable
from typing import Any

from kg.corpus.yaml_text import Unreadable, read_yaml
from kg.intake.encoding import Decoded, decoded
from kg.intake.seen import Extracted, Found, all_found, found

_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*)")
_LONGEST_MATTER = 200  # lines
# A field of ours -> the keys that a front matter has for it.
_KEYS = {
    "title": ("title",),
    "publisher": ("publisher", "source", "site", "publication"),
    "published": ("published", "date", "pubdate"),
    "address": ("url", "canonical", "canonical_url", "link", "address"),
    "language": ("lang", "language"),
    "rights": ("rights", "license", "licence", "copyright"),
    "author": ("author", "authors", "by"),
}


def read_text(data: bytes, name: str, declared: str | None = None) -> Extracted:
    """Return a text as received; raise KgError where it is none."""
    text = decoded(data, name, declared)
    return Extracted(text.text, notes=_notes(text))


def read_markdown(data: bytes, name: str, declared: str | None = None) -> Extracted:
    """Return Markdown as received, its headings and front matter told apart."""
    text = decoded(data, name, declared)
    rows = text.text.removeprefix("\ufeff").split("\n")
    matter = _length_of_matter(rows)
    headings = tuple(_headings(rows, matter))
    fields = _matter(rows[1 : matter - 1]) if matter else {}
    first = next((_HEADING.match(rows[line - 1]) for line in headings), None)
    if first and "title" not in fields:
        fields |= all_found(title=found(first[2].rstrip(" #\t\r"), "the first heading"))
    return Extracted(
        text.text,
        headings,
        not_content=tuple(range(1, matter + 1)),
        found=fields,
        notes=_notes(text),
    )


def _notes(text: Decoded) -> tuple[str, ...]:
    if text.encoding == "utf-8":
        return ()
    return (f"Received in {text.encoding}; the text here is the same in UTF-8.",)


def _length_of_matter(rows: list[str]) -> int:
    """Return how many lines the front matter takes, its two rules included; 0 for none."""
    if rows[0].rstrip() != "---":
        return 0
    ends = (at for at, row in enumerate(rows[1:_LONGEST_MATTER], 2) if row.rstrip() == "---")
    return next(ends, 0)


def _matter(rows: Iterable[str]) -> dict[str, Found]:
    try:
        data: Any = read_yaml("\n".join(rows), "front matter")
    except Unreadable:
        return {}
    if not isinstance(data, dict):
        return {}
    by_key = {key.lower(): value for key, value in data.items()}
    return all_found(**{field: _first(by_key, keys) for field, keys in _KEYS.items()})


def _first(data: dict[str, Any], keys: Iterable[str]) -> Found | None:
    for key in keys:
        value = data.get(key)
        words = ", ".join(map(str, value)) if isinstance(value, list) else value
        if isinstance(words, str) and (there := found(words, f"front matter, {key}")):
            return there
    return None


def _headings(rows: list[str], matter: int) -> Iterable[int]:
    fence = ""
    for number, row in enumerate(rows[matter:], matter + 1):
        mark = _FENCE.match(row)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and _HEADING.match(row):
            yield number
