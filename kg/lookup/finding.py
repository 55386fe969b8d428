"""Who or what is called so: exact, inflected, in another script, begun, in part; last, a guess."""

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import Any, NamedTuple

from kg.errors import Ambiguous, KgError, NothingFound
from kg.lookup.catalogue import Catalogue
from kg.lookup.filters import Filters, ids_query
from kg.lookup.index import Line, is_record, searchable
from kg.lookup.near import in_how_much, words_of_no
from kg.lookup.spelling import folded, sounds, stems
from kg.terms.prefixes import PREFIXES


class Reason(IntEnum):
    """Why something was found, the surest first."""

    EXACT = 0
    IN_TEXT = 1
    INFLECTED = 2
    SPELLING = 3
    WORD = 4
    BEGINS = 5
    PART = 6
    SENTENCE = 7
    GUESS = 8


REASONS = {
    Reason.EXACT: "exact name",
    Reason.IN_TEXT: "called so in a text",
    Reason.INFLECTED: "another form of the name",
    Reason.SPELLING: "another spelling of the name",
    Reason.WORD: "a word of the name",
    Reason.BEGINS: "name begins so",
    Reason.PART: "part of a name",
    Reason.SENTENCE: "in its sentence",
    Reason.GUESS: "did you mean",
}
_SURE = tuple(reason for reason in Reason if reason < Reason.SENTENCE)


class Hit(NamedTuple):
    """Something found: its line, why it was found, and the name or sentence that matched."""

    line: Line
    reason: str
    name: str

    @property
    def is_loose(self) -> bool:
        """Whether no name matched: only words of a sentence, or what is guessed to be meant."""
        return self.reason in {REASONS[Reason.SENTENCE], REASONS[Reason.GUESS]}

    @property
    def is_partial(self) -> bool:
        """Whether only a part of a name matched, so that somebody else may have been meant."""
        return self.reason in {REASONS[r] for r in (Reason.WORD, Reason.BEGINS, Reason.PART)}


class _Match(NamedTuple):
    reason: Reason
    of_record: int
    length: int
    id: str
    name: str


def find(
    catalogue: Catalogue, text: str, limit: int = 20, filters: Filters | None = None
) -> list[Hit]:
    """Return what is called *text*, or nearly so, the surest first.

    Entities come before records where they match alike. A guess at a misspelt name is only made
    where nothing else was found. With *filters* the records that fit are meant, those without a
    date among them, and the entities in one of them.
    """
    wanted = folded(text)
    if not wanted:
        return []
    fitting = _fitting(catalogue, filters) if filters and filters != Filters() else None
    best: dict[str, _Match] = {}
    most = 4 * limit if fitting is None else _EVERY
    for of_reason in _matches(catalogue, text, wanted, most):
        for match in of_reason:
            known = best.get(match.id)
            if known is None or match < known:
                best[match.id] = match
        if fitting is None and len(best) >= limit:  # what is less sure comes after these
            break
    found = sorted(best.values()) or _guesses(catalogue, wanted)
    kept = [match for match in found if fitting is None or match.id in fitting]
    return [_hit(catalogue, match) for match in kept[:limit]]


_EVERY = -1  # as SQLite has it: no limit


def _fitting(catalogue: Catalogue, filters: Filters) -> frozenset[str]:
    """Return the records that fit *filters*, and the entities that have a role in one."""
    query, values = ids_query(filters)
    records = {record for (record,) in catalogue.rows(query, values)}
    entities = f"SELECT DISTINCT entity FROM role WHERE record IN ({query})"
    return frozenset(records | {entity for (entity,) in catalogue.rows(entities, values)})


def _hit(catalogue: Catalogue, match: _Match) -> Hit:
    lines = catalogue.records if match.of_record else catalogue.entities
    return Hit(lines[match.id], REASONS[match.reason], match.name)


_BY_NAME = "SELECT is_record, LENGTH(folded), id, name FROM name WHERE "
_BY_FORM = (
    "SELECT name.is_record, LENGTH(name.folded), name.id, name.name "
    "FROM form JOIN name ON name.number = form.number WHERE form.sort = ? AND form.key IN ({})"
)
_SHORTEST_PART = 3  # what the trigram index can find


