"""Cooperation: what two or more do together, or plan to."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from kg.models.codes import CooperationDomain, Stage
from kg.models.fields import Many, Roles
from kg.models.look import Look
from kg.models.record import FROM_DEED, SYMMETRIC_UP_TO, EdgeRule, Record
from kg.models.shared import DOMAIN, PARTICIPANT, STAGE, SUBJECT


class Cooperation(Record):
    """A joint project, a common practice, or one side's work in the other's country."""

    de: ClassVar[str] = (
        "Ein gemeinsames Vorhaben oder Tun, oder Arbeit der einen im Land der anderen."
    )
    label_en: ClassVar[str] = "cooperation"
    label_de: ClassVar[str] = "Zusammenarbeit"
    stages: ClassVar[tuple[Stage, ...]] = (
        Stage.PROPOSED,
        Stage.NEGOTIATED,
        Stage.ANNOUNCED,
        Stage.DELAYED,
        Stage.UNDER_WAY,
        Stage.TESTED,
        Stage.IN_OPERATION,
        Stage.ENDED,
    )
    edges: ClassVar[tuple[EdgeRule, ...]] = (
        EdgeRule(
            "cooperatesWith", "participant", "participant", FROM_DEED, at_most=SYMMETRIC_UP_TO
        ),
    )
    columns: ClassVar[tuple[str, ...]] = ("domain", "stage", "participant", "subject", "place")
    look: ClassVar[Look] = Look.SUPPLY

    kind: Literal["cooperation"]
    domain: Annotated[tuple[CooperationDomain, ...], Many, Field(min_length=1), DOMAIN]
    stage: Annotated[Stage | None, STAGE] = None
    participant: Annotated[Roles, Field(min_length=1), PARTICIPANT]
    subject: Annotated[Roles, SUBJECT] = ()
