"""Records through time, from one to the next, side by side: timeline, path, compare."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processes import Kg, Ran

from kg.build import build_store
from kg.cli.entity_screen import EntityScreen
from kg.lookup import Catalogue, Filters, Line, select
from kg.lookup.comparing import Side, compare
from kg.lookup.index import days
from kg.lookup.paths import Chain, Failure, Paths, Rules
from kg.lookup.timeline import Entry, Timeline, timeline
from kg.store import Store, open_store

TODAY = date(2026, 1, 1)


@pytest.fixture(scope="session")
def catalogue(store: Store) -> Catalogue:
    return Catalogue(store)


def short(line: Line) -> str:
    return str(line["id"]).rpartition("/")[2]


def ids(lines: Iterable[Line]) -> list[str]:
    return [short(line) for line in lines]


# -- small sources of their own -----------------------------------------------------------

TEXT = (
    "China und Russland, 19 %, 21 %, 40 t, 10 Euro, 20 Dollar, 30 Dollar, sagt angeblich Reuters.\n"
)
ENTITIES = json.dumps(
    [
        *({"id": name, "class": "state", "name": {"en": name}} for name in ("russia", "china")),
        *({"id": name, "class": "state", "name": {"en": name}} for name in ("iran", "japan")),
        *({"id": name, "class": "commodity", "name": {"en": name}} for name in ("oil", "cars")),
        *({"id": name, "class": "company", "name": {"en": name}} for name in ("acme", "best")),
        {"id": "some-banks", "class": "group", "group": "unnamed", "name": {"en": "some banks"}},
        {"id": "reuters", "class": "medium", "name": {"en": "Reuters"}},
        {"id": "port", "class": "place", "name": {"en": "the port"}},
        {"id": "the-authors", "class": "unnamed_source", "name": {"en": "the authors"}},
    ]
)


def record(name: str, kind: str, **fields: Any) -> dict[str, Any]:
    label, status = {"en": f"Record {name}"}, fields.pop("status", "asserted")
    evidence = "China und Russland"
    return {
        "id": name,
        "kind": kind,
        "label": label,
        "status": status,
        "evidence": evidence,
    } | fields


def amount(words: str, unit: str) -> dict[str, str]:
    return {"value": words.split()[0], "unit": unit, "of": "a whole", "words": words}


@pytest.fixture
def small(make_source: Callable[..., Path], tmp_path: Path) -> Callable[..., Catalogue]:
    """Build a store of one source of these records, or of two: ``news`` and ``paper``."""

    def make(records: list[dict[str, Any]], paper: list[dict[str, Any]] | None = None) -> Catalogue:
        if paper is not None:
            folder = make_source(text=TEXT, entities=ENTITIES, records=paper) / "news"
            head = folder / "source.yaml"
            head.write_text(head.read_text().replace("id: news", "id: paper"))
            folder.rename(folder.with_name("paper"))
        sources = make_source(text=TEXT, entities=ENTITIES, records=records)
        build_store(sources, tmp_path / "store")
        return Catalogue(open_store(tmp_path / "store"))

    return make


# -- time ---------------------------------------------------------------------------------


def entries(line: Timeline) -> dict[str, Entry]:
    return {short(entry.line): entry for entry in line.entries}


@given(
    st.one_of(st.none(), st.dates(date(1955, 1, 1), date(2030, 1, 1))),
    st.one_of(st.none(), st.dates(date(1955, 1, 1), date(2030, 1, 1))),
    st.sampled_from(["since", "as_of"]),
    st.sampled_from(["", "meeting", "supply", "affiliation", "cooperation"]),
    st.sampled_from(["", "asserted", "planned", "reported"]),
)
def test_dated_and_undated_are_all_under_any_filter(
    catalogue: Catalogue, start: date | None, end: date | None, which: str, kind: str, status: str
) -> None:
    """Counted record by record; no report's day becomes the day of the thing."""
    filters = Filters(
        kinds=(kind,) if kind else (),
        statuses=(status,) if status else (),
        since=start.isoformat() if start else None,
        **{"until" if which == "since" else which: end.isoformat() if end else None},  # type: ignore[arg-type]
    )
    fit = [
        line
        for line in catalogue.records.values()
        if line["kind"] in (filters.kinds or (line["kind"],))
        and line["status"] in (filters.statuses or (line["status"],))
    ]
    low, high = filters.since or "0001-01-01", filters.until or filters.as_of or "9999-12-31"
    outside = [
        line
        for line in fit
        if line["time"]
        and ((days(line["time"])[1] or high) < low or (days(line["time"])[0] or low) > high)
    ]
    shown = timeline(catalogue, select(catalogue, filters), filters, today=TODAY)
    awaited = [line for line in shown.undated if line["time"]]  # plans whose making has no date
    assert shown.dated + len(shown.undated) == len(fit) - len(set(ids(outside)) - set(ids(awaited)))
    for entry in shown.entries:
        assert entry.report == (entry.line["time"] is None)
        assert entry.edtf == entry.line["time"] or entry.report
        assert not (entry.report and entry.passed)


