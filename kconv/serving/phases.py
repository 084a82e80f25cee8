"""Others are to know of a server when it answers, and again when it no longer does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple


async def _nothing() -> None:
    """Nothing is to be done."""


class Phases(NamedTuple):
    """Functions that are awaited: ``ready`` when requests are answered, before /readyz says so, ``draining`` when
    /readyz no longer does, and ``shutdown`` after the last answer.

    What ``ready`` raises ends the server. A signal may come before it: the others are called nevertheless.
    """

    ready: Callable[[], Awaitable[None]] = _nothing
    draining: Callable[[], Awaitable[None]] = _nothing
    shutdown: Callable[[], Awaitable[None]] = _nothing
