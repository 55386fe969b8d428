"""Questions about the paper, each answered by one SPARQL query and judged against the text.

``questions.jsonl`` and ``questions-own.jsonl`` hold the questions with their answers and the
passages that give them; ``answers/<id>.rq`` holds the query, which may not contain the answer. A
number, a count and a yes or no must be equal. A named thing is compared by its id. Anything in
words is judged by its evidence: the records returned must cover every passage, and none of them may
lie outside unless it is listed below with the reason why it is right. Where nothing is to be found,
the same query with one argument changed must find something.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kg.lookup import Catalogue, folded, names_of, resolve
from kg.questions import question
from kg.store import Store
from kg.terms.prefixes import PREFIXES

DATA = Path(__file__).parent / "data"
DOCUMENT = "tdc-reverse-kissinger-2025"
Row = dict[str, str]

# What a question calls an entity by, where it is no name of it.
CALLED = {
    "US intelligence agencies": "us-intelligence-services",
    "non-sanctioned tankers": "unsanctioned-tankers",
    "the document's authors": "tdc-reverse-kissinger-2025-authors",
}

# Records that answer a question and lie outside the passages that it gives, and why they are right.
RIGHT_AS_WELL = {
    ("q10", "assessment-no-inner-rift"): "¶17 says again that there is no rift to exploit",
    ("q22", "demand-concessions-ukraine-nato"): "¶6 sums the same concessions up",
    ("q38", "evasion-shadow-fleet-summary"): "¶5 names the shadow fleet in its list of means",
    ("q48", "conflict-sino-soviet-rift-1970s"): "¶9 names the rift of the 1970s, one of the steps",
}


class Asked(NamedTuple):
    """A question, what the text answers, and the query that has to find it."""

    id: str
    category: str
    words: str
    type: str
    answer: tuple[Any, ...]
    passages: tuple[str, ...]
    query: str

    @property
    def names(self) -> list[str]:
        return [item for item in self.answer if isinstance(item, str)]


def _asked() -> Iterator[Asked]:
    for file in ("questions.jsonl", "questions-own.jsonl"):
        for line in (DATA / file).read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            yield Asked(
                item["id"],
                item["category"],
                f"{item['question_en']} {item['question_de']}",
                item["answer_type"],
                tuple(item["answer"]),
                tuple(item["evidence"]),
                (DATA / "answers" / f"{item['id']}.rq").read_text(encoding="utf-8"),
            )


QUESTIONS = tuple(_asked())
LISTS = tuple(asked for asked in QUESTIONS if asked.type == "list")
every_question = pytest.mark.parametrize("asked", QUESTIONS, ids=[asked.id for asked in QUESTIONS])

Span = tuple[int, int]


class Graph:
    """The built graph, asked by the queries, and the text that its records stand on."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.text = store.text(DOCUMENT)
        self.catalogue = Catalogue(store)
        self._rows: dict[str, list[Row]] = {}

    @cached_property
    def quotes(self) -> dict[str, list[Span]]:
        """Return where the quotes of each record stand, by the record's IRI."""
        return {
            record["iri"]: [(place["start"], place["end"]) for place in record["evidence"]]
            for record in self.catalogue.records.values()
        }

    @cached_property
    def entities(self) -> dict[str, str]:
        """Return the IRI of every entity that a question names as an answer, by that name."""
        lines = self.catalogue.entities.values()
        known = {folded(name) for line in lines for name in names_of(line)}
        called = {name: CALLED.get(name, name) for asked in QUESTIONS for name in asked.names}
        return {
            name: resolve(self.catalogue, known_as, entities_only=True)["iri"]
            for name, known_as in called.items()
            if folded(known_as) in known
        }

    def rows(self, query: str) -> list[Row]:
        if query not in self._rows:
            self._rows[query] = self.store.rows(query)
        return self._rows[query]

    def yes(self, query: str) -> bool:
        answer = self.store.ask(query)
        assert answer.sort == "boolean"
        return answer.yes

    def spans(self, passages: Iterable[str]) -> list[Span]:
        """Return where each of *passages* stands in the text."""
        starts = [(self.text.index(passage), passage) for passage in passages]
        return [(start, start + len(passage)) for start, passage in starts]

    def uncovered(self, asked: Asked, records: Iterable[str]) -> list[str]:
        """Return the passages that don't lie wholly within the quotes of *records*."""
        quotes = [quote for record in records for quote in self.quotes[record]]
        return [
            self.text[slice(*span)]
            for span in self.spans(asked.passages)
            if not {
                place for quote in quotes if _shared(quote, span) > 0 for place in range(*quote)
            }.issuperset(range(*span))
        ]

    def outside(self, asked: Asked, records: Iterable[str]) -> set[str]:
        """Return the ids of *records* none of whose quotes lies on a passage of the question."""
        passages = self.spans(asked.passages)
        return {
            record.rpartition("/")[2]
            for record in records
            if not any(_on(quote, span) for quote in self.quotes[record] for span in passages)
        }


def _on(quote: Span, passage: Span) -> bool:
    """Return whether two spans share at least half of the shorter one."""
    shorter = min(quote[1] - quote[0], passage[1] - passage[0])
    return _shared(quote, passage) * 2 >= shorter


def _shared(quote: Span, passage: Span) -> int:
    return min(quote[1], passage[1]) - max(quote[0], passage[0])


@pytest.fixture(scope="module")
def graph(store: Store) -> Graph:
    return Graph(store)


# -- judging ------------------------------------------------------------------------------


def _records(rows: Iterable[Row]) -> dict[str, None]:
    """Return the records of an answer in their order: the columns that begin with ``record``."""
    return {value: None for row in rows for name, value in row.items() if name.startswith("record")}


