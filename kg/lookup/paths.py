"""Chains of records that connect two entities, each hop with its sentence.

A chain of records is not a record: it is shown with its weakest status and whether its times can
overlap. Ties that say something come first: not by way of the two poles that nearly everything in
these sources touches, not through groups whose members are unnamed, never over a record of what
is denied or said not to be so.
"""

from collections.abc import Iterator
from typing import NamedTuple

from kg.lookup.catalogue import Catalogue
from kg.lookup.index import Line, days

POLES = ("russia", "china")
_LOOSE_KINDS = frozenset({"assessment", "publication", "statistic"})
_NO_TIE = frozenset({"place", "commodity", "region"})
_STANDS_FOR_NOBODY = frozenset({"unnamed", "either_or"})
MOST_STEPS = 4


class Hop(NamedTuple):
    """One step: from an entity, by a record, to the next entity."""

    source: str
    record: Line
    target: str


class Chain(NamedTuple):
    """Hops from one end to the other."""

    hops: tuple[Hop, ...]

    def weakest(self, strength: dict[str, int]) -> str:
        """Return the weakest status on the way, by *strength* of each."""
        return str(min((hop.record["status"] for hop in self.hops), key=lambda s: strength[s]))

    def overlap(self) -> bool | None:
        """Return whether the times of its records can overlap; None where one has no date."""
        if any(hop.record["time"] is None for hop in self.hops):
            return None
        bounds = [days(hop.record["time"]) for hop in self.hops]
        first = max(earliest or "0001-01-01" for earliest, _ in bounds)
        last = min(latest or "9999-12-31" for _, latest in bounds)
        return first <= last


class Rules(NamedTuple):
    """What a chain may use beyond the usual."""

    through: frozenset[str] = frozenset()
    groups: bool = False
    loose: bool = False
    steps: int = MOST_STEPS


class Failure(NamedTuple):
    """Why there is no chain, and the nearest that fails, if any."""

    reason: str
    chain: Chain


def chains(catalogue: Catalogue, start: str, end: str, rules: Rules, limit: int) -> list[Chain]:
    """Return the shortest chains from *start* to *end*, ties that say something first."""
    for chosen in (rules, rules._replace(loose=True)):
        found = list(_Search(catalogue, start, end, chosen).chains(limit))
        if found:
            return found
    return []


def nearest_failure(catalogue: Catalogue, start: str, end: str, rules: Rules) -> Failure | None:
    """Return the chain that would connect the two if more were allowed, and what."""
    for reason, wider in (
        ("groups", rules._replace(groups=True, loose=True)),
        ("poles", rules._replace(through=rules.through | set(POLES), loose=True)),
        ("both", rules._replace(through=rules.through | set(POLES), groups=True, loose=True)),
    ):
        for chain in _Search(catalogue, start, end, wider).chains(1):
            return Failure(reason, chain)
    return None


class _Search:
    """Breadth first from one end; each entity is reached by the fewest steps."""

    def __init__(self, catalogue: Catalogue, start: str, end: str, rules: Rules) -> None:
        self.catalogue = catalogue
        self.start = start
        self.end = end
        self.rules = rules
        self.reached: dict[str, list[Hop]] = {start: []}

    def chains(self, limit: int) -> Iterator[Chain]:
        """Yield up to *limit* shortest chains, in a fixed order."""
        edge = [self.start]
        for _ in range(self.rules.steps):
            found: dict[str, list[Hop]] = {}
            for entity in edge:
                for hop in self._hops(entity):
                    if hop.target not in self.reached:
                        found.setdefault(hop.target, []).append(hop)
            self.reached |= found
            if self.end in found:
                yield from self._back(self.end, limit)
                return
            edge = sorted(found)

    def _back(self, entity: str, limit: int) -> Iterator[Chain]:
        if entity == self.start:
            yield Chain(())
            return
        count = 0
        for hop in sorted(self.reached[entity], key=lambda hop: (hop.record["id"], hop.source)):
            for chain in self._back(hop.source, limit):
                yield Chain((*chain.hops, hop))
                count += 1
                if count >= limit:
                    return

    def _hops(self, entity: str) -> Iterator[Hop]:
        for record in self.catalogue.records_of(entity):
            if self._ties(record):
                others = {filler for _, filler in self.catalogue.roles(record)} - {entity}
                for other in sorted(others):
                    if other == self.end or self._may_pass(other):
                        yield Hop(entity, record, other)

    def _ties(self, record: Line) -> bool:
        says_no = record["status"] == "denied" or record["polarity"] == "negative"
        return not says_no and (self.rules.loose or record["kind"] not in _LOOSE_KINDS)

    def _may_pass(self, entity: str) -> bool:
        line = self.catalogue.entities.get(entity)
        if line is None or line["class"] in _NO_TIE:
            return False
        if entity in POLES:
            return entity in self.rules.through
        return self.rules.groups or line.get("group") not in _STANDS_FOR_NOBODY
