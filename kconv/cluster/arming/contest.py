"""Two programs that both set one field can write it thousands of times a minute, and all API servers read each write.

So a definition that was changed is armed again at once, but less and less often while somebody keeps changing it.
"""

from __future__ import annotations

from typing import Final

FREE: Final = 5
"""How often in a row it is armed at once: an upgrade may replace it, and replace it again."""
FIRST, MOST = 1.0, 300.0
"""The seconds to wait after that, which double."""
CALM: Final = 600.0
"""Seconds without a change after which it counts from the beginning."""


class Contest:
    """How often a definition was armed lately. Times are seconds of a clock that never goes back."""

    def __init__(self) -> None:
        self._count = 0
        self._last = float("-inf")

    def wait(self, now: float) -> float:
        """The seconds until it may be armed again."""
        if now - self._last > CALM:
            self._count = 0
        if self._count < FREE:
            return 0.0
        pause = min(FIRST * 2.0 ** min(self._count - FREE, 20), MOST)
        return max(0.0, self._last + pause - now)

    def armed(self, now: float) -> None:
        """Count that it was armed."""
        self._count += 1
        self._last = now

    @property
    def is_fought(self) -> bool:
        """Whether somebody seems to change it each time."""
        return self._count > FREE
