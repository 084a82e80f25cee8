"""Anyone who reaches the port may send large bodies at once and read no answer: a Pod has one limit of memory for all.

client-go tries a request again that is answered with 503 and Retry-After, ten times (`rest.withRetry`). So a body for
which there is no room is refused like that, and costs the API server a second.
"""

from __future__ import annotations

from types import TracebackType
from typing import Final

FREE: Final = 64 * 1024
"""Bytes of each body that are not counted: a review of one object is answered, however many large ones there are."""


class Budget:
    """The bytes that all requests together may hold. ``used`` are those that they hold now."""

    def __init__(self, limit: int) -> None:
        self.limit, self.used = limit, 0

    def share(self) -> Share:
        """The bytes of one request."""
        return Share(self)


class Share:
    """What one request holds, until the end of the ``with``."""

    def __init__(self, budget: Budget) -> None:
        self._budget, self._held = budget, 0

    def takes(self, size: int) -> bool:
        """Hold so many bytes in place of those before; False, and nothing is held any more, if there is no room."""
        self.hold(size)
        if self._budget.used <= self._budget.limit:
            return True
        self.hold(0)
        return False

    def hold(self, size: int) -> None:
        """The same for bytes that are there, with or without room."""
        counted = max(0, size - FREE)
        self._budget.used += counted - self._held
        self._held = counted

    def __enter__(self) -> Share:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.hold(0)
