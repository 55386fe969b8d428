"""Sanctions and other measures of pressure, from the threat to the lifting."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from kg.models.codes import SanctionMeasure, Stage, Status
from kg.models.fields import Plain, Roles, Term, Texts
from kg.models.look import Look
from kg.models.record import FROM_DEED, EdgeRule, Objection, Record
from kg.models.shared import COMMODITY, STAGE


class Sanction(Record):
    """A measure of pressure against somebody. A threat is one too, with its status."""

    de: ClassVar[str] = "Eine Zwangsmaßnahme gegen jemanden. Auch eine Drohung, mit ihrem Status."
    label_en: ClassVar[str] = "sanction"
    label_de: ClassVar[str] = "Sanktion"
    stages: ClassVar[tuple[Stage, ...]] = (
        Stage.THREATENED,
        Stage.ANNOUNCED,
        Stage.IMPOSED,
        Stage.EASED,
        Stage.LIFTED,
    )
    edges: ClassVar[tuple[EdgeRule, ...]] = (
        EdgeRule("sanctionedBy", "target", "imposer", (*FROM_DEED, Status.THREATENED)),
    )
    columns: ClassVar[tuple[str, ...]] = ("measure", "stage", "imposer", "target", "commodity")
    look: ClassVar[Look] = Look.PRESSURE

    kind: Literal["sanction"]
    measure: Annotated[
        SanctionMeasure,
        Term("measure", "Maßnahme", "What it does.", "Was sie bewirkt."),
    ]
    stage: Annotated[Stage | None, STAGE] = None
    imposer: Annotated[
        Roles,
        Term(
            "imposer",
            "Verhänger",
            "Who imposes, announces or threatens it.",
            "Wer sie verhängt, ankündigt oder androht.",
        ),
    ] = ()
    target: Annotated[
        Roles,
        Term("target", "Ziel", "Against whom.", "Gegen wen."),
    ] = ()
    commodity: Annotated[Roles, COMMODITY] = ()
    programme: Annotated[
        Plain | None,
        Term(
            "programme",
            "Programm",
            "The programme, only if the text names it.",
            "Das Programm, nur wenn der Text es nennt.",
            example="US-RUSHAR",
        ),
    ] = None
    reason: Annotated[
        Texts,
        Term(
            "reason",
            "Grund",
            "What the text gives as its ground.",
            "Was der Text als Grund angibt.",
        ),
    ] = ()

    def objections(self) -> Iterator[Objection]:
        """Yield a sanction against its own imposer, too."""
        yield from super().objections()
        for both in sorted(set(self.imposer) & set(self.target)):
            yield Objection("target", f"{both} imposes the sanction: it can't be its target")
