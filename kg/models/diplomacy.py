"""Meetings, statements and demands: who meets whom, who says or wants what."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from kg.models.codes import MeetingForm, StatementAct, Status
from kg.models.fields import Plain, Roles, Term, Texts
from kg.models.look import Look
from kg.models.record import FROM_DEED, SYMMETRIC_UP_TO, EdgeRule, Objection, Record
from kg.models.shared import ABOUT, ADDRESSEE, CONTENT, FORM


class Meeting(Record):
    """A visit, summit, parade or other meeting."""

    de: ClassVar[str] = "Ein Besuch, Gipfel, eine Parade oder ein anderes Treffen."
    label_en: ClassVar[str] = "meeting"
    label_de: ClassVar[str] = "Treffen"
    edges: ClassVar[tuple[EdgeRule, ...]] = (
        EdgeRule("metWith", "attendee", "attendee", FROM_DEED, at_most=SYMMETRIC_UP_TO),
    )
    columns: ClassVar[tuple[str, ...]] = (
        "form",
        "attendee",
        "visitor",
        "host",
        "place",
        "occasion",
    )
    look: ClassVar[Look] = Look.DIPLOMACY

    kind: Literal["meeting"]
    form: Annotated[MeetingForm | None, FORM] = None
    attendee: Annotated[
        Roles,
        Field(min_length=1),
        Term(
            "attendee",
            "Anwesender",
            "Who is there, visitors and hosts included.",
            "Wer da ist, Besucher und Gastgeber eingeschlossen.",
        ),
    ]
    visitor: Annotated[Roles, Term("visitor", "Besucher", "Who comes.", "Wer kommt.")] = ()
    host: Annotated[Roles, Term("host", "Gastgeber", "Who receives.", "Wer empfängt.")] = ()
    occasion: Annotated[
        Plain | None,
        Term(
            "occasion",
            "Anlass",
            "On which occasion, in English.",
            "Zu welchem Anlass, englisch.",
        ),
    ] = None

    def objections(self) -> Iterator[Objection]:
        """Yield visitors and hosts who are not among those there, too."""
        yield from super().objections()
        for role in ("visitor", "host"):
            for entity in getattr(self, role):
                if entity not in self.attendee:
                    yield Objection(role, f"{entity} is not among attendee: list who is there")


class Statement(Record):
    """Somebody says, promises, refuses or votes something. What was said is its content."""

    de: ClassVar[str] = (
        "Jemand sagt, verspricht, verweigert oder stimmt ab. Das Gesagte ist Inhalt."
    )
    label_en: ClassVar[str] = "statement"
    label_de: ClassVar[str] = "Äußerung"
    columns: ClassVar[tuple[str, ...]] = ("speaker", "act", "addressee", "about", "forum")
    look: ClassVar[Look] = Look.DIPLOMACY

    kind: Literal["statement"]
    act: Annotated[
        StatementAct,
        Term("act", "Akt", "What is done by it.", "Was damit getan wird."),
    ]
    speaker: Annotated[
        Roles,
        Field(min_length=1),
        Term("speaker", "Sprecher", "Who says or votes so.", "Wer so spricht oder stimmt."),
    ]
    addressee: Annotated[Roles, ADDRESSEE] = ()
    about: Annotated[Roles, ABOUT] = ()
    forum: Annotated[
        Roles,
        Term("forum", "Forum", "Where it is said or voted.", "Wo gesprochen oder gestimmt wird."),
    ] = ()
    content: Annotated[Texts, CONTENT] = ()


class Demand(Record):
    """Something that somebody wants, or that would have to be given; without a kind of its own."""

    de: ClassVar[str] = "Etwas, das jemand verlangt oder das gegeben werden müsste."
    label_en: ClassVar[str] = "demand"
    label_de: ClassVar[str] = "Forderung"
    edges: ClassVar[tuple[EdgeRule, ...]] = (
        EdgeRule("demandsOf", "demander", "addressee", (Status.DEMANDED,)),
    )
    columns: ClassVar[tuple[str, ...]] = ("demander", "addressee")
    look: ClassVar[Look] = Look.PRESSURE

    kind: Literal["demand"]
    demander: Annotated[
        Roles, Term("demander", "Fordernder", "Who wants it.", "Wer es verlangt.")
    ] = ()
    addressee: Annotated[Roles, ADDRESSEE] = ()
    content: Annotated[Texts, Field(min_length=1), CONTENT]

    def objections(self) -> Iterator[Objection]:
        """Yield a demand that is put as done or planned, too."""
        yield from super().objections()
        if self.status not in {Status.DEMANDED, Status.HYPOTHETICAL, Status.DENIED}:
            yield Objection(
                "status",
                "a demand is demanded if somebody demands it, hypothetical if it would have to be "
                "given; that somebody demands is what the record says already",
            )
