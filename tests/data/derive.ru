# The edges once more, worked out in SPARQL from the rules in g:rules, to be compared with what
# kg.quads derives in Python. Run on a store without g:derived. Steps leave their notes in x:notes.
PREFIX g: <https://w3id.org/sinorus/graph/>
PREFIX group: <https://w3id.org/sinorus/concept/group/>
PREFIX polarity: <https://w3id.org/sinorus/concept/polarity/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sr: <https://w3id.org/sinorus/ns#>
PREFIX st: <https://w3id.org/sinorus/concept/status/>
PREFIX x: <urn:x-derive:>

# Which graphs hold reviewed records.
INSERT { GRAPH x:notes { ?paper a x:Reviewed } }
WHERE {
  { SELECT DISTINCT ?paper { GRAPH ?paper { ?record sr:status ?status } } }
  FILTER(STRSTARTS(STR(?paper), CONCAT(STR(g:), "source/")))
} ;

# Which records speak for how sure their matter is: put as so, not negative, not of its end.
INSERT { GRAPH x:notes { ?voice x:speaksFor ?matter } }
WHERE {
  GRAPH x:notes { ?paper a x:Reviewed }
  GRAPH ?paper { ?voice sr:concerns ?matter ; sr:status ?status ; sr:polarity polarity:positive }
  GRAPH g:vocabulary { ?status sr:factual true }
  MINUS {
    GRAPH ?paper { ?voice sr:stage ?over }
    GRAPH g:rules { ?anyRule sr:stageAfter ?over }
  }
} ;

# How sure a record counts: as it says, or, where it is put as so, as the least sure voice of its
# matter in its paper.
INSERT { GRAPH x:notes { ?record x:countsAs ?least } }
WHERE {
  GRAPH x:notes { ?paper a x:Reviewed }
  GRAPH ?paper { ?record sr:status ?own ; sr:concerns ?matter . ?voice sr:concerns ?matter ; sr:status ?least }
  GRAPH g:vocabulary { ?own sr:factual true . ?least sr:strength ?strength }
  GRAPH x:notes { ?voice x:speaksFor ?matter }
  FILTER NOT EXISTS {
    GRAPH ?paper { ?other sr:concerns ?matter ; sr:status ?lower }
    GRAPH x:notes { ?other x:speaksFor ?matter }
    GRAPH g:vocabulary { ?lower sr:strength ?less }
    FILTER(?less < ?strength)
  }
} ;
INSERT { GRAPH x:notes { ?record x:countsAs ?own } }
WHERE {
  GRAPH x:notes { ?paper a x:Reviewed }
  GRAPH ?paper { ?record sr:status ?own }
  FILTER NOT EXISTS { GRAPH x:notes { ?record x:countsAs ?already } }
} ;

# Where too many take part for every pair to be an edge.
INSERT { GRAPH x:notes { ?record x:crowdedFor ?rule } }
WHERE {
  SELECT ?record ?rule {
    GRAPH g:rules { ?rule sr:fromRole ?role ; sr:toRole ?role ; sr:atMost ?most }
    GRAPH x:notes { ?paper a x:Reviewed }
    GRAPH ?paper { ?record ?role ?one }
  } GROUP BY ?record ?rule ?most HAVING (COUNT(DISTINCT ?one) > ?most)
} ;

# Who stands for nobody.
INSERT { GRAPH x:notes { ?nobody a x:Nobody } }
WHERE { VALUES ?meaning { group:unnamed group:either_or } GRAPH g:entities { ?nobody sr:group ?meaning } } ;

# What a rule takes from a record: status, stage and form, and that it isn't negative.
INSERT { GRAPH x:notes { ?record x:yieldsBy ?rule } }
WHERE {
  GRAPH g:rules { ?rule sr:onKind ?kind ; sr:allows ?status }
  GRAPH x:notes { ?paper a x:Reviewed . ?record x:countsAs ?status }
  GRAPH ?paper { ?record a ?kind ; sr:polarity polarity:positive }
  GRAPH g:vocabulary { ?status sr:factual ?saysDone }
  MINUS { GRAPH x:notes { ?record x:crowdedFor ?rule } }
  MINUS { GRAPH g:rules { ?rule sr:stageAfter ?stage } GRAPH ?paper { ?record sr:stage ?stage } }
  FILTER NOT EXISTS {
    GRAPH g:rules { ?rule sr:stageBefore ?notYet }
    GRAPH ?paper { ?record sr:stage ?notYet }
    FILTER(?saysDone)
  }
  OPTIONAL { GRAPH g:rules { ?rule sr:onForm ?wanted } }
  OPTIONAL { GRAPH ?paper { ?record sr:form ?form } FILTER(?form = ?wanted) }
  FILTER(!BOUND(?wanted) || BOUND(?form))
} ;

# The edges, and a node for each.
INSERT { GRAPH g:derived {
  ?one ?edge ?other .
  ?node a sr:DerivedEdge ;
    rdf:subject ?one ; rdf:predicate ?edge ; rdf:object ?other ;
    sr:edgeStatus ?status ; sr:edgeRule ?rule ; prov:wasDerivedFrom ?record .
} }
WHERE {
  GRAPH x:notes { ?record x:yieldsBy ?rule ; x:countsAs ?status }
  GRAPH g:rules { ?rule sr:fromRole ?from ; sr:toRole ?to ; sr:edge ?name }
  GRAPH ?paper { ?record ?from ?one ; ?to ?other }
  FILTER(!sameTerm(?one, ?other))
  MINUS { GRAPH x:notes { ?one a x:Nobody } }
  MINUS { GRAPH x:notes { ?other a x:Nobody } }
  GRAPH g:vocabulary { ?status skos:notation ?word }
  BIND(IRI(CONCAT("https://w3id.org/sinorus/edge/", ?word, "#", ?name)) AS ?edge)
  BIND(SHA256(CONCAT(STR(?one), "|", STR(?edge), "|", STR(?other))) AS ?hex)
  BIND(IRI(CONCAT("https://w3id.org/sinorus/id/edge/", ?hex)) AS ?node)
} ;

# Contested: somebody, in any paper, says of the same matter that it is not so.
INSERT { GRAPH g:derived { ?node sr:contested true } }
WHERE {
  { GRAPH ?some { ?no sr:concerns ?matter ; sr:status st:denied ; sr:polarity polarity:positive } }
  UNION
  { GRAPH ?some { ?no sr:concerns ?matter ; sr:status ?said ; sr:polarity polarity:negative }
    GRAPH g:vocabulary { ?said sr:factual true } }
  GRAPH x:notes { ?some a x:Reviewed }
  GRAPH ?paper { ?record sr:concerns ?matter }
  GRAPH g:derived { ?node prov:wasDerivedFrom ?record }
} ;

DROP GRAPH x:notes
