"""A dossier: the records of a selection, each once, in the section that its status allows."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from kg.lookup import Catalogue, Filters, Line, select
from kg.texts.notes import Head, Note, Notes, head_of
from kg.texts.sentences import Sentences, is_negative, source_of, steps_of
from kg.texts.wording import counted, date_in_words, listed, plain

SECTIONS = ("said", "passed", "to_come", "imagined", "not_so", "judgement")
_TO_COME = ("planned", "threatened", "demanded")
_JUDGED = ("asserted", "alleged", "hypothetical")
_LONG = 12  # a section with more sentences is divided by kinds
_NEVER = "9999-12-31"


class Item(NamedTuple):
    """A sentence with its footnote; *mark* stands before it, *lang* is that of words in «…»."""

    record: str
    mark: str
    sentence: str
    note: int
    lang: str


class Group(NamedTuple):
    """Sentences under one small heading, or under none."""

    heading: str
    items: tuple[Item, ...]


class Section(NamedTuple):
    """A section: its name in `SECTIONS` or ``voices``, its heading, what it holds."""

    name: str
    title: str
    lead: str
    groups: tuple[Group, ...]


class Missing(NamedTuple):
    """Something that records don't say, and the footnotes of those records."""

    text: str
    notes: tuple[int, ...]


class Dossier(NamedTuple):
    """A text with footnotes, to be written in a format."""

    lang: str
    title: str
    lead: tuple[str, ...]
    sources: tuple[Head, ...]
    numbers: Mapping[str, str]
    sections: tuple[Section, ...]
    missing: Section
    gaps: tuple[Missing, ...]
    notes: tuple[Note, ...]
    closing: tuple[str, ...]
    words: Mapping[str, Any]


class _Chosen(NamedTuple):
    """The records of a dossier: those meant, and those of their firms; what goes with them.

    *possible* are the ids of those whose date fits possibly. *their_word* counts the others, which
    rest on the word of the one whom the dossier is about. *matters* are the records of each matter
    on which voices differ, those outside the selection too.
    """

    own: list[Line]
    firms: list[Line]
    possible: frozenset[str]
    undated: int
    their_word: int
    matters: Mapping[str, list[Line]]

    @property
    def lines(self) -> list[Line]:
        return [*self.own, *self.firms]


def dossier(catalogue: Catalogue, filters: Filters) -> Dossier:
    """Return the dossier of the records that fit *filters*.

    What organs, companies and persons of an actor do stands apart, under the actor's own.
    """
    return _Writer(catalogue, filters, _chosen(catalogue, filters)).write()


def _chosen(catalogue: Catalogue, filters: Filters) -> _Chosen:
    own = select(catalogue, filters._replace(with_firms=False)).lines
    wide = select(catalogue, filters._replace(with_firms=True))
    known = {line["id"] for line in own}
    firms = [line for line in wide.lines if line["id"] not in known]
    possible = frozenset(line["id"] for line in wide.possible)
    known.update(line["id"] for line in firms)
    their_word = len(_on_the_word_of(catalogue, filters) - known)
    matters = dict(_matters(catalogue, [*own, *firms]))
    return _Chosen(own, firms, possible, len(wide.undated), their_word, matters)


def _on_the_word_of(catalogue: Catalogue, filters: Filters) -> set[str]:
    """Return the records that rest on the word of the one actor of *filters*, and fit the rest."""
    if len(filters.actors) != 1 or filters.said_by:
        return set()
    theirs = select(catalogue, filters._replace(actors=(), said_by=filters.actors))
    return {line["id"] for line in theirs.lines}


# -- two voices ---------------------------------------------------------------------------


