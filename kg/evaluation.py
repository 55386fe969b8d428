"""How well a reading agrees with what people found: precision, recall and F1.

Both sides are lines of the stable shape. The rules, so that nothing pays that shouldn't:

- An *entity* may be paired with one of the same id, or one that shares a name with it (labels and
  surface forms, without case and marks).
- A *record* may be paired with one of the same kind whose participants overlap (Jaccard) by at
  least half, and where a quote of one covers at least half of the shorter of it and one of the
  other. Proposed quotes that together are longer than twice the other's and longer than 600 code
  points are no evidence: quoting the whole document pairs with nothing. Nor does a proposed quote
  of less than 20 code points, unless it covers half of the other.
- Pairs are chosen one to one so that they agree most (maximum weight matching): what is proposed
  twice is right once and wrong once.
- Over the paired records, the shares with the same status and polarity, date, figures and speakers
  are given; of date, figures and speakers where either side has any. The same is: the same EDTF,
  the same numbers with their units, the same chain of speakers.

Precision is right out of proposed, recall right out of all; F1 is their harmonic mean. Nothing
proposed and nothing there is 1; nothing proposed where there is something is 0.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import networkx as nx

Line = Mapping[str, Any]
_ENTITIES = frozenset({"actor", "place", "commodity"})
_LONG = 600  # code points
_SHORT = 20
_HALF = 0.5
_TWICE = 2


class Measure(NamedTuple):
    """How many were right, proposed, and there."""

    right: int
    proposed: int
    there: int

    @property
    def precision(self) -> float:
        """Return the share of the proposed that is right."""
        return self.right / self.proposed if self.proposed else float(not self.there)

    @property
    def recall(self) -> float:
        """Return the share of what is there that was found."""
        return self.right / self.there if self.there else float(not self.proposed)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Evaluation(NamedTuple):
    """Measures by class of entity and kind of record, accuracies over the paired, and the misses.

    *accuracy* gives for "status", "date", "value" and "speaker" how many agree and of how many.
    """

    entities: Mapping[str, Measure]
    records: Mapping[str, Measure]
    accuracy: Mapping[str, tuple[int, int]]
    missed: tuple[Line, ...]
    wrong: tuple[Line, ...]

    @property
    def all_entities(self) -> Measure:
        """Return the measure over all classes."""
        return _summed(self.entities.values())

    @property
    def all_records(self) -> Measure:
        """Return the measure over all kinds."""
        return _summed(self.records.values())


def evaluate(proposed: Iterable[Line], there: Iterable[Line]) -> Evaluation:
    """Return how well *proposed* agrees with what is *there*."""
    ours, theirs = list(proposed), list(there)
    our_records, their_records = _records(ours), _records(theirs)
    names = _names(ours), _names(theirs)
    pairs = _matched(dict(_candidates(our_records, their_records, *names)))
    paired = [(our_records[mine], their_records[there]) for mine, there in pairs.items()]
    found, answered = set(pairs), set(pairs.values())
    wrong = [line for index, line in enumerate(our_records) if index not in found]
    return Evaluation(
        entities=_entities_measured(ours, theirs),
        records=_measured(our_records, their_records, pairs, "kind"),
        accuracy=_accuracy(_agreements(mine, there, *names) for mine, there in paired),
        missed=tuple(line for index, line in enumerate(their_records) if index not in answered),
        wrong=tuple(sorted(wrong, key=lambda line: -(line.get("score") or 0))),
    )


def _summed(measures: Iterable[Measure]) -> Measure:
    rows = list(measures)
    return Measure(*(sum(row[index] for row in rows) for index in range(3)))


def _records(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line["kind"] not in _ENTITIES]


# -- entities -----------------------------------------------------------------------------


def _entities_measured(ours: list[Line], theirs: list[Line]) -> Mapping[str, Measure]:
    mine = [line for line in ours if line["kind"] in _ENTITIES]
    other = [line for line in theirs if line["kind"] in _ENTITIES]
    by_name: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(other):
        for name in _names_of(line):
            by_name[name].append(index)
    edges = {
        (index, there): 1.0 + (line["id"] == other[there]["id"])
        for index, line in enumerate(mine)
        for name in _names_of(line)
        for there in by_name[name]
    }
    return _measured(mine, other, _matched(edges), "class")


def _names_of(line: Line) -> list[str]:
    written = [line["id"], *line["labels"].values(), *line["aliases"]]
    return list(dict.fromkeys(name for name in map(folded, written) if name))


def _names(lines: Iterable[Line]) -> Mapping[str, frozenset[str]]:
    return {line["id"]: frozenset(_names_of(line)) for line in lines if line["kind"] in _ENTITIES}


def folded(name: str) -> str:
    """Return *name* without case, marks and signs: what is compared."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = (char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


# -- records ------------------------------------------------------------------------------


