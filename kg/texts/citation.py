"""A record as a citation: words, translation, source, place, status, speaker, in four styles."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from kg.lookup import Catalogue, Line
from kg.texts.markdown import escaped
from kg.texts.notes import Head, Notes, Quote, head_of
from kg.texts.sentences import Sentences, source_of

_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


class _Citation(NamedTuple):
    """A record with all that a citation of it says."""

    record: Line
    head: Head
    author: str
    published: str
    quotes: tuple[Quote, ...]
    sentence: str
    said_by: str
    status: str
    words: dict[str, str]

    @property
    def key(self) -> str:
        """Return a key of letters, digits, hyphens and one colon."""
        return str(self.record["id"].replace("/", ":"))

    @property
    def rest(self) -> tuple[str, ...]:
        """Return the sentences after the source: ours, speaker, status, record."""
        record = self.words["record"].format(f"{self.record['id']} <{self.record['iri']}>")
        return (self.sentence, self.said_by, self.status, record)


def cited(catalogue: Catalogue, records: Iterable[Line], style: str = "text") -> str:
    """Return *records* as citations in one of `STYLES`: text, markdown, bibtex, csl-json.

    A record given twice is cited once: a key may stand only once in a file of citations.
    """
    sentences = Sentences(catalogue)
    notes = Notes(sentences)
    once = {record["id"]: record for record in records}
    return STYLES[style]([_citation(record, sentences, notes) for record in once.values()])


def _citation(record: Line, sentences: Sentences, notes: Notes) -> _Citation:
    catalogue = sentences.catalogue
    source = source_of(record)
    about = catalogue.store.manifest["sources"][source]
    voice = catalogue.entities.get(about["voice"])
    named = voice is not None and voice["class"] != "unnamed_source"
    return _Citation(
        record,
        head_of(catalogue, source, sentences),
        catalogue.name_of(about["voice"]) if named else "",
        about.get("published") or "",
        tuple(notes.quotes(record)),
        sentences.whole(record),
        notes.said_by(record),
        notes.status(record),
        dict(notes.words),
    )


def _quoted(quote: Quote, words: dict[str, str]) -> str:
    said = f"«{quote.words}»" if quote.words else words["silent"]
    return said + (words["gloss"].format(quote.gloss) if quote.gloss else "")


def _of_source(citation: _Citation, title: str) -> str:
    head = citation.head
    ours = citation.words["title_gloss"].format(head.title_gloss) if head.title_gloss else ""
    publisher = f"{head.publisher}: " if head.publisher else ""
    return f"{publisher}{title}{ours}, {head.date or citation.words['no_date']}"


# -- for reading --------------------------------------------------------------------------


def _as_text(citations: Iterable[_Citation]) -> str:
    return "\n".join(map(_text, citations))


def _text(citation: _Citation) -> str:
    rows = [f"{_quoted(quote, citation.words)} {quote.place}." for quote in citation.quotes]
    rows.append(f"{_of_source(citation, citation.head.title)}.")
    return "\n".join((*rows, *citation.rest)) + "\n"


def _as_markdown(citations: Iterable[_Citation]) -> str:
    return "\n".join(map(_markdown, citations))


def _markdown(citation: _Citation) -> str:
    rows = []
    for quote in citation.quotes:
        rows.append(f"> {escaped(_quoted(quote, citation.words))} {escaped(quote.place)}.")
        rows.append("")
    title = "\0"  # stands for the title until all around it is escaped
    source = escaped(_of_source(citation, title)).replace(
        title, f"*{escaped(citation.head.title)}*"
    )
    return "\n".join((*rows, " ".join((f"{source}.", *map(escaped, citation.rest))))) + "\n"


# -- for reference managers ---------------------------------------------------------------

# Braces are spelled out, not escaped: BibTeX counts them also behind a backslash.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    '"': r"\textquotedbl{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}


def in_latex(words: str) -> str:
    r"""Return *words* so that LaTeX prints them and does nothing else.

    >>> in_latex("100 % {\\input x}")
    '100 \\% \\textbraceleft{}\\textbackslash{}input x\\textbraceright{}'
    """
    return "".join(_LATEX.get(sign, sign) for sign in words)


def _as_bibtex(citations: Iterable[_Citation]) -> str:
    return "\n".join(map(_bibtex, citations))


def _bibtex(citation: _Citation) -> str:
    head = citation.head
    fields = {
        "author": f"{{{in_latex(citation.author)}}}" if citation.author else "",
        "title": f"{{{in_latex(head.title)}}}",
        "howpublished": in_latex(head.publisher),
        "year": citation.published[:4] if _DAY.fullmatch(citation.published) else "",
        "date": in_latex(citation.published),
        "language": in_latex(head.lang),
        "note": in_latex(_annotation(citation)),
    }
    rows = (f"  {name} = {{{value}}}," for name, value in fields.items() if value)
    return "\n".join((f"@misc{{{citation.key},", *rows, "}")) + "\n"


def _annotation(citation: _Citation) -> str:
    quotes = (f"{_quoted(quote, citation.words)} {quote.place}." for quote in citation.quotes)
    return " ".join((*quotes, *citation.rest))


def _as_csl_json(citations: Iterable[_Citation]) -> str:
    return json.dumps(list(map(_csl, citations)), ensure_ascii=False, indent=2) + "\n"


def _csl(citation: _Citation) -> dict[str, Any]:
    head = citation.head
    item = {
        "id": citation.key,
        "type": "document",
        "title": head.title,
        "author": [{"literal": citation.author}] if citation.author else None,
        "publisher": head.publisher,
        "issued": _issued(citation),
        "language": head.lang,
        "locator": "; ".join(quote.place.split(",")[0] for quote in citation.quotes),
        "note": _annotation(citation),
        "custom": {
            "record": citation.record["id"],
            "iri": citation.record["iri"],
            "status": citation.record["status"],
            "polarity": citation.record["polarity"],
            "attributed_to": [step["name"] for step in citation.record["attributed_to"]],
        },
    }
    return {name: value for name, value in item.items() if value}


def _issued(citation: _Citation) -> dict[str, Any] | None:
    """Return the day of publication, where it is known, as far as it is."""
    if not citation.published:
        return None
    day = _DAY.fullmatch(citation.published)
    if day is None:
        return {"literal": citation.head.date}
    return {"date-parts": [[int(part) for part in day.groups() if part]]}


STYLES: dict[str, Callable[[list[_Citation]], str]] = {
    "text": _as_text,
    "markdown": _as_markdown,
    "bibtex": _as_bibtex,
    "csl-json": _as_csl_json,
}
