"""A whole sentence, pasted: the names in it, and the records that lie nearest to it.

Whether a sentence is so, nothing here can say, and nothing does. What can be found are the names
that it has, and the records in which most of them stand together, each with its own roles, status
and date, to be read beside the sentence.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from kg.lookup.catalogue import Catalogue
from kg.lookup.filters import Filters, ids_query
from kg.lookup.finding import Hit, find
from kg.lookup.index import Line, searchable
from kg.lookup.spelling import folded, sounds, stems

_LEAST_WORDS = 4  # fewer are a name
_MOST_WORDS = 120  # of what is pasted; a mail says in its first sentences what it is about
_LONGEST_NAME = 7
_LIKELY = 100  # records that are looked at, for each way to find some
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:['’.&-][^\W_\u3400-\u9fff]+)*")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")


class Named(NamedTuple):
    """Words of a sentence that are a name, and the entities that are called so."""

    words: str
    entities: tuple[str, ...]


class Nearest(NamedTuple):
    """A record that lies near a sentence, and those of the sentence's names that it has."""

    line: Line
    names: tuple[str, ...]


class Reading(NamedTuple):
    """What a sentence has: names, words that stand nowhere here, and the nearest records.

    *apart* says that no record has all of the names.
    """

    names: tuple[Named, ...]
    unknown: tuple[str, ...]
    nearest: tuple[Nearest, ...]
    apart: bool


OF_NAMES, OF_A_SENTENCE = 20, 7  # how many are shown at most where nobody says


class Answer(NamedTuple):
    """What is called so, or the reading of a sentence where no name is so long."""

    hits: list[Hit]
    reading: Reading | None


def answer(
    catalogue: Catalogue, text: str, filters: Filters | None = None, limit: int | None = None
) -> Answer:
    """Return what *text* finds: by name, or as a sentence where no name matched.

    A sentence has four words or more, or fewer with two known names in it and nothing called so.
    """
    filters = filters or Filters()
    hits = find(catalogue, text, limit or OF_NAMES, filters)
    long = is_sentence(text)
    if all(hit.is_loose for hit in hits) and (long or not hits):
        reading = read(catalogue, text, filters, limit or OF_A_SENTENCE)
        if reading.nearest and (long or len(reading.names) > 1):
            return Answer([], reading)
    return Answer(hits, None)


def is_sentence(text: str) -> bool:
    """Return whether *text* is too long for a name.

    >>> is_sentence("Wafangdian Bearing supplies Tascom"), is_sentence("Xi Jinping")
    (True, False)
    """
    return sum(2 if _is_chinese(word) else 4 for word in _WORD.findall(text)) >= 4 * _LEAST_WORDS


def read(catalogue: Catalogue, text: str, filters: Filters, limit: int) -> Reading:
    """Return the names in *text* and the *limit* records nearest to it that fit *filters*."""
    words = _WORD.findall(text)[:_MOST_WORDS]
    names = tuple(_names(catalogue, words))
    having = {named.words: _records_of(catalogue, named.entities, filters) for named in names}
    scores = Counter(dict(_alike(catalogue, words, filters)))
    for records in having.values():  # the rarer a name, the more it says
        weight = math.log(1 + len(catalogue.records) / max(1, len(records)))
        scores.update(dict.fromkeys(records, weight))
    lines = _best(catalogue, scores, text)
    if not names:  # one word in common is a chance
        shared = _content(text)
        lines = [line for line in lines if len(shared & _content(_told(line))) > 1]
    nearest = (
        Nearest(line, tuple(name for name, records in having.items() if line["id"] in records))
        for line in lines[:limit]
    )
    apart = len(names) > 1 and not frozenset.intersection(*having.values())
    return Reading(names, tuple(_unknown(catalogue, words, names)), tuple(nearest), apart)


