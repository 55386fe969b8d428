import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from processes import Kg

from kg.errors import KgError
from kg.network import (
    MEASURES,
    Analysis,
    Asked,
    Material,
    actors,
    analysis,
    material_of,
    project,
    read_material,
    trade,
    words,
)
from kg.network.central import BY, brokers, centrality, communities
from kg.network.change import changes, doubt
from kg.network.leaning import dependency
from kg.store import Store

Line = dict[str, Any]

CLASSES = {"a-hint": "unnamed_source", "oil": "commodity"}


def _line(name: str, kind: str, roles: Mapping[str, str], **more: Any) -> Line:
    """The line of a record in which each of *roles* is filled by ids, divided by blanks."""
    participants = [
        {"actor": actor, "name": actor, "role": role}
        for role, who in roles.items()
        for actor in who.split()
    ]
    base: Line = {"status": "asserted", "polarity": "positive", "attributed_to": [], "time": None}
    rest: Line = {"quantities": [], "details": {}}
    own: Line = {"id": f"news/{name}", "kind": kind, "participants": participants}
    return {**own, **base, **rest, **more}


@pytest.fixture
def made(store: Store) -> Any:
    """Make material of records: whoever they name is a state, but for `CLASSES`."""

    def make(*records: Line) -> Material:
        named = {who["actor"] for line in records for who in line["participants"]}
        named |= {step["actor"] for line in records for step in line["attributed_to"]}
        entities = [
            {"id": name, "class": CLASSES.get(name, "state"), "labels": {"en": name.title()}}
            for name in sorted(named)
        ]
        return material_of([*entities, *records], store.vocabulary)

    return make


def _rows(found: Analysis, table: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values[column] for column in columns) for row in found.tables[table]]


def _treaty(one: str, other: str, **more: Any) -> Line:
    return _line(f"{one}-{other}", "agreement", {"party": f"{one} {other}"}, **more)


# -- who is in the middle ----------------------------------------------------------------------
#
#   a ── b ── c ── d
#              ╲  ╱
#               e
#
# Each line is one treaty, asserted: weight 1. Partners: a 1, b 2, c 3, d 2, e 2, of four others.
# Shortest ways between two others: over b lead a-c, a-d, a-e, over c lead a-d, a-e, b-d, b-e; of
# six pairs that don't contain the node that is 3/6 and 4/6.

KITE = ("ab", "bc", "cd", "ce", "de")


@pytest.fixture
def kite(made: Any) -> Material:
    material: Material = made(*(_treaty(*pair) for pair in KITE))
    return material


def test_degree_is_the_share_of_others_with_whom_there_is_a_tie(kite: Material) -> None:
    found = centrality(actors(kite), by="degree")
    assert _rows(found, "actors", "actor", "degree", "partners", "weight") == [
        ("c", 0.75, 3, 3.0),
        ("b", 0.5, 2, 2.0),
        ("d", 0.5, 2, 2.0),
        ("e", 0.5, 2, 2.0),
        ("a", 0.25, 1, 1.0),
    ]
    assert found.tables["actors"][0].records == ("news/b-c", "news/c-d", "news/c-e")


def test_betweenness_counts_the_ways_that_lead_over_an_actor(kite: Material) -> None:
    found = centrality(actors(kite), by="betweenness")
    ranked = _rows(found, "actors", "actor", "betweenness")
    assert ranked == [("c", 0.6667), ("b", 0.5), ("a", 0.0), ("d", 0.0), ("e", 0.0)]


def test_pagerank_of_a_star(made: Any) -> None:
    # One hub h and four leaves l: h = 0.15/5 + 0.85·4·l and 4·l + h = 1,
    # so h = 0.03 + 0.85·(1 - h) = 0.88/1.85 = 0.4757 and l = (1 - h)/4 = 0.1311.
    material = made(*(_treaty("hub", leaf) for leaf in ("l1", "l2", "l3", "l4")))
    found = centrality(actors(material), by="pagerank")
    assert _rows(found, "actors", "actor", "pagerank") == [
        ("hub", 0.4757),
        *((leaf, 0.1311) for leaf in ("l1", "l2", "l3", "l4")),
    ]


