"""What ``kg path`` prints: chains hop by hop, or the nearest that fails, and why."""

import shlex
from collections.abc import Iterator
from typing import Any

from kg.cli.phrases import Phrases
from kg.cli.printing import status_word
from kg.evidence import printable
from kg.lookup import Catalogue, Filters, Line, last_line
from kg.lookup.near import command_of, options_of
from kg.lookup.paths import POLES, USUAL_STEPS, Chain, Failure, Found, Hop, Paths, Rules

_WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "steps": "{n} steps · weakest status: {status} · {overlap}",
        "step": "1 step: one record names both · status: {status}",
        "overlap": {
            True: "the times can overlap",
            False: "the times can't overlap",
            None: "whether the times overlap is not known: not all have a date",
        },
        "not_one": "a chain of records is not a record",
        "more": "{n} of {count} shortest chains; --limit shows more",
        "direct": "records that name both, but are no real tie or are said not to be so: {n}",
        "undated": "records not used, as they have no date: {n} (--undated uses them)",
        "none": "no chain of records connects {a} and {b} in {steps} steps or fewer",
        "not_together": "no record that a chain may lead over names both {a} and {b}",
        "searched": "searched in {records} records (sources: {sources})",
        "alone": "{name} has no role in any record",
        "ends": "records in which {name} has a role: {n}",
        "nearest": "the nearest that fails: {why}",
        "also": "also: {why} ({n} steps)",
        "why": {
            "filters": "it needs records that the filters leave out",
            "undated": "it needs records that have no date",
            "groups": "it leads through a group whose members are unnamed",
            "poles": "it leads by way of Russia or China",
            "things": "it leads by way of goods or a place",
            "against": "it leads over a record that is denied or said not to be so",
            "steps": "it has more steps",
        },
    },
    "de": {
        "steps": "{n} Schritte · schwächster Status: {status} · {overlap}",
        "step": "1 Schritt: ein Eintrag nennt beide · Status: {status}",
        "overlap": {
            True: "die Zeiten können sich überschneiden",
            False: "die Zeiten überschneiden sich nicht",
            None: "ob sich die Zeiten überschneiden, ist offen: nicht alle haben ein Datum",
        },
        "not_one": "eine Kette von Einträgen ist kein Eintrag",
        "more": "{n} von {count} kürzesten Ketten; --limit zeigt mehr",
        "direct": "Einträge, die beide nennen, aber keine echte Verbindung sind oder verneint: {n}",
        "undated": "nicht benutzte Einträge ohne Datum: {n} (--undated benutzt sie)",
        "none": "keine Kette von Einträgen verbindet {a} und {b} in höchstens {steps} Schritten",
        "not_together": "kein Eintrag, über den eine Kette führen darf, nennt {a} und {b}",
        "searched": "gesucht in {records} Einträgen (Quellen: {sources})",
        "alone": "{name} hat in keinem Eintrag eine Rolle",
        "ends": "Einträge, in denen {name} eine Rolle hat: {n}",
        "nearest": "die nächste, die nicht gilt: {why}",
        "also": "außerdem: {why} ({n} Schritte)",
        "why": {
            "filters": "sie braucht Einträge, die die Filter auslassen",
            "undated": "sie braucht Einträge ohne Datum",
            "groups": "sie führt durch eine Gruppe ohne genannte Mitglieder",
            "poles": "sie führt über Russland oder China",
            "things": "sie führt über Güter oder einen Ort",
            "against": "sie führt über einen Eintrag, der bestritten oder verneint ist",
            "steps": "sie hat mehr Schritte",
        },
    },
}


