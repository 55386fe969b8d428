"""The measures by name: one question to one projection."""

from collections.abc import Collection
from typing import NamedTuple

from kg.errors import KgError
from kg.network.answer import Analysis
from kg.network.central import BY, brokers, centrality, communities
from kg.network.change import LEAVING_OUT, changes, doubt
from kg.network.leaning import dependency
from kg.network.making import Graph
from kg.network.material import SAID, Material
from kg.network.projections import project
from kg.store import Store

MEASURES = ("centrality", "dependency", "brokers", "communities", "changes", "doubt")


class Asked(NamedTuple):
    """What is asked: a measure, and on which projection; dates are ISO days.

    *lang* is that of the words beside figures.
    """

    measure: str
    on: str = "actors"
    statuses: Collection[str] = SAID
    groups: bool = False
    by: str = "degree"
    first: str | None = None
    last: str | None = None
    leaving_out: str = "both"
    seed: int = 1
    resolution: float = 1.0
    lang: str = "en"


def analysis(store: Store, material: Material, asked: Asked) -> Analysis:
    """Return the answer to what is *asked* of *material*, lines of *store*.

    Raises KgError for a measure, parameter or status that doesn't fit, and for changes without
    their two days.
    """
    _refuse_unfit(asked)

    def projected(some: Material) -> "Graph[str]":
        return project(store, some, asked.on, statuses=asked.statuses, groups=asked.groups)

    match asked.measure:
        case "centrality":
            return centrality(projected(material), by=asked.by)
        case "dependency":
            return dependency(material, statuses=asked.statuses, lang=asked.lang)
        case "brokers":
            return brokers(projected(material))
        case "communities":
            graph = projected(material)
            return communities(graph, seed=asked.seed, resolution=asked.resolution)
        case "changes":
            return changes(material, projected, first=str(asked.first), last=str(asked.last))
        case _:
            return doubt(material, projected, leaving_out=asked.leaving_out)


def _refuse_unfit(asked: Asked) -> None:
    for given, known, what in (
        (asked.measure, MEASURES, "measure"),
        (asked.by, BY, "centrality"),
        (asked.leaving_out, LEAVING_OUT, "doubt"),
    ):
        if given not in known:
            raise KgError(f"no {what} {given!r}; one of {', '.join(known)}")
    if asked.measure != "changes":
        return
    if asked.first is None or asked.last is None:
        raise KgError("changes needs two dates: --from 2021 --to 2024")
    if asked.first >= asked.last:
        raise KgError(f"{asked.last} is not after {asked.first}: --from is the earlier one")
