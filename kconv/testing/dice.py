"""Where chance comes from: numbers in a range, and no more.

A check throws its own dice, which are fast and fall the same for a seed on every machine and with every version of
every library; Hypothesis throws them in anybody's own tests, where it shrinks what they fell to. Low numbers are the
plain ones: the first choice, the shortest list.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Dice(Protocol):
    """A source of chance."""

    def number(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""


class Seeded:
    """Dice that fall the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def number(self, low: int, high: int) -> int:
        return low + int(self._random() * (high - low + 1))


def choice(dice: Dice, items: Sequence[T]) -> T:
    """One of some things."""
    return items[dice.number(0, len(items) - 1)]


def mostly(dice: Dice) -> bool:
    """True three times of four."""
    return dice.number(0, 3) > 0


def seldom(dice: Dice) -> bool:
    """True once in five times."""
    return dice.number(0, 4) == 4


def shuffled(dice: Dice, items: Sequence[T]) -> list[T]:
    """The same things in another order."""
    out = list(items)
    for index in range(len(out) - 1):
        other = dice.number(index, len(out) - 1)
        out[index], out[other] = out[other], out[index]
    return out


class Unlucky(Exception):  # noqa: N818 - no error: the object is drawn again
    """What was drawn cannot be completed to what its schema takes."""
