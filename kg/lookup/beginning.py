"""Names that begin with what somebody has typed so far, written so that every shell takes them.

A lookup takes any sign between words for a space (`folded`), so hyphens can stand for all that is
neither letter nor digit: nothing is left that a shell could read as a command of its own.
"""

import re
import unicodedata
from collections.abc import Iterator

from kg.lookup.catalogue import Catalogue
from kg.lookup.spelling import folded

_MOST = 200
_SPOKEN_OF = (
    "SELECT entity, entity FROM role WHERE role = ifnull(?, role) "
    "GROUP BY entity ORDER BY COUNT(*) DESC, entity LIMIT ?"
)
_RECORDS = "SELECT id, substr(id, instr(id, '/') + 1) FROM record ORDER BY rowid LIMIT ?"
# Of a record only the id: its label is a sentence.
_BEGUN = (
    "SELECT id, name FROM name WHERE is_record = ? AND in_text = 0 "
    "AND folded >= ? AND folded < ? "
    "AND (is_record = 0 OR name = id OR substr(id, -length(name) - 1) = '/' || name) "
    "AND (? IS NULL OR EXISTS (SELECT 1 FROM role WHERE entity = name.id AND role = ?)) "
    "ORDER BY LENGTH(folded), folded LIMIT ?"
)


def begin_with(
    catalogue: Catalogue, typed: str, *, records: bool = False, role: str | None = None
) -> list[tuple[str, str]]:
    """Return what may stand in the place of *typed*, each with the id of what it names.

    Names, in every language, of entities, with *role* of those that fill it somewhere; or ids of
    *records*. All begin with *typed*, letter for letter, and mean what they stand for wherever a
    name is taken. Without a letter yet: the entities most spoken of, or the first records.
    """
    begun = folded(typed)
    if begun:
        found = catalogue.rows(_BEGUN, [records, begun, f"{begun}\U0010ffff", role, role, _MOST])
    elif records:
        found = catalogue.rows(_RECORDS, [_MOST])
    else:
        found = catalogue.rows(_SPOKEN_OF, [role, _MOST])
    offered: dict[str, tuple[str, str]] = {}
    for known, name in sorted(found, key=lambda row: not row[1].startswith(typed)):
        for completed in _completed(typed, name):
            offered.setdefault(completed.casefold(), (completed, known))
    return list(offered.values())


def _completed(typed: str, name: str) -> Iterator[str]:
    composed = unicodedata.normalize("NFC", name)
    plain = "".join(char if char.isalnum() else "-" for char in composed).rstrip("-")
    begins = len(plain) >= len(typed) and folded(plain[: len(typed)]) == folded(typed)
    if begins and folded(plain) == folded(name):
        rest = re.sub("-+", "-", plain[len(typed) :])
        yield typed + (rest if plain.startswith(typed) else rest.lower())
