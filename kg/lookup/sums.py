"""What is said of an entity, counted and by parts: as much is read as is shown."""

from typing import Any, NamedTuple

from kg.lookup.catalogue import Catalogue
from kg.lookup.index import Line


class Sum(NamedTuple):
    """How many records of one status and polarity."""

    status: str
    polarity: str
    records: int


def by_status(catalogue: Catalogue, entity: str) -> list[Sum]:
    """Return the sums of the records in which *entity* has a role, the largest first."""
    found = catalogue.rows(
        "SELECT status, polarity, SUM(records) FROM sum WHERE entity = ? "
        "GROUP BY status, polarity ORDER BY SUM(records) DESC, MIN(first)",
        [entity],
    )
    return [Sum(*row) for row in found]


def by_kind(catalogue: Catalogue, entity: str) -> dict[str, int]:
    """Return how many records of each kind *entity* has a role in, in the vocabulary's order."""
    query = "SELECT kind, SUM(records) FROM sum WHERE entity = ? GROUP BY kind"
    found = dict(catalogue.rows(query, [entity]))
    return {kind: found[kind] for kind in catalogue.vocabulary["kinds"] if kind in found}


def figures_of(catalogue: Catalogue, entity: str) -> int:
    """Return how many figures there are in the records in which *entity* has a role."""
    found = catalogue.rows("SELECT SUM(figures) FROM sum WHERE entity = ?", [entity])
    return int(found[0][0] or 0)


_NEWEST = "ORDER BY dated DESC, newest DESC, id LIMIT ?"
_ALL = -1  # as SQLite has it


def newest(catalogue: Catalogue, entity: str, kind: str, most: int | None) -> list[Line]:
    """Return the newest records of *kind* in which *entity* has a role, the undated last."""
    query = f"SELECT id FROM said WHERE entity = ? AND kind = ? {_NEWEST}"
    return _records(catalogue, query, [entity, kind, _ALL if most is None else most])


def newest_with_figures(catalogue: Catalogue, entity: str, most: int | None) -> list[Line]:
    """Return the newest records with figures in which *entity* has a role, the undated last."""
    query = f"SELECT id FROM said WHERE entity = ? AND figures > 0 {_NEWEST}"
    return _records(catalogue, query, [entity, _ALL if most is None else most])


def split_matters(catalogue: Catalogue, entity: str, most: int | None) -> list[str]:
    """Return the matters of *entity* of which records differ in status, speaker or figure."""
    query = "SELECT concern FROM split WHERE entity = ? ORDER BY first LIMIT ?"
    found = catalogue.rows(query, [entity, _ALL if most is None else most])
    return [str(concern) for (concern,) in found]


def number_of_split(catalogue: Catalogue, entity: str) -> int:
    """Return how many matters of *entity* there are of which records differ."""
    found = catalogue.rows("SELECT COUNT(*) FROM split WHERE entity = ?", [entity])
    return int(found[0][0])


class Voices(NamedTuple):
    """Records of one matter, and how many of it there are in all."""

    lines: list[Line]
    records: int


def voices(catalogue: Catalogue, matter: str, most: int | None) -> Voices:
    """Return records of *matter*: one of each status and speaker before the others of the same."""
    found = catalogue.rows(
        "SELECT id, COUNT(*) OVER (), ROW_NUMBER() OVER "
        "(PARTITION BY voice ORDER BY start) AS turn "
        "FROM record WHERE concern = ? ORDER BY turn, start LIMIT ?",
        [matter, _ALL if most is None else most],
    )
    return Voices([catalogue.records[record] for record, _, _ in found], found[0][1])


def _records(catalogue: Catalogue, query: str, values: list[Any]) -> list[Line]:
    return [catalogue.records[found] for (found,) in catalogue.rows(query, values)]
