"""Questions by members of parliament are told apart from what the government answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import BlockKind, Document
from ingest.sources import read
from ingest.text import from_string, to_document

LIST_HEAD = """Tweede Kamer der Staten-Generaal 2
Vergaderjaar 2025–2026

99 999 Voorbeelddossier (fictief)

Nr. 4 LIJST VAN VRAGEN{answers}

Vastgesteld 12 januari 2026

"""
REPORT_HEAD = """Tweede Kamer der Staten-Generaal 2
Vergaderjaar 2025–2026

99 999 Voorbeelddossier (fictief)

Nr. 5 VERSLAG VAN EEN SCHRIFTELIJK OVERLEG

Vastgesteld 12 januari 2026

"""


def asked(document: Document) -> list[tuple[int | None, str]]:
    return [
        (b.number, document.text[b.start : b.end]) for b in document.blocks if b.kind is BlockKind.QUESTION
    ]


def stated(document: Document) -> list[str]:
    kinds = {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}
    return [document.text[b.start : b.end] for b in document.blocks if b.kind in kinds]


@pytest.mark.parametrize(
    "answer", ["Antwoord 1", "Antwoord op vraag 1", "Antwoord", "Antwoord:", "Antwoord vraag 1"]
)
def test_text_between_question_and_answer_is_asked(answer: str) -> None:
    document = from_string(
        f"Vraag 1\nBent u bekend met de dreiging?\n\n{answer}\nJa, het kabinet kent die.\n"
    )
    assert asked(document) == [(1, "Bent u bekend met de dreiging?")]
    assert stated(document) == ["Ja, het kabinet kent die."]


def test_questions_taken_together_keep_their_first_number() -> None:
    document = from_string(
        "Vraag 2\nKlopt dit?\n\nVraag 3\nEn dit?\n\nAntwoord op vragen 2 en 3\nBeide kloppen.\n\n"
        "Vragen 4 t/m 6\nEn de rest?\n\nAntwoord vragen 4 t/m 6\nOok."
    )
    assert asked(document) == [(2, "Klopt dit?"), (3, "En dit?"), (4, "En de rest?")]
    assert stated(document) == ["Beide kloppen.", "Ook."]


def test_a_question_may_stand_on_the_line_of_its_number() -> None:
    document = from_string("Vraag 7: Neemt de dreiging toe?\n\nAntwoord\nNee.\n")
    assert asked(document) == [(7, "Neemt de dreiging toe?")]


def test_a_list_of_questions_asserts_nothing() -> None:
    document = from_string(LIST_HEAD.format(answers="") + "1\nIs er spionage?\n\n2\nZijn er maatregelen?\n")
    assert document.metadata.kind == "question-list"
    assert asked(document) == [(1, "Is er spionage?"), (2, "Zijn er maatregelen?")]
    assert stated(document) == []


def test_in_a_list_with_answers_the_answer_follows_the_question_mark() -> None:
    text = "1\nWelke landen spioneren? Kunt u dat toelichten?\n\nHet kabinet noemt geen landen.\n\n"
    text += "2\nKomt er een wet?\n\nJa.\n"
    document = from_string(LIST_HEAD.format(answers=" EN ANTWOORDEN") + text)
    assert asked(document) == [(1, "Welke landen spioneren? Kunt u dat toelichten?"), (2, "Komt er een wet?")]
    assert stated(document) == ["Het kabinet noemt geen landen.", "Ja."]


def test_in_a_report_members_ask_until_the_government_answers() -> None:
    document = from_string(
        REPORT_HEAD
        + "Vragen en opmerkingen van de leden van de VVD-fractie\n\n"
        + "De leden van de VVD-fractie hebben de brief gelezen. Zij zien dat spionage toeneemt.\n\n"
        + "Reactie van de Minister\n\n"
        + "De leden van de VVD-fractie vragen of er een wet komt. Zij wijzen op spionage. Klopt dat? "
        + "Het kabinet bereidt een wetsvoorstel voor.\n\n"
        + "Het kabinet werkt samen met partners.\n"
    )
    assert document.metadata.kind == "report"
    assert [text for _, text in asked(document)] == [
        "De leden van de VVD-fractie hebben de brief gelezen. Zij zien dat spionage toeneemt.",
        "De leden van de VVD-fractie vragen of er een wet komt. Zij wijzen op spionage. Klopt dat?",
    ]
    assert stated(document) == [
        "Het kabinet bereidt een wetsvoorstel voor.",
        "Het kabinet werkt samen met partners.",
    ]


MOTION = """Tweede Kamer der Staten-Generaal 2
Vergaderjaar 2025–2026

99 999 Voorbeelddossier (fictief)

Nr. 6 MOTIE VAN HET LID VOORBEELD

Voorgesteld 12 januari 2026

De Kamer,

overwegende dat spionage toeneemt;

verzoekt de regering een meldplicht in te stellen,

en gaat over tot de orde van de dag.
"""


def test_a_motion_asks_as_a_whole() -> None:
    document = from_string(MOTION)
    assert document.metadata.kind == "motion"
    assert " ".join(text for _, text in asked(document)) == (
        "De Kamer, overwegende dat spionage toeneemt; verzoekt de regering een meldplicht in te stellen, "
        "en gaat over tot de orde van de dag."
    )
    assert stated(document) == []


def test_a_question_with_a_footnote_mark_is_no_heading() -> None:
    document = from_string(
        "Vragen van het lid Voorbeeld aan de Minister van Defensie over spionage (ingezonden 3 mei 2025).\n\n"
        "Vraag 1\nKent u het bericht «Spionage neemt toe»?1\n\nVraag 2\nWat vindt u daarvan?\n\n"
        "Antwoord 1 en 2\nHet kabinet kent het.\n\n1 NRC, 2 mei 2025.\n"
    )
    assert asked(document) == [(1, "Kent u het bericht «Spionage neemt toe»?"), (2, "Wat vindt u daarvan?")]
    assert document.metadata.kind == "questions"


def test_a_rhetorical_question_in_a_letter_stays_in_its_paragraph() -> None:
    document = from_string("Wat betekent dit voor ons? Het kabinet onderzoekt dat.")
    assert asked(document) == []


@pytest.mark.parametrize("suffix", ["xml", "html", "pdf"])
def test_real_written_questions_are_told_from_their_answers(shared: Path, suffix: str) -> None:
    document = to_document(read(shared / "documents" / f"ah-tk-20202021-3235.{suffix}"))
    questions = asked(document)
    assert [number for number, _ in questions] == list(range(1, 10))
    assert all(text.endswith("?") for _, text in questions)
    answers = stated(document)
    assert len(answers) >= 9
    assert not any(text.endswith("?") for text in answers)
