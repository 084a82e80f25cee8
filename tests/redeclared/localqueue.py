"""kueue 0.15.0 LocalQueue: a field in the plural, the flavors' details given up, fair sharing with another status."""

from __future__ import annotations

from typing import Final

from kconv.engine import Kind
from kconv.rules import Dropped, Move, Rule

V1BETA1: Final[list[Rule]] = [
    Move("status.flavorUsage", "status.flavorsUsage"),
    Dropped("status.flavors", why="Topology and ResourceFlavor say it"),
]
KIND: Final = Kind("LocalQueue", hub="kueue.x-k8s.io/v1beta2", spokes={"kueue.x-k8s.io/v1beta1": V1BETA1})
