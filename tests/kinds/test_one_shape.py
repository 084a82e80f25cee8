"""Kinds whose versions have one shape and no defaults of their own: a conversion changes only the apiVersion."""

from __future__ import annotations

from itertools import permutations

import pytest

from tests.kinds.before_after import Case, check

OBJECTS = {
    "authentication.k8s.io TokenReview v1beta1 v1": "spec: {token: abc, audiences: [api]}",
    "authentication.k8s.io SelfSubjectReview v1alpha1 v1beta1 v1": "status: {userInfo: {username: jane, groups: [dev]}}",
    "authorization.k8s.io SelfSubjectAccessReview v1beta1 v1": "spec: {resourceAttributes: {verb: get, resource: pods}}",
    "authorization.k8s.io SelfSubjectRulesReview v1beta1 v1": "spec: {namespace: shop}",
    "certificates.k8s.io ClusterTrustBundle v1alpha1 v1beta1 v1": "spec: {signerName: example.com/ca, trustBundle: PEM}",
    "networking.k8s.io IPAddress v1alpha1 v1beta1 v1": "spec: {parentRef: {resource: services, name: a, namespace: b}}",
    "networking.k8s.io ServiceCIDR v1alpha1 v1beta1 v1": "spec: {cidrs: [10.0.0.0/16, 'fd00::/108']}",
    "scheduling.k8s.io Workload v1alpha3 v1beta1": (
        "spec: {podGroupTemplates: [{name: a, schedulingPolicy: {gang: {minCount: 3}}, disruptionMode: {all: {}}}]}"
    ),
    "scheduling.k8s.io PodGroup v1alpha3 v1beta1": (
        "spec: {workloadRef: {workloadName: w, templateName: a}, schedulingPolicy: {basic: {}}}"
    ),
    "storage.k8s.io CSIStorageCapacity v1alpha1 v1beta1 v1": "{storageClassName: fast, capacity: 10Gi}",
    "storage.k8s.io VolumeAttributesClass v1alpha1 v1beta1 v1": "{driverName: csi.example.com, parameters: {iops: '9'}}",
    "storagemigration.k8s.io StorageVersionMigration v1beta1 v1": "spec: {resource: {group: apps, resource: deployments}}",
}


def cases() -> list[Case]:
    """Every ordered pair of versions of every kind above."""
    found = []
    for name, body in OBJECTS.items():
        group, kind, *versions = name.split()
        for old, new in permutations(versions, 2):
            fields = body[1:-1] if body.startswith("{") else body
            before = f"{{apiVersion: {group}/{old}, kind: {kind}, metadata: {{name: x}}, {fields}}}"
            found.append(Case(f"{kind} {old} to {new}", f"{group}/{new}", before))
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_only_the_version_changes(case: Case) -> None:
    check(case)
