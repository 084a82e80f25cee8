"""What an object names is reported once: where a reference was looked at, no old object is looked for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kconv.names import Release
from kconv.pipeline.migrate import Options
from kconv.pipeline.migrate.identify import gvk_of, stated_kind
from kconv.pipeline.migrate.references.update import update
from kconv.pipeline.migrate.target import Target

TARGET = Target(Options(target=Release(32)))
APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
METRICS = "autoscaling.alpha.kubernetes.io/metrics"
HOLDER = gvk_of("autoscaling/v1", "HorizontalPodAutoscaler")
RBAC, OLD, NEW = "rbac.authorization.k8s.io", "extensions/v1beta1", "apps/v1"


def scaler(version: str) -> dict[str, Any]:
    target = {"apiVersion": version, "kind": "Deployment", "name": "d"}
    return {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "spec": {"scaleTargetRef": target}}


def annotated(key: str, text: Any) -> dict[str, Any]:
    return {**scaler(NEW), "apiVersion": "autoscaling/v1", "metadata": {"annotations": {key: text}}}


def metrics(version: str) -> str:
    return f'[{{"type":"Object","object":{{"target":{{"apiVersion":"{version}","kind":"Deployment","name":"d"}}}}}}]'


def binding(version: str) -> dict[str, Any]:
    subjects = [{"apiVersion": version, "kind": "User", "name": "a"}, {"kind": "Group", "name": "b"}]
    return {"apiVersion": f"{RBAC}/v1", "kind": "RoleBinding", "subjects": subjects}


AT: list[tuple[str, dict[str, Any], list[tuple[str | int, ...]]]] = [
    ("an old reference", scaler(OLD), [("spec", "scaleTargetRef", "apiVersion")]),
    ("a current one", scaler(NEW), []),
    ("subjects, whichever version they state", binding(f"{RBAC}/v1alpha1"), [("subjects", at, "apiVersion") for at in (0, 1)]),
    ("what was applied", annotated(APPLIED, '{"apiVersion":"apps/v1"}'), [("metadata", "annotations", APPLIED)]),
    ("what was applied, and is no JSON", annotated(APPLIED, "apps/v1"), [("metadata", "annotations", APPLIED)]),
    ("old references in a text", annotated(METRICS, metrics(OLD)), [("metadata", "annotations", METRICS)]),
    ("current ones in a text", annotated(METRICS, metrics(NEW)), []),
]  # fmt: skip


@pytest.mark.parametrize(("obj", "paths"), [row[1:] for row in AT], ids=[row[0] for row in AT])
def test_where_an_object_was_looked_at(obj: dict[str, Any], paths: list[tuple[str | int, ...]]) -> None:
    gvk = stated_kind(obj)
    assert gvk is not None
    assert update(obj, gvk, TARGET, dry=True).looked_at == paths


@pytest.mark.parametrize("dry", [True, False])
def test_what_was_applied_is_looked_through_whether_it_is_written_or_not(dry: bool) -> None:
    held = json.dumps(scaler(OLD) | {"apiVersion": "autoscaling/v2beta2"})
    (note,) = update(annotated(APPLIED, held), HOLDER, TARGET, dry=dry).notes
    assert "autoscaling/v2beta2 → autoscaling/v2" in note.message
    assert f"spec.scaleTargetRef.apiVersion: {OLD} → {NEW}" in note.message
