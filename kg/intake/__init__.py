"""Taking in a document: from a file, a page or what was pasted to a new folder of sources.

The way of the data, a module a step: `formats` (what it is, and whether we read it) → `reading`
(its text; PDF, HTML and Word in a process that can be stopped) → `likeness` (do we have it?) →
`heads` (title, publisher, date, language, id: found, given or asked for) → `folders` (written
whole or not at all). A document is hostile until it is text.

What the room offers is loaded on first use: the process that reads a document needs little of it.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.intake.folders import write_source as write_source
    from kg.intake.formats import Format as Format
    from kg.intake.formats import format_of as format_of
    from kg.intake.heads import FIELDS as FIELDS
    from kg.intake.heads import Head as Head
    from kg.intake.heads import checked as checked
    from kg.intake.heads import head_of as head_of
    from kg.intake.heads import proposed_id as proposed_id
    from kg.intake.likeness import Like as Like
    from kg.intake.likeness import most_like as most_like
    from kg.intake.reading import Limits as Limits
    from kg.intake.reading import read_document as read_document
    from kg.intake.reading import received as received
    from kg.intake.seen import Extracted as Extracted
    from kg.intake.seen import Found as Found
    from kg.intake.who import Who as Who
    from kg.intake.who import known_entities as known_entities
    from kg.intake.who import publisher_called as publisher_called

_STEPS = {
    "folders": ("write_source",),
    "formats": ("Format", "format_of"),
    "heads": ("FIELDS", "Head", "checked", "head_of", "proposed_id"),
    "likeness": ("Like", "most_like"),
    "reading": ("Limits", "read_document", "received"),
    "seen": ("Extracted", "Found"),
    "who": ("Who", "known_entities", "publisher_called"),
}


def __getattr__(name: str) -> Any:
    """Load what is asked for from the step that has it."""
    for step, names in _STEPS.items():
        if name in names:
            return getattr(importlib.import_module(f"kg.intake.{step}"), name)
    raise AttributeError(f"module 'kg.intake' has no attribute {name!r}")
