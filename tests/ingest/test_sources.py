"""Sources: what is read, and the clear refusal of everything else."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import pytest
from pypdf import PdfWriter

from ingest.errors import (
    BinarySource,
    EmptySource,
    MalformedSource,
    NotAFile,
    ScannedDocument,
    SourceError,
    TooLarge,
    UnknownDocument,
    WrongEncoding,
)
from ingest.sources import Limits, MediaType, from_bytes, read
from ingest.text import to_document

LETTER = "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\n\nHet kabinet gaat spionage tegen.\n"


def pdf(pages: int, password: str | None = None) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def refused(error: type[SourceError], data: bytes, name: str = "brief.txt") -> SourceError:
    with pytest.raises(error) as caught:
        from_bytes(data, name)
    assert caught.value.where == name
    assert caught.value.what and caught.value.remedy.endswith(".")
    return caught.value


def test_plain_text_keeps_its_bytes_name_and_characters(tmp_path: Path) -> None:
    path = tmp_path / "brief.txt"
    path.write_bytes(LETTER.replace("\n", "\r\n").encode())
    source = read(path)
    assert source.media_type is MediaType.TEXT
    assert source.text == LETTER.replace("\n", "\r\n")
    assert (source.name, source.stem) == ("brief.txt", "brief")


def test_a_missing_file_and_a_folder_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(NotAFile, match="no such file"):
        read(tmp_path / "nergens.txt")
    with pytest.raises(NotAFile, match="folder"):
        read(tmp_path)


@pytest.mark.parametrize("data", [b"", b" \n\t\n", "\ufeff".encode(), b"--- ... ---"])
def test_a_file_without_letters_is_empty(data: bytes) -> None:
    refused(EmptySource, data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"PK\x03\x04" + b"word" * 9,
        b"\x00\x01\x02 tekst",
        bytes(range(1, 32)) * 9,
    ],
)
def test_binary_is_refused_and_named(data: bytes) -> None:
    assert "this is" in str(refused(BinarySource, data)) or b"\x00" in data or data[0] == 1


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_another_encoding_is_refused_with_the_line_and_a_way_out(encoding: str) -> None:
    data = (
        "Eerste regel\n" + "Beïnvloeding en ‘spionage’ door coördinatie. ".replace("‘", "").replace("’", "")
    ).encode(encoding)
    error = refused(WrongEncoding, data)
    assert "line 2" in error.what
    assert "iconv" in error.remedy
    assert from_bytes(data, encoding=encoding).text.startswith("Eerste regel\nBeïnvloeding")


def test_a_byte_order_mark_tells_the_encoding() -> None:
    assert from_bytes(LETTER.encode("utf-16")).text == LETTER
    assert from_bytes(LETTER.encode("utf-8-sig")).text == "\ufeff" + LETTER
    document = to_document(from_bytes(LETTER.encode("utf-8-sig")))
    assert document.text.startswith("Aan de Voorzitter")


def test_an_unknown_encoding_is_named() -> None:
    with pytest.raises(WrongEncoding, match="klingon"):
        from_bytes(b"tekst", encoding="klingon")


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "groot.txt"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    tracemalloc.start()
    with pytest.raises(TooLarge, match=r"100\.0 MiB") as caught:
        read(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "20.0 MiB" in caught.value.what
    assert peak < 1024 * 1024


def test_limits_are_settings() -> None:
    with pytest.raises(TooLarge):
        from_bytes(LETTER.encode(), limits=Limits(bytes=10))
    with pytest.raises(TooLarge, match="characters"):
        from_bytes(LETTER.encode(), limits=Limits(characters=10))
    with pytest.raises(TooLarge, match="more than 2 pages"):
        from_bytes(pdf(3), limits=Limits(pages=2))


def test_a_scan_is_refused() -> None:
    assert "2 of 2 pages have no text" in refused(ScannedDocument, pdf(2), "scan.pdf").what


def test_a_locked_and_a_broken_pdf_are_refused() -> None:
    assert "password" in refused(MalformedSource, pdf(1, password="geheim")).what
    refused(MalformedSource, b"%PDF-1.7\nand then nothing that a PDF holds")


def test_broken_xml_is_refused_with_line_and_column() -> None:
    error = refused(
        MalformedSource, b"<?xml version='1.0'?>\n<officiele-publicatie>\n<al>spionage</officiele-publicatie>"
    )
    assert "line 3" in error.what


def test_xml_cannot_reach_out_or_blow_up() -> None:
    bomb = (
        b"<!DOCTYPE a [<!ENTITY x 'lol'><!ENTITY y SYSTEM 'file:///etc/passwd'>]>"
        b"<officiele-publicatie><al>Brief &x; &y; einde</al></officiele-publicatie>"
    )
    assert from_bytes(bomb, "x.xml").text == "Brief   einde"


def test_metadata_is_no_document() -> None:
    refused(
        MalformedSource,
        b"<metadata_gegevens><metadata name='a' content='b'/></metadata_gegevens>",
        "metadata.xml",
    )


def test_an_identifier_is_found_in_the_folder_of_documents(tmp_path: Path) -> None:
    deep = tmp_path / "kst" / "99999" / "kst-99999-7" / "1" / "xml"
    deep.mkdir(parents=True)
    (tmp_path / "kst-99999-7.txt").write_text(LETTER, encoding="utf-8")
    assert read("kst-99999-7", documents=tmp_path).name == "kst-99999-7.txt"
    (deep / "kst-99999-7.xml").write_text("<officiele-publicatie><al>Brief</al></officiele-publicatie>")
    assert read("kst-99999-7", documents=tmp_path).name == "kst-99999-7.xml"


def test_an_identifier_without_document_says_where_to_put_it(tmp_path: Path) -> None:
    with pytest.raises(UnknownDocument, match=r"kst-99999-8\.xml"):
        read("kst-99999-8", documents=tmp_path)
    with pytest.raises(UnknownDocument, match="WEERBAAR_DOCUMENTS"):
        read("kst-99999-8")
