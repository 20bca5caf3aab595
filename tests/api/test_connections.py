"""Connections that hold themselves up: half a head, a head without end, an answer that nobody reads."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from api.edge import SILENCE
from api.http import HEAD_BYTES, HEAD_SECONDS
from tests.serving import Service


@contextmanager
def connected(service: Service) -> Iterator[socket.socket]:
    """A bare connection."""
    host, port = service.url.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=HEAD_SECONDS + 15) as connection:
        yield connection


def answered(connection: socket.socket) -> bytes:
    """All that comes until the service closes."""
    found = b""
    while data := connection.recv(1 << 16):
        found += data
    return found


@pytest.mark.slow
@pytest.mark.parametrize("sent", [b"", b"GET /sparql?query=ASK", b"GET /health HTTP/1.1\r\nhost: x\r\n"])
def test_half_a_head_ends_after_a_while(service: Service, sent: bytes) -> None:
    with connected(service) as connection:
        connection.sendall(sent)
        begun = time.monotonic()
        assert answered(connection).startswith(b"HTTP/1.1 408 ")
        assert HEAD_SECONDS - 2 < time.monotonic() - begun < HEAD_SECONDS + 10


@pytest.mark.slow
def test_drops_do_not_prolong_it(service: Service) -> None:
    with connected(service) as connection:
        begun = time.monotonic()
        connection.settimeout(0.5)
        connection.sendall(b"GET /health HTTP/1.1\r\nx-slow: ")
        found = b""
        while time.monotonic() - begun < HEAD_SECONDS + 10 and not found:
            connection.sendall(b"x")
            try:
                found = connection.recv(100)
            except TimeoutError:
                continue
        assert found.startswith(b"HTTP/1.1 408 ")


def test_a_head_without_end_is_refused(service: Service) -> None:
    with connected(service) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\n")
        try:
            for _ in range(2 * HEAD_BYTES // 1000):
                connection.sendall(b"x-more: " + b"y" * 990 + b"\r\n")
            found = answered(connection)
        except (ConnectionResetError, BrokenPipeError):  # it closed while we were still sending
            found = b"HTTP/1.1 431 "
        assert found.startswith(b"HTTP/1.1 431 ")


@pytest.mark.slow
def test_half_a_body_ends_after_a_while(service: Service) -> None:
    with connected(service) as connection:
        head = b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n"
        connection.sendall(head + b"content-type: application/sparql-query\r\n\r\nASK")
        begun = time.monotonic()
        found = answered(connection)
        assert found.startswith(b"HTTP/1.1 408 ") and b"request-too-slow" in found
        assert SILENCE - 2 < time.monotonic() - begun < SILENCE + 10


def test_a_large_query_still_fits_an_address(service: Service) -> None:
    with service.client() as client:
        query = "ASK {} #" + "x" * 60_000
        assert client.get("/sparql", params={"query": query}).status_code == 200


def test_requests_that_come_together_are_answered_in_order(service: Service) -> None:
    with connected(service) as connection:
        ask = "GET /sparql?format={}&query=ASK%7B%7D HTTP/1.1\r\nhost: x\r\n\r\n"
        connection.sendall("".join(ask.format(form) for form in ("json", "csv", "xml")).encode())
        connection.sendall(b"GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        found = answered(connection)
    assert found.count(b"HTTP/1.1 200 OK") == 4
    assert found.index(b"results+json") < found.index(b"text/csv") < found.index(b"results+xml")
