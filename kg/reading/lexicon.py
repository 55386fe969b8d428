"""Who is who, before a corpus says so: states, organs, leaders, companies, places, goods.

The reference lexicon lies in ``data/*.tsv``; a cell holds several forms with "; " between them, the
first is the label. What the corpus' own `Entity` objects say is laid over it: their names come
first, and a name of theirs is taken from whoever else has it.

What the forms leave to their reader: inflection (forms are in the nominative, adjectives lemmas:
"chinesisch", "китайский"), typographic apostrophes (forms have the straight one), and case: a name
is a name only as it is written, in capitals.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from kg.models import Entity, EntityClass
from kg.models.codes import Group
from kg.reading.seen import Manner

LANGUAGES = ("en", "de", "ru")  # read; names are known in Chinese as well
EVERY = "*"
_NAMED = (*LANGUAGES, "zh")
_DATA = Path(__file__).resolve().parent / "data"
# Tables whose English names are proper names that every language leaves as they are.
_PROPER = {"companies", "media"}
_CLASS = {"people": EntityClass.PERSON}
_CLASSES = {member.value: member for member in EntityClass}
_ACTS_FOR = {EntityClass.STATE_ORGAN, EntityClass.ARMED_FORCE, EntityClass.PERSON}
_ORGANS = {EntityClass.STATE_ORGAN, EntityClass.ARMED_FORCE}
_ARTICLES = ("the ", "der ", "die ", "das ")
_ENDING_DE = {"n": "es", "m": "er", "f": "e", "p": "e"}
_ENDING_RU = {"n": "ое", "f": "ая", "m": "", "p": "ие"}

Names = Mapping[str, tuple[str, ...]]
_NONE: Names = MappingProxyType({})  # one for all: thousands of empty ones cost time


def _none() -> Names:
    return _NONE


class Form(NamedTuple):
    """Words that mean an entry, in a language, or in every one ("*").

    A form that ends in a hyphen is the first part of a compound: "Sino-", "US-", "российско-".
    *ambiguous*: the words mean other things too, or several entries; they count only with a second
    cue (a title, an office, an adjective, the full name before).
    """

    words: str
    language: str
    manner: Manner
    entry: str
    ambiguous: bool = False


class Head(NamedTuple):
    """The words for an organ that many states have: "Foreign Ministry" is of whose it is."""

    words: str
    language: str
    kind: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody or something with a name. *of*: the state or body it belongs to.

    *names*, *metonyms*, *adjectives*, *people* and *compounds* hold the forms by language, the
    label first. *since* and *until* are years: of a state's existence, of a person in the office
    for which it is here. *before* is the state that stood there until *since*; *capital* the place
    that is meant where something happens *in* a metonym ("in Moscow").
    """

    id: str
    entity_class: EntityClass
    names: Names
    of: str = ""
    iso: str = ""
    since: int | None = None
    until: int | None = None
    metonyms: Names = field(default_factory=_none)
    adjectives: Names = field(default_factory=_none)
    people: Names = field(default_factory=_none)
    compounds: Names = field(default_factory=_none)
    alone: Names = field(default_factory=_none)  # surnames, which stand for the person
    office: str = ""
    kind: str = ""  # of an organ that other states have, too: "ministry-of-defence"
    capital: str = ""
    before: str = ""
    proper: bool = False  # the English name is the name in every language

    @property
    def labels(self) -> Mapping[str, str]:
        """Return the label by language, where there is one."""
        return {lang: names[0] for lang, names in self.names.items() if names}

    @property
    def label(self) -> str:
        """Return the English label, else the first there is."""
        return self.labels.get("en") or next(iter(self.labels.values()))

    def spellings(self) -> Iterator[tuple[str, str, Manner]]:
        """Yield words, language and manner of every form."""
        for manner, forms in (
            (Manner.NAME, self.names),
            (Manner.NAME, self.alone),
            (Manner.ADJECTIVE, self.adjectives),
            (Manner.ADJECTIVE, self.compounds),
            (Manner.PEOPLE, self.people),
            (Manner.METONYM, self.metonyms),
        ):
            hyphen = "-" if forms is self.compounds else ""
            for lang, all_words in forms.items():
                written = EVERY if self.proper and lang == "en" else lang
                for words in all_words if lang in LANGUAGES else ():
                    for each in _spelt(words):
                        yield f"{each}{hyphen}", written, manner


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries and forms. No two unambiguous forms of a language have the same words."""

    entries: Mapping[str, Entry]
    forms: tuple[Form, ...]
    heads: tuple[Head, ...]
    _kinds: Mapping[str, "_Pattern"]
    _by_kind: Mapping[tuple[str, str], str]

    @classmethod
    def load(cls, entities: Iterable[Entity] = ()) -> "Lexicon":
        """Return the reference lexicon, and over it what a corpus' *entities* say."""
        reference = _reference()
        own = tuple(entities)
        return reference.under(own) if own else reference

    def entry(self, id: str) -> Entry | None:  # noqa: A002 -- an entry's id is called id
        """Return the entry *id*, also an organ that follows from a pattern; None if unknown."""
        return self.entries.get(id) or self._patterned(id)

    def organ(self, kind: str, state: str) -> Entry | None:
        """Return the organ of *kind* ("ministry-of-defence") of *state*; None if it has no name."""
        known = self._by_kind.get((kind, state))
        owner = self.entries.get(state)
        if known or owner is None or kind not in self._kinds:
            return self.entries.get(known or "")
        return self._kinds[kind].of(owner)

    def state_of(self, id: str, year: int | None = None) -> str | None:  # noqa: A002
        """Return for whom *id* acts: a state itself, an organ's or a leader's state or body.

        With *year*, the state of that time. None for whom no state answers: a company, a medium.
        """
        entry = self.entry(id)
        while entry and entry.of and entry.entity_class in _ACTS_FOR:
            entry = self.entry(entry.of)
        if entry is None or entry.entity_class not in _STATES:
            return None
        return self.era(entry.id, year)

    def era(self, id: str, year: int | None) -> str:  # noqa: A002
        """Return the state that stood in *year* where *id* stands: Russia 1969, the Soviet Union.

        The other way round, too: the Soviet Union of 2001 is Russia. Whoever isn't a state of
        several eras is returned as is.
        """
        if year is None:
            return id
        entry = self.entries.get(id)
        while entry and entry.before and entry.since and year < entry.since:
            entry = self.entries.get(entry.before)
        while entry and entry.until and year > entry.until:
            entry = next((e for e in self.entries.values() if e.before == entry.id), None)
        return entry.id if entry else id

    def capital(self, state: str) -> str | None:
        """Return the place that is *state*'s capital: "in Moscow" is there, not in the state."""
        entry = self.entries.get(state)
        return (entry and entry.capital) or None

    def entity(self, id: str) -> Entity:  # noqa: A002
        """Return the `Entity` for a source's ``entities.yaml``. KeyError for an unknown *id*."""
        entry = self.entry(id)
        if entry is None:
            raise KeyError(id)
        parts: dict[str, object] = {
            "id": id,
            "class": entry.entity_class.value,
            "name": dict(entry.labels),
            "alias": _others(entry),
            "metonym": {lang: list(words) for lang, words in entry.metonyms.items() if words},
            "iso": entry.iso or None,
            "group": Group.UNNAMED.value if entry.entity_class is EntityClass.GROUP else None,
        }
        if entry.of:
            parts["of" if entry.entity_class in _ORGANS else "country"] = entry.of
        return Entity.model_validate(parts)

    def under(self, own: tuple[Entity, ...]) -> "Lexicon":
        """Return the lexicon in which what *own* say comes first."""
        entries = dict(self.entries)
        for entity in own:
            entries[entity.id] = _laid_over(entity, self.entry(entity.id))
        mine = [entries[entity.id] for entity in own]
        forms = _forms(mine, entries.values(), self.forms)
        return replace(self, entries=MappingProxyType(entries), forms=forms)

    def _patterned(self, id: str) -> Entry | None:  # noqa: A002
        for kind in self._kinds:
            if id.endswith(f"-{kind}"):
                owner = _by_adjective().get(id.removesuffix(f"-{kind}"))
                return self.organ(kind, owner) if owner else None
        return None


