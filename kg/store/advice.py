"""What was probably meant: where a query can't be read, or names what the graph doesn't know."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from kg.errors import QueryError
from kg.store.guard import Query, Token
from kg.terms.prefixes import PREFIXES

_LIKE_ENOUGH = 60
_PLACE = re.compile(r"error at (\d+):(\d+)")
_WORDS = 3
_LONGEST_KEYWORD = 20
_GLUED = frozenset("^&|=<>!")
_SPLIT_IRI = re.compile(r"<[\w:/.#~%-]+ [\w:/.#~% -]*>")
_OPENS = {"(": ")", "{": "}", "[": "]"}

KEYWORDS = frozenset(
    re.findall(
        r"\w+",
        """
    A ABS ADD ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL COALESCE CONCAT CONSTRUCT CONTAINS
    COUNT DATATYPE DAY DEFAULT DESC DESCRIBE DISTINCT ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM
    GRAPH GROUP GROUP_CONCAT HAVING HOURS IF IN IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG
    LANGMATCHES LCASE LIMIT MAX MD5 MIN MINUS MINUTES MONTH NAMED NOT NOW OFFSET OPTIONAL ORDER
    PREFIX RAND REDUCED REGEX REPLACE ROUND SAMESTR SAMETERM SAMPLE SECONDS SELECT SEPARATOR
    SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS
    STRUUID SUBSTR SUM TIMEZONE TRUE TZ UCASE UNDEF UNION URI USING UUID VALUES WHERE YEAR
    """,
    )
)


def syntax_error(query: Query, message: str) -> QueryError:
    """Return what is wrong with *query*, at which line and column of it, and what was meant.

    *message* is Oxigraph's; its parser says where it gave up, which is often not where one erred.
    """
    start, what = next(_errors(query), None) or _as_oxigraph_says(query, message)
    return QueryError(f"{query.place(start)}: {what}\n{_shown(query, start)}")


def _errors(query: Query) -> Iterator[tuple[int, str]]:
    yield from _unclosed_strings(query)
    yield from _blanks_in_iris(query)
    yield from _unknown_prefixes(query)
    yield from _unknown_words(query)
    yield from _brackets(query.tokens)


def _unclosed_strings(query: Query) -> Iterator[tuple[int, str]]:
    for token in query.tokens:
        if token.sort == "sign" and token.text in {"'", '"'}:
            yield token.start, f"a string that begins with {token.text} is not closed on its line"


def _blanks_in_iris(query: Query) -> Iterator[tuple[int, str]]:
    for token in query.tokens:
        if token.text == "<" and _SPLIT_IRI.match(query.text, token.start):
            yield token.start, "an IRI holds no blanks"


def _unknown_prefixes(query: Query) -> Iterator[tuple[int, str]]:
    declared = {at + 1 for at, token in enumerate(query.tokens) if token.says("PREFIX")}
    for at, token in enumerate(query.tokens):
        prefix = token.text.partition(":")[0]
        if token.sort == "name" and at not in declared and prefix not in query.prefixes:
            meant = nearest(prefix, query.prefixes)
            guess = f"did you mean {meant}:?" if meant else f"PREFIX {prefix}: <…> declares it"
            yield token.start, f"{prefix}: is no prefix known here; {guess}"


def _unknown_words(query: Query) -> Iterator[tuple[int, str]]:
    for token in query.tokens:
        if token.sort == "word" and token.text.upper() not in KEYWORDS:
            meant = nearest(token.text.upper(), KEYWORDS)
            guess = f"; did you mean {meant}?" if meant else ""
            yield token.start, f"{token.text} is no word of SPARQL{guess}"


def _brackets(found: Sequence[Token]) -> Iterator[tuple[int, str]]:
    opened: list[Token] = []
    for token in found:
        if token.sort != "sign":
            continue
        if token.text in _OPENS:
            opened.append(token)
        elif token.text in _OPENS.values():
            if not opened or _OPENS[opened[-1].text] != token.text:
                yield token.start, f"this {token.text} closes nothing"
                return
            opened.pop()
    if opened:
        yield opened[-1].start, f"this {opened[-1].text} is never closed"


def _as_oxigraph_says(query: Query, message: str) -> tuple[int, str]:
    sentences = [part for part in _said(message) if part[:1].isalpha() and part.count(" ") > _WORDS]
    if sentences or "error at" not in message:
        return 0, (sentences or [" ".join(message.split())])[0]
    if not query.tokens:
        return 0, "the query is empty"
    at = _given_up(query)
    if at >= len(query.tokens):
        return query.tokens[-1].end, "the query ends too soon"
    before = f" after {query.tokens[at - 1].text}" if at else ""
    return query.tokens[at].start, f"{query.tokens[at].text} can't stand here{before}"


def _said(message: str) -> list[str]:
    return message.partition(": expected ")[2].removeprefix("one of ").split(", ")


def _given_up(query: Query) -> int:
    """Return the number of the token at which Oxigraph's parser gives up.

    Where it tries a keyword it runs ahead by the keyword's length, and says that place. So it is
    given the tokens wide apart, farther than its longest keyword.
    """
    starts, padded = [], ""
    for before, token in zip((None, *query.tokens), query.tokens, strict=False):
        padded += _gap(before, token) + token.text
        starts.append(len(padded) - len(token.text))
    try:
        ox.Store().query(padded, prefixes=dict(query.prefixes))
    except SyntaxError as error:
        spread = Query(padded)
        if found := _PLACE.match(str(error)):
            place = spread.at(int(found[1]), int(found[2]))
            return len(starts) if place >= len(padded) else bisect_right(starts, place) - 1
    return 0


def _gap(before: Token | None, token: Token) -> str:
    """Return the blanks to put between two tokens: none where they are one sign, as ``&&``."""
    if before is None or (before.end == token.start and {before.text, token.text} & _GLUED):
        return ""
    return "" if token.sort == "tag" else " " * _LONGEST_KEYWORD


def _shown(query: Query, start: int) -> str:
    """Return the line of *start*, indented, with a mark below the place."""
    before = re.split(r"[\r\n]", query.text[:start])[-1]
    line = before + re.split(r"[\r\n]", query.text[start:])[0]
    left = line[: len(before)].expandtabs()
    return f"    {line.expandtabs()}\n    {' ' * len(left)}^"


# -- terms that the graph doesn't know ----------------------------------------------------


def ours(query: Query) -> tuple[str, ...]:
    """Return the IRIs in *query* that the graph should know, if they are spelt right."""
    return tuple(iri for iri in query.iris if _namespace(iri))


def _namespace(iri: str) -> tuple[str, str] | None:
    """Return the prefix and the namespace of ours that *iri* lies in."""
    found = ((prefix, PREFIXES[prefix]) for prefix in ("sr", "id", "st", "stage", "g", "rec"))
    return next((pair for pair in found if iri.startswith(pair[1]) and iri != pair[1]), None)


def unknown_term(query: Query, iri: str, known: Iterable[str]) -> str:
    """Return that *iri* names nothing in the graph, and which of *known* is like it."""
    prefix, base = _namespace(iri) or ("", "")
    locals_ = [name.removeprefix(base) for name in known if name.startswith(base)]
    meant = nearest(iri.removeprefix(base), locals_)
    guess = f"; did you mean {prefix}:{meant}?" if meant else ""
    place = query.place(query.iris[iri].start)
    return f"{place}: {prefix}:{iri.removeprefix(base)} names nothing in this graph{guess}"


def nearest(wanted: str, known: Iterable[str]) -> str | None:
    """Return what of *known* is most like *wanted*; None where nothing is.

    >>> nearest("SELCT", ["SELECT", "ASK"])
    'SELECT'
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only for those who err

    names = sorted(known)
    folded = [name.casefold() for name in names]
    found = process.extract(
        wanted.casefold(), folded, scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH, limit=1
    )
    return names[found[0][2]] if found else None
