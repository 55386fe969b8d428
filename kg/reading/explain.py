"""What was seen in a text, sentence by sentence, and which words decided it: for people."""

from collections.abc import Iterable, Iterator

from kg.evidence import Text, printable
from kg.reading.frames import Found
from kg.reading.reader import Reading, Seen
from kg.reading.seen import Scope, TimeSeen
from kg.reading.sentence import Sentence


def explained(reading: Reading) -> Iterator[str]:
    """Yield lines: each sentence with its names, times, figures, frames, cues and speakers."""
    text = Text(reading.text)
    for sentence, found in reading.seen:
        yield f"¶{text.line_of(sentence.start)}  «{printable(sentence.exact)}»"
        for title, seen in _rows(Seen(sentence, found)):
            yield f"    {title:<10} {'; '.join(seen)}"
        yield ""


def _rows(seen: Seen) -> Iterator[tuple[str, list[str]]]:
    sentence = seen.sentence
    rows = (
        ("names", [*_names(sentence)]),
        ("times", [_time(time) for time in sentence.times]),
        ("figures", [f"{printable(a.words)} = {a.value} {a.unit}" for a in sentence.amounts]),
        ("clauses", [*_clauses(sentence)]),
    )
    for title, written in rows:
        if written:
            yield title, written
    for found, scope in seen.found:
        yield "frame", [_frame(found)]
        yield "  status", [_scope(scope, sentence)]


def _names(sentence: Sentence) -> Iterator[str]:
    for mention in sentence.mentions:
        words = printable(sentence.text[mention.start : mention.end])
        new = ", new" if mention.is_new else ""
        yield f"{words} = {mention.entity} ({mention.manner}{new})"


def _time(time: TimeSeen) -> str:
    unknown = f"unknown, needs {time.needs}" if time.needs else "unknown"
    return f"{printable(time.words)} = {time.edtf or unknown}"


def _clauses(sentence: Sentence) -> Iterable[str]:
    if len(sentence.clauses) < 2:
        return ()
    return (
        f"{clause.kind}: {printable(sentence.text[clause.start : clause.end].strip())}"
        for clause in sentence.clauses
    )


def _frame(found: Found) -> str:
    trigger = " ".join(word.text for word in found.words)
    roles = ", ".join(
        f"{role} {' + '.join(mention.entity for mention in mentions)}"
        for role, mentions in found.roles.items()
    )
    return f"{found.frame.name} by {printable(trigger)}: {roles}"


def _scope(scope: Scope, sentence: Sentence) -> str:
    cues = ", ".join(printable(sentence.text[start:end]) for start, end in scope.cues)
    said = f"{scope.status}, {scope.polarity}{f' by {cues}' if cues else ''}"
    speakers = " ← ".join(speaker.entity or speaker.name for speaker in scope.speakers)
    return f"{said}{f'; says {printable(speakers)}' if speakers else ''}"
