"""Commands that read new texts by rule: extract, evaluate."""

from collections.abc import Iterator
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg import places
from kg.cli.options import Form, FormOption, Output, Sources, StoreFolder, folders
from kg.cli.printing import progress, say, say_json, status_word, talk, write
from kg.cli.wording import counted
from kg.errors import KgError, NothingFound
from kg.evidence import printable

if TYPE_CHECKING:
    from kg.corpus import Corpus
    from kg.evaluation import Evaluation
    from kg.extract import Document
    from kg.reading.reader import Reading

MIN_SCORE = 0.5  # less likely proposals cost a reviewer more than they give
# What tells a verb from a noun, by language: libraries of the extra `read`.
_HELPERS = {"de": ("HanTa",), "en": ("HanTa",), "ru": ("pymorphy3",)}


class ExtractForm(StrEnum):
    """How candidates are printed."""

    TABLE = "table"
    JSONL = "jsonl"


def add_to(app: typer.Typer) -> None:
    """Add these commands to *app*."""
    app.command("extract")(extract)
    app.command("evaluate")(evaluate)


def extract(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A text, a source's id, or - for stdin.")
    ],
    form: Annotated[
        ExtractForm, typer.Option("--format", help="A table, or the stable line.")
    ] = ExtractForm.TABLE,
    min_score: Annotated[
        float, typer.Option("--min-score", min=0.0, max=1.0, help="Leave out what is less likely.")
    ] = MIN_SCORE,
    explain: Annotated[
        bool, typer.Option("--explain", help="Sentence by sentence, what was seen and why.")
    ] = False,
    language: Annotated[
        str | None, typer.Option("--language", help="Of the text: de, en, ru; else recognised.")
    ] = None,
    published: Annotated[
        str | None, typer.Option("--published", help="Its day, from which yesterday is reckoned.")
    ] = None,
    output: Output = None,
    sources: Sources = None,
    store: StoreFolder = None,
) -> None:
    """Propose records from a text, each with its sentence and a score.

    A source of yours is named by its id: its candidates are written beside it, for kg review,
    unless --format jsonl, -o or --explain print them.
    Nothing that is proposed here has been looked at by anybody.

    Example: kg extract tdc-reverse-kissinger-2025 --format jsonl
    """
    from kg.corpus import read_corpus
    from kg.extract import candidate_lines, document_of, write_candidates
    from kg.lines import dump
    from kg.reading.explain import explained

    source_folder, _ = folders(sources, store)
    corpus = read_corpus(source_folder)
    document = document_of(file, corpus, source_folder, language=language, published=published)
    reading = _read(document, corpus)
    if explain:
        write("".join(f"{row}\n" for row in explained(reading)), output)
        _say_unread(document)
        return
    lines = list(candidate_lines(reading, least=min_score))
    if document.folder is not None and output is None and form is ExtractForm.TABLE:
        if places.come_along(source_folder):
            raise KgError(
                f"{source_folder}: the packaged sources stay as they are; "
                "--format jsonl prints the candidates"
            )
        written = write_candidates(document.folder, lines)
        talk(f"{printable(str(written))}: {_summary(lines)}; next: kg review {document.source}")
    elif form is ExtractForm.JSONL:
        write(dump(lines), output)
        talk(_summary(lines))
    else:
        write(_table(lines), output)
        talk(_summary(lines))
    _say_unread(document)