class _Pattern(NamedTuple):
    """What an organ is called that many states have. Of the class "state", it is the state."""

    kind: str
    entity_class: EntityClass
    gender_de: str
    gender_ru: str
    heads: Names

    def of(self, owner: Entry) -> Entry | None:
        """Return the organ of *owner*; None where no adjective of it is known."""
        if self.entity_class is EntityClass.STATE:
            return owner
        if not _prefix(owner):
            return None
        labels = {lang: label for lang in LANGUAGES if (label := self._label(lang, owner))}
        return Entry(
            id=f"{_prefix(owner)}-{self.kind}",
            entity_class=self.entity_class,
            names={lang: (label[0].upper() + label[1:],) for lang, label in labels.items()},
            of=owner.id,
            kind=self.kind,
        )

    def _label(self, lang: str, owner: Entry) -> str:
        """Return what *owner*'s organ is called; "" where no adjective is known."""
        head, adjective = self.heads[lang][0], (*owner.adjectives.get(lang, ()), "")[0]
        short = [each for each in owner.compounds.get(lang, ()) if each.isupper()]
        if short:
            return f"{short[0]}{'-' if lang == 'de' else ' '}{head}"
        if adjective and lang == "de":
            return f"{adjective}{_ENDING_DE[self.gender_de]} {head}"
        if adjective and lang == "ru":
            return self._agreeing(adjective, head)
        return adjective and f"{adjective} {head}"

    def _agreeing(self, adjective: str, head: str) -> str:
        """Return the Russian *head* with its adjective; an abbreviation is masculine."""
        ending = "" if head[0].isupper() else _ENDING_RU[self.gender_ru]
        return f"{adjective[:-2]}{ending} {head}" if ending else f"{adjective} {head}"


