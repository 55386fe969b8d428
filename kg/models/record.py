"""What every record has: status, words, who says so, when. A kind is one class below this one."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, NamedTuple, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from kg.models.codes import SAID, TO_COME, Mode, Polarity, Stage, Status
from kg.models.entity import PLACES, Entity
from kg.models.fields import ConcernId, EntityId, Id, Plain, Records, Roles, Term, Texts, Words
from kg.models.look import Look
from kg.models.values import Attributions, Evidences, Quantities, Time


class Objection(NamedTuple):
    """Why a record is refused: the field, and what would be right."""

    field: str
    what: str


class EdgeRule(NamedTuple):
    """When a record yields a direct edge from every *source* to every *target*.

    *source* and *target* are role fields; the same field twice is symmetric, drawn both ways for
    at most *at_most* participants. *allows* are the statuses that may yield it; *forms* limits it
    to records of these forms. Stages before the deed and after its end follow from `Stage.phase`.
    """

    name: str
    source: str
    target: str
    allows: tuple[Status, ...]
    forms: tuple[str, ...] = ()
    at_most: int | None = None


FROM_DEED = (*SAID, Status.PLANNED)
SYMMETRIC_UP_TO = 6


class Record(BaseModel):
    """Something that a source says: one predicate with its arguments and one status."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    de: ClassVar[str] = (
        "Etwas, das eine Quelle sagt: eine Aussage mit ihren Beteiligten und einem Status."
    )
    label_en: ClassVar[str] = "record"
    label_de: ClassVar[str] = "Eintrag"
    stages: ClassVar[tuple[Stage, ...]] = ()
    edges: ClassVar[tuple[EdgeRule, ...]] = ()
    columns: ClassVar[tuple[str, ...]] = ()
    look: ClassVar[Look] = Look.WRITING
    covers_its_period: ClassVar[bool] = False

    source: Id
    id: Id
    kind: str
    label: Annotated[
        Texts,
        Field(min_length=1),
        Term(
            "label",
            "Bezeichnung",
            "What it is called on a screen.",
            "Wie es auf dem Bildschirm heißt.",
            rdf="rdfs:label",
        ),
    ]
    status: Annotated[
        Status,
        Term(
            "status",
            "Status",
            "How the source puts it; not whether it is so.",
            "Wie die Quelle es darstellt; nicht, ob es so ist.",
        ),
    ]
    polarity: Annotated[
        Polarity,
        Term(
            "polarity",
            "Polarität",
            "Said to be so, or said not to be so.",
            "Als zutreffend oder als nicht zutreffend dargestellt.",
        ),
    ] = Polarity.POSITIVE
    hedge: Annotated[
        Words | None,
        Term(
            "hedge",
            "Vorbehalt",
            "The word that lowers the status.",
            "Das Wort, das den Status senkt.",
            example="angeblich",
        ),
    ] = None
    attributed_to: Annotated[
        Attributions,
        Term(
            "attributed to",
            "zugeschrieben",
            "Who says so, nearest to the authors first; the authors themselves are not written.",
            "Wer es sagt, den Autoren am nächsten zuerst; die Autoren selbst stehen nicht da.",
            rdf="prov:qualifiedAttribution",
        ),
    ] = ()
    modal_agent: Annotated[
        EntityId | None,
        Term(
            "modal agent",
            "modaler Urheber",
            "Who threatens, plans, demands or denies; not who reports it.",
            "Wer droht, plant, fordert oder bestreitet; nicht, wer davon berichtet.",
        ),
    ] = None
    when: Annotated[
        Time | None,
        Term(
            "when",
            "wann",
            "The time of the thing; with a stage, when it reached that stage.",
            "Die Zeit der Sache; bei einem Stand der Tag, an dem er erreicht war.",
        ),
    ] = None
    valid: Annotated[
        Time | None,
        Term("valid", "gültig", "For when it is to hold.", "Für wann es gelten soll."),
    ] = None
    reported: Annotated[
        Time | None,
        Term(
            "reported",
            "berichtet",
            "When it was said, by whoever says so.",
            "Wann es gesagt wurde, von wem auch immer.",
        ),
    ] = None
    quantity: Annotated[
        Quantities,
        Term(
            "quantity",
            "Zahl",
            "The figures, each with what it counts.",
            "Die Zahlen, jede mit dem, was sie zählt.",
        ),
    ] = ()
    place: Annotated[
        Roles,
        Term("place", "Ort", "Where it happens.", "Wo es geschieht."),
    ] = ()
    concerns: Annotated[
        ConcernId | None,
        Term(
            "concerns",
            "betrifft",
            "The one matter that several records speak of.",
            "Die eine Sache, von der mehrere Einträge sprechen.",
        ),
    ] = None
    because_of: Annotated[
        Records,
        Term(
            "because of",
            "wegen",
            "The record that the text gives as the reason.",
            "Der Eintrag, den der Text als Grund nennt.",
        ),
    ] = ()
    answers: Annotated[
        Records,
        Term(
            "answers",
            "antwortet auf",
            "The record that it answers, where the text says so.",
            "Der Eintrag, auf den es antwortet, wo der Text es sagt.",
        ),
    ] = ()
    part_of: Annotated[
        Records,
        Term(
            "part of",
            "Teil von",
            "The record that it is a part of, where the text says so.",
            "Der Eintrag, zu dem es gehört, wo der Text es sagt.",
        ),
    ] = ()
    note: Annotated[
        Plain | None,
        Term("note", "Anmerkung", "A word of ours.", "Ein Wort von uns.", rdf="skos:note"),
    ] = None
    evidence: Annotated[
        Evidences,
        Term(
            "evidence",
            "Beleg",
            "The words that say it, verbatim, and where they stand.",
            "Die Worte, die es sagen, wörtlich, und wo sie stehen.",
        ),
    ]

    @model_validator(mode="before")
    @classmethod
    def _period_is_throughout(cls, value: Any) -> Any:
        """Let the period of a figure mean all of it, where the record doesn't say otherwise."""
        when = value.get("when") if isinstance(value, dict) else None
        if not cls.covers_its_period or when is None or isinstance(when, Time):
            return value
        long = {"edtf": when} if isinstance(when, str) else when
        if not isinstance(long, dict):
            return value
        return {**value, "when": {"mode": Mode.THROUGHOUT.value, **long}}

    @model_validator(mode="after")
    def _rules_hold(self) -> Self:
        objections = tuple(self.objections())
        if objections:
            raise PydanticCustomError(
                "rules",
                "{text}",
                {
                    "text": "; ".join(f"{field}: {what}" for field, what in objections),
                    "objections": objections,
                },
            )
        return self

    @classmethod
    def kind_name(cls) -> str:
        """Return what ``kind:`` is in records of this class."""
        name: str = get_args(cls.model_fields["kind"].annotation)[0]
        return name

    @property
    def whole_id(self) -> str:
        """Return ``<source>/<id>``."""
        return f"{self.source}/{self.id}"

    @property
    def stage_reached(self) -> Stage | None:
        """Return the record's stage, where its kind has one."""
        return getattr(self, "stage", None)

    def objections(self) -> Iterator[Objection]:
        """Yield what speaks against this record by itself."""
        if self.status is Status.REPORTED and not self.attributed_to:
            yield Objection("status", "reported needs who reports it: attributed_to")
        if self.status is Status.ALLEGED and not (self.hedge or self.attributed_to):
            yield Objection(
                "status", "alleged needs the word of doubt (hedge) or who says it (attributed_to)"
            )
        if (
            self.status in {Status.THREATENED, Status.DEMANDED, Status.DENIED}
            and not self.modal_agent
        ):
            yield Objection("status", f"{self.status} needs who does so: modal_agent")
        if self.status is Status.ASSERTED and self.attributed_to:
            yield Objection(
                "status", "asserted is the source's own voice; with attributed_to it is reported"
            )
        if self.status is Status.ASSERTED and self.hedge:
            yield Objection(
                "status", "asserted has no hedge; with one it is alleged or hypothetical"
            )
        yield from self._stage_objections()
        yield from self._repetitions()

    def _repetitions(self) -> Iterator[Objection]:
        """Yield what a field names twice, and references to this record itself."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
                for item in sorted({item for item in value if value.count(item) > 1}):
                    yield Objection(name, f"{item} stands twice")
                if self.whole_id in value:
                    yield Objection(name, "a record can't refer to itself")

    def _stage_objections(self) -> Iterator[Objection]:
        stage = self.stage_reached
        if stage is None:
            return
        if stage not in self.stages:
            yield Objection(
                "stage", f"{stage} is no stage of this kind; one of {', '.join(self.stages)}"
            )
        before = stage.phase == "before"
        if before and self.status in SAID:
            yield Objection(
                "stage",
                f"{stage} lies before the deed, so the status can't be {self.status}: "
                "that says it is done",
            )
        if not before and self.status in TO_COME:
            yield Objection(
                "stage", f"{stage} says that it is done, so the status can't be {self.status}"
            )

    def objections_among(self, entities: Mapping[str, Entity]) -> Iterator[Objection]:
        """Yield what speaks against this record by who *entities* are; a kind may know more."""
        for place in self.place:
            entity = entities.get(place)
            if entity is not None and entity.entity_class not in PLACES:
                yield Objection("place", f"{place} is no place but a {entity.entity_class.en}")
