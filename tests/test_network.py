from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest

from kg.build import build_store
from kg.errors import KgError
from kg.models.codes import Stage
from kg.network import (
    PROJECTIONS,
    Material,
    actors,
    derived,
    network,
    project,
    read_material,
    roles_of,
    sanctions,
    simple,
    ties,
    trade,
    weights,
)
from kg.store import Store, open_store
from kg.terms.prefixes import BASE

ENTITIES = """\
- {id: russia, class: state, name: {en: Russia, de: Russland}}
- {id: china, class: state, name: {en: China}}
- {id: oil, class: commodity, name: {en: oil}}
- {id: the-authors, class: unnamed_source, name: {en: the authors}}
- {id: an-agency, class: medium, name: {en: an agency}}
"""
TEXT = """\
Russland liefert Öl an China.
Laut einer Agentur liefert China an Russland Öl.
China droht Russland mit Sanktionen.
"""
RECORDS = (
    {
        "id": "oil",
        "kind": "supply",
        "label": {"en": "Russia supplies oil to China"},
        "supplier": "russia",
        "recipient": "china",
        "item": "oil",
        "status": "asserted",
        "evidence": "Russland liefert Öl an China.",
    },
    {
        "id": "back",
        "kind": "supply",
        "label": {"en": "China supplies oil to Russia"},
        "supplier": "china",
        "recipient": "russia",
        "item": "oil",
        "status": "reported",
        "attributed_to": "an-agency",
        "evidence": "Laut einer Agentur liefert China an Russland Öl.",
    },
    {
        "id": "threat",
        "kind": "sanction",
        "label": {"en": "China threatens sanctions"},
        "measure": "unspecified",
        "stage": "threatened",
        "imposer": "china",
        "target": "russia",
        "status": "threatened",
        "modal_agent": "china",
        "evidence": "China droht Russland mit Sanktionen.",
    },
)


@pytest.fixture
def small(make_source: Callable[..., Path], tmp_path: Path) -> Store:
    sources = make_source(text=TEXT, entities=ENTITIES, records=RECORDS)
    build_store(sources, tmp_path / "kg")
    return open_store(tmp_path / "kg")


# Who is in what, worked out by hand:
#
#             russia     china      oil
#   oil       supplier   recipient  item
#   back      recipient  supplier   item
#   threat    target     imposer    -
#
# so three records and three entities have 3 + 3 + 2 = 8 edges. Of the two supplies alone there
# remain five nodes with six edges; the authors and the agency are in no role.


def test_records_point_to_the_entities_in_their_roles(small: Store) -> None:
    assert sorted(network(small).edges(keys=True)) == [
        ("news/back", "china", "supplier"),
        ("news/back", "oil", "item"),
        ("news/back", "russia", "recipient"),
        ("news/oil", "china", "recipient"),
        ("news/oil", "oil", "item"),
        ("news/oil", "russia", "supplier"),
        ("news/threat", "china", "imposer"),
        ("news/threat", "russia", "target"),
    ]


def test_five_nodes_remain_of_the_supplies_and_all_three_entities_are_as_central(
    small: Store,
) -> None:
    graph = network(small, kinds=["supply"])
    assert list(graph) == ["china", "oil", "russia", "news/back", "news/oil"]
    # Each entity has an edge from both records, each record one to all three entities: divided by
    # the four other nodes that is a degree centrality of 2/4 and 3/4.
    centrality = nx.degree_centrality(graph)
    assert [centrality[node] for node in graph] == [0.5, 0.5, 0.5, 0.75, 0.75]


def test_a_status_can_be_chosen(small: Store) -> None:
    graph = network(small, statuses=["asserted"])
    assert list(graph) == ["china", "oil", "russia", "news/oil"]


def test_who_speaks_is_in_the_network_only_when_asked_for(small: Store) -> None:
    graph = network(small, speakers=True)
    assert graph.has_edge("news/back", "an-agency", key="attributed_to")
    assert graph.has_edge("news/threat", "china", key="modal_agent")
    assert "an-agency" not in network(small)