def evaluate(
    file: Annotated[
        str, typer.Argument(metavar="SOURCE", help="A source's id, or a text with --gold.")
    ],
    gold: Annotated[
        Path | None,
        typer.Option("--gold", help="What is there: lines of the stable shape; else records.yaml."),
    ] = None,
    proposed: Annotated[
        Path | None,
        typer.Option("--proposed", help="What was proposed; else it is read now."),
    ] = None,
    at_least: Annotated[
        float | None,
        typer.Option("--at-least", min=0.0, max=1.0, help="Exit 1 where F1 over records is lower."),
    ] = None,
    misses: Annotated[
        int, typer.Option("--misses", min=0, help="So many of the worst misses are shown.")
    ] = 5,
    min_score: Annotated[
        float, typer.Option("--min-score", min=0.0, max=1.0, help="Leave out what is less likely.")
    ] = MIN_SCORE,
    language: Annotated[
        str | None, typer.Option("--language", help="Of the text: de, en, ru; else recognised.")
    ] = None,
    form: FormOption = Form.TABLE,
    sources: Sources = None,
    store: StoreFolder = None,
) -> None:
    """Measure the reader beside what people found.

    Precision, recall and F1 by kind; of the paired, how many agree on status, date and speaker.

    Example: kg evaluate tdc-reverse-kissinger-2025 --misses 10
    """
    from kg.corpus import read_corpus
    from kg.evaluation import evaluate as evaluated
    from kg.extract import candidate_lines, document_of, gold_lines, lines_in

    source_folder, _ = folders(sources, store)
    corpus = read_corpus(source_folder)
    document = document_of(file, corpus, source_folder, language=language)
    there = lines_in(gold) if gold else gold_lines(document, corpus)
    if proposed:
        lines = lines_in(proposed)
    else:
        lines = list(candidate_lines(_read(document, corpus), least=min_score))
    if not any("status" in line for line in there):
        raise KgError(f"{document.name}: no reviewed record yet: nothing to measure against")
    found = evaluated(lines, there)
    if form is Form.JSON:
        say_json(_as_json(found, misses))
    else:
        say("\n".join(_report(found, misses)))
    if at_least is not None and found.all_records.f1 < at_least:
        raise NothingFound(f"F1 over records is {found.all_records.f1:.2f}, below {at_least}")


def _as_json(found: "Evaluation", misses: int) -> Any:
    def rows(measures: Any) -> Any:
        return {
            name: {**row._asdict(), "precision": row.precision, "recall": row.recall, "f1": row.f1}
            for name, row in measures.items()
        }

    return {
        "entities": rows({**found.entities, "all": found.all_entities}),
        "records": rows({**found.records, "all": found.all_records}),
        "accuracy": {
            name: {"right": right, "of": of} for name, (right, of) in found.accuracy.items()
        },
        "missed": list(found.missed[:misses]),
        "wrong": list(found.wrong[:misses]),
    }


def _report(found: "Evaluation", misses: int) -> Iterator[str]:
    yield f"{'':<28} {'P':>5} {'R':>5} {'F1':>5}   right / proposed / there"
    for title, measures, whole in (
        ("entities", found.entities, found.all_entities),
        ("records", found.records, found.all_records),
    ):
        for name, row in [(title.upper(), whole), *measures.items()]:
            yield (
                f"{name:<28} {row.precision:5.2f} {row.recall:5.2f} {row.f1:5.2f}   "
                f"{row.right} / {row.proposed} / {row.there}"
            )
    for name, (right, of) in found.accuracy.items():
        share = f"{right / of:.2f}" if of else "–"
        yield f"{name + ', of the paired':<28} {share:>17}   {right} / {of}"
    for title, lines in (("MISSED", found.missed), ("WRONG", found.wrong)):
        for line in lines[:misses]:
            yield f"{title} {line['kind']}: {printable(line['labels'].get('en', line['id']))}"
            yield f"    «{printable(line['evidence'][0]['exact'])}»"


def _read(document: "Document", corpus: "Corpus") -> "Reading":
    from kg.extract import read_document

    missing = [name for name in _HELPERS.get(document.language, ()) if find_spec(name) is None]
    if missing:
        talk(
            f"without {', '.join(missing)} words are told apart less well: "
            "pip install 'sino-russian-kg[read]'"
        )
    with progress("reading", 1):
        return read_document(document, corpus)


def _say_unread(document: "Document") -> None:
    """Say what of the file could not be read, if anything; then that is the exit code."""
    for what in document.unread:
        talk(f"{printable(document.name)}: not read: {printable(what)}")
    if document.unread:
        raise typer.Exit(1)


def _summary(lines: list[Any]) -> str:
    candidates = [line for line in lines if "score" in line]
    if not candidates:
        return "no record found that the text would say: nothing is proposed"
    number = len(lines) - len(candidates)
    entities = f"{number} {'entity' if number == 1 else 'entities'}"
    return f"{counted(len(candidates), 'candidate')} and {entities}, none of them reviewed"


def _table(lines: list[Any]) -> str:
    return "".join(
        f"{line['score']:.2f}  {line['kind']:<12} {status_word(line):<12} "
        f"{printable(line['labels'].get('en', ''))} "
        f"({line['time'] or 'undated'}; {_speakers(line)})\n"
        f"      «{printable(line['evidence'][-1]['exact'])}»\n"
        for line in lines
        if "score" in line
    )


def _speakers(line: Any) -> str:
    names = [printable(step["name"]) for step in line["attributed_to"]]
    return f"says so: {' ← '.join(names)}" if names else "the source itself"