def _prefix(state: Entry) -> str:
    """Return how ids of organs begin: "chinese", "us"."""
    short = [each for each in state.compounds.get("en", ()) if each.isupper()]
    return _slug((*short, *state.adjectives.get("en", ()), "")[0])


_STATES = {
    EntityClass.STATE,
    EntityClass.HISTORICAL_STATE,
    EntityClass.REGION,
    EntityClass.INTERNATIONAL_ORGANISATION,
    EntityClass.ALLIANCE,
}


def _slug(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.lower().replace("'", ""))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")


def _spelt(words: str) -> tuple[str, ...]:
    """Return *words* without an article, and with е for ё besides."""
    bare = words[4:] if words.startswith(_ARTICLES) else words
    return (bare, bare.replace("ё", "е").replace("Ё", "Е")) if "ё" in bare.lower() else (bare,)


def _cells(text: str) -> tuple[str, ...]:
    return tuple(text.split("; ")) if text else ()


def read_table(name: str) -> list[dict[str, str]]:
    """Return the lines of ``data/<name>.tsv``, each by its header."""
    header, *lines = (_DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    columns = header.split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]


def _by_language(row: Mapping[str, str], prefix: str = "") -> Names:
    cells = {lang: row.get(f"{prefix}{lang}") for lang in _NAMED}
    return {lang: tuple(cell.split("; ")) for lang, cell in cells.items() if cell} or _NONE


def _year(text: str) -> int | None:
    return int(text) if text else None


def _alone(names: Names, count: str) -> Names:
    """Return the words of each name that may stand alone: the first *count*, or the last."""
    if not count:
        return _NONE
    number = int(count)
    part = slice(None, number) if number > 0 else slice(number, None)
    found = {
        lang: tuple(dict.fromkeys(" ".join(name.split()[part]) for name in names.get(lang, ())))
        for lang in LANGUAGES
    }
    return {
        lang: tuple(w for w in forms if w not in names[lang])
        for lang, forms in found.items()
        if forms
    }


def _names_of(table: str, row: Mapping[str, str]) -> Names:
    names = _by_language(row)
    if table in _PROPER or "de" in names or "en" not in names:
        return names
    return {**names, "de": names["en"]}


def _entry(table: str, row: Mapping[str, str]) -> Entry:
    names = _names_of(table, row)
    return Entry(
        id=row["id"],
        entity_class=_CLASS.get(table) or _CLASSES[row["class"]],
        names=names,
        of=row.get("of", ""),
        since=_year(row.get("since", "")),
        until=_year(row.get("until", "")),
        alone=_alone(names, row.get("alone", "")),
        metonyms=_by_language(row, "metonym_"),
        compounds=_by_language(row, "compound_"),
        capital=row.get("capital", ""),
        office=row.get("office", ""),
        kind=row.get("kind", ""),
        proper=table in _PROPER,
    )


