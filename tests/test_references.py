"""A reference is updated by a migration if that is certain, and reported if it is not.

A case is a document, what it becomes, and the notes: ``path: message`` of each, of which a part is enough.
"""

from __future__ import annotations

import itertools
import json
import tempfile
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kconv import catalog
from kconv.catalog.served import everything
from kconv.errors import ConversionError
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion, Release
from kconv.objects.references import EVERY, REFERENCES, references
from kconv.paths import parse
from kconv.pipeline.migrate import DocumentOutcome, Options, convert_texts, migrate, scan
from kconv.pipeline.migrate.references import rights
from kconv.pipeline.migrate.target import Target
from tests.proof.comments import comments
from tests.proof.references import line_gone

TARGET = Options(target=Release(32))


@dataclass(frozen=True)
class Case:
    """``after`` is None where the document must stay; ``told`` holds a part of each note, in order."""

    name: str
    before: str
    after: str | None = None
    told: tuple[str, ...] = ()
    status: str = ""
    options: Options = TARGET
    file: str = "a.yaml"
    others: dict[str, str] = field(default_factory=dict)


def _hpa(version: str, ref: str, more: str = "") -> str:
    return f"""apiVersion: autoscaling/{version}
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: {ref}   # whose
    kind: Deployment
    name: web
  maxReplicas: 3
{more}"""


def _metric(field_: str, ref: str) -> str:
    return f"""  metrics:
  - type: Object
    object:
      {field_}: {{apiVersion: {ref}, kind: Ingress, name: web}}
      metric: {{name: hits}}
      target: {{type: Value, value: 1}}
"""


def _text(version: str) -> str:
    metric = {"object": {"metricName": "a", "target": {"apiVersion": version, "kind": "Ingress", "name": "x"}}}
    return json.dumps([metric | {"type": "Object"}], separators=(",", ":"))


def _hpa_text(version: str) -> str:
    key = "autoscaling.alpha.kubernetes.io/metrics"
    return _hpa("v1", "apps/v1").replace(
        "  name: web\nspec", f"  name: web\n  annotations:\n    {key}: '{_text(version)}'\nspec"
    )


def _owned(owner: str, api_version: str = "v1", kind: str = "ConfigMap") -> str:
    return f"""apiVersion: {api_version}
kind: {kind}
metadata:
  name: c
  ownerReferences:
  # by the operator
  - apiVersion: {owner}
    kind: Deployment   # its owner
    name: web
    uid: a
"""


def _applied(text: str, api_version: str = "apps/v1") -> str:
    return f"""apiVersion: {api_version}
kind: Deployment
metadata:
  name: d
  annotations:
    # kubectl's
    kubectl.kubernetes.io/last-applied-configuration: |
      {text}
spec:
  replicas: 1   # one
"""


def _deployment(api_version: str, **spec: Any) -> str:
    held = {"apiVersion": api_version, "kind": "Deployment", "metadata": {"name": "d"}, "spec": {"replicas": 1} | spec}
    return json.dumps(held, separators=(",", ":"), sort_keys=True)


def _role(rules: str, api_version: str = "rbac.authorization.k8s.io/v1", more: str = "") -> str:
    return f"apiVersion: {api_version}\nkind: Role\nmetadata:\n  name: r\n{more}rules:\n{rules}"


