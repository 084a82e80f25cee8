"""kueue 0.15.0 Workload: a word that became a group and a kind, a misspelt field, an assignment in another encoding."""

from __future__ import annotations

from typing import Final

from kconv.engine import Kind
from kconv.rules import Cases, Dropped, Move, Rule, When

POD, OWN = "scheduling.k8s.io/priorityclass", "kueue.x-k8s.io/workloadpriorityclass"
V1BETA1: Final[list[Rule]] = [
    When("spec.priorityClassSource", [POD, OWN], [Move("spec.priorityClassName", "spec.priorityClassRef.name")]),
    Dropped("spec.priorityClassName", why="without a source it names nothing"),
    Cases(
        ["spec.priorityClassSource"],
        ["spec.priorityClassRef.group", "spec.priorityClassRef.kind"],
        [((POD,), ("scheduling.k8s.io", "PriorityClass")), ((OWN,), ("kueue.x-k8s.io", "WorkloadPriorityClass"))],
        says="priorityClassSource is the group and the kind of priorityClassRef",
    ),
    Dropped("spec.priorityClassSource", why="a source of another name is none"),
    Move("status.accumulatedPastExexcutionTimeSeconds", "status.accumulatedPastExecutionTimeSeconds"),
]
KIND: Final = Kind("Workload", hub="kueue.x-k8s.io/v1beta2", spokes={"kueue.x-k8s.io/v1beta1": V1BETA1})
