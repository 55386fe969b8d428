"""Questions that come with the package, or that a user wrote: SPARQL with a head.

A head is the comment lines at the top of the file:

    # title: Goods trade between two states
    # title.de: Warenhandel zweier Staaten
    # about: Directed flows with value, year, status and source,
    #   the newest first.
    # param exporter: entity -- who sells
    # param importer: entity = any -- who buys
    # param since: date = 1900-01-01
    SELECT …

A line that begins with more than one space goes on with the line above. A parameter is a variable
of the SELECT, its type, what it is unless somebody says otherwise, and what it means. Without a
default it has to be given; with ``any`` it may be left open, and the query ranges over all.
``kg/queries`` holds named queries; ``kg/checks`` check queries, of which each row is a finding and
the title its message.
"""

import re
from pathlib import Path
from typing import NamedTuple

from kg.errors import QueryError

TYPES = ("entity", "kind", "status", "date", "number", "text")
ANY = "any"
# What a question may be given at most; not far beyond, the system's own numbers end.
SECONDS, MEBIBYTES, ROWS = 10_000_000, 1_000_000_000, 1_000_000_000
_FOLDER = Path(__file__).parent

_LINE = re.compile(r"# ?(?P<key>title(?:\.de)?|about): *(?P<value>.*)|# ?param +(?P<param>.*)")
_MORE = re.compile(r"# {2,}(?P<value>\S.*)")
_PARAMETER = re.compile(
    r"(?P<name>[A-Za-z_]\w*) *: *(?P<type>\w+)"
    r"(?: *= *(?P<default>.*?))??(?: +-- +(?P<meaning>.*))?",
    re.ASCII,
)


class Parameter(NamedTuple):
    """A variable that a question is asked with: its name, type, default, and what it means.

    A *default* of None says that it has to be given.
    """

    name: str
    type: str
    default: str | None = None
    meaning: str = ""

    def __str__(self) -> str:
        """Return the parameter as a head has it."""
        default = "" if self.default is None else f" = {self.default}"
        return f"{self.name}: {self.type}{default}{self.meaning and ' -- '}{self.meaning}"


class Question(NamedTuple):
    """A query with a head; *name* is its file without ``.rq``, *text* the whole file."""

    name: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    text: str
    title_de: str = ""

    def titled(self, lang: str) -> str:
        """Return the title in *lang*; in English where it has none."""
        return (self.title_de if lang == "de" else "") or self.title


def questions(folder: str) -> tuple[Question, ...]:
    """Return the questions of ``kg/<folder>``, by name."""
    return tuple(_read(file) for file in sorted(_FOLDER.joinpath(folder).glob("*.rq")))


def names(folder: str) -> tuple[str, ...]:
    """Return the names of the questions of ``kg/<folder>``."""
    return tuple(sorted(file.stem for file in _FOLDER.joinpath(folder).glob("*.rq")))


def named(folder: str, name: str) -> Question | None:
    """Return the question of ``kg/<folder>`` that is called *name*; None where there is none."""
    return _read(_FOLDER / folder / f"{name}.rq") if name in names(folder) else None


def _read(file: Path) -> Question:
    return question(file.stem, file.read_text(encoding="utf-8"))


def question(name: str, text: str) -> Question:
    r"""Return the question that *text* asks, read from its head.

    Raises QueryError where the head has no title, an unknown key, or a parameter of no known type.

    >>> question("one", "# title: One\n# param since: date = 1900\nASK {}").parameters
    (Parameter(name='since', type='date', default='1900', meaning=''),)
    """
    read = loose_question(name, text)
    titles = sum(key == "title" for key, _ in _head(text))
    if titles != 1:
        raise QueryError(f"{name}.rq: its head has {titles} titles; write '# title: …' once")
    for line in text.splitlines()[: _lines_of_head(text)]:
        if not (_LINE.fullmatch(line) or _MORE.fullmatch(line)):
            raise QueryError(f"{name}.rq: {line!r}: a head has title, about, param, title.de")
    return read


def loose_question(name: str, text: str) -> Question:
    """Return the question of a text that may have a head, in which any comment may stand."""
    head = _head(text)
    parts = {key: " ".join(value for have, value in head if have == key) for key, _ in head}
    parameters = tuple(_parameter(name, value) for key, value in head if key == "param")
    titles = (parts.get("title", ""), parts.get("title.de", ""))
    return Question(name, titles[0], parts.get("about", ""), parameters, text, titles[1])


def _lines_of_head(text: str) -> int:
    lines = text.splitlines()
    return next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))


def _head(text: str) -> list[tuple[str, str]]:
    head: list[tuple[str, str]] = []
    for line in text.splitlines()[: _lines_of_head(text)]:
        found, more = _LINE.fullmatch(line), _MORE.fullmatch(line)
        if found:
            head.append((found["key"] or "param", found["value"] or found["param"] or ""))
        elif more and head:
            head[-1] = (head[-1][0], f"{head[-1][1]} {more['value']}")
    return head


def _parameter(name: str, value: str) -> Parameter:
    found = _PARAMETER.fullmatch(value.strip())
    if found is None:
        raise QueryError(
            f"{name}: param {value!r}: write '# param NAME: TYPE = DEFAULT -- what it means'"
        )
    if found["type"] not in TYPES:
        raise QueryError(f"{name}: {found['type']!r} is no type; one of {', '.join(TYPES)}")
    return Parameter(found["name"], found["type"], found["default"], found["meaning"] or "")
