"""Lookups: names in any spelling, filters with three answers, and no."""

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
from kg.lookup import Catalogue, Filters, Nothing, find, nothing, resolve, select
from kg.lookup.filters import NOT_SO, SAID, kinds_named, statuses_named
from kg.lookup.index import Line, days
from kg.lookup.pasted import is_sentence, read
from kg.lookup.spelling import folded, sounds, stems
from kg.lookup.sums import (
    by_kind,
    by_status,
    figures_of,
    newest,
    number_of_split,
    split_matters,
)
from kg.store import Store
from kg.texts.dossier import differences


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


@pytest.mark.parametrize("slip", ["Chnia", "chna", "Cina", "Chima"])
def test_one_slip_in_a_short_name_is_guessed_too(catalogue: Catalogue, slip: str) -> None:
    assert [(hit.line["id"], hit.reason) for hit in find(catalogue, slip)][:1] == [
        ("china", "did you mean")
    ]
    with pytest.raises(NothingFound, match="nearest"):
        resolve(catalogue, slip)


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


# -- no -----------------------------------------------------------------------------------


def no(catalogue: Catalogue, **asked: object) -> Nothing:
    filters = Filters()._replace(**asked)  # type: ignore[arg-type]
    return nothing(catalogue, filters, select(catalogue, filters))


def misses(catalogue: Catalogue, **asked: object) -> dict[str, str]:
    return {near.command: near.why for near in no(catalogue, **asked).near}


def test_a_no_says_what_was_searched_and_what_a_no_can_t_say(catalogue: Catalogue) -> None:
    answer = no(catalogue, kinds=("sanction",), roles=(("target", "head-aerospace"),))
    looked = answer.searched
    assert answer.said == (
        "nothing found in 339 records of 1 source: sanction · target: HEAD Aerospace"
    )
    assert (looked.records, looked.sources) == (339, 1)
    assert looked.command == "kg list sanction --target head-aerospace"
    assert answer.last == "What a source leaves out may still be so."


def test_near_a_no_are_other_roles_other_actors_and_other_kinds(catalogue: Catalogue) -> None:
    near = misses(
        catalogue, kinds=("sanction",), roles=(("imposer", "china"), ("target", "united-states"))
    )
    assert near["kg list sanction --actor china --actor united-states"] == (
        "the same actors in any role: 1"  # the threat of 100 % tariffs on Chinese goods
    )
    assert "kg list --actor china --actor united-states" in near
    near = misses(catalogue, kinds=("sanction",), roles=(("imposer", "iran"), ("target", "russia")))
    assert near["kg list sanction --target russia"].startswith("the same with any imposer: ")


def test_near_a_no_is_the_same_with_a_weaker_status_or_at_another_stage(
    catalogue: Catalogue,
) -> None:
    asked = {"kinds": ("sanction",), "roles": (("target", "china"),)}
    near = misses(catalogue, **asked, statuses=("asserted",))
    assert near["kg list sanction --target china"] == (
        "the same with any status: 1 (1 THREATENED [threatened])"
    )


def test_near_a_no_is_what_a_date_left_out_for_want_of_one(kg: Kg, catalogue: Catalogue) -> None:
    asked = {"kinds": ("sanction",), "roles": (("target", "china"),), "since": "2025-01-01"}
    near = misses(catalogue, **asked)
    command = "kg list sanction --target china --since 2025-01-01 --undated"
    assert near[command] == "without a date, so left out by the date filter: 1"
    listed = json.loads(kg(*command.split()[1:], "--format", "json").out)["results"]
    assert ids(listed) == ["threat-tariffs-100"]


def test_near_a_no_are_a_state_s_firms_and_the_groups_that_it_is_in(catalogue: Catalogue) -> None:
    near = misses(
        catalogue, kinds=("sanction",), statuses=("asserted",), roles=(("target", "china"),)
    )
    command = "kg list sanction --status asserted --target china --with-firms"
    assert near[command] == "said of its organs, companies and persons as well: 1"
    near = misses(catalogue, kinds=("share",), roles=(("provider", "hong-kong"),))
    assert near["kg list share --provider china-or-hong-kong"] == (
        "said of China or Hong Kong, a group with Hong Kong in it: 1"
    )


