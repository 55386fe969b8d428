import re
from collections.abc import Iterator

import pytest

import kg.errors
from kg.errors import Finding, KgError, SourcesError


def drawn(tree: str) -> Iterator[tuple[str, str, int]]:
    """Yield name, parent and exit code of each error, in the order of the drawing."""
    above: list[str] = []
    for line in tree.splitlines():
        row = re.fullmatch(r"([│├└─ ]*)([A-Z]\w+) +(\d+)   \S.*", line)
        if row:
            depth = len(row[1]) // 4
            above = [*above[:depth], row[2]]
            yield row[2], above[-2] if depth else "Exception", int(row[3])


def real(error: type[Exception]) -> Iterator[tuple[str, str, int]]:
    if issubclass(error, KgError) and error.__module__ == "kg.errors":
        parent = error.__base__
        assert parent is not None
        yield error.__name__, parent.__name__, error.exit_code
        for child in error.__subclasses__():
            yield from real(child)


def test_the_drawn_tree_of_errors_is_the_real_one() -> None:
    assert kg.errors.__doc__
    assert sorted(drawn(kg.errors.__doc__)) == sorted(real(KgError))


def test_the_tree_has_all_errors_of_the_module() -> None:
    assert kg.errors.__doc__
    classes = {
        name
        for name, value in vars(kg.errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert {name for name, _, _ in drawn(kg.errors.__doc__)} == classes


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("SourcesError", 2),
        ("PassageNotFound", 2),
        ("PassageAmbiguous", 2),
        ("NoStore", 2),
        ("StoreFormat", 2),
        ("StoreBusy", 2),
        ("QueryError", 2),
        ("QueryTimeout", 2),
        ("OutputError", 2),
        ("NothingFound", 1),
        ("Ambiguous", 1),
    ],
)
def test_an_answer_no_is_1_and_what_could_not_run_is_2(error: str, code: int) -> None:
    assert getattr(kg.errors, error).exit_code == code


def test_findings_come_sorted_by_place_each_once() -> None:
    first = Finding("a/records.yaml", 3, "no such field")
    second = Finding("a/records.yaml", 20, "is missing", ("quote: Peking", "text:  Beijing"))
    third = Finding("b/document.txt", 0, "is missing")
    error = SourcesError([third, second, first, second])
    assert error.findings == (first, second, third)
    assert str(error) == (
        "a/records.yaml:3: no such field\n"
        "a/records.yaml:20: is missing\n"
        "    quote: Peking\n"
        "    text:  Beijing\n"
        "b/document.txt: is missing"
    )
