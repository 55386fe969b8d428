"""What is known of languages and of the field: the YAML files of ``data/``."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("de", "en", "ru")  # that are read
DATA = Path(__file__).parent / "data"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C ten times as fast, where it is built


@cache
def knowledge(name: str) -> Any:
    """Return what stands in ``data/<name>.yaml``."""
    with (DATA / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, _LOADER)  # noqa: S506 - safe, also where it is written in C
