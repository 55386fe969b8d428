import csv
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl
import pytest
from processes import Kg

from kg.build import build_store
from kg.exchange import OF_RECORDS, exported
from kg.exchange.drawing import drawing
from kg.exchange.table import DIALECTS, words
from kg.lookup import Catalogue, Filters, select
from kg.network import words as network_words
from kg.network.lanes import POLES
from kg.store import Store, open_store

ROOT = Path(__file__).resolve().parent.parent
TIES = ("actors", "trade", "sanctions", "ties")

# Names that a spreadsheet would run, that XML would read as its own, that look like nothing.
HOSTILE = """\
- {id: russia, class: state, iso: RU, name: {en: "=cmd|' /C calc'!A0", de: "@SUMME(A1)"}}
- {id: china, class: state, iso: CN, name: {en: "<b>\\"Ch&ina\\"</b>; ]]>", de: "None"}}
- {id: steel, class: company, country: china, name: {en: "+49 Steel\\u202e Ltd"}}
- {id: somebody, class: person, name: {en: "-Ο'Brien\\t, \\"x\\""}}
- {id: some-banks, class: bank_group, group: unnamed, name: {en: some banks}}
- {id: oil, class: commodity, name: {en: "= oil"}}
- {id: the-authors, class: unnamed_source, name: {en: the authors}}
- {id: an-agency, class: medium, name: {en: "an agency | ¶1 · x"}}
"""
TEXT = """\
Ueberschrift
=1+1 liefert Russland angeblich Öl an China.
Der Handel mit China sank 2023 um 3,5 %.
China droht Russland mit Sanktionen.
China gehört die Firma "Steel", <b>sagt</b> man; & mehr.
Russland lud sich und China im Mai 2024 ein.
Laut einer Agentur liefert Steel Öl an Russland.
Einige Banken zahlten 2022 bis 2024 an Steel.
Russland liefert China kein Öl.
"""


def _record(name: str, kind: str, quote: int, **more: Any) -> dict[str, Any]:
    base = {"id": name, "kind": kind, "label": {"en": f"={name}"}, "status": "asserted"}
    return {**base, "evidence": TEXT.splitlines()[quote], **more}


RECORDS = (
    _record(
        "alleged-oil",
        "supply",
        1,
        supplier="russia",
        recipient="china",
        item="oil",
        status="alleged",
        hedge="angeblich",
    ),
    _record(
        "growth",
        "trade_flow",
        2,
        exporter="russia",
        importer="china",
        commodity="oil",
        measured="growth",
        when={"edtf": "2023", "words": "2023"},
        quantity=[
            {"value": "-3.5", "unit": "%", "of": "growth of trade", "words": "sank 2023 um 3,5 %"},
            {"value": "2023", "unit": "exercises", "of": "no such thing", "words": "2023"},
        ],
        note="sank: the words give no sign",
    ),
    _record(
        "threat",
        "sanction",
        3,
        imposer="china",
        target="russia",
        measure="unspecified",
        stage="threatened",
        status="threatened",
        modal_agent="china",
    ),
    _record("owned", "affiliation", 4, form="ownership", member="china", body="steel"),
    _record(
        "visit",
        "meeting",
        5,
        form="visit",
        attendee=["russia", "china"],
        host="russia",
        when={"edtf": "2024-05", "words": "Mai 2024"},
    ),
    _record(
        "said-oil",
        "supply",
        6,
        supplier="steel",
        recipient="russia",
        item="oil",
        status="reported",
        attributed_to="an-agency",
    ),
    _record(
        "paid",
        "supply",
        7,
        supplier="some-banks",
        recipient="steel",
        when={"edtf": "2022/2024", "words": "2022 bis 2024"},
    ),
    _record(
        "no-oil", "supply", 8, supplier="russia", recipient="china", item="oil", polarity="negative"
    ),
)


@pytest.fixture
def hostile(make_source: Callable[..., Path], tmp_path: Path) -> Store:
    sources = make_source(text=TEXT, entities=HOSTILE, records=RECORDS, redistribute="full")
    build_store(sources, tmp_path / "kg")
    return open_store(tmp_path / "kg")


@pytest.fixture
def read_hostile(hostile: Store) -> Catalogue:
    return Catalogue(hostile, "en")


def _text(catalogue: Catalogue, form: str, **options: Any) -> str:
    content = exported(catalogue, form, **options).content
    return content if isinstance(content, str) else content.decode()


