"""What a source says of itself at its head: given, found in the file, or proposed."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from typing import NamedTuple
from unicodedata import category

from kg import dates
from kg.errors import KgError
from kg.intake.dating import date_line
from kg.intake.language import language_of
from kg.intake.seen import MOST_SIGNS, Extracted, Found, all_found, found
from kg.intake.who import free, slug
from kg.models.fields import language
from kg.models.source import Redistribute
from kg.places import REFERENCE

# What may be given, found or asked for, in the order in which it is asked for.
FIELDS = ("title", "publisher", "published", "address", "language", "rights", "redistribute")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_LONGEST_TITLE = 160


class Head(NamedTuple):
    """The head of a source to be: its id, and its fields with where each was found."""

    id: str
    fields: Mapping[str, Found]
    publisher: str | None = None  # an entity's id
    note: str = ""


def checked(field: str, value: str) -> str:
    """Return *value* if it can stand in *field* of a source's head; raise KgError with what can."""
    words = value.strip()
    odd = next((char for char in words if not (char.isprintable() or category(char) == "Zs")), None)
    if odd is not None:
        raise KgError(f"{field}: U+{ord(odd):04X} can't be part of it")
    if not words or len(words) > MOST_SIGNS:
        raise KgError(f"{field}: is {'empty' if not words else 'too long'}")
    try:
        if field in _CHECKS:
            _CHECKS[field](words)
    except ValueError as error:
        raise KgError(f"{field}: {error}") from error
    return words


def _check_address(words: str) -> None:
    if not re.fullmatch(r"https?://\S+", words):
        raise ValueError(f"{words!r} is no address; write https://…")


def _check_redistribute(words: str) -> None:
    if words not in {code.value for code in Redistribute}:
        raise ValueError(f"{words!r} is none of full, quotes, none")


def _check_id(words: str) -> None:
    if not _ID.fullmatch(words):
        raise ValueError(f"{words!r} is no id; ids are lower-case letters, digits and hyphens")


_CHECKS: dict[str, Callable[[str], object]] = {
    "published": dates.bounds,
    "address": _check_address,
    "language": language,
    "redistribute": _check_redistribute,
    "id": _check_id,
}


def head_of(read: Extracted, given: Mapping[str, str], name: str) -> dict[str, Found]:
    """Return what is known for the head: *given* before found in the file before proposed.

    What a file says wrongly (a date that is none) is left out; what a person says wrongly raises
    KgError.
    """
    fields = {field: _plain(field, value) for field, value in read.found.items()}
    fields = {field: value for field, value in fields.items() if _is_sound(field, value)}
    fields |= {field: Found(checked(field, value), "given") for field, value in given.items()}
    if "title" not in fields:
        fields["title"] = _title(read.text, name)
    if "language" not in given:
        fields |= _language(read.text, fields.get("language"))
    if "published" not in fields and "language" in fields:
        fields |= all_found(published=date_line(read.text, fields["language"].value))
    fields.setdefault("redistribute", Found(Redistribute.QUOTES.value, "unless said otherwise"))
    return fields


def _plain(field: str, value: Found) -> Found:
    """Return what a file says in its way ("de-DE", a day with its hour) in ours."""
    if field == "language":
        return value._replace(value=re.split("[-_]", value.value)[0].lower())
    if field == "published":
        return value._replace(value=re.sub(r"(?<=\d{4}-\d\d-\d\d)[T ].*", "", value.value))
    return value


def _is_sound(field: str, value: Found) -> bool:
    try:
        checked(field, value.value)
    except KgError:
        return False
    return True


def _title(text: str, name: str) -> Found:
    """Return the first line as the title if it is short enough, else the file's name."""
    first = next((row for row in text.removeprefix("\ufeff").split("\n") if row.strip()), "")
    there = found(re.sub(r"^#+\s*", "", first), "the first line")
    if there and len(there.value) <= _LONGEST_TITLE:
        return there
    return found(PurePath(name).stem, "the file's name") or Found("?", "the file's name")


def _language(text: str, declared: Found | None) -> dict[str, Found]:
    """Return the language that the text seems to be in; what the file declares decides doubt."""
    seen = language_of(text)
    if declared and (seen is None or seen.doubt or declared.value.startswith(seen.code)):
        return {"language": declared}
    if seen is None:
        return {}
    where = f"recognised, UNSURE: {seen.doubt}" if seen.doubt else "recognised"
    return {"language": Found(seen.code, where)}


def proposed_id(
    fields: Mapping[str, Found], name: str, sources: Path, taken: Mapping[str, object]
) -> str:
    """Return an id for a source that none in *sources* has: of its publisher and its date.

    *taken* are the ids of entities, one of which the source's authors will need.
    """
    publisher, published, title = (
        slug(fields[field].value, 40) if field in fields else ""
        for field in ("publisher", "published", "title")
    )
    if publisher and published:
        base = f"{publisher}-{published}"
    else:
        words = "-".join(title.split("-")[:5])
        base = "-".join(filter(None, (publisher, words, published)))
    base = base or slug(PurePath(name).stem) or "document"
    there = {path.name for path in sources.iterdir()} | {REFERENCE.parent.name}
    authors = {one.removesuffix("-authors") for one in taken if one.endswith("-authors")}
    return free(base, dict.fromkeys(there | authors))