def _matched(weights: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Return which of ours answers which of theirs, one to one, with the greatest weight in all."""
    graph: nx.Graph[int] = nx.Graph()
    for (mine, there), weight in weights.items():
        graph.add_edge(mine, -1 - there, weight=weight)
    pairs = {}
    for part in nx.connected_components(graph):  # each by itself: the time is that of the largest
        for one, other in nx.max_weight_matching(graph.subgraph(part)):
            pairs[max(one, other)] = -1 - min(one, other)
    return pairs


def _candidates(
    ours: Sequence[Line],
    theirs: Sequence[Line],
    our_names: Mapping[str, frozenset[str]],
    their_names: Mapping[str, frozenset[str]],
) -> Iterator[tuple[tuple[int, int], float]]:
    by_kind: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(theirs):
        by_kind[line["kind"]].append(index)
    for index, line in enumerate(ours):
        for other in by_kind[line["kind"]]:
            quotes = _overlap(line["evidence"], theirs[other]["evidence"])
            who = _likeness(line, theirs[other], our_names, their_names)
            if quotes >= _HALF and who >= _HALF:
                agreed = _agreements(line, theirs[other], our_names, their_names)
                yield (index, other), quotes + who + sum(map(bool, agreed.values()))


def _overlap(ours: Sequence[Line], theirs: Sequence[Line]) -> float:
    """Return how much of the shorter quote the best pair of quotes has in common."""
    if _length(ours) > max(_LONG, _TWICE * _length(theirs)):
        return 0.0
    return max((_covered(mine, other) for mine in ours for other in theirs), default=0.0)


def _length(places: Iterable[Line]) -> int:
    return sum(place["end"] - place["start"] for place in places)


def _covered(mine: Line, other: Line) -> float:
    own, others = _length((mine,)), _length((other,))
    common = min(mine["end"], other["end"]) - max(mine["start"], other["start"])
    whole = min(own, others) if own >= _SHORT else others
    return max(0, common) / whole if whole > 0 else 0.0


def _likeness(
    mine: Line,
    other: Line,
    our_names: Mapping[str, frozenset[str]],
    their_names: Mapping[str, frozenset[str]],
) -> float:
    """Return the Jaccard index of the participants; 1 where neither has any."""
    ours = [_known(who, our_names) for who in mine["participants"]]
    theirs = [_known(who, their_names) for who in other["participants"]]
    free = list(theirs)
    common = 0
    for names in ours:
        found = next((there for there in free if names & there), None)
        if found is not None:
            free.remove(found)
            common += 1
    union = len(ours) + len(theirs) - common
    return common / union if union else 1.0


def _known(who: Line, names: Mapping[str, frozenset[str]]) -> frozenset[str]:
    written = {folded(who["actor"] or ""), folded(who["name"])}
    return names.get(who["actor"] or "", frozenset()) | (written - {""})


def _measured(
    ours: Sequence[Line], theirs: Sequence[Line], pairs: Mapping[int, int], key: str
) -> Mapping[str, Measure]:
    """Return the measure of each kind; what is right counts for the kind that is there."""
    right = Counter(theirs[there][key] for there in pairs.values())
    proposed = Counter(line[key] for index, line in enumerate(ours) if index not in pairs) + right
    every = Counter(line[key] for line in theirs)
    return {
        name: Measure(right[name], proposed[name], every[name])
        for name in sorted({*proposed, *every})
    }


# -- what the paired say ------------------------------------------------------------------


def _accuracy(agreements: Iterable[Mapping[str, bool | None]]) -> Mapping[str, tuple[int, int]]:
    counted = dict.fromkeys(("status", "date", "value", "speaker"), (0, 0))
    for agreed in agreements:
        for name, agrees in agreed.items():
            if agrees is not None:
                right, every = counted[name]
                counted[name] = (right + agrees, every + 1)
    return counted


def _agreements(
    mine: Line,
    other: Line,
    our_names: Mapping[str, frozenset[str]],
    their_names: Mapping[str, frozenset[str]],
) -> Mapping[str, bool | None]:
    """Return what two records agree on; None where neither says anything."""
    said = [(line["status"], line["polarity"]) for line in (mine, other)]
    times = [mine["time"], other["time"]]
    figures = [_figures(mine), _figures(other)]
    ours = [_known(who, our_names) for who in mine["attributed_to"]]
    theirs = [_known(who, their_names) for who in other["attributed_to"]]
    same = len(ours) == len(theirs) and all(map(frozenset.intersection, ours, theirs))
    return {
        "status": said[0] == said[1],
        "date": times[0] == times[1] if any(times) else None,
        "value": figures[0] == figures[1] if any(figures) else None,
        "speaker": same if ours or theirs else None,
    }


def _figures(line: Line) -> set[tuple[float, str]]:
    return {(float(figure["value"]), figure["unit"]) for figure in line["quantities"]}
