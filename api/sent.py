"""One answer on its way to the client."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence

from starlette.types import Message, Send

Headers = Sequence[tuple[bytes, bytes]]


class Sent:
    """Sends the messages of an answer on, and remembers what they said; it is itself what is sent by.

    One for all layers: each of its own would cost a small query as much as parsing does.
    """

    __slots__ = ("_common", "_send", "bytes", "complete", "notes", "status")

    def __init__(self, send: Send, common: Headers = ()) -> None:
        self._send, self._common = send, common
        self.status = 0
        """0 before the answer has begun."""
        self.bytes = 0
        """Of its body."""
        self.complete = False
        self.notes: dict[str, object] = {}
        """What the record of the request says besides."""

    def __call__(self, message: Message) -> Awaitable[None]:
        """Send one message; the first one with the common headers that it does not set itself."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            if self._common:
                own = list(message.get("headers", ()))
                names = {name for name, _ in own}
                message["headers"] = own + [pair for pair in self._common if pair[0] not in names]
        else:
            self.bytes += len(message.get("body", b""))
            self.complete = not message.get("more_body", False)
        return self._send(message)
