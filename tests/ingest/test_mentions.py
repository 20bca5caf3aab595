"""Mentions in marked-up sentences: what is named is found, and nothing is seen where nothing is."""

from __future__ import annotations

from collections import Counter

import pytest
from spacy.language import Language

from ingest import pipeline
from ingest.extraction import MentionType
from ingest.text import from_string
from tests.sentences import mention_cases
from tests.sentences.mention_cases import MARKED, Found, Sentence

FILES = tuple(f"mentions{part}.txt" for part in ("", "-letters", "-answers", "-reports", "-mixed"))
SENTENCES = tuple(sentence for file in FILES for sentence in mention_cases.read(file))
ARTICLES = ("het ", "de ", "een ", "deze ")
THREATS = frozenset(MARKED)
"""Types that a text about something else may not yield."""


@pytest.fixture(scope="module")
def nlp() -> Language:
    if not pipeline.has_model():
        pytest.skip("needs the Dutch model in ingest/model")
    return pipeline.build()


def found_in(nlp: Language, sentence: Sentence) -> set[Found]:
    """The marked types that are found in a sentence, offsets in the sentence."""
    document = sentence.document
    begin = document.text.rindex(sentence.text)
    return {
        (mention.start - begin, mention.end - begin, mention.type.value)
        for mention in pipeline.extract(nlp, document).mentions
        if mention.start >= begin and mention.type in THREATS
    }


def without_article(text: str, found: Found) -> Found:
    start, end, kind = found
    article = next((word for word in ARTICLES if text[start:end].lower().startswith(word)), "")
    return start + len(article), end, kind


@pytest.mark.parametrize("sentence", [s for s in SENTENCES if s.part == "off"], ids=lambda s: s.name)
def test_a_text_about_something_else_yields_no_threat_and_no_measure(
    nlp: Language, sentence: Sentence
) -> None:
    assert found_in(nlp, sentence) == set()


def test_a_whole_letter_about_something_else_yields_none(nlp: Language) -> None:
    paragraphs = "\n\n".join(sentence.text for sentence in SENTENCES if sentence.part == "off")
    found = pipeline.extract(nlp, from_string(paragraphs + "\n")).mentions
    assert [mention for mention in found if mention.type in THREATS] == []


def test_one_word_of_the_subject_makes_its_paragraph_count_and_no_other(nlp: Language) -> None:
    text = (
        "Gemeenten bouwen woningen.\n\nGemeenten waarschuwen voor spionage.\n\nGemeenten innen belasting.\n"
    )
    document = from_string(text)
    found = pipeline.extract(nlp, document).mentions
    threats = [document.text[one.start : one.end] for one in found if one.type in THREATS]
    assert threats == ["Gemeenten", "spionage"]


@pytest.mark.parametrize("sentence", [s for s in SENTENCES if s.part == "none"], ids=lambda s: s.name)
def test_a_sentence_without_measure_yields_none(nlp: Language, sentence: Sentence) -> None:
    assert not {kind for _, _, kind in found_in(nlp, sentence)} & {MentionType.MEASURE}


def test_what_is_named_is_found(nlp: Language) -> None:
    """Strict spans, measures allowed to miss more than terms; see the figures that are demanded."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for sentence in (s for s in SENTENCES if s.part == "about"):
        found = {without_article(sentence.text, one) for one in found_in(nlp, sentence)}
        wanted = {without_article(sentence.text, one) for one in sentence.mentions}
        right.update(kind for _, _, kind in found & wanted)
        wrong.update(kind for _, _, kind in found - wanted)
        missed.update(kind for _, _, kind in wanted - found)
    for kind in MARKED:
        least = 0.75 if kind == MentionType.MEASURE else 0.9
        assert right[kind] >= least * (right[kind] + missed[kind]), f"{kind}: {missed[kind]} missed"
        assert right[kind] >= least * (right[kind] + wrong[kind]), f"{kind}: {wrong[kind]} too many"
