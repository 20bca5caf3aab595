"""The peer of the joins: rdflib-endpoint over an N-Quads file.

    python -m benchmarks.sparql_rdflib FILE PORT

Needs the PyPI package rdflib-endpoint. The default graph is the union of the named graphs, as in the other
servers; the data are held in memory, rdflib's fastest store.
"""

from __future__ import annotations

import sys

import rdflib
import uvicorn
from rdflib_endpoint import SparqlEndpoint


def main(path: str, port: int) -> None:
    """Load and serve."""
    data = rdflib.Dataset(default_union=True)
    data.parse(path, format="nquads")
    uvicorn.run(SparqlEndpoint(graph=data), host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
