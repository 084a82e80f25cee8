"""Fields that take effect by a migration are reported, and no others."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from kconv.catalog import latest
from kconv.engine import Conversion, Kind
from kconv.errors import ConversionError
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion, Release
from kconv.paths import parse
from kconv.pipeline.migrate import Options, migrate
from kconv.pipeline.migrate.effects import effects, refuse_taken
from kconv.testing.draws import SeededDraw
from kconv.testing.shape import of_builtin
from kconv.testing.strategies.making import Maker, tree
from tests.golden.vectors import golden
from tests.laws.objects import several_versions


class Case(NamedTuple):
    """A manifest, the release it goes to, and the fields that are told."""

    name: str
    text: str
    told: list[str]
    release: int = 32


AUTOSCALER = """\
apiVersion: autoscaling/v2beta1
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, behavior: BEHAVIOR}
"""
BUDGET = """\
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {selector: {matchLabels: {app: web}}, unhealthyPodEvictionPolicy: AlwaysAllow}
"""
INGRESS = """\
apiVersion: extensions/v1beta1
kind: Ingress
metadata: {name: web}
spec: {backend: {serviceName: web, servicePort: 80, service: {port: {name: http}}}}
"""
CRONJOB = """\
apiVersion: batch/v2alpha1
kind: CronJob
metadata: {name: web}
spec:
  schedule: '* * * * *'
  timeZone: Europe/Berlin
  nothing: 1
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - {name: a, image: a, resizePolicy: [], nothing: 1}
            - {name: b, image: b, resizePolicy: []}
