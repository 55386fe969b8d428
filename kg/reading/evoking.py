"""Which words of a sentence evoke a frame: by lemma, class of word, and what stands beside them."""

from collections.abc import Iterator

from kg.reading.seen import Word
from kg.reading.senses import is_one
from kg.reading.sentence import BARE, Sentence
from kg.reading.triggers import Trigger, heads_in, triggers_of

_REFLEXIVE = "ся"
_HEAD_OF_COMPOUND = 5  # letters that a noun has at least to be found at the end of a compound
_WEAK = ("te", "ten", "tet", "t")  # endings of German weak verbs
_NEAR = 12  # words between a noun and the preposition that still belongs to it


class Evoking:
    """The triggers of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.triggers = triggers_of(sentence.language)
        self.words = sentence.words

    def evoked(self) -> Iterator[tuple[int, int, Trigger]]:
        """Yield the triggers with the indices of their words, end exclusive."""
        at = 0
        while at < len(self.words):
            until = at + 1
            if at not in self.sentence.taken:
                for lemmas, trigger in self._candidates(at):
                    if self._stands(at, lemmas) and self._fits(at, len(lemmas), trigger):
                        until = max(until, at + len(lemmas))
                        yield at, at + len(lemmas), trigger
            at = until

    def _candidates(self, at: int) -> tuple[tuple[tuple[str, ...], Trigger], ...]:
        word = self.words[at]
        for lemma in self._lemmas_for(word):
            if found := self.triggers.by_lemma.get(lemma):
                return found
        if self.sentence.language != "de":
            return ()
        small = word.text.lower()
        return self._head_of(word) if word.text[:1].isupper() else self._verb_like(small)

    def _lemmas_for(self, word: Word) -> Iterator[str]:
        """Yield what a word's lemma may be, the likeliest first."""
        yield word.lemma
        if word.lemma.endswith(_REFLEXIVE):  # the Russian passive
            yield word.lemma.removesuffix(_REFLEXIVE)
        if word.lemma.endswith("iert"):  # a German participle left as it stands
            yield f"{word.lemma[:-1]}en"
        if word.lemma.endswith("ing"):  # "is building": no house
            yield from (word.lemma.removesuffix("ing"), f"{word.lemma.removesuffix('ing')}e")
        yield word.text.lower()

    def _head_of(self, word: Word) -> tuple[tuple[tuple[str, ...], Trigger], ...]:
        """Return what the head of a German compound evokes: "Rüstungslieferungen"."""
        if is_one("no_compound", word.lemma, "de"):
            return ()
        longest = (head for head in heads_in(word.lemma) if len(head) >= _HEAD_OF_COMPOUND)
        head = next(longest, None)
        return self.triggers.by_lemma[head] if head else ()

    def _verb_like(self, small: str) -> tuple[tuple[tuple[str, ...], Trigger], ...]:
        """Return what the verb evokes whose weak form stands there, as far as its ending tells."""
        stems = (small.removesuffix(end) for end in _WEAK if small.endswith(end))
        verbs = (f"{stem}en" for stem in stems)
        known = (self.triggers.by_lemma[verb] for verb in verbs if verb in self.triggers.verbs)
        return next(known, ())

    def _stands(self, at: int, lemmas: tuple[str, ...]) -> bool:
        following = self.words[at : at + len(lemmas)]
        return len(following) == len(lemmas) and all(
            lemma in (word.lemma, word.text.lower())
            for lemma, word in zip(lemmas[1:], following[1:], strict=True)
        )

    def _fits(self, first: int, length: int, trigger: Trigger) -> bool:
        """Return whether the words of a trigger may be one here; several tell their class alone."""
        at = first + length - 1
        if length == 1 and not self._has_class(self.words[at], trigger):
            return False
        if trigger.is_verb and self._is_attribute(at):
            return False
        if not (trigger.beside or trigger.unless):
            return True
        near = self.lemmas_near(at)
        following = {word.lemma for word in self.words[at : at + _NEAR]}
        return not (trigger.beside and trigger.beside.isdisjoint(near | following)) and (
            trigger.unless.isdisjoint(self._lemmas_before_verb(at) if trigger.is_verb else near)
        )

    def _has_class(self, word: Word, trigger: Trigger) -> bool:
        """Return whether a verb is a verb and a noun a noun, as far as the word tells."""
        if self.sentence.language == "de" and word.start != self.sentence.start:
            return word.text[:1].isupper() != trigger.is_verb
        if self.sentence.language == "en" and (told := self._told_by_neighbour(word)) is not None:
            return told == trigger.is_verb
        if word.tag in {"verb", "finite"}:
            return trigger.is_verb
        if word.tag == "noun":
            return not trigger.is_verb
        return True

    def _is_attribute(self, at: int) -> bool:
        """Return whether a participle only qualifies a noun: "des sanktionierten Öls"."""
        following = self.words[at + 1] if at + 1 < len(self.words) else None
        return (
            self.words[at].tag == "adjective"
            and following is not None
            and following.tag in {"adjective", "noun", "name"}
            and following.text.lower() not in self.sentence.grammar.articles
            and not self.sentence.may_be_verb(at)
        )

    def _told_by_neighbour(self, word: Word) -> bool | None:
        """Return whether an English word is a verb, by what stands before: "Xi visits"."""
        at = self.sentence.index_at(word.start)
        if at == 0:
            return None
        before = self.words[at - 1]
        if before.text.lower() in self.sentence.grammar.articles:
            return False
        if word.text.endswith("ing") and before.text.lower() in self.sentence.grammar.passive_forms:
            return True
        if before.text.lower() in {"to", "will", "would", "could", "may", "might", "must", "can"}:
            return True
        follows = before.text in {",", "and", "which", "who"} or at - 1 in self.sentence.taken
        if follows and self.sentence.acts_as_verb(at):
            return True
        names = [phrase for phrase in self.sentence.phrases if phrase.end == before.end]
        if names and names[0].marker == BARE and before.end + 1 == word.start:
            return word.text[:1].islower() or None
        return None

    def lemmas_near(self, at: int) -> frozenset[str]:
        """Return the lemmas of the clause around a word; of German compounds their heads, too."""
        lemmas = self.sentence.lemmas_of(self.sentence.clause_at(self.words[at].start))
        if self.sentence.language != "de":
            return lemmas
        return lemmas.union(*(heads_in(lemma) for lemma in lemmas))

    def _lemmas_before_verb(self, at: int) -> frozenset[str]:
        """Return the lemmas around a verb, up to the next one: "shipped drones and helped"."""
        if self.sentence.language == "de":
            return self.lemmas_near(at)
        clause = self.sentence.clause_at(self.words[at].start)
        found: set[str] = set()
        for index, word in enumerate(self.words):
            if index > at and self.is_verb(index):
                break
            if self.sentence.clause_at(word.start) == clause:
                found |= {word.lemma, word.text.lower()}
        return frozenset(found)

    def is_verb(self, index: int) -> bool:
        """Return whether the word at *index* is tagged as a verb."""
        return self.words[index].tag in {"verb", "finite"}
