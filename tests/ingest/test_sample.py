"""The fictional sample letter: in the true form of such letters, marked as fictional wherever it is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import ingest
from ingest.document import BlockKind, Document
from ingest.motions import motions_in
from ingest.sources import read
from ingest.text import to_document

SAMPLE = Path(ingest.__file__).parent / "sample" / "kst-99999-1.txt"


@pytest.fixture(scope="module")
def sample() -> Document:
    return to_document(read(SAMPLE))


def test_the_sample_says_that_it_is_fictional(sample: Document) -> None:
    first = next(block for block in sample.blocks if block.kind is BlockKind.PARAGRAPH)
    assert sample.text[first.start : first.end].startswith("Deze brief is fictief.")
    assert "fictief" in (sample.metadata.title or "")
    assert sample.id == "kst-99999-1"


def test_the_sample_is_described_by_its_masthead(sample: Document) -> None:
    assert sample.metadata.kind == "letter"
    assert sample.metadata.dossiers == ("99999",)
    assert sample.metadata.number == "1"
    assert sample.metadata.session == "2025-2026"
    assert sample.metadata.issued == date(2026, 1, 12)
    assert sample.metadata.authors == ("Minister van Weerbaarheid (fictief)",)
    assert sample.metadata.extra["signed_by"] == "A.B. Voorbeeld"


def test_the_sample_has_two_pages_five_footnotes_and_four_bullets(sample: Document) -> None:
    assert len(sample.page_starts) == 2
    assert [mark.number for mark in sample.marks] == [1, 2, 3, 4, 5]
    items = [sample.text[b.start : b.end] for b in sample.blocks if b.kind is BlockKind.LIST_ITEM]
    assert len(items) == 4
    assert "is op 1 juli 2025 het Loket Veilig Onderzoek geopend." in items[0]


def test_the_sample_reads_without_printers_traces(sample: Document) -> None:
    for whole in ("topsectoren", "investeringen", "kennis- en technologieoverdracht", "NAVO-bondgenoten",
                  "informatie-uitwisseling", "verslagen/gezamenlijk-meldpunt"):  # fmt: skip
        assert whole in sample.text
    for furniture in ("ISSN", "kst-99999-1", "vergaderjaar 2025–2026, 99 999"):
        assert furniture not in sample.text


def test_the_sample_settles_each_of_its_motions(sample: Document) -> None:
    assert [motion.document for motion in motions_in(sample)] == ["kst-99998-7", "kst-99998-8", "kst-99998-9"]
