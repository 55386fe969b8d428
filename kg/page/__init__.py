"""The interactive page: one HTML file that needs no network.

`data` says what the page knows and `passages` how its sources read, as far as `kg.rights` lets
them; `picture` how pyvis draws it, `kg.network.layout` where; `render` puts the file together from
``page.html.jinja`` and the parts in ``script/``, ``style/`` and ``words/``. Python only fills in
data, escaped; the script builds every element with text alone.
"""

from kg.page.render import render_page

__all__ = ["render_page"]
