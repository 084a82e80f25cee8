"""Which version a document should have in a release: a table by hand, each row with the outside fact that decides it."""

from __future__ import annotations

import pytest

from kconv import catalog
from kconv.names import GroupVersion, GroupVersionKind, Release


def gvk(text: str) -> GroupVersionKind:
    api_version, _, kind = text.rpartition(" ")
    return GroupVersion.parse(api_version).kind(kind)


# document, release, expected successor ("" for none), why
SUCCESSORS = [
    # extensions/v1beta1 and the apps betas went in 1.16
    ("extensions/v1beta1 Deployment", "1.16", "apps/v1 Deployment", "apps/v1 is stable since 1.9"),
    ("extensions/v1beta1 Deployment", "1.32", "apps/v1 Deployment", "still"),
    ("apps/v1beta1 Deployment", "1.16", "apps/v1 Deployment", "same group"),
    ("apps/v1beta2 Deployment", "latest", "apps/v1 Deployment", "same group"),
    ("extensions/v1beta1 DaemonSet", "1.18", "apps/v1 DaemonSet", "apps/v1 is stable since 1.9"),
    ("apps/v1beta2 DaemonSet", "1.32", "apps/v1 DaemonSet", "same group"),
    ("extensions/v1beta1 ReplicaSet", "1.32", "apps/v1 ReplicaSet", "moved to apps"),
    ("apps/v1beta1 StatefulSet", "1.32", "apps/v1 StatefulSet", "same group"),
    ("apps/v1beta2 StatefulSet", "1.25", "apps/v1 StatefulSet", "same group"),
    ("apps/v1beta1 ControllerRevision", "1.20", "apps/v1 ControllerRevision", "same group"),
    ("extensions/v1beta1 Scale", "1.32", "autoscaling/v1 Scale", "scale subresources speak autoscaling/v1"),
    ("apps/v1beta2 Scale", "1.32", "autoscaling/v1 Scale", "the replacement is the older one here"),
    ("extensions/v1beta1 NetworkPolicy", "1.16", "networking.k8s.io/v1 NetworkPolicy", "v1 since 1.7"),
    ("extensions/v1beta1 Job", "1.32", "batch/v1 Job", "gone since 1.6"),
    ("extensions/v1beta1 ThirdPartyResource", "1.32", "", "CustomResourceDefinition is another kind of object"),
    ("extensions/v1beta1 DeploymentRollback", "1.32", "", "rollback is kubectl's now"),
    # Ingress: extensions → networking beta (1.14) → v1 (1.19)
    ("extensions/v1beta1 Ingress", "1.16", "networking.k8s.io/v1beta1 Ingress", "v1 came in 1.19"),
    ("extensions/v1beta1 Ingress", "1.18", "networking.k8s.io/v1beta1 Ingress", "v1 came in 1.19"),
    ("extensions/v1beta1 Ingress", "1.19", "networking.k8s.io/v1 Ingress", "v1 came in 1.19"),
    ("extensions/v1beta1 Ingress", "1.32", "networking.k8s.io/v1 Ingress", "removed in 1.22"),
    ("networking.k8s.io/v1beta1 Ingress", "1.22", "networking.k8s.io/v1 Ingress", "removed in 1.22"),
    ("networking.k8s.io/v1 Ingress", "1.18", "", "never a downgrade unless asked"),
    ("networking.k8s.io/v1beta1 IngressClass", "1.22", "networking.k8s.io/v1 IngressClass", "removed in 1.22"),
    # HorizontalPodAutoscaler
    (
        "autoscaling/v2beta1 HorizontalPodAutoscaler",
        "1.25",
        "autoscaling/v2 HorizontalPodAutoscaler",
        "removed in 1.25",
    ),
    ("autoscaling/v2beta1 HorizontalPodAutoscaler", "1.23", "autoscaling/v2 HorizontalPodAutoscaler", "v2 is in 1.23"),
    (
        "autoscaling/v2beta1 HorizontalPodAutoscaler",
        "1.22",
        "autoscaling/v2beta2 HorizontalPodAutoscaler",
        "--deprecated",
    ),
    (
        "autoscaling/v2beta2 HorizontalPodAutoscaler",
        "1.26",
        "autoscaling/v2 HorizontalPodAutoscaler",
        "removed in 1.26",
    ),
    ("autoscaling/v2 HorizontalPodAutoscaler", "1.22", "", "v1 is older and knows less"),
    ("autoscaling/v2alpha1 HorizontalPodAutoscaler", "1.30", "autoscaling/v2 HorizontalPodAutoscaler", "gone in 1.8"),
    ("extensions/v1beta1 HorizontalPodAutoscaler", "1.16", "autoscaling/v1 HorizontalPodAutoscaler", "gone since 1.7"),
    # batch
    ("batch/v1beta1 CronJob", "1.25", "batch/v1 CronJob", "removed in 1.25"),
    ("batch/v2alpha1 CronJob", "1.20", "batch/v1beta1 CronJob", "v1 came in 1.21"),
    ("batch/v2alpha1 CronJob", "1.21", "batch/v1 CronJob", "v1 came in 1.21"),
    ("batch/v2alpha1 ScheduledJob", "1.32", "batch/v1 CronJob", "renamed in 1.5"),
    # policy
    ("policy/v1beta1 PodDisruptionBudget", "1.25", "policy/v1 PodDisruptionBudget", "removed in 1.25"),
    ("policy/v1beta1 PodDisruptionBudget", "1.20", "policy/v1beta1 PodDisruptionBudget", "v1 came in 1.21: stays"),
    ("extensions/v1beta1 PodSecurityPolicy", "1.16", "policy/v1beta1 PodSecurityPolicy", "moved"),
    ("extensions/v1beta1 PodSecurityPolicy", "1.24", "policy/v1beta1 PodSecurityPolicy", "the last release with it"),
    ("extensions/v1beta1 PodSecurityPolicy", "1.25", "", "gone with admission itself"),
    ("policy/v1beta1 PodSecurityPolicy", "1.25", "", "gone with admission itself"),
    ("policy/v1beta1 Eviction", "1.25", "policy/v1 Eviction", "a request body has a lineage too"),
    # rbac, admission, CRDs, aggregation
    (
        "rbac.authorization.k8s.io/v1beta1 ClusterRole",
        "1.22",
        "rbac.authorization.k8s.io/v1 ClusterRole",
        "v1 since 1.8",
    ),
    ("rbac.authorization.k8s.io/v1alpha1 Role", "1.23", "rbac.authorization.k8s.io/v1 Role", "v1 since 1.8"),
    (
        "rbac.authorization.k8s.io/v1alpha1 RoleBinding",
        "1.16",
        "rbac.authorization.k8s.io/v1 RoleBinding",
        "stable first",
    ),
    (
        "admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration",
        "1.17",
        "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration",
        "the 1.17 scheme prefers v1beta1, but stable comes first",
    ),
    (
        "admissionregistration.k8s.io/v1alpha1 ExternalAdmissionHookConfiguration",
        "1.32",
        "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration",
        "renamed in 1.9",
    ),
    ("admissionregistration.k8s.io/v1alpha1 InitializerConfiguration", "1.32", "", "dropped in 1.14"),
    (
        "admissionregistration.k8s.io/v1alpha1 ValidatingAdmissionPolicy",
        "1.29",
        "",
        "v1 came in 1.30, and the beta of 1.28 is off by default",
    ),
    (
        "admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicy",
        "1.34",
        "admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy",
        "removed in 1.34",
    ),
    (
        "apiextensions.k8s.io/v1beta1 CustomResourceDefinition",
        "1.22",
        "apiextensions.k8s.io/v1 CustomResourceDefinition",
        "removed in 1.22",
    ),
    ("apiregistration.k8s.io/v1beta1 APIService", "1.22", "apiregistration.k8s.io/v1 APIService", "removed in 1.22"),
    ("auditregistration.k8s.io/v1alpha1 AuditSink", "1.19", "", "dropped in 1.19"),
    ("settings.k8s.io/v1alpha1 PodPreset", "1.20", "", "dropped in 1.20"),
    # the rest of 1.22 and 1.25
    ("storage.k8s.io/v1beta1 StorageClass", "1.22", "storage.k8s.io/v1 StorageClass", "v1 since 1.6"),
    ("storage.k8s.io/v1beta1 CSIDriver", "1.22", "storage.k8s.io/v1 CSIDriver", "removed in 1.22"),
    ("storage.k8s.io/v1alpha1 VolumeAttachment", "1.23", "storage.k8s.io/v1 VolumeAttachment", "v1 since 1.13"),
    (
        "storage.k8s.io/v1alpha1 CSIStorageCapacity",
        "1.22",
        "storage.k8s.io/v1beta1 CSIStorageCapacity",
        "beta before 1.24",
    ),
    ("coordination.k8s.io/v1beta1 Lease", "1.17", "coordination.k8s.io/v1 Lease", "stable before the scheme's order"),
    ("discovery.k8s.io/v1alpha1 EndpointSlice", "1.20", "discovery.k8s.io/v1beta1 EndpointSlice", "v1 came in 1.21"),
    (
        "discovery.k8s.io/v1beta1 EndpointSlice",
        "1.28",
        "discovery.k8s.io/v1 EndpointSlice",
        "stable before scheme order",
    ),
    ("node.k8s.io/v1alpha1 RuntimeClass", "1.19", "node.k8s.io/v1beta1 RuntimeClass", "v1 came in 1.20"),
    ("scheduling.k8s.io/v1alpha1 PriorityClass", "1.32", "scheduling.k8s.io/v1 PriorityClass", "v1 since 1.14"),
    (
        "certificates.k8s.io/v1beta1 CertificateSigningRequest",
        "1.22",
        "certificates.k8s.io/v1 CertificateSigningRequest",
        "removed in 1.22",
    ),
    (
        "storage.k8s.io/v1beta1 VolumeAttributesClass",
        "1.34",
        "storage.k8s.io/v1 VolumeAttributesClass",
        "deprecated",
    ),
    ("v1 Event", "latest", "v1 Event", "core Event stays, though events.k8s.io/v1 shares its hub"),
    ("events.k8s.io/v1beta1 Event", "1.25", "events.k8s.io/v1 Event", "its own group, not core"),
    ("authentication.k8s.io/v1beta1 TokenReview", "1.22", "authentication.k8s.io/v1 TokenReview", "removed in 1.22"),
    # flowcontrol: four betas, each on by default
    (
        "flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema",
        "1.26",
        "flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema",
        "v1beta2 is deprecated in 1.26; v1beta3 is on by default in spite of its age",
    ),
    (
        "flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema",
        "1.29",
        "flowcontrol.apiserver.k8s.io/v1 FlowSchema",
        "v1 came in 1.29",
    ),
    # dynamic resource allocation was made anew twice
    ("resource.k8s.io/v1alpha2 ResourceClaim", "1.34", "", "Kubernetes converts it into nothing"),
    ("resource.k8s.io/v1alpha3 ResourceClaim", "1.33", "", "served only as betas that are off by default"),
    ("resource.k8s.io/v1beta1 ResourceClaim", "1.34", "resource.k8s.io/v1 ResourceClaim", "v1 came in 1.34"),
    ("scheduling.k8s.io/v1alpha1 Workload", "latest", "", "alpha schemas without conversion"),
    # not Kubernetes'
    ("cert-manager.io/v1alpha2 Certificate", "1.32", "", "a custom resource"),
    ("extensions/v1beta2 Ingress", "1.32", "", "never was"),
]


