"""The command that finds: find, for a name or for a whole sentence that somebody has sent."""

import shlex
import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from kg.cli import completing
from kg.cli.filtering import Given, split_extras, with_filters
from kg.cli.looking import open_catalogue
from kg.cli.options import MOST, Form, FormOption, LangOption, Sources, StoreFolder
from kg.cli.phrases import Phrases
from kg.cli.printing import coloured_status, say, say_json, status_word, table, talk
from kg.cli.wording import heads, words
from kg.errors import KgError, NothingFound
from kg.evidence import printable
from kg.lookup import Catalogue, Filters, Hit, Line, find, in_vain, is_record, last_line, searched
from kg.lookup.near import options_of
from kg.lookup.pasted import Named, Nearest, Reading, answer, read

_LONGEST = 5000  # signs of a text; what is longer is a document
_WORDS = {
    "en": {
        "names": "names in it: {names}",
        "no_names": "no name in it is known here",
        "unknown": "in no record here: {words}",
        "apart": "no record here has all of these names",
        "nearest": "The nearest records, by names and words; read what each says.",
        "filtered": "the same without filters",
        "named": "“{words}”",
    },
    "de": {
        "names": "Namen darin: {names}",
        "no_names": "kein Name darin ist hier bekannt",
        "unknown": "in keinem Eintrag hier: {words}",
        "apart": "kein Eintrag hier hat alle diese Namen",
        "nearest": "Die nächsten Einträge, nach Namen und Wörtern; was jeder sagt, bitte lesen.",
        "filtered": "dasselbe ohne Filter",
        "named": "„{words}“",
    },
}


def add_to(app: typer.Typer) -> None:
    """Add this command to *app*."""
    extras = {"ignore_unknown_options": True, "allow_extra_args": True}
    app.command("find", cls=completing.WithRoles, context_settings=extras)(find_names)


@with_filters
def find_names(
    context: typer.Context,
    text: Annotated[
        list[str],
        typer.Argument(
            metavar="TEXT",
            help="A name or part of one, or a whole sentence; - reads stdin.",
            autocompletion=completing.entities_or_role,
        ),
    ],
    limit: Annotated[
        int | None,
        typer.Option(
            min=1, max=MOST, help="How many at most: 20, of a sentence 7.", show_default=False
        ),
    ] = None,
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
    form: FormOption = Form.TABLE,
    *,
    given: Given,
) -> None:
    """Find entities and records by any name, or nearly so.

    Names in any language and script, aliases, labels; then the words of a record's sentence. Of a
    whole sentence the names are recognised and the nearest records shown, with their own roles,
    status and date; whether they say the same is for you to read. Filters keep the records that
    fit, and who is in them; what has no date stays. Exits 1 where nothing is found.

    Example: kg find Peking

    Example: kg find Drohne --status said

    Example: kg find "Wafangdian supplied bearings to Tascom"
    """
    catalogue = open_catalogue(sources, store, lang)
    names, short = split_extras([*text, *context.args])
    wanted = _text(names)
    filters = given.filters(catalogue, extras=short)
    found = answer(catalogue, wanted, filters, limit)
    if found.reading:
        _print_reading(catalogue, found.reading, wanted, filters, form)
    elif found.hits:
        _print_hits(catalogue, found.hits, wanted, filters, form)
    else:
        _say_nothing(catalogue, wanted, filters, form)


def _text(names: list[str]) -> str:
    """Return what is looked for, from stdin for ``-``."""
    text = " ".join(names)
    if text == "-":
        text = sys.stdin.buffer.read(4 * _LONGEST).decode("utf-8", errors="replace")
    if not text.strip():
        raise KgError("there is nothing to look for; write a name or a sentence")
    return " ".join(text[:_LONGEST].split())


# -- by name ------------------------------------------------------------------------------


def _print_hits(
    catalogue: Catalogue, hits: list[Hit], text: str, filters: Filters, form: Form
) -> None:
    if form is Form.JSON:
        _say_found(catalogue, [_hit_json(hit) for hit in hits], text, filters)
        return
    reasons = words(catalogue.lang)["reasons"]
    rows = [
        (
            reasons.get(hit.reason, hit.reason),
            catalogue.label(hit.line),
            _sort_of(hit.line, catalogue),
            hit.line["id"],
        )
        for hit in hits
    ]
    table(heads(catalogue.lang, "why", "name", "what", "id"), rows, whole={2})


def _sort_of(line: Line, catalogue: Catalogue) -> str:
    """Return what a line is; of a record also how sure, and who says so where it is another."""
    if not is_record(line):
        return catalogue.word("classes", line["class"])
    says = f" ({Phrases(catalogue).speakers(line)})" if line["attributed_to"] else ""
    return f"{catalogue.word('kinds', line['kind'])}, {status_word(line)}{says}"


def _hit_json(hit: Hit) -> dict[str, Any]:
    found = {"id": hit.line["id"], "reason": hit.reason, "name": hit.name, "kind": hit.line["kind"]}
    return {**found, **(_said_json(hit.line) if is_record(hit.line) else {})}


