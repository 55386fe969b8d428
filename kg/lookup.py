"""What a person asks: who or what is called so, what is said of it, which records fit.

Reads the stable lines of a store; labels come from the store's own vocabulary, so that nothing
here needs the models.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from kg.errors import Ambiguous, KgError, NothingFound
from kg.evidence import Text
from kg.store import Store

Line = dict[str, Any]
SAID = ("asserted", "reported", "alleged")
UNCONFIRMED = ("reported", "alleged")
NOT_SO = ("planned", "threatened", "demanded", "hypothetical", "denied")
_STATUS_SETS = {"said": SAID, "unconfirmed": UNCONFIRMED, "not-so": NOT_SO}


class Hit(NamedTuple):
    """Something found: its line, why it was found, and the name that matched."""

    line: Line
    reason: str
    name: str


class Catalogue:
    """Everything that a store holds, by id, with labels in one language."""

    def __init__(self, store: Store, lang: str = "en") -> None:
        self.store = store
        self.lang = lang
        self.vocabulary = store.vocabulary
        lines = list(store.lines())
        self.entities = {line["id"]: line for line in lines if not _is_record(line)}
        self.records = {line["id"]: line for line in lines if _is_record(line)}

    def label(self, line: Line) -> str:
        """Return what *line* is called in the language of this catalogue."""
        return _in_language(line["labels"], self.lang)

    def name_of(self, entity: str) -> str:
        """Return the name of an entity; its id where the store has no line for it."""
        return self.label(self.entities[entity]) if entity in self.entities else entity

    def word(self, *path: str) -> str:
        """Return a label of the vocabulary, e.g. ``word("kinds", "sanction")``; else the code."""
        found: Any = self.vocabulary
        for step in path:
            found = found.get(step, {}) if isinstance(found, dict) else {}
        return str(found.get(self.lang) or path[-1]) if isinstance(found, dict) else path[-1]

    def code(self, record: Line, field: str) -> str:
        """Return the label of a record's code, e.g. its stage; "" where it has none."""
        value = record["details"].get(field)
        codes = value if isinstance(value, list) else [value] if value else []
        return ", ".join(self.word("codes", f"{record['kind']}.{field}", code) for code in codes)

    def roles(self, record: Line) -> Iterator[tuple[str, str]]:
        """Yield every role of a record with the entity that fills it, places and goods too."""
        for participant in record["participants"]:
            yield participant["role"], participant["actor"]
        known = (*self.vocabulary["kinds"][record["kind"]]["roles"], "place")
        held = {participant["role"] for participant in record["participants"]}
        for role in known:
            value = record["details"].get(role, [])
            if role not in held:
                yield from (
                    (role, entity) for entity in (value if isinstance(value, list) else [value])
                )
            else:
                yield from self._rest_of_role(record, role)

    def _rest_of_role(self, record: Line, role: str) -> Iterator[tuple[str, str]]:
        """Yield the places and goods in a role that actors fill as well."""
        actors = {item["actor"] for item in record["participants"] if item["role"] == role}
        value = record["details"].get(role, [])
        yield from ((role, entity) for entity in value if entity not in actors)

    def involves(self, record: Line, entity: str) -> bool:
        """Return whether *entity* fills a role of *record*, or is a system among its assets."""
        assets = record["details"].get("asset", [])
        return entity in {filler for _, filler in self.roles(record)} or any(
            entity in asset.values() for asset in assets
        )

    @cached_property
    def _texts(self) -> dict[str, Text]:
        return {source: Text(self.store.text(source)) for source in self.store.manifest["sources"]}

    def paragraph(self, place: Line) -> int:
        """Return the paragraph (line of the text) in which a piece of evidence stands."""
        return self._texts[place["source"]].line_of(place["start"])

    def heading(self, place: Line) -> str:
        """Return the heading above a piece of evidence; "" before the first."""
        line = self.paragraph(place)
        above = [
            n for n in self.store.manifest["sources"][place["source"]]["headings"] if n <= line
        ]
        text = self._texts[place["source"]]
        return text.exact(text.line_span(max(above))) if above else ""

    def is_verbatim(self, text: str, lang: str, record: Line) -> bool:
        """Return whether *text* stands letter for letter in the source of *record*."""
        source = record["id"].partition("/")[0]
        head = self.store.manifest["sources"][source]
        return lang == head["language"] and text in self._texts[source].content

    def glosses(self, record: Line) -> list[str]:
        """Return our working translation of each piece of evidence, "" where there is none."""
        written = record["details"].get("evidence", [])
        found = [_in_language(item["gloss"], self.lang) for item in written]
        return found or ["" for _ in record["evidence"]]