def test_a_report_s_day_stands_at_the_report_and_is_marked(catalogue: Catalogue) -> None:
    filters = Filters(since="2024-09-01", until="2024-09-30")
    found = entries(timeline(catalogue, select(catalogue, filters), filters, today=TODAY))
    assert found["drone-factory"].report
    assert not found["publication-reuters-2024"].report
    assert not found["drone-factory"].possible


def test_a_report_has_the_three_answers_too(catalogue: Catalogue) -> None:
    for filters, answer in (
        (Filters(since="2024-09-15"), [True]),
        (Filters(as_of="2024-08-31"), []),
        (Filters(as_of="2024-09-30"), [False]),
    ):
        line = timeline(catalogue, select(catalogue, filters), filters, today=TODAY)
        assert [e.possible for e in line.entries if short(e.line) == "drone-factory"] == answer


def test_a_plan_whose_day_has_passed_is_only_marked(catalogue: Catalogue) -> None:
    found = select(catalogue, Filters(kinds=("meeting",), statuses=("planned",)))
    for today, passed in ((date(2025, 9, 1), False), (date(2025, 10, 1), True)):
        line = timeline(catalogue, found, Filters(), today=today)
        assert [(e.line["status"], e.passed, e.became) for e in line.entries] == [
            ("planned", passed, ())
        ]


def test_the_day_of_an_announcement_is_no_day_of_the_plan(catalogue: Catalogue) -> None:
    found = select(catalogue, Filters(statuses=("planned",)))
    line = timeline(catalogue, found, Filters(), today=TODAY)
    # announced in 2022, 2023 and 2025; for when is only said of the meeting
    assert {e.line["details"].get("stage") for e in line.entries if not e.passed} == {"announced"}
    assert [short(e.line) for e in line.entries if e.passed] == ["meeting-china-september-2025"]


def test_what_became_of_a_plan_is_named_where_a_source_may_say_so(
    small: Callable[..., Catalogue],
) -> None:
    visit = {"attendee": ["russia", "china"]}
    announced = {"status": "planned", "stage": "announced", "party": ["russia", "china"]}
    catalogue = small(
        [
            record("plan", "meeting", status="planned", when="2024-09", **visit),
            record("other-plan", "meeting", status="planned", when="2024-10", **visit),
            record("held", "meeting", when="2024-09-03", **visit),
            record("elsewhere", "meeting", when="2024-09-03", attendee=["russia", "iran"]),
            record(
                "treaty", "agreement", form="treaty", when="2020", valid="2021/2022", **announced
            ),
        ]
    )
    found = select(catalogue, Filters())
    line = entries(timeline(catalogue, found, Filters(), today=TODAY))
    assert {name: (e.passed, ids(e.became)) for name, e in line.items() if e.passed} == {
        "plan": (True, ["held"]),
        "other-plan": (True, []),
        "treaty": (True, []),  # by its validity
    }


def test_a_year_is_ordered_by_first_day_then_the_coarser_then_the_sooner_end(
    small: Callable[..., Catalogue],
) -> None:
    times = ["2021-01-01", "2021-01", "2021-01/2021-02", "2021", "2021/..", "2021/2023", "202X"]
    times += ["2020-12-31", "../2022", "2021-01-01/2021-06-01"]
    rows = [
        record(f"e-{number}", "event", participant="iran", when=time)
        for number, time in enumerate(times)
    ]
    catalogue = small(rows)
    line = timeline(catalogue, select(catalogue, Filters()), Filters(), today=TODAY)
    assert [(b.year, [entry.edtf for entry in b.entries]) for b in line.blocks] == [
        (None, ["../2022"]),
        (2020, ["202X", "2020-12-31"]),
        (
            2021,
            [
                *("2021", "2021/2023", "2021/.."),
                *("2021-01", "2021-01/2021-02"),
                *("2021-01-01", "2021-01-01/2021-06-01"),
            ],
        ),
    ]
    since = Filters(since="2021-01-15")
    early = timeline(catalogue, select(catalogue, since), since, today=TODAY).blocks[0]
    assert early.year is None
    assert {entry.edtf for entry in early.entries} == set(times) - {"2021-01-01", "2020-12-31"}


