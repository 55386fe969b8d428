"""What the guard lets through and what it refuses, and whether Oxigraph reads it the same way."""

import re

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.store.guard import Query, tokens

HARMLESS = {
    "in a string": 'ASK { ?s sr:name "SERVICE <http://x/> { }" }',
    "in a string with quotes": r"""ASK { ?s sr:name 'a \' SERVICE <x:y> { } \\' }""",
    "in a long string": 'ASK { ?s sr:name """ a " "" SERVICE <x:y> { } \\""" """ }',
    "in a long string of the other sort": "ASK { ?s sr:name ''' '' \" SERVICE <x:y> {} ''' }",
    "in an IRI": "ASK { <http://x/SERVICE#SERVICE> ?p <http://x/a)SERVICE#> }",
    "as a predicate without blanks": "ASK { ?s<http://x#SERVICE>?o }",
    "in a comment": "ASK { ?s ?p ?o } # SERVICE <http://x/> { }",
    "in a comment of a Mac": "ASK { ?s ?p # SERVICE <x:y> {}\r ?o }",
    "as a variable": "SELECT ?service $SERVICE { ?service ?insert $SERVICE }",
    "as a prefix": "PREFIX service: <x:> ASK { service:a service:b service:SERVICE }",
    "as the prefix of a graph": "PREFIX service: <x:> ASK { GRAPH service:a { ?s ?p ?o } }",
    "as a name": r"ASK { sr:SERVICE sr:a\#SERVICE sr:b.SERVICE }",
    "as a language": 'ASK { ?s ?p "x"@service-SERVICE }',
    "as a blank node": "ASK { _:SERVICE ?p _:b.SERVICE }",
    "updates as names": "ASK { sr:INSERT ?DELETE 'DROP' # LOAD\n }",
    "from as a prefix": "PREFIX fromg: <x:> SELECT ?from { fromg:a sr:from fromg:b }",
    "a comparison": "ASK { ?s ?p ?a, ?b FILTER(?a<?b && ?b>?a) }",
}
SERVICES = {
    "plain": "ASK { SERVICE <x:y> { ?s ?p ?o } }",
    "small letters": "ASK { service <x:y> { } }",
    "silent": "ASK { SERVICE SILENT <x:y> { } }",
    "without blanks": "ASK{SERVICE<x:y>{}}",
    "a variable": "ASK { SERVICE ?x { } }",
    "after a comment": "ASK { # nothing\nSERVICE <x:y> { } }",
    "a comment within": "ASK { SERVICE # <\n <x:y> { } }",
    "after a string": """ASK { ?s ?p "\\"" . SERVICE <x:y> { } # "\n }""",
    "after a string without blanks": 'ASK{?s ?p"a"SERVICE<x:y>{}}',
    "after a long string": 'ASK { ?s ?p """a\\""" """ . SERVICE <x:y> {} }',
    "after an empty string": 'ASK { ?s ?p "" . SERVICE <x:y> {} . ?a ?b "" }',
    "after a number": "ASK { ?s ?p 1.SERVICE <x:y> { } }",
    "glued to a number": "ASK { ?s ?p 1SERVICE<x:y>{} }",
    "glued to true": "ASK { ?s ?p trueSERVICE<x:y>{} }",
    "glued to silent": "ASK { SERVICESILENT<x:y>{} }",
    "glued to a name": "ASK { SERVICE:x { ?s ?p ?o } }",
    "true and a name": "ASK { ?s ?p trueSERVICE:x{} }",
    "after a comparison": "ASK { FILTER(?a<?b)SERVICE#>\n<x:y>{} }",
    "behind a string that is a comment": 'ASK { FILTER(?a<?b)#>"""\nSERVICE<x:y>{} #"""\n }',
    "behind a comment that is an IRI": "ASK { VALUES(?a ?b){(<x:a> <x:b#>)} SERVICE <x:y> {} }",
    "behind both": (
        'ASK { FILTER(?a<?b)#>"""\nVALUES(?a ?b){(<x:a> <x:b#>)}SERVICE<x:y>{} #"""\n }'
    ),
    "in a query within": "SELECT * { { SELECT * { SERVICE <x:y> { } } } }",
    "in exists": "ASK { FILTER NOT EXISTS { SERVICE <x:y> { } } }",
}
UPDATES = {
    "INSERT": "INSERT DATA { <x:a> <x:b> <x:c> }",
    "DELETE": "PREFIX sr: <x:> DELETE WHERE { ?s ?p ?o }",
    "LOAD": "LOAD <http://x/>",
    "CLEAR": "clear all",
    "CREATE": "# a\nCREATE GRAPH <x:y>",
    "DROP": "BASE <x:> DROP ALL",
    "COPY": "COPY DEFAULT TO <x:y>",
    "MOVE": "MOVE <x:y> TO DEFAULT",
    "ADD": "ADD <x:y> TO <x:z>",
    "WITH": "WITH <x:y> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=list(HARMLESS))
def test_a_word_that_is_no_keyword_is_let_through(text: str) -> None:
    assert Query(text).form in {"ASK", "SELECT"}


@pytest.mark.parametrize("text", SERVICES.values(), ids=list(SERVICES))
def test_a_service_is_refused_however_it_is_written(text: str) -> None:
    with pytest.raises(QueryError, match=r"line \d, column \d+: SERVICE is refused"):
        Query(text)


@pytest.mark.parametrize("word", UPDATES)
def test_an_update_is_refused(word: str) -> None:
    with pytest.raises(QueryError, match=f"{word} is refused: a query reads the graph"):
        Query(UPDATES[word])


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE:x { ?s ?p ?o } }",
        "ASK { FILTER(?a<?b)SERVICE#>\n<http://127.0.0.1:1/>{} }",
        'ASK { FILTER(?a<?b)#>"""\nSERVICE<http://127.0.0.1:1/>{} #"""\n }',
    ],
)
def test_oxigraph_would_have_asked_these(text: str) -> None:
    """They are not kept out of mere caution: without the guard they reach for the network."""
    with pytest.raises(OSError, match="port 1"):
        ox.Store().query(
            text, prefixes={"SERVICE": "http://127.0.0.1:1/", "": "http://127.0.0.1:1/"}
        )


