"""acme.io/v1alpha1: a WorkerPool was a Worker."""

from typing import Annotated, Any

from pydantic import Field

from kconv.crd import BuiltIn, Int32, ListMap, Model, Resource, Scale, api_version

PodTemplateSpec = Annotated[dict[str, Any], BuiltIn("core.v1.PodTemplateSpec")]


class Volume(Model):
    name: Annotated[str, Field(max_length=63)]
    size_gi: Annotated[Int32, Field(ge=1, le=99999)]
    keep: bool = False


class WorkerSpec(Model):
    count: Annotated[Int32, Field(ge=0)] = 3
    labels: dict[str, str]
    template: PodTemplateSpec
    recreate: bool = False
    volumes: Annotated[list[Volume], ListMap("name"), Field(max_length=32)] = []


class WorkerStatus(Model):
    count: Int32 = 0


@api_version("acme.io/v1alpha1", scale=Scale(spec=".spec.count", status=".status.count"))
class Worker(Resource):
    """Workers that are alike."""

    spec: WorkerSpec
    status: WorkerStatus | None = None
