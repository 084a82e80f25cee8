"""Defaults that hold under a condition: what a strategy's settings are when left out depends on the strategy."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from kconv.names import Release
from kconv.paths import MISSING, FieldPath, get, parse
from kconv.rules.base import Fills, Rule, of_part, of_sort, parts
from kconv.rules.default import word
from kconv.rules.fills import Filling, Step, join
from kconv.values import Json

if TYPE_CHECKING:
    from kconv.rules.fills import Add, Fill


class When(Fills):
    """Defaults that apply only if another field of the same object has one of the given values."""

    def __init__(self, path: str, values: Sequence[Json], rules: Sequence[Rule]) -> None:
        self.path = parse(path)
        self.text = path
        self.values = tuple(values)
        found = parts(rules)
        self.inner = of_sort(found, Fills)
        if len(self.inner) < len(found):
            raise ValueError("When holds defaults only: a condition on a move could not be walked back")
        reads = [part.below(part.rule.reads) for part in self.inner if part.rule.reads is not None]
        self.reads = (self.path, *chain(*reads)) if len(reads) == len(found) else None

    def fillings(self, release: Release) -> list[Filling]:
        inner = [each for part in self.inner for each in of_part(part, release)]
        shared = _shared_way(self.path, [each.steps for each in inner])
        governed = [Filling(each.steps[shared:], each.fill) for each in inner]
        path, values = self.path[shared:], self.values

        def make(add: Add) -> Fill:
            fills = join(governed, add)

            def fill(obj: Json) -> Json:
                if get(obj, path) in values:
                    for each in fills:
                        obj = each(obj)
                return obj

            return fill

        return [Filling(tuple((part, False) for part in self.path[:shared]), make)]

    def describe(self) -> list[str]:
        condition = " or ".join(dict.fromkeys(_word(value) for value in self.values))
        return [f"when {self.text} is {condition}: {line}" for part in self.inner for line in part.describe()]


def _shared_way(path: FieldPath, ways: Sequence[tuple[Step, ...]]) -> int:
    """How many steps the condition and all that it governs have in common, none of them optional."""
    for at, part in enumerate(path[:-1]):
        if any(way[at : at + 1] != ((part, False),) for way in ways):
            return at
    return len(path) - 1


def _word(value: Json) -> str:
    return "left out" if value in (MISSING, None, "") else word(value)
