"""The questions that the page opens with: saved views in plain words, which are data.

A question has a heading, two sentences, filters as the page's address writes them ("*" for every
value), and at will records: by ``ids``, or by ``find``, the name of a way to find them. With the
``order`` "began", what began since the day of its filter stands first. Somebody who wants to lead
others through a graph writes a list of such questions: a tour.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from kg.errors import KgError

Line = dict[str, Any]
_OF_WHO = ("actor", "role", "about", "said", "unnamed", "firms", "place")
_FILTERS = frozenset(("status", "kind", "source", *_OF_WHO, "since", "until", "as_of", "undated"))


def questions(data: Line, file: Path | None = None) -> list[Line]:
    """Return the questions of *file*, else the page's own, with the records that they find.

    Raises KgError for a file that is no list of questions.
    """
    asked = _read(file) if file else json.loads(_own())
    return [_found(question, data) for question in asked]


def _own() -> str:
    return files("kg.page").joinpath("questions.json").read_text(encoding="utf-8")


def _found(question: Line, data: Line) -> Line:
    found = {**question, "filters": _spelled_out(question.get("filters", {}), data)}
    way = found.pop("find", None)
    if way == _GAPS:
        found["notes"] = list(_gaps(data))
    elif way is not None:
        found["ids"] = _WAYS[way](data)
    return found


def _spelled_out(filters: Mapping[str, str], data: Line) -> Line:
    every = {"status": data["statuses"], "kind": data["kinds"], "source": data["sources"]}
    return {
        name: ",".join(every[name]) if value == "*" else value for name, value in filters.items()
    }


# -- ways to find records -----------------------------------------------------------------


def _two_voices(data: Line) -> list[str]:
    """Return the records of one matter that are put in more than one way.

    What is only imagined contradicts nothing: it stands beside what is said, and is left out.
    """
    matters: defaultdict[str, list[str]] = defaultdict(list)
    for record, line in data["records"].items():
        if line["concerns"] and line["status"] != "hypothetical":
            matters[line["concerns"]].append(record)
    put = {record: (line["status"], line["negative"]) for record, line in data["records"].items()}
    return [
        record
        for of in matters.values()
        if len({put[record] for record in of}) > 1
        for record in of
    ]


def _attributed(data: Line) -> list[str]:
    return [record for record, line in data["records"].items() if line["chain"]]


def _with_figures(data: Line) -> list[str]:
    return [record for record, line in data["records"].items() if line["figures"]]


_WAYS: Mapping[str, Callable[[Line], list[str]]] = {
    "two_voices": _two_voices,
    "attributed": _attributed,
    "with_figures": _with_figures,
}
_BEGAN = "began"  # an order of the records that are shown
_GAPS = "gaps"  # no records, but what can be counted of what is not in here


def _gaps(data: Line) -> Iterable[Line]:
    """Yield what can be counted of what is not in here, as notes with lines in both languages."""
    words = data["words"]["questions"]["gaps"]
    yield _note(words["sentences"], list(_bare_sentences(data)))
    records = data["records"].values()
    undated = sum("when" not in line["times"] for line in records)
    yield _note(words["undated"], [_filled(words["undated_line"], n=undated, all=len(records))])
    used = {line["kind"] for line in records}
    unused = [about for kind, about in data["kinds"].items() if kind not in used]
    named = [{lang: about[lang] for lang in ("en", "de")} for about in unused]
    yield _note(words["kinds"], named or [words["every_kind"]])


def _bare_sentences(data: Line) -> Iterator[Line]:
    """Yield by source how many sentences carry no record, and for what reasons."""
    words = data["words"]["questions"]["gaps"]
    for source, head in data["sources"].items():
        if not head["sentences"]:
            continue
        bare = head["sentences"] - head["sentences_with_record"]
        yield _filled(words["sentence_line"], title=head["title"], n=bare, all=head["sentences"])
        reasons = Counter(
            reason
            for paragraph in data["passages"].get(source, ())
            for *_, reason in paragraph["bare"]
            if reason
        )
        if reasons:
            said = ", ".join(f"{reason} {n}" for reason, n in reasons.most_common())
            yield _filled(words["reasons_line"], reasons=said)


def _note(heading: Line, lines: list[Line]) -> Line:
    return {"heading": heading, "lines": lines}


def _filled(template: Line, **values: Any) -> Line:
    return {
        lang: text.format(**{name: _in(value, lang) for name, value in values.items()})
        for lang, text in template.items()
    }


def _in(value: Any, lang: str) -> Any:
    return value.get(lang) or next(iter(value.values())) if isinstance(value, dict) else value


# -- somebody's own -----------------------------------------------------------------------


def _read(file: Path) -> list[Line]:
    try:
        asked = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise KgError(f"{file}: can't be read: {error.strerror}") from error
    except ValueError as error:
        raise KgError(f"{file}: no JSON: {error}") from error
    if not isinstance(asked, list):
        raise KgError(f'{file}: questions are a list: [{{"id": …, "heading": …, "text": …}}]')
    seen: set[str] = set()
    for number, question in enumerate(asked, 1):
        _check(question, f"{file}: question {number}", seen)
    return asked


def _check(question: Any, where: str, seen: set[str]) -> None:
    if not isinstance(question, dict) or not {"id", "heading", "text"} <= set(question):
        raise KgError(f"{where}: a question has id, heading and text")
    for name in ("heading", "text"):
        if not _is_text(question[name]):
            raise KgError(f'{where}: {name} is a text, or one a language: {{"en": …, "de": …}}')
    if str(question["id"]) in seen:
        raise KgError(f"{where}: the id {question['id']!r} stands above already")
    seen.add(str(question["id"]))
    filters = question.get("filters", {})
    if not isinstance(filters, dict) or set(filters) - _FILTERS:
        raise KgError(f"{where}: filters are {', '.join(sorted(_FILTERS))}, each a text")
    for name, known in {"find": (*_WAYS, _GAPS), "order": (_BEGAN,)}.items():
        if name in question and question[name] not in known:
            raise KgError(f"{where}: {name} is one of {', '.join(known)}")


def _is_text(value: Any) -> bool:
    texts = value.values() if isinstance(value, dict) else [value]
    return bool(value) and all(isinstance(text, str) for text in texts)
