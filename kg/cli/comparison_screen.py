"""What ``kg compare`` prints: what both sides have, their figures, what one has alone."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from kg.cli.phrases import Phrases, newest_first
from kg.cli.printing import coloured_status, status_word
from kg.evidence import printable
from kg.lookup import Catalogue, Line
from kg.lookup.comparing import Comparison, Figure, Group, Row, Side

_STATUS = len("asserted")  # how wide; most are as long, and a longer one may stand out
_WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "same": "ONE RECORD ON BOTH SIDES ({n}): {kinds}",
        "each": "each",
        "both": "BOTH, EACH IN A RECORD OF ITS OWN ({n})",
        "figures": "FIGURES OF ONE MEASURE AND ONE WHOLE ({n})",
        "only": "ONLY {side} ({n}): {kinds}",
        "none": "ONLY {side} (0)",
        "times": ("before {day}", "since {day}"),
        "undated": "WITHOUT A DATE, SO ON NO SIDE ({n})",
        "left_out": "without a date, so on no side: {n} (--undated lists them)",
        "more": "{n} more: --all",
        "differs": "differs in {what}",
        "alike": "no difference in status, stage, figure or speaker",
        "sum": "{left}: {n}; {right}: {m}; only possibly inside (~): {possible}",
        "sums": "{left}: {n}; {right}: {m}",
        "ways": {
            "status": "status",
            "stage": "stage",
            "when": "date",
            "figure": "figure",
            "speaker": "speaker",
            "reporter": "whose statistics",
            "content": "what is said of one matter",
        },
    },
    "de": {
        "same": "EIN EINTRAG AUF BEIDEN SEITEN ({n}): {kinds}",
        "each": "beide",
        "both": "BEIDE, JE IN EINEM EIGENEN EINTRAG ({n})",
        "figures": "ZAHLEN EINES MASSES UND EINER GESAMTHEIT ({n})",
        "only": "NUR {side} ({n}): {kinds}",
        "none": "NUR {side} (0)",
        "times": ("vor {day}", "ab {day}"),
        "undated": "OHNE DATUM, DARUM AUF KEINER SEITE ({n})",
        "left_out": "ohne Datum, darum auf keiner Seite: {n} (--undated zeigt sie)",
        "more": "{n} weitere: --all",
        "differs": "verschieden: {what}",
        "alike": "kein Unterschied in Status, Stand, Zahl oder Sprecher",
        "sum": "{left}: {n}; {right}: {m}; nur möglicherweise darin (~): {possible}",
        "sums": "{left}: {n}; {right}: {m}",
        "ways": {
            "status": "Status",
            "stage": "Stand",
            "when": "Datum",
            "figure": "Zahl",
            "speaker": "Sprecher",
            "reporter": "wessen Statistik",
            "content": "was zu einer Sache gesagt wird",
        },
    },
}


class Sides(NamedTuple):
    """The two sides, what they are called, and whether they are two times."""

    left: Side
    right: Side
    titles: tuple[str, str]
    times: bool = False

    @property
    def undated(self) -> tuple[Line, ...]:
        """Return the records that are on neither side for want of a date, each once."""
        every = (*self.left.undated, *self.right.undated)
        return tuple({line["id"]: line for line in every}.values())


class ComparisonScreen:
    """Renders two sides as text for a person, or as JSON. *most* is how many of each part."""

    def __init__(
        self, catalogue: Catalogue, sides: Sides, result: Comparison, most: int | None
    ) -> None:
        self.catalogue = catalogue
        self.phrases = Phrases(catalogue)
        self.words = _WORDS[catalogue.lang]
        self.sides = sides
        self.result = result
        self.most = most
        words = self.words["times"] if sides.times else ("{day}", "{day}")
        self.titles = [
            word.format(day=printable(title))
            for word, title in zip(words, sides.titles, strict=True)
        ]
        self.width = max(map(len, self.titles))

    def render(self, *, undated: bool) -> Iterator[str]:
        """Yield the lines of the screen."""
        result, left, right = self.result, self.sides.left, self.sides.right
        if result.same:
            yield self._head("same", result.same)
            yield from self._listed(result.same, left, both=True)
        if rows := [self._figures(row) for row in result.figures]:
            yield self.words["figures"].format(n=len(rows))
            yield from self._some(rows)
        if groups := [self._group(group) for group in self._without_figures()]:
            yield self.words["both"].format(n=len(groups))
            yield from self._some(groups)
        for title, side, lines in (
            (self.titles[0], left, result.only_left),
            (self.titles[1], right, result.only_right),
        ):
            yield self._head("only" if lines else "none", lines, title)
            yield from self._listed(lines, side)
        if undated and self.sides.undated:
            yield self.words["undated"].format(n=len(self.sides.undated))
            yield from self._listed(self.sides.undated, left)

    def last_line(self, *, undated: bool) -> str:
        """Return how many records each side has, and how many neither for want of a date."""
        left, right = self.sides.left, self.sides.right
        possible = len(left.possible | right.possible)
        said = self.words["sum" if possible else "sums"].format(
            left=self.titles[0],
            right=self.titles[1],
            n=len(left.records),
            m=len(right.records),
            possible=possible,
        )
        left_out = self.words["left_out"].format(n=len(self.sides.undated))
        return f"{said}; {left_out}" if self.sides.undated and not undated else said

    # -- both -----------------------------------------------------------------------------

    def _without_figures(self) -> Iterator[Group]:
        """Yield what both have, but for records that stand in a row of figures."""
        shown = {
            figure.record["id"] for row in self.result.figures for figure in (*row.left, *row.right)
        }
        for group in self.result.both:
            if any(line["id"] not in shown for line in (*group.left, *group.right)):
                yield group

    def _group(self, group: Group) -> list[str]:
        rows = [
            f"{title:<{self.width}}  {self._row(line, side)}"
            for title, side, lines in self._both_ways(group.left, group.right)
            for line in lines
        ]
        return [*rows, f"  {self._differs(group.differs)}"]

    def _figures(self, row: Row) -> list[str]:
        rows = [
            f"{title:<{self.width}}  {self._figure(figure, side)}"
            for title, side, figures in self._both_ways(row.left, row.right)
            for figure in figures
        ]
        return [*rows, f"  {self._differs(row.differs)}"]

    def _both_ways(
        self, left: Sequence[Any], right: Sequence[Any]
    ) -> Iterator[tuple[str, Side, Sequence[Any]]]:
        yield self.titles[0], self.sides.left, left
        yield self.titles[1], self.sides.right, right

    def _differs(self, ways: Sequence[str]) -> str:
        """Return in what two sides differ; that two times have two dates is no news."""
        told = [self.words["ways"][way] for way in ways if way != "when" or not self.sides.times]
        return str(
            self.words["differs"].format(what=", ".join(told)) if told else self.words["alike"]
        )

    def _figure(self, figure: Figure, side: Side) -> str:
        record = figure.record
        parts = [self.phrases.figure(figure.quantity, record["kind"])]
        if record["attributed_to"]:
            says = self.phrases.words["says"]
            parts.append(says.format(who=self.phrases.speakers(record)))
        parts += [self.phrases.id_of(record), self._when(record, side)]
        status = coloured_status(f"{status_word(record):<{_STATUS}}")
        return f"{status}  {printable(' · '.join(parts))}"

    # -- lists ----------------------------------------------------------------------------

    def _head(self, word: str, lines: Sequence[Line], title: str = "") -> str:
        """Return the head of a list: whose it is, how many, and how many of each kind."""
        counts = Counter(line["kind"] for line in lines)
        kinds = [
            f"{counts[kind]} {self.catalogue.word('kinds', kind)}"
            for kind in self.catalogue.vocabulary["kinds"]
            if counts[kind]
        ]
        return str(self.words[word].format(side=title, n=len(lines), kinds=", ".join(kinds)))

    def _listed(self, lines: Sequence[Line], side: Side, *, both: bool = False) -> Iterator[str]:
        """Yield *lines* by kind, the newest first; where there are too many, some of each kind."""
        kinds = list(self.catalogue.vocabulary["kinds"])
        ranked = [
            (rank, number, line)
            for number, kind in enumerate(kinds)
            for rank, line in enumerate(newest_first(x for x in lines if x["kind"] == kind))
        ]
        chosen = sorted(ranked, key=lambda item: item[:2])[: self.most]
        for _, _, line in sorted(chosen, key=lambda item: (item[1], item[0])):
            yield f"  {self._row(line, side)}{self._parts(line) if both else ''}"
        yield from self._more(len(lines) - len(chosen))

    def _some(self, rows: Sequence[list[str]]) -> Iterator[str]:
        for row in rows[: self.most]:
            yield from (f"  {line}" for line in row)
        yield from self._more(len(rows) - len(rows[: self.most]))

    def _more(self, left_off: int) -> Iterator[str]:
        if left_off:
            yield f"  {self.words['more'].format(n=left_off)}"

    def _row(self, line: Line, side: Side) -> str:
        return f"{self.phrases.in_line(line, _STATUS)} · {self._when(line, side)}"

    def _when(self, line: Line, side: Side) -> str:
        mark = "~" if line["id"] in side.possible else ""
        return f"{mark}{line['time'] or self.phrases.words['undated']}"

    def _parts(self, line: Line) -> str:
        """Return the part that each of two actors has in a record of both."""
        actors = [self.sides.left.actor, self.sides.right.actor]
        parts = [self._roles(line, actor) for actor in actors]
        if actors[0] == actors[1] or not all(parts):
            return ""
        if parts[0] == parts[1]:
            return f"  [{self.words['each']}: {parts[0]}]"
        told = (f"{title}: {part}" for title, part in zip(self.titles, parts, strict=True))
        return f"  [{' · '.join(told)}]"

    def _roles(self, line: Line, actor: str | None) -> str:
        roles = (role for role, entity in self.catalogue.roles(line) if entity == actor)
        return ", ".join(self.catalogue.word("fields", role) for role in dict.fromkeys(roles))

    # -- for programs ---------------------------------------------------------------------

    def json(self, *, undated: bool) -> dict[str, Any]:
        """Return everything that the screen says; records as their stable lines."""
        result, sides = self.result, self.sides
        parts = {
            "same": list(result.same),
            "both": [group._asdict() for group in result.both],
            "figures": [
                {
                    "left": [_figure_json(figure) for figure in row.left],
                    "right": [_figure_json(figure) for figure in row.right],
                    "differs": list(row.differs),
                }
                for row in result.figures
            ],
            "only_left": list(result.only_left),
            "only_right": list(result.only_right),
        }
        return {
            "results": [{"part": part, "items": items} for part, items in parts.items() if items],
            "sides": [
                {
                    "title": title,
                    "actor": side.actor,
                    "records": len(side.records),
                    "possible": sorted(side.possible),
                }
                for title, side in zip(self.titles, (sides.left, sides.right), strict=True)
            ],
            "undated": len(sides.undated),
            "undated_records": list(sides.undated) if undated else [],
        }


def _figure_json(figure: Figure) -> dict[str, Any]:
    record = figure.record
    named = {name: record[name] for name in ("id", "status", "polarity", "attributed_to", "time")}
    return {**named, "quantity": figure.quantity}