def judge_number(asked: Asked, graph: Graph) -> None:
    assert [Decimal(row["value"]) for row in graph.rows(asked.query)] == [Decimal(asked.answer[0])]


def judge_boolean(asked: Asked, graph: Graph) -> None:
    assert graph.yes(asked.query) is asked.answer[0]
    if not asked.answer[0]:
        assert graph.yes(_control(asked)), "the control finds nothing either"


def judge_none(asked: Asked, graph: Graph) -> None:
    assert graph.rows(asked.query) == []
    assert graph.rows(_control(asked)), "the control finds nothing either"


def judge_list(asked: Asked, graph: Graph) -> None:
    rows = graph.rows(asked.query)
    _judge_names(asked, graph, rows)
    _judge_evidence(asked, graph, rows)


def _judge_names(asked: Asked, graph: Graph, rows: list[Row]) -> None:
    """Compare what is named by its id; codes and years, which have none, by their text."""
    entities = [graph.entities[name] for name in asked.answer if name in graph.entities]
    found = list(dict.fromkeys(row["answer"] for row in rows if "answer" in row))
    expected = entities if len(entities) == len(asked.answer) else list(asked.answer)
    if found or expected is entities:
        in_order = "ORDER BY" in asked.query
        assert found == expected if in_order else sorted(found) == sorted(expected)


def _judge_evidence(asked: Asked, graph: Graph, rows: list[Row]) -> None:
    records = _records(rows)
    assert graph.uncovered(asked, records) == []
    right = {record for id_, record in RIGHT_AS_WELL if id_ == asked.id}
    assert graph.outside(asked, records) == right
    if asked.category == "timeline" and "ORDER BY" in asked.query:
        _judge_order(asked, graph, rows)


def _judge_order(asked: Asked, graph: Graph, rows: list[Row]) -> None:
    """The days come in the order in which the question gives its passages."""
    days = [
        next(row["from"] for row in rows if _touches(graph.quotes[row["record"]], passage))
        for passage in graph.spans(asked.passages)
    ]
    assert days == sorted(days)
    assert [row["from"] for row in rows] == sorted(row["from"] for row in rows)


def _touches(quotes: Iterable[Span], passage: Span) -> bool:
    return any(_on(quote, passage) for quote in quotes)


_ARGUMENT = re.compile(r"VALUES (?P<name>\?\w+) \{ (?P<value>.+?) \} # control: (?P<other>.+)")


def _control(asked: Asked) -> str:
    """Return the query of *asked* with its one argument changed, and nothing else."""
    (argument,) = _ARGUMENT.finditer(asked.query)
    name, value, other = argument["name"], argument["value"], argument["other"]
    assert value != other
    return asked.query.replace(argument[0], f"VALUES {name} {{ {other} }}")


JUDGES: dict[str, Callable[[Asked, Graph], None]] = {
    "number": judge_number,
    "count": judge_number,
    "boolean": judge_boolean,
    "list": judge_list,
    "none": judge_none,
}


@every_question
def test_the_graph_answers_as_the_text_does(asked: Asked, graph: Graph) -> None:
    JUDGES[asked.type](asked, graph)


@pytest.mark.parametrize("asked", LISTS, ids=[asked.id for asked in LISTS])
def test_the_answer_to_another_question_is_refused(asked: Asked, graph: Graph) -> None:
    other = LISTS[LISTS.index(asked) - 1]
    with pytest.raises(AssertionError):
        judge_list(asked._replace(query=other.query), graph)


# -- the questions themselves -------------------------------------------------------------


@every_question
def test_no_query_holds_its_answer(asked: Asked, graph: Graph) -> None:
    assert not re.search(r"\brec:|/id/record/", asked.query), "a query may not name a record"
    for answer in asked.answer:
        assert _betrayed(asked, graph, answer) == []


def _betrayed(asked: Asked, graph: Graph, answer: Any) -> list[str]:
    """Return the names of *answer* that stand in the query and not in the question."""
    if isinstance(answer, bool):
        return []
    if isinstance(answer, int):
        return re.findall(rf"(?<![\w.-]){answer}(?![\w.-])", asked.query)
    names = {answer}
    if answer in graph.entities:
        names.update(names_of(resolve(graph.catalogue, graph.entities[answer])))
    if any(_stands_in(name, asked.words) for name in names):
        return []
    return [name for name in names if _stands_in(name, asked.query)]


def _stands_in(name: str, text: str) -> bool:
    return f" {folded(name)} " in f" {folded(text)} "


@every_question
def test_some_record_stands_on_every_passage(asked: Asked, graph: Graph) -> None:
    assert graph.uncovered(asked, graph.quotes) == []


@every_question
def test_a_query_says_what_it_asks(asked: Asked) -> None:
    assert asked.words.startswith(question(asked.id, asked.query).title)


def test_every_passage_stands_once_in_the_text(graph: Graph) -> None:
    passages = [passage for asked in QUESTIONS for passage in asked.passages]
    assert [text for text in passages if graph.text.count(text) != 1] == []


def test_questions_and_queries_belong_together() -> None:
    ids = [asked.id for asked in QUESTIONS]
    assert len(set(ids)) == len(ids)
    assert {file.stem for file in (DATA / "answers").iterdir()} == set(ids)


def test_every_exception_is_about_a_question_and_a_record(graph: Graph) -> None:
    ids = {asked.id for asked in QUESTIONS}
    for question_id, record in RIGHT_AS_WELL:
        assert question_id in ids
        assert f"{PREFIXES['rec']}{DOCUMENT}/{record}" in graph.quotes
