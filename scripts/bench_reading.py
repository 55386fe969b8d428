"""The reader: tokens a second by language and stage, memory, start-up, and time by length.

Texts are the project's own: the document of its source, and the small texts of its tests. Times
are of the process's own CPU, so that other work on the machine doesn't count.
"""

import resource
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from measuring import MEGABYTE, in_a_child

from kg.corpus import read_corpus
from kg.reading.amounts import find_amounts
from kg.reading.blocks import blocks_of
from kg.reading.clauses import clauses_of
from kg.reading.lexicon import Lexicon
from kg.reading.names import find_names
from kg.reading.reader import read
from kg.reading.times import find_times
from kg.reading.words import words_of

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "sources"
DOCUMENT = SOURCES / "tdc-reverse-kissinger-2025" / "document.txt"
OWN = ROOT / "tests" / "data" / "reading"
LANGUAGES = ("de", "en", "ru")
SIZES = (0.5, 1, 2, 4)  # million code points
STAGE_SIZE = 200_000  # code points


def measured() -> dict[str, Any]:
    """Return what is measured, each in a process of its own."""
    return {
        "document": in_a_child(_of_the_document),
        "stages": {language: in_a_child(partial(_stages, language)) for language in LANGUAGES},
        "lengths": [in_a_child(partial(_length, size)) for size in SIZES],
    }


def _cpu(work: Callable[[], Any]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def _lexicon() -> Lexicon:
    return Lexicon.load(read_corpus(SOURCES).entities.values())


def _read(text: str, language: str, lexicon: Lexicon) -> Any:
    return read(text, source="bench", language=language, lexicon=lexicon)


def _of_the_document() -> dict[str, float]:
    """Return the seconds until the reader has begun, of the document, and of it once more."""
    text = DOCUMENT.read_text(encoding="utf-8")
    kept: list[Lexicon] = []
    start = _cpu(lambda: kept.append(_lexicon()) or _read("Russland liefert Öl.", "de", kept[0]))
    first = _cpu(lambda: _read(text, "de", kept[0]))
    again = _cpu(lambda: _read(text, "de", kept[0]))
    return {"start": start, "first": first, "again": again, "megabytes": _memory()}


def _stages(language: str) -> dict[str, float]:
    """Return tokens a second of each stage, of a text with all words new to the process."""
    lexicon = _lexicon()
    _read("Russia", language, lexicon)
    text = _long(_own(language), STAGE_SIZE)
    spans = [span for block in blocks_of(text) for span in block.sentences(text)]
    words = [words_of(text, span.start, span.end, language) for span in spans]
    every = tuple(word for found in words for word in found)
    sentences = list(zip(spans, words, strict=True))
    stages: dict[str, Callable[[], Any]] = {
        "sentences": lambda: [block.sentences(text) for block in blocks_of(text)],
        "words": lambda: [words_of(text, span.start, span.end, language) for span in spans],
        "times": lambda: find_times(text, language),
        "figures": lambda: find_amounts(text, language),
        "names": lambda: find_names(text, every, language, lexicon),
        "clauses": lambda: [
            clauses_of(text, span.start, span.end, found, language) for span, found in sentences
        ],
        "all, frames and status too": lambda: _read(text, language, lexicon),
    }
    return {name: len(every) / _cpu(work) for name, work in stages.items()}


def _length(size: float) -> tuple[float, float, float, int]:
    """Return millions of code points, CPU seconds, megabytes beyond those before, proposals."""
    lexicon = _lexicon()
    text = _long(DOCUMENT.read_text(encoding="utf-8"), int(size * 1_000_000))
    _read("Russland liefert Öl.", "de", lexicon)
    before, proposals = _memory(), 0

    def work() -> None:
        nonlocal proposals
        proposals = len(_read(text, "de", lexicon).proposals)

    seconds = _cpu(work)
    return size, seconds, _memory() - before, proposals


def _own(language: str) -> str:
    texts = sorted(OWN.glob(f"{language}-*.txt"))
    return "\n\n".join(file.read_text(encoding="utf-8") for file in texts)


def _long(text: str, size: int) -> str:
    """Return *text* again and again, firms and years others each time."""
    return "".join(_copies(text, size))[:size]


def _copies(text: str, size: int) -> Iterator[str]:
    for number in range(size // len(text) + 1):
        yield text.replace("Wafangdian", f"Wafang{number}ian").replace(
            "2023", str(1990 + number % 35)
        )


def report(found: dict[str, Any]) -> None:
    """Print all of it."""
    document = found["document"]
    print(
        f"\nreading, CPU seconds: start-up {document['start']:.2f}, the document "
        f"{document['first']:.2f}, again {document['again']:.2f}; "
        f"{document['megabytes']:.0f} MB in all"
    )
    stages = found["stages"]
    print(f"{'tokens a second':<28}" + "".join(f"{language:>12}" for language in stages))
    for stage in next(iter(stages.values())):
        print(f"{stage:<28}" + "".join(f"{row[stage]:>12,.0f}" for row in stages.values()))
    print("the document, repeated under other names and years")
    for size, seconds, megabytes, proposals in found["lengths"]:
        print(
            f"  {size:>4} million signs {seconds:8.1f} s  {seconds / size:6.1f} s/million"
            f"  {megabytes:6.0f} MB more  {proposals} proposals"
        )
