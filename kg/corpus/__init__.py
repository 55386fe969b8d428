"""The only room that reads what ``sources/`` say: folders of files in, checked records out.

Everything wrong is found in one go and raised together, sorted, with file and line.
"""

from kg.corpus.folder import Corpus, Source, read_corpus, read_text, source_folders
from kg.corpus.names import Mention
from kg.corpus.passages import Passage, passages
from kg.corpus.written import Written, written

__all__ = [
    "Corpus",
    "Mention",
    "Passage",
    "Source",
    "Written",
    "passages",
    "read_corpus",
    "read_text",
    "source_folders",
    "written",
]
