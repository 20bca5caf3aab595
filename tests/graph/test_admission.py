"""A document's way in: the whole of it, or nothing."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import rdflib

from graph.admission import Admission, admit
from graph.catalogue import CATALOGUE, held
from graph.embedded import EmbeddedStore
from graph.errors import GateRefused
from graph.knowledge import VOCABULARY, Knowledge
from graph.marking import Marking
from graph.naming import derived_graph, document_graph, validation_graph
from ontology.namespaces import ID, PREFIXES, Iri
from tests.graph.claims import claim, document, sha256

PREFIX_LINES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
GOOD = claim("measure:m", "counters", "means:spionage")
MEASURE = "measure:m a wb:Measure ; skos:prefLabel 'maatregel'@nl ."
OF_A = {document_graph("a"), derived_graph("a"), validation_graph("a")}


def test_a_document_enters_with_what_follows_from_it(tmp_path: Path, knowledge: Knowledge) -> None:
    store = EmbeddedStore(tmp_path)
    admitted = admit(store, document(GOOD, extra=MEASURE), knowledge)
    assert (admitted.version, admitted.unchanged, admitted.report.conforms) == (2, False, True)
    reader = store.reader()
    assert held(reader).keys() == knowledge.graphs.keys() | OF_A
    assert len(reader.graph(derived_graph("a"))) == admitted.derived
    assert reader.ask(
        f"{PREFIX_LINES} ASK {{ GRAPH <{derived_graph('a')}> {{ measure:m wb:counters means:spionage }} }}"
    )


def test_the_catalogue_says_where_a_document_comes_from(tmp_path: Path, knowledge: Knowledge) -> None:
    store = EmbeddedStore(tmp_path)
    licence = Iri("https://creativecommons.org/publicdomain/zero/1.0/")
    admit(store, document(GOOD, extra=MEASURE), knowledge, licence=licence)
    assert store.reader().ask(
        f"""{PREFIX_LINES} ASK {{ GRAPH <{CATALOGUE}> {{
        <{document_graph("a")}> a dcat:Dataset , void:Dataset ; dcterms:title "Brief a"@nl ;
          dcterms:source document:a ; wb:sha256 "{sha256("a")}" ; dcterms:issued "2021-02-03"^^xsd:date ;
          dcterms:license <{licence}> ; wb:marking "TLP:CLEAR" ; void:triples ?n .
        <{derived_graph("a")}> dcterms:source <{document_graph("a")}> ; wb:marking "TLP:CLEAR" }} }}"""
    )


def test_the_same_document_again_changes_nothing(tmp_path: Path, knowledge: Knowledge) -> None:
    store = EmbeddedStore(tmp_path)
    first = admit(store, document(GOOD, extra=MEASURE), knowledge)
    again = admit(store, document(GOOD, extra=MEASURE), knowledge)
    assert (again.version, again.unchanged) == (first.version, True)


def test_a_new_edition_replaces_the_old(tmp_path: Path, knowledge: Knowledge) -> None:
    store = EmbeddedStore(tmp_path)
    admit(store, document(GOOD, extra=MEASURE), knowledge)
    denied = claim("measure:m", "counters", "means:spionage", "ontkend")
    assert admit(store, document(denied, extra=MEASURE), knowledge).version == 3
    assert not store.reader().ask(f"{PREFIX_LINES} ASK {{ measure:m wb:counters ?x }}")
    assert store.reader().ask(f"{PREFIX_LINES} ASK {{ ?c wb:modality modality:ontkend }}")


def test_a_refused_document_leaves_nothing(tmp_path: Path, knowledge: Knowledge) -> None:
    store = EmbeddedStore(tmp_path)
    faulty = document(GOOD.replace("wb:confidence 0.9", "wb:confidence 1.9"), extra=MEASURE)
    with pytest.raises(GateRefused, match=r"1 violation.*nothing was stored") as caught:
        admit(store, faulty, knowledge)
    assert "p. 3" in str(caught.value)
    assert held(store.reader()).keys() == knowledge.graphs.keys()


def test_warnings_are_kept_in_the_graph(tmp_path: Path, knowledge: Knowledge) -> None:
    store = EmbeddedStore(tmp_path)
    admit(store, document(GOOD, extra="measure:m a wb:Measure ."), knowledge)
    kept = "?r sh:resultSeverity sh:Warning ; sh:focusNode measure:m"
    assert store.reader().ask(f"{PREFIX_LINES} ASK {{ GRAPH <{validation_graph('a')}> {{ {kept} }} }}")


def test_new_knowledge_derives_anew_in_the_same_publication(tmp_path: Path, knowledge: Knowledge) -> None:
    store = EmbeddedStore(tmp_path)
    admit(store, document(GOOD, extra=MEASURE), knowledge)
    broader = f"{PREFIX_LINES} ASK {{ ?c wb:covers means:digitale-spionage }}"
    assert store.reader().ask(broader)
    flat = tuple(triple for triple in knowledge.vocabulary if not triple.predicate.value.endswith("broader"))
    with store.writing() as writer:
        Admission(writer, dataclasses.replace(knowledge, vocabulary=flat))
    assert store.version == 3
    assert not store.reader().ask(broader)
    assert store.reader().ask(f"{PREFIX_LINES} ASK {{ ?c wb:covers means:spionage }}")


def test_a_rule_in_the_store_says_what_it_does(tmp_path: Path, knowledge: Knowledge) -> None:
    store = EmbeddedStore(tmp_path)
    admit(store, document(GOOD, extra=MEASURE), knowledge)
    rows = (
        store.reader()
        .select(
            f"""{PREFIX_LINES} SELECT DISTINCT ?words {{
        ?c wb:covers means:digitale-spionage ; wb:rule ?rule .
        ?r dcterms:identifier ?rule ; dcterms:description ?words FILTER(LANG(?words) = "en") }}"""
        )
        .rows
    )
    words = {row["words"].value for row in rows}
    assert words == {"A measure against a broader means covers each narrower means fully."}


def test_a_closed_document_is_seen_only_with_its_clearance(tmp_path: Path, knowledge: Knowledge) -> None:
    store = EmbeddedStore(tmp_path)
    admit(store, document(GOOD, extra=MEASURE), knowledge, marking=Marking.AMBER)
    query = f"{PREFIX_LINES} ASK {{ ?m wb:counters means:spionage }}"
    seen = {clearance: store.reader(clearance).ask(query) for clearance in Marking}
    assert seen == {clearance: clearance >= Marking.AMBER for clearance in Marking}
    assert held(store.reader(Marking.GREEN)).keys() == knowledge.graphs.keys()


def test_a_reviewed_edition_stands_beside_the_document(tmp_path: Path, knowledge: Knowledge) -> None:
    store = EmbeddedStore(tmp_path)
    admit(store, document(GOOD, extra=MEASURE), knowledge)
    reviewed = rdflib.Graph(identifier=rdflib.URIRef(document_graph("reviewed/a")))
    reviewed += document(claim("measure:n", "counters", "means:sabotage"))
    admit(store, reviewed, knowledge)
    names = {document_graph("reviewed/a"), derived_graph("reviewed/a"), validation_graph("reviewed/a")}
    assert held(store.reader()).keys() == knowledge.graphs.keys() | OF_A | names
    assert store.reader().ask(
        f"ASK {{ GRAPH <{CATALOGUE}> {{ ?g <{PREFIXES['dcterms']}source> <{ID}document/a> }} }}"
    )


def test_a_graph_that_is_no_document_is_refused(tmp_path: Path, knowledge: Knowledge) -> None:
    graph = rdflib.Graph(identifier=rdflib.URIRef(VOCABULARY))
    with pytest.raises(ValueError, match=r"graph/vocabulary; a document's graph is named .*/document/{id}"):
        admit(EmbeddedStore(tmp_path), graph, knowledge)
