"""One writer at a time, agreed on in the engine itself: for processes that share no lock file.

Each writer puts a token into a graph of tokens, and then looks who else did. It writes only when it is alone
there; one that sees another withdraws. An engine shows what it has taken to whoever asks afterwards, so of
two the later sees the earlier: never do both write. A token counts until the time that it names, which its
writer moves on while it lives; the clocks of the writers' machines must agree within `SKEW`.
"""

from __future__ import annotations

import os
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

from graph.endpoint import Endpoint
from graph.errors import EndpointFailed, GraphError, StoreLocked
from ontology.namespaces import GRAPH, PREFIXES, Iri

WRITERS: Final = Iri(f"{GRAPH}writers")
"""The graph of the tokens; empty when nobody writes."""
LENGTH: Final = timedelta(seconds=60)
RENEWAL: Final = 15.0
"""Seconds between two renewals."""
SKEW: Final = timedelta(seconds=15)
_WHO: Final = f"<{PREFIXES['dcterms']}creator>"
_UNTIL: Final = f"<{PREFIXES['dcterms']}valid>"


class Lease:
    """The token of one writer on one engine."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._token = f"urn:uuid:{uuid4()}"
        self._who = f"{socket.gethostname()}, process {os.getpid()}"
        self._ended = threading.Event()
        self._until = datetime.now(UTC)

    def require(self) -> None:
        """Raise `StoreLocked` when it was not renewed in time, so that another may write by now."""
        if datetime.now(UTC) > self._until or self._token not in _tokens(self._endpoint):
            raise StoreLocked(
                f"this process was held up for too long and lost its turn at {self._endpoint.query}"
            )

    def take(self, wait: float) -> None:
        """Become the one writer. Raises `StoreLocked` when others write for longer than `wait` seconds."""
        deadline = time.monotonic() + wait
        while others := self._try():
            if time.monotonic() > deadline:
                who, until = next(iter(others.values()))
                raise StoreLocked(
                    f"another process writes to {self._endpoint.query} ({who}); "
                    f"should it have died, its turn ends at {until + SKEW:%H:%M:%S} UTC"
                )
            time.sleep(random.uniform(0.02, 0.2))  # noqa: S311 (so that two do not meet again)

    def renew(self) -> None:
        """Move its end on, again and again, until it is given back."""
        while not self._ended.wait(RENEWAL):
            until = datetime.now(UTC) + LENGTH
            later = f'<{self._token}> {_UNTIL} "{until.isoformat()}"'
            there = f"<{self._token}> {_WHO} ?who"  # one that was cleared away is not put back
            try:
                self._endpoint.send(
                    f"INSERT {{ GRAPH <{WRITERS}> {{ {later} }} }} "
                    f"WHERE {{ GRAPH <{WRITERS}> {{ {there} }} }}"
                )
            except GraphError:
                continue  # it may be back before the turn ends; `require` notices when not
            self._until = until

    def give_back(self) -> None:
        """Let others write."""
        self._ended.set()
        with suppress(EndpointFailed):  # then the turn ends by itself
            self._endpoint.send(self._delete())

    def _try(self) -> dict[str, tuple[str, datetime]]:
        """Put the token there if it can be alone; gives the others that are."""
        if others := self._others():
            return others
        self._endpoint.send(self._insert())
        if others := self._others():
            self._endpoint.send(self._delete())
        return others

    def _others(self) -> dict[str, tuple[str, datetime]]:
        """The tokens of others that count; those whose time is over are cleared away."""
        found = {token: said for token, said in _tokens(self._endpoint).items() if token != self._token}
        now = datetime.now(UTC)
        for token, (_, until) in found.items():
            if until + SKEW < now:
                self._endpoint.send(f"DELETE WHERE {{ GRAPH <{WRITERS}> {{ <{token}> ?p ?o }} }}")
        return {token: said for token, said in found.items() if said[1] + SKEW >= now}

    def _insert(self) -> str:
        self._until = datetime.now(UTC) + LENGTH
        said = f'<{self._token}> {_WHO} "{self._who}" ; {_UNTIL} "{self._until.isoformat()}"'
        return f"INSERT DATA {{ GRAPH <{WRITERS}> {{ {said} }} }}"

    def _delete(self) -> str:
        return f"DELETE WHERE {{ GRAPH <{WRITERS}> {{ <{self._token}> ?p ?o }} }}"


@contextmanager
def turn(endpoint: Endpoint, wait: float) -> Iterator[Lease]:
    """The turn of this process to write to an engine, for the length of the block. Raises `StoreLocked`."""
    lease = Lease(endpoint)
    lease.take(wait)
    renewing = threading.Thread(target=lease.renew, daemon=True)
    renewing.start()
    try:
        yield lease
    finally:
        lease.give_back()
        renewing.join()


def _tokens(endpoint: Endpoint) -> dict[str, tuple[str, datetime]]:
    """Each token with its writer and its end."""
    query = f"""SELECT ?t ?who ?until {{
        GRAPH <{WRITERS}> {{ ?t {_WHO} ?who OPTIONAL {{ ?t {_UNTIL} ?until }} }} }}"""
    found: dict[str, tuple[str, datetime]] = {}
    for row in endpoint.select(query).rows:
        until = datetime.fromisoformat(row["until"].value) if "until" in row else datetime.now(UTC)
        token = row["t"].value
        found[token] = row["who"].value, max(until, found[token][1]) if token in found else until
    return found
