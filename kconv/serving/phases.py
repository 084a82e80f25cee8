"""A server's certificate may have to be made before it listens, and others are to know of it when it does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple


async def _nothing() -> None:
    """Nothing is to be done."""


class Phases(NamedTuple):
    """Functions that are awaited: ``startup`` before the certificate is read and the socket opened, ``ready`` when
    requests are answered, before /readyz says so, and ``shutdown`` after the last answer.

    What the first two raise ends the server.
    """

    startup: Callable[[], Awaitable[None]] = _nothing
    ready: Callable[[], Awaitable[None]] = _nothing
    shutdown: Callable[[], Awaitable[None]] = _nothing
