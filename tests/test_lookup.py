"""Lookups: names in any spelling, filters with three answers, time, chains, two sides, and no."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processes import Kg

from kg.cli.entity_screen import EntityScreen
from kg.cli.phrases import newest_first
from kg.errors import Ambiguous, KgError, NothingFound
from kg.lookup import Catalogue, Filters, find, nothing, resolve, select
from kg.lookup.comparing import Side, compare
from kg.lookup.filters import NOT_SO, SAID, kinds_named, statuses_named
from kg.lookup.index import Line, days
from kg.lookup.paths import Rules, chains, nearest_failure
from kg.lookup.spelling import folded, sounds, stems
from kg.lookup.sums import by_kind, by_status, figures_of, newest
from kg.lookup.timeline import timeline
from kg.store import Store

TODAY = date(2026, 1, 1)


@pytest.fixture(scope="session")
def catalogue(store: Store) -> Catalogue:
    return Catalogue(store)


# -- names --------------------------------------------------------------------------------

ONE_NAME = [
    ("Chruschtschow", "Khrushchev", "Хрущёв", "Хрущев"),
    ("习近平", "習近平", "Xi Jinping"),
    ("Жириновский", "Schirinowski", "Zhirinovsky"),
    ("Лавров", "Lawrow", "Lavrov"),
    ("Шойгу", "Schoigu", "Shoigu"),
    ("Зеленский", "Selenskyj", "Zelensky"),
    ("俄罗斯", "俄羅斯"),
]
TWO_NAMES = [("Wang Yi", "Wang Yu"), ("Putin", "Patin"), ("Lawrow", "Larow"), ("习近平", "李克强")]
INFLECTED = [
    ("Vereinigte Staaten", "Vereinigten Staaten"),
    ("Moskau", "Moskaus"),
    ("Russland", "Russlands"),
    ("Россия", "Россией"),
    ("Китай", "Китаем"),
    ("Путин", "Путиным"),
    ("Europäische Union", "Europäischen Union"),
]


@pytest.mark.parametrize("names", ONE_NAME)
def test_one_name_in_many_spellings_sounds_alike(names: tuple[str, ...]) -> None:
    assert frozenset.intersection(*map(sounds, names))


@pytest.mark.parametrize(("one", "other"), TWO_NAMES)
def test_two_names_don_t_sound_alike(one: str, other: str) -> None:
    assert not sounds(one) & sounds(other)


@pytest.mark.parametrize(("name", "form"), INFLECTED)
def test_an_inflected_form_shares_a_stem_with_its_name(name: str, form: str) -> None:
    assert stems(name) & stems(form)


@pytest.mark.parametrize("word", ["Drohung", "Bedrohung"])
def test_a_threat_is_no_inflected_drone(word: str) -> None:
    assert not stems("Drohne") & stems(word)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


FOUND = {
    "Peking": "china",
    "Beijing": "china",
    "Moskaus": "russia",
    "Россией": "russia",
    "習近平": "xi-jinping",
    "Си Цзиньпин": "xi-jinping",
    "Chruschtschow": "nikita-khrushchev",
    "Khrushchev": "nikita-khrushchev",
    "Хрущёв": "nikita-khrushchev",
    "Vereinigten Staaten": "united-states",
    "Kissinger": "henry-kissinger",
    "wafang": "wafangdian-bearing",
    "USA": "united-states",
    "https://w3id.org/sinorus/id/entity/iran": "iran",
    "supply-wafangdian-tascom": "tdc-reverse-kissinger-2025/supply-wafangdian-tascom",
}


@pytest.mark.parametrize("name", FOUND)
def test_a_name_in_any_spelling_means_its_entity(catalogue: Catalogue, name: str) -> None:
    assert resolve(catalogue, name)["id"] == FOUND[name]


def test_a_typo_is_only_a_guess_and_says_so(catalogue: Catalogue) -> None:
    found = [(hit.line["id"], hit.reason) for hit in find(catalogue, "Wafangdien")]
    assert found == [("wafangdian-bearing", "did you mean")]
    with pytest.raises(NothingFound, match="nearest"):
        resolve(catalogue, "Wafangdien")


def test_drones_are_found_but_no_threats(catalogue: Catalogue) -> None:
    found = {hit.line["id"].rpartition("/")[2] for hit in find(catalogue, "Drohne")}
    assert "drones" in found
    assert "threat-tariffs-100" not in found


def test_a_name_that_fits_several_lists_them(catalogue: Catalogue) -> None:
    with pytest.raises(Ambiguous, match=r"kg show russian-"):
        resolve(catalogue, "Russian")


def test_a_sentence_finds_the_record_that_says_it(catalogue: Catalogue) -> None:
    hits = find(catalogue, "Sanktionen gegen Wafangdian verhängt")
    assert [hit.line["id"].rpartition("/")[2] for hit in hits] == ["sanction-wafangdian"]


@given(st.text(min_size=1, max_size=40))
def test_no_text_breaks_the_index_or_leaves_it(catalogue: Catalogue, text: str) -> None:
    assert all(hit.line["id"] for hit in find(catalogue, text, limit=3))


# -- filters ------------------------------------------------------------------------------


def ids(lines: Iterable[dict[str, object]]) -> list[str]:
    return [str(line["id"]).rpartition("/")[2] for line in lines]


def test_a_date_has_three_answers(catalogue: Catalogue) -> None:
    filters = Filters(kinds=("exercise",), since="2024-01-01", until="2024-12-31")
    found = select(catalogue, filters)
    assert sorted(ids(found.certain)) == [
        "exercise-bomber-patrol-alaska-2024",
        "exercise-joint-sea-2024",
        "exercise-northern-interaction-2024",
    ]
    assert ids(found.possible) == ["exercise-maritime-security-belt"]  # since November 2021
    assert sorted(ids(found.undated)) == [
        "exercise-regular",
        "exercise-roadmap-patrols",
        "exercise-roadmap-strategic",
    ]


@given(
    st.dates(date(1955, 1, 1), date(2030, 1, 1)), st.integers(0, 20_000), st.sampled_from(range(3))
)
def test_certain_possible_outside_and_undated_are_all(
    catalogue: Catalogue, start: date, length: int, which: int
) -> None:
    """Compared with the days of each record, one by one."""
    end = date.fromordinal(start.toordinal() + length)
    since, until = start.isoformat(), end.isoformat()
    filters = Filters(since=since if which != 1 else None, until=until if which != 2 else None)
    found = select(catalogue, filters)
    low, high = filters.since or "0001-01-01", filters.until or "9999-12-31"
    certain: list[str] = []
    possible: list[str] = []
    undated: list[str] = []
    for line in catalogue.records.values():
        first, last = days(line["time"])
        if line["time"] is None:
            undated.append(line["id"])
        elif (last or "9999-12-31") >= low and (first or "0001-01-01") <= high:
            inside = first is not None and last is not None and low <= first and last <= high
            (certain if inside else possible).append(line["id"])
    assert sorted(line["id"] for line in found.certain) == sorted(certain)
    assert sorted(line["id"] for line in found.possible) == sorted(possible)
    assert sorted(line["id"] for line in found.undated) == sorted(undated)


def test_statuses_are_named_alone_or_together(catalogue: Catalogue) -> None:
    assert statuses_named(["said"], catalogue) == SAID
    assert statuses_named(["not-so", "alleged"], catalogue) == (*NOT_SO, "alleged")
    with pytest.raises(KgError, match="'sure' is no status; one of asserted"):
        statuses_named(["sure"], catalogue)


@pytest.mark.parametrize(
    "name", ["trade_flow", "trade-flow", "Trade flows", "Handelsstrom", "handelsströme"]
)
def test_kinds_are_named_forgivingly(catalogue: Catalogue, name: str) -> None:
    assert kinds_named([name], catalogue) == ("trade_flow",)


def test_firms_stand_beside_their_state_only_when_asked(catalogue: Catalogue) -> None:
    alone = select(catalogue, Filters(kinds=("sanction",), roles=(("target", "china"),)))
    beside = select(
        catalogue, Filters(kinds=("sanction",), roles=(("target", "china"),), with_firms=True)
    )
    assert ids(alone.lines) == ["threat-tariffs-100"]
    assert ids(beside.lines) == ["threat-tariffs-100", "sanction-wafangdian"]


def test_unnamed_sources_are_found_wherever_they_stand_in_the_chain(catalogue: Catalogue) -> None:
    found = ids(select(catalogue, Filters(unnamed_sources=True)).lines)
    assert {"drone-factory", "share-microelectronics-2023"} <= set(found)
    assert "share-arms-components" not in found  # David O'Sullivan has a name


# -- time ---------------------------------------------------------------------------------


def test_dated_and_undated_are_all(catalogue: Catalogue) -> None:
    found = select(catalogue, Filters())
    line = timeline(found, Filters(), today=TODAY)
    assert line.dated + len(line.undated) == len(catalogue.records)


def test_a_report_s_day_stands_at_the_report_and_is_marked(catalogue: Catalogue) -> None:
    filters = Filters(since="2024-09-01", until="2024-09-30")
    line = timeline(select(catalogue, filters), filters, today=TODAY)
    entries = {
        entry.line["id"].rpartition("/")[2]: entry
        for block in line.blocks
        for entry in block.entries
    }
    assert entries["drone-factory"].report
    assert not entries["publication-reuters-2024"].report


def test_a_plan_whose_day_has_passed_is_only_marked(catalogue: Catalogue) -> None:
    found = select(catalogue, Filters(kinds=("meeting",), statuses=("planned",)))
    for today, passed in ((date(2025, 9, 1), False), (date(2025, 10, 1), True)):
        line = timeline(found, Filters(), today=today)
        marks = [(e.line["status"], e.passed) for block in line.blocks for e in block.entries]
        assert marks == [("planned", passed)]


def test_the_day_of_an_announcement_is_no_day_of_the_plan(catalogue: Catalogue) -> None:
    found = select(catalogue, Filters(kinds=("sanction",), statuses=("planned",)))
    line = timeline(found, Filters(), today=TODAY)
    marks = [(e.edtf, e.passed) for block in line.blocks for e in block.entries]
    assert marks == [("2023-12", False)]  # announced then; for when is not said


def test_a_year_begins_with_its_coarsest_date(catalogue: Catalogue) -> None:
    found = select(catalogue, Filters(kinds=("exercise",), roles=(("participant", "china"),)))
    line = timeline(found, Filters(since="2024-01-01"), today=TODAY)
    assert [
        [(entry.edtf, entry.line["id"].rpartition("/")[2]) for entry in block.entries]
        for block in line.blocks
        if block.year == 2024
    ] == [
        [
            ("2024", "exercise-joint-sea-2024"),
            ("2024", "exercise-northern-interaction-2024"),
            ("2024-07", "exercise-bomber-patrol-alaska-2024"),
        ]
    ]
    assert [entry.edtf for entry in line.blocks[0].entries][:1] == ["2021-11/.."]
    assert line.blocks[0].year is None


# -- chains -------------------------------------------------------------------------------


def hops(catalogue: Catalogue, start: str, end: str, rules: Rules | None = None) -> list[list[str]]:
    found = chains(catalogue, start, end, rules or Rules(), limit=9)
    return [[hop.record["id"].rpartition("/")[2] for hop in chain.hops] for chain in found]


def test_a_chain_leads_from_the_company_over_its_owner_to_the_party(catalogue: Catalogue) -> None:
    assert hops(catalogue, "yunnan-lincang-germanium", "communist-party-of-china") == [
        ["affiliation-bao-office", "affiliation-bao-cpc"],
        ["affiliation-bao-shareholding", "affiliation-bao-cpc"],
    ]


def test_a_chain_is_as_weak_as_its_weakest_step(catalogue: Catalogue) -> None:
    strength = {name: s["strength"] for name, s in catalogue.vocabulary["statuses"].items()}
    (chain,) = chains(catalogue, "tascom", "us-department-of-state", Rules(), limit=9)
    assert chain.weakest(strength) == "alleged"
    assert chain.overlap() is None  # the supply has no date


def test_no_chain_steps_over_what_is_said_not_to_be_so(catalogue: Catalogue) -> None:
    found = chains(catalogue, "armenia", "russia", Rules(loose=True), limit=9)
    records = [hop.record for chain in found for hop in chain.hops]
    assert all(record["polarity"] == "positive" for record in records)
    assert all(record["status"] != "denied" for record in records)


def test_the_poles_connect_only_when_named(catalogue: Catalogue) -> None:
    assert hops(catalogue, "reuters", "iemz-kupol", Rules(steps=2)) == []
    failure = nearest_failure(catalogue, "reuters", "iemz-kupol", Rules())
    assert failure is not None
    assert failure.reason == "poles"
    assert {"russia", "china"} & {hop.target for hop in failure.chain.hops}


# -- side by side -------------------------------------------------------------------------


def test_two_sides_are_compared_by_what_is_said_of_them(catalogue: Catalogue) -> None:
    sides = [Side(tuple(catalogue.records_of(actor)), actor) for actor in ("iran", "armenia")]
    result = compare(catalogue, *sides)
    assert [ids([pair.left, pair.right]) for pair in result.both] == [
        ["supply-iran-no-help", "supply-armenia-no-help"]
    ]
    assert "exercise-maritime-security-belt" in ids(list(result.only_left))
    assert "affiliation-armenia-csto" in ids(list(result.only_right))


def test_a_share_of_imports_and_one_of_exports_never_stand_in_one_row(catalogue: Catalogue) -> None:
    sides = [Side(tuple(catalogue.records_of(actor)), actor) for actor in ("china", "russia")]
    rows = compare(catalogue, *sides).figures
    for left, right in rows:
        assert left["details"].get("direction") == right["details"].get("direction")
        assert [q["unit"] for q in left["quantities"]] == [q["unit"] for q in right["quantities"]]


# -- no -----------------------------------------------------------------------------------


def test_a_no_says_what_was_searched_and_what_lies_nearest(catalogue: Catalogue) -> None:
    filters = Filters(kinds=("sanction",), roles=(("target", "head-aerospace"),))
    answer = nothing(catalogue, filters, select(catalogue, filters))
    assert answer.searched.endswith("kg list sanction --target head-aerospace")
    commands = [near.command for near in answer.near]
    assert "kg list --actor head-aerospace" in commands
    assert answer.last == "What a source leaves out may still be so."


def test_every_near_miss_shows_as_many_records_as_it_says(kg: Kg, catalogue: Catalogue) -> None:
    filters = Filters(
        kinds=("sanction",),
        statuses=("asserted",),
        roles=(("target", "china"),),
        since="2022-01-01",
    )
    answer = nothing(catalogue, filters, select(catalogue, filters))
    assert answer.near
    for near in answer.near:
        if not near.why.startswith("without a date"):
            listed = json.loads(kg(*near.command.split()[1:], "--format", "json").out)
            assert len(listed) == near.records


def test_a_no_leaves_stdout_empty(kg: Kg) -> None:
    ran = kg("list", "sanction", "--target", "HEAD Aerospace")
    assert (ran.code, ran.out) == (0, "")
    assert "may still be so" in ran.err


# -- no more is read than is shown ---------------------------------------------------------


class Counting(Catalogue):
    """A catalogue that counts the lines that it reads."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.read = 0

    def line_at(self, start: int, length: int) -> Line:
        self.read += 1
        return super().line_at(start, length)


