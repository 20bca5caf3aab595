"""The lexicon is the vocabulary's labels, and never what only the document itself brought."""

import pytest
from rdflib import Graph

from ingest.document import DocumentId
from ingest.extraction import MentionType
from ingest.lexicon import Lexicon
from ontology import load
from ontology.namespaces import PREFIXES, expand

HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
KNOWN = Graph().parse(
    data=HEAD
    + """
measure:loket a wb:Measure ; skos:prefLabel "Loket Kennisveiligheid"@nl .
measure:dialoog a wb:Measure ; skos:prefLabel "kennisveiligheidsdialoog"@nl .
measure:kader a wb:Measure ; skos:prefLabel "responskader"@nl .
claim:a wb:claimSubject measure:loket ; wb:assertedIn document:kst-31288-894 .
claim:b wb:claimSubject measure:dialoog ; wb:assertedIn document:kst-30821-125 .
claim:c wb:claimSubject measure:kader ; wb:assertedIn document:kst-30821-125 .
claim:d wb:claimObject measure:kader ; wb:assertedIn document:kst-30821-142 .
""",
    format="turtle",
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.from_graphs(load.vocabularies(), load.agents())


@pytest.mark.parametrize(
    ("curie", "kind"),
    [
        ("means:spionage", MentionType.MEANS),
        ("interest:nationale-veiligheid", MentionType.INTEREST),
        ("target:kennisinstellingen", MentionType.TARGET),
        ("agent:ru", MentionType.STATE_ACTOR),
        ("agent:nl", MentionType.ORGANISATION),
        ("agent:statelijke-actoren", MentionType.GENERIC_ACTOR),
        ("agent:aivd", MentionType.ORGANISATION),
    ],
)
def test_each_concept_has_the_type_of_its_scheme_or_class(
    lexicon: Lexicon, curie: str, kind: MentionType
) -> None:
    assert lexicon.terms[expand(curie)].type is kind


def test_all_dutch_labels_count_and_no_english_ones(lexicon: Lexicon) -> None:
    forms = lexicon.terms[expand("means:spionage")].forms
    assert "spionageactiviteiten" in forms
    assert "espionage" not in forms


def test_a_partner_is_known_by_name_and_a_threatening_state_by_adjective_too(lexicon: Lexicon) -> None:
    assert "Nederlandse" not in lexicon.terms[expand("agent:nl")].forms
    assert "Russische" in lexicon.terms[expand("agent:ru")].forms


def test_measures_known_from_other_documents_are_looked_up() -> None:
    lexicon = Lexicon.from_graphs(known=KNOWN)
    assert {term.label_nl for term in lexicon} == {
        "Loket Kennisveiligheid",
        "kennisveiligheidsdialoog",
        "responskader",
    }


def test_measures_known_only_from_the_document_being_read_are_left_out() -> None:
    lexicon = Lexicon.from_graphs(known=KNOWN, exclude_document=DocumentId("kst-30821-125"))
    assert {term.label_nl for term in lexicon} == {"Loket Kennisveiligheid", "responskader"}
