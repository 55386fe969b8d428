"""Commands as whole processes, beside a Python that loads typer and pyoxigraph; and a runaway."""

import compileall
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from measuring import seconds

import kg

TIMES = 11
COMMANDS = (
    ("find", "Peking"),
    ("show", "Tascom"),
    ("show", "russia"),
    ("list", "sanction"),
    ("query", "--name", "trade"),
)
PEER = (sys.executable, "-c", "import typer, pyoxigraph")
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def report(sources: Path, folder: Path) -> None:
    """Print the median of each command, and of its ratio to the peer that ran just before it."""
    compileall.compile_dir(str(Path(kg.__file__).parent), quiet=1)  # as pip does for a wheel
    env = {**os.environ, "KG_STORE": str(folder), "KG_SOURCES": str(sources)}
    program = str(Path(sys.executable).with_name("kg"))

    def run(*command: str) -> float:
        return seconds(lambda: subprocess.run(command, env=env, capture_output=True, check=False))

    print(
        f"whole processes, medians of {TIMES}\n"
        '  peer: python -c "import typer, pyoxigraph", run just before; aim: at most 2\n'
        f"  {'':<24}{'kg':>9}{'peer':>9}  kg/peer"
    )
    for words in COMMANDS:
        run(program, *words)
        pairs = [(run(*PEER), run(program, *words)) for _ in range(TIMES)]
        peer, ours = map(statistics.median, zip(*pairs, strict=True))
        ratio = statistics.median(our / their for their, our in pairs)
        said = f"  kg {' '.join(words):<20} {1000 * ours:>6.0f} ms{1000 * peer:>6.0f} ms"
        print(f"{said}{ratio:>9.2f}", flush=True)
    _runaway(program, env)


def _runaway(program: str, env: dict[str, str]) -> None:
    """Print how a query that never ends is ended, and that the next one answers."""
    begun = time.perf_counter()
    command = [program, "query", "-e", RUNAWAY, "--timeout", "3"]
    stopped = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - begun
    command = [program, "query", "-e", "ASK { ?s ?p ?o }"]
    following = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    print(
        f"  a query without an end, --timeout 3: stopped after {taken:.2f} s (aim: 4), "
        f"exit {stopped.returncode}; the next: {following.stdout.strip()}, "
        f"exit {following.returncode}",
        flush=True,
    )
