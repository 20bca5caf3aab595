"""Taking documents in: what earlier ones taught is known by name, what their own editions say is not."""

from pathlib import Path

import pytest
from rdflib import URIRef
from rdflib.namespace import RDF

from api.intake import Intake, known_measures, lexicon
from api.settings import Settings
from graph.admission import admit
from graph.embedded import EmbeddedStore
from graph.knowledge import Knowledge
from graph.marking import Marking
from ingest.document import DocumentId
from ingest.reviewed import editions, read, to_graph
from ontology.namespaces import WB, expand

LETTER = """Tweede Kamer der Staten-Generaal
Vergaderjaar 2025-2026
30 821 Nationale Veiligheid
Nr. {number} BRIEF VAN DE MINISTER VAN JUSTITIE EN VEILIGHEID
Aan de Voorzitter van de Tweede Kamer der Staten-Generaal
Den Haag, 12 januari 2026

Deze brief gaat over statelijke dreigingen.
De Nederlandse Cybersecurity Agenda beschermt de vitale infrastructuur tegen spionage.
"""
KNOWN = expand("measure:ncsa")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    admit(EmbeddedStore(folder / "store"), to_graph(read(editions()[0])), Knowledge.load())
    return folder


def subjects(data: Path, folder: Path, number: int, marking: Marking | None = None) -> set[str]:
    file = folder / f"kst-30821-{number}.txt"
    file.write_text(LETTER.format(number=number), encoding="utf-8")
    intake = Intake(Settings(data=data), lambda step: None, marking)
    return {claim.subject for claim in intake.take(file).extraction.claims}


def test_a_new_letter_names_a_measure_that_people_found_in_another(data: Path, tmp_path: Path) -> None:
    assert KNOWN in subjects(data, tmp_path, 900)


def test_another_file_of_a_reviewed_letter_is_no_contradiction(data: Path, tmp_path: Path) -> None:
    """The edition rests on one file, this reading on another, shorter one."""
    assert subjects(data, tmp_path, 125)


def test_a_letter_is_not_read_by_what_people_found_in_it(data: Path, tmp_path: Path) -> None:
    assert KNOWN not in subjects(data, tmp_path, 125)


def test_reading_a_marked_letter_again_opens_it_to_nobody(data: Path, tmp_path: Path) -> None:
    def seen() -> bool:
        letter = "<https://w3id.org/weerbaar/graph/document/kst-30821-902>"
        return EmbeddedStore(data / "store").reader().ask(f"ASK {{ GRAPH {letter} {{ ?s ?p ?o }} }}")

    subjects(data, tmp_path, 902, Marking.AMBER)
    subjects(data, tmp_path, 902)
    assert not seen()
    subjects(data, tmp_path, 902, Marking.CLEAR)
    assert seen()


def test_the_lexicon_leaves_out_what_only_the_document_itself_brought(data: Path) -> None:
    known = known_measures(EmbeddedStore(data / "store").reader())
    assert (URIRef(KNOWN), RDF.type, URIRef(f"{WB}Measure")) in known
    assert KNOWN in lexicon(known, None).terms
    assert KNOWN not in lexicon(known, DocumentId("kst-30821-125")).terms
