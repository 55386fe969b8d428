"""Names that no lexicon has: found only where two cues agree.

Cues are a legal form, the word for such a body at the end of a capitalised name, a title, a given
name, a class noun before quotation marks, an acronym in brackets, and a second occurrence. German
writes all nouns in capitals, so there a capital is no cue; in lines of capitals nothing is new.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml
from anyascii import anyascii

from kg.models import EntityClass
from kg.reading.morphology import morphology
from kg.reading.pieces import Piece, folded, knowledge

_OPENING, _CLOSING = "„“”«\"»‚‘'", "“”»\"«’‘'"
_LONGEST = 9  # pieces of a name
_QUOTED = 6
_LEAST_NAME = 3  # letters of a surname that stands for its bearer
_ACRONYM = re.compile(r"[A-ZА-Я][A-ZА-Я&-]{1,7}")
_AS = {"exercise": "system", "agreement": "system"}  # no class of their own among the entities


class New(NamedTuple):
    """A new name: pieces *first* to *end*, exclusive, and what it names."""

    first: int
    end: int
    label: str
    entity_class: EntityClass
    id: str


def slug(name: str) -> str:
    """Return *name* as an id: small ASCII letters, digits and hyphens.

    >>> slug("Компания «Полёт»"), slug("Süd-Werft GmbH")
    ('kompaniya-polet', 'sud-werft-gmbh')
    """
    return re.sub(r"[^a-z0-9]+", "-", anyascii(folded(name)).lower()).strip("-")


class Newcomers:
    """Looks for new names in the pieces of a text. *known* says which pieces a lexicon's name has."""

    def __init__(
        self, text: str, pieces: Sequence[Piece], language: str, known: Mapping[int, int]
    ) -> None:
        self.text, self.pieces, self.language, self.known = text, pieces, language, known
        self.cues = _cues()
        self.words = knowledge(language)
        self.titles = frozenset(self.words.get("titles", ()))
        self.speaking = frozenset(self.words.get("speaking", ()))
        self.particles = frozenset(self.words.get("name_particles", ()))
        self.named_after = {
            word: entity_class
            for entity_class, words in self.words.get("named_after", {}).items()
            for word in words
        }

    def found(self) -> list[New]:
        """Return the new names in order, later mentions by a short form included; none overlap."""
        first = _apart(new for at in range(len(self.pieces)) for new in self._at(at))
        return _apart((*first, *self._again(first)))

    def _at(self, at: int) -> Iterator[New]:
        piece = self.pieces[at]
        if piece.loud:
            return
        if piece.sign:
            yield from self._quoted(at)
        elif piece.capital:
            for cue in (self._legal, self._ended, self._begun, self._person, self._after_class):
                yield from cue(at)

    # -- companies and bodies

    def _legal(self, at: int) -> Iterator[New]:
        """A legal form after the name, or before it."""
        piece = self.pieces[at]
        if piece.raw in self.cues.legal_before:
            end = self._run(at + 1, 4)
            quoted = self._quotation(at + 1)
            if quoted:
                yield self._new(at, quoted[1] + 1, EntityClass.COMPANY)
            elif end > at + 1 and not self._only_known(at + 1, end):
                yield self._new(at, end, EntityClass.COMPANY)
        elif piece.raw in self.cues.legal_after:
            first = self._back(at)
            if first < at and not self._only_known(first, at):
                end = self._legal_end(at)
                yield self._new(first, end, EntityClass.COMPANY)

    def _legal_end(self, at: int) -> int:
        """Return where legal forms end: "Co., Ltd."."""
        end = at + 1
        while end < len(self.pieces) and end < at + 4:
            piece = self.pieces[end]
            ahead = self._piece(end + 1)
            if piece.raw in self.cues.legal_after:
                end += 1
            elif piece.raw in {",", "."} and ahead and ahead.raw in self.cues.legal_after:
                end += 1
            else:
                break
        return end

    def _ended(self, at: int) -> Iterator[New]:
        """Capitalised words that end in the word for such a body: "Harbin Bearing Group"."""
        entity_class = self.cues.ends.get(self.pieces[at].raw)
        if entity_class is None or self._capital(at + 1):
            return
        first = self._back(at)
        own = [i for i in range(first, at) if not self._is_known(i)]
        enough = at - first >= (2 if self._opens(first) or self.language == "de" else 1)
        if own and enough and not self._title_case(at):
            yield self._new(first, at + 1, entity_class)

    def _begun(self, at: int) -> Iterator[New]:
        """ "Institute for Asian Studies": the word for a body, and what it is for."""
        entity_class = self.cues.begins.get(self.pieces[at].raw)
        after = self._piece(at + 1)
        if entity_class is None or after is None or self.language != "en":
            return
        if after.raw not in self.cues.goes_on or self._title_case(at):
            return
        end = self._phrase(at + 1)
        if end > at + 2:
            yield self._new(self._back(at), end, entity_class)

    def _after_class(self, at: int) -> Iterator[New]:
        """A class noun, then a name: "the drone maker Zala", "Nachrichtenagentur Belta"."""
        before = self._piece(at - 1)
        if before is None or before.sign or self.pieces[at].join != " " or self._is_known(at):
            return
        entity_class = self._class_of(before)
        if entity_class is None or entity_class is EntityClass.SYSTEM:
            return
        end = self._run(at, 4)
        if all(self._is_foreign(i) for i in range(at, end)) and end > at:
            yield self._new(at, end, entity_class)

    def _quoted(self, at: int) -> Iterator[New]:
        """A class noun, then a name in quotation marks."""
        before = self._piece(at - 1)
        if before is None or before.sign:
            return
        quoted = self._quotation(at)
        entity_class = self._class_of(before)
        if quoted and entity_class and not self._only_known(*quoted):
            yield self._new(*quoted, entity_class)

    def _quotation(self, at: int) -> tuple[int, int] | None:
        """Return the pieces inside the quotation marks that open at *at*, if they are a name."""
        opening = self._piece(at)
        if opening is None or opening.raw not in _OPENING or not self._capital(at + 1):
            return None
        for end in range(at + 2, min(len(self.pieces), at + _QUOTED + 2)):
            if self.pieces[end].join == ".":
                return None
            if self.pieces[end].raw in _CLOSING:
                return at + 1, end
            if self.pieces[end].sign and self.pieces[end].raw not in "-–&.":
                return None
        return None

    def _class_of(self, piece: Piece) -> EntityClass | None:
        for key in piece.keys:
            found = self.named_after.get(key)
            if found:
                return EntityClass(_AS.get(found, found))
        return None

    # -- persons

    def _person(self, at: int) -> Iterator[New]:
        """Two or three capitalised words, one of them a given name or a Chinese surname."""
        if self._is_known(at) or (at and self.pieces[at - 1].raw == "-"):
            return
        end = self._person_end(at)
        size = sum(len(self.pieces[i].raw) > 1 for i in range(at, end))
        if size < 1 or any(self._is_known(i) for i in range(at, end)):
            return
        like = self._looks_like_person(at, end)
        titled = self._titled(at)
        if (size >= 2 and like and (titled or self._cued(at, end))) or (
            titled and size >= 2 and all(self._is_foreign(i) for i in range(at, end))
        ):
            yield self._new(at, end, EntityClass.PERSON)
        elif titled and size == 1 and end == at + 1 and self._is_foreign(at):
            yield self._new(at, end, EntityClass.PERSON)

    def _person_end(self, at: int) -> int:
        """Return where a person's name that begins at *at* ends: initials and particles within."""
        end, names = at, 0
        while end < len(self.pieces) and names < 4 and end < at + _LONGEST:
            piece = self.pieces[end]
            if end > at and piece.join not in {" ", "-", "+", "/"}:
                break
            if self._is_name_word(end):
                names += 1
                end += 1
            elif self._joins_name(at, end):
                end += 1
            else:
                break
        while end > at and not self._is_name_word(end - 1):
            end -= 1
        while end > at + 2 and _is_word(self.pieces[end - 1].raw, self.language):
            end -= 1
        return end

    def _is_name_word(self, at: int) -> bool:
        piece = self._piece(at)
        return (
            piece is not None
            and not piece.sign
            and piece.raw[0].isupper()
            and (len(piece.raw) == 1 or not piece.raw.isupper())
            and folded(piece.raw) not in self.titles
        )

    def _joins_name(self, first: int, at: int) -> bool:
        """Whether the piece goes on with a name: the full stop of an initial, "von", "al"."""
        piece, before = self.pieces[at], self.pieces[at - 1]
        if piece.raw == ".":
            return at > first and len(before.raw) == 1
        return at > first and piece.raw in self.particles and self._is_name_word(at + 1)

    def _looks_like_person(self, first: int, end: int) -> bool:
        raws = [self.pieces[i].raw for i in range(first, end)]
        if _given(raws[0], self.language) or self._is_chinese(raws):
            return True
        initial = len(raws[0]) == 1 and raws[0].isupper() and len(raws) > 2 and raws[1] == "."
        return initial or any(raw.endswith(self.cues.patronymic) for raw in raws[1:])

    def _is_chinese(self, raws: Sequence[str]) -> bool:
        if len(raws) not in {2, 3} or folded(raws[0]) not in self.cues.chinese:
            return False
        return all(_SYLLABLES.fullmatch(folded(raw)) for raw in raws[1:])

    def _titled(self, at: int) -> bool:
        """Whether a title stands before, with a genitive between at most ("Minister for Trade X")."""
        for back in (1, 2):
            before = self._piece(at - back)
            if before is None or (before.sign and before.raw != "."):
                return False
            if not self.titles.isdisjoint(before.keys) or self._compound_title(before):
                return True
            if before.raw != ".":
                return False
        return False

    def _compound_title(self, piece: Piece) -> bool:
        """Whether a German compound ends in a title: "Vizehandelsminister"."""
        if self.language != "de" or not piece.raw[0].isupper() or len(piece.raw) < 9:
            return False
        return any(key.endswith(_TITLE_ENDS) for key in piece.keys)

    def _cued(self, first: int, end: int) -> bool:
        """Whether a speaking verb or a title in apposition stands beside the name."""
        before, after = self._piece(first - 1), self._piece(end)
        if before and not self.speaking.isdisjoint(before.keys):
            return True
        if after is None:
            return False
        if not self.speaking.isdisjoint(after.keys):
            return True
        if after.raw not in {",", "("}:
            return self._twice(first, end)
        ahead = self.pieces[end + 1 : end + 6]
        return any(not self.titles.isdisjoint(piece.keys) for piece in ahead)

    def _twice(self, first: int, end: int) -> bool:
        """Whether the surname stands elsewhere in the text, too."""
        last = self.pieces[end - 1].raw
        if self._is_chinese([piece.raw for piece in self.pieces[first:end]]):
            last = self.pieces[first].raw
        return self._counts.get(last, 0) > 1

    @property
    def _counts(self) -> Mapping[str, int]:
        counted: dict[str, int] = self.__dict__.setdefault("_counted", {})
        if not counted:
            for piece in self.pieces:
                if piece.capital:
                    counted[piece.raw] = counted.get(piece.raw, 0) + 1
        return counted

    # -- where a name goes on

    def _piece(self, at: int) -> Piece | None:
        return self.pieces[at] if 0 <= at < len(self.pieces) else None

    def _is_known(self, at: int) -> bool:
        return at in self.known

    def _only_known(self, first: int, end: int) -> bool:
        """Whether one name of the lexicon has all of these pieces."""
        return all(at in self.known for at in range(first, end)) and (
            len({self.known[at] for at in range(first, end)}) == 1
        )

    def _capital(self, at: int) -> bool:
        piece = self._piece(at)
        return piece is not None and not piece.sign and piece.capital and not piece.loud

    def _opens(self, at: int) -> bool:
        """Whether a sentence or line begins at *at*, so that the capital says nothing."""
        before = self._piece(at - 1)
        return before is None or before.raw in ".!?:•" or self.pieces[at].join in {"/", "."}

    def _is_foreign(self, at: int) -> bool:
        """Whether a capitalised word is none of the language, so that it must be a name."""
        piece = self.pieces[at]
        if piece.sign or piece.raw in {"-", "&"}:
            return piece.raw in {"-", "&", "."}
        if not piece.raw[0].isupper():
            return False
        if piece.raw.isupper() and len(piece.raw) > 1:
            return True
        return not _is_word(piece.raw, self.language)

    def _run(self, at: int, most: int) -> int:
        """Return where capitalised words that begin at *at* end."""
        end = at
        while end < min(len(self.pieces), at + most) and self._capital(end):
            if end > at and self.pieces[end].join not in {" ", "-", "+"}:
                break
            end += 1
        return end

    def _back(self, at: int) -> int:
        """Return where the capitalised words that end before *at* begin."""
        first = at
        while first and at - first < _LONGEST and self._goes_back(first):
            first -= 1
        while first < at and not self._capital(first):
            first += 1
        while first < at and self._is_no_beginning(first):
            first += 1
        return first

    def _goes_back(self, first: int) -> bool:
        before = self.pieces[first - 1]
        if self.pieces[first].join not in {" ", "-", "+", "/"}:
            return False
        if before.sign:
            return before.raw in {"&", ","} and self.pieces[first].raw in self.cues.legal_after | {
                "&"
            }
        return self._capital(first - 1) or (before.raw == "&")

    def _is_no_beginning(self, at: int) -> bool:
        """Whether a capitalised word before a name isn't its own: an article, a class noun."""
        piece = self.pieces[at]
        keys = set(piece.keys)
        if keys & self.titles or keys & self.named_after.keys() and self.language == "de":
            return True
        return self._opens(at) and _is_word(piece.raw.lower(), self.language)

    def _phrase(self, at: int) -> int:
        """Return where "of the People's Studies and Trade" ends, at its last capitalised word."""
        end = last = at
        while end < min(len(self.pieces), at + _LONGEST):
            piece = self.pieces[end]
            if piece.join not in {" ", "-", "+"}:
                break
            if self._capital(end):
                last = end + 1
            elif piece.raw not in self.cues.goes_on and piece.keys[0] != "'s":
                break
            end += 1
        return last

    def _title_case(self, at: int) -> bool:
        """Whether nearly every word around *at* has a capital, as in an English heading."""
        near = [
            piece
            for piece in self.pieces[max(0, at - 8) : at + 6]
            if not piece.sign and piece.raw.isalpha() and len(piece.raw) > 3
        ]
        return self.language == "en" and len(near) > 4 and all(piece.capital for piece in near)

    def _new(self, first: int, end: int, entity_class: EntityClass) -> New:
        label = " ".join(self.text[self.pieces[first].start : self.pieces[end - 1].end].split())
        return New(first, end, label, entity_class, slug(label))

    # -- later mentions

    def _again(self, found: Sequence[New]) -> Iterator[New]:
        """Yield later mentions by surname, acronym or the name without its legal form."""
        short: dict[str, New] = {}
        for new in found:
            for form in self._short_forms(new):
                short.setdefault(form, new)
        for at, piece in enumerate(self.pieces):
            new = None if self._is_known(at) else short.get(piece.raw)
            if new is None and self.language != "en" and piece.capital and not self._is_known(at):
                new = next((short[key] for key in piece.keys if key in short), None)
            if new is not None and piece.capital:
                yield new._replace(first=at, end=at + 1)

    def _short_forms(self, new: New) -> Iterator[str]:
        raws = [p.raw for p in self.pieces[new.first : new.end] if not p.sign]
        acronym = self._bracketed(new.end)
        if acronym:
            yield acronym
        if new.entity_class is EntityClass.PERSON:
            name = raws[0] if self._is_chinese(raws) else raws[-1]
        else:
            own = [raw for raw in raws if raw not in self.cues.legal]
            name = own[0] if own else ""
            if len(own) > 1 and own[1][0].isupper() and own[1] not in self.cues.ends:
                return
        if len(name) >= _LEAST_NAME and not _is_word(name, self.language):
            yield name
            yield folded(name)

    def _bracketed(self, at: int) -> str | None:
        """Return the acronym in brackets at *at*: "Harbin Bearing Group (HBG)"."""
        if at + 2 >= len(self.pieces) or self.pieces[at].raw != "(":
            return None
        inside, closing = self.pieces[at + 1], self.pieces[at + 2]
        return inside.raw if closing.raw == ")" and _ACRONYM.fullmatch(inside.raw) else None


