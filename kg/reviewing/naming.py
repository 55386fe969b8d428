"""What a new record is called, and which words of its sentence mean whom."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from anyascii import anyascii

from kg.corpus.names import Mention, place_names
from kg.evidence import Span, Text, occurrences, stands_alone
from kg.models import Entity, EntityClass, Record, in_language
from kg.reviewing.candidates import Seen

_SMALL = frozenset(
    {
        EntityClass.COMMODITY,
        EntityClass.WEAPON,
        EntityClass.SYSTEM,
        EntityClass.GROUP,
        EntityClass.UNNAMED_SOURCE,
    }
)
_LONGEST = 60  # signs of an id that people still read
_LITTLE = frozenset(
    ("a", "an", "and", "by", "for", "from", "in", "of", "on", "that", "the", "to", "with")
)


def slug(record: Record, taken: Container[str]) -> str:
    """Return an id for *record* that nothing has, made of its kind and label."""
    label = anyascii(in_language(record.label, "en")).lower()
    words = [
        word for word in re.findall(r"[a-z0-9]+", label.replace("'", "")) if word not in _LITTLE
    ]
    kind = record.kind.replace("_", "-")
    return free(_shortened("-".join(words if words[:1] == [kind] else [kind, *words])), taken)


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: name.rfind("-", 0, _LONGEST + 1)]


def free(name: str, taken: Container[str]) -> str:
    """Return *name*, with a number behind it where it is taken."""
    number = 1
    found = name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found


def is_name(place: Seen, entities: Mapping[str, Entity], text: Text) -> bool:
    """Return whether the words at *place* name an entity: an adjective, in small letters, doesn't.

    What is traded, and groups, are called by words of the language, which may begin small.
    """
    entity = entities.get(place.entity)
    first = text.content[place.start : place.start + 1]
    return entity is not None and (entity.entity_class in _SMALL or not first.islower())


def called(entities: Iterable[Entity], seen: Iterable[Seen], text: Text) -> Iterator[Seen]:
    """Yield where *text* names those *entities* that the reader says nothing about.

    By name and alias, letter for letter; a metonym may mean another.
    """
    told = {place.entity for place in seen}
    for entity in entities:
        if entity.id not in told:
            for name in dict.fromkeys(name for _, name in (*entity.name, *entity.alias)):
                for start in occurrences(name, text.content):
                    yield Seen(start, start + len(name), str(entity.id))


class Form(NamedTuple):
    """A form of ``names.yaml``: the words, or words in their passage, and whom they mean."""

    entity: str
    form: str | dict[str, str]


def forms_used(
    record: Record, seen: Iterable[Seen], names: Mapping[str, Any], text: Text
) -> Iterator[Form]:
    """Yield what ``names.yaml`` lacks of the names in the sentences of *record*.

    *seen* is where the reader saw whom. Words that mean one alone wherever they stand are a bare
    form; otherwise the passage is named. What would take a place from another name is left out.
    """
    every = tuple(seen)
    known = {key: value if isinstance(value, list) else [value] for key, value in names.items()}
    placed, slips = place_names(known, text)
    for place in every:
        if not _is_in(place, record, text) or _is_placed(place, placed):
            continue
        for form in _forms(place, every, text):
            wider = {**known, place.entity: [*known.get(place.entity, []), form]}
            now, slips_now = place_names(wider, text)
            if len(slips_now) <= len(slips):
                known, placed, slips = wider, now, slips_now
                yield Form(place.entity, form)
                break


def _is_in(place: Seen, record: Record, text: Text) -> bool:
    sentences = (text.around(Span(at.start, at.end)).own for at in record.evidence)
    return any(span.start <= place.start and place.end <= span.end for span in sentences)


def _is_placed(place: Seen, placed: Iterable[Mention]) -> bool:
    return any(place.start < mention.end and mention.start < place.end for mention in placed)


def _forms(place: Seen, seen: tuple[Seen, ...], text: Text) -> Iterator[str | dict[str, str]]:
    span = Span(place.start, place.end)
    words = text.exact(span)
    if not stands_alone(span, text.content):
        return
    everywhere = {
        start
        for start in occurrences(words, text.content)
        if stands_alone(Span(start, start + len(words)), text.content)
    }
    if everywhere <= {at.start for at in seen if at.entity == place.entity}:
        yield words
    passage = _passage(span, text)
    if passage:
        yield {"words": words, "in": passage}


def _passage(span: Span, text: Text) -> str | None:
    """Return the shortest run of words around *span* that stands once and has its words once."""
    own = text.around(span).own
    words = text.exact(span)
    begins = [found.start() + own.start for found in re.finditer(r"(?<!\S)\S", text.exact(own))]
    stops = [found.start() + own.start for found in re.finditer(r"\s|$", text.exact(own))]
    starts = [at for at in begins if at <= span.start][::-1]
    ends = [at for at in stops if at >= span.end]
    for reach in range(1, max(len(starts), len(ends)) + 1):
        start, end = starts[min(reach, len(starts) - 1)], ends[min(reach, len(ends) - 1)]
        passage = text.content[start:end]
        if passage.count(words) > 1:
            return None
        if len(occurrences(passage, text.content)) == 1:
            return passage
    return None
