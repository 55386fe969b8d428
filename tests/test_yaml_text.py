from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus.yaml_text import Unreadable, line_of, read_yaml
from kg.errors import Finding

REMEDY = "put the text in '…' (an apostrophe in it doubled), or after |- on lines of its own"


def refused(content: str) -> tuple[int, str]:
    with pytest.raises(Unreadable) as caught:
        read_yaml(content, "news/records.yaml")
    assert caught.value.finding.file == "news/records.yaml"
    assert "\n" not in caught.value.finding.what
    return caught.value.finding.line, caught.value.finding.what


@pytest.mark.parametrize(
    "written",
    [
        *("2021", "2022-02-04", "12:30", "1_000", "0x1F", "1e3", "72.7", ".5", "007", "no", "yes"),
        *(
            "on",
            "off",
            "true",
            "False",
            "null",
            "~",
            "NaN",
            ".inf",
            "=",
            "<<",
            "2022-02-04T10:00:00Z",
        ),
    ],
)
def test_every_value_is_the_text_that_stands_there(written: str) -> None:
    assert read_yaml(f"when: {written}", "") == {"when": written}
    assert read_yaml(f"- {written}", "") == [written]
    assert read_yaml(f"{written}: russia", "") == {written: "russia"}


def test_a_value_that_is_not_written_is_empty_text() -> None:
    assert read_yaml("when:\nplace: ''\n", "") == {"when": "", "place": ""}


@pytest.mark.parametrize("content", ["", "\n", "# nothing yet\n", "---\n"])
def test_a_file_without_content_holds_nothing(content: str) -> None:
    assert read_yaml(content, "") in (None, "")


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("id: one\nkind: share\nid: two\n", 3, "key 'id' stands twice, first in line 1"),
        ("- {id: one,\n   id: two}\n", 2, "key 'id' stands twice, first in line 1"),
        ("a:\n  b: &who russia\n", 2, "anchors and aliases are not taken; write the value out"),
        ("- &one {id: a}\n- *one\n", 1, "anchors and aliases are not taken; write the value out"),
        ("a: *who\n", 1, "anchors and aliases are not taken; write the value out"),
        (
            "a: 1\nb: !!int 5\n",
            2,
            "tag tag:yaml.org,2002:int: tags are not taken; every value is text",
        ),
        ("a: !!python/name:os.system\n", 1, "tag tag:yaml.org,2002:python/name:os.system: tags"),
        ("a: ! x\n", 1, "tag !: tags are not taken; every value is text"),
        ("a: 1\n---\nb: 2\n", 2, "a second document; a file holds one"),
        ("? [a, b]\n: c\n", 1, "a key is text"),
        ("{a: b}: c\n", 1, "a key is text"),
        ("[" * 40 + "]" * 40, 1, "nested deeper than 12"),
        ("id: one\n\tkind: share\n", 2, "no valid YAML: found a tab character that violates"),
        ("a: 'one\nb: two\n", 1, "no valid YAML: found unexpected end of stream"),
        ("a: {b: c\n", 2, "no valid YAML: did not find expected ',' or '}'"),
        ("a: one\nb: t\x07wo\n", 2, "no valid YAML: U+0007, control characters are not allowed"),
        ("ü: ö\nb: t\x1bwo\n", 2, "no valid YAML: U+001B, control characters are not allowed"),
        ("a: %one\n", 1, "no valid YAML: found character that cannot start any token"),
    ],
)
def test_what_no_file_of_evidence_can_have_is_refused_with_its_line(
    content: str, line: int, what: str
) -> None:
    found = refused(content)
    assert (found[0], found[1][: len(what)]) == (line, what)


def test_nesting_without_end_is_refused_quickly() -> None:
    assert refused("a: " + "[" * 5000)[0] == 1


@pytest.mark.parametrize("key", ["quote", "words", "evidence", "hedge", "in"])
def test_a_comment_sign_never_cuts_a_quote_off(key: str) -> None:
    what = f"' #' begins a comment and cuts the text off here; {REMEDY}"
    assert refused(f"id: one\n{key}: die Roadmap #5 für China\n") == (2, what)
    assert refused(f"{key}:\n  - die Roadmap\n  - die #5\n") == (3, what)
    assert refused(f"[{{{key}: die Roadmap #5\n}}]\n") == (1, what)


def test_a_comment_beside_other_values_is_one() -> None:
    content = "holder: russia   # whose total\nquote: 'die Roadmap' # with quotes it is plain\n"
    assert read_yaml(content, "") == {"holder": "russia", "quote": "die Roadmap"}
    assert read_yaml("quote: die Roadmap#5\n", "") == {"quote": "die Roadmap#5"}


