"""Completion in the shell: what may stand next, read from the index of the store that is meant.

Nothing is ever said here but what may stand next: without a store, or with a broken one, nothing
is offered. What a document calls things goes through three shells that each read signs their own
way, so that letters, digits and hyphens are all that is offered of it.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import typer
from typer._click.shell_completion import CompletionItem, add_completion_class
from typer._completion_classes import BashComplete, FishComplete, ZshComplete
from typer.core import TyperCommand

from kg.cli.options import folders, lang_of_environment
from kg.questions import Parameter, questions

if TYPE_CHECKING:
    from kg.lookup import Catalogue

Offer = str | tuple[str, str]
_TAKEN = re.compile(r"[\w .,/-]*")  # what somebody may have typed of a name
_NO_WORD = re.compile(r"[^\w .,;·–-]+")


class _Line:
    """A command line that is being typed: what is known of it, and its store."""

    def __init__(self, context: typer.Context) -> None:
        self.given = context.params  # as typed: nothing is converted yet
        self.words = [*(self.given.get("words") or ()), *context.args]

    @cached_property
    def catalogue(self) -> "Catalogue":
        from kg.lookup import Catalogue
        from kg.store import open_store

        _, store = folders(self.given.get("sources"), self.given.get("store"))
        return Catalogue(open_store(store), str(self.given.get("lang") or lang_of_environment()))


Words = Callable[[_Line, str], Iterable[Offer]]
Completion = Callable[[typer.Context, str], list[Offer]]


def _offering(words: Words) -> Completion:
    """Return *words* as a completion that keeps silent where something is wrong."""

    def offered(ctx: typer.Context, incomplete: str) -> list[Offer]:
        try:
            return list(words(_Line(ctx), incomplete))
        except Exception:  # noqa: BLE001 - a half-typed line is no place for an error
            return []

    return offered


# -- who, what ----------------------------------------------------------------------------


def _entities(line: _Line, typed: str, role: str | None = None) -> Iterator[Offer]:
    from kg.lookup import begin_with

    if _TAKEN.fullmatch(typed):
        for word, known in begin_with(line.catalogue, typed, role=role):
            yield word, line.catalogue.name_of(known)


def _records(line: _Line, typed: str) -> Iterator[Offer]:
    from kg.lookup import begin_with

    if _TAKEN.fullmatch(typed):
        for word, known in begin_with(line.catalogue, typed, records=True):
            yield word, line.catalogue.label(line.catalogue.records[known])


def _anything(line: _Line, typed: str) -> Iterator[Offer]:
    yield from _entities(line, typed)
    if typed:
        yield from _records(line, typed)


entities = _offering(_entities)
records = _offering(_records)
anything = _offering(_anything)
places = _offering(lambda line, typed: _entities(line, typed, "place"))


# -- words of the vocabulary --------------------------------------------------------------


def _codes(line: _Line, *sorts: str) -> Iterator[str]:
    for sort in sorts:
        yield from (code.replace("_", "-") for code in line.catalogue.vocabulary[sort])


def _statuses(line: _Line, typed: str) -> Iterator[str]:
    before = typed[: typed.rfind(",") + 1]  # several may be given: planned,denied
    return (before + word for word in ("said", "unconfirmed", "not-so", *_codes(line, "statuses")))


def _roles(line: _Line) -> list[str]:
    """Return the roles of the kinds that are given, or of all."""
    known = line.catalogue.vocabulary["kinds"]
    given = [*line.words, *(line.given.get("kind") or ())]
    kinds = [name for name in (word.replace("-", "_") for word in given) if name in known]
    every = {role for kind in kinds or known for role in known[kind]["roles"]}
    return sorted(role.replace("_", "-") for role in every)


def _kinds_or_role(line: _Line, typed: str, *sorts: str) -> Iterable[Offer]:
    """Return kinds; after a role given short, ``--imposer``, who may fill it."""
    if _after_role(line):
        return _entities(line, typed, line.words[-1].removeprefix("--").replace("-", "_"))
    return _codes(line, *sorts)


def _entities_or_role(line: _Line, typed: str) -> Iterable[Offer]:
    """Return whoever is called so; after a role given short, who may fill it."""
    return _kinds_or_role(line, typed) if _after_role(line) else _entities(line, typed)


def _after_role(line: _Line) -> bool:
    return bool(line.words) and line.words[-1].startswith("--")


entities_or_role = _offering(_entities_or_role)
kinds = _offering(lambda line, _: _codes(line, "kinds"))
kinds_or_role = _offering(lambda line, typed: _kinds_or_role(line, typed, "kinds"))
kinds_or_classes = _offering(lambda line, typed: _kinds_or_role(line, typed, "kinds", "classes"))
statuses = _offering(_statuses)
sources = _offering(lambda line, _: line.catalogue.store.manifest["sources"])


# -- pairs: ROLE=NAME, NAME=VALUE ---------------------------------------------------------


def _pairs(
    names: Iterable[str], typed: str, values: Callable[[str, str], Iterable[Offer]]
) -> list[Offer]:
    """Return the names that begin so; where there is only one, with its values."""
    begun = [name for name in names if f"{name}=".startswith(typed.partition("=")[0])]
    exact = [name for name in begun if typed.startswith(f"{name}=")]
    if len(begun) == 1 or exact:
        (name,) = exact or begun
        found = list(values(name, typed.partition("=")[2]))
        return [_behind(f"{name}=", offer) for offer in found] or [f"{name}="] * (not exact)
    return [f"{name}=" for name in begun]


def _behind(lead: str, offer: Offer) -> Offer:
    return lead + offer if isinstance(offer, str) else (lead + offer[0], offer[1])


def _role_pairs(line: _Line, typed: str) -> Iterable[Offer]:
    return _pairs(
        _roles(line),
        typed,
        lambda role, value: _entities(line, value, role.replace("-", "_")),
    )


def _parameters(line: _Line, typed: str) -> Iterable[Offer]:
    asked = next(each for each in questions("queries") if each.name == line.given.get("name"))
    by_name = {parameter.name: parameter for parameter in asked.parameters}
    return _pairs(by_name, typed, lambda name, value: _values(line, by_name[name], value))


def _values(line: _Line, parameter: Parameter, typed: str) -> Iterable[Offer]:
    match parameter.type:
        case "entity":
            return _entities(line, typed)
        case "kind":
            return _codes(line, "kinds")
        case "status":
            return _codes(line, "statuses")
        case _:
            return ()


def queries(incomplete: str) -> list[Offer]:
    """Return the names of the queries that come along."""
    return [
        (asked.name, asked.title)
        for asked in questions("queries")
        if asked.name.startswith(incomplete)
    ]


role_pairs = _offering(_role_pairs)
parameters = _offering(_parameters)


# -- where Typer's own completion falls short ---------------------------------------------


class WithRoles(TyperCommand):
    """A command that takes roles as options, ``--imposer NAME``: they are offered as well."""

    def shell_complete(self, ctx: Any, incomplete: str) -> list[CompletionItem]:
        """Return the options that begin so."""
        roles = _offering(lambda line, _: _roles(line))(ctx, incomplete)
        options = [f"--{role}" for role in roles]
        found = super().shell_complete(ctx, incomplete)
        known = {item.value for item in found}
        begun = (name for name in options if incomplete and name.startswith(incomplete))
        return [*found, *(CompletionItem(name) for name in begun if name not in known)]


class _Cut(NamedTuple):
    """The words of a line as kg gets them, the last one unfinished."""

    words: list[str]
    last: str
    lead: str  # so much of the last one bash takes for words of its own


class Bash(BashComplete):
    """Bash cuts ``target=Chi`` in three and puts in what it is given as it stands."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before, and the one that is being typed."""
        words, last = super().get_completion_args()
        cut = _joined(words, last)
        self._lead = cut.lead
        if cut.last.startswith("--") and "=" in cut.last:  # --actor=Pek
            option, _, value = cut.last.partition("=")
            return [*cut.words, option], value
        return cut.words, cut.last

    def format_completion(self, item: CompletionItem) -> str:
        """Return what bash is to put in the place of its last word."""
        value = str(item.value).removeprefix(self._lead)
        at = int(os.environ["COMP_CWORD"])
        typed = os.environ["COMP_WORDS"].split("\n")[at : at + 1]
        quoted = bool(typed) and typed[0].startswith(("'", '"'))
        return value if quoted else value.replace(" ", "\\ ")


