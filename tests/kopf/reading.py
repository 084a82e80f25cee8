"""kopf and the API server between them: what a replica that watches some version gets of a stored object, and writes."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

import kopf
from kopf._cogs.structs import diffs

from kconv.crd import CustomResource
from kconv.engine import convert_kind
from kconv.kopf import HubDiffBaseStorage
from kconv.names import GroupVersion
from kconv.structural.default import default
from kconv.structural.prune import prune

Json = Any
KEY = "kopf.zalando.org/last-handled-configuration"
OLD: dict[str, Json] = {
    "acme.backup": {
        "apiVersion": "backup.acme.io/v1alpha1",
        "kind": "Backup",
        "metadata": {"name": "one", "namespace": "default"},
        "spec": {"schedule": "0 1 * * *", "target": "s3://b/daily", "secret": "s", "checksum": "md5"},
    },
    "acme.route": {
        "apiVersion": "net.acme.io/v1alpha1",
        "kind": "Route",
        "metadata": {"name": "one", "namespace": "default"},
        "spec": {"host": "h", "primary": "b", "redirectTo": "x", "backends": {"b": {"ip": "10.0.0.1"}}},
    },
    "acme.workerpool": {
        "apiVersion": "acme.io/v1alpha1",
        "kind": "Worker",
        "metadata": {"name": "one", "namespace": "default"},
        "spec": {"labels": {"a": "b"}, "template": {"spec": {"containers": [{"name": "c"}]}}},
    },
}
OLD["acme.backup_v2"] = OLD["acme.backup"]


def versions(resource: CustomResource) -> list[str]:
    return [each.api_version for each in resource.versions]


def stored_in(resource: CustomResource) -> str:
    return next((each for each in resource.versions if each.storage), resource.hub).api_version


def base(stored: Json) -> Json:
    return json.loads(stored["metadata"]["annotations"][KEY])


@cache
def schemas(resource: CustomResource) -> dict[str, Json]:
    """The schemas of a resource, which are walked off its models each time that it is asked."""
    return resource.schemas


@cache
def hub_storage(resource: CustomResource) -> kopf.DiffBaseStorage:
    """The storage of a resource; it has no state of its own."""
    return HubDiffBaseStorage(resource)


def served(resource: CustomResource, stored: Json, version: str) -> Json:
    """A stored object as the API server shows it at a version: converted by a webhook, pruned, with its defaults."""
    filled = _settled(resource, stored)
    made = convert_kind(resource.kind, filled, GroupVersion.parse(version), defaults="served").object
    return copy.deepcopy(_settled(resource, made))


def _settled(resource: CustomResource, obj: Json) -> Json:
    schema = schemas(resource)[obj["apiVersion"]]
    return default(prune(obj, schema, resource=True), schema)


class Replica:
    """An operator that watches one version of a resource, as kopf's reactor has it for each event."""

    def __init__(self, resource: CustomResource, version: str, storage: kopf.DiffBaseStorage) -> None:
        self.resource, self.version, self.storage = resource, version, storage
        self.asked: set[kopf.FieldSpec] = set()

    def event(self, stored: Json) -> tuple[Json, kopf.Diff]:
        """What becomes of the stored object, and the difference that handlers are called with.

        The difference is kopf's: without a base, the whole object is new, and that is no update but a creation.
        """
        body = kopf.Body(served(self.resource, stored, self.version))
        old, new = self.storage.fetch(body=body), self.storage.build(body=body, extra_fields=self.asked)
        diff = difference(old, new)
        patch = kopf.Patch()
        if old != new:
            self.storage.store(body=body, patch=patch, essence=new)
        return self._patched(stored, patch), diff

    def _patched(self, stored: Json, patch: kopf.Patch) -> Json:
        """A PATCH goes through the watched version, and is stored again in the version of before."""
        if not patch:
            return stored
        shown = served(self.resource, stored, self.version)
        shown["metadata"].setdefault("annotations", {}).update(patch["metadata"]["annotations"])
        return served(self.resource, shown, stored["apiVersion"])


def difference(old: Json, new: Json) -> kopf.Diff:
    """kopf's own difference."""
    return diffs.diff(old, new)
