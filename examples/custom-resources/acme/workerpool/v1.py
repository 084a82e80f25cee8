"""compute.acme.io/v1: WorkerPool."""

from typing import Annotated, Literal

from pydantic import Field

from acme.shared import Conditions
from acme.workerpool.v1alpha1 import PodTemplateSpec
from kconv.crd import Column, Int32, IntOrString, ListMap, Model, Resource, Scale, api_version
from kconv.rules import At, Move, Rule, Turn, Values


class Volume(Model):
    name: Annotated[str, Field(max_length=63)]
    capacity: Annotated[str, Field(pattern="^[1-9][0-9]{0,4}Gi$")]
    """Whole gibibytes, because v1alpha1 can say nothing else."""

    reclaim: Literal["Retain", "Delete"] = "Delete"


class UpdateStrategy(Model):
    type: Literal["RollingUpdate", "Recreate"] = "RollingUpdate"
    max_unavailable: IntOrString = "25%"


class WorkerPoolSpec(Model):
    replicas: Annotated[Int32, Field(ge=0)] = 1
    selector: dict[str, str]
    template: PodTemplateSpec
    update_strategy: UpdateStrategy = UpdateStrategy()
    volumes: Annotated[list[Volume], ListMap("name"), Field(max_length=32)] = []


class WorkerPoolStatus(Model):
    replicas: Int32 = 0
    selector: str | None = None
    conditions: Conditions = []


@api_version(
    "compute.acme.io/v1",
    scale=Scale(selector=".status.selector"),
    columns=[Column("Replicas", ".spec.replicas", "integer"), Column("Age", ".metadata.creationTimestamp", "date")],
)
class WorkerPool(Resource):
    """Workers that are alike."""

    spec: WorkerPoolSpec
    status: WorkerPoolStatus | None = None


def to_gi(size: int) -> str | None:
    return f"{size}Gi" if type(size) is int else None


def from_gi(text: str) -> int | None:
    number = str(text).removesuffix("Gi")
    return int(number) if isinstance(text, str) and text.endswith("Gi") and number == str(int(number)) else None


RULES: list[Rule] = [  # since acme.io/v1alpha1 Worker
    Move("spec.count", "spec.replicas"),
    Move("status.count", "status.replicas"),
    Move("spec.labels", "spec.selector"),
    Move("spec.recreate", "spec.updateStrategy.type"),
    Values(
        "spec.updateStrategy.type",
        [(True, "Recreate"), (False, "RollingUpdate")],
        says="recreate: true is updateStrategy.type: Recreate",
    ),
    At(
        "spec.volumes[]",
        [
            Turn(
                "sizeGi",
                "capacity",
                to_gi,
                from_gi,
                says="sizeGi: 10 is capacity: 10Gi",
                node={"type": "string"},
            ),
            Move("keep", "reclaim"),
            Values("reclaim", [(True, "Retain"), (False, "Delete")], says="keep: true is reclaim: Retain"),
        ],
    ),
]
