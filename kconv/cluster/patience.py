"""API servers restart, webhooks move to another node, and a busy server answers 429: most of it passes by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

from kconv.cluster.errors import StatusError, UnreachableError
from kconv.records import NamedTuple

T = TypeVar("T")
_PASSING: Final = frozenset({429, 500, 502, 503, 504})
"""Codes of what may pass: 500 is also the answer while a webhook cannot be called."""
_FIRST, _MOST = 0.25, 15.0


class Patience(NamedTuple):
    """How often to try, and how to wait: the pause doubles from a quarter of a second to 15 s."""

    tries: int = 8
    sleep: Callable[[float], object] = time.sleep

    def with_tries(self, tries: int) -> Patience:
        """The same for something else."""
        return self._replace(tries=tries)

    def of(self, call: Callable[[], T]) -> T:
        """What a call returns, tried again while its error may pass. Raises the last one."""
        pause = _FIRST
        for _ in range(self.tries - 1):
            try:
                return call()
            except (StatusError, UnreachableError) as error:
                if not may_pass(error):
                    raise
                self.sleep(max(pause, _asked(error)))
                pause = min(2 * pause, _MOST)
        return call()


def may_pass(error: StatusError | UnreachableError) -> bool:
    """Whether the same request may succeed later."""
    return isinstance(error, UnreachableError) or error.code in _PASSING


def _asked(error: StatusError | UnreachableError) -> float:
    """The seconds that the API server asks to wait."""
    text = error.retry_after if isinstance(error, StatusError) else ""
    return min(float(text), 60.0) if text.isdecimal() else 0.0


class Pace:
    """At most so many calls a second, 0 for no limit: other clients need the API server, too."""

    def __init__(
        self, rate: float, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._clock, self._sleep = clock, sleep
        self._next = 0.0

    def step(self) -> None:
        """Wait until the next call is due."""
        now = self._clock()
        if now < self._next:
            self._sleep(self._next - now)
            now = self._next
        self._next = now + self._gap
