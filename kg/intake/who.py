"""Who published it: an entity that is known by that name, or a new one."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from anyascii import anyascii

from kg.corpus import source_folders
from kg.corpus.yaml_text import Unreadable, read_yaml
from kg.models import EntityClass
from kg.places import REFERENCE
from kg.reading.lexicon import Entry, Lexicon

_LONGEST_ID = 60
# Words of a name -> what is called so; else it is a medium. A person may correct it.
_CLASSES = (
    (
        EntityClass.STATE_ORGAN,
        r"minist|министерств|department of|government|правительств|regierung|部$",
    ),
    (
        EntityClass.THINK_TANK,
        r"institut|cent(er|re)\b|zentrum|stiftung|foundation|council|инстит|центр|фонд|think|研究",
    ),
)
_PUBLISH = frozenset(
    {
        *(EntityClass.MEDIUM, EntityClass.THINK_TANK, EntityClass.STATE_ORGAN),
        *(EntityClass.INTERNATIONAL_ORGANISATION, EntityClass.COMPANY),
    }
)


class Who(NamedTuple):
    """An entity: its id, name and class; *is_new* where no file has it yet.

    *labels* are the names by language where the reference lexicon knows it.
    """

    id: str
    name: str
    entity_class: str
    is_new: bool = False
    labels: Mapping[str, str] = {}


def slug(words: str, longest: int = _LONGEST_ID) -> str:
    """Return *words* as an id is written, cut at a word.

    >>> slug("Известия: „Новости“")
    'izvestiya-novosti'
    """
    plain = re.sub(r"[^a-z0-9]+", "-", anyascii(words).lower().replace("'", "")).strip("-")
    if len(plain) <= longest:
        return plain
    return plain[: longest + 1].rpartition("-")[0] or plain[:longest]


def known_entities(sources: Path) -> dict[str, Who]:
    """Return the entities of *sources* by id and by every name, folded.

    A file that can't be read is passed over: to say so is what `kg build` is for.
    """
    known: dict[str, Who] = {}
    files = (sources / REFERENCE, *(f / "entities.yaml" for f in source_folders(sources)))
    for entity in (each for file in files for each in _entities(file)):
        names = list(_names(entity))
        who = Who(entity["id"], names[0] if names else entity["id"], str(entity.get("class")))
        known[who.id] = who
        for name in names:
            known.setdefault(_folded(name), who)
    return known


def publisher_called(name: str, known: Mapping[str, Who]) -> Who:
    """Return the entity called *name*, by id or any name.

    One that no file has yet is new: as the reference lexicon knows it, else by its name alone.
    """
    if there := known.get(name) or known.get(_folded(name)):
        return there
    if entry := _publishers().get(_folded(name)):
        of_old = known.get(entry.id)
        return of_old or Who(
            entry.id, entry.label, entry.entity_class.value, is_new=True, labels=entry.labels
        )
    return Who(free(slug(name) or "publisher", known), name, _class_of(name), is_new=True)


@cache
def _publishers() -> Mapping[str, Entry]:
    """Return those of the reference lexicon who publish, by every name, folded."""
    entries = [e for e in Lexicon.load().entries.values() if e.entity_class in _PUBLISH]
    names = ((name, entry) for entry in entries for each in entry.names.values() for name in each)
    return {_folded(name): entry for name, entry in names}


def free(proposed: str, taken: Mapping[str, Any]) -> str:
    """Return *proposed*, with a number behind it where it is *taken*."""
    name, number = proposed, 1
    while name in taken:
        number += 1
        name = f"{proposed}-{number}"
    return name


def _class_of(name: str) -> str:
    return next(
        (kind.value for kind, words in _CLASSES if re.search(words, name, re.IGNORECASE)),
        EntityClass.MEDIUM.value,
    )


def _entities(file: Path) -> Iterator[dict[str, Any]]:
    try:
        data = read_yaml(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeError, Unreadable):
        return
    for entity in data if isinstance(data, list) else ():
        if isinstance(entity, dict) and isinstance(entity.get("id"), str):
            yield entity


def _names(entity: Mapping[str, Any]) -> Iterator[str]:
    for field in ("name", "alias"):
        by_language = entity.get(field)
        for names in by_language.values() if isinstance(by_language, dict) else ():
            yield from (
                n for n in (names if isinstance(names, list) else [names]) if isinstance(n, str)
            )


def _folded(name: str) -> str:
    """Return a name without case, spaces' number and article.

    >>> _folded("The  Diplomat")
    'diplomat'
    """
    return re.sub(r"^(the|die|der|das)\s+", "", " ".join(name.casefold().split()))
