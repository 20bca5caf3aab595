"""XML and HTML: the source text is the string value, blocks come from the elements, marks from the notes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ingest.document import BlockKind, Document
from ingest.errors import EmptySource, SourceError
from ingest.sources import from_bytes, read
from ingest.sources.owms import from_tree
from ingest.sources.xml import parse_tree
from ingest.text import to_document
from tests.ingest.test_text import assert_traceable

PAPER = """<?xml version="1.0" encoding="UTF-8"?>
<officiele-publicatie><metadata><meta name="OVERHEIDop.externMetadataRecord"
 content="https://zoek.officielebekendmakingen.nl/kst-99999-3/metadata.xml"/></metadata>
<kamerstuk>
 <kamerstukkop><tekstregel inhoud="vergaderjaar">Vergaderjaar 2025-2026</tekstregel></kamerstukkop>
 <dossier><dossiernummer><dossiernr>99 999</dossiernr></dossiernummer>
  <titel>Voorbeelddossier (fictief)</titel></dossier>
 <stuk><stuknr>Nr. <ondernummer kamer="2">3</ondernummer></stuknr>
  <titel>BRIEF VAN DE MINISTER VAN WEERBAARHEID</titel>
  <datumtekst>Ontvangen <datum isodatum="2026-01-12">12 januari 2026</datum></datumtekst>
  <algemeen><vrije-tekst><tekst status="goed">
   <divisie><kop><nr>1.</nr><titel>Inleiding</titel></kop>
    <al>Het <nadruk type="cur">kabinet</nadruk> stuurt deze
     brief<noot id="n1" type="voet"><noot.nr>1</noot.nr><noot.al>Kamerstuk 99 998, nr. 7.</noot.al></noot>.
     Daarna volgt meer.</al>
    <lijst><li><li.nr>•</li.nr><al>Een toets.</al></li><li><li.nr>•</li.nr><al>Een loket.</al></li></lijst>
   </divisie></tekst>
   <tekst-sluiting><ondertekening><functie>De Minister van Weerbaarheid,</functie>
    <naam><voornaam>A.B.</voornaam> <achternaam>Voorbeeld</achternaam></naam></ondertekening></tekst-sluiting>
  </vrije-tekst></algemeen></stuk></kamerstuk></officiele-publicatie>"""


def kinds(document: Document) -> list[tuple[str, str]]:
    return [
        (b.kind.value, document.text[b.start : b.end])
        for b in document.blocks
        if b.kind is not BlockKind.MASTHEAD
    ]


def test_a_paper_in_xml_shows_its_blocks_note_and_signature() -> None:
    document = to_document(from_bytes(PAPER.encode(), "stuk.xml"))
    assert kinds(document) == [
        ("heading", "1. Inleiding"),
        ("paragraph", "Het kabinet stuurt deze brief. Daarna volgt meer."),
        ("list-item", "Een toets."),
        ("list-item", "Een loket."),
        ("signature", "De Minister van Weerbaarheid, A.B. Voorbeeld"),
        ("footnote", "Kamerstuk 99 998, nr. 7."),
    ]
    [mark] = document.marks
    assert document.text[: mark.position].endswith("deze brief")
    assert mark.number == 1


def test_a_paper_in_xml_is_described_by_its_head() -> None:
    document = to_document(from_bytes(PAPER.encode(), "stuk.xml"))
    assert document.id == "kst-99999-3"
    assert (document.metadata.dossiers, document.metadata.number) == (("99999",), "3")
    assert document.metadata.kind == "letter"
    assert str(document.metadata.issued) == "2026-01-12"
    assert document.metadata.authors == ("Minister van Weerbaarheid",)


def test_the_source_text_of_xml_is_the_string_value_of_its_root() -> None:
    document = to_document(from_bytes(PAPER.encode(), "stuk.xml"))
    assert document.source == etree.fromstring(PAPER.encode()).xpath("string(/*)")
    assert_traceable(document)


def test_a_paragraph_in_strong_type_is_a_heading() -> None:
    body = "<al><nadruk type='vet'>Werkwijze</nadruk></al><al><nadruk>Het kabinet</nadruk> werkt.</al>"
    frame = f"<officiele-publicatie>{body}<al><nadruk>Geheel cursief.</nadruk></al></officiele-publicatie>"
    document = to_document(from_bytes(frame.encode(), "stuk.xml"), any_text=True)
    assert [kind for kind, _ in kinds(document)] == ["heading", "paragraph", "paragraph"]


HTML_LETTER = """<!DOCTYPE html><html><head><title>x</title><meta name="DC.identifier" content="kst-99999-4">
<meta name="OVERHEIDop.dossiernummer" content="99999">
<meta name="DCTERMS.issued" content="2026-01-12"></head><body>
<script>var x = "geen tekst";</script><h2>Inleiding</h2>
<p>Het <b>kabinet</b> stuurt deze brief<sup><a class="nootnum" href="#n">1</a></sup>.<br>
Daarna meer &amp; ander werk.</p>
<ul><li>Een toets.</li><li><p>Een loket.</p></li></ul>
<div class="voet noot"><h5 class="note-close"><a>X</a> Noot 1</h5><p>Kamerstuk 99 998, nr. 7.</p></div>
</body></html>"""


def test_html_shows_the_same_and_leaves_scripts_out() -> None:
    document = to_document(from_bytes(HTML_LETTER.encode(), "stuk.html"))
    assert kinds(document) == [
        ("heading", "Inleiding"),
        ("paragraph", "Het kabinet stuurt deze brief. Daarna meer & ander werk."),
        ("list-item", "Een toets."),
        ("list-item", "Een loket."),
        ("footnote", "Kamerstuk 99 998, nr. 7."),
    ]
    assert [mark.number for mark in document.marks] == [1]
    assert "geen tekst" not in document.source
    assert (document.id, document.metadata.dossiers) == ("kst-99999-4", ("99999",))
    assert_traceable(document)


@pytest.mark.parametrize(
    "name", ["ah-tk-20202021-3235.xml", "ah-tk-20202021-3235.html", "ah-tk-20202021-3235.pdf"]
)
def test_real_documents_in_each_format_are_traceable(shared: Path, name: str) -> None:
    assert_traceable(to_document(read(shared / "documents" / name)))


def test_a_debate_names_its_speakers_as_headings(shared: Path) -> None:
    document = to_document(read(shared / "documents" / "h-tk-20172018-70-2.xml"))
    assert (document.id, document.metadata.kind) == ("h-tk-20172018-70-2", "debate")
    assert ("heading", "De voorzitter :") in kinds(document)


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("metadata.xml", "ah-tk-20202021-3235"),
        ("metadata_owms.xml", "ah-tk-20202021-3235"),
        ("metadata_owms-kst.xml", "kst-35842-4"),
        ("sru_record_kst.xml", "kst-35842-4"),
    ],
)
def test_each_form_of_metadata_names_its_document(shared: Path, name: str, identifier: str) -> None:
    found, metadata = from_tree(parse_tree((shared / "documents" / name).read_bytes(), name))
    assert found == identifier
    assert metadata.title and metadata.issued and metadata.session == "2020-2021"


TAGS = st.sampled_from(
    ["al", "li", "noot", "noot.nr", "nadruk", "kop", "tekst", "onbekend", "p", "div", "sup", "td"]
)
TREES = st.recursive(
    st.text(alphabet="abc é.1\n-", max_size=12),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAGS, st.lists(inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(
    TREES,
    st.sampled_from(["<officiele-publicatie>{}</officiele-publicatie>", "<html><body>{}</body></html>"]),
)
def test_any_tree_becomes_a_traceable_document_or_is_refused(tree: str, frame: str) -> None:
    try:
        document = to_document(from_bytes(frame.format(tree).encode(), "boom"), any_text=True)
    except EmptySource:
        return
    assert_traceable(document)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"<html>", b"<?xml version='1.0'?>", b"%PDF-1.4\n"]))
def test_any_bytes_are_read_or_refused_by_name(data: bytes, start: bytes) -> None:
    try:
        to_document(from_bytes(start + data, "bytes"), any_text=True)
    except SourceError as error:
        assert error.where == "bytes"
