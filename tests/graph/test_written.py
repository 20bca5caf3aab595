"""What a caller may write itself: its own things, not what letters, rules and reviewers say."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Triple

from graph.catalogue import held
from graph.embedded import EmbeddedStore
from graph.errors import GateRefused, UpdateRefused
from graph.gate import Context
from graph.knowledge import Knowledge
from graph.naming import document_graph
from graph.writing import Authority
from ontology.namespaces import GRAPH, PREFIXES
from tests.graph.updates import NEW, PREFIX_LINES, change


def test_a_users_graph_cannot_hold_claims(store: EmbeddedStore, bare: Knowledge) -> None:
    """Not even a letter's own, copied: it would be counted twice, and changed without the gate."""
    version = store.version
    with pytest.raises(GateRefused) as refused:
        change(store, f"COPY <{document_graph('a')}> TO <urn:out>", bare)
    assert {"OwnSubject", "OwnPredicate", "OwnObject"} <= {
        (finding.shape or "").rpartition("/")[2] for finding in refused.value.report.violations
    }
    assert store.version == version


@pytest.mark.parametrize(
    ("statement", "shape"),
    [
        ("<urn:c> a wb:Claim", "OwnObject"),
        ("<urn:c> a wb:Coverage", "OwnObject"),
        ("<urn:c> a wb:Derivation", "OwnObject"),
        ("<urn:c> wb:reviewState wb:Reviewed", "OwnPredicate"),
        ("<urn:m> wb:counters means:spionage", "OwnPredicate"),
        ("[] wb:covers means:spionage", "OwnPredicate"),
        ("<urn:Kind> rdfs:subClassOf wb:Means", "OwnObject"),
        ("measure:m skos:prefLabel 'een andere naam'@nl", "OwnSubject"),
        ("means:spionage skos:broader <urn:b>", "OwnSubject"),
        (f"<{GRAPH}document/a> dcterms:title 'een andere titel'@nl", "OwnSubject"),
        (f"<{GRAPH}catalogue> dcat:dataset <urn:d>", "OwnSubject"),
        ("<urn:b> skos:topConceptOf scheme:interest-2019", "OwnMembership"),
        ("<urn:b> skos:broader means:spionage", "OwnMembership"),
        ("<urn:b> prov:wasDerivedFrom claim:1", "OwnMembership"),
    ],
)
def test_what_a_graph_of_ones_own_may_not_say(
    standing: EmbeddedStore, bare: Knowledge, statement: str, shape: str
) -> None:
    text = f"{PREFIX_LINES} INSERT DATA {{ GRAPH <urn:new> {{ <urn:x> <urn:is> 1 . {statement} }} }}"
    with pytest.raises(GateRefused) as refused:
        change(standing, text, bare)
    findings = refused.value.report.violations
    assert f"https://w3id.org/weerbaar/shape/{shape}" in {finding.shape for finding in findings}
    assert all(finding.path and finding.value for finding in findings), "the triple is named"
    assert NEW not in held(standing.reader())


def test_what_it_may_say(store: EmbeddedStore, bare: Knowledge) -> None:
    """A partner's list in SKOS, linked to ours, and notes; found beside the letters by one query."""
    text = f"""{PREFIX_LINES} INSERT DATA {{ GRAPH <urn:new> {{
        <http://partner.example/t1> a skos:Concept ; skos:inScheme <http://partner.example/list> ;
            skos:prefLabel "Espionage"@en ; skos:notation "T1" ; skos:exactMatch means:spionage .
        <{NEW}> dcterms:title "Onze lijst"@nl .
        <{NEW}#1> dcterms:subject measure:m ; rdfs:comment "nabellen"@nl .
        [] dcterms:references claim:1 . <urn:p> rdfs:comment "{PREFIXES["wb"]}Claim" }} }}"""
    change(store, text, bare)
    query = f"""{PREFIX_LINES} SELECT ?code ?note {{ ?measure wb:counters ?means .
        ?concept skos:exactMatch ?means ; skos:notation ?code .
        ?about dcterms:subject ?measure ; rdfs:comment ?note }}"""
    (row,) = store.reader().select(query).rows
    assert (row["code"].value, row["note"].value) == ("T1", "nabellen")


@pytest.mark.parametrize(
    "statement",
    ["measure:m wb:counters means:sabotage", "<urn:c> a wb:Coverage", "means:x a skos:Concept",
     "[] wb:eventOf measure:m ; wb:status status:uitgevoerd"],
)  # fmt: skip
def test_nor_does_a_document_say_what_rules_derive(
    standing: EmbeddedStore, bare: Knowledge, statement: str
) -> None:
    name = document_graph("a")
    with pytest.raises(GateRefused) as refused:
        change(standing, f"{PREFIX_LINES} INSERT DATA {{ GRAPH <{name}> {{ {statement} }} }}", bare)
    assert {(finding.shape or "").rpartition("/")[2] for finding in refused.value.report.violations} <= {
        "WrittenPredicate", "WrittenObject"
    }  # fmt: skip


def test_that_a_person_reviewed_it_is_said_by_who_may(store: EmbeddedStore, bare: Knowledge) -> None:
    text = f"""{PREFIX_LINES} WITH <{document_graph("a")}> DELETE {{ ?c wb:reviewState ?s }}
        INSERT {{ ?c wb:reviewState wb:Reviewed }}
        WHERE {{ ?c a wb:Claim OPTIONAL {{ ?c wb:reviewState ?s }} }}"""
    with pytest.raises(UpdateRefused, match="reviewed"):
        change(store, text, bare, Authority(reviews=False))
    assert change(store, text, bare).added == 1


def test_a_graph_of_ones_own_does_not_bend_the_trees_of_the_gate(
    store: EmbeddedStore, bare: Knowledge
) -> None:
    """`<urn:b> a <urn:Kind>` is no measure because somebody's list says that the kind is one."""
    store.publish({NEW: [Triple(NamedNode("urn:Kind"), NamedNode(PREFIXES["rdfs"] + "subClassOf"),
                                NamedNode(PREFIXES["wb"] + "Measure"))]})  # fmt: skip
    assert not [t for t in Context(bare.shapes, store.reader()).tree if t.subject == NamedNode("urn:Kind")]
