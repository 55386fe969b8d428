"""What projections are made of: the lines of a store, and weights that are data."""

import json
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from kg.store import Store

Line = Mapping[str, Any]
SAID = ("asserted", "reported", "alleged")
NEGATIVE = "negative"


class Material(NamedTuple):
    """The lines of a store: entities and records by id, the records in the order of their ids."""

    entities: Mapping[str, Line]
    records: Mapping[str, Line]
    vocabulary: Mapping[str, Any]

    def only(self, records: Collection[str]) -> "Material":
        """Return the same with these *records* alone."""
        kept = {name: line for name, line in self.records.items() if name in records}
        return self._replace(records=kept)

    def without(self, records: Collection[str]) -> "Material":
        """Return the same without these *records*."""
        return self.only(self.records.keys() - set(records))

    def label(self, entity: str, lang: str = "en") -> str:
        """Return what *entity* is called in *lang*, else in English; its id where unknown."""
        labels = self.entities[entity]["labels"] if entity in self.entities else {}
        return labels.get(lang) or labels.get("en") or next(iter(labels.values()), entity)

    def contested(self) -> frozenset[str]:
        """Return the records of matters of which another record says no."""
        no = {line["details"].get("concerns") for line in self.records.values() if _says_no(line)}
        no.discard(None)
        return frozenset(
            name for name, line in self.records.items() if line["details"].get("concerns") in no
        )


def read_material(store: Store, only: Collection[str] | None = None) -> Material:
    """Return the lines of *store*; of the records *only* these, where it is given."""
    return material_of(store.lines(), store.vocabulary, only)


def material_of(
    lines: Iterable[Line], vocabulary: Mapping[str, Any], only: Collection[str] | None = None
) -> Material:
    """Return *lines* as material; of the records *only* these, where it is given."""
    entities: dict[str, Line] = {}
    records: dict[str, Line] = {}
    for line in lines:
        (records if "status" in line else entities)[line["id"]] = line
    material = Material(entities, dict(sorted(records.items())), vocabulary)
    return material if only is None else material.only(frozenset(only))


def _says_no(line: Line) -> bool:
    negative = line["polarity"] == NEGATIVE
    return negative if line["status"] in SAID else line["status"] == "denied" and not negative


@cache
def weights() -> Mapping[str, Any]:
    """Return ``weights.json``: what a record of a kind and status weighs, and why."""
    text = files("kg.network").joinpath("weights.json").read_text(encoding="utf-8")
    content: Mapping[str, Any] = json.loads(text)
    return content


def weight_of(record: Line) -> float:
    """Return what a record weighs: by its kind times by its status; a new kind weighs 1."""
    by_kind: float = weights()["kinds"].get(record["kind"], 1)
    by_status: float = weights()["statuses"].get(record["status"], 0)
    return by_kind * by_status