@pytest.mark.parametrize(
    "asked",
    [
        {"kinds": ("sanction",), "statuses": ("asserted",), "roles": (("target", "china"),)},
        {"kinds": ("demand",), "actors": ("wafangdian-bearing",), "said_by": ("reuters",)},
        {"kinds": ("exercise",), "places": ("sea-of-japan",), "since": "2030-01-01"},
        {"statuses": ("denied",), "actors": ("iran", "us-department-of-state")},
        {"kinds": ("supply",), "roles": (("supplier", "iran"),), "until": "1999-12-31"},
    ],
)
def test_every_near_miss_shows_as_many_records_as_it_says(
    kg: Kg, catalogue: Catalogue, asked: dict[str, object]
) -> None:
    near = no(catalogue, **asked).near
    assert near
    for miss in near:
        listed = json.loads(kg(*miss.command.split()[1:], "--format", "json").out)
        assert len(listed["results"]) == miss.records


def test_a_part_of_a_name_says_whom_it_is_taken_for(kg: Kg) -> None:
    ran = kg("list", "supply", "--item", "Waffen")
    assert ran.err.startswith(
        "'Waffen' is taken for strategic nuclear weapons (strategic-nuclear-weapons): "
    )
    for name in ("Peking", "Moskaus", "iran", "Си Цзиньпин"):
        assert "taken for" not in kg("list", "--actor", name).err


def test_a_no_leaves_stdout_empty(kg: Kg) -> None:
    ran = kg("list", "sanction", "--target", "HEAD Aerospace")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.endswith("What a source leaves out may still be so.\n")
    german = kg("list", "sanction", "--target", "HEAD Aerospace", "--lang", "de")
    assert german.err.startswith("nichts gefunden in 339 Einträgen aus 1 Quelle: Sanktion · ")


# -- a sentence that somebody has sent ----------------------------------------------------

PASTED = {
    "Wafangdian Bearing hat Tascom Wälzlager geliefert.": "supply-wafangdian-tascom",
    "Wafangdian Bearing supplied bearings to Tascom": "supply-wafangdian-tascom",
    "I hear that Russia is building a factory for long-range drones in China": "drone-factory",
    "O'Sullivan says that 80 % of the components come from China or Hong Kong":
        "share-arms-components",
    "Am 15.1.2025 sanktionierte das US-Außenministerium Wafangdian": "sanction-wafangdian",
    "Си Цзиньпин посетил Москву в 2023 году": "meeting-xi-moscow-2023",
}  # fmt: skip


@pytest.mark.parametrize("sentence", PASTED)
def test_the_record_of_a_pasted_sentence_is_among_the_nearest(
    catalogue: Catalogue, sentence: str
) -> None:
    assert is_sentence(sentence)
    reading = read(catalogue, sentence, Filters(), 3)
    assert PASTED[sentence] in ids([nearest.line for nearest in reading.nearest])


def test_the_names_of_a_sentence_are_recognised_in_every_form(catalogue: Catalogue) -> None:
    for sentence, names in (
        ("Peking hat mit Teheran über Drohnen gesprochen", {"china", "drones"}),
        ("Китай и Россия сотрудничают с Ираном", {"china", "russia", "iran"}),
        ("习近平在莫斯科会见了俄罗斯总统", {"xi-jinping", "moscow-city", "russia"}),
        ("The EU told us about Vladimir Putins plans", {"european-union", "vladimir-putin"}),
    ):
        reading = read(catalogue, sentence, Filters(), 1)
        found = {entity for named in reading.names for entity in named.entities}
        assert names <= found | {"moscow-city"} & names, sentence
        assert "united-states" not in found, sentence  # "us" is no name


