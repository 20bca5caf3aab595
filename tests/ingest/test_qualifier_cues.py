"""Cues are found longest first, and what only looks like a cue is none."""

from __future__ import annotations

import pytest

from ingest.claims import Modality
from ingest.components.qualifier_cues import find_cues


def modalities(text: str) -> list[Modality]:
    return [found.cue.modality for found in find_cues(text.split()) if found.cue.modality]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dat is niet vastgesteld", [Modality.NEGATED]),
        ("niet alleen dit maar ook dat", []),
        ("het is niet uit te sluiten dat", [Modality.POSSIBLE]),
        ("al dan niet bewust", []),
        ("zo spoedig mogelijk", []),
        ("een mogelijke aanval", [Modality.POSSIBLE]),
        ("volgens de krant zou het kunnen", [Modality.REPORTED, Modality.POSSIBLE, Modality.POSSIBLE]),
        ("het kabinet onderzoekt of dit wenselijk is", [Modality.POSSIBLE, Modality.POSSIBLE]),
        ("binnenkort zal het wetsvoorstel volgen", [Modality.PLANNED, Modality.PLANNED]),
    ],
)
def test_modality(text: str, expected: list[Modality]) -> None:
    assert modalities(text) == expected


def test_likelihood_and_negation_are_both_kept() -> None:
    places = list(find_cues(["zeer", "waarschijnlijk", "niet", "direct", "bedreigd"]))
    assert {place.cue.likelihood for place in places} == {"zeer-waarschijnlijk-niet", None}
    assert Modality.NEGATED in {place.cue.modality for place in places}


def test_horizon() -> None:
    [place] = find_cues(["op", "de", "middellange", "termijn"])
    assert place.cue.horizon == "middellang"