def _said_json(line: Line) -> dict[str, Any]:
    return {name: line[name] for name in ("status", "polarity", "attributed_to", "time")}


# -- of a sentence ------------------------------------------------------------------------


def _print_reading(
    catalogue: Catalogue, reading: Reading, text: str, filters: Filters, form: Form
) -> None:
    if form is Form.JSON:
        results = [_nearest_json(nearest) for nearest in reading.nearest]
        names = [named._asdict() for named in reading.names]
        more = {"names": names, "unknown": list(reading.unknown), "together": not reading.apart}
        _say_found(catalogue, results, text, filters, **more)
        return
    fixed = _WORDS[catalogue.lang]
    talk("\n".join(_heard(catalogue, reading)))
    for nearest in reading.nearest:
        say("\n".join(_near_lines(catalogue, nearest.line)))
    talk(fixed["nearest"])
    talk(last_line(catalogue))


def _heard(catalogue: Catalogue, reading: Reading) -> Iterator[str]:
    """Yield which names were recognised, what is not known here, and that no record has all."""
    fixed = _WORDS[catalogue.lang]
    names = "; ".join(_called(catalogue, named) for named in reading.names)
    yield fixed["names"].format(names=names) if names else fixed["no_names"]
    if reading.unknown:
        yield fixed["unknown"].format(words=printable(", ".join(reading.unknown)))
    if reading.apart:
        yield fixed["apart"]


def _called(catalogue: Catalogue, named: Named) -> str:
    """Return a name as the sentence has it, with who is called so."""
    meant = [printable(catalogue.name_of(entity)) for entity in named.entities]
    said = printable(named.words)
    written = _WORDS[catalogue.lang]["named"].format(words=said)
    return said if meant == [said] else f"{written} = {' / '.join(meant)}"


def _near_lines(catalogue: Catalogue, line: Line) -> Iterator[str]:
    """Yield a record as it is: status, kind, date, roles; then its words."""
    phrases = Phrases(catalogue)
    when = line["time"] or phrases.words["undated"]
    kind = catalogue.word("kinds", line["kind"])
    status = coloured_status(status_word(line))
    label = printable(catalogue.label(line))
    yield f"{status}  {' · '.join([kind, when, label, *phrases.said_by(line), line['id']])}"
    if roles := _roles(catalogue, line):
        yield f"    {printable(roles)}"
    quotes = phrases.quotes(line)
    yield f"    {phrases.wording(line)}: {next(quotes)}"
    for more in quotes:
        yield f"    {more}"


def _roles(catalogue: Catalogue, line: Line) -> str:
    filled: dict[str, list[str]] = {}
    for role, entity in catalogue.roles(line):
        filled.setdefault(role, []).append(catalogue.name_of(entity))
    return " · ".join(
        f"{catalogue.word('fields', role)}: {', '.join(names)}" for role, names in filled.items()
    )


def _nearest_json(nearest: Nearest) -> dict[str, Any]:
    line = nearest.line
    held = {"id": line["id"], "kind": line["kind"], "labels": line["labels"]}
    said = {"participants": line["participants"], "evidence": line["evidence"]}
    return {**held, **_said_json(line), **said, "names": list(nearest.names)}


# -- nothing ------------------------------------------------------------------------------


def _say_found(
    catalogue: Catalogue, results: list[Any], text: str, filters: Filters, **more: Any
) -> None:
    looked = searched(catalogue, filters)._replace(asked=text, command=_command(text, filters))
    say_json({"results": results, **more, "searched": looked._asdict(), "near": []})


def _command(text: str, filters: Filters) -> str:
    return shlex.join(["kg", "find", printable(text), *options_of(filters)])


def _say_nothing(catalogue: Catalogue, text: str, filters: Filters, form: Form) -> None:
    """Say what was looked for in vain, and what lies nearest: the names in it, at least."""
    looked = searched(catalogue, filters)
    asked = _WORDS[catalogue.lang]["named"].format(words=printable(text))
    if filters != Filters():
        asked += f" · {looked.asked}"
    looked = looked._replace(asked=asked, command=_command(text, filters))
    near = list(_near(catalogue, text, filters))
    if form is Form.JSON:
        say_json({"results": [], "searched": looked._asdict(), "near": near})
    shown = [f"    {item['why']}   {item['command']}" for item in near]
    talk("\n".join([in_vain(catalogue, looked), *shown, last_line(catalogue)]))
    raise typer.Exit(NothingFound.exit_code)


def _near(catalogue: Catalogue, text: str, filters: Filters) -> Iterator[dict[str, Any]]:
    if filters != Filters() and (hits := find(catalogue, text)):
        why = f"{_WORDS[catalogue.lang]['filtered']}: {len(hits)}"
        yield {"why": why, "records": len(hits), "command": _command(text, Filters())}
    for named in read(catalogue, text, filters, 1).names:
        for entity in named.entities:
            number = catalogue.number_of_records(entity)
            why = f"{_called(catalogue, Named(named.words, (entity,)))}: {number}"
            yield {"why": why, "records": number, "command": f"kg show {entity}"}