_TITLE_ENDS = (
    "minister",
    "ministerin",
    "präsident",
    "prasident",
    "präsidentin",
    "prasidentin",
    "sprecher",
    "sprecherin",
    "chef",
    "chefin",
    "direktor",
    "direktorin",
    "vorsitzender",
    "vorsitzende",
    "vorsitzenden",
    "botschafter",
    "botschafterin",
    "beauftragter",
    "beauftragte",
    "beauftragten",
    "sekretär",
    "sekretar",
    "sekretärin",
    "berater",
    "beraterin",
    "experte",
    "expertin",
    "kommissar",
    "kommissarin",
    "kanzler",
    "kanzlerin",
    "gesandter",
    "gesandte",
    "gesandten",
    "politiker",
    "politikerin",
    "gouverneur",
    "kommandeur",
    "general",
    "admiral",
    "leiter",
    "leiterin",
)
_INITIALS = "zh|ch|sh|[bcdfghjklmnpqrstwxyz]"
_FINALS = "iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u"
_SYLLABLES = re.compile(
    rf"(?:(?:{_INITIALS})?(?:{_FINALS})'?){{1,2}}|[бвгджзйклмнпрстфхцчшщ]?[а-яё]{{1,9}}"
)


class _Cues(NamedTuple):
    legal_after: frozenset[str]
    legal_before: frozenset[str]
    legal: frozenset[str]
    ends: Mapping[str, EntityClass]
    begins: Mapping[str, EntityClass]
    goes_on: frozenset[str]
    chinese: frozenset[str]
    given: frozenset[str]
    patronymic: tuple[str, ...]


