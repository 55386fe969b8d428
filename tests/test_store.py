"""The store folder under real processes: killed, doubled, full, read-only, old, changed."""

import ctypes
import fcntl
import hashlib
import json
import os
import resource
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from processes import KG, Kg, Ran, environment, run, run_kg

from kg.build import build_store
from kg.errors import NoStore, StoreBusy, StoreFormat
from kg.store import FORMAT, in_memory, locked, open_store, select

MakeSource = Callable[..., Path]
QUOTE = "Am 4. Februar 2022 besuchte Putin Beijing"
COUNT = 150
NAMES = "SELECT ?name { ?record a sr:Event ; sr:name ?name }"


def event(number: int, label: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"event-{number}",
        "kind": "event",
        "label": {"en": label},
        "participant": "russia",
        "status": "asserted",
        "evidence": QUOTE,
        **more,
    }


def events(version: str, count: int = COUNT) -> list[dict[str, Any]]:
    return [event(number, f"{version} {number}") for number in range(count)]


def entries(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


class Held(NamedTuple):
    """What a store holds, read in three ways."""

    graph: str
    lines: str
    answers: frozenset[str]


def held(folder: Path) -> Held:
    store = open_store(folder)
    return Held(
        hashlib.sha256(store.graph_file.read_bytes()).hexdigest(),
        hashlib.sha256("\n".join(map(str, store.lines())).encode()).hexdigest(),
        frozenset(row["name"] for row in store.rows(NAMES)),
    )


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


# -- killed ---------------------------------------------------------------------------------

# Parts of a build's length after which it is killed, from its start and from its first file.
FROM_START = (0.05, 0.35, 0.7)
FROM_FIRST_FILE = (0.02, 0.15, 0.3, 0.45, 0.6, 0.8, 0.95)


class Timed(NamedTuple):
    first_file: float
    end: float


def start(*arguments: object, cwd: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*KG, *map(str, arguments)],
        cwd=cwd,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def until_first_file(process: "subprocess.Popen[str]", folder: Path) -> None:
    while process.poll() is None and not list(folder.glob("build-*.part")):
        time.sleep(0.001)


def timed_build(root: Path) -> Timed:
    begun = time.monotonic()
    process = start("build", "--force", cwd=root)
    until_first_file(process, root / ".kg")
    first_file = time.monotonic() - begun
    _, said = process.communicate()
    assert process.returncode == 0, said
    return Timed(first_file, time.monotonic() - begun)


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_the_old_store_or_the_new(
    make_source: MakeSource,
) -> None:
    root = make_source(records=events("new")).parent
    build_store(root / "sources", root / "new")
    make_source(records=events("old"))
    build_store(root / "sources", root / ".kg")
    old, new = held(root / ".kg"), held(root / "new")
    assert old != new
    assert len(old.answers) == len(new.answers) == COUNT
    whole = timed_build(root)
    assert held(root / ".kg") == old

    left_over = 0
    versions = {"old": old, "new": new}
    delays = [(False, part * whole.end) for part in FROM_START]
    delays += [(True, part * (whole.end - whole.first_file)) for part in FROM_FIRST_FILE]
    for number, (wait, delay) in enumerate(delays):
        make_source(records=events("new" if number % 2 else "old"))
        process = start("build", "--force", cwd=root)
        if wait:
            until_first_file(process, root / ".kg")
        time.sleep(delay)
        process.kill()
        process.communicate()
        assert held(root / ".kg") in versions.values()
        left_over += bool(list((root / ".kg").glob("*.part")))
    assert left_over > 1  # or the kills hit nothing

    make_source(records=events("new"))
    assert run_kg("build", "--force", cwd=root).code == 0
    assert held(root / ".kg") == new
    assert not list((root / ".kg").glob("*.part"))
    assert len(list((root / ".kg").glob("build-*"))) <= 2


# -- two at once ----------------------------------------------------------------------------


@pytest.mark.slow
def test_a_second_build_says_that_one_is_at_work_and_leaves_it_alone(
    make_source: MakeSource,
) -> None:
    root = make_source(records=events("first")).parent
    first = start("build", cwd=root)
    until_first_file(first, root / ".kg")
    first.send_signal(signal.SIGSTOP)
    try:
        second = run_kg("build", cwd=root)
    finally:
        first.send_signal(signal.SIGCONT)
    assert (second.code, second.out) == (2, "")
    assert "another kg build is at work" in second.err
    assert second.err.count("\n") == 1
    _, said = first.communicate()
    assert first.returncode == 0, said
    assert len(held(root / ".kg").answers) == COUNT


def test_the_lock_is_free_again_after_a_build_that_failed(make_source: MakeSource) -> None:
    root = make_source().parent
    with pytest.raises(RuntimeError), locked(root / ".kg"):
        raise RuntimeError
    with locked(root / ".kg"), pytest.raises(StoreBusy), locked(root / ".kg"):
        pass
    assert build_store(root / "sources", root / ".kg").anew


def test_reading_needs_no_lock(make_source: MakeSource, kg: Kg) -> None:
    folder = make_source(records=events("a", 1)).parent / ".kg"
    build_store(folder.parent / "sources", folder)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert kg("find", "a 0", "--store", folder).code == 0


# -- a full disk ----------------------------------------------------------------------------


def full_after(size: int) -> Callable[[], None]:
    """Return what lets a child write no file longer than *size* bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.slow
@pytest.mark.parametrize(("size", "count"), [(0, 1), (60_000, 60)])
def test_a_full_disk_is_one_line_and_the_last_good_store_stays(
    size: int, count: int, make_source: MakeSource
) -> None:
    root = make_source(records=events("old", 5)).parent
    build_store(root / "sources", root / ".kg")
    before, names = tree(root / ".kg"), entries(root / ".kg")
    make_source(records=events("new", count))
    full = run_kg("build", cwd=root, before=full_after(size))
    assert (full.code, full.out) == (2, "")
    assert full.err.count("\n") == 1
    assert "can't be written" in full.err
    assert "Traceback" not in full.err
    assert entries(root / ".kg") == names
    assert tree(root / ".kg") == before
    assert len(held(root / ".kg").answers) == 5
    assert run_kg("build", cwd=root).code == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments", [("export", "--format", "csv"), ("query", "-e", NAMES, "--format", "csv")]
)
def test_a_full_disk_leaves_no_half_of_a_file(
    arguments: tuple[str, ...], store_folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "out.csv"
    file.write_text("what was there", encoding="utf-8")
    full = run_kg(*arguments, "-o", file, "--store", store_folder, before=full_after(100))
    assert (full.code, full.out) == (2, "")
    assert full.err.count("\n") == 1
    assert f"{file}: can't be written" in full.err
    assert entries(tmp_path) == {"out.csv"}
    assert file.read_text(encoding="utf-8") == "what was there"


# -- the swap -------------------------------------------------------------------------------


def test_a_reader_of_the_old_build_reads_on_after_the_swap(make_source: MakeSource) -> None:
    root = make_source(records=events("old", 2)).parent
    folder = root / ".kg"
    build_store(root / "sources", folder)
    reader = open_store(folder)
    make_source(records=events("new", 3))
    build_store(root / "sources", folder)
    assert {row["name"] for row in reader.rows(NAMES)} == {"old 0", "old 1"}
    assert sum("status" in line for line in reader.lines()) == 2
    assert reader.text("news").startswith(QUOTE)
    assert {row["name"] for row in open_store(folder).rows(NAMES)} == {"new 0", "new 1", "new 2"}


def test_the_build_before_is_kept_and_older_ones_go(make_source: MakeSource) -> None:
    root = make_source().parent
    folder = root / ".kg"
    for number in range(1, 5):
        make_source(records=events("v", number))
        build_store(root / "sources", folder)
        kept = {f"build-{n}" for n in (number - 1, number) if n}
        assert entries(folder) == {"current", "lock", *kept}
        assert (folder / "current").read_text(encoding="utf-8") == f"build-{number}\n"


def test_the_build_that_was_in_use_is_kept_beside_one_that_was_never_named(
    make_source: MakeSource,
) -> None:
    # a build that was killed between its renaming and its naming in "current"
    root = make_source(records=events("old", 1)).parent
    folder = root / ".kg"
    build_store(root / "sources", folder)
    shutil.copytree(folder / "build-1", folder / "build-2")
    reader = open_store(folder)
    make_source(records=events("new", 1))
    build_store(root / "sources", folder)
    assert [row["name"] for row in reader.rows(NAMES)] == ["old 0"]


def test_a_build_holds_what_the_contract_names(make_source: MakeSource) -> None:
    root = make_source(records=events("a", 1)).parent
    build_store(root / "sources", root / ".kg")
    build = root / ".kg" / "build-1"
    named = {"quads", "graph.nq", "records.jsonl", "texts", "manifest.json"}
    assert named <= entries(build)
    assert entries(build / "texts") == {"news.txt"}
    manifest = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    assert {"format", "kg", "inputs", "counts"} <= manifest.keys()
    assert manifest["format"] == FORMAT
    files = tree(root / "sources")
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert manifest["inputs"] == digests
    lines = (build / "graph.nq").read_text(encoding="utf-8").splitlines()
    assert manifest["counts"]["quads"] == len(lines)
    assert open_store(root / ".kg").rows("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == [
        {"n": str(len(lines))}
    ]


def test_the_text_is_kept_byte_for_byte(make_source: MakeSource) -> None:
    text = f"\ufeff{QUOTE}.\r\nzweite Zeile\u2028und\u0085mehr\r"
    root = make_source(text=text, records=events("a", 1)).parent
    build_store(root / "sources", root / ".kg")
    file = root / ".kg" / "build-1" / "texts" / "news.txt"
    assert file.read_bytes() == text.encode("utf-8")
    assert open_store(root / ".kg").text("news") == text


# -- no store, another's store, a damaged one -------------------------------------------------

READERS: tuple[tuple[str, ...], ...] = (
    ("status",),
    ("find", "Putin"),
    ("show", "russia"),
    ("list",),
    ("query", "-e", "ASK { ?s ?p ?o }"),
    ("export",),
    ("view", "-o", "-"),
)
reader = pytest.mark.parametrize("command", READERS, ids=lambda command: command[0])


@reader
def test_without_a_store_every_reader_says_what_to_do(
    command: tuple[str, ...], kg: Kg, tmp_path: Path
) -> None:
    ran = kg(*command, "--store", tmp_path / "nowhere")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "run kg build" in ran.err
    assert not (tmp_path / "nowhere").exists()


@reader
def test_a_store_of_another_format_is_not_read(
    command: tuple[str, ...], kg: Kg, other_format: Path
) -> None:
    ran = kg(*command, "--store", other_format)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "run kg build" in ran.err
    assert str(FORMAT + 1) in ran.err


@pytest.fixture
def other_format(make_source: MakeSource) -> Path:
    root = make_source(records=events("a", 1)).parent
    build_store(root / "sources", root / ".kg")
    manifest = root / ".kg" / "build-1" / "manifest.json"
    data = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**data, "format": FORMAT + 1}), encoding="utf-8")
    with pytest.raises(StoreFormat):
        open_store(root / ".kg")
    return root / ".kg"


def test_a_store_of_another_format_is_built_anew(kg: Kg, other_format: Path) -> None:
    ran = kg("build", "--store", other_format, "--sources", other_format.parent / "sources")
    assert ran.code == 0
    assert held(other_format).answers == {"a 0"}


@pytest.mark.parametrize("pointer", ["build-9", "", "../elsewhere", "build-1.part", "\0"])
def test_a_pointer_to_no_build_is_no_store(pointer: str, make_source: MakeSource) -> None:
    root = make_source(records=events("a", 1)).parent
    build_store(root / "sources", root / ".kg")
    (root / ".kg" / "current").write_text(pointer, encoding="utf-8")
    with pytest.raises(NoStore):
        open_store(root / ".kg")
    build_store(root / "sources", root / ".kg")
    assert held(root / ".kg").answers == {"a 0"}


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": "1"}'])
def test_a_damaged_manifest_is_built_anew(content: str, make_source: MakeSource, kg: Kg) -> None:
    root = make_source(records=events("a", 1)).parent
    folder = root / ".kg"
    build_store(root / "sources", folder)
    (folder / "build-1" / "manifest.json").write_text(content, encoding="utf-8")
    assert kg("status", "--store", folder).code == 2
    assert kg("build", "--store", folder, "--sources", root / "sources").code == 0
    assert held(folder).answers == {"a 0"}


# -- elsewhere and read-only -------------------------------------------------------------------


@pytest.mark.slow
def test_it_works_from_any_folder(make_source: MakeSource, tmp_path: Path) -> None:
    root = make_source(records=events("a", 1)).parent
    below = root / "notes" / "deep"
    below.mkdir(parents=True)
    assert run_kg("build", cwd=below).code == 0  # sources/ is found above, the store beside it
    assert "a 0" in run_kg("find", "a 0", cwd=below).out
    assert "a 0" in run_kg("find", "a 0", "--store", root / ".kg", cwd=Path("/")).out
    elsewhere = {"KG_STORE": str(root / ".kg"), "KG_SOURCES": str(root / "sources")}
    assert "a 0" in run_kg("find", "a 0", cwd=Path("/"), env=elsewhere).out
    where = json.loads(run_kg("status", "--format", "json", cwd=below).out)
    assert (where["sources"], where["store"]) == (str(root / "sources"), str(root / ".kg"))
    del tmp_path


_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE = 1


def without_override() -> None:
    """Give up root's right to write where nobody may."""
    if os.geteuid() == 0:
        ctypes.CDLL(None, use_errno=True).prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0)


