"""kueue 0.15.0 MultiKueueCluster: two ways to reach a cluster are one source, of which one is given."""

from __future__ import annotations

from typing import Final

from kconv.engine import Kind
from kconv.rules import PRESENT, Dropped, Move, Rule, When

SOURCE = "spec.clusterSource.kubeConfig"
V1BETA1: Final[list[Rule]] = [
    Move("spec.kubeConfig.location", f"{SOURCE}.location"),
    When(f"{SOURCE}.location", [PRESENT], [Move("spec.kubeConfig.locationType", f"{SOURCE}.locationType")]),
    Dropped("spec.kubeConfig", why="without a location, its type says nothing"),
    Move("spec.clusterProfileRef", "spec.clusterSource.clusterProfileRef"),
]
KIND: Final = Kind("MultiKueueCluster", hub="kueue.x-k8s.io/v1beta2", spokes={"kueue.x-k8s.io/v1beta1": V1BETA1})
