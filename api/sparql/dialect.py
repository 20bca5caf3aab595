"""What engines elsewhere read differently from SPARQL 1.1, and so from each other.

    Oxigraph   in union mode it passes over `FROM`; it keeps the dataset of the protocol's parameters
    Virtuoso   it merges `FROM` with those parameters, leaves `GRAPH` open to all graphs where only default
               graphs are named, and lets a query call its built-in functions (`bif:`) and SQL (`sql:`)

All of that is refused: an answer over another dataset than the one asked for would be wrong without a sign.
"""

from __future__ import annotations

import re
from typing import Final

from api.problems import Problem
from api.sparql.frames import Job
from api.sparql.scan import Scan, scan
from graph.endpoint import Endpoint
from ontology.namespaces import PREFIXES

_BUILT_IN: Final = re.compile(r"<\s*(?:bif|sql):", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def parameters(job: Job, engine: Endpoint) -> dict[str, str | list[str]]:
    """The form that asks an engine what a job asks. Raises `Problem` for what it would read differently."""
    scanned = scan(job.query)
    _refuse_built_in(job.query)
    _refuse_dataset(job, scanned, virtuoso=engine.is_virtuoso)
    form: dict[str, str | list[str]] = {"query": prepared(job.query, scanned)}
    if job.default_graphs is not None or job.named_graphs is not None:
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


def _refuse_built_in(query: str) -> None:
    plain = _ESCAPE.sub(lambda match: _character(match[1] or match[2]), query)
    if _BUILT_IN.search(query) or _BUILT_IN.search(plain):
        raise _refused("A query may not call an engine's own functions (bif:, sql:).")


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if code < 0x110000 else ""


def _refuse_dataset(job: Job, scanned: Scan, *, virtuoso: bool) -> None:
    stated = scanned.find("FROM") is not None
    given = job.default_graphs is not None or job.named_graphs is not None
    if not virtuoso:
        if stated and not given:
            raise _refused(
                "The engine that holds the graph passes over FROM; "
                "name graphs by default-graph-uri and named-graph-uri, or by GRAPH."
            )
        return
    if stated and given:
        raise _refused("The engine merges FROM with default-graph-uri; use one of the two.")
    named = bool(job.named_graphs) if given else scanned.find("NAMED") is not None
    if (stated or given) and not named and scanned.find("GRAPH") is not None:
        raise _refused(
            "The engine lets GRAPH see every graph unless FROM NAMED or named-graph-uri names some."
        )


def _refused(detail: str) -> Problem:
    return Problem(400, "cannot-evaluate", detail)
