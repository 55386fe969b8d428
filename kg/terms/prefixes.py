"""The base of our IRIs and the prefixes that every query knows; needs no library."""

BASE = "https://w3id.org/sinorus/"

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sr": f"{BASE}ns#",
    "id": f"{BASE}id/entity/",
    "rec": f"{BASE}id/record/",
    "src": f"{BASE}id/source/",
    "g": f"{BASE}graph/",
    "st": f"{BASE}concept/status/",
    "stage": f"{BASE}concept/stage/",
}
