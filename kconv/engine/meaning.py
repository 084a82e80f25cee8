"""What the source's version means by what is left out, said in the target's: worked out once for each pair of versions.

Most defaults stand where no conversion moves anything, so that it is the same to fill them in before or after it, and
the object need not be converted a second time to know what it meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kconv.engine.kind import Kind
from kconv.engine.route import Route
from kconv.names import Release
from kconv.paths import FieldPath, parse
from kconv.rules import Json, Rule
from kconv.rules.base import Change
from kconv.rules.fills import filling


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """The two versions' defaults, as far as they can differ. ``apart``: no conversion touches the source's."""

    way: Route
    source: Callable[[Json], Json]
    target: Callable[[Json], Json]
    apart: bool
    alike: bool

    def meant(self, obj: Json, result: Json) -> Json:
        """``result``, which is ``obj`` in the target's shape, with the source's defaults; itself if they add none."""
        if self.alike:
            return result
        if self.apart:
            return self.source(result)
        full = self.source(obj)
        return result if full is obj else self.way.target.from_hub(self.way.source.to_hub(full))


@lru_cache(maxsize=4096)
def meaning(kind: Kind, way: Route, release: Release) -> Meaning:
    """The defaults of a route's two versions in a release."""
    apart = _apart(kind, way)
    return Meaning(
        way,
        filling(way.source_fills, release),
        filling(way.target_fills, release),
        apart,
        # To fill in twice is to fill in once.
        not way.source_fills or (apart and way.source_fills == way.target_fills),
    )


def _apart(kind: Kind, way: Route) -> bool:
    """Whether the source's defaults neither read nor write where the conversion does."""
    changes = [change for leg in (way.source, way.target) for rule in leg.converting for change in rule.changes]
    sure = [parse(path) for path in kind.whole if "|" not in path and "?" not in path]
    places = [("apiVersion",), *_places(changes, sure)]
    reads = list(_reads(way.source_fills))
    return None not in reads and not any(_meet(read, place) for read in reads if read is not None for place in places)


def _reads(rules: Sequence[Rule]) -> Iterator[FieldPath | None]:
    for rule in rules:
        yield from (None,) if rule.reads is None else rule.reads


def _places(changes: Sequence[Change], whole: Sequence[FieldPath]) -> Iterator[FieldPath]:
    """The highest places that come or go. An object stays that has something else which no rule touches."""
    firm = [path for path in whole if not any(_meet(path, changed) for changed, _ in changes)]
    for path, depth in changes:
        while depth < len(path) and any(
            len(other) > depth and other[:depth] == path[:depth] and other[depth] != path[depth] for other in firm
        ):
            depth += 1
        yield path[:depth]


def _meet(one: FieldPath, other: FieldPath) -> bool:
    """Whether one path leads to the other's place, or below it."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]