def _rows(catalogue: Catalogue, dialect: str = "excel", **options: Any) -> list[dict[str, str]]:
    text = _text(catalogue, "csv", dialect=dialect, **options).removeprefix("\ufeff")
    separator = DIALECTS[dialect].separator
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


# -- CSV ----------------------------------------------------------------------------------------


def test_there_is_one_row_a_record_and_each_has_its_status(store: Store) -> None:
    rows = _rows(Catalogue(store))
    counts = store.manifest["counts"]
    assert len(rows) == counts["records"]
    assert Counter(row["kind"].replace(" ", "_") for row in rows) == counts["by_kind"]
    stati = Counter(row["status"].removesuffix(" NOT SO").lower() for row in rows)
    assert stati == counts["by_status"]


def test_a_role_is_a_column_and_a_figure_stands_with_its_whole(store: Store) -> None:
    rows = {row["id"].rpartition("/")[2]: row for row in _rows(Catalogue(store))}
    share = rows["share-arms-components"]
    shown = ("holder", "provider", "value", "unit", "qualifier", "of what", "status", "said by")
    assert [share[name] for name in shown] == [
        "Russia",
        "China or Hong Kong",
        "80",
        "%",
        "about",
        "components for Russian arms",
        "REPORTED",
        "David O'Sullivan",
    ]
    # the paper's own sentence, in ¶37 of the text
    assert share["quote"].startswith("«Nach Angaben des EU-Sondergesandten David O’Sullivan")
    assert (share["words of the figure"], share["paragraph"]) == ("«rund 80 %»", "¶37")
    # «Im Dezember 2023 kündigten die USA … an»
    announced = rows["sanction-secondary-announced-2023"]
    dates = [announced[name] for name in ("date (EDTF)", "earliest day", "latest day")]
    assert dates == ["2023-12", "2023-12-01", "2023-12-31"]
    assert rows["supply-iran-no-help"]["status"] == "asserted NOT SO"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_cell_of_text_can_be_run(read_hostile: Catalogue, dialect: str) -> None:
    rows = _rows(read_hostile, dialect)
    assert len(rows) == len(RECORDS)
    numbers = {"value", "value 2"}
    for row in rows:
        for name, cell in row.items():
            assert name in numbers or cell[:1] not in set("=+-@\t\r\n"), (name, cell)
    oil = next(row for row in rows if row["id"] == "news/alleged-oil")
    assert oil["supplier"] == "'=cmd|' /C calc'!A0"
    assert oil["recipient"] == '<b>"Ch&ina"</b>; ]]>'
    assert oil["quote"] == "«=1+1 liefert Russland angeblich Öl an China.»"
    assert (oil["status"], oil["word of doubt"]) == ("ALLEGED", "«angeblich»")


def test_a_number_stays_a_number_also_below_zero(read_hostile: Catalogue) -> None:
    for dialect, value in (("excel", "-3.5"), ("excel-de", "-3,5"), ("rfc4180", "-3.5")):
        row = next(r for r in _rows(read_hostile, dialect) if r["id"] == "news/growth")
        assert (row["value"], row["unit"], row["of what"]) == (value, "%", "growth of trade")
        assert (row["value 2"], row["of what 2"]) == ("2023", "no such thing")


def test_a_dialect_is_what_its_reader_expects(read_hostile: Catalogue) -> None:
    excel, german, rfc = (_text(read_hostile, "csv", dialect=name) for name in DIALECTS)
    assert excel.startswith("\ufeffid,kind,label,details,")
    assert german.startswith("\ufeffid;kind;label;details;")
    assert rfc.startswith("id,kind,label,details,")
    assert all(text.endswith("\r\n") for text in (excel, german, rfc))


def test_columns_stand_in_the_order_in_which_people_read(store: Store) -> None:
    text = _text(Catalogue(store), "csv", dialect="rfc4180")
    head = next(csv.reader(io.StringIO(text)))
    figure = ["value", "unit", "qualifier", "of what", "words of the figure"]
    dates = ["date (EDTF)", "earliest day", "latest day"]
    rest = ["status", "said by", "quote", "paragraph", "source"]
    wanted = ["supplier", "recipient", *figure, *dates, *rest]
    assert [name for name in head if name in wanted] == wanted
    at = head.index("value")
    assert head[at : at + len(figure)] == figure


