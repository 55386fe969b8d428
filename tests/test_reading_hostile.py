"""Texts that nobody should write: read without a crash, without inventions, in linear time."""

import json
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from processes import ROOT, run

from kg.extract import candidate_lines
from kg.models import EntityClass
from kg.reading.blocks import blocks_of
from kg.reading.explain import explained
from kg.reading.lexicon import Lexicon
from kg.reading.reader import Reading, read

LANGUAGES = ("de", "en", "ru")
LEAST = 0.3  # well below what --min-score shows: nothing is invented even so


@cache
def lexicon() -> Lexicon:
    return Lexicon.load()


def reading(text: str, language: str) -> Reading:
    """Read a text, and see to it that what it quotes stands there."""
    found = read(text, source="news", language=language, lexicon=lexicon())
    for line in candidate_lines(found):
        for place in line["evidence"]:
            assert place["exact"] == text[place["start"] : place["end"]] != ""
    return found


def kinds(text: str, language: str) -> list[str]:
    """Return the kinds of what is proposed, the unlikely among them."""
    return [each.record.kind for each in reading(text, language).proposals if each.score >= LEAST]


SAYS = {
    "de": "Russland und China unterzeichneten am 4. Februar 2022 ein Abkommen.",
    "en": "Russia and China signed an agreement on 4 February 2022.",
    "ru": "Россия и Китай подписали соглашение 4 февраля 2022 года.",
}


# -- nothing is invented ----------------------------------------------------------------------

NO_RECORDS = {
    "weather": (
        "de",
        "Am Morgen lag Nebel über dem Tal. Gegen Mittag kam die Sonne heraus, und wir gingen "
        "hinunter zum Fluss. Das Wasser war kalt, aber klar; die Kinder bauten einen Damm aus "
        "Steinen. Erst als es dunkel wurde, kehrten wir ins Dorf zurück.",
    ),
    "recipe": (
        "en",
        "Chop two onions and fry them gently in butter for 10 minutes. Add 500 g of flour, a "
        "pinch of salt and half a litre of milk. Stir well, cover the pot and leave it to rest. "
        "Serve with bread; it keeps for 3 days.",
    ),
    "garden": (
        "ru",
        "Весной мы посадили в саду две яблони и вишню. Летом было жарко, и поливать приходилось "
        "каждый вечер. Осенью собрали 20 килограммов яблок и сварили варенье.",
    ),
    "names": ("en", "China. Russia. Moscow and Beijing. The United States, Reuters and Gazprom."),
    "states in passing": (
        "de",
        "Meine Großmutter kam aus Russland. Ich war nie in China, habe aber ein Buch über die "
        "Chinesische Mauer gelesen.",
    ),
    "table": (
        "en",
        "Country\tExports\tImports\nRussia\t61.1\t114.1\nChina\t114.1\t61.1\nIndia\t4.1\t61.4\n",
    ),
    "Markdown table": (
        "de",
        "| Land | Ausfuhr 2023 | Anteil |\n|---|---|---|\n| Russland | 129 Mrd. USD | 31 % |\n"
        "| China | 111 Mrd. USD | 26 % |\n",
    ),
    "apparatus": ("en", "© 2024 China Russia Institute. All rights reserved. Subscribe to Russia!"),
}


