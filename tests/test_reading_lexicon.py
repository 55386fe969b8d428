"""The reference lexicon: its tables hold together, and it knows who is meant, when."""

import re
from collections import defaultdict

import pytest

from kg.corpus import read_corpus
from kg.models import Entity, EntityClass
from kg.models.fields import EntityId
from kg.places import find_sources
from kg.reading.lexicon import EVERY, LANGUAGES, TABLES, Entry, Lexicon, read_table
from kg.reading.seen import Manner

# The members of the United Nations by ISO 3166-1, from the list of members (193, since 2011).
MEMBERS = re.findall(
    "[A-Z]{2}",
    """
    AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM
    CA CF TD CL CN CO KM CG CD CR CI HR CU CY CZ KP DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR
    GA GM GE DE GH GR GD GT GN GW GY HT HN HU IS IN ID IR IQ IE IL IT JM JP JO KZ KE KI KW KG LA
    LV LB LS LR LY LI LT LU MG MW MY MV ML MT MH MR MU MX FM MC MN ME MA MZ MM NA NR NP NL NZ NI
    NE NG MK NO OM PK PW PA PG PY PE PH PL PT QA KR MD RO RU RW KN LC VC WS SM ST SA SN RS SC SL
    SG SK SI SB SO ZA SS ES LK SD SR SE CH SY TJ TH TL TG TO TT TN TR TM TV UG UA AE GB TZ US UY
    UZ VU VE VN YE ZM ZW
    """,
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="module")
def known() -> dict[str, Entity]:
    return dict(read_corpus(find_sources()).entities)


def means(lexicon: Lexicon, words: str, language: str) -> dict[str, Manner]:
    return {
        form.entry: form.manner
        for form in lexicon.forms
        if form.words == words and form.language in {language, EVERY}
    }


def test_ids_are_valid_and_stand_in_one_table() -> None:
    ids = [row["id"] for table in ("states", *TABLES) for row in read_table(table)]
    assert all(EntityId.pattern.fullmatch(each) for each in ids)
    assert len(ids) == len(set(ids))


def test_whoever_is_pointed_to_is_there(lexicon: Lexicon) -> None:
    for entry in lexicon.entries.values():
        for other in filter(None, (entry.of, entry.capital, entry.before)):
            assert other in lexicon.entries, (entry.id, other)


def test_no_words_mean_two_unless_they_are_listed_as_ambiguous(lexicon: Lexicon) -> None:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for form in lexicon.forms:
        if not form.ambiguous:
            for language in LANGUAGES if form.language == EVERY else [form.language]:
                found[form.words, language].add(form.entry)
    assert {words: ids for words, ids in found.items() if len(ids) > 1} == {}


def test_what_is_listed_as_ambiguous_is_a_form(lexicon: Lexicon) -> None:
    forms = {(form.language, form.words) for form in lexicon.forms}
    listed = {(row["language"], row["words"]) for row in read_table("ambiguous")}
    assert listed - forms == set()


def test_forms_are_plain_words(lexicon: Lexicon) -> None:
    for form in lexicon.forms:
        assert form.words == form.words.strip() != ""
        assert not re.search("’|  ", form.words), form


def test_russian_forms_have_no_latin_letter_among_cyrillic_ones(lexicon: Lexicon) -> None:
    mixed = re.compile(r"[а-яё][a-z]|[a-z][а-яё]", re.IGNORECASE)
    assert [form for form in lexicon.forms if mixed.search(form.words)] == []


def test_the_corpus_and_the_lexicon_agree(lexicon: Lexicon, known: dict[str, Entity]) -> None:
    for id_, entity in known.items():
        if entry := lexicon.entries.get(id_):
            assert entry.entity_class is entity.entity_class, id_
            assert not entity.iso or entry.iso == entity.iso, id_
            assert not entity.of or entry.of == entity.of, id_


def test_each_entry_makes_an_entity(lexicon: Lexicon) -> None:
    for id_, entry in lexicon.entries.items():
        entity = lexicon.entity(id_)
        assert entity.id == id_
        assert entity.entity_class is entry.entity_class
        assert dict(entity.name) == entry.labels


