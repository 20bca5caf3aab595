"""What a hyphen at the end of a line means, told from the word, the document and the Dutch spelling rules."""

from __future__ import annotations

import pytest

from ingest.hyphenation import Joint, joint
from ingest.text import from_string


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("digitali-", "sering en"),
        ("cyberspi-", "onage"),
        ("migratie-", "achtergrond"),
        ("geï-", "dentificeerd"),
        ("veiligheids-", "risico’s"),
        ("ex-", "pertise"),
        ("oud-", "ste"),
        ("(toe-", "leveranciers)keten"),
        ("zacht\u00ad", "koppelteken"),
    ],
)
def test_the_printers_hyphen_goes(left: str, right: str) -> None:
    assert joint(left, right, lambda word: False) is Joint.MEND


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("NAVO-", "bondgenootschap"),
        ("5G-", "netwerken"),
        ("informatie-", "uitwisseling"),
        ("Noord-", "Holland"),
        ("COVID-", "19"),
        ("niet-", "vitale"),
        ("https://www.aivd.nl/een-", "twee.html"),
        ("https://ec.europa.eu/info/", "strategy"),
        ("https://eur-lex.europa.eu/TXT", "?uri=CELEX"),
        ("instrumenten/", "maatregelen"),
        ("e-", "mail"),
        ("’s-", "gravenhage"),
        ("2019–", "2024"),
    ],
)
def test_the_words_own_hyphen_stays(left: str, right: str) -> None:
    assert joint(left, right, lambda word: False) is Joint.GLUE


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("kennis-", "en technologie"),
        ("boven-", "of onderbouw"),
        ("(5G-)", "telecomnetwerken"),
        ("een", "woord"),
        ("–", "dus"),
    ],
)
def test_a_blank_stands_between_words(left: str, right: str) -> None:
    assert joint(left, right, lambda word: False) is Joint.BLANK


def test_the_document_itself_is_the_best_witness() -> None:
    hyphened = from_string("De civiel-militaire aanpak is een civiel-\nmilitaire zaak.")
    assert hyphened.text == "De civiel-militaire aanpak is een civiel-militaire zaak."
    whole = from_string("De informatieuitwisseling heet informatie-\nuitwisseling.")
    assert whole.text == "De informatieuitwisseling heet informatieuitwisseling."


def test_a_word_broken_by_page_and_footnotes_is_mended() -> None:
    page = "\n".join(["Een volle regel van tekst die lang genoeg is om te tellen."] * 20)
    foot = "\n\n1 Kamerstuk 30 821, nr. 72.\n\f"
    document = from_string(f"{page}\nmet de brief1 en de governancestruc-{foot}turen van de aanpak.\n")
    assert "met de brief en de governancestructuren van de aanpak." in document.text
    assert [mark.number for mark in document.marks] == [1]
