"""The vocabularies keep the integrity conditions of SKOS, and the hygiene that readers rely on."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from ingest.claims import Modality
from ingest.sources import read
from ingest.text import to_document
from ontology import load
from ontology.namespaces import ID, SCHEMES, WB, expand, shorten
from ontology.terms import TERMS

EDITIONS = {"interest-2007", "interest-2023", "theme-2019"}
"""Other editions of a scheme: linked to it, and kept out of its class so that no label counts twice."""

CLASSES = {
    "nature": "Nature",
    "means": "Means",
    "goal": "Goal",
    "effect": "Effect",
    "interest": "Interest",
    "target": "Target",
    "measure-type": "MeasureType",
    "function": "MeasureFunction",
    "status": "Status",
    "level": "Level",
    "theme": "Theme",
    "horizon": "Horizon",
    "modality": "Modality",
    "manifestation": "Manifestation",
    "likelihood": "Likelihood",
    "capability": "AssessedAspect",
    "response-domain": "ResponseDomain",
    "coverage-basis": "CoverageBasis",
    "coverage-strength": "CoverageStrength",
    "actor-type": "ActorType",
    "state-responsibility": "StateResponsibility",
    "bindingness": "Bindingness",
}
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)


@pytest.fixture(scope="module")
def vocabularies() -> Graph:
    return load.vocabularies()


@pytest.fixture(scope="module")
def concepts(vocabularies: Graph) -> list[URIRef]:
    return members(vocabularies, SKOS.Concept)


@pytest.fixture(scope="module")
def agents() -> Graph:
    return load.agents()


def members(graph: Graph, kind: URIRef) -> list[URIRef]:
    return sorted(subject for subject in graph.subjects(RDF.type, kind) if isinstance(subject, URIRef))


def scheme_of(concept: URIRef) -> str:
    return concept.removeprefix(ID).partition("/")[0]


def labels(graph: Graph, thing: URIRef) -> Iterator[tuple[URIRef, Literal]]:
    for predicate in LABELS:
        for label in graph.objects(thing, predicate):
            assert isinstance(label, Literal)
            yield predicate, label


def test_every_named_scheme_is_there_and_no_other(vocabularies: Graph) -> None:
    schemes = {shorten(scheme) for scheme in vocabularies.subjects(RDF.type, SKOS.ConceptScheme)}
    assert schemes == {f"scheme:{name}" for name in (*SCHEMES, "interest-2019")}
    assert set(SCHEMES) == set(CLASSES) | EDITIONS


def test_every_concept_has_the_class_of_its_scheme(vocabularies: Graph, concepts: list[URIRef]) -> None:
    for concept in concepts:
        name = scheme_of(concept)
        expected = {URIRef(WB + CLASSES[name])} if name in CLASSES else set()
        found = {kind for kind in vocabularies.objects(concept, RDF.type) if kind in expected}
        assert found == expected, concept
        assert (concept, SKOS.inScheme, URIRef(f"{ID}scheme/{name}")) in vocabularies


def test_slugs_are_ascii_and_lower_case(concepts: list[URIRef]) -> None:
    assert [concept for concept in concepts if not re.fullmatch(r".*/[a-z0-9]+(-[a-z0-9]+)*", concept)] == []


def test_every_concept_has_one_name_and_definition_in_each_language(
    vocabularies: Graph, concepts: list[URIRef]
) -> None:
    for concept in concepts:
        for predicate in (SKOS.prefLabel, SKOS.definition):
            languages = Counter(text.language for text in vocabularies.objects(concept, predicate))
            assert languages == {"nl": 1, "en": 1}, (concept, predicate)


def test_a_definition_does_not_repeat_the_name_that_it_defines(
    vocabularies: Graph, concepts: list[URIRef]
) -> None:
    """A definition gives genus and difference in other words. Editions only place their concept."""
    circular = [
        (shorten(concept), str(label))
        for concept in concepts
        if scheme_of(concept) not in EDITIONS
        for label in vocabularies.objects(concept, SKOS.prefLabel)
        for definition in vocabularies.objects(concept, SKOS.definition)
        if definition.language == label.language
        and re.search(rf"(?<!\w){re.escape(label.lower())}(?!\w)", definition.lower())
    ]
    assert circular == []


def test_a_label_plays_one_part_for_a_concept(vocabularies: Graph, agents: Graph) -> None:
    """SKOS integrity condition S13: preferred, alternative and hidden labels are pairwise disjoint."""
    for graph, kind in ((vocabularies, SKOS.Concept), (agents, TERMS.Agent)):
        for thing in members(graph, kind):
            seen = Counter(label for _, label in labels(graph, thing))
            assert [label for label, count in seen.items() if count > 1] == [], thing


def test_no_two_concepts_of_a_scheme_share_a_label(vocabularies: Graph, concepts: list[URIRef]) -> None:
    holders: defaultdict[tuple[str, str, str | None], set[str]] = defaultdict(set)
    for concept in concepts:
        for _, label in labels(vocabularies, concept):
            holders[scheme_of(concept), label.lower(), label.language].add(shorten(concept))
    assert {key: held for key, held in holders.items() if len(held) > 1} == {}


def test_no_dutch_label_names_two_things_that_extraction_looks_for(
    vocabularies: Graph, concepts: list[URIRef], agents: Graph
) -> None:
    """A word in a letter must lead to one means, interest, target or agent."""
    holders: defaultdict[str, set[str]] = defaultdict(set)
    wanted = [concept for concept in concepts if scheme_of(concept) in {"means", "interest", "target"}]
    for graph, things in ((vocabularies, wanted), (agents, members(agents, TERMS.Agent))):
        for thing in things:
            for _, label in labels(graph, thing):
                if label.language == "nl":
                    holders[str(label)].add(shorten(thing))
    assert {label: held for label, held in holders.items() if len(held) > 1} == {}


def test_broader_has_no_circles_and_stays_within_the_scheme(
    vocabularies: Graph, concepts: list[URIRef]
) -> None:
    for concept in concepts:
        above = set(vocabularies.transitive_objects(concept, SKOS.broader)) - {concept}
        assert concept not in {broader for a in above for broader in vocabularies.objects(a, SKOS.broader)}
        assert {scheme_of(URIRef(a)) for a in above} <= {scheme_of(concept)}


def test_top_concepts_are_those_without_a_broader_one(vocabularies: Graph, concepts: list[URIRef]) -> None:
    for concept in concepts:
        scheme = URIRef(f"{ID}scheme/{scheme_of(concept)}")
        top = (concept, SKOS.broader, None) not in vocabularies
        assert ((concept, SKOS.topConceptOf, scheme) in vocabularies) is top, concept
        assert ((scheme, SKOS.hasTopConcept, concept) in vocabularies) is top, concept


def test_related_concepts_are_not_also_above_or_below(vocabularies: Graph) -> None:
    """SKOS integrity condition S27."""
    for one, other in vocabularies.subject_objects(SKOS.related):
        assert other not in set(vocabularies.transitive_objects(one, SKOS.broader))
        assert one not in set(vocabularies.transitive_objects(other, SKOS.broader))


def test_mapped_concepts_are_not_both_exact_and_broad_or_related(vocabularies: Graph) -> None:
    """SKOS integrity condition S46."""
    for one, other in vocabularies.subject_objects(SKOS.exactMatch):
        assert (one, SKOS.broadMatch, other) not in vocabularies
        assert (one, SKOS.relatedMatch, other) not in vocabularies


def test_notations_are_unique_within_a_scheme(vocabularies: Graph, concepts: list[URIRef]) -> None:
    seen = Counter((scheme_of(c), str(n)) for c in concepts for n in vocabularies.objects(c, SKOS.notation))
    assert [key for key, count in seen.items() if count > 1] == []
    assert len(seen) == len(concepts)


def test_polyhierarchy_is_kept(vocabularies: Graph) -> None:
    broader = set(vocabularies.objects(URIRef(expand("means:digitale-spionage")), SKOS.broader))
    assert broader == {URIRef(expand("means:spionage")), URIRef(expand("means:digitale-aanval"))}


def test_modalities_are_those_that_a_claim_can_have(vocabularies: Graph) -> None:
    slugs = {str(c).rpartition("/")[2] for c in vocabularies.subjects(RDF.type, TERMS.Modality)}
    assert slugs == {modality.value for modality in Modality}


def test_misprints_of_the_source_are_hidden_labels(vocabularies: Graph) -> None:
    hidden = set(vocabularies.objects(URIRef(expand("means:hybride-dreigingen")), SKOS.hiddenLabel))
    assert Literal("hydride dreigingen", lang="nl") in hidden


def test_every_status_can_be_reached_and_only_the_last_has_no_successor(vocabularies: Graph) -> None:
    statuses = set(vocabularies.subjects(RDF.type, TERMS.Status))
    ends = {status for status in statuses if (status, TERMS.mayBecome, None) not in vocabularies}
    assert ends == {URIRef(expand("status:vervangen"))}
    reached = set(vocabularies.objects(None, TERMS.mayBecome))
    assert reached <= statuses
    assert statuses - reached == set()


def test_active_statuses_are_in_force_and_being_implemented(vocabularies: Graph) -> None:
    active = {shorten(status) for status in vocabularies.subjects(RDF.type, TERMS.ActiveStatus)}
    assert active == {"status:in-werking", "status:in-uitvoering"}


def test_the_fifteen_target_types_are_counted_and_not_made_up(vocabularies: Graph) -> None:
    """The assessment has fifteen target types; the letter lists none of them as such (p. 2)."""
    scheme = URIRef(f"{ID}scheme/target")
    assert vocabularies.value(scheme, TERMS.documentedCount) == Literal(15)
    assert vocabularies.value(scheme, TERMS.closedList) == Literal(False)


def test_editions_of_interests_are_linked_and_differ(vocabularies: Graph) -> None:
    sizes = {
        year: len(set(vocabularies.objects(URIRef(f"{ID}scheme/interest-{year}"), SKOS.hasTopConcept)))
        for year in (2007, 2019, 2023)
    }
    assert sizes == {2007: 5, 2019: 6, 2023: 6}
    replaced = URIRef(f"{ID}scheme/interest-2007")
    assert (replaced, DCTERMS.isReplacedBy, URIRef(f"{ID}scheme/interest-2019")) in vocabularies
    assert vocabularies.value(
        URIRef(expand("interest-2023:internationale-rechtsorde")), SKOS.prefLabel, any=True
    ) != vocabularies.value(URIRef(expand("interest:internationale-rechtsorde")), SKOS.prefLabel, any=True)


def test_two_themes_of_2019_became_one_in_2021(vocabularies: Graph) -> None:
    """Footnote 6 of Kamerstuk 30 821, nr. 125."""
    merged = vocabularies.subjects(DCTERMS.isReplacedBy, URIRef(expand("theme:sociaal-politiek")))
    assert {shorten(theme) for theme in merged} == {
        "theme-2019:obi-diaspora",
        "theme-2019:democratische-processen",
    }


def test_every_agent_has_a_class_a_kind_and_names_in_both_languages(
    vocabularies: Graph, agents: Graph
) -> None:
    kinds = set(vocabularies.subjects(RDF.type, TERMS.ActorType))
    classes = set(load.ontology().transitive_subjects(RDFS.subClassOf, TERMS.Agent)) - {TERMS.Agent}
    for agent in members(agents, TERMS.Agent):
        assert set(agents.objects(agent, RDF.type)) & classes, agent
        assert set(agents.objects(agent, TERMS.actorType)) <= kinds, agent
        assert {label.language for label in agents.objects(agent, SKOS.prefLabel)} == {"nl", "en"}, agent


def test_nothing_is_merged_with_partner_data(vocabularies: Graph, agents: Graph) -> None:
    for graph in (vocabularies, agents, load.ontology()):
        assert (None, OWL.sameAs, None) not in graph
        assert (None, OWL.equivalentClass, None) not in graph


@pytest.mark.shared
def test_a_label_that_the_letter_uses_stands_on_the_page_that_the_concept_names(
    vocabularies: Graph, shared: Path
) -> None:
    """A page without the label itself tells where the letter describes the concept in other words."""
    document = to_document(read(shared / "letter" / "kst-30821-125.txt"))
    text, wrong = document.text.lower(), []
    for concept, page in vocabularies.subject_objects(TERMS.sourcePage):
        dutch = {str(label).lower() for _, label in labels(vocabularies, concept) if label.language == "nl"}
        found = {
            document.page_at(match.start())
            for label in dutch
            for match in re.finditer(rf"(?<!\w){re.escape(label)}(?!\w)", text)
        }
        if found and page.toPython() not in found:
            wrong.append((shorten(concept), page.toPython(), sorted(found)))
    # Page 1 speaks of a motion that was submitted, which is no status of a measure.
    assert wrong == [("status:ingediend", 5, [1])]
