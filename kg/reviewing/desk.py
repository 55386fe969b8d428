"""The desk at which one person judges what a reader proposed of one source.

Each decision is written at once: first what it puts into the files that people keep, then the
decision itself. Whoever is interrupted goes on where it was; files that somebody else changes
meanwhile are read again before anything is written.
"""

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.corpus import Corpus, Source, read_corpus, written
from kg.corpus.records import Reader, entities_in
from kg.corpus.yaml_text import line_of, read_yaml
from kg.errors import Finding, KgError, NothingFound, SourcesError
from kg.models import KINDS, ConcernId, Entity, Record, fields_of
from kg.models.schema import Sort
from kg.places import REFERENCE
from kg.reviewing import splicing
from kg.reviewing.beside import Beside, beside
from kg.reviewing.candidates import FILE as CANDIDATES
from kg.reviewing.candidates import (
    Candidate,
    Proposed,
    Seen,
    needed,
    read_candidates,
    renamed,
)
from kg.reviewing.decisions import FILE as DECISIONS
from kg.reviewing.decisions import (
    Change,
    Decision,
    Verdict,
    change_at,
    key_of,
    read_decisions,
    undone,
    write_decisions,
    write_whole,
)
from kg.reviewing.naming import called, forms_used, free, is_name, slug
from kg.reviewing.splicing import Edit
from kg.reviewing.written import as_written, entity_as_written, item

_Edits = Callable[..., tuple[Edit, ...]]
_DRAFT = "the record"  # what an edited record is called in a finding


def undecided(
    proposed: Proposed, decisions: Iterable[Decision], records: Iterable[Record]
) -> Iterator[Candidate]:
    """Yield the candidates that nobody has judged yet, each thing once.

    What *records* hold already, in the same words, is judged: somebody wrote it.
    """
    decided = tuple(decisions)
    seen = {decision.key for decision in decided} | {key_of(record) for record in records}
    aliases = aliases_in(decided)
    for candidate in proposed.candidates:
        called = candidate._replace(record=renamed(candidate.record, aliases))
        keys = {key_of(candidate.record), key_of(called.record)}
        if not keys & seen:
            yield called
        seen |= keys


def waiting(
    sources: Path, corpus: Corpus, kinds: Iterable[type[Record]] = KINDS
) -> dict[str, Proposed]:
    """Return what nobody has judged yet in *corpus*, by source, with the entities it needs.

    Sources of which a reader proposed nothing are left out. Raises SourcesError with every line
    of every file that can't be taken.
    """
    found: dict[str, Proposed] = {}
    findings: list[Finding] = []
    every = tuple(kinds)
    for source in corpus.sources:
        folder = sources / source.info.id
        try:
            proposed = read_candidates(folder, source, corpus.entities, every)
            decisions = read_decisions(folder)
        except SourcesError as error:
            findings += error.findings
            continue
        if (folder / CANDIDATES).is_file():
            left = tuple(undecided(proposed, decisions, source.records))
            records = [candidate.record for candidate in left]
            used = needed(records, proposed.entities, corpus.entities)
            new = {str(entity.id): entity for entity in used}
            found[source.info.id] = proposed._replace(candidates=left, entities=new)
    if findings:
        raise SourcesError(findings)
    return found