def test_a_screen_of_an_entity_reads_what_it_may_show_and_no_more(store: Store) -> None:
    catalogue = Counting(store)
    EntityScreen(catalogue).render(catalogue.entities["russia"])
    kinds, three_a_kind, figures, voices = len(store.vocabulary["kinds"]), 3, 4, 6
    assert catalogue.read <= 1 + kinds * three_a_kind + figures + voices
    assert len(catalogue.records_of("russia")) > 2 * kinds * three_a_kind


def test_a_list_counts_all_and_reads_what_it_shows(store: Store) -> None:
    catalogue = Counting(store)
    found = select(catalogue, Filters(since="2022-01-01"))
    undated = store.manifest["counts"]["records"] - len(found.lines) - len(found.undated)
    assert catalogue.read == 0
    assert undated > 0
    assert [line["id"] for line in found.lines[:5]] == found.lines.ids()[:5]
    assert catalogue.read == 5


def test_sums_and_newest_are_those_of_the_records(catalogue: Catalogue) -> None:
    for entity in catalogue.entities:
        records = catalogue.records_of(entity)
        said = Counter((line["status"], line["polarity"]) for line in records)
        assert [each[:2] for each in by_status(catalogue, entity)] == [
            put for put, _ in said.most_common()
        ]
        assert {each[:2]: each.records for each in by_status(catalogue, entity)} == said
        assert by_kind(catalogue, entity) == Counter(line["kind"] for line in records)
        assert figures_of(catalogue, entity) == sum(len(line["quantities"]) for line in records)
        for kind in by_kind(catalogue, entity):
            of_kind = [line for line in records if line["kind"] == kind]
            assert newest(catalogue, entity, kind, None) == newest_first(of_kind)
            assert newest(catalogue, entity, kind, 2) == newest_first(of_kind)[:2]
