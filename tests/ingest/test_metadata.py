"""What a document says of itself, as letter, answer, motion or report; and what is none of these."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.document import BlockKind, Document
from ingest.errors import NotParliamentary
from ingest.sources import from_bytes, read
from ingest.text import from_string, to_document


def head(number: str, title: str, dossier: str = "30 821 Nationale Veiligheid", more: str = "") -> str:
    return (
        f"Tweede Kamer der Staten-Generaal 2\nVergaderjaar 2020–2021\n\n{dossier}\n\n"
        f"Nr. {number} {title}\n\n{more}Het kabinet gaat spionage tegen.\n"
    )


def document(text: str, name: str = "brief.txt") -> Document:
    return to_document(from_bytes(text.encode(), name))


def test_the_real_letter_says_what_it_is(shared: Path) -> None:
    found = to_document(read(shared / "letter" / "kst-30821-125.txt"))
    metadata = found.metadata
    assert found.id == "kst-30821-125"
    assert metadata.kind == "letter"
    assert metadata.title == "Nationale Veiligheid: brief van de Minister van Justitie en Veiligheid"
    assert (metadata.dossiers, metadata.number, metadata.session) == (("30821",), "125", "2020-2021")
    assert metadata.issued == date(2021, 2, 3)
    assert metadata.authors == ("Minister van Justitie en Veiligheid",)
    assert dict(metadata.extra) == {
        "chamber": "Tweede Kamer",
        "dossier_title": "Nationale Veiligheid",
        "signed_by": "F.B.J. Grapperhaus",
    }


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("BRIEF VAN DE MINISTER VAN DEFENSIE", "letter"),
        ("GEWIJZIGDE MOTIE VAN HET LID BERG", "motion"),
        ("LIJST VAN VRAGEN", "question-list"),
        ("LIJST VAN VRAGEN EN ANTWOORDEN", "question-answer-list"),
        ("VERSLAG VAN EEN SCHRIFTELIJK OVERLEG", "report"),
        ("NOTA NAAR AANLEIDING VAN HET VERSLAG", "note"),
        ("MEMORIE VAN TOELICHTING", "explanatory-memorandum"),
    ],
)
def test_the_kind_stands_behind_the_number(title: str, kind: str) -> None:
    found = document(head("7", title))
    assert (found.metadata.kind, found.id) == (kind, "kst-30821-7")


@pytest.mark.parametrize(
    ("dossier", "identifier"),
    [
        ("35 570 VI Vaststelling van de begrotingsstaten", "kst-35570-VI-7"),
        ("21 501-02 Raad Algemene Zaken", "kst-21501-02-7"),
        ("36200 Nota over de toestand", "kst-36200-7"),
    ],
)
def test_the_identifier_is_made_of_dossier_and_number(dossier: str, identifier: str) -> None:
    assert document(head("7", "BRIEF VAN DE MINISTER VAN DEFENSIE", dossier)).id == identifier


def test_a_paper_of_the_eerste_kamer_is_numbered_by_a_letter() -> None:
    found = document(
        "Eerste Kamer der Staten-Generaal 1\nVergaderjaar 2020–2021\n\n30 821 Nationale Veiligheid\n\n"
        "D VERSLAG VAN EEN SCHRIFTELIJK OVERLEG\n\nVastgesteld 12 mei 2021\n\nDe leden danken de regering.\n"
    )
    assert (found.id, found.metadata.kind) == ("kst-30821-D", "report")
    assert found.metadata.extra["chamber"] == "Eerste Kamer"


def test_a_head_without_blank_lines_is_read_too() -> None:
    found = document(
        "Tweede Kamer der Staten-Generaal 2\nVergaderjaar 2020–2021\n30 821 Nationale Veiligheid\n"
        "Nr. 9 BRIEF VAN DE MINISTER VAN DEFENSIE EN\nDE MINISTER VAN BUITENLANDSE ZAKEN\n"
        "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\nDen Haag, 12 mei 2021\n"
        "In mei heeft het kabinet uw Kamer geïnformeerd.\n"
    )
    assert found.id == "kst-30821-9"
    assert found.metadata.authors == ("Minister van Defensie", "Minister van Buitenlandse Zaken")
    assert found.text.splitlines()[-1] == "In mei heeft het kabinet uw Kamer geïnformeerd."
    assert found.blocks[-1].kind is BlockKind.PARAGRAPH


def test_a_letter_in_two_dossiers_is_named_after_the_first() -> None:
    found = document(
        head("7", "BRIEF VAN DE MINISTER", "30 821 Nationale Veiligheid\n\n26 643 Informatiebeleid")
    )
    assert found.metadata.dossiers == ("30821", "26643")
    assert found.id == "kst-30821-7"


def test_senders_come_from_the_title_when_nobody_signs() -> None:
    found = document(head("7", "BRIEF VAN DE MINISTER VAN ONDERWIJS, CULTUUR EN WETENSCHAP"))
    assert found.metadata.authors == ("Minister van Onderwijs, Cultuur en Wetenschap",)


def test_each_signature_is_a_sender() -> None:
    signed = "De Minister van Defensie,\nA. Een\n\n"
    signed += "De Staatssecretaris van Onderwijs, Cultuur en Wetenschap,\nB. Twee\n"
    found = document(head("7", "BRIEF VAN DE MINISTERS") + "\n" + signed)
    assert found.metadata.authors == (
        "Minister van Defensie",
        "Staatssecretaris van Onderwijs, Cultuur en Wetenschap",
    )
    assert found.metadata.extra["signed_by"] == "A. Een; B. Twee"


def test_the_place_date_is_the_letters_date() -> None:
    found = document(head("7", "BRIEF VAN DE MINISTER", more="Den Haag, 12 mei 2021\n\n"))
    assert found.metadata.issued == date(2021, 5, 12)


def test_a_date_that_does_not_exist_is_unknown() -> None:
    assert (
        document(head("7", "BRIEF VAN DE MINISTER", more="Den Haag, 31 juni 2021\n\n")).metadata.issued
        is None
    )


def test_without_number_the_file_names_the_document_and_the_doubt_is_kept() -> None:
    found = document("De voorzitter van de Tweede Kamer ontvangt deze brief.\n", "kst-30821-9.txt")
    assert found.id == "kst-30821-9"
    assert "named after the file" in found.metadata.extra["warning"]


def test_without_any_number_the_hash_names_the_document() -> None:
    found = document("De voorzitter van de Tweede Kamer ontvangt deze brief.\n")
    assert found.id == f"sha256-{found.sha256[:16]}"
    assert found.metadata.number is None
    assert "hash" in found.metadata.extra["warning"]


def test_a_file_named_after_another_document_is_doubted() -> None:
    found = document(head("7", "BRIEF VAN DE MINISTER"), "kst-30821-8.txt")
    assert found.id == "kst-30821-7"
    assert found.metadata.extra["warning"] == "the file is named kst-30821-8, its text says kst-30821-7"


@pytest.mark.parametrize(
    "text", ["Recept voor appeltaart.\n\nSchil de appels.\n", "Lorem ipsum dolor sit amet."]
)
def test_a_text_that_is_no_parliamentary_document_is_refused(text: str) -> None:
    with pytest.raises(NotParliamentary) as caught:
        document(text, "recept.txt")
    assert caught.value.where == "recept.txt"
    assert from_string(text).metadata.extra == {}


@pytest.mark.parametrize("suffix", ["xml", "html", "pdf"])
def test_written_answers_say_the_same_in_each_format(shared: Path, suffix: str, tmp_path: Path) -> None:
    alone = tmp_path / f"ah-tk-20202021-3235.{suffix}"
    alone.write_bytes((shared / "documents" / alone.name).read_bytes())
    found = to_document(read(alone))
    assert found.id == "ah-tk-20202021-3235"
    assert found.metadata.kind == "answer"
    assert (found.metadata.number, found.metadata.session) == ("3235", "2020-2021")
    assert found.metadata.issued == date(2021, 6, 21)
    assert found.metadata.authors == ("Minister van Sociale Zaken en Werkgelegenheid",)


def test_metadata_beside_a_document_is_read_with_it(shared: Path) -> None:
    found = to_document(read(shared / "documents" / "ah-tk-20202021-3235.pdf"))
    assert (
        found.metadata.title
        == "Antwoord op vragen van de leden Van Weyenberg, Romke de Jong en Kat over de Tozo"
    )
    assert found.metadata.extra["question_number"] == "2021Z09739"
