"""What the steps of reading see in a text; every value names its place.

Offsets count code points of the whole text, end exclusive, so that ``text[start:end]`` are the
words. Languages are ISO 639-1 codes; read are ``de``, ``en`` and ``ru``.
"""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from kg.models import EntityClass, Polarity, Qualifier, Status


class Word(NamedTuple):
    """A token: a word, a number or a sign. *lemma* is in small letters, the German noun's too.

    *tag* is "noun", "name", "verb" (finite or not), "finite", "adjective", "number", "sign" or ""
    where the morphology at hand doesn't know. *prefix* is the separable prefix that stands apart
    ("hängt … ab"), already joined to the lemma. *case* lists the cases that a Russian form may
    have ("nom acc"), "" where that is unknown.
    """

    start: int
    end: int
    text: str
    lemma: str
    tag: str = ""
    prefix: str = ""
    case: str = ""


class Manner(StrEnum):
    """How a mention names its entity."""

    NAME = "name"
    ADJECTIVE = "adjective"  # "chinesische Firma"
    PEOPLE = "people"  # "the Chinese", "die Russen"
    METONYM = "metonym"  # "Peking", "the Kremlin"
    ANAPHOR = "anaphor"  # "beide Staaten", "it"
    OFFICE = "office"  # "the Chinese president" without a name


class Mention(NamedTuple):
    """A place that means an entity. *entity* is its id; *is_new* that no lexicon has it.

    *country* is the state whose group it is: "chinesische Firmen".
    """

    start: int
    end: int
    entity: str
    label: str
    entity_class: EntityClass
    manner: Manner = Manner.NAME
    is_new: bool = False
    country: str | None = None


class TimeSeen(NamedTuple):
    """A time expression. *edtf* is None where what it refers to is unknown; *needs* says what.

    *derived*: the date follows from another one (relative, or completed by the year of the
    sentence before, a heading or the publication); *needs* is "published" where only the day of
    publication could tell.
    """

    start: int
    end: int
    words: str
    edtf: str | None
    derived: bool = False
    needs: str | None = None


class Amount(NamedTuple):
    """A figure with its unit as `kg.quantities` writes it (ISO 4217, %, factor, counted noun).

    *start* to *end* are all its words, qualifier included ("rund 80 %"); *noun* is the counted
    noun's lemma in the text's language where the unit is one. *trend*: "rise", "fall" (by), "to";
    *whole*: what it is a share of, where that follows ("80 % der Bauteile": "Bauteile").
    """

    start: int
    end: int
    words: str
    value: Decimal
    unit: str
    qualifier: Qualifier | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    out_of: Decimal | None = None
    noun: str | None = None
    trend: str | None = None
    whole: str | None = None


class Clause(NamedTuple):
    """A stretch of a sentence around one predicate.

    *kind*: "main", "that" (complement, also Konjunktiv without *dass*), "relative", "if", "when",
    "because", "although", "infinitive", "quotation", "aside" (appositions, brackets), "heading".
    *governor* is the index of the clause on which it depends, in the tuple of its sentence; -1 for
    none.
    """

    start: int
    end: int
    kind: str
    governor: int = -1


class Speaker(NamedTuple):
    """One step of the chain of who says so: a mention's entity, or an unnamed source.

    *start* to *end* are the words that attribute ("Nach Angaben des EU-Sondergesandten David
    O'Sullivan"); *entity* is None for an unnamed source ("European officials"), whose words are
    *name*.
    """

    start: int
    end: int
    words: str
    entity: str | None
    name: str


class Scope(NamedTuple):
    """How sure a predicate is and who says so, nearest to the authors first.

    *cues* are the places of the words that lowered the status. *agent* is the entity that plans,
    threatens, demands or denies, where the cue's own subject is named.
    """

    status: Status = Status.ASSERTED
    polarity: Polarity = Polarity.POSITIVE
    hedge: str | None = None
    speakers: tuple[Speaker, ...] = ()
    agent: str | None = None
    cues: tuple[tuple[int, int], ...] = ()
