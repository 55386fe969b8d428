"""Who leans on whom: shares and supplies, each with its whole.

A share says how large a part of somebody's total comes from somebody; a supply says that something
comes, without a figure. Figures with different wholes are never summed nor compared: a whole is
whose total it is, of what, in which direction, with whom, by which basis and in which unit. Only
what has the same whole stands in one row, as a row of figures over time. How lopsided a pair is, is
told in records and wholes, counted apart for each side.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from kg.errors import KgError
from kg.network.answer import Analysis, Row, Value
from kg.network.making import filling
from kg.network.material import NEGATIVE, SAID, Line, Material, weights

Figures = tuple[Mapping[str, Any], ...]


class Whole(NamedTuple):
    """What a figure is a part of; "" where a record doesn't say."""

    who: str
    on: str
    sort: str
    direction: str
    items: tuple[str, ...]
    counterpart: str
    basis: str
    unit: str
    of: str


def dependency(
    material: Material, *, statuses: Collection[str] = SAID, lang: str = "en"
) -> Analysis:
    """Return who leans on whom for what, and how the two sides of a pair stand to each other.

    *pairs*: how many records and wholes let one lean on the other, and the other on the one; the
    most lopsided first. *wholes*: each whole with its figures, in the order of time, with the words
    that loosen them in *lang*. A group is
    named as the source names it, also where it is one or the other. A share of exports says of what
    a flow consists, not who leans on whom, and is left out; so is what negates.
    """
    if not any(weights()["statuses"].get(status) for status in statuses):
        named = ", ".join(map(repr, statuses))
        raise KgError(f"{named} says of nobody that he leans on somebody")
    wholes, notes = _sorted_in(material, statuses)
    tables = {"pairs": tuple(_pairs(wholes)), "wholes": tuple(_rows(material, wholes, lang))}
    behind = {name for names in wholes.values() for name in names}
    made_on = {
        "projection": "dependency",
        "statuses": list(statuses),
        "groups": True,
        "nodes": len({end for whole in wholes for end in (whole.who, whole.on)}),
        "edges": len(wholes),
        "records": len(behind),
    }
    return Analysis("dependency", tables, made_on, {}, {"wholes": len(wholes)}, notes)


def _sorted_in(
    material: Material, statuses: Collection[str]
) -> tuple[dict[Whole, list[str]], dict[str, tuple[str, ...]]]:
    wholes: defaultdict[Whole, list[str]] = defaultdict(list)
    notes: defaultdict[str, list[str]] = defaultdict(list)
    for name, line in material.records.items():
        if line["kind"] in {"share", "supply"}:
            reason = _reason(line, statuses)
            found = [] if reason else list(_wholes(line))
            if not found:
                notes[reason or "composition"].append(name)
            for whole in found:
                wholes[whole].append(name)
    return dict(sorted(wholes.items())), {why: tuple(names) for why, names in sorted(notes.items())}


def _reason(line: Line, statuses: Collection[str]) -> str | None:
    if line["polarity"] == NEGATIVE:
        return "negative"
    if line["status"] not in statuses:
        return "other_status"
    return None if weights()["statuses"].get(line["status"]) else "denied"


def _wholes(line: Line) -> Iterator[Whole]:
    """Yield the wholes of a record: one for each unit, or each pair of a supply."""
    details = line["details"]
    if line["kind"] == "supply":
        items = tuple(sorted(_list(details.get("item")) + filling(line, "item")))
        for who in filling(line, "recipient"):
            for on in filling(line, "supplier"):
                yield Whole(who, on, "supply", "", items, "", "", "", "")
    elif details["direction"] != "exports":
        item = tuple(_list(details.get("item")) + filling(line, "item"))
        for holder in filling(line, "holder"):
            for provider in filling(line, "provider"):
                counterpart = next(iter(filling(line, "counterpart")), "")
                about = (details["direction"], item, counterpart, details["basis"])
                for unit, of in _measures(line):
                    yield Whole(holder, provider, "share", *about, unit, of)


