"""How long each canned query takes on the reviewed letter, and how that compares with rdflib.

    python -m benchmarks.answers            each query: rows, milliseconds of the answer and of its SELECT
    python -m benchmarks.answers --rdflib   also the same SELECT by rdflib, and the ratio
    python -m benchmarks.answers --store F  on a store on disk, as `weerbaar build` and `ingest` leave it

Without a store, the data is the reviewed edition of the letter 30 821 nr. 125, what the rules derive from it,
the ontology, the vocabularies and the mappings. Times are the best of five; a query is asked with its first
example.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import rdflib

from graph.embedded import EmbeddedStore
from graph.knowledge import Knowledge
from graph.memory import MemoryReader
from graph.oxigraph import OxigraphReader
from graph.terms import from_rdflib, to_rdflib
from ingest.reviewed import editions, later_events, read, to_graph
from ontology.namespaces import GRAPH, Iri
from queries import ask, load
from queries.errors import UnknownValue
from queries.parameters import resolve

PATIENCE = 30.0
"""Seconds that rdflib gets for one query."""


def data() -> MemoryReader:
    knowledge = Knowledge.load()
    graphs = {name: list(triples) for name, triples in knowledge.graphs.items()}
    letters = [to_graph(read(folder)) for folder in editions()]
    for graph in (*letters, later_events()):
        graphs[Iri(str(graph.identifier))] = list(from_rdflib(graph))
    for letter in letters:
        derived = Iri(f"{GRAPH}derived/{str(letter.identifier).removeprefix(GRAPH)}")
        graphs[derived] = list(knowledge.engine.derive(from_rdflib(letter)))
    return MemoryReader(graphs)


def best(run: Callable[[], object], times: int = 5) -> float:
    """Milliseconds of the fastest of several runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return 1000 * min(taken)


def by_rdflib(graph: rdflib.Graph, text: str) -> float | None:
    """Milliseconds that rdflib takes, in a process that can be ended; None when its patience is over."""
    parent, child = multiprocessing.Pipe()

    def run() -> None:
        child.send(best(lambda: list(graph.query(text)), times=1))

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    taken = parent.recv() if parent.poll(PATIENCE) else None
    process.terminate()
    process.join()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rdflib", action="store_true", help="compare with rdflib")
    parser.add_argument("--store", type=Path, help="the folder of a store on disk")
    parser.add_argument("queries", nargs="*", help="only these")
    arguments = parser.parse_args()
    peer = arguments.rdflib
    reader: OxigraphReader = EmbeddedStore(arguments.store).reader() if arguments.store else data()
    union = to_rdflib(reader.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")) if peer else None
    print(
        f"{'query':38}{'rows':>6}{'answer ms':>11}{'select ms':>11}"
        + (f"{'rdflib ms':>12}{'ratio':>8}" if peer else "")
    )
    for query in (query for query in load() if not arguments.queries or query.name in arguments.queries):
        example = dict(query.examples[0])
        try:
            rows = len(ask(reader, query, example).rows)
        except UnknownValue:
            continue
        text = query.template.bind(resolve(reader, query.name, query.parameters, example))
        whole, select = best(partial(ask, reader, query, example)), best(partial(reader.select, text))
        line = f"{query.name:38}{rows:6}{whole:11.1f}{select:11.1f}"
        if union is not None:
            other = by_rdflib(union, text)
            line += f"{other:12.1f}{other / select:8.0f}" if other else f"{'over 30 s':>12}"
        print(line, flush=True)


if __name__ == "__main__":
    main()