def test_a_pasted_sentence_gets_no_verdict_but_the_records_own_status(kg: Kg) -> None:
    ran = kg("find", "Wafangdian Bearing hat Tascom Wälzlager geliefert.")
    first, roles, words, *_ = ran.out.splitlines()
    assert ran.code == 0
    assert first.startswith("ALLEGED  supply · undated · ")
    assert "supplier: Wafangdian Bearing Company · recipient: Tascom" in roles
    assert "«die angeblich Wälzlager an das russische" in words
    said = (ran.out + ran.err).lower()
    assert not {"true", "false", "confirmed", "wahr", "falsch"} & set(said.split())


def test_names_that_stand_together_in_no_record_are_said_to(kg: Kg) -> None:
    ran = kg("find", "Xi Jinping liefert Drohnen an Armenien")
    assert "no record here has all of these names" in ran.err
    assert ran.err.endswith("What a source leaves out may still be so.\n")
    found = json.loads(kg("find", "Xi Jinping liefert Drohnen an Armenien", "--format", "json").out)
    assert found["together"] is False
    assert {result["status"] for result in found["results"]}


def test_a_sentence_of_strangers_finds_nothing(kg: Kg) -> None:
    ran = kg("find", "Der deutsche Kanzler Scholz besuchte 2019 Pretoria")
    assert (ran.code, ran.out) == (1, "")


def test_a_short_text_in_vain_names_whom_it_knows(kg: Kg) -> None:
    ran = kg("find", "Wangyi Tascom")
    assert (ran.code, ran.out) == (1, "")
    assert "    Tascom: 1   kg show tascom" in ran.err.splitlines()


def test_three_words_with_two_names_are_a_sentence(kg: Kg) -> None:
    """What a meeting of Moscow says of the city is no less near than what is said of Russia."""
    ran = kg("find", "Xi visited Moscow")
    assert ran.err.startswith("names in it: “Xi” = Xi Jinping; “Moscow” = Moscow (city) / Russia\n")
    assert "Xi Jinping visits Moscow · " in ran.out.splitlines()[0]
    ran = kg("find", "Xi visited Moscow", "--since", "2024")
    assert ran.out.splitlines()[0].endswith("/meeting-parade-moscow-2025")
    assert "no record here has all of these names" not in ran.err


def test_the_first_word_of_a_company_s_name_names_it_in_a_sentence(kg: Kg) -> None:
    heard = kg("find", "Wafangdian supplied bearings to Tascom").err.splitlines()[0]
    assert heard == "names in it: “Wafangdian” = Wafangdian Bearing Company; bearings; Tascom"


def test_what_was_looked_for_comes_with_its_filters(kg: Kg) -> None:
    ran = kg("find", "Drohne", "--status", "not-so", "--since", "2022", "--lang", "de")
    assert "„Drohne“ · " in ran.err.splitlines()[0]
    ran = kg("find", "Drohne", "--status", "not-so", "--since", "2022", "--format", "json")
    assert json.loads(ran.out)["searched"]["command"] == (
        "kg find Drohne --status not-so --since 2022-01-01"
    )


def test_a_name_that_nobody_has_is_a_no_like_any_other(kg: Kg) -> None:
    ran = kg("show", "Wang", "--lang", "de")
    assert ran.err.splitlines() == [
        "nichts heißt 'Wang' in 339 Einträgen aus 1 Quelle, auch nichts Ähnliches; "
        "kg list zeigt, was es gibt",
        "    Was eine Quelle nicht sagt, kann dennoch so sein.",
    ]
    near = json.loads(kg("show", "Putn", "--format", "json").out)["near"]
    assert [(miss["why"], miss["command"]) for miss in near] == [
        ("Vladimir Putin", "kg show vladimir-putin")
    ]


def test_strangers_beside_a_known_name_are_named(kg: Kg) -> None:
    heard = kg("find", "Wang Yi and Sergei Lavrov signed something in Moscow").err.splitlines()
    assert heard[1] == "in no record here: Wang, Yi, Sergei, Lavrov"


def test_near_a_no_is_never_everything(kg: Kg) -> None:
    ran = kg("list", "--about", "Drohnen")
    assert ran.err.startswith("nothing found in 339 records of 1 source: about: drones\n")
    assert "kg list" not in ran.err.replace("kg list -", "")