def test_an_empty_timeline_is_the_same_no_as_an_empty_list(kg: Kg) -> None:
    for asked in (("sanction", "--target", "HEAD Aerospace"), ("meeting", "--since", "2030")):
        listed, shown = (kg(name, *asked, "--format", "json").out for name in ("list", "timeline"))
        assert json.loads(shown) == json.loads(listed)


def test_a_timeline_of_the_undated_alone_counts_them(kg: Kg, catalogue: Catalogue) -> None:
    of_trump = len(catalogue.records_of("donald-trump"))
    ran = kg("timeline", "--actor", "donald-trump")
    assert (ran.code, ran.out) == (0, "")
    assert f"without a date of their own: {of_trump} (--undated lists them)" in ran.err
    answer = json.loads(kg("timeline", "--actor", "donald-trump", "--format", "json").out)
    assert answer["results"] == []
    assert [near["records"] for near in answer["near"]][:1] == [of_trump]
    listed = kg("timeline", "--actor", "donald-trump", "--undated").out.splitlines()
    assert len(listed) == 1 + of_trump


def test_the_json_of_a_timeline_says_all_that_the_table_says(kg: Kg) -> None:
    asked = ("timeline", "cooperation", "--since", "2024", "--undated")
    table, shown = kg(*asked), json.loads(kg(*asked, "--format", "json").out)
    rows = [entry for block in shown["results"] for entry in block["entries"]]
    assert any(row["report"] and row["record"]["attributed_to"] for row in rows)
    for line in (*(row["record"] for row in rows), *shown["undated_records"]):
        assert line["labels"]["en"] in table.out
        assert line["evidence"][0]["exact"]
        for step in line["attributed_to"]:
            assert step["name"] in table.out
    assert f"without a date of their own: {shown['undated']}" in table.err
    assert shown["undated"] == len(shown["undated_records"])


def test_a_limit_cuts_visibly(kg: Kg) -> None:
    ran = kg("timeline", "exercise", "--limit", "2")
    assert sum(line.startswith("  ") for line in ran.out.splitlines()) == 2
    whole = kg("timeline", "exercise").out
    rest = sum(line.startswith("  ") for line in whole.splitlines()) - 2
    assert f"more beyond --limit: {rest}" in ran.err


# -- chains -------------------------------------------------------------------------------


def hops(chains: Iterable[Chain]) -> list[list[str]]:
    return [[short(hop.record) for hop in chain.hops] for chain in chains]


def test_a_chain_leads_from_the_company_over_its_owner_to_the_party(catalogue: Catalogue) -> None:
    paths = Paths(catalogue, "yunnan-lincang-germanium", "communist-party-of-china")
    found = paths.chains(Rules(), limit=9)
    assert hops(found.chains) == [
        ["affiliation-bao-office", "affiliation-bao-cpc"],
        ["affiliation-bao-shareholding", "affiliation-bao-cpc"],
    ]
    cut = paths.chains(Rules(), limit=1)
    assert (hops(cut.chains), cut.shortest) == (hops(found.chains)[:1], 2)


def test_a_chain_is_as_weak_as_its_weakest_step(catalogue: Catalogue) -> None:
    paths = Paths(catalogue, "tascom", "us-department-of-state")
    ((chain,), _) = paths.chains(Rules(), limit=9)
    assert short(chain.weakest(paths.strength)) == "supply-wafangdian-tascom"  # alleged
    assert chain.overlap() is None  # the supply has no date


def tie(name: str, *both: str, **more: Any) -> dict[str, Any]:
    return record(name, "cooperation", domain="arms", participant=list(both), **more)


