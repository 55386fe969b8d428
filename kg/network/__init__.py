"""The graph of a store as NetworkX sees it, so that analysis sees what SPARQL sees.

`network` is what the sources say: records, and the entities in their roles. `actors`, `trade` and
`sanctions` project it to ties between actors, and `ties` is the short cut from entity to entity
that the rules derived; every edge has a status and names its records. `analysis` asks a measure of
a projection. Nodes and edges are added sorted, so the same store gives the same graph in the same
order. A measure counts records in the sources, not power.
"""

from kg.network.answer import Analysis, Row
from kg.network.derived import ties
from kg.network.involvement import Role, network, roles_of
from kg.network.material import SAID, Material, material_of, read_material, weights
from kg.network.measures import MEASURES, Asked, analysis
from kg.network.projections import PROJECTIONS, actors, derived, project, sanctions, simple, trade
from kg.network.wording import words

__all__ = [
    "MEASURES",
    "PROJECTIONS",
    "SAID",
    "Analysis",
    "Asked",
    "Material",
    "Role",
    "Row",
    "actors",
    "analysis",
    "derived",
    "material_of",
    "network",
    "project",
    "read_material",
    "roles_of",
    "sanctions",
    "simple",
    "ties",
    "trade",
    "weights",
    "words",
]