FOLLOWED = [
    Case("an autoscaler's target, to another group", _hpa("v1", "extensions/v1beta1"), _hpa("v1", "apps/v1"), ("spec.scaleTargetRef.apiVersion: extensions/v1beta1 → apps/v1",)),
    Case("of v2 too, in the quotes that stand there", _hpa("v2", '"apps/v1beta2"'), _hpa("v2", '"apps/v1"'), ("apps/v1beta2 → apps/v1",)),
    Case("the object of a metric", _hpa("v2", "apps/v1", _metric("describedObject", "extensions/v1beta1")), _hpa("v2", "apps/v1", _metric("describedObject", "networking.k8s.io/v1")), ("spec.metrics[0].object.describedObject.apiVersion",)),
    Case("the object of a metric that v1 keeps in an annotation", _hpa_text("extensions/v1beta1"), _hpa_text("networking.k8s.io/v1"), ("[0].object.target.apiVersion: extensions/v1beta1 → networking.k8s.io/v1",)),
    Case("an owner", _owned("apps/v1beta1"), _owned("apps/v1"), ("metadata.ownerReferences[0].apiVersion",)),
    Case("an owner of a custom resource", _owned("apps/v1beta1", "example.com/v1", "Thing"), _owned("apps/v1", "example.com/v1", "Thing"), ("metadata.ownerReferences[0].apiVersion",)),
    Case("what was applied, with the holder as it is", _applied(_deployment("extensions/v1beta1")), _applied(_deployment("apps/v1")), ("last-applied-configuration\"]: extensions/v1beta1 → apps/v1",)),
    Case("and in one quoted line", _applied("x").replace("|\n      x", repr(_deployment("apps/v1beta1"))), _applied("x").replace("|\n      x", repr(_deployment("apps/v1"))), ("→ apps/v1",)),
    Case("the same in JSON", json.dumps({"kind": "Deployment", "apiVersion": "apps/v1", "metadata": {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": _deployment("apps/v1beta1") + "\n"}}}, indent=1), json.dumps({"kind": "Deployment", "apiVersion": "apps/v1", "metadata": {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": _deployment("apps/v1") + "\n"}}}, indent=1), ("→ apps/v1",), file="a.json"),
    Case("a kustomize patch of the target", _hpa("v1", "apps/v1beta1").replace("  maxReplicas: 3\n", ""), _hpa("v1", "apps/v1").replace("  maxReplicas: 3\n", ""), ("→ apps/v1",), status="fragment", others={"kustomization.yaml": "patches:\n- path: a.yaml\n"}),
    Case("each item of a List", "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {ownerReferences: [{apiVersion: extensions/v1beta1, kind: ReplicaSet, name: r}]}}\n- {apiVersion: v1, kind: Pod}\n", "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: r}]}}\n- {apiVersion: v1, kind: Pod}\n", ("→ apps/v1",)),
    Case("of a typed list without types", "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleList\nitems:\n- rules:\n  - {apiGroups: [extensions], resources: [ingresses], verbs: [get]}\n", "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleList\nitems:\n- rules:\n  - {apiGroups: [extensions, networking.k8s.io], resources: [ingresses], verbs: [get]}\n", ("networking.k8s.io added",)),
    Case("of a typed list that moves itself", "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: RoleList\nitems:\n- rules:\n  - {apiGroups: [extensions], resources: [ingresses], verbs: [get]}\n", "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleList\nitems:\n- rules:\n  - {apiGroups: [extensions, networking.k8s.io], resources: [ingresses], verbs: [get]}\n", ("networking.k8s.io added",)),
    Case("deprecated ones where those are to go", _owned("batch/v1beta1").replace("Deployment", "CronJob"), _owned("batch/v1").replace("Deployment", "CronJob"), ("→ batch/v1",), options=Options(target=Release(23), deprecated=True)),
    Case("to the version of that release", _owned("extensions/v1beta1").replace("Deployment", "PodSecurityPolicy"), _owned("policy/v1beta1").replace("Deployment", "PodSecurityPolicy"), ("→ policy/v1beta1",), options=Options(target=Release(20))),
]  # fmt: skip
RIGHTS = [
    Case("a group beside the old one, in its quotes", _role('- apiGroups: ["extensions"]   # both\n  resources: [ingresses]\n  verbs: [get]\n'), _role('- apiGroups: ["extensions", "networking.k8s.io"]   # both\n  resources: [ingresses]\n  verbs: [get]\n'), ("rules[0].apiGroups: networking.k8s.io added, where ingresses now is",)),
    Case("on a line of its own where the old one stands so", _role("- apiGroups:\n  # old\n  - extensions   # gone in 1.22\n  resources:\n  - deployments/scale\n  verbs: [get]\n"), _role("- apiGroups:\n  # old\n  - extensions   # gone in 1.22\n  - apps\n  resources:\n  - deployments/scale\n  verbs: [get]\n"), ("apps added, where deployments/scale now is",)),
    Case("one group for each part of a mixed list", _role("- apiGroups: ['', extensions, batch]\n  resources: [pods, deployments, ingresses, networkpolicies, jobs]\n  verbs: ['*']\n"), _role("- apiGroups: ['', extensions, apps, networking.k8s.io, batch]\n  resources: [pods, deployments, ingresses, networkpolicies, jobs]\n  verbs: ['*']\n"), ("apps added", "networking.k8s.io added, where ingresses, networkpolicies now are")),
    Case("a rule of its own where the group would allow more", _role("- apiGroups: [extensions]\n  resources: [daemonsets, statefulsets]\n  resourceNames: [x]\n  verbs: [get]\n# next\n- apiGroups: ['']\n  resources: [pods]\n  verbs: [get]\n"), _role("- apiGroups: [extensions]\n  resources: [daemonsets, statefulsets]\n  resourceNames: [x]\n  verbs: [get]\n- apiGroups: [apps]\n  resources: [daemonsets]\n  resourceNames: [x]\n  verbs: [get]\n# next\n- apiGroups: ['']\n  resources: [pods]\n  verbs: [get]\n"), ("rules[1]: added for daemonsets, now in apps; beside extensions the group would also allow statefulsets",)),
    Case("comments stay with the rules that they are about", _role("# a\n- apiGroups: [extensions]\n  resources: [ingresses, ingressclasses]  # a\n  verbs: [get]\n# b\n- apiGroups: [extensions]\n  resources: [ingresses]  # b\n  verbs: [update]\n"), _role("# a\n- apiGroups: [extensions]\n  resources: [ingresses, ingressclasses]  # a\n  verbs: [get]\n- apiGroups: [networking.k8s.io]\n  resources: [ingresses]\n  verbs: [get]\n# b\n- apiGroups: [extensions, networking.k8s.io]\n  resources: [ingresses]  # b\n  verbs: [update]\n"), ("rules[1]: added", "rules[2].apiGroups: networking.k8s.io added")),
    Case("or anything at all", _role("- apiGroups: [extensions]\n  resources: [ingresses, '*/status']\n  verbs: [get]\n"), _role("- apiGroups: [extensions]\n  resources: [ingresses, '*/status']\n  verbs: [get]\n- apiGroups: [networking.k8s.io]\n  resources: [ingresses]\n  verbs: [get]\n"), ("would also allow */status", "*/status of extensions is not the same in")),
    Case("which looks like the one before it", _role("- apiGroups:\n  - 'extensions'\n  resources: [\"daemonsets\", \"statefulsets\"]\n  verbs: ['get']\n"), _role("- apiGroups:\n  - 'extensions'\n  resources: [\"daemonsets\", \"statefulsets\"]\n  verbs: ['get']\n- apiGroups:\n  - 'apps'\n  resources: [\"daemonsets\"]\n  verbs: ['get']\n"), ("rules[1]: added",)),
    Case("what another rule allows already is no reason", _role("- apiGroups: [extensions]\n  resources: [daemonsets, statefulsets]\n  verbs: [get]\n- apiGroups: [apps]\n  resources: [statefulsets]\n  verbs: ['*']\n"), _role("- apiGroups: [extensions, apps]\n  resources: [daemonsets, statefulsets]\n  verbs: [get]\n- apiGroups: [apps]\n  resources: [statefulsets]\n  verbs: ['*']\n"), ("apps added",)),
    Case("of a role that moves itself", _role("- apiGroups: [extensions]\n  resources: [ingresses]\n  verbs: [get]\n", "rbac.authorization.k8s.io/v1beta1"), _role("- apiGroups: [extensions, networking.k8s.io]\n  resources: [ingresses]\n  verbs: [get]\n"), ("networking.k8s.io added",)),
    Case("policies to their group, while a release has it", _role("- apiGroups: [extensions]\n  resources: [podsecuritypolicies]\n  verbs: [use]\n"), _role("- apiGroups: [extensions, policy]\n  resources: [podsecuritypolicies]\n  verbs: [use]\n"), ("policy added",), options=Options(target=Release(20))),
    Case("allowed for fewer verbs elsewhere", _role("- apiGroups: [extensions]\n  resources: [ingresses]\n  verbs: [get, update]\n- apiGroups: [networking.k8s.io]\n  resources: [ingresses]\n  verbs: [get]\n"), _role("- apiGroups: [extensions, networking.k8s.io]\n  resources: [ingresses]\n  verbs: [get, update]\n- apiGroups: [networking.k8s.io]\n  resources: [ingresses]\n  verbs: [get]\n"), ("networking.k8s.io added",)),
    Case("allowed for another name elsewhere", _role("- apiGroups: [extensions]\n  resources: [ingresses]\n  resourceNames: [a]\n  verbs: [get]\n- apiGroups: [networking.k8s.io]\n  resources: [ingresses]\n  resourceNames: [b]\n  verbs: [get]\n"), _role("- apiGroups: [extensions, networking.k8s.io]\n  resources: [ingresses]\n  resourceNames: [a]\n  verbs: [get]\n- apiGroups: [networking.k8s.io]\n  resources: [ingresses]\n  resourceNames: [b]\n  verbs: [get]\n"), ("networking.k8s.io added",)),
    Case("an escaped group", _role('- apiGroups: ["\\x65xtensions"]\n  resources: [ingresses]\n  verbs: [get]\n'), _role('- apiGroups: ["\\x65xtensions", "networking.k8s.io"]\n  resources: [ingresses]\n  verbs: [get]\n'), ("networking.k8s.io added",)),
    Case("under an escaped key", _role('- "api\\u0047roups": [extensions]\n  resources: [ingresses]\n  verbs: [get]\n'), _role('- "api\\u0047roups": [extensions, networking.k8s.io]\n  resources: [ingresses]\n  verbs: [get]\n'), ("networking.k8s.io added",)),
    Case("in JSON", '{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","rules":[{"apiGroups":["extensions"],"resources":["ingresses"],"verbs":["get"]}]}', '{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","rules":[{"apiGroups":["extensions","networking.k8s.io"],"resources":["ingresses"],"verbs":["get"]}]}', ("networking.k8s.io added",), file="a.json"),
]  # fmt: skip
UNCHANGED = [
    Case("a right in both groups", _role("- {apiGroups: [extensions, networking.k8s.io], resources: [ingresses], verbs: [get]}\n")),
    Case("a right in another rule, by several", _role("- {apiGroups: [extensions], resources: [ingresses/status], verbs: [get, update]}\n- {apiGroups: ['*'], resources: ['*/status'], verbs: [get]}\n- {apiGroups: [networking.k8s.io], resources: ['*'], verbs: ['update']}\n")),
    Case("every group", _role("- {apiGroups: ['*'], resources: [ingresses], verbs: [get]}\n- {apiGroups: [extensions, '*'], resources: [ingresses], verbs: [get]}\n")),
    Case("a resource that the old group never had", _role("- {apiGroups: [extensions], resources: [thirdpartyresources, widgets], verbs: [get]}\n")),
    Case("URLs", _role("- {nonResourceURLs: [/extensions], verbs: [get]}\n")),
    Case("rules that a controller writes", _role("- {apiGroups: [extensions], resources: [ingresses], verbs: [get]}\n", more="aggregationRule: {}\n")),
    Case("rules that are none", _role("- null\n- apiGroups: extensions\n- {apiGroups: [extensions], resources: [1], verbs: [get]}\n- {apiGroups: [extensions], verbs: [get]}\n")),
    Case("a custom resource of a role's kind", "apiVersion: example.com/v1\nkind: Role\nrules:\n- {apiGroups: [extensions], resources: [ingresses], verbs: [get]}\n"),
    Case("a name that the target serves", _hpa("v2", "apps/v1")),
    Case("of a custom resource that has an old kind's name", _hpa("v2", "example.com/v1beta1")),
    Case("no name at all", _hpa("v2", "apps/v1").replace("    apiVersion: apps/v1   # whose\n", "")),
    Case("the group where the release still serves it", _role("- {apiGroups: [extensions], resources: [ingresses], verbs: [get]}\n"), options=Options(target=Release(20))),
    Case("one version is asked for, not a release", _hpa("v1", "extensions/v1beta1"), options=Options(to=GroupVersion("apps", "v1"))),
    Case("what was applied, in versions of today", _applied(_deployment("apps/v1"))),
    Case("and is no object", _applied('["extensions/v1beta1"]')),
    Case("and is no JSON", _applied("apiVersion=extensions/v1beta1")),
    Case("a quota beside the new one", "apiVersion: v1\nkind: ResourceQuota\nspec:\n  hard: {count/ingresses.extensions: 1, count/ingresses.networking.k8s.io: 1, count/pods: 3}\n"),
    Case("text that does not parse and is not old", _role("- {apiGroups: [extensions], resources: [ingresses], verbs: [get]}\n") + "a: b: c\n", told=("ingresses: now in networking.k8s.io",), status="templated"),
]  # fmt: skip


