"""A condition governs several rules, and one of them may be wrong: a message names that one, not the first."""

from __future__ import annotations

from collections.abc import Iterator

from kconv.paths import FieldPath, meet
from kconv.rules.base import Converts, Part
from kconv.rules.conditional import ConditionalChanges


def single(part: Part[Converts]) -> Iterator[Part[Converts]]:
    """The rules that a condition governs, each under the condition by itself; any other rule as it is."""
    if isinstance(part.rule, ConditionalChanges):
        for each in part.rule.governed:
            yield part._replace(rule=ConditionalChanges(part.rule.condition, [each]))
    else:
        yield part


def sentences(part: Part[Converts], place: FieldPath) -> list[str]:
    """What a rule says of a place, by its name if it says nothing."""
    about = [each for each in single(part) if _reaches(each, place)] or [part]
    return [line for each in about for line in each.describe() or [type(each.rule).__name__]]


def _reaches(part: Part[Converts], place: FieldPath) -> bool:
    """Whether a rule changes something at a place, above or below it; every rule does at its own condition."""
    return any(meet(part.path + changed, place) for changed, _ in part.rule.changes)
