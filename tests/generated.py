"""Strategies for valid records of every kind, and for whole corpora of them.

Read from the kinds' own fields, so that a new kind is generated too; where a kind's rules want
more than its fields say, `_mended` helps (without it, records that break a rule are dropped).
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from pydantic import ValidationError

from kg.corpus import Corpus, Mention, Source
from kg.evidence import Span, Text
from kg.models import KINDS, Entity, EntityId, Record, Stage, Status, fields_of
from kg.models.codes import SAID, TO_COME
from kg.models.schema import Field, Sort
from kg.models.source import SourceInfo

STATES = ("russia", "china", "iran", "india", "japan", "mongolia", "belarus", "pakistan")
_OTHERS: dict[str, dict[str, Any]] = {
    "soviet-union": {"class": "historical_state"},
    "roskosmos": {"class": "state_organ", "of": "russia"},
    "tascom": {"class": "company", "country": ["russia"]},
    "xi-jinping": {"class": "person", "country": ["china"]},
    "reuters": {"class": "medium"},
    "anonymous-officials": {"class": "unnamed_source"},
    "moscow-city": {"class": "place", "country": ["russia"]},
    "crude-oil": {"class": "commodity", "hs": "2709"},
    "bearings": {"class": "commodity"},
    "tu-95": {"class": "weapon"},
    "brics": {"class": "group", "group": "together", "member": ["russia", "china", "india"]},
    "western-states": {"class": "group", "group": "unnamed"},
    "china-or-iran": {"class": "group", "group": "either_or", "member": ["china", "iran"]},
}
ENTITIES: dict[str, Entity] = {
    name: Entity.model_validate({"id": name, "name": {"en": name.title()}, **rest})
    for name, rest in {**{state: {"class": "state"} for state in STATES}, **_OTHERS}.items()
}
TEXT = (
    "Am 4. Februar 2022 erklärten Russland und China eine „Partnerschaft ohne Grenzen“.\n"
    "2021 год: экспорт вырос на 35 %, сообщает Reuters.\r\n"
    "\ufeff中国与俄罗斯的贸易额达到两千四百亿美元。\n\n"
    'Er sagte: "nein" \\ vielleicht – 🛰\u00a0angeblich\tdoch.'
)
SOURCES = ("first-paper", "second-paper")
MATTERS = ("barter", "pipeline")
_DATES = (
    "2022",
    "2022-02",
    "2022-02-04",
    "2022~",
    "198X",
    "2021/2023",
    "2025-01/..",
    "../2014-03-18",
    "{2022,2024}",
)
_LANGUAGES = ("de", "en", "ru", "zh")


def texts(least: int = 0) -> st.SearchStrategy[dict[str, str]]:
    """Texts by language, *least* languages at least."""
    return st.dictionaries(st.sampled_from(_LANGUAGES), _words(), min_size=least, max_size=3)


def _words() -> st.SearchStrategy[str]:
    anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
    return st.one_of(st.sampled_from(["angeblich", "a «b»", "—"]), anything).filter(_is_some)


def _is_some(text: str) -> bool:
    return bool(text.strip()) and text == text.strip()


def _several(one: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    return st.lists(one, max_size=most)


def _entity() -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(ENTITIES))


_numbers = st.one_of(
    st.integers(0, 10**12).map(str), st.decimals(0, 10**6, places=2).map(lambda number: f"{number}")
)


@st.composite
def _quantities(draw: st.DrawFn) -> dict[str, Any]:
    low, value, high = sorted(
        (draw(_numbers), draw(_numbers), draw(_numbers)), key=lambda number: Decimal(number)
    )
    units = ["%", "USD", "factor", "h", "exercises", "rank", "[bbl_us]/d"]
    quantity = {"value": value, "of": draw(_words()), "words": draw(_words())}
    quantity["unit"] = draw(st.sampled_from(units))
    bounds = {
        "min": low,
        "max": high,
        "out_of": high,
        "qualifier": draw(st.sampled_from(["about", "over", "up_to"])),
    }
    chosen = draw(st.lists(st.sampled_from(sorted(bounds)), unique=True))
    return {**quantity, **{name: bounds[name] for name in chosen}}


_times = st.one_of(
    st.sampled_from(_DATES),
    st.fixed_dictionaries(
        {"edtf": st.sampled_from(_DATES)},
        optional={
            "words": _words(),
            "mode": st.sampled_from(["within", "throughout", "each"]),
            "derived": st.booleans(),
        },
    ),
)
_attributions = st.one_of(
    _entity(),
    st.fixed_dictionaries(
        {"who": st.lists(_entity(), min_size=1, max_size=2, unique=True)},
        optional={"words": _words()},
    ),
)
_assets = st.fixed_dictionaries(
    {"system": _entity()},
    optional={"number": st.integers(1, 400), "operator": _entity(), "words": _words()},
)


@st.composite
def _evidence(draw: st.DrawFn, source: str) -> list[dict[str, Any]]:
    starts = draw(st.lists(st.integers(0, len(TEXT) - 1), min_size=1, max_size=3, unique=True))
    found = []
    for start in sorted(starts):
        end = draw(st.integers(start + 1, min(start + 30, len(TEXT))))
        if TEXT[start:end].strip():
            gloss = draw(texts())
            place = {"source": source, "exact": TEXT[start:end], "start": start, "end": end}
            found.append({**place, "gloss": gloss})
    assume(found)
    return found


def _value(field: Field, source: str) -> st.SearchStrategy[Any]:
    """Return what *field* may hold, one value of it."""
    match field.sort:
        case Sort.ENTITY:
            return _entity()
        case Sort.RECORD:
            return st.sampled_from([f"{source}/r0", f"{source}/r1"])
        case Sort.CONCERN:
            return st.sampled_from(MATTERS)
        case Sort.CODE:
            return st.sampled_from([code.value for code in _codes(field)])
        case Sort.TEXTS:
            return texts(int(field.required))
        case Sort.COUNT:
            return st.integers(1, 400)
        case Sort.FLAG:
            return st.booleans()
        case _:
            return _OF_SORT[field.sort]


_OF_SORT: Mapping[Sort, st.SearchStrategy[Any]] = {
    Sort.WORDS: _words(),
    Sort.TEXT: _words(),
    Sort.TIME: _times,
    Sort.QUANTITY: _quantities(),
    Sort.ATTRIBUTION: _attributions,
    Sort.ASSET: _assets,
}


def _codes(field: Field) -> Any:
    return field.item


# What may decide whether an edge is drawn; lean records hold nothing else that they needn't, and
# most of that.
_LIKELY = st.sampled_from([True, True, True, False])
_LEAN: Mapping[str, st.SearchStrategy[Any]] = {
    "label": st.just({"en": "a record"}),
    "status": st.sampled_from([status.value for status in (*SAID, *SAID, *Status)]),
    "polarity": st.sampled_from(["positive", "positive", "positive", "negative"]),
    "concerns": st.sampled_from([MATTERS[0], *MATTERS]),
}
_DECIDES = {Sort.ENTITY, Sort.CONCERN, Sort.CODE}
_LEAN_EVIDENCE = {"exact": TEXT[:2], "start": 0, "end": 2}


@st.composite
def _fields(draw: st.DrawFn, kind: type[Record], source: str, *, lean: bool) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for field in fields_of(kind):
        if lean and field.sort is Sort.EVIDENCE:
            data[field.name] = [{"source": source, **_LEAN_EVIDENCE}]
        elif field.sort is Sort.EVIDENCE:
            data[field.name] = draw(_evidence(source))
        elif lean and field.name in _LEAN:
            data[field.name] = draw(_LEAN[field.name])
        elif lean and not field.required and field.sort not in _DECIDES:
            continue
        elif field.required or draw(_LIKELY if lean else st.booleans()):
            one = _value(field, source)
            most = 8 if field.sort is Sort.ENTITY else 2
            data[field.name] = draw(
                st.lists(one, min_size=int(field.required), max_size=most, unique_by=repr)
                if field.many
                else one
            )
    return data


def records(
    kind: type[Record], source: str = SOURCES[0], *, lean: bool = False
) -> st.SearchStrategy[Record]:
    """Valid records of *kind*, in every status, polarity and stage that it allows.

    *lean* leaves out what has no bearing on edges.
    """
    return _records(kind, source, lean=lean)


@st.composite
def _records(draw: st.DrawFn, kind: type[Record], source: str, *, lean: bool) -> Record:
    data = draw(_fields(kind, source, lean=lean))
    data |= {"source": source, "id": f"r{draw(st.integers(0, 10**6))}", "kind": kind.kind_name()}
    _mend_status(draw, kind, data)
    mend = _MENDED.get(kind.__name__)
    if mend:
        mend(draw, data)
    try:
        return kind.model_validate(data)
    except ValidationError:
        assume(condition=False)
        raise


def _mend_status(draw: st.DrawFn, kind: type[Record], data: dict[str, Any]) -> None:
    """Make status, stage and speakers agree."""
    status = next(status for status in Status if status.value == data["status"])
    if status is Status.REPORTED:
        data["attributed_to"] = data.get("attributed_to") or [draw(_attributions)]
    if status is Status.ALLEGED and not data.get("attributed_to"):
        data["hedge"] = "angeblich"
    if status in {Status.THREATENED, Status.DEMANDED, Status.DENIED}:
        data["modal_agent"] = draw(_entity())
    if status is Status.ASSERTED:
        data.pop("attributed_to", None)
        data.pop("hedge", None)
    if kind.stages and "stage" in data:
        data["stage"] = draw(st.sampled_from(_stages_with(kind, status))).value


def _stages_with(kind: type[Record], status: Status) -> list[Stage]:
    before = [stage for stage in kind.stages if stage.phase == "before"]
    rest = [stage for stage in kind.stages if stage.phase != "before"]
    return rest if status in SAID else before if status in TO_COME else list(kind.stages)


# -- what kinds want beyond their fields --------------------------------------------------


def _two(draw: st.DrawFn) -> list[str]:
    return draw(st.lists(_entity(), min_size=2, max_size=2, unique=True))


def _apart(draw: st.DrawFn, data: dict[str, Any], one: str, other: str) -> None:
    """Let no entity fill both roles."""
    ends = draw(st.lists(_entity(), min_size=2, max_size=7, unique=True))
    at = draw(st.integers(1, len(ends) - 1))
    data |= {one: ends[:at], other: ends[at:]}


def _trade_flow(draw: st.DrawFn, data: dict[str, Any]) -> None:
    for name in ("exporter", "importer", "partner"):
        data.pop(name, None)
    pair = _two(draw)
    both = draw(st.booleans())
    data |= {"partner": pair} if both else {"exporter": pair[0], "importer": pair[1]}
    if data["measured"] == "trend":
        data.setdefault("trend", "rising")
    if data.get("trend"):
        data.pop("quantity", None)


def _share(draw: st.DrawFn, data: dict[str, Any]) -> None:
    data["holder"], part = _two(draw)
    for name in ("provider", "part_item"):
        data.pop(name, None)
    data[draw(st.sampled_from(["provider", "part_item"]))] = part
    data.setdefault("note", "may be more than the whole")


def _sanction(draw: st.DrawFn, data: dict[str, Any]) -> None:
    if "imposer" in data and "target" in data:
        _apart(draw, data, "imposer", "target")


def _supply(draw: st.DrawFn, data: dict[str, Any]) -> None:
    _apart(draw, data, "supplier", "recipient")


def _statistic(draw: st.DrawFn, data: dict[str, Any]) -> None:
    data["quantity"] = data.get("quantity") or [draw(_quantities())]


_MENDED: dict[str, Callable[[st.DrawFn, dict[str, Any]], None]] = {
    "TradeFlow": _trade_flow,
    "Share": _share,
    "Sanction": _sanction,
    "Supply": _supply,
    "Statistic": _statistic,
}


# -- corpora ------------------------------------------------------------------------------


def corpus_of(*every: Record, entities: Mapping[str, Entity] = ENTITIES) -> Corpus:
    """Return a corpus of these records, one source for each that they name."""
    names = sorted({record.source for record in every})
    return Corpus(
        dict(sorted(entities.items())),
        tuple(_source(name, [item for item in every if item.source == name]) for name in names),
        {},
    )


def _source(name: str, of_it: list[Record]) -> Source:
    info = SourceInfo(
        id=name,
        title={"en": name},  # type: ignore[arg-type]
        voice=EntityId("anonymous-officials"),
        language="de",
        sha256="0" * 64,
    )
    ordered = sorted(of_it, key=lambda record: (record.evidence[0].start, record.id))
    start = TEXT.index("Russland")
    return Source(
        info,
        Text(TEXT),
        (Mention(start, start + len("Russland"), EntityId("russia")),),
        tuple(ordered),
        {},
        (Span(0, 2),),
    )


@st.composite
def _corpora(draw: st.DrawFn, most: int, *, lean: bool) -> Corpus:
    kinds = [kind for kind in KINDS if kind.edges or not lean]
    sources = (SOURCES[0], *SOURCES) if lean else SOURCES
    one = st.tuples(st.sampled_from(kinds), st.sampled_from(sources)).flatmap(
        lambda drawn: records(*drawn, lean=lean)
    )
    every = draw(st.lists(one, min_size=1, max_size=most, unique_by=lambda found: found.whole_id))
    return corpus_of(*every)


def corpora(most: int = 8, *, lean: bool = False) -> st.SearchStrategy[Corpus]:
    """Corpora of up to *most* records in one source or two, several of one matter."""
    return _corpora(most, lean=lean)


def made(kind: str, **fields: Any) -> Record:
    """Return a record of *kind* written by hand, its label and evidence filled in."""
    fields.setdefault("source", SOURCES[0])
    evidence = {"source": fields["source"], **_LEAN_EVIDENCE}
    filled = {"label": {"en": "a record"}, "status": "asserted", "evidence": [evidence]}
    by_name = {every.kind_name(): every for every in KINDS}
    return by_name[kind].model_validate({"kind": kind, **filled, **fields})


def sample() -> Corpus:
    """Three records that show most of what a record can hold."""
    flow = made(
        "trade_flow",
        id="trade-2021",
        label={"en": "Exports of bearings", "de": "Ausfuhr von Wälzlagern"},
        exporter="china",
        importer="russia",
        commodity="bearings",
        measured="growth",
        when={"edtf": "2021", "words": "2021 год"},
        quantity={
            "value": "35.50",
            "unit": "%",
            "qualifier": "about",
            "of": "growth of exports",
            "words": "на 35 %",
        },
        status="reported",
        attributed_to={"who": "reuters", "words": "сообщает Reuters"},
        concerns="pipeline",
        note='A "note" with\ttab, \\ and\nline break.',
    )
    threat = made(
        "sanction",
        id="tariff-threat",
        measure="tariff",
        stage="threatened",
        imposer="western-states",
        target=["china", "russia"],
        commodity="crude-oil",
        status="threatened",
        modal_agent="western-states",
        because_of=f"{SOURCES[0]}/trade-2021",
    )
    denied = made(
        "exercise",
        id="patrol",
        source=SOURCES[1],
        form=["air", "patrol"],
        participant=["russia", "china"],
        asset=[{"system": "tu-95", "number": 4, "operator": "russia"}],
        place="moscow-city",
        when={"edtf": "2025-01/..", "derived": "true", "mode": "each"},
        status="denied",
        modal_agent="russia",
        concerns="pipeline",
    )
    return corpus_of(flow, threat, denied)
