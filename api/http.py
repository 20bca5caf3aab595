"""HTTP connections: uvicorn's, with limits on the head of a request, and answers that leave in one piece.

uvicorn waits for ever for the end of a head, and httptools takes a head of any size. A client that sends half
of one (or one without end) would hold a connection as long as it likes.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS: Final = 20.0
"""Time from the first byte of a head (for the first one: from the connection) to its last."""
HEAD_BYTES: Final = 1 << 18
"""Room for a query in the address of a GET request."""

MUCH: Final = 1 << 14
"""Bytes that are worth a write of their own."""


class Corked:
    """A transport that gathers what is written in one turn of the event loop: each write wakes the client."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._held: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Hold it until `flush` or the end of the turn; much goes now, so that a slow client shows."""
        if not self._held:
            asyncio.get_running_loop().call_soon(self.flush)
        self._held.append(data)
        if len(data) > MUCH:
            self.flush()

    def flush(self) -> None:
        """Send what is held."""
        if self._held:
            held, self._held = b"".join(self._held), []
            self._transport.write(held)

    def close(self) -> None:
        """Send what is held, and close."""
        self.flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Connection(HttpToolsProtocol):
    """One connection."""

    if TYPE_CHECKING:
        transport: asyncio.Transport

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._in_head = True
        self._taken = 0
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        self.transport = cast(asyncio.Transport, Corked(transport))
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._forget()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; refuse a head that has grown too long."""
        super().data_received(data)
        if not self._in_head:
            return
        self._taken += len(data)
        if self._taken > HEAD_BYTES:
            self._refuse(b"431 Request Header Fields Too Large")
        elif self._timer is None:
            self._wait()

    def on_message_begin(self) -> None:
        """A head begins."""
        self._in_head, self._taken = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """A head is complete."""
        self._in_head = False
        self._forget()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Send the whole answer now."""
        cast(Corked, self.transport).flush()
        super().on_response_complete()

    def _wait(self) -> None:
        self._timer = self.loop.call_later(HEAD_SECONDS, self._refuse, b"408 Request Timeout")

    def _forget(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, status: bytes) -> None:
        self._forget()
        if not self.transport.is_closing():
            head = b"HTTP/1.1 %s\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            self.transport.write(head % status)
            self.transport.close()
