"""Classes and properties that no field stands behind: short ways, places, edges, sources.

What a field says is said at the field; this is the rest of ``sr:``.
"""

from typing import NamedTuple

from rdflib import RDF, RDFS, URIRef

from kg.terms import iris
from kg.terms.properties import Range


class Further(NamedTuple):
    """Label and definition in both languages, and what a property points to.

    *points_to* is a short name; ``rdf:langString`` is text in a language. "" says that it points
    to a node or to text, according to its subject.
    """

    en: str
    de: str
    meaning: str
    meaning_de: str
    points_to: str = ""


PROPERTIES: dict[str, Further] = {
    "sr:name": Further(
        "name",
        "Name",
        "One plain name: English, else German, else the first.",
        "Ein einfacher Name: englisch, sonst deutsch, sonst der erste.",
        "xsd:string",
    ),
    "sr:involves": Further(
        "involves",
        "beteiligt",
        "Every entity in any role of the record, places and commodities too.",
        "Jede Entität in irgendeiner Rolle des Eintrags, auch Orte und Waren.",
        "sr:Entity",
    ),
    "sr:quote": Further(
        "quote",
        "Zitat",
        "The words of an evidence, directly at the record.",
        "Die Worte eines Belegs, direkt am Eintrag.",
        "xsd:string",
    ),
    "sr:unit": Further(
        "unit",
        "Einheit",
        "Of a quantity the unit as a concept; directly at a record its code as text.",
        "Bei einer Zahl die Einheit als Begriff; direkt am Eintrag ihr Kürzel als Text.",
    ),
    "sr:earliest": Further(
        "earliest",
        "frühestens",
        "The first day that it can be; none for an open start.",
        "Der erste Tag, an dem es sein kann; keiner bei offenem Anfang.",
        "xsd:date",
    ),
    "sr:latest": Further(
        "latest",
        "spätestens",
        "The last day that it can be; none for an open end.",
        "Der letzte Tag, an dem es sein kann; keiner bei offenem Ende.",
        "xsd:date",
    ),
    "sr:depth": Further(
        "depth",
        "Tiefe",
        "Steps from the source's own voice, which is 0.",
        "Schritte von der eigenen Stimme der Quelle, die 0 ist.",
        "xsd:integer",
    ),
    "sr:refersTo": Further(
        "refers to",
        "meint",
        "The entity that these words mean.",
        "Die Entität, die diese Worte meinen.",
        "sr:Entity",
    ),
    "sr:gloss": Further(
        "working translation",
        "Arbeitsübersetzung",
        "Ours; never evidence.",
        "Unsere; nie ein Beleg.",
        "rdf:langString",
    ),
    "sr:line": Further(
        "line",
        "Zeile",
        "The line of the text, from 1.",
        "Die Zeile des Textes, ab 1.",
        "xsd:integer",
    ),
    "sr:heading": Further(
        "heading",
        "Überschrift",
        "The heading above the words.",
        "Die Überschrift über den Worten.",
        "rdf:langString",
    ),
    "sr:strength": Further(
        "strength",
        "Stärke",
        "How firmly a status says it; for comparing statuses.",
        "Wie fest ein Status es sagt; zum Vergleichen.",
        "xsd:integer",
    ),
    "sr:factual": Further(
        "put as so",
        "als gegeben dargestellt",
        "Whether a status puts it as something that is so.",
        "Ob ein Status es als gegeben darstellt.",
        "xsd:boolean",
    ),
    "sr:phase": Further(
        "phase",
        "Phase",
        "Whether a stage lies before the deed, says that it is done, or lies after its end.",
        "Ob ein Stand vor der Tat liegt (before), sie als getan zeigt (done) oder danach (after).",
        "xsd:string",
    ),
    "sr:edgeStatus": Further(
        "status of the edge",
        "Status der Kante",
        "The namespace of its predicate.",
        "Der Namensraum ihres Prädikats.",
        "skos:Concept",
    ),
    "sr:edgeRule": Further(
        "rule of the edge",
        "Regel der Kante",
        "The rule that yields it.",
        "Die Regel, aus der sie folgt.",
        "sr:EdgeRule",
    ),
    "sr:contested": Further(
        "contested",
        "umstritten",
        "Somebody denies what the edge rests on.",
        "Jemand bestreitet, worauf die Kante beruht.",
        "xsd:boolean",
    ),
    "sr:onKind": Further(
        "on kind",
        "für Art",
        "The class of records that a rule looks at.",
        "Die Klasse von Einträgen, die eine Regel betrachtet.",
        "owl:Class",
    ),
    "sr:fromRole": Further(
        "from role",
        "von Rolle",
        "The property at whose entities an edge begins.",
        "Die Eigenschaft, bei deren Entitäten eine Kante beginnt.",
        "rdf:Property",
    ),
    "sr:toRole": Further(
        "to role",
        "zu Rolle",
        "The property at whose entities an edge ends.",
        "Die Eigenschaft, bei deren Entitäten eine Kante endet.",
        "rdf:Property",
    ),
    "sr:edge": Further(
        "edge", "Kante", "The name of the edge.", "Der Name der Kante.", "xsd:string"
    ),
    "sr:allows": Further(
        "allows",
        "erlaubt",
        "A status that may yield the edge.",
        "Ein Status, aus dem die Kante folgen darf.",
        "skos:Concept",
    ),
    "sr:stageBefore": Further(
        "stage before",
        "Stand davor",
        "Before the deed: no edge says it is done.",
        "Vor der Tat: Keine Kante sagt, sie sei getan.",
        "skos:Concept",
    ),
    "sr:stageAfter": Further(
        "stage after",
        "Stand danach",
        "After the end: no edge.",
        "Nach dem Ende: keine Kante.",
        "skos:Concept",
    ),
    "sr:onForm": Further(
        "on form",
        "für Form",
        "A form to which a rule is limited.",
        "Eine Form, auf die eine Regel beschränkt ist.",
        "skos:Concept",
    ),
    "sr:atMost": Further(
        "at most",
        "höchstens",
        "Participants up to which the edge is drawn.",
        "Beteiligte, bis zu denen die Kante gezogen wird.",
        "xsd:integer",
    ),
    "sr:sha256": Further(
        "SHA-256",
        "SHA-256",
        "Of the text, byte for byte.",
        "Des Textes, Byte für Byte.",
        "xsd:string",
    ),
    "sr:charLength": Further(
        "length",
        "Länge",
        "Of the text, in code points.",
        "Des Textes, in Codepunkten.",
        "xsd:integer",
    ),
    "sr:contentGraph": Further(
        "graph",
        "Graph",
        "The graph of the source's records.",
        "Der Graph der Einträge der Quelle.",
        "rdfs:Resource",
    ),
    "sr:external": Further(
        "external identifier",
        "fremde Kennung",
        "An identifier elsewhere, and where it was seen.",
        "Eine Kennung anderswo, und wo sie gesehen wurde.",
        "rdfs:Resource",
    ),
    "sr:scheme": Further(
        "scheme", "Schema", "Whose identifier it is.", "Wessen Kennung es ist.", "xsd:string"
    ),
    "sr:identifier": Further(
        "identifier", "Kennung", "The identifier itself.", "Die Kennung selbst.", "xsd:string"
    ),
    "sr:proposes": Further(
        "proposes",
        "schlägt vor",
        "The class of what a reader proposes; nobody has judged it yet.",
        "Die Klasse dessen, was ein Leser vorschlägt; noch hat niemand darüber geurteilt.",
        "owl:Class",
    ),
    "sr:score": Further(
        "score",
        "Wertung",
        "How probably a candidate is right, by the reader's own count.",
        "Wie wahrscheinlich ein Vorschlag stimmt, nach eigener Rechnung des Lesers.",
        "xsd:decimal",
    ),
    "sr:reader": Further(
        "reader",
        "Leser",
        "Which reader proposed it, with its version.",
        "Welcher Leser es vorschlug, mit seiner Fassung.",
        "xsd:string",
    ),
    "sr:seenIn": Further(
        "seen in",
        "gesehen in",
        "Where the identifier was verified.",
        "Wo die Kennung geprüft wurde.",
        "xsd:string",
    ),
}

