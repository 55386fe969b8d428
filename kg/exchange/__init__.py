"""The graph in the formats of other programs; each holds status, speaker and words."""

from kg.exchange.rdf import jsonld, trig
from kg.exchange.table import csv_table
from kg.store import Store

__all__ = ["exported"]


def exported(store: Store, form: str) -> str:
    """Return what *store* holds as *form*: trig, nquads, jsonld, jsonl or csv.

    The same store gives the same bytes.
    """
    match form:
        case "nquads":
            return store.graph_file.read_text(encoding="utf-8")
        case "jsonl":
            return (store.build / "records.jsonl").read_bytes().decode("utf-8")
        case "trig":
            return trig(store)
        case "jsonld":
            return jsonld(store)
        case "csv":
            return csv_table(store)
    raise ValueError(f"no export to {form!r}")
