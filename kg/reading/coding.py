"""A text as a row of letters, one a token, so that a grammar is a regular expression over them.

Times and figures are told by few words in a fixed order. Each word that matters has a letter that
says what sort of word it is; any other word is ``X`` or ``x`` (it begins with a capital or not),
of which never more than three stand in a row. A regular expression over the letters then finds
"in the first three months of 2024" in every language alike, in linear time.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_DATA = Path(__file__).parent / "data"
_LETTERS = r"[^\W\d_]"
_BLANK = "\u0020\u00a0\u2007\u2009\u202f"
_TOKEN = re.compile(
    rf"(?<!\d)\d{{1,3}}(?:(?:[{_BLANK}]|(?<=\d)['’](?=\d))\d{{3}})+(?![\d]|[.,]\d{{1,2}}[.,])(?:[.,]\d+)?"
    r"|\d+(?:[.,]\d+)*"
    rf"|{_LETTERS}+(?:['’]{_LETTERS}+)*"
    r"|[^\w\s]|\n"
)
_WORD = re.compile(_LETTERS)
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*(?:\n\s*)?")
_LONG_LINE = 40  # a shorter line was not broken for want of room
_MOST_UNKNOWN = 3


class Token(NamedTuple):
    """A word that matters, with its letter and what it stands for."""

    start: int
    end: int
    code: str
    value: Any = None


class Lexicon(NamedTuple):
    """The words that matter: by the first word, phrases with their letter, the longest first."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str, Any], ...]]
    capital: frozenset[str] = frozenset()  # letters of words that count only with a capital

    @classmethod
    def of(
        cls, entries: Iterable[tuple[str, str, Any]], capital: frozenset[str] = frozenset()
    ) -> "Lexicon":
        """Make one of (phrase, letter, value); what comes first wins among equals."""
        by_first: dict[str, list[tuple[tuple[str, ...], str, Any]]] = {}
        for phrase, code, value in entries:
            words = tuple(_folded(token) for token in _TOKEN.findall(phrase))
            by_first.setdefault(words[0], []).append((words, code, value))
        return cls(
            {
                first: tuple(sorted(found, key=lambda entry: -len(entry[0])))
                for first, found in by_first.items()
            },
            capital,
        )


NumberCoder = Callable[[str], tuple[str, Any]]


@cache
def data(name: str) -> Any:
    """Return what ``data/<name>.yaml`` holds."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with (_DATA / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, loader)  # noqa: S506 (both are safe loaders)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each paragraph; a line broken for want of room goes on."""
    start = 0
    for gap in _PARAGRAPH_END.finditer(text):
        if not _goes_on(text, gap):
            yield start, gap.start()
            start = gap.end()
    yield start, len(text)


def _goes_on(text: str, gap: re.Match[str]) -> bool:
    """Return whether the line before *gap* was broken within a sentence."""
    if gap.group().count("\n") > 1 or gap.end() == len(text):
        return False
    before = text[max(0, gap.start() - _LONG_LINE) : gap.start()]
    after = text[gap.end()]
    return (
        len(before) == _LONG_LINE
        and "\n" not in before
        and before.rstrip()[-1:] not in {".", "!", "?", ":", ""}
        and (after.islower() or after.isdigit())
    )


def coded(
    text: str, start: int, end: int, lexicon: Lexicon, number: NumberCoder
) -> tuple[list[Token], str]:
    """Return the tokens of ``text[start:end]`` that matter, and their letters as one string."""
    raw = [(found.start(), found.end()) for found in _TOKEN.finditer(text, start, end)]
    words = [_folded(text[begin:stop]) for begin, stop in raw]
    tokens: list[Token] = []
    unknown = 0
    at = 0
    while at < len(raw):
        token, used = _token(text, raw, words, at, lexicon, number)
        at += used
        unknown = unknown + 1 if token.code in "xX" else 0
        if unknown <= _MOST_UNKNOWN:
            tokens.append(token)
        else:
            tokens[-1] = token  # the nearest ones stay, whatever stood before them
    return tokens, "".join(token.code for token in tokens)


def _token(
    text: str,
    raw: list[tuple[int, int]],
    words: list[str],
    at: int,
    lexicon: Lexicon,
    number: NumberCoder,
) -> tuple[Token, int]:
    start, end = raw[at]
    first = words[at]
    for phrase, code, value in lexicon.phrases.get(first, ()):
        size = len(phrase)
        if code in lexicon.capital and not text[start].isupper():
            continue
        if size == 1 or tuple(words[at : at + size]) == phrase:
            return Token(start, raw[at + size - 1][1], code, value), size
    if first[0].isdigit():
        return Token(start, end, *number(first)), 1
    if _WORD.match(first):
        return Token(start, end, "X" if text[start].isupper() else "x"), 1
    return Token(start, end, _sign(text, start, end)), 1


def _sign(text: str, start: int, end: int) -> str:
    """Return the letter of a sign: ``h`` for a hyphen inside a word, ``q`` for quotes."""
    sign = text[start]
    if sign in "-‐‑–—−":
        inside = start > 0 and end < len(text) and text[start - 1].isalnum()
        return "h" if inside and text[end].isalnum() and sign in "-‐‑" else "-"
    if sign in "\"'“”„‟«»‘’":
        return "q"
    return sign if sign in ".,/()" else "|"


def _folded(word: str) -> str:
    return word.lower().replace("ё", "е").replace("’", "'").removesuffix("'s")
