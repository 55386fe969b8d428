"""The graph of a store as NetworkX sees it, so that analysis sees what SPARQL sees.

`network` is what the sources say: records, and the entities in their roles. `ties` is the short
cut from entity to entity that the rules derived, each with its status and its records. Nodes and
edges are added sorted, so the same store gives the same graph in the same order.
"""

from kg.network.derived import ties
from kg.network.involvement import Role, network, roles_of

__all__ = ["Role", "network", "roles_of", "ties"]
