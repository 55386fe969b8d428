"""A record as people write it: the short forms of ``records.yaml``, in the order of its keys.

Values that stand in the text are set in quotation marks, what belongs together in one line.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from pydantic import BaseModel

from kg.evidence import Text, occurrences
from kg.models import Entity, Evidence, LangText, Mode, Record, Time
from kg.models.schema import Field, Sort, fields_of, own_fields
from kg.quantities import plain

Data = dict[str, Any]
_AFTER_OWN = (
    "place",
    "when",
    "valid",
    "reported",
    "quantity",
    "status",
    "polarity",
    "hedge",
    "attributed_to",
    "modal_agent",
    "concerns",
    "because_of",
    "answers",
    "part_of",
    "note",
)
_BLOCK = frozenset({"evidence"})  # a line for each, so that a gloss has room
_IN_QUOTES = {"quote": "'", "gloss": '"'}
_STRING = "tag:yaml.org,2002:str"


def as_written(record: Record, text: Text) -> Data:
    """Return *record* as ``records.yaml`` holds it; `nth` where a quote stands more than once."""
    kind = type(record)
    every = {field.name: field for field in fields_of(kind)}
    names = ["label", *(field.name for field in own_fields(kind)), *_AFTER_OWN]
    found: Data = {"id": record.id, "kind": record.kind}
    for name in names:
        value = getattr(record, name)
        if value not in (None, ()) and value != kind.model_fields[name].default:
            found[name] = _field(record, every[name], value)
    found["evidence"] = [_evidence(place, text) for place in record.evidence]
    return found


def entity_as_written(entity: Entity) -> Data:
    """Return *entity* as ``entities.yaml`` holds it."""
    found: Data = {"id": str(entity.id), "class": entity.entity_class.value}
    found["name"] = _texts(entity.name)
    for sort in ("alias", "metonym"):
        names: dict[str, list[str]] = {}
        for lang, name in getattr(entity, sort):
            names.setdefault(lang, []).append(name)
        found |= {sort: names} if names else {}
    for name in ("of", "country", "iso", "hs", "group", "member", "note"):
        value = getattr(entity, name)
        if value:
            found[name] = _one_or_all(value) if isinstance(value, tuple) else str(value)
    if entity.external:
        found["external"] = [external.model_dump() for external in entity.external]
    return found


def _one_or_all(values: Iterable[Any]) -> Any:
    items = [str(value) for value in values]
    return items[0] if len(items) == 1 else items


def _field(record: Record, field: Field, value: Any) -> Any:
    items = [_value(record, field, item) for item in (value if field.many else (value,))]
    return items[0] if len(items) == 1 else items


def _value(record: Record, field: Field, value: Any) -> Any:
    match field.sort:
        case Sort.TEXTS:
            return _texts(value)
        case Sort.TIME:
            covers = type(record).covers_its_period and field.name == "when"
            return _short(_time(value, covers=covers), "edtf")
        case Sort.ATTRIBUTION:
            return _short(_part(value), "who")
        case Sort.RECORD:
            return str(value).removeprefix(f"{record.source}/")
    return _part(value) if isinstance(value, BaseModel) else _scalar(value, field.sort)


def _scalar(value: Any, sort: Sort) -> str:
    match sort:
        case Sort.CODE:
            return str(value.value)
        case Sort.DECIMAL:
            return plain(value)
        case Sort.FLAG:
            return str(value).lower()
    return str(value)


def _part(part: BaseModel) -> Data:
    """Return a part with what it holds, in the order of its class."""
    found: Data = {}
    for field in fields_of(type(part)):
        value = getattr(part, field.name)
        if value is None or value is False or value == ():
            continue
        items = [_scalar(item, field.sort) for item in (value if field.many else (value,))]
        found[field.name] = items[0] if len(items) == 1 else items
    return found


def _time(time: Time, *, covers: bool) -> Data:
    found = _part(time)
    usual = Mode.THROUGHOUT if covers else Time.model_validate(str(time.edtf)).mode
    if time.mode is usual:
        del found["mode"]
    return found


def _short(found: Data, main: str) -> Any:
    """Return a mapping of one key by its value alone, where that is text."""
    return found[main] if [*found] == [main] and isinstance(found[main], str) else found


def _evidence(place: Evidence, text: Text) -> Data:
    found: Data = {"quote": str(place.exact)}
    starts = occurrences(found["quote"], text.content)
    if len(starts) > 1:
        found["nth"] = str(starts.index(place.start) + 1)
    if place.gloss:
        found["gloss"] = _texts(place.gloss)
    return found


def _texts(texts: Iterable[LangText]) -> dict[str, str]:
    """Return texts by language, English first."""
    pairs = [(text.lang, text.text) for text in texts]
    return dict(sorted(pairs, key=lambda pair: (pair[0] != "en", pair[0])))


# -- as text ------------------------------------------------------------------------------


class _Writer(yaml.SafeDumper):
    """Writes every value as the text that it is: nothing is taken for a number or a no."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - as PyYAML has it

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        """Set the items of a list in, as our files do."""
        del indentless
        super().increase_indent(flow, False)  # noqa: FBT003


def item(data: Mapping[str, Any]) -> str:
    """Return *data* as one item of a list of records or entities, ending in a newline.

    >>> print(item({"id": "a", "label": {"en": "no"}, "evidence": [{"quote": "Ja: 'ja'"}]}))
    - id: a
      label: {en: no}
      evidence:
        - quote: 'Ja: ''ja'''
    <BLANKLINE>
    """
    pairs = [(_plain(key), _node(value, key)) for key, value in data.items()]
    mapping = yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=False)
    return _text(yaml.SequenceNode("tag:yaml.org,2002:seq", [mapping], flow_style=False))


def inline(value: Any) -> str:
    """Return *value* as it stands inside brackets, in one line.

    >>> inline({"words": "Moskau", "in": "Bonn, Moskau"})
    "{words: Moskau, in: 'Bonn, Moskau'}"
    """
    return _text(_node([value], ""))[1:-2]


def _text(node: yaml.Node) -> str:
    return str(yaml.serialize(node, Dumper=_Writer, allow_unicode=True, width=1 << 30))


def _node(value: Any, key: str) -> yaml.Node:
    block = key in _BLOCK
    match value:
        case dict():
            inner = {name: key if key == "gloss" else name for name in value}
            pairs = [(_plain(name), _node(item, inner[name])) for name, item in value.items()]
            return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=True)
        case list():
            items = [_block_item(item) if block else _node(item, key) for item in value]
            return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=not block)
    return _plain(str(value), style=_IN_QUOTES.get(key))


def _block_item(data: Mapping[str, Any]) -> yaml.Node:
    pairs = [(_plain(name), _node(value, name)) for name, value in data.items()]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=False)


def _plain(value: str, style: str | None = None) -> yaml.ScalarNode:
    return yaml.ScalarNode(_STRING, value, style=style)


def indented(snippet: str, columns: int) -> str:
    """Return *snippet* with every line but empty ones moved in by *columns*."""
    rows: Iterable[str] = snippet.split("\n")
    return "\n".join(" " * columns + row if row else row for row in rows)