def test_an_unknown_id_makes_no_entity(lexicon: Lexicon) -> None:
    with pytest.raises(KeyError):
        lexicon.entity("nobody-at-all")
    assert lexicon.entry("nobody-at-all") is None
    assert lexicon.state_of("nobody-at-all") is None


def test_every_member_of_the_united_nations_is_there(lexicon: Lexicon) -> None:
    by_iso = {
        entry.iso: entry
        for entry in lexicon.entries.values()
        if entry.entity_class is EntityClass.STATE and entry.iso
    }
    assert len(MEMBERS) == 193
    assert [iso for iso in MEMBERS if iso not in by_iso] == []
    for iso in MEMBERS:
        assert set(by_iso[iso].names) == {"en", "de", "ru", "zh"}, iso


@pytest.mark.parametrize(
    ("language", "words", "entry", "manner"),
    [
        ("de", "chinesisch", "china", Manner.ADJECTIVE),
        ("ru", "китайский", "china", Manner.ADJECTIVE),
        ("en", "Chinese", "china", Manner.ADJECTIVE),
        ("de", "VR China", "china", Manner.NAME),
        ("ru", "КНР", "china", Manner.NAME),
        ("de", "Peking", "china", Manner.METONYM),
        ("en", "Kremlin", "russia", Manner.METONYM),
        ("ru", "россиянин", "russia", Manner.PEOPLE),
        ("en", "Sino-", "china", Manner.ADJECTIVE),
        ("ru", "российско-", "russia", Manner.ADJECTIVE),
        ("de", "US-", "united-states", Manner.ADJECTIVE),
        ("de", "Brüssel", "european-union", Manner.METONYM),
        ("en", "NATO-", "nato", Manner.ADJECTIVE),
        ("ru", "Запад", "western-states", Manner.NAME),
        ("de", "OVKS", "csto", Manner.NAME),
        ("ru", "ОДКБ", "csto", Manner.NAME),
        ("de", "Wladimir Putin", "vladimir-putin", Manner.NAME),
        ("ru", "Путин", "vladimir-putin", Manner.NAME),
        ("ru", "Хрущев", "nikita-khrushchev", Manner.NAME),
        ("ru", "НОАК", "peoples-liberation-army", Manner.NAME),
        ("de", "Rosneft", "rosneft", Manner.NAME),
        ("ru", "Huawei", "huawei", Manner.NAME),
        ("de", "Tokio", "japan", Manner.METONYM),
        ("de", "Chinesisches Außenministerium", "chinese-ministry-of-foreign-affairs", Manner.NAME),
        ("de", "US-Finanzministerium", "us-department-of-the-treasury", Manner.NAME),
    ],
)
def test_words_mean(
    lexicon: Lexicon, language: str, words: str, entry: str, manner: Manner
) -> None:
    assert means(lexicon, words, language) == {entry: manner}


def test_adjectives_are_lemmas(lexicon: Lexicon) -> None:
    for entry in lexicon.entries.values():
        for adjective in entry.adjectives.get("de", ()):
            assert adjective.islower() or adjective in {"Schweizer", "US-amerikanisch"}
        for adjective in entry.adjectives.get("ru", ()):
            assert re.fullmatch("[а-яё-]*[иыо]й", adjective), entry.id
        assert all(each.endswith("о") for each in entry.compounds.get("ru", ())), entry.id


def test_a_person_was_in_office_before_leaving_it(lexicon: Lexicon) -> None:
    for entry in lexicon.entries.values():
        if entry.since and entry.until:
            assert entry.since <= entry.until, entry.id


def test_names_of_countries_are_what_babel_says() -> None:
    countries = pytest.importorskip("countries", reason="needs Babel, of the development group")
    assert [list(row.values()) for row in read_table("countries")] == countries.rows()


def test_a_georgia_needs_a_second_cue_and_a_bare_xi_none(lexicon: Lexicon) -> None:
    doubtful = {(form.words, form.language) for form in lexicon.forms if form.ambiguous}
    assert ("Georgia", "en") in doubtful
    assert not {("Xi", "de"), ("Xi", "en")} & doubtful
    assert ("Georgien", "de") not in doubtful


