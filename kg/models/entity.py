"""Who is who: the entities that records speak of."""

import re
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from kg.models.codes import EntityClass, Group
from kg.models.fields import (
    EntityId,
    HsHeading,
    Id,
    LangText,
    Many,
    Plain,
    Roles,
    Term,
    Texts,
    language,
)
from kg.models.values import Part

_ITEM = re.compile(r"Q[1-9]\d*", re.ASCII)


def _names(value: Any) -> Any:
    """Turn ``{de: [Moskau, Kreml]}`` into pairs of language and name, sorted by language."""
    if not isinstance(value, dict):
        return value
    pairs = []
    for lang in sorted(value):
        names = value[language(lang)]
        pairs += [LangText(lang, name) for name in ([names] if isinstance(names, str) else names)]
    return tuple(pairs)


# Where something can happen.
PLACES = frozenset(
    {
        EntityClass.STATE,
        EntityClass.HISTORICAL_STATE,
        EntityClass.REGION,
        EntityClass.PLACE,
        EntityClass.GROUP,
        EntityClass.STATE_ORGAN,
        EntityClass.INTERNATIONAL_ORGANISATION,
        EntityClass.SYSTEM,
    }
)


class External(Part):
    """An identifier elsewhere, and where it was verified."""

    scheme: Id
    id: Plain
    seen_in: Plain

    @model_validator(mode="after")
    def _is_an_item(self) -> Self:
        if self.scheme == "wikidata" and not _ITEM.fullmatch(self.id):
            raise ValueError(f"{self.id!r} is no item of Wikidata; write Q and its number: Q148")
        return self


NameList = Annotated[tuple[LangText, ...], BeforeValidator(_names)]


class Entity(Part):
    """A state, organ, company, person, place, commodity, group … that records point to."""

    id: EntityId
    entity_class: Annotated[EntityClass, Field(alias="class")]
    name: Annotated[
        Texts,
        Field(min_length=1),
        Term(
            "name",
            "Name",
            "The name, one a language.",
            "Der Name, je Sprache einer.",
            rdf="skos:prefLabel",
        ),
    ]
    alias: Annotated[
        NameList,
        Term(
            "alias",
            "weiterer Name",
            "Another name of the same.",
            "Ein anderer Name desselben.",
            rdf="skos:altLabel",
        ),
    ] = ()
    metonym: Annotated[
        NameList,
        Term(
            "metonym",
            "Metonym",
            "A place that stands for it: Moscow for Russia.",
            "Ein Ort, der dafür steht: Moskau für Russland.",
            rdf="skos:hiddenLabel",
        ),
    ] = ()
    iso: Annotated[
        Plain | None,
        Term(
            "ISO code",
            "ISO-Code",
            "ISO 3166-1 alpha-2; 3166-3 for a state that is no more.",
            "ISO 3166-1 alpha-2; 3166-3 für einen untergegangenen Staat.",
            example="RU",
        ),
    ] = None
    hs: Annotated[
        HsHeading | None,
        Term(
            "HS heading",
            "HS-Position",
            "The nearest heading of the Harmonized System 2022; near, not the same.",
            "Die nächste Position des Harmonisierten Systems 2022; nahe, nicht dieselbe.",
            example="8482",
            rdf="skos:closeMatch",
        ),
    ] = None
    external: Annotated[tuple[External, ...], Many] = ()
    of: Annotated[
        EntityId | None,
        Term(
            "organ of",
            "Organ von",
            "The state or body that it is an organ of.",
            "Der Staat oder die Organisation, deren Organ es ist.",
            rdf="sr:organOf",
        ),
    ] = None
    country: Annotated[
        Roles,
        Term(
            "country",
            "Land",
            "The state that it belongs to or serves; nothing is lifted to it.",
            "Der Staat, zu dem es gehört oder dem es dient; nichts wird auf ihn übertragen.",
        ),
    ] = ()
    group: Annotated[
        Group | None,
        Term(
            "kind of group",
            "Art der Gruppe",
            "Whether its members act together, one of them does, or they are not named.",
            "Ob die Mitglieder gemeinsam handeln, eines von ihnen, oder ob sie ungenannt sind.",
        ),
    ] = None
    member: Annotated[
        Roles,
        Term(
            "member",
            "Mitglied",
            "Who is named as one of the group.",
            "Wer als Teil der Gruppe genannt ist.",
        ),
    ] = ()
    note: Plain | None = None

    @model_validator(mode="after")
    def _group_says_what_it_means(self) -> "Entity":
        if self.entity_class is EntityClass.GROUP and self.group is None:
            raise ValueError("a group says what it means: group: together, either_or or unnamed")
        if self.group is Group.EITHER_OR and len(self.member) < 2:
            raise ValueError("an either_or group names its members: member: [a, b]")
        return self

    @property
    def stands_for_nobody(self) -> bool:
        """Whether nothing may be derived of it: an unnamed or either-or group."""
        return self.group in {Group.UNNAMED, Group.EITHER_OR}
