"""An operator, as `kopf run` starts it: it says which handler ran for which object, one JSON line each.

    VERSION=v1alpha1 STORAGE=kconv kopf run --standalone --namespace NAMESPACE replica.py

``STORAGE`` is kconv, or kopf for kopf's own.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import kopf
from acme.backup import BACKUP

from kconv.kopf import HubDiffBaseStorage

VERSION = os.environ["VERSION"]
RESOURCE = ("backup.acme.io", VERSION, "backups")


@kopf.on.startup()
def configure(settings: kopf.OperatorSettings, **_: Any) -> None:
    settings.posting.enabled = False
    settings.networking.error_backoffs = [0.1] * 20
    if os.environ["STORAGE"] == "kconv":
        settings.persistence.diffbase_storage = HubDiffBaseStorage(BACKUP)


@kopf.on.event(*RESOURCE)
def event(name: str, meta: kopf.Meta, **_: Any) -> None:
    say("event", name, version=meta["resourceVersion"])


@kopf.on.create(*RESOURCE)
def create(name: str, **_: Any) -> None:
    say("create", name)


@kopf.on.update(*RESOURCE)
def update(name: str, diff: kopf.Diff, **_: Any) -> None:
    say("update", name, fields=[".".join(item.field) for item in diff])


def say(handler: str, name: str, **more: Any) -> None:
    sys.stdout.write(json.dumps({"handler": handler, "name": name, **more}) + "\n")
    sys.stdout.flush()
