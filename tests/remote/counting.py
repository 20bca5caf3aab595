"""A process that adds one to a counter on an engine, again and again, and prints how often it did.

python -m tests.remote.counting FOLDER ADDRESS USER PASSWORD
"""

from __future__ import annotations

import sys
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from graph.endpoint import Endpoint
from graph.errors import StoreLocked
from graph.marking import Marking
from graph.remote import RemoteStore
from ontology.namespaces import GRAPH, Iri

TIMES = 15
COUNTER = Iri(f"{GRAPH}user/counter")


def main() -> None:
    folder, address, user, password = sys.argv[1:]
    endpoint = Endpoint.at(address, user or None, password or None)
    store = RemoteStore({Marking.CLEAR: endpoint}, Path(folder) / "remote.lock", wait=5)
    done = 0
    for _ in range(TIMES):
        try:
            with store.writing() as writer:
                [number] = [int(triple.object.value) for triple in writer.reader.graph(COUNTER)] or [0]
                more = Triple(NamedNode("urn:counter"), NamedNode("urn:is"), Literal(number + 1))
                writer.publish({COUNTER: [more]})
        except StoreLocked:
            continue  # refused, and so not counted
        done += 1
    endpoint.close()
    print(done)


if __name__ == "__main__":
    main()
