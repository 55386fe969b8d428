"""Closed lists of codes: each member carries its label in English and German.

A list becomes a SKOS scheme that is called like its class: ``SanctionMeasure`` is
``sanction-measure``. A code is added here and nowhere else.
"""

import re
from enum import StrEnum
from typing import Literal, Self

_ALLEGED = 3  # the least strength of what is put as so


class Code(StrEnum):
    """One of a closed list, written in records as its value."""

    en: str
    de: str

    def __new__(cls, value: str, en: str, de: str) -> Self:
        """Make a member of its code and its labels."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.en = en
        member.de = de
        return member

    @classmethod
    def of(cls, value: str) -> Self:
        """Return the member that is written *value*; KeyError where there is none."""
        return {member.value: member for member in cls}[value]

    @classmethod
    def scheme(cls) -> str:
        """Return the name of this list in RDF."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", cls.__name__).lower()


class Status(Code):
    """How the source puts it. Not whether it is so."""

    wording: str
    wording_de: str
    meaning: str
    meaning_de: str
    strength: int

    def __new__(
        cls,
        value: str,
        de: str,
        words: tuple[str, str],
        meaning: tuple[str, str],
        strength: int,
    ) -> Self:
        """Make a member of its code, what a screen says for it, its definition and strength."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.en = value
        member.de = de
        member.wording, member.wording_de = words
        member.meaning, member.meaning_de = meaning
        member.strength = strength
        return member

    ASSERTED = (
        "asserted",
        "festgestellt",
        ("the source states", "die Quelle stellt fest"),
        ("The source says so in its own voice.", "Die Quelle sagt es mit eigener Stimme."),
        5,
    )
    REPORTED = (
        "reported",
        "wiedergegeben",
        ("the source passes on from {who}", "die Quelle gibt {who} wieder"),
        (
            "The source passes on what somebody else says.",
            "Die Quelle gibt wieder, was jemand anderes sagt.",
        ),
        4,
    )
    ALLEGED = (
        "alleged",
        "unter Vorbehalt",
        ("said or passed on with doubt", "unter Vorbehalt"),
        (
            "Said or passed on with doubt: allegedly, is said to, may have.",
            "Mit Zweifel gesagt oder wiedergegeben: angeblich, soll, könnte … haben.",
        ),
        3,
    )
    PLANNED = (
        "planned",
        "geplant",
        ("planned", "geplant"),
        ("Announced, scheduled or proposed.", "Angekündigt, angesetzt oder vorgeschlagen."),
        2,
    )
    THREATENED = (
        "threatened",
        "angedroht",
        ("threatened", "angedroht"),
        (
            "What the text calls a threat, or makes conditional.",
            "Was der Text eine Drohung nennt oder an eine Bedingung knüpft.",
        ),
        2,
    )
    DEMANDED = (
        "demanded",
        "gefordert",
        ("demanded", "gefordert"),
        ("Somebody wants it from somebody.", "Jemand verlangt es von jemandem."),
        2,
    )
    HYPOTHETICAL = (
        "hypothetical",
        "gedacht",
        ("conditional, feared or imagined", "gedacht, bedingt oder befürchtet"),
        (
            "What would be, could be or is feared.",
            "Was wäre, sein könnte oder befürchtet wird.",
        ),
        1,
    )
    DENIED = (
        "denied",
        "bestritten",
        ("denied", "bestritten"),
        (
            "The source, or somebody in it, rejects what another has said or could believe.",
            "Die Quelle oder jemand in ihr weist zurück, was andere sagten oder meinen könnten.",
        ),
        0,
    )

    @property
    def factual(self) -> bool:
        """Whether it is put as something that is so: asserted, reported or alleged."""
        return self.strength >= _ALLEGED


SAID = (Status.ASSERTED, Status.REPORTED, Status.ALLEGED)
TO_COME = (Status.PLANNED, Status.THREATENED, Status.DEMANDED)


class Polarity(Code):
    """Whether the source says that it is so, or that it is not so."""

    POSITIVE = ("positive", "said to be so", "bejaht")
    NEGATIVE = ("negative", "said not to be so", "verneint")


class Stage(Code):
    """How far a matter has come. One list for all kinds, since rules look across them."""

    phase: Literal["before", "done", "after"]

    def __new__(
        cls, value: str, en: str, de: str, phase: Literal["before", "done", "after"] = "done"
    ) -> Self:
        """Make a member of its code, labels, and whether it lies before or after the deed."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.en = en
        member.de = de
        member.phase = phase
        return member

    PROPOSED = ("proposed", "proposed", "vorgeschlagen", "before")
    NEGOTIATED = ("negotiated", "under negotiation", "in Verhandlung", "before")
    ANNOUNCED = ("announced", "announced", "angekündigt", "before")
    DELAYED = ("delayed", "delayed", "aufgeschoben", "before")
    THREATENED = ("threatened", "threatened", "angedroht", "before")
    PUBLISHED = ("published", "published", "veröffentlicht")
    SIGNED = ("signed", "signed", "unterzeichnet")
    IN_FORCE = ("in_force", "in force", "in Kraft")
    IMPOSED = ("imposed", "imposed", "verhängt")
    EASED = ("eased", "eased", "gelockert")
    LIFTED = ("lifted", "lifted", "aufgehoben", "after")
    UNDER_WAY = ("under_way", "under way", "im Gang")
    TESTED = ("tested", "tested", "erprobt")
    IN_OPERATION = ("in_operation", "in operation", "in Betrieb")
    ENDED = ("ended", "ended", "beendet", "after")


