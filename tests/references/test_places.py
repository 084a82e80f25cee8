"""What an object names is reported once: where a reference was looked at, no old object is looked for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kconv.errors import ConversionError, UsageError
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion, Release
from kconv.notes import Note
from kconv.pipeline.migrate import DocumentOutcome, Options
from kconv.pipeline.migrate.identify import gvk_of, stated_kind
from kconv.pipeline.migrate.references.update import update, update_converted
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
    ("one whose version is a number", scaler(1), []),  # type: ignore[arg-type]
    ("one whose kind is a list", {**scaler(OLD), "spec": {"scaleTargetRef": {"apiVersion": OLD, "kind": ["Deployment"]}}}, []),
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


INGRESS = {"apiVersion": "networking.k8s.io/v1beta1", "kind": "Ingress", "metadata": {"name": "i"}, "spec": {"backend": {"serviceName": "a", "servicePort": 80}}}  # fmt: skip


@pytest.mark.parametrize(("dry", "field"), [(True, "backend"), (False, "defaultBackend")])
def test_what_was_applied_is_converted_where_it_is_written(dry: bool, field: str) -> None:
    (edit,) = update(annotated(APPLIED, json.dumps(INGRESS)), HOLDER, TARGET, dry=dry).edits
    held = json.loads(edit.value)
    assert (held["apiVersion"], [*held["spec"]]) == ("networking.k8s.io/v1", [field])


@pytest.mark.parametrize("text", ["[1]", "1", '{"a": 1}', '{"apiVersion": "v1"}', "apps/v1"])
def test_nothing_is_reported_of_what_was_applied_and_is_no_object(text: str) -> None:
    found = update(annotated(APPLIED, text), HOLDER, TARGET, dry=False)
    assert (found.notes, found.edits) == ([], [])


def test_what_was_applied_gets_no_defaults_and_no_stash(monkeypatch: pytest.MonkeyPatch) -> None:
    convert, how = BUILT_IN.convert, dict[str, Any]()

    def watched(*args: Any, **options: Any) -> Any:
        how.update(options)
        return convert(*args, **options)

    monkeypatch.setattr(BUILT_IN, "convert", watched)
    target = Target(Options(target=Release(31), decisions={"a": "b"}, stash=True))
    update(annotated(APPLIED, json.dumps(INGRESS)), HOLDER, target, dry=False)
    assert how == {"defaults": "none", "release": Release(31), "decisions": {"a": "b"}, "stash": False}


@pytest.mark.parametrize(
    "error", [ConversionError("it cannot be"), UsageError("it cannot be")], ids=["rules", "options"]
)
def test_what_was_applied_and_cannot_be_converted_stays(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(BUILT_IN, "convert", refuse)
    found = update(annotated(APPLIED, json.dumps(INGRESS)), HOLDER, TARGET, dry=False)
    assert [note.message.rpartition(": ")[2] for note in found.notes] == ["it cannot be"]
    assert found.edits == []


def test_a_converted_object_keeps_its_notes_but_those_on_what_is_old() -> None:
    old = scaler(OLD) | {
        "apiVersion": "autoscaling/v2beta2",
        "metadata": {"annotations": {APPLIED: json.dumps(INGRESS)}},
    }
    gvk = gvk_of("autoscaling/v2beta2", "HorizontalPodAutoscaler")
    outcome = DocumentOutcome("a.yaml", 1, 0, gvk.kind, "", "", "", "migrated", [Note("reference", "", "old"), Note("default", "", "kept")])  # fmt: skip
    new, _ = update_converted(BUILT_IN.convert(old, GroupVersion("autoscaling", "v2")), gvk, outcome, TARGET)
    assert [note.kind for note in outcome.notes] == ["default", "reference", "reference"]
    assert new["spec"]["scaleTargetRef"]["apiVersion"] == NEW
    assert "defaultBackend" in new["metadata"]["annotations"][APPLIED]
