"""Every word of what is reported of an object that is sent through other versions and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from kconv.names import GroupVersion
from kconv.pipeline.roundtrip import Asked, roundtrip
from tests.pipeline.reports import check, trips

REPORTS = Path(__file__).parent / "reports"
HPA = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\nspec:\n  maxReplicas: 2\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}\n  behavior: {scaleUp: {policies: [{type: Pods, value: 1, periodSeconds: 1}]}}\n"
ROLE = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\n"
CLAIM = "apiVersion: resource.k8s.io/v1beta1\nkind: ResourceClaim\nmetadata: {name: c, annotations: {a: bé}}\nspec: {devices: {requests: [{name: a, deviceClassName: d, capacity: {requests: {m: '1'}}}]}}\n"
TEXTS = {
    "an object that survives": ROLE,
    "one with a stash": HPA,
    "one with annotations": CLAIM,
    "a version that is not there": "apiVersion: rbac.authorization.k8s.io/v3\nkind: Role\n",
    "a kind of one version": "apiVersion: v1\nkind: Service\nmetadata: {name: s}\n",
    "a kind that only ever had one version": "apiVersion: settings.k8s.io/v1alpha1\nkind: PodPreset\nmetadata: {name: p}\n",
    "a kind of two versions": "apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\n",
    "a custom resource": "apiVersion: x.io/v1\nkind: Role\n",
    "no kind": "apiVersion: v1\nmetadata: {name: a}\ndata: {}\n",
    "no apiVersion": "kind: Pod\nmetadata: {name: a}\nspec: {}\n",
    "a List": f"apiVersion: v1\nkind: List\nitems:\n- {ROLE.replace(chr(10), chr(10) + '  ').rstrip()}\n- 1\n- apiVersion: v1\n  kind: Service\n",
    "a typed list": "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleList\nitems:\n- metadata: {name: a}\n- {apiVersion: rbac.authorization.k8s.io/v1beta1, kind: Role, metadata: {name: b}}\n",
    "a typed list of events": "apiVersion: v1\nkind: EventList\nitems:\n- metadata: {name: a}\n  involvedObject: {kind: Pod}\n",
    "a template": "apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .a }}}\n---\na: {{ .b }}\n",
    "no YAML": f"{ROLE}---\napiVersion: v1\nkind: Pod\na: b: c\n---\na: b: c\n",
    "a key twice": f"{ROLE}kind: Role\n",
    "an alias": f"{ROLE}x: &a b\ny: *a\n",
    "JSON": '\n{"kind": "Role", "apiVersion": "rbac.authorization.k8s.io/v1"}\n',
    "an apiVersion in quotes, below": "kind: Role\nmetadata: {name: r}\n'apiVersion': rbac.authorization.k8s.io/v1\n",
    "what a version refuses": "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\nspec: {maxReplicas: 2, metrics: [1]}\n",
    "a damaged stash": HPA.replace("name: h", "name: h, annotations: {kconv.io/stash: '{'}"),
}  # fmt: skip
THROUGH = [GroupVersion("autoscaling", "v1"), GroupVersion("rbac.authorization.k8s.io", "v1beta1")]


def _report(text: str, through: tuple[GroupVersion, ...] = ()) -> str:
    Path("a.yaml").write_text(text)
    return trips(roundtrip(Asked(("a.yaml",), through)))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", TEXTS)
def test_an_object_is_reported_in_full(name: str) -> None:
    check(REPORTS / "all.txt", name, _report(TEXTS[name]))


def test_a_template_by_its_name_is_not_tried() -> None:
    Path("a.yaml.tmpl").write_text(ROLE)
    (file,) = roundtrip(Asked(("a.yaml.tmpl",)))
    assert [(each.status, each.why) for each in file.documents] == [("templated", "template")]


@pytest.mark.parametrize(
    "name", ["one with a stash", "an object that survives", "a kind of one version", "a kind of two versions"]
)
def test_an_object_is_sent_through_the_versions_that_are_asked_for(name: str) -> None:
    check(REPORTS / "through.txt", name, _report(TEXTS[name], tuple(THROUGH)))
    check(REPORTS / "through.txt", f"{name}, one", _report(TEXTS[name], (THROUGH[0],)))
