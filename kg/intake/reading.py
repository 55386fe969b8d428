"""From a file to its text: what it is, read by whom it takes, within limits."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import IO, Any, NamedTuple

from kg.errors import KgError
from kg.intake.formats import Format, format_of
from kg.intake.plain import read_markdown, read_text
from kg.intake.seen import Extracted, Found


class Limits(NamedTuple):
    """The most that a document may take: *size* in bytes of the file, and again of its text."""

    size: int = 20_000_000
    memory: int = 1_500_000_000  # bytes
    seconds: int = 120


def received(file: Path, limits: Limits) -> bytes:
    """Return what is in *file*, ``-`` for standard input.

    Raises KgError where it can't be read, is no regular file, or is too big.
    """
    if str(file) == "-":
        return _at_most(sys.stdin.buffer, "standard input", limits)
    try:
        number = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        raise KgError(f"{file}: can't be read: {getattr(error, 'strerror', error)}") from error
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        what = "a folder" if file.is_dir() else "no regular file"
        raise KgError(f"{file}: is {what}; give a file, or pipe the text into: kg add -")
    with open(number, "rb") as opened:  # noqa: PTH123 - a descriptor
        return _at_most(opened, str(file), limits)


def _at_most(stream: IO[bytes], name: str, limits: Limits) -> bytes:
    data = stream.read(limits.size + 1)  # in one call: on a terminal each waits for its own Ctrl-D
    if len(data) > limits.size:
        raise KgError(f"{name}: is bigger than {_megabytes(limits.size)}; --max-size allows more")
    return data


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:g} MB"


def read_document(
    data: bytes, name: str, limits: Limits | None = None, encoding: str | None = None
) -> Extracted:
    """Return the text in *data*, of a file called *name*, and what it says of itself.

    *encoding* is that of a text. Raises KgError with the reason for what can't be read.
    """
    limits = limits or Limits()
    kind = format_of(data, name)
    match kind:
        case Format.TEXT:
            read = read_text(data, name, encoding)
        case Format.MARKDOWN:
            read = read_markdown(data, name, encoding)
        case _:
            read = _in_a_child(kind, data, name, limits)
    if not any(char.isalnum() for char in read.text):
        raise KgError(f"{name}: no words in it")
    if len(read.text.encode()) > limits.size:
        raise _too_long(name, limits)
    return read


def _too_long(name: str, limits: Limits) -> KgError:
    most = _megabytes(limits.size)
    return KgError(f"{name}: its text is longer than {most}; --max-size allows more")


def _in_a_child(kind: Format, data: bytes, name: str, limits: Limits) -> Extracted:
    """Return what the child has read; raise KgError for what it could not, or did not survive."""
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    limited = (str(kind), name, *map(str, limits))
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", "from kg.intake.child import main; main()", *limited],
            input=data,
            capture_output=True,
            timeout=limits.seconds,
            env={**os.environ, "PYTHONPATH": path},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise KgError(f"{name}: reading it takes more than {limits.seconds} s; stopped") from error
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise KgError(f"{name}: the reader of {kind} did not survive it; stopped") from error
    if told.get("fault") == "size":
        raise _too_long(name, limits)
    if "fault" in told:
        raise KgError(f"{name}: reading it takes too much memory or nests too deeply; stopped")
    if "error" in told:
        raise KgError(told["error"])
    read = told["read"]
    fields = {field: Found(*pair) for field, pair in read.pop("found").items()}
    return Extracted(
        read.pop("text"), found=fields, **{key: tuple(value) for key, value in read.items()}
    )