def _webhook(rules: str, policy: str = "", version: str = "v1") -> str:
    return f"""apiVersion: admissionregistration.k8s.io/{version}
kind: ValidatingWebhookConfiguration
metadata:
  name: w
webhooks:
- name: a.b.c
  sideEffects: None
  admissionReviewVersions: [v1]
  clientConfig: {{url: https://a.b/c}}
{policy}  rules:
{rules}"""


def _matches(groups: str, versions: str, resources: str) -> str:
    return f"  - {{operations: ['*'], apiGroups: [{groups}], apiVersions: [{versions}], resources: [{resources}]}}\n"


def _policy(kind: str, spec: str) -> str:
    return f"apiVersion: admissionregistration.k8s.io/v1\nkind: {kind}\nmetadata: {{name: p}}\nspec:\n{spec}"


EXACT = "  matchPolicy: Exact\n"
TOLD = [
    Case("a reference to what has no successor", _owned("policy/v1beta1").replace("Deployment", "PodSecurityPolicy"), told=("names policy/v1beta1 PodSecurityPolicy, which 1.32 does not serve: 1.32 serves no version of it",)),
    Case("every resource of a group", _role("- {apiGroups: [extensions], resources: ['*'], verbs: [get]}\n"), told=("rules[0].resources: * of extensions is not the same in apps, autoscaling, batch, networking.k8s.io",)),
    Case("a right to what is gone", _role("- {apiGroups: [policy, extensions], resources: [podsecuritypolicies], verbs: [use]}\n"), told=("1.32 serves no podsecuritypolicies: there is nothing left to allow",)),
    Case("what was applied and is gone", _applied('{"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy"}'), told=("holds policy/v1beta1 PodSecurityPolicy, which 1.32 does not serve: 1.32 serves no version",)),
    Case("a webhook that is asked no more", _webhook(_matches("extensions", "v1beta1", "ingresses")), told=("webhooks[0].rules[0]: no request is for extensions/v1beta1 Ingress any more, but for networking.k8s.io/v1, which this does not match; add it once the webhook can read that version",)),
    Case("not one that matches today's too", _webhook(_matches("extensions, networking.k8s.io", "v1beta1, v1", "ingresses/status"))),
    Case("nor one that another rule of it helps", _webhook(_matches("extensions", "v1beta1", "ingresses") + _matches("'*'", "'*'", "'*'"))),
    Case("nor one whose version a release serves", _webhook(_matches("extensions", "v1beta1", "ingresses")), options=Options(target=Release(21))),
    Case("one of any version of a group that lost it", _webhook(_matches("extensions", "'*'", "ingresses")), told=("extensions/v1beta1 Ingress",)),
    Case("exact ones do not see another version", _webhook(_matches("autoscaling", "v1, v2beta2", "horizontalpodautoscalers"), EXACT), told=("no request is for autoscaling/v2beta2 HorizontalPodAutoscaler any more, but for autoscaling/v2",)),
    Case("equivalent ones do", _webhook(_matches("autoscaling", "v1, v2beta2", "horizontalpodautoscalers"))),
    Case("a policy of expressions", _policy("ValidatingAdmissionPolicy", "  matchConstraints:\n    resourceRules:\n    - {apiGroups: [apps], apiVersions: [v1beta1], resources: [deployments], operations: [CREATE]}\n    excludeResourceRules:\n    - {apiGroups: [extensions], apiVersions: [v1beta1], resources: [ingresses], operations: [CREATE]}\n"), told=("spec.matchConstraints.resourceRules[0]: no request is for apps/v1beta1 Deployment", "spec.matchConstraints.excludeResourceRules[0]: no request is for extensions/v1beta1 Ingress")),
    Case("the parameters of a policy", _policy("ValidatingAdmissionPolicy", "  paramKind: {apiVersion: networking.k8s.io/v1beta1, kind: Ingress}\n"), told=("spec.paramKind.apiVersion: names networking.k8s.io/v1beta1 Ingress, which 1.32 does not serve: the expressions are written for that version",)),
    Case("a binding", _policy("ValidatingAdmissionPolicyBinding", "  matchResources:\n    resourceRules:\n    - {apiGroups: [apps], apiVersions: [v1beta1], resources: [deployments], operations: [CREATE]}\n"), told=("spec.matchResources.resourceRules[0]",)),
    Case("the priority of requests", "apiVersion: flowcontrol.apiserver.k8s.io/v1\nkind: FlowSchema\nspec:\n  rules:\n  - resourceRules:\n    - {apiGroups: [extensions], resources: [ingresses], verbs: ['*']}\n", told=("spec.rules[0].resourceRules[0]: requests for ingresses are in networking.k8s.io now, not in extensions",)),
    Case("a quota", "apiVersion: v1\nkind: ResourceQuota\nspec:\n  hard:\n    count/ingresses.extensions: 1\n", told=('spec.hard["count/ingresses.extensions"]: ingresses are counted as count/ingresses.networking.k8s.io now',)),
    Case("an event", "apiVersion: v1\nkind: Event\ninvolvedObject: {apiVersion: extensions/v1beta1, kind: Deployment, name: d}\n", told=("involvedObject.apiVersion: names extensions/v1beta1 Deployment, which 1.32 does not serve: an event records the past",)),
    Case("a template", _role("- {apiGroups: [extensions], resources: [ingresses], verbs: [get]}\n").replace("name: r", "name: {{ .r }}"), told=("ingresses: now in networking.k8s.io",), status="templated"),
]  # fmt: skip
ALL = [*FOLLOWED, *RIGHTS, *UNCHANGED, *TOLD]


