"""What ``import kg`` offers to scripts and notebooks.

`open_graph` gives a `Graph`; its methods give what can be iterated, shown in a notebook, and turned
into the tables and graphs of other libraries. Those are loaded when they are asked for.
"""

from kg.api.answers import IRI, Answer
from kg.api.found import Card, Hits, Records
from kg.api.graph import Graph, open_graph

__all__ = ["IRI", "Answer", "Card", "Graph", "Hits", "Records", "open_graph"]