def _is_record(line: Line) -> bool:
    return "status" in line


def _in_language(labels: Mapping[str, str], lang: str) -> str:
    for wanted in (lang, "en", "de"):
        if wanted in labels:
            return labels[wanted]
    return next(iter(labels.values()), "")


# -- names --------------------------------------------------------------------------------

_MARKS = re.compile(r"[\s\-‑–—_.,:;/«»„“”\"'‚‘’()]+")


def folded(name: str) -> str:
    """Return *name* without case, accents and punctuation, for comparing.

    >>> folded("US-Außenministerium"), folded("Хрущёв")
    ('us aussenministerium', 'хрущев')
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _MARKS.sub(" ", plain).strip()


def names_of(line: Line) -> Iterator[str]:
    """Yield every name of an entity or record: id, labels, aliases, metonyms, surface forms."""
    yield line["id"]
    yield line["id"].rpartition("/")[2]
    yield from line["labels"].values()
    if not _is_record(line):
        yield from line["aliases"]
        yield from (name["name"] for name in line.get("names", []))


def find(catalogue: Catalogue, text: str, limit: int = 20) -> list[Hit]:
    """Return what is called *text*, or nearly so: exact, beginning, part, sentence, last nearest.

    Entities come before records where they match alike. The nearest names are only looked for
    where nothing else was found.
    """
    wanted = folded(text)
    if not wanted:
        return []
    ranked = sorted(_matches(catalogue, wanted), key=lambda item: item[0])
    hits = [hit for _, hit in ranked] or _nearest(catalogue, wanted)
    return hits[:limit]


_Rank = tuple[int, bool, int, str]


def _matches(catalogue: Catalogue, wanted: str) -> Iterator[tuple[_Rank, Hit]]:
    for line in (*catalogue.entities.values(), *catalogue.records.values()):
        best = min(
            (match for name in names_of(line) if (match := _match(name, wanted)) is not None),
            default=None,
        ) or _in_sentence(line, wanted)
        if best is not None:
            rank, name = best
            hit = Hit(line, _REASONS[rank], name)
            yield (rank, _is_record(line), len(name), line["id"]), hit


_REASONS = ("exact name", "name begins so", "part of a name", "in its sentence")


def _match(name: str, wanted: str) -> tuple[int, str] | None:
    have = folded(name)
    if have == wanted:
        return 0, name
    if have.startswith(wanted):
        return 1, name
    return (2, name) if wanted in have else None


def _in_sentence(line: Line, wanted: str) -> tuple[int, str] | None:
    if not _is_record(line):
        return None
    quotes = (place["exact"] for place in line["evidence"])
    return next(((3, quote) for quote in quotes if wanted in folded(quote)), None)


def _nearest(catalogue: Catalogue, wanted: str) -> list[Hit]:
    """Return the entities with the names most like *wanted*: a guess, labelled as one."""
    from rapidfuzz import fuzz, process

    by_name: dict[str, tuple[Line, str]] = {}
    for line in catalogue.entities.values():
        for name in names_of(line):
            for form in (folded(name), *folded(name).split()):
                by_name.setdefault(form, (line, name))
    near = process.extract(wanted, list(by_name), scorer=fuzz.ratio, score_cutoff=72, limit=5)
    hits: dict[str, Hit] = {}
    for name, _, _ in near:
        line, written = by_name[name]
        hits.setdefault(line["id"], Hit(line, "did you mean", written))
    return list(hits.values())


def resolve(catalogue: Catalogue, name: str, *, entities_only: bool = False) -> Line:
    """Return the one entity or record that *name* means: an id, an IRI or any of its names.

    Raises Ambiguous with the choices where it fits several, NothingFound with the nearest.
    """
    for lines in (catalogue.entities, catalogue.records):
        for line in lines.values():
            if name in {line["id"], line["iri"]}:
                return line
    hits = [hit for hit in find(catalogue, name) if not (entities_only and _is_record(hit.line))]
    exact = [hit for hit in hits if hit.reason == "exact name"]
    chosen = exact or [hit for hit in hits if hit.reason in _REASONS[:3]]
    entities = [hit for hit in chosen if not _is_record(hit.line)] or chosen
    if len(entities) == 1:
        return entities[0].line
    if entities:
        raise Ambiguous(_choices(catalogue, name, entities))
    raise NothingFound(_nothing(catalogue, name, hits))


def _choices(catalogue: Catalogue, name: str, hits: Iterable[Hit]) -> str:
    rows = [f"    kg show {hit.line['id']}   {catalogue.label(hit.line)}" for hit in hits]
    return "\n".join([f"{name!r} fits {len(rows)}; which one?", *rows])


def _nothing(catalogue: Catalogue, name: str, hits: Iterable[Hit]) -> str:
    rows = [f"    kg show {hit.line['id']}   {catalogue.label(hit.line)}" for hit in hits]
    if not rows:
        return f"nothing is called {name!r}, nor anything like it; kg list shows what there is"
    return "\n".join([f"nothing is called {name!r}; nearest:", *rows])


# -- filters ------------------------------------------------------------------------------


class Filters(NamedTuple):
    """Which records are meant. Every filter given has to hold; names are resolved beforehand.

    *roles* are pairs of a role and an entity's id.
    """

    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    said_by: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def fitting(catalogue: Catalogue, filters: Filters) -> list[Line]:
    """Return the records that fit *filters*, in the order of the store."""
    return [line for line in catalogue.records.values() if _fits(catalogue, line, filters)]


def _fits(catalogue: Catalogue, line: Line, filters: Filters) -> bool:
    filled = set(catalogue.roles(line)) if filters.roles else set()
    speakers = {step["actor"] for step in line["attributed_to"]}
    places = line["details"].get("place", [])
    return (
        _among(line["kind"], filters.kinds)
        and _among(line["status"], filters.statuses)
        and _among(line["id"].partition("/")[0], filters.sources)
        and all(catalogue.involves(line, actor) for actor in filters.actors)
        and all(pair in filled for pair in filters.roles)
        and all(speaker in speakers for speaker in filters.said_by)
        and all(place in places for place in filters.places)
    )


def _among(value: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or value in wanted


def statuses_named(names: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the statuses that *names* mean; ``said``, ``not-so``, ``unconfirmed`` are several."""
    found: list[str] = []
    for name in names:
        for part in name.split(","):
            if part in _STATUS_SETS:
                found += _STATUS_SETS[part]
            elif part in catalogue.vocabulary["statuses"]:
                found.append(part)
            else:
                known = ", ".join([*catalogue.vocabulary["statuses"], *_STATUS_SETS])
                raise KgError(f"{part!r} is no status; one of {known}")
    return tuple(dict.fromkeys(found))


def kinds_named(names: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the kinds that *names* mean: in either language, singular or plural, - or _."""
    known = catalogue.vocabulary["kinds"]
    by_name = {
        folded(word): kind for kind, words in known.items() for word in _kind_words(kind, words)
    }
    found = []
    for name in names:
        for part in name.split(","):
            kind = by_name.get(folded(part))
            if kind is None:
                raise KgError(f"{part!r} is no kind; one of {', '.join(known)}")
            found.append(kind)
    return tuple(dict.fromkeys(found))


def _kind_words(kind: str, words: Mapping[str, str]) -> Iterator[str]:
    for word in (kind, words["en"], words["de"]):
        yield word
        yield f"{word}s"
        yield f"{word}n"
        yield f"{word}en"
    yield f"{words['en'].removesuffix('y')}ies"
