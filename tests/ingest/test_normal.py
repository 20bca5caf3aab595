"""The normal form joins what inflection parts, and depends on the word alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normal import normal, normal_form


@pytest.mark.parametrize(
    ("inflected", "base"),
    [
        ("statelijke", "statelijk"),
        ("actoren", "actor"),
        ("Russische", "Russisch"),
        ("technologieën", "technologie"),
        ("desinformatiecampagnes", "desinformatiecampagne"),
        ("spionageactiviteiten", "spionageactiviteit"),
        ("kennisinstellingen", "kennisinstelling"),
        ("afhankelijkheden", "afhankelijkheid"),
        ("5G-netwerken", "5G-netwerk"),
        ("raadsconclusies", "raadsconclusie"),
    ],
)
def test_inflected_words_meet_their_base(inflected: str, base: str) -> None:
    assert normal(inflected) == normal(base)


@pytest.mark.parametrize(
    ("one", "other"), [("belangrijk", "belang"), ("staat", "stad"), ("spionage", "spion")]
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert normal(one) != normal(other)


def test_typographic_variants_are_one() -> None:
    assert normal("civiel‑militaire") == normal("civiel-militaire")
    assert normal("risico’s") == normal("risico's")


@given(st.text(alphabet=st.characters(categories=["L", "N", "P"]), max_size=20))
def test_case_never_matters_and_nothing_fails(word: str) -> None:
    assert normal(word.upper()) == normal(word.upper().casefold())
    assert normal_form((word, word)) == (normal(word),) * 2
