"""Which licences the installed packages have, and whether we may depend on them.

Reads what a package says of itself: its licence expression, or else its classifiers and the first
line of its licence field. What says nothing is refused until somebody has read it (``REVIEWED``).

Prints a table; exits with 1 if a package is refused. tests/test_licences.py asks the same.
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from enum import IntEnum
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = "sino-russian-kg"
ROOT = Path(__file__).resolve().parent.parent


class Duty(IntEnum):
    """What a licence asks of whoever passes the software on, the least first."""

    NOTICE = 1  # keep the copyright notice: MIT, BSD, Apache
    FILES = 2  # its own files stay open: MPL
    LIBRARY = 3  # it stays open and can be replaced: LGPL
    WHOLE = 4  # all that is built on it stays open: GPL, AGPL
    UNKNOWN = 5


# The most that a package may ask, by what needs it. An extra is the choice of whoever installs it.
LIMITS = {"runtime": Duty.FILES, "extra": Duty.LIBRARY, "dev": Duty.LIBRARY}

# The first pattern that is found decides.
PATTERNS = (
    (r"GCC-exception", Duty.NOTICE),
    (r"\bLGPL|(lesser|library) general public", Duty.LIBRARY),
    (r"\bA?GPL|general public|affero", Duty.WHOLE),
    (r"\bMPL|mozilla public", Duty.FILES),
    (r"\b(MIT|BSD|0BSD|Apache|CNRI-Python|ISC|PSF|Zlib|Unlicense|CC0|W3C)\b", Duty.NOTICE),
    (r"python software foundation", Duty.NOTICE),
    *((rf"\b{duty.name}\b", duty) for duty in Duty),
)

# Packages that say nothing of their licence: name -> (licence, where it was read).
REVIEWED: dict[str, tuple[str, str]] = {
    "axe-playwright-python": ("MIT AND MPL-2.0", "its LICENSE, and the head of axe-core in it"),
}


class Package(NamedTuple):
    """An installed package with the licence it names and what that asks of us."""

    name: str
    version: str
    licence: str
    duty: Duty


def classify(licence: str) -> Duty:
    """Return what *licence* asks: an SPDX expression, a classifier or plain words.

    Where licences are joined by OR we may choose, so the mildest counts; by AND, the strictest.

    >>> classify("GNU General Public License v3 (GPLv3)").name
    'WHOLE'
    >>> classify("MIT AND (LGPL-3.0-only OR 0BSD)").name
    'NOTICE'
    """
    brackets = re.search(r"\(([^()]*)\)", licence)
    if brackets:
        return classify(licence.replace(brackets[0], classify(brackets[1]).name))
    if " OR " in licence:
        return min(classify(choice) for choice in licence.split(" OR "))
    if " AND " in licence:
        return max(classify(part) for part in licence.split(" AND "))
    found = (duty for pattern, duty in PATTERNS if re.search(pattern, licence, re.IGNORECASE))
    return next(found, Duty.UNKNOWN)


def package(dist: Distribution) -> Package:
    """Return *dist* with its licence; of several statements the strictest counts."""
    licence = _stated(dist)
    if not licence and canonicalize_name(dist.name) in REVIEWED:
        licence = REVIEWED[canonicalize_name(dist.name)][0]
    return Package(dist.name, dist.version, licence or "not stated", classify(licence))


def _stated(dist: Distribution) -> str:
    stated = dist.metadata.get_all("License-Expression")
    if not stated:
        classifiers = dist.metadata.get_all("Classifier") or ()
        lines = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License")]
        for text in dist.metadata.get_all("License") or ():
            lines += text.strip().splitlines()[:1]
        stated = [line for line in lines if classify(line) is not Duty.UNKNOWN]
    return " AND ".join(dict.fromkeys(stated))


def closure(requirements: Iterable[Requirement]) -> dict[str, Distribution]:
    """Return the installed packages that *requirements* need here, by name.

    Raises PackageNotFoundError if one of them isn't installed.
    """
    found: dict[str, Distribution] = {}
    seen = set()
    waiting = list(requirements)
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if (name, *sorted(wanted.extras)) not in seen:
            seen.add((name, *sorted(wanted.extras)))
            found[name] = distribution(name)
            waiting += _needs(found[name], wanted.extras)
    return dict(sorted(found.items()))


def _needs(dist: Distribution, extras: Iterable[str]) -> Iterator[Requirement]:
    for line in dist.requires or ():
        need = Requirement(line)
        marker = need.marker
        if marker is None or any(marker.evaluate({"extra": one}) for one in ("", *extras)):
            yield need


def packages_by_group() -> dict[str, tuple[Package, ...]]:
    """Return what the project needs at run time, what its extras add, and what its checks add."""
    extras = ",".join(distribution(PROJECT).metadata.get_all("Provides-Extra") or ())
    dev = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]["dev"]
    runtime = closure([Requirement(PROJECT)])
    added = {"extra": [Requirement(f"{PROJECT}[{extras}]")], "dev": map(Requirement, dev)}
    dists = {"runtime": runtime} | {
        group: {name: dist for name, dist in closure(needs).items() if name not in runtime}
        for group, needs in added.items()
    }
    return {group: tuple(map(package, some.values())) for group, some in dists.items()}


def refused(packages: Iterable[Package], group: str) -> tuple[Package, ...]:
    """Return those of *packages* that ask more than *group* allows."""
    return tuple(one for one in packages if one.duty > LIMITS[group])


def main() -> int:
    """Print every package with its licence; return 1 if one is refused."""
    bad = False
    for group, packages in packages_by_group().items():
        for one in packages:
            no = one in refused(packages, group)
            bad |= no
            print(f"{group:8}{one.name:28}{one.version:18}{one.licence}{'  REFUSED' if no else ''}")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
