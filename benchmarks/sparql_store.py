"""The store that the SPARQL benchmark asks: documents of `benchmarks.corpus`, loaded in bulk.

    python -m benchmarks.sparql_store FOLDER [--triples N]

A publication for each of thousands of documents would take an hour, so the documents with what the rules
derive from them and their entries in the catalogue go past the writer, straight into its store; the last
document is published as any other, so that a snapshot is made the usual way.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store, Triple

from benchmarks.corpus import Corpus
from graph.catalogue import CATALOGUE, counts
from graph.change import Put, change
from graph.embedded import EmbeddedStore
from graph.knowledge import Knowledge
from graph.marking import Marking
from graph.naming import derived_graph, document_graph
from ontology.namespaces import Iri

NOTE = "benchmark.json"
"""Beside the store; written last, so that its presence says that the store is whole."""


@dataclass(frozen=True)
class Made:
    """A generated store."""

    triples: int
    """As asked for; the store holds a few more, to the end of the last document."""
    documents: int
    quads: int
    """As counted in the snapshot."""
    seconds: float
    """That making it took."""


def prepare(folder: Path, triples: int) -> Made:
    """The generated store in `{folder}/store`, made if it is not there.

    Raises:
        SystemExit: the folder holds something else, or a store of another size.
    """
    note = folder / NOTE
    if note.is_file():
        made = Made(**json.loads(note.read_text(encoding="utf-8")))
        if made.triples != triples:
            raise SystemExit(
                f"{folder} holds {made.triples} triples, not {triples}: name another folder, "
                f"or ask with --triples {made.triples}"
            )
        return made
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} holds no whole generated store (no {NOTE}): empty it, or name another")
    begun = time.perf_counter()
    documents = _fill(folder / "store", triples)
    quads = len(Store.read_only(str(snapshot(folder))))
    made = Made(triples, documents, quads, round(time.perf_counter() - begun, 1))
    note.write_text(json.dumps(asdict(made)) + "\n", encoding="utf-8")
    return made


def snapshot(folder: Path) -> Path:
    """What an anonymous caller sees of the generated store: a folder that Oxigraph can open."""
    store = EmbeddedStore(folder / "store")
    return (store.snapshots.path(store.version) / Marking.CLEAR.slug).resolve()


def _fill(folder: Path, triples: int) -> int:
    """Load documents until there are `triples`; gives their number."""
    knowledge = Knowledge.load()
    corpus = Corpus(knowledge)
    store = EmbeddedStore(folder)
    store.publish(knowledge.graphs, entries=knowledge.entries)
    live = Store(str(folder / "live" / max(Marking).slug))
    loaded, number = len(live), 0
    publication = store.version
    while loaded < triples:
        quads = list(_quads(_document(knowledge, corpus, number), publication))
        live.extend(quads)
        loaded += len(quads)
        number += 1
        if number % 500 == 0:
            print(f"  {loaded} of {triples} triples", flush=True)
    live.flush()
    live.optimize()
    del live
    store.publish(_document(knowledge, corpus, number))
    return number + 1


def _document(knowledge: Knowledge, corpus: Corpus, number: int) -> dict[Iri, Iterable[Triple]]:
    """A document's graph and its derived graph."""
    said = corpus.triples(number)
    name = f"kst-99999-{number}"
    return {document_graph(name): said, derived_graph(name): knowledge.engine.derive(said)}


def _quads(graphs: dict[Iri, Iterable[Triple]], publication: int) -> Iterator[Quad]:
    """What a publication of these graphs would add to the store."""
    for name, put in change(graphs, (), {}, {}).puts.items():
        yield from (Quad(t.subject, t.predicate, t.object, NamedNode(name)) for t in put.triples)
        yield from _entry(name, put, publication)


def _entry(name: Iri, put: Put, publication: int) -> Iterator[Quad]:
    for triple in (*put.description, *counts(name, put.content, publication)):
        yield Quad(triple.subject, triple.predicate, triple.object, NamedNode(CATALOGUE))


def main() -> None:
    """Make a store and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--triples", type=int, default=1_000_000)
    options = parser.parse_args()
    print(prepare(options.folder, options.triples))


if __name__ == "__main__":
    main()