def _matches(catalogue: Catalogue, text: str, wanted: str, most: int) -> Iterator[Iterator[_Match]]:
    """Yield the matches for each reason, the surest first."""
    for reason, in_text in ((Reason.EXACT, False), (Reason.IN_TEXT, True)):
        query = _BY_NAME + "folded = ? AND in_text = ? ORDER BY number LIMIT ?"
        yield _named(catalogue, reason, query, [wanted, in_text, most])
    for reason, sort, keys in (
        (Reason.INFLECTED, "stem", stems(text)),
        (Reason.SPELLING, "sound", sounds(text)),
        (Reason.WORD, "word", stems(text) | sounds(text)),
    ):
        query = _BY_FORM.format(", ".join("?" * len(keys)))
        yield _named(catalogue, reason, query, [sort, *sorted(keys)])
    yield _beginnings(catalogue, wanted, most)
    yield _parts(catalogue, wanted, most)
    yield _sentences(catalogue, text, most)


def _named(
    catalogue: Catalogue, reason: Reason, query: str, values: Iterable[Any]
) -> Iterator[_Match]:
    return (_Match(reason, *row) for row in catalogue.rows(query, values))


# Names are numbered as they are to be shown: the first few that match are enough.
_BY_PART = (
    "SELECT name.is_record, LENGTH(name.folded), name.id, name.name FROM part "
    "JOIN name ON name.number = part.rowid WHERE part MATCH ? AND name.folded <> ? "
    "ORDER BY part.rowid LIMIT ?"
)


def _beginnings(catalogue: Catalogue, wanted: str, most: int) -> Iterator[_Match]:
    if len(wanted) < _SHORTEST_PART:
        bounds = [wanted, f"{wanted}\U0010ffff", most]
        query = _BY_NAME + "folded > ? AND folded < ? ORDER BY number LIMIT ?"
        return _named(catalogue, Reason.BEGINS, query, bounds)
    asked = [f"^ {_quoted(wanted)}", wanted, most]
    return _named(catalogue, Reason.BEGINS, _BY_PART, asked)


def _parts(catalogue: Catalogue, wanted: str, most: int) -> Iterator[_Match]:
    if len(wanted) < _SHORTEST_PART:  # two signs are a whole word in Chinese
        query = _BY_NAME + "INSTR(folded, ?) > 0 ORDER BY number LIMIT ?"
        return _named(catalogue, Reason.PART, query, [wanted, most])
    return _named(catalogue, Reason.PART, _BY_PART, [_quoted(wanted), wanted, most])


def _sentences(catalogue: Catalogue, text: str, most: int) -> Iterator[_Match]:
    words = searchable(text).split()
    if not words:
        return
    query = "SELECT record FROM sentence WHERE sentence MATCH ? ORDER BY rank LIMIT ?"
    asked = f"words : ({' '.join(map(_quoted, words))})"
    for place, (record,) in enumerate(catalogue.rows(query, [asked, most])):
        quote = catalogue.records[record]["evidence"][0]["exact"]
        yield _Match(Reason.SENTENCE, 1, place, record, quote)


def _quoted(words: str) -> str:
    """Return *words* as one string of the index's query language, which they can't leave."""
    return '"' + words.replace('"', '""') + '"'


_LIKE_ENOUGH = 72
_MAY_KEEP_NO_PART = 6  # letters of a word of which one slip can break every three in a row
_ALIKE = "SELECT is_record, LENGTH(folded), id, name, folded FROM name "


def _guesses(catalogue: Catalogue, wanted: str) -> list[_Match]:
    """Return the entities with the names most like *wanted*: guesses, labelled as such."""
    from rapidfuzz import fuzz

    scored = []
    for *row, have in (*_sharing_parts(catalogue, wanted), *_as_short(catalogue, wanted)):
        score = max(fuzz.ratio(wanted, form) for form in (have, *have.split()))
        if score >= _LIKE_ENOUGH:
            scored.append((-score, _Match(Reason.GUESS, *row)))
    best: dict[str, _Match] = {}
    for _, match in sorted(scored):
        best.setdefault(match.id, match)
    return list(best.values())[:5]


def _sharing_parts(catalogue: Catalogue, wanted: str) -> list[tuple[Any, ...]]:
    """Return the names of entities that share three letters in a row with *wanted*."""
    trigrams = {wanted[at : at + 3] for at in range(len(wanted) - 2)}
    asked = " OR ".join(map(_quoted, sorted(trigrams)))
    if not asked:
        return []
    query = (
        _ALIKE + "JOIN (SELECT rowid, rank FROM part WHERE part MATCH ? AND rowid <= ?"
        " ORDER BY rank LIMIT 300) ON number = rowid"
    )
    return catalogue.rows(query, [asked, _names_of_entities(catalogue)])