@pytest.fixture
def read_only(make_source: MakeSource, tmp_path: Path) -> Path:
    """A store that was copied to where nobody may write; skips where that can't be had."""
    root = make_source(records=events("a", 3)).parent
    build_store(root / "sources", root / ".kg")
    folder = Path(shutil.copytree(root / ".kg", tmp_path / "shelf" / "store"))
    for path in (folder, *folder.rglob("*")):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o222)
    if run("touch", folder / "x", before=without_override).code == 0:
        pytest.skip("this user can write everywhere")
    return folder


@pytest.mark.slow
@reader
def test_a_copy_in_a_read_only_place_answers(command: tuple[str, ...], read_only: Path) -> None:
    before = tree(read_only)
    ran = run_kg(
        *command, "--store", read_only, "--sources", read_only / "none", before=without_override
    )
    assert (ran.code, ran.err.replace("1 row\n", "").replace("3 records\n", "")) == (0, "")
    assert ran.out
    assert tree(read_only) == before


@pytest.mark.slow
def test_building_into_a_read_only_place_is_one_line(
    read_only: Path, make_source: MakeSource
) -> None:
    sources = make_source(records=events("b", 1))
    ran = run_kg("build", "--store", read_only, "--sources", sources, before=without_override)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "can't be written" in ran.err


