"""Tokens with their lemmas: where words begin and end, before anybody asks what they mean.

A token is a word with its hyphens and apostrophes, a number or a sign. The English possessive
stands apart; a word broken at the end of a line, or by soft hyphens, is one token. The lemma of a
German verb takes its separable prefix back, that of half a compound ("Rüstungs- und
Energiehandel") its head.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from kg.reading.grammar import grammar_of
from kg.reading.knowledge import knowledge
from kg.reading.morphology import Morphology, morphology, plain
from kg.reading.seen import Word

_ZERO_WIDTH = "\u00ad\u200b-\u200d\u2060\ufeff"
_LETTER = rf"[^\W_]|[\u0300-\u036f{_ZERO_WIDTH}]"
# A word broken at the end of a line; not "Rüstungs-" before "und Energiehandel".
_BREAK = (
    r"[-\u2010\u00ad][ \t]?\r?\n[ \t]{0,8}"
    r"(?!(?:und|oder|sowie|bzw|and|or|и|или)\b)(?=[a-zß-ÿа-яё])"
)
_TOKEN = re.compile(
    rf"""
    (?P<number>\d++(?:[.,:]\d++)*+(?![^\W_])(?![-\u2010\u2011][^\W\d_]))
  | (?P<short>(?:[A-ZА-Я]\.){{2,}}                 # U.S., P.R.C.
      | [A-Za-z]\w{{1,30}}\.(?:ru|com|cn|org|net|info)\b)    # JD.com
  | (?P<word>(?:{_LETTER})++
      (?:(?:{_BREAK}|['’ʼ‘&-](?=[^\W_])|[\u2010\u2011](?=[^\W_]))(?:{_LETTER})++)*+
      (?:-(?=[ \t\n,/]))?)                          # Rüstungs- und …
  | (?P<sign>[^\w\s]|_)
    """,
    re.VERBOSE,
)
_POSSESSIVE = re.compile(r"['’ʼ]s$", re.IGNORECASE)
_NOTE = re.compile(r"([^\W\d_]{3,}[^\W\d_A-ZА-Я])(\d{1,3})")  # a word and a note's number
_FAR = 40  # tokens between a verb and its prefix
_LEAST_HEAD, _LEAST_FIRST = 4, 3
_LINKS = ("", "s", "es", "n", "en", "er", "e")  # between the halves of a German compound


def words_of(text: str, start: int, end: int, language: str) -> tuple[Word, ...]:
    """Return the tokens of *text* from *start* to *end*, with their lemmas."""
    words = list(_tokens(text, start, end, language))
    knowledge = _knowledge(language)
    if knowledge.get("separable"):
        _rejoin(words, morphology(language), knowledge)
    _complete_halves(words, frozenset(knowledge.get("halves", ())), language)
    return tuple(words)


def tokens_of(text: str) -> Iterator[str]:
    """Yield the tokens of *text* as they stand, the possessive apart."""
    for match in _TOKEN.finditer(text):
        possessive = _POSSESSIVE.search(match[0])
        cut = possessive.start() if possessive else len(match[0])
        yield from filter(None, (match[0][:cut], match[0][cut:]))


@lru_cache(1 << 14)
def heads(lemma: str) -> tuple[str, ...]:
    """Return the nouns that end the German compound *lemma*, the longest first.

    >>> heads("rüstungslieferung"), heads("us-sanktion"), heads("lieferung")
    (('lieferung',), ('sanktion',), ())
    """
    first, hyphen, last = lemma.rpartition("-")
    if hyphen:
        return (last, *heads(last)) if first and last else ()
    if len(lemma) > 64:
        return ()
    cuts = range(_LEAST_FIRST, len(lemma) - _LEAST_HEAD + 1)
    return tuple(lemma[cut:] for cut in cuts if _parts(lemma[:cut], lemma[cut:]))


def _parts(first: str, last: str) -> bool:
    german = morphology("de")
    if not german.knows(last.capitalize()) or german.form(last.capitalize()).lemma != last:
        return False
    return any(
        first.endswith(link) and german.knows(first.removesuffix(link).capitalize())
        for link in _LINKS
        if len(first) - len(link) >= _LEAST_FIRST
    )


@cache
def _knowledge(language: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = knowledge("words").get(language, {})
    return found


def _tokens(text: str, start: int, end: int, language: str) -> Iterator[Word]:
    form = morphology(language).form
    for match in _TOKEN.finditer(text, start, end):
        at, to = match.span()
        token = match[0]
        kind = match.lastgroup
        if kind == "sign":
            yield Word(at, to, token, token, "sign")
        elif kind == "number":
            yield Word(at, to, token, token, "number")
        elif note := _NOTE.fullmatch(token):
            cut = at + note.end(1)
            yield _word(text, at, cut, form(note[1]))
            yield Word(cut, to, note[2], note[2], "number")
        elif possessive := _POSSESSIVE.search(token):
            cut = at + possessive.start()
            yield _word(text, at, cut, form(text[at:cut]))
            yield Word(cut, to, text[cut:to], "'s")
        else:
            yield _word(text, at, to, form(token))


def _word(text: str, start: int, end: int, form: Any) -> Word:
    return Word(start, end, text[start:end], form.lemma, form.tag, case=form.case)


# -- verbs and their prefixes -----------------------------------------------------------------


def _rejoin(words: list[Word], known: Morphology, knowledge: Mapping[str, Any]) -> None:
    """Give the verb its prefix back: "hängt … ab" has the lemma "abhängen"."""
    prefixes = frozenset(knowledge["separable"])
    for index, word in enumerate(words):
        if word.text in prefixes and _ends_clause(words, index, knowledge):
            verb = _verb_of(words, index, known)
            if verb is not None:
                whole = word.text + words[verb].lemma
                words[verb] = words[verb]._replace(lemma=whole, tag="finite", prefix=word.text)


def _ends_clause(words: list[Word], index: int, knowledge: Mapping[str, Any]) -> bool:
    particle = words[index].text
    before = {word.text.lower() for word in words[max(0, index - 3) : index]}
    if before.intersection(knowledge["circumpositions"].get(particle, ())):
        return False
    if index + 1 == len(words):
        return True
    after = words[index + 1]
    return after.tag == "sign" or after.text in knowledge["clause_goes_on"]


def _verb_of(words: list[Word], index: int, known: Morphology) -> int | None:
    """Return which word before the particle makes a known verb with it, the nearest first."""
    prefix = words[index].text
    for at in range(index - 1, max(-1, index - _FAR), -1):
        word = words[at]
        if word.text in {";", ".", "!", "?"}:
            return None
        if _may_be_finite(words, at) and known.knows(prefix + word.lemma):
            return at
    return None


def _may_be_finite(words: list[Word], at: int) -> bool:
    word = words[at]
    if word.prefix or not word.lemma.endswith("n") or word.tag in {"noun", "name", "adjective"}:
        return False
    if word.text == word.lemma and word.text in grammar_of("de").prepositions:  # "wegen"
        return False
    first = at == 0 or words[at - 1].tag == "sign"
    return word.text.islower() or first


# -- halves of compounds ----------------------------------------------------------------------


def _complete_halves(words: list[Word], joining: frozenset[str], language: str) -> None:
    """Complete "Rüstungs-" in "Rüstungs- und Energiehandel" by the head of what follows."""
    for index, word in enumerate(words[:-2]):
        if not word.text.endswith("-") or words[index + 1].text.lower() not in joining:
            continue
        following = words[index + 2].lemma
        half = plain(word.text).lower()
        if language == "de":
            found = heads(following)
            lemma = half[:-1] + (found[0] if found else "")
        else:
            lemma = half + following.rpartition("-")[2]
        words[index] = word._replace(lemma=lemma, tag=words[index + 2].tag)
