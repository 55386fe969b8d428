"""Whether we have a text already: letter for letter, or most of its word sequences.

The same report is printed under several addresses, shortened or with another head. What of a
text's sequences of five words stands in another one says how much of it that is; case, signs,
line breaks and layout don't count.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kg.corpus import source_folders

_LENGTH = 5
_FEWEST = 12  # sequences; of a shorter text nothing can be said
ALIKE = 0.5
# A word; a Chinese or Japanese sign counts as one, since no spaces part them.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")


class Like(NamedTuple):
    """A source with a like text: how much of the new one stands in it, and of it in the new one."""

    source: str
    share: float
    share_of_it: float
    is_same: bool = False

    def __str__(self) -> str:
        """Return what is alike, as a sentence."""
        if self.is_same:
            return f"the same text, letter for letter, is {self.source}"
        if self.share >= ALIKE:
            return f"{_percent(self.share)} of its word sequences stand in {self.source} already"
        return f"{_percent(self.share_of_it)} of the word sequences of {self.source} stand in it"


def _percent(share: float) -> str:
    """Return a share as people read it; all but all is not all."""
    return f"{min(round(share * 100), 100 if share == 1 else 99)} %"


def most_like(text: str, sources: Path) -> Like | None:
    """Return the source whose text is most like *text*; None where none is half like it."""
    content = text.encode("utf-8")
    digest, mine = hashlib.sha256(content).digest(), _sequences(text)
    found = []
    for name, data in _texts(sources):
        if hashlib.sha256(data).digest() == digest:
            return Like(name, 1.0, 1.0, is_same=True)
        theirs = _sequences(data.decode("utf-8", "replace"))
        common = len(mine & theirs)
        if min(len(mine), len(theirs)) >= _FEWEST:
            found.append(Like(name, common / len(mine), common / len(theirs)))
    best = max(found, key=lambda like: max(like.share, like.share_of_it), default=None)
    return best if best and max(best.share, best.share_of_it) >= ALIKE else None


def _texts(sources: Path) -> Iterator[tuple[str, bytes]]:
    for folder in source_folders(sources):
        file = folder / "document.txt"
        if file.is_file():
            yield folder.name, file.read_bytes()


def _sequences(text: str) -> set[int]:
    """Return the checksums of all sequences of five words: four bytes each, not five words."""
    words = [word.encode() for word in _WORD.findall(text.casefold())]
    runs = zip(*(words[at:] for at in range(_LENGTH)), strict=False)
    return {zlib.crc32(b" ".join(run)) for run in runs}
