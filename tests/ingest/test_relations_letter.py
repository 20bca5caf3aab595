"""What is read from a real letter, against the shared gold standard, where it lies beside the checkout."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ingest.claims import Modality
from ingest.document import BlockKind
from ingest.extraction import Extraction
from ingest.gold import to_json
from ingest.pipeline import build, extract
from ingest.rdf import to_graph
from ingest.sources import read
from ingest.text import to_document

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@pytest.fixture(scope="module")
def extraction(shared: Path) -> Extraction:
    return extract(build(), to_document(read(shared / "letter" / "kst-30821-125.txt")))


@pytest.fixture(scope="module")
def scores(shared: Path, extraction: Extraction) -> Mapping[str, Any]:
    spec = importlib.util.spec_from_file_location("gold_scorer", shared / "gold" / "score.py")
    assert spec and spec.loader
    scorer: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = json.loads((shared / "gold" / "gold.json").read_text(encoding="utf-8"))
    prediction = to_json(extraction)
    facts = [r for r in prediction["relations"] if r["modality"] not in {"asked", "negated"}]
    text = (shared / "letter" / "kst-30821-125.txt").read_text(encoding="utf-8")
    result: Mapping[str, Any] = scorer.score(gold, {**prediction, "relations": facts}, text)["relations"]
    return result


def test_core_relations_are_precise_before_they_are_complete(scores: Mapping[str, Any]) -> None:
    core = scores["strict"]["table"]["CORE"]
    assert core["p"] >= 0.80
    assert core["f1"] >= 0.60


def test_what_the_letter_says_outright_is_found(scores: Mapping[str, Any]) -> None:
    [tier1] = [row for name, row in scores["recall_by_tier"].items() if name.startswith("tier1")]
    assert tier1["r"] >= 0.65


def test_no_fact_known_to_be_wrong_is_asserted(scores: Mapping[str, Any]) -> None:
    assert scores["negative_facts"]["which"] == []


def test_every_quote_stands_at_its_offsets(extraction: Extraction) -> None:
    document = extraction.document
    position = {source: place for place, source in enumerate(document.offsets)}
    for claim in extraction.claims:
        evidence = claim.evidence
        start, end = position[evidence.start], position[evidence.end - 1] + 1
        assert " ".join(document.text[start:end].split()) == evidence.exact
        assert 1 <= evidence.page <= len(document.page_starts)


def test_a_question_asserts_nothing(extraction: Extraction) -> None:
    document = extraction.document
    asked = [block for block in document.blocks if block.kind is BlockKind.QUESTION]
    for claim in extraction.claims:
        in_question = any(
            document.source_span(block.start, block.end)[0] <= claim.evidence.start
            < document.source_span(block.start, block.end)[1]
            for block in asked
        )  # fmt: skip
        if in_question or claim.evidence.exact.endswith("?"):
            assert claim.modality is Modality.ASKED


def test_no_state_actor_has_intent_and_capability_together(extraction: Extraction) -> None:
    """Page 2: “geen van de statelijke actoren” (trap 3 of the domain model)."""
    said = [claim for claim in extraction.claims if "geen van de statelijke actoren" in claim.evidence.exact]
    assert all(claim.modality is Modality.NEGATED for claim in said)


def test_the_graph_holds_every_claim(extraction: Extraction) -> None:
    graph = to_graph(extraction)
    subjects = {str(subject) for subject in graph.subjects()}
    assert {claim.iri for claim in extraction.claims} <= subjects