def test_nodes_and_edges_carry_what_is_needed_to_read_them(small: Store) -> None:
    graph = network(small)
    assert graph.nodes["russia"] == {
        "sort": "entity",
        "label": "Russia",
        "labels": {"de": "Russland", "en": "Russia"},
        "entity_class": "state",
    }
    assert graph.nodes["news/back"] == {
        "sort": "record",
        "label": "China supplies oil to Russia",
        "labels": {"en": "China supplies oil to Russia"},
        "kind": "supply",
        "status": "reported",
        "polarity": "positive",
        "source": "news",
        "time": None,
    }
    assert graph.edges["news/threat", "russia", "target"] == {
        "role": "target",
        "kind": "sanction",
        "status": "threatened",
        "polarity": "positive",
    }


def test_ties_have_status_and_records(small: Store) -> None:
    graph = ties(small)
    assert list(graph) == ["china", "russia"]
    threat = graph.edges["russia", "china", "threatened#sanctionedBy"]
    assert threat == {
        "name": "sanctionedBy",
        "status": "threatened",
        "contested": False,
        "records": ("news/threat",),
    }
    assert {about["status"] for _, _, about in graph.edges(data=True)} == {
        "asserted",
        "reported",
        "threatened",
    }


# -- the repository's own graph ------------------------------------------------------------


def test_the_network_is_added_in_order(store: Store) -> None:
    graph = network(store)
    by_sort = {
        sort: [node for node, about in graph.nodes(data=True) if about["sort"] == sort]
        for sort in ("entity", "record")
    }
    assert all(nodes == sorted(nodes) for nodes in by_sort.values())
    assert list(graph) == by_sort["entity"] + by_sort["record"]
    assert list(ties(store)) == sorted(ties(store))


def test_the_network_sees_what_sparql_sees(store: Store) -> None:
    query = "PREFIX sr: <https://w3id.org/sinorus/ns#> SELECT ?r ?e { ?r sr:involves ?e }"
    asked = {(row["r"], row["e"]) for row in store.rows(query)}
    own = {
        (f"{BASE}id/record/{record}", f"{BASE}id/entity/{entity}")
        for record, entity in network(store).edges()
    }
    assert own == asked


def test_every_tie_names_records_that_are_there(store: Store) -> None:
    records = {line["id"] for line in store.lines() if "status" in line}
    graph = ties(store)
    assert graph.number_of_edges() > 0
    for source, target, about in graph.edges(data=True):
        assert source != target
        assert about["records"]
        assert set(about["records"]) <= records
        assert about["status"] not in {"hypothetical", "denied"}


def test_assets_and_places_are_roles_too(store: Store) -> None:
    line = next(line for line in store.lines() if line.get("details", {}).get("asset"))
    named = roles_of(line, store.vocabulary)
    assets = [("asset", asset["system"]) for asset in line["details"]["asset"]]
    places = [("place", place) for place in line["details"].get("place", [])]
    assert {*assets, *places} <= set(named)


# -- projections to actors -------------------------------------------------------------------

SUMMIT = """\
- {id: russia, class: state, name: {en: Russia}}
- {id: china, class: state, name: {en: China}}
- {id: iran, class: state, name: {en: Iran}}
- {id: hong-kong, class: region, name: {en: Hong Kong}}
- {id: oil, class: commodity, name: {en: oil}}
- {id: the-bloc, class: group, group: together, member: [russia, china], name: {en: the bloc}}
- {id: some-banks, class: bank_group, group: unnamed, name: {en: some banks}}
- {id: one-of-two, class: group, group: either_or, member: [china, iran], name: {en: one of two}}
- {id: the-authors, class: unnamed_source, name: {en: the authors}}
"""
SUMMIT_TEXT = """\
Russland, China und Iran hielten ein Manöver ab.
Angeblich liefert Russland Öl an China.
Russland liefert Iran kein Öl.
Einige Banken liefern Russland Öl.
Der Block sanktioniert Iran.
China drohte Iran mit Sanktionen.
Die Sanktionen Chinas gegen Iran wurden aufgehoben.
Russland und China handeln miteinander.
Chinas Anteil an Russlands Öl ist hoch.
Das stärkt Russland und China.
"""


def _record(name: str, kind: str, quote: int, **more: object) -> dict[str, object]:
    base = {"id": name, "kind": kind, "label": {"en": name}, "status": "asserted"}
    return {**base, "evidence": SUMMIT_TEXT.splitlines()[quote], **more}


