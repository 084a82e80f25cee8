"""backup.acme.io/v1beta1: the target, the secret and what is kept are objects."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from acme.shared import SecretKeyRef
from kconv.crd import Column, Duration, Int32, IntOrString, ListMap, Model, Quantity, Resource, api_version, cel
from kconv.rules import At, Dropped, Kept, Move, Rule, Split, Values


class Destination(Model):
    """Where the copies go."""

    bucket: Annotated[str, Field(min_length=1, max_length=63, pattern="^[^/]+$")]
    path: Annotated[str, Field(pattern="^.+$")] | None = None


@cel("has(self.count) || has(self.maxAge)", "keep a number of copies, or their age")
class Retention(Model):
    """How long copies are kept."""

    count: Annotated[Int32, Field(ge=1, le=1000)] | None = 3
    max_age: Duration | None = None
    """Copies older than this are deleted, such as 720h."""


class Hook(Model):
    name: Annotated[str, Field(max_length=63)]
    when: Literal["Before", "After"] = "Before"
    command: Annotated[list[str], Field(min_length=1, max_length=32)]
    timeout: Duration = timedelta(seconds=10)


class BackupSpec(Model):
    schedule: Annotated[str, Field(min_length=9, max_length=100)]
    destination: Destination
    secret_ref: SecretKeyRef
    retention: Retention = Retention()
    retry_policy: Literal["Always", "OnFailure", "Never"] = "OnFailure"
    hooks: Annotated[list[Hook], ListMap("name"), Field(max_length=16)] = []
    max_size: Quantity | None = None
    max_unavailable: IntOrString = "25%"


class BackupStatus(Model):
    phase: Literal["Pending", "Running", "Done", "Failed"] | None = None
    last_backup_time: datetime | None = None


@api_version("backup.acme.io/v1beta1", columns=[Column("Schedule", ".spec.schedule")])
class Backup(Resource):
    """A plan by which a volume is copied."""

    spec: BackupSpec
    status: BackupStatus | None = None


RULES: list[Rule] = [  # since v1alpha1
    Split("spec.target", "s3://{spec.destination.bucket}[/{spec.destination.path}]"),
    Move("spec.secret", "spec.secretRef.name"),
    Move("spec.keep", "spec.retention.count"),
    Move("spec.onFailure", "spec.retryPolicy"),
    Values(
        "spec.retryPolicy",
        [("ALWAYS", "Always"), ("RETRY", "OnFailure"), ("NEVER", "Never")],
        says="it was written in capitals",
    ),
    At(
        "spec.hooks[]",
        [
            Move("cmd", "command"),
            Move("after", "when"),
            Values("when", [(True, "After"), (False, "Before")], says="after: true is when: After"),
        ],
    ),
    Move("status.state", "status.phase"),
    Kept("spec.checksum", why="copies are sha256 now; who reads v1alpha1 still sees what was written"),
    Dropped("spec.verbose", why="no controller has ever read it"),
]
