"""Running ``kg``: as a process of its own, or in this one where that is enough."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
KG = (sys.executable, "-m", "kg")


class Ran(NamedTuple):
    """What a command gave: its exit code, what it printed, and what it said to the person."""

    code: int
    out: str
    err: str


Kg = Callable[..., Ran]


def environment(**more: str) -> dict[str, str]:
    """Return this process's environment without what would point ``kg`` elsewhere, and *more*."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return own | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"} | more


def run_kg(
    *arguments: object,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    typed: str = "",
    before: Callable[[], None] | None = None,
) -> Ran:
    """Run ``kg`` in a process of its own; *typed* is its stdin, *before* runs in the child."""
    return run(
        *KG, *arguments, cwd=cwd, env=env if env is not None else {}, typed=typed, before=before
    )


def run(
    *command: object,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    typed: str = "",
    before: Callable[[], None] | None = None,
) -> Ran:
    """Run a command to its end."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment(**(env or {})),
        input=typed,
        capture_output=True,
        encoding="utf-8",
        preexec_fn=before,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
