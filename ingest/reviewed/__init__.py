"""Reviewed editions: letters whose claims were checked by hand against the text.

Each folder is one document: `document.toml` says which, `measures.tsv` names its measures with the editors'
classification, `things.ttl` tells of what else claims speak of, and `claims.tsv` holds one claim a row with
its quote, page and offsets. What the words do not say themselves carries the basis `redactie`. `read` turns a
folder into the same claims that extraction makes, `to_graph` into the same triples, marked as reviewed.
"""

from ingest.reviewed.edition import Edition, EditionError, editions, read
from ingest.reviewed.graph import later_events, to_graph

__all__ = ["Edition", "EditionError", "editions", "later_events", "read", "to_graph"]
