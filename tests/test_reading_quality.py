"""How well the reader reads: floors just below what was reached, so that it can't get worse unseen.

Measured on the project's source beside its reviewed records, and on texts written for it in three
languages, each annotated before any rule was tried on it (``tests/data/reading``).
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.cli.extracting import MIN_SCORE
from kg.corpus import read_corpus
from kg.evaluation import Evaluation, Measure, evaluate
from kg.extract import Document, candidate_lines, gold_lines, read_document
from kg.places import packaged
from kg.reading.lexicon import Lexicon
from kg.reading.reader import read

TEXTS = Path(__file__).parent / "data" / "reading"
SOURCE = "tdc-reverse-kissinger-2025"
# What the annotations call a trade flow, a statistic and a cooperation is finer with us.
COARSE = {"supply": "trade_flow", "share": "statistic", "affiliation": "cooperation"}
ANNOTATED = {
    "agreement",
    "cooperation",
    "exercise",
    "meeting",
    "sanction",
    "statistic",
    "trade_flow",
}


@pytest.fixture(scope="module")
def source() -> Evaluation:
    folder = packaged("sources")
    corpus = read_corpus(folder)
    info = next(each for each in corpus.sources if each.info.id == SOURCE)
    document = Document(SOURCE, SOURCE, info.text.content, "de", None, folder / SOURCE)
    lines = candidate_lines(read_document(document, corpus), least=MIN_SCORE)
    return evaluate(lines, gold_lines(document, corpus))


def test_the_projects_source_is_read_as_well_as_before(source: Evaluation) -> None:
    assert source.all_entities.f1 >= 0.89
    assert source.all_records.f1 >= 0.37
    assert source.all_records.precision >= 0.47
    right, of = source.accuracy["status"]
    assert right / of >= 0.82


@pytest.mark.parametrize(("language", "floor"), [("de", 0.64), ("en", 0.65), ("ru", 0.64)])
def test_texts_of_three_languages_are_read_as_well_as_before(language: str, floor: float) -> None:
    lexicon = Lexicon.load()
    measures = [_measured(file, lexicon) for file in sorted(TEXTS.glob(f"{language}-*.txt"))]
    whole = Measure(*(sum(each[index] for each in measures) for index in range(3)))
    assert whole.there > 0
    assert whole.f1 >= floor


def _measured(file: Path, lexicon: Lexicon) -> Measure:
    about = json.loads(file.with_suffix(".meta.json").read_text("utf-8"))
    text = file.read_bytes().decode("utf-8")
    reading = read(
        text,
        source=file.stem,
        language=about["language"],
        lexicon=lexicon,
        published=about.get("published"),
    )
    proposed = [
        {**line, "kind": kind}
        for line in candidate_lines(reading, least=MIN_SCORE)
        if (kind := COARSE.get(line["kind"], line["kind"])) in ANNOTATED
    ]
    return evaluate(proposed, list(_annotated(file, text))).all_records


def _annotated(file: Path, text: str) -> Iterator[dict[str, Any]]:
    """Yield the annotations as lines of the stable shape, as far as measuring needs them."""
    for number, row in enumerate(file.with_suffix(".jsonl").read_text("utf-8").splitlines()):
        fact = json.loads(row)
        if fact["type"] == "actor" or fact.get("optional"):
            continue
        start = text.index(fact["quote"])
        yield {
            "id": str(number),
            "kind": fact["type"],
            "labels": {"en": fact["label"]},
            "status": fact["modality"],
            "polarity": "positive",
            "attributed_to": [{"actor": None, "name": fact["attributed_to"]}]
            if fact["attributed_to"]
            else [],
            "participants": [{"actor": None, "name": name} for name in fact["participants"]],
            "time": fact["date"],
            "quantities": [{"value": fact["value"], "unit": fact["unit"]}]
            if fact["value"] is not None
            else [],
            "evidence": [{"start": start, "end": start + len(fact["quote"])}],
        }
