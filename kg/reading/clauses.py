"""The clauses of a sentence: the stretches in which a word of doubt or report has its say.

Rules over signs (commas, dashes, brackets, quotation marks) and a short list of words a language
(``data/clauses``); no parser. The clauses are a partition of the sentence. A clause that is
interrupted goes on in a second stretch of the same kind whose governor is the first one.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from kg.reading.knowledge import LANGUAGES
from kg.reading.seen import Clause, Word

DATA = Path(__file__).with_name("data")
_PAIRS = {"„": '“”"', "«": "»", "»": "«", "“": "”", "‚": "‘’", "‘": "’", '"': '"', "”": "”"}
_BRACKETS = {"(": ")", "[": "]"}
_DASHES = "–—-"
_STOPS = ",;:"
_SIGN = re.compile(r"\S")
_QUOTED_WORDS = 4  # fewer are a name or a term, not speech
_ASIDE_WORDS = 30
_ADVERBIAL = {"if", "when", "because", "although"}
_RETURNING = {"relative", "infinitive", "if", "when", "because", "although", "that", "aside"}


class Rules(NamedTuple):
    """What is known of where a language's clauses begin."""

    begin: dict[tuple[str, ...], str]
    bare: frozenset[str]
    that: frozenset[str]
    pronoun: frozenset[str]
    coordinate: frozenset[str]
    adversative: frozenset[str]
    prepositions: frozenset[str]
    determiners: frozenset[str]
    finite: frozenset[str]
    subjunctive: frozenset[str]
    presupposing: frozenset[str]
    within: frozenset[str]
    verb_end: re.Pattern[str]
    infinitive: re.Pattern[str] | None
    participle: re.Pattern[str] | None

    def is_verb(self, word: Word) -> bool:
        """Say whether a word is a verb, by its tag, or by its ending where it has none."""
        if word.tag:
            return word.tag in {"verb", "finite"}
        return bool(self.verb_end.fullmatch(word.text))

    def kind_at(self, tokens: Sequence[Word], at: int) -> str | None:
        """Return the kind of the clause that the words from *at* begin."""
        for length in (4, 3, 2, 1):
            words = tuple(token.text.lower() for token in tokens[at : at + length])
            if len(words) == length and words in self.begin:
                return self.begin[words]
        return None


def load_yaml(path: Path) -> Any:
    """Return what a file of ``data`` holds; every scalar is a string: *no* and *on* are words."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506 - makes no objects


def spelled_out(pattern: str) -> list[str]:
    """Return the words that ``{a,b}`` stands for.

    >>> spelled_out("droh{t,en}")
    ['droht', 'drohen']
    """
    parts = re.split(r"\{([^{}]*)\}", pattern)
    choices = [part.split(",") if at % 2 else [part] for at, part in enumerate(parts)]
    return ["".join(chosen) for chosen in product(*choices)]


@cache
def rules_of(language: str) -> Rules:
    """Return the rules of *language*, English ones where there are none."""
    written = load_yaml(DATA / "clauses" / f"{language if language in LANGUAGES else 'en'}.yaml")
    begin = {
        tuple(words.lower().split()): kind
        for kind, patterns in written["begin"].items()
        for pattern in patterns
        for words in spelled_out(pattern)
    }

    def words(name: str) -> frozenset[str]:
        return frozenset(written.get(name, ()))

    def pattern(name: str) -> re.Pattern[str] | None:
        return re.compile(written[name]) if written[name] else None

    return Rules(
        begin=begin,
        bare=words("bare"),
        that=words("that"),
        pronoun=words("pronoun"),
        coordinate=words("coordinate"),
        adversative=words("adversative"),
        prepositions=words("prepositions"),
        determiners=words("determiners"),
        finite=words("finite"),
        subjunctive=words("subjunctive"),
        presupposing=words("presupposing"),
        within=words("within"),
        verb_end=re.compile(written["verb_end"]),
        infinitive=pattern("infinitive"),
        participle=pattern("participle"),
    )


def with_signs(text: str, start: int, end: int, words: Iterable[Word]) -> list[Word]:
    """Return *words* with every sign between them that isn't one of them."""
    tokens: list[Word] = []
    at = start
    for word in words:
        if word.start < at or word.end > end:
            continue
        tokens += _signs(text, at, word.start)
        tokens.append(word)
        at = word.end
    return tokens + _signs(text, at, end)


def _signs(text: str, start: int, end: int) -> list[Word]:
    found = _SIGN.finditer(text, start, end)
    return [Word(sign.start(), sign.end(), sign[0], sign[0], "sign") for sign in found]


def is_word(token: Word) -> bool:
    """Say whether a token is a word or a number, no sign."""
    return token.text[0].isalnum()


