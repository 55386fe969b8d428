"""A dossier as one HTML file: no script, no network, readable aloud and on paper.

The policy in the head allows the one style sheet by its hash and nothing else; what labels and
quotes say is escaped by the template.
"""

import base64
import hashlib
import re
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from kg.texts.dossier import Dossier

_VERBATIM = re.compile(r"(«[^«»]*»)")


def as_html(dossier: Dossier) -> str:
    """Return *dossier* as one HTML file."""
    style = _own("dossier.css")
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["pieces"] = _VERBATIM.split
    template = environment.from_string(_own("dossier.html.jinja"))
    return template.render(
        dossier=dossier,
        words=dossier.words["dossier"],
        note_words=dossier.words["note"],
        style=Markup(style),  # noqa: S704 - our own file
        policy=_policy(style),
    )


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _own(name: str) -> str:
    return files("kg.texts").joinpath(name).read_text(encoding="utf-8")