"""
CASES = [
    Case("new at its place", AUTOSCALER.replace("BEHAVIOR", "{scaleDown: {stabilizationWindowSeconds: 3}}"), ["spec.behavior"]),
    Case("null says nothing", AUTOSCALER.replace("BEHAVIOR", "null"), []),
    Case("new since a release", BUDGET, ["spec.unhealthyPodEvictionPolicy"]),
    Case("not yet in the release", BUDGET, [], 25),
    Case("in a part that moves", INGRESS, ["spec.defaultBackend.service"]),
    Case("in items, beside what nobody knows", CRONJOB, ["spec.timeZone", "spec.jobTemplate.spec.template.spec.containers[].resizePolicy"]),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_takes_effect_is_told(case: Case, tmp_path: Any) -> None:
    (tmp_path / "a.yaml").write_text(case.text)
    [outcome] = migrate([str(tmp_path)], Options(target=Release(case.release)), write=False)
    [document] = outcome.documents
    assert document.status == "migrated"
    assert [note.path for note in document.notes if note.kind == "effect"] == case.told


TAKEN = [
    ("networking.k8s.io/v1beta1", "Ingress", "spec: {backend: {serviceName: a, servicePort: 1}, defaultBackend: {}}", "spec.defaultBackend"),
    ("networking.k8s.io/v1beta1", "Ingress", "spec: {rules: [{}, {http: {paths: [{backend: {serviceName: a, service: {name: b}}}]}}]}", "spec.rules[1].http.paths[0].backend.service.name"),
    ("flowcontrol.apiserver.k8s.io/v1beta2", "PriorityLevelConfiguration", "spec: {type: Limited, limited: {assuredConcurrencyShares: 5, nominalConcurrencyShares: 9}}", "spec.limited.nominalConcurrencyShares"),
    ("autoscaling/v2beta1", "HorizontalPodAutoscaler", "spec: {maxReplicas: 1, scaleTargetRef: {}, metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 5, target: 9}}]}", "spec.metrics[0].resource.target"),
    ("extensions/v1beta1", "Job", "spec: {manualSelector: true, autoSelector: true, template: {spec: {containers: []}}}", "spec.manualSelector"),
    ("extensions/v1beta1", "Job", "spec: {manualSelector: false, template: {spec: {containers: [{name: a, image: b}]}}}", "spec.manualSelector"),
]  # fmt: skip


@pytest.mark.parametrize(("version", "kind", "spec", "path"), TAKEN, ids=lambda each: each)
def test_what_stands_in_the_place_of_what_acted_is_a_persons_to_judge(
    version: str, kind: str, spec: str, path: str, tmp_path: Any
) -> None:
    text = f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: a}}\n{spec}\n"
    (tmp_path / "a.yaml").write_text(text)
    [outcome] = migrate([str(tmp_path)], Options(target=Release(32)), write=True)
    [document] = outcome.documents
    assert (document.status, document.notes[0].path) == ("error", path)
    assert (tmp_path / "a.yaml").read_text() == text


MIXED = [
    ("resource", "v2beta2", "type: Resource, resource: {name: cpu, targetAverageUtilization: 70}", "resource.targetAverageUtilization", 'target: {"type": "Utilization", "averageUtilization": 70}'),
    ("pods", "v2beta2", "type: Pods, pods: {metricName: hits, targetAverageValue: 5}", "pods.metricName", 'metric: {"name": "hits"}, target: {"type": "AverageValue", "averageValue": 5}'),
    ("external", "v2beta2", "type: External, external: {metric: {name: hits}, targetValue: 5}", "external.targetValue", 'target: {"type": "Value", "value": 5}'),
    ("one of several items", "v2beta2", "type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 5}}}, {type: Resource, resource: {name: memory, targetAverageValue: 1Gi}", "resource.targetAverageValue", 'target: {"type": "AverageValue", "averageValue": "1Gi"}'),
]  # fmt: skip
NOT_MIXED = [
    ("thin: what is missing is said nowhere", "v2beta2", "type: Resource, resource: {name: cpu}", "migrated"),
    ("a field that no version has", "v2beta2", "type: Resource, resource: {name: cpu, nothing: 1}", "migrated"),
    ("null says nothing", "v2beta2", "type: Resource, resource: {name: cpu, targetAverageUtilization: null}", "migrated"),
    ("nothing is missing beside it", "v2beta2", "type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 5}, targetAverageUtilization: 5}", "migrated"),
    ("of its own version", "v2beta1", "type: Resource, resource: {name: cpu, targetAverageUtilization: 5}", "migrated"),
    ("of the version it goes to: it takes effect", "v2beta1", "type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 5}}", "migrated"),
]  # fmt: skip


def scaled(version: str, metric: str) -> str:
    target = "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}"
    head = f"apiVersion: autoscaling/{version}\nkind: HorizontalPodAutoscaler\nmetadata: {{name: web}}\n"
    return f"{head}spec: {{maxReplicas: 3, {target}, metrics: [{{{metric}}}]}}\n"


@pytest.mark.parametrize(("name", "version", "metric", "path", "instead"), MIXED, ids=[case[0] for case in MIXED])
def test_a_field_of_a_third_version_is_no_silent_loss(
    name: str, version: str, metric: str, path: str, instead: str, tmp_path: Any
) -> None:
    text = scaled(version, metric)
    (tmp_path / "a.yaml").write_text(text)
    [outcome] = migrate([str(tmp_path)], Options(target=Release(32)), write=True)
    [document] = outcome.documents
    assert document.status == "error", name
    assert document.notes[0].path == f"spec.metrics[{metric.count('}, {')}].{path}"
    assert "autoscaling/v2beta1" in document.notes[0].message
    assert f"`{instead}`" in document.hint
    assert (tmp_path / "a.yaml").read_text() == text


@pytest.mark.parametrize(("name", "version", "metric", "status"), NOT_MIXED, ids=[case[0] for case in NOT_MIXED])
def test_what_lacks_a_field_for_another_reason_is_migrated(
    name: str, version: str, metric: str, status: str, tmp_path: Any
) -> None:
    (tmp_path / "a.yaml").write_text(scaled(version, metric))
    [outcome] = migrate([str(tmp_path)], Options(target=Release(32)), write=False)
    assert [document.status for document in outcome.documents] == [status], name


NO_PLACE_FOR_ONE_FIELD = [
    ('metadata.annotations["k"]', "b"),
    ("b", 'metadata.annotations["k"]'),
    ("l[]", "b"),
    ("b", "l[]"),
]


@pytest.mark.parametrize(("source", "target"), NO_PLACE_FOR_ONE_FIELD)
def test_only_a_field_that_becomes_one_field_can_be_taken(source: str, target: str) -> None:
    both = {"kind": "Deployment", "metadata": {"annotations": {"k": "v"}}, "a": 1, "b": 1, "l": [1]}
    old, new = {"apiVersion": "apps/v1beta1", "c": 1, **both}, {"apiVersion": "apps/v1", **both}
    skipped = (parse(source), parse(target))
    refuse_taken(old, Conversion(new, [skipped]))
    with pytest.raises(ConversionError) as caught:
        refuse_taken(old, Conversion(new, [skipped, (parse("a"), parse("c"))]))
    assert caught.value.path == "c"


def test_nothing_stands_in_the_way_in_what_kubernetes_makes() -> None:
    tried = 0
    for pair, answers in golden().items():
        for answer in answers:
            refuse_taken(answer.source, BUILT_IN.convert(answer.source, GroupVersion.parse(pair.target)))
            tried += 1
    assert tried > 1000


@pytest.mark.parametrize("kind", several_versions(), ids=lambda kind: kind.name)
def test_nothing_is_told_of_what_a_version_has(kind: Kind) -> None:
    for version, shape in of_builtin(kind).items():
        draw, maker = SeededDraw(1), Maker(shape, tree([]), dense=True)
        for obj in [maker.resource(draw) for _ in range(5)]:
            for target in kind.versions:
                assert effects(obj, BUILT_IN.convert(obj, target), latest()) == [], version
