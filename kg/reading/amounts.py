"""Figures of a text with their units and what loosens them, in German, English and Russian.

A grammar over the letters of `kg.reading.coding`, each rule with a builder. A number counts where
its unit stands beside it: money, per cent, a measure, a multiple, a rank, or a noun of the list of
what is counted. What only looks like a figure (a year, a model's name, a clause's number) has none.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from kg import quantities
from kg.models import Qualifier
from kg.reading.coding import Lexicon, Place, Token, coded, paragraphs
from kg.reading.knowledge import knowledge
from kg.reading.seen import Amount

_LETTER = {
    "range": "r", "between": "T", "and": "A", "of": "o", "article": "p", "growth": "u", "to": "t",
    "from": "v", "times": "m", "as_much": "s", "into": "i", "fold": "F", "per_day": "D",
    "not_duration": "b", "not_duration_after": "a", "month": "M", "dating": "d", "block": "#",
    "place": "L", "each": "E", "one_in": "I",
}  # fmt: skip
_DURATIONS = {"h", "d", "a", "months", "weeks", "minutes"}
_BOUND = {
    Qualifier.OVER: "min",
    Qualifier.AT_LEAST: "min",
    Qualifier.NEARLY: "max",
    Qualifier.UNDER: "max",
    Qualifier.UP_TO: "max",
}
_BOTH = {"countries", "states", "members"}
_HUNDRED, _THOUSAND = 100, 1000


class _Counted(NamedTuple):
    """A counted noun: its English plural and its lemma in the text's language."""

    unit: str
    lemma: str


class _Measure(NamedTuple):
    """A unit, and by what the number before it is to be multiplied."""

    unit: str
    scale: Decimal = Decimal(1)


# --- words -----------------------------------------------------------------------------------


@cache
def _lexicon(language: str) -> Lexicon:
    words = knowledge("amounts")[language]
    return Lexicon.of((*_units(words), *_numbers(words), *_others(words), *_nouns(language)))


