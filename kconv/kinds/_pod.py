"""What Kubernetes fills into every pod template, whatever kind holds it.

All versions of the workload kinds share these defaults (`SetDefaults_PodSpec` and those of the types below it), so they
never make two versions differ; they are written only with `defaults="all"`. What Kubernetes sets on a
Pod alone is not among them: requests from limits, enableServiceLinks, host ports.
"""

from __future__ import annotations

from kconv.kinds._image import pull_policy, volume_pull_policy
from kconv.paths import MISSING, get
from kconv.rules import At, Default, Derived, Json, Rule

HTTP = [Default("path", "/"), Default("scheme", "HTTP")]
PROBE = [
    Default("timeoutSeconds", 1, zero=True),
    Default("periodSeconds", 10, zero=True),
    Default("successThreshold", 1, zero=True),
    Default("failureThreshold", 3, zero=True),
    At("httpGet", HTTP),
    Default("grpc?.service", "", zero=False),
]
CONTAINER = [
    Derived("imagePullPolicy", pull_policy, says="Always for the tag latest, else IfNotPresent,", empty=True),
    Default("terminationMessagePath", "/dev/termination-log"),
    Default("terminationMessagePolicy", "File"),
    Default("ports[].protocol", "TCP"),
    Default("env[].valueFrom?.fieldRef?.apiVersion", "v1"),
    Default("env[].valueFrom?.fileKeyRef?.optional", False, since="1.34"),
    At("livenessProbe", PROBE),
    At("readinessProbe", PROBE),
    At("startupProbe", PROBE),
    At("lifecycle.postStart.httpGet", HTTP),
    At("lifecycle.preStop.httpGet", HTTP),
]
CLAIM = [Default("spec.volumeMode", "Filesystem", zero=False)]


def _no_source(volume: Json) -> Json:
    """An emptyDir for a volume that names no source."""
    return MISSING if any(value is not None for key, value in volume.items() if key != "name") else {}


VOLUME_SOURCE: list[Rule] = [
    Default("hostPath?.type", "", zero=False),
    Default("iscsi?.iscsiInterface", "default"),
    Default("rbd?.pool", "rbd"),
    Default("rbd?.user", "admin"),
    Default("rbd?.keyring", "/etc/ceph/keyring"),
    Default("azureDisk?.cachingMode", "ReadWrite", zero=False),
    Default("azureDisk?.fsType", "ext4", zero=False),
    Default("azureDisk?.readOnly", False),
    Default("azureDisk?.kind", "Shared", zero=False),
    Default("scaleIO?.storageMode", "ThinProvisioned"),
    Default("scaleIO?.fsType", "xfs"),
]
VOLUME = [
    Derived("emptyDir", _no_source, says="the source of a volume that has none,"),
    *VOLUME_SOURCE,
    Default("secret?.defaultMode", 0o644),
    Default("configMap?.defaultMode", 0o644),
    Default("downwardAPI?.defaultMode", 0o644),
    Default("downwardAPI?.items[].fieldRef?.apiVersion", "v1"),
    Default("projected?.defaultMode", 0o644),
    Default("projected?.sources[].downwardAPI?.items[].fieldRef?.apiVersion", "v1"),
    Default("projected?.sources[].serviceAccountToken?.expirationSeconds", 3600),
    At("ephemeral.volumeClaimTemplate", CLAIM),
    At(
        "image",
        [
            Derived(
                "pullPolicy",
                volume_pull_policy,
                says="Always for the tag latest, else IfNotPresent,",
                empty=True,
                since="1.35",
            )
        ],
    ),
]


def _account(spec: Json) -> Json:
    name = get(spec, ("serviceAccount",))
    return name if isinstance(name, str) and name else MISSING


def _account_name(spec: Json) -> Json:
    name = get(spec, ("serviceAccountName",))
    return name if isinstance(name, str) and name else MISSING


POD_SPEC: list[Rule] = [
    # serviceAccount is the older name of serviceAccountName: the two are kept in step, and the newer one wins.
    Derived("serviceAccountName", _account, says="serviceAccount", empty=True),
    Derived("serviceAccount", _account_name, says="serviceAccountName", always=True),
    Default("dnsPolicy", "ClusterFirst"),
    Default("restartPolicy", "Always"),
    Default("securityContext", {}),
    Default("terminationGracePeriodSeconds", 30),
    Default("schedulerName", "default-scheduler"),
    At("volumes[]", VOLUME),
    At("initContainers[]", CONTAINER),
    At("containers[]", CONTAINER),
    At("ephemeralContainers[]", CONTAINER),
]