@pytest.mark.parametrize("name", sorted(NO_RECORDS))
def test_a_text_without_records_proposes_none(name: str) -> None:
    language, text = NO_RECORDS[name]
    assert kinds(text, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_capitals_only_those_whom_the_lexicon_knows(language: str, document: str) -> None:
    loud = SAYS[language].upper()
    assert {mention.entity for mention in reading(loud, language).mentions} == {"russia", "china"}
    found = reading(document[:8000].upper(), language)
    used = {line["id"] for line in candidate_lines(found, least=LEAST) if "score" not in line}
    for id_ in used:  # "CHINESISCHE ÖLKONZERNE" are a group that is called by the state's name
        assert lexicon().entry(id_) or found.entities[id_].entity_class is EntityClass.GROUP


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_letters_are_damaged_no_other_name_is_read(language: str) -> None:
    damaged = {
        "de": "Rußl4nd und Ch1na untcrzeichncten am 4. Fcbruar 2O22 ein Abk0mmen.",
        "en": "Ru55ia and Chlna s1gned an agreernent on 4 Februany 2O22.",
        "ru": "Р0ссия и Kитaй п0дписали сог1ашение 4 феbраля 2O22 г0да.",
    }
    found = reading(damaged[language], language)
    assert (found.mentions, found.proposals) == ((), ())


def test_of_languages_side_by_side_each_is_read_as_its_own() -> None:
    mixed = "\n".join(SAYS.values())
    for language in LANGUAGES:
        quotes = [str(each.record.evidence[0].exact) for each in reading(mixed, language).proposals]
        assert SAYS[language] in {f"{quote.rstrip('.')}." for quote in quotes}


# -- nothing breaks it ------------------------------------------------------------------------

GOOD = " ".join(SAYS.values())
LONG = 4000
HOSTILE: dict[str, str] = {
    "empty": "",
    "one letter": "R",
    "one sign": "„",
    "blank lines": "\n" * 200_000,
    "NUL bytes": GOOD.replace(" ", "\0 ") + "\0" * 1000,
    "emoji": f"🇷🇺🤝🇨🇳 {GOOD} 👩‍👩‍👧‍👦" * 3,
    "right to left": f"\u202eروسيا والصين {GOOD}\u202c وقعت روسيا والصين اتفاقية. " * 3,
    "combining": "Ru\u0308ssland e" + "\u0301" * 2000,
    "brackets": "(" * 600 + GOOD + ")" * 600,
    "quotation marks": "„" * 300 + GOOD + "“" * 300 + "«»" * 100,
    "a word": "a" * LONG,
    "figures": "80 % " * 200 + "1" * LONG,
    "stops": "." * LONG + GOOD,
    "initials": "A. " * 800,
    "dates": "4. Februar 2022 " * 150,
    "commas": "China, " * 400,
    "conditions": "wenn Russland, dass China sagt, " * 80,
    "line separators": f"{GOOD}\u2028{GOOD}\r{GOOD}\x0b{GOOD}\x85",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_texts_are_read(name: str) -> None:
    for language in LANGUAGES[:1] if name == "blank lines" else LANGUAGES:
        found = reading(HOSTILE[name], language)
        assert found.text == HOSTILE[name]
        assert all(row.isprintable() for row in explained(found))


# -- what never ends --------------------------------------------------------------------------


def _endless(size: int) -> str:
    return ("Russland liefert China Öl und Gas und Kohle und " * (size // 48 + 1))[:size]


def _steps(work: Callable[[], object]) -> int:
    """Return how many calls *work* takes: time that no load changes."""
    count = 0

    def called(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        del frame, argument
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "make",
    [
        _endless,
        lambda size: "A. " * (size // 3),
        lambda size: "China, " * (size // 7),
        lambda size: (GOOD + "\n") * (size // len(GOOD)),
    ],
    ids=["without a stop", "initials", "names", "sentences"],
)
def test_twice_the_text_takes_twice_the_steps(make: Callable[[int], str]) -> None:
    small, large = make(3000), make(6000)
    reading(small, "de")  # what is remembered of words is not counted
    assert _steps(lambda: reading(large, "de")) < 2.6 * _steps(lambda: reading(small, "de"))


def test_a_megabyte_without_a_stop_is_read_in_pieces() -> None:
    text = _endless(1_000_000)
    (block,) = blocks_of(text)
    pieces = block.sentences(text)
    assert max(piece.end - piece.start for piece in pieces) <= 2000
    assert " ".join(text[piece.start : piece.end] for piece in pieces) == text


# -- without the extra libraries --------------------------------------------------------------

_BARE = """
import json, sys
from kg.reading.lexicon import Lexicon
from kg.reading.morphology import morphology
from kg.reading.reader import read
lexicon = Lexicon.load()
for language, text in json.loads(sys.argv[1]).items():
    found = read(text, source="news", language=language, lexicon=lexicon)
    quotes = [(str(p.record.kind), str(p.record.evidence[0].exact)) for p in found.proposals]
    names = sorted({mention.entity for mention in found.mentions})
    print(json.dumps([type(morphology(language)).__name__, names, quotes], ensure_ascii=False))
"""


def test_without_the_extra_libraries_it_is_read_all_the_same(tmp_path: Path) -> None:
    """HanTa and pymorphy3 stand in the extra ``read``; simplemma alone has to do."""
    for name in ("HanTa", "pymorphy3"):
        (tmp_path / f"{name}.py").write_text(f"raise ImportError({name!r})\n", encoding="utf-8")
    path = os.pathsep.join((str(tmp_path), str(ROOT)))
    ran = run(sys.executable, "-c", _BARE, json.dumps(SAYS), env={"PYTHONPATH": path})
    assert (ran.code, ran.err) == (0, "")
    for row, text in zip(ran.out.splitlines(), SAYS.values(), strict=True):
        kind, names, proposed = json.loads(row)
        assert kind == "_Listed"
        assert names == ["china", "russia"]
        assert [kind for kind, _ in proposed] == ["agreement"]
        assert proposed[0][1].rstrip(".") == text.rstrip(".")