def _units(words: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for unit, forms in words["units"].items():
        letter = "Z" if unit in _DURATIONS else "%"
        yield from ((form, letter, _Measure(unit)) for form in forms)
    for form, (scale, unit) in words["scaled"].items():
        yield form, "%", _Measure(unit, Decimal(scale))
    for code, forms in words["money"].items():
        yield from ((form, "$", _Measure(code)) for form in forms)
    endings = words["adjective_endings"]
    for unit, stems in words["adjectives"].items():
        for form in (stem + ending for stem in stems for ending in endings):
            yield form, "Z", _Measure(unit)
            for number, (first, *_) in words["numbers"].items():
                yield first + form, "z", (Decimal(str(number)), _Measure(unit))


def _numbers(words: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for value, forms in words["numbers"].items():
        yield from ((form, "c", Decimal(str(value))) for form in forms)
    for value, forms in words["multiples"].items():
        yield from ((form, "k", Decimal(value)) for form in forms)
    for letter, value in words["letters"].items():
        yield letter, "j", Decimal(value)
    if joined := words.get("joined"):
        for form, value in _joined(words, joined):
            yield form, "c", Decimal(value)
            yield f"{form}{words['words']['fold'][0]}", "y", Decimal(value)
            yield f"{form}{words['words']['times'][0]}", "l", Decimal(value)


def _joined(words: Mapping[str, Any], joined: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Yield the numbers that are written as one word: "einundzwanzig", "zweihundertfünfzig"."""
    small = {value: forms[0] for value, forms in words["numbers"].items() if value in range(2, 100)}
    ones = words["ones"]
    for ten in range(20, 100, 10):
        small |= {
            ten + one: joined["tens"].format(one=form, ten=small[ten]) for one, form in ones.items()
        }
    yield from ((form, value) for value, form in small.items())
    for hundreds, form in ones.items():
        head = f"{form}{joined['hundred']}"
        yield head, hundreds * _HUNDRED
        for value, rest in small.items():
            yield f"{head}{rest}", hundreds * _HUNDRED + value
    for value, form in small.items():
        yield f"{form}{joined['thousand']}", value * _THOUSAND


def _others(words: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for value, forms in words["fractions"].items():
        yield from ((form, "H" if value == 2 else "f", value) for form in forms)
    for code, forms in words["qualifiers"].items():
        qualifier = None if code == "exactly" else Qualifier.of(code)
        yield from ((form, "Q", qualifier) for form in forms)
    for sort, letter in (("factors", "y"), ("superlatives", "G"), ("ordinals", "w")):
        for value, forms in words[sort].items():
            yield from ((form, letter, Decimal(str(value))) for form in forms)
    for trend in ("rise", "fall"):
        yield from ((form, "U", trend) for form in words[trend])
    for sort, forms in words["words"].items():
        yield from ((form, _LETTER[sort], None) for form in forms)


def _nouns(language: str) -> Iterator[tuple[str, str, Any]]:
    lemma_counts = knowledge("amounts")[language]["grammar"]["lemma_counts"]
    for unit, by_language in knowledge("amounts")["counted"].items():
        for lemma, *others in (noun.split("|") for noun in by_language[language]):
            forms = [lemma, *others] if lemma_counts or not others else others
            yield from ((form, "K", _Counted(unit, lemma)) for form in forms)


@cache
def _heads(language: str) -> Mapping[str, _Counted]:
    """Return the nouns that may end a joined word: "Luftabwehrsysteme" counts systems."""
    nouns = ((form, noun) for form, _, noun in _nouns(language) if len(form) >= 6)
    return dict(nouns) if "joined" in knowledge("amounts")[language] else {}


_BLANKS = re.compile(r"[\s'’]")
_PLAIN = re.compile(r"(\d+)(?:([.,])(\d+))?")
_GROUPED = re.compile(r"(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?:([.,])(\d+))?")


def _number(language: str) -> Callable[[str], tuple[str, Any]]:
    point = knowledge("amounts")[language]["decimal"]

    def coder(text: str) -> tuple[str, Any]:
        value = _value(_BLANKS.sub("", text), point)
        return ("o", None) if value is None else ("n", value)

    return coder


def _value(text: str, point: str) -> Decimal | None:
    """Return the number that *text* writes in a language whose decimal sign is *point*."""
    if len(text) > 24 or not text.isascii():
        return None
    group = "." if point == "," else ","
    if found := _GROUPED.fullmatch(text):
        whole, sign, last, rest = found.groups()
        if sign == group and last != sign:
            return Decimal(f"{re.sub('[.,]', '', whole)}.{rest or 0}")
    found = _PLAIN.fullmatch(text)
    if found is None or (found[2] == group and len(found[3]) > 2):
        return None
    return Decimal(f"{found[1]}.{found[3] or 0}")


# --- grammar -----------------------------------------------------------------------------------

_LOOSE = r"(?:Q{1,2}p?)?"
_NUM = r"(?:n(?:h?[kj]\.?){0,2}|c(?:h?c|kA?c|k\.?){0,8})"
_UNIT = r"(?:h?%|[op]?h?\$)"
_NOUN = r"h?(?:Xhn|[xX]h)?[xXGRs]{0,2}[KX]"
_RULES = {
    "money_range": rf"{_LOOSE}\$h?{_NUM}[-hrt]\$?{_NUM}",
    "money": rf"{_LOOSE}\$h?{_NUM}",
    "between": rf"T{_LOOSE}{_NUM}{_UNIT}?[Atr]{_LOOSE}{_NUM}(?:{_UNIT}D?|h?Z|{_NOUN})",
    "stretch": rf"{_LOOSE}{_NUM}{_UNIT}?[-hrt]Q?{_NUM}(?:{_UNIT}D?|h?Z|{_NOUN})",
    "out_of": rf"{_LOOSE}{_NUM}op?{_NUM}(?:[xX]h)?[xXGR]{{0,2}}[KX]",
    "measured": rf"{_LOOSE}{_NUM}{_UNIT}D?",
    "lasting": rf"{_LOOSE}(?:{_NUM}h?Z|z)",
    "as_much": rf"{_LOOSE}(?:i{_LOOSE}{_NUM}m|{_NUM}ms|{_NUM}h?F|ls)",
    "often": rf"{_LOOSE}(?:l|{_NUM}m)",
    "designated": rf"{_LOOSE}{_NUM}Xhn",
    "counted": rf"{_LOOSE}{_NUM}{_NOUN}",
    "fraction": rf"{_LOOSE}(?:{_NUM}h?)?f",
    "half": rf"{_LOOSE}(?:[pc]h?)?H",
    "factor": rf"{_LOOSE}y",
    "one_of": rf"{_LOOSE}(?:E[wf]|I{_NUM})",
    "rank": r"(?:wh?)?G",
    "place": r"L[nwc]",
}
_ANYWHERE = re.compile("|".join(_RULES.values()))
_EACH = {name: re.compile(rule) for name, rule in _RULES.items()}


def _grammar(place: Place, flag: str) -> bool:
    """Return what the language of *place* does."""
    return bool(knowledge("amounts")[place.language]["grammar"][flag])


class _Figure(NamedTuple):
    """What a rule has read."""

    value: Decimal
    unit: str
    top: Decimal | None = None
    out_of: Decimal | None = None
    noun: str | None = None


_RUN = re.compile(_NUM)


def _values(place: Place) -> list[Decimal] | None:
    """Return the numbers of a match in their order; None where one of them is no number."""
    found: list[Decimal] = []
    for run in _RUN.finditer(place.codes, place.start, place.end):
        if found and _is_type(place, run.start()):
            continue
        tokens = place.tokens[run.start() : run.end()]
        if tokens[0].code == "n" and not _stands_alone(place, run.start(), run.end()):
            return None
        value = _folded_number(tokens)
        if value is None:
            return None
        found.append(value)
    return found


def _is_type(place: Place, at: int) -> bool:
    """Return whether a number belongs to a type's name: the "35" of "12 Su-35 fighters"."""
    return place.codes[at - 1 : at] == "h" and place.codes[at - 2 : at - 1] == "X"


def _stands_alone(place: Place, start: int, end: int) -> bool:
    """Return whether the digits belong to no name ("Su-35", "G20", "4th", "Artikel 5")."""
    text, token = place.text, place.tokens[start]
    if start and place.codes[start - 1] == "#":
        return False
    if token.start and text[token.start - 1].isalpha() and place.codes[start - 1 : start] != "$":
        return False
    if place.codes[start - 1 : start] == "h" and place.codes[start - 2 : start - 1] in tuple(
        "xXKo"
    ):
        return False
    last = place.tokens[end - 1].end
    glued = last < len(text) and text[last].isalpha()
    return not glued or place.codes[end : end + 1] in tuple("%$ZF")


def _folded_number(tokens: list[Token]) -> Decimal | None:
    """Return what number words and multiples make together: "two hundred and fifty thousand"."""
    total, current, least = Decimal(0), Decimal(0), Decimal(10**6)
    multiple = Decimal(0)
    for token in tokens:
        if token.code in "nc":
            if current and token.value >= least:
                return None
            current += token.value
            least = token.value
        elif token.code in "kj":
            multiple = token.value
            if multiple == _HUNDRED:
                current, least = current * multiple, multiple
            else:
                total, current = (total + current) * multiple, Decimal(0)
        elif token.code == "A" and multiple > _THOUSAND:
            return None
    return total + current


def _is_year(place: Place, token: Token) -> bool:
    """Return whether four digits are rather a year than a number of things."""
    words = place.text[token.start : token.end]
    return (
        token.code == "n" and words.isdecimal() and len(words) == 4 and 1500 <= token.value < 2100
    )


def _is_dated(place: Place) -> bool:
    """Return whether the first number of a match is a year or a day of the month."""
    loose = place.inside("Q")
    number = next(iter(place.inside("nc")), None)
    if number is None or loose:
        return False
    beside = place.codes[place.start + 1 : place.start + 2] == "K"
    before = place.before()
    return _is_year(place, number) and before in tuple("pdMbhvuoTtX" if beside else "pdMbhvuoTtX.,")


def _measured(place: Place) -> _Figure | None:
    values = _values(place)
    measure: _Measure = place.inside("%$")[-1].value
    if not values or _letter_without_money(place) or _is_part_of_word(place):
        return None
    return _Figure(values[0] * measure.scale, _unit(place, measure))


def _is_part_of_word(place: Place) -> bool:
    """Return whether the unit only seems one: the "euro" of "euro-Atlantic", the "M" of "14M"."""
    token = place.inside("%$")[-1]
    word = place.text[token.start : token.end]
    if len(word) == 1 and word.isalpha() and (word.isupper() or place.inside("h")):
        return True
    return place.after() == "h" and word.isalpha() and token.code == "$"


def _letter_without_money(place: Place) -> bool:
    """Return whether a number ends in "m" or "bn" that means no million: "330 m"."""
    return any(
        place.text[token.start - 1].isspace() or not place.inside("$")
        for token in place.inside("j")
    )


def _stretch(place: Place) -> _Figure | None:
    values = _values(place)
    if not values or len(values) != 2 or _is_dated(place) or _is_change(place):
        return None
    if len({token.value.unit for token in place.inside("%$Z")}) > 1:
        return None
    figure = _of_measure(place, *values) if place.inside("%$Z") else _of_things(place, *values)
    return figure if figure and figure.top and figure.value < figure.top else None


def _of_measure(place: Place, low: Decimal, high: Decimal) -> _Figure:
    """Return "5 to 7 billion cubic metres": the multiple stands with the upper end alone."""
    measure: _Measure = place.inside("%$Z")[-1].value
    multiples = place.inside("kj")
    if len(multiples) == 1 and multiples[0].start > place.inside("nc")[1].start:
        low *= multiples[0].value
    return _Figure(low * measure.scale, _unit(place, measure), high * measure.scale)


def _of_things(place: Place, low: Decimal, high: Decimal) -> _Figure | None:
    noun = _noun(place)
    if noun is None or any(_is_year(place, token) for token in place.inside("n")):
        return None
    return _Figure(low, noun.unit, high, noun=noun.lemma)


def _unit(place: Place, measure: _Measure) -> str:
    a_day = place.inside("D") and measure.unit == "barrels"
    return "[bbl_us]/d" if a_day else measure.unit


def _is_change(place: Place) -> bool:
    """Return whether "from 5 to 10 %" or "von 5 auf 10 %" tells a rise, not a stretch."""
    if "t" not in place.codes[place.start : place.end] or place.inside("T"):
        return False
    return not _grammar(place, "range_with_to") or (place.before() == "v")


def _noun(place: Place) -> _Counted | None:
    """Return the first counted noun of a match, joined with others or not."""
    for token in place.inside("KX"):
        if token.code == "K":
            noun: _Counted = token.value
            return noun
        if joined := _joined_noun(place, token):
            return joined
    return None


def _joined_noun(place: Place, token: Token) -> _Counted | None:
    heads = _heads(place.language)
    word = place.text[token.start : token.end].lower()
    for at in range(3, min(len(word) - 5, 30)) if heads else ():
        if found := heads.get(word[at:]):
            return _Counted(found.unit, word[:at] + found.lemma)
    return None


def _counted(place: Place) -> _Figure | None:
    values, noun = _values(place), _noun(place)
    number = place.inside("nc")[0]
    if not values or noun is None or _is_dated(place):
        return None
    if (number.code == "c" and values[0] <= 1) or values[0] != values[0].to_integral_value():
        return None
    if number.code == "c" and values[0] == 2 and noun.unit in _BOTH:  # "the two countries"
        return None
    return _Figure(values[0], noun.unit, noun=noun.lemma)


def _out_of(place: Place) -> _Figure | None:
    figure = _counted(place)
    values = _values(place)
    if figure is None or not values or len(values) != 2 or values[1] < values[0]:
        return None
    return figure._replace(out_of=values[1])


def _lasting(place: Place) -> _Figure | None:
    if re.search("bQ{0,2}p?$", place.before(4)) or re.match(r"[xX]?a", place.after(2)):
        return None
    unit = place.inside("zZ")[-1].value
    if place.inside("z"):
        value, measure = unit
        return None if _is_name(place) or _is_age(place, measure) else _Figure(value, measure.unit)
    values = _values(place)
    if not values or _is_year(place, place.inside("nc")[0]) or _is_age(place, unit):
        return None
    one = place.inside("c") and values[0] <= 1
    return None if one else _Figure(values[0], unit.unit)


def _is_name(place: Place) -> bool:
    """Return whether an adjective has a capital of its own: "der Siebenjährige Krieg"."""
    return place.text[place.inside("z")[0].start].isupper() and place.before() not in ("", ".")


def _is_age(place: Place, measure: _Measure) -> bool:
    """Return whether "30-year" tells of no contract or the like, but may tell a person's age."""
    if measure.unit != "a" or not place.inside("hz"):
        return False
    end = place.tokens[place.end - 1].end
    words = knowledge("amounts")[place.language]["lasting"]
    after = re.match(r"(?:\s+[^\W\d_]{1,30}){1,3}", place.text[end : end + 100])
    return after is None or not any(word in words for word in after.group().lower().split())


def _as_much(place: Place) -> _Figure | None:
    if joined := place.inside("l"):
        return _Figure(joined[0].value, "factor")
    values = _values(place)
    return _Figure(values[0], "factor") if values else None


def _often(place: Place) -> _Figure | None:
    noun = knowledge("amounts")[place.language]["words"]["times"][0]
    if joined := place.inside("l"):
        return _Figure(joined[0].value, "times", noun=noun)
    values = _values(place)
    if not values or values[0] <= 1:
        return None
    if values[0] != values[0].to_integral_value():  # "2.5 times"
        return _Figure(values[0], "factor")
    return _Figure(values[0], "times", noun=noun)


def _designated(place: Place) -> _Figure | None:
    """Return "12 Su-35": what is counted is what the type's letters stand for."""
    values, name = _values(place), place.inside("X")[0]
    unit = _types().get(place.text[name.start : name.end])
    return _Figure(values[0], unit) if values and unit and not _is_dated(place) else None


@cache
def _types() -> Mapping[str, str]:
    types = knowledge("amounts")["types"]
    return {letters: unit for unit, many in types.items() for letters in many}


def _fraction(place: Place) -> _Figure | None:
    token = place.inside("f")[0]
    values = _values(place)
    if values is None or (not values and not _grammar(place, "fraction_alone")):
        return None
    many = values[0] if values else Decimal(1)
    if place.before() in ("w", "p", "#") or many >= token.value:
        return None
    if _grammar(place, "third_needs_of") and many == 1 and not _is_part(place):
        return None
    return _Figure(_percent(many, token.value), "%")


def _is_part(place: Place) -> bool:
    return place.after() == "o" or place.before() == "u"


def _half(place: Place) -> _Figure | None:
    if place.before() in ("w", "#") or place.codes[place.start] == "w":
        return None
    if (
        _grammar(place, "third_needs_of")
        and place.after() not in ("o", "p")
        and not _is_part(place)
    ):
        return None
    return _Figure(Decimal(50), "%")


def _percent(many: Decimal, parts: int) -> Decimal:
    return round(many * _HUNDRED / parts, 1)


def _one_of(place: Place) -> _Figure | None:
    """Return "every fifth …", "one in three …" as a share."""
    if place.after() == "Z":  # "every second year"
        return None
    values = _values(place) or [Decimal(token.value) for token in place.inside("wf")]
    if len(values) != 1 or values[0] < 2 or values[0] != values[0].to_integral_value():
        return None
    return _Figure(_percent(Decimal(1), int(values[0])), "%")


def _factor(place: Place) -> _Figure | None:
    return _Figure(place.inside("y")[0].value, "factor")


def _rank(place: Place) -> _Figure | None:
    superlative = place.inside("G")[0]
    after = place.text[superlative.end : superlative.end + 80]
    if not _ranked(place.language).match(after) or re.search("co?p?$", place.before(3)):
        return None  # "one of the largest …" is no rank
    ordinals = place.inside("w")
    return _Figure(ordinals[0].value if ordinals else superlative.value, "rank")


@cache
def _ranked(language: str) -> re.Pattern[str]:
    """Return what finds the noun that a superlative ranks: a supplier, a market, an importer."""
    words = knowledge("amounts")[language]
    head = r"\w{0,30}" if "joined" in words else ""
    return re.compile(
        rf"(?:\s+[\w’'-]{{1,30}}){{0,2}}?\s+{head}(?:{'|'.join(words['ranked'])})\b", re.IGNORECASE
    )


def _on_place(place: Place) -> _Figure | None:
    value = place.tokens[place.end - 1].value
    return _Figure(value, "rank") if value == value.to_integral_value() and value < 200 else None


_BUILDERS: dict[str, Callable[[Place], _Figure | None]] = {
    "money_range": _stretch,
    "money": _measured,
    "between": _stretch,
    "stretch": _stretch,
    "out_of": _out_of,
    "measured": _measured,
    "lasting": _lasting,
    "as_much": _as_much,
    "often": _often,
    "designated": _designated,
    "counted": _counted,
    "fraction": _fraction,
    "half": _half,
    "factor": _factor,
    "one_of": _one_of,
    "rank": _rank,
    "place": _on_place,
}


# --- the whole text ------------------------------------------------------------------------------


def find_amounts(text: str, language: str) -> tuple[Amount, ...]:
    """Return the figures of *text* in their order; none in a language that isn't read."""
    words = knowledge("amounts")
    if language not in words or language == "counted":
        return ()
    found: list[Amount] = []
    coder = _number(language)
    for start, end in paragraphs(text):
        tokens, codes = coded(text, start, end, _lexicon(language), coder)
        found.extend(_amounts_of(Place(text, tokens, codes, 0, 0, language)))
    return tuple(found)


def _amounts_of(whole: Place) -> Iterator[Amount]:
    """Yield the figures of one paragraph."""
    trends = _Trends(whole)
    at = 0
    while match := _ANYWHERE.search(whole.codes, at):
        place, figure = _read_at(whole, match.start())
        at = place.end
        if figure and (amount := _amount(place, figure, trends)):
            yield amount


def _read_at(whole: Place, start: int) -> tuple[Place, _Figure | None]:
    """Return what the first rule that holds there has read."""
    for name, rule in _EACH.items():
        if match := rule.match(whole.codes, start):
            place = whole._replace(start=start, end=match.end())
            if figure := _BUILDERS[name](place):
                return place, figure
    return whole._replace(start=start, end=start + 1), None


def _amount(place: Place, figure: _Figure, trends: "_Trends") -> Amount | None:
    inside = place.tokens[place.start : place.end]
    if inside[-1].code == ".":
        inside.pop()
    qualifier = next((token.value for token in inside if token.code == "Q" and token.value), None)
    if qualifier == Qualifier.OVER and _is_during(place, figure):
        qualifier = None
    value = _exact(figure.value)
    if value is None or (figure.top is not None and _exact(figure.top) is None):
        return None
    bound = _BOUND.get(qualifier) if qualifier and figure.unit != "rank" else None
    low, high = (value, _exact(figure.top)) if figure.top is not None else (None, None)
    start, end = inside[0].start, inside[-1].end
    return Amount(
        start,
        end,
        place.text[start:end],
        value,
        figure.unit,
        qualifier,
        value if bound == "min" else low,
        value if bound == "max" else high,
        None if figure.out_of is None else _exact(figure.out_of),
        figure.noun,
        trends.of(place, figure),
        _whole(place) if figure.unit == "%" else None,
    )


def _is_during(place: Place, figure: _Figure) -> bool:
    """Return whether "over 30 years" may only tell how long."""
    return figure.unit in _DURATIONS and _grammar(place, "over_is_during")


def _exact(number: Decimal | None) -> Decimal | None:
    """Return *number* without idle zeros, or None where a record couldn't hold it."""
    if number is None:
        return None
    try:
        return quantities.decimal(quantities.plain(number))
    except ValueError:
        return None


class _Trends:
    """Which way a figure goes, by the preposition before it and the verb of its sentence."""

    def __init__(self, whole: Place) -> None:
        self.codes = whole.codes
        self.verbs = [at for at, code in enumerate(whole.codes) if code == "U"]
        self.ways: list[str] = [whole.tokens[at].value for at in self.verbs]
        self.stops = [
            at
            for at, code in enumerate(whole.codes)
            if code == "|" or (code == "." and whole.codes[at - 1 : at] not in ("k", "Q", "$", "%"))
        ]

    def of(self, place: Place, figure: _Figure) -> str | None:
        """Return "rise", "fall", "to" or None."""
        if figure.unit == "factor":
            return self._of_factor(place, figure)
        before = place.before(6)
        if re.search(r"t[pcoxX]{0,4}$", before) and self._verb(place):
            return "to"
        if re.search(r"u[pc]?$", before):
            return self._verb(place)
        beside = re.search(r"Uo?$", before) or re.match(r"h?x?U", place.after(3))
        return self._verb(place) if beside and figure.unit == "%" else None

    def _of_factor(self, place: Place, figure: _Figure) -> str | None:
        if place.inside("y") and not place.inside("p"):
            return "rise" if figure.value > 1 else "fall"
        return self._verb(place)

    def _verb(self, place: Place) -> str | None:
        """Return the way of the nearest verb in the sentence."""
        stop = bisect_left(self.stops, place.start)
        low = self.stops[stop - 1] if stop else -1
        high = self.stops[stop] if stop < len(self.stops) else len(self.codes)
        at = bisect_left(self.verbs, place.start)
        near = [
            (min(abs(verb - place.start), abs(verb - place.end)), way)
            for verb, way in zip(
                self.verbs[max(0, at - 1) : at + 1], self.ways[max(0, at - 1) : at + 1], strict=True
            )
            if low < verb < high
        ]
        return min(near)[1] if near else None


# --- of what -------------------------------------------------------------------------------------

_WORD_AFTER = re.compile(r"\s+([^\W\d_][\w’'-]*)")
_MOST_WORDS = 5


def _whole(place: Place) -> str | None:
    """Return the words after a share that say of what it is one: "80 % der Bauteile"."""
    words = knowledge("amounts")[place.language]
    at = place.tokens[place.end - 1].end
    first = _WORD_AFTER.match(place.text, at)
    if words["whole_of"]:
        if first is None or first[1].lower() not in words["whole_of"]:
            return None
        at = first.end()
    found: list[re.Match[str]] = []
    nouns_have_capitals, governed = place.language == "de", False
    while (word := _WORD_AFTER.match(place.text, at)) and len(found) < _MOST_WORDS:
        low = word[1].lower()
        if low in words["whole_stop"] or low.endswith(tuple(words["whole_stop_endings"])):
            break
        found.append(word)
        at = word.end()
        if nouns_have_capitals and word[1][0].isupper() and not governed:
            break
        governed = word[1].lower() in words["prepositions"]
    return place.text[found[0].start(1) : found[-1].end()] if found else None
