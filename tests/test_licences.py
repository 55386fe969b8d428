from importlib.metadata import Distribution
from pathlib import Path

import pytest
from licences import REVIEWED, Duty, Package, classify, package, packages_by_group, refused
from packaging.utils import canonicalize_name


def planted(folder: Path, *lines: str) -> Distribution:
    place = folder / "planted-1.0.dist-info"
    place.mkdir()
    text = "\n".join(("Metadata-Version: 2.4", "Name: planted", "Version: 1.0", *lines, "", ""))
    (place / "METADATA").write_text(text, encoding="utf-8")
    return Distribution.at(place)


@pytest.mark.parametrize(
    ("licence", "duty"),
    [
        ("MIT", Duty.NOTICE),
        ("BSD 3-Clause License", Duty.NOTICE),
        ("Apache Software License", Duty.NOTICE),
        ("ISC License (ISCL)", Duty.NOTICE),
        ("W3C-20150513", Duty.NOTICE),
        ("Apache-2.0 AND CNRI-Python", Duty.NOTICE),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", Duty.NOTICE),
        ("MPL-2.0", Duty.FILES),
        ("Mozilla Public License 2.0 (MPL 2.0)", Duty.FILES),
        ("LGPL-2.1-or-later", Duty.LIBRARY),
        ("GNU Lesser General Public License v3 (LGPLv3)", Duty.LIBRARY),
        ("GNU Library or Lesser General Public License (LGPL)", Duty.LIBRARY),
        ("GPL-2.0-only", Duty.WHOLE),
        ("GNU General Public License v3 or later (GPLv3+)", Duty.WHOLE),
        ("AGPL-3.0-or-later", Duty.WHOLE),
        ("GNU Affero General Public License v3", Duty.WHOLE),
        ("MIT OR GPL-3.0-only", Duty.NOTICE),
        ("MIT AND GPL-3.0-only", Duty.WHOLE),
        ("BSD-3-Clause AND (MIT OR AGPL-3.0-only)", Duty.NOTICE),
        ("(BSD-3-Clause AND LGPL-3.0-only) OR GPL-3.0-only", Duty.LIBRARY),
        ("Proprietary", Duty.UNKNOWN),
        ("Copyright (c) 2006 Somebody", Duty.UNKNOWN),
    ],
)
def test_a_licence_is_known_by_what_it_asks(licence: str, duty: Duty) -> None:
    assert classify(licence) is duty


@pytest.mark.parametrize(
    "lines",
    [
        ["License-Expression: GPL-3.0-only"],
        ["License-Expression: MIT AND AGPL-3.0-or-later"],
        ["Classifier: License :: OSI Approved :: GNU General Public License v2 (GPLv2)"],
        ["License: MIT", "Classifier: License :: GNU Affero General Public License v3"],
        ["License: GPL"],
        ["License: Other"],
        ["Classifier: License :: OSI Approved"],
        [],
    ],
)
def test_a_planted_package_is_refused_everywhere(tmp_path: Path, lines: list[str]) -> None:
    found = package(planted(tmp_path, *lines))
    assert [refused([found], group) for group in ("runtime", "extra", "dev")] == [(found,)] * 3


def test_lgpl_is_for_extras_only(tmp_path: Path) -> None:
    found = package(planted(tmp_path, "License-Expression: LGPL-3.0-only"))
    assert [refused([found], group) for group in ("runtime", "extra")] == [(found,), ()]


def test_an_expression_goes_before_an_old_classifier(tmp_path: Path) -> None:
    lines = ("License-Expression: MIT", "Classifier: License :: OSI Approved :: Old (GPL)")
    found = package(planted(tmp_path, *lines))
    assert found == Package("planted", "1.0", "MIT", Duty.NOTICE)


@pytest.mark.parametrize("group", ["runtime", "extra", "dev"])
def test_no_installed_package_asks_too_much(group: str) -> None:
    assert refused(packages_by_group()[group], group) == ()


def test_the_closure_reaches_what_is_needed_indirectly() -> None:
    names = {one.name for one in packages_by_group()["runtime"]}
    assert {"sino-russian-kg", "pyvis", "MarkupSafe"} <= names
    assert "pytest" not in names


def test_a_review_is_for_a_package_that_is_there() -> None:
    there = {canonicalize_name(one.name) for some in packages_by_group().values() for one in some}
    assert set(REVIEWED) <= there
