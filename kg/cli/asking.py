"""Commands that ask in SPARQL: query, queries."""

import contextlib
import io
import json
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, NamedTuple, cast

import typer

from kg.cli import completing
from kg.cli.options import (
    Form,
    FormOption,
    LangOption,
    Output,
    Sources,
    StoreFolder,
    lang_of_environment,
    opened_store,
)
from kg.cli.printing import say, say_json, table, table_again, talk, whole_file
from kg.cli.wording import counted, heads, words
from kg.errors import OutputError, QueryError
from kg.evidence import printable
from kg.questions import (
    ANY,
    MEBIBYTES,
    ROWS,
    SECONDS,
    Parameter,
    Question,
    loose_question,
    questions,
)

if TYPE_CHECKING:
    from kg.store import Query, Store, Told, Value

_TIMEOUT = 30.0
_MEMORY = 2048


class ResultForm(StrEnum):
    """How an answer is printed: rows as the first five, graphs as the last three."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"


_OF_GRAPHS = frozenset({"CONSTRUCT", "DESCRIBE"})
_GRAPHS = frozenset({ResultForm.TURTLE, ResultForm.NTRIPLES, ResultForm.JSONLD})


def add_to(app: typer.Typer) -> None:
    """Add these commands to *app*."""
    app.command("query")(query)
    app.command("queries")(named_queries)


def query(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]", help="A file with SPARQL; - reads it from stdin.", show_default=False
        ),
    ] = None,
    text: Annotated[
        str | None, typer.Option("-e", "--text", help="SPARQL right here.", show_default=False)
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            help="A named query; kg queries lists them.",
            show_default=False,
            autocompletion=completing.queries,
        ),
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "-p",
            "--param",
            metavar="NAME=VALUE",
            help="A parameter's value.",
            show_default=False,
            autocompletion=completing.parameters,
        ),
    ] = None,
    form: Annotated[
        ResultForm, typer.Option("--format", help="How to print it; a graph is Turtle by itself.")
    ] = ResultForm.TABLE,
    output: Output = None,
    limit: Annotated[
        int | None,
        typer.Option(min=0, max=ROWS, help="Rows or triples at most.", show_default=False),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, max=SECONDS, help="Seconds after which it is stopped.")
    ] = _TIMEOUT,
    max_memory: Annotated[
        int, typer.Option(min=16, max=MEBIBYTES, help="MiB of memory above which it is stopped.")
    ] = _MEMORY,
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
) -> None:
    """Ask the graph in SPARQL 1.1.

    The prefixes of the vocabulary (sr:, id:, st:, stage:, g: and the usual ones) are known.
    ASK exits 1 for no. --lang is also the value of a parameter of that name.

    Example: kg query --name sanctions -p target=Russland
    """
    asked = _asked(file, text, name)
    chosen = (lang or lang_of_environment()).value
    given = _pairs(parameter)
    if any((each.name, each.type) == ("lang", "text") for each in asked.parameters):
        given.setdefault("lang", chosen)
    prepared = _prepared(opened_store(sources, store, lang), asked, given, form)
    _print_answer(_Asking(*prepared, limit, timeout, max_memory, chosen), output)


def named_queries(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="The query to print.",
            show_default=False,
            autocompletion=completing.queries,
        ),
    ] = None,
    lang: LangOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """List the named queries, or print one of them.

    With its parameters and an example.

    Example: kg queries sanctions
    """
    chosen = (lang or lang_of_environment()).value
    if name is not None:
        _print_one(_named(name), form, chosen)
    elif form is Form.JSON:
        say_json([_as_json(asked, chosen) for asked in questions("queries")])
    else:
        every = questions("queries")
        rows = [[asked.name, asked.titled(chosen), _parameters(asked)] for asked in every]
        table(heads(chosen, "name", "title", "parameters"), rows)


# -- what is asked ------------------------------------------------------------------------


def _asked(file: str | None, text: str | None, name: str | None) -> Question:
    if sum(way is not None for way in (file, text, name)) != 1:
        raise QueryError("write a FILE (- for stdin), or the query after -e, or --name NAME")
    if name is not None:
        return _named(name)
    if text is not None:
        return loose_question("the query", text)
    return loose_question(str(file), _read(str(file)))


def _named(name: str) -> Question:
    from kg.lookup import question_named

    return question_named(name)


def _read(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        hint = "; for SPARQL right here, write -e before it" if "{" in file else ""
        raise QueryError(f"{file}: can't be read: {error.strerror}{hint}") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{file}: no UTF-8 at byte {error.start}") from error


def _pairs(written: list[str] | None) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for pair in written or ():
        name, equals, value = pair.partition("=")
        if not equals or name in pairs:
            raise QueryError(f"-p {pair}: write NAME=VALUE, each name once")
        pairs[name] = value
    return pairs


# -- what is answered ---------------------------------------------------------------------


class _Asking(NamedTuple):
    """A query on its way: how long, how much, and in which form."""

    store: "Store"
    query: "Query"
    values: "dict[str, Value]"
    form: ResultForm
    limit: int | None
    timeout: float
    memory: int
    lang: str

    @property
    def as_table(self) -> bool:
        """Return whether rows or a yes are printed for people."""
        return self.form is ResultForm.TABLE and self.query.form not in _OF_GRAPHS

    def into(self, file: BinaryIO) -> "Told":
        """Write the answer into *file*, without holding it here."""
        return self.store.ask_into(
            file.fileno(),
            self.query.text,
            self.values,
            form=self.form.value,
            limit=self.limit,
            timeout=self.timeout,
            memory=self.memory << 20,
        )


def _prepared(
    store: "Store", asked: Question, given: Mapping[str, str], form: ResultForm
) -> "tuple[Store, Query, dict[str, Value], ResultForm]":
    from kg.store.guard import looked_at as look_at

    looked_at = look_at(asked.text)
    of_graphs = looked_at.form in _OF_GRAPHS
    if looked_at.form and form is not ResultForm.TABLE and of_graphs is not (form in _GRAPHS):
        fitting = [each.value for each in ResultForm if (each in _GRAPHS) is of_graphs]
        raise QueryError(f"{looked_at.form} can't be {form.value}; it can be {', '.join(fitting)}")
    return store, looked_at, _values(store, asked, given), form


def _values(store: "Store", asked: Question, given: Mapping[str, str]) -> "dict[str, Value]":
    if not (asked.parameters or given):
        return {}
    from kg.lookup import Catalogue, values_for

    return values_for(Catalogue(store), asked, given)


def _print_answer(asking: _Asking, output: Path | None) -> None:
    """Print the answer, say on stderr how whole it is, and exit 1 where ASK gave no."""
    with _file(output) as file:
        if not asking.as_table:
            told = asking.into(file)
        else:
            with _temporary() as rows:
                told = asking.into(rows)
                _print_table(asking, told, rows, file)
    _talk(asking, told)
    if told.sort == "boolean" and not told.yes:
        raise typer.Exit(1)


@contextlib.contextmanager
def _file(output: Path | None) -> Iterator[BinaryIO]:
    """Give the file that an answer is written to: *output*, else stdout itself if it is one."""
    if output is not None and str(output) != "-":
        try:
            with whole_file(output) as file:
                yield file
        except OutputError as error:  # the child that writes knows no name
            raise OutputError(f"{output}: {str(error).removeprefix(f'{output}: ')}") from error
        return
    sys.stdout.flush()
    try:
        sys.stdout.fileno()
    except OSError:  # somebody has put an object in its place
        with _temporary() as file:
            yield file
            file.seek(0)
            shutil.copyfileobj(file, sys.stdout.buffer)
    else:
        yield sys.stdout.buffer
    sys.stdout.flush()


def _temporary() -> BinaryIO:
    import tempfile

    return cast(BinaryIO, tempfile.TemporaryFile())


def _print_table(asking: _Asking, told: "Told", rows: BinaryIO, file: BinaryIO) -> None:
    if file.fileno() == _fileno_of_stdout():
        _print_cells(asking, told, rows)
        return
    text = io.TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=True)
    with contextlib.redirect_stdout(text):
        _print_cells(asking, told, rows)
    text.detach()


def _fileno_of_stdout() -> int | None:
    try:
        return sys.stdout.fileno()
    except OSError:
        return None


def _print_cells(asking: _Asking, told: "Told", rows: BinaryIO) -> None:
    if told.sort == "boolean":
        say(words(asking.lang)["yes" if told.yes else "no"])
        return
    shown = [at for at, name in enumerate(told.names) if name not in asking.values]
    names = [told.names[at] for at in shown]
    whole = {at for at, name in enumerate(names) if name.lower().endswith(("status", "polarity"))}
    table_again(names, _Cells(rows, told.names, shown), whole=whole)


class _Cells:
    """The cells of a table, read from a file each time that they are walked."""

    def __init__(self, file: BinaryIO, names: Sequence[str], shown: Sequence[int]) -> None:
        self._file = file
        self._names = names
        self._shown = shown

    def __iter__(self) -> Iterator[list[str]]:
        from kg.store import as_read

        self._file.seek(0)
        for line in self._file:
            row = json.loads(line)
            yield [as_read(self._names[at], row[at]) for at in self._shown]


def _talk(asking: _Asking, told: "Told") -> None:
    for name, value in asking.values.items():
        talk(f"{name}: {_plainly(value)}")
    for doubt in asking.store.doubts(asking.query.text, told.unknown):
        talk(printable(doubt))
    if told.number is not None:
        noun = "row" if told.sort == "rows" else "triple"
        said = words(asking.lang)["cut" if told.cut else "complete"]
        talk(said.format(counted=counted(told.number, noun, asking.lang), limit=asking.limit))


def _plainly(value: object) -> str:
    """Return a value as people read it: an IRI of ours with its prefix."""
    from kg.store import short

    return printable(short(str(value)))


# -- the named ones -----------------------------------------------------------------------


def _parameters(asked: Question) -> str:
    return ", ".join(
        parameter.name if parameter.default is None else f"[{parameter.name}]"
        for parameter in asked.parameters
    )


def _print_one(asked: Question, form: Form, lang: str) -> None:
    if form is Form.JSON:
        say_json({**_as_json(asked, lang), "query": asked.text})
        return
    say(asked.text.rstrip())
    given = [
        f" -p {each.name}={_EXAMPLES[each.type]}" for each in asked.parameters if _worth_it(each)
    ]
    command = f"kg query --name {asked.name}{''.join(given)}"
    talk(words(lang)["example"].format(command=command))


def _worth_it(parameter: Parameter) -> bool:
    return parameter.default in {None, ANY}


_EXAMPLES = {
    "entity": "China",
    "kind": "sanction",
    "status": "reported",
    "date": "2022",
    "number": "50",
    "text": "Öl",
}


def _as_json(asked: Question, lang: str) -> dict[str, object]:
    return {
        "name": asked.name,
        "title": asked.titled(lang),
        "about": asked.about,
        "parameters": [parameter._asdict() for parameter in asked.parameters],
    }
