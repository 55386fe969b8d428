"""Ways round sanctions and other measures."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from kg.models.codes import SAID, EvasionMechanism
from kg.models.fields import Plain, Roles, Term
from kg.models.look import Look
from kg.models.record import EdgeRule, Record


class Evasion(Record):
    """A way by which somebody gets round a measure."""

    de: ClassVar[str] = "Ein Weg, auf dem jemand eine Maßnahme umgeht."
    label_en: ClassVar[str] = "evasion"
    label_de: ClassVar[str] = "Umgehung"
    edges: ClassVar[tuple[EdgeRule, ...]] = (EdgeRule("evadesVia", "user", "mechanism", SAID),)
    columns: ClassVar[tuple[str, ...]] = (
        "mechanism",
        "user",
        "counterparty",
        "instrument",
        "evades",
        "purpose",
    )
    look: ClassVar[Look] = Look.WAYS_ROUND

    kind: Literal["evasion"]
    mechanism: Annotated[
        EvasionMechanism,
        Term("mechanism", "Mittel und Weg", "By which way.", "Auf welchem Weg."),
    ]
    user: Annotated[
        Roles,
        Field(min_length=1),
        Term("user", "Nutzer", "Who gets round the measure.", "Wer die Maßnahme umgeht."),
    ]
    counterparty: Annotated[
        Roles, Term("counterparty", "Gegenseite", "With whom.", "Mit wem.")
    ] = ()
    instrument: Annotated[
        Roles, Term("instrument", "Instrument", "By means of what.", "Mittels wessen.")
    ] = ()
    evades: Annotated[
        Plain | None,
        Term(
            "evades",
            "umgeht",
            "What is got round, in English.",
            "Was umgangen wird, englisch.",
        ),
    ] = None
    purpose: Annotated[
        Plain | None,
        Term(
            "purpose",
            "Zweck",
            "What the text gives as the aim, in English.",
            "Was der Text als Ziel angibt, englisch.",
        ),
    ] = None
