"""A built graph, open for questions from Python."""

import contextlib
import re
import reprlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import places
from kg.api.answers import Answer
from kg.api.display import Displayed, Table, counted
from kg.api.found import Card, Hits, Records
from kg.errors import KgError, QueryError
from kg.lookup import (
    Catalogue,
    Filters,
    Hit,
    Wanted,
    filters_for,
    question_named,
    resolve,
    select,
    statuses_named,
    values_for,
)
from kg.lookup.pasted import Nearest, answer
from kg.questions import MEBIBYTES, ROWS, SECONDS, Question, loose_question, questions
from kg.store import TIMEOUT, Query, Store, open_store

if TYPE_CHECKING:
    import networkx as nx
    from rdflib import Dataset

    from kg.models import Record

Words = str | Mapping[str, Any] | Iterable[Any] | None
Day = str | int | date | None

MEMORY = 2048  # MiB
_ROWS = 1_000_000
_LANGUAGES = ("en", "de")
_OF_GRAPHS = frozenset({"CONSTRUCT", "DESCRIBE"})
_NAME = re.compile(r"[\w-]+")  # no SPARQL is a single word


class Graph(Displayed):
    """A built graph, open for questions: `kg.open` gives one.

    Names are forgiving, as on the command line, and labels are in *lang* (``en`` or ``de``). It
    reads the store and nothing else, and may be shared by threads. Whatever goes wrong is a
    `kg.KgError`: QueryError, QueryTimeout, NothingFound, Ambiguous …
    """

    def __init__(self, store: Store, lang: str = "en") -> None:
        if lang not in _LANGUAGES:
            raise KgError(f"no language {lang!r}; one of {', '.join(_LANGUAGES)}")
        self.store = store
        self.catalogue = Catalogue(store, lang)

    def __repr__(self) -> str:
        """Return what the graph holds, in a line."""
        counts = self.store.manifest["counts"]
        records, sources = counts["records"], counted(counts["sources"], "source")
        return f"<kg.Graph: {records} records of {sources}, {counts['entities']} entities>"

    def _table(self) -> Table:
        word, counts = self.catalogue.word, self.store.manifest["counts"]
        kinds = [(word("kinds", kind), str(n)) for kind, n in counts["by_kind"].items()]
        statuses = [
            (word("statuses", code) if code == "asserted" else word("statuses", code).upper(), n)
            for code, n in counts["by_status"].items()
        ]
        rows = [*kinds, *((status, str(n)) for status, n in statuses)]
        title = f"{counts['records']} records, {counts['entities']} entities"
        return Table(title, ("", ""), rows, list(self.store.manifest["sources"]))

    # -- lookups --------------------------------------------------------------------------

    def find(self, text: str, limit: int | None = None) -> Hits:
        """Return entities and records called *text*, or nearly so, the surest first.

        A whole sentence gives the records nearest to it, by the names and words in it; what each
        says is for you to read. *limit* is 20 unless given, of a sentence 7.

        >>> import kg
        >>> [hit.line["id"] for hit in kg.open().find("Пекин")]    # doctest: +SKIP
        ['china', 'beijing-city']
        """
        wanted = _whole(text)
        found = answer(self.catalogue, wanted, limit=limit)
        if found.reading:
            return Hits(self.catalogue, map(_near, found.reading.nearest), wanted)
        return Hits(self.catalogue, found.hits, wanted)

    def show(self, name: "str | Record | Hit") -> Card:
        """Return the one entity or record that *name* means: an id, an IRI, a name, record or hit.

        Raises Ambiguous where it fits several, NothingFound where nothing is called so.

        >>> import kg
        >>> kg.open().show("supply-wafangdian-tascom")["status"]    # doctest: +SKIP
        'alleged'
        """
        return Card(self.catalogue, resolve(self.catalogue, _as_typed(name)))

    def records(
        self,
        kind: Words = None,
        *,
        status: Words = None,
        actor: Words = None,
        about: Words = None,
        said_by: Words = None,
        source: Words = None,
        place: Words = None,
        since: Day = None,
        until: Day = None,
        as_of: Day = None,
        unnamed_sources: bool = False,
        with_firms: bool = False,
        **roles: Words,
    ) -> Records:
        """Return the records that fit, as Pydantic models read from ``records.jsonl``.

        The filters are those of the command line, each one word or several: of kinds, statuses
        (``said``, ``not-so``, ``unconfirmed`` too) and sources any fits; of actors, things, places,
        speakers and *roles* (``imposer="USA"``) all have to. A day is a date, a text (``2022``,
        ``2022-02``) or a year as a number. What has no date is not dropped: `Records` has it apart.
        Raises KgError for what there isn't: a kind, a role, a name.

        >>> import kg
        >>> [r.id for r in kg.open().records("supply", status="alleged")]    # doctest: +SKIP
        ['supply-wafangdian-tascom']
        """
        wanted = Wanted(
            kind=_many(kind),
            status=_many(status),
            actor=_many(actor),
            about=_many(about),
            role=[(role, name) for role, names in roles.items() for name in _many(names)],
            said_by=_many(said_by),
            unnamed_sources=unnamed_sources,
            with_firms=with_firms,
            source=_many(source),
            place=_many(place),
            since=_day(since),
            until=_day(until),
            as_of=_day(as_of),
        )
        filters = filters_for(self.catalogue, wanted)
        return Records(self.catalogue, filters, select(self.catalogue, filters))

    # -- SPARQL ---------------------------------------------------------------------------

    def queries(self) -> tuple[Question, ...]:
        """Return the named queries, with title and parameters."""
        return questions("queries")

    def query(
        self,
        query: str,
        /,
        *,
        timeout: float = TIMEOUT,
        max_memory: int = MEMORY,
        limit: int | None = _ROWS,
        **parameters: Any,
    ) -> Answer:
        """Return what *query* gives: SPARQL 1.1, or the name of a named query.

        Our prefixes are known. *parameters* are those of the query's head, as forgiving as names
        are everywhere: ``exporter="China"``, ``since=2022``; a date, number or `IRI` will do. It
        runs in a process of its own, which is stopped after *timeout* seconds or *max_memory* MiB;
        after *limit* rows or triples the answer is cut, which it says. Raises QueryError and what
        is below it: updates, SERVICE and graphs that aren't in the store are refused.

        >>> import kg
        >>> rows = kg.open().query("trade", exporter="Peking")    # doctest: +SKIP
        >>> [(row["from"].year, row["value"]) for row in rows]    # doctest: +SKIP
        [(2021, Decimal('72700000000')), (2023, Decimal('110000000000'))]
        """
        with _in_words_of_python():
            asked = _question(query)
            _refuse_unfit(timeout, max_memory, limit)
            given = {name: _as_typed(value) for name, value in parameters.items()}
            values = values_for(self.catalogue, asked, given)
            form = "ntriples" if Query(asked.text).form in _OF_GRAPHS else "json"
            answer = self.store.ask(
                asked.text,
                values,
                form=form,
                timeout=timeout,
                memory=max_memory << 20,
                limit=limit,
            )
            notes = self.store.doubts(asked.text, answer.unknown)
        return Answer(answer, values, tuple(notes))

    # -- other libraries ------------------------------------------------------------------

    def network(
        self,
        projection: str = "records",
        records: Records | None = None,
        *,
        status: Words = None,
        groups: bool = False,
        speakers: bool = False,
    ) -> "nx.MultiGraph[Any]":
        """Return the graph as NetworkX has it, in one of these projections.

        ``records``: records and the entities in their roles, record to entity (a MultiDiGraph). A
        node has ``sort`` (entity or record), ``label``, ``labels``; an entity ``entity_class``; a
        record ``kind``, ``status``, ``polarity``, ``source``, ``time`` (EDTF or None). An edge has
        ``role`` (also its key), ``kind``, ``status``, ``polarity``. With *speakers* there are edges
        to who says so, too.
        ``actors``: actors tied by the records that they share (a MultiGraph).
        ``trade``: who delivers goods to whom. ``sanctions``: who imposes on whom. ``ties``: the
        direct edges that the rules derived (MultiDiGraphs).
        In these four a node is an actor, with ``sort``, ``label``, ``labels``, ``entity_class``; an
        edge is one kind of tie with one status (key ``<status>#<kind>``), with ``kind``,
        ``status``, ``weight`` (counts records, never tonnes or dollars), ``contested``, ``records``
        (the ids behind it). ``graph.graph`` has ``projection``, ``statuses``, ``groups`` and
        ``left_out``, the records that gave no edge, by the reason.

        *records* are those that count: ``graph.records(since=2022)``; of them the undated stand in
        ``graph.graph["undated"]``. Without *status* it is theirs, else for ``records`` every one
        and for the others what is asserted, reported or alleged. *groups* adds groups whose members
        aren't named. Raises KgError for an unknown projection or status.

        >>> import kg
        >>> trade = kg.open().network("trade")                            # doctest: +SKIP
        >>> tie = ("wafangdian-bearing", "tascom", "alleged#supply")
        >>> trade.edges[tie]["records"]                                   # doctest: +SKIP
        ('tdc-reverse-kissinger-2025/supply-wafangdian-tascom',)
        """
        from kg.network import PROJECTIONS, SAID, project, read_material

        if not isinstance(records, Records | None):
            raise KgError("records: give what graph.records(…) gave, not some of it")
        if projection not in ("records", *PROJECTIONS):
            known = ", ".join(("records", *PROJECTIONS))
            raise KgError(f"no projection {projection!r}; one of {known}")
        filters = records.filters if records is not None else Filters()
        statuses = statuses_named(_many(status), self.catalogue) or filters.statuses
        chosen = {line["id"] for line in records.lines} if records is not None else None
        made: nx.MultiGraph[Any]
        if projection == "records":
            made = self._network_of_records(chosen, statuses, speakers=speakers)
        else:
            material = read_material(self.store, chosen)
            made = project(
                self.store, material, projection, statuses=statuses or SAID, groups=groups
            )
        undated = records.selection.undated if records is not None else []
        made.graph["undated"] = tuple(line["id"] for line in undated)
        return made

    def _network_of_records(
        self, chosen: set[str] | None, statuses: tuple[str, ...], *, speakers: bool
    ) -> "nx.MultiDiGraph[Any]":
        from kg.network import network

        made = network(self.store, statuses=statuses or None, speakers=speakers)
        if chosen is not None:
            others = [node for node, about in made.nodes(data=True) if about["sort"] == "record"]
            made.remove_nodes_from([node for node in others if node not in chosen])
            made.remove_nodes_from(
                [node for node in made if node not in chosen and not made.in_degree(node)]
            )
        return made

    def rdflib(self, *, timeout: float = TIMEOUT, max_memory: int = MEMORY) -> "Dataset":
        """Return the store as an rdflib Dataset, by way of oxrdflib: to be read, never written.

        It reads the store's files as they are, without a copy and without a lock. Its default
        graph is all graphs but those of candidates. A query goes the way of `query`, within
        *timeout* and *max_memory*; ``FROM`` chooses graphs of the store, and nothing on disk or in
        a network is ever read. What would write raises `kg.ReadOnly`.

        >>> import kg
        >>> dataset = kg.open().rdflib()                             # doctest: +SKIP
        >>> bool(dataset.query("ASK { id:russia a sr:State }"))      # doctest: +SKIP
        True
        """
        from kg.store.bridge import dataset

        _refuse_unfit(timeout, max_memory, None)
        return dataset(self.store, timeout=timeout, memory=max_memory << 20)


