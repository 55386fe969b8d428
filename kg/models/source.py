"""What is known of a source: title, who wrote and published it, when, what may be passed on."""

import re
from collections import Counter
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from kg.models.codes import Code
from kg.models.fields import Edtf, EntityId, Id, Many, Plain, Texts
from kg.models.values import Part


class Redistribute(Code):
    """How much of a source's text may leave this machine in a file."""

    FULL = ("full", "the whole text", "der ganze Text")
    QUOTES = ("quotes", "quotes only", "nur Zitate")
    NONE = ("none", "nothing", "nichts")


_RANGE = re.compile(r"(\d{1,7})(?:-(\d{1,7}))?", re.ASCII)
_MOST_LINES = 1_000_000


def _lines(value: Any) -> Any:
    """Turn ``[2, "3-7"]`` into the numbers of the lines."""
    if value is None:
        return ()
    numbers: list[int] = []
    for part in [value] if isinstance(value, str) else value:
        found = _RANGE.fullmatch(str(part))
        first, last = map(int, (found[1], found[2] or found[1])) if found else (1, 0)
        if not first <= last < _MOST_LINES:
            raise ValueError(f"{part!r} is no line or range of lines; write 7 or 3-7")
        numbers += range(first, last + 1)
    return tuple(numbers)


Lines = Annotated[tuple[int, ...], BeforeValidator(_lines)]


class Parts(Part):
    """Which lines are headings, body, apparatus (notes, disclaimers), or no content at all."""

    headings: Lines = ()
    body: Lines = ()
    apparatus: Lines = ()
    not_content: Lines = ()

    @model_validator(mode="after")
    def _each_line_once(self) -> Self:
        every = Counter((*self.headings, *self.body, *self.apparatus, *self.not_content))
        twice = [line for line, count in sorted(every.items()) if count > 1]
        if twice:
            raise ValueError(f"line {twice[0]} is in two parts")
        return self


class NoFact(Part):
    """A sentence that carries no record, and why."""

    quote: Plain
    because: Plain
    nth: Annotated[int | None, Field(ge=1)] = None


class NoDoubt(Part):
    """A doubt about a record that has been looked into: which rule raised it, and the answer."""

    record: Plain
    rule: Plain
    because: Plain


class SourceInfo(Part):
    """The head of a source folder: ``source.yaml``."""

    id: Id
    title: Annotated[Texts, Field(min_length=1)]
    publisher: EntityId | None = None
    author: EntityId | None = None
    voice: EntityId
    published: Edtf | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
    address: Plain | None = None
    rights: Plain | None = None
    redistribute: Redistribute = Redistribute.QUOTES
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    parts: Parts = Parts()
    no_fact: Annotated[tuple[NoFact, ...], Many] = ()
    no_doubt: Annotated[tuple[NoDoubt, ...], Many] = ()
    note: Plain | None = None
