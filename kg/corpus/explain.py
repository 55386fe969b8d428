"""What Pydantic found, in a sentence that says what would be right."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from rapidfuzz import process

# What fields with a form of their own are to be like.
_FORMS = {
    "id": "is no id; ids are lower-case letters, digits and hyphens",
    "source": "is no id; ids are lower-case letters, digits and hyphens",
    "language": "is no language; write de, en, ru, zh …",
    "sha256": "is no SHA-256; write the 64 digits that sha256sum document.txt gives",
}

Path = tuple[str | int, ...]


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint at the known word most like *word*, or nothing helpful if none is.

    >>> nearest("rusia", ["china", "russia"])
    "nearest: 'russia'"
    """
    found = process.extractOne(word, list(known), score_cutoff=60)
    return f"nearest: {found[0]!r}" if found else "nothing known is like it"


def explained(error: ValidationError, model: type[BaseModel]) -> Iterator[tuple[Path, str]]:
    """Yield the path and one sentence for everything in *error*, in the model's order."""
    for detail in error.errors(include_url=False):
        path = tuple(detail["loc"])
        if detail["type"] == "rules":
            yield from (((field,), what) for field, what in detail["ctx"]["objections"])
        else:
            yield path, _sentence(detail, path, model)


def _sentence(detail: Any, path: Path, model: type[BaseModel]) -> str:
    match detail["type"]:
        case "extra_forbidden":
            known = [*model.model_fields] if len(path) == 1 else []
            hint = f"; {nearest(str(path[-1]), known)}" if known else f" as {path[-1]!r}"
            return f"no such field{hint}"
        case "missing":
            return "is missing" if len(path) == 1 else f"{path[-1]} is missing"
        case "enum":
            codes = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
            hint = nearest(str(detail["input"]), codes)
            return f"{detail['input']!r} is none of {', '.join(codes)}; {hint}"
        case "value_error":
            return str(detail["ctx"]["error"])
        case "string_pattern_mismatch":
            wanted = _FORMS.get(str(path[-1]), f"is to be like {detail['ctx']['pattern']}")
            return f"{detail['input']!r} {wanted}"
        case "model_type" | "dataclass_type":
            return f"{detail['input']!r} is no mapping; write its fields, {{name: value, …}}"
        case _:
            shown = f", not {detail['input']!r}" if isinstance(detail["input"], str) else ""
            return f"{detail['msg'][:1].lower()}{detail['msg'][1:]}{shown}"
