"""From what was seen to records: a proposal is a record that the models accept, with its score.

What a frame found is put into the fields of its kind. Where a kind asks for more than the sentence
gives, a plainer kind is proposed (a trade flow without a figure is a supply or a cooperation), or
nothing: a missing particular is never made up.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from pydantic import ValidationError

from kg.models import KINDS, Entity, EntityClass, Record, Status
from kg.models.entity import PLACES
from kg.reading.frames import Found
from kg.reading.knowledge import knowledge
from kg.reading.quoting import quoted
from kg.reading.seen import Amount, Mention, Scope, Speaker, TimeSeen
from kg.reading.senses import told
from kg.reading.sentence import Sentence

READER = "kg-rules/1"
_KINDS = {kind.kind_name(): kind for kind in KINDS}
_PLACED = frozenset({"meeting", "exercise", "conflict", "cooperation", "agreement"})
ALL_GOODS = "all-goods"
_DONE = frozenset({Status.ASSERTED, Status.REPORTED, Status.ALLEGED})

Fields = dict[str, Any]


class Proposal(NamedTuple):
    """A record that the reader proposes.

    *score*: how often such a proposal is right (see `probability`). *why*: frame and trigger.
    """

    record: Record
    score: float
    why: str


class Material(NamedTuple):
    """All that was seen about one predicate. *who* gives the entities its mentions name."""

    source: str
    sentence: Sentence
    found: Found
    scope: Scope
    time: TimeSeen | None
    amounts: tuple[Amount, ...]
    who: Mapping[str, Entity]
    speakers: tuple[tuple[Speaker, str], ...]  # each with the id of its entity

    @property
    def lemmas(self) -> frozenset[str]:
        """Return the lemmas of the clause in which the predicate stands."""
        return self.sentence.lemmas_of(self.found.clause)

    def role(self, name: str) -> list[str]:
        """Return the ids that fill a role."""
        return [mention.entity for mention in self.found.roles.get(name, ())]

    def tells(self, name: str) -> tuple[str, ...]:
        """Return the codes that the words of the clause tell."""
        return told(name, self.lemmas, self.sentence.language)


def proposal_of(material: Material) -> Proposal | None:
    """Return the record that *material* makes; None where no kind fits."""
    for fields in _forms_of(material):
        common = _common(material, fields)
        try:
            record = _KINDS[fields["kind"]].model_validate(common)
        except ValidationError:
            continue
        if any(record.objections_among(material.who)):
            continue
        return Proposal(record, probability(_raw(material)), _why(material))
    return None


# -- the fields of each kind ----------------------------------------------------------------


def _forms_of(material: Material) -> Iterator[Fields]:
    """Yield what the record could say, the fullest form first."""
    yield from _MAKERS[material.found.frame.kind](material)


def _agreement(material: Material) -> Iterator[Fields]:
    actors = _actors(material)
    persons = [who for who in actors if _is(material, who, EntityClass.PERSON)]
    parties = [who for who in actors if who not in persons]
    fields: Fields = {"kind": "agreement", "form": material.found.trigger.fields["form"]}
    if fields["form"] == "agreement":
        fields["form"] = next(iter(material.tells("agreement_form")), "agreement")
    if material.scope.status in _DONE and "signed" in material.tells("stage"):
        fields["stage"] = "signed"
    for person in persons:
        state = material.who[person].of or next(iter(material.who[person].country), None)
        if state and state not in parties and state in material.who:
            parties.append(state)
    yield {**fields, "party": parties, "signatory": persons}
    yield {**fields, "party": actors}


def _cooperation(material: Material) -> Iterator[Fields]:
    if material.found.frame.name == "relations" and not material.tells("change"):
        yield from _assessment(material)  # they are only described
        return
    domain = material.tells("domain")[:2]
    given = material.found.trigger.fields.get("domain")
    yield {
        "kind": "cooperation",
        "domain": list(domain) or [given or "economy"],
        "participant": _actors(material),
        "subject": _things(material),
        "quantity": _figures(material, "statistic") if material.found.frame.counts else None,
    }


def _meeting(material: Material) -> Iterator[Fields]:
    actors = _actors(material)
    form = next(iter(material.tells("meeting_form")), material.found.trigger.fields["form"])
    fields: Fields = {"kind": "meeting", "form": form, "attendee": actors}
    visitors, hosts = material.role("visitor"), material.role("host")
    yield {**fields, "visitor": visitors, "host": hosts, "place": material.role("place")}
    yield fields


def _exercise(material: Material) -> Iterator[Fields]:
    actors = _actors(material)
    given = material.found.trigger.fields.get("form", "joint")
    forms = list(material.tells("exercise_form")) or ["joint"]
    if given == "patrol":
        forms = [*(form for form in forms if form != "joint"), "patrol"]
    elif len(actors) > 2:
        forms = [*(form for form in forms if form != "joint"), "multilateral"]
    yield {"kind": "exercise", "form": list(dict.fromkeys(forms)), "participant": actors}


def _sanction(material: Material) -> Iterator[Fields]:
    measure = material.found.trigger.fields["measure"]
    if measure == "unspecified":
        measure = next(iter(material.tells("measure")), "unspecified")
    fields: Fields = {
        "kind": "sanction",
        "measure": measure,
        "imposer": material.role("imposer"),
        "target": material.role("target"),
        "commodity": material.role("commodity"),
    }
    stages = [stage for stage in material.tells("stage") if stage in {"lifted", "eased"}]
    if material.scope.status is Status.THREATENED:
        stages = ["threatened"]
    yield {**fields, "stage": next(iter(stages), None)}
    yield fields


def _supply(material: Material) -> Iterator[Fields]:
    suppliers, recipients = material.role("supplier"), material.role("recipient")
    items = material.role("item")
    figures = _figures(material, "volume")
    if figures and len(suppliers) == 1 == len(recipients):
        flow = {"exporter": suppliers[0], "importer": recipients[0]}
        yield {**_flow(material, items), **flow, "quantity": figures}
    yield {"kind": "supply", "supplier": suppliers, "recipient": recipients, "item": items}


def _trade(material: Material) -> Iterator[Fields]:
    partners = material.role("partner")
    exporter, importer = material.role("exporter"), material.role("importer")
    ends: Fields = {"partner": partners}
    if exporter and importer:
        ends = {"exporter": exporter[0], "importer": importer[0]}
    flow = {**_flow(material, material.role("commodity")), **ends}
    figures = _figures(material, "trade")
    if figures:
        yield {**flow, "quantity": figures}
    trend = next(iter(material.tells("trend")), None)
    if trend:
        yield {**flow, "measured": "trend", "trend": trend}
    if exporter and importer:
        items = material.role("commodity")
        yield {"kind": "supply", "supplier": exporter, "recipient": importer, "item": items}
    else:
        yield {"kind": "cooperation", "domain": ["economy"], "participant": partners}


def _flow(material: Material, items: list[str]) -> Fields:
    units = {amount.unit for amount in material.amounts}
    measured = "volume"
    if any(len(unit) == 3 and unit.isupper() for unit in units):
        measured = "value"
    elif units & {"%", "factor"}:
        measured = "growth"
    elif "rank" in units:
        measured = "rank"
    return {
        "kind": "trade_flow",
        "commodity": items[0] if items else ALL_GOODS,
        "measured": measured,
    }


def _statistic(material: Material) -> Iterator[Fields]:
    figures = _figures(material, "statistic")
    measured = _measured(material.amounts[0]) if material.amounts else ""
    yield {
        "kind": "statistic",
        "about": _actors(material),
        "measured": measured,
        "quantity": figures,
    }


def _share(material: Material) -> Iterator[Fields]:
    yield {
        "kind": "share",
        "direction": material.found.trigger.fields["direction"],
        "basis": "unstated",
        "quantity": _figures(material, "statistic"),
        "item": ALL_GOODS,
        **{role: who[0].entity for role, who in material.found.roles.items()},
    }
    yield from _statistic(material)


def _evasion(material: Material) -> Iterator[Fields]:
    yield {
        "kind": "evasion",
        "mechanism": material.found.trigger.fields["mechanism"],
        "user": material.role("user"),
    }


def _affiliation(material: Material) -> Iterator[Fields]:
    yield {
        "kind": "affiliation",
        "form": material.found.trigger.fields["form"],
        "member": material.role("member")[0],
        "body": material.role("body")[0],
    }


def _conflict(material: Material) -> Iterator[Fields]:
    initiators, affected = material.role("initiator"), material.role("affected")
    yield {
        "kind": "conflict",
        "form": material.found.trigger.fields["form"],
        "initiator": initiators,
        "affected": affected,
        "party": list(dict.fromkeys([*initiators, *affected])),
    }
    yield {"kind": "conflict", "form": "war", "party": initiators}


def _statement(material: Material) -> Iterator[Fields]:
    yield {
        "kind": "statement",
        "act": material.found.trigger.fields["act"],
        "speaker": material.role("speaker"),
        "about": material.role("about"),
    }


_NOT_DEMANDED = frozenset({Status.HYPOTHETICAL, Status.DENIED})


def _demand(material: Material) -> Iterator[Fields]:
    status = material.scope.status
    yield {
        "kind": "demand",
        "demander": material.role("demander"),
        "addressee": material.role("addressee"),
        "content": _content(material),
        "status": status if status in _NOT_DEMANDED else Status.DEMANDED,
    }


def _assessment(material: Material) -> Iterator[Fields]:
    yield {"kind": "assessment", "about": _actors(material), "content": _content(material)}


def _content(material: Material) -> Fields:
    """Return the words of the document, in its language: what is judged or demanded."""
    return {material.sentence.language: " ".join(_evidence(material)["exact"].split())}


def _publication(material: Material) -> Iterator[Fields]:
    yield {
        "kind": "publication",
        "form": material.found.trigger.fields["form"],
        "publisher": material.role("publisher"),
    }


_MAKERS = {
    "agreement": _agreement,
    "cooperation": _cooperation,
    "meeting": _meeting,
    "exercise": _exercise,
    "sanction": _sanction,
    "supply": _supply,
    "trade_flow": _trade,
    "share": _share,
    "statistic": _statistic,
    "evasion": _evasion,
    "affiliation": _affiliation,
    "conflict": _conflict,
    "statement": _statement,
    "publication": _publication,
    "demand": _demand,
    "assessment": _assessment,
}


def _actors(material: Material) -> list[str]:
    return list(material.found.actors)


def _things(material: Material) -> list[str]:
    return [
        mention.entity
        for role, mentions in material.found.roles.items()
        if material.found.frame.roles.get(role) == "thing"
        for mention in mentions
    ]


def _is(material: Material, who: str, entity_class: EntityClass) -> bool:
    return material.who[who].entity_class is entity_class


# -- figures --------------------------------------------------------------------------------

_OF = {"volume": "goods supplied", "trade": "goods traded", "statistic": ""}


def _figures(material: Material, what: str) -> list[Fields]:
    return [_quantity(amount, _OF[what] or _measured(amount)) for amount in material.amounts]


def _quantity(amount: Amount, of: str) -> Fields:
    bounds = {"min": amount.min, "max": amount.max, "out_of": amount.out_of}
    return {
        "value": _plain(amount.value),
        "unit": amount.unit,
        "qualifier": amount.qualifier.value if amount.qualifier else None,
        "of": of,
        "words": amount.words,
        **{name: _plain(bound) for name, bound in bounds.items() if bound is not None},
    }


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def _measured(amount: Amount) -> str:
    if amount.unit == "%":
        return "share or change, in per cent"
    if len(amount.unit) == 3 and amount.unit.isupper():
        return f"amount of money in {amount.unit}"
    if amount.unit == "factor":
        return "change, as a factor"
    if amount.unit == "rank":
        return "place in an order"
    if amount.unit.islower() and len(amount.unit) > 2:
        return f"number of {amount.unit}"
    return f"measure in {amount.unit}"


# -- what all records have ------------------------------------------------------------------


def _common(material: Material, fields: Fields) -> Fields:
    scope = material.scope
    evidence = _evidence(material)
    status: Status = fields.get("status", scope.status)
    agent = scope.agent if scope.agent in material.who else None
    if agent is None and status in {Status.THREATENED, Status.DEMANDED, Status.DENIED}:
        agent = next(iter(material.found.actors), None)
    record: Fields = {name: value for name, value in fields.items() if value not in (None, [], ())}
    record |= {
        "source": material.source,
        "label": _label(material),
        "status": status.value,
        "polarity": scope.polarity.value,
        "evidence": [*_introduction(material), evidence],
    }
    if "place" not in record and fields["kind"] in _PLACED and (places := _places(material)):
        record["place"] = places
    if "quantity" not in record and material.amounts and not material.found.frame.counts:
        record["quantity"] = _figures(material, "statistic")
    if scope.hedge and status is not Status.ASSERTED:
        record["hedge"] = scope.hedge
    if material.speakers and status is not Status.ASSERTED:
        record["attributed_to"] = [
            {"who": entity, "words": speaker.words} for speaker, entity in material.speakers
        ]
    if agent:
        record["modal_agent"] = agent
    if material.time is not None and material.time.edtf is not None:
        record["when"] = {
            "edtf": material.time.edtf,
            "words": material.time.words,
            "derived": material.time.derived,
        }
    record["id"] = _id(record)
    return record


def _evidence(material: Material) -> Fields:
    """Return the part of the sentence that says all that the record says."""
    found = material.found
    places = [(mention.start, mention.end) for role in found.roles.values() for mention in role]
    places += [(speaker.start, speaker.end) for speaker, _ in material.speakers]
    places += [(amount.start, amount.end) for amount in material.amounts]
    places += [(word.start, word.end) for word in found.words]
    places += material.scope.cues
    if material.time is not None:
        places.append((material.time.start, material.time.end))
    start, end = quoted(material.sentence, places)
    exact = material.sentence.text[start:end]
    return {"source": material.source, "exact": exact, "start": start, "end": end}


def _introduction(material: Material) -> list[Fields]:
    """Return the sentence before a list of which this is an item."""
    if material.found.intro is None:
        return []
    start, end = material.found.intro
    exact = material.sentence.text[start:end]
    return [{"source": material.source, "exact": exact, "start": start, "end": end}]


def _places(material: Material) -> list[str]:
    """Return where it happens: places behind a preposition of place in its clause."""
    sentence, found = material.sentence, material.found
    taken = {mention.entity for role in found.roles.values() for mention in role}
    return [
        mention.entity
        for phrase in sentence.phrases
        if phrase.outer in sentence.grammar.locative
        and sentence.clause_at(phrase.start) == found.clause
        for mention in phrase.mentions
        if mention.entity_class in PLACES and mention.entity not in taken
    ][:2]


def _id(record: Fields) -> str:
    """Return 16 hex digits that stay the same while the record says the same by the same words."""
    roles = {
        name: value
        for name, value in record.items()
        if name not in {"label", "evidence", "source", "id"}
    }
    words = "|".join(place["exact"] for place in record["evidence"])
    said = f"{record['source']}|{sorted(roles.items())}|{words}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


# -- labels, score, reasons -----------------------------------------------------------------

_AND = {"en": "and", "de": "und"}
_OPTIONAL = re.compile(r"\[([^\]]*)\]")
_ROLE = re.compile(r"\{([\w|]+)\}")


def _label(material: Material) -> dict[str, str]:
    """Return what the record is called; what stands in [] only if its roles are filled."""
    templates = material.found.frame.label
    return {lang: _filled(template, material, lang) for lang, template in templates.items()}


def _filled(template: str, material: Material, lang: str) -> str:
    def names(match: re.Match[str]) -> str:
        for role in match[1].split("|"):
            found = [_name(material.who[who], lang) for who in material.role(role)]
            if found:
                return _listed(found, _AND[lang])
        return ""

    def whole(match: re.Match[str]) -> str:
        parts = _ROLE.findall(match[1])
        filled = all(any(material.role(role) for role in part.split("|")) for part in parts)
        return _ROLE.sub(names, match[1]) if filled else ""

    return _ROLE.sub(names, _OPTIONAL.sub(whole, template)).strip()


def _name(entity: Entity, lang: str) -> str:
    names = dict(entity.name)
    return names.get(lang) or names.get("en") or next(iter(names.values()))


def _listed(names: list[str], word: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def probability(raw: float) -> float:
    """Return how often proposals of that raw score were right, on texts read by people.

    The counts are in ``data/calibration.yaml``. It is a share over many texts, not what is so.
    """
    knots = knowledge("calibration")["knots"]
    for (low, least), (high, most) in pairwise(knots):
        if raw <= high:
            return round(float(least + (most - least) * (raw - low) / (high - low)), 2)
    return float(knots[-1][1])


def _raw(material: Material) -> float:
    """Return how far the reading is to be trusted, by rule of thumb: 0 to 1."""
    found = material.found
    score = found.trigger.weight
    score += 0.1 * (material.time is not None and material.time.edtf is not None)
    score += 0.1 * bool(material.amounts)
    score += 0.05 * (len(found.actors) > 1)
    score += 0.05 * (material.scope.status is Status.ASSERTED)
    anaphors = [m for role in found.roles.values() for m in role if m.manner.value == "anaphor"]
    score -= 0.1 * bool(anaphors)
    score -= 0.15 * found.is_carried
    score -= 0.25 * found.is_described
    score -= 0.1 * (len(found.actors) > 4)
    return min(1.0, max(0.0, score))


def _why(material: Material) -> str:
    trigger = " ".join(word.text for word in material.found.words)
    return f"{material.found.frame.name}: {trigger}"


# -- one event told twice -------------------------------------------------------------------

_ONE_A_SENTENCE = frozenset({"meeting", "agreement", "exercise", "cooperation"})


def merged(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Return *proposals* without those that say what another of the same place says better.

    One sentence tells one meeting, agreement, exercise or cooperation of the same actors, unless
    figures or a "not" tell them apart: "visits and meets" is one visit.
    """
    kept: list[Proposal] = []
    for proposal in sorted(proposals, key=_by_fullness):
        if not any(_says_the_same(proposal.record, other.record) for other in kept):
            kept.append(proposal)
    return tuple(sorted(kept, key=lambda each: (each.record.evidence[0].start, each.record.id)))