def test_pagerank_follows_the_goods(made: Any) -> None:
    # Only a delivers, to b. Who has no tie that leads on passes its part to both:
    # a = 0.15/2 + 0.85·b/2 and a + b = 1, so b = 0.925/1.425 = 0.6491.
    material = made(_line("s", "supply", {"supplier": "a", "recipient": "b"}))
    found = centrality(trade(material), by="pagerank")
    columns = ("actor", "pagerank", "weight_out", "weight_in")
    assert _rows(found, "actors", *columns) == [("b", 0.6491, 0, 1.0), ("a", 0.3509, 1.0, 0)]


def test_brokers_and_bridges_hold_parts_together(kite: Material) -> None:
    # Without c there remain {a, b} and {d, e}: two are cut off from the larger. Without b only a
    # is. The triangle holds without any of its ties; a-b cuts off one, b-c two.
    found = brokers(actors(kite))
    assert _rows(found, "brokers", "actor", "cut_off") == [("c", 2), ("b", 1)]
    assert _rows(found, "bridges", "actor", "other", "cut_off") == [("b", "c", 2), ("a", "b", 1)]
    assert [row.records for row in found.tables["bridges"]] == [("news/b-c",), ("news/a-b",)]


def test_communities_are_tied_more_among_themselves(made: Any) -> None:
    # A triangle a, b, c and a pair d, e, joined by an alleged statement of 0.5 × 0.5. With m = 4.25
    # in all: 3/4.25 - (6.25/8.5)² + 1/4.25 - (2.25/8.5)² = 0.3304.
    weak = _line("cd", "statement", {"speaker": "c", "addressee": "d"}, status="alleged")
    found = communities(actors(made(*(_treaty(*pair) for pair in ("ab", "bc", "ac", "de")), weak)))
    assert _rows(found, "communities", "community", "members", "weight", "steady") == [
        (1, "a, b, c", 3.0, 1.0),
        (2, "d, e", 1.0, 1.0),
    ]
    assert found.figures["modularity"] == 0.3304


def test_a_war_makes_no_community(made: Any) -> None:
    war = _line("war", "conflict", {"party": "a b"})
    found = communities(actors(made(war, _treaty("b", "c"))))
    assert _rows(found, "communities", "members") == [("b, c",)]
    assert found.notes["against"] == ("news/war",)
    alone = communities(actors(made(war)))
    assert (alone.tables["communities"], alone.notes["against"]) == ((), ("news/war",))


# -- who leans on whom --------------------------------------------------------------------------


def _share(
    name: str, holder: str, provider: str, value: float, unit: str = "%", **more: Any
) -> Line:
    of = more.pop("of", f"{holder}'s oil imports")
    about = {"direction": more.pop("direction", "imports"), "item": "oil", "basis": "value"}
    quantity = {"value": value, "unit": unit, "qualifier": None, "of": of, "words": f"{value}"}
    roles = {"holder": holder, "provider": provider}
    return _line(name, "share", roles, details=about, quantities=[quantity], **more)


def test_figures_of_one_whole_stand_in_one_row_and_others_apart(made: Any) -> None:
    found = dependency(
        made(
            _share("s21", "china", "russia", 15, time="2021"),
            _share("s22", "china", "russia", 19, time="2022"),
            _share("use", "china", "russia", 30, direction="use", of="china's use of oil"),
            _share("claim", "china", "russia", 25, status="alleged", time="2022"),
        )
    )
    assert _rows(found, "wholes", "direction", "figures", "status") == [
        ("imports", "25 % (2022)", "alleged"),
        ("imports", "15 % (2021); 19 % (2022)", "asserted"),
        ("use", "30 %", "asserted"),
    ]