CLASSES: dict[str, Further] = {
    "sr:Record": Further(
        "record",
        "Eintrag",
        "Something that a source says: one predicate with its arguments and one status.",
        "Etwas, das eine Quelle sagt: eine Aussage mit ihren Beteiligten und einem Status.",
    ),
    "sr:Entity": Further(
        "entity", "Entität", "Whom or what records speak of.", "Wovon Einträge sprechen."
    ),
    "sr:Candidate": Further(
        "candidate",
        "Vorschlag",
        "What a reader proposed and nobody has judged yet: no record, and no entity.",
        "Was ein Leser vorschlug und noch niemand beurteilt hat: kein Eintrag, keine Entität.",
    ),
    "sr:SourceDocument": Further(
        "source",
        "Quelle",
        "A document and what is known of it.",
        "Ein Dokument und was von ihm bekannt ist.",
    ),
    "sr:TimeSpan": Further(
        "time",
        "Zeit",
        "Words of time, our reading of them, and the days between which it lies.",
        "Zeitworte, unsere Lesung, und die Tage, zwischen denen es liegt.",
    ),
    "sr:Quantity": Further(
        "quantity",
        "Zahl",
        "A figure with its unit and what it counts.",
        "Eine Zahl mit ihrer Einheit und dem, was sie zählt.",
    ),
    "sr:Asset": Further(
        "asset",
        "Mittel",
        "What took part in an exercise, how many of it, and whose.",
        "Was an einer Übung teilnahm, wie viele davon, und wessen.",
    ),
    "sr:Mention": Further(
        "mention",
        "Nennung",
        "Words of a text that mean an entity.",
        "Worte eines Textes, die eine Entität meinen.",
    ),
    "sr:Concern": Further(
        "matter",
        "Sache",
        "One matter that several records speak of.",
        "Eine Sache, von der mehrere Einträge sprechen.",
    ),
    "sr:EdgeRule": Further(
        "edge rule",
        "Kantenregel",
        "When records of a kind yield a direct edge.",
        "Wann Einträge einer Art eine direkte Kante ergeben.",
    ),
    "sr:DerivedEdge": Further(
        "derived edge",
        "abgeleitete Kante",
        "A direct edge, its status, and the records behind it.",
        "Eine direkte Kante, ihr Status und die Einträge dahinter.",
    ),
}

