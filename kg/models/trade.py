"""Trade flows, shares, supplies and statistics: figures, each with its whole."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from kg.models.codes import (
    SAID,
    ShareBasis,
    ShareDirection,
    TradeFlowMeasured,
    TradeFlowTrend,
)
from kg.models.fields import EntityId, Plain, Roles, Term
from kg.models.look import Look
from kg.models.record import FROM_DEED, SYMMETRIC_UP_TO, EdgeRule, Objection, Record
from kg.models.shared import ABOUT, COMMODITY, ITEM, MEASURED

_WHOLE = Decimal(100)
_BOTH = 2


class TradeFlow(Record):
    """Goods that go from one side to another, or both ways together: how much, or which way."""

    de: ClassVar[str] = "Waren, die von einer Seite zur anderen gehen, oder beide Wege zusammen."
    label_en: ClassVar[str] = "trade flow"
    label_de: ClassVar[str] = "Handelsstrom"
    covers_its_period: ClassVar[bool] = True
    edges: ClassVar[tuple[EdgeRule, ...]] = (
        EdgeRule("exportsTo", "exporter", "importer", FROM_DEED),
        EdgeRule("tradesWith", "partner", "partner", FROM_DEED, at_most=SYMMETRIC_UP_TO),
    )
    columns: ClassVar[tuple[str, ...]] = (
        "exporter",
        "importer",
        "partner",
        "commodity",
        "measured",
        "trend",
        "quantity",
    )
    look: ClassVar[Look] = Look.TRADE

    kind: Literal["trade_flow"]
    exporter: Annotated[
        EntityId | None,
        Term("exporter", "Ausführer", "Whence the goods go.", "Woher die Waren kommen."),
    ] = None
    importer: Annotated[
        EntityId | None,
        Term("importer", "Einführer", "Where the goods go.", "Wohin die Waren gehen."),
    ] = None
    partner: Annotated[
        Roles,
        Term(
            "partner",
            "Handelspartner",
            "Both sides of a two-way total, which has no direction.",
            "Beide Seiten einer Summe in beide Richtungen, die selbst keine Richtung hat.",
        ),
    ] = ()
    reporter: Annotated[
        EntityId | None,
        Term(
            "reporter",
            "Meldeland",
            "Whose statistics it is; flows of two reporters differ.",
            "Wessen Statistik es ist; zwei Meldeländer melden Verschiedenes.",
        ),
    ] = None
    commodity: Annotated[EntityId, COMMODITY]
    measured: Annotated[TradeFlowMeasured, MEASURED]
    trend: Annotated[
        TradeFlowTrend | None,
        Term(
            "trend",
            "Tendenz",
            "Which way it goes, where there is no figure.",
            "Wohin es geht, wo keine Zahl steht.",
        ),
    ] = None

    def objections(self) -> Iterator[Objection]:
        """Yield flows without two ends, or with a trend beside a figure, too."""
        yield from super().objections()
        ends = [end for end in (self.exporter, self.importer) if end]
        if (len(ends), len(self.partner)) not in {(_BOTH, 0), (0, _BOTH)}:
            yield Objection(
                "exporter", "write exporter and importer, or two partners for a two-way total"
            )
        if self.exporter is not None and self.exporter == self.importer:
            yield Objection("importer", f"{self.importer} can't trade with itself")
        if self.measured is TradeFlowMeasured.TREND and self.trend is None:
            yield Objection("trend", "measured: trend needs which way: rising, falling or steady")
        if self.trend is not None and self.quantity:
            yield Objection("trend", "a trend is for flows without a figure")


class Share(Record):
    """A part of a total: whose total, of what, with whom, and whose or which part."""

    de: ClassVar[str] = (
        "Ein Teil einer Gesamtheit: wessen, wovon, mit wem, und wessen oder welcher Teil."
    )
    label_en: ClassVar[str] = "share"
    label_de: ClassVar[str] = "Anteil"
    covers_its_period: ClassVar[bool] = True
    edges: ClassVar[tuple[EdgeRule, ...]] = (EdgeRule("sourcesFrom", "holder", "provider", SAID),)
    columns: ClassVar[tuple[str, ...]] = (
        "quantity",
        "provider",
        "part_item",
        "holder",
        "direction",
        "item",
        "counterpart",
        "basis",
    )
    look: ClassVar[Look] = Look.TRADE

    kind: Literal["share"]
    holder: Annotated[
        EntityId,
        Term("holder", "Inhaber", "Whose total it is.", "Wessen Gesamtheit es ist."),
    ]
    direction: Annotated[
        ShareDirection,
        Term(
            "direction",
            "Richtung",
            "Which total: imports, exports, use or production.",
            "Welche Gesamtheit: Einfuhren, Ausfuhren, Verwendung oder Produktion.",
        ),
    ]
    item: Annotated[EntityId, ITEM]
    counterpart: Annotated[
        EntityId | None,
        Term(
            "counterpart",
            "Gegenüber",
            "With whom, where the total is trade with somebody.",
            "Mit wem, wo die Gesamtheit Handel mit jemandem ist.",
        ),
    ] = None
    provider: Annotated[
        EntityId | None,
        Term("provider", "Lieferseite", "Whose part it is.", "Wessen Teil es ist."),
    ] = None
    part_item: Annotated[
        EntityId | None,
        Term("part", "Teilgut", "Which part of the goods it is.", "Welcher Teil der Waren es ist."),
    ] = None
    basis: Annotated[
        ShareBasis,
        Term("basis", "Grundlage", "By what the parts are counted.", "Wonach gezählt wird."),
    ]

    def objections(self) -> Iterator[Objection]:
        """Yield shares without a part or a total, or above the whole without a reason, too."""
        yield from super().objections()
        if (self.provider is None) == (self.part_item is None):
            yield Objection(
                "provider", "a share has provider (whose part) or part_item (which part)"
            )
        for quantity in self.quantity:
            if quantity.unit == "%" and quantity.value > _WHOLE and not self.note:
                yield Objection(
                    "quantity", f"{quantity.value} % is more than the whole; say why in note:"
                )
        if self.provider is not None and self.provider == self.holder:
            yield Objection(
                "provider", "holder and provider are one: whose part of whose total is it?"
            )


class Supply(Record):
    """Somebody supplies something to somebody, without a figure that makes it a flow."""

    de: ClassVar[str] = "Jemand liefert jemandem etwas, ohne Zahl, die es zum Handelsstrom macht."
    label_en: ClassVar[str] = "supply"
    label_de: ClassVar[str] = "Lieferung"
    edges: ClassVar[tuple[EdgeRule, ...]] = (
        EdgeRule("supplies", "supplier", "recipient", FROM_DEED),
    )
    columns: ClassVar[tuple[str, ...]] = ("supplier", "recipient", "item", "use")
    look: ClassVar[Look] = Look.SUPPLY

    kind: Literal["supply"]
    supplier: Annotated[
        Roles,
        Term("supplier", "Lieferant", "Who supplies.", "Wer liefert."),
    ] = ()
    recipient: Annotated[
        Roles,
        Term("recipient", "Empfänger", "Who receives.", "Wer empfängt."),
    ] = ()
    item: Annotated[Roles, ITEM] = ()
    use: Annotated[
        Plain | None,
        Term(
            "use",
            "Verwendung",
            "What the recipient does with it, in English.",
            "Was der Empfänger damit tut, englisch.",
        ),
    ] = None

    def objections(self) -> Iterator[Objection]:
        """Yield a supply without supplier or recipient, or to oneself, too."""
        yield from super().objections()
        if not (self.supplier and self.recipient):
            yield Objection("supplier", "a supply names supplier and recipient")
        for both in sorted(set(self.supplier) & set(self.recipient)):
            yield Objection("recipient", f"{both} can't supply itself")


class Statistic(Record):
    """A figure that is no flow of goods and no share of a total."""

    de: ClassVar[str] = "Eine Zahl, die weder Handelsstrom noch Anteil an einer Gesamtheit ist."
    label_en: ClassVar[str] = "statistic"
    label_de: ClassVar[str] = "Statistik"
    covers_its_period: ClassVar[bool] = True
    columns: ClassVar[tuple[str, ...]] = ("about", "measured", "quantity")
    look: ClassVar[Look] = Look.TRADE

    kind: Literal["statistic"]
    about: Annotated[Roles, ABOUT] = ()
    measured: Annotated[Plain, MEASURED]

    def objections(self) -> Iterator[Objection]:
        """Yield a statistic without a figure, too."""
        yield from super().objections()
        if not self.quantity:
            yield Objection("quantity", "a statistic has a figure")
