"""Hostile words in every argument that a user supplies: nothing gets injected, nothing crashes."""

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from processes import Kg

MARK = "Zq7"  # begins a line of output only where a newline of the input got through
PIECES = (
    *("\u0301", "e\u0301\u0301", "\u200d", "\ufe0f", "\u0489"),  # combining
    *("\u202e", "\u2066", "\u200f", "\u061c", "\ufeff"),  # right to left, invisible
    *("'", '"', "'''", '"""', "«", "\\", "\\'", "`", "$(id)", "%s", "{0}", "{", "}"),
    *("\n", "\r", "\t", "\u2028", "\x0b", "\x85", f"\n{MARK}", f"\r\n{MARK}"),
    *("\x1b[2J", "\x1b]0;x\x07", "\x9b31m", "\x7f", "\x08"),
    *("} ", "> ", " . ?s ?p ?o ", "; DROP ALL #", "<http://x.example/>", "^^xsd:date", "?target"),
    *("SERVICE <http://127.0.0.1:9/> {", "id:china", "sr:", "_:b", "# title: x", "any", "UNDEF"),
    *("' OR 1=1 --", "%", "_", "*", "NEAR(", "MATCH", "-", "--", "=", ",", "/", "..", ":", "|"),
    *("\udcff", "\ud800", "\U0010ffff", "\ufffe"),  # no characters
    *("China", "習近平", "Хрущёв", "Kremls", "2022", "-1", "9" * 30, "٣", "ß", "İ", "ﬁ", " "),
)
hostile = st.lists(
    st.one_of(st.sampled_from(PIECES), st.characters(exclude_characters="\0")),
    min_size=1,
    max_size=6,
).map("".join)
FILTERS = (
    *("--kind", "--status", "--actor", "--about", "--role", "--said-by", "--source", "--place"),
    *("--since", "--until", "--as-of"),
)
# What a command may end with, by the contract; {} is where the words stand.
COMMANDS: list[tuple[set[int], tuple[str, ...]]] = [
    ({0, 1, 2}, ("find", "{}")),
    ({0, 1, 2}, ("find", "--limit", "{}", "China")),
    ({0, 1, 2}, ("show", "{}")),
    ({0, 1, 2}, ("show", "China", "--lang", "{}")),
    ({2}, ("view", "--lang", "{}")),
    ({0, 2}, ("list", "{}")),
    ({0, 2}, ("list", "--{}", "China")),
    ({0, 2}, ("list", "--role", "target={}")),
    ({0, 2}, ("list", "sanction", "--target", "{}")),
    *(({0, 2}, ("list", option, "{}")) for option in FILTERS),
    ({0, 2}, ("timeline", "{}")),
    ({0, 2}, ("timeline", "--since", "{}", "--actor", "China")),
    ({0, 1, 2}, ("path", "{}", "China")),
    ({0, 1, 2}, ("path", "Yunnan", "{}", "--through", "{}")),
    ({0, 1, 2}, ("compare", "{}", "{}")),
    ({0, 1, 2}, ("compare", "China", "--before", "{}", "--since", "2022")),
    ({0, 1, 2}, ("compare", "China", "--source", "{}", "--source", "{}")),
    ({0, 1, 2}, ("query", "-e", "{}")),
    ({0, 1, 2}, ("query", "{}")),
    ({2}, ("query", "--name", "{}")),
    ({0, 1, 2}, ("query", "--name", "trade", "-p", "{}")),
    ({0, 1, 2}, ("query", "--name", "trade", "-p", "exporter={}")),
    ({0, 1, 2}, ("query", "--name", "trade", "-p", "since={}")),
    ({0, 1, 2}, ("query", "--name", "passages", "-p", "words={}")),
    ({0, 1, 2}, ("query", "--name", "figures-above", "-p", "least={}")),
    ({0, 1, 2}, ("query", "--name", "records", "-p", "kind={}", "-p", "status={}")),
    ({0, 1, 2}, ("query", "-e", 'SELECT ("{}" AS ?x) { }')),
    ({0, 1, 2}, ("query", "-e", "ASK { <http://x.example/{}> ?p id:{} }")),
    ({2}, ("queries", "{}")),
    ({2}, ("analyze", "{}")),
    ({0, 2}, ("analyze", "changes", "--from", "{}", "--to", "{}")),
    ({0, 2}, ("analyze", "dependency", "--actor", "{}")),
    ({0, 2}, ("cite", "{}")),
    ({0, 2}, ("brief", "{}")),
    ({0, 2}, ("brief", "--said-by", "{}")),
    ({0, 2}, ("export", "--format", "jsonl", "--actor", "{}")),
    ({2}, ("export", "--format", "{}")),
    ({0, 2}, ("export", "--format", "jsonl", "--about", "china", "-o", "out/{}")),
    ({0, 1, 2}, ("quote", "{}")),
    ({1, 2}, ("quote", "Rohölimporte", "--source", "{}")),
    ({2}, ("help", "{}")),
    ({2}, ("validate", "{}")),
    ({1, 2}, ("edit", "{}")),
    ({2}, ("status", "--store", "{}")),
    ({2}, ("{}",)),
]


def steering(text: str) -> set[str]:
    return {
        f"U+{ord(char):04X}"
        for char in text
        if char not in "\n" and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    }


def digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture(scope="module", autouse=True)
def nothing_is_written(
    store_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Run these tests in an empty folder, and see that it and the store stay as they were."""
    here, before = Path.cwd(), digest(store_folder)
    folder = tmp_path_factory.mktemp("empty")
    (folder / "out").mkdir()
    os.chdir(folder)
    yield
    os.chdir(here)
    assert digest(store_folder) == before
    assert [path.name for path in folder.iterdir()] == ["out"]


# No shrinking: every example runs every command, and the failing one is named below.
@settings(
    max_examples=4,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(every=st.lists(hostile, min_size=len(COMMANDS), max_size=len(COMMANDS)))
def test_hostile_words_are_answered_like_any_others(every: list[str], kg: Kg) -> None:
    for (codes, command), words in zip(COMMANDS, every, strict=True):
        fitting = words.replace("/", "").replace("..", "") if "out/{}" in command else words
        ran = kg(*(part.replace("{}", fitting) for part in command), EDITOR="false", VISUAL="")
        said = ran.out + ran.err
        broken_out = re.search(rf"^{MARK}", said, re.MULTILINE) is not None
        found = (ran.code in codes, "Traceback" in said, steering(said), broken_out)
        assert found == (True, False, set(), False), (command, words, ran)


@pytest.mark.parametrize(
    "words",
    [
        '") || true || ("',
        "' OR 1=1 --",
        '" OR sentence MATCH "china',
        "?quote",
        "} UNION { ?s ?p ?o",
    ],
)
def test_what_looks_like_a_query_is_only_words(words: str, kg: Kg, document: str) -> None:
    assert words not in document
    for name, parameter in (("passages", "words"), ("said-by", "speaker")):
        ran = kg("query", "--name", name, "-p", f"{parameter}={words}", "--format", "csv")
        assert ran.out.count("\n") <= 1  # the head
    if "china" not in words:  # which is a name that a pasted sentence may have
        assert json.loads(kg("find", words, "--format", "json").out)["results"] == []
