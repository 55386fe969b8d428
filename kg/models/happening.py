"""Conflicts, and events that fit no other kind."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from kg.models.codes import SAID, ConflictForm
from kg.models.fields import Roles, Term
from kg.models.look import Look
from kg.models.record import SYMMETRIC_UP_TO, EdgeRule, Record
from kg.models.shared import FORM, PARTICIPANT, PARTY


class Conflict(Record):
    """A war, clash, annexation, strike or crisis. The source's own word stays in the quote."""

    de: ClassVar[str] = "Ein Krieg, Gefecht, Angriff, eine Annexion oder Krise."
    label_en: ClassVar[str] = "conflict"
    label_de: ClassVar[str] = "Konflikt"
    edges: ClassVar[tuple[EdgeRule, ...]] = (
        EdgeRule("clashedWith", "party", "party", SAID, at_most=SYMMETRIC_UP_TO),
    )
    columns: ClassVar[tuple[str, ...]] = ("form", "party", "initiator", "affected", "place")
    look: ClassVar[Look] = Look.MILITARY

    kind: Literal["conflict"]
    form: Annotated[ConflictForm, FORM]
    party: Annotated[
        Roles,
        Field(min_length=1),
        PARTY,
    ]
    initiator: Annotated[
        Roles, Term("initiator", "Urheber", "Who began it.", "Wer ihn begann.")
    ] = ()
    affected: Annotated[
        Roles,
        Term("affected", "Betroffener", "Whom or what it strikes.", "Wen oder was er trifft."),
    ] = ()


class Event(Record):
    """Something that happened, or would, and fits no other kind."""

    de: ClassVar[str] = "Etwas, das geschah oder geschähe und in keine andere Art passt."
    label_en: ClassVar[str] = "event"
    label_de: ClassVar[str] = "Ereignis"
    columns: ClassVar[tuple[str, ...]] = ("participant", "place")
    look: ClassVar[Look] = Look.WRITING

    kind: Literal["event"]
    participant: Annotated[Roles, Field(min_length=1), PARTICIPANT]