def _plant(root: Path, case: Case) -> Path:
    for name, text in {**case.others, case.file: case.before}.items():
        (root / name).write_text(text)
    return root / case.file


def _notes(document: DocumentOutcome) -> list[str]:
    return [f"{note.path}: {note.message}" for note in document.notes if note.kind == "reference"]


@pytest.mark.parametrize("case", ALL, ids=attrgetter("name"))
def test_a_name_follows_or_is_told(case: Case, tmp_path: Path) -> None:
    path = _plant(tmp_path, case)
    (outcome,) = migrate([str(path)], case.options, write=True)
    assert path.read_text() == (case.before if case.after is None else case.after)
    notes = [text for document in outcome.documents for text in _notes(document)]
    assert len(notes) == len(case.told), notes
    for part, text in zip(case.told, notes, strict=True):
        assert part in text
    statuses = {document.status for document in outcome.documents if _notes(document)}
    assert statuses <= {case.status or ("unchanged" if case.after is None else "migrated")}
    assert outcome.changed == (case.after is not None)


@pytest.mark.parametrize("case", [case for case in ALL if case.after], ids=attrgetter("name"))
def test_a_second_run_changes_nothing(case: Case, tmp_path: Path) -> None:
    path = _plant(tmp_path, case)
    list(migrate([str(path)], case.options, write=True))
    (again,) = migrate([str(path)], case.options, write=True)
    assert not again.changed
    assert {document.status for document in again.documents} <= {"unchanged"}


