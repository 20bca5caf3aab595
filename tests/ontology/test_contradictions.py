"""What contradicts itself is named, in Dutch and English, so that an editor knows where to mend it."""

from __future__ import annotations

from ontology import load
from ontology.contradictions import SENTENCES, Contradiction, find
from ontology.namespaces import PREFIXES, expand


def seeded(turtle: str) -> tuple[Contradiction, ...]:
    """The contradictions in the knowledge with some statements added."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    graph = load.ontology() + load.vocabularies() + load.agents()
    return find(graph.parse(data=prefixes + turtle, format="turtle"))


def test_the_knowledge_as_it_stands_has_none() -> None:
    assert seeded("") == ()


def test_a_class_that_can_have_no_instances_is_named_with_the_reason() -> None:
    found_all = seeded(
        'wb:Onding a owl:Class ; rdfs:label "onding"@nl ; rdfs:subClassOf wb:Means, wb:Interest .'
    )
    (found,) = found_all
    assert found.things == (expand("wb:Onding"),)
    assert "“onding” (wb:Onding) kan geen exemplaren hebben" in found.nl
    assert "“belang” (wb:Interest)" in found.nl
    assert "“interest” (wb:Interest)" in found.en
    assert "“means” (wb:Means)" in found.en


def test_a_property_that_brings_a_wrong_type_along_is_found() -> None:
    """A measure counters means; whoever lets it counter an interest hears of it."""
    found_all = seeded("measure:loket wb:counters interest:economische-veiligheid .")
    assert {found.kind for found in found_all} == {"two-classes"}
    assert any("“economische veiligheid”" in found.nl for found in found_all)


def test_two_values_of_a_property_that_has_at_most_one_are_found() -> None:
    found_all = seeded("evidence:e a wb:Evidence ; wb:page 3, 4 .")
    (found,) = found_all
    assert found.kind == "functional-twice"
    assert "“bladzijde” (wb:page)" in found.nl


def test_every_sentence_stands_in_two_languages() -> None:
    assert all(nl and en and nl != en for nl, en in SENTENCES.values())
