"""Validating a whole graph, and one document of it. Reference: pyshacl.

    python benchmarks/validation.py [TRIPLES …]

The reference runs up to 50,000 triples, where it takes a minute; the fast engine runs all sizes. Both must
give the same number of results.
"""

from __future__ import annotations

import statistics
import sys
import time

from benchmarks.corpus import Corpus
from graph.gate import Context, check
from graph.knowledge import Knowledge
from graph.memory import MemoryReader
from graph.results import read_results
from graph.validators import PyShacl, Validator, validator

REFERENCE_UP_TO = 50_000


def timed(engine: Validator, data: list) -> tuple[float, int]:
    """Seconds, and the number of results."""
    started = time.perf_counter()
    report = engine.validate(data)
    return time.perf_counter() - started, len(read_results(report))


def main(sizes: list[int]) -> None:
    knowledge = Knowledge.load()
    corpus = Corpus(knowledge)
    fast, reference = validator(knowledge.shapes), PyShacl(knowledge.shapes)
    fast.validate(())
    known = [*knowledge.ontology, *knowledge.vocabulary, *knowledge.entailed]
    print(f"fast engine: {type(fast).__name__}")
    data, number = list(known), 0
    for size in sizes:
        while len(data) < size:
            data += corpus.triples(number)
            number += 1
        seconds, count = timed(fast, data)
        line = f"{len(data):>10,} triples, {number} documents: fast {seconds:.2f} s, {count} results"
        if size <= REFERENCE_UP_TO:
            slow, expected = timed(reference, data)
            line += f"; reference {slow:.1f} s, {expected} results; ratio {slow / seconds:.0f}"
            assert count == expected
        print(line, flush=True)
    context = Context(knowledge.shapes, MemoryReader(knowledge.graphs))
    graphs = [corpus.graph(index) for index in range(20)]
    check(graphs[0], context)
    times = []
    for graph in graphs:
        started = time.perf_counter()
        check(graph, context)
        times.append((time.perf_counter() - started) * 1000)
    print(f"one document of {len(graphs[0])} triples through the gate: {statistics.median(times):.1f} ms")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [20_000, 100_000, 1_000_000])
