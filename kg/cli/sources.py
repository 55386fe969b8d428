"""Commands that read ``sources/``: build, init, quote, validate; and help on the wording."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from kg import places
from kg.cli import completing
from kg.cli.options import (
    Form,
    FormOption,
    LangOption,
    Sources,
    StoreFolder,
    folders,
    lang_of_environment,
)
from kg.cli.printing import progress, say, say_json, talk
from kg.cli.wording import counted
from kg.errors import Finding, KgError, NothingFound, SourcesError
from kg.evidence import printable


def add_to(app: typer.Typer) -> None:
    """Add these commands to *app*."""
    app.command("build")(build)
    app.command("init")(init)
    app.command("quote")(quote)
    app.command("validate")(validate)
    app.command("help")(help_on)


def build(
    sources: Sources = None,
    store: StoreFolder = None,
    force: Annotated[
        bool, typer.Option("--force", help="Build even where nothing has changed.")
    ] = False,
    candidates: Annotated[
        bool,
        typer.Option(
            "--candidates",
            help="Put what nobody has judged yet into graphs of its own, marked as that.",
        ),
    ] = False,
) -> None:
    """Read the sources, check every quote, write the graph.

    Any bad file or record: all of them are listed, exit 2, and the store stays as it was.
    Candidates are in no answer but of a query that names their graph.

    Example: kg build
    """
    from kg.build import STEPS, build_store

    source_folder, store_folder = folders(sources, store)
    with progress(STEPS[0], len(STEPS)) as tell:
        built = build_store(
            source_folder, store_folder, force=force, candidates=candidates, tell=tell
        )
    counts = built.manifest["counts"]
    done = "built" if built.anew else "nothing to do: the store is up to date"
    talk(
        f"{done}: {counted(counts['records'], 'record')} of "
        f"{counted(counts['sources'], 'source')}, "
        f"{counts['entities']} entities, {counts['quads']} quads in {printable(str(store_folder))}"
    )
    if proposed := sum(built.manifest.get("candidates", {}).values()):
        talk(f"{counted(proposed, 'candidate')} that nobody has judged, in graphs of their own")


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to make it.")] = Path(),
) -> None:
    """Make a folder of sources with the reference entities.

    Example: kg init my-sources
    """
    target = folder / "sources" / places.REFERENCE
    if target.exists():
        raise KgError(f"{target} is there already; nothing was changed")
    try:
        target.parent.mkdir(parents=True)
        shutil.copyfile(places.packaged("sources") / places.REFERENCE, target)
    except OSError as error:
        raise KgError(f"{target}: can't be written: {error.strerror}") from error
    talk(
        f"{printable(str(target))} is there; kg add makes a folder beside reference/ of each "
        "document, then kg build"
    )


def quote(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What you remember of the passage.")],
    sources: Sources = None,
    source: Annotated[
        str | None,
        typer.Option(
            help="Only in this source.", show_default=False, autocompletion=completing.sources
        ),
    ] = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Print the passage nearest to TEXT, for records.yaml.

    Verbatim, in each source that has one like it.
    Exits 1 where nothing is like it.

    Example: kg quote "80 Prozent der Bauteile"
    """
    from kg.corpus import passages

    found = passages(places.find_sources(sources), text, only=source)
    if form is Form.JSON:
        say_json([passage._asdict() for passage in found])
    for passage in found if form is Form.TABLE else ():
        talk(f"{printable(passage.source)} ¶{passage.line}")
        say(passage.as_yaml())
    if not found:
        raise NothingFound(f"no passage is like {text!r}; try fewer or other words of it")


def validate(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[SOURCE]",
            help="Only this source's findings.",
            show_default=False,
            autocompletion=completing.sources,
        ),
    ] = None,
    sources: Sources = None,
    form: FormOption = Form.TABLE,
) -> None:
    """List what is wrong in the sources, with file and line.

    Quotes, models, shapes and check queries are checked.
    Exits 1 with findings, 2 where a file can't be read at all.

    Example: kg validate
    """
    source_folder = places.find_sources(sources)
    if source is not None and not (source_folder / source).is_dir():
        raise KgError(f"{source_folder}: there is no source {source!r}")
    try:
        found = findings_in(source_folder)
    except SourcesError as error:
        if error.unreadable:
            raise
        found = list(error.findings)
    chosen = [finding for finding in found if source is None or f"/{source}/" in finding.file]
    if form is Form.JSON:
        say_json([finding._asdict() for finding in chosen])
    else:
        say_findings(chosen)
    if chosen:
        raise typer.Exit(1)


def findings_in(sources: Path) -> list[Finding]:
    """Return everything that speaks against *sources*.

    Raises SourcesError where they can't be taken as they are, so that no more can be looked at.
    """
    from kg.check import STEPS, all_findings
    from kg.corpus import read_corpus

    with progress("reading the sources", len(STEPS) + 1) as tell:
        tell("reading the sources")
        return all_findings(read_corpus(sources), folder=sources.name, tell=tell)


def say_findings(found: Iterable[Finding]) -> None:
    """Print findings, each with file and line, or that there are none."""
    rows = [printable(row) for finding in found for row in str(finding).split("\n")]
    say("\n".join(rows) if rows else "clean: no finding")


def help_on(
    topic: Annotated[
        str,
        typer.Argument(metavar="TOPIC", help="statuses", autocompletion=lambda: ["statuses"]),
    ] = "statuses",
    lang: LangOption = None,
) -> None:
    """Explain the words that records are labelled with.

    Example: kg help statuses
    """
    from kg.cli.wording import statuses_explained

    if topic != "statuses":
        raise KgError(f"no help on {topic!r}; there is: statuses")
    say(statuses_explained((lang or lang_of_environment()).value))
