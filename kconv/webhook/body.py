"""A body comes from anyone who reaches the port: it has a limit, and a time in which it must be there."""

from __future__ import annotations

import asyncio
from typing import Final, NamedTuple

from starlette.datastructures import Headers
from starlette.types import Receive, Scope

from kconv.webhook.budget import Share

MIB: Final = 1024 * 1024
BODY_LIMIT: Final = 128 * MIB
"""Bytes: a review of 10,000 objects of 10 KB, and some more."""
RETRY_AFTER: Final = "1"
"""Seconds: the API server gives a review up after 30."""


class RefusedError(Exception):
    """A request that is answered with a status of HTTP and a sentence; ``headers`` are those of the answer."""

    def __init__(self, status: int, reason: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status, self.reason, self.headers = status, reason, headers


class Limits(NamedTuple):
    """``body`` in bytes; ``seconds`` in which a body must have arrived, and an answer must have been read."""

    body: int = BODY_LIMIT
    seconds: float = 30.0

    @property
    def together(self) -> int:
        """The bytes of all bodies and answers that are held at the same time: one is read while another converts."""
        return 2 * self.body


async def read(scope: Scope, receive: Receive, limits: Limits, share: Share) -> bytes:
    """The whole body, which is JSON by its header.

    Raises RefusedError for another content type and for a body that is too large or too slow, or for which there is no
    room, ConnectionError if the client is gone.
    """
    headers = Headers(scope=scope)
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise RefusedError(415, "the content type must be application/json")
    try:
        async with asyncio.timeout(limits.seconds):
            parts, size = await _parts(receive, limits.body, share)
    except TimeoutError:
        raise RefusedError(408, f"the body was not complete after {limits.seconds:g} seconds") from None
    if size > limits.body:
        raise RefusedError(413, f"the body is larger than {limits.body:,} bytes")
    if parts is None:
        raise RefusedError(503, "other large reviews are under way; try again", {"Retry-After": RETRY_AFTER})
    return parts[0] if len(parts) == 1 else b"".join(parts)


async def _parts(receive: Receive, limit: int, share: Share) -> tuple[list[bytes] | None, int]:
    """The parts of a body and its size. One over the limit, or without room, is read to its end, but not kept (None): a
    client that still sends does not read the answer, and an end that never comes has its time."""
    parts: list[bytes] | None = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("the client has closed the connection")
        part = message.get("body", b"")
        size += len(part)
        if parts is not None and size <= limit and share.takes(size):
            parts.append(part)
        else:
            parts = None
            share.hold(0)
        if not message.get("more_body", False):
            return parts, size