def _matters(catalogue: Catalogue, lines: Iterable[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Yield the matters of *lines* on which records differ, each with all its records."""
    matters = {line["details"].get("concerns") for line in lines} - {None}
    for matter in sorted(matters):
        records = catalogue.of_concern(matter)
        if differences(records):
            yield matter, records


def differences(records: list[Line]) -> tuple[str, ...]:
    """Return in what the records of one matter differ: status, speaker, figure."""
    found = {
        "status": len({(record["status"], record["polarity"]) for record in records}) > 1,
        "speaker": len({repr(steps_of(record)) for record in records}) > 1,
        "figure": _figures_differ(records),
    }
    return tuple(name for name, differs in found.items() if differs)


def _figures_differ(records: Iterable[Line]) -> bool:
    """Return whether two records give one measure of one whole at one time differently."""
    known: dict[tuple[Any, ...], set[tuple[Any, ...]]] = {}
    for record in records:
        for figure in record["quantities"]:
            measure = (record["kind"], record["time"], figure["unit"], figure["of"])
            known.setdefault(measure, set()).add((figure["value"], figure["qualifier"]))
    return any(len(values) > 1 for values in known.values())


# -- sections -----------------------------------------------------------------------------


def section_of(record: Line) -> str:
    """Return the section in which a record's status, polarity and kind let it stand."""
    status = record["status"]
    if status == "denied":
        return "not_so"
    if record["kind"] == "assessment" and status in _JUDGED and not record["attributed_to"]:
        return "judgement"
    if status == "hypothetical":
        return "imagined"
    if status in _TO_COME:
        return "to_come"
    if is_negative(record):
        return "not_so"
    return "said" if status == "asserted" else "passed"


class _Writer:
    """Writes one dossier; footnotes are numbered in the order in which they are first met."""

    def __init__(self, catalogue: Catalogue, filters: Filters, chosen: _Chosen) -> None:
        self.catalogue = catalogue
        self.filters = filters
        self.chosen = chosen
        every = [*chosen.lines, *(record for found in chosen.matters.values() for record in found)]
        sources = sorted({place["source"] for record in every for place in record["evidence"]})
        many = len(sources) > 1
        numbers = {source: f"S{at}" for at, source in enumerate(sources, 1)} if many else {}
        self.sentences = Sentences(catalogue, numbers)
        self.notes_of = Notes(self.sentences)
        self.heads = tuple(head_of(catalogue, source, self.sentences) for source in sources)
        self.words = self.sentences.words["dossier"]
        self.notes: dict[str, Note] = {}

    def write(self) -> Dossier:
        sections = [*self._sections(), *self._voices()]
        gaps = tuple(self._gaps())
        title, lead = self.words["sections"]["missing"]
        return Dossier(
            self.catalogue.lang,
            self.words["title"].format(self._subject()),
            tuple(self._lead()),
            self.heads,
            self.sentences.numbers,
            tuple(sections),
            Section("missing", title, lead, ()),
            gaps,
            tuple(self.notes.values()),
            tuple(self._closing(sections)),
            self.sentences.words,
        )

    # -- head and end ---------------------------------------------------------------------

    def _subject(self) -> str:
        names = [self._name(entity) for entity in (*self.filters.actors, *self.filters.about)]
        joined = listed(names, self.sentences.words["and"])
        return joined or "; ".join(self._selection()) or self.words["everything"]

    def _name(self, entity: str) -> str:
        return plain(self.catalogue.name_of(entity))

    def _lead(self) -> Iterator[str]:
        yield f"{self._count()}."
        selection = "; ".join(self._selection())
        if selection:
            yield self.words["selection"].format(selection)
        yield self.words["motto"]
        if self.chosen.possible:
            yield self.words["possible_note"]

    def _count(self) -> str:
        lines = self.chosen.lines
        records = counted(len(lines), self.words["records"])
        sources = len({source_of(line) for line in lines})
        written = self.words["of_sources"]["one" if sources == 1 else "many"]
        counts = [written.format(records, sources)]
        if self.chosen.firms:
            counts.append(counted(len(self.chosen.firms), self.words["firms_count"]))
        return "; ".join(counts)

    def _selection(self) -> Iterator[str]:
        """Yield the filters in words."""
        for name, pattern in self.words["filters"].items():
            value = getattr(self.filters, name)
            values = value if isinstance(value, tuple) else (value,) if value else ()
            if values:
                yield pattern.format(", ".join(self._filter(name, item) for item in values))

    def _filter(self, name: str, value: Any) -> str:
        if name == "kinds":
            return self.catalogue.word("kinds", value)
        if name == "statuses":
            return self.catalogue.word("statuses", value)
        if name == "roles":
            role, entity = value
            return f"{self.catalogue.word('fields', role)}: {self._name(entity)}"
        if name in ("since", "until", "as_of"):
            return date_in_words(value, self.catalogue.lang)
        return plain(str(value)) if name == "sources" else self._name(str(value))

    def _closing(self, sections: Iterable[Section]) -> Iterator[str]:
        if not self.chosen.lines:
            yield self.words["empty"]
        else:
            told = {
                item.record for part in sections for group in part.groups for item in group.items
            }
            inside = [line for line in self.chosen.lines if line["id"] in told]
            yield self.words["last"].format(len(inside), len(self.chosen.lines))
        if self.chosen.undated:
            left_out = counted(self.chosen.undated, self.words["undated"])
            yield f"{left_out}{self.words['undated_where']}."
        if self.chosen.their_word:
            speaker = self._name(self.filters.actors[0])
            yield counted(self.chosen.their_word, self.words["their_word"], speaker)
        yield self.words["last_line"]

    # -- sentences ------------------------------------------------------------------------

    def _sections(self) -> Iterator[Section]:
        for name in SECTIONS:
            own = self._of_section(name, self.chosen.own)
            firms = self._of_section(name, self.chosen.firms)
            groups = [*self._by_kind(own), *self._of_firms(firms)]
            if groups:
                title, lead = self.words["sections"][name]
                yield Section(name, title, lead, tuple(groups))

    def _of_section(self, name: str, lines: Iterable[Line]) -> list[Line]:
        """Return the records of a section by kind, then by their first day, the undated last."""
        kinds = list(self.catalogue.vocabulary["kinds"])
        chosen = [line for line in lines if section_of(line) == name]
        return sorted(
            chosen, key=lambda line: (kinds.index(line["kind"]), self._first_day(line["id"]))
        )

    def _first_day(self, record: str) -> str:
        """Return the first day of a record as the index has it; the undated come last."""
        query = "SELECT earliest FROM record WHERE id = ?"
        ((earliest,),) = self.catalogue.rows(query, [record])
        return str(earliest or _NEVER)

    def _by_kind(self, lines: list[Line]) -> Iterator[Group]:
        if len(lines) <= _LONG or len({line["kind"] for line in lines}) == 1:
            if lines:
                yield Group("", tuple(map(self._item, lines)))
            return
        for kind in dict.fromkeys(line["kind"] for line in lines):
            of_kind = [line for line in lines if line["kind"] == kind]
            yield Group(self._kind(kind), tuple(map(self._item, of_kind)))

    def _kind(self, kind: str) -> str:
        label = self.catalogue.word("kinds", kind)
        return f"{label[:1].upper()}{label[1:]}"

    def _of_firms(self, lines: list[Line]) -> Iterator[Group]:
        if lines:
            several = len(self.filters.actors) != 1
            heading = self.words["firms_of_several" if several else "firms"]
            yield Group(heading.format(self._subject()), tuple(map(self._item, lines)))

    def _item(self, record: Line) -> Item:
        mark = self.words["possible"] if record["id"] in self.chosen.possible else ""
        return self._written(record, self.sentences.whole(record), mark)

    def _written(self, record: Line, sentence: str, mark: str) -> Item:
        lang = self.catalogue.store.manifest["sources"][source_of(record)]["language"]
        return Item(record["id"], mark, sentence, self._number(record), lang)

    def _number(self, record: Line) -> int:
        """Return the number of a record's footnote, written when it is first met."""
        if record["id"] not in self.notes:
            self.notes[record["id"]] = self.notes_of.note(len(self.notes) + 1, record)
        return self.notes[record["id"]].number

    # -- two voices, and what is missing --------------------------------------------------

    def _voices(self) -> Iterator[Section]:
        if self.chosen.matters:
            title, lead = self.words["sections"]["voices"]
            yield Section("voices", title, lead, tuple(map(self._matter, self.chosen.matters)))

    def _matter(self, matter: str) -> Group:
        records = self.chosen.matters[matter]
        inside = {line["id"] for line in self.chosen.lines}
        differ = [self.words["differ"][name] for name in differences(records)]
        heading = self.words["matter"].format(matter, listed(differ, self.sentences.words["and"]))
        items = []
        for record in records:
            outside = record["id"] not in inside
            sentence = self.sentences.whole(record) if outside else self.sentences.short(record)
            items.append(self._written(record, sentence, self.words["outside"] if outside else ""))
        return Group(heading, tuple(items))

    def _gaps(self) -> Iterator[Missing]:
        found: dict[str, list[int]] = {}
        for record in self.chosen.lines:
            if section_of(record) in ("said", "passed", "to_come"):
                for text in self.sentences.missing(record):
                    found.setdefault(text, []).append(self._number(record))
        for text, notes in sorted(found.items(), key=lambda item: min(item[1])):
            yield Missing(text, tuple(sorted(notes)))