def test_labels_of_columns_are_in_the_language_and_differ(store: Store) -> None:
    for lang in ("en", "de"):
        text = _text(Catalogue(store, lang), "csv", dialect="rfc4180")
        head = next(csv.reader(io.StringIO(text)))
        assert len(head) == len(set(head))
    assert _rows(Catalogue(store, "de"))[0]["gesagt von"] == "die Quelle selbst"
    assert words("en")["columns"].keys() == words("de")["columns"].keys()


def test_words_that_may_not_be_passed_on_stay(
    make_source: Callable[..., Path], tmp_path: Path
) -> None:
    sources = make_source(text=TEXT, entities=HOSTILE, records=RECORDS, redistribute="none")
    build_store(sources, tmp_path / "kg")
    catalogue = Catalogue(open_store(tmp_path / "kg"))
    for form in ("csv", "gexf", "graphml", "ftm"):
        text = _text(catalogue, form)
        assert "liefert Russland angeblich" not in text
        assert "«" not in text
        assert "ALLEGED" in text


# -- xlsx ---------------------------------------------------------------------------------------


def _book(catalogue: Catalogue, **options: Any) -> openpyxl.Workbook:
    content = exported(catalogue, "xlsx", **options).content
    assert isinstance(content, bytes)
    return openpyxl.load_workbook(io.BytesIO(content))


def _sheet(book: openpyxl.Workbook) -> list[dict[str, Any]]:
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_a_workbook_has_true_numbers_and_dates_as_text(store: Store) -> None:
    rows = _sheet(_book(Catalogue(store)))
    assert len(rows) == store.manifest["counts"]["records"]
    exports = next(row for row in rows if str(row["id"]).endswith("/trade-china-exports-2021"))
    assert (exports["value"], exports["unit"]) == (72_700_000_000, "USD")
    assert exports["date (EDTF)"] == "2021"
    share = next(
        row for row in rows if str(row["id"]).endswith("/share-russia-crude-imports-of-china")
    )
    assert (share["value"], share["of what"]) == (19, "China's crude oil imports")


