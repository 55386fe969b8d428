"""The interactive page: one HTML file that needs no network.

`data` says what the page knows, `picture` how pyvis draws it, `kg.network.layout` where, `render`
puts the file together; ``page.html.jinja``, ``page.css``, ``page.js`` and ``words.json`` are files
of their own. Python only fills in data, escaped; the script builds every element with text alone.
"""

from kg.page.render import render_page

__all__ = ["render_page"]