SUMMIT_RECORDS = (
    _record("drill", "exercise", 0, form="joint", participant=["russia", "china", "iran"]),
    _record(
        "oil",
        "supply",
        1,
        supplier="russia",
        recipient="china",
        item="oil",
        status="alleged",
        hedge="Angeblich",
    ),
    _record(
        "no-oil", "supply", 2, supplier="russia", recipient="iran", item="oil", polarity="negative"
    ),
    _record("banks", "supply", 3, supplier="some-banks", recipient="russia", item="oil"),
    _record(
        "bloc",
        "sanction",
        4,
        imposer="the-bloc",
        target="iran",
        measure="unspecified",
        stage="imposed",
    ),
    _record(
        "threat",
        "sanction",
        5,
        imposer="china",
        target="iran",
        measure="unspecified",
        stage="threatened",
        status="threatened",
        modal_agent="china",
    ),
    _record(
        "lifted",
        "sanction",
        6,
        imposer="china",
        target="iran",
        measure="unspecified",
        stage="lifted",
    ),
    _record(
        "both",
        "trade_flow",
        7,
        partner=["russia", "china"],
        commodity="oil",
        measured="trend",
        trend="steady",
    ),
    _record(
        "part",
        "share",
        8,
        holder="russia",
        provider="china",
        item="oil",
        direction="imports",
        basis="unstated",
    ),
    _record("judged", "assessment", 9, about=["russia", "china"], content={"en": "It helps."}),
)


@pytest.fixture
def summit(make_source: Callable[..., Path], tmp_path: Path) -> Store:
    sources = make_source(text=SUMMIT_TEXT, entities=SUMMIT, records=SUMMIT_RECORDS)
    build_store(sources, tmp_path / "kg")
    return open_store(tmp_path / "kg")


@pytest.fixture
def summit_material(summit: Store) -> Material:
    return read_material(summit)


# Who shares a record with whom, worked out by hand. A weight is kind × status ÷ other actors:
#
#   drill   asserted exercise, 3 actors    china-iran, china-russia, iran-russia   1 × 1 ÷ 2
#   oil     alleged supply, 2 actors       china-russia                            1 × 0.5 ÷ 1
#   bloc    asserted sanction, the bloc is russia and china, with iran 3 actors    1 × 1 ÷ 2
#   both    asserted trade, 2 actors       china-russia                            1
#   part    asserted share, 2 actors       china-russia                            1
#
# no-oil is negative, threat has another status, lifted is over, judged ties nobody, and banks has
# Russia alone beside a group whose members nobody names.


def test_actors_are_tied_by_the_records_that_they_share(summit_material: Material) -> None:
    graph = actors(summit_material)
    found = {
        (*sorted((one, other)), key): (about["weight"], about["records"])
        for one, other, key, about in graph.edges(keys=True, data=True)
    }
    half, whole = 0.5, 1.0
    assert found == {
        ("china", "iran", "asserted#exercise"): (half, ("news/drill",)),
        ("china", "iran", "asserted#sanction"): (half, ("news/bloc",)),
        ("china", "russia", "alleged#supply"): (half, ("news/oil",)),
        ("china", "russia", "asserted#exercise"): (half, ("news/drill",)),
        ("china", "russia", "asserted#sanction"): (half, ("news/bloc",)),
        ("china", "russia", "asserted#share"): (whole, ("news/part",)),
        ("china", "russia", "asserted#trade_flow"): (whole, ("news/both",)),
        ("iran", "russia", "asserted#exercise"): (half, ("news/drill",)),
        ("iran", "russia", "asserted#sanction"): (half, ("news/bloc",)),
    }


def test_every_record_is_tied_or_left_out_for_a_reason(summit_material: Material) -> None:
    graph = actors(summit_material)
    assert graph.graph["left_out"] == {
        "negative": ("news/no-oil",),
        "no_tie": ("news/judged",),
        "other_status": ("news/threat",),
        "over": ("news/lifted",),
        "unnamed_group": ("news/banks",),
    }
    tied = {record for *_, about in graph.edges(data=True) for record in about["records"]}
    left_out = {name for names in graph.graph["left_out"].values() for name in names}
    assert not tied & left_out
    assert tied | left_out == set(summit_material.records)


def test_one_edge_a_pair_sums_weights_and_keeps_every_status(summit_material: Material) -> None:
    edge = simple(actors(summit_material)).edges["china", "russia"]
    assert edge == {
        "weight": 3.5,  # 0.5 + 0.5 + 0.5 + 1 + 1
        "statuses": ("alleged", "asserted"),
        "records": ("news/bloc", "news/both", "news/drill", "news/oil", "news/part"),
    }


