"""Named queries, each against an answer that was typed from the text of the paper.

The paragraph (line of ``document.txt``) that gives an answer stands beside it. What no person
counts in a text, such as who shares records with the most others, is computed another way.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from kg.lookup import Catalogue, values_for
from kg.questions import Question, questions
from kg.store import Query, Store, short

QUERIES = {asked.name: asked for asked in questions("queries")}
RECORD = "rec:tdc-reverse-kissinger-2025/"


class Case(NamedTuple):
    """A query, what it is given, the columns looked at, and what the text answers."""

    name: str
    given: Mapping[str, str]
    columns: str
    answer: list[tuple[str, ...]]
    where: Mapping[str, str] = {}


def case(
    name: str, columns: str, *answer: tuple[str, ...], where: Any = None, **given: str
) -> Case:
    return Case(name, given, columns, list(answer), where or {})


CASES = (
    # ¶38 Am 15. Januar 2025 verhängte das US-Außenministerium Sanktionen gegen …
    case(
        "sanctions",
        "measure stage status imposedBy",
        ("listing", "imposed", "asserted", "US Department of State"),
        target="Wafangdian",
    ),
    # ¶30 der Drohung, chinesische Waren mit 100 %-Zöllen zu belegen
    case(
        "sanctions",
        "measure stage status imposedBy",
        ("tariff", "threatened", "threatened", "United States"),
        target="Peking",
    ),
    # ¶19 Nach der Annexion der Krim 2014 … ¶33 US-Ankündigung im Dezember 2023 … ¶38
    case(
        "sanctions-over-time",
        "from stage status",
        ("2014-01-01", "imposed", "asserted"),
        ("2023-12-01", "announced", "planned"),
        ("2025-01-15", "imposed", "asserted"),
        since="2023",
    ),
    # ¶27 westlicher Drohungen mit Sekundärsanktionen, ¶30
    case(
        "threats",
        "threatenedBy against status",
        ("Western states", "", "threatened"),
        ("United States", "China", "threatened"),
    ),
    # ¶24 versprachen …, dem Einfluss der Vereinigten Staaten entgegenzuwirken; das nächste Treffen
    case(
        "plans",
        "from to status",
        ("2025-05-08", "2025-05-09", "planned"),
        ("2025-09-01", "2025-09-30", "planned"),
        actor="Си Цзиньпин",
    ),
    # ¶30 Trotz der Forderungen Washingtons
    case("demands", "demandedBy status", ("United States", "demanded"), addressee="China"),
    # ¶53 die Russland schon vor der großangelegten Invasion als Sicherheitsgarantien forderte
    case("demands", "demandedBy status", ("Russia", "demanded"), addressee="Nato"),
    # ¶31 2021 … 72,7 Milliarden US-Dollar, 2023 … 110 Milliarden
    case(
        "trade",
        "from to value unit status",
        ("2021-01-01", "2021-12-31", "72700000000", "USD", "asserted"),
        ("2023-01-01", "2023-12-31", "110000000000", "USD", "asserted"),
        exporter="China",
        importer="Russland",
    ),
    case("trade", "value", ("110000000000",), since="2022"),
    case("trade", "value", exporter="Russland", importer="China"),
    # ¶27 um etwa ein Drittel auf einen Rekordwert von über 235 Milliarden
    case(
        "trade-totals",
        "from to qualifier value unit",
        ("2022-01-01", "2023-12-31", "about", "33.3", "%"),
        ("2022-01-01", "2023-12-31", "over", "235000000000", "USD"),
        partner="Russland",
    ),
    # ¶27 Wachstumsverlangsamung, ¶33 Seit Januar 2025 …, ¶31, ¶29, ¶27, ¶5
    case(
        "trade-trends",
        "trend goods from",
        ("falling", "all goods", "2024-01-01"),
        ("falling", "oil", "2025-01-01"),
        ("rising", "all goods", "2022-02-24"),
        ("rising", "mineral fuels", "2021-01-01"),
        ("steady", "all goods", "2024-01-01"),
        ("steady", "all goods", ""),
    ),
    # ¶29 China … größten Importeur, hat Europa als Hauptabnehmer abgelöst; ¶30 größte Öllieferant
    case(
        "trade-ranks",
        "seller buyer polarity",
        ("Russia", "China", "positive"),
        ("Russia", "Europe", "negative"),
        ("Russia", "China", "positive"),
        commodity="oil",
    ),
    # ¶30 nur 19 % der chinesischen Rohölimporte; ¶31 etwa die Hälfte davon Elektronik und Maschinen
    case(
        "shares",
        "qualifier value unit of part",
        ("", "19", "%", "China's crude oil imports", "Russia"),
        (
            "about",
            "50",
            "%",
            "value of China's goods exports to Russia",
            "electronics and machinery",
        ),
        holder="China",
    ),
    # ¶37
    case(
        "dependence",
        "provider qualifier value saidBy status",
        ("id:china", "about", "90", "US intelligence services", "reported"),
        ("id:china-or-hong-kong", "about", "80", "David O'Sullivan", "reported"),
        ("id:china", "nearly", "70", "US intelligence services", "reported"),
        holder="Russland",
    ),
    # ¶60 keine angemessene Unterstützung … keine substanzielle Hilfe und ebenso wenig Armenien
    case(
        "supplies",
        "recipient item polarity",
        ("id:armenia", "substantial help", "negative"),
        ("id:nominal-allies-of-russia", "adequate support", "negative"),
        ("id:iran", "substantial help", "negative"),
        supplier="Russland",
    ),
    # ¶38 die angeblich Wälzlager an … Tascom liefert
    case(
        "supplies-of",
        "from to status",
        ("Wafangdian Bearing Company", "Tascom", "alleged"),
        item="Wälzlager",
    ),
    # ¶42
    case(
        "agreements",
        "from stage status",
        ("2022-01-01", "signed", "asserted"),
        party="Roskosmos",
    ),
    # ¶44 multilaterale Übungen mit dem Iran unter dem Titel „Maritime Security Belt“
    case(
        "exercises",
        "series status",
        ("Maritime Security Belt", "asserted"),
        participant="Iran",
    ),
    # ¶44 one patrol, ¶45 two Northern/Interaction, three Joint Sea; one near Alaska
    case(
        "exercise-places",
        "place exercises status",
        ("East China Sea", "6", "asserted"),
        ("Sea of Japan", "6", "asserted"),
        ("near Alaska", "1", "asserted"),
    ),
    # ¶45 mit zwei Tu-95 und zwei H-6
    case(
        "weapons-in-use",
        "system number from",
        ("H-6", "2", "2024-07-01"),
        ("Tu-95", "2", "2024-07-01"),
    ),
    # ¶21, ¶24
    case(
        "meetings",
        "from form place status",
        ("2022-02-04", "visit", "Beijing (city)", "asserted"),
        ("2023-03-21", "visit", "Moscow (city)", "asserted"),
        ("2025-05-08", "parade", "Moscow (city)", "asserted"),
        ("2025-09-01", "parade", "China", "planned"),
        attendee="习近平",
    ),
    # ¶15 „entweder Moskau oder Peking1 nahezustehen, als diese beiden einander.“
    case("statements", "act status", ("declare", "asserted"), speaker="Kissinger"),
    # ¶57 (… Verweigerung des Zugangs …), ¶30, ¶33
    case(
        "refusals",
        "refusedBy to status",
        ("allies of the United States", "US Armed Forces", "hypothetical"),
        ("China", "United States", "asserted"),
        ("local banks of China", "sanctioned Russian institutions", "asserted"),
        (
            "three of the four largest state banks of China",
            "sanctioned Russian institutions",
            "asserted",
        ),
    ),
    # ¶23 Im November 2024, als Russland … blockierte, die China … unterstützte
    case(
        "votes",
        "voter act",
        ("China", "support"),
        ("Russia", "veto"),
        where={"from": "2024-11-01"},
    ),
    # ¶23 keines von beiden jemals ein Veto
    case(
        "votes",
        "voter act",
        ("China", "veto"),
        ("Russia", "veto"),
        where={"polarity": "negative"},
    ),
    # ¶41
    case(
        "cooperation",
        "domain status",
        ("intelligence", "asserted"),
        participant="Spacety",
    ),
    # ¶4 Rüstungsprojekte, ¶40 Waffenentwicklung; drone, factory, Harpy-3, its tests
    case(
        "cooperation-by-domain",
        "status records",
        ("asserted", "2"),
        ("reported", "4"),
        where={"domain": "arms"},
    ),
    # ¶34 Einige russische Ölkonzerne verwenden Kryptowährungen … sowie Goldtransaktionen
    case(
        "evasion",
        "mechanism status",
        ("crypto", "asserted"),
        ("gold", "asserted"),
        user="russian-oil-companies",
    ),
    # ¶34 Nach Angaben von Reuters könnten Russland und China … Tauschhandel; ¶5 Tauschgeschäfte
    case(
        "evasion",
        "user status saidBy",
        ("id:china", "alleged", "Reuters"),
        ("id:russia", "alleged", "Reuters"),
        ("id:russia", "asserted", ""),
        where={"mechanism": "barter"},
    ),
    # ¶38 das staatliche chinesische Unternehmen
    case("ownership", "owner form", ("China", "ownership"), body="Wafangdian"),
    # ¶40 IEMZ Kupol, eine Tochter des staatlichen Rüstungskonzerns Almaz-Antey
    case(
        "owners",
        "owned ownedBy",
        ("Almaz-Antey", "Russia"),
        ("IEMZ Kupol", "Almaz-Antey"),
        company="Kupol",
    ),
    # ¶38 Vorstandsvorsitzender
    case(
        "offices",
        "role of status",
        ("chairman of the board", "Yunnan Lincang Xinyuan Germanium Industry", "reported"),
        person="Bao Wendong",
    ),
    # ¶19, ¶40, ¶38
    case(
        "publications",
        "publisher form from",
        ("Valdai Club", "report_collection", "2019-01-01"),
        ("Reuters", "report", "2024-09-01"),
        ("Schemes (Radio Liberty)", "investigation", "2025-01-01"),
    ),
    # ¶13 in den 1960er Jahren, 1969; ¶9 in den 1970er Jahren
    case(
        "conflicts",
        "form from to",
        ("political_crisis", "1960-01-01", "1969-12-31"),
        ("border_clash", "1969-01-01", "1969-12-31"),
        ("political_crisis", "1970-01-01", "1979-12-31"),
        party="Sowjetunion",
    ),
    # ¶15 1972 leitete die Nixon-Administration … eine Annäherung
    case("events", "from status", ("1972-01-01", "asserted"), participant="Nixon-Administration"),
    # ¶55 Dies würde das Risiko aggressiver Aktionen … gegen Taiwan erhöhen
    case(
        "assessments",
        "judge status",
        ("authors of the document", "hypothetical"),
        about="Taiwan",
    ),
    # ¶16, ¶44, ¶52, ¶23
    case(
        "statistics",
        "qualifier value unit",
        ("about", "900000000", "consumers"),
        ("at_least", "31", "exercises"),
        ("", "4", "a"),
        ("", "33.3", "%"),
        ("", "1", "disagreements"),
    ),
    # ¶37 fast 70 % der Werkzeugmaschinen
    case("figures", "words value unit", ("fast 70 %", "70", "%"), about="Werkzeugmaschinen"),
    # ¶31; ¶29 in den Jahren 2021 bis 2023 jährlich fast die Hälfte
    case(
        "figures-over-time",
        "of from qualifier value",
        ("goods exports from China to Russia", "2021-01-01", "", "72700000000"),
        ("goods exports from China to Russia", "2023-01-01", "", "110000000000"),
        ("value of Russia's exports to China", "2021-01-01", "nearly", "50"),
        ("value of Russia's exports to China", "2022-01-01", "nearly", "50"),
        ("value of Russia's exports to China", "2023-01-01", "nearly", "50"),
    ),
    # ¶27, ¶31
    case(
        "figures-above",
        "qualifier value",
        ("over", "235000000000"),
        ("", "110000000000"),
        least="1e11",
    ),
    # ¶24 Das nächste Treffen ist für September 2025 in China … geplant
    case(
        "records",
        "record",
        (f"{RECORD}meeting-china-september-2025",),
        kind="Treffen",
        status="PLANNED",
    ),
    # ¶44 regular exercises, one series with Iran, one patrol; ¶45 two and three, one near Alaska;
    # planned: ¶44 Intensivierung strategischer Übungen, gemeinsame Patrouillen
    case(
        "status-counts",
        "status records",
        ("asserted", "9"),
        ("planned", "2"),
        where={"kind": "exercise"},
    ),
    # ¶44 Im Mai 2022 … während des Besuchs von US-Präsident Joseph Biden in Tokio
    case(
        "timeline",
        "from to",
        ("2022-05-01", "2022-05-31"),
        ("2022-05-01", "2022-05-31"),
        actor="Biden",
    ),
    case("timeline", "from", actor="Biden", until="2022-04"),
    # ¶38
    case("undated", "status", ("alleged",), actor="Tascom"),
    # ¶40 Nach Informationen von Bloomberg
    case(
        "said-by",
        "depth words status",
        ("1", "Nach Informationen von Bloomberg", "reported"),
        ("1", "Nach Informationen von Bloomberg", "reported"),
        speaker="Bloomberg",
    ),
    # ¶40 berichtete Reuters unter Berufung auf europäische Geheimdienstkreise
    case(
        "chains",
        "depth saidBy",
        ("1", "Reuters"),
        ("2", "European intelligence circles"),
        where={"record": f"{RECORD}drone-factory"},
    ),
    # ¶38 minerals, rank, chemicals, and three of Bao Wendong
    case(
        "speakers",
        "status records",
        ("reported", "6"),
        where={"saidBy": "Schemes (Radio Liberty)"},
    ),
    # ¶34 könnten; ¶40 factory, Harpy-3, tests, attacks
    case(
        "speakers",
        "status records",
        ("reported", "4"),
        ("alleged", "1"),
        where={"saidBy": "Reuters"},
    ),
    # ¶40 europäische Geheimdienstkreise: attacks, Harpy-3, tests, factory
    case(
        "unnamed-sources",
        "depth status",
        *[("2", "reported")] * 4,
        where={"unnamed": "European intelligence circles"},
    ),
    # ¶21 kündigten … an, ¶33 kann dennoch nicht die Rede sein
    case(
        "two-voices",
        "record status",
        (f"{RECORD}agreement-no-limits-announced", "planned"),
        (f"{RECORD}agreement-no-limits-denied", "denied"),
        where={"matter": "https://w3id.org/sinorus/id/concern/no-limits-partnership"},
    ),
    # ¶5 über … Tauschgeschäfte; ¶34 könnten … mit dem Einsatz von Tauschhandel begonnen haben
    case(
        "two-voices",
        "status saidBy",
        ("alleged", "Reuters"),
        ("asserted", ""),
        where={"matter": "https://w3id.org/sinorus/id/concern/barter"},
    ),
    # ¶33, ¶60 widerspricht den vorliegenden Fakten
    case(
        "denials",
        "deniedBy quote",
        (
            "authors of the document",
            "Von einer „Partnerschaft ohne Grenzen“ kann dennoch nicht die Rede sein.",
        ),
        where={"record": f"{RECORD}agreement-no-limits-denied"},
    ),
    # ¶38
    case("unconfirmed", "status hedge saidBy", ("alleged", "angeblich", ""), actor="Tascom"),
    # ¶33 da sie Sekundärsanktionen der USA gegen den russischen Energiesektor fürchten
    case(
        "reasons",
        "status becauseStatus",
        ("asserted", "hypothetical"),
        actor="chinese-state-oil-companies",
    ),
    # ¶30 verschiebt Beijing die Genehmigung; Trotz der Forderungen … und der Drohung
    case(
        "replies",
        "status answersStatus",
        ("asserted", "planned"),
        ("asserted", "demanded"),
        ("asserted", "threatened"),
    ),
    # ¶38
    case(
        "ties",
        "tie with status",
        ("controlledBy", "China", "asserted"),
        ("sanctionedBy", "US Department of State", "asserted"),
        ("supplies", "Tascom", "alleged"),
        actor="Wafangdian",
    ),
    # ¶24 zu der Beijing angekündigt hat, US-Präsident Donald Trump einzuladen
    case("between", "status", ("planned",), one="Trump", other="China"),
    # ¶44 exercises with Iran; ¶15 defence cooperation with the USA
    case("go-betweens", "between status", ("China", "asserted"), one="Iran", other="USA"),
    # ¶38
    case(
        "organs",
        "status record",
        ("alleged", f"{RECORD}supply-wafangdian-tascom"),
        where={"belongs": "Tascom"},
        state="Russland",
    ),
    # ¶21 (two records on one sentence), ¶33
    case(
        "passages",
        "status",
        ("planned",),
        ("denied",),
        ("planned",),
        words="„partnerschaft OHNE Grenzen“",
    ),
    # ¶38
    case(
        "sanctioned-suppliers",
        "who sanctionStatus to item status",
        ("Wafangdian Bearing Company", "asserted", "Tascom", "bearings", "alleged"),
    ),
)


@pytest.fixture(scope="module")
def catalogue(store: Store) -> Catalogue:
    return Catalogue(store)


def rows(catalogue: Catalogue, name: str, given: Mapping[str, str]) -> list[dict[str, str]]:
    values = values_for(catalogue, QUERIES[name], given)
    found = catalogue.store.rows(QUERIES[name].text, values)
    return [
        {column: value if column == "matter" else short(value) for column, value in row.items()}
        for row in found
    ]


def _id(asked: Case) -> str:
    return " ".join((asked.name, *asked.given.values(), *asked.where.values()))


@pytest.mark.parametrize("asked", CASES, ids=_id)
def test_a_named_query_answers_as_the_text_does(catalogue: Catalogue, asked: Case) -> None:
    found = [
        tuple(row.get(column, "") for column in asked.columns.split())
        for row in rows(catalogue, asked.name, asked.given)
        if all(row.get(column) == value for column, value in asked.where.items())
    ]
    assert found == asked.answer


def test_the_best_connected_are_counted_right(catalogue: Catalogue) -> None:
    others: dict[str, set[str]] = defaultdict(set)
    records: Counter[str] = Counter()
    for record in catalogue.records.values():
        if (record["status"], record["polarity"]) == ("asserted", "positive"):
            involved = {entity for _, entity in catalogue.roles(record)}
            for entity in involved:
                others[entity] |= involved - {entity}
                records[entity] += len(involved) > 1
    for row in rows(catalogue, "best-connected", {}):
        (entity,) = (
            id_ for id_ in others if catalogue.name_of(id_) == row["actor"] and others[id_]
        )
        assert (len(others[entity]), records[entity]) == (int(row["others"]), int(row["records"]))


def test_every_named_query_has_a_known_answer() -> None:
    assert {asked.name for asked in CASES} | {"best-connected"} == set(QUERIES)
    assert len(QUERIES) >= 30


@pytest.mark.parametrize("asked", QUERIES.values(), ids=list(QUERIES))
def test_a_named_query_says_what_it_asks_and_shows_the_status(asked: Question) -> None:
    select = asked.text.partition("SELECT")[2].partition("WHERE")[0]
    assert asked.title
    assert re.search(r"\?\w*[sS]tatus\b", select)
    for parameter in asked.parameters:
        assert re.search(rf"\?{parameter.name}\b", select), "only what is projected can be set"
        assert parameter.name in Query(asked.text).variables


@pytest.mark.parametrize("asked", QUERIES.values(), ids=list(QUERIES))
def test_what_is_negated_never_looks_as_if_it_were_so(asked: Question) -> None:
    select = asked.text.partition("SELECT")[2].partition("WHERE")[0]
    shown, fixed = "?polarity" in select, 'sr:polarity/skos:notation "positive"' in asked.text
    assert shown or fixed or "sr:DerivedEdge" in asked.text  # no tie is derived from a negative


def test_every_record_is_counted_under_its_status_and_polarity(catalogue: Catalogue) -> None:
    counted = {
        (row["kind"].replace(" ", "_"), row["status"], row["polarity"]): int(row["records"])
        for row in rows(catalogue, "status-counts", {})
    }
    assert counted == Counter(
        (record["kind"], record["status"], record["polarity"])
        for record in catalogue.records.values()
    )


def test_a_share_without_a_figure_is_a_share(catalogue: Catalogue) -> None:
    shares = {name for name, record in catalogue.records.items() if record["kind"] == "share"}
    found = {row["record"] for row in rows(catalogue, "shares", {})}
    assert len(found) == len(shares)


def test_the_named_queries_cover_every_kind(store: Store) -> None:
    classes = "\n".join(asked.text for asked in QUERIES.values())
    kinds = ("".join(map(str.capitalize, kind.split("_"))) for kind in store.vocabulary["kinds"])
    assert [kind for kind in kinds if f"a sr:{kind} " not in classes] == []
