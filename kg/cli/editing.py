"""The command that opens an editor where a record is written: edit."""

import contextlib
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import places
from kg.cli import completing
from kg.cli.options import Sources, StoreFolder, folders
from kg.cli.printing import talk
from kg.cli.sources import findings_in, say_findings
from kg.cli.wording import counted
from kg.errors import Ambiguous, Finding, KgError, NoStore, NothingFound, SourcesError

if TYPE_CHECKING:
    from kg.corpus import Written

# Editors that take FILE:LINE, and what to write before it; all others take +LINE FILE.
_PLACE = {
    **dict.fromkeys(
        ("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"), ("--wait", "--goto")
    ),
    **dict.fromkeys(("subl", "sublime_text", "zed"), ("--wait",)),
}


def add_to(app: typer.Typer) -> None:
    """Add this command to *app*."""
    app.command("edit")(edit)


def edit(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A record or an entity: its id, or any name.",
            autocompletion=completing.anything,
        ),
    ],
    sources: Sources = None,
    store: StoreFolder = None,
) -> None:
    """Open an editor where a record is written, then validate.

    In $VISUAL, else $EDITOR, else vi, at its line of records.yaml or entities.yaml. Exits 1 with
    findings.

    Example: kg edit supply-wafangdian-tascom
    """
    source_folder, store_folder = folders(sources, store)
    place = _place(source_folder, store_folder, name)
    _refuse_unwritable(source_folder, place.file)
    while True:
        run_editor(editor_for(place.file, place.line), place.file)
        found = _check(source_folder, place.file)
        if not found:
            return
        if not (sys.stdin.isatty() and typer.confirm("edit again?", default=True, err=True)):
            raise typer.Exit(1)
        here = (finding for finding in found if finding.file.endswith(_shown(place.file)))
        place = place._replace(line=next((f.line for f in here if f.line), place.line))


# -- where it is written --------------------------------------------------------------------


def _place(sources: Path, store: Path, name: str) -> "Written":
    from kg.corpus import written

    found = written(sources, name) or written(sources, _id_of(store, name))
    if len(found) > 1:
        rows = [f"    kg edit {place.id}   {place.file}:{place.line}" for place in found]
        raise Ambiguous("\n".join([f"{name!r} fits {len(found)}; which one?", *rows]))
    if not found:
        raise NothingFound(f"{name!r} is in the graph, but no longer in {sources} (kg build)")
    return found[0]


def _id_of(store: Path, name: str) -> str:
    """Return the id of what the graph knows by *name*."""
    from kg.lookup import Catalogue, resolve
    from kg.store import open_store

    try:
        return str(resolve(Catalogue(open_store(store)), name)["id"])
    except NoStore as error:
        raise NothingFound(
            f"nothing has the id {name!r}; other names are known after kg build"
        ) from error


def _refuse_unwritable(sources: Path, file: Path) -> None:
    if places.come_along(sources):
        raise KgError(f"{file}: the packaged sources stay as they are; kg init makes your own")
    if not os.access(file, os.W_OK):
        raise KgError(f"{file}: can't be written; nothing was opened")


def _shown(file: Path) -> str:
    return f"/{file.parent.name}/{file.name}"


# -- the editor -----------------------------------------------------------------------------


def editor_for(file: Path, line: int) -> list[str]:
    """Return the command that opens *file* at *line*."""
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        editor = shlex.split(wanted)
    except ValueError as error:
        raise KgError(f"the editor {wanted!r} is no command: {error}") from error
    if not editor:
        raise KgError(f"the editor {wanted!r} is no command; set EDITOR")
    options = _PLACE.get(Path(editor[0]).stem)
    if options is None:
        return [*editor, f"+{line}", str(file)]
    return [*editor, *(o for o in options if o not in editor), f"{file}:{line}"]


def run_editor(command: Sequence[str], file: Path) -> None:
    """Run an editor on this terminal to its end."""
    try:
        with _left_to_the_editor(signal.SIGINT):
            done = subprocess.run(command, check=False)
    except OSError as error:
        raise KgError(
            f"the editor {command[0]!r} can't be run: {error.strerror}; set EDITOR"
        ) from error
    if done.returncode:
        raise KgError(f"{command[0]} ended with {done.returncode}; {file} was not checked")


@contextlib.contextmanager
def _left_to_the_editor(number: signal.Signals) -> Iterator[None]:
    """Let a signal from the keyboard pass by kg; a process started meanwhile gets it."""
    before = signal.signal(number, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(number, before)


def _check(sources: Path, file: Path) -> list[Finding]:
    """Say what is wrong in the source that *file* belongs to, and return it; for all, all."""
    try:
        every = findings_in(sources)
    except SourcesError as error:
        every = list(error.findings)
    source = None if file == sources / places.REFERENCE else file.parent.name
    found = [finding for finding in every if source is None or f"/{source}/" in finding.file]
    say_findings(found)
    if not found:
        others = len(every) - len(found)
        talk(f"{counted(others, 'finding')} elsewhere: kg validate" if others else "next: kg build")
    return found