def _by_fullness(proposal: Proposal) -> tuple[int, float]:
    return -len(_roles(proposal.record)), -proposal.score


def _says_the_same(record: Record, other: Record) -> bool:
    if record.kind != other.kind or not _meet(record, other):
        return False
    mine, theirs = _roles(record), _roles(other)
    figures = [{str(quantity.words) for quantity in each.quantity} for each in (record, other)]
    if figures[0] - figures[1] or record.polarity is not other.polarity:
        return False
    if record.kind in _ONE_A_SENTENCE:
        return bool(mine & theirs)
    return mine <= theirs


def _meet(record: Record, other: Record) -> bool:
    """Return whether two records rest on the same words."""
    mine, theirs = record.evidence[-1], other.evidence[-1]
    return mine.start < theirs.end and theirs.start < mine.end


def _roles(record: Record) -> frozenset[str]:
    return frozenset(
        value
        for name in type(record).model_fields
        if name not in {"place", "because_of", "answers", "part_of", "attributed_to"}
        for value in _ids(getattr(record, name))
    )


def _ids(value: Any) -> Iterator[str]:
    from_many = value if isinstance(value, tuple) else (value,)
    for item in from_many:
        if type(item).__name__ == "EntityId":
            yield item


__all__ = ["READER", "Material", "Mention", "Proposal", "merged", "proposal_of"]
