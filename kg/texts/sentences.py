"""One sentence a record: how the source puts it, our label, and what the label leaves out."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from kg.evidence import printable
from kg.lookup import Catalogue, Line, folded, in_language
from kg.rights import Rights
from kg.texts.wording import (
    amount_in_words,
    date_in_words,
    listed,
    plain,
    shows_itself,
    templates,
    unique,
)

UNSPECIFIED = frozenset({"unspecified", "unstated"})  # codes that say: the text doesn't say
_FIELD = re.compile(r"\{(\w+)\}")
_TIMES = ("when", "valid", "reported")
_SHORT_NAME = 4
_ENDS = (".", "!", "?", "…")


class _Piece(NamedTuple):
    """A value as it is written, and the names under which a label may have said it already."""

    text: str
    names: tuple[str, ...]


class Sentences:
    """Makes sentences of a catalogue's records in its language.

    *numbers* are the sources' numbers where a text has several; without them a sentence says
    "the source".
    """

    def __init__(self, catalogue: Catalogue, numbers: Mapping[str, str] | None = None) -> None:
        self.catalogue = catalogue
        self.lang = catalogue.lang
        self.words = templates(catalogue.lang)
        self.numbers = numbers or {}

    @cached_property
    def silent(self) -> frozenset[str]:
        """The sources whose words may not be passed on."""
        return Rights(self.catalogue).silent

    # -- the sentence ---------------------------------------------------------------------

    def whole(self, record: Line) -> str:
        """Return the sentence of a record with everything its label leaves out."""
        return _ended(self.short(record).removesuffix(".") + self._details(record))

    def short(self, record: Line) -> str:
        """Return how the source puts it, and what."""
        return _ended(f"{self.frame(record)}: {self._told(record)}")

    def _told(self, record: Line) -> str:
        """Return the label; of a judgement that nobody rejects its content, which says it whole."""
        content = record["details"].get("content") or {}
        whole = record["kind"] == "assessment" and self.lang in content
        if not whole or is_no(record) or source_of(record) in self.silent:
            return plain(self.catalogue.label(record))
        return plain(content[self.lang])

    def frame(self, record: Line) -> str:
        """Return how the source puts a record, as the beginning of a sentence."""
        frames = self._frames(record)
        agent = record["modal_agent"] and record["modal_agent"]["actor"]
        source = source_of(record)
        name = "passed" if record["attributed_to"] and "passed" in frames else "own"
        if name == "own" and agent == self.catalogue.store.manifest["sources"][source]["voice"]:
            name = "self" if "self" in frames else name
        written = frames.get(name, next(iter(frames.values()))).format(
            source=self._source(source),
            who=self.chain(record),
            hedge=self._hedge(record),
            agent=self.words["agent"].format(self._name(agent)) if agent else "",
        )
        return f"{written}{self.words['negative'] if is_negative(record) else ''}"

    def _frames(self, record: Line) -> Mapping[str, str]:
        """Return the frames of a record's status; a judgement is called one."""
        status = record["status"]
        found = self.words["judgement"].get(status) if record["kind"] == "assessment" else None
        frames: Mapping[str, str] = found or self.words["frames"][status]
        return frames

    def _source(self, source: str) -> str:
        if source in self.numbers:
            return str(self.words["source_many"].format(self.numbers[source]))
        return str(self.words["source_one"])

    def _hedge(self, record: Line) -> str:
        hedge = record["details"].get("hedge")
        if not hedge or source_of(record) in self.silent:
            return ""
        return str(self.words["hedge"].format(printable(hedge)))

    def chain(self, record: Line) -> str:
        """Return who says so, nearest to the authors first, each citing the next."""
        steps = [
            listed([self._name(who) for who in step], self.words["and"])
            for step in steps_of(record)
        ]
        written = steps.pop() if steps else ""
        for step in reversed(steps):
            written = self.words["citing"].format(step, written)
        return written

    def _name(self, entity: str) -> str:
        return plain(self.catalogue.name_of(entity))

    # -- what the label leaves out --------------------------------------------------------

    def _details(self, record: Line) -> str:
        parts = list(self._parts(record))
        if not parts:
            return ""
        return str(self.words["brackets"].format(self._aside(record) + "; ".join(parts)))

    def _aside(self, record: Line) -> str:
        """Return what stands before details that nobody says are so, lest they read as done."""
        if record["status"] == "denied":
            return str(self.words["what_is_denied"])
        if is_negative(record):
            return str(self.words["what_is_negated"])
        if record["status"] == "hypothetical" and record["kind"] != "assessment":
            return str(self.words["what_is_imagined"])
        return ""

    def _parts(self, record: Line) -> Iterator[str]:
        told = folded(self._told(record))
        said = f"{told} {folded(self._written('quantity', record))}"
        for part in (*self.words["kinds"][record["kind"]]["parts"], *self.words["common"]):
            template = part.removeprefix("!")
            values = {field: self._pieces(field, record) for field in _FIELD.findall(template)}
            if not all(values.values()):
                continue
            pieces = [piece for found in values.values() for piece in found]
            if part.startswith("!") or not all(_is_said(piece, said) for piece in pieces):
                yield template.format(**{name: _joined(found) for name, found in values.items()})

    def _written(self, field: str, record: Line) -> str:
        return _joined(self._pieces(field, record))

    def _pieces(self, field: str, record: Line) -> list[_Piece]:
        """Return the values of a field; [] where the record has none that says anything."""
        if field == "quantity":
            return [_Piece(self._figure(figure, record), ()) for figure in record["quantities"]]
        if field in _TIMES:
            time = time_of(record, field)
            return [_Piece(date_in_words(time, self.lang), ())] if time else []
        entities = [entity for role, entity in self.catalogue.roles(record) if role == field]
        if entities and field != "asset":
            return [self._entity(entity) for entity in unique(entities)]
        if f"{record['kind']}.{field}" in self.catalogue.vocabulary["codes"]:
            return self._codes(field, record)
        return list(self._texts(field, record))

    def _entity(self, entity: str) -> _Piece:
        line = self.catalogue.entities.get(entity)
        if line is None:
            return _Piece(plain(entity), ())
        others = (name["name"] for name in line.get("names", ()))
        return _Piece(self._name(entity), (*line["labels"].values(), *line["aliases"], *others))

    def _codes(self, field: str, record: Line) -> list[_Piece]:
        value = record["details"].get(field)
        codes = value if isinstance(value, list) else [value] if value else []
        path = f"{record['kind']}.{field}"
        labels = [
            self.catalogue.word("codes", path, code) for code in codes if code not in UNSPECIFIED
        ]
        return [_Piece(label, (label,)) for label in labels]

    def _texts(self, field: str, record: Line) -> Iterator[_Piece]:
        value = record["details"].get(field)
        for item in value if isinstance(value, list) else [value] if value else ():
            if isinstance(item, dict) and "system" in item:
                text = self._asset(item)
            elif source_of(record) in self.silent:
                continue
            elif field in ("title", "likelihood"):
                text = self._words_of_the_text(item, record)
            elif isinstance(item, dict):
                text = plain(in_language(item, self.lang)).removesuffix(".")
            else:
                text = plain(str(item))
            if text:
                yield _Piece(text, (text,))

    def _words_of_the_text(self, item: Any, record: Line) -> str:
        """Return words as verbatim where they stand in the source's text; else as ours."""
        source = source_of(record)
        language = self.catalogue.store.manifest["sources"][source]["language"]
        words = in_language(item, language) if isinstance(item, dict) else str(item)
        verbatim = words in self.catalogue.text(source).content
        return f"«{printable(words)}»" if verbatim else f"“{plain(words)}”"

    def _asset(self, asset: Mapping[str, Any]) -> str:
        number = f"{asset['number']} × " if asset.get("number") else ""
        owner = f" ({self._name(asset['operator'])})" if asset.get("operator") else ""
        return f"{number}{self._name(asset['system'])}{owner}"

    def _figure(self, figure: Mapping[str, Any], record: Line) -> str:
        qualifier = figure["qualifier"]
        loosened = self.catalogue.word("qualifiers", qualifier) if qualifier else ""
        hidden = source_of(record) in self.silent or shows_itself(figure)
        pattern = "figure_of_whole" if record["kind"] == "share" else "figure"
        written: str = self.words[pattern].format(
            of=plain(figure["of"]),
            amount=amount_in_words(figure, loosened, self.lang),
            words="" if hidden else self.words["words"].format(printable(figure["words"])),
        )
        return written

    # -- what is missing ------------------------------------------------------------------

    def missing(self, record: Line) -> Iterator[str]:
        """Yield what this record's quotes don't say, by the empty fields that its kind expects."""
        for fields, text in self.words["kinds"][record["kind"]]["missing"].items():
            if not any(self._is_filled(field, record) for field in fields.split("|")):
                yield text
        entities = self.catalogue.entities
        speakers = [entities.get(who) for step in steps_of(record) for who in step]
        if any(line and line["class"] == "unnamed_source" for line in speakers):
            yield self.words["unnamed_source"]
        roles = [entities.get(entity) for _, entity in self.catalogue.roles(record)]
        if any(line and line.get("group") == "unnamed" for line in roles):
            yield self.words["unnamed_group"]

    def _is_filled(self, field: str, record: Line) -> bool:
        if field == "quantity":
            return bool(record["quantities"])
        if field in _TIMES:
            return time_of(record, field) is not None
        if any(role == field for role, _ in self.catalogue.roles(record)):
            return True
        value = record["details"].get(field)
        return bool(value) and not (isinstance(value, str) and value in UNSPECIFIED)


