"""Where random choices come from: numbers in a range, and nothing else.

A check draws from a seeded source of its own, which is fast and gives the same numbers for a seed on every machine and
with every version of every library; in a user's own tests Hypothesis draws, and shrinks what it drew. Low numbers mean
the plainest choice: the first of several, the shortest list.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Draw(Protocol):
    """A source of random numbers."""

    def number(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""


class SeededDraw:
    """Gives the same numbers for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def number(self, low: int, high: int) -> int:
        return low + int(self._random() * (high - low + 1))


def choice(draw: Draw, items: Sequence[T]) -> T:
    """One of several things."""
    return items[draw.number(0, len(items) - 1)]


def mostly(draw: Draw) -> bool:
    """True three times out of four."""
    return draw.number(0, 3) > 0


def seldom(draw: Draw) -> bool:
    """True once in five."""
    return draw.number(0, 4) == 4


def shuffled(draw: Draw, items: Sequence[T]) -> list[T]:
    """The same things in another order."""
    out = list(items)
    for index in range(len(out) - 1):
        other = draw.number(index, len(out) - 1)
        out[index], out[other] = out[other], out[index]
    return out


class Undrawable(Exception):  # noqa: N818 - no error: the object is drawn again
    """What was drawn cannot be completed to an object that its schema accepts."""