def _best(catalogue: Catalogue, scores: Mapping[str, float], text: str) -> list[Line]:
    """Return the likely records, the best first; one of a year in *text* a little sooner."""
    likely = sorted(scores, key=lambda record: (-scores[record], record))[:_LIKELY]
    lines = {record: catalogue.records[record] for record in likely}
    years = set(_YEAR.findall(text))
    score = {record: scores[record] + _in_a_year(line, years) for record, line in lines.items()}
    return [lines[record] for record in sorted(likely, key=lambda r: (-score[r], r))]


# -- names --------------------------------------------------------------------------------


def _names(catalogue: Catalogue, words: list[str]) -> Iterator[Named]:
    """Yield the names in *words*, the longest first where they overlap, each entity once."""
    spans = {
        (start, end): _joined(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1)
        if _may_name(words[start:end])
    }
    called = _called(catalogue, set(spans.values()))
    taken: set[int] = set()
    found: dict[int, Named] = {}
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        entities = called.get(spans[start, end])
        if entities and taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            found[start] = Named(spans[start, end], entities)
    known: set[tuple[str, ...]] = set()
    for _, named in sorted(found.items()):
        if named.entities not in known:
            known.add(named.entities)
            yield named


def _joined(words: list[str]) -> str:
    return ("" if all(map(_is_chinese, words)) else " ").join(words)


def _is_chinese(word: str) -> bool:
    return "\u3400" <= word[0] <= "\u9fff"


def _may_name(words: list[str]) -> bool:
    """Return whether *words* can be a name: short ones only in capitals, US but not us."""
    if len(words) > 1:
        return True
    (word,) = words
    return len(word) > 3 or word.isupper() or (word[0].isupper() and len(word) > 1)


def _called(catalogue: Catalogue, texts: set[str]) -> dict[str, tuple[str, ...]]:
    """Return the entities that each of *texts* names: as written, else inflected, else by sound."""
    keys = {text: folded(text) for text in texts}
    found = _by_name(catalogue, keys)
    for sort, key_of in (("stem", stems), ("sound", sounds)):
        left = {
            text: key_of(text)
            for text in texts
            if text not in found and (sort == "stem" or _foreign_or_proper(text))
        }
        found |= _by_form(catalogue, sort, left)
    found |= _by_beginning(catalogue, (text for text in texts if text not in found))
    return _with_cities(catalogue, found)