def test_the_strongest_of_the_shortest_comes_first(small: Callable[..., Catalogue]) -> None:
    catalogue = small(
        [
            tie("a-alleged", "iran", "acme", status="alleged", hedge="angeblich"),
            tie("b-threatened", "iran", "acme", status="threatened", modal_agent="iran"),
            tie("c-asserted", "iran", "acme", when="2020"),
            tie("d-reported", "acme", "japan", status="reported", attributed_to="reuters"),
            tie("e-asserted", "acme", "japan", when="2022/.."),
            tie("f-hypothetical", "iran", "japan", status="hypothetical"),
        ]
    )
    paths = Paths(catalogue, "iran", "japan")
    found = paths.chains(Rules(), limit=9)
    assert hops(found.chains) == [
        ["c-asserted", "e-asserted"],
        ["c-asserted", "d-reported"],
        ["a-alleged", "d-reported"],
        ["a-alleged", "e-asserted"],
        ["b-threatened", "d-reported"],
        ["b-threatened", "e-asserted"],
    ]
    assert found.shortest == 6
    assert [chain.overlap() for chain in found.chains[:2]] == [False, None]


AVOIDED: list[tuple[str, str, dict[str, Any], tuple[str, ...]]] = [
    ("poles", "china", {}, ("--through", "china")),
    ("groups", "some-banks", {}, ("--through-groups",)),
    ("groups", "some-banks", {}, ("--through", "some-banks")),
    ("against", "acme", {"status": "denied", "modal_agent": "iran"}, ()),
    ("against", "acme", {"polarity": "negative"}, ()),
]


@pytest.mark.parametrize(("reason", "between", "more", "option"), AVOIDED)
def test_a_chain_that_fails_says_why_and_what_would_show_it(
    small: Callable[..., Catalogue],
    kg: Kg,
    reason: str,
    between: str,
    more: dict[str, Any],
    option: tuple[str, ...],
) -> None:
    catalogue = small([tie("r-1", "iran", between, **more), tie("r-2", between, "japan")])
    asked = ("path", "iran", "japan", "--store", catalogue.store.build.parent)
    failed = kg(*asked, "--format", "json")
    answer = json.loads(failed.out)
    assert (failed.code, answer["results"], answer["searched"]["records"]) == (1, [], 2)
    (near,) = answer["near"]
    assert near["reasons"] == [reason]
    assert [hop["record"]["id"] for hop in near["chain"]["hops"]] == ["news/r-1", "news/r-2"]
    told = kg(*asked)
    assert (told.code, told.out) == (1, "")
    assert "«China und Russland»" in told.err
    assert near["command"] in told.err
    if option:
        found = json.loads(kg(*asked, *option, "--format", "json").out)["results"]
        assert [hop["record"]["id"] for hop in found[0]["hops"]] == ["news/r-1", "news/r-2"]
        again = kg(*near["command"].split()[1:], "--store", catalogue.store.build.parent)
        assert again.code == 0
    else:
        assert near["command"] == "kg show r-1"


def test_more_steps_a_filter_and_a_missing_date_are_reasons_too(
    small: Callable[..., Catalogue], kg: Kg
) -> None:
    catalogue = small(
        [
            tie("r-1", "iran", "acme", when="2020"),
            tie("r-2", "acme", "best"),
            tie("r-3", "best", "japan"),
        ]
    )
    asked = ("path", "iran", "japan", "--store", str(catalogue.store.build.parent))
    for options, reason, command in (
        (("--steps", "2"), "steps", "kg path iran japan --steps 3"),
        (("--status", "reported"), "filters", "kg path iran japan"),
        (("--since", "2019"), "undated", "kg path iran japan --since 2019-01-01 --undated"),
    ):
        answer = json.loads(kg(*asked, *options, "--format", "json").out)
        assert [(n["reasons"], n["command"]) for n in answer["near"]] == [([reason], command)]
        shown = kg(*command.split()[1:], *asked[3:])
        assert shown.out.count("«China und Russland»") == 3


def test_what_is_avoided_may_be_an_end(catalogue: Catalogue) -> None:
    found = Paths(catalogue, "iran", "russia").chains(Rules(), limit=9).chains
    assert [len(chain.hops) for chain in found] == [1, 1]
    assert all(hop.record["polarity"] == "positive" for chain in found for hop in chain.hops)