def _states() -> Iterator[Entry]:
    """Yield the states: our words about them first, then the names that Unicode gives them."""
    unicode_names = {row["iso"]: _by_language(row) for row in read_table("countries")}
    for row in read_table("states"):
        ours, theirs = _by_language(row), unicode_names.get(row["iso"], {})
        names = {
            lang: tuple(dict.fromkeys((*ours.get(lang, ()), *theirs.get(lang, ()))))
            for lang in _NAMED
            if lang in ours or lang in theirs
        }
        yield Entry(
            id=row["id"],
            entity_class=_CLASSES[row["class"]],
            names=names,
            iso=row["iso"],
            since=_year(row["since"]),
            until=_year(row["until"]),
            metonyms=_by_language(row, "metonym_"),
            adjectives=_by_language(row, "adjective_"),
            people=_by_language(row, "people_"),
            compounds=_by_language(row, "compound_"),
            capital=row["capital"],
            before=row["before"],
        )


@cache
def _patterns() -> Mapping[str, _Pattern]:
    return {
        row["kind"]: _Pattern(
            row["kind"],
            _CLASSES[row["class"]],
            row["gender_de"],
            row["gender_ru"],
            {lang: _cells(row[lang]) for lang in LANGUAGES},
        )
        for row in read_table("organ_patterns")
    }


TABLES = ("organisations", "organs", "people", "companies", "media", "places", "goods")


@cache
def _reference() -> Lexicon:
    tables = (_entry(table, row) for table in TABLES for row in read_table(table))
    entries = {entry.id: entry for entry in chain(_states(), tables)}
    by_kind = {(entry.kind, entry.of): entry.id for entry in entries.values() if entry.kind}
    heads = tuple(
        Head(words, lang, pattern.kind)
        for pattern in _patterns().values()
        for lang in LANGUAGES
        for words in pattern.heads[lang]
    )
    plain = Lexicon(MappingProxyType(entries), (), heads, _patterns(), MappingProxyType(by_kind))
    return replace(plain, forms=_forms(entries.values(), entries.values()))


@cache
def _by_adjective() -> Mapping[str, str]:
    """Return the state by the adjective as an id has it: "chinese"."""
    return {_prefix(entry): entry.id for entry in _reference().entries.values() if _prefix(entry)}


@cache
def _doubtful() -> frozenset[tuple[str, str]]:
    """Return language and words of the forms that need a second cue."""
    return frozenset((row["language"], row["words"]) for row in read_table("ambiguous"))


def _forms(
    entries: Iterable[Entry], everybody: Iterable[Entry], others: Iterable[Form] = ()
) -> tuple[Form, ...]:
    """Return the forms of *entries*, and of *others* those whose words they leave free.

    What is both a capital's name and its state's metonym is the metonym.
    """
    doubtful = _doubtful()
    seats = {
        (words, lang, entry.capital)
        for entry in everybody
        if entry.capital
        for lang, all_words in entry.metonyms.items()
        for words in all_words
    }
    own: dict[tuple[str, str, str], Form] = {}
    for entry in entries:
        for words, lang, manner in entry.spellings():
            key = (words, lang, entry.id)
            if key not in own and key not in seats:
                own[key] = Form(words, lang, manner, entry.id, (lang, words) in doubtful)
    taken = {key[:2] for key in own}
    return (*own.values(), *(form for form in others if form[:2] not in taken))


def _others(entry: Entry) -> dict[str, list[str]]:
    """Return the further names by language, surnames that stand alone among them."""
    return {
        lang: found
        for lang in _NAMED
        if (found := [*entry.names.get(lang, ())[1:], *entry.alone.get(lang, ())])
    }


def _laid_over(entity: Entity, known: Entry | None) -> Entry:
    """Return the entry of *entity*: what is *known* of it comes after its own words."""
    names = _joined((*entity.name, *entity.alias), known.names if known else {})
    metonyms = _joined(entity.metonym, known.metonyms if known else {})
    of = entity.of or (entity.country[0] if len(entity.country) == 1 else "")
    base = known or Entry(id=entity.id, entity_class=entity.entity_class, names={})
    return replace(
        base,
        entity_class=entity.entity_class,
        names=names,
        metonyms=metonyms,
        of=of or base.of,
        iso=entity.iso or base.iso,
    )


def _joined(own: Iterable[tuple[str, str]], known: Names) -> Names:
    """Return the *own* words by language, then those *known*."""
    found: dict[str, dict[str, None]] = {}
    for lang, words in chain(own, ((lang, each) for lang, all_ in known.items() for each in all_)):
        found.setdefault(lang.partition("-")[0], {})[words] = None
    return {lang: tuple(words) for lang, words in found.items()}
