"""FollowTheMoney entities, one JSON object a line, for Aleph, yente and the like.

FollowTheMoney has kinds of things (``Sanction``, ``Ownership``) that say of themselves that they
are so, and most have no place for how sure a source is. So only what a source asserts, and doesn't
negate, becomes such a kind. What it reports or alleges becomes an ``UnknownLink`` whose role and
status begin with REPORTED or ALLEGED, which is what every program shows on the line. Plans,
threats, demands, what is hypothetical, denied or negated has no honest place and is left out, as
are judgements, statements, demands, figures without two ends, and groups whose members nobody
names. What is left out is counted by the reason. Each entity names its record, quote and place.

``ftm.json`` says which class and kind becomes what. We don't need the library to write; the tests
read every line back with it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any, NamedTuple

from kg.exchange.telling import OWN_VOICE, Teller, clean, source_of
from kg.lookup import Catalogue, Line
from kg.network import SAID

_PREFIX = "sinorus"
_MOST = 6  # participants of whom every pair is linked; beyond that, the record isn't a tie
_ALPHA_2 = 2  # letters in a code of a state that is; those of states that were have four
_ORGANISATIONS = frozenset({"PublicBody", "Organization", "Company"})
Entity = dict[str, Any]
Properties = Mapping[str, str | list[str] | None]


class Given(NamedTuple):
    """Entities as lines, and how many records were left out, by the reason."""

    content: str
    left_out: Mapping[str, int]


@cache
def _mapping() -> Mapping[str, Any]:
    text = files("kg.exchange").joinpath("ftm.json").read_text(encoding="utf-8")
    content: Mapping[str, Any] = json.loads(text)
    return content


def ftm(catalogue: Catalogue, records: Iterable[Line]) -> Given:
    """Return *records*, who is in them, and their sources as FollowTheMoney entities."""
    writer = _Writer(catalogue)
    for line in records:
        writer.take(line)
    lines = (json.dumps(entity, ensure_ascii=False) + "\n" for entity in writer.entities())
    return Given("".join(lines), dict(sorted(writer.left_out.items())))


class _Writer:
    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.teller = Teller(catalogue)
        self.made: dict[str, Entity] = {}
        self.left_out: Counter[str] = Counter()
        self.codes = _codes(catalogue)

    def entities(self) -> list[Entity]:
        """Return what was made, sorted by id."""
        return [self.made[name] for name in sorted(self.made)]

    def take(self, line: Line) -> None:
        """Make the entities of a record, or count why there are none."""
        reason = self._reason(line)
        found = [] if reason else list(self._of(line))
        if not found:
            self.left_out[reason or "no two actors that FollowTheMoney can name"] += 1
        named = {v for entity in found for values in entity["properties"].values() for v in values}
        for actor in self._who(line) if found else ():
            if _id(actor) in named:
                self.made[_id(actor)] = self._actor(actor)
        for entity in found:
            self.made[entity["id"]] = entity
            self.made[_id(source_of(line))] = self._source(source_of(line))

    def _reason(self, line: Line) -> str | None:
        known = {*_mapping()["links"], *_mapping()["events"], "cooperation"}
        if line["polarity"] == "negative":
            return "negated"
        if line["status"] not in SAID:
            return str(line["status"])
        return None if line["kind"] in known else f"kind {line['kind']}"

    def _of(self, line: Line) -> Iterator[Entity]:
        if line["status"] != "asserted":
            yield from self._links(line)
        elif line["kind"] == "sanction":
            yield from self._sanctions(line)
        elif line["kind"] == "affiliation":
            yield from self._affiliations(line)
        elif line["kind"] == "cooperation":
            yield from self._project(line)
        elif line["kind"] in _mapping()["events"]:
            yield from self._event(line)
        else:
            yield from self._links(line)

    # -- who is in it -------------------------------------------------------------------------

    def _who(self, line: Line, role: str | None = None) -> list[str]:
        """Return the ids of those in a role, or in any, whom FollowTheMoney can name."""
        every = [
            member
            for who in line["participants"]
            if who["role"] == role or (role is None and who["role"] != "about")
            for member in self._members(who["actor"])
        ]
        return [name for name in dict.fromkeys(every) if self._schema(name)]

    def _members(self, entity: str) -> Iterator[str]:
        line = self.catalogue.entities[entity]
        if line.get("group") == "together":
            for member in line["members"]:
                yield from self._members(member["actor"])
        else:
            yield entity

    def _schema(self, entity: str) -> str | None:
        if entity not in self.catalogue.entities or "group" in self.catalogue.entities[entity]:
            return None
        found: str | None = _mapping()["classes"].get(self.catalogue.entities[entity]["class"])
        return found

    def _actor(self, entity: str) -> Entity:
        line = self.catalogue.entities[entity]
        names = list(line["labels"].values())
        other = [name["name"] for name in line["names"] if name["sort"] == "alias"]
        states = (entity, *line["country"], line["of"])
        return _entity(
            _id(entity),
            str(self._schema(entity)),
            name=names,
            alias=[name for name in other if name not in names],
            country=[self.codes[state] for state in states if state in self.codes],
            wikidataId=[one["id"] for one in line["external"] if one["scheme"] == "wikidata"],
        )

    def _source(self, source: str) -> Entity:
        head = self.catalogue.store.manifest["sources"][source]
        publisher = head.get("publisher")
        return _entity(
            _id(source),
            "Document",
            fileName=f"{source}.txt",
            title=list(head["title"].values()),
            publishedAt=_day(head.get("published")),
            publisher=self.catalogue.name_of(publisher) if publisher else None,
        )

    # -- what every record says of itself -------------------------------------------------------

    def _saying(self, line: Line) -> dict[str, str | list[str] | None]:
        told = self.teller.told(line)
        status = "" if line["status"] == "asserted" else f"{told.status}: "
        figures = [self.teller.figure(quantity) for quantity in line["quantities"]]
        label = self.catalogue.label(line)
        said_by = "" if told.said_by == OWN_VOICE[self.catalogue.lang] else f" ({told.said_by})"
        return {
            "summary": f"{status}{'; '.join([label, *figures])}{said_by}",
            "description": [
                " ".join([*told.quotes, *(f"[{gloss}]" for gloss in told.glosses)]),
                " · ".join(filter(None, [*told.places, told.status, told.said_by, told.edtf])),
            ],
            "recordId": line["id"],
            "proof": _id(source_of(line)),
            **_times(told.edtf),
        }

    # -- kinds --------------------------------------------------------------------------------

    def _links(self, line: Line) -> Iterator[Entity]:
        """Yield a link for each pair; its role and status say how it is said."""
        told = self.teller.told(line)
        asserted = line["status"] == "asserted"
        kind = self.catalogue.word("kinds", line["kind"])
        goods = self.teller.roles(line)
        of = ", ".join(goods.get("item", goods.get("commodity", []))) or self._in_which_way(line)
        role = f"{kind}: {of}" if of else kind
        for one, other in self._pairs(line):
            yield _entity(
                _id(f"{line['id']}.{one}.{other}"),
                "UnknownLink",
                subject=_id(one),
                object=_id(other),
                role=role if asserted else f"{told.status} ({told.said_by}): {role}",
                status=told.status,
                **self._saying(line),
            )

    def _in_which_way(self, line: Line) -> str:
        """Return how somebody belongs, by the source's word or else by ours; "" for other kinds."""
        if line["kind"] != "affiliation":
            return ""
        return str(line["details"].get("role") or self.catalogue.code(line, "form"))

    def _pairs(self, line: Line) -> list[tuple[str, str]]:
        ends = _mapping()["links"].get(line["kind"])
        if ends and (sources := self._who(line, ends[0])):
            targets = self._who(line, ends[1])
            return [(one, other) for one in sources for other in targets if one != other]
        every = self._who(line)
        return list(combinations(every, 2)) if len(every) <= _MOST else []

    def _sanctions(self, line: Line) -> Iterator[Entity]:
        authority = [self.catalogue.name_of(who) for who in _filling(line, "imposer")]
        for target in self._who(line, "target"):
            yield _entity(
                _id(f"{line['id']}.{target}"),
                "Sanction",
                entity=_id(target),
                authority=authority,
                provisions=self.catalogue.code(line, "measure"),
                program=line["details"].get("programme"),
                status=self.catalogue.code(line, "stage"),
                **self._saying(line),
            )

    def _affiliations(self, line: Line) -> Iterator[Entity]:
        for member in self._who(line, "member"):
            for body in self._who(line, "body"):
                schema, ends = self._belonging(line["details"]["form"], member, body)
                own = {"status": None} if schema != "UnknownLink" else {"status": "asserted"}
                role = self._in_which_way(line)
                yield _entity(
                    _id(f"{line['id']}.{member}.{body}"),
                    schema,
                    **{ends[0]: _id(member), ends[1]: _id(body)},
                    role=role,
                    percentage=_percentage(line) if schema == "Ownership" else None,
                    **own,
                    **self._saying(line),
                )

    def _belonging(self, form: str, member: str, body: str) -> tuple[str, tuple[str, str]]:
        """Return the kind that fits both ends, and the names of these; else a plain link."""
        of_member, of_body = self._schema(member), self._schema(body)
        if form in {"ownership", "shareholding"} and of_body == "Company":
            return "Ownership", ("owner", "asset")
        if form == "membership" and of_body in _ORGANISATIONS:
            return "Membership", ("member", "organization")
        if form == "office" and of_member == "Person" and of_body in _ORGANISATIONS:
            return "Employment", ("employee", "employer")
        return "UnknownLink", ("subject", "object")

    def _event(self, line: Line) -> Iterator[Entity]:
        involved = self._who(line)
        if involved:
            yield _entity(
                _id(line["id"]),
                "Event",
                name=self.catalogue.label(line),
                involved=[_id(who) for who in involved],
                location=line["place"],
                keywords=self.catalogue.word("kinds", line["kind"]),
                **self._saying(line),
            )

    def _project(self, line: Line) -> Iterator[Entity]:
        participants = self._who(line, "participant")
        if not participants:
            return
        saying = self._saying(line)
        name = self.catalogue.label(line)
        stage = self.catalogue.code(line, "stage")
        yield _entity(_id(line["id"]), "Project", name=name, status=stage, **saying)
        for who in participants:
            yield _entity(
                _id(f"{line['id']}.{who}"),
                "ProjectParticipant",
                project=_id(line["id"]),
                participant=_id(who),
                **saying,
            )


