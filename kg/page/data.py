"""What the page knows: entities, records, sources and words, as plain data for its script.

Everything that needs care is done here and not in the script: paragraphs are counted in code
points, dates and figures are written out in both languages, and words of a source that may not be
passed on are left out. ``private`` says that they are all in, and ``allowed`` is then what of the
same may be passed on, where that is less, for what somebody cuts out of the page.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from kg.dates import bounds
from kg.lookup import Catalogue
from kg.network import roles_of
from kg.page.passages import passages
from kg.page.series import series_keys
from kg.page.times import is_plan_of_a_day, reports, written
from kg.page.wording import date_in_words, figure_in_words
from kg.rights import Rights
from kg.store import Store
from kg.terms.prefixes import BASE

Line = dict[str, Any]
_LINKS = ("because_of", "answers", "part_of")
_TIMES = ("when", "valid", "reported")


def page_data(store: Store, only: Collection[str] | None = None, *, private: bool = False) -> Line:
    """Return all that the page shows of *store*, ready for JSON, in the order of the store.

    With *only*, the records of these ids and no others. *private* data holds every word, whether
    or not it may be passed on.
    """
    catalogue = Catalogue(store)
    rights = Rights(catalogue, private=private)
    found = _page_data(catalogue, rights, only)
    if rights.exceeded:
        allowed = _page_data(catalogue, Rights(catalogue), only)
        found["allowed"] = {
            name: {key: line for key, line in allowed[name].items() if line != found[name][key]}
            for name in ("entities", "records", "passages")
        }
    return found


def _page_data(catalogue: Catalogue, rights: Rights, only: Collection[str] | None) -> Line:
    store = catalogue.store
    reader = _Reader(catalogue, rights)
    vocabulary = store.vocabulary
    records = [line for line in catalogue.records.values() if only is None or line["id"] in only]
    sources = dict(sorted(store.manifest["sources"].items()))
    entities = list(catalogue.entities.values())
    if only is not None:
        sources = _sources_of(store, records)
        named = _named(catalogue, records, sources.values())
        entities = [line for line in entities if line["id"] in named]
    shown = {line["id"]: reader.record(line) for line in records}
    _mark_series(shown)
    return {
        "kg": store.manifest["kg"],
        "below": f"{BASE}id/record/",
        "families": vocabulary["families"],
        "kinds": {kind: _kind(about, vocabulary) for kind, about in vocabulary["kinds"].items()},
        "fields": vocabulary["fields"],
        "statuses": vocabulary["statuses"],
        "polarities": vocabulary["polarities"],
        "classes": vocabulary["classes"],
        "sources": {source: reader.source(source, about) for source, about in sources.items()},
        "entities": {line["id"]: reader.entity(line) for line in entities},
        "records": shown,
        "passages": {
            source: paragraphs
            for source, paragraphs in passages(catalogue, rights, only).items()
            if source in sources
        },
        "private": rights.exceeded,
        "chosen": only is not None,
    }


def _mark_series(records: Line) -> None:
    """Write into each figure that belongs to a series which it is."""
    for (record, number), series in series_keys(records).items():
        records[record]["figures"][number]["series"] = series


def _sources_of(store: Store, records: Iterable[Line]) -> dict[str, Line]:
    """Return the heads of the sources of *records*, by id."""
    used = {place["source"] for line in records for place in line["evidence"]}
    return {
        source: about
        for source, about in sorted(store.manifest["sources"].items())
        if source in used
    }


def _named(catalogue: Catalogue, records: Iterable[Line], sources: Iterable[Line]) -> set[str]:
    """Return the entities that *records* and *sources* name, and those these belong to."""
    found = {about[name] for about in sources for name in ("voice", "publisher") if about.get(name)}
    for line in records:
        found |= {entity for _, entity in catalogue.roles(line)}
        found |= {who for step in _chain(line) for who in step}
        if line["modal_agent"]:
            found.add(line["modal_agent"]["actor"])
    for entity in list(found & set(catalogue.entities)):
        about = catalogue.entities[entity]
        found |= {*about.get("country", ()), *([about["of"]] if about.get("of") else ())}
        found |= {member["actor"] for member in about.get("members", ())}
    return found


def _kind(about: Mapping[str, Any], vocabulary: Mapping[str, Any]) -> Line:
    look = vocabulary["families"][about["family"]]
    return {
        "columns": about["columns"],
        "en": about["en"],
        "de": about["de"],
        "family": about["family"],
        "shape": look["shape"],
        "light": look["light"],
        "dark": look["dark"],
    }


class _Reader:
    """Turns lines of the store into what the page's script needs."""

    def __init__(self, catalogue: Catalogue, rights: Rights) -> None:
        self.catalogue = catalogue
        self.vocabulary = catalogue.vocabulary
        self.reports = reports(catalogue.records.values())
        self.rights = rights
        self.silent = rights.silent

    def source(self, source: str, about: Mapping[str, Any]) -> Line:
        """Return the head of a source, as About shows it."""
        published = about.get("published")
        return {
            "title": about["title"],
            "language": about["language"],
            "publisher": about.get("publisher"),
            "voice": about["voice"],
            "published": date_in_words(published)._asdict() if published else None,
            "written": written(published, self._lines_of(source)),
            "rights": about.get("rights"),
            "redistribute": about.get("redistribute"),
            "sha256": self.catalogue.store.manifest["inputs"].get(f"{source}/document.txt"),
            "sentences": about.get("sentences"),
            "sentences_with_record": about.get("sentences_with_record"),
        }

    def _lines_of(self, source: str) -> list[Line]:
        every = self.catalogue.records.values()
        return [line for line in every if line["id"].partition("/")[0] == source]

    def entity(self, line: Line) -> Line:
        """Return who or what an entity is, its names, and in which paragraphs it is named."""
        return {
            "labels": line["labels"],
            "class": line["class"],
            "names": [name["name"] for name in line.get("names", [])],
            "forms": self._forms(line),
            "of": line.get("of"),
            "country": line.get("country", []),
            "group": line.get("group"),
            "members": [member["actor"] for member in line.get("members", [])],
            "named": self._paragraphs(line["evidence"]),
        }

    def _forms(self, line: Line) -> list[str]:
        """Return what the texts that may be quoted call it, inflected, for the search alone."""
        known = {*line["labels"].values(), *(name["name"] for name in line.get("names", []))}
        said = {place["exact"] for place in line["evidence"] if place["source"] not in self.silent}
        return sorted(said - known)

    def _paragraphs(self, places: Iterable[Line]) -> list[list[Any]]:
        found = {(place["source"], self.catalogue.paragraph(place)) for place in places}
        return [list(place) for place in sorted(found)]

    def record(self, line: Line) -> Line:
        """Return a record with all that has to be seen beside it."""
        source = line["id"].partition("/")[0]
        details = line["details"]
        return {
            "kind": line["kind"],
            "domain": list(details.get("domain", ())),
            "labels": line["labels"],
            "source": source,
            "status": line["status"],
            "negative": line["polarity"] == "negative",
            "chain": _chain(line),
            "modal_agent": line["modal_agent"] and line["modal_agent"]["actor"],
            "hedge": None if source in self.silent else details.get("hedge"),
            "roles": [list(role) for role in roles_of(line, self.vocabulary)],
            "times": self._times(line, source),
            "plan": is_plan_of_a_day(line),
            "report": self.reports.get(line["id"]),
            "figures": [self._figure(figure, source) for figure in line["quantities"]],
            "more": list(self._more(line)),
            "quotes": list(self._quotes(line)),
            "links": {name: details[name] for name in _LINKS if name in details},
            "concerns": details.get("concerns"),
            "note": None if source in self.silent else details.get("note"),
        }

    def _times(self, line: Line, source: str) -> Line:
        return {
            name: self._time(line["details"].get(name, line["time"]), source)
            for name in _TIMES
            if name in line["details"] or (name == "when" and line["time"])
        }

    def _time(self, time: Any, source: str) -> Line:
        """Return a time in words; *time* is an EDTF text or the long form."""
        long = {"edtf": time} if isinstance(time, str) else time
        days = bounds(long["edtf"])
        return {
            **date_in_words(long["edtf"])._asdict(),
            "edtf": long["edtf"],
            "earliest": str(days.earliest) if days.earliest else None,
            "latest": str(days.latest) if days.latest else None,
            "words": None if source in self.silent else long.get("words"),
            "derived": bool(long.get("derived")),
            "mode": long.get("mode") or ("throughout" if "/" in long["edtf"] else "within"),
        }

    def _figure(self, figure: Line, source: str) -> Line:
        qualifier = figure["qualifier"]
        return {
            **figure_in_words(figure)._asdict(),
            "bare": figure_in_words({**figure, "qualifier": None})._asdict(),
            "qualifier": self.vocabulary["qualifiers"][qualifier] if qualifier else None,
            "value": figure["value"],
            "unit": figure["unit"],
            "out_of": figure.get("out_of"),
            "of": figure["of"],
            "words": None if source in self.silent else figure["words"],
        }

    def _more(self, line: Line) -> Iterator[Line]:
        """Yield the kind's own fields that are no roles, with their labels."""
        kind = self.vocabulary["kinds"][line["kind"]]
        silent = line["id"].partition("/")[0] in self.silent
        for field in kind["fields"]:
            value = line["details"].get(field)
            if value in (None, [], {}) or field in kind["roles"]:
                continue
            label = self.vocabulary["fields"][field]
            for item in value if isinstance(value, list) else [value]:
                if not silent or self._is_ours(line["kind"], field, item):
                    text = self._text(line["kind"], field, item)
                    yield {"field": field, "label": label, "text": text}

    def _is_ours(self, kind: str, field: str, value: Any) -> bool:
        """Return whether a value is a code or an asset: a text may be the source's own."""
        is_asset = isinstance(value, dict) and "system" in value
        return is_asset or f"{kind}.{field}" in self.vocabulary["codes"]

    def _text(self, kind: str, field: str, value: Any) -> Any:
        """Return a value to be shown: texts by language, a code's labels, or plain text."""
        if isinstance(value, dict):
            return self._asset(value) if "system" in value else value
        codes = self.vocabulary["codes"].get(f"{kind}.{field}", {})
        return codes.get(value, str(value))

    def _asset(self, asset: Mapping[str, Any]) -> Line:
        found = {}
        for lang in ("en", "de"):
            system = self._label(asset["system"], lang)
            number = f"{asset['number']} × " if asset.get("number") else ""
            owner = f" ({self._label(asset['operator'], lang)})" if asset.get("operator") else ""
            found[lang] = f"{number}{system}{owner}"
        return found

    def _label(self, entity: str, lang: str) -> str:
        line = self.catalogue.entities.get(entity)
        labels = line["labels"] if line else {}
        return str(labels.get(lang) or labels.get("en") or entity)

    def _quotes(self, line: Line) -> Iterator[Line]:
        written = line["details"].get("evidence", [])
        for number, place in enumerate(line["evidence"]):
            silent = place["source"] in self.silent
            gloss = written[number]["gloss"] if number < len(written) else {}
            text = self.catalogue.text(place["source"])
            around = self.rights.around(place)
            yield {
                "source": place["source"],
                "exact": None if silent else place["exact"],
                "before": text.content[around.start : place["start"]],
                "after": text.content[place["end"] : around.end],
                "gloss": {} if silent else gloss,
                "line": self.catalogue.paragraph(place),
                "heading": self.rights.heading(place),
                "start": place["start"],
                "end": place["end"],
            }


def _chain(line: Line) -> list[list[str]]:
    """Return who says so, nearest to the authors first; those cited side by side are one step."""
    written = line["details"].get("attributed_to")
    if written is None:
        return [[step["actor"] or step["name"]] for step in line["attributed_to"]]
    return [
        [step["who"]] if isinstance(step["who"], str) else list(step["who"]) for step in written
    ]