def source_of(record: Line) -> str:
    """Return the id of the source that a record is of."""
    return str(record["id"].partition("/")[0])


def is_negative(record: Line) -> bool:
    """Return whether a record is said not to be so."""
    return bool(record["polarity"] == "negative")


def is_no(record: Line) -> bool:
    """Return whether a record is denied, or said not to be so."""
    return is_negative(record) or record["status"] == "denied"


def steps_of(record: Line) -> list[list[str]]:
    """Return who says so, nearest to the authors first; those cited side by side are one step."""
    written = record["details"].get("attributed_to")
    if written is None:
        return [[step["actor"] or step["name"]] for step in record["attributed_to"]]
    return [
        [step["who"]] if isinstance(step["who"], str) else list(step["who"]) for step in written
    ]


def time_of(record: Line, field: str) -> Any:
    """Return a record's time in long form or as EDTF; None where it has none."""
    return record["details"].get(field) or (record["time"] if field == "when" else None)


def _joined(pieces: list[_Piece]) -> str:
    return ", ".join(piece.text for piece in pieces)


def _is_said(piece: _Piece, label: str) -> bool:
    return any(_stands_in(folded(name), label) for name in (*piece.names, piece.text))


def _stands_in(name: str, label: str) -> bool:
    """Return whether a name stands in a label, perhaps inflected; a short one only as it is."""
    end = r"\b" if len(name) < _SHORT_NAME else ""
    return bool(name) and re.search(rf"\b{re.escape(name)}{end}", label) is not None


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(_ENDS) else f"{sentence}."