def test_a_pair_is_counted_in_records_and_wholes_for_each_side(made: Any) -> None:
    # Russia leans on China by two supplies of different goods, China on Russia by one share that
    # two records give for two years: 2 records and 2 wholes against 2 records and 1 whole. Who has
    # more wholes stands first.
    goods = ("gallium", "chips")
    found = dependency(
        made(
            *(
                _line(
                    item,
                    "supply",
                    {"supplier": "china", "recipient": "russia"},
                    details={"item": [item]},
                )
                for item in goods
            ),
            _share("s21", "china", "russia", 15, time="2021"),
            _share("s22", "china", "russia", 19, time="2022"),
        )
    )
    (row,) = found.tables["pairs"]
    assert row.values == {
        "who": "russia",
        "on": "china",
        "count": 2,
        "wholes": 2,
        "with_figure": 0,
        "count_back": 2,
        "wholes_back": 1,
        "with_figure_back": 1,
    }


def test_a_share_of_exports_says_of_nobody_that_he_leans(store: Store) -> None:
    found = dependency(read_material(store))
    left_out = found.notes["composition"]
    assert "tdc-reverse-kissinger-2025/share-crude-exports-to-china-2021" in left_out


def test_the_paper_says_nineteen_per_cent_of_chinas_crude_and_never_adds_it_up(
    store: Store,
) -> None:
    found = dependency(read_material(store))
    rows = _rows(found, "wholes", "who", "on", "of", "figures", "status", "said_by")
    assert ("china", "russia", "China's crude oil imports", "19 %", "asserted", "") in rows
    told = [row for row in rows if row[3].startswith("about 80")]
    # «stammen rund 80 % der Bauteile für die russischen Rüstungsgüter aus China oder Hongkong»:
    # neither China's nor Hong Kong's, and O'Sullivan's word.
    assert [(row[1], row[4], row[5]) for row in told] == [
        ("china-or-hong-kong", "reported", "david-osullivan")
    ]


# -- what comes, and what rests on doubt ----------------------------------------------------------
#
#   treaty 2020 a-b, 2022 a-b, 2023 b-c, 2022/2026 c-d (perhaps), undated d-e, from 2022 on a-c


def test_what_came_between_two_days(made: Any) -> None:
    material = made(
        _treaty("a", "b", time="2020"),
        {**_treaty("a", "b", time="2022"), "id": "news/again"},
        _treaty("b", "c", time="2023"),
        _treaty("c", "d", time="2022/2026"),
        _treaty("d", "e"),
        _treaty("a", "c", time="2022/.."),
        _treaty("b", "e", time="2026"),
    )
    found = changes(material, actors, first="2021-12-31", last="2024-12-31")
    columns = ("actor", "other", "change", "when", "weight_before", "weight_after")
    assert _rows(found, "ties", *columns) == [
        ("a", "c", "new", "certain", 0.0, 1.0),
        ("b", "c", "new", "certain", 0.0, 1.0),
        ("a", "b", "more", "certain", 1.0, 2.0),
        ("c", "d", "new", "possible", 0.0, 1.0),
    ]
    assert [row.records for row in found.tables["ties"]][2] == ("news/again",)
    assert found.notes == {"undated": ("news/d-e",), "perhaps": ("news/c-d",)}


def test_nothing_comes_in_a_time_of_which_no_record_tells(made: Any) -> None:
    found = changes(made(_treaty("a", "b")), actors, first="2001-12-31", last="2002-12-31")
    assert found.tables["ties"] == ()
    assert found.notes == {"undated": ("news/a-b",)}


