"""The Dutch model that travels with the code: it loads quietly and reads the language of letters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from ingest.errors import IngestError
from ingest.model import FOLDER, SETTING, ModelMissing, load

MEGABYTES = 15


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def parsed(nlp: Language, text: str) -> list[tuple[str, str, str, str]]:
    return [(t.text, t.pos_, t.dep_, t.head.text) for t in nlp(text)]


def sentences(nlp: Language, text: str) -> list[str]:
    return [sentence.text.strip() for sentence in nlp(text).sents]


def test_gives_word_classes_morphology_dependencies_sentences_and_lemmas(nlp: Language) -> None:
    doc = nlp("Het kabinet heeft maatregelen aangekondigd.")
    for layer in ("POS", "MORPH", "DEP", "SENT_START", "LEMMA"):
        assert doc.has_annotation(layer), layer


def test_subject_verb_and_object(nlp: Language) -> None:
    words = {
        text: (pos, dep, head)
        for text, pos, dep, head in parsed(nlp, "Het kabinet versterkt de aanpak van spionage.")
    }
    assert words["kabinet"] == ("NOUN", "nsubj", "versterkt")
    assert words["versterkt"] == ("VERB", "ROOT", "versterkt")
    assert words["aanpak"] == ("NOUN", "obj", "versterkt")
    assert words["spionage"] == ("NOUN", "nmod", "aanpak")


def test_passive_negation_and_infinitive(nlp: Language) -> None:
    words = {t.text: t for t in nlp("De wet is niet gewijzigd om spionage te voorkomen.")}
    assert words["wet"].dep_ == "nsubj:pass"
    assert words["is"].dep_ == "aux:pass"
    assert (words["niet"].dep_, words["niet"].head.text) == ("advmod", "gewijzigd")
    assert (words["te"].dep_, words["te"].head.text) == ("mark", "voorkomen")


def test_morphology_tells_tense_and_number(nlp: Language) -> None:
    words = {t.text: t.morph for t in nlp("De minister kondigde nieuwe maatregelen aan.")}
    assert words["kondigde"].get("Tense") == ["Past"]
    assert words["maatregelen"].get("Number") == ["Plur"]


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("De maatregelen zijn aangekondigd.", {"maatregelen": "maatregel", "aangekondigd": "aankondigen"}),
        ("Statelijke dreigingen raken burgers.", {"dreigingen": "dreiging", "burgers": "burger"}),
        ("Zij werkten samen met andere landen.", {"werkten": "werken", "landen": "land"}),
    ],
)
def test_lemmas(nlp: Language, text: str, lemmas: dict[str, str]) -> None:
    found = {t.text: t.lemma_ for t in nlp(text)}
    assert {word: found[word] for word in lemmas} == lemmas


def test_compounds_keep_what_joins_them(nlp: Language) -> None:
    """The treebank writes ‘veiligheid_dienst’; the model gives the word as it is spelt."""
    found = {t.text: t.lemma_ for t in nlp("De veiligheidsdiensten waarschuwen de instellingen.")}
    assert found["veiligheidsdiensten"] == "veiligheidsdienst"


@pytest.mark.parametrize(
    "text",
    [
        "De motie is ingediend door het lid Jansen c.s. en is aangehouden.",
        "Dit staat in Kamerstuk 30 821, nr. 72 van de vorige vergadering.",
        "Het gaat o.a. om spionage en sabotage.",
        "De brief d.d. 3 februari 2021 gaat hierop in.",
        "Dit betreft m.n. de vitale processen, zoals energie en water.",
        "Op grond van art. 3 van de wet en par. 2 van de brief is dit toegestaan.",
        "De brieven van 18 aug. 2020 en 3 febr. 2021 gaan hierop in.",
        "Dit gebeurt i.o.m. de gemeenten en m.u.v. Defensie.",
    ],
)
def test_abbreviations_end_no_sentence(nlp: Language, text: str) -> None:
    assert sentences(nlp, text) == [text]


def test_line_ends_part_headings_and_list_items(nlp: Language) -> None:
    lines = [
        "Aanpak dreigingen",
        "Het kabinet neemt twee maatregelen:",
        "- een meldpunt",
        "- strengere toetsing",
    ]
    assert sentences(nlp, "\n".join(lines)) == lines


def test_same_text_gives_same_analysis(nlp: Language) -> None:
    text = "De AIVD en de MIVD onderzoeken digitale spionage door Rusland en China."
    assert parsed(nlp, text) == parsed(load(), text)


def test_folder_is_small_and_says_where_it_comes_from() -> None:
    size = sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file())
    assert size < MEGABYTES * 1_000_000
    meta = json.loads((FOLDER / "meta.json").read_text(encoding="utf-8"))
    assert meta["license"] == "CC BY-SA 4.0"
    assert {source["name"] for source in meta["sources"]} == {"UD_Dutch-LassySmall", "UD_Dutch-Alpino"}


def test_scores_in_the_card_are_those_measured() -> None:
    measured = json.loads((FOLDER / "meta.json").read_text(encoding="utf-8"))["performance"]
    card = (FOLDER / "MODEL_CARD.md").read_text(encoding="utf-8")
    for part, scores in measured.items():
        row = next(line for line in card.splitlines() if line.startswith(f"| {part} |"))
        for measure in ("pos_acc", "morph_acc", "dep_uas", "dep_las", "sents_f", "lemma_acc"):
            assert f" {scores[measure]:.1f} " in row, (part, measure)


def test_setting_names_another_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = load()
    other.meta["name"] = "other"
    other.to_disk(tmp_path / "other")
    monkeypatch.setenv(SETTING, str(tmp_path / "other"))
    assert load().meta["name"] == "other"


def test_missing_model_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "nl_core_news_xxl")
    with pytest.raises(
        ModelMissing, match=r"nl_core_news_xxl: no usable Dutch model .* let WEERBAAR_MODEL name"
    ) as error:
        load()
    assert isinstance(error.value, IngestError)
    assert isinstance(error.value, OSError)


def test_model_of_another_language_or_without_parser_is_refused(tmp_path: Path) -> None:
    for language in ("nl", "de"):
        spacy.blank(language).to_disk(tmp_path / language)
    with pytest.raises(ModelMissing, match="has no parser"):
        load(tmp_path / "nl")
    with pytest.raises(ModelMissing, match="language 'de'"):
        load(tmp_path / "de")
