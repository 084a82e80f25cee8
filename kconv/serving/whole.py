"""uvicorn writes the head of an answer before its body: over TLS, that is a record and a system call for each.

ASGI lets a server hold the head back until the first part of the body is there, and both then leave together.
"""

from __future__ import annotations

import asyncio


class Whole(asyncio.Transport):
    """Where uvicorn writes the answer to a request, which has a body."""

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._head: bytes | bytearray | memoryview | None = None
        self._is_begun = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send a part of the answer, the head with what follows it."""
        if self._is_begun:
            self._flush(data)
        elif bytes(data[:13]) == b"HTTP/1.1 100 ":  # for this the client waits
            self._transport.write(data)
        else:
            self._head, self._is_begun = data, True

    def _flush(self, data: bytes | bytearray | memoryview = b"") -> None:
        if self._head is None:
            self._transport.write(data)
        else:
            self._transport.writelines([self._head, data])
            self._head = None

    def close(self) -> None:
        """Send what is held back, and end the connection."""
        if self._head is not None:
            self._flush()
        self._transport.close()

    def is_closing(self) -> bool:
        """Whether the connection ends."""
        return self._transport.is_closing()
