"""An operator of Backups: each gets a CronJob. It watches one version; clients may write any."""

from functools import cache
from http import HTTPStatus
from typing import Any

import kopf
from acme.backup import BACKUP, v1
from cron_job import cron_job
from lightkube import ApiError, Client
from lightkube.codecs import from_dict
from lightkube.resources.batch_v1 import CronJob
from pydantic import ValidationError

from kconv.kopf import HubDiffBaseStorage, annotations_for_children

BACKUPS = ("backup.acme.io", "v1", "backups")
MANAGER = "backup-operator"


@cache
def client() -> Any:
    """The connection to the cluster that KUBECONFIG names, or to the one that the operator runs in."""
    return Client(field_manager=MANAGER)


@kopf.on.startup()
def configure(settings: kopf.OperatorSettings, **_: Any) -> None:
    """Keep what was handled in the hub's form, so that a later release may watch another version."""
    settings.persistence.diffbase_storage = HubDiffBaseStorage(BACKUP)
    settings.persistence.finalizer = "backup.acme.io/operator"


@kopf.on.resume(*BACKUPS)
@kopf.on.create(*BACKUPS)
@kopf.on.update(*BACKUPS)
def apply(body: kopf.Body, patch: kopf.Patch, **_: Any) -> None:
    """Bring the CronJob up to date. Server-side apply: what others have written in it stays."""
    backup = read(body, patch)
    child = cron_job(backup)
    child["metadata"] |= {"labels": dict(body.metadata.labels), "annotations": annotations_for_children(body)}
    kopf.append_owner_reference(child, owner=body)
    client().apply(from_dict(child), force=True)
    if backup.status is None or backup.status.phase in (None, "Failed"):
        patch.status["phase"] = "Pending"


@kopf.on.delete(*BACKUPS)
def delete(name: str, namespace: str | None, **_: Any) -> None:
    """No further copy starts. The API server's garbage collector would be later."""
    try:
        client().delete(CronJob, name, namespace=namespace)
    except ApiError as error:
        if error.status.code != HTTPStatus.NOT_FOUND:
            raise


def read(body: kopf.Body, patch: kopf.Patch) -> v1.Backup:
    """The object as its model. One that was stored before the model became stricter is reported, and not tried again."""
    try:
        return v1.Backup.model_validate(dict(body))
    except ValidationError as error:
        patch.status["phase"] = "Failed"
        raise kopf.PermanentError(str(error)) from error
