"""The sources as the page's reader shows them: paragraphs, and in each which words say what.

JavaScript counts UTF-16 units and records count code points: here the one becomes the other.
Places are relative to a paragraph's text as it is written into the page, from which words that may
not be passed on are left out.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from kg.evidence import Span, Text
from kg.lookup import Catalogue
from kg.rights import FULL, Rights

Line = dict[str, Any]


class Mark(NamedTuple):
    """Where a record's words stand in a text, in code points."""

    span: Span
    record: str


def passages(
    catalogue: Catalogue, rights: Rights, only: Collection[str] | None = None
) -> dict[str, list[Line]]:
    """Return the paragraphs of each source, those without a word left out.

    With *only*, the marks are those of the records of these ids. A paragraph has

    - ``n``: its number, the line of the text; ``sort``: heading, body, apparatus or not_content;
    - ``text``: its words as far as they may be shown;
    - ``gaps``: ``[at, length]``, where and how many characters are left out;
    - ``marks``: ``[from, to, record]``; where no word may be shown, ``[0, 0, record]``;
    - ``bare``: ``[from, to, reason]``, the sentences that carry no record, and why, if that is
      said; those left out have no length;
    - ``around``, unless the whole may be shown: ``[from, to, record]``, what is shown for the sake
      of a record.
    """
    marks: defaultdict[str, list[Mark]] = defaultdict(list)
    shown: defaultdict[str, list[Mark]] = defaultdict(list)
    every: defaultdict[str, list[Span]] = defaultdict(list)
    for record in catalogue.records.values():
        for place in record["evidence"]:
            span = Span(place["start"], place["end"])
            every[place["source"]].append(span)
            if only is None or record["id"] in only:
                marks[place["source"]].append(Mark(span, record["id"]))
                shown[place["source"]].extend(_shown(catalogue, rights, place, record["id"]))
    found = {}
    for source in sorted(catalogue.store.manifest["sources"]):
        cut = _Source(catalogue, rights, source, every[source])
        found[source] = list(cut.paragraphs(marks[source], shown[source]))
    return found


def _shown(catalogue: Catalogue, rights: Rights, place: Line, record: str) -> Iterator[Mark]:
    """Yield what may be shown for the sake of a quote: what is around it, and its heading."""
    source = place["source"]
    around = rights.around(place)
    if rights.of(source) != FULL and around.start < around.end:
        yield Mark(around, record)
        line = catalogue.paragraph(place)
        above = [n for n in catalogue.store.manifest["sources"][source]["headings"] if n <= line]
        if above:
            yield Mark(catalogue.text(source).line_span(max(above)), record)


class _Source:
    """Cuts one source into paragraphs; *evidence* is where the words of every record stand."""

    def __init__(
        self, catalogue: Catalogue, rights: Rights, source: str, evidence: Iterable[Span]
    ) -> None:
        self.text = catalogue.text(source)
        self.is_whole = rights.of(source) == FULL
        head = catalogue.store.manifest["sources"][source]
        self.sorts = {
            line: sort
            for sort, name in (
                ("heading", "headings"),
                ("apparatus", "apparatus"),
                ("not_content", "not_content"),
            )
            for line in head.get(name, ())
        }
        self.bare = self._bare(evidence, head.get("no_fact", ()))

    def _bare(
        self, evidence: Iterable[Span], no_fact: Sequence[Mapping[str, Any]]
    ) -> dict[int, list[tuple[Span, str | None]]]:
        """Return by line the sentences that carry no record, with the reason if one is given."""
        touched = _Spans(evidence)
        found: defaultdict[int, list[tuple[Span, str | None]]] = defaultdict(list)
        for sentence in self.text.sentences:
            line = self.text.line_of(sentence.start)
            if self.sorts.get(line) != "not_content" and not touched.touch(sentence):
                found[line].append((sentence, _reason(sentence, no_fact)))
        return found

    def paragraphs(self, marks: Iterable[Mark], shown: Iterable[Mark]) -> Iterator[Line]:
        """Yield the paragraphs with their marks; *shown* is what may be shown."""
        marks_of, shown_of = self._by_line(marks), self._by_line(shown)
        for line in range(1, self.text.line_count() + 1):
            span = self.text.line_span(line)
            if self.text.exact(span).strip():
                whole = [Mark(span, "")] if self.is_whole else shown_of[line]
                yield self._paragraph(line, span, marks_of[line], whole)

    def _by_line(self, marks: Iterable[Mark]) -> defaultdict[int, list[Mark]]:
        """Return *marks* by the lines in which they stand, cut at their ends."""
        found: defaultdict[int, list[Mark]] = defaultdict(list)
        for (start, end), record in marks:
            for line in range(self.text.line_of(start), self.text.line_of(end - 1) + 1):
                own = self.text.line_span(line)
                part = Span(max(start, own.start), min(end, own.end))
                if part.start < part.end:
                    found[line].append(Mark(part, record))
        return found

    def _paragraph(self, line: int, span: Span, marks: list[Mark], shown: list[Mark]) -> Line:
        written = _Written(self.text, span, [mark.span for mark in shown])
        found = {
            "n": line,
            "sort": self.sorts.get(line, "body"),
            "text": written.text,
            "gaps": written.gaps,
            "marks": [[*written.place(mark.span), mark.record] for mark in marks],
            "bare": [[*written.place(span), reason] for span, reason in self.bare.get(line, ())],
        }
        if not self.is_whole:
            found["around"] = [[*written.place(mark.span), mark.record] for mark in shown]
        return found


def _reason(sentence: Span, no_fact: Iterable[Mapping[str, Any]]) -> str | None:
    reasons = (
        str(said["because"])
        for said in no_fact
        if said["start"] < sentence.end and said["end"] > sentence.start
    )
    return next(reasons, None)


class _Spans:
    """Many spans, asked quickly whether one of them touches another."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._furthest = list(accumulate((span.end for span in ordered), max))

    def touch(self, span: Span) -> bool:
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._furthest[before - 1] > span.start


class _Written:
    """A paragraph as it is written into the page, and where its code points come to stand there."""

    def __init__(self, text: Text, span: Span, shown: Iterable[Span]) -> None:
        self._text = text
        self._pieces = list(_joined(text, shown))
        self.text = "".join(map(text.exact, self._pieces))
        self.gaps = list(self._gaps(span))

    def _gaps(self, span: Span) -> Iterator[list[int]]:
        at = 0
        end = span.start
        for piece in (*self._pieces, Span(span.end, span.end)):
            if self._text.content[end : piece.start].strip():
                yield [at, piece.start - end]
            at += _units(self._text.exact(piece))
            end = piece.end

    def place(self, span: Span) -> tuple[int, int]:
        """Return where *span* stands in what is written, in UTF-16 units."""
        return self._at(span.start), self._at(span.end)

    def _at(self, offset: int) -> int:
        return sum(
            _units(self._text.content[piece.start : min(offset, piece.end)])
            for piece in self._pieces
            if piece.start < offset
        )


def _joined(text: Text, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield *spans* in order, those with at most white space between them as one."""
    last: Span | None = None
    for span in sorted(spans):
        if last is None:
            last = span
        elif span.start <= last.end or not text.content[last.end : span.start].strip():
            last = Span(last.start, max(last.end, span.end))
        else:
            yield last
            last = span
    if last is not None:
        yield last


def _units(words: str) -> int:
    """Return how many UTF-16 units *words* are.

    >>> _units("Öl"), _units("𠮷🚢")
    (2, 4)
    """
    return len(words.encode("utf-16-le")) // 2
