"""The command that measures: analyze."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.filtering import Given, short_roles, with_filters
from kg.cli.looking import open_catalogue
from kg.cli.options import MOST, Form, FormOption, LangOption, Sources, StoreFolder
from kg.cli.printing import say, say_json, table, talk
from kg.errors import KgError
from kg.lookup import Catalogue, last_day, select

if TYPE_CHECKING:
    from kg.network import Analysis, Asked, Material, Row

_NAMED = frozenset({"actor", "other", "who", "on", "members", "items", "counterpart", "said_by"})
_SHOWN = 3


class Measure(StrEnum):
    """What can be asked of the network."""

    CENTRALITY = "centrality"
    DEPENDENCY = "dependency"
    BROKERS = "brokers"
    COMMUNITIES = "communities"
    CHANGES = "changes"
    DOUBT = "doubt"


class Projection(StrEnum):
    """Networks that a measure is made on."""

    ACTORS = "actors"
    TRADE = "trade"
    SANCTIONS = "sanctions"
    TIES = "ties"


class By(StrEnum):
    """Centralities."""

    DEGREE = "degree"
    BETWEENNESS = "betweenness"
    PAGERANK = "pagerank"


class LeavingOut(StrEnum):
    """What doubt leaves out."""

    ALLEGED = "alleged"
    UNNAMED = "unnamed"
    BOTH = "both"


def add_to(app: typer.Typer) -> None:
    """Add this command to *app*."""
    app.command(
        "analyze", context_settings={"ignore_unknown_options": True, "allow_extra_args": True}
    )(analyze)


@with_filters
def analyze(
    context: typer.Context,
    measure: Annotated[
        Measure,
        typer.Argument(
            metavar="MEASURE",
            help="centrality, dependency, brokers, communities, changes or doubt.",
        ),
    ],
    on: Annotated[Projection, typer.Option("--on", help="The network.")] = Projection.ACTORS,
    by: Annotated[By, typer.Option("--by", help="Which centrality.")] = By.DEGREE,
    with_groups: Annotated[
        bool, typer.Option("--with-groups", help="Groups whose members are not named, too.")
    ] = False,
    first: Annotated[
        str | None, typer.Option("--from", help="For changes: the end of this day, month or year.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", help="For changes: the end of this day, month or year.")
    ] = None,
    leave_out: Annotated[
        LeavingOut, typer.Option("--leave-out", help="For doubt: which records.")
    ] = LeavingOut.BOTH,
    seed: Annotated[int, typer.Option("--seed", help="For communities.")] = 1,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=MOST, help="Rows a table, at most.")
    ] = 20,
    sources: Sources = None,
    store: StoreFolder = None,
    lang: LangOption = None,
    form: FormOption = Form.TABLE,
    given: Given = Given(),  # noqa: B008 - a tuple of what was not given
) -> None:
    """Measure the network: who is central, who leans on whom.

    And what rests on doubt.
    A measure counts records in the sources, not power. Every row names the records behind it;
    --format json names them all. Unless --status says otherwise, what is asserted, reported and
    alleged counts. Examples: kg analyze centrality --by betweenness · kg analyze dependency ·
    kg analyze changes --from 2021 --to 2024 · kg analyze doubt --on trade
    """
    from kg.network import SAID, Asked, analysis, read_material

    catalogue = open_catalogue(sources, store, lang)
    filters = given.filters(catalogue, extras=short_roles(context.args))
    selection = select(catalogue, filters)
    asked = Asked(
        measure.value,
        on=on.value,
        statuses=filters.statuses or SAID,
        groups=with_groups,
        by=by.value,
        first=last_day(first) if first else None,
        last=last_day(last) if last else None,
        leaving_out=leave_out.value,
        seed=seed,
        lang=catalogue.lang,
    )
    _refuse_unfit(asked)
    chosen = None if filters == filters.__class__() else {line["id"] for line in selection.lines}
    material = read_material(catalogue.store, chosen)
    found = analysis(catalogue.store, material, asked)
    if selection.undated:
        undated = tuple(line["id"] for line in selection.undated)
        found = found._replace(notes={**found.notes, "filtered_undated": undated})
    screen = _Screen(catalogue, material)
    say_json(screen.data(found)) if form is Form.JSON else screen.print(found, limit)


# What only some measures ask for.
_ONLY_FOR: Mapping[str, frozenset[str]] = {
    "by": frozenset({"centrality"}),
    "first": frozenset({"changes"}),
    "last": frozenset({"changes"}),
    "leaving_out": frozenset({"doubt"}),
    "seed": frozenset({"communities"}),
    "on": frozenset(Measure) - {"dependency"},
    "groups": frozenset(Measure) - {"dependency"},
}
_OPTIONS = {"first": "from", "last": "to", "leaving_out": "leave-out", "groups": "with-groups"}


def _refuse_unfit(asked: "Asked") -> None:
    """Raise KgError for what was asked beside the measure and has no meaning there."""
    for name, measures in _ONLY_FOR.items():
        told = getattr(asked, name) != asked._field_defaults[name]
        if told and asked.measure not in measures:
            option = _OPTIONS.get(name, name)
            raise KgError(
                f"--{option} says nothing to {asked.measure}; it is for {_list(measures)}"
            )


def _list(measures: Iterable[str]) -> str:
    return ", ".join(measure for measure in Measure if measure in measures)


class _Screen:
    """Shows an analysis as data, or as tables with words around them."""

    def __init__(self, catalogue: Catalogue, material: "Material") -> None:
        from kg.network import weights, words

        self.weights = weights()
        self.catalogue = catalogue
        self.material = material
        self.words = words(catalogue.lang)

    def data(self, found: "Analysis") -> dict[str, Any]:
        """Return everything, with ids; what they are called stands in ``names``."""
        projection = found.made_on["projection"]
        results = {name: [self._object(row) for row in rows] for name, rows in found.tables.items()}
        return {
            "measure": found.measure,
            "caveat": self.words["caveat"],
            "projection": {**found.made_on, **self.words["projections"][projection]},
            "weights": {name: self.weights[name] for name in ("kinds", "statuses")},
            "asked": dict(found.asked),
            "figures": dict(found.figures),
            "results": results,
            "not_counted": {
                why: {"because": self.words["notes"][why], "records": list(records)}
                for why, records in found.notes.items()
            },
            "names": {name: self.catalogue.name_of(name) for name in self._entities(found)},
        }

    def _object(self, row: "Row") -> dict[str, Any]:
        values = {
            name: str(value).split(", ") if name in {"members", "items", "said_by"} else value
            for name, value in row.values.items()
        }
        values = {name: [] if value == [""] else value for name, value in values.items()}
        count = {"statuses": dict(self._statuses(row.records))}
        return {**values, **count, "records": list(row.records)}

    def _entities(self, found: "Analysis") -> list[str]:
        every = {
            entity
            for rows in found.tables.values()
            for row in rows
            for name, value in row.values.items()
            if name in _NAMED and value
            for entity in str(value).split(", ")
        }
        return sorted(every)

    def _statuses(self, records: Iterable[str]) -> Mapping[str, int]:
        found = Counter(self.material.records[name]["status"] for name in records)
        known = self.catalogue.vocabulary["statuses"]
        return {status: found[status] for status in known if found[status]}

    # -- for people -------------------------------------------------------------------------

    def print(self, found: "Analysis", limit: int) -> None:
        """Print the result, what it was made on, and what it can't say."""
        self._print_head(found)
        for name, rows in found.tables.items():
            say()
            say(self.words["tables"][name])
            self._print_rows(rows[:limit])
            if len(rows) > limit:
                talk(f"{len(rows) - limit} more: --limit {len(rows)}")
        say()
        for why, records in found.notes.items():
            say(f"{self.words['not_counted']} {len(records)} {self.words['notes'][why]}")
        say(self.words["caveat"])

    def _print_head(self, found: "Analysis") -> None:
        about = self.words["projections"][found.made_on["projection"]]
        say(self.words["measures"][found.measure])
        say(f"  {self.words['made_on'].format(title=about['title'])}")
        for part in ("node", "edge", "weight"):
            say(f"  {self.words[part]} {about[part]}")
        statuses = ", ".join(
            self.catalogue.word("statuses", status) for status in found.made_on["statuses"]
        )
        size = {**found.made_on, "statuses": statuses}
        say(f"  {self.words['size'].format(**size)}")
        figures = [f"{self.words['figures'][name]} {n}" for name, n in found.figures.items()]
        say(f"  {', '.join(figures)}")

    def _print_rows(self, rows: "tuple[Row, ...]") -> None:
        columns = [name for name in rows[0].values if _filled(rows, name)] if rows else []
        told = [] if "status" in columns else ["statuses"]
        head = [self.words["columns"][name] for name in (*columns, *told, "behind")]
        cells = [
            [
                *(self._cell(name, row.values[name]) for name in columns),
                *([self._told(row.records)] if told else []),
                _behind(row.records),
            ]
            for row in rows
        ]
        table(head, cells) if rows else say("–")

    def _cell(self, column: str, value: Any) -> str:
        if column in _NAMED and value:
            return ", ".join(map(self.catalogue.name_of, str(value).split(", ")))
        if column == "status":
            return self._status(value)
        if column in {"direction", "basis"} and value:
            return self.catalogue.word("codes", f"share.{column}", value)
        return str(self.words["codes"].get(value, "" if value is None else value))

    def _told(self, records: tuple[str, ...]) -> str:
        counts = self._statuses(records)
        return ", ".join(f"{count} {self._status(status)}" for status, count in counts.items())

    def _status(self, status: str) -> str:
        word = self.catalogue.word("statuses", status)
        return word if status == "asserted" else word.upper()


def _filled(rows: "tuple[Row, ...]", column: str) -> bool:
    return any(row.values[column] not in {"", None} for row in rows)


def _behind(records: tuple[str, ...]) -> str:
    """Return the first of the records, and how many more there are."""
    shown = ", ".join(name.rpartition("/")[2] for name in records[:_SHOWN])
    return shown if len(records) <= _SHOWN else f"{shown} + {len(records) - _SHOWN}"
