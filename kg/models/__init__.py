"""What the graph can say: one frozen class a kind, and the entities that they speak of.

A new kind is one class: docstring and ``de`` define it, fields carry their labels and definitions
(`Term`), ``stages``, ``edges``, ``columns`` and ``look`` say how it behaves and is shown. It is
then listed in `AnyRecord`, and ``scripts/regen`` writes what follows.
"""

from typing import Annotated, get_args

from pydantic import Field

from kg.models.affiliation import Affiliation
from kg.models.agreement import Agreement
from kg.models.codes import (
    SAID,
    Code,
    EntityClass,
    Group,
    Mode,
    Polarity,
    Qualifier,
    Stage,
    Status,
)
from kg.models.cooperation import Cooperation
from kg.models.diplomacy import Demand, Meeting, Statement
from kg.models.entity import Entity, External
from kg.models.evasion import Evasion
from kg.models.exercise import Exercise
from kg.models.fields import ConcernId, EntityId, LangText, RecordRef, Term, Words, in_language
from kg.models.happening import Conflict, Event
from kg.models.look import NIGHT, PAPER, Look
from kg.models.record import EdgeRule, Objection, Record
from kg.models.sanction import Sanction
from kg.models.schema import Field as SchemaField
from kg.models.schema import fields_of
from kg.models.trade import Share, Statistic, Supply, TradeFlow
from kg.models.values import Asset, Attribution, Evidence, Quantity, Time
from kg.models.writing import Assessment, Publication

AnyRecord = Annotated[
    Agreement
    | Exercise
    | Sanction
    | TradeFlow
    | Share
    | Supply
    | Statistic
    | Meeting
    | Statement
    | Cooperation
    | Evasion
    | Affiliation
    | Publication
    | Conflict
    | Event
    | Demand
    | Assessment,
    Field(discriminator="kind"),
]
KINDS: tuple[type[Record], ...] = get_args(get_args(AnyRecord)[0])

__all__ = [
    "KINDS",
    "NIGHT",
    "PAPER",
    "SAID",
    "Affiliation",
    "Agreement",
    "AnyRecord",
    "Assessment",
    "Asset",
    "Attribution",
    "Code",
    "ConcernId",
    "Conflict",
    "Cooperation",
    "Demand",
    "EdgeRule",
    "Entity",
    "EntityClass",
    "EntityId",
    "Evasion",
    "Event",
    "Evidence",
    "Exercise",
    "External",
    "Group",
    "LangText",
    "Look",
    "Meeting",
    "Mode",
    "Objection",
    "Polarity",
    "Publication",
    "Qualifier",
    "Quantity",
    "Record",
    "RecordRef",
    "Sanction",
    "SchemaField",
    "Share",
    "Stage",
    "Statement",
    "Statistic",
    "Status",
    "Supply",
    "Term",
    "Time",
    "TradeFlow",
    "Words",
    "fields_of",
    "in_language",
]
