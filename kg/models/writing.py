"""What is written: publications that a source cites, and judgements."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from kg.models.codes import PublicationForm
from kg.models.fields import Roles, Term, Texts, Words
from kg.models.look import Look
from kg.models.record import Record
from kg.models.shared import ABOUT, CONTENT, FORM, TITLE


class Publication(Record):
    """A report, article or investigation. What it says is in records of their own."""

    de: ClassVar[str] = (
        "Ein Bericht, Artikel oder eine Untersuchung. Der Inhalt hat eigene Einträge."
    )
    label_en: ClassVar[str] = "publication"
    label_de: ClassVar[str] = "Veröffentlichung"
    columns: ClassVar[tuple[str, ...]] = ("form", "publisher", "about")
    look: ClassVar[Look] = Look.WRITING

    kind: Literal["publication"]
    form: Annotated[PublicationForm, FORM]
    publisher: Annotated[
        Roles,
        Field(min_length=1),
        Term("publisher", "Herausgeber", "Who published it.", "Wer es veröffentlicht hat."),
    ]
    title: Annotated[Texts, TITLE] = ()
    about: Annotated[Roles, ABOUT] = ()


class Assessment(Record):
    """A judgement, conclusion or forecast. It never becomes an edge."""

    de: ClassVar[str] = "Ein Urteil, ein Schluss oder eine Vorhersage. Wird nie zur Kante."
    label_en: ClassVar[str] = "assessment"
    label_de: ClassVar[str] = "Einschätzung"
    columns: ClassVar[tuple[str, ...]] = ("about", "likelihood")
    look: ClassVar[Look] = Look.WRITING

    kind: Literal["assessment"]
    about: Annotated[Roles, Field(min_length=1), ABOUT]
    content: Annotated[Texts, Field(min_length=1), CONTENT]
    likelihood: Annotated[
        Words | None,
        Term(
            "likelihood",
            "Wahrscheinlichkeit",
            "The words that say how likely.",
            "Die Worte, die sagen, wie wahrscheinlich.",
            example="äußerst gering",
        ),
    ] = None
