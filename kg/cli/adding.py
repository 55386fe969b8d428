"""The command that takes in a document: add."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg import places
from kg.cli.options import Sources, StoreFolder, lang_of_environment
from kg.cli.printing import say, talk
from kg.cli.wording import counted
from kg.errors import KgError, KnownAlready
from kg.evidence import printable

if TYPE_CHECKING:
    from kg.intake import Extracted, Found, Who

_INTERRUPTED = 130

_WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "asking": "Enter takes what stands in brackets, or leaves it open.",
        "fields": {
            "title": "title",
            "publisher": "publisher",
            "published": "published (2024-09-12, 2024-09, 2024)",
            "address": "address (https://…)",
            "language": "language (de, en, ru, zh …)",
            "rights": "rights",
            "redistribute": "what may be passed on (full, quotes, none)",
            "id": "id",
        },
        "hanging": (
            "the text says «{words}» in line {line}, which only the day of publication can date"
        ),
        "made": "the file was made on {day}; that is no day of publication",
        "anyway": "add it anyway?",
        "unknown": "unknown",
        "paste": "paste the text, and end it with Ctrl-D on a line of its own",
        "new": "new entity {id}, {kind}, in {file}; correct it there if wrong",
        "known": "{id}, known",
        "unread": "not read: {what}",
        "added": "added {folder}: {lines}, {signs}",
        "taken": "{id} is there already",
        "labels": {},  # as they are called
        "origins": {},
        "next": "next: kg extract {0}, then kg review {0}; or kg build",
        "goes_on": "known already, going on: {source}",
    },
    "de": {
        "asking": "Enter nimmt, was in Klammern steht, oder lässt es offen.",
        "fields": {
            "title": "Titel",
            "publisher": "Herausgeber",
            "published": "veröffentlicht (2024-09-12, 2024-09, 2024)",
            "address": "Adresse (https://…)",
            "language": "Sprache (de, en, ru, zh …)",
            "rights": "Rechte",
            "redistribute": "was weitergegeben werden darf (full, quotes, none)",
            "id": "Kennung",
        },
        "hanging": (
            "in Zeile {line} steht «{words}», was nur der Tag der Veröffentlichung datieren kann"
        ),
        "made": "die Datei wurde am {day} gemacht; das ist kein Tag der Veröffentlichung",
        "anyway": "trotzdem aufnehmen?",
        "unknown": "unbekannt",
        "paste": "Text einfügen und mit Strg-D in einer eigenen Zeile beenden",
        "new": "neue Entität {id}, {kind}, in {file}; dort zu berichtigen, falls falsch",
        "known": "{id}, bekannt",
        "unread": "nicht gelesen: {what}",
        "added": "aufgenommen in {folder}: {lines}, {signs}",
        "taken": "{id} gibt es schon",
        "labels": {
            "title": "Titel",
            "publisher": "Herausgeber",
            "published": "veröffentlicht",
            "address": "Adresse",
            "language": "Sprache",
            "rights": "Rechte",
            "redistribute": "Weitergabe",
        },
        "origins": {
            "given": "angegeben",
            "asked": "erfragt",
            "recognised": "erkannt",
            "the first line": "die erste Zeile",
            "the first heading": "die erste Überschrift",
            "the file's name": "der Name der Datei",
            "unless said otherwise": "solange nichts anderes gesagt ist",
        },
        "next": "weiter: kg extract {0}, dann kg review {0}; oder kg build",
        "goes_on": "schon bekannt, weiter mit {source}",
    },
}


def add_to(app: typer.Typer) -> None:
    """Add this command to *app*."""
    app.command("add")(add)


def add(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Text, Markdown, HTML, PDF or .docx; - for stdin."),
    ],
    title: Annotated[str | None, typer.Option(help="Its title.", show_default=False)] = None,
    publisher: Annotated[
        str | None, typer.Option(help="Who published it: any name, or an id.", show_default=False)
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="When: 2024-09-12, 2024-09, 2024.", show_default=False)
    ] = None,
    url: Annotated[str | None, typer.Option(help="Where it stands.", show_default=False)] = None,
    lang: Annotated[
        str | None, typer.Option(help="The document's language.", show_default=False)
    ] = None,
    rights: Annotated[
        str | None, typer.Option(help="Whose it is, under which licence.", show_default=False)
    ] = None,
    redistribute: Annotated[
        str | None,
        typer.Option(
            metavar="full|quotes|none", help="What of it may be passed on.", show_default=False
        ),
    ] = None,
    source_id: Annotated[
        str | None, typer.Option("--id", help="The folder's name.", show_default=False)
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Of a text not in UTF-8.", show_default=False)
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also if a source has most of this text.")
    ] = False,
    max_size: Annotated[
        float, typer.Option(min=0, max=1000, help="The biggest file that is read, in MB.")
    ] = 20,
    review: Annotated[
        bool, typer.Option("--review", help="Go on: propose records, judge them, build.")
    ] = False,
    sources: Sources = None,
    store: StoreFolder = None,
) -> None:
    """Take in a document as a new source without records.

    Its text is kept, the file is not. On a terminal what is not given is asked for. Prints the new
    folder. Exits 1 where the text is known already or a part of it could not be read. With --review
    the same call goes on where it was left.

    Example: kg add paper.txt --publisher Reuters --published 2024-09-12
    """
    from kg.intake import FIELDS, Limits, checked, read_document, received

    folder = _writable(places.find_sources(sources))
    values = (title, publisher, published, url, lang, rights, redistribute)
    given = {field: value for field, value in zip(FIELDS, values, strict=True) if value is not None}
    for field, value in {**given, **({"id": source_id} if source_id is not None else {})}.items():
        checked(field, value)
    asks, piped = sys.stdin.isatty(), str(file) == "-"
    if asks and piped:
        talk(_words()["paste"])
    limits = Limits(size=int(max_size * 1_000_000))
    name = "standard input" if piped else str(file)
    read = read_document(received(file, limits), name, limits, encoding)
    try:
        _refuse_known(read.text, folder, anyway, asks)
        made = _taken_in(folder, read, given, source_id, name, asks)
        _say_how_much(made, read.text)
    except KnownAlready as known:
        made = folder / known.source
        if not (review and known.is_same):
            raise
        talk(printable(_words()["goes_on"].format(source=known.source)))
    say(str(made))
    _go_on(folder, store, made, review)
    if read.unread:
        raise typer.Exit(1)


def _go_on(sources: Path, store: Path | None, made: Path, to_review: bool) -> None:
    """Propose records of a source unless that was done, let a person judge them, and build."""
    if not to_review:
        talk(_words()["next"].format(made.name))
        return
    from kg.cli.extracting import extract
    from kg.cli.reviewing import review
    from kg.cli.sources import build
    from kg.extract import CANDIDATES

    if not (made / CANDIDATES).exists():
        extract(made.name, sources=sources, store=store)
    review(made.name, sources=sources)
    build(sources=sources, store=store)


def _say_how_much(made: Path, text: str) -> None:
    spoken = lang_of_environment().value
    rows = counted(text.count("\n") + (not text.endswith("\n")), "line", spoken)
    signs = counted(len(text), "sign", spoken)
    talk(printable(_words()["added"].format(folder=made, lines=rows, signs=signs)))


def _words() -> Mapping[str, Any]:
    return _WORDS[lang_of_environment().value]


def _writable(sources: Path) -> Path:
    if places.come_along(sources):
        raise KgError(f"{sources}: the packaged sources stay as they are; kg init makes your own")
    if not (sources / places.REFERENCE).is_file():
        raise KgError(f"{sources}: there is no such folder of sources; kg init makes one")
    return sources


def _refuse_known(text: str, sources: Path, anyway: bool, asks: bool) -> None:
    """Raise KnownAlready for a text that is among the *sources*, unless a person wants it."""
    from kg.intake import most_like

    like = most_like(text, sources)
    if like is None:
        return
    if like.is_same:
        raise KnownAlready(f"known already: {like}; nothing was added", like.source, is_same=True)
    if anyway or (asks and _wanted(str(like))):
        return
    raise KnownAlready(f"{like}; nothing was added (--anyway adds it)", like.source)


def _wanted(like: str) -> bool:
    talk(printable(like))
    return typer.confirm(_words()["anyway"], default=False, err=True)


def _taken_in(
    sources: Path,
    read: "Extracted",
    given: Mapping[str, str],
    source_id: str | None,
    name: str,
    asks: bool,
) -> Path:
    """Settle the head of the source and write its folder."""
    from kg.intake import Head, head_of, known_entities, proposed_id, publisher_called, write_source

    known = known_entities(sources)
    fields = head_of(read, given, name)
    if asks:
        fields = _asked_for(read, fields, given)
    if "language" not in fields:
        raise KgError(f"{name}: its language can't be told; give --lang")
    who = publisher_called(fields["publisher"].value, known) if "publisher" in fields else None
    proposed = proposed_id(fields, name, sources, known)
    if source_id is None and asks:
        source_id = _answer("id", proposed, sources)
    head = Head(source_id or proposed, fields, who.id if who else None, " ".join(read.notes))
    made = write_source(sources, head, read, [who] if who and who.is_new else [])
    _report(fields, who, made)
    for what in read.unread:
        talk(printable(_words()["unread"].format(what=what)))
    return made


def _report(fields: Mapping[str, "Found"], who: "Who | None", made: Path) -> None:
    """Say what the head of the source now says, and where each of it was found."""
    from kg.intake import FIELDS

    words = _words()
    labels = {field: f"{words['labels'].get(field, field)}:" for field in FIELDS}
    width = max(map(len, labels.values()))
    for field in FIELDS:
        there = fields.get(field)
        row = words["unknown"]
        if there:
            row = f"{there.value} ({words['origins'].get(there.where, there.where)})"
        if field == "publisher" and who:
            form = words["new" if who.is_new else "known"]
            row += f": {form.format(id=who.id, kind=who.entity_class, file=made / 'entities.yaml')}"
        talk(printable(f"{labels[field]:<{width}} {row}"))


# -- asking ---------------------------------------------------------------------------------


def _asked_for(
    read: "Extracted", fields: Mapping[str, "Found"], given: Mapping[str, str]
) -> dict[str, "Found"]:
    """Return the fields with what a person has made of those that were not given."""
    from kg.intake import FIELDS, Found

    talk(_words()["asking"])
    answers = dict(fields)
    for field in (each for each in FIELDS if each not in given):
        if field == "published":
            _say_why_a_date(read, fields)
        before = answers.pop(field, None)
        value = _answer(field, before.value if before else "")
        if value:
            is_same = before is not None and value == before.value
            answers[field] = before if before and is_same else Found(value, "asked")
    return answers


def _say_why_a_date(read: "Extracted", fields: Mapping[str, "Found"]) -> None:
    from kg.intake.dating import hanging_on_publication

    words = _words()
    language = fields["language"].value if "language" in fields else ""
    hanging = hanging_on_publication(read.text, language)
    if hanging:
        talk(printable(words["hanging"].format(**hanging._asdict())))
    if "made" in fields and "published" not in fields:
        talk(words["made"].format(day=fields["made"].value))


def _answer(field: str, default: str, sources: Path | None = None) -> str:
    """Return what a person answers, asked again until it can stand; "" leaves it open."""
    from kg.intake import checked

    while True:
        try:
            value = typer.prompt(
                _words()["fields"][field], default=default, show_default=bool(default), err=True
            )
            if not value.strip() and field not in _MUST_BE:
                return ""
            if sources is None or not (sources / checked(field, value)).exists():
                return checked(field, value)
            talk(_words()["taken"].format(id=value))
        except KgError as error:
            talk(printable(str(error)))
        except typer.Abort:
            talk("")
            raise typer.Exit(_INTERRUPTED) from None


_MUST_BE = frozenset({"title", "language", "redistribute", "id"})
