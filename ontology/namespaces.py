"""The IRIs of Weerbaar: one base, and every namespace made from it.

The base is written as ``https://w3id.org/weerbaar/`` in each data file (Turtle, `.rq`, SSSOM).
A publisher under another address sets ``WEERBAAR_BASE``; `ontology.resources.read_text`
then rewrites the base while reading, so no file has to be edited.
"""

from __future__ import annotations

import os
from typing import Final, NewType

Iri = NewType("Iri", str)
"""An absolute IRI."""

DEFAULT_BASE: Final = "https://w3id.org/weerbaar/"
BASE: Final = os.environ.get("WEERBAAR_BASE", DEFAULT_BASE).rstrip("/") + "/"

WB: Final = BASE + "def#"
"""Terms: classes and properties."""
ID: Final = BASE + "id/"
"""Things: concepts, agents, measures, documents, claims."""
GRAPH: Final = BASE + "graph/"
"""Named graphs."""

SCHEMES: Final = (
    "nature", "means", "goal", "effect", "interest", "target", "measure-type", "function", "status",
    "level", "theme", "horizon", "modality", "manifestation", "likelihood", "capability",
    "response-domain", "coverage-basis", "coverage-strength", "actor-type", "state-responsibility",
    "bindingness", "interest-2007", "interest-2023", "theme-2019",
)  # fmt: skip
"""The concept schemes; concept IRIs are `{ID}{scheme}/{slug}`, scheme IRIs `{ID}scheme/{scheme}`."""

THINGS: Final = (
    "scheme", "agent", "measure", "document", "claim", "evidence", "activity", "run", "derivation",
    "coverage", "status-event", "decision", "finding", "rule", "mapping",
)  # fmt: skip
"""The other kinds of thing; each has the IRIs `{ID}{kind}/{local name}`."""

PREFIXES: Final[dict[str, str]] = {
    "wb": WB,
    "graph": GRAPH,
    **{name: f"{ID}{name}/" for name in (*SCHEMES, *THINGS)},
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "sh": "http://www.w3.org/ns/shacl#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sssom": "https://w3id.org/sssom/",
}
"""Prefix to namespace: what a CURIE on the command line, in a query or over HTTP may use."""


class UnknownPrefix(ValueError):
    """A CURIE whose prefix is not in `PREFIXES`."""


def expand(curie: str) -> Iri:
    """The IRI that a CURIE stands for.

    >>> expand("means:spionage")
    'https://w3id.org/weerbaar/id/means/spionage'
    """
    prefix, _, local = curie.partition(":")
    try:
        return Iri(PREFIXES[prefix] + local)
    except KeyError:
        raise UnknownPrefix(
            f"unknown prefix {prefix!r} in {curie!r}; known: {', '.join(sorted(PREFIXES))}"
        ) from None


def shorten(iri: str) -> str:
    """The CURIE of an IRI, or the IRI itself when no prefix fits.

    >>> shorten("https://w3id.org/weerbaar/id/means/spionage")
    'means:spionage'
    """
    best = max(
        (item for item in PREFIXES.items() if iri.startswith(item[1])),
        key=lambda item: len(item[1]),
        default=None,
    )
    if best is None or "/" in iri[len(best[1]) :]:
        return iri
    return f"{best[0]}:{iri[len(best[1]) :]}"
