"""kueue 0.15.0 ClusterQueue: a renamed cohort, a former list of names beside a strategy, words that are deprecated."""

from __future__ import annotations

from typing import Final

from kconv.engine import Kind
from kconv.rules import Dropped, Former, Items, Move, Rule, Values

STOP = "MayStopSearch"
V1BETA1: Final[list[Rule]] = [
    Move("spec.cohort", "spec.cohortName"),
    Former([Items("spec.admissionChecks", "spec.admissionChecksStrategy.admissionChecks", "name")]),
    Values("spec.flavorFungibility.whenCanPreempt", [(STOP, STOP), ("Preempt", STOP)], says="Preempt is MayStopSearch"),
    Values("spec.flavorFungibility.whenCanBorrow", [(STOP, STOP), ("Borrow", STOP)], says="Borrow is MayStopSearch"),
    Dropped("status.pendingWorkloadsStatus", why="the visibility API has it"),
    Dropped("status.fairSharing.admissionFairSharingStatus", why="a LocalQueue has it"),
]
KIND: Final = Kind("ClusterQueue", hub="kueue.x-k8s.io/v1beta2", spokes={"kueue.x-k8s.io/v1beta1": V1BETA1})
