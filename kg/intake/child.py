"""The process in which PDF, HTML and Word are read: what runs away in it can be stopped.

The file comes from stdin, what was read goes to stdout as JSON. The process may take no more
memory and time than it was given, and write no file; libraries talk to nobody.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

from kg.errors import KgError
from kg.intake.formats import Format
from kg.intake.pdf import read_pdf
from kg.intake.seen import Extracted
from kg.intake.web import read_html
from kg.intake.word import read_word

if sys.platform != "win32":  # which has no such limits
    import resource

_READERS: dict[Format, Callable[[bytes, str], Extracted]] = {
    Format.HTML: read_html,
    Format.PDF: read_pdf,
    Format.WORD: read_word,
}


def main() -> None:
    """Read the document on stdin as the arguments say: format, name, and the limits."""
    kind, name, size, memory, seconds = sys.argv[1:]
    answer = os.dup(1)
    with open(os.devnull, "wb") as nothing:  # noqa: PTH123 - a device
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
    _give_up(int(memory), int(seconds))
    told: dict[str, Any]
    try:
        read = _READERS[Format(kind)](sys.stdin.buffer.read(), name)
        told = {"read": read._asdict()} if len(read.text) <= int(size) else {"fault": "size"}
    except KgError as error:
        told = {"error": str(error)}
    except (MemoryError, RecursionError) as error:
        told = {"fault": type(error).__name__}
    except Exception as error:  # noqa: BLE001 - of a library, over a hostile file
        told = {"error": f"{name}: can't be read as {kind}: {type(error).__name__}: {error}"}
    with os.fdopen(answer, "wb") as output:
        output.write(json.dumps(told).encode("ascii"))


def _give_up(memory: int, seconds: int) -> None:
    """Give up for good what reading needs no more."""
    if sys.platform == "win32":
        return
    for limit, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
    ):
        _, hard = resource.getrlimit(limit)
        lowest = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (lowest, lowest))
