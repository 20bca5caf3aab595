"""XML of the official publications (officielebekendmakingen.nl, op-xsd), and other XML as plain blocks.

Entities are not expanded, nothing is fetched and no DTD is loaded. The source text is the string value of
the root element.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from ingest.errors import MalformedSource
from ingest.sources.owms import identifier_in
from ingest.sources.source import Limits, MediaType, Source
from ingest.sources.tree import local_name, read_tree

MEDIA_TYPE: Final = MediaType.XML
METADATA_ROOTS: Final = frozenset({"metadata_gegevens", "owms-metadata", "searchRetrieveResponse", "gzd"})


def parse(data: bytes, name: str, encoding: str | None, limits: Limits) -> Source:  # noqa: ARG001
    """The source in XML; raises `MalformedSource` with line and column when it is not well-formed."""
    root = parse_tree(data, name)
    if local_name(root) in METADATA_ROOTS:
        raise MalformedSource(
            f"this is metadata (<{local_name(root)}>), not the document",
            name,
            "Give the publication itself; its metadata may lie beside it.",
        )
    text, elements = read_tree(root, "xml")
    record = root.find(".//{*}meta[@name='OVERHEIDop.externMetadataRecord']")
    identifier = identifier_in(record.get("content", "")) if record is not None else None
    return Source(
        name=name, data=data, media_type=MEDIA_TYPE, text=text, identifier=identifier, elements=elements
    )


def parse_tree(data: bytes, name: str) -> etree._Element:
    """The root element; raises `MalformedSource`."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise MalformedSource(
            f"the XML breaks its rules at line {line}, column {column}: {error.msg}",
            name,
            "Download it again, or give the document as text.",
        ) from None
