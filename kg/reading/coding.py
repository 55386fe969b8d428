"""A text as a row of letters, one a token, so that a grammar is a regular expression over them.

Times and figures are told by few words in a fixed order. Each word that matters has a letter that
says what sort of word it is; any other word is ``X`` or ``x`` (it begins with a capital or not),
of which never more than three stand in a row. A regular expression over the letters then finds
"in the first three months of 2024" in every language alike, in linear time.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

_LETTERS = r"[^\W\d_]"
_BLANK = "\u0020\u00a0\u2007\u2009\u202f"
_TOKEN = re.compile(
    rf"(?<!\d)\d{{1,3}}(?:(?:[{_BLANK}]|(?<=\d)['’](?=\d))\d{{3}})+(?![\d]|[.,]\d{{1,2}}[.,])(?:[.,]\d+)?"
    r"|\d+(?:[.,]\d+)*"
    rf"|{_LETTERS}+(?:['’]{_LETTERS}+)*"
    r"|[^\w\s]|\n"
)
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*(?:\n\s*)?")
_LONG_LINE = 40  # a shorter line was not broken for want of room
_MOST_UNKNOWN = 3
_LONGEST = 50_000


class Token(NamedTuple):
    """A word that matters, with its letter and what it stands for."""

    start: int
    end: int
    code: str
    value: Any = None


class Place(NamedTuple):
    """Where a rule matched: the tokens of the match, the row of letters around it, the text."""

    text: str
    tokens: list[Token]
    codes: str
    start: int
    end: int
    language: str

    def inside(self, letters: str) -> list[Token]:
        """Return the tokens of the match that have one of *letters*."""
        return [token for token in self.tokens[self.start : self.end] if token.code in letters]

    def values(self, letters: str) -> list[Any]:
        """Return what those tokens stand for."""
        return [token.value for token in self.inside(letters)]

    def before(self, count: int = 1) -> str:
        """Return the letters before the match."""
        return self.codes[max(0, self.start - count) : self.start]

    def after(self, count: int = 1) -> str:
        """Return the letters after the match."""
        return self.codes[self.end : self.end + count]


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
            words = tuple(_TOKEN.findall(_folded(phrase)))
            by_first.setdefault(words[0], []).append((words, code, value))
        return cls(
            {
                first: tuple(sorted(found, key=lambda entry: -len(entry[0])))
                for first, found in by_first.items()
            },
            capital,
        )


NumberCoder = Callable[[str], tuple[str, Any]]


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each paragraph; a line broken for want of room goes on.

    One that is longer than any page is cut between two sentences, or at least two words.
    """
    start = 0
    for gap in _PARAGRAPH_END.finditer(text):
        if not _goes_on(text, gap):
            yield from _pieces(text, start, gap.start())
            start = gap.end()
    yield from _pieces(text, start, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        cut = text.find(". ", start + _LONGEST // 2, start + _LONGEST) + 1
        cut = cut or text.rfind(" ", start, start + _LONGEST) + 1 or start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


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
    folded = _folded(text[start:end])
    raw = [(found.start() + start, found.group()) for found in _TOKEN.finditer(folded)]
    tokens: list[Token] = []
    unknown = at = 0
    phrases = lexicon.phrases
    while at < len(raw):
        begin, word = raw[at]
        if word not in phrases and word[0].isalpha() and "'" not in word:
            at += 1
            unknown += 1
            if unknown <= _MOST_UNKNOWN:
                tokens.append(_unknown(text, begin, word))
            continue
        if unknown > _MOST_UNKNOWN:  # the nearest one stays, whatever stood before it
            tokens[-1] = _unknown(text, *raw[at - 1])
        token, used = _token(text, raw, at, lexicon, number)
        unknown = unknown + 1 if token.code in "xX" else 0
        at += used
        if unknown <= _MOST_UNKNOWN:
            tokens.append(token)
    return tokens, "".join([token.code for token in tokens])


def _unknown(text: str, begin: int, word: str) -> Token:
    return Token(begin, begin + len(word), "X" if text[begin].isupper() else "x")


def _token(
    text: str, raw: list[tuple[int, str]], at: int, lexicon: Lexicon, number: NumberCoder
) -> tuple[Token, int]:
    """Return the token that begins at *at*, and how many words it takes."""
    begin, word = raw[at]
    end = begin + len(word)
    for phrase, code, value in lexicon.phrases.get(word.removesuffix("'s"), ()):
        if code in lexicon.capital and not text[begin].isupper():
            continue
        size = len(phrase)
        if size == 1:
            return Token(begin, end, code, value), 1
        if phrase[1:] == tuple(word for _, word in raw[at + 1 : at + size]):
            last, word = raw[at + size - 1]
            return Token(begin, last + len(word), code, value), size
    if word[0].isdigit():
        return Token(begin, end, *number(word)), 1
    if word[0].isalpha():
        return _unknown(text, begin, word), 1
    return Token(begin, end, _sign(text, begin, end)), 1


def _sign(text: str, start: int, end: int) -> str:
    """Return the letter of a sign: ``h`` for a hyphen inside a word, ``q`` for quotes."""
    sign = text[start]
    if sign in "-‐‑–—−":
        inside = start > 0 and end < len(text) and text[start - 1].isalnum()
        return "h" if inside and text[end].isalnum() and sign in "-‐‑" else "-"
    if sign in "\"'“”„‟«»‘’":
        return "q"
    return sign if sign in ".,/()" else "|"


def _folded(text: str) -> str:
    """Return *text* in small letters, letter for letter."""
    small = text.lower()
    if len(small) != len(text):  # "İ" would become two
        small = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return small.replace("ё", "е").replace("’", "'")
