r"""What a query may not do, read from its tokens before it runs.

A token is what SPARQL 1.1's grammar says (section 19.8), the longest match first: a word inside a
string, an IRI, a comment, a prefixed name or a variable is no keyword. Refused are updates and
``SERVICE``; the graphs that ``FROM`` names are read out, so that they can be looked up before.

Oxigraph's parser is wider than the grammar in two ways, and the guard has to be as wide:

- It knows no ends of words: ``SERVICE:x { }`` and ``trueSERVICE <x> { }`` ask a service.
- After an operand, ``<`` may be a sign or open an IRI: ``FILTER(?a<?b)SERVICE#>`` holds an IRI for
  the grammar, and for Oxigraph a comparison, a service and a comment. Where an IRI with ``#``
  stands in brackets after an operand, both readings are looked at.

For want of ends it also takes ``FROMg:x`` and ``FROMNAMED <x>`` for what they look like, while the
grammar knows no such word: refused, since the graphs that they mean would be passed over.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple
from urllib.parse import urljoin

from kg.errors import QueryError
from kg.terms.prefixes import PREFIXES

# -- the grammar --------------------------------------------------------------------------

# Every sign beyond ASCII counts as a letter here. Those that the grammar leaves out may stand in
# strings, IRIs and comments alone; elsewhere Oxigraph refuses the query. The classes say what they
# are not: so they compile in a tenth of the time.
_LETTER = r"[^\x00-@\[-`{-\x7f]"
_FIRST = r"[^\x00-/:-@\[-^`{-\x7f]"  # letters, _ and digits
_FURTHER = r"[^\x00-,./:-@\[-^`{-\x7f]"  # these and -
_FIRST_LOCAL = r"[^\x00-/;-@\[-^`{-\x7f]"  # letters, _, digits and :
_FURTHER_LOCAL = r"[^\x00-,./;-@\[-^`{-\x7f]"  # these and -
_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_PREFIX = rf"(?:{_LETTER}(?:\.*{_FURTHER})*+)?+:"
_LOCAL = rf"(?:(?:{_FIRST_LOCAL}|{_ESCAPE})(?:\.*(?:{_FURTHER_LOCAL}|{_ESCAPE}))*+)?+"

_TOKENS = (
    ("space", r"[ \t\r\n]++"),
    ("comment", r"#[^\r\n]*+"),
    ("string", r"'''(?:'{0,2}(?:[^'\\]|\\.))*+'''"),
    ("string", r'"""(?:"{0,2}(?:[^"\\]|\\.))*+"""'),
    ("string", r"'(?:[^'\\\r\n]|\\.)*+'"),
    ("string", r'"(?:[^"\\\r\n]|\\.)*+"'),
    ("iri", rf'<(?:[^<>"{{}}|^`\\\x00-\x20]|{_UCHAR})*+>'),
    ("variable", rf"[?$]{_FIRST}++"),
    ("blank", rf"_:{_FIRST}(?:\.*{_FURTHER})*+"),
    ("name", _PREFIX + _LOCAL),
    ("tag", r"@[A-Za-z]++(?:-+[A-Za-z0-9]++)*+"),
    ("number", r"(?:[0-9]++\.?[0-9]*+|\.[0-9]++)[eE][+-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++"),
    ("word", r"[A-Za-z][A-Za-z0-9_]*+"),
    ("sign", r"."),
)
_TOKEN = re.compile("|".join(f"({pattern})" for _, pattern in _TOKENS), re.DOTALL)
_SORTS = tuple(sort for sort, _ in _TOKENS)
_OPERANDS = frozenset({"string", "iri", "variable", "blank", "name", "tag", "number", "word"})

_FROM = re.compile(r"(?:.*FROM)?(?:NAMED)?(.*)", re.IGNORECASE)

UPDATES = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
)
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


class Token(NamedTuple):
    """A token of a query: what sort it is of, its text, and where it starts."""

    sort: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Return where the token ends, exclusive."""
        return self.start + len(self.text)

    def says(self, *words: str) -> bool:
        """Return whether this is one of these keywords."""
        return self.sort == "word" and self.text.upper() in words


