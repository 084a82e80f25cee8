"""The faults that are reported in a text, and where: line, column, field, what is wrong, what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from kconv.errors import ManifestError
from kconv.manifests.split import RawDocument
from kconv.names import Release
from kconv.pipeline.validate import Asked, Fault, Validated, validate
from kconv.pipeline.validate.document import Validation
from kconv.pipeline.validate.schemas import Schemas


class Case(NamedTuple):
    """A text, the release it is for, and what is told: a line a fault, or a status and its reason."""

    name: str
    text: str
    told: list[str]
    release: int = 32


POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: c\n    image: i\n"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"
LEASE = "apiVersion: coordination.k8s.io/v1\nkind: Lease\nmetadata: {name: a}\nspec:\n"
CASES = [
    Case("what is right", POD, []),
    Case("a field that no release has", POD + "    prots: []\n", ["8:5 spec.containers[0].prots: unknown field (did you mean ports?)"]),
    Case("a field in other letters", POD + "    imagepullpolicy: Never\n", ["8:5 spec.containers[0].imagepullpolicy: unknown field (did you mean imagePullPolicy?)"]),
    Case("a field a level too high", POD.replace("spec:", "containers: []\nspec:"), ["4:1 containers: unknown field (it is a field of spec: check the indentation)"]),
    Case("a field a level too deep", POD + "    nodeName: n\n", ["8:5 spec.containers[0].nodeName: unknown field (it is a field of spec: check the indentation)"]),
    Case("a field of a later release", POD + "  hostUsers: true\n", ["8:3 spec.hostUsers: no field of 1.24: it exists from 1.25"], release=24),
    Case("a field that left in this release", "apiVersion: v1\nkind: Pod\nmetadata: {name: a, clusterName: c}\n", ["3:21 metadata.clusterName: no field of 1.25: it left in 1.25"], release=25),
    Case("a kind of which some versions are to come", "apiVersion: autoscalin/v1\nkind: HorizontalPodAutoscaler\n", ["1:13 apiVersion: no release that kconv knows has the group autoscalin (use autoscaling/v1 or autoscaling/v2beta1 or autoscaling/v2beta2)"], release=20),
    Case("a field of an earlier release", "apiVersion: v1\nkind: Pod\nmetadata: {name: a, clusterName: c}\n", ["3:21 metadata.clusterName: no field of 1.32: it left in 1.25"]),
    Case("a number in quotes", POD + "    ports:\n    - containerPort: '80'\n", ['9:22 spec.containers[0].ports[0].containerPort: must be an integer, is the string "80" (write it without quotes)']),
    Case("a number that is a string", CONFIG + "data:\n  port: 80\n", ["6:9 data.port: must be a string, is the number 80 (put it in quotes)"]),
    Case("a word that is a boolean", CONFIG + "data:\n  flag: on\n", ["6:9 data.flag: must be a string, is true, as YAML reads on (put it in quotes)"]),
    Case("a number that is octal", CONFIG + "data:\n  mode: 0777\n", ["6:9 data.mode: must be a string, is the number 511, as YAML reads 0777 (put it in quotes)"]),
    Case("nulls, which are absence", CONFIG + "  labels:\ndata:\n  key:\n", []),
    Case("an unknown field that is null", CONFIG + "date:\n", ["5:1 date: unknown field (did you mean data?)"]),
    Case("a whole float in YAML", POD + "    ports:\n    - containerPort: 80.0\n", []),
    Case("a whole float in JSON", '{"apiVersion": "v1", "kind": "Service", "spec": {"healthCheckNodePort": 80.0}}', ["1:73 spec.healthCheckNodePort: must be an integer, is the number 80.0"]),
    Case("a number too large for its field", POD + "    ports:\n    - containerPort: 3000000000\n", ["9:22 spec.containers[0].ports[0].containerPort: must be an integer from -2147483648 to 2147483647, is 3000000000"]),
    Case("what is required", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template: {}\n", ["4:1 spec.selector: is required"]),
    Case("what is required and null", "apiVersion: apps/v1\nkind: Deployment\nspec:\n  selector:\n  template: {}\n", ["4:12 spec.selector: is required"]),
    Case("a null where an item should be", POD + "  -\n", ["8:4 spec.containers[1].name: is required"]),
    Case("a map for a list", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    name: a\n", ["5:5 spec.containers: must be a list, is a map (begin each item with a dash)"]),
    Case("a value that is none of the enum", POD + "    imagePullPolicy: never\n", ['8:22 spec.containers[0].imagePullPolicy: must be one of "Always", "IfNotPresent", "Never", is "never" (did you mean Never?)']),
    Case("an empty string for the default", POD + "    imagePullPolicy: ''\n", []),
    Case("a quantity with a blank", POD + "    resources: {limits: {memory: 1 Gi}}\n", ['8:34 spec.containers[0].resources.limits.memory: must be a quantity such as 500m or 1Gi, is "1 Gi"']),
    *(Case(f"the quantity {text!r}", POD + f"    resources: {{limits: {{memory: {json.dumps(text)}}}}}\n", []) for text in ("Mi", ".", " 1Gi ")),
    *(Case(f"no quantity: {text!r}", POD + f"    resources: {{limits: {{memory: {json.dumps(text)}}}}}\n", [f"8:34 spec.containers[0].resources.limits.memory: must be a quantity such as 500m or 1Gi, is {json.dumps(text)}"]) for text in ("Pi", "1e", "1Gi\n")),
    Case("bytes that are no base64", "apiVersion: v1\nkind: Secret\ndata:\n  a: plain!\n", ['4:6 data.a: must be base64, is "plain!"']),
    Case("a time without its zone", CONFIG + "  creationTimestamp: 2020-01-01\n", ['5:22 metadata.creationTimestamp: must be a time such as 2006-01-02T15:04:05Z, is "2020-01-01"']),
    *(Case(f"a time of the wrong precision, {time}", LEASE + f"  renewTime: {time}\n", [f'5:14 spec.renewTime: must be a time such as 2006-01-02T15:04:05.000000Z, is "{time}"']) for time in ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00.123Z", "2020-01-01T00:00:00.1234567Z", "2020-01-01T24:00:00.123456Z", "2020-02-30T00:00:00.123456Z")),
    *(Case(f"a time to the microsecond, {time}", LEASE + f"  acquireTime: {time}\n", []) for time in ("null", "2020-01-01T00:00:00.123456Z", "2020-01-01T00:00:00.123456+02:00")),
    Case("an event's times", "apiVersion: events.k8s.io/v1\nkind: Event\nmetadata: {name: a, creationTimestamp: 2020-01-01T00:00:00Z}\neventTime: 2020-01-01T00:00:00Z\nseries: {count: 1, lastObservedTime: 2020-01-01T00:00:00.1Z}\n", [
        '4:12 eventTime: must be a time such as 2006-01-02T15:04:05.000000Z, is "2020-01-01T00:00:00Z"',
        '5:38 series.lastObservedTime: must be a time such as 2006-01-02T15:04:05.000000Z, is "2020-01-01T00:00:00.1Z"',
    ]),
    Case("a key that stands twice", CONFIG + "data:\n  a: x\n  b: y1\n  a: z\n", ["8:3 data.a: duplicate key, first in line 6"]),
    Case("equal keys at two levels", CONFIG + "  name: b\nkind: Pod\n", ["5:3 metadata.name: duplicate key, first in line 4", "6:1 kind: duplicate key, first in line 2"]),
    Case("equal keys in JSON", '{"apiVersion": "v1", "kind": "ConfigMap",\n "data": {"a": "x", "a": "y"}}', ["2:21 data.a: duplicate key, first in line 2"]),
    Case("a version that is gone", "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\n", ["1:13 apiVersion: policy/v1beta1 PodDisruptionBudget was removed in 1.25 (use policy/v1)"]),
    Case("a version that is gone, in JSON", '{"kind": "PodDisruptionBudget", "apiVersion": "policy/v1beta1"}', ["1:47 apiVersion: policy/v1beta1 PodDisruptionBudget was removed in 1.25 (use policy/v1)"]),
    Case("a kind that is gone", "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\n", ["1:13 apiVersion: policy/v1beta1 PodSecurityPolicy was removed in 1.25 (1.32 serves no version of it)"]),
    Case("a version that is still to come", "apiVersion: batch/v1\nkind: CronJob\n", ["1:13 apiVersion: 1.20 does not serve batch/v1 yet: it came with 1.21 (use batch/v1beta1)"], release=20),
    Case("a version that never was", "apiVersion: v1\nkind: Deployment\n", ["1:13 apiVersion: v1 has no kind Deployment in any release that kconv knows (use apps/v1)"]),
    Case("a group for the core that has none", "apiVersion: core/v1\nkind: Pod\n", ["1:13 apiVersion: no release that kconv knows has the group core (use v1)"]),
    Case("a group misspelt", "apiVersion: app/v1\nkind: Deployment\n", ["1:13 apiVersion: no release that kconv knows has the group app (use apps/v1)"]),
    Case("a group misspelt of a kind that is gone", "apiVersion: polcy/v1\nkind: PodSecurityPolicy\n", ["1:13 apiVersion: no release that kconv knows has the group polcy"]),
    Case("two slashes", "apiVersion: apps/v1/v2\nkind: Deployment\n", ["1:13 apiVersion: apps/v1/v2 is not a group/version (use apps/v1)"]),
    Case("two slashes in a custom resource", "apiVersion: example.com/v1/v2\nkind: Thing\n", ["1:13 apiVersion: example.com/v1/v2 is not a group/version"]),
    Case("another program's kind in a group without a dot", "apiVersion: skaffold/v4beta1\nkind: Config\n", ["skipped: no schema of it is known"]),
    Case("a built-in kind's name in a group with a dot", "apiVersion: networking.istio.io/v1\nkind: Ingress\n", ["skipped: no schema of it is known"]),
    Case("a kind that never was", "apiVersion: apps/v1\nkind: Deploymnet\n", ["1:13 apiVersion: apps/v1 has no kind Deploymnet in any release that kconv knows (did you mean Deployment?)"]),
    Case("an object without its version", "apiversion: v1\nkind: Pod\nmetadata: {name: a}\n", ["1:1 apiVersion: is required (did you mean apiVersion by apiversion?)"]),
    Case("an apiVersion that is a number", "apiVersion: 1\nkind: ConfigMap\n", ["1:13 apiVersion: must be a string, is the number 1"]),
    Case("a kind that is a list", "apiVersion: v1\nkind: [Pod]\n", ["2:7 kind: must be a string, is a list"]),
    Case("neither of them a string", "{apiVersion: null, kind: true}\n", ["1:14 apiVersion: must be a string, is null", "1:26 kind: must be a string, is true"]),
    Case("an item of a List that is null", "apiVersion: v1\nkind: List\nitems: [null]\n", ["3:9 items[0]: must be a map, is null"]),
    Case("items of a List that are no maps", "apiVersion: v1\nkind: List\nitems:\n- a\n- [{kind: Pod}]\n- 5\n-\n", [
        '4:3 items[0]: must be a map, is the string "a"',
        "5:3 items[1]: must be a map, is a list (remove the dash)",
        "6:3 items[2]: must be a map, is the number 5",
        "7:2 items[3]: must be a map, is null",
    ]),
    Case("an item of a typed list that is null", "apiVersion: v1\nkind: PodList\nmetadata: {}\nitems: [null]\n", ["4:9 items[0]: must be a map, is null"]),
    Case("settings that are no object", "kind: x\nreplicas: 2\n", []),
    Case("a custom resource without a definition", "apiVersion: example.com/v1\nkind: Thing\n", ["skipped: no schema of it is known"]),
    Case("a kustomization", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n", ["skipped: kustomize reads it, no server does"]),
    Case("a template", POD + "    command: {{ .Values.command }}\n", ["templated: {{ }} outside of a string"]),
    Case("a template in a string", POD + "    command: ['{{ .x }}']\n", []),
    Case("a variable of the shell", POD + "  nodeName: $NODE\n", ["templated: $NODE stands for a value"]),
    Case("text that is no YAML", POD + "  x: [\n", ["error: 9:1 not valid YAML: a value is missing (close the bracket, or put text that begins with one in quotes)"]),
    Case("text that is no YAML in the middle of a line", POD + "    command: [a, 'é', {b: ]}]\n", ["error: 8:27 not valid YAML: a value is missing (close the bracket, or put text that begins with one in quotes)"]),
    Case("text that is neither JSON nor YAML", '{"apiVersion": "v1", "kind": "Pod",\n "metadata": {"name": "a"]}', ["error: 2:26 not valid YAML: a comma is expected, or the end of what opens with { in line 2 (put a comma between the entries, close the bracket, or put text with brackets in quotes)"]),
    Case("an alias without its anchor", POD + "    env: *e\n", ["error: 8:10 the alias *e has no anchor before it"]),
    Case("anchors and merge keys", POD + "    env: &e\n    - {name: a, valeu: x}\n  - name: d\n    image: i\n    env: *e\n", [
        "9:17 spec.containers[0].env[0].valeu: unknown field (did you mean value?)",
        "12:5 spec.containers[1].env[0].valeu: unknown field (did you mean value?)",
    ]),
    Case("a custom resource beside an item that has a key twice", "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, data: {a: b, a: c}}\n- {apiVersion: x.io/v1, kind: X}\n", [
        "4:50 data.a: duplicate key, first in line 4",
        "skipped: no schema of it is known",
    ]),
    Case("the items of a List", "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  spec: 1\n- {kind: Pod, metadata: {}}\n", [
        "6:9 spec: must be a map, is the number 1",
        "7:3 apiVersion: is required",
    ]),
    Case("the items of a typed list", "apiVersion: v1\nkind: PodList\nmetadata: {}\nitem: []\nitems:\n- spec: {containers: []}\n- spec: 1\n", [
        "4:1 item: unknown field (did you mean items?)",
        "7:9 spec: must be a map, is the number 1",
    ]),
    Case("documents after a marker and a BOM", "\ufeff---\n" + CONFIG + "---\n" + CONFIG + "x: 1\n", ["11:1 x: unknown field"]),
    Case("a schema's own unknown keyword", "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  group: g\n  scope: Namespaced\n  names: {kind: A, plural: a}\n  versions:\n  - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, not: {tpye: string}}}}\n", [
        "8:92 spec.versions[0].schema.openAPIV3Schema.not.tpye: unknown field (did you mean type?)",
    ]),
]  # fmt: skip


def told(path: Path, release: int, *more: Path) -> list[str]:
    asked = Asked(Release(release), tuple(map(str, (path, *more))))
    return [line for file in validate(asked) for document in file.documents for line in _lines(document)]


def _lines(document: Validated) -> list[str]:
    if document.status in ("skipped", "templated"):
        return [f"{document.status}: {document.why}"]
    kind = "error: " if document.status == "error" else ""
    return [
        f"{kind}{fault.line}:{fault.column} " + (f"{fault.path}: " if fault.path else "") + fault.message
        + (f" ({fault.hint})" if fault.hint else "")
        for fault in document.faults
    ]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_text_is_told_of(case: Case, tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    file.write_text(case.text, encoding="utf-8")
    assert told(file, case.release) == case.told


def test_an_error_without_a_place_is_reported_where_the_document_begins() -> None:
    raw = RawDocument(3, 20, 0, b"# a\nkind: A\napiVersion: v1\n")
    for error, place in (
        (ManifestError("why", hint="do"), (20, 1)),
        (ManifestError("why", line=25, column=7, hint="do"), (25, 7)),
    ):
        found = Validation(Schemas(Asked(Release(32)))).unreadable("a.yaml", raw, error)
        assert found.faults == (Fault(*place, "", "syntax", "why", "do"),)
        assert (found.line, found.kind, found.api_version, found.position, found.status) == (22, "A", "v1", 3, "error")
