"""Judging what a reader proposed: a person accepts, corrects or rejects it, one after the other.

The way, a module a step: `candidates` reads what was proposed, `beside` sets it beside the records
that there are, `written` puts it as people write it, `naming` calls it by an id, `splicing` sets
it into files that people keep, `decisions` remembers; `desk` is where it all happens.
"""

from kg.reviewing.beside import Beside, Difference, Relation
from kg.reviewing.candidates import FILE as _CANDIDATES
from kg.reviewing.candidates import Candidate, Proposed, read_candidates
from kg.reviewing.decisions import FILE as _DECISIONS
from kg.reviewing.decisions import Decision, Verdict, key_of, read_decisions
from kg.reviewing.desk import Desk, known_as, undecided, waiting

__all__ = [
    "FILES",
    "Beside",
    "Candidate",
    "Decision",
    "Desk",
    "Difference",
    "Proposed",
    "Relation",
    "Verdict",
    "key_of",
    "known_as",
    "read_candidates",
    "read_decisions",
    "undecided",
    "waiting",
]

FILES = (_CANDIDATES, _DECISIONS)  # what of a source folder says what waits to be judged
