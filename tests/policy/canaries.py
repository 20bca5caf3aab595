"""A store with a canary for every marking of the Traffic Light Protocol, and what must never be heard of it.

Beside the real store stands, for each clearance, a control store in which the graphs above that clearance
never were. Whatever a caller asks, both must answer alike: then nothing that is hidden had any influence,
neither on a row nor on a count, a boolean, a default or an error message.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import httpx
from pyoxigraph import Literal, NamedNode, Triple

from graph.catalogue import Entry
from graph.embedded import EmbeddedStore
from graph.marking import Marking
from graph.store import Store
from ontology.namespaces import GRAPH, ID, PREFIXES, WB, Iri

SHARED = NamedNode(f"{ID}means/spionage")
"""What graphs of every marking speak of."""
START, NEXT, VALUE = (NamedNode(f"urn:canary:{name}") for name in ("start", "next", "value"))
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = NamedNode(PREFIXES["skos"] + "altLabel")


def secret(marking: Marking) -> str:
    """What stands in the graphs of a marking and in no question."""
    return "z" + hashlib.sha256(f"secret of {marking.slug}".encode()).hexdigest()[:12]


def name(marking: Marking) -> str:
    """What the graphs of a marking are named by; questions may hold it."""
    return "q" + hashlib.sha256(f"name of {marking.slug}".encode()).hexdigest()[:12]


def graphs(marking: Marking) -> Mapping[Iri, list[Triple]]:
    """The graphs of one marking: a document, what is derived from it, and an analyst's notes."""
    key, hidden = name(marking), secret(marking)
    measure, document = NamedNode(f"{ID}measure/{key}"), NamedNode(f"{ID}document/{key}")
    node, other = (NamedNode(f"urn:canary:{hidden}{end}") for end in ("", "-end"))

    def term(local: str) -> NamedNode:
        return NamedNode(WB + local)

    return {
        Iri(f"{GRAPH}document/{key}"): [
            Triple(document, TYPE, term("Document")),
            Triple(document, NamedNode(PREFIXES["dcterms"] + "title"), Literal(hidden, language="nl")),
            Triple(document, NamedNode(PREFIXES["dcterms"] + "identifier"), Literal(hidden)),
            Triple(measure, TYPE, term("Measure")),
            Triple(measure, NamedNode(PREFIXES["skos"] + "prefLabel"), Literal(hidden, language="nl")),
            Triple(SHARED, LABEL, Literal(hidden, language="nl")),
            Triple(SHARED, VALUE, Literal(1000 + marking)),
        ],
        Iri(f"{GRAPH}derived/{key}"): [
            Triple(measure, term("counters"), SHARED),
            Triple(measure, term("coversThreat"), SHARED),
        ],
        Iri(f"{GRAPH}user/{key}"): [
            Triple(START, NEXT, node),
            Triple(node, NEXT, other),
            Triple(other, LABEL, Literal(hidden)),
            Triple(NamedNode(f"{GRAPH}user/{key}"), VALUE, Literal(marking.label)),
        ],
    }


def publish(folder: Path, upto: Marking) -> EmbeddedStore:
    """A store in `folder`, new or there already, with the canaries up to a marking, in one publication."""
    store = EmbeddedStore(folder)
    put(store, upto)
    return store


def put(store: Store, upto: Marking, beside: Mapping[Iri, Iterable[Triple]] | None = None) -> None:
    """Put the canaries up to a marking into a store, and what else may be there, in one publication."""
    made = dict(beside or {})
    entries: dict[Iri, Entry] = {}
    for marking in Marking:
        if marking <= upto:
            made |= graphs(marking)
            entry = Entry(marking, title=secret(marking), issued=date(2026, 1, 1), version=secret(marking))
            entries |= dict.fromkeys(graphs(marking), entry)
    store.publish(made, entries=entries)


def leaks(text: str, clearance: Marking, asked: str = "") -> list[str]:
    """What of a text the clearance may not hear: secrets, and names that were not in the question."""
    above = [marking for marking in Marking if marking > clearance]
    return list(_found(text, above, asked))


def _found(text: str, above: Iterable[Marking], asked: str) -> Iterator[str]:
    for marking in above:
        if secret(marking) in text:
            yield f"secret of {marking.label}"
        if name(marking) in text and name(marking) not in asked:
            yield f"name of a graph of {marking.label}"


def heard(answer: httpx.Response) -> str:
    """All that an answer says: its headers and its text."""
    return "\n".join((*(f"{key}: {value}" for key, value in answer.headers.items()), answer.text))