@pytest.mark.parametrize(
    "quote",
    [
        "von den 1970er Jahren: Es gibt kein Zerwürfnis",
        "'Wende' nach Osten",
        '"Wende" nach Osten',
        "[sic] nach Osten",
        "{sic} nach Osten",
        "@Moskau",
        "`Moskau`",
        "*Moskau* und Beijing",
        "&Moskau",
        "!Moskau",
        "%-Zölle",
        "| 19 %",
    ],
)
def test_a_quote_that_plain_yaml_cannot_hold_is_refused_with_line_and_what_would_be_right(
    quote: str,
) -> None:
    line, _ = refused(f"- id: one\n  quote: {quote}\n")
    assert line == 2
    doubled = quote.replace("'", "''")
    for remedy in (f"'{doubled}'", f"|-\n    {quote}"):
        assert read_yaml(f"- id: one\n  quote: {remedy}\n", "") == [{"id": "one", "quote": quote}]


@pytest.mark.parametrize("quote", ["in den 1970er Jahren: Es gibt", "'Wende' nach Osten"])
def test_invalid_yaml_names_the_remedy_for_quotes(quote: str) -> None:
    assert refused(f"quote: {quote}\n")[1].endswith(f"; if this is a quote, {REMEDY}")


@pytest.mark.parametrize(
    "written",
    ["„Wende nach Osten“", "«Поворот на Восток»", "“turn”", "（俄罗斯）", "‘x’", "19 % …"],
)
def test_typographic_signs_need_no_quotes(written: str) -> None:
    assert read_yaml(f"quote: {written}", "") == {"quote": written}


# -- lines ---------------------------------------------------------------------------------

RECORDS = """\
# one comment

- id: one
  label: {en: One,
          de: Eins}
  evidence:
    - |-
      zwei
      Zeilen
    - quote: noch eine
- id: two
  party: russia
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 3),
        ((0,), 3),
        ((0, "label"), 4),
        ((0, "label", "de"), 5),
        ((0, "evidence"), 6),
        ((0, "evidence", 0), 7),
        ((0, "evidence", 1, "quote"), 10),
        ((1, "party"), 12),
        ((1, "party", 0), 12),  # one value for a list of one
        ((1, "status"), 11),  # what is not there stands where its record begins
        ((0, "label", "zh"), 4),
        ((9,), 3),
    ],
)
def test_every_value_knows_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(read_yaml(RECORDS, ""), path) == line


def test_lines_are_counted_with_any_line_end() -> None:
    assert line_of(read_yaml("a: 1\r\nb:\r\n  c: 2\r\n", ""), ("b", "c")) == 3


# -- any text ------------------------------------------------------------------------------

ODD = st.text(max_size=30) | st.sampled_from(
    [
        *("no", "2021", ": ", " #", "#", "- a", "'", '"', "„a“", "a\u00a0b", "\ufeffa", "a\nb"),
        *("~", "", " ", "a: b", "{", "]", "%", "@", "!", "&a", "*a", "?", "|", ">", "\t", "🚢"),
        *("\x00", "\x85", "\u2028"),
    ]
)
DATA = st.recursive(
    ODD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD, inner, max_size=3),
    max_leaves=12,
).filter(lambda data: depth(data) < 12)


def depth(data: Any) -> int:
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return 1 + max(map(depth, inner), default=0)


@given(DATA, st.tuples(st.booleans(), st.booleans()))
def test_what_is_written_as_yaml_is_read_back_as_it_was(data: Any, how: tuple[bool, bool]) -> None:
    allow_unicode, flow = how
    # double quotes hold any text; a plain style would let YAML make numbers of some
    written = yaml.safe_dump(
        data, allow_unicode=allow_unicode, default_flow_style=flow, default_style='"'
    )
    assert read_yaml(written, "") == data


def read_or_refused(content: str) -> None:
    try:
        data, finding = read_yaml(content, "news/records.yaml"), Finding("", 1, "read")
    except Unreadable as error:
        data, finding = "", error.finding
    assert data is None or isinstance(data, str | list | dict)
    assert 1 <= finding.line <= len(content.splitlines()) + 1
    assert "\n" not in finding.what


@given(st.text(max_size=60))
def test_any_file_is_read_or_refused_with_a_line_of_it(content: str) -> None:
    read_or_refused(content)


@given(st.text(alphabet="ab:-#'\"[]{},&*!|>?% \n\t", max_size=40))
def test_any_signs_of_yaml_are_read_or_refused_with_a_line(content: str) -> None:
    read_or_refused(content)