def test_what_disappears_without_doubtful_records(made: Any) -> None:
    # b-c is alleged, c-d rests on a hint, and of the two records of a-b one is alleged.
    hint = [{"actor": "a-hint", "name": "a hint"}]
    material = made(
        _treaty("a", "b"),
        {**_treaty("a", "b", status="alleged"), "id": "news/again"},
        _treaty("b", "c", status="alleged"),
        _treaty("c", "d", status="reported", attributed_to=hint),
    )
    columns = ("actor", "other", "change", "weight_before", "weight_after")
    both = doubt(material, actors)
    assert _rows(both, "ties", *columns) == [
        ("c", "d", "gone", 0.75, 0.0),
        ("b", "c", "gone", 0.5, 0.0),
        ("a", "b", "weaker", 1.5, 1.0),
    ]
    assert _rows(both, "actors", "actor") == [("c",), ("d",)]
    alleged = doubt(material, actors, leaving_out="alleged")
    assert _rows(alleged, "actors", "actor") == []  # c still has its tie to d
    unnamed = doubt(material, actors, leaving_out="unnamed")
    assert _rows(unnamed, "ties", "actor", "other", "change") == [("c", "d", "gone")]


# -- all of them ----------------------------------------------------------------------------------

DAYS: Any = {"first": "2021-12-31", "last": "2024-12-31"}


@pytest.mark.parametrize("measure", MEASURES)
def test_every_row_names_records_that_are_there(store: Store, measure: str) -> None:
    material = read_material(store)
    found = analysis(store, material, Asked(measure, **DAYS))
    rows = [row for rows in found.tables.values() for row in rows]
    assert rows
    for row in rows:
        assert row.records
        assert set(row.records) <= set(material.records)
    for names in found.notes.values():
        assert names
        assert set(names) <= set(material.records)


@pytest.mark.parametrize("measure", MEASURES)
def test_an_empty_network_gives_an_empty_answer(made: Any, store: Store, measure: str) -> None:
    found = analysis(store, made(), Asked(measure, **DAYS))
    assert all(rows == () for rows in found.tables.values())


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (Asked("power"), "no measure 'power'; one of centrality, dependency"),
        (Asked("centrality", by="might"), "no centrality 'might'; one of degree"),
        (Asked("doubt", leaving_out="all"), "no doubt 'all'; one of alleged"),
        (Asked("changes"), "changes needs two dates: --from 2021 --to 2024"),
        (Asked("changes", first="2024", last="2021"), "2021 is not after 2024"),
        (Asked("dependency", statuses=["denied"]), "'denied' says of nobody"),
    ],
)
def test_a_question_that_does_not_fit_is_refused(
    store: Store, made: Any, asked: Asked, message: str
) -> None:
    with pytest.raises(KgError, match=message):
        analysis(store, made(), asked)


def test_words_in_both_languages_name_the_same_things() -> None:
    def keys(node: Any) -> Any:
        return {key: keys(value) for key, value in node.items()} if isinstance(node, dict) else None

    assert keys(words("en")) == keys(words("de"))


# -- kg analyze -----------------------------------------------------------------------------------


def test_the_answer_says_what_it_was_made_on_and_what_it_cannot_say(kg: Kg) -> None:
    ran = kg("analyze", "centrality", "--limit", 3)
    assert ran.code == 0
    head = ran.out.splitlines()
    assert head[1] == "  made on: actors tied by shared records"
    assert "asserted, reported, alleged · " in ran.out
    assert head[-1].startswith("A measure counts records in the sources, not power.")


def test_json_names_every_record_and_every_status(kg: Kg, store: Store) -> None:
    ran = kg("analyze", "centrality", "--by", "betweenness", "--format", "json")
    answer = json.loads(ran.out)
    material = read_material(store)
    first = answer["results"]["actors"][0]
    assert first["actor"] == "china"
    assert answer["names"]["china"] == "China"
    assert first["count"] == len(first["records"]) == sum(first["statuses"].values())
    counted = {name: material.records[name]["status"] for name in first["records"]}
    assert {status: list(counted.values()).count(status) for status in first["statuses"]} == (
        first["statuses"]
    )
    graph = project(store, material, "actors")
    assert answer["projection"]["nodes"] == len(graph)
    assert answer["projection"]["edge"] == words("en")["projections"]["actors"]["edge"]


