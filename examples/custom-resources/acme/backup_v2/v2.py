"""backup.acme.io/v2: retention is flat again, credentials are called auth."""

from typing import Annotated

from pydantic import Field

from acme.backup import v1, v1beta1
from acme.shared import SecretKeyRef
from kconv.crd import Duration, Int32, ListMap, Model, Resource, api_version
from kconv.rules import Kept, Move, Rule


class BackupSpec(Model):
    schedule: Annotated[str, Field(min_length=9, max_length=100)]
    destination: v1beta1.Destination
    auth: SecretKeyRef
    keep_count: Annotated[Int32, Field(ge=1, le=1000)] | None = 5
    keep_for: Duration | None = None
    hooks: Annotated[list[v1.Hook], ListMap("name"), Field(max_length=16)] = []
    suspend: bool | None = None
    parallel: Int32 = 1


@api_version("backup.acme.io/v2")
class Backup(Resource):
    spec: BackupSpec
    status: v1.BackupStatus | None = None


RULES: list[Rule] = [  # since v1
    Move("spec.credentials", "spec.auth"),
    Move("spec.retention.count", "spec.keepCount"),
    Move("spec.retention.maxAge", "spec.keepFor"),
    Kept("spec.retryPolicy", why="the controller decides"),
    Kept("spec.maxSize", why="unused"),
    Kept("spec.maxUnavailable", why="unused"),
]