def test_no_chain_of_the_paper_leads_over_what_is_said_not_to_be_so(catalogue: Catalogue) -> None:
    failures: list[Failure] = Paths(catalogue, "iran", "armenia").failures(Rules())
    assert [failure.reasons for failure in failures] == [("against", "poles")]
    assert hops(failure.chain for failure in failures)[0][1] == "supply-armenia-no-help"


def test_a_name_that_is_never_in_a_record_is_said_to_be_in_none(kg: Kg) -> None:
    ran = kg("path", "european-intelligence-circles", "iran")
    assert ran.code == 1
    assert "European intelligence circles has no role in any record" in ran.err
    assert "records in which Iran has a role: 4   kg list --actor iran" in ran.err


def test_each_hop_has_its_sentence_speaker_and_our_translation(kg: Kg) -> None:
    asked = ("path", "Yunnan", "KP Chinas", "--limit", "1")
    english, german = kg(*asked).out, kg(*asked, "--lang", "de").out
    quote = "deren Hauptaktionär und Vorstandsvorsitzender das KPCh-Mitglied Bao Wendong ist» ¶38"
    for told, says in ((english, "according to Schemes"), (german, "laut Schemes")):
        assert (told.count(quote), told.count(says)) == (2, 2)
    assert english.count("[our translation:") == 2
    assert "Übersetzung" not in german  # the source is in the reader's language
    assert "a chain of records is not a record" in english
    assert "eine Kette von Einträgen ist kein Eintrag" in german


# -- side by side -------------------------------------------------------------------------


def two_actors(catalogue: Catalogue, *actors: str) -> tuple[Side, Side]:
    first, last = (Side(tuple(catalogue.records_of(actor)), actor) for actor in actors)
    return first, last


def test_two_sides_are_compared_by_what_is_said_of_them(catalogue: Catalogue) -> None:
    result = compare(catalogue, *two_actors(catalogue, "iran", "armenia"))
    assert [(ids(g.left), ids(g.right), g.differs) for g in result.both] == [
        (["supply-iran-no-help"], ["supply-armenia-no-help"], ())
    ]
    assert "exercise-maritime-security-belt" in ids(result.only_left)
    assert "affiliation-armenia-csto" in ids(result.only_right)


@given(st.data())
def test_every_record_of_either_side_stands_in_one_place(
    catalogue: Catalogue, data: st.DataObject
) -> None:
    everything = sorted(catalogue.records)
    some = st.lists(st.sampled_from(everything), unique=True, max_size=120)
    actors = st.sampled_from([None, "china", "russia", "iran", "united-states"])
    sides = [
        Side(tuple(catalogue.records[name] for name in sorted(data.draw(some))), data.draw(actors))
        for _ in range(2)
    ]
    result = compare(catalogue, sides[0], sides[1])
    for at, only in ((0, result.only_left), (1, result.only_right)):
        placed = [line["id"] for line in (*result.same, *only)]
        placed += [line["id"] for group in result.both for line in (group.left, group.right)[at]]
        assert sorted(placed) == [line["id"] for line in sides[at].records]
    assert {line["id"] for line in result.same} == {line["id"] for line in sides[0].records} & {
        line["id"] for line in sides[1].records
    }


SHARE = {"holder": "china", "direction": "imports", "item": "oil", "provider": "iran"}
FLOW = {"exporter": "china", "importer": "iran", "commodity": "cars", "measured": "value"}


def share(name: str, words: str = "19 %", **more: Any) -> dict[str, Any]:
    fields: dict[str, Any] = SHARE | {"basis": "value"} | more
    return record(name, "share", quantity=amount(words, "%"), **fields)


def flow(name: str, words: str = "20 Dollar", unit: str = "USD", **more: Any) -> dict[str, Any]:
    fields = {key: value for key, value in (FLOW | more).items() if value}
    return record(name, "trade_flow", quantity=amount(words, unit), **fields)


