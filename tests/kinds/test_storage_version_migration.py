"""StorageVersionMigration: from v1beta1 on the controller picks the version itself and keeps its own token."""

from __future__ import annotations

from operator import attrgetter

import pytest

from tests.kinds.before_after import Case, check

GROUP = "storagemigration.k8s.io"


def case(name: str, version: str, to: str, before: str, after: str = "", *asks: str) -> Case:
    """What stands below the head, in flow style."""
    head = f"apiVersion: {GROUP}/{version}\nkind: StorageVersionMigration\n"
    return Case(name, f"{GROUP}/{to}", head + before, after, asks=asks)


MIGRATIONS = [
    case("the version has no place", "v1alpha1", "v1", "spec: {resource: {group: apps, version: v1, resource: scales}}",
         "spec: {resource: {group: apps, resource: scales}}", "loss spec.resource.version"),
    case("nor has the token", "v1alpha1", "v1beta1", "spec: {resource: {resource: pods}, continueToken: abc}",
         "spec: {resource: {resource: pods}}", "loss spec.continueToken"),
    case("a condition's time", "v1alpha1", "v1",
         "status: {conditions: [{type: Running, status: 'True', lastUpdateTime: '2024-05-01T10:00:00Z'}]}",
         "status: {conditions: [{type: Running, status: 'True', lastTransitionTime: '2024-05-01T10:00:00Z'}]}"),
    case("down it names no version", "v1", "v1alpha1", "spec: {resource: {group: apps, resource: deployments}}"),
    case("no condition knew a generation", "v1", "v1alpha1",
         "status: {conditions: [{type: Failed, status: 'False', observedGeneration: 3}]}",
         "status: {conditions: [{type: Failed, status: 'False'}]}",
         "loss status.conditions[].observedGeneration"),
]  # fmt: skip


@pytest.mark.parametrize("case", MIGRATIONS, ids=attrgetter("name"))
def test_migration_names_its_resource(case: Case) -> None:
    check(case)
