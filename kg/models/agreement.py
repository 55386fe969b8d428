"""Agreements: from joint statements, which bind nobody, to contracts."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from kg.models.codes import AgreementForm, Stage
from kg.models.entity import Entity
from kg.models.fields import EntityId, Many, Roles, Term, Texts
from kg.models.look import Look
from kg.models.record import FROM_DEED, SYMMETRIC_UP_TO, EdgeRule, Objection, Record
from kg.models.shared import FORM, PARTY, STAGE, SUBJECT, TITLE


class Agreement(Record):
    """Something that two or more agree, propose to agree or declare together."""

    de: ClassVar[str] = (
        "Etwas, das zwei oder mehr vereinbaren, vorschlagen oder gemeinsam erklären."
    )
    label_en: ClassVar[str] = "agreement"
    label_de: ClassVar[str] = "Vereinbarung"
    stages: ClassVar[tuple[Stage, ...]] = (
        Stage.PROPOSED,
        Stage.NEGOTIATED,
        Stage.DELAYED,
        Stage.ANNOUNCED,
        Stage.PUBLISHED,
        Stage.SIGNED,
        Stage.IN_FORCE,
        Stage.ENDED,
    )
    edges: ClassVar[tuple[EdgeRule, ...]] = (
        EdgeRule("agreedWith", "party", "party", FROM_DEED, at_most=SYMMETRIC_UP_TO),
        EdgeRule("signedWith", "signatory", "signatory", FROM_DEED, at_most=SYMMETRIC_UP_TO),
    )
    columns: ClassVar[tuple[str, ...]] = ("form", "stage", "party", "signatory", "subject")
    look: ClassVar[Look] = Look.DIPLOMACY

    kind: Literal["agreement"]
    form: Annotated[AgreementForm, FORM]
    stage: Annotated[Stage | None, STAGE] = None
    party: Annotated[
        Roles,
        PARTY,
    ] = ()
    signatory: Annotated[
        Roles,
        Term(
            "signatory",
            "Unterzeichner",
            "Who signed it; may be an agency or a person.",
            "Wer unterzeichnet hat; auch eine Behörde oder eine Person.",
        ),
    ] = ()
    subject: Annotated[Roles, SUBJECT] = ()
    title: Annotated[Texts, TITLE] = ()
    provision: Annotated[
        tuple[Texts, ...],
        Many,
        Term("provision", "Bestimmung", "What it lays down.", "Was darin festgelegt ist."),
    ] = ()

    def objections_among(self, entities: Mapping[str, Entity]) -> Iterator[Objection]:
        """Yield signatories that belong to no party, where parties are named."""
        yield from super().objections_among(entities)
        for signatory in self.signatory if self.party else ():
            if not _belongs(signatory, self.party, entities):
                yield Objection(
                    "signatory",
                    f"{signatory} is neither a party nor an organ, office-holder or company of one "
                    f"({', '.join(self.party)}); give its entity of: or country:",
                )


def _belongs(
    signatory: EntityId, parties: tuple[EntityId, ...], entities: Mapping[str, Entity]
) -> bool:
    entity = entities.get(signatory)
    if signatory in parties or entity is None:  # an unknown entity has a finding of its own
        return True
    return entity.of in parties or any(country in parties for country in entity.country)