def open_graph(store: Path | str | None = None, *, lang: str = "en") -> Graph:
    """Return the graph in the folder *store*, or in the store that the command line would use.

    That is ``KG_STORE``, else ``.kg`` beside ``sources/``. Labels are in *lang*, ``en`` or ``de``.
    Raises NoStore where nothing was built yet (`kg build`).
    """
    named = Path(store) if store is not None else None
    return Graph(open_store(places.find_store(named, places.find_sources())), lang)


# -- as somebody types it -----------------------------------------------------------------


def _many(words: Words) -> list[str]:
    if words is None:
        return []
    is_one = isinstance(words, str | Mapping | Hit) or not isinstance(words, Iterable)
    return [_as_typed(word) for word in ([words] if is_one else words)]


def _day(day: Day) -> str | None:
    return None if day is None else _as_typed(day)


def _as_typed(value: Any) -> str:
    """Return *value* as somebody would type it on a command line."""
    match value:
        case str():
            return _whole(value)
        case bool():
            pass
        case date():
            return value.isoformat()[:10]  # of a moment, its day
        case int() | float() | Decimal():
            return f"{value:04}" if isinstance(value, int) else str(value)
        case Hit():
            return str(value.line["id"])
        case Mapping() if "id" in value:  # what `show` gave
            return str(value["id"])
    if whole_id := getattr(value, "whole_id", None):  # a record
        return str(whole_id)
    raise KgError(f"{reprlib.repr(value)} can't be asked with; write a text, a number or a date")