@pytest.mark.parametrize(
    "clause", ["FROMg:nowhere", "fromnamed<x:y>", "FROM NAMEDg:nowhere", "FROMNAMEDg:nowhere"]
)
def test_a_graph_is_passed_over_by_no_blank_left_out(clause: str) -> None:
    for text in (f"SELECT * {clause} {{ ?s ?p ?o }}", f"ASK {clause} {{ ?s ?p ?o }}"):
        with pytest.raises(QueryError, match=r"line 1, column \d+: FROM stands by itself"):
            Query(text)


PIECES = st.sampled_from(
    [
        *("SERVICE", "service", "SILENT", "<x:y>", "<x:y#>", "{", "}", "(", ")", "?a", "<", ">"),
        *('"', "'", '"""', "'''", "\\", "#", "\n", "\r", " ", ".", ";", "a", "true", "1", ":x"),
        *("FILTER", "VALUES", "GRAPH", "@en", "^^", "_:b", "sr:name", "%", "\\u0053", "ASK"),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_what_the_guard_lets_through_asks_no_service(text: str) -> None:
    query = f"ASK {{ {text} }}"
    try:
        Query(query)
    except QueryError:
        return
    try:
        ox.Store().query(query, prefixes={"": "x:", "sr": "x:", "SERVICE": "x:"})
    except (SyntaxError, RuntimeError):
        pass
    except OSError as error:
        raise AssertionError(f"asked a service: {query!r}") from error


@given(st.text())
def test_tokens_hold_every_sign_but_blanks_and_comments(text: str) -> None:
    found = list(tokens(text))
    places = {place for token in found for place in range(token.start, token.end)}
    left = "".join(sign for place, sign in enumerate(text) if place not in places)
    assert not re.sub(r"#[^\r\n]*|[ \t\r\n]", "", left)


# -- graphs -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "graphs"),
    [
        ("SELECT * FROM <x:a> FROM NAMED <x:b> { }", ("x:a", "x:b")),
        ("SELECT * from g:entities { }", ("https://w3id.org/sinorus/graph/entities",)),
        ("PREFIX g: <x:> SELECT * FROM NAMED g:a { }", ("x:a",)),
        ("BASE <http://x/y/> SELECT * FROM <../z> { }", ("http://x/z",)),
        ("SELECT * FROM<file:///etc/passwd>{ }", ("file:///etc/passwd",)),
        ("SELECT ?from { ?from sr:FROM 'FROM <x:a>' } # FROM <x:a>", ()),
    ],
)
def test_the_graphs_after_from_are_read(text: str, graphs: tuple[str, ...]) -> None:
    assert Query(text).graphs == graphs


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("PREFIX a: <x:> BASE <x:> select * { }", "SELECT"),
        ("# ASK\nCONSTRUCT WHERE { }", "CONSTRUCT"),
        ("describe <x:a>", "DESCRIBE"),
        ("", ""),
        ("SELCT * { }", ""),
    ],
)
def test_the_form_of_a_query_is_read(text: str, form: str) -> None:
    assert Query(text).form == form


def test_a_place_is_counted_as_people_do() -> None:
    query = Query("ASK {\r\n  ?s ?p\n\t?o }")
    assert query.place(query.text.index("?o")) == "line 3, column 2"
    assert query.at(3, 2) == query.text.index("?o")
