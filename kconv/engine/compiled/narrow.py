"""Rules of neighbouring fields: each is made for the object that holds them, which is looked up and copied once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from kconv.rules import Converts, Json

Doubts: TypeAlias = "list[Converts] | None"
Convert = Callable[[Json, Doubts], Json]
"""Converts an object. ``doubts`` gets the first rule that does not lead back to what it was given: without one, nothing
need be compared or stashed. None if the caller does not need it."""


class WholeNeededError(Exception):
    """Raised where a rule leaves nothing of the object that it was narrowed to: above it, a parent may go as well."""


def idling(rule: Converts) -> Callable[[Json], bool]:
    """A function that says of an object whether a rule leaves it as it is, at a glance."""
    heads = rule.heads
    return _never if heads is None else heads.isdisjoint


def _never(_: Json) -> bool:
    return False
