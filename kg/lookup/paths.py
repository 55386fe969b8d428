"""Chains of records that connect two entities, each hop with its sentence.

A chain of records is not a record: it is shown with its weakest status and whether its times can
overlap. Real ties come first, those that direct edges are made of: no judgements, counts or
hypotheses while there are others. No chain leads by way of the two poles that nearly everything
in these sources touches, of goods and places, or of groups whose members are unnamed, unless they
are named; none ever over a record of what is denied or said not to be so.
"""

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from kg.lookup.catalogue import Catalogue
from kg.lookup.index import Line, days

POLES = frozenset({"russia", "china"})
USUAL_STEPS, MOST_STEPS = 4, 6
# Why a chain fails, but for its steps; no option allows the last.
REASONS = ("filters", "undated", "groups", "poles", "things", "against")
_LOOSE_KINDS = frozenset({"assessment", "publication", "statistic"})
_THINGS = frozenset({"place", "commodity", "region"})
_STANDS_FOR_NOBODY = frozenset({"unnamed", "either_or"})


class Hop(NamedTuple):
    """One step: from an entity, by a record, to the next entity."""

    source: str
    record: Line
    target: str


class Chain(NamedTuple):
    """Hops from one end to the other."""

    hops: tuple[Hop, ...]

    @property
    def between(self) -> tuple[str, ...]:
        """Return the entities by way of which it leads."""
        return tuple(hop.target for hop in self.hops[:-1])

    def weakest(self, strength: dict[str, int]) -> Line:
        """Return the weakest record on the way, by the *strength* of each status.

        What is said not to be so is as weak as what is denied.
        """
        return min(
            (hop.record for hop in self.hops),
            key=lambda line: (line["polarity"] == "positive") * strength[line["status"]],
        )

    def overlap(self) -> bool | None:
        """Return whether the times of its records can overlap; None where a date is missing.

        Dates that don't meet are enough to say no, whatever the undated have.
        """
        bounds = [days(hop.record["time"]) for hop in self.hops]
        first = max(earliest or "0001-01-01" for earliest, _ in bounds)
        last = min(latest or "9999-12-31" for _, latest in bounds)
        if first > last:
            return False
        return None if any(hop.record["time"] is None for hop in self.hops) else True


class Rules(NamedTuple):
    """What a chain may use.

    *through* are entities that it may lead over although they are avoided otherwise, *allowed*
    the ids of the records that filters leave (None: all), *undated* of those that a date filter
    leaves out for want of a date. *waived* are reasons that don't count, to find what fails.
    """

    through: frozenset[str] = frozenset()
    groups: bool = False
    steps: int = USUAL_STEPS
    allowed: frozenset[str] | None = None
    undated: frozenset[str] = frozenset()
    waived: frozenset[str] = frozenset()


class Found(NamedTuple):
    """The strongest of the shortest chains, and how many of the shortest there are."""

    chains: list[Chain]
    shortest: int


class Failure(NamedTuple):
    """A chain that fails, and why: codes of what it would need."""

    reasons: tuple[str, ...]
    chain: Chain


class Paths:
    """Chains between two entities. Every record is read once, however often they are sought."""

    def __init__(self, catalogue: Catalogue, start: str, end: str) -> None:
        self.catalogue = catalogue
        self.start = start
        self.end = end
        statuses = catalogue.vocabulary["statuses"]
        self.strength: dict[str, int] = {code: statuses[code]["strength"] for code in statuses}
        self._ties: dict[str, list[tuple[Line, list[str]]]] = {}

    def chains(self, rules: Rules, limit: int) -> Found:
        """Return up to *limit* of the shortest chains, the strongest first.

        They are of real ties where there are such, else of any.
        """
        for loose in (False, True):
            search = _Search(self, rules, loose=loose)
            if found := list(search.chains(limit)):
                return Found(found, search.count[self.end])
        return Found([], 0)

    def failures(self, rules: Rules) -> list[Failure]:
        """Return what would connect the two if more were allowed, the nearest first.

        Each reason is waived by itself; where that is not enough, all that an option can waive,
        and last all of them.
        """
        each = [rules._replace(waived=frozenset({reason})) for reason in REASONS]
        longer = rules._replace(steps=MOST_STEPS)
        *optional, _ = REASONS
        some, every = (longer._replace(waived=frozenset(few)) for few in (optional, REASONS))
        for widers in ((*each, longer), (some,), (every,)):
            found = [self._failure(wider, rules) for wider in widers]
            if failures := [failure for failure in found if failure]:
                return sorted(failures, key=lambda failure: len(failure.chain.hops))
        return []

    def _failure(self, wider: Rules, rules: Rules) -> Failure | None:
        for chain in self.chains(wider, 1).chains:
            over = [self.why_not_over(hop.record, rules) for hop in chain.hops]
            via = [self.why_not_via(entity, rules) for entity in chain.between]
            long = "steps" if len(chain.hops) > rules.steps else None
            reasons = dict.fromkeys(reason for reason in (*over, *via, long) if reason)
            return Failure(tuple(reasons), chain)
        return None

    def why_not_over(self, record: Line, rules: Rules) -> str | None:
        """Return why no chain leads over *record*; None where one may."""
        if record["status"] == "denied" or record["polarity"] == "negative":
            return "against"
        if rules.allowed is None or record["id"] in rules.allowed:
            return None
        return "undated" if record["id"] in rules.undated else "filters"

    def why_not_via(self, entity: str, rules: Rules) -> str | None:
        """Return why no chain leads by way of *entity*; None where one may."""
        line = self.catalogue.entities.get(entity)
        if entity in rules.through:
            return None
        if line is None or line["class"] in _THINGS:
            return "things"
        members = {member["actor"] for member in line.get("members", ())}
        if entity in POLES or (members and members <= POLES):
            return "poles"
        unnamed = line["class"] == "unnamed_source" or line.get("group") in _STANDS_FOR_NOBODY
        return "groups" if unnamed and not rules.groups else None

    def ties(self, entity: str) -> list[tuple[Line, list[str]]]:
        """Return the records of *entity*, each with the others who have a role in it."""
        if entity not in self._ties:
            self._ties[entity] = [
                (record, sorted({who for _, who in self.catalogue.roles(record)} - {entity}))
                for record in self.catalogue.records_of(entity)
            ]
        return self._ties[entity]