def _measures(line: Line) -> list[tuple[str, str]]:
    found = {(quantity["unit"], quantity["of"]) for quantity in line["quantities"]}
    return sorted(found) or [("", "")]


def _list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _pairs(wholes: Mapping[Whole, list[str]]) -> Iterator[Row]:
    leaning: defaultdict[tuple[str, str], list[Whole]] = defaultdict(list)
    for whole in wholes:
        leaning[whole.who, whole.on].append(whole)
    rows = []
    for one, other in {tuple(sorted(pair)) for pair in leaning}:
        sides = [_side(wholes, leaning, pair) for pair in ((one, other), (other, one))]
        more, less = sorted(
            zip(((one, other), (other, one)), sides, strict=True),
            key=lambda item: (-len(item[1][0]), -item[1][1], item[0]),
        )
        rows.append(_pair(more, less))
    return iter(sorted(rows, key=_lopsided_first))


_Side = tuple[tuple[str, ...], int, int]


def _side(
    wholes: Mapping[Whole, list[str]],
    leaning: Mapping[tuple[str, str], list[Whole]],
    pair: tuple[str, str],
) -> _Side:
    """Return the records by which one leans on the other, the wholes, and those with a figure."""
    own = leaning.get(pair, [])
    records = tuple(sorted({name for whole in own for name in wholes[whole]}))
    return records, len(own), sum(bool(whole.unit) for whole in own)


def _pair(more: tuple[tuple[str, str], _Side], less: tuple[tuple[str, str], _Side]) -> Row:
    (who, on), (records, own, figured) = more
    _, (back, own_back, figured_back) = less
    values: dict[str, Value] = {
        "who": who,
        "on": on,
        "count": len(records),
        "wholes": own,
        "with_figure": figured,
        "count_back": len(back),
        "wholes_back": own_back,
        "with_figure_back": figured_back,
    }
    return Row(values, tuple(sorted({*records, *back})))


def _lopsided_first(row: Row) -> tuple[int, str, str]:
    ahead = int(row.values["count"] or 0) - int(row.values["count_back"] or 0)
    return -ahead, str(row.values["who"]), str(row.values["on"])


def _rows(material: Material, wholes: Mapping[Whole, list[str]], lang: str) -> Iterator[Row]:
    """Yield each whole, once for each status and speaker with which figures of it are told."""
    for whole, names in wholes.items():
        told: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for name in sorted(names, key=lambda name: (material.records[name]["time"] or "~", name)):
            told[_telling(material.records[name])].append(name)
        for (status, said_by), same in sorted(told.items()):
            values: dict[str, Value] = {
                "who": whole.who,
                "on": whole.on,
                "sort": whole.sort,
                "direction": whole.direction,
                "items": ", ".join(whole.items),
                "counterpart": whole.counterpart,
                "basis": whole.basis,
                "of": whole.of,
                "figures": "; ".join(_figures(material, same, whole, lang)),
                "status": status,
                "said_by": said_by,
            }
            yield Row(values, tuple(same))


def _telling(line: Line) -> tuple[str, str]:
    chain = (str(step["actor"] or step["name"]) for step in line["attributed_to"])
    return line["status"], ", ".join(chain)


def _figures(material: Material, names: Collection[str], whole: Whole, lang: str) -> Iterator[str]:
    """Yield each figure of a whole with its date, as numbers and codes."""
    qualifiers = material.vocabulary["qualifiers"]
    for name in names:
        line = material.records[name]
        for quantity in line["quantities"]:
            if (quantity["unit"], quantity["of"]) == (whole.unit, whole.of):
                time = f" ({line['time']})" if line["time"] else ""
                code = quantity["qualifier"]
                loosened = f"{qualifiers[code][lang]} " if code else ""
                yield f"{loosened}{_figure(quantity)}{time}"


def _figure(quantity: Mapping[str, Any]) -> str:
    whole = f" / {quantity['out_of']}" if "out_of" in quantity else ""
    return f"{quantity['value']}{whole} {quantity['unit']}"
