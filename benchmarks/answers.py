"""How long each canned query takes, on the reviewed letter or any store, and how that compares with rdflib.

    python -m benchmarks.answers                    each query: rows and milliseconds
    python -m benchmarks.answers --store F          on a store on disk, as `weerbaar build` leaves it
    python -m benchmarks.answers --store F QUERY NAME=VALUE …     one query, with these arguments
    python -m benchmarks.answers --cpu              processor time: steadier on a busy machine
    python -m benchmarks.answers --rdflib           also the same SELECT by rdflib, and the ratio

Without a store, the data is the reviewed edition of the letter 30 821 nr. 125, what the rules derive from
it, the ontology, the vocabularies and the mappings. `python -m benchmarks.sparql_store F` makes a store of a
million triples in `F/store`. A query is asked with its first example.

Columns: `first`, the first time that the reader is asked, when no names and labels are known; `answer`,
worked out anew, with arguments, labels and review; `select`, its SPARQL alone; `json`, writing it down;
`again`, the same question of the same snapshot, whose answer is kept. All but the first are medians.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import rdflib

from graph.embedded import EmbeddedStore
from graph.knowledge import Knowledge
from graph.memory import MemoryReader
from graph.oxigraph import OxigraphReader
from graph.terms import from_rdflib, to_rdflib
from ingest.reviewed import editions, later_events, read, to_graph
from ontology.namespaces import GRAPH, Iri
from queries import CannedQuery, ask, load
from queries.answering import answer
from queries.errors import ArgumentError
from queries.formats import to_json
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


def usual(run: Callable[[], object], times: int = 7) -> float:
    """Milliseconds of the median of several runs; of one that takes over two seconds, that one."""
    clock = time.thread_time if "--cpu" in sys.argv else time.perf_counter
    taken: list[float] = []
    for _ in range(times):
        start = clock()
        run()
        taken.append(clock() - start)
        if taken[0] > 2:
            break
    return 1000 * median(taken)


def by_rdflib(graph: rdflib.Graph, text: str) -> float | None:
    """Milliseconds that rdflib takes, in a process that can be ended; None when its patience is over."""
    parent, child = multiprocessing.Pipe()

    def run() -> None:
        child.send(usual(lambda: list(graph.query(text)), times=1))

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    taken = parent.recv() if parent.poll(PATIENCE) else None
    process.terminate()
    process.join()
    return taken


@dataclass(frozen=True)
class Timed:
    """What one query took, in milliseconds."""

    rows: int
    first: float
    answer: float
    select: float
    json: float
    again: float

    def __str__(self) -> str:
        taken = (self.first, self.answer, self.select, self.json, self.again)
        return f"{self.rows:6}" + "".join(f"{milliseconds:10.1f}" for milliseconds in taken)


def timed(reader: OxigraphReader, query: CannedQuery, given: Mapping[str, str]) -> Timed:
    """Asks a query in every way. Raises `queries.errors.ArgumentError`."""
    first = usual(lambda: resolve(reader, query.name, query.parameters, given), times=1)
    arguments = resolve(reader, query.name, query.parameters, given)
    first += usual(lambda: answer(reader, query, arguments), times=1)
    found = ask(reader, query, given)
    return Timed(
        rows=len(found.rows),
        first=first,
        answer=usual(
            lambda: answer(reader, query, resolve(reader, query.name, query.parameters, given)),
        ),
        select=usual(lambda: reader.select(query.template.bind(arguments))),
        json=usual(lambda: to_json(found)),
        again=usual(lambda: ask(reader, query, given)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cpu", action="store_true", help="tell processor time")
    parser.add_argument("--rdflib", action="store_true", help="compare with rdflib")
    parser.add_argument("--store", type=Path, help="the folder of a store on disk")
    parser.add_argument("words", nargs="*", help="only these queries; NAME=VALUE is an argument")
    options = parser.parse_args()
    asked = [word for word in options.words if "=" not in word]
    given = dict(word.split("=", 1) for word in options.words if "=" in word)
    reader: OxigraphReader = EmbeddedStore(options.store).reader() if options.store else data()
    union = (
        to_rdflib(reader.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")) if options.rdflib else None
    )
    heads = ("first ms", "answer ms", "select ms", "json ms", "again ms")
    peer = f"{'rdflib ms':>12}{'ratio':>8}" if options.rdflib else ""
    print(f"{'query':38}{'rows':>6}" + "".join(f"{head:>10}" for head in heads) + peer)
    for query in (query for query in load() if not asked or query.name in asked):
        print(f"{query.name:38}{line(reader, query, given or query.examples[0], union)}", flush=True)


def line(
    reader: OxigraphReader, query: CannedQuery, given: Mapping[str, str], union: rdflib.Graph | None
) -> str:
    """What is printed of one query."""
    try:
        taken = timed(reader, query, given)
    except ArgumentError as error:
        return f"  not asked: {error}"[:100]
    if union is None:
        return str(taken)
    text = query.template.bind(resolve(reader, query.name, query.parameters, given))
    other = by_rdflib(union, text)
    return f"{taken}{other:12.1f}{other / taken.select:8.0f}" if other else f"{taken}{'over 30 s':>12}"


if __name__ == "__main__":
    main()
