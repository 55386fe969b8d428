"""What of a source's words may stand in a file that people pass on.

``redistribute`` in ``source.yaml`` says it: ``full``, the whole text; ``quotes``, what records
quote with at most one sentence on either side, and the heading above; ``none``, places and our
labels alone. Pages, tables, drawings, citations and dossiers ask here. Formats for machines
(nquads, trig, jsonld, jsonl) are the store itself, whole.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from kg.evidence import Span
from kg.lookup import Catalogue

FULL, QUOTES, NONE = "full", "quotes", "none"


class Rights:
    """What may be passed on of each source of a catalogue; *private* files hold everything."""

    def __init__(self, catalogue: Catalogue, *, private: bool = False) -> None:
        self.catalogue = catalogue
        self._sources = catalogue.store.manifest["sources"]
        self._private = private

    def of(self, source: str) -> str:
        """Return how much of *source* may stand in the file: full, quotes or none."""
        return FULL if self._private else str(self._sources[source]["redistribute"])

    @cached_property
    def silent(self) -> frozenset[str]:
        """The sources of which no word may stand in the file."""
        return frozenset(source for source in self._sources if self.of(source) == NONE)

    @property
    def exceeded(self) -> bool:
        """Whether the file holds more than may be passed on."""
        return self._private and any(
            head["redistribute"] != FULL for head in self._sources.values()
        )

    def heading(self, place: Mapping[str, Any]) -> str:
        """Return the heading above a quote; "" where there is none, or it may not be shown."""
        return "" if place["source"] in self.silent else self.catalogue.heading(place)

    def around(self, place: Mapping[str, Any]) -> Span:
        """Return the stretch of text that may be shown around a quote.

        From the beginning of the sentence before to the end of the sentence after; headings, and
        what is no content, are no sentences. Empty where no word may be shown.
        """
        if place["source"] in self.silent:
            return Span(place["start"], place["start"])
        around = self.catalogue.text(place["source"]).around(Span(place["start"], place["end"]))
        first, last = (
            span if self._is_prose(place["source"], span) else around.own
            for span in (around.before, around.after)
        )
        return Span(min(first.start, place["start"]), max(last.end, place["end"]))

    def _is_prose(self, source: str, span: Span) -> bool:
        head = self._sources[source]
        line = self.catalogue.text(source).line_of(span.start)
        return line not in head["headings"] and line not in head.get("not_content", ())
