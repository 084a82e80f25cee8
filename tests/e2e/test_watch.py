"""Controllers of several versions watch at once: each sees every change, in its own version."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from tests.e2e.backups import Backups
from tests.e2e.test_updates import NEW

pytestmark = pytest.mark.cluster
Json = Any
VERSIONS = ("v1alpha1", "v1beta1", "v1")
OLD = {"schedule": "0 3 * * *", "target": "s3://bucket", "secret": "s3"}
EXPECTED = [
    ("ADDED", "one", 14),
    ("ADDED", "two", 7),
    ("MODIFIED", "two", 8),
    ("MODIFIED", "one", 2),
    ("DELETED", "one", 2),
]


class Watcher(threading.Thread):
    """Reads the events of a version until the last that is expected, or half a minute."""

    def __init__(self, backups: Backups, version: str, since: str) -> None:
        super().__init__(daemon=True)
        query = f"?watch=true&resourceVersion={since}&timeoutSeconds=30"
        self.version, self.answer = version, backups.server.stream(backups.path(version, tail=query))
        self.events: list[Json] = []

    def run(self) -> None:
        for line in self.answer:
            self.events.append(json.loads(line))
            if self.events[-1]["type"] == "DELETED":
                return


def test_each_version_sees_each_change(backups: Backups) -> None:
    since = backups.ask("GET", backups.path("v1"))["metadata"]["resourceVersion"]
    watchers = [Watcher(backups, version, since) for version in VERSIONS]
    for each in watchers:
        each.start()
    backups.create("v1", NEW)
    backups.create("v1alpha1", OLD, name="two")
    backups.patch("v1", {"spec": {"retention": {"count": 8}}}, name="two")
    backups.patch("v1alpha1", {"spec": {"keep": 2}})
    backups.delete("v1beta1")
    for each in watchers:
        each.join(40)
        assert [seen(event, each.version) for event in each.events] == EXPECTED


def seen(event: Json, version: str) -> tuple[str, str, int]:
    obj = event["object"]
    assert obj["apiVersion"] == f"backup.acme.io/{version}"
    spec = obj["spec"]
    return event["type"], obj["metadata"]["name"], spec["keep"] if version == "v1alpha1" else spec["retention"]["count"]
