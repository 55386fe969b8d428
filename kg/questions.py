"""Questions that come with the package: ``.rq`` files with a head that says what they ask.

A head is the comment lines at the top of the file:

    # title: Who sanctions whom
    # description: Each sanction with its imposers, targets and status,
    #   the newest first.
    # parameter: actor entity Whom the sanctions are against
    PREFIX sr: <https://w3id.org/sinorus/ns#>
    SELECT …

A line that begins with more than one space goes on with the line above. A parameter is a variable
of the SELECT, a type, and a description. ``kg/queries`` holds named queries; ``kg/checks`` check
queries, of which each row is a finding and the title its message.
"""

import re
from importlib.resources import files
from typing import NamedTuple

from kg.errors import QueryError

_LINE = re.compile(r"# ?(?P<key>[a-z]+): *(?P<value>.*)")
_MORE = re.compile(r"# {2,}(?P<value>\S.*)")
_KEYS = frozenset({"title", "description", "parameter"})


class Parameter(NamedTuple):
    """A variable that a question is asked with: its name, its type, and what it means."""

    name: str
    type: str
    meaning: str


class Question(NamedTuple):
    """A query of the package; *name* is its file without ``.rq``, *text* the whole file."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str


def questions(folder: str) -> tuple[Question, ...]:
    """Return the questions of ``kg/<folder>``, by name."""
    found = (file for file in files("kg").joinpath(folder).iterdir() if file.name.endswith(".rq"))
    texts = {file.name.removesuffix(".rq"): file.read_text(encoding="utf-8") for file in found}
    return tuple(question(name, text) for name, text in sorted(texts.items()))


def question(name: str, text: str) -> Question:
    r"""Return the question that *text* asks, read from its head.

    Raises QueryError where the head has no title, an unknown key, or a parameter without a type.

    >>> question("one", "# title: One\n# parameter: actor entity Whom\nASK {}").parameters
    (Parameter(name='actor', type='entity', meaning='Whom'),)
    """
    head = _head(name, text)
    titles = [value for key, value in head if key == "title"]
    if len(titles) != 1:
        raise QueryError(f"{name}.rq: its head has {len(titles)} titles; write '# title: …' once")
    description = " ".join(value for key, value in head if key == "description")
    parameters = tuple(_parameter(name, value) for key, value in head if key == "parameter")
    return Question(name, titles[0], description, parameters, text)


def _head(name: str, text: str) -> list[tuple[str, str]]:
    head: list[tuple[str, str]] = []
    for line in text.splitlines():
        more, found = _MORE.fullmatch(line), _LINE.fullmatch(line)
        if more and head:
            head[-1] = (head[-1][0], f"{head[-1][1]} {more['value']}")
        elif found and found["key"] in _KEYS:
            head.append((found["key"], found["value"]))
        elif line.startswith("#"):
            raise QueryError(f"{name}.rq: {line!r}: a head has {', '.join(sorted(_KEYS))}")
        else:
            break
    return head


def _parameter(name: str, value: str) -> Parameter:
    words = value.split(maxsplit=2)
    if len(words) != len(Parameter._fields):
        raise QueryError(f"{name}.rq: parameter: write a variable, its type, and what it means")
    return Parameter(*words)
