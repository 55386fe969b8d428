"""Stores of any size, made by repeating the records of this source and varying them.

A copy is a source of its own: other ids, labels, figures and matters, and its own persons,
companies, media, systems and groups. States, regions and organisations are the same in all of
them, so that what is said of Russia grows with the store, and what is said of a company doesn't.
The words and their places stay: a quote stands in its copy's text, letter for letter.
"""

import resource
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from measuring import MEGABYTE, in_a_child

from kg.build import write_build
from kg.corpus import Corpus, Source, read_corpus
from kg.lines import record_line, record_of_line
from kg.models import Entity, LangText, Record
from kg.quads import quad_lines
from kg.store import Store

ROOT = Path(__file__).resolve().parent.parent
SHARED = frozenset(
    (
        *("state", "historical_state", "region", "place", "alliance", "commodity"),
        *("international_organisation", "state_organ", "armed_force"),
    )
)
_NUMBERS = ("value", "min", "max", "out_of")


class Grown(NamedTuple):
    """A store that was made, what it holds, and what making it took."""

    folder: Path
    quads: int
    records: int
    sources: int
    seconds: float
    megabytes: float

    @property
    def store(self) -> Store:
        """Return the store, open."""
        return Store(self.folder / BUILD)


BUILD = "build-1"


def make_store(size: int, folder: Path) -> Grown:
    """Make a store of about *size* quads in *folder*, in a process of its own.

    The seconds are those of `kg build` once the sources are read and checked; its memory is all
    that it takes beyond the program's own.
    """
    return Grown(folder, *in_a_child(partial(_made, size, folder)))


def _made(size: int, folder: Path) -> tuple[float, ...]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    corpus = grown(read_corpus(ROOT / "sources"), size)
    (folder / BUILD).mkdir(parents=True)
    begun = time.perf_counter()
    counts = write_build(folder / BUILD, corpus)["counts"]
    taken = time.perf_counter() - begun
    (folder / "current").write_text(f"{BUILD}\n", encoding="utf-8")
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / MEGABYTE
    return counts["quads"], counts["records"], counts["sources"], taken, memory


def grown(corpus: Corpus, size: int) -> Corpus:
    """Return a corpus of about *size* quads; the last copy of the source may be a part of it."""
    (source,) = corpus.sources
    lines = quad_lines(corpus)
    own = sum(f"/graph/source/{source.info.id}>" in line for line in lines)
    copies = max(0.0, (size - (len(lines) - own)) / own)
    entities, sources = dict(corpus.entities), []
    for number in range(int(copies) + 1):
        part = min(1.0, copies - number)
        if part > 0:
            other = _Copy(corpus, source, number)
            entities |= {entity.id: entity for entity in other.entities()}
            sources.append(other.source(part))
    return Corpus(dict(sorted(entities.items())), tuple(sources), corpus.inputs)


class _Copy:
    """A copy of a source under a number; number 0 is the source itself."""

    def __init__(self, corpus: Corpus, source: Source, number: int) -> None:
        self.corpus = corpus
        self.original = source
        self.number = number
        self.id = f"{source.info.id}-{number}" if number else source.info.id
        self.names: dict[str, str] = {
            entity.id: f"{entity.id}-{number}"
            for entity in corpus.entities.values()
            if number and entity.entity_class.value not in SHARED
        }

    def entities(self) -> Iterator[Entity]:
        """Yield the entities that this copy has for itself."""
        for name, other in self.names.items():
            entity = self.corpus.entities[name]
            yield entity.model_copy(
                update={
                    "id": other,
                    "name": tuple(map(self._named, entity.name)),
                    "alias": tuple(map(self._named, entity.alias)),
                    "member": tuple(self.names.get(member, member) for member in entity.member),
                }
            )

    def _named(self, name: LangText) -> LangText:
        return name._replace(text=f"{name.text} {self.number}")

    def source(self, part: float) -> Source:
        """Return the source under its other id, with *part* of its records and names."""
        original = self.original
        first = sorted(original.records, key=self._is_of_states_alone)
        chosen = {record.id for record in first[: round(part * len(first))]}
        records = [record for record in original.records if record.id in chosen]
        mentions = original.mentions[: round(part * len(original.mentions))]
        return original._replace(
            info=original.info.model_copy(update={"id": self.id}),
            records=tuple(map(self._record, records)),
            mentions=tuple(
                place._replace(entity=self.names.get(place.entity, place.entity))
                for place in mentions
            ),
        )

    def _is_of_states_alone(self, record: Record) -> bool:
        """Return whether a part may do without: firms and persons are what one looks up."""
        line = record_line(record, self.corpus.entities)
        named = [*line["participants"], *line["attributed_to"]]
        classes = {self.corpus.entities[who["actor"]].entity_class.value for who in named}
        return classes <= SHARED

    def _record(self, record: Record) -> Record:
        if not self.number:
            return record
        line = self._varied(record_line(record, self.corpus.entities))
        mark = f" ({self.number})"
        labels = {lang: text + mark for lang, text in line["labels"].items()}
        figures = list(map(self._figure, line["quantities"]))
        return record_of_line({**line, "labels": labels, "quantities": figures})

    def _figure(self, figure: Mapping[str, Any]) -> dict[str, Any]:
        numbers = () if figure["unit"] == "%" else _NUMBERS  # more than the whole is refused
        more = {name: figure[name] + self.number for name in numbers if name in figure}
        return {**figure, **more}

    def _varied(self, value: Any, field: str = "") -> Any:
        """Return *value* with the ids of this copy for those of the source."""
        if isinstance(value, Mapping):
            return {name: self._varied(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [self._varied(item, field) for item in value]
        if not isinstance(value, str):
            return value
        if field == "concerns":
            return f"{value}-{self.number}"
        if value == self.original.info.id or value.startswith(f"{self.original.info.id}/"):
            return value.replace(self.original.info.id, self.id, 1)
        return self.names.get(value, value)
