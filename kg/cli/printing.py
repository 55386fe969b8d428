"""Printing for people: plain aligned columns, colour only on a terminal."""

import contextlib
import itertools
import json
import os
import shutil
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import OutputError
from kg.evidence import printable

_COLOURS = {
    "asserted": "32",
    "reported": "36",
    "alleged": "33",
    "planned": "35",
    "threatened": "31",
    "demanded": "35",
    "hypothetical": "90",
    "denied": "31",
}
_GAP = "  "
_LEAST = 12


def talk(text: str) -> None:
    """Say something to the person: stderr."""
    print(text, file=sys.stderr)


def say(text: str = "") -> None:
    """Print data: stdout."""
    print(text)


def say_json(data: Any) -> None:
    """Print *data* as JSON."""
    print(json.dumps(data, ensure_ascii=False, indent=2))


def write(content: str | bytes, output: Path | None) -> None:
    """Write *content* to *output*, or to stdout for None and ``-``.

    Raises OutputError where it can't be written; nothing half-written is left.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    if output is None or str(output) == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    with whole_file(output) as file:
        file.write(data)


@contextlib.contextmanager
def whole_file(output: Path) -> Iterator[BinaryIO]:
    """Give a file to write, and call it *output* when the block ends without an error.

    Raises OutputError where it can't be written; nothing half-written is left.
    """
    if output.exists() and not output.is_file():  # a device or a pipe is never replaced
        yield from _device(output)
        return
    beside = output.with_name(f".{output.name}.part")
    try:
        with beside.open("wb") as file:
            yield file
        beside.replace(output)
    except OSError as error:
        raise OutputError(f"{output}: can't be written: {error.strerror}") from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def _device(output: Path) -> Iterator[BinaryIO]:
    try:
        with output.open("wb") as file:
            yield file
    except OSError as error:
        raise OutputError(f"{output}: can't be written: {error.strerror}") from error


def in_colour() -> bool:
    """Return whether colour may be printed to stdout.

    On a terminal, unless NO_COLOR is set or it is a dumb one; elsewhere where FORCE_COLOR asks.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


@contextlib.contextmanager
def progress(what: str, steps: int | None = None) -> Iterator[Callable[[str], object]]:
    """Show on a terminal that something is at work; nothing is left of it afterwards.

    Gives a function to call with the name of each of *steps* as it begins; without a number of
    them a bar runs to and fro. Where stderr is no terminal, nothing is shown.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False
    ) as shown:
        task = shown.add_task(what, total=steps)
        begun = itertools.count()
        yield lambda step: shown.update(task, description=step, completed=next(begun))


def status_word(line: dict[str, Any]) -> str:
    """Return a record's status as tables have it: asserted small, every other in capitals."""
    status = line["status"] if line["status"] == "asserted" else line["status"].upper()
    negative = " NOT SO" if line["polarity"] == "negative" else ""
    return f"{status}{negative}"


def coloured_status(word: str) -> str:
    """Return a status word in its colour on a terminal."""
    code = _COLOURS.get(word.split(" ")[0].lower())
    return f"\x1b[{code}m{word}\x1b[0m" if code and in_colour() else word


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, whole: Collection[int] = ()
) -> None:
    """Print *rows* in aligned columns under *head*.

    On a terminal the widest columns are cut until a row fits; the last, an id that one may need
    whole, never is, nor are those at *whole*: a status that lost its end would be another one.
    Elsewhere nothing is cut.
    """
    table_again(head, list(rows), whole=whole)


def table_again(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, whole: Collection[int] = ()
) -> None:
    """Print as `table` does *rows* that can be walked twice: none of them is kept meanwhile."""
    widths = [_width(name) for name in head]
    for row in rows:
        lengths = (_width(printable(cell)) for cell in row)
        widths = [max(pair) for pair in zip(widths, lengths, strict=True)]
    if sys.stdout.isatty():
        widths = _narrowed(widths, shutil.get_terminal_size().columns, whole)
    for row in itertools.chain([head], rows):
        shown = [_fitted(printable(cell), width) for cell, width in zip(row, widths, strict=True)]
        say(_GAP.join(shown).rstrip())


def _width(text: str) -> int:
    """Return how many cells of a terminal *text* takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _fitted(cell: str, width: int) -> str:
    """Return *cell* in exactly *width* cells."""
    shown = _cut(cell, width)
    return shown + " " * (width - _width(shown))


def _narrowed(widths: list[int], room: int, whole: Collection[int]) -> list[int]:
    """Return *widths* with the widest made smaller until they fit into *room*."""
    found = list(widths)
    cut = [at for at in range(len(widths) - 1) if at not in whole and widths[at] > _LEAST]
    while cut and sum(found) + len(_GAP) * (len(found) - 1) > room:
        widest = max(cut, key=found.__getitem__)
        found[widest] -= 1
        cut = [at for at in cut if found[at] > _LEAST]
    return found


def _cut(cell: str, width: int) -> str:
    if _width(cell) <= width:
        return cell
    while cell and _width(cell) > width - 1:
        cell = cell[:-1]
    # an ellipsis stands outside the marks of verbatim text
    return f"{cell[:-1]}»…" if cell.startswith("«") else f"{cell}…"