# -- inputs that changed, or did not -----------------------------------------------------------


def over(kg: Kg, root: Path) -> Kg:
    """Return *kg* over the sources and the store in *root*."""

    def run_there(*arguments: object) -> Ran:
        return kg(*arguments, "--sources", root / "sources", "--store", root / ".kg")

    return run_there


def test_with_nothing_changed_there_is_nothing_to_do(make_source: MakeSource, kg: Kg) -> None:
    root = make_source(records=events("a", 2)).parent
    there = over(kg, root)
    first = there("build")
    assert (first.code, first.out, first.err.count("\n")) == (0, "", 1)
    assert first.err.startswith("built: 2 records of 1 source,")
    before = tree(root / ".kg")
    again = there("build")
    assert (again.code, again.out, again.err.count("\n")) == (0, "", 1)
    assert again.err.startswith("nothing to do")
    assert tree(root / ".kg") == before
    assert there("build", "--force").err.startswith("built")
    assert (root / ".kg" / "current").read_text(encoding="utf-8") == "build-2\n"


def _append_record(sources: Path) -> None:
    with (sources / "news" / "records.yaml").open("a", encoding="utf-8") as file:
        file.write("# a comment is a change too\n")


def _remove_names(sources: Path) -> None:
    (sources / "news" / "names.yaml").unlink()


