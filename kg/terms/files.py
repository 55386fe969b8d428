"""The files of ``ontology/`` that follow from the models."""

from collections.abc import Iterable
from pathlib import Path

from kg.models import Record
from kg.places import packaged
from kg.terms.context import context
from kg.terms.documentation import documentation
from kg.terms.examples import examples
from kg.terms.json_schema import json_schema
from kg.terms.ontology import ontology, vocabulary
from kg.terms.shapes import shapes


def ontology_files(kinds: Iterable[type[Record]]) -> dict[str, str]:
    """Return the content of each file of ``ontology/`` that follows from *kinds*, by name.

    The documentation shows records of the sources that come with the package.
    """
    every = tuple(kinds)
    return {
        "README.md": documentation(every, examples(packaged("sources"))),
        "context.jsonld": context(every),
        "records.schema.json": json_schema(every),
        "shapes.ttl": shapes(every),
        "sinorus.ttl": ontology(every),
        "vocabulary.ttl": vocabulary(every),
    }


def write_ontology(folder: Path, kinds: Iterable[type[Record]]) -> None:
    """Write the files into *folder*; what lies there beside them stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in ontology_files(kinds).items():
        (folder / name).write_bytes(content.encode())