def _near(nearest: Nearest) -> Hit:
    """Return a record near a sentence as a hit: by which of its names, and with which words."""
    why = ", ".join(("near the sentence", *nearest.names))
    return Hit(nearest.line, why, nearest.line["evidence"][0]["exact"])


def _whole(text: object) -> str:
    if not isinstance(text, str):
        raise KgError(f"{reprlib.repr(text)} is no text")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise KgError(f"{text!r}: half a sign at {error.start}: this is no Unicode text") from error
    return str(text)


def _question(query: str) -> Question:
    text = _whole(query).strip()
    return question_named(text) if _NAME.fullmatch(text) else loose_question("the query", query)


def _refuse_unfit(timeout: float, max_memory: int, limit: int | None) -> None:
    for name, value, least, most in (
        ("timeout", timeout, 0.1, SECONDS),
        ("max_memory", max_memory, 16, MEBIBYTES),
        ("limit", limit or 0, 0, ROWS),
    ):
        if not least <= value <= most:
            raise QueryError(f"{name} is {value}; it can be from {least} to {most}")


@contextlib.contextmanager
def _in_words_of_python() -> Iterator[None]:
    """Say what is wrong with a query in the words of this room, where options are arguments."""
    try:
        yield
    except QueryError as error:
        raise type(error)(re.sub(r"(?<!\S)-p (?=\w+[:=])", "", str(error))) from error
