"""What a canned query costs at the size of the store: `measures-for-threat`, each time of another threat.

With a date no answer is there beforehand; without one they are prepared after each publication.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from pyoxigraph import Literal, NamedNode

from benchmarks.sparql_servers import Server
from benchmarks.sparql_single import Answer, Client
from graph.knowledge import Knowledge
from graph.terms import RDF_TYPE, XSD_DATE
from ontology.namespaces import WB
from queries import load

NAME = "measures-for-threat"


@dataclass(frozen=True)
class Canned:
    """Medians, in seconds."""

    rows: float
    health: float
    """Round trip of `/health`: what HTTP alone costs."""
    cold: float
    """Round trip of each question for the first time."""
    warm: float
    """The same questions again."""
    timing: tuple[float, float] | None
    """By the header `server-timing`, cold and warm, if the service sends it."""
    native: float
    """Round trip of the same SPARQL at the native server."""
    prepared: float
    """By `server-timing`: each threat without a date, for the first time."""

    @property
    def server(self) -> tuple[float, float]:
        """Time in the server, cold and warm: what it says, or the round trip without what HTTP costs."""
        return self.timing or (self.cold - self.health, self.warm - self.health)


def canned(service: Server, native: Server, number: int) -> Canned:
    """Ask `number` questions of the service, ask them again, and ask them of the native server."""
    asked = _questions(number)
    targets = [
        f"/queries/{NAME}?" + urlencode({"threat": iri, "date": day, "format": "json"}) for iri, day in asked
    ]
    with closing(Client(f"http://{urlsplit(service.url).netloc}/")) as client:
        health, cold, warm = (
            [client.get(target) for target in each] for each in (["/health"] * number, targets, targets)
        )
    template = load()[NAME].template
    bound = [
        template.bind({"threat": (NamedNode(iri),), "date": (Literal(day, datatype=XSD_DATE),)})
        for iri, day in asked
    ]
    with closing(Client(native.url)) as client:
        there = [client.post(text) for text in bound]
    return Canned(
        rows=statistics.median(answer.results().total() for answer in there),
        health=_median(health),
        cold=_median(cold),
        warm=_median(warm),
        timing=_timing(cold, warm),
        native=_median(there),
        prepared=_prepared(service),
    )


def _prepared(service: Server) -> float:
    """Ask the prepared answer of every means once."""
    targets = [f"/queries/{NAME}?" + urlencode({"threat": iri, "format": "json"}) for iri in _means()]
    with closing(Client(f"http://{urlsplit(service.url).netloc}/")) as client:
        found = [client.get(target).timing for target in targets]
    return statistics.median(seconds for seconds in found if seconds is not None)


def _questions(number: int) -> list[tuple[str, str]]:
    """Every means in turn, each time on another day: no two are the same."""
    means = _means()
    return [
        (means[step % len(means)], f"{2021 + step // 336}-{step // 28 % 12 + 1:02}-{step % 28 + 1:02}")
        for step in range(number)
    ]


def _means() -> list[str]:
    return sorted(
        triple.subject.value
        for triple in Knowledge.load().vocabulary
        if triple.predicate == RDF_TYPE
        and triple.object == NamedNode(f"{WB}Means")
        and isinstance(triple.subject, NamedNode)
    )


def _median(answers: Sequence[Answer]) -> float:
    return statistics.median(answer.whole for answer in answers)


def _timing(cold: Sequence[Answer], warm: Sequence[Answer]) -> tuple[float, float] | None:
    said = [[answer.timing for answer in each if answer.timing is not None] for each in (cold, warm)]
    return (statistics.median(said[0]), statistics.median(said[1])) if all(said) else None
