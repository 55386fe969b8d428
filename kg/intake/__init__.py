"""Taking in a document: from a file, a page or what was pasted to a new folder of sources.

The way of the data, a module a step: `formats` (what it is, and whether we read it) → `reading`
(its text; PDF, HTML and Word in a process that can be stopped) → `likeness` (do we have it?) →
`heads` (title, publisher, date, language, id: found, given or asked for) → `folders` (written
whole or not at all). A document is hostile until it is text.
"""

from kg.intake.folders import write_source
from kg.intake.formats import Format, format_of
from kg.intake.heads import FIELDS, Head, checked, head_of, proposed_id
from kg.intake.likeness import Like, likeness
from kg.intake.reading import Limits, read_document, received
from kg.intake.seen import Extracted, Found
from kg.intake.who import Who, known_entities, publisher_called

__all__ = [
    "FIELDS",
    "Extracted",
    "Format",
    "Found",
    "Head",
    "Like",
    "Limits",
    "Who",
    "checked",
    "format_of",
    "head_of",
    "known_entities",
    "likeness",
    "proposed_id",
    "publisher_called",
    "read_document",
    "received",
    "write_source",
]
