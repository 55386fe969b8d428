"""HTML: the main text of a page by trafilatura, and what its head says of it.

Dates are taken from where pages say when they were published and nowhere else: a date that merely
stands on a page is no day of publication.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from kg.errors import KgError
from kg.intake.encoding import declared_in, decoded
from kg.intake.seen import Extracted, Found, Line, all_found, assembled, found, needed

_WHAT = "reading HTML"
_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title")
_PUBLISHERS = ("og:site_name", "dc.publisher", "citation_publisher", "application-name")
_DATES = (
    *(
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "citation_publication_date",
    ),
    *(
        "dc.date",
        "dcterms.issued",
        "dcterms.created",
        "dc.date.issued",
        "parsely-pub-date",
        "pubdate",
        "date",
    ),
)
_AUTHORS = ("author", "article:author", "dc.creator", "citation_author")
_RIGHTS = ("dc.rights", "dcterms.rights", "copyright", "rights")
_LANGUAGES = ("og:locale", "dc.language", "content-language")
_PARTING = re.compile(r"\n\s*\n|(?<=[.!?:…\"”“»])[ \t]*\n")
_ISO = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})(?!\d)")


def read_html(data: bytes, name: str) -> Extracted:
    """Return the main text of a page. Raises KgError where it has none."""
    trafilatura = needed("trafilatura", _WHAT)
    text = decoded(data, name, declared_in(data))
    html = re.sub(r"\A\ufeff?\s*<\?xml[^>]*>", "", text.text)
    tree = trafilatura.load_html(html)
    if tree is None:
        raise KgError(f"{name}: no HTML that could be read")
    fields = _fields(tree)
    page = trafilatura.bare_extraction(html, include_comments=False, with_metadata=False)
    lines = list(_lines(page.body)) if page is not None and page.body is not None else []
    notes = ["The main text of the page; menus, advertising and comments were left out."]
    if not any(line.text.strip() for line in lines):
        lines = [Line(row) for row in trafilatura.html2txt(html).split("\n")]
        notes = ["The page's whole text: no main text could be told from the rest."]
    if not any(line.text.strip() for line in lines):
        raise KgError(
            f"{name}: no text on this page; if a script fills it, save it from the browser"
        )
    if text.encoding != "utf-8":
        notes.append(f"Received in {text.encoding}.")
    return assembled(lines, found=fields, notes=tuple(notes))


def _lines(body: Any) -> Iterator[Line]:
    """Yield the lines of a text in trafilatura's own XML."""
    for part in body:
        yield from _lines_of(part)


def _lines_of(part: Any) -> Iterator[Line]:
    if part.tag == "head":
        yield Line(_words(part), "heading")
    elif part.tag == "row":
        yield Line("\t".join(_words(cell) for cell in part))
    elif part.tag == "item" and not part.xpath(".//list"):
        yield Line(f"- {_words(part)}")
    elif part.tag in {"list", "table", "quote", "item", "div"} and len(part):
        yield Line(part.text or "")
        for inner in part:
            yield from _lines_of(inner)
            yield Line(inner.tail or "")
    else:
        yield from map(Line, _pieces(part))


def _pieces(part: Any) -> Iterator[str]:
    """Yield a paragraph's text; a line break within a sentence is only layout."""
    words = ""
    for piece in part.xpath(".//text() | .//lb"):
        words += piece.replace("\n", " ") if isinstance(piece, str) else "\n"
    yield from (" ".join(row.split()) for row in _PARTING.split(words))


def _words(part: Any) -> str:
    return " ".join("".join(part.itertext()).split())


# -- what the head says ---------------------------------------------------------------------


def _fields(tree: Any) -> dict[str, Found]:
    metas = dict(_metas(tree))
    told = dict(_told(tree))
    return all_found(
        title=_meta(metas, _TITLES)
        or found(told.get("headline"), "JSON-LD")
        or _element(tree, "//h1[1]", "h1")
        or _element(tree, "//title", "title"),
        publisher=_meta(metas, _PUBLISHERS) or found(told.get("publisher"), "JSON-LD"),
        published=_published(tree, metas, told),
        address=_address(tree, metas),
        language=_element(tree, "//html/@lang", "html lang") or _meta(metas, _LANGUAGES),
        rights=_meta(metas, _RIGHTS) or found(told.get("license"), "JSON-LD"),
        author=_meta(metas, _AUTHORS) or found(told.get("author"), "JSON-LD"),
    )


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield what the meta elements say by name; where one stands twice, the first counts."""
    for meta in reversed(tree.xpath("//meta[@content]")):
        for attribute in ("name", "property", "itemprop", "http-equiv"):
            if name := meta.get(attribute):
                yield name.lower(), meta.get("content")


def _meta(metas: dict[str, str], names: tuple[str, ...]) -> Found | None:
    for name in names:
        if there := found(metas.get(name), f"HTML, {name}"):
            return there
    return None


def _element(tree: Any, path: str, where: str) -> Found | None:
    for hit in tree.xpath(path):
        if there := found(hit if isinstance(hit, str) else _words(hit), f"HTML, {where}"):
            return there
    return None


def _published(tree: Any, metas: dict[str, str], told: dict[str, str]) -> Found | None:
    marked = "//time[@itemprop='datePublished' or @pubdate]/@datetime"
    candidates = (
        *(_meta(metas, (name,)) for name in _DATES),
        found(told.get("datePublished"), "JSON-LD"),
        _element(tree, marked, "time"),
    )
    for candidate in candidates:
        if candidate and (day := _ISO.match(candidate.value)):
            return Found("-".join(day.groups()), candidate.where)
    return None


def _address(tree: Any, metas: dict[str, str]) -> Found | None:
    for there in (
        _element(tree, "//link[@rel='canonical']/@href", "canonical"),
        _meta(metas, ("og:url",)),
    ):
        if there and re.match(r"https?://", there.value):
            return there
    return None


def _told(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield what the page tells search engines of its article."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for one in _objects(data):
            if "datePublished" in one or "headline" in one:
                yield from ((key, _name(one.get(key))) for key in one)


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    many = data if isinstance(data, list) else [data]
    for one in many:
        if isinstance(one, dict):
            yield one
            inner = one.get("@graph")
            yield from (
                (each for each in inner if isinstance(each, dict))
                if isinstance(inner, list)
                else ()
            )


def _name(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value)))
    if isinstance(value, dict):
        return str(value.get("name") or "")
    return value if isinstance(value, str) else ""
