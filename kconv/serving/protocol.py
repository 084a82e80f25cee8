"""uvicorn sets no time for the head of a request, and tells a client that a connection ends only when it ends itself.

These few lines stand on uvicorn's own class; tests/serving/test_protocol.py pins what they need of it.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kconv.serving.readiness import Readiness
from kconv.serving.whole import Whole

HEAD_SECONDS: Final = 10.0
"""From the first byte of a request to the end of its head."""


class Protocol(HttpToolsProtocol):
    """A connection. ``readiness`` is set on a class of its own for each server."""

    readiness: Readiness
    head_seconds = HEAD_SECONDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head: asyncio.TimerHandle | None = None

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._end_head()
        self._head = self.loop.call_later(self.head_seconds, self._too_slow)

    def on_headers_complete(self) -> None:
        self._end_head()
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