def _codes(catalogue: Catalogue) -> dict[str, str]:
    """Return the country codes of states, lower case; they are in the graph alone."""
    query = "SELECT ?state ?code { ?state sr:iso ?code }"
    rows = catalogue.store.rows(query)
    found = {row["state"].rpartition("/")[2]: row["code"].lower() for row in rows}
    return {state: code for state, code in sorted(found.items()) if len(code) == _ALPHA_2}


def _filling(line: Line, role: str) -> list[str]:
    return [who["actor"] for who in line["participants"] if who["role"] == role]


def _percentage(line: Line) -> str | None:
    found = [str(quantity["value"]) for quantity in line["quantities"] if quantity["unit"] == "%"]
    return found[0] if found else None


def _times(edtf: str) -> dict[str, str | None]:
    """Return a date as FollowTheMoney has it: a moment as a date, a stretch by its two ends.

    What is loose, or one of several, stays in the description alone: here it would look exact.

    >>> _times("2025-01-15"), _times("2022/.."), _times("198X")
    ({'date': '2025-01-15'}, {'startDate': '2022', 'endDate': None}, {'date': None})
    """
    start, slash, end = edtf.partition("/")
    return {"startDate": _day(start), "endDate": _day(end)} if slash else {"date": _day(edtf)}


def _day(edtf: str | None) -> str | None:
    """Return a year, month or day as it is, of anything else nothing."""
    return edtf if edtf and edtf.replace("-", "").isdigit() else None


def _id(name: str) -> str:
    """Return an id of the letters that FollowTheMoney allows."""
    return f"{_PREFIX}-{name.replace('/', '.')}"


def _entity(identifier: str, schema: str, /, **properties: str | list[str] | None) -> Entity:
    """Return an entity; what has no value is left out."""
    values = {
        key: [clean(item) for item in ([value] if isinstance(value, str) else value or []) if item]
        for key, value in properties.items()
    }
    filled = {key: list(dict.fromkeys(values[key])) for key in sorted(values) if values[key]}
    return {"id": identifier, "schema": schema, "properties": filled}
