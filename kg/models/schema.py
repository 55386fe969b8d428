"""What a kind consists of, read from its class: everything else follows from this description."""

from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from kg.models.codes import Code
from kg.models.fields import (
    ConcernId,
    Edtf,
    EntityId,
    HsHeading,
    LangText,
    RecordRef,
    Term,
    Unit,
    Words,
)
from kg.models.record import Record
from kg.models.values import Asset, Attribution, Evidence, Quantity, Time


class Sort(Enum):
    """What a field holds; it decides how the value is written, linked and shown."""

    ENTITY = EntityId
    RECORD = RecordRef
    CONCERN = ConcernId
    CODE = Code
    WORDS = Words
    TEXTS = LangText
    TIME = Time
    QUANTITY = Quantity
    ATTRIBUTION = Attribution
    EVIDENCE = Evidence
    ASSET = Asset
    FLAG = bool
    COUNT = int
    DECIMAL = Decimal
    EDTF = Edtf
    UNIT = Unit
    HEADING = HsHeading
    TEXT = str


class Field(NamedTuple):
    """A field of a kind: its name, what it means, what it holds, whether it may hold several."""

    name: str
    term: Term
    sort: Sort
    many: bool
    required: bool
    item: type

    @property
    def code_list(self) -> type[Code]:
        """Return the list that a code is of. Raises TypeError where the field holds no code."""
        if not issubclass(self.item, Code):
            raise TypeError(f"{self.name} holds no code")
        return self.item


@cache
def fields_of(model: type[BaseModel]) -> tuple[Field, ...]:
    """Return the fields of *model* that mean something, in the order of the class.

    A kind's own fields come after those that all records share.
    """
    return tuple(
        _field(name, info, term)
        for name, info in model.model_fields.items()
        for term in info.metadata
        if isinstance(term, Term)
    )


def own_fields(kind: type[Record]) -> tuple[Field, ...]:
    """Return the fields that *kind* has beyond those of every record."""
    common = {field.name for field in fields_of(Record)}
    return tuple(field for field in fields_of(kind) if field.name not in common)


def roles_of(kind: type[Record]) -> tuple[Field, ...]:
    """Return the kind's own fields that point to entities."""
    return tuple(field for field in own_fields(kind) if field.sort is Sort.ENTITY)


def _field(name: str, info: Any, term: Term) -> Field:
    item, many = _item_type(info.annotation)
    if item is tuple:
        raise TypeError(f"{name}: a field's type can't be read")
    return Field(name, term, _sort(item), many, info.is_required(), item)


def _item_type(annotation: Any) -> tuple[Any, bool]:
    """Return what *annotation* holds, and whether it holds several (languages are not several)."""
    if get_origin(annotation) is Annotated:
        return _item_type(get_args(annotation)[0])
    if get_origin(annotation) in {Union, UnionType}:
        return _item_type(next(arg for arg in get_args(annotation) if arg is not type(None)))
    if get_origin(annotation) is tuple:
        inner = get_args(annotation)[0]
        return _item_type(inner)[0], inner is not LangText
    return annotation, False


def _sort(item: type) -> Sort:
    for sort in Sort:
        if issubclass(item, sort.value):
            return sort
    raise TypeError(f"no sort of field for {item!r}")