# Properties of other vocabularies that quads use beside those that fields name.
FOREIGN: dict[str, str] = {
    "oa:hasSource": "sr:SourceDocument",
    "oa:hasSelector": "oa:TextQuoteSelector",
    "oa:exact": "xsd:string",
    "oa:start": "xsd:integer",
    "oa:end": "xsd:integer",
    "prov:wasDerivedFrom": "sr:Record",
    "dct:language": "xsd:string",
    "dct:publisher": "sr:Entity",
    "dct:creator": "sr:Entity",
    "dct:issued": "edtf:EDTF",
    "dct:rights": "xsd:string",
    "dcat:landingPage": "xsd:string",
    "rdf:subject": "sr:Entity",
    "rdf:predicate": "rdf:Property",
    "rdf:object": "rdfs:Resource",
    "skos:exactMatch": "skos:Concept",
    "skos:closeMatch": "skos:Concept",
    "skos:inScheme": "skos:ConceptScheme",
    "skos:notation": "xsd:string",
    "skos:definition": "rdf:langString",
    "rdfs:comment": "rdf:langString",
}

_TEXT = ("xsd:", "edtf:")


def range_named(points_to: str) -> Range | None:
    """Return the range that *points_to* names; None for "", which is a node or text.

    >>> range_named("xsd:date")
    Range(to_node=False, type=rdflib.term.URIRef('http://www.w3.org/2001/XMLSchema#date'))
    """
    if not points_to:
        return None
    name: URIRef | None = iris.expand(points_to)
    if name == RDF.langString:
        return Range(to_node=False, type=None)
    if name == RDFS.Resource:
        return Range(to_node=True, type=None)
    return Range(to_node=not points_to.startswith(_TEXT), type=name)
