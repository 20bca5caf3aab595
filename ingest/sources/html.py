"""HTML of the official publications, and other HTML as plain blocks.

The source text is the string value of `body`, without `script`, `style` and other elements that
`data/markup.toml` drops.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree, html

from ingest.errors import MalformedSource, WrongEncoding
from ingest.sources.media import byte_order_mark
from ingest.sources.owms import from_pairs
from ingest.sources.plain import decode
from ingest.sources.source import Limits, MediaType, Source
from ingest.sources.tree import read_tree

MEDIA_TYPE: Final = MediaType.HTML
CHARSET: Final = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
HEAD: Final = 4096
"""Bytes among which the encoding must be declared."""


def parse(data: bytes, name: str, encoding: str | None, limits: Limits) -> Source:  # noqa: ARG001
    """The source in HTML; raises `WrongEncoding` or `MalformedSource`."""
    declared = CHARSET.search(data[:HEAD])
    chosen = encoding or byte_order_mark(data) or (declared[1].decode("ascii") if declared else "utf-8")
    decoded = decode(data, name, chosen)
    root = _tree(decoded, name)
    body = root.find("body")
    if body is None:
        raise MalformedSource("the page has no body", name, "Give the page as it was published.")
    pairs = [(node.get("name", ""), node.get("content", "")) for node in root.iter("meta")]
    identifier, metadata = from_pairs(pairs)
    text, elements = read_tree(body, "html")
    return Source(name, data, MEDIA_TYPE, text, metadata, identifier, elements)


def _tree(decoded: str, name: str) -> etree._Element:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        return html.document_fromstring(decoded.encode("utf-8"), parser=parser)
    except UnicodeEncodeError:
        raise WrongEncoding("the page holds half characters", name, "Save it as UTF-8.") from None
    except etree.ParserError as error:
        raise MalformedSource(
            f"the page cannot be read ({error})", name, "Give the page as published."
        ) from None
