"""How fast letters are read. Peer: spaCy's own tagging, parsing and lemmatising of the same text.

    python -m benchmarks.ingest [FILE …] [--documents N]

Without files it reads the sample letter. Prints words a second for the peer, for the extraction, and for
the whole ingest (cleaning, extraction, triples, gate, rules, publication), and the ratio of each to the
peer, in one process with the processor's clock; then the memory while N further documents are read: it
should stay level.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from graph.admission import Admission
from graph.embedded import EmbeddedStore
from graph.knowledge import Knowledge
from ingest import model, pipeline, rdf
from ingest.document import Document
from ingest.sources import read
from ingest.text import from_string, to_document

SAMPLES = Path(__file__).parents[1] / "ingest" / "sample"
ROUNDS = 5


def seconds(act: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    started = time.process_time()
    act()
    return time.process_time() - started


def megabytes() -> float:
    """The memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def variants(document: Document, count: int) -> Iterator[Document]:
    """Documents like this one, each of another number, so that none is known already."""
    for number in range(count):
        yield from_string(document.source, f"kst-99997-{number}.txt")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--documents", type=int, default=1000, help="how many to read for the memory")
    options = parser.parse_args()
    files = options.files or sorted(SAMPLES.glob("*.txt"))
    sources = [read(file) for file in files]
    documents = [to_document(source) for source in sources]
    words = sum(len(document.text.split()) for document in documents)
    bare, full = model.load(), pipeline.build()

    def peer() -> None:
        for document in documents:
            bare(document.text)

    def extraction() -> None:
        for document in documents:
            pipeline.extract(full, document)

    def ingest() -> None:
        with tempfile.TemporaryDirectory() as folder, EmbeddedStore(Path(folder)).writing() as writer:
            admission = Admission(writer, knowledge)
            started.append(time.process_time())
            for source in sources:
                admission.admit(rdf.to_graph(pipeline.extract(full, to_document(source))))
            started.append(time.process_time())

    knowledge, started = Knowledge.load(), list[float]()
    times: dict[str, list[float]] = {"spaCy alone": [], "extraction": [], "whole ingest": []}
    peer(), extraction()  # the first call of each fills caches
    for _ in range(ROUNDS):
        times["spaCy alone"].append(seconds(peer))
        times["extraction"].append(seconds(extraction))
        started.clear()
        ingest()
        times["whole ingest"].append(started[1] - started[0])
    baseline = statistics.median(times["spaCy alone"])
    print(f"{len(documents)} documents, {words} words, median of {ROUNDS} rounds, processor time")
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{name:14} {words / median:8.0f} words/s  {median / baseline:5.2f} of spaCy alone")
    report_memory(full, documents[0], options.documents)


def report_memory(nlp: pipeline.Language, document: Document, count: int) -> None:
    """Read many documents and print the memory on the way."""
    step = max(count // 5, 1)
    for number, variant in enumerate(variants(document, count), start=1):
        pipeline.extract(nlp, variant)
        if number % step == 0:
            print(f"after {number:5} documents: {megabytes():6.0f} MB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
