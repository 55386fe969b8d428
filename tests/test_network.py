from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest

from kg.build import build_store
from kg.network import network, roles_of, ties
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