def test_a_workbook_runs_nothing_and_explains_itself(read_hostile: Catalogue) -> None:
    book = _book(read_hostile)
    assert book.sheetnames == ["records", "columns", "statuses"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    rows = _sheet(book)
    oil = next(row for row in rows if row["id"] == "news/alleged-oil")
    assert oil["supplier"] == "=cmd|' /C calc'!A0"
    explained = [row[0] for row in book["columns"].iter_rows(min_row=2, values_only=True)]
    assert explained == list(rows[0])


def test_a_workbook_does_not_say_when_it_was_made(read_hostile: Catalogue) -> None:
    content = exported(read_hostile, "xlsx").content
    assert isinstance(content, bytes)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in parts.read("docProps/core.xml").replace(b"xmlns:dcterms", b"")


# -- GEXF and GraphML ---------------------------------------------------------------------------


def _read(text: str, form: str) -> Any:
    if form == "gexf":
        return nx.read_gexf(io.BytesIO(text.encode()), version="1.3")
    return nx.read_graphml(io.BytesIO(text.encode()), force_multigraph=True)


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_every_record_entity_and_role_comes_back(store: Store, form: str) -> None:
    catalogue = Catalogue(store)
    graph = _read(_text(catalogue, form), form)
    sorts = Counter(sort for _, sort in graph.nodes(data="sort"))
    assert sorts["record"] == store.manifest["counts"]["records"]
    roles = {
        (line["id"], entity, role)
        for line in catalogue.records.values()
        for role, entity in catalogue.roles(line)
    }
    assert graph.number_of_edges() == len(roles)
    stati = Counter(s for _, s in graph.nodes(data="status_code") if s)
    assert stati == store.manifest["counts"]["by_status"]
    for *_, about in graph.edges(data=True):
        assert about["status"]
        assert about["said_by"]
        assert about["quote"].startswith("«")
        assert about["place"].startswith("¶")


@pytest.mark.parametrize("form", ["gexf", "graphml"])
@pytest.mark.parametrize("projection", TIES)
def test_several_ties_of_one_pair_stay_several(store: Store, form: str, projection: str) -> None:
    catalogue = Catalogue(store)
    drawn = drawing(catalogue, catalogue.records.values(), projection)
    text = _text(catalogue, form, projection=projection)
    assert _read(text, form).number_of_edges() == len(drawn.edges) > 0
    assert len({edge.id for edge in drawn.edges}) == len(drawn.edges)
    kinds = Counter((*sorted((edge.source, edge.target)), edge.kind) for edge in drawn.edges)
    if not drawn.directed:
        assert set(kinds.values()) == {1}
    by_way = Counter((edge.source, edge.target, edge.kind) for edge in drawn.edges)
    assert set(by_way.values()) == {1}


def test_two_roles_of_one_entity_are_two_edges_of_two_kinds(read_hostile: Catalogue) -> None:
    drawn = drawing(read_hostile, read_hostile.records.values())
    both = [e for e in drawn.edges if (e.source, e.target) == ("news/visit", "russia")]
    assert sorted(edge.kind for edge in both) == ["attendee", "host"]


@pytest.mark.parametrize("form", ["gexf", "graphml"])
@pytest.mark.parametrize("projection", ["records", *TIES])
def test_hostile_names_come_back_as_they_are(
    read_hostile: Catalogue, form: str, projection: str
) -> None:
    statuses = ("asserted", "alleged", "reported", "threatened")
    text = _text(read_hostile, form, projection=projection, statuses=statuses)
    graph = _read(text, form)
    assert graph.nodes["russia"]["label"] == "=cmd|' /C calc'!A0"
    assert graph.nodes["china"]["label"] == '<b>"Ch&ina"</b>; ]]>'


def _values(text: str) -> Iterator[str]:
    for element in ET.fromstring(text).iter():
        yield element.text or ""
        yield from element.attrib.values()


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_a_file_for_gephi_has_no_clock_no_none_and_no_list(store: Store, form: str) -> None:
    text = _text(Catalogue(store), form)
    assert "lastmodified" not in text
    for value in _values(text):
        assert value not in {"None", "nan", "[]", "{}"}
        assert not value.startswith(("[", "('"))


@pytest.mark.parametrize("projection", ["records", *TIES])
def test_ids_of_graphml_are_name_tokens_and_lead_somewhere(store: Store, projection: str) -> None:
    root = ET.fromstring(_text(Catalogue(store), "graphml", projection=projection))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    nodes = [node.attrib["id"] for node in root.iter(f"{space}node")]
    edges = list(root.iter(f"{space}edge"))
    names = [*nodes, *(edge.attrib["id"] for edge in edges)]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[\w.:-]+", name, re.ASCII)] == []
    assert {edge.attrib[end] for edge in edges for end in ("source", "target")} <= set(nodes)


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_a_count_is_a_number_by_which_a_program_can_rank(store: Store, form: str) -> None:
    graph = _read(_text(Catalogue(store), form), form)
    known = Catalogue(store).records_of("tascom")
    assert graph.nodes["tascom"]["records"] == len(known) == 1


def test_start_and_end_stand_only_where_they_are_known(read_hostile: Catalogue) -> None:
    root = ET.fromstring(_text(read_hostile, "gexf"))
    found = {
        node.attrib["id"]: (node.attrib.get("start"), node.attrib.get("end"))
        for node in root.iter("{http://gexf.net/1.3}node")
    }
    assert found["news/visit"] == ("2024-05-01", "2024-05-31")
    assert found["news/paid"] == ("2022-01-01", "2024-12-31")
    assert found["news/threat"] == (None, None)
    assert _read(_text(read_hostile, "gexf"), "gexf").nodes["news/visit"]["edtf"] == "2024-05"


def test_russia_stands_left_and_china_right_as_in_the_page(store: Store) -> None:
    drawn = drawing(Catalogue(store), Catalogue(store).records.values())
    place = {node.id: node.x for node in drawn.nodes}
    assert sorted(POLES, key=lambda pole: place[pole]) == ["russia", "china"]
    assert len({(node.x, node.y) for node in drawn.nodes}) == len(drawn.nodes)


def test_a_kind_has_one_colour_and_pales_where_it_is_not_asserted(store: Store) -> None:
    drawn = drawing(Catalogue(store), Catalogue(store).records.values())
    colours: dict[tuple[str, str, bool], set[str]] = {}
    for node in drawn.nodes:
        if node.attributes["sort"] == "record":
            key = (str(node.attributes["kind_code"]), str(node.attributes["status_code"]))
            colours.setdefault((*key, "negative" in node.attributes), set()).add(node.colour)
    assert all(len(found) == 1 for found in colours.values())
    plain, alleged = colours["supply", "asserted", False], colours["supply", "alleged", False]
    assert plain.isdisjoint(alleged)
    assert colours["supply", "asserted", True].isdisjoint(plain)


def test_labels_are_in_the_language(store: Store) -> None:
    graph = _read(_text(Catalogue(store, "de"), "gexf"), "gexf")
    share = graph.nodes["tdc-reverse-kissinger-2025/share-arms-components"]
    assert share["figures"].startswith("rund 80 %, von (englisch) ")
    assert graph.nodes["russia"]["label"] == "Russland"
    assert {kind for *_, kind in graph.edges(data="label")} >= {"Lieferant", "Ziel"}


# -- FollowTheMoney -----------------------------------------------------------------------------


def _entities(catalogue: Catalogue, **options: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _text(catalogue, "ftm", **options).splitlines()]


def test_followthemoney_reads_every_entity(store: Store, read_hostile: Catalogue) -> None:
    model = pytest.importorskip("followthemoney").model
    for catalogue in (Catalogue(store), read_hostile):
        entities = _entities(catalogue)
        names = {entity["id"]: model.get(entity["schema"]) for entity in entities}
        assert len(names) == len(entities)
        for entity in entities:
            schema = names[entity["id"]]
            schema.validate(entity)
            for name, values in entity["properties"].items():
                prop = schema.get(name)
                assert prop is not None, (entity["schema"], name)
                for value in values:
                    assert prop.type.validate(value), (name, value)
                    if prop.range is not None and prop.type.name == "entity":
                        assert names[value].is_a(prop.range), (entity["id"], name)


def test_only_what_is_asserted_becomes_a_kind_that_says_it_is_so(read_hostile: Catalogue) -> None:
    of_record = {
        (entity["properties"]["recordId"][0], entity["schema"])
        for entity in _entities(read_hostile)
        if "recordId" in entity["properties"]
    }
    assert of_record == {
        ("news/alleged-oil", "UnknownLink"),
        ("news/growth", "UnknownLink"),
        ("news/owned", "Ownership"),
        ("news/said-oil", "UnknownLink"),
        ("news/visit", "Event"),
    }


def test_an_alleged_supply_never_comes_out_plain(read_hostile: Catalogue) -> None:
    (link,) = [e for e in _entities(read_hostile) if e["id"].startswith("sinorus-news.alleged-oil")]
    about = link["properties"]
    assert about["role"] == ["ALLEGED (the source itself): supply: = oil"]
    assert about["status"] == ["ALLEGED"]
    assert about["summary"] == ["ALLEGED: =alleged-oil"]
    assert about["description"] == [
        "«=1+1 liefert Russland angeblich Öl an China.»",
        "¶2 · ALLEGED · the source itself",
    ]
    assert (about["subject"], about["object"]) == (["sinorus-russia"], ["sinorus-china"])


def test_a_reported_office_says_which(store: Store) -> None:
    # ¶38 «deren Hauptaktionär und Vorstandsvorsitzender das KPCh-Mitglied Bao Wendong ist»
    roles = {
        role
        for entity in _entities(Catalogue(store))
        if "bao-wendong" in entity["id"]
        for role in entity["properties"].get("role", ())
    }
    told = "REPORTED (Schemes (Radio Liberty)): affiliation: "
    assert roles == {
        f"{told}{role}" for role in ("chairman of the board", "main shareholder", "member")
    }


def test_a_moment_is_no_end(store: Store) -> None:
    """The listing of 15 January 2025 has not ended that day."""
    (listing,) = [
        entity
        for entity in _entities(Catalogue(store))
        if entity["properties"].get("recordId")
        == ["tdc-reverse-kissinger-2025/sanction-wafangdian"]
    ]
    assert listing["schema"] == "Sanction"
    assert listing["properties"]["date"] == ["2025-01-15"]
    assert "endDate" not in listing["properties"]


def test_what_has_no_honest_place_is_counted(store: Store, read_hostile: Catalogue) -> None:
    assert exported(read_hostile, "ftm").left_out == {
        "negated": 1,
        "no two actors that FollowTheMoney can name": 1,  # some banks
        "threatened": 1,
    }
    made = exported(Catalogue(store), "ftm")
    assert isinstance(made.content, str)
    given = {
        record
        for line in made.content.splitlines()
        for record in json.loads(line)["properties"].get("recordId", ())
    }
    assert len(given) + sum(made.left_out.values()) == store.manifest["counts"]["records"]


def test_followthemoney_entities_are_these(
    read_hostile: Catalogue, golden: Callable[[str, str], None]
) -> None:
    golden("hostile.ftm.json", _text(read_hostile, "ftm"))


# -- all of them --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", OF_RECORDS)
def test_a_file_of_some_records_holds_these_alone(store: Store, form: str) -> None:
    catalogue = Catalogue(store)
    chosen = select(catalogue, Filters(kinds=("affiliation",))).lines
    whole, some = exported(catalogue, form), exported(catalogue, form, records=chosen)
    assert 0 < len(some.content) < len(whole.content)
    if form != "xlsx":
        text = some.content if isinstance(some.content, str) else some.content.decode()
        assert "/affiliation-wafangdian-state" in text
        assert "/sanction-wafangdian" not in text


def test_filtered_lines_are_lines_of_the_whole(store: Store) -> None:
    catalogue = Catalogue(store)
    chosen = select(catalogue, Filters(kinds=("sanction",))).lines
    some = _text(catalogue, "jsonl", records=chosen).splitlines()
    whole = _text(catalogue, "jsonl").splitlines()
    assert [line for line in whole if line in set(some)] == some


@pytest.mark.parametrize("form", ["trig", "nquads", "jsonld"])
def test_the_whole_graph_takes_no_filter(kg: Kg, form: str) -> None:
    ran = kg("export", "--format", form, "--kind", "sanction")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{form} is of the whole graph; filters are for jsonl, csv")


def test_a_role_chooses_records_as_everywhere(kg: Kg) -> None:
    ran = kg("export", "--format", "jsonl", "--imposer", "US Department of State")
    records = [line["id"] for line in map(json.loads, ran.out.splitlines()) if "status" in line]
    assert (ran.code, records) == (0, ["tdc-reverse-kissinger-2025/sanction-wafangdian"])


def test_a_capital_is_a_place_where_a_place_is_asked_for(kg: Kg) -> None:
    # ¶23 «während Xi Jinpings Besuch in Moskau», ¶24 «bei der Parade in Moskau»
    for name in ("Moscow", "Moskau", "Москва"):
        ran = kg("export", "--format", "jsonl", "--place", name, "--kind", "meeting")
        records = [line["id"] for line in map(json.loads, ran.out.splitlines()) if "status" in line]
        assert [record.rpartition("/")[2] for record in records] == [
            "meeting-xi-moscow-2023",
            "meeting-parade-moscow-2025",
        ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--format", "xlsx", "--dialect", "excel-de"), "--dialect is for csv, not for xlsx"),
        (("--format", "csv", "--on", "trade"), "--on is for gexf and graphml, not for csv"),
        (("csv",), "'csv' is too much here"),
        (("--format", "csv", "--nobody", "x"), "no option or role 'nobody' here"),
    ],
)
def test_what_says_nothing_to_a_format_is_refused(
    kg: Kg, arguments: tuple[str, ...], message: str
) -> None:
    ran = kg("export", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(message)


def test_kg_export_says_what_it_left_out(kg: Kg) -> None:
    ran = kg("export", "--format", "ftm", "--kind", "assessment")
    assert (ran.code, ran.out) == (0, "")
    assert "left out, for which ftm has no honest place (" in ran.err
    dated = kg("export", "--format", "csv", "--since", "2024")
    assert "left out: no date to filter by" in dated.err
    assert dated.out.startswith("\ufeffid,kind")


@pytest.mark.slow
def test_the_same_store_gives_the_same_bytes_in_every_format(store_folder: Path) -> None:
    code = (
        "import hashlib, pathlib, sys; from kg.exchange import *; from kg.lookup import Catalogue\n"
        "from kg.store import open_store\n"
        "catalogue = Catalogue(open_store(pathlib.Path(sys.argv[1])), 'de')\n"
        "for form in ('csv', 'xlsx', 'gexf', 'ftm'):\n"
        "  for on in ('records', 'actors', 'ties') if form == 'gexf' else ('records',):\n"
        "    content = exported(catalogue, form, projection=on).content\n"
        "    data = content if isinstance(content, bytes) else content.encode()\n"
        "    print(form, on, hashlib.sha256(data).hexdigest())\n"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, str(store_folder)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(runs) == 1


def test_fixed_words_claim_nothing(kg: Kg) -> None:
    """No column, note or head says that anything is so; only sources say things."""
    bad = r"\b(?:facts?|true|truth|confirm\w*|Fakt(?:en)?|Tatsache\w*|wahr|Wahrheit|bestätig\w*)\b"
    for lang in ("en", "de"):
        for text in (
            json.dumps([words(lang), network_words(lang)], ensure_ascii=False),
            kg("analyze", "--help").out,
            kg("export", "--help").out,
        ):
            assert re.findall(bad, text, re.IGNORECASE) == []