RUSSIAN = {"holder": "russia"}
FROM_RUSSIA = {"exporter": "russia"}
TWO_WAY: dict[str, Any] = {"exporter": None, "importer": None, "partner": ["russia", "iran"]}
TRAPS: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    (share("a"), share("b", **RUSSIAN), True),
    (share("a"), share("b", direction="exports", **RUSSIAN), False),
    (
        share("a", provider="russia"),
        share("b", direction="exports", provider="china", **RUSSIAN),
        False,
    ),
    (share("a"), share("b", basis="volume", **RUSSIAN), False),
    (share("a"), share("b", item="cars", **RUSSIAN), False),
    (share("a"), share("b", counterpart="japan", **RUSSIAN), False),
    (share("a"), share("b", provider="japan", **RUSSIAN), False),
    (share("a", provider="russia"), share("b", provider="china", **RUSSIAN), True),
    (flow("a"), flow("b", **FROM_RUSSIA), True),
    (flow("a"), flow("b", reporter="japan", **FROM_RUSSIA), True),
    (flow("a"), flow("b", "10 Euro", "EUR", **FROM_RUSSIA), False),
    (flow("a"), flow("b", "40 t", "t", measured="volume", **FROM_RUSSIA), False),
    (
        flow("a", "19 %", "%", measured="growth"),
        flow("b", "21 %", "%", measured="value", **FROM_RUSSIA),
        False,
    ),
    (flow("a"), flow("b", commodity="oil", **FROM_RUSSIA), False),
    (flow("a"), flow("b", importer="japan", **FROM_RUSSIA), False),
    (flow("a"), flow("b", exporter="iran", importer="russia"), False),
    (flow("a"), flow("b", **TWO_WAY), False),
    (share("a"), flow("b", "21 %", "%", measured="growth", **FROM_RUSSIA), False),
    (flow("a", importer="russia"), flow("b", exporter="russia", importer="china"), True),
]


@pytest.mark.parametrize("one_row", [True, False])
def test_figures_stand_in_one_row_only_where_measure_and_whole_agree(
    small: Callable[..., Catalogue], *, one_row: bool
) -> None:
    """All cases in one store; each is compared by itself."""
    cases = [(left, right) for left, right, row in TRAPS if row is one_row]
    catalogue = small(
        [
            {**entry, "id": f"{number}-{at}"}
            for number, case in enumerate(cases)
            for at, entry in enumerate(case)
        ]
    )
    rows = []
    for number in range(len(cases)):
        both = [catalogue.records[f"news/{number}-{at}"] for at in (0, 1)]
        sides = [
            Side(tuple(r for r in both if actor in {who for _, who in catalogue.roles(r)}), actor)
            for actor in ("china", "russia")
        ]
        figures = compare(catalogue, sides[0], sides[1]).figures
        rows.append([[ids(f.record for f in side) for side in row[:2]] for row in figures])
    expected = [
        [[[f"{number}-0"], [f"{number}-1"]]] if one_row else [] for number in range(len(cases))
    ]
    assert rows == expected


def test_two_sources_differ_in_status_figure_and_speaker(
    small: Callable[..., Catalogue], kg: Kg
) -> None:
    help_ = {"supplier": "russia", "recipient": "iran", "item": "cars"}
    news = [share("s"), record("h", "supply", **help_), record("n", "event", participant="iran")]
    paper = [
        share("t", "21 %", status="reported", attributed_to="reuters"),
        record("i", "supply", polarity="negative", **help_),
        record("m", "event", participant="japan"),
    ]
    store = small(news, paper).store.build.parent
    ran = kg(
        "compare", "--source", "news", "--source", "paper", "--store", store, "--format", "json"
    )
    parts = parts_of(ran)
    both = [
        ([line["id"] for line in (*group["left"], *group["right"])], group["differs"])
        for group in parts["both"]
    ]
    assert sorted(both) == [
        (["news/h", "paper/i"], ["status"]),
        (["news/s", "paper/t"], ["status", "figure", "speaker"]),
    ]
    assert [line["id"] for line in parts["only_left"]] == ["news/n"]
    assert [line["id"] for line in parts["only_right"]] == ["paper/m"]
    assert [
        [figure["quantity"]["value"] for side in ("left", "right") for figure in row[side]]
        for row in parts["figures"]
    ] == [[19, 21]]
    told = kg("compare", "--source", "news", "--source", "paper", "--store", store).out
    assert "REPORTED  19" not in told
    assert "according to Reuters" in told
    assert "differs in status, figure, speaker" in told