def _add_entities(sources: Path) -> None:
    (sources / "news" / "entities.yaml").write_text("[]\n", encoding="utf-8")


def _add_source(sources: Path) -> None:
    shutil.copytree(sources / "news", sources / "more-news")


CHANGES = (_append_record, _remove_names, _add_entities, _add_source)
READERS_ON_STDERR = [command for command in READERS if command[0] != "view"]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_a_changed_input_is_said_and_the_answer_is_as_built(
    change: Callable[[Path], None], make_source: MakeSource, kg: Kg
) -> None:
    root = make_source(records=events("a", 2)).parent
    there = over(kg, root)
    there("build")
    before = there("list")
    change(root / "sources")
    after = there("list")
    assert (after.code, after.out) == (0, before.out)
    said = [line for line in after.err.splitlines() if "has changed since the build" in line]
    assert len(said) == 1
    assert "kg build" in said[0]


@pytest.mark.parametrize("command", READERS_ON_STDERR, ids=lambda command: command[0])
def test_whatever_answers_says_so_on_stderr_alone(
    command: tuple[str, ...], make_source: MakeSource, kg: Kg
) -> None:
    root = make_source(records=events("a", 2)).parent
    there = over(kg, root)
    there("build")
    before = there(*command)
    _append_record(root / "sources")
    after = there(*command)
    assert (after.code, after.out) == (before.code, before.out)
    assert after.err.count("has changed since the build") == 1
    assert after.err.count("\n") == before.err.count("\n") + 1


