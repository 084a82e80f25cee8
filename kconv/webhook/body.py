"""A body comes from anyone who reaches the port: it has a limit, and a time in which it must be there."""

from __future__ import annotations

import asyncio
from typing import Final, NamedTuple

from starlette.datastructures import Headers
from starlette.types import Receive, Scope

MIB: Final = 1024 * 1024
BODY_LIMIT: Final = 128 * MIB
"""Bytes: a review of 10,000 objects of 10 KB, and some more."""


class RefusedError(Exception):
    """A request that is answered with a status of HTTP and a sentence."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class Limits(NamedTuple):
    """``body`` in bytes; ``seconds`` in which a body must have arrived."""

    body: int = BODY_LIMIT
    seconds: float = 30.0


async def read(scope: Scope, receive: Receive, limits: Limits) -> bytes:
    """The whole body, which is JSON by its header.

    Raises RefusedError for another content type and for a body that is too large or too slow, ConnectionError if the
    client is gone.
    """
    headers = Headers(scope=scope)
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise RefusedError(415, "the content type must be application/json")
    try:
        async with asyncio.timeout(limits.seconds):
            parts, size = await _parts(receive, limits.body)
    except TimeoutError:
        raise RefusedError(408, f"the body was not complete after {limits.seconds:g} seconds") from None
    if size > limits.body:
        raise RefusedError(413, f"the body is larger than {limits.body:,} bytes")
    return parts[0] if len(parts) == 1 else b"".join(parts)


async def _parts(receive: Receive, limit: int) -> tuple[list[bytes], int]:
    """The parts of a body and its size. One over the limit is read to its end, but not kept: a client that still sends
    does not read the answer, and an end that never comes has its time."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("the client has closed the connection")
        part = message.get("body", b"")
        size += len(part)
        if size <= limit:
            parts.append(part)
        else:
            parts.clear()
        if not message.get("more_body", False):
            return parts, size
