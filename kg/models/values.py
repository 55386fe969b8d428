"""The parts that records of every kind are made of: times, quantities, attribution, evidence."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kg import dates, quantities
from kg.models.codes import Mode, Qualifier
from kg.models.fields import (
    Edtf,
    EntityId,
    Many,
    Plain,
    Roles,
    Term,
    Texts,
    Unit,
    Words,
)

Number = Annotated[Decimal, BeforeValidator(lambda value: quantities.decimal(str(value)))]


class Part(BaseModel):
    """A frozen piece of a record: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Time(Part):
    """When: the words of the text, our EDTF reading of them, and the days between which it lies.

    Written short as the EDTF alone: ``when: 2021``.
    """

    edtf: Annotated[
        Edtf,
        Term(
            "date (EDTF)",
            "Datum (EDTF)",
            "Our reading of the words, in Extended Date/Time Format.",
            "Unsere Lesung der Worte, im Extended Date/Time Format.",
            example="2022-02-04",
        ),
    ]
    words: Annotated[
        Words | None,
        Term("words", "Worte", "The words of the text.", "Die Worte des Textes."),
    ] = None
    mode: Annotated[
        Mode,
        Term(
            "mode",
            "Art",
            "One moment within it, every day of it, or each of several.",
            "Ein Augenblick darin, jeder Tag davon oder jeweils einer.",
        ),
    ] = Mode.WITHIN
    derived: Annotated[
        bool,
        Term(
            "derived",
            "erschlossen",
            "The date follows from the text without standing in it.",
            "Das Datum folgt aus dem Text, ohne in ihm zu stehen.",
        ),
    ] = False

    @model_validator(mode="before")
    @classmethod
    def _long_form(cls, value: Any) -> Any:
        if isinstance(value, str):
            value = {"edtf": value}
        if not isinstance(value, dict) or "mode" in value:
            return value
        interval = dates.is_interval(str(value.get("edtf", "")))
        return {**value, "mode": Mode.THROUGHOUT.value} if interval else value

    @cached_property
    def _bounds(self) -> dates.Bounds:
        return dates.bounds(self.edtf)

    @property
    def earliest(self) -> date | None:
        """Return the first day it can be; None for an open start."""
        return self._bounds.earliest

    @property
    def latest(self) -> date | None:
        """Return the last day it can be; None for an open end."""
        return self._bounds.latest


class Quantity(Part):
    """A figure: an exact number, its unit, the word that loosens it, and what it counts."""

    value: Annotated[
        Number,
        Term(
            "value",
            "Wert",
            "The number as stated, without multiples of thousand.",
            "Die Zahl, wie angegeben, ausgeschrieben.",
            example="72700000000",
        ),
    ]
    unit: Annotated[
        Unit,
        Term(
            "unit",
            "Einheit",
            "ISO 4217 for money, %, factor, UCUM, or what is counted, in the English plural.",
            "ISO 4217 für Geld, %, factor, UCUM oder das Gezählte im englischen Plural.",
            example="USD",
        ),
    ]
    qualifier: Annotated[
        Qualifier | None,
        Term(
            "qualifier",
            "Unschärfe",
            "The word that loosens the number; none: the number as the text gives it.",
            "Das Wort, das die Zahl lockert; keines: die Zahl, wie der Text sie gibt.",
        ),
    ] = None
    min: Annotated[
        Number | None,
        Term(
            "at least",
            "mindestens",
            "A lower bound that the words give.",
            "Eine untere Grenze, die die Worte geben.",
        ),
    ] = None
    max: Annotated[
        Number | None,
        Term(
            "at most",
            "höchstens",
            "An upper bound that the words give.",
            "Eine obere Grenze, die die Worte geben.",
        ),
    ] = None
    out_of: Annotated[
        Number | None,
        Term(
            "out of",
            "von insgesamt",
            "The whole, where the words count some of it.",
            "Das Ganze, wo die Worte einen Teil davon zählen.",
        ),
    ] = None
    of: Annotated[
        Plain,
        Term(
            "of what",
            "wovon",
            "What the number counts or measures, in English.",
            "Was die Zahl zählt oder misst, englisch.",
        ),
    ]
    words: Annotated[
        Words,
        Term("words", "Worte", "The words of the text.", "Die Worte des Textes."),
    ]

    @model_validator(mode="after")
    def _bounds_hold(self) -> Self:
        low = self.value if self.min is None else self.min
        high = self.value if self.max is None else self.max
        if not low <= self.value <= high:
            raise ValueError("min, value and max are not in this order")
        if self.out_of is not None and self.out_of < self.value:
            raise ValueError("out_of is less than value: it is the whole")
        return self


class Attribution(Part):
    """One step of the chain of who says so; several side by side are one step."""

    who: Annotated[
        Roles,
        Field(min_length=1),
        Term(
            "who says so",
            "wer es sagt",
            "Whom the source, or the step before, cites.",
            "Wen die Quelle oder der Schritt davor anführt.",
            rdf="prov:agent",
        ),
    ]
    words: Annotated[
        Words | None,
        Term("words", "Worte", "The words of the text.", "Die Worte des Textes."),
    ] = None

    @model_validator(mode="before")
    @classmethod
    def _long_form(cls, value: Any) -> Any:
        return {"who": value} if isinstance(value, str) else value


class Evidence(Part):
    """The words that say it, verbatim, and where they stand.

    *start* and *end* count code points of the source's text, end exclusive. *gloss* is our
    working translation: never evidence.
    """

    source: Plain
    exact: Words
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    gloss: Texts = ()

    @model_validator(mode="after")
    def _length_agrees(self) -> Self:
        if self.end - self.start != len(self.exact):
            raise ValueError("end - start is not the length of the quote, in code points")
        return self


class Asset(Part):
    """What took part in an exercise: a system, how many, and whose."""

    system: Annotated[
        EntityId,
        Term("system", "System", "The type of aircraft, ship or weapon.", "Der Typ."),
    ]
    number: Annotated[
        int | None,
        Field(ge=1),
        Term("number", "Anzahl", "How many of it.", "Wie viele davon."),
    ] = None
    operator: Annotated[
        EntityId | None,
        Term(
            "operator",
            "Betreiber",
            "Whose it is, only where the text names it.",
            "Wem es gehört, nur wo der Text es nennt.",
        ),
    ] = None
    words: Annotated[
        Words | None,
        Term("words", "Worte", "The words of the text.", "Die Worte des Textes."),
    ] = None


Quantities = Annotated[tuple[Quantity, ...], Many]
Attributions = Annotated[tuple[Attribution, ...], Many]
Evidences = Annotated[tuple[Evidence, ...], Field(min_length=1)]
Assets = Annotated[tuple[Asset, ...], Many]
