"""uvicorn sets no limits for the head of a request, keeps a connection that sends nothing without an end, and tells a
client that a connection ends only when it ends itself.

These few lines stand on uvicorn's own class; tests/serving/test_server.py pins what they need of it.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kconv.serving.readiness import Readiness
from kconv.serving.whole import Whole

HEAD_SECONDS: Final = 10.0
"""From the first byte of a request to the end of its head."""
HEAD_BYTES: Final = 1024 * 1024
"""Bytes of a head, and of anything else that is no body, such as trailers: as many as Go's server takes."""


class Protocol(HttpToolsProtocol):
    """A connection. ``readiness`` is set on a class of its own for each server."""

    readiness: Readiness
    head_seconds, head_bytes = HEAD_SECONDS, HEAD_BYTES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head: asyncio.TimerHandle | None = None
        self._outside = 0
        """Bytes since the last of a body."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        wait = self.timeout_keep_alive
        self.timeout_keep_alive_task = self.loop.call_later(wait, self.timeout_keep_alive_handler)

    def data_received(self, data: bytes) -> None:
        self._outside += len(data)
        super().data_received(data)
        if self._outside > self.head_bytes:
            self.transport.abort()

    def on_body(self, body: bytes) -> None:
        self._outside = 0
        super().on_body(body)

    def on_chunk_header(self) -> None:
        """A body of many small chunks is a body, too; trailers come after the last header."""
        self._outside = 0

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._end_head()
        self._head = self.loop.call_later(self.head_seconds, self._too_slow)

    def on_headers_complete(self) -> None:
        self._end_head()
        self._outside = 0
        earlier = self.cycle
        super().on_headers_complete()
        if self.cycle is not None and self.cycle is not earlier and self.scope["method"] != "HEAD":
            self.cycle.transport = Whole(self.transport)
        if self.readiness.draining:
            self.close_after_answer()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_head()
        super().connection_lost(exc)

    @property
    def is_new(self) -> bool:
        """Whether a first request is still to come, or to come in full: nobody has told the client of an end."""
        return self.cycle is None

    def close_after_answer(self) -> None:
        """Answer the request under way with `Connection: close`."""
        if self.cycle is not None:
            self.cycle.keep_alive = False

    def _end_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _too_slow(self) -> None:
        self.transport.abort()


def protocol(readiness: Readiness) -> type[Protocol]:
    """The protocol of one server."""
    return type("ServerProtocol", (Protocol,), {"readiness": readiness})
