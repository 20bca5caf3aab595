"""What an engine elsewhere reads differently from SPARQL 1.1, and what it does not know.

Oxigraph passes over `FROM` in union mode; it keeps the dataset of the protocol's parameters. An answer over
another dataset than the one asked for would be wrong without a sign, so that is refused. Virtuoso reads more
differently than can be told apart: it is never asked (`graph.mirror`).
"""

from __future__ import annotations

from api.problems import Problem
from api.sparql.frames import Job
from api.sparql.scan import Scan, scan
from ontology.namespaces import PREFIXES


def parameters(job: Job) -> dict[str, str | list[str]]:
    """The form that asks an engine what a job asks. Raises `Problem` for what it would read differently."""
    scanned = scan(job.query)
    given = job.default_graphs is not None or job.named_graphs is not None
    if scanned.find("FROM") is not None and not given:
        detail = (
            "The engine that holds the graph passes over FROM; "
            "name graphs by default-graph-uri and named-graph-uri, or by GRAPH."
        )
        raise Problem(400, "cannot-evaluate", detail)
    form: dict[str, str | list[str]] = {"query": prepared(job.query, scanned)}
    if given:
        form["default-graph-uri"] = list(job.default_graphs or ())
        form["named-graph-uri"] = list(job.named_graphs or ())
    return form


def prepared(query: str, scanned: Scan) -> str:
    """The query with a declaration of each prefix that this service knows, and it uses without declaring.

    >>> prepared("ASK { ?s a wb:Measure }", scan("ASK { ?s a wb:Measure }"))
    'PREFIX wb: <https://w3id.org/weerbaar/def#> ASK { ?s a wb:Measure }'
    """
    names = [name.text for name in scanned.names]
    declared = {name.removesuffix(":") for name in names if name.endswith(":")}
    used = {name.partition(":")[0] for name in names} - declared
    lines = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in sorted(used & PREFIXES.keys()))
    return lines + query
