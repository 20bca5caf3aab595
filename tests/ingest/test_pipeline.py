"""The pipeline as a whole: what it needs, what it leaves out, and that it repeats itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph
from spacy.language import Language

from ingest import pipeline, sources, text
from ingest.document import DocumentId
from ingest.extraction import Extraction, MentionType
from ingest.lexicon import Lexicon
from ingest.model import SETTING
from ontology import load
from ontology.namespaces import PREFIXES, expand

SAMPLE = Path(__file__).parents[2] / "ingest" / "sample" / "kst-99999-1.txt"
KNOWN = (
    "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    + """
measure:steunpunt a wb:Measure ; skos:prefLabel "Loket Veilig Onderzoek"@nl .
claim:a wb:claimSubject measure:steunpunt ; wb:assertedIn document:kst-99999-1 .
"""
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    if not pipeline.has_model():
        pytest.skip("needs the Dutch model in ingest/model")
    return pipeline.build()


@pytest.fixture(scope="module")
def sample(nlp: Language) -> Extraction:
    return pipeline.extract(nlp, text.to_document(sources.read(SAMPLE)))


def named(extraction: Extraction, kind: MentionType) -> list[str]:
    document = extraction.document
    return [document.text[one.start : one.end] for one in extraction.mentions if one.type is kind]


def test_every_mention_names_an_entity_of_its_type(sample: Extraction) -> None:
    entities = {entity.iri: entity for entity in sample.entities}
    papers = {MentionType.MOTION, MentionType.DOCUMENT_REF}
    for mention in sample.mentions:
        types = {entities[mention.entity].type, mention.type}
        assert len(types) == 1 or types == papers


def test_every_entity_is_mentioned(sample: Extraction) -> None:
    assert {entity.iri for entity in sample.entities} == {mention.entity for mention in sample.mentions}


def test_reading_twice_finds_the_same(nlp: Language, sample: Extraction) -> None:
    again = pipeline.extract(nlp, text.to_document(sources.read(SAMPLE)))
    assert again.mentions == sample.mentions
    assert again.entities == sample.entities


def test_status_and_level_are_read_from_the_sentence(sample: Extraction) -> None:
    measures = {entity.label_nl: entity.measure for entity in sample.entities if entity.measure}
    toets = measures["Toets Veilige Gegevensuitwisseling"]
    assert toets is not None
    assert (toets.kind, toets.status) == ("toets", "in-werking")
    meldpunt = measures["gezamenlijk meldpunt tegen ongewenste buitenlandse inmenging"]
    assert meldpunt is not None
    assert (meldpunt.status, meldpunt.level) == ("verkenning", "eu")


@pytest.mark.parametrize(
    ("excluded", "known"),
    [(None, True), (DocumentId("kst-30821-125"), True), (DocumentId("kst-99999-1"), False)],
)
def test_a_measure_known_only_from_the_document_itself_is_not_looked_up(
    excluded: DocumentId | None, known: bool
) -> None:
    graph = Graph().parse(data=KNOWN, format="turtle")
    lexicon = Lexicon.from_graphs(load.vocabularies(), load.agents(), known=graph, exclude_document=excluded)
    document = text.to_document(sources.read(SAMPLE))
    extraction = pipeline.extract(pipeline.build(lexicon), document)
    assert "Loket Veilig Onderzoek" in named(extraction, MentionType.MEASURE)
    found = {entity.iri for entity in extraction.entities if entity.known}
    assert (expand("measure:steunpunt") in found) is known


def test_without_a_model_it_says_so_and_still_finds_terms(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.setattr(pipeline, "FOLDER", tmp_path / "nothing")
    with pytest.warns(pipeline.NoModel, match="measure phrases and relations by syntax are not"):
        bare = pipeline.build()
    extraction = pipeline.extract(bare, text.to_document(sources.read(SAMPLE)))
    assert "spionage" in named(extraction, MentionType.MEANS)
    assert named(extraction, MentionType.MEASURE) == []
