"""WorkerPool was called Worker, in another group: a kind with two names. Quantities were numbers of GiB."""

from __future__ import annotations

from typing import Any, Final

from kconv.engine import Kind
from kconv.rules import At, Lacks, Move, Rule, Turn, Values
from tests.declared.nodes import NUMBER, OPEN, QUANTITY, STRING, TRUTH, fields, items, values, whole, word

Json = Any
OLD, NEW = "acme.io/v1alpha1", "compute.acme.io/v1"
NAMES: Final = {OLD: "Worker", NEW: "WorkerPool"}


def to_gi(size: int) -> str | None:
    return f"{size}Gi" if type(size) is int else None


def from_gi(text: str | int) -> int | None:
    number = str(text).removesuffix("Gi")
    return int(number) if isinstance(text, str) and text.endswith("Gi") and number == str(int(number)) else None


V1: list[Rule] = [  # since acme.io/v1alpha1 Worker
    Values("kind", [("Worker", "WorkerPool")], says="a WorkerPool was called Worker"),
    Move("spec.count", "spec.replicas"),
    Move("status.count", "status.replicas"),
    Move("spec.labels", "spec.selector"),
    Move("spec.recreate", "spec.updateStrategy.type"),
    Values("spec.updateStrategy.type", [(True, "Recreate"), (False, "RollingUpdate")], says="recreate: true is updateStrategy.type: Recreate"),
    At("spec.volumes[]", [
        Turn("sizeGi", "capacity", to_gi, from_gi, says="sizeGi: 10 is capacity: 10Gi", node={"x-kubernetes-int-or-string": True}),
        Move("keep", "reclaim"),
        Values("reclaim", [(True, "Retain"), (False, "Delete")], says="keep: true is reclaim: Retain"),
    ]),
]  # fmt: skip
ADDED: list[Rule] = [Lacks("spec.updateStrategy.maxUnavailable", "status.selector", "status.conditions")]
KIND: Final = Kind.of_changes(
    "WorkerPool",
    NEW,
    {OLD: [], NEW: [*ADDED, *V1]},
    list_keys={"spec.volumes": ("name",), "status.conditions": ("type",)},
)

CONDITION = fields("type", "status", type=STRING, status=word("True", "False", "Unknown"))
SCHEMAS: dict[str, Json] = {
    OLD: whole(
        fields(
            "count", "labels", "template",
            count=NUMBER, labels=values(STRING), template=OPEN, recreate=TRUTH,
            volumes=items(fields("name", name=STRING, sizeGi=NUMBER, keep=TRUTH), "name"),
        ),
        fields(count=NUMBER),
    ),
    NEW: whole(
        fields(
            "replicas", "selector", "template",
            replicas=NUMBER, selector=values(STRING), template=OPEN,
            updateStrategy=fields(type=word("RollingUpdate", "Recreate"), maxUnavailable=QUANTITY),
            volumes=items(fields("name", "capacity", name=STRING, capacity=QUANTITY, reclaim=word("Retain", "Delete")), "name"),
        ),
        fields(replicas=NUMBER, selector=STRING, conditions=items(CONDITION, "type")),
    ),
}  # fmt: skip
