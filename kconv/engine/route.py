"""The way from one version to another through the hub, worked out once for each pair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kconv.engine.kind import Kind
from kconv.engine.moves import Pair, join, moves_to_hub
from kconv.names import GroupVersion
from kconv.rules import Json, Rule
from kconv.rules.base import Doubts
from kconv.rules.walks import walker


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """One version's rules, sorted by what they do."""

    version: GroupVersion
    converting: tuple[Rule, ...]
    filling: tuple[Rule, ...]
    settling: tuple[Rule, ...]
    exact: bool
    api_version: str
    hub_version: str
    forth: Callable[[Json, Doubts], Json]
    back: Callable[[Json, Doubts], Json]

    def to_hub(self, obj: Json, doubts: Doubts = None) -> Json:
        """The object in the hub's shape; its apiVersion is the hub version's.

        ``doubts`` gets each rule that cannot be sure of being walked back: without any, ``from_hub`` gives the same.
        """
        obj = self.forth(obj, doubts)
        return obj if obj.get("apiVersion") == self.hub_version else {**obj, "apiVersion": self.hub_version}

    def from_hub(self, obj: Json, doubts: Doubts = None) -> Json:
        """The hub's object in this version's shape, with doubts where ``to_hub`` might not give the same."""
        if obj.get("apiVersion") != self.api_version:
            obj = {**obj, "apiVersion": self.api_version}
        return self.back(obj, doubts)


@lru_cache(maxsize=1024)
def leg(kind: Kind, version: GroupVersion) -> Leg:
    """The version's leg of the route."""
    rules = kind.rules(version)
    converting = tuple(rule for rule in rules if rule.converts)
    return Leg(
        version,
        converting,
        tuple(rule for rule in rules if rule.fills),
        tuple(rule for rule in rules if rule.settles),
        all(rule.exact for rule in converting),
        str(version),
        kind.hub,
        walker([each for rule in converting for each in rule.walks(back=False)]),
        walker([each for rule in converting[::-1] for each in rule.walks(back=True)]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """Two legs, and what follows from the pair of them."""

    source: Leg
    target: Leg
    moves: tuple[Pair, ...]
    source_fills: tuple[Rule, ...]
    target_fills: tuple[Rule, ...]

    @property
    def filling(self) -> bool:
        """Whether either version has defaults of its own."""
        return bool(self.source_fills or self.target_fills)


@lru_cache(maxsize=1024)
def route(kind: Kind, source: GroupVersion, target: GroupVersion) -> Route:
    """The route between two versions of a kind."""
    start, end = leg(kind, source), leg(kind, target)
    pairs = join(moves_to_hub(start.converting), moves_to_hub(end.converting))
    return Route(start, end, tuple(pairs), _own(start.filling, end.filling), _own(end.filling, start.filling))


def _own(rules: Sequence[Rule], others: Sequence[Rule]) -> tuple[Rule, ...]:
    """Fills that the other version does not share: a table both use (a pod's defaults) cannot make them differ."""
    return tuple(rule for rule in rules if not (rule.shared and any(rule is other for other in others)))