@pytest.mark.parametrize("case", [case for case in ALL if case.options is TARGET], ids=attrgetter("name"))
def test_a_scan_tells_the_same_and_writes_nothing(case: Case, tmp_path: Path) -> None:
    path = _plant(tmp_path, case)
    (outcome,) = scan([str(path)], case.options)
    assert path.read_text() == case.before
    followed = [document for document in outcome.documents if document.status in ("migrated", "fragment")]
    assert bool(followed) == (case.after is not None)


@pytest.mark.parametrize("case", FOLLOWED, ids=attrgetter("name"))
def test_a_stash_holds_nothing_of_it(case: Case, tmp_path: Path) -> None:
    path = _plant(tmp_path, case)
    list(migrate([str(path)], case.options._replace(stash=True), write=True))
    assert path.read_text() == case.after


def test_what_was_applied_stays_where_a_conversion_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ConversionError("it cannot be")

    monkeypatch.setattr(BUILT_IN, "convert", refuse)
    path = _plant(tmp_path, Case("", _applied(_deployment("apps/v1beta1"))))
    (outcome,) = migrate([str(path)], TARGET, write=True)
    assert path.read_text() == _applied(_deployment("apps/v1beta1"))
    (note,) = _notes(outcome.documents[0])
    assert "holds apps/v1beta1 Deployment, which 1.32 does not serve, and was left: it cannot be" in note
    assert outcome.documents[0].status == "unchanged"


