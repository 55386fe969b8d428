"""What the benches measure with: medians, and processes of their own."""

import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

TIMES = 5
PATIENCE = 30.0  # seconds after which something is not done again
MEGABYTE = 1024 * (1024 if sys.platform == "darwin" else 1)  # ru_maxrss: bytes or kibibytes


def seconds(work: Callable[[], Any]) -> float:
    """Return how long *work* takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def median(work: Callable[[], Any], times: int = TIMES) -> float:
    """Return the median of the seconds that *work* takes; of fewer times where it takes long."""
    taken: list[float] = []
    while len(taken) < times and sum(taken) < PATIENCE:
        taken.append(seconds(work))
    return statistics.median(taken)


def with_memory(work: Callable[[], Any]) -> tuple[float, float]:
    """Return the median seconds of *work*, and the megabytes that it takes beyond those before."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first = seconds(work)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return (median(work) if first < PATIENCE else first), memory / MEGABYTE


def in_a_child(work: Callable[[], Any]) -> Any:
    """Return what *work* gives in a copy of this process, as JSON carries it."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with os.fdopen(write, "w") as pipe:
                json.dump(work(), pipe)
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    with os.fdopen(read) as pipe:
        given = pipe.read()
    os.waitpid(child, 0)
    return json.loads(given)
