"""The page as one file: our template, vis-network and the data, all inlined.

Data goes in as JSON that no parser can leave, and the script writes it as text alone; the policy
in the head allows these scripts by their hashes, these styles, and nothing else, so that even a
mistake could load or send nothing.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from kg.page.data import page_data
from kg.page.picture import picture
from kg.page.questions import questions
from kg.store import Store

_VIS = "lib/vis-9.1.2"

# One script, put together in this order: each part uses only those before it, but for `draw`.
SCRIPTS = (
    "elements", "data", "words", "state", "focus", "filters", "calendar", "look", "cards", "series",
    "texts", "paths", "sheets", "detail", "questions", "rail", "search", "places", "graph", "lanes",
    "labels", "key", "outline", "passages", "reader", "empty", "packing", "time", "strip", "list",
    "table", "dossier", "svg", "share", "about", "keys", "main",
)  # fmt: skip
STYLES = ("page", "graph", "reader", "time", "table", "share", "phone")
WORDS = (
    "page", "search", "rail", "questions", "detail", "graph", "text", "time", "table", "share",
    "about", "reach",
)  # fmt: skip


def render_page(
    store: Store,
    *,
    lang: str = "en",
    only: Iterable[str] | None = None,
    cut_by: str = "",
    asking: Path | None = None,
    private: bool = False,
) -> str:
    """Return the interactive page of *store* as one HTML file that opens in *lang*: en or de.

    With *only*, the page holds the records of these ids and shows all of them at first, under a
    line that says what it was cut from and by which filters (*cut_by*); else it opens on what is
    said to be so, and the rest and the judgements are switches. *asking* is a file of questions
    instead of the page's own. Raises KgError where that is none.

    The same store gives the same bytes. Of each source it holds what may be passed on (see
    `kg.rights`); a *private* copy holds every text, and says so where its rights don't allow that.
    """
    records = None if only is None else frozenset(only)
    data = page_data(store, records, private=private)
    if records is not None:
        head = {**data, "words": _words()}
        data["cut"] = _cut(head, store, lang, cut_by)
    return render_data(data, lang=lang, asking=asking)


def render_data(known: Mapping[str, Any], *, lang: str, asking: Path | None = None) -> str:
    """Return the page of what is *known*, as `page_data` gives it."""
    data = {"lang": lang, "words": _words(), **known}
    data["questions"] = questions(data, asking)
    data["picture"] = picture(data)
    data["licence"] = _own("vis-network-LICENSE.txt")
    return _filled(data, lang)


def _words() -> dict[str, Any]:
    return {room: json.loads(_own(f"words/{room}.json")) for room in WORDS}


def _cut(data: Mapping[str, Any], store: Store, lang: str, filters: str) -> dict[str, Any]:
    every = store.manifest["counts"]["records"]
    found = {"from": _title(data, lang), "n": len(data["records"]), "all": every}
    return {**found, "filters": filters}


def _filled(data: Mapping[str, Any], lang: str) -> str:
    scripts = {"vis_js": _vis("vis-network.min.js"), "page_js": _script()}
    style = "\n".join(_own(f"style/{room}.css") for room in STYLES)
    styles = {"vis_css": _without_pictures(_vis("vis-network.css")), "page_css": style}
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    template = environment.from_string(_own("page.html.jinja"))
    return template.render(
        lang=lang,
        title=_title(data, lang),
        policy=_policy(scripts.values(), styles.values()),
        private=data["words"]["text"]["private"][lang] if data["private"] else None,
        no_script=data["words"]["page"]["no_script"][lang],
        data=_json(data),
        **{name: Markup(text) for name, text in {**scripts, **styles}.items()},  # noqa: S704
    )


def _title(data: Mapping[str, Any], lang: str) -> str:
    number = len(data["sources"])
    many = "one" if number == 1 else "many"
    words = data["words"]["page"]
    sources = words[f"source_{many}"][lang].replace("{n}", str(number))
    title = words["title" if number == 1 else "title_many"][lang]
    return str(title.replace("{n}", sources))


def _json(data: Mapping[str, Any]) -> Markup:
    """Return *data* as JSON that can stand inside a script element whatever it says."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 - "<" can't occur in it any more


def _policy(scripts: Any, styles: Any) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _script() -> str:
    """Return the page's own script: its parts in one scope, which nothing outside can reach."""
    parts = "\n".join(_own(f"script/{room}.js") for room in SCRIPTS)
    return f'"use strict";\n(() => {{\n{parts}}})();\n'


def _own(name: str) -> str:
    return files("kg.page").joinpath(name).read_text(encoding="utf-8")


def _vis(name: str) -> str:
    """Return a file of pyvis' vis-network, its line breaks as a browser counts them for a hash."""
    text = files("pyvis").joinpath(_VIS, name).read_bytes().decode("utf-8")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"^//# sourceMappingURL=.*$", "", plain, flags=re.MULTILINE)


def _without_pictures(css: str) -> str:
    """Return *css* without the rules that carry pictures, of buttons that the page doesn't have.

    >>> _without_pictures("a{color:red}b:hover{background:url(data:x)}i{top:0}")
    'a{color:red}i{top:0}'
    """
    return re.sub(r"[^{}]*\{[^{}]*url\([^{}]*\}", "", css)
