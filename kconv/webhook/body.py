"""A body is read as it arrives, from anyone who reaches the port: it has a limit, and a time in which it must be there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final, NamedTuple

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

MIB: Final = 1024 * 1024
BODY_LIMIT: Final = 128 * MIB
"""Bytes: a review of 10,000 objects of 10 KB, and some more."""


class Refused(Exception):  # noqa: N818 - an answer of HTTP, not a fault
    """A request that is answered with a status of HTTP and a sentence."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class Limits(NamedTuple):
    """``body`` in bytes, ``seconds`` from the first byte of a request to its last."""

    body: int = BODY_LIMIT
    seconds: float = 30.0


async def read(scope: MutableMapping[str, Any], receive: Receive, limits: Limits) -> bytes:
    """The whole body. Raises Refused if it is too large or too slow, ConnectionError if the client is gone."""
    length = dict(scope["headers"]).get(b"content-length", b"")
    if length.isdigit() and int(length) > limits.body:
        raise _too_large(limits)
    try:
        async with asyncio.timeout(limits.seconds):
            return await _joined(receive, limits)
    except TimeoutError:
        raise Refused(408, f"the body was not complete after {limits.seconds:g} seconds") from None


async def _joined(receive: Receive, limits: Limits) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("the client closed the connection")
        part = message.get("body", b"")
        size += len(part)
        if size > limits.body:
            raise _too_large(limits)
        parts.append(part)
        if not message.get("more_body", False):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def _too_large(limits: Limits) -> Refused:
    return Refused(413, f"the body is larger than {limits.body:,} bytes")
