"""Records as a table: one row each, for spreadsheets."""

import csv
import io
from typing import Any

from kg.lookup import Catalogue, Line
from kg.store import Store

COLUMNS = (
    "id",
    "kind",
    "label_en",
    "label_de",
    "status",
    "polarity",
    "says_so",
    "modal_agent",
    "hedge",
    "roles",
    "time",
    "place",
    "quantities",
    "quotes",
    "translations",
    "source",
    "paragraphs",
    "iri",
)


def csv_table(store: Store) -> str:
    """Return one row a record: status, speaker and words always beside what is said.

    Verbatim words stand in «…». A cell that a spreadsheet would run as a formula begins with an
    apostrophe.
    """
    catalogue = Catalogue(store)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for line in catalogue.records.values():
        rows.writerow([_harmless(cell) for cell in _cells(catalogue, line)])
    return text.getvalue()


def _cells(catalogue: Catalogue, line: Line) -> list[str]:
    details = line["details"]
    evidence = line["evidence"]
    return [
        line["id"],
        line["kind"],
        line["labels"].get("en", ""),
        line["labels"].get("de", ""),
        line["status"],
        line["polarity"],
        " <- ".join(step["name"] for step in line["attributed_to"]) or "(the source itself)",
        line["modal_agent"]["name"] if line["modal_agent"] else "",
        f"«{details['hedge']}»" if "hedge" in details else "",
        "; ".join(f"{role}={catalogue.name_of(entity)}" for role, entity in catalogue.roles(line)),
        line["time"] or "",
        line["place"] or "",
        "; ".join(_figure(quantity) for quantity in line["quantities"]),
        " ".join(f"«{place['exact']}»" for place in evidence),
        " ".join(f"[{gloss}]" for gloss in catalogue.glosses(line) if gloss),
        line["id"].partition("/")[0],
        ", ".join(str(catalogue.paragraph(place)) for place in evidence),
        line["iri"],
    ]


def _figure(quantity: dict[str, Any]) -> str:
    qualifier = f"{quantity['qualifier'].replace('_', ' ')} " if quantity["qualifier"] else ""
    whole = f" out of {quantity['out_of']}" if "out_of" in quantity else ""
    return f"{qualifier}{quantity['value']} {quantity['unit']}{whole} of {quantity['of']}"


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