def test_convert_follows_unless_exactly_kubernetes_conversion_is_wanted(tmp_path: Path) -> None:
    path = _plant(tmp_path, Case("", _hpa("v2beta2", "extensions/v1beta1")))
    printed = {}
    for defaults in ("preserve", "none", "all"):
        options = Options(target=Release(32), preferred=True, defaults=defaults)  # type: ignore[arg-type]
        ((_, data),) = convert_texts([str(path)], options)
        printed[defaults] = "apps/v1 " in data.decode()
        assert b"apiVersion: autoscaling/v2\n" in data
    assert printed == {"preserve": True, "none": False, "all": False}


def test_convert_to_one_version_leaves_names(tmp_path: Path) -> None:
    path = _plant(tmp_path, Case("", _hpa("v2beta2", "extensions/v1beta1")))
    ((_, data),) = convert_texts([str(path)], Options(to=GroupVersion("autoscaling", "v2")))
    assert b"apiVersion: autoscaling/v2\n" in data
    assert b"apiVersion: extensions/v1beta1   # whose" in data


def test_the_page_has_every_place() -> None:
    page = (Path(__file__).parents[1] / "docs" / "references.md").read_text()
    for place in [*EVERY, *(place for its in REFERENCES.values() for place in its)]:
        assert f"`{place.path}`" in page