def clauses_of(
    text: str, start: int, end: int, words: Sequence[Word], language: str
) -> tuple[Clause, ...]:
    """Return the clauses of the sentence *start* to *end*, which they cover without a gap."""
    if start >= end:
        return ()
    return _Splitter(start, end, with_signs(text, start, end, words), rules_of(language)).split()


class _Open(NamedTuple):
    clause: int
    kind: str
    closes_at: int  # the token that closes brackets, dashes, quotation marks; -1: nothing does


class _Splitter:
    """Goes through the tokens of one sentence once, with a stack of the clauses that are open."""

    def __init__(self, start: int, end: int, tokens: list[Word], rules: Rules) -> None:
        self.start, self.end, self.tokens, self.rules = start, end, tokens, rules
        self.found: list[Clause] = []
        self.open: list[_Open] = []
        self.stop_after = self._stops()
        self.closing = _closing_marks(tokens)
        self.index_of = {token.start: at for at, token in enumerate(tokens)}

    def split(self) -> tuple[Clause, ...]:
        if not any(is_word(token) for token in self.tokens):
            return (Clause(self.start, self.end, "main"),)
        first = next(i for i, token in enumerate(self.tokens) if is_word(token))
        kind = self.rules.kind_at(self.tokens, first)
        if kind == "infinitive" and not self._is_infinitive(first):
            kind = None
        if kind in {None, "relative"} or (kind == "because" and self._is_short(first)):
            kind = "infinitive" if kind is None and self._is_infinitive(first) else "main"
        self._begin(self.start, str(kind), -1, -1)
        at = 0
        while at < len(self.tokens):
            at = self._step(at, first)
        return self._closed()

    def _step(self, at: int, first: int) -> int:
        token = self.tokens[at]
        if self.open[-1].closes_at == at or any(o.closes_at == at for o in self.open[-4:]):
            self._close(at)
        elif at in self.closing:
            self._begin(token.start, self.closing[at][1], self.open[-1].clause, self.closing[at][0])
        elif token.text in _STOPS:
            self._after_stop(at)
        elif at > first and is_word(token):
            self._at_word(at)
        return at + 1

    def _stops(self) -> list[int]:
        """Return for each token the index of the next comma, semicolon, colon or mark."""
        stops, after = [0] * len(self.tokens), len(self.tokens)
        for at in range(len(self.tokens) - 1, -1, -1):
            stops[at] = after
            if not is_word(self.tokens[at]) and self.tokens[at].text not in "%-/'’.":
                after = at
        return stops

    def _begin(self, start: int, kind: str, governor: int, closes_at: int) -> None:
        if self.found and self.found[-1].start >= start:  # nothing stood in it
            governor = min(governor, len(self.found) - 2)
            self.found.pop()
            if self.open and self.open[-1].clause == len(self.found):
                self.open.pop()
        self.found.append(Clause(start, self.end, kind, governor))
        self.open.append(_Open(len(self.found) - 1, kind, closes_at))

    def _close(self, at: int) -> None:
        """End what a bracket, a dash or a quotation mark closes, and go on with what was before."""
        while self.open[-1].closes_at != at:
            self.open.pop()
        ended = self.open.pop()
        after = self.tokens[at].end
        if self.open:
            self._go_on(after)
        elif after < self.end:
            self._begin(after, "main", -1, -1)
        else:
            self.open.append(ended)

    def _go_on(self, start: int) -> None:
        if start >= self.end:
            return
        below = self.open.pop()
        clause = self.found[below.clause]
        first = clause.governor if self._goes_on(clause) else below.clause
        self._begin(start, clause.kind, first, below.closes_at)

    def _goes_on(self, clause: Clause) -> bool:
        return clause.governor >= 0 and self.found[clause.governor].kind == clause.kind == "main"

    def _after_stop(self, at: int) -> None:
        begin = at + 1
        if begin >= len(self.tokens) or not is_word(self.tokens[begin]):
            return
        start = self.tokens[begin].start
        kind = self._kind_after(begin)
        top = self.open[-1]
        if kind == "beside":
            self._beside(start)
        elif kind is not None:
            self._begin(start, kind, top.clause, top.closes_at if top.kind == "quotation" else -1)
        elif self.tokens[begin].text.lower() in self.rules.within:
            return  # "…, including": still the same clause
        elif self.tokens[at].text in ";:" or self._is_over(at):
            self._return(start, self.tokens[at].text)

    def _beside(self, start: int) -> None:
        """Begin a clause beside the open one: of the same kind, below the same governor."""
        top = self.open.pop()
        clause = self.found[top.clause]
        governor = -1 if self._goes_on(clause) else clause.governor
        self._begin(start, clause.kind if governor >= 0 else "main", governor, top.closes_at)

    def _return(self, start: int, sign: str) -> None:
        """Go on with the clause that was interrupted, or begin a new main clause."""
        if sign in ";:":
            while len(self.open) > 1 and self.open[-1].closes_at < 0:
                self.open.pop()
            governor = self.open[-1].clause if sign == ":" else -1
            if self.open[-1].closes_at < 0:
                self.open.pop()
            self._begin(start, "main", governor, -1)
            return
        top = self.open[-1]
        if len(self.open) > 1 and top.closes_at < 0:
            self.open.pop()
            while self._had_its_verb(self.found[top.clause].start):
                top = self.open.pop()
            if len(self.open) == 1 and top.kind in _ADVERBIAL and self.open[0].kind in _ADVERBIAL:
                self.open.pop()  # "given that …, while …, the main clause"
                self._begin(start, "main", -1, -1)
                return
            self._go_on(start)
        elif top.kind != "quotation":
            self.open.pop()
            self._begin(start, "main", -1, -1)

    def _had_its_verb(self, interrupted: int) -> bool:
        """Say whether the open clause was over when it was interrupted, as its verb tells."""
        top = self.open[-1]
        if len(self.open) < 2 or top.closes_at >= 0 or top.kind != "infinitive":
            return False
        at = self.index_of.get(interrupted, 0) - 1
        while at > 0 and not is_word(self.tokens[at]):
            at -= 1
        return at > 0 and self._ends_infinitive(self.tokens[at])

    def _kind_after(self, begin: int) -> str | None:
        """Return the kind of the clause that begins after a comma; "beside" for a coordinate."""
        rules, tokens = self.rules, self.tokens
        word = tokens[begin].text.lower()
        at = begin + 1 if word in rules.coordinate and begin + 1 < len(tokens) else begin
        kind = self._subordinate(at)
        if kind is not None:
            return kind
        if word in rules.adversative or (at > begin and self._is_sentence(begin)):
            return "beside"
        if self._has_subjunctive(begin):
            return "that"
        return "infinitive" if self._is_infinitive(begin) else None

    def _subordinate(self, at: int) -> str | None:
        rules, tokens = self.rules, self.tokens
        word = tokens[at].text.lower()
        kind = rules.kind_at(tokens, at)
        if kind in {None, "infinitive"} and rules.infinitive:
            kind = "infinitive" if self._is_infinitive(at) else None
        if kind is not None or word in rules.that:
            return kind or "relative"
        if word in rules.prepositions and at + 1 < len(tokens):
            after = tokens[at + 1].text.lower()
            if rules.kind_at(tokens, at + 1) == "relative" or after in rules.pronoun:
                return "relative" if self._ends_in_verb(at) else None
        if word in rules.pronoun and (self._has_subjunctive(at) or self._ends_in_verb(at)):
            # "sagte, der Handel sei gestiegen": no relative clause has its verb there
            return "that" if self._has_subjunctive(at) else "relative"
        if rules.participle and rules.participle.fullmatch(word):
            return "relative"
        return None

    def _at_word(self, at: int) -> None:
        """Begin a clause in mid-stretch: English needs no comma before *that* and *if*."""
        rules, word = self.rules, self.tokens[at].text.lower()
        before = self.tokens[at - 1]
        if not is_word(before):
            return
        if (before.text.lower(), word) in rules.begin:
            return  # "given that"
        if word in rules.that and before.text.lower() not in rules.prepositions:
            kind = "that" if rules.verb_end.fullmatch(before.text.lower()) else "relative"
        elif word in rules.bare and before.text.lower() not in {"as", "even", *rules.coordinate}:
            kind = rules.kind_at(self.tokens, at) or "relative"
        else:
            return
        self._begin(self.tokens[at].start, kind, self.open[-1].clause, -1)

    def _stretch(self, at: int) -> list[Word]:
        return self.tokens[at : min(self.stop_after[at], at + 60)]

    def _is_short(self, at: int) -> bool:
        return self.stop_after[at] - at < 3

    def _ends_in_verb(self, at: int) -> bool:
        last = next((t for t in reversed(self._stretch(at)) if is_word(t)), None)
        if last is None or last.start == self.tokens[at].start:
            return False
        return self.rules.is_verb(last)

    def _is_infinitive(self, at: int) -> bool:
        """Say whether a stretch ends in *zu* and an infinitive, as German ones do."""
        if self.rules.infinitive is None:
            return False
        stretch = [token for token in self._stretch(at) if is_word(token)]
        if not stretch or not stretch[-1].text.islower():
            return False
        return self._ends_infinitive(stretch[-1]) and not any(
            token.text in self.rules.finite for token in stretch
        )

    def _ends_infinitive(self, word: Word) -> bool:
        """Say whether a word is an infinitive with *zu*, before or within it."""
        if self.rules.infinitive is None:
            return False
        at = self.index_of[word.start]
        apart = at > 0 and self.tokens[at - 1].text == "zu" and word.text.endswith("n")
        return apart or bool(self.rules.infinitive.fullmatch(word.text))

    def _is_sentence(self, at: int) -> bool:
        """Say whether a subject and its verb follow "and", and the stretch before had its own."""
        before = self.tokens[: at - 1]
        stop = next((i for i in range(len(before) - 1, -1, -1) if before[i].text in _STOPS), -1)
        after = self._stretch(at + 1)
        return (
            any(self._is_finite(token) for token in before[stop + 1 :])
            and not any(token.text.lower() in self.rules.that for token in after)
            and bool(after)
            and not self._is_finite(after[0])
            and after[0].tag != "verb"
            and (any(self._is_finite(token) for token in after) or self._has_verb_in_s(after))
        )

    def _has_verb_in_s(self, stretch: list[Word]) -> bool:
        """Say whether a word in -s stands between two names: "the bank grants Rosneft a loan"."""
        return any(
            before.tag == "name" and word.text.islower() and word.text[-1:] == "s"
            for before, word, after in zip(stretch, stretch[1:], stretch[2:], strict=False)
            if after.tag == "name" or after.text in self.rules.determiners
        )

    def _is_finite(self, token: Word) -> bool:
        return token.tag == "finite" or token.text.lower() in self.rules.finite

    def _has_subjunctive(self, at: int) -> bool:
        stretch = [token for token in self._stretch(at) if is_word(token)]
        return any(token.text in self.rules.subjunctive for token in stretch[:12][:-1])

    def _is_over(self, at: int) -> bool:
        """Say whether the open clause ends at this comma: it has had its verb."""
        top = self.open[-1]
        if top.kind not in _RETURNING or top.closes_at >= 0:
            return False
        before = self.tokens[at - 1] if at else None
        if before is None or not is_word(before):
            return True
        if self.rules.pronoun:  # German: a subordinate clause ends in its verb
            return self.rules.is_verb(before) and before.text not in self.rules.determiners
        return top.kind != "that" and not self._has_just_begun(at)

    def _has_just_begun(self, at: int) -> bool:
        """Say whether only its first word stands before this sign ("которая, по словам …,")."""
        return self.found[self.open[-1].clause].start == self.tokens[at - 1].start

    def _closed(self) -> tuple[Clause, ...]:
        ends = [clause.start for clause in self.found[1:]] + [self.end]
        closed = [c._replace(end=end) for c, end in zip(self.found, ends, strict=True)]
        if closed[0].kind == "main" or closed[0].governor >= 0:
            return tuple(closed)
        main = next((i for i, c in enumerate(closed) if c.kind == "main"), -1)
        if main > 0:  # a clause in front hangs on the main clause after it
            closed[0] = closed[0]._replace(governor=main)
            closed[main] = closed[main]._replace(governor=-1)
        return tuple(closed)


