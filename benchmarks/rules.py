"""What one more document costs, at growing sizes of the store. Peer: owlrl, a full OWL 2 RL reasoner.

    python benchmarks/rules.py [TRIPLES …]

Prints, for each size, the median processor milliseconds of validating a document and of deriving from it,
the median wall-clock milliseconds of publishing it (transaction, flush, snapshot), and the ratio of the rules
to the smallest size: it should stay near one.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import owlrl
import rdflib
from pyoxigraph import NamedNode, Quad, Store, Triple

from benchmarks.corpus import Corpus
from graph.embedded import EmbeddedStore
from graph.gate import Context, check
from graph.knowledge import ENTRIES, Knowledge
from graph.naming import derived_graph, document_graph
from graph.terms import to_rdflib
from ontology.namespaces import Iri

REPEATS = 15


def milliseconds(act: Callable[[int], object], first: int, clock: Callable[[], float]) -> float:
    """The median time of `act` on different documents."""
    times = []
    for number in range(first, first + REPEATS):
        started = clock()
        act(number)
        times.append((clock() - started) * 1000)
    return statistics.median(times)


def document(corpus: Corpus, number: int) -> dict[Iri, Sequence[Triple]]:
    """A generated document by the name of its graph."""
    return {document_graph(f"kst-99999-{number}"): corpus.triples(number)}


def fill(folder: Path, knowledge: Knowledge, corpus: Corpus, size: int) -> int:
    """A store of about `size` triples, loaded in bulk beside the writer. Gives the number of documents."""
    store = EmbeddedStore(folder)
    store.publish(knowledge.graphs, entries=ENTRIES)
    live, count, number = Store(str(folder / "live" / "red")), 0, 0
    quads: list[Quad] = []
    while count < size:
        graphs = document(corpus, number)
        graphs[derived_graph(f"kst-99999-{number}")] = knowledge.engine.derive(corpus.triples(number))
        for name, content in graphs.items():
            node = NamedNode(name)
            quads += (Quad(triple.subject, triple.predicate, triple.object, node) for triple in content)
            count += len(content)
        number += 1
    live.bulk_extend(quads)
    live.flush()
    return number


def measure(size: int, knowledge: Knowledge, corpus: Corpus) -> tuple[float, float, float]:
    """Median milliseconds of the gate, the rules and the publication at one size."""
    with tempfile.TemporaryDirectory() as folder:
        first = fill(Path(folder), knowledge, corpus, size)
        with EmbeddedStore(Path(folder)).writing() as writer:
            context = Context(knowledge.shapes, writer.reader)
            check(corpus.graph(first), context)  # compiles the shapes
            busy, wall = time.process_time, time.perf_counter
            gate = milliseconds(lambda number: check(corpus.graph(number), context), first, busy)
            rules = milliseconds(lambda number: knowledge.engine.derive(corpus.triples(number)), first, busy)
            publish = milliseconds(lambda number: writer.publish(document(corpus, number)), first, wall)
    return gate, rules, publish


def peer(knowledge: Knowledge, corpus: Corpus) -> float:
    """Milliseconds of owlrl over ontology and one document, without the vocabulary."""
    graph = rdflib.Graph()
    graph += to_rdflib((*knowledge.ontology, *corpus.triples(1)))
    started = time.process_time()
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return (time.process_time() - started) * 1000


def main(sizes: list[int]) -> None:
    knowledge = Knowledge.load()
    corpus = Corpus(knowledge)
    derived = knowledge.engine.derive(corpus.triples(1))
    print(f"one document: {len(corpus.triples(1))} triples, {len(derived)} derived")
    print(f"{'triples':>10}  {'gate':>8}  {'rules':>8}  {'publish':>8}  rules, ratio to the smallest")
    base = 0.0
    for size in sizes:
        gate, rules, publish = measure(size, knowledge, corpus)
        base = base or rules
        print(f"{size:>10,}  {gate:>6.1f}ms  {rules:>6.1f}ms  {publish:>6.1f}ms  {rules / base:.2f}")
    other = peer(knowledge, corpus)
    print(
        f"owlrl, one document with the ontology alone: {other:,.0f} ms, {other / base:,.0f} times the rules"
    )


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
