"""Terms that several kinds share: a field name means the same in every kind."""

from kg.models.fields import Term

FORM = Term("form", "Form", "Which form it takes.", "Welche Form es hat.")
STAGE = Term("stage", "Stand", "How far it has come.", "Wie weit es gediehen ist.")
SUBJECT = Term("subject", "Gegenstand", "What it is about.", "Worum es geht.")
TITLE = Term(
    "title",
    "Titel",
    "Its title, in the language in which it is given.",
    "Der Titel, in der Sprache, in der er gegeben ist.",
    rdf="dct:title",
)
PARTICIPANT = Term("participant", "Teilnehmer", "Who takes part.", "Wer teilnimmt.")
COMMODITY = Term("commodity", "Ware", "Which goods.", "Welche Waren.")
ITEM = Term(
    "item",
    "Gut",
    "What is supplied, or what a total consists of.",
    "Was geliefert wird oder woraus eine Gesamtheit besteht.",
)
ABOUT = Term("about", "über", "Whom or what it is about.", "Wen oder was es betrifft.")
# Plain text in RDF: a trade flow's five words and a statistic's own description share it.
MEASURED = Term(
    "measured",
    "gemessen",
    "What is measured: a trade flow's word, or in English.",
    "Was gemessen ist: das Wort eines Handelsstroms, oder englisch beschrieben.",
    example="count of joint exercises",
    plain=True,
)
ADDRESSEE = Term("addressee", "Adressat", "To whom it is addressed.", "An wen es sich richtet.")
CONTENT = Term(
    "content", "Inhalt", "What is said, in one sentence.", "Was gesagt wird, in einem Satz."
)
DOMAIN = Term("domain", "Bereich", "In which field.", "In welchem Bereich.")
PARTY = Term(
    "party",
    "Partei",
    "Who stands behind an agreement or in a conflict, where the text says so.",
    "Wer hinter einer Vereinbarung oder in einem Konflikt steht, wo der Text es sagt.",
)
