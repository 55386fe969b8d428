"""Fixed words of tables and talk in both languages; and what a status says, and what it doesn't.

Errors are in English alone. The words of single screens stand beside them (`kg.cli.phrases`).
"""

from collections.abc import Mapping
from typing import Any

_WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "heads": {},  # as they are called
        "nouns": {
            "record": ("record", "records"),
            "dated record": ("dated record", "dated records"),
            "footnote": ("footnote", "footnotes"),
            "row": ("row", "rows"),
            "line": ("line", "lines"),
            "sign": ("sign", "signs"),
            "triple": ("triple", "triples"),
        },
        "reasons": {},  # as they are called
        "places": {"sources": "sources", "store": "store"},
        "records": "records",
        "entities": "entities: {entities}, named in the texts {mentions} times",
        "quads": "quads:    {quads}",
        "source": (
            "source:   {source}: {sentences_with_record} of {sentences} sentences carry a record, "
            "{sentences_without_fact} are said to carry none"
        ),
        "candidates": (
            "not judged: {source}: {n} proposed, no records; in graph/candidates/{source} alone"
        ),
        "changed": "{folder} has changed since the build; this is the graph as built (kg build)",
        "possible": "{n} of them (~) only possibly inside",
        "beyond": "{n} more beyond --limit",
        "undated": "{n} more have no date: --undated lists them",
        "cut": "the first {counted}; there are more (--limit {limit})",
        "complete": "{counted}, complete",
        "more": "{n} more: --limit {all}",
        "yes": "yes",
        "no": "no",
        "example": "Example: {command}",
        "writing": "writing {form}",
        "measuring": "measuring",
    },
    "de": {
        "heads": {
            "why": "warum",
            "name": "Name",
            "names": "Namen",
            "named": "genannt",
            "what": "was",
            "id": "Kennung",
            "status": "Status",
            "when": "wann",
            "kind": "Art",
            "says so": "wer es sagt",
            "title": "Titel",
            "parameters": "Parameter",
        },
        "nouns": {
            "record": ("Eintrag", "Einträge"),
            "dated record": ("Eintrag mit Datum", "Einträge mit Datum"),
            "footnote": ("Fußnote", "Fußnoten"),
            "row": ("Zeile", "Zeilen"),
            "line": ("Zeile", "Zeilen"),
            "sign": ("Zeichen", "Zeichen"),
            "triple": ("Tripel", "Tripel"),
        },
        "reasons": {
            "exact name": "genauer Name",
            "called so in a text": "heißt so in einem Text",
            "another form of the name": "andere Form des Namens",
            "another spelling of the name": "andere Schreibung des Namens",
            "a word of the name": "ein Wort des Namens",
            "name begins so": "Name beginnt so",
            "part of a name": "Teil eines Namens",
            "in its sentence": "in seinem Satz",
            "did you mean": "meinten Sie",
        },
        "places": {"sources": "Quellen", "store": "Graph"},
        "records": "Einträge",
        "entities": "Entitäten: {entities}, in den Texten {mentions}-mal genannt",
        "quads": "Quads:    {quads}",
        "source": (
            "Quelle:   {source}: {sentences_with_record} von {sentences} Sätzen tragen einen "
            "Eintrag, von {sentences_without_fact} ist gesagt, dass sie keinen tragen"
        ),
        "candidates": (
            "nicht beurteilt: {source}: {n} vorgeschlagen, keine Einträge; nur in "
            "graph/candidates/{source}"
        ),
        "changed": "{folder} hat sich seit dem Bau geändert; dies ist der gebaute Graph (kg build)",
        "possible": "davon {n} (~) nur möglicherweise im Zeitraum",
        "beyond": "{n} weitere jenseits von --limit",
        "undated": "{n} weitere ohne Datum: --undated zeigt sie",
        "cut": "die ersten {counted}; es gibt mehr (--limit {limit})",
        "complete": "{counted}, vollständig",
        "more": "{n} weitere: --limit {all}",
        "yes": "ja",
        "no": "nein",
        "example": "Beispiel: {command}",
        "writing": "schreibe {form}",
        "measuring": "messe",
    },
}


def words(lang: str) -> Mapping[str, Any]:
    """Return the fixed words in *lang*."""
    return _WORDS[lang]


def heads(lang: str, *names: str) -> list[str]:
    """Return the heads of a table's columns; what is no fixed word stays as it is."""
    return [str(_WORDS[lang]["heads"].get(name, name)) for name in names]


def counted(number: int, noun: str, lang: str = "en") -> str:
    """Return a number with its noun, in the plural where it needs one.

    >>> counted(1, "record"), counted(3, "row", "de")
    ('1 record', '3 Zeilen')
    """
    one, many = _WORDS[lang]["nouns"].get(noun, (noun, f"{noun}s"))
    return f"{number} {one if number == 1 else many}"


_HEAD = {
    "en": "A status says how a source puts it, not whether it is so.",
    "de": "Ein Status sagt, wie eine Quelle es darstellt, nicht, ob es so ist.",
}


def statuses_explained(lang: str) -> str:
    """Return every status with its wording and definition in *lang*."""
    from kg.models import Polarity, Status

    rows = [_HEAD[lang], ""]
    for status in Status:
        word = status.value if status is Status.ASSERTED else status.value.upper()
        wording = (status.wording_de if lang == "de" else status.wording).format(who="N")
        meaning = status.meaning_de if lang == "de" else status.meaning
        rows.append(f"{word:<13} {wording}")
        rows.append(f"{'':<13} {meaning}")
    negative = Polarity.NEGATIVE.de if lang == "de" else Polarity.NEGATIVE.en
    rows += [f"{'NOT SO':<13} {negative}"]
    return "\n".join(rows)