def _joined(words: list[str], last: str) -> _Cut:
    """Return the words as they were typed, those that bash cut at ``=`` in one.

    >>> _joined(["--role", "target", "="], "Chi")
    _Cut(words=['--role'], last='target=Chi', lead='target=')
    """
    every = [*words, last]
    typed: list[str] = []
    for at, word in enumerate(every):
        if at and "=" in (word, every[at - 1]) and (word or at < len(words)):
            typed[-1] += word
        else:
            typed.append(word)
    whole = typed.pop()
    return _Cut(typed, whole, whole[: len(whole) - len(last.removeprefix("="))])


class Zsh(ZshComplete):
    """Typer loads rich to print what a word means; there is nothing for it to do here."""

    def format_completion(self, item: CompletionItem) -> str:
        """Return a word and what it means, as zsh's list of both wants them."""
        word = super().format_completion(CompletionItem(item.value))
        return f'{word}:"{_meaning(item)}"' if item.help else word


class Fish(FishComplete):
    """As for zsh."""

    def format_completion(self, item: CompletionItem) -> str:
        """Return a word and what it means."""
        return f"{item.value}\t{_meaning(item)}"


def _meaning(item: CompletionItem) -> str:
    return _NO_WORD.sub(" ", item.help or "").strip()


def use_shells_of_ours() -> None:
    """Let Typer complete by the classes above."""
    for name, shell in (("bash", Bash), ("zsh", Zsh), ("fish", Fish)):
        add_completion_class(shell, name)