def test_moscow_before_1992_is_the_soviet_union(lexicon: Lexicon) -> None:
    assert lexicon.era("russia", 1969) == "soviet-union"
    assert lexicon.era("russia", 1992) == "russia"
    assert lexicon.era("russia", None) == "russia"
    assert lexicon.era("russia", 1860) == "russian-empire"
    assert lexicon.era("soviet-union", 2001) == "russia"
    assert lexicon.era("china", 1969) == "china"
    assert lexicon.era("rosneft", 1969) == "rosneft"


def test_for_whom_somebody_acts(lexicon: Lexicon) -> None:
    assert lexicon.state_of("nikita-khrushchev") == "soviet-union"
    assert lexicon.state_of("peoples-liberation-army") == "china"
    assert lexicon.state_of("indian-ministry-of-finance") == "india"
    assert lexicon.state_of("russian-armed-forces", 1969) == "soviet-union"
    assert lexicon.state_of("russia") == "russia"
    assert lexicon.state_of("mark-rutte") == "nato"
    assert lexicon.state_of("rosneft") is None


def test_organs_are_found_by_kind_and_state(lexicon: Lexicon) -> None:
    foreign = "ministry-of-foreign-affairs"
    assert lexicon.organ(foreign, "united-states") == lexicon.entry("us-department-of-state")
    assert lexicon.organ("government", "china") == lexicon.entry("china")
    made = lexicon.organ(foreign, "kenya")
    assert made is not None
    assert made == lexicon.entry("kenyan-ministry-of-foreign-affairs")
    assert made.labels == {
        "en": "Kenyan Ministry of Foreign Affairs",
        "de": "Kenianisches Außenministerium",
        "ru": "Кенийское министерство иностранных дел",
    }
    assert lexicon.organ("ministry-of-magic", "kenya") is None
    assert lexicon.organ(foreign, "nowhere") is None


def test_the_heads_of_organs_are_known_in_each_language(lexicon: Lexicon) -> None:
    kinds = {head.kind for head in lexicon.heads}
    for language in LANGUAGES:
        assert {head.kind for head in lexicon.heads if head.language == language} == kinds
    assert ("Außenministerium", "de", "ministry-of-foreign-affairs") in lexicon.heads


def test_in_a_capital_is_a_place(lexicon: Lexicon) -> None:
    assert lexicon.capital("russia") == "moscow-city"
    assert lexicon.capital("japan") == "tokyo"
    assert lexicon.capital("rosneft") is None


def test_a_corpus_is_laid_over(lexicon: Lexicon) -> None:
    own = [
        Entity.model_validate(
            {
                "id": "far-yard",
                "class": "company",
                "name": {"en": "Far Yard", "zh-Hant": "遠"},
                "alias": {"de": ["Rosneft"]},
                "country": "russia",
            }
        ),
        Entity.model_validate(
            {"id": "rosneft", "class": "company", "name": {"en": "Rosneft Company"}}
        ),
    ]
    both = Lexicon.load(own)
    assert means(both, "Far Yard", "en") == {"far-yard": Manner.NAME}
    assert both.entries["far-yard"].of == "russia"
    assert both.entries["rosneft"].label == "Rosneft Company"
    assert both.entries["rosneft"].labels["ru"] == lexicon.entries["rosneft"].labels["ru"]
    assert "far-yard" not in lexicon.entries
    assert Lexicon.load() is lexicon


def test_the_projects_own_entities_fit_over_it(known: dict[str, Entity]) -> None:
    both = Lexicon.load(known.values())
    assert set(known) <= set(both.entries)
    assert means(both, "Waldai-Klub", "de") == {"valdai-club": Manner.NAME}
    assert means(both, "Tokio", "de") == {"japan": Manner.METONYM}


def test_labels_fall_back_to_what_there_is() -> None:
    assert Entry("x", EntityClass.COMPANY, {"zh": ("某",)}).label == "某"
