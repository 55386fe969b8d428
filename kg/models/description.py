"""What screens need to know of the kinds and codes, as plain data that a store can carry.

So that looking something up needs no models, and a store that was copied explains itself.
"""

from collections.abc import Iterable
from typing import Any

from kg.models.codes import Code, EntityClass, Group, Polarity, Qualifier, Status
from kg.models.fields import Term
from kg.models.look import Look
from kg.models.record import Record
from kg.models.schema import Field, Sort, fields_of, own_fields, roles_of


def description(kinds: Iterable[type[Record]]) -> dict[str, Any]:
    """Return labels, roles, columns and family of *kinds*, and the labels of every code."""
    every = tuple(kinds)
    return {
        "kinds": {kind.kind_name(): _described(kind) for kind in every},
        "families": {look.code: _look(look) for look in Look},
        "fields": {field.name: _label(field.term) for kind in every for field in fields_of(kind)},
        "codes": _codes(every),
        "statuses": {status.value: _status(status) for status in Status},
        "qualifiers": {code.value: _of_code(code) for code in Qualifier},
        "groups": {code.value: _of_code(code) for code in Group},
        "polarities": {polarity.value: _of_code(polarity) for polarity in Polarity},
        "classes": {code.value: _of_code(code) for code in EntityClass},
    }


def _described(kind: type[Record]) -> dict[str, Any]:
    return {
        "en": kind.label_en,
        "de": kind.label_de,
        "columns": list(kind.columns),
        "roles": [field.name for field in roles_of(kind)],
        "fields": [field.name for field in own_fields(kind)],
        "family": kind.look.code,
    }


def _look(look: Look) -> dict[str, str]:
    return {
        "en": look.en,
        "de": look.de,
        "shape": look.shape,
        "light": look.light,
        "dark": look.dark,
    }


def _label(term: Term) -> dict[str, str]:
    return {"en": term.en, "de": term.de}


def _of_code(code: Code) -> dict[str, str]:
    return {"en": code.en, "de": code.de}


def _status(status: Status) -> dict[str, Any]:
    return {
        **_of_code(status),
        "wording": {"en": status.wording, "de": status.wording_de},
        "meaning": {"en": status.meaning, "de": status.meaning_de},
        "said": status.factual,
        "strength": status.strength,
    }


def _codes(kinds: Iterable[type[Record]]) -> dict[str, dict[str, dict[str, str]]]:
    """Return the labels of codes by ``kind.field`` (``*.field`` for those of every record)."""
    found = {
        f"*.{field.name}": _labels(field) for field in fields_of(Record) if field.sort is Sort.CODE
    }
    for kind in kinds:
        for field in own_fields(kind):
            if field.sort is Sort.CODE:
                found[f"{kind.kind_name()}.{field.name}"] = _labels(field)
    return found


def _labels(field: Field) -> dict[str, dict[str, str]]:
    return {code.value: _of_code(code) for code in field.code_list}