def _closing_marks(tokens: Sequence[Word]) -> dict[int, tuple[int, str]]:
    """Return where speech, brackets and asides open: the token that closes each, and its kind."""
    found: dict[int, tuple[int, str]] = {}
    waiting: list[tuple[int, str, str]] = []
    for at, token in enumerate(tokens):
        mark = token.text
        if waiting and mark in waiting[-1][1]:
            opened, _, kind = waiting.pop()
            if kind == "aside" or at - opened > _QUOTED_WORDS:
                found[opened] = (at, kind)
        elif mark in _BRACKETS:
            waiting.append((at, _BRACKETS[mark], "aside"))
        elif mark in _PAIRS and mark not in "”’":
            waiting.append((at, _PAIRS[mark], "quotation"))
    for opened, _, kind in waiting:
        if kind == "quotation" and len(tokens) - opened > _QUOTED_WORDS:
            found[opened] = (len(tokens), kind)
            break
    _pair_dashes(tokens, found)
    return found


def _pair_dashes(tokens: Sequence[Word], found: dict[int, tuple[int, str]]) -> None:
    dashes = [
        at
        for at, token in enumerate(tokens[:-1])
        if at
        and token.text in _DASHES
        and tokens[at - 1].end < token.start
        and token.end < tokens[at + 1].start
    ]
    at = 0
    while at + 1 < len(dashes):
        if dashes[at + 1] - dashes[at] <= _ASIDE_WORDS:
            found.setdefault(dashes[at], (dashes[at + 1], "aside"))
            at += 1
        at += 1
