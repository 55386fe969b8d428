"""The command with which a person judges what a reader proposed: review."""

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg import places
from kg.cli import completing
from kg.cli.options import Form, FormOption, Lang, LangOption, Sources, lang_of_environment
from kg.cli.printing import say, say_json, table, talk
from kg.cli.wording import heads
from kg.errors import KgError, NothingFound, SourcesError
from kg.evidence import printable

if TYPE_CHECKING:
    from kg.models import Entity, Record
    from kg.reviewing import Beside, Candidate, Desk

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "keys": (
            "[Enter] accept  [e]dit  [r]eject  [s]kip  [m]erge  [n]ames  [u]ndo  [q]uit  [?] help"
        ),
        "help": (
            "Enter or a: accept it as it stands, with an id made of its label\n"
            "e: change it in $EDITOR, then accept it\n"
            "r: reject it, with the reason\n"
            "s: skip it; it is asked again another time\n"
            "m: add its words to the evidence of a record that there is\n"
            "n: say who its new entities are: new, or another name of one that there is\n"
            "u: take the last decision back, and what it wrote\n"
            "q: quit; every decision is written already"
        ),
        "accepted": "accepted as {record}",
        "rejected": "rejected: {reason}",
        "merged": "its words are evidence of {record} now",
        "undone": "taken back: {label} ({verdict})",
        "left": "{n} left to judge; kg review {source} goes on there",
        "done": "nothing is left to judge; next: kg build",
        "none": "nothing waits to be judged; kg extract proposes records",
        "why": "why not?",
        "same": "the same thing as {record}?",
        "matter": "does it speak of the same matter as {record}?",
        "new": "{name} ({cls}) is new: [Enter] new entity  [a]lias of one there is  [b]ack",
        "alias": "of whom (name or id)?",
        "which": "which one (number)?",
        "yes": "[Enter] yes  [n]o  [b]ack",
        "no": "[y]es  [Enter] no  [b]ack",
        "yes_key": "y",
        "merge": "with which record (id)?",
        "again": "edit again?",
        "unchanged": "nothing was changed, nothing accepted",
        "known": "{id}: {relation}: {record}; left for a person (--accept {id})",
    },
    "de": {
        "keys": (
            "[Enter] annehmen  [e] ändern  [r] ablehnen  [s] später  [m] zu anderem  [n] Namen  "
            "[u] zurück  [q] Ende  [?] Hilfe"
        ),
        "help": (
            "Enter oder a: annehmen, wie es dasteht, mit einer Kennung aus der Bezeichnung\n"
            "e: in $EDITOR ändern, dann annehmen\n"
            "r: ablehnen, mit dem Grund\n"
            "s: überspringen; ein andermal wird wieder gefragt\n"
            "m: die Worte als Beleg zu einem Eintrag geben, den es gibt\n"
            "n: sagen, wer die neuen Entitäten sind: neu, oder ein anderer Name einer bekannten\n"
            "u: die letzte Entscheidung zurücknehmen, und was sie schrieb\n"
            "q: aufhören; jede Entscheidung ist schon geschrieben"
        ),
        "accepted": "angenommen als {record}",
        "rejected": "abgelehnt: {reason}",
        "merged": "seine Worte belegen jetzt {record}",
        "undone": "zurückgenommen: {label} ({verdict})",
        "left": "noch {n} zu beurteilen; kg review {source} macht dort weiter",
        "done": "nichts ist mehr zu beurteilen; nun: kg build",
        "none": "nichts wartet auf ein Urteil; kg extract schlägt Einträge vor",
        "why": "warum nicht?",
        "same": "dasselbe wie {record}?",
        "matter": "geht es um dieselbe Sache wie {record}?",
        "new": "{name} ({cls}) ist neu: [Enter] neue Entität  [a] Name einer bekannten  [b] zurück",
        "alias": "von wem (Name oder Kennung)?",
        "which": "welche (Nummer)?",
        "yes": "[Enter] ja  [n]ein  [b] zurück",
        "no": "[j]a  [Enter] nein  [b] zurück",
        "yes_key": "jy",
        "merge": "zu welchem Eintrag (Kennung)?",
        "again": "noch einmal ändern?",
        "unchanged": "nichts wurde geändert, nichts angenommen",
        "known": "{id}: {relation}: {record}; bleibt für einen Menschen (--accept {id})",
    },
}


class _Back(Exception):
    """Somebody thought better of it."""


def add_to(app: typer.Typer) -> None:
    """Add this command to *app*."""
    app.command("review")(review)


