"""The CronJob that makes the copies of a Backup. `python cron_job.py FILE` prints it for a manifest of any version."""

import shlex
import sys
from pathlib import Path
from typing import Any

import yaml
from acme.backup import BACKUP, v1

from kconv import Kinds, convert
from kconv.crd import duration_text

IMAGE = "registry.acme.io/backup:3.1"
RETRIES = {"Always": 6, "OnFailure": 2, "Never": 0}


def cron_job(backup: v1.Backup) -> dict[str, Any]:
    """The CronJob of a Backup, without an owner."""
    spec = backup.spec
    return {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": {"name": backup.metadata.name, "namespace": backup.metadata.namespace},
        "spec": {
            "schedule": spec.schedule,
            "suspend": bool(spec.suspend),
            "concurrencyPolicy": "Forbid",
            "jobTemplate": {"spec": {"backoffLimit": RETRIES[spec.retry_policy], "template": pod(spec)}},
        },
    }


def pod(spec: v1.BackupSpec) -> dict[str, Any]:
    """The pod of one copy: the hooks that run before are its init containers."""
    before = [hook for hook in spec.hooks if hook.when == "Before"]
    after = [hook for hook in spec.hooks if hook.when == "After"]
    copy = {"name": "copy", "image": IMAGE, "args": arguments(spec, after), "env": [token(spec)]}
    hooks = [{"name": hook.name, "image": IMAGE, "command": hook.exec.command} for hook in before]
    return {"spec": {"restartPolicy": "Never", "initContainers": hooks, "containers": [copy]}}


def arguments(spec: v1.BackupSpec, after: list[v1.Hook]) -> list[str]:
    """The arguments of the program that copies."""
    given = {
        "bucket": spec.destination.bucket,
        "path": spec.destination.path,
        "keep": spec.retention.count,
        "keep-for": duration_text(spec.retention.max_age) if spec.retention.max_age else None,
        "max-size": spec.max_size,
    }
    hooks = [f"--then={shlex.join(hook.exec.command)}" for hook in after]
    return [f"--{name}={value}" for name, value in given.items() if value is not None] + hooks


def token(spec: v1.BackupSpec) -> dict[str, Any]:
    """The environment variable with the credentials of the bucket."""
    key = {"name": spec.credentials.name, "key": spec.credentials.key}
    return {"name": "TOKEN", "valueFrom": {"secretKeyRef": key}}


def main(file: str) -> None:
    """Print the CronJob of the Backup in a file."""
    obj = convert(yaml.safe_load(Path(file).read_text()), "backup.acme.io/v1", kinds=Kinds(BACKUP))
    yaml.safe_dump(cron_job(v1.Backup.model_validate(obj)), sys.stdout, sort_keys=False)


if __name__ == "__main__":
    main(sys.argv[1])