class Qualifier(Code):
    """The word that loosens a number."""

    ABOUT = ("about", "about", "rund")
    OVER = ("over", "over", "über")
    AT_LEAST = ("at_least", "at least", "mindestens")
    UNDER = ("under", "under", "unter")
    NEARLY = ("nearly", "nearly", "fast")
    UP_TO = ("up_to", "up to", "bis zu")


class Mode(Code):
    """How a stretch of time is meant."""

    WITHIN = ("within", "at some moment within", "irgendwann innerhalb")
    THROUGHOUT = ("throughout", "throughout", "durchgehend")
    EACH = ("each", "in each", "jeweils")


class Group(Code):
    """What a group means; it decides whether anything may be said of it as a whole."""

    TOGETHER = ("together", "acts together", "handelt gemeinsam")
    EITHER_OR = ("either_or", "one or the other", "das eine oder das andere")
    UNNAMED = ("unnamed", "members not named", "Mitglieder nicht genannt")


class EntityClass(Code):
    """What sort of thing an entity is."""

    STATE = ("state", "state", "Staat")
    HISTORICAL_STATE = ("historical_state", "historical state", "historischer Staat")
    REGION = ("region", "region", "Region")
    PLACE = ("place", "place", "Ort")
    STATE_ORGAN = ("state_organ", "state organ", "staatliches Organ")
    ARMED_FORCE = ("armed_force", "armed force", "Streitkraft")
    ALLIANCE = ("alliance", "alliance", "Bündnis")
    INTERNATIONAL_ORGANISATION = (
        "international_organisation",
        "international organisation",
        "internationale Organisation",
    )
    COMPANY = ("company", "company", "Unternehmen")
    BANK_GROUP = ("bank_group", "group of banks", "Bankengruppe")
    PERSON = ("person", "person", "Person")
    MEDIUM = ("medium", "news medium", "Medium")
    POLITICAL_PARTY = ("political_party", "political party", "politische Partei")
    THINK_TANK = ("think_tank", "think tank", "Denkfabrik")
    SYSTEM = ("system", "system or project", "System oder Projekt")
    WEAPON = ("weapon", "weapon", "Waffe")
    COMMODITY = ("commodity", "commodity", "Ware")
    GROUP = ("group", "group", "Gruppe")
    UNNAMED_SOURCE = ("unnamed_source", "unnamed source", "ungenannte Quelle")

    def rdf_name(self) -> str:
        """Return the local name of this class in RDF: ``state_organ`` is ``StateOrgan``."""
        return "".join(part.capitalize() for part in self.value.split("_"))


class AgreementForm(Code):
    """What an agreement is called."""

    JOINT_STATEMENT = ("joint_statement", "joint statement", "gemeinsame Erklärung")
    TREATY = ("treaty", "treaty", "Vertrag (völkerrechtlich)")
    AGREEMENT = ("agreement", "agreement", "Abkommen")
    MEMORANDUM = ("memorandum", "memorandum", "Memorandum")
    CONTRACT = ("contract", "contract", "Vertrag")
    ROADMAP = ("roadmap", "roadmap", "Fahrplan")
    PARTNERSHIP = ("partnership", "partnership", "Partnerschaft")
    PROJECT = ("project", "joint project", "gemeinsames Vorhaben")


class ExerciseForm(Code):
    """What an exercise consists of."""

    NAVAL = ("naval", "naval exercise", "Marineübung")
    AIR = ("air", "air exercise", "Luftübung")
    GROUND = ("ground", "ground exercise", "Landübung")
    PATROL = ("patrol", "patrol", "Patrouille")
    JOINT = ("joint", "joint exercise", "gemeinsame Übung")
    MULTILATERAL = ("multilateral", "exercise of more than two states", "multilaterale Übung")


class SanctionMeasure(Code):
    """What a sanction does."""

    LISTING = ("listing", "listing", "Listung")
    SECONDARY = ("secondary", "secondary sanctions", "Sekundärsanktionen")
    EXPORT_CONTROL = ("export_control", "export control", "Exportkontrolle")
    TARIFF = ("tariff", "tariff", "Zoll")
    FINANCIAL = ("financial", "financial sanctions", "Finanzsanktionen")
    SECTORAL = ("sectoral", "sectoral sanctions", "sektorale Sanktionen")
    UNSPECIFIED = ("unspecified", "not specified", "nicht näher bestimmt")


class TradeFlowMeasured(Code):
    """What is measured of a flow of goods."""

    VALUE = ("value", "value", "Wert")
    VOLUME = ("volume", "volume", "Menge")
    GROWTH = ("growth", "growth", "Wachstum")
    RANK = ("rank", "rank", "Rang")
    TREND = ("trend", "trend", "Tendenz")


