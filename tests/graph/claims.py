"""Small documents for tests, as Turtle in the shape of a document graph."""

from __future__ import annotations

import hashlib
import random

import rdflib
from pyoxigraph import Literal, NamedNode, Triple

from ontology.namespaces import GRAPH, PREFIXES

PREFIX_LINES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())


def claim(
    subject: str,
    predicate: str,
    value: str,
    modality: str = "beweerd",
    *,
    document: str = "a",
    also: str = "",
) -> str:
    """A claim with its evidence, in Turtle; `value` is a CURIE or a quoted literal, `also` more triples.

    The claim's local name is made of its parts: `claim:` + `name(…)`.
    """
    role = "claimValue" if value.startswith('"') else "claimObject"
    key = name(subject, predicate, value, modality, document)
    start = int(key[:4], 16)
    return f"""
claim:{key} a wb:Claim ; wb:claimSubject {subject} ; wb:claimPredicate wb:{predicate} ; wb:{role} {value} ;
    wb:modality modality:{modality} ; wb:confidence 0.9 ; wb:rule "test" ; wb:reviewState wb:Machine ;
    wb:assertedIn document:{document} ; prov:wasQuotedFrom evidence:{key} ;
    prov:wasGeneratedBy run:test {f"; {also}" if also else ""} .
evidence:{key} a wb:Evidence ; wb:inDocument document:{document} ; oa:exact "woorden over {key}" ;
    oa:start {start} ; oa:end {start + 12} ; wb:page 3 .
"""


def name(*parts: str) -> str:
    """The local name of the claim that `claim` makes of these parts."""
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:12]


def sha256(key: str) -> str:
    """A hash that stands for the document's bytes."""
    return hashlib.sha256(key.encode()).hexdigest()


def document(*parts: str, key: str = "a", issued: str = "2021-02-03", extra: str = "") -> rdflib.Graph:
    """A document's graph: its description and the Turtle of its claims."""
    described = f"""
document:{key} a wb:Document ; dcterms:identifier "{key}" ; dcterms:title "Brief {key}"@nl ;
    dcterms:issued "{issued}"^^xsd:date ; wb:sha256 "{sha256(key)}" ; wb:pageCount 13 .
"""
    graph = rdflib.Graph(identifier=rdflib.URIRef(f"{GRAPH}document/{key}"))
    return graph.parse(data=PREFIX_LINES + described + "".join(parts) + extra, format="turtle")


def spoilt(triples: list[Triple], chance: random.Random) -> list[Triple]:
    """The triples with some left out, some with another value, some given to another subject."""
    kept = [triple for triple in triples if chance.random() > 0.08]
    values = [triple.object for triple in triples] + [Literal(-3), Literal("x"), NamedNode("urn:x")]
    for index, triple in enumerate(kept):
        if chance.random() < 0.08:
            kept[index] = Triple(triple.subject, triple.predicate, chance.choice(values))
        if chance.random() < 0.03:
            kept[index] = Triple(chance.choice(kept).subject, triple.predicate, triple.object)
    return kept
