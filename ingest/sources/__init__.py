"""Sources: from a path or bytes to decoded text, with what the container says about it.

`read` takes a file, `from_bytes` what came over HTTP. Whatever cannot be read as a document is refused with
an error of `ingest.errors`; nothing is guessed silently.
"""

from ingest.sources.reading import from_bytes, read
from ingest.sources.source import Element, Limits, MediaType, Part, Source

__all__ = ["Element", "Limits", "MediaType", "Part", "Source", "from_bytes", "read"]
