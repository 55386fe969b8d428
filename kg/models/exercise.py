"""Military exercises and patrols."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from kg.models.codes import ExerciseForm
from kg.models.fields import Many, Plain, Roles, Term
from kg.models.look import Look
from kg.models.record import FROM_DEED, SYMMETRIC_UP_TO, EdgeRule, Objection, Record
from kg.models.shared import FORM, PARTICIPANT
from kg.models.values import Assets


class Exercise(Record):
    """A military exercise, manoeuvre or patrol; each edition of a series is one record."""

    de: ClassVar[str] = (
        "Eine Militärübung, ein Manöver oder eine Patrouille; je Ausgabe ein Eintrag."
    )
    label_en: ClassVar[str] = "exercise"
    label_de: ClassVar[str] = "Übung"
    edges: ClassVar[tuple[EdgeRule, ...]] = (
        EdgeRule("exercisedWith", "participant", "participant", FROM_DEED, at_most=SYMMETRIC_UP_TO),
    )
    columns: ClassVar[tuple[str, ...]] = ("form", "series", "edition", "participant", "place")
    look: ClassVar[Look] = Look.MILITARY

    kind: Literal["exercise"]
    form: Annotated[tuple[ExerciseForm, ...], Many, Field(min_length=1), FORM]
    series: Annotated[
        Plain | None,
        Term(
            "series",
            "Reihe",
            "The series that it belongs to.",
            "Die Reihe, zu der es gehört.",
            example="Joint Sea",
        ),
    ] = None
    edition: Annotated[
        Plain | None,
        Term(
            "edition",
            "Ausgabe",
            "Which of the series.",
            "Die wievielte oder welche der Reihe.",
            example="2024",
        ),
    ] = None
    participant: Annotated[Roles, PARTICIPANT]
    asset: Annotated[
        Assets,
        Term(
            "asset",
            "Mittel",
            "Which aircraft, ships or weapons took part.",
            "Welche Flugzeuge, Schiffe oder Waffen teilnahmen.",
        ),
    ] = ()

    def objections(self) -> Iterator[Objection]:
        """Yield an exercise without anybody in it, too."""
        yield from super().objections()
        if not self.participant:
            yield Objection("participant", "an exercise names who takes part")
