"""PDF with a text layer: headings, raised footnote marks and pages come out as from plain text."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from ingest.errors import ScannedDocument
from ingest.sources import from_bytes
from ingest.text import to_document
from tests.ingest.test_text import assert_traceable

RAISED = ") Tj /F1 6 Tf 4 Ts ({}) Tj 0 Ts /F1 10 Tf ("
"""A footnote mark in a smaller type, raised, as typesetters set it."""


def pdf(*pages: list[str]) -> bytes:
    """A PDF that prints one line of each page below the other; an empty line is a gap."""
    writer = PdfWriter()
    font = {
        "/Type": "/Font",
        "/Subtype": "/Type1",
        "/BaseFont": "/Helvetica",
        "/Encoding": "/WinAnsiEncoding",
    }
    named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    for lines in pages:
        page = writer.add_blank_page(width=595, height=842)
        fonts = DictionaryObject({NameObject("/F1"): named})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        shown = (f"1 0 0 1 90 {780 - 12 * row} Tm ({line}) Tj" for row, line in enumerate(lines) if line)
        stream.set_data(("BT /F1 10 Tf\n" + "\n".join(shown) + "\nET").encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


LETTER = pdf(
    [
        "Tweede Kamer der Staten-Generaal",
        "",
        "99 999 Voorbeelddossier",
        "",
        "Nr. 5 BRIEF VAN DE MINISTER VAN WEERBAARHEID",
        "",
        "Den Haag, 12 januari 2026",
        "",
        "Werkwijze",
        "",
        f"Met deze brief{RAISED.format(1)} meldt het kabinet uw Kamer hoe de aanpak van spionage en",
        "de bescherming van kennisinstellingen worden versterkt, ook door digitali-",
        f"sering. In de visie 2035{RAISED.format(2)} staat meer over de aanpak van statelijke dreigingen en",
        "",
        "1 Kamerstuk 99 998, nr. 7.",
        "2 Kamerstuk 99 998, nr. 8.",
        "",
        "Tweede Kamer, vergaderjaar 2025-2026, 99 999, nr. 5 1",
    ],
    ["over de weerbaarheid van de samenleving.", "", "Tweede Kamer, vergaderjaar 2025-2026, 99 999, nr. 5 2"],
)


def test_a_letter_in_pdf_reads_as_its_text_does() -> None:
    document = to_document(from_bytes(LETTER, "brief.pdf"))
    assert document.id == "kst-99999-5"
    kinds = [(b.kind.value, document.text[b.start : b.end]) for b in document.blocks]
    assert kinds[-4:] == [
        ("heading", "Werkwijze"),
        (
            "paragraph",
            "Met deze brief meldt het kabinet uw Kamer hoe de aanpak van spionage en de bescherming van "
            "kennisinstellingen worden versterkt, ook door digitalisering. In de visie 2035 staat meer over "
            "de aanpak van statelijke dreigingen en over de weerbaarheid van de samenleving.",
        ),
        ("footnote", "Kamerstuk 99 998, nr. 7."),
        ("footnote", "Kamerstuk 99 998, nr. 8."),
    ]
    assert [mark.number for mark in document.marks] == [1, 2]
    assert len(document.page_starts) == 2
    assert document.page_at(document.text.index("samenleving")) == 2
    assert_traceable(document)


def test_pages_without_text_are_told_and_a_scan_is_refused() -> None:
    text = ["Deze brief aan uw Kamer heeft een bijlage die gescand is."]
    source = from_bytes(pdf(text, text, []), "brief.pdf")
    assert source.metadata.extra["warning"] == "no text on page 3"
    with pytest.raises(ScannedDocument, match="2 of 3 pages"):
        from_bytes(pdf(text, [], ["1"]), "scan.pdf")
