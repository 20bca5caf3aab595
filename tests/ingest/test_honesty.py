"""What the words do not say is not asserted: bare sentences, as a letter on the subject would hold them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from spacy.language import Language

from ingest import pipeline
from ingest.claims import Claim, Modality
from ingest.text import from_string
from ontology.namespaces import expand

FILE = Path(__file__).parents[1] / "sentences" / "honest.txt"
LETTER = """Tweede Kamer der Staten-Generaal
Vergaderjaar 2025-2026
99 998 Nationale veiligheid
Nr. 7 BRIEF VAN DE MINISTER VAN VOORBEELDEN (FICTIEF)
Aan de Voorzitter van de Tweede Kamer der Staten-Generaal
Den Haag, 12 januari 2026
Deze brief gaat over statelijke dreigingen, hybride dreigingen, sabotage en ongewenste buitenlandse inmenging.

{sentence}
"""


@dataclass(frozen=True)
class Case:
    """A sentence and what may not be asserted of it: predicate and object, or `*`."""

    line: int
    sentence: str
    forbidden: tuple[tuple[str, str], ...]


def cases() -> Iterator[Case]:
    number, sentence, forbidden = 0, "", list[tuple[str, str]]()
    for place, line in enumerate([*FILE.read_text(encoding="utf-8").splitlines(), ""], start=1):
        if line.startswith("    ! "):
            predicate, _, object_ = line.removeprefix("    ! ").partition(" ")
            forbidden.append((predicate, object_))
        elif line and not line.startswith("#"):
            number, sentence, forbidden = place, line, []
        elif sentence:
            yield Case(number, sentence, tuple(forbidden))
            sentence = ""


CASES = tuple(cases())


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline.build()


def asserts(claim: Claim, predicate: str, object_: str) -> bool:
    said = claim.predicate.value == predicate and claim.modality is Modality.ASSERTED
    return said and (object_ == "*" or claim.object == expand(object_))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"line {case.line}")
def test_nothing_is_asserted_that_the_words_do_not_say(nlp: Language, case: Case) -> None:
    found = pipeline.extract(nlp, from_string(LETTER.format(sentence=case.sentence))).claims
    wrong = [
        f"{claim.subject.rpartition('/')[2]} {claim.predicate.value} {claim.object.rpartition('/')[2]}"
        f" ({claim.rule}): {claim.evidence.exact}"
        for claim in found
        for predicate, object_ in case.forbidden
        if asserts(claim, predicate, object_)
    ]
    assert not wrong, case.sentence
