"""Lemmas by lexicon: what the treebanks give, else the dictionary, else the trained guess."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from ingest.model.lemmas import TABLE, compound
from ingest.model.spelling import whole


@pytest.fixture(scope="module")
def nlp() -> Language:
    """A pipeline that knows one word from a treebank and nothing else."""
    nlp = spacy.blank("nl")
    nlp.vocab.lookups.add_table(TABLE, {"NOUN media": "medium"})
    nlp.add_pipe("weerbaar_lemmas")
    return nlp


def lemma(nlp: Language, word: str, pos: str, morph: str = "", trained: str = "") -> str:
    doc = spacy.tokens.Doc(nlp.vocab, words=[word], pos=[pos], morphs=[morph], lemmas=[trained or word])
    component = dict(nlp.pipeline)["weerbaar_lemmas"]
    return str(component(doc)[0].lemma_)


@pytest.mark.parametrize(
    ("word", "pos", "morph", "expected"),
    [
        ("media", "NOUN", "Number=Plur", "medium"),
        ("Maatregelen", "NOUN", "Number=Plur", "maatregel"),
        ("sanctieregimes", "NOUN", "Number=Plur", "sanctieregime"),
        ("dreigingsbeeld", "NOUN", "Number=Sing", "dreigingsbeeld"),
        ("EU-landen", "NOUN", "Number=Plur", "EU-land"),
        ("aangekondigd", "VERB", "VerbForm=Part", "aankondigen"),
        ("voorkomen", "VERB", "VerbForm=Inf", "voorkomen"),
        ("wachtten", "VERB", "Tense=Past", "wachten"),
        ("Digitale", "ADJ", "Degree=Pos", "digitaal"),
        ("Russische", "ADJ", "Degree=Pos", "Russisch"),
        ("Yesilgöz", "PROPN", "", "Yesilgöz"),
        ("Deze", "DET", "", "deze"),
    ],
)
def test_lemma_by_word_class(nlp: Language, word: str, pos: str, morph: str, expected: str) -> None:
    assert lemma(nlp, word, pos, morph) == expected


def test_trained_guess_stays_where_the_dictionary_has_no_verb(nlp: Language) -> None:
    assert lemma(nlp, "zwoefte", "VERB", "Tense=Past", trained="zwoeven") == "zwoeven"


@pytest.mark.parametrize(
    ("form", "parted", "pos", "expected"),
    [
        ("gezondheidszorg", "gezondheid_zorg", "NOUN", "gezondheidszorg"),
        ("Basistakenpakket", "basis_taak_pakket", "NOUN", "basistakenpakket"),
        ("kabinet-Rutte", "kabinet_Rutte", "NOUN", "kabinet-Rutte"),
        ("afgelopen", "af_lopen", "VERB", "aflopen"),
        ("neemt", "toe_nemen", "VERB", "nemen"),
        ("maatregel", "maatregel", "NOUN", "maatregel"),
    ],
)
def test_compounds_are_made_whole_as_the_form_spells_them(
    form: str, parted: str, pos: str, expected: str
) -> None:
    assert whole(form, parted, pos) == expected


@given(
    form=st.text(min_size=1), lemma=st.text(min_size=1), pos=st.sampled_from(["NOUN", "VERB", "PROPN", "ADJ"])
)
def test_a_whole_lemma_is_never_empty(form: str, lemma: str, pos: str) -> None:
    assert whole(form, lemma, pos)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=30))
def test_a_compound_keeps_its_first_part(form: str) -> None:
    found = compound(form)
    assert found is None or found[:2] == form[:2]
