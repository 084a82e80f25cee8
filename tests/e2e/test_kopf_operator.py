"""The example operator on a real API server: it runs as its README says, and clients write whichever version they like."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cluster.running import Cluster
from tests.e2e.backups import Backups
from tests.e2e.definitions import Definitions, definition, wait_until
from tests.e2e.operators import running
from tests.e2e.processes import EXAMPLES, Certificate, serving

pytestmark = pytest.mark.cluster
Json = Any
FOLDER = EXAMPLES.parent / "kopf-operator"


@pytest.fixture
def objects(
    cluster: Cluster, certs: Certificate, definitions: Definitions, namespace: str, tmp_path: Path
) -> Iterator[Backups]:
    """Backups of a namespace in which the operator runs."""
    with serving("kconv", certs) as webhook:
        definitions.require(definition(webhook))
        with running(cluster, tmp_path / "said", namespace, FOLDER / "backup_operator.py"):
            yield Backups(definitions.server, namespace)
        definitions.remove()


def test_the_example_operator_follows_a_backup_from_its_creation_to_its_end(objects: Backups) -> None:
    manifest = yaml.safe_load((FOLDER / "backup.yaml").read_text())
    labels = {"labels": {"app": "shop"}, "annotations": manifest["metadata"]["annotations"]}
    objects.create("v1alpha1", manifest["spec"], "shop", **labels)
    wait_until(lambda: objects.get("v1", "shop").get("status", {}).get("phase") == "Pending")
    job = cron_job(objects)
    assert job["metadata"]["annotations"] == {"team": "shop"}
    assert job["metadata"]["labels"] == {"app": "shop"}
    assert job["spec"]["schedule"] == "0 3 * * *"

    objects.patch("v1alpha1", {"spec": {"schedule": "0 4 * * *"}}, "shop")
    wait_until(lambda: cron_job(objects)["spec"]["schedule"] == "0 4 * * *")
    assert objects.get("v1alpha1", "shop")["spec"]["checksum"] == "md5"

    objects.delete("v1beta1", "shop")
    wait_until(lambda: objects.server.request("GET", objects.path("v1", "shop"))[0] == 404)
    assert cron_job(objects) is None or cron_job(objects)["metadata"].get("deletionTimestamp")


def cron_job(objects: Backups) -> Json:
    """The CronJob of the Backup, None if there is none."""
    status, answer = objects.server.request("GET", f"/apis/batch/v1/namespaces/{objects.namespace}/cronjobs/shop")
    return answer if status == 200 else None
