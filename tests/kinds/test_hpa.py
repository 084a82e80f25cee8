"""HorizontalPodAutoscaler: every metric type from version to version, and Kubernetes' own annotations where v1 has no field."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import Any

import pytest

from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from kconv.paths import MISSING, get, show
from tests.kinds.before_after import Case, check, converted, read

PREFIX = "autoscaling.alpha.kubernetes.io/"
TARGET = "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}"


def _hpa(version: str, metrics: str, more: str = "") -> str:
    head = f"{{apiVersion: autoscaling/{version}, kind: HorizontalPodAutoscaler, metadata: {{name: web}}, "
    return head + f"spec: {{{TARGET}, minReplicas: 2, maxReplicas: 9, metrics: [{metrics}]{more}}}}}"


def _metric(name: str, old: str, new: str) -> Case:
    return Case(name, "autoscaling/v2", _hpa("v2beta1", old), _hpa("v2", new))


METRICS = [
    _metric(
        "Resource by utilization",
        "{type: Resource, resource: {name: cpu, targetAverageUtilization: 60}}",
        "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}",
    ),
    _metric(
        "Resource by average value",
        "{type: Resource, resource: {name: memory, targetAverageValue: 200Mi}}",
        "{type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 200Mi}}}",
    ),
    _metric(
        "ContainerResource keeps its container",
        "{type: ContainerResource, containerResource: {name: cpu, container: app, targetAverageUtilization: 60}}",
        "{type: ContainerResource, containerResource: {name: cpu, container: app, target: {type: Utilization, averageUtilization: 60}}}",
    ),
    _metric(
        "Pods",
        "{type: Pods, pods: {metricName: hits, selector: {matchLabels: {a: b}}, targetAverageValue: 1k}}",
        "{type: Pods, pods: {metric: {name: hits, selector: {matchLabels: {a: b}}}, target: {type: AverageValue, averageValue: 1k}}}",
    ),
    _metric(
        "Object by value",
        "{type: Object, object: {target: {apiVersion: v1, kind: Service, name: s}, metricName: hits, targetValue: 2k}}",
        "{type: Object, object: {describedObject: {apiVersion: v1, kind: Service, name: s}, metric: {name: hits}, target: {type: Value, value: 2k}}}",
    ),
    _metric(
        "External by value",
        "{type: External, external: {metricName: q, metricSelector: {matchLabels: {a: b}}, targetValue: 30}}",
        "{type: External, external: {metric: {name: q, selector: {matchLabels: {a: b}}}, target: {type: Value, value: 30}}}",
    ),
    _metric(
        "External by average value",
        "{type: External, external: {metricName: q, targetAverageValue: 30}}",
        "{type: External, external: {metric: {name: q}, target: {type: AverageValue, averageValue: 30}}}",
    ),
    Case(
        "v2beta2 has the shape of v2",
        "autoscaling/v2",
        _hpa("v2beta2", "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}"),
    ),
]
SPECIAL = [
    Case(
        "an Object's target of 0 beside an average is none",
        "autoscaling/v2",
        _hpa("v2beta1", '{type: Object, object: {target: {kind: S, name: s}, metricName: h, targetValue: "0", averageValue: 5}}'),
        _hpa("v2", "{type: Object, object: {describedObject: {kind: S, name: s}, metric: {name: h}, target: {type: AverageValue, averageValue: 5}}}"),
        told=("repair: spec.metrics[0].object.target.value",),
    ),
    Case(
        "a reference to a removed version is told and stays",
        "autoscaling/v2",
        _hpa("v2beta1", "{type: Resource, resource: {name: cpu, targetAverageUtilization: 60}}").replace("apps/v1", "extensions/v1beta1"),
        _hpa("v2", "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}").replace(
            "apps/v1", "extensions/v1beta1"
        ),
        told=("reference: spec.scaleTargetRef.apiVersion",),
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", [*METRICS, *SPECIAL], ids=attrgetter("name"))
def test_a_metric_is_said_as_v2_says_it(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", METRICS, ids=attrgetter("name"))
def test_and_comes_back_through_every_version(case: Case) -> None:
    obj = read(case.before)
    for step in ("v2", "v1", "v2beta2", "v1", "v2"):
        there = BUILT_IN.convert(obj, GroupVersion("autoscaling", step), defaults="none").object
        back = BUILT_IN.convert(there, GroupVersion.parse(obj["apiVersion"]), defaults="none").object
        assert back == obj


ALL: list[dict[str, Any]] = [
    {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 60}}},
    {"type": "Pods", "pods": {"metric": {"name": "hits"}, "target": {"type": "AverageValue", "averageValue": "1k"}}},
]


def _v2(**more: Any) -> dict[str, Any]:
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "web"},
        "spec": {"scaleTargetRef": {"kind": "D", "name": "web"}, "maxReplicas": 9, "metrics": ALL, **more},
    }


def _annotation(obj: dict[str, Any], name: str) -> Any:
    return get(obj, ("metadata", "annotations", PREFIX + name))


def test_v1_has_cpu_in_a_field_and_the_rest_in_kubernetes_own_annotations() -> None:
    behavior = {"scaleDown": {"stabilizationWindowSeconds": 0}}
    there = BUILT_IN.convert(_v2(behavior=behavior), GroupVersion("autoscaling", "v1"), defaults="none").object
    assert there["spec"]["targetCPUUtilizationPercentage"] == 60
    assert "metrics" not in there["spec"]
    assert "behavior" not in there["spec"]
    assert json.loads(_annotation(there, "metrics")) == [
        {"type": "Pods", "pods": {"metricName": "hits", "targetAverageValue": "1k"}}
    ]
    assert json.loads(_annotation(there, "behavior"))["ScaleDown"]["StabilizationWindowSeconds"] == 0


@pytest.mark.parametrize("text", ["", "{", "[", "null", "7", '"x"', "[1]", '[{"type":7}]', '{"a":1}', "[" * 5000])
@pytest.mark.parametrize("name", ["metrics", "current-metrics", "conditions", "behavior"])
@pytest.mark.parametrize("target", ["v2", "v2beta2", "v2beta1"])
def test_a_damaged_annotation_raises_nothing_and_is_not_lost(name: str, text: str, target: str) -> None:
    obj = read(
        "{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {maxReplicas: 2}}"
    )
    obj["metadata"]["annotations"] = {PREFIX + name: text}
    there = BUILT_IN.convert(obj, GroupVersion("autoscaling", target), defaults="none").object
    assert BUILT_IN.convert(there, GroupVersion("autoscaling", "v1"), defaults="none").object == obj


def test_what_v1_fills_in_is_a_metric_of_v2_already() -> None:
    bare = read(f"{{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, spec: {{{TARGET}, maxReplicas: 2}}}}")
    assert "metrics" not in BUILT_IN.convert(bare, GroupVersion("autoscaling", "v2")).object["spec"]
    every = BUILT_IN.convert(bare, GroupVersion("autoscaling", "v2"), defaults="all").object["spec"]
    assert every["metrics"][0]["resource"]["target"]["averageUtilization"] == 80


WRITTEN = {
    "metrics": '[{"type":"Pods","pods":{"metricName":"hits","targetAverageValue":"1k",'
    '"selector":{"matchLabels":{"a":"x","b":"\\u003c1\\u003e"}}}}]',
    "behavior": '{"ScaleUp":{"StabilizationWindowSeconds":null,"SelectPolicy":null,'
    '"Policies":[{"Type":"Pods","Value":1,"PeriodSeconds":60}],"Tolerance":null},"ScaleDown":null}',
    "conditions": '[{"type":"AbleToScale","status":"True","lastTransitionTime":"2024-01-01T00:00:00Z"}]',
    "current-metrics": '[{"type":"Resource","resource":{"name":"cpu","currentAverageUtilization":5,'
    '"currentAverageValue":"10m"}}]',
}


def test_annotations_are_written_to_the_letter_and_read_again() -> None:
    metric = {"name": "hits", "selector": {"matchLabels": {"b": "<1>", "a": "x"}}}
    new = _v2(
        metrics=[{"type": "Pods", "pods": {**ALL[1]["pods"], "metric": metric}}, ALL[0]],
        behavior={"scaleUp": {"policies": [{"type": "Pods", "value": 1, "periodSeconds": 60}]}},
    )
    current = {"averageUtilization": 5, "averageValue": "10m"}
    new["status"] = {
        "conditions": [{"type": "AbleToScale", "status": "True", "lastTransitionTime": "2024-01-01T00:00:00Z"}],
        "currentMetrics": [{"type": "Resource", "resource": {"name": "cpu", "current": current}}],
    }
    old = BUILT_IN.convert(new, GroupVersion("autoscaling", "v1"), defaults="none", stash=False)
    assert not old.questions
    assert old.object["metadata"]["annotations"] == {PREFIX + name: text for name, text in WRITTEN.items()}
    assert old.object["status"] == {"currentCPUUtilizationPercentage": 5}
    back = BUILT_IN.convert(old.object, GroupVersion("autoscaling", "v2"), defaults="none", stash=False)
    assert back.object == new


def test_an_annotation_that_v2_ignored_does_not_come_alive_in_v1() -> None:
    new = _v2(metrics=ALL[:1]) | {"metadata": {"annotations": {PREFIX + "metrics": WRITTEN["metrics"]}}}
    result = BUILT_IN.convert(new, GroupVersion("autoscaling", "v1"), defaults="none", stash=False)
    assert _annotation(result.object, "metrics") is MISSING
    assert [asked.name for asked in result.questions] == ["loss"]


def test_the_zero_that_v2beta1_demands_is_no_loss() -> None:
    target = {"type": "AverageValue", "averageValue": "10"}
    metric = {"describedObject": {"kind": "I", "name": "web"}, "metric": {"name": "hits"}, "target": target}
    new = _v2(metrics=[{"type": "Object", "object": metric}])
    old = BUILT_IN.convert(new, GroupVersion("autoscaling", "v2beta1"), stash=False)
    assert old.object["spec"]["metrics"][0]["object"]["targetValue"] == "0"
    assert not old.questions
    assert BUILT_IN.convert(old.object, GroupVersion("autoscaling", "v2"), stash=False).object["spec"] == new["spec"]


STALE = [
    ("extensions/v1beta1", "no longer found by this group"),
    ("apps/v1beta1", "still found by group and kind"),
    ("apps/v1", ""),
]


@pytest.mark.parametrize(("version", "told"), STALE, ids=[version for version, _ in STALE])
def test_a_stale_reference_is_told_and_left(version: str, told: str) -> None:
    old = read(_hpa("v2beta2", "{type: Resource}").replace("apps/v1", version))
    result = BUILT_IN.convert(old, GroupVersion("autoscaling", "v2"))
    assert result.object["spec"] == old["spec"]
    notes = [note for note in result.notes if note.kind == "reference"]
    assert [note.path for note in notes] == ["spec.scaleTargetRef.apiVersion"] * bool(told)
    assert all(told in note.message for note in notes)


def test_a_stale_described_object_is_told() -> None:
    old = read(_hpa("v2beta1", "{object: {target: {apiVersion: extensions/v1beta1, kind: Ingress, name: web}}}"))
    notes = BUILT_IN.convert(old, GroupVersion("autoscaling", "v2")).notes
    paths = [note.path for note in notes if note.kind == "reference"]
    assert paths == ["spec.metrics[0].object.describedObject.apiVersion"]


@pytest.mark.parametrize(
    "policies", [{"a": None, "b": []}, [{"value": {"b": None, "a": 1}}]], ids=["a map", "maps in it"]
)
def test_a_behavior_of_another_shape_leaves_no_annotation_behind(policies: Any) -> None:
    """What is put back stands behind the others, so that only one order of keys gives the annotation as it was."""
    old = read(_hpa("v2beta2", "")) | {"spec": {"behavior": {"scaleDown": {"policies": policies}}}}
    there = BUILT_IN.convert(old, GroupVersion("autoscaling", "v1"), defaults="none").object
    assert BUILT_IN.convert(there, GroupVersion("autoscaling", "v2beta2"), defaults="none").object == old


def test_a_patch_of_the_limits_gets_no_metrics() -> None:
    patch = "{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, spec: {maxReplicas: 9}}"
    for defaults in ("preserve", "all"):
        check(Case("patch", "autoscaling/v2", patch, defaults=defaults))


MOVES = [
    ("v2beta1", "spec.metrics[].resource.targetAverageUtilization", "resource.target.averageUtilization"),
    ("v2beta1", "spec.metrics[].object.target", "object.describedObject"),
    ("v2beta1", "spec.metrics[].object.targetValue", "object.target.value"),
    ("v2beta1", "spec.metrics[].pods.metricName", "pods.metric.name"),
    ("v2beta1", "spec.metrics[].external.metricSelector", "external.metric.selector"),
    ("v1", "spec.targetCPUUtilizationPercentage", "resource.target.averageUtilization"),
]


@pytest.mark.parametrize(("version", "old", "new"), MOVES, ids=[old for _, old, _ in MOVES])
def test_comments_know_where_a_field_goes(version: str, old: str, new: str) -> None:
    moves = converted(Case("", "autoscaling/v2", _hpa(version, ""))).moves
    assert (old, f"spec.metrics[].{new}") in [(show(here), show(there)) for here, there in moves]
