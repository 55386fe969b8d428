"""The types that fields are made of: a value's type is the proof that it was checked.

What follows from a field (its property in RDF, its column, its place in the stable line) is
decided by its type and its `Term`. Only few names are looked at, which mean the same in every kind:
``place``, ``modal_agent``, ``title``.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, NamedTuple, Self

from pydantic import BeforeValidator, GetCoreSchemaHandler, PlainSerializer, StringConstraints
from pydantic_core import CoreSchema, core_schema

from kg import dates, quantities

_ID = r"[a-z0-9][a-z0-9-]*"


class Term(NamedTuple):
    """What a field means: label and definition in both languages, and its property in RDF.

    *rdf* is a short name such as ``dct:title`` where another vocabulary's term means exactly this;
    None is ``sr:`` and the field's name in lowerCamelCase. *example* shows a value as written.
    *plain* keeps a code as text in RDF.
    """

    en: str
    de: str
    meaning: str
    meaning_de: str
    example: str = ""
    rdf: str | None = None
    plain: bool = False


class _Name(str):
    """A string with a grammar of its own; subclasses say which."""

    __slots__ = ()
    pattern: ClassVar[re.Pattern[str]]
    wanted: ClassVar[str]

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let Pydantic check the grammar and keep the type."""
        return core_schema.no_info_after_validator_function(
            cls._checked,
            core_schema.str_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(str),
        )

    @classmethod
    def _checked(cls, value: str) -> Self:
        if not cls.pattern.fullmatch(value):
            raise ValueError(f"{value!r} is no {cls.wanted}")
        return cls(value)


class EntityId(_Name):
    """The id of an entity: ``wafangdian-bearing``."""

    pattern = re.compile(_ID)
    wanted = "entity's id; ids are lower-case letters, digits and hyphens"


class ConcernId(_Name):
    """The id of a matter that several records speak of: ``barter``."""

    pattern = re.compile(_ID)
    wanted = "matter's id; ids are lower-case letters, digits and hyphens"


class RecordRef(_Name):
    """A record's whole id: ``<source>/<id>``."""

    pattern = re.compile(rf"{_ID}/{_ID}")
    wanted = "record's id; write <id>, or <source>/<id> for another source's"


class Words(_Name):
    """Words of the source, verbatim, in its language."""

    pattern = re.compile(r".*\S.*", re.DOTALL)
    wanted = "text: it is empty"


class Edtf(_Name):
    """A date in EDTF, checked to be one that we read: ``2022-02``."""

    @classmethod
    def _checked(cls, value: str) -> Self:
        dates.bounds(value)
        return cls(value)


class HsHeading(_Name):
    """A heading of the Harmonized System 2022: ``8482``; ``TOTAL`` for all goods."""

    pattern = re.compile(r"TOTAL|\d{2}|\d{4}|\d{6}")
    wanted = "heading of the Harmonized System; write 2, 4 or 6 digits, or TOTAL"


class Unit(_Name):
    """A unit's code: ``USD``, ``%``, ``exercises``."""

    @classmethod
    def _checked(cls, value: str) -> Self:
        return cls(quantities.unit(value))


class LangText(NamedTuple):
    """A text and the language it is in (BCP 47)."""

    lang: str
    text: str


_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def language(tag: Any) -> str:
    """Return *tag* if it names a language (BCP 47): ``de``, ``zh-Hant``; else ValueError."""
    if not (isinstance(tag, str) and _LANGUAGE.fullmatch(tag)):
        raise ValueError(f"{tag!r} is no language; write en, de, ru, zh …")
    return tag


def _texts(value: Any) -> Any:
    if isinstance(value, Mapping):
        for lang in value:
            language(lang)
        return tuple(LangText(lang, value[lang]) for lang in sorted(value))
    if isinstance(value, str):
        raise ValueError(f"write a language with it: {{en: {value}}}")
    return value


def _many(value: Any) -> Any:
    if value is None or isinstance(value, list | tuple):
        return value
    return [value]


Id = Annotated[str, StringConstraints(pattern=f"^{_ID}$")]
Plain = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Texts = Annotated[
    tuple[LangText, ...],
    BeforeValidator(_texts),
    PlainSerializer(lambda texts: dict(texts), return_type=dict),
]
Many = BeforeValidator(_many)
Roles = Annotated[tuple[EntityId, ...], Many]
Records = Annotated[tuple[RecordRef, ...], Many]


def in_language(texts: tuple[LangText, ...], lang: str) -> str:
    """Return the text in *lang*, else in English, else in German, else the first; "" for none.

    >>> in_language((LangText("de", "China Track"), LangText("en", "China Track system")), "ru")
    'China Track system'
    """
    by_lang = dict(texts)
    for wanted in (lang, "en", "de"):
        if wanted in by_lang:
            return by_lang[wanted]
    return texts[0].text if texts else ""