class _Search:
    """Breadth first from one end; each entity is reached by the fewest steps.

    *best* is the strength of the strongest chain to an entity, *count* how many lead there.
    """

    def __init__(self, paths: Paths, rules: Rules, *, loose: bool) -> None:
        self.paths = paths
        self.rules = rules
        self.loose = loose
        self.reached: dict[str, list[Hop]] = {paths.start: []}
        self.best = {paths.start: max(paths.strength.values())}
        self.count = {paths.start: 1}

    def chains(self, limit: int) -> Iterator[Chain]:
        """Yield up to *limit* shortest chains, the strongest first, in a fixed order."""
        edge = [self.paths.start]
        for _ in range(self.rules.steps):
            edge = self._step(edge)
            if self.paths.end in self.reached:
                strengths = sorted(set(self.paths.strength.values()), reverse=True)
                every = itertools.chain.from_iterable(
                    self._back(self.paths.end, least) for least in strengths
                )
                yield from itertools.islice(_first_of_each(every), limit)
                return

    def _step(self, edge: list[str]) -> list[str]:
        """Go one step on from *edge*, and return who is reached by it."""
        found: dict[str, list[Hop]] = {}
        for entity in edge:
            for hop in self._hops(entity):
                if hop.target not in self.reached:
                    found.setdefault(hop.target, []).append(hop)
        for entity, hops in found.items():
            hops.sort(key=lambda hop: (hop.record["id"], hop.source))
            self.best[entity] = max(map(self._strength, hops))
            self.count[entity] = sum(self.count[hop.source] for hop in hops)
        self.reached |= found
        return sorted(found)

    def _strength(self, hop: Hop) -> int:
        """Return the strength of the strongest chain that ends with *hop*."""
        return min(self.paths.strength[hop.record["status"]], self.best[hop.source])

    def _back(self, entity: str, least: int) -> Iterator[Chain]:
        """Yield the chains to *entity* that are at least so strong."""
        if entity == self.paths.start:
            yield Chain(())
        for hop in self.reached[entity]:
            if self._strength(hop) >= least:
                for before in self._back(hop.source, least):
                    yield Chain((*before.hops, hop))

    def _hops(self, entity: str) -> Iterator[Hop]:
        for record, others in self.paths.ties(entity):
            if self._ties(record):
                for other in others:
                    if other == self.paths.end or self._may_pass(other):
                        yield Hop(entity, record, other)

    def _ties(self, record: Line) -> bool:
        loose = record["kind"] in _LOOSE_KINDS or record["status"] == "hypothetical"
        return (self.loose or not loose) and self._waives(
            self.paths.why_not_over(record, self.rules)
        )

    def _may_pass(self, entity: str) -> bool:
        return self._waives(self.paths.why_not_via(entity, self.rules))

    def _waives(self, reason: str | None) -> bool:
        return reason is None or reason in self.rules.waived


def _first_of_each(chains: Iterator[Chain]) -> Iterator[Chain]:
    """Yield each chain once, where it comes first."""
    seen = set()
    for one in chains:
        records = tuple((hop.record["id"], hop.target) for hop in one.hops)
        if records not in seen:
            seen.add(records)
            yield one
