"""The same sources give the same bytes: whatever the hash seed, the time zone or the locale."""

import hashlib
import json
import locale
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from processes import environment
from rdflib import XSD, Dataset, Literal
from rdflib.term import Node

from kg.build import build_store
from kg.exchange import exported
from kg.store import Store, open_store

pytestmark = pytest.mark.slow

FORMS = ("nquads", "trig", "jsonld", "jsonl", "csv")
RUN = """
import hashlib, json, sys
from pathlib import Path
from kg.build import build_store
from kg.build import build_store
from kg.exchange import exported
from kg.store import open_store

sources, folder, *forms = sys.argv[1:]
build_store(Path(sources), Path(folder), force=True)
store = open_store(Path(folder))
files = [store.graph_file, store.build / "records.jsonl", store.build / "vocabulary.json"]
digests = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
for form in forms:
    digests[form] = hashlib.sha256(exported(store, form).encode()).hexdigest()
print(json.dumps(digests))
"""


def has_german() -> bool:
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")
    except locale.Error:
        return False
    locale.setlocale(locale.LC_ALL, before)
    return True


SURROUNDINGS: list[tuple[dict[str, str], tuple[str, ...]]] = [
    ({"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"}, FORMS),
    ({"PYTHONHASHSEED": "1", "TZ": "Asia/Vladivostok", "LC_ALL": "C.UTF-8"}, FORMS),
    (
        {
            "PYTHONHASHSEED": "2",
            "TZ": "America/St_Johns",
            "LC_ALL": "de_DE.UTF-8" if has_german() else "C",
            "PYTHONUTF8": "0",
        },
        (),
    ),
]


def test_build_and_every_export_give_the_same_bytes(
    sources: Path, store: Store, tmp_path: Path
) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", RUN, str(sources), str(tmp_path / str(number)), *forms],
            cwd=tmp_path,
            env=environment(**surrounding),
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for number, (surrounding, forms) in enumerate(SURROUNDINGS)
    ]
    given = [json.loads(process.communicate()[0]) for process in started]
    assert given[0].keys() == {"graph.nq", "records.jsonl", "vocabulary.json", *FORMS}
    assert given[1] == given[0]
    assert given[2] == {name: given[0][name] for name in given[2]} != {}
    here = hashlib.sha256(store.graph_file.read_bytes()).hexdigest()
    assert given[0]["graph.nq"] == given[0]["nquads"] == here
    assert given[0]["records.jsonl"] == given[0]["jsonl"]


@pytest.fixture(scope="module")
def triples(store: Store) -> Counter[tuple[str, str]]:
    return counted(read(exported(store, "nquads"), "nquads"))


def read(content: str, form: str) -> Dataset:
    dataset = Dataset()
    dataset.parse(data=content, format=form)
    return dataset


def counted(dataset: Dataset) -> Counter[tuple[str, str]]:
    """Return every triple with its graph; Turtle writes 13 as 13.0, so numbers are made one."""
    return Counter(
        (str(graph), " ".join(map(written, triple))) for *triple, graph in dataset.quads()
    )


def written(term: Node) -> str:
    is_decimal = isinstance(term, Literal) and term.datatype == XSD.decimal
    return f"{Decimal(str(term)).normalize():f}" if is_decimal else term.n3()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(("form", "parser"), [("trig", "trig"), ("jsonld", "json-ld")])
def test_it_reads_back_as_the_same_triples_in_each_graph(
    form: str, parser: str, store: Store, triples: Counter[tuple[str, str]]
) -> None:
    assert counted(read(exported(store, form), parser)) == triples


def test_jsonl_and_csv_hold_every_record_with_its_status_and_words(store: Store) -> None:
    records = [line for line in store.lines() if "status" in line]
    assert exported(store, "jsonl").encode() == (store.build / "records.jsonl").read_bytes()
    table = exported(store, "csv")
    for record in records:
        assert record["id"] in table
        assert record["evidence"][0]["exact"][:20].replace('"', '""') in table


def test_an_unknown_format_is_a_fault_of_ours(store: Store) -> None:
    with pytest.raises(ValueError, match="docx"):
        exported(store, "docx")


NASTY = 'Er sagte: "nein"\n\n@prefix x: <y> .\r\n    "2022"\u2028\u0085\\n \'\'\' """ <b>\ttab'


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(("form", "parser"), [("trig", "trig"), ("jsonld", "json-ld")])
def test_words_with_every_sign_come_back_as_they_are(
    form: str, parser: str, make_source: Callable[..., Path]
) -> None:
    record = {
        "id": "said",
        "kind": "event",
        "label": {"en": NASTY},
        "participant": "russia",
        "status": "asserted",
        "evidence": NASTY,
    }
    root = make_source(text=NASTY, records=[record]).parent
    build_store(root / "sources", root / ".kg")
    store = open_store(root / ".kg")
    given = read(exported(store, form), parser)
    assert counted(given) == counted(read(exported(store, "nquads"), "nquads"))
    exact = {str(o) for _, p, o, _ in given.quads() if str(p).endswith("#exact")}
    assert exact == {NASTY}
