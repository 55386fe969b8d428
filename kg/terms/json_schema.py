"""The JSON Schema of ``records.yaml`` as people write it, for editors: short forms and all.

An editor reads YAML's ``2021`` as a number and ``true`` as a truth value, kg reads both as text;
so the schema takes either. It says nothing of what needs the text or other records: that is for
``kg validate``.
"""

import json
from collections.abc import Iterable
from typing import Any

from kg.models import Record, fields_of
from kg.models.schema import Field, Sort, own_fields
from kg.models.values import Asset, Attribution, Quantity, Time
from kg.terms.prefixes import BASE
from kg.terms.properties import codes_of
from kg.terms.vocabulary import definition_of

Schema = dict[str, Any]
_ID = "[a-z0-9][a-z0-9-]*"
_TEXT: Schema = {"type": ["string", "number", "boolean"], "minLength": 1}
_NUMBER: Schema = {"type": ["number", "string"], "pattern": r"^[+-]?\d+(\.\d+)?$"}
_WHOLE: Schema = {"type": ["integer", "string"], "pattern": "^[1-9][0-9]*$"}
_TEXTS: Schema = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"},
    "additionalProperties": _TEXT,
}
_PARTS: dict[Sort, tuple[str, type]] = {
    Sort.TIME: ("time", Time),
    Sort.QUANTITY: ("quantity", Quantity),
    Sort.ATTRIBUTION: ("attribution", Attribution),
    Sort.ASSET: ("asset", Asset),
}
_SIMPLE: dict[Sort, Schema] = {
    Sort.ENTITY: {"type": "string", "pattern": f"^{_ID}$"},
    Sort.CONCERN: {"type": "string", "pattern": f"^{_ID}$"},
    Sort.RECORD: {"type": "string", "pattern": f"^{_ID}(/{_ID})?$"},
    Sort.WORDS: _TEXT,
    Sort.TEXT: _TEXT,
    Sort.UNIT: _TEXT,
    Sort.HEADING: _TEXT,
    Sort.EDTF: {"type": ["string", "integer"]},
    Sort.DECIMAL: _NUMBER,
    Sort.COUNT: _WHOLE,
    Sort.FLAG: {"enum": [True, False, "true", "false"]},
}


def json_schema(kinds: Iterable[type[Record]]) -> str:
    """Return the JSON Schema (2020-12) of a file of records of *kinds*."""
    by_name = {kind.kind_name(): kind for kind in kinds}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{BASE}records.schema.json",
        "title": "records.yaml",
        "description": "The reviewed records of one source.",
        "type": "array",
        "items": {"$ref": "#/$defs/record"},
        "$defs": {
            "record": _by_kind(tuple(by_name)),
            **{name: _kind(name, kind) for name, kind in by_name.items()},
            **{name: _part(model) for name, model in _PARTS.values()},
            "evidence": _EVIDENCE,
            "texts": _TEXTS,
        },
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _by_kind(names: tuple[str, ...]) -> Schema:
    """Return that a record is what its kind says; so an error speaks of that kind alone."""
    return {
        "type": "object",
        "required": ["id", "kind"],
        "properties": {"kind": {"enum": list(names)}},
        "allOf": [
            {
                "if": {"required": ["kind"], "properties": {"kind": {"const": name}}},
                "then": _ref(name),
            }
            for name in names
        ],
    }


def _kind(name: str, kind: type[Record]) -> Schema:
    fields = (*fields_of(Record), *own_fields(kind))
    return {
        "title": f"{kind.label_en} · {kind.label_de}",
        "description": f"{definition_of(kind)} · {kind.de}",
        "type": "object",
        "properties": {
            "id": {"type": "string", "pattern": f"^{_ID}$"},
            "kind": {"const": name},
            **_properties(kind, fields),
        },
        "required": ["id", "kind", *_required(fields)],
        "additionalProperties": False,
    }


def _part(model: type) -> Schema:
    """Return a part in its long form, or short as the value of its first field."""
    fields = fields_of(model)
    long = {
        "type": "object",
        "properties": _properties(model, fields),
        "required": _required(fields),
        "additionalProperties": False,
    }
    if model not in {Time, Attribution}:
        return long
    return {"anyOf": [_SIMPLE[fields[0].sort], long]}


def _properties(model: type, fields: Iterable[Field]) -> Schema:
    return {field.name: _field(model, field) for field in fields}


def _required(fields: Iterable[Field]) -> list[str]:
    return [field.name for field in fields if field.required]


def _field(model: type, field: Field) -> Schema:
    term = field.term
    item = _item(model, field)
    return {
        "title": f"{term.en} · {term.de}",
        "description": f"{term.meaning} · {term.meaning_de}" + _labels(model, field),
        **({"anyOf": [item, _list(item)]} if field.many else item),
        **({"examples": [term.example]} if term.example else {}),
    }


def _item(model: type, field: Field) -> Schema:
    if field.sort is Sort.CODE:
        return {"enum": [code.value for code in codes_of(model, field)]}
    if field.sort is Sort.TEXTS:
        return _ref("texts")
    if field.sort is Sort.EVIDENCE:
        return _ref("evidence")
    return _ref(_PARTS[field.sort][0]) if field.sort in _PARTS else _SIMPLE[field.sort]


def _labels(model: type, field: Field) -> str:
    if field.sort is not Sort.CODE:
        return ""
    return "\n" + "\n".join(f"{code}: {code.en} · {code.de}" for code in codes_of(model, field))


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item, "minItems": 1}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_EVIDENCE: Schema = {
    "anyOf": [
        _TEXT,
        {
            "type": "object",
            "properties": {
                "quote": {**_TEXT, "description": "The words, copied letter for letter."},
                "nth": {**_WHOLE, "description": "Which of several places, from 1."},
                "gloss": {**_ref("texts"), "description": "Our working translation."},
            },
            "required": ["quote"],
            "additionalProperties": False,
        },
    ]
}
