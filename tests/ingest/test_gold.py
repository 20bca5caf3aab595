"""The JSON for the scorer: its schema, and the floor below which the real letter may not fall."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ingest import gold, pipeline, sources, text
from ingest.document import Document

SAMPLE = Path(__file__).parents[2] / "ingest" / "sample" / "kst-99999-1.txt"


@pytest.fixture(scope="module", autouse=True)
def model() -> None:
    if not pipeline.has_model():
        pytest.skip("needs the Dutch model in ingest/model")


@pytest.fixture(scope="module")
def document() -> Document:
    return text.to_document(sources.read(SAMPLE))


@pytest.fixture(scope="module")
def found(document: Document) -> dict[str, Any]:
    return gold.to_json(pipeline.extract(pipeline.build(), document))


def test_offsets_count_the_source_file_as_it_stands(document: Document, found: dict[str, Any]) -> None:
    assert found["mentions"]
    for mention in found["mentions"]:
        assert document.source[mention["start"] : mention["end"]] == mention["surface"]
        assert "\n" not in mention["norm"]


def test_every_concept_and_every_end_of_a_relation_is_an_entity(found: dict[str, Any]) -> None:
    ids = {entity["id"] for entity in found["entities"]}
    assert {mention["concept"] for mention in found["mentions"] if mention["type"] != "DATE"} <= ids
    ends = {relation[end] for relation in found["relations"] for end in ("subject", "object")}
    assert ends <= ids


def test_the_words_are_those_of_the_gold(shared: Path, found: dict[str, Any]) -> None:
    vocabulary = json.loads((shared / "gold" / "gold.json").read_text("utf-8"))["vocab"]
    measures = [entity["measure"] for entity in found["entities"] if entity.get("measure")]
    assert {mention["type"] for mention in found["mentions"]} <= set(vocabulary["mention_types"])
    for name, words in (
        ("kind", "measure_kinds"),
        ("status", "measure_statuses"),
        ("level", "measure_levels"),
    ):
        assert {measure[name] for measure in measures if name in measure} <= set(vocabulary[words])


def test_the_real_letter_keeps_its_scores(shared: Path) -> None:
    """Floors of two points below the figures reached; the scorer and its gold are the reference's own."""
    letter = shared / "letter" / "kst-30821-125.txt"
    prediction = gold.to_json(pipeline.extract(pipeline.build(), text.to_document(sources.read(letter))))
    reference = json.loads((shared / "gold" / "gold.json").read_text("utf-8"))
    with letter.open(encoding="utf-8", newline="") as file:
        result = scorer(shared).score(reference, prediction, file.read())
    mentions, entities = result["mentions"], result["entities"]["strict_typed"]["table"]
    assert mentions["strict"]["ALL"]["f1"] >= 0.91
    assert mentions["relaxed"]["ALL"]["f1"] >= 0.94
    assert mentions["relaxed"]["MEASURE"]["f1"] >= 0.89
    assert entities["ALL"]["f1"] >= 0.87


def scorer(shared: Path) -> ModuleType:
    """The scorer of the reference material as a module."""
    spec = importlib.util.spec_from_file_location("gold_score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
