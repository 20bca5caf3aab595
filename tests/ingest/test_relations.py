"""Every marked-up sentence must yield the claims written under it, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from ingest.components.relation_rules import RuleError, load_rules
from ingest.components.relation_signatures import default_signatures
from ingest.components.relations import Relations
from ingest.pipeline import build as build_pipeline
from tests.sentences.marked_up import Case, build, read_cases, written

CASES = list(read_cases())


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_pipeline()


@pytest.fixture(scope="module")
def relations() -> Relations:
    return Relations(load_rules(), default_signatures())


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_sentence(case: Case, nlp: Language, relations: Relations) -> None:
    found = {written(claim) for claim in relations(build(case, nlp))._.claims}
    missing, extra = case.expected - found, found - case.expected - case.allowed
    wrong = [f"  missing: {claim}" for claim in sorted(missing)]
    wrong += [f"  extra: {claim}" for claim in sorted(extra)]
    assert not wrong, "\n".join([*case.lines, *wrong])


def test_a_third_of_the_sentences_is_negative() -> None:
    plain = [case for case in CASES if any("[" not in claim for claim in case.expected)]
    assert len(CASES) >= 80
    assert len(plain) <= len(CASES) * 2 / 3


def test_a_rule_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "relations.toml"
    file.write_text('[[goal]]\nname = "half"\npredicate = "counters"\nconfidence = 0.9\n', encoding="utf-8")
    with pytest.raises(RuleError, match=r"'half'.*'patterns'"):
        load_rules(file)