@pytest.mark.parametrize(("document", "release", "expected", "why"), SUCCESSORS, ids=lambda value: str(value) or "none")
def test_successor(document: str, release: str, expected: str, why: str) -> None:
    assert str(catalog.successor(gvk(document), catalog.parse_release(release)) or "") == expected, why


OLDER = [
    ("autoscaling/v2 HorizontalPodAutoscaler", "1.22", "autoscaling/v1 HorizontalPodAutoscaler"),
    ("networking.k8s.io/v1 Ingress", "1.18", "networking.k8s.io/v1beta1 Ingress"),
    ("batch/v1 CronJob", "1.20", "batch/v1beta1 CronJob"),
    ("policy/v1 PodDisruptionBudget", "1.16", "policy/v1beta1 PodDisruptionBudget"),
    ("node.k8s.io/v1 RuntimeClass", "1.19", "node.k8s.io/v1beta1 RuntimeClass"),
    ("networking.k8s.io/v1 IPAddress", "1.30", ""),
]


@pytest.mark.parametrize(("document", "release", "expected"), OLDER, ids=lambda value: str(value) or "none")
def test_an_older_version_only_when_asked(document: str, release: str, expected: str) -> None:
    name, target = gvk(document), Release.parse(release)
    assert catalog.successor(name, target) is None
    assert str(catalog.successor(name, target, older=True) or "") == expected


LINEAGES = [
    ("extensions/v1beta1 Ingress", ["networking.k8s.io/v1", "networking.k8s.io/v1beta1", "extensions/v1beta1"]),
    ("v1 Event", ["events.k8s.io/v1", "v1", "events.k8s.io/v1beta1"]),
    ("autoscaling/v1 Scale", ["autoscaling/v1", "apps/v1beta2", "apps/v1beta1", "extensions/v1beta1"]),
    ("batch/v1 CronJob", ["batch/v1", "batch/v1beta1", "batch/v2alpha1", "batch/v2alpha1"]),
    (
        "autoscaling/v2 HorizontalPodAutoscaler",
        [
            "autoscaling/v2",
            "autoscaling/v1",
            "autoscaling/v2beta2",
            "autoscaling/v2beta1",
            "extensions/v1beta1",
            "autoscaling/v2alpha1",
        ],
    ),
    ("policy/v1 Eviction", ["policy/v1", "policy/v1beta1"]),
    ("example.org/v1 Ingress", []),
]


@pytest.mark.parametrize(("document", "expected"), LINEAGES, ids=lambda value: str(value))
def test_lineage(document: str, expected: list[str]) -> None:
    assert [one.gvk.api_version for one in catalog.versions(gvk(document))] == expected
