"""Who belongs to whom: owners, shareholders, offices, members, and who is close to power."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from kg.models.codes import SAID, AffiliationForm
from kg.models.fields import EntityId, Plain, Term
from kg.models.look import Look
from kg.models.record import EdgeRule, Objection, Record
from kg.models.shared import FORM


class Affiliation(Record):
    """One belongs to, owns, holds an office in, or is close to the other."""

    de: ClassVar[str] = (
        "Der eine gehört zum anderen, besitzt ihn, hat ein Amt in ihm oder steht ihm nahe."
    )
    label_en: ClassVar[str] = "affiliation"
    label_de: ClassVar[str] = "Zugehörigkeit"
    edges: ClassVar[tuple[EdgeRule, ...]] = (
        EdgeRule("controlledBy", "body", "member", SAID, forms=("ownership", "shareholding")),
        EdgeRule("memberOf", "member", "body", SAID, forms=("membership",)),
        EdgeRule("officeIn", "member", "body", SAID, forms=("office",)),
    )
    columns: ClassVar[tuple[str, ...]] = ("form", "member", "role", "body", "quantity")
    look: ClassVar[Look] = Look.STRUCTURE

    kind: Literal["affiliation"]
    form: Annotated[AffiliationForm, FORM]
    member: Annotated[
        EntityId,
        Term(
            "member",
            "Mitglied",
            "Who belongs: the owner, holder or member.",
            "Wer dazugehört: Eigentümer, Inhaber oder Mitglied.",
        ),
    ]
    body: Annotated[
        EntityId,
        Term(
            "body",
            "Körperschaft",
            "What is owned, held or belonged to.",
            "Was besessen oder innegehabt wird oder wozu man gehört.",
        ),
    ]
    role: Annotated[
        Plain | None,
        Term("role", "Rolle", "As what, in English.", "Als was, englisch."),
    ] = None

    def objections(self) -> Iterator[Objection]:
        """Yield an entity that belongs to itself, too."""
        yield from super().objections()
        if self.member == self.body:
            yield Objection("body", f"{self.body} can't belong to itself")