def _as_short(catalogue: Catalogue, wanted: str) -> list[tuple[Any, ...]]:
    """Return the names of entities about as short as *wanted* that begin alike.

    "Chnia" has no three letters in a row of "China".
    """
    if not _SHORTEST_PART < len(wanted) <= _MAY_KEEP_NO_PART:
        return []
    first = wanted[0]
    query = (
        _ALIKE + "WHERE folded >= ? AND folded < ? AND NOT is_record"
        " AND LENGTH(folded) BETWEEN ? AND ?"
    )
    within = [len(wanted) - 1, len(wanted) + 1]
    return catalogue.rows(query, [first, chr(ord(first) + 1), *within])


def _names_of_entities(catalogue: Catalogue) -> int:
    """Return how many names entities have, which are numbered before those of records."""
    found = catalogue.rows("SELECT number FROM name WHERE is_record ORDER BY number LIMIT 1")
    return int(found[0][0]) - 1 if found else 0


def resolve(catalogue: Catalogue, name: str, *, entities_only: bool = False) -> Line:
    """Return the one entity or record that *name* means: an id, an IRI or any of its names.

    Raises Ambiguous with the choices where it fits several, NothingFound with the nearest.
    """
    return meant(catalogue, name, entities_only=entities_only).line


def meant(catalogue: Catalogue, name: str, *, entities_only: bool = False) -> Hit:
    """Return what *name* means as `resolve` does, with the reason for taking it so."""
    for lines in (catalogue.entities, catalogue.records):
        if name in lines:
            return Hit(lines[name], REASONS[Reason.EXACT], name)
    prefix, _, local = name.partition(":")
    iri = PREFIXES[prefix] + local if prefix in PREFIXES else name
    by_iri = catalogue.rows("SELECT start, length FROM line WHERE iri = ?", [iri])
    if by_iri:
        return Hit(catalogue.line_at(*by_iri[0]), REASONS[Reason.EXACT], iri)
    hits = [hit for hit in find(catalogue, name) if not (entities_only and is_record(hit.line))]
    for reason in _SURE:
        chosen = [hit for hit in hits if hit.reason == REASONS[reason]]
        entities = [hit for hit in chosen if not is_record(hit.line)] or chosen
        if len(entities) == 1:
            return entities[0]
        if entities:
            raise _several(catalogue, name, entities)
    raise _none(catalogue, name, hits)


def resolve_record(catalogue: Catalogue, name: str) -> Line:
    """Return the one record that *name* means: an id, an IRI, a label, or a part of one label.

    A part that several labels share is refused also where one begins with it: the others may say
    the contrary. Raises Ambiguous and NothingFound as `resolve` does, KgError for an entity.
    """
    line = resolve(catalogue, name)
    if not is_record(line):
        raise KgError(f"{name!r} is no record; kg brief {line['id']} tells what is said of it")
    sure = {REASONS[reason] for reason in _SURE}
    hits = [hit for hit in find(catalogue, name) if is_record(hit.line) and hit.reason in sure]
    exact = any(hit.line == line and hit.reason == REASONS[Reason.EXACT] for hit in hits)
    if len(hits) > 1 and not exact:
        raise _several(catalogue, name, hits)
    return line


def _several(catalogue: Catalogue, name: str, hits: Iterable[Hit]) -> Ambiguous:
    near = _near(catalogue, hits)
    first = words_of_no(catalogue.lang)["fits"].format(name=repr(name), n=len(near))
    return Ambiguous("\n".join([first, *_rows(near)]), name, near)


def _none(catalogue: Catalogue, name: str, hits: Iterable[Hit]) -> NothingFound:
    near = _near(catalogue, hits)
    words = words_of_no(catalogue.lang)
    counts = catalogue.store.manifest["counts"]
    many = in_how_much(catalogue, counts["records"], counts["sources"])
    no = words["no_name"].format(name=repr(name), **many)
    first = f"{no}; {words['nearest']}" if near else f"{no}, {words['none_near']}"
    return NothingFound("\n".join([first, *_rows(near)]), name, near)


def _near(catalogue: Catalogue, hits: Iterable[Hit]) -> list[tuple[str, str]]:
    return [(catalogue.label(hit.line), hit.line["id"]) for hit in hits]


def _rows(near: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"    kg show {of}   {name}" for name, of in near)
