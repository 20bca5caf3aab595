"""Queries that analysts write every day, each by the feature that it rests on, and their data."""

from __future__ import annotations

from typing import Final

from pyoxigraph import RdfFormat, Triple, parse

DATA: Final = """@prefix : <urn:o:> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:root skos:prefLabel "dreiging"@nl , "threat"@en .
:spy skos:broader :root ; skos:prefLabel "spionage"@nl , "espionage"@en ; :rank 1 .
:cyber skos:broader :spy ; skos:prefLabel "digitale spionage"@nl ; :rank 2 .
:steal skos:broader :cyber , :spy ; :rank 3 .
:loop skos:broader :loop .
:m1 :against :spy ; :since "2021-02-03"^^xsd:date ; :budget 1.5 ; :status "in force" .
:m1 skos:prefLabel "Loket"@nl .
:m2 :against :cyber ; :since "2019-12-31"^^xsd:date ; :budget 2.25 ; skos:prefLabel "Plan"@nl , "Plan"@en .
:m3 :against :steal ; :since "2022-07-01"^^xsd:date ; :status "announced" ; :budget 10 .
:m4 :against :root ; :at "2021-05-01T10:00:00Z"^^xsd:dateTime ; :open true .
:m5 :at "2021-05-01T12:30:00+02:00"^^xsd:dateTime ; :open false ; :note "a,b" , "" .
"""
_PREFIXES: Final = """PREFIX : <urn:o:> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> """
_QUERIES: Final = {
    "path +": "SELECT ?a ?b { ?a skos:broader+ ?b }",
    "path *": "SELECT ?b { :steal skos:broader* ?b }",
    "path * with two ends open": "SELECT ?a ?b { ?a skos:broader* ?b . ?m :against ?b }",
    "path ?": "SELECT ?b { :cyber skos:broader? ?b }",
    "path ^ and /": "SELECT ?m { :root ^skos:broader/^:against ?m }",
    "path |": "SELECT ?m ?v { ?m :status|:note ?v }",
    "path !": "SELECT ?o { :m1 !(:against|skos:prefLabel) ?o }",
    "path in a measure's cover": "SELECT ?m { ?m :against/skos:broader* :spy }",
    "MINUS": "SELECT ?m { ?m :against ?t MINUS { ?m :status ?s } }",
    "MINUS without shared variables": "SELECT ?m { ?m :against ?t MINUS { ?x :status ?s } }",
    "NOT EXISTS": "SELECT ?m { ?m :against ?t FILTER NOT EXISTS { ?m :status ?s } }",
    "NOT EXISTS with a FILTER on what is outside": """SELECT ?m { ?m :since ?d
        FILTER NOT EXISTS { ?n :since ?e FILTER(?e > ?d) } }""",
    "EXISTS in a path": "SELECT ?t { ?t :rank ?r FILTER EXISTS { ?m :against/skos:broader ?t } }",
    "EXISTS in BIND": "SELECT ?m ?s { ?m :against ?t BIND(EXISTS { ?m :status ?x } AS ?s) }",
    "GROUP_CONCAT": """SELECT ?m (GROUP_CONCAT(?l; separator="|") AS ?ls)
        { { SELECT ?m ?l { ?m :against ?t . ?m skos:prefLabel ?l } ORDER BY ?l } } GROUP BY ?m""",
    "COUNT DISTINCT and HAVING": """SELECT ?t (COUNT(DISTINCT ?m) AS ?n)
        { ?m :against/skos:broader* ?t } GROUP BY ?t HAVING (COUNT(DISTINCT ?m) > 1)""",
    "SUM, AVG, MIN and MAX": """SELECT (SUM(?b) AS ?s) (AVG(?b) AS ?a) (MIN(?b) AS ?i) (MAX(?b) AS ?x)
        { ?m :budget ?b }""",
    "COUNT of nothing": "SELECT (COUNT(*) AS ?n) { ?m :nowhere ?x }",
    "dates compared": 'SELECT ?m { ?m :since ?d FILTER(?d >= "2021-01-01"^^xsd:date) }',
    "YEAR of a date": "SELECT ?m (YEAR(?d) AS ?y) { ?m :since ?d }",
    "moments in time zones compared": """SELECT ?a ?b { ?a :at ?x . ?b :at ?y FILTER(?x < ?y) }""",
    "date and moment": 'SELECT ?m { ?m :at ?d FILTER(?d > "2021-05-01T10:15:00Z"^^xsd:dateTime) }',
    "order by date": "SELECT ?m ?d { ?m :since ?d } ORDER BY DESC(?d) LIMIT 2",
    "language tags": 'SELECT ?t ?l { ?t skos:prefLabel ?l FILTER(LANG(?l) = "en") }',
    "langMatches": 'SELECT ?t ?l { ?t skos:prefLabel ?l FILTER(LANGMATCHES(LANG(?l), "NL")) }',
    "a literal with its language": 'SELECT ?m { ?m skos:prefLabel "Plan"@en }',
    "a literal without the language that it has": 'SELECT ?m { ?m skos:prefLabel "Plan" }',
    "OPTIONAL": "SELECT ?m ?s { ?m :against ?t OPTIONAL { ?m :status ?s } }",
    "OPTIONAL with a FILTER inside": """SELECT ?m ?d { ?m :against ?t
        OPTIONAL { ?m :since ?d FILTER(?d > "2020-01-01"^^xsd:date) } }""",
    "OPTIONAL with a FILTER on what is outside": """SELECT ?t ?m { ?t :rank ?r
        OPTIONAL { ?m :against ?t ; :budget ?b FILTER(?b > ?r) } }""",
    "OPTIONAL and !BOUND": "SELECT ?m { ?m :against ?t OPTIONAL { ?m :status ?s } FILTER(!BOUND(?s)) }",
    "COALESCE and IF": """SELECT ?m (COALESCE(?s, "unknown") AS ?c) (IF(BOUND(?s), 1, 0) AS ?i)
        { ?m :against ?t OPTIONAL { ?m :status ?s } }""",
    "VALUES": "SELECT ?m ?t { VALUES ?t { :spy :cyber } ?m :against ?t }",
    "VALUES with UNDEF": """SELECT ?m ?s
        { VALUES (?m ?s) { (:m1 UNDEF) (UNDEF "announced") } ?m :status ?s }""",
    "VALUES after the pattern": "SELECT ?m { ?m :against ?t } VALUES ?t { :root }",
    "sub-select with LIMIT": """SELECT ?m ?r
        { { SELECT ?t ?r { ?t :rank ?r } ORDER BY DESC(?r) LIMIT 1 } ?m :against ?t }""",
    "sub-select that groups": """SELECT ?m ?n { ?m :against ?t
        { SELECT ?t (COUNT(*) AS ?n) { ?c skos:broader ?t } GROUP BY ?t } }""",
    "BIND": "SELECT ?m ?x { ?m :budget ?b BIND(?b * 2 AS ?x) FILTER(?x > 4) }",
    "BIND of a text": 'SELECT ?l ?u { :m1 skos:prefLabel ?l BIND(UCASE(STR(?l)) AS ?u) }',
    "REGEX": 'SELECT ?l { ?t skos:prefLabel ?l FILTER(REGEX(?l, "^SPION", "i")) }',
    "REPLACE, CONCAT and SUBSTR": """SELECT (CONCAT(SUBSTR(STR(?l), 1, 3), REPLACE(STR(?l), "o", "0")) AS ?x)
        { :m1 skos:prefLabel ?l }""",
    "STRAFTER of an IRI": 'SELECT ?m (STRAFTER(STR(?m), "urn:o:") AS ?n) { ?m :against ?t }',
    "booleans": "SELECT ?m { ?m :open true }",
    "the boolean of a comparison": "SELECT ?m (?b > 2 AS ?much) { ?m :budget ?b }",
    "the empty text": 'SELECT ?m { ?m :note "" }',
    "IN and NOT IN": "SELECT ?m { ?m :against ?t FILTER(?t NOT IN (:spy, :root)) }",
    "UNION": "SELECT ?x { { ?x :status ?s } UNION { ?x :at ?d } }",
    "the datatype of a number": "SELECT ?m (DATATYPE(?b) AS ?d) { ?m :budget ?b }",
    "division": "SELECT (?r / 2 AS ?half) { :steal :rank ?r }",
    "DISTINCT over a path": "SELECT DISTINCT ?b { ?m :against/skos:broader+ ?b }",
}  # fmt: skip


def queries() -> dict[str, str]:
    """The queries by name, whole."""
    return {name: _PREFIXES + text for name, text in _QUERIES.items()}


def triples() -> list[Triple]:
    """What they are asked of."""
    return [quad.triple for quad in parse(DATA, format=RdfFormat.TURTLE)]