_WORDS = {
    "apiGroups": ["extensions", "apps", "networking.k8s.io", "", "policy", "*"],
    "resources": ["ingresses", "deployments", "statefulsets", "daemonsets", "pods", "ingressclasses", "podsecuritypolicies", "*"],
    "verbs": ["get", "update", "*"],
}  # fmt: skip


def _some(words: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), min_size=1, max_size=4, unique=True)


RULES = st.lists(
    st.fixed_dictionaries(
        {key: _some(words) for key, words in _WORDS.items()},
        optional={"resourceNames": st.lists(st.sampled_from(["a", "b"]), max_size=2)},
    ),
    max_size=4,
)
STYLES = st.fixed_dictionaries(
    {
        "flow": st.booleans(),
        "quote": st.sampled_from(["", "'", '"']),
        "dash": st.sampled_from(["", "  "]),
        "comments": st.booleans(),
        "eol": st.sampled_from(["\n", "\r\n"]),
        "ends": st.booleans(),
    }
)


def _written(rules: list[dict[str, Any]], style: dict[str, Any]) -> str:
    """A role as a person might write it."""
    lines = ["apiVersion: rbac.authorization.k8s.io/v1", "kind: Role", "rules:"]
    lines += [f"{style['dash']}# the rules"] if style["comments"] else []
    for rule in rules:
        for number, (key, words) in enumerate(rule.items()):
            lead = style["dash"] + ("- " if not number else "  ")
            # A star is an alias where no quotes are, and nothing at all is null.
            texts = [f"{mark}{word}{mark}" for word in words for mark in [style["quote"] or "'" * (word in ("", "*"))]]
            trail = f"   # {key}" if style["comments"] else ""
            if style["flow"] or not texts:
                lines.append(f"{lead}{key}: [{', '.join(texts)}]{trail}")
            else:
                lines.append(f"{lead}{key}:{trail}")
                lines += [f"{style['dash']}  - {text}{trail}" for text in texts]
    text = style["eol"].join(lines if rules else [*lines[:2], "rules: []"])
    return text + style["eol"] * style["ends"]


