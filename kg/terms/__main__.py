"""``python -m kg.terms [DIR]``: write the files of ``ontology/`` again."""

import sys
from pathlib import Path

from kg.models import KINDS
from kg.terms.files import write_ontology

write_ontology(Path(sys.argv[1] if len(sys.argv) > 1 else "ontology"), KINDS)