# -- builds that fail ----------------------------------------------------------------------------


def _write(name: str, content: str | bytes) -> Callable[[Path], None]:
    def change(sources: Path) -> None:
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (sources / name).write_bytes(data)

    return change


def _edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(sources: Path) -> None:
        file = sources / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def _unlink(name: str) -> Callable[[Path], None]:
    def change(sources: Path) -> None:
        (sources / name).unlink()

    return change


REC, ENT, HEAD = "news/records.yaml", "reference/entities.yaml", "news/source.yaml"
# Found by these tests and not mended yet: what a user did ends as a fault of kg itself.
BAD: dict[str, tuple[Callable[[Path], None], str]] = {
    "a quote changed by one letter": (_edit(REC, "besuchte", "besuchtn"), "closest passage"),
    "invalid YAML": (_edit(REC, "status: asserted", "status: [asserted"), REC),
    "a duplicate key": (_edit(REC, "  kind: event", "  kind: event\n  kind: event"), "twice"),
    "an anchor": (_edit(REC, "status: asserted", "status: &x asserted"), "anchor"),
    "an alias": (_edit(REC, "status: asserted", "status: *x"), "alias"),
    "a tag": (_edit(REC, "status: asserted", "status: !!str asserted"), "tag"),
    "a doubled id": (_edit(REC, "event-1", "event-0"), "event-0"),
    "an unknown kind": (_edit(REC, "kind: event", "kind: evnt"), "event"),
    "an unknown entity": (_edit(REC, "participant: russia", "participant: rusia"), "russia"),
    "an unknown status": (_edit(REC, "status: asserted", "status: true"), "asserted"),
    "an unknown field": (_edit(REC, "status: asserted", "state: asserted"), "state"),
    "an impossible date": (
        _edit(REC, "status: asserted", "status: asserted\n  when: 2022-02-30"),
        "2022-02-30",
    ),
    "a season": (_edit(REC, "status: asserted", "status: asserted\n  when: 2022-21"), "season"),
    "no evidence": (_edit(REC, f"  evidence: {QUOTE}\n", ""), "evidence is missing"),
    "words that the text lacks": (
        _edit(REC, "status: asserted", "status: alleged\n  hedge: angeblich"),
        "angeblich",
    ),
    "a missing document": (_unlink("news/document.txt"), "document.txt: is missing"),
    "a document that is no UTF-8": (_write("news/document.txt", b"\xff\xfe4."), "no UTF-8"),
    "another document": (_write("news/document.txt", f"{QUOTE}!\n"), "sha256"),
    "missing records": (_unlink(REC), "records.yaml: is missing"),
    "records that are no UTF-8": (_write(REC, b"- id: \xe4\n"), "no UTF-8"),
    "no reference entities": (_unlink(ENT), "entities.yaml: is missing"),
    "a label in no language": (_edit(REC, "label:\n    en:", "label:\n    in english:"), "label"),
    "a language that is no tag": (_edit(REC, "label:\n    en:", "label:\n    en_GB!:"), "label"),
    "a wikidata id that is none": (
        _edit(
            ENT,
            "{en: China, de: China}",
            _EXTERNAL := (
                "{en: China, de: China}, external: [{scheme: wikidata, id: China, seen_in: x}]"
            ),
        ),
        "China",
    ),
    "a scheme that is no name": (
        _edit(ENT, "{en: China, de: China}", _EXTERNAL.replace("wikidata", "a scheme <x>")),
        "scheme",
    ),
    "a head without a voice": (_edit(HEAD, "voice: the-authors\n", ""), "voice"),
    "a language of the source that is none": (_edit(HEAD, "language: de", "language: de_"), "de_"),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_build_that_fails_says_why_and_leaves_the_store(
    bad: str, make_source: MakeSource, kg: Kg
) -> None:
    damage, says = BAD[bad]
    root = make_source(records=events("a", 2)).parent
    there = over(kg, root)
    assert there("build").code == 0
    before = tree(root / ".kg")
    damage(root / "sources")
    failed = there("build")
    first = failed.err.splitlines()[0]
    assert (failed.code, failed.out) == (2, "")
    assert first.startswith("sources/")
    assert ": " in first
    assert says in failed.err
    assert "fault of kg" not in failed.err
    assert tree(root / ".kg") == before
    assert held(root / ".kg").answers == {"a 0", "a 1"}


def test_all_errors_of_a_run_come_at_once_sorted(make_source: MakeSource, kg: Kg) -> None:
    root = make_source(records=events("a", 4)).parent
    _edit(REC, "participant: russia", "participant: rusia")(root / "sources")
    _edit(REC, "a 3\n  participant: russia", "a 3\n  participant: chna")(root / "sources")
    _edit(HEAD, "voice: the-authors", "voice: nobody")(root / "sources")
    failed = over(kg, root)("build")
    first_lines = [line for line in failed.err.splitlines() if not line.startswith(" ")]
    assert failed.code == 2
    assert len(first_lines) == 3
    places = [line.split(":")[:2] for line in first_lines]
    assert places == sorted(places, key=lambda place: (place[0], int(place[1])))
    assert not (root / ".kg" / "current").exists()


def test_a_folder_of_sources_that_is_not_there_makes_no_store(kg: Kg, tmp_path: Path) -> None:
    missing = tmp_path / "typo" / "sources"
    env = {"KG_STORE": ""}
    ran = kg("build", "--sources", missing, **env)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert str(missing) in ran.err
    assert entries(tmp_path) == set()


# -- the default graph -----------------------------------------------------------------------------


def test_candidates_are_in_no_answer_unless_their_graph_is_named() -> None:
    quads = [
        f"<https://x.example/{name}> <https://x.example/p> <https://x.example/o> "
        f"<https://w3id.org/sinorus/graph/{name}/paper> .\n"
        for name in ("source", "candidates")
    ]
    store = in_memory(quads)
    asked = select(store, "SELECT ?s { ?s ?p ?o }")
    assert [str(row["s"]) for row in asked] == ["<https://x.example/source>"]
    named = "SELECT ?s { GRAPH <https://w3id.org/sinorus/graph/candidates/paper> { ?s ?p ?o } }"
    assert [str(row["s"]) for row in select(store, named)] == ["<https://x.example/candidates>"]


def test_values_reach_a_query_as_parameters(store_folder: Path) -> None:
    store = open_store(store_folder)
    query = "SELECT ?who ?name { ?who sr:name ?name }"
    who = "https://w3id.org/sinorus/id/entity/china"
    assert store.rows(query, {"who": who}) == [{"who": who, "name": "China"}]