def test_goods_go_from_supplier_to_recipient(summit_material: Material) -> None:
    graph = trade(summit_material)
    # In a share of imports the goods go from the provider to the holder of the total.
    assert sorted((*edge, graph.edges[edge]["weight"]) for edge in graph.edges(keys=True)) == [
        ("china", "russia", "asserted#share", 1.0),
        ("russia", "china", "alleged#supply", 0.5),
    ]
    assert graph.graph["left_out"] == {
        "negative": ("news/no-oil",),
        "two_way": ("news/both",),
        "unnamed_group": ("news/banks",),
    }


def test_a_group_without_names_is_an_actor_only_when_asked_for(summit_material: Material) -> None:
    assert "some-banks" not in trade(summit_material)
    assert trade(summit_material, groups=True).has_edge("some-banks", "russia", "asserted#supply")


def test_a_threat_is_no_sanction_unless_threats_are_asked_for(summit_material: Material) -> None:
    assert sorted(sanctions(summit_material).edges(keys=True)) == [
        ("china", "iran", "asserted#sanction"),
        ("russia", "iran", "asserted#sanction"),
    ]
    threats = sanctions(summit_material, statuses=["threatened"])
    assert list(threats.edges(keys=True)) == [("china", "iran", "threatened#sanction")]


@pytest.mark.parametrize("name", PROJECTIONS)
def test_what_is_denied_ties_nobody(summit: Store, name: str) -> None:
    with pytest.raises(KgError, match="'denied' ties nobody; one of asserted, reported"):
        project(summit, read_material(summit), name, statuses=["denied"])


def test_derived_ties_are_those_of_the_store_with_a_weight(summit: Store) -> None:
    graph = derived(summit, read_material(summit))
    said = {
        (source, target, key)
        for source, target, key, about in ties(summit).edges(keys=True, data=True)
        if about["status"] in {"asserted", "reported", "alleged"}
    }
    assert set(graph.edges(keys=True)) == said
    supply = graph.edges["russia", "china", "alleged#supplies"]
    assert supply == {
        "kind": "supplies",
        "status": "alleged",
        "weight": 0.5,
        "contested": False,
        "records": ("news/oil",),
    }


def test_records_can_be_chosen(summit: Store) -> None:
    graph = actors(read_material(summit, ["news/oil"]))
    assert list(graph.edges(keys=True)) == [("china", "russia", "alleged#supply")]


# -- the repository's own graph --------------------------------------------------------------


@pytest.mark.parametrize("name", PROJECTIONS)
def test_every_edge_has_one_status_and_the_records_that_have_it(store: Store, name: str) -> None:
    material = read_material(store)
    graph = project(store, material, name)
    assert graph.number_of_edges() > 0
    assert list(graph) == sorted(graph)
    for *_, key, about in graph.edges(keys=True, data=True):
        assert key == f"{about['status']}#{about['kind']}"
        assert about["records"] == tuple(sorted(about["records"]))
        for record in about["records"]:
            line = material.records[record]
            assert line["polarity"] == "positive"
            if name == "ties":  # has the weakest status of its matter
                assert line["status"] in {"asserted", "reported", "alleged"}
            else:
                assert line["status"] == about["status"]


@pytest.mark.parametrize("name", PROJECTIONS)
def test_nothing_is_added_up_but_records(store: Store, name: str) -> None:
    """No weight is larger than the number of its records: no amount ever enters."""
    graph = project(store, read_material(store), name)
    for *_, about in graph.edges(data=True):
        assert 0 < about["weight"] <= len(about["records"])


def test_every_kind_and_status_has_a_weight(store: Store) -> None:
    assert weights()["kinds"].keys() == store.vocabulary["kinds"].keys()
    assert weights()["statuses"].keys() == store.vocabulary["statuses"].keys()
    over = {stage.value for stage in Stage if stage.phase == "after"}
    assert set(weights()["over"]) == over
    assert set(weights()["actors"]) <= store.vocabulary["classes"].keys()


def test_a_status_weighs_as_much_as_its_strength_allows(store: Store) -> None:
    strength = {name: about["strength"] for name, about in store.vocabulary["statuses"].items()}
    ordered = sorted(weights()["statuses"], key=lambda name: -strength[name])
    found = [weights()["statuses"][name] for name in ordered]
    assert found == sorted(found, reverse=True)