def review(
    source: Annotated[
        str,
        typer.Argument(metavar="SOURCE", help="Id of a source.", autocompletion=completing.sources),
    ],
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", metavar="ID", help="Accept it; several, or ID,ID."),
    ] = None,
    accept_above: Annotated[
        float | None,
        typer.Option(
            "--accept-above",
            min=0,
            max=1,
            help="Accept what is new and has this score or more.",
            show_default=False,
        ),
    ] = None,
    reject: Annotated[
        list[str] | None,
        typer.Option("--reject", metavar="ID=REASON", help="Reject it, and say why."),
    ] = None,
    same: Annotated[
        bool,
        typer.Option(
            "--same", help="What is accepted and known is the same thing: they share a matter."
        ),
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take the last decision back, and what it wrote.")
    ] = False,
    as_list: Annotated[
        bool, typer.Option("--list", help="List what waits, with what there is beside it.")
    ] = False,
    sources: Sources = None,
    lang: LangOption = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Judge what a reader proposed, one by one.

    Accept, edit, reject with a reason, merge with a record, undo. Each decision is written at once
    and remembered: quit whenever you like. Exits 1 where something named could not be done.

    Example: kg review tdc-reverse-kissinger-2025 --list

    Example: kg review tdc-reverse-kissinger-2025 --list --format json
    """
    from kg.reviewing import Desk

    folder = places.find_sources(sources)
    if places.come_along(folder):
        raise KgError(f"{folder}: the packaged sources stay as they are; kg init makes your own")
    desk = Desk(folder, source)
    judge = _Judge(desk, lang or lang_of_environment())
    if as_list:
        judge.list(form)
    elif accept or reject or undo or accept_above is not None:
        judge.in_one_go(_split(accept), accept_above, reject or (), same=same, undo=undo)
    else:
        judge.one_by_one()


def _split(ids: Iterable[str] | None) -> list[str]:
    return [one for given in ids or () for one in given.split(",") if one]


class _Judge:
    """Asks and tells; the desk does what was said."""

    def __init__(self, desk: "Desk", lang: Lang) -> None:
        from kg.cli.candidate_screen import CandidateScreen

        self.desk = desk
        self.lang = lang.value
        self.words = _WORDS[lang.value]
        self.screen = CandidateScreen(desk, lang.value)
        self.skipped: set[str] = set()
        self.confirmed: set[str] = set()  # new entities of which a person said so

    def _tell(self, what: str, **more: Any) -> None:
        talk(printable(self.words[what].format(**more)))

    # -- a list -----------------------------------------------------------------------------

    def list(self, form: Form) -> None:
        """Print what waits, with what there is beside it."""
        waiting = self.desk.waiting
        if form is Form.JSON:
            say_json({"results": [self._as_json(candidate) for candidate in waiting]})
            return
        if waiting:
            head = heads(self.lang, "status", "when", "kind", "what", "beside", "score", "id")
            table(head, [self._row(candidate) for candidate in waiting], whole={0})
        self._say_how_many()

    def _row(self, candidate: "Candidate") -> tuple[str, ...]:
        from kg.cli.printing import status_word
        from kg.models import in_language

        record = candidate.record
        line = {"status": record.status.value, "polarity": record.polarity.value}
        return (
            status_word(line),
            str(record.when.edtf) if record.when else "–",
            record.kind,
            in_language(record.label, self.lang),
            self._relation(candidate),
            f"{candidate.score:.2f}",
            candidate.id,
        )

    def _relation(self, candidate: "Candidate") -> str:
        found = self.desk.beside(candidate)
        return f"{found[0].relation}: {found[0].record.whole_id}" if found else "new"

    def _as_json(self, candidate: "Candidate") -> dict[str, Any]:
        from kg.lines import record_line

        entities = {**self.desk.proposed.entities, **self.desk.entities}
        found = [
            {
                "relation": one.relation.value,
                "record": one.record.whole_id,
                "differences": [difference._asdict() for difference in one.differences],
            }
            for one in self.desk.beside(candidate)
        ]
        line = record_line(candidate.record, entities)
        own = {"id": candidate.id, "reader": candidate.reader, "score": candidate.score}
        return {**line, **own, "beside": found}

    # -- in one go --------------------------------------------------------------------------

    def in_one_go(
        self,
        accept: Iterable[str],
        above: float | None,
        reject: Iterable[str],
        *,
        same: bool,
        undo: bool,
    ) -> None:
        """Do what was named, all that can be done; exit 1 where something can't."""
        steps: list[Callable[[], None]] = [self._undo] if undo else []
        steps += [partial(self._reject_named, one) for one in reject]
        steps += [partial(self._accept_named, one, same=same) for one in accept]
        if above is not None:
            named = [one.id for one in self.desk.waiting if one.score >= above]
            steps += [partial(self._accept_new, one) for one in named]
        failed = [step for step in steps if not _done(step)]
        self._say_how_many()
        if failed:
            raise typer.Exit(1)

    def _reject_named(self, given: str) -> None:
        name, _, reason = given.partition("=")
        if not reason.strip():
            raise KgError(f"--reject {given}: say why: --reject {name}='…'")
        self.desk.reject(self.desk.candidate(name), reason.strip())
        self._tell("rejected", reason=reason.strip())

    def _accept_named(self, name: str, *, same: bool) -> None:
        candidate = self.desk.candidate(name)
        beside = self.desk.beside(candidate) if same else ()
        record = self.desk.accept(candidate, same=beside[0].record if beside else None)
        self._tell("accepted", record=record.whole_id)

    def _accept_new(self, name: str) -> None:
        candidate = self.desk.candidate(name)
        beside = self.desk.beside(candidate)
        if beside:
            other = beside[0]
            told = {"relation": other.relation.value, "record": other.record.whole_id}
            self._tell("known", id=name, **told)
            return
        self._accept_named(name, same=False)

    # -- one by one -------------------------------------------------------------------------

    def one_by_one(self) -> None:
        """Show what waits, one after the other, and ask what becomes of it."""
        if not self.desk.waiting:
            self._tell("none")
            return
        shown = ""
        while candidate := self._next():
            if candidate.id != shown:
                shown = candidate.id
                say(self.screen.render(candidate, len(self.desk.waiting)))
                say(self.words["keys"])
            key = _key()
            if key == "q":
                break
            if self._judged(key, candidate):
                shown = ""
        self._say_how_many()

    def _next(self) -> "Candidate | None":
        return next((one for one in self.desk.waiting if one.id not in self.skipped), None)

    def _judged(self, key: str, candidate: "Candidate") -> bool:
        """Do what *key* stands for; return whether the screen is to be shown anew."""
        keys: dict[str, Callable[[Candidate], None]] = {
            "\n": self._accept,
            "a": self._accept,
            "e": self._edit,
            "r": self._reject,
            "s": self._skip,
            "m": self._merge,
            "n": self._name,
            "u": self._undo,
        }
        if key not in keys:
            say(self.words["help"])
            return False
        try:
            keys[key](candidate)
        except _Back:
            return True
        except KgError as error:
            _say_why(error)
        return True

    def _accept(self, candidate: "Candidate") -> None:
        candidate = self._named(candidate)
        record = self.desk.accept(candidate, same=self._same(candidate))
        self._tell("accepted", record=record.whole_id)

    def _same(self, candidate: "Candidate") -> "Record | None":
        """Ask whether a record that there is speaks of the same thing, and return it then."""
        from kg.reviewing import Relation

        for other in self.desk.beside(candidate)[:1]:
            question = "matter" if other.relation is Relation.ODDS else "same"
            asked = printable(self.words[question].format(record=other.record.whole_id))
            if self._says_yes(asked, by_enter=other.relation is Relation.KNOWN):
                return other.record
        return None

    def _says_yes(self, question: str, *, by_enter: bool) -> bool:
        """Ask for one key; any but yes and no goes back to where one was."""
        talk(f"{question} {self.words['yes' if by_enter else 'no']}")
        key = _key()
        if key == "\n":
            return by_enter
        if key not in {*self.words["yes_key"], "n"}:
            raise _Back
        return key != "n"

    def _edit(self, candidate: "Candidate") -> None:
        candidate = self._named(candidate)
        same = self._same(candidate)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "record.yaml"
            draft = self.desk.draft(candidate)
            file.write_text(draft, encoding="utf-8", newline="")
            content = self._edited(file)
        if content is None or content == draft:
            self._tell("unchanged")
            raise _Back
        record = self.desk.accept(candidate, content=content, same=same)
        self._tell("accepted", record=record.whole_id)

    def _edited(self, file: Path) -> str | None:
        """Return what stands in *file* when the editor closes; None where it is given up."""
        from kg.cli.editing import editor_for, run_editor

        line = 1
        while True:
            run_editor(editor_for(file, line), file)
            try:
                content = file.read_bytes().decode("utf-8")
                self.desk.read(content)
                return content
            except SourcesError as error:
                _say_why(error)
                line = next((found.line for found in error.findings if found.line), 1)
            except (UnicodeDecodeError, OSError) as error:
                talk(printable(f"{file}: {error}"))
            if not typer.confirm(self.words["again"], default=True, err=True):
                return None

    def _reject(self, candidate: "Candidate") -> None:
        reason = _asked(self.words["why"])
        self.desk.reject(candidate, reason)
        self._tell("rejected", reason=reason)

    def _skip(self, candidate: "Candidate") -> None:
        self.skipped.add(candidate.id)

    def _merge(self, candidate: "Candidate") -> None:
        own = [one.record for one in self._own(self.desk.beside(candidate))]
        usual = own[0].id if own else None
        name = _asked(self.words["merge"], usual)
        wanted = name.removeprefix(f"{self.desk.name}/")
        found = [one for one in self.desk.records if one.source == self.desk.name]
        record = next((one for one in found if one.id == wanted), None)
        if record is None:
            raise NothingFound(f"{name}: this source has no such record")
        self.desk.merge(candidate, record)
        self._tell("merged", record=record.whole_id)

    def _own(self, beside: "Iterable[Beside]") -> "Iterator[Beside]":
        return (one for one in beside if one.record.source == self.desk.name)

    def _undo(self, _: "Candidate | None" = None) -> None:
        last = self.desk.undo()
        self.skipped.clear()
        self._tell("undone", label=last.label, verdict=last.verdict.value)

    # -- who is who -------------------------------------------------------------------------

    def _name(self, candidate: "Candidate") -> None:
        self._named(candidate)

    def _named(self, candidate: "Candidate") -> "Candidate":
        """Ask who each new entity of *candidate* is; return it with what was said."""
        for entity in self.desk.new_entities(candidate.record):
            if entity.id not in self.confirmed:
                self._ask_who(entity)
        return self.desk.candidate(candidate.id)

    def _ask_who(self, entity: "Entity") -> None:
        cls = entity.entity_class
        shown = cls.de if self.lang == "de" else cls.en
        self._tell("new", name=self.screen.name(entity.id), cls=shown)
        match _key():
            case "\n":
                self.confirmed.add(entity.id)
            case "a":
                self._alias(entity)
            case _:
                raise _Back

    def _alias(self, entity: "Entity") -> None:
        from kg.cli.candidate_screen import labels_of
        from kg.reviewing import known_as

        name = _asked(self.words["alias"])
        found = [name] if name in self.desk.entities else known_as(self.desk.entities, name)
        if not found:
            raise NothingFound(f"{name}: no entity is called like that")
        chosen = found[0]
        if len(found) > 1:
            rows = labels_of(self.desk.entities, found, self.lang)
            talk("\n".join(f"  {number} {row}" for number, row in enumerate(rows, 1)))
            number = typer.prompt(self.words["which"], default=1, type=int, err=True)
            if not 1 <= number <= len(found):
                raise _Back
            chosen = found[number - 1]
        self.desk.alias(entity, chosen)

    def _say_how_many(self) -> None:
        left = len(self.desk.waiting)
        if left:
            self._tell("left", n=left, source=self.desk.name)
        else:
            self._tell("done")


def _asked(question: str, usual: str | None = None) -> str:
    """Return what was typed, or *usual* for nothing; raises _Back where that is nothing, too."""
    try:
        typed = typer.prompt(question, default=usual or "", show_default=bool(usual), err=True)
    except typer.Abort as error:  # Ctrl-C ends as it does at the keys
        raise KeyboardInterrupt from error
    if not str(typed).strip():
        raise _Back
    return str(typed).strip()


def _done(step: Callable[[], None]) -> bool:
    """Do *step*; say what is in its way, and return whether nothing was."""
    try:
        step()
    except KgError as error:
        _say_why(error)
        return False
    return True


def _say_why(error: KgError) -> None:
    """Say what is in the way; nothing is ended by it."""
    talk("\n".join(printable(row) for row in str(error).split("\n")))


def _key() -> str:
    """Return the key that was pressed, Enter as a line feed; where the input ends, q."""
    if not sys.stdin.isatty():  # a pipe, of which click would read nothing
        return sys.stdin.read(1).lower() or "q"
    try:
        key = str(typer.getchar())
    except EOFError:
        return "q"
    return "\n" if key == "\r" else key.lower()
