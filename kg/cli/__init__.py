"""The command ``kg``: reads arguments, calls one function, prints.

Data goes to stdout, talk to stderr. Every error that a user can meet is one clear line; a fault of
ours is one line and exit 70, with the traceback under ``KG_DEBUG=1``. Only the command that is
called is loaded, and what it needs.
"""

import importlib
import io
import os
import re
import sys
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_command_from_info

from kg.cli.printing import talk
from kg.errors import KgError, SourcesError
from kg.evidence import printable

_FAULT = 70
_INTERRUPTED = 130

# The commands in the order of the way of the data, each with the module that has it.
COMMANDS = {
    "build": "sources",
    "init": "sources",
    "add": "adding",
    "quote": "sources",
    "validate": "sources",
    "edit": "editing",
    "extract": "extracting",
    "evaluate": "extracting",
    "review": "reviewing",
    "help": "sources",
    "find": "finding",
    "status": "looking",
    "show": "looking",
    "list": "looking",
    "timeline": "following",
    "path": "following",
    "compare": "following",
    "query": "asking",
    "queries": "asking",
    "analyze": "analysing",
    "export": "giving",
    "view": "giving",
    "cite": "telling",
    "brief": "telling",
}


class _Commands(TyperGroup):
    """Loads a command when it is called, and turns what went wrong into a line and an exit code."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands: dict[str, Any] = dict.fromkeys(COMMANDS)  # to be loaded

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the commands in the order of the way of the data, whatever *ctx* is."""
        del ctx
        return list(self.commands)

    def main(self, *given: Any, **more: Any) -> Any:
        """Run the command line, or complete it in a shell."""
        if "_KG_COMPLETE" in os.environ:
            from kg.cli import completing

            completing.use_shells_of_ours()
        return super().main(*given, **more)

    def make_context(self, *given: Any, **more: Any) -> Any:
        """Read the arguments; help is printed here already."""
        try:
            return super().make_context(*given, **more)
        except BrokenPipeError as error:
            raise _reader_has_gone() from error

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command *cmd_name*, loaded; None where there is none, whatever *ctx* is."""
        del ctx
        if cmd_name in COMMANDS and self.commands[cmd_name] is None:
            self.commands[cmd_name] = _loaded(cmd_name)
        return self.commands.get(cmd_name)

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            given = super().invoke(ctx)
            sys.stdout.flush()  # here, where a reader that has gone is no fault
            return given
        except BrokenPipeError as error:
            raise _reader_has_gone() from error
        except (KgError, OSError, UnicodeEncodeError) as error:
            talk(_said(error))
            raise typer.Exit(getattr(error, "exit_code", KgError.exit_code)) from error
        except KeyboardInterrupt as error:
            raise typer.Exit(_INTERRUPTED) from error
        except (typer.Exit, typer.Abort, TyperException):  # usage, and what is no error
            raise
        except Exception as error:
            if os.environ.get("KG_DEBUG"):
                raise
            what = f"{type(error).__name__}: {error}"
            talk(printable(f"a fault of kg itself: {what}; KG_DEBUG=1 shows where"))
            raise typer.Exit(_FAULT) from error


def _reader_has_gone() -> typer.Exit:
    """Return how to end where nobody reads on, as after `head`: quietly."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return typer.Exit(0)


def _said(error: KgError | OSError | UnicodeEncodeError) -> str:
    """Return what went wrong as it is printed.

    Further lines of one error are indented: any other line break came in with a name, and is none.
    """
    match error:
        case SourcesError():
            every = [str(finding) for finding in error.findings]
        case OSError():  # a full disk behind stdout, and the like
            every = [f"can't go on: {error.strerror or error}"]
        case UnicodeEncodeError():  # a shell hands over any bytes
            every = [f"what was typed is no Unicode text: half a sign at {error.start}"]
        case _:
            every = [str(error)]
    whole = (re.sub(r"\n(?! {4})", " ", one) for one in every)
    return "\n".join(printable(row) for one in whole for row in one.split("\n"))


def _loaded(name: str) -> Any:
    """Return a command from the module that has it; its neighbours there are not made."""
    module = typer.Typer()
    importlib.import_module(f"kg.cli.{COMMANDS[name]}").add_to(module)
    found = next(info for info in module.registered_commands if info.name == name)
    return get_command_from_info(found, pretty_exceptions_short=True, rich_markup_mode=None)


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "A knowledge graph of relations between Russia and China in which no record stands "
        "without the sentence that says it.\n\n"
        "A record says what a source says, in which words and how sure; not what is so. "
        "`kg help statuses` explains the words.\n\n"
        "Example: kg build && kg show Peking"
    ),
)


@app.callback()
def _kg() -> None:
    """Stand for the commands, which the group knows by name."""


def main() -> None:
    """Run the command line; what a terminal can't show is spelled out."""
    for name in ("stdout", "stderr"):  # closed by the shell: kg list >&-
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app(prog_name="kg")
