"""From the graph into a text: a citation of a record, a dossier with numbered footnotes.

Sentences are made of labels and fields by templates, which are data: ``templates.<lang>.json``
has a small one for each kind. No sentence leaves without its status, and none without a footnote
that holds the words themselves, where they stand, and who says so. Words of a source that may not
be passed on (``redistribute: none``) are in no text: its places and our labels alone.
"""

from kg.texts.citation import STYLES, cited
from kg.texts.dossier import Dossier, dossier
from kg.texts.html import as_html
from kg.texts.markdown import as_markdown

__all__ = ["STYLES", "Dossier", "as_html", "as_markdown", "cited", "dossier"]