def test_filters_choose_the_records_that_are_measured(kg: Kg) -> None:
    everything = json.loads(kg("analyze", "centrality", "--format", "json").out)
    arms = json.loads(kg("analyze", "centrality", "--kind", "exercise", "--format", "json").out)
    records = {name for row in arms["results"]["actors"] for name in row["records"]}
    assert records < {n for row in everything["results"]["actors"] for n in row["records"]}
    assert {name.rpartition("/")[2].partition("-")[0] for name in records} == {"exercise"}


def test_a_filter_by_date_says_how_many_it_could_not_place(kg: Kg) -> None:
    ran = kg("analyze", "centrality", "--since", "2024", "--format", "json")
    assert json.loads(ran.out)["not_counted"]["filtered_undated"]["records"]


def test_german_has_german_words_throughout(kg: Kg) -> None:
    ran = kg("analyze", "dependency", "--lang", "de")
    assert "Wer sich auf wen stützt" in ran.out
    assert "WIEDERGEGEBEN" in ran.out
    assert "not counted" not in ran.out


def test_figures_are_loosened_by_words_of_the_language(kg: Kg) -> None:
    # «fast 70 % der Werkzeugmaschinen», «rund 80 % der Bauteile»
    out = kg("analyze", "dependency", "--lang", "de").out
    assert "fast 70 % (2023)" in out
    assert "rund 80 %" in out
    assert "nearly" not in out


@pytest.mark.parametrize("measure", ["centrality", "dependency"])
def test_what_is_denied_is_told_among_other_statuses_and_ties_nobody(
    kg: Kg, store: Store, measure: str
) -> None:
    denied = {line["id"] for line in store.lines() if line.get("status") == "denied"}
    ran = kg("analyze", measure, "--status", "not-so", "--format", "json")
    answer = json.loads(ran.out)
    rows = [row for rows in answer["results"].values() for row in rows]
    assert denied.isdisjoint(name for row in rows for name in row["records"])
    if measure == "centrality":
        assert set(answer["not_counted"]["denied"]["records"]) == denied
    alone = kg("analyze", measure, "--status", "denied")
    assert (alone.code, alone.out) == (2, "")


def test_a_role_chooses_records_as_everywhere(kg: Kg) -> None:
    ran = kg("analyze", "centrality", "--imposer", "US Department of State", "--format", "json")
    (first, second) = json.loads(ran.out)["results"]["actors"]
    assert {first["actor"], second["actor"]} == {"us-department-of-state", "wafangdian-bearing"}
    wrong = kg("analyze", "centrality", "China")
    assert (wrong.code, wrong.err.partition(" is too much")[0]) == (2, "'China'")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("dependency", "--on", "trade"), "--on says nothing to dependency; it is for centrality,"),
        (("brokers", "--seed", 3), "--seed says nothing to brokers; it is for communities"),
        (("doubt", "--from", "2021"), "--from says nothing to doubt; it is for changes"),
    ],
)
def test_an_option_without_meaning_is_refused(
    kg: Kg, arguments: tuple[object, ...], message: str
) -> None:
    ran = kg("analyze", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(message)


def test_changes_without_dates_are_one_clear_line(kg: Kg) -> None:
    ran = kg("analyze", "changes")
    assert (ran.code, ran.err.strip()) == (2, "changes needs two dates: --from 2021 --to 2024")


@pytest.mark.slow
def test_every_measure_gives_the_same_bytes_in_every_run(store_folder: Path) -> None:
    code = (
        "import hashlib, pathlib, sys; from kg.network import *; from kg.store import open_store\n"
        "store = open_store(pathlib.Path(sys.argv[1])); material = read_material(store)\n"
        f"for measure in {MEASURES!r}:\n"
        "  for on in PROJECTIONS[:3] if measure != 'communities' else ('actors', 'ties'):\n"
        f"    for by in {BY!r} if measure == 'centrality' else ('degree',):\n"
        f"      asked = Asked(measure, on=on, by=by, **{DAYS!r})\n"
        "      print(analysis(store, material, asked))\n"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, str(store_folder)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent.parent)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(runs) == 1