def test_a_role_without_a_name_asks_for_it(kg: Kg) -> None:
    for asked in (("--target",), ("--role", "target="), ("--role", "target")):
        ran = kg("list", "sanction", *asked)
        assert (ran.code, ran.err) == (2, "who or what is the target? --target NAME\n")


def test_find_takes_the_filters(kg: Kg) -> None:
    found = json.loads(kg("find", "Drohne", "--status", "reported", "--format", "json").out)
    statuses = {hit["status"] for hit in found["results"] if "status" in hit}
    assert statuses == {"reported"}
    ran = kg("find", "Wafangdian", "--kind", "exercise")
    assert ran.code == 1
    assert "the same without filters" in ran.err


def test_find_reads_a_mail_from_stdin(kg: Kg) -> None:
    ran = kg("find", "-", typed="Dear all,\nWafangdian Bearing\nsupplies Tascom!\n")
    assert ran.out.startswith("ALLEGED  supply")
    assert kg("find", "-", typed=" \n").code == 2


@given(st.text(max_size=200))
def test_no_sentence_breaks_the_reading(catalogue: Catalogue, text: str) -> None:
    reading = read(catalogue, text, Filters(), 2)
    assert all(named.entities for named in reading.names)


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


@pytest.mark.parametrize("lang", ["en", "de"])
def test_forty_lines_are_enough_for_any_entity(lang: str, store: Store) -> None:
    catalogue = Catalogue(store, lang)
    screen = EntityScreen(catalogue)
    for line in catalogue.entities.values():
        rows = screen.render(line).splitlines()
        assert len(rows) <= 40
        whole = screen.render(line, everything=True).splitlines()
        shorter = any(f"kg show {line['id']} --all" in row for row in rows)
        assert shorter == (len(whole) > len(rows) or set(whole) != set(rows)), line["id"]


def test_quotes_go_beside_where_they_would_be_too_many_lines(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = Catalogue(store)
    russia = catalogue.entities["russia"]
    known = EntityScreen(catalogue).render(russia).splitlines()
    monkeypatch.setattr("kg.cli.entity_screen._LINES", len(known) - 1)
    shorter = EntityScreen(catalogue).render(russia).splitlines()
    quotes = [row for row in known if row.startswith("      ")]
    assert len(shorter) == len(known) - len(quotes) > 20
    assert all(any(row.endswith(quote.strip()) for row in shorter) for quote in quotes)


def test_wherever_somebody_else_says_so_an_entitys_screen_names_him(store: Store) -> None:
    catalogue = Catalogue(store)
    screen = EntityScreen(catalogue)
    china = screen.render(catalogue.entities["china"])
    figures = [row for row in china.splitlines() if "machine tools used by Russia" in row]
    voices = china.partition("TWO VOICES")[2]
    compact = [row for row in china.splitlines() if row.startswith("SUPPLY (")]
    assert ["according to US intelligence services" in row for row in figures] == [True]
    assert "may have begun to barter · according to Reuters · undated" in voices
    assert ["according to Schemes (Radio Liberty)" in row for row in compact] == [True]
    assert "the rest of a kind: kg list KIND --actor china" in china.splitlines()


def test_of_two_voices_both_are_shown(store: Store) -> None:
    """Of the trust of US allies five records are hypothetical; the sixth alone is asserted."""
    catalogue = Catalogue(store)
    shown = EntityScreen(catalogue).render(catalogue.entities["united-states"])
    voices = shown.partition("TWO VOICES")[2].splitlines()
    assert any(row.endswith("assessment-us-risks-trust") for row in voices)
    assert any(row.endswith("assessment-trust-destroyed · 3 more") for row in voices)


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
        matters = {line["details"].get("concerns") for line in records} - {None}
        split = {matter for matter in matters if differences(catalogue.of_concern(matter))}
        assert set(split_matters(catalogue, entity, None)) == split
        assert number_of_split(catalogue, entity) == len(split)
        for kind in by_kind(catalogue, entity):
            of_kind = [line for line in records if line["kind"] == kind]
            assert newest(catalogue, entity, kind, None) == newest_first(of_kind)
            assert newest(catalogue, entity, kind, 2) == newest_first(of_kind)[:2]
