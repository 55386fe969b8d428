"""How a kind looks: eight families, each with one shape and one colour for paper and for night.

The colours keep a contrast of 3 : 1 on both grounds and stay apart in the sight of those who can't
tell red from green; shape and colour say the same, so neither is needed alone. Text is always ink.
"""

from enum import Enum

PAPER = "#fbfaf7"
NIGHT = "#15181d"


class Look(Enum):
    """A family of kinds that look the same: its labels, a shape, and two colours.

    Shapes are called as in vis-network, but for ``point``, a small dot.
    """

    en: str
    de: str
    shape: str
    light: str
    dark: str

    def __init__(self, en: str, de: str, shape: str, light: str, dark: str) -> None:
        """Keep the labels, the shape, and the colours on paper and at night."""
        self.en = en
        self.de = de
        self.shape = shape
        self.light = light
        self.dark = dark

    DIPLOMACY = ("diplomacy", "Diplomatie", "dot", "#0c326e", "#5aa1ed")
    MILITARY = ("military", "Militär", "triangle", "#2d8bb4", "#54a2b6")
    TRADE = ("trade and energy", "Handel und Energie", "square", "#259353", "#2fda76")
    SUPPLY = ("supply and technology", "Lieferung und Technik", "diamond", "#5a2fda", "#8740dd")
    PRESSURE = ("pressure", "Druck", "triangleDown", "#810e0e", "#dc1818")
    WAYS_ROUND = ("ways round", "Umgehung", "hexagon", "#a58812", "#f4cb2a")
    STRUCTURE = ("affiliation", "Zugehörigkeit", "point", "#6b7276", "#dfe1e2")
    WRITING = ("writing and judgement", "Schrift und Urteil", "star", "#5f1c32", "#be3764")

    @property
    def code(self) -> str:
        """Return what the family is called in data: ``ways_round``."""
        return self.name.lower()
