"""What a projection, a column or a note is called, in both languages."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _both() -> Mapping[str, Any]:
    text = files("kg.network").joinpath("words.json").read_text(encoding="utf-8")
    content: Mapping[str, Any] = json.loads(text)
    return content


def words(lang: str) -> Mapping[str, Any]:
    """Return the words of this room in *lang*."""
    found: Mapping[str, Any] = _both()[lang]
    return found