class TradeFlowTrend(Code):
    """Which way a flow goes where there is no figure."""

    RISING = ("rising", "rising", "steigend")
    FALLING = ("falling", "falling", "fallend")
    STEADY = ("steady", "steady", "gleichbleibend")


class ShareDirection(Code):
    """Which total of the holder a share is a part of."""

    IMPORTS = ("imports", "imports", "Einfuhren")
    EXPORTS = ("exports", "exports", "Ausfuhren")
    USE = ("use", "use", "Verbrauch oder Verwendung")
    PRODUCTION = ("production", "production", "Produktion")


class ShareBasis(Code):
    """By what the parts of a total are counted."""

    VALUE = ("value", "by value", "nach Wert")
    VOLUME = ("volume", "by volume", "nach Menge")
    NUMBER = ("number", "by number", "nach Anzahl")
    UNSTATED = ("unstated", "not stated", "nicht angegeben")


class MeetingForm(Code):
    """What sort of meeting it is."""

    VISIT = ("visit", "visit", "Besuch")
    SUMMIT = ("summit", "summit", "Gipfeltreffen")
    PARADE = ("parade", "parade", "Parade")
    TALKS = ("talks", "talks", "Gespräche")
    CONFERENCE = ("conference", "conference", "Konferenz")


class StatementAct(Code):
    """What is done by saying or voting. A threat is no act: it is the threatened thing's record."""

    DECLARE = ("declare", "declares", "erklärt")
    CONDEMN = ("condemn", "condemns", "verurteilt")
    SUPPORT = ("support", "supports", "unterstützt")
    OPPOSE = ("oppose", "opposes", "lehnt ab")
    REFUSE = ("refuse", "refuses", "weigert sich")
    DEFER = ("defer", "defers", "schiebt auf")
    PROMISE = ("promise", "promises", "verspricht")
    INVITE = ("invite", "invites", "lädt ein")
    VOTE_FOR = ("vote_for", "votes for", "stimmt zu")
    VETO = ("veto", "vetoes", "legt Veto ein")
    ABSTAIN = ("abstain", "abstains", "enthält sich")


class CooperationDomain(Code):
    """In which field it is."""

    ARMS = ("arms", "arms and military technology", "Rüstung und Militärtechnik")
    MILITARY = ("military", "military", "Militär")
    INTELLIGENCE = ("intelligence", "intelligence", "Nachrichtendienste")
    SPACE = ("space", "space", "Raumfahrt")
    ENERGY = ("energy", "energy", "Energie")
    FINANCE = ("finance", "finance", "Finanzen")
    TECHNOLOGY = ("technology", "technology", "Technologie")
    ECONOMY = ("economy", "economy", "Wirtschaft")
    DIPLOMACY = ("diplomacy", "diplomacy", "Diplomatie")


class EvasionMechanism(Code):
    """By which way a measure is got round."""

    SHADOW_FLEET = ("shadow_fleet", "shadow fleet", "Schattenflotte")
    SHIP_TO_SHIP = ("ship_to_ship", "ship-to-ship transfer", "Umladen von Schiff zu Schiff")
    BARTER = ("barter", "barter", "Tauschhandel")
    YUAN_SETTLEMENT = ("yuan_settlement", "settlement in yuan", "Abrechnung in Yuan")
    NETTING = ("netting", "netting", "Verrechnung (Netting)")
    CRYPTO = ("crypto", "cryptocurrencies", "Kryptowährungen")
    GOLD = ("gold", "gold", "Gold")
    TRANSSHIPMENT = ("transshipment", "transshipment", "Umschlag über Dritte")
    DUAL_USE_IMPORT = ("dual_use_import", "import of dual-use goods", "Einfuhr von Dual-Use-Gütern")
    UNSPECIFIED = ("unspecified", "not specified", "nicht näher bestimmt")


class AffiliationForm(Code):
    """How somebody belongs to something."""

    OWNERSHIP = ("ownership", "ownership", "Eigentum")
    SHAREHOLDING = ("shareholding", "shareholding", "Beteiligung")
    OFFICE = ("office", "office", "Amt")
    MEMBERSHIP = ("membership", "membership", "Mitgliedschaft")
    CLOSENESS = ("closeness", "closeness", "Nähe")


class PublicationForm(Code):
    """What sort of publication it is."""

    REPORT = ("report", "report", "Bericht")
    REPORT_COLLECTION = ("report_collection", "collection of reports", "Sammlung von Berichten")
    ARTICLE = ("article", "article", "Artikel")
    INVESTIGATION = ("investigation", "investigation", "Untersuchung")
    PAPER = ("paper", "paper", "Papier")


class ConflictForm(Code):
    """What sort of conflict it is. The source's own word stays in the quote."""

    WAR = ("war", "war", "Krieg")
    INVASION = ("invasion", "invasion", "Invasion")
    ANNEXATION = ("annexation", "annexation", "Annexion")
    BORDER_CLASH = ("border_clash", "border clash", "Grenzgefecht")
    STRIKE = ("strike", "strike", "Angriff")
    POLITICAL_CRISIS = ("political_crisis", "political crisis", "politische Krise")