def _token_at(text: str, start: int) -> Token:
    found = _TOKEN.match(text, start)
    if found is None or found.lastindex is None:
        raise ValueError(f"no token at {start} of {len(text)}")
    return Token(_SORTS[found.lastindex - 1], found[0], start)


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of *text*, without blanks and comments.

    >>> [token.sort for token in tokens('ASK { ?s sr:name "SERVICE" } # SERVICE')]
    ['word', 'sign', 'variable', 'name', 'string', 'sign']
    """
    at = 0
    while at < len(text):
        token = _token_at(text, at)
        at = token.end
        if token.sort not in {"space", "comment"}:
            yield token


# -- a query that was looked at -----------------------------------------------------------


class Query:
    """A query of which the tokens allow that it runs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tuple(tokens(text))
        self._refuse()

    @cached_property
    def form(self) -> str:
        """Return SELECT, ASK, CONSTRUCT or DESCRIBE; "" where none of them stands."""
        opens = next((token for token in self._body if token.sort == "word"), None)
        return opens.text.upper() if opens is not None and opens.says(*FORMS) else ""

    @cached_property
    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs that FROM and FROM NAMED name."""
        found = []
        for at, token in enumerate(self.tokens):
            if token.says("FROM"):
                named = at + 1 < len(self.tokens) and self.tokens[at + 1].says("NAMED")
                found += [self.iri(name) for name in self.tokens[at + 1 + named : at + 2 + named]]
        return tuple(dict.fromkeys(filter(None, found)))

    @cached_property
    def iris(self) -> dict[str, Token]:
        """Return each IRI that the query names after its prologue, with its first place."""
        found: dict[str, Token] = {}
        for token in self._body:
            if iri := self.iri(token):
                found.setdefault(iri, token)
        return found

    @cached_property
    def variables(self) -> frozenset[str]:
        """Return the names of the variables."""
        return frozenset(token.text[1:] for token in self.tokens if token.sort == "variable")

    def place(self, start: int) -> str:
        """Return a place as people count it: ``line 2, column 5``."""
        line = bisect_right(self._lines, start)
        return f"line {line}, column {start - self._lines[line - 1] + 1}"

    def at(self, line: int, column: int) -> int:
        """Return the offset of a line and a column, both counted from one."""
        return min(self._lines[min(line, len(self._lines)) - 1] + column - 1, len(self.text))

    def iri(self, token: Token) -> str | None:
        """Return the IRI that *token* stands for; None where it stands for none."""
        if token.sort == "iri":
            return urljoin(self._base, token.text[1:-1])
        prefix, colon, local = token.text.partition(":")
        if token.sort == "name" and colon and prefix in self.prefixes:
            return self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
        return None

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """Return the prefixes that hold in this query: ours and its own."""
        return PREFIXES | self._prologue[0]

    # -- what stands before the form ------------------------------------------------------

    @property
    def _base(self) -> str:
        return self._prologue[1]

    @property
    def _body(self) -> tuple[Token, ...]:
        return self.tokens[self._prologue[2] :]

    @cached_property
    def _prologue(self) -> tuple[dict[str, str], str, int]:
        """Return the prefixes declared, the base, and how many tokens that takes."""
        prefixes: dict[str, str] = {}
        base, at = "", 0
        while at + 1 < len(self.tokens):
            word, *rest = self.tokens[at : at + 3]
            if word.says("BASE") and rest[0].sort == "iri":
                base, at = urljoin(base, rest[0].text[1:-1]), at + 2
            elif word.says("PREFIX") and [token.sort for token in rest] == ["name", "iri"]:
                prefixes[rest[0].text.partition(":")[0]] = urljoin(base, rest[1].text[1:-1])
                at += 3
            else:
                break
        return prefixes, base, at

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer(r"\r\n|\n|\r", self.text))]

    # -- what is refused ------------------------------------------------------------------

    def _refuse(self) -> None:
        first = self._body[0] if self._body else None
        if first is not None and first.says(*UPDATES):
            raise QueryError(
                f"{self.place(first.start)}: {first.text.upper()} is refused: a query reads the "
                "graph; what it holds is written in sources/ (kg build)"
            )
        if (start := _service(self.text)) is not None:
            raise QueryError(
                f"{self.place(start)}: SERVICE is refused: everything here works offline"
            )
        if (token := next(filter(self._glues_from, self.tokens), None)) is not None:
            raise QueryError(
                f"{self.place(token.start)}: FROM stands by itself: FROM <graph>, FROM NAMED <…>"
            )

    def _glues_from(self, token: Token) -> bool:
        if token.sort == "word":
            return "FROM" in token.text.upper() and not token.says("FROM")
        prefix = token.text.partition(":")[0]
        glued = _FROM.fullmatch(prefix) if token.sort == "name" else None
        return glued is not None and prefix not in self.prefixes and glued[1] in self.prefixes


@lru_cache(maxsize=32)
def looked_at(text: str) -> Query:
    """Return *text* as a query; a forked child has its parent's.

    Raises QueryError where it is refused.
    """
    return Query(text)


def _service(text: str) -> int | None:
    """Return where *text* asks a service, in any way that it can be read; None if it doesn't."""
    waiting: list[_Reading] = [_Reading(0, None, 0)]
    seen: set[tuple[int, bool, int]] = set()
    while waiting:
        at, before, depth = waiting.pop()
        while at < len(text) and (state := (at, _is_operand(before), depth)) not in seen:
            seen.add(state)
            token = _token_at(text, at)
            if _asks_a_service(text, token, before):
                return token.start
            if depth and token.sort == "iri" and "#" in token.text and _is_operand(before):
                waiting.append(_Reading(at + 1, Token("sign", "<", at), depth))
            at = token.end
            if token.sort not in {"space", "comment"}:
                before = token
            depth = max(0, depth + _DEPTH.get(token.text, 0))
    return None


class _Reading(NamedTuple):
    """A way to read a text from *at* on: the token *before*, and how many ( are open."""

    at: int
    before: Token | None
    depth: int


_DEPTH = {"(": 1, ")": -1}


def _is_operand(token: Token | None) -> bool:
    return token is not None and (token.sort in _OPERANDS or token.text in {")", "]"})


def _asks_a_service(text: str, token: Token, before: Token | None) -> bool:
    if token.sort == "word":
        return "SERVICE" in token.text.upper()
    if token.sort != "name" or (before is not None and before.says("GRAPH", "FROM", "NAMED")):
        return False
    prefix = token.text.partition(":")[0].upper()
    return prefix.endswith(("SERVICE", "SERVICESILENT")) and _opens_a_group(text, token.end)


def _opens_a_group(text: str, at: int) -> bool:
    while at < len(text):
        token = _token_at(text, at)
        if token.sort not in {"space", "comment"}:
            return token.text == "{"
        at = token.end
    return False
