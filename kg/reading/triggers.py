"""Frames and what evokes them: the data of ``data/frames.yaml`` and ``data/frames/``.

The first says of each frame, for all languages, which kind of record it makes, which roles it has
and what may fill them; the others, one a language, which words evoke it and by which markers its
roles are told (see `kg.reading.sentence`).
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from kg.reading.knowledge import knowledge


class Frame(NamedTuple):
    """What a predicate means, whatever the language.

    *roles* gives for each role what may fill it ("actor", "body", "person", "thing", "place");
    *needs* the roles without which there is no record, *either* those of which one is enough;
    *least* how many actors there are at least. *counts*: it takes figures, *prices*: sums of money.
    *changes* and *carries*: whether roles may come from the sentences before, for an event that
    changes and for one that is new (see `kg.reading.memory`). *label* says it in our words.
    """

    name: str
    kind: str
    roles: Mapping[str, str]
    needs: tuple[str, ...]
    either: tuple[str, ...]
    least: int
    fields: Mapping[str, Any]
    counts: bool
    prices: bool
    changes: bool
    carries: bool
    weight: float
    label: Mapping[str, str]


class Trigger(NamedTuple):
    """Words that evoke a frame, and the markers of its roles in one language.

    *failing* are further markers, asked where the roles are not filled without them. *beside* are
    lemmas of which one must stand in the clause; *unless* of which none may.
    *needs* are roles that must be filled by these words, besides those the frame needs.
    """

    frame: Frame
    is_verb: bool
    slots: Mapping[str, tuple[str, ...]]
    failing: Mapping[str, tuple[str, ...]]
    beside: frozenset[str]
    unless: frozenset[str]
    fields: Mapping[str, Any]
    weight: float
    lemmas: tuple[str, ...]
    needs: tuple[str, ...] = ()

    @property
    def further(self) -> dict[str, tuple[str, ...]]:
        """Return the markers with those for where the first ones fail."""
        return {
            role: (*self.slots.get(role, ()), *markers) for role, markers in self.failing.items()
        }


def by_rule(name: str, **fields: Any) -> Trigger:
    """Return a trigger without words, for what other rules find: a figure, a share."""
    frame = frames()[name]
    return Trigger(
        frame=frame,
        is_verb=False,
        slots={},
        failing={},
        beside=frozenset(),
        unless=frozenset(),
        fields={**frame.fields, **fields},
        weight=frame.weight,
        lemmas=(),
    )


@cache
def frames() -> Mapping[str, Frame]:
    """Return every frame by name."""
    return {
        name: Frame(
            name=name,
            kind=data["kind"],
            roles=data["roles"],
            needs=tuple(data.get("needs", ())),
            either=tuple(data.get("either", ())),
            least=data.get("least", 1),
            fields=data.get("fields", {}),
            counts=data.get("counts", False),
            prices=data.get("prices", False),
            changes=data.get("changes", False),
            carries=data.get("carries", False),
            weight=data.get("weight", 0.5),
            label=data["label"],
        )
        for name, data in knowledge("frames").items()
    }


class Triggers(NamedTuple):
    """The triggers of a language by their first lemma, the nouns that end compounds, the verbs."""

    by_lemma: Mapping[str, tuple[tuple[tuple[str, ...], Trigger], ...]]
    heads: tuple[str, ...]
    verbs: frozenset[str]


@cache
def triggers_of(language: str) -> Triggers:
    """Return what evokes frames in *language*."""
    index: dict[str, list[tuple[tuple[str, ...], Trigger]]] = {}
    heads: set[str] = set()
    verbs: set[str] = set()
    for name, groups in knowledge(f"frames/{language}").items():
        for group in groups:
            trigger = _trigger(frames()[name], group)
            for written in trigger.lemmas:
                lemmas = tuple(written.split())
                index.setdefault(lemmas[0], []).append((lemmas, trigger))
                if len(lemmas) == 1:
                    (verbs if trigger.is_verb else heads).add(written)
    ordered = {
        first: tuple(sorted(found, key=lambda pair: -len(pair[0])))
        for first, found in index.items()
    }
    ends = sorted(sorted(heads), key=len, reverse=True)
    return Triggers(ordered, tuple(ends), frozenset(verbs))


def _trigger(frame: Frame, group: Mapping[str, Any]) -> Trigger:
    is_verb = "verbs" in group
    return Trigger(
        frame=frame,
        is_verb=is_verb,
        slots=_slots(group.get("slots", {})),
        failing=_slots(group.get("failing", {})),
        beside=frozenset(group.get("beside", ())),
        unless=frozenset(group.get("unless", ())),
        fields={**frame.fields, **group.get("fields", {})},
        weight=group.get("weight", frame.weight),
        lemmas=tuple(group["verbs"] if is_verb else group["nouns"]),
        needs=tuple(group.get("needs", ())),
    )


@lru_cache(1 << 14)
def heads_in(lemma: str) -> tuple[str, ...]:
    """Return the nouns that evoke frames with which a German lemma ends, the longest first."""
    return tuple(head for head in triggers_of("de").heads if lemma.endswith(head))


def _slots(written: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {
        role: tuple(markers) if isinstance(markers, list) else tuple(str(markers).split())
        for role, markers in written.items()
    }