@cache
def _cues() -> _Cues:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    written = files("kg.reading").joinpath("data/new_names.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml.load(written, loader)  # noqa: S506 - a safe loader
    after, before = frozenset(data["legal_after"]), frozenset(data["legal_before"])
    return _Cues(
        after,
        before,
        after | before,
        _by_word(data["ends"]),
        _by_word(data["begins"]),
        frozenset(data["goes_on"]),
        frozenset(name for names in data["chinese_surnames"].values() for name in names),
        frozenset(folded(name) for names in data["given_names"].values() for name in names),
        tuple(data["patronymic"]),
    )


def _by_word(data: Mapping[str, Sequence[str]]) -> Mapping[str, EntityClass]:
    return {word: EntityClass(name) for name, words in data.items() for word in words}


def _given(raw: str, language: str) -> bool:
    given = _cues().given
    if folded(raw) in given:
        return True
    return language == "ru" and any(lemma in given for lemma in morphology("ru").form(raw).lemmas)


def _is_word(raw: str, language: str) -> bool:
    """Whether *raw* is a common word of the language."""
    known: Callable[[str], bool] = morphology(language).knows
    if language == "de":
        return known(raw) and morphology("de").form(raw).tag != "name"
    return known(raw.lower())


def _apart(found: Iterator[New] | Sequence[New]) -> list[New]:
    """Return what doesn't overlap, the longest first, in order."""
    taken: set[int] = set()
    kept: list[New] = []
    for new in sorted(found, key=lambda new: (new.first - new.end, new.first)):
        span = range(new.first, new.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(new)
    return sorted(kept)
