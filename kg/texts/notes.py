"""A footnote: the words, our translation, where they stand, who says so, and the status."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kg.evidence import printable
from kg.lookup import Catalogue, Line, in_language
from kg.texts.sentences import Sentences, is_negative, source_of
from kg.texts.wording import date_in_words, plain

_LINKS = {"because_of": "reason", "answers": "answers", "part_of": "part_of"}


class Quote(NamedTuple):
    """A piece of evidence: *words* verbatim in *lang*, "" where they may not be passed on."""

    words: str
    lang: str
    gloss: str
    place: str
    title: str


class Note(NamedTuple):
    """What stands under a sentence; *rest* are sentences: speaker, status, links, record."""

    number: int
    record: str
    quotes: tuple[Quote, ...]
    rest: tuple[str, ...]


class Head(NamedTuple):
    """What is known of a source: title in its own language, with ours, publisher, date, rights."""

    id: str
    title: str
    title_gloss: str
    lang: str
    publisher: str
    date: str
    rights: str
    silent: bool


def head_of(catalogue: Catalogue, source: str, sentences: Sentences) -> Head:
    """Return what is known of a source."""
    about = catalogue.store.manifest["sources"][source]
    titles = about["title"]
    own = printable(in_language(titles, about["language"])) if titles else source
    ours = printable(titles.get(catalogue.lang, ""))
    published = about.get("published")
    return Head(
        source,
        own,
        ours if ours != own else "",
        about["language"],
        plain(catalogue.name_of(about["publisher"])) if about.get("publisher") else "",
        date_in_words(published, catalogue.lang) if published else "",
        printable(about.get("rights") or ""),
        source in sentences.silent,
    )


class Notes:
    """Writes footnotes of a catalogue's records in its language."""

    def __init__(self, sentences: Sentences) -> None:
        self.sentences = sentences
        self.catalogue = sentences.catalogue
        self.words: Mapping[str, str] = sentences.words["note"]

    def note(self, number: int, record: Line) -> Note:
        """Return the footnote of a record."""
        return Note(number, record["id"], tuple(self.quotes(record)), tuple(self._rest(record)))

    def quotes(self, record: Line) -> Iterator[Quote]:
        """Yield the pieces of evidence of a record."""
        written = record["details"].get("evidence", [])
        for number, place in enumerate(record["evidence"]):
            source = place["source"]
            head = head_of(self.catalogue, source, self.sentences)
            glosses = written[number]["gloss"] if number < len(written) else {}
            where = self.words["place"].format(self.catalogue.paragraph(place))
            heading = "" if head.silent else self.catalogue.heading(place)
            if heading:
                where = self.words["under"].format(
                    self.catalogue.paragraph(place), printable(heading)
                )
            words = "" if head.silent else printable(place["exact"])
            yield Quote(words, head.lang, self._gloss(glosses, head), where, head.title)

    def _gloss(self, glosses: Mapping[str, str], head: Head) -> str:
        """Return our translation, in the text's language if there is one; none for its readers."""
        lang = self.catalogue.lang
        if head.silent or not glosses or (head.lang == lang and lang not in glosses):
            return ""
        return plain(in_language(glosses, lang))

    def _rest(self, record: Line) -> Iterator[str]:
        yield self.said_by(record)
        yield self.status(record)
        for field, word in _LINKS.items():
            for other in record["details"].get(field, []):
                if other in self.catalogue.records:
                    linked = self.catalogue.records[other]
                    status = self.catalogue.word("statuses", linked["status"])
                    label = f"{plain(self.catalogue.label(linked))} ({status})"
                    yield self.words[word].format(label)
        note = record["details"].get("note")
        if note and source_of(record) not in self.sentences.silent:
            yield self.words["our_note"].format(plain(note))
        yield self.words["record"].format(record["id"])

    def said_by(self, record: Line) -> str:
        """Return who says so, down to the authors who pass it on."""
        about: Mapping[str, Any] = self.catalogue.store.manifest["sources"][source_of(record)]
        voice = plain(self.catalogue.name_of(about["voice"]))
        chain = self.sentences.chain(record)
        who = (
            self.words["passed_on"].format(chain, voice)
            if chain
            else self.words["own_voice"].format(voice)
        )
        return self.words["said_by"].format(who)

    def status(self, record: Line) -> str:
        """Return the status with what it means, as sentences."""
        lang = self.catalogue.lang
        status = self.catalogue.vocabulary["statuses"][record["status"]]
        written = self.words["status"].format(status[lang], status["meaning"][lang])
        if is_negative(record):
            negative = self.catalogue.word("polarities", "negative")
            written += self.words["negative"].format(negative)
        return written
