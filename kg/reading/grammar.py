"""What holds phrases together in a language: its prepositions, articles, conjunctions, passive."""

from functools import cache
from typing import Any, NamedTuple

from kg.reading.knowledge import knowledge


class Grammar(NamedTuple):
    """The small words of a language, in small letters. *same* maps a preposition to its base.

    *taking_part* are verbs with which a noun behind a preposition is still their subject's deed;
    *comitative* the prepositions of those who do it together;
    *bystanding* are verbs whose subject has no part in the deed that is their object;
    *owning* the prepositions that stand for a genitive;
    *definite* what stands before a noun that is known already;
    *locative* the prepositions that say where; *conjunctions* what joins clauses;
    *object_control* verbs whose object does what the infinitive says.
    """

    prepositions: frozenset[str]
    same: dict[str, str]
    articles: frozenset[str]
    genitive: frozenset[str]
    joins: frozenset[str]
    passive_forms: frozenset[str]
    agent: frozenset[str]
    particles: frozenset[str]
    taking_part: frozenset[str]
    comitative: frozenset[str]
    owning: frozenset[str]
    bystanding: frozenset[str]
    definite: frozenset[str]
    locative: frozenset[str]
    conjunctions: frozenset[str]
    object_control: frozenset[str]

    def preposition(self, word: str) -> str:
        """Return the base of a preposition; "" for any other word."""
        small = word.lower()
        return self.same.get(small, small) if small in self.prepositions else ""


@cache
def grammar_of(language: str) -> Grammar:
    """Return the grammar of *language*; that of English for one that is not read."""
    sections: Any = knowledge("grammar")
    section = sections.get(language, sections["en"])
    return Grammar(
        prepositions=frozenset(section["prepositions"]),
        same=section["same"],
        articles=frozenset(section["articles"]),
        genitive=frozenset(section["genitive"]),
        joins=frozenset(section["joins"]),
        passive_forms=frozenset(section["passive_forms"]),
        agent=frozenset(section["agent"]),
        particles=frozenset(section["particles"]),
        taking_part=frozenset(section["taking_part"]),
        comitative=frozenset(section["comitative"]),
        owning=frozenset(section["owning"]),
        bystanding=frozenset(section["bystanding"]),
        definite=frozenset(section["definite"]),
        locative=frozenset(section["locative"]),
        conjunctions=frozenset(section["conjunctions"]),
        object_control=frozenset(section["object_control"]),
    )
