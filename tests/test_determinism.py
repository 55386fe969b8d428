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

import pyoxigraph as ox
import pytest
from processes import environment
from rdflib import XSD, Dataset, Literal
from rdflib.term import Node

from kg.build import build_store
from kg.exchange import exported
from kg.lookup import Catalogue
from kg.store import Store, open_store

pytestmark = pytest.mark.slow

FORMS = ("nquads", "trig", "jsonld", "jsonl", "csv", "xlsx", "gexf", "graphml", "ftm")
RUN = """
import hashlib, json, sys
from pathlib import Path
from kg.build import build_store
from kg.exchange import exported
from kg.lookup import Catalogue
from kg.store import open_store

digests = {}
for sources, folder, *forms in json.loads(sys.argv[1]):
    build_store(Path(sources), Path(folder), force=True)
    store = open_store(Path(folder))
    for name in ("graph.nq", "records.jsonl", "vocabulary.json"):
        content = (store.build / name).read_bytes()
        digests[f"{sources} {name}"] = hashlib.sha256(content).hexdigest()
    for form in forms:
        content = exported(Catalogue(store), form).content
        content = content if isinstance(content, bytes) else content.encode()
        digests[f"{sources} {form}"] = hashlib.sha256(content).hexdigest()
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


SURROUNDINGS = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Vladivostok", "LC_ALL": "C.UTF-8"},
    {
        "PYTHONHASHSEED": "2",
        "TZ": "America/St_Johns",
        "LC_ALL": "de_DE.UTF-8" if has_german() else "C",
        "PYTHONUTF8": "0",
    },
]


def test_build_and_every_export_give_the_same_bytes(
    sources: Path, store: Store, small: Path, tmp_path: Path
) -> None:
    # the formats that rdflib writes are slow: they are compared over a small graph
    started = [
        subprocess.Popen(
            [sys.executable, "-c", RUN, json.dumps(work)],
            cwd=tmp_path,
            env=environment(**surrounding),
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for number, surrounding in enumerate(SURROUNDINGS)
        for work in [
            [
                (str(sources), str(tmp_path / f"real-{number}"), "nquads", "jsonl", "csv"),
                (str(small), str(tmp_path / f"small-{number}"), *FORMS),
            ]
        ]
    ]
    given = [json.loads(process.communicate()[0]) for process in started]
    assert given[1] == given[0]
    assert given[2] == given[0]
    assert len(given[0]) == 2 * 3 + 3 + len(FORMS)
    here = hashlib.sha256(store.graph_file.read_bytes()).hexdigest()
    assert given[0][f"{sources} graph.nq"] == given[0][f"{sources} nquads"] == here
    assert given[0][f"{sources} records.jsonl"] == given[0][f"{sources} jsonl"]


NASTY = 'Er sagte: "nein"\n\n@prefix x: <y> .\r\n    "2022"\u2028\u0085\\n \'\'\' """ <b>\ttab'


@pytest.fixture
def small(make_source: Callable[..., Path]) -> Path:
    """Sources whose few records yield edges of most statuses, with every sign in their words."""
    base = {"kind": "supply", "label": {"en": NASTY}, "evidence": NASTY}
    statuses: dict[str, dict[str, str]] = {
        "asserted": {},
        "reported": {"attributed_to": "the-authors"},
        "alleged": {"hedge": "nein"},
        "planned": {},
    }
    records = [
        {**base, "id": f"{status}-{way}", "status": status, **more, **ends}
        for status, more in statuses.items()
        for way, ends in (
            ("there", {"supplier": "russia", "recipient": "china"}),
            ("back", {"supplier": "china", "recipient": "russia"}),
        )
    ]
    return make_source(text=NASTY, records=records)


@pytest.fixture(scope="module")
def triples(store: Store) -> Counter[tuple[str, str]]:
    return counted(read(given(store, "nquads"), "nquads"))


def given(store: Store, form: str) -> str:
    """Return what ``kg export`` writes of *store*, as text."""
    content = exported(Catalogue(store), form).content
    return content if isinstance(content, str) else content.decode("utf-8")


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
    text = given(store, form)
    assert counted(read(text, parser)) == triples
    oxigraph = {"trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
    quads = set(ox.parse(text, format=oxigraph[form]))
    assert len(quads) == store.manifest["counts"]["quads"] == triples.total()


def test_jsonl_and_csv_hold_every_record_with_its_status_and_words(store: Store) -> None:
    records = [line for line in store.lines() if "status" in line]
    assert given(store, "jsonl").encode() == (store.build / "records.jsonl").read_bytes()
    table = given(store, "csv")
    for record in records:
        assert record["id"] in table
        assert record["evidence"][0]["exact"][:20].replace('"', '""') in table


def test_an_unknown_format_is_a_fault_of_ours(store: Store) -> None:
    with pytest.raises(ValueError, match="docx"):
        given(store, "docx")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(("form", "parser"), [("trig", "trig"), ("jsonld", "json-ld")])
def test_words_with_every_sign_come_back_as_they_are(form: str, parser: str, small: Path) -> None:
    build_store(small, small.parent / ".kg")
    store = open_store(small.parent / ".kg")
    back = read(given(store, form), parser)
    assert counted(back) == counted(read(given(store, "nquads"), "nquads"))
    exact = {str(o) for _, p, o, _ in back.quads() if str(p).endswith("#exact")}
    assert exact == {NASTY}
