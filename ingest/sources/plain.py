"""Plain text, as `pdftotext` writes it or as it was saved by hand."""

from __future__ import annotations

from typing import Final

from charset_normalizer import from_bytes as detect

from ingest.errors import WrongEncoding
from ingest.sources.media import byte_order_mark
from ingest.sources.source import Limits, MediaType, Source

MEDIA_TYPE: Final = MediaType.TEXT
SAMPLE: Final = 65_536
"""Bytes that are enough to guess an encoding from."""


def parse(data: bytes, name: str, encoding: str | None, limits: Limits) -> Source:  # noqa: ARG001
    """The source in plain text; raises `WrongEncoding` when the bytes do not decode."""
    return Source(name=name, data=data, media_type=MEDIA_TYPE, text=decode(data, name, encoding))


def decode(data: bytes, name: str, encoding: str | None = None) -> str:
    """The characters: in `encoding`, else by the byte order mark, else UTF-8; never a silent guess."""
    chosen = encoding or byte_order_mark(data) or "utf-8"
    try:
        return data.decode(chosen)
    except LookupError:
        raise WrongEncoding(f"there is no encoding {chosen!r}", name, "Use a name such as cp1252.") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise WrongEncoding(
            f"byte {error.start} (line {line}) is not {chosen}",
            name,
            f"{_guess(data)}Save it as UTF-8, for instance with `iconv -f {_likely(data)} -t utf-8`.",
        ) from None


def _likely(data: bytes) -> str:
    best = detect(data[:SAMPLE], cp_isolation=["cp1252", "latin_1", "cp850", "mac_roman", "utf_16"]).best()
    return best.encoding.replace("_", "-") if best else "cp1252"


def _guess(data: bytes) -> str:
    return f"It looks like {_likely(data)}. "
