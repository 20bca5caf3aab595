"""Looking rules up by word leaves out only patterns that cannot be met."""

from __future__ import annotations

import pytest

from ingest.components.relation_notation import needs
from ingest.components.relation_rules import load_rules
from tests.sentences.marked_up import FOLDER

SENTENCES = [
    frozenset(line.casefold().split())
    for file in sorted(FOLDER.glob("relations-*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("kind", ["sequences", "insides", "goals"])
def test_every_pattern_whose_words_are_there_is_a_candidate_in_the_order_of_the_file(kind: str) -> None:
    rules = getattr(load_rules(), kind)
    for words in SENTENCES:
        possible = [
            (rule, pattern)
            for rule in rules
            for pattern in rule.patterns
            if all(wanted & words for wanted in needs(pattern).words)
        ]
        candidates = list(rules.candidates(words))
        assert [pair for pair in candidates if pair in possible] == possible


def test_most_patterns_are_left_out() -> None:
    rules = load_rules().sequences
    every = sum(len(rule.patterns) for rule in rules)
    assert len(list(rules.candidates(frozenset({"rusland", "gebruikt", "gebruiken"})))) < every / 3