@given(RULES, STYLES)
def test_only_new_rights_are_new_text(rules: list[dict[str, Any]], style: dict[str, Any]) -> None:
    names = Target(TARGET).names
    assert names is not None
    before = _written(rules, style)
    with tempfile.NamedTemporaryFile(suffix=".yaml") as file:
        file.write(before.encode())
        file.flush()
        (outcome,) = migrate([file.name], TARGET, texts=True)
    assert not any(document.status == "error" for document in outcome.documents)
    after = outcome.after if outcome.after is not None else before
    wanted = rights.extended(rules, names).rules
    assert yaml.safe_load(after)["rules"] == wanted
    assert (outcome.after is None) == (wanted is rules)
    assert comments(after) == comments(before)
    assert line_gone(before, after, lambda line: style["flow"] and "extensions" in line and "apiGroups" in line) is None


def test_every_place_is_of_a_kind_that_was_served_and_can_be_read() -> None:
    served = {(gvk.group, gvk.kind) for gvk in everything()}
    for name, its in REFERENCES.items():
        assert name in served or name[0] == "kustomize.config.k8s.io"
        assert all(parse(place.path) for place in its)
        assert set(its) <= set(references(*name))
    assert set(EVERY) <= set(references("example.com", "Thing"))


@pytest.mark.parametrize("release", catalog.releases(), ids=str)
def test_a_resource_that_moved_is_served_where_it_went(release: Release) -> None:
    names = Target(Options(target=release)).names
    assert names is not None
    served = {(one.gvk.group, one.plural) for one in catalog.served(release)}
    for (group, resource), new in names.moved.items():
        assert (group, resource) not in served
        assert not new or (new, resource) in served


RESOURCES = {(one.gvk.group, one.plural) for one in everything().values() if one.plural}


def _holds(rule: Any, group: str, resource: str, verb: str, name: str) -> bool:
    """Whether a rule allows a request, wildcards and all."""
    return bool(
        {group, "*"} & set(rule["apiGroups"])
        and {resource, "*"} & set(rule["resources"])
        and {verb, "*"} & set(rule["verbs"])
        and (not rule.get("resourceNames") or name in rule["resourceNames"])
    )


def _allowed(rules: Any) -> set[tuple[str, str, str, str]]:
    """Each request to a built-in resource that some rule allows."""
    requests = itertools.product(sorted(RESOURCES), ("get", "update"), ("a", "b", ""))
    return {(*of, verb, name) for of, verb, name in requests if any(_holds(rule, *of, verb, name) for rule in rules)}


@given(RULES)
def test_rules_allow_what_they_did_and_beyond_that_only_the_same_objects(rules: list[dict[str, Any]]) -> None:
    names = Target(TARGET).names
    assert names is not None
    new = rights.extended(rules, names).rules
    before, after = _allowed(rules), _allowed(new)
    assert before <= after
    heirs = {(names.moved.get((group, resource)), resource, *rest) for group, resource, *rest in before}
    assert after - before <= heirs
    named = {
        (names.moved[of], of[1], verb, name)
        for *of_, verb, name in before
        if (of := (of_[0], of_[1])) in names.moved and names.moved[of]
        for rule in rules
        if of[0] in rule["apiGroups"] and of[1] in rule["resources"] and "*" not in rule["apiGroups"]
        if _holds(rule, *of, verb, name)
    }
    assert named <= after
    assert rights.extended(new, names).rules is new