def aliases_in(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return which proposed entities are others that there are, by id."""
    return {
        decision.key: decision.record
        for decision in decisions
        if decision.verdict is Verdict.ALIAS and decision.record
    }


class Desk:
    """What waits to be judged of one source, what there is beside it, and the judging.

    Raises SourcesError where the sources, the candidates or the decisions can't be read as they
    are.
    """

    def __init__(self, sources: Path, source: str, kinds: Iterable[type[Record]] = KINDS) -> None:
        self.sources = sources
        self.name = source
        self.folder = sources / source
        self.kinds = tuple(kinds)
        self._load()

    def _load(self) -> None:
        marks = self._marks()
        corpus = read_corpus(self.sources, self.kinds)
        found = [source for source in corpus.sources if source.info.id == self.name]
        if not found:
            raise KgError(f"{self.sources}: there is no source {self.name!r}")
        self.source: Source = found[0]
        self.entities: dict[str, Entity] = dict(corpus.entities)
        self.records: list[Record] = list(corpus.records())
        self.proposed = read_candidates(self.folder, self.source, corpus.entities, self.kinds)
        self.decisions = list(read_decisions(self.folder))
        self._read_as = marks

    def _marks(self) -> dict[str, str]:
        files = [*self.folder.glob("*.yaml"), self.folder / "document.txt"]
        files += [self.folder / CANDIDATES, self.folder / DECISIONS, self.sources / REFERENCE]
        return {
            str(file): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in files
            if file.is_file()
        }

    # -- what waits -----------------------------------------------------------------------

    @property
    def waiting(self) -> tuple[Candidate, ...]:
        """Return what nobody has judged yet, in the order of the text."""
        own = (record for record in self.records if record.source == self.name)
        return tuple(undecided(self.proposed, self.decisions, own))

    def candidate(self, candidate_id: str) -> Candidate:
        """Return the waiting candidate with this id, or the beginning of it."""
        found = [one for one in self.waiting if one.id.startswith(candidate_id)]
        if len(found) != 1:
            why = "several begin so" if found else "no candidate of that id waits"
            raise NothingFound(f"{candidate_id}: {why}; kg review {self.name} --list")
        return found[0]

    def beside(self, candidate: Candidate) -> tuple[Beside, ...]:
        """Return the records that speak of the same matter, the nearest first."""
        return beside(candidate.record, self.records)

    def new_entities(self, record: Record) -> tuple[Entity, ...]:
        """Return the entities of *record* that nobody has defined, those they point to before."""
        return needed([record], self.proposed.entities, self.entities)

    # -- a record as it would be written ----------------------------------------------------

    def draft(self, candidate: Candidate) -> str:
        """Return *candidate* as ``records.yaml`` would hold it, with an id that people can read.

        A matter that no other record has, and records that aren't there, are left out.
        """
        record = candidate.record
        update: dict[str, Any] = {"id": slug(record, self._taken())}
        if record.concerns not in {one.concerns for one in self.records}:
            update["concerns"] = None
        known = {one.whole_id for one in self.records}
        for field in fields_of(type(record)):
            if field.sort is Sort.RECORD:
                update[field.name] = tuple(
                    ref for ref in getattr(record, field.name) if ref in known
                )
        return item(as_written(record.model_copy(update=update), self.source.text))

    def _taken(self) -> set[str]:
        return {record.id for record in self.records if record.source == self.name}

    def read(self, content: str) -> Record:
        """Return the one record that *content* holds. Raises SourcesError with what is wrong."""
        data = read_yaml(content, _DRAFT)
        reader = Reader(
            source=self.name,
            language=self.source.info.language,
            file=_DRAFT,
            text=self.source.text,
            entities={**self.proposed.entities, **self.entities},
            refused=frozenset(),
            kinds=self.kinds,
        )
        placed = reader.read(data) if data is not None else ()
        findings = list(reader.findings)
        if not findings and len(placed) != 1:
            findings.append(Finding(_DRAFT, 0, f"{len(placed)} records stand here, not one"))
        findings += [
            Finding(_DRAFT, line_of(data, (0, field)), f"{field}: {what}")
            for found in placed
            for field, what in self._across(found.record)
        ]
        if findings:
            raise SourcesError(findings)
        return placed[0].record

    def _across(self, record: Record) -> Iterator[tuple[str, str]]:
        if record.id in self._taken():
            yield "id", f"{record.id} is another record of this source"
        if record.concerns and record.concerns not in {one.concerns for one in self.records}:
            what = f"only this record has {record.concerns!r}; two or more share a matter"
            yield "concerns", what
        known = {one.whole_id for one in self.records}
        for field in fields_of(type(record)):
            if field.sort is Sort.RECORD:
                missing = [ref for ref in getattr(record, field.name) if ref not in known]
                yield from ((field.name, f"no record {ref!r}") for ref in missing)

    # -- judging ----------------------------------------------------------------------------

    def accept(
        self, candidate: Candidate, *, content: str | None = None, same: Record | None = None
    ) -> Record:
        """Write *candidate* into the source, and return the record that it is now.

        *content* is it as a person changed it; *same* a record of the same thing, with which it
        then shares a matter. Raises SourcesError where it is no sound record.
        """
        with self._at_work(candidate) as writing:
            record = self.read(content if content is not None else self.draft(candidate))
            matter = candidate.record.concerns
            same = same or self._partner(candidate)
            if same is not None:
                record = self._joined(writing, record, same, matter)
            self._introduce(writing, record)
            data = as_written(record, self.source.text)
            writing.set("records.yaml", splicing.with_item, data, after=self._before(record))
            self._decide(writing, candidate, Verdict.ACCEPTED, record=record.id)
            self.records.append(record)
            return record

    def merge(self, candidate: Candidate, record: Record) -> None:
        """Add the words of *candidate* to the evidence of *record*, which stays what it says."""
        if record.source != self.name:
            raise KgError(f"{record.whole_id}: is another source's; its words are its own")
        with self._at_work(candidate) as writing:
            quoted = {(place.start, place.end) for place in record.evidence}
            places = candidate.record.evidence
            quotes = as_written(candidate.record, self.source.text)["evidence"]
            added = []
            for place, data in zip(places, quotes, strict=True):
                if (place.start, place.end) not in quoted:
                    writing.set("records.yaml", splicing.with_evidence, record.id, data)
                    added.append(place)
            evidence = tuple(sorted((*record.evidence, *added), key=lambda place: place.start))
            self._introduce_names(writing, candidate.record)
            self._decide(writing, candidate, Verdict.MERGED, record=record.id)
            self._replace(record, evidence=evidence)

    def reject(self, candidate: Candidate, reason: str) -> None:
        """Remember that *candidate* is not to be, and why."""
        with self._at_work(candidate) as writing:
            self._decide(writing, candidate, Verdict.REJECTED, reason=reason)

    def alias(self, entity: Entity, known: str) -> None:
        """Remember that a proposed *entity* is the *known* one, which has its names from now on."""
        with self._at_work() as writing:
            other = self.entities.get(known)
            if other is None:
                raise NothingFound(f"{known}: there is no such entity")
            names = {*other.name, *other.alias, *other.metonym}
            file = written(self.sources, known)[0].file.relative_to(self.sources)
            for lang, name in entity.name:
                if (lang, name) not in names:
                    shown = file.as_posix()
                    writing.set_in(shown, splicing.with_alias, known, lang, name)
            label = f"{entity.id} = {known}"
            self._note(writing, Decision(entity.id, Verdict.ALIAS, label, record=known))
        self._load()

    def undo(self) -> Decision:
        """Take the last decision back, and what it put into the files. Raises KgError."""
        with self._at_work() as writing:
            if not self.decisions:
                raise NothingFound("nothing was decided yet")
            last = self.decisions[-1]
            for change in reversed(last.changes):
                writing.take_back(change)
            writing.write()
            self.decisions.pop()
            write_decisions(self.folder, self.decisions)
        self._load()
        return last

    # -- what a decision writes ---------------------------------------------------------------

    @contextlib.contextmanager
    def _at_work(self, candidate: Candidate | None = None) -> Iterator["_Writing"]:
        """Hold the source while a decision is written; read again what others have changed."""
        with _locked(self.folder):
            if self._marks() != self._read_as:
                self._load()
            if candidate is not None and candidate.id not in {one.id for one in self.waiting}:
                raise KgError(f"{candidate.id}: is no longer proposed, or judged already")
            try:
                yield _Writing(self.sources, self.name)
            except KgError:
                self._load()  # nothing of it counts
                raise
            self._read_as = self._marks()

    def _decide(
        self,
        writing: "_Writing",
        candidate: Candidate,
        verdict: Verdict,
        *,
        record: str | None = None,
        reason: str | None = None,
    ) -> None:
        original = {one.id: one.record for one in self.proposed.candidates}[candidate.id]
        label = next(iter(dict(candidate.record.label).values()))
        self._note(writing, Decision(key_of(original), verdict, label, record, reason))

    def _note(self, writing: "_Writing", decision: Decision) -> None:
        writing.write()
        self.decisions.append(decision._replace(changes=tuple(writing.changes)))
        write_decisions(self.folder, self.decisions)

    def _introduce(self, writing: "_Writing", record: Record) -> None:
        """Define whom nobody has defined yet, and write down what they are called."""
        for entity in self.new_entities(record):
            data = entity_as_written(entity)
            writing.set("entities.yaml", splicing.with_item, data)
            self.entities[entity.id] = entity
        self._introduce_names(writing, record)

    def _introduce_names(self, writing: "_Writing", record: Record) -> None:
        names = read_yaml(writing.content("names.yaml").removeprefix("\ufeff"), "names.yaml") or {}
        aliases = aliases_in(self.decisions)
        seen = (
            Seen(place.start, place.end, aliases.get(place.entity, place.entity))
            for place in self.proposed.seen
        )
        used = [self.entities[entity] for _, entity in entities_in(record)]
        known = [place for place in seen if is_name(place, self.entities, self.source.text)]
        known += called(used, known, self.source.text)
        for form in forms_used(record, known, names, self.source.text):
            writing.set("names.yaml", splicing.with_form, form.entity, form.form)

    def _before(self, record: Record) -> str:
        """Return the id of the record behind which *record* belongs; "" for none."""
        start = record.evidence[0].start
        own = [one for one in self.records if one.source == self.name]
        above = [(one.evidence[0].start, one.id) for one in own if one.evidence[0].start <= start]
        return max(above)[1] if above else ""

    def _joined(
        self, writing: "_Writing", record: Record, same: Record, matter: str | None
    ) -> Record:
        """Return *record* with the matter of *same*, which gets one where it has none."""
        if same.concerns and record.concerns and same.concerns != record.concerns:
            raise KgError(
                f"{same.whole_id} concerns {same.concerns}, this record {record.concerns}; "
                "a record has one matter"
            )
        taken = {str(one.concerns) for one in self.records}
        shared = same.concerns or record.concerns or ConcernId(matter or free(same.id, taken))
        if same.concerns is None:
            file = f"{same.source}/records.yaml"
            writing.set_in(file, splicing.with_concerns, same.id, shared)
            self._replace(same, concerns=shared)
        return record.model_copy(update={"concerns": shared})

    def _partner(self, candidate: Candidate) -> Record | None:
        """Return the record that came of another candidate which shares this one's matter."""
        matter = candidate.record.concerns
        accepted = {one.key: one.record for one in self.decisions if one.record}
        came = {
            accepted.get(key_of(one.record))
            for one in self.proposed.candidates
            if matter and one.record.concerns == matter
        }
        own = (record for record in self.records if record.source == self.name)
        return next((record for record in own if record.id in came), None)

    def _replace(self, record: Record, **changed: Any) -> None:
        place = next(
            index for index, one in enumerate(self.records) if one.whole_id == record.whole_id
        )
        self.records[place] = self.records[place].model_copy(update=changed)


class _Writing:
    """The files that one decision changes: nothing is written before all of it is known."""

    def __init__(self, sources: Path, source: str) -> None:
        self.sources = sources
        self.source = source
        self.contents: dict[str, str] = {}
        self.changes: list[Change] = []

    def content(self, file: str) -> str:
        """Return what a file of the source holds, or will; "" for one that isn't there."""
        return self._content(f"{self.source}/{file}")

    def _content(self, file: str) -> str:
        if file not in self.contents:
            path = self.sources / file
            self.contents[file] = path.read_bytes().decode("utf-8") if path.exists() else ""
        return self.contents[file]

    def set(self, file: str, edits: _Edits, *what: Any, **more: Any) -> None:
        """Set something into a file of the source."""
        self.set_in(f"{self.source}/{file}", edits, *what, **more)

    def set_in(self, file: str, edits: _Edits, *what: Any, **more: Any) -> None:
        """Set something into a file below ``sources/``: *edits* say how."""
        content = self._content(file)
        for at, new, old in sorted(edits(content, *what, file=file, **more), reverse=True):
            self.changes.append(change_at(file, content, at, new, old))
            content = content[:at] + new + content[at + len(old) :]
        self.contents[file] = content

    def take_back(self, change: Change) -> None:
        """Take a change of a decision back."""
        self.contents[change.file] = undone(self._content(change.file), change)

    def write(self) -> None:
        """Write what has changed: entities and names before the records that need them."""
        for file in sorted(self.contents):
            path = self.sources / file
            content = self.contents[file].encode("utf-8")
            if not content:  # a file that a decision made goes with it; an empty one stays
                if path.exists() and path.stat().st_size:
                    path.unlink()
            elif not path.exists() or path.read_bytes() != content:
                write_whole(path, content)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder of a source; another review waits for as long as a decision takes."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def known_as(entities: Mapping[str, Entity], name: str) -> list[str]:
    """Return the ids of the entities most like *name*, the nearest first."""
    from rapidfuzz import process  # noqa: PLC0415

    names = {
        f"{text}\n{entity.id}": text
        for entity in entities.values()
        for text in (entity.id, *(text for _, text in (*entity.name, *entity.alias)))
    }
    found = process.extract(name, names, limit=20, score_cutoff=60)
    return list(dict.fromkeys(key.rpartition("\n")[2] for _, _, key in found))[:5]
