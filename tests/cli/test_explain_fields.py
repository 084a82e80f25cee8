"""`explain --from --to` compares the fields of two versions by their schemas and rules."""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any

import pytest

from kconv import kinds
from kconv.engine import Kind
from kconv.history import kind_schemas
from kconv.names import GroupVersion
from tests.cli.conftest import Kconv


def sections(text: str) -> dict[str, list[str]]:
    """The lines under each heading."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines()[1:]:
        if line.endswith(":") and not line.startswith(" "):
            lines = found.setdefault(line[:-1], [])
        elif line:
            lines.append(line.strip())
    return found


TOLD = {
    "Ingress extensions/v1beta1 networking.k8s.io/v1": {
        "moved": [
            "spec.backend is spec.defaultBackend",
            "spec.rules[].http.paths[].backend.servicePort is spec.rules[].http.paths[].backend.service.port.name",
        ],
        "changed": ["spec.defaultBackend.service.name is required"],
        "said otherwise": ["in spec.defaultBackend: servicePort 0 means no port"],
        "meant by extensions/v1beta1 alone": [
            "spec.rules[].http.paths[].pathType is ImplementationSpecific when left out"
        ],
    },
    "Deployment extensions/v1beta1 apps/v1": {
        "moved": ['spec.rollbackTo.revision is metadata.annotations["deprecated.deployment.rollback.to"]'],
        "changed": ["spec.selector is required"],
        "meant by extensions/v1beta1 alone": ["spec.progressDeadlineSeconds is 2147483647 when left out"],
        "meant by apps/v1 alone": ["spec.progressDeadlineSeconds is 600 when left out"],
        "demanded by apps/v1": [
            "spec.selector is required and must match the labels of the template (decision workload.selector)"
        ],
    },
    "hpa autoscaling/v2beta1 autoscaling/v2": {
        "moved": ["spec.metrics[].pods.metricName is spec.metrics[].pods.metric.name"],
        "new": ["spec.metrics[].pods.target.type, string"],
    },
    "podgroup scheduling.k8s.io/v1alpha2 scheduling.k8s.io/v1beta1": {
        "said otherwise": ["in spec: disruptionMode Pod is {single: {}} and PodGroup {all: {}} in the hub version"],
    },
    "scale extensions/v1beta1 autoscaling/v1": {"moved": ["status.targetSelector is status.selector"]},
    "svm storagemigration.k8s.io/v1alpha1 storagemigration.k8s.io/v1beta1": {
        "gone": ["spec.continueToken, string", "spec.resource.version, string"],
    },
}


@pytest.mark.parametrize("name", TOLD)
def test_differences_are_told_in_words(name: str, kconv: Kconv) -> None:
    kind, source, target = name.replace("svm", "storageversionmigration").split()
    told = sections(kconv("explain", kind, "--from", source, "--to", target).out)
    for title, lines in TOLD[name].items():
        assert set(lines) <= set(told[title]), told[title]


def test_what_a_version_keeps_in_an_annotation_is_not_gone(kconv: Kconv) -> None:
    told = sections(kconv("explain", "hpa", "--from", "autoscaling/v2", "--to", "autoscaling/v1").out)
    assert 'spec.behavior is metadata.annotations["autoscaling.alpha.kubernetes.io/behavior"]' in told["moved"]
    assert "gone" not in told


def test_versions_of_one_shape_have_no_differences(kconv: Kconv) -> None:
    versions = ("rbac.authorization.k8s.io/v1beta1", "rbac.authorization.k8s.io/v1")
    ran = kconv("explain", "role", "--from", versions[0], "--to", versions[1])
    assert ran.out.endswith("fields of 1.21\n\nthe same fields, defaults and demands\n")


RELEASES = {"1.32": ("1.17", "1.32"), "": ("1.17", "1.17")}
"""What is asked for, and whose schemas are compared: apps/v1beta1 was last published by 1.17."""


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release or "none")
def test_a_release_chooses_the_schemas(release: str, kconv: Kconv) -> None:
    asked = ("--release", release) if release else ()
    compared = ("explain", "deployment", "--from", "apps/v1beta1", "--to", "apps/v1", "--format", "json")
    told = json.loads(kconv(*compared, *asked).out)
    assert (told["from"]["release"], told["to"]["release"]) == RELEASES[release]


def pairs() -> list[tuple[Kind, GroupVersion, GroupVersion]]:
    return [
        (kind, *pair)
        for kind in kinds.registered()
        for pair in permutations((one for one in kind.versions if kind_schemas.published(kind, one)), 2)
    ]


def compared(kconv: Kconv, kind: Kind, source: GroupVersion, target: GroupVersion) -> Any:
    ran = kconv("explain", kind.name, "--from", str(source), "--to", str(target), "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: f"{pair[0].name} {pair[1]} {pair[2]}")
def test_what_is_gone_one_way_is_new_the_other(pair: tuple[Kind, GroupVersion, GroupVersion], kconv: Kconv) -> None:
    kind, source, target = pair
    there, back = compared(kconv, kind, source, target), compared(kconv, kind, target, source)
    if there["from"]["release"] == there["to"]["release"]:
        assert sorted(one["path"] for one in there["gone"]) == sorted(one["path"] for one in back["new"])
        assert {(one["from"], one["to"]) for one in there["moved"]} == {
            (one["to"], one["from"]) for one in back["moved"]
        }


REFUSED = {
    "one version": (("--from", "apps/v1"), "--from and --to must be used together"),
    "a release without versions": (("--release", "1.30"), "--release and --format require a comparison"),
    "a version that the kind never had": (
        ("--from", "apps/v1", "--to", "apps/v3"),
        "deployment has no version apps/v3",
    ),
    "no version": (("--from", "a/b/c", "--to", "apps/v1"), "'a/b/c' is not a group/version"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_compared_is_told(name: str, kconv: Kconv) -> None:
    arguments, said = REFUSED[name]
    ran = kconv("explain", "deployment", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_versions_that_nothing_joins_are_told(kconv: Kconv) -> None:
    ran = kconv("explain", "resourceclaim", "--from", "resource.k8s.io/v1alpha2", "--to", "resource.k8s.io/v1")
    assert (ran.code, "nothing converts resource.k8s.io/v1alpha2 of resourceclaim to" in ran.err) == (2, True)