def _with_cities(
    catalogue: Catalogue, found: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return *found* with the city where its name may mean the government: "Moscow (city)"."""
    names = {text: stems(text) for text in found if " " not in text}
    cities = _by_form(catalogue, "word", names, "AND name.name LIKE '% (%)'")
    return {
        text: tuple(sorted({*entities, *cities.get(text, ())})) for text, entities in found.items()
    }


_SHORT_FOR = "SELECT DISTINCT name.id FROM name JOIN class ON class.id = name.id WHERE "


def _by_beginning(catalogue: Catalogue, texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the company that a word is short for: the first of its name, and of no other's."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        word = folded(text)
        if text[0].isupper() and len(word) > 3 and " " not in word:
            query = f"{_SHORT_FOR} class = 'company' AND folded >= ? AND folded < ?"
            rows = catalogue.rows(query, [f"{word} ", f"{word}!"])
            if len(rows) == 1:
                found[text] = (str(rows[0][0]),)
    return found


def _foreign_or_proper(text: str) -> bool:
    return text[0].isupper() or not text.isascii()


_ENTITY = "name.is_record = 0"


def _by_name(catalogue: Catalogue, keys: dict[str, str]) -> dict[str, tuple[str, ...]]:
    rows = _in_parts(
        catalogue,
        f"SELECT DISTINCT folded, id FROM name WHERE {_ENTITY} AND folded IN ({{}})",
        [key for key in keys.values() if key],
    )
    return _entities_of({text: frozenset({key}) for text, key in keys.items()}, rows)


def _by_form(
    catalogue: Catalogue, sort: str, keys: Mapping[str, frozenset[str]], only: str = ""
) -> dict[str, tuple[str, ...]]:
    rows = _in_parts(
        catalogue,
        "SELECT DISTINCT form.key, name.id FROM form JOIN name ON name.number = form.number "
        f"WHERE {_ENTITY} AND form.sort = '{sort}' {only} AND form.key IN ({{}})",
        [key for found in keys.values() for key in found if len(key) > 2],
    )
    return _entities_of(keys, rows)


_AT_ONCE = 500  # values of a query


def _in_parts(catalogue: Catalogue, query: str, values: Iterable[str]) -> list[tuple[str, str]]:
    every = sorted(set(values))
    parts = [every[at : at + _AT_ONCE] for at in range(0, len(every), _AT_ONCE)]
    found = (catalogue.rows(query.format(", ".join("?" * len(part))), part) for part in parts)
    return [(str(key), str(entity)) for key, entity in chain.from_iterable(found)]


def _entities_of(
    keys: Mapping[str, frozenset[str]], rows: Iterable[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    by_key: dict[str, set[str]] = {}
    for key, entity in rows:
        by_key.setdefault(key, set()).add(entity)
    found = {
        text: {entity for key in wanted for entity in by_key.get(key, ())}
        for text, wanted in keys.items()
    }
    return {text: tuple(sorted(entities)) for text, entities in found.items() if entities}


# -- records ------------------------------------------------------------------------------


def _records_of(
    catalogue: Catalogue, entities: tuple[str, ...], filters: Filters
) -> frozenset[str]:
    """Return the records that have one of *entities*, in a role or as who says so."""
    fitting, values = ids_query(filters)
    places = ", ".join("?" * len(entities))
    query = (
        f"SELECT record FROM (SELECT record FROM role WHERE entity IN ({places}) UNION "
        f"SELECT record FROM speaker WHERE entity IN ({places})) WHERE record IN ({fitting})"
    )
    return frozenset(
        str(record) for (record,) in catalogue.rows(query, [*entities, *entities, *values])
    )


def _alike(catalogue: Catalogue, words: list[str], filters: Filters) -> Iterator[tuple[str, float]]:
    """Yield the records whose label or sentence shares words with these, and how well: 0 to 1."""
    asked = " OR ".join(sorted({f'"{word}"' for word in searchable(" ".join(words)).split()}))
    if not asked:
        return
    fitting, values = ids_query(filters)
    query = (
        f"SELECT record, rank FROM sentence WHERE sentence MATCH ? AND record IN ({fitting}) "
        "ORDER BY rank LIMIT ?"
    )
    rows = catalogue.rows(query, [asked, *values, _LIKELY])
    best = min((rank for _, rank in rows), default=-1.0)
    yield from ((str(record), rank / best) for record, rank in reversed(rows))


def _in_a_year(line: Line, years: set[str]) -> float:
    """Return a little for a record whose date has one of *years* in it."""
    written = (line["time"] or "", *(q["words"] for q in line["quantities"]))
    return 0.5 if any(year in text for year in years for text in written) else 0.0


def _told(line: Line) -> str:
    return " ".join([*line["labels"].values(), *(place["exact"] for place in line["evidence"])])


def _content(text: str) -> set[str]:
    """Return the stems of the longer words in *text*."""
    stems_ = searchable(text).split()
    return {stem for stem in stems_ if len(stem) > 3 and not stem.isdigit()}


def _unknown(catalogue: Catalogue, words: list[str], names: Iterable[Named]) -> Iterator[str]:
    """Yield the words with a capital that stand in no name, label or sentence here."""
    known = {word for name in names for word in name.words.split()}
    named = len(words) > 1 and words[1][0].isupper()  # else the sentence gave the first its capital
    for word in dict.fromkeys(words if named else words[1:]):
        if word[0].isupper() and word not in known and (stem := searchable(word)):
            asked = " ".join(f'"{part}"' for part in stem.split())
            query = "SELECT 1 FROM sentence WHERE sentence MATCH ? LIMIT 1"
            if not catalogue.rows(query, [asked]):
                yield word