def test_an_entity_is_shown_with_voices_that_differ_in_figure_or_speaker_alone(
    small: Callable[..., Catalogue],
) -> None:
    said = {"status": "reported", "attributed_to": "reuters"}
    other = {"status": "reported", "attributed_to": "the-authors"}
    catalogue = small(
        [
            share("a", "19 %", concerns="figure"),
            share("b", "21 %", concerns="figure"),
            record("c", "event", participant="russia", concerns="speaker", **said),
            record("d", "event", participant="russia", concerns="speaker", **other),
            record("e", "event", participant="japan", concerns="nothing", **said),
            record("f", "meeting", attendee="japan", concerns="nothing", **said),
        ]
    )
    screen = EntityScreen(catalogue)
    for entity, voices in (("china", "ab"), ("russia", "cd"), ("japan", "")):
        shown = screen.render(catalogue.entities[entity]).partition("TWO VOICES ON ONE THING")[2]
        rows = [row for row in shown.splitlines() if row.startswith("  ")]
        assert [row.rpartition(" ")[2] for row in rows] == list(voices)


def parts_of(ran: Ran) -> dict[str, list[dict[str, Any]]]:
    """Return the parts of a comparison that was printed as JSON."""
    return {part["part"]: part["items"] for part in json.loads(ran.out)["results"]}


def test_one_record_that_names_both_stands_on_both_sides(kg: Kg) -> None:
    parts = parts_of(kg("compare", "Iran", "USA", "--format", "json"))
    assert [line["id"].rpartition("/")[2] for line in parts["same"]] == ["conflict-us-attack-iran"]
    told = kg("compare", "Iran", "USA").out.splitlines()
    assert told[0].startswith("ONE RECORD ON BOTH SIDES (1)")
    assert "[Iran: party, affected · United States: party, initiator]" in told[1]


def test_two_times_leave_no_record_out_in_silence(kg: Kg, catalogue: Catalogue) -> None:
    asked = ("compare", "china", "--before", "2022", "--since", "2022")
    ran = kg(*asked, "--undated", "--format", "json")
    shown, parts = json.loads(ran.out), parts_of(ran)
    placed = [*parts.get("same", []), *parts["only_left"], *parts["only_right"]]
    placed += shown["undated_records"]
    placed += [
        line for group in parts.get("both", []) for line in (*group["left"], *group["right"])
    ]
    assert sorted(line["id"] for line in placed) == sorted(
        line["id"] for line in catalogue.records_of("china")
    )
    left_out = sum(line["time"] is None for line in catalogue.records_of("china"))
    assert shown["undated"] == left_out
    assert f"without a date, so on no side: {left_out} (--undated lists them)" in kg(*asked).err
    assert all(line["time"] < "2022" for line in parts["only_left"])


def test_two_sides_without_a_record_are_a_no(kg: Kg) -> None:
    ran = kg(
        "compare", "Iran", "Armenien", "--since", "2040", "--until", "2041", "--kind", "meeting"
    )
    assert (ran.code, ran.out) == (1, "")
    assert "may still be so" in ran.err
    again = kg("compare", "Iran", "Armenien", "--kind", "meeting", "--format", "json")
    assert (again.code, json.loads(again.out)["results"]) == (1, [])


WRONG = [
    (("path", "Iran"), "name two"),
    (("path", "Iran", "iran"), "are one: iran"),
    (("path", "Iran", "Japan", "--through", "USA"), "a chain may lead over it anyway"),
    (("path", "Iran", "Japan", "--throug", "USA"), "no option or role 'throug' here"),
    (("path", "Iran", "sanction-wafangdian"), "'sanction-wafangdian' is a record"),
    (("compare", "Iran"), "name two actors; or"),
    (("compare", "Iran", "Japan", "USA"), "name two actors; or"),
    (("compare", "Iran", "Japan", "--before", "2022"), "name two actors; or"),
    (("compare", "Iran", "--before", "2023", "--since", "2022"), "the two times overlap"),
    (("compare", "Iran", "--before", "0001", "--since", "2022"), "there is no day before it"),
    (("compare", "--source", "news", "--source", "paper"), "no source 'news'"),
    (("timeline", "--since", "yesterday"), "'yesterday' is no date"),
]


@pytest.mark.parametrize(("command", "message"), WRONG, ids=lambda value: " ".join(value))
def test_what_can_t_be_asked_is_told_in_a_line(
    kg: Kg, command: tuple[str, ...], message: str
) -> None:
    ran = kg(*command)
    assert ran.code in {1, 2}
    assert ran.out == ""
    assert message in ran.err.splitlines()[0]