class ChainScreen:
    """Renders chains between two entities as text for a person, or as JSON."""

    def __init__(self, paths: Paths, rules: Rules, filters: Filters) -> None:
        self.paths = paths
        self.rules = rules
        self.filters = filters
        self.catalogue: Catalogue = paths.catalogue
        self.phrases = Phrases(self.catalogue)
        self.words = _WORDS[self.catalogue.lang]

    # -- chains ---------------------------------------------------------------------------

    def chain(self, chain: Chain) -> Iterator[str]:
        """Yield the lines of one chain: a sentence a hop, then what it is worth."""
        for hop in chain.hops:
            yield " – ".join(self._end(who, hop) for who in (hop.source, hop.target))
            when = hop.record["time"] or self.phrases.words["undated"]
            yield f"    {when}  {self.phrases.in_line(hop.record)}"
            yield from (f"    {line}" for line in self._sentence(hop.record))
        status = status_word(chain.weakest(self.paths.strength))
        if len(chain.hops) == 1:
            yield self.words["step"].format(status=status)
            return
        overlap = self.words["overlap"][chain.overlap()]
        yield self.words["steps"].format(n=len(chain.hops), status=status, overlap=overlap)
        yield self.words["not_one"]

    def _end(self, entity: str, hop: Hop) -> str:
        """Return an end of a hop with its roles: no arrow says who does what to whom."""
        roles = (role for role, who in self.catalogue.roles(hop.record) if who == entity)
        named = ", ".join(self.catalogue.word("fields", role) for role in dict.fromkeys(roles))
        return printable(f"{self.catalogue.name_of(entity)} ({named})")

    def _sentence(self, record: Line) -> Iterator[str]:
        """Yield the first quote, and our translation where the source's language is another."""
        place = record["evidence"][0]
        paragraph = self.catalogue.paragraph(place)
        yield f"«{printable(place['exact'])}» ¶{paragraph} · {place['source']}"
        if ours := next(self.phrases.translations(record)):
            yield f"    {ours}"

    def beside(self, found: Found, direct: int) -> Iterator[str]:
        """Yield what stands beside the answer: more chains, other records that name both."""
        if found.shortest > len(found.chains):
            yield self.words["more"].format(n=len(found.chains), count=found.shortest)
        if direct and len(found.chains[0].hops) > 1:
            both = self.filters._replace(actors=(self.paths.start, self.paths.end))
            yield f"{self.words['direct'].format(n=direct)}   {command_of(both)}"
        if self.rules.undated:
            yield self.words["undated"].format(n=len(self.rules.undated))

    def json(self, found: Found) -> dict[str, Any]:
        """Return chains with their records as stable lines."""
        return {
            "results": [self._chain_json(chain) for chain in found.chains],
            "shortest": found.shortest,
            "undated": len(self.rules.undated),
            "searched": self._searched(),
            "near": [],
        }

    def _chain_json(self, chain: Chain) -> dict[str, Any]:
        weakest = chain.weakest(self.paths.strength)
        return {
            "steps": len(chain.hops),
            "weakest": weakest["status"],
            "weakest_record": weakest["id"],
            "overlap": chain.overlap(),
            "hops": [{"from": a, "to": b, "record": record} for a, record, b in chain.hops],
        }

    # -- no chain -------------------------------------------------------------------------

    def no_chain(self, failures: list[Failure]) -> Iterator[str]:
        """Yield that there is none, in how much, what comes nearest, and why that fails."""
        a, b = (self.catalogue.name_of(end) for end in (self.paths.start, self.paths.end))
        words = self.words
        none = words["none" if self.rules.steps > 1 else "not_together"]
        yield printable(none.format(a=a, b=b, steps=self.rules.steps))
        counts = self.catalogue.store.manifest["counts"]
        searched = words["searched"].format(records=counts["records"], sources=counts["sources"])
        yield f"{searched}: {self._command(self.rules, self.filters)}"
        for name, end in ((a, self.paths.start), (b, self.paths.end)):
            if not self.paths.ties(end):
                yield printable(words["alone"].format(name=name))
        if not failures:
            yield from (f"{near['why']}   {near['command']}" for near in self._ends())
        for at, failure in enumerate(failures):
            template = words["also" if at else "nearest"]
            why = template.format(why=self._why(failure), n=len(failure.chain.hops))
            yield f"{why}   {self._command_for(failure)}"
            if not at:
                yield from (f"  {line}" for line in self.chain(failure.chain))
        yield last_line(self.catalogue)

    def no_json(self, failures: list[Failure]) -> dict[str, Any]:
        """Return the same as JSON."""
        return {
            "results": [],
            "searched": self._searched(),
            "near": [
                {
                    "why": self._why(failure),
                    "reasons": list(failure.reasons),
                    "command": self._command_for(failure),
                    "chain": self._chain_json(failure.chain),
                }
                for failure in failures
            ]
            or list(self._ends()),
        }

    def _searched(self) -> dict[str, Any]:
        counts = self.catalogue.store.manifest["counts"]
        return {
            "from": self.paths.start,
            "to": self.paths.end,
            "steps": self.rules.steps,
            "records": counts["records"],
            "sources": counts["sources"],
            "command": self._command(self.rules, self.filters),
        }

    def _ends(self) -> Iterator[dict[str, Any]]:
        """Yield what there is of either end, where nothing at all would connect them."""
        for end in (self.paths.start, self.paths.end):
            if count := len(self.paths.ties(end)):
                name = printable(self.catalogue.name_of(end))
                why = self.words["ends"].format(name=name, n=count)
                yield {"why": why, "records": count, "command": f"kg list --actor {end}"}

    def _why(self, failure: Failure) -> str:
        return "; ".join(self.words["why"][reason] for reason in failure.reasons)

    def _command_for(self, failure: Failure) -> str:
        """Return the command that shows a chain that fails; its denied record where none does."""
        reasons = set(failure.reasons)
        if "against" in reasons:
            against = (hop.record for hop in failure.chain.hops)
            no = next(r for r in against if self.paths.why_not_over(r, self.rules) == "against")
            return f"kg show {self.phrases.id_of(no)}"
        avoided = {"poles", "things"} & reasons
        through = {
            entity
            for entity in failure.chain.between
            if self.paths.why_not_via(entity, self.rules) in avoided
        }
        rules = self.rules._replace(
            through=self.rules.through | through,
            groups=self.rules.groups or "groups" in reasons,
            steps=max(self.rules.steps, len(failure.chain.hops)),
        )
        filters = Filters() if "filters" in reasons else self.filters
        undated = " --undated" if "undated" in reasons and "filters" not in reasons else ""
        return self._command(rules, filters) + undated

    def _command(self, rules: Rules, filters: Filters) -> str:
        parts = ["kg", "path", self.paths.start, self.paths.end]
        for entity in sorted(rules.through, key=lambda entity: (entity not in POLES, entity)):
            parts += ["--through", entity]
        parts += ["--through-groups"] * rules.groups
        parts += ["--steps", str(rules.steps)] if rules.steps != USUAL_STEPS else []
        return shlex.join([*parts, *options_of(filters)])
