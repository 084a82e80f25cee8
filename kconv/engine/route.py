"""The way from one version to another through the hub, worked out once for each pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kconv.engine.compiled.walks import Convert, Doubts, converter
from kconv.engine.kind import Kind
from kconv.engine.moves import Pair, join, moves_to_hub
from kconv.names import GroupVersion
from kconv.paths import FieldPath
from kconv.rules import Converts, Demands, Fills, Json, Part, of_sort


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """One version's rules in their places, by sort."""

    version: GroupVersion
    converting: tuple[Part[Converts], ...]
    filling: tuple[Part[Fills], ...]
    settling: tuple[Part[Demands], ...]
    exact: bool
    api_version: str
    hub_version: str
    forth: Convert
    back: Convert

    def to_hub(self, obj: Json, doubts: Doubts = None) -> Json:
        """The object in the hub's shape; its apiVersion is the hub version's.

        ``doubts`` gets each rule that cannot be sure of being walked back: without any, ``from_hub`` gives the same.
        """
        if self.converting:
            obj = self.forth(obj, doubts)
        return obj if obj.get("apiVersion") == self.hub_version else {**obj, "apiVersion": self.hub_version}

    def from_hub(self, obj: Json, doubts: Doubts = None) -> Json:
        """The hub's object in this version's shape, with doubts where ``to_hub`` might not give the same."""
        if obj.get("apiVersion") != self.api_version:
            obj = {**obj, "apiVersion": self.api_version}
        return self.back(obj, doubts) if self.converting else obj


@lru_cache(maxsize=1024)
def leg(kind: Kind, version: GroupVersion) -> Leg:
    """The version's leg of the route."""
    found = kind.parts(version)
    converting = of_sort(found, Converts)
    return Leg(
        version,
        converting,
        of_sort(found, Fills),
        of_sort(found, Demands),
        all(part.rule.exact for part in converting),
        str(version),
        kind.hub,
        converter(converting),
        converter(converting, back=True),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """Two legs, and what follows from the pair of them.

    ``filling`` says that either version has defaults of its own, ``plain`` that nothing else than defaults makes a
    difference between the two.
    """

    source: Leg
    target: Leg
    moves: tuple[Pair, ...]
    source_fills: tuple[Part[Fills], ...]
    target_fills: tuple[Part[Fills], ...]
    filling: bool
    plain: bool


@lru_cache(maxsize=1024)
def route(kind: Kind, source: GroupVersion, target: GroupVersion) -> Route:
    """The route between two versions of a kind."""
    start, end = leg(kind, source), leg(kind, target)
    pairs = join(moves_to_hub(start.converting), moves_to_hub(end.converting))
    fills = _own(start.filling, end.filling), _own(end.filling, start.filling)
    plain = not (start.converting or end.converting or end.settling)
    return Route(start, end, tuple(pairs), *fills, any(fills), plain)


def _own(fills: Sequence[Part[Fills]], others: Sequence[Part[Fills]]) -> tuple[Part[Fills], ...]:
    """Defaults that the other version does not share: a table both use (a pod's defaults) cannot make them differ."""
    there: dict[FieldPath, list[Part[Fills]]] = {}
    for part in others:
        there.setdefault(part.path, []).append(part)
    return tuple(part for part in fills if not (part.shared and part in there.get(part.path, ())))
