"""Every word of what is reported of an object that is checked: places, rules, reasons, and what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from kconv.names import Release
from kconv.pipeline.validate import Asked, validate
from tests.pipeline.reports import check, validation
from tests.validate import test_custom_resources, test_documents

REPORTS = Path(__file__).parent / "reports"
THING = "apiVersion: x.io/v1\nkind: A\nmetadata: {name: a}\n"
OTHER = "apiVersion: x.io/v2\nkind: A\nmetadata: {name: a}\n"
TEXT: dict[str, Any] = {"type": "object", "properties": {"spec": {"type": "object", "properties": {"text": {"type": "string"}, "many": {"type": "array", "items": {"type": "string"}}, "map": {"type": "object", "additionalProperties": {"type": "integer"}}}}}}  # fmt: skip
STATUS: dict[str, Any] = {"type": "object", "required": ["status"], "properties": {"status": {"type": "object", "required": ["phase"], "properties": {"phase": {"enum": ["a"], "type": "string"}}}}}  # fmt: skip


def version(name: str, schema: Any = TEXT, **more: Any) -> dict[str, Any]:
    return {"name": name, "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}, **more}


def crd(*versions: Any, kind: str = "A", api: str = "v1", **spec: Any) -> str:
    whole = {"group": "x.io", "scope": "Namespaced", "names": {"kind": kind, "plural": "as"}, **spec}
    if versions:
        whole["versions"] = list(versions)
    return json.dumps({"apiVersion": f"apiextensions.k8s.io/{api}", "kind": "CustomResourceDefinition", "metadata": {"name": "as.x.io"}, "spec": whole}) + "\n"  # fmt: skip


def with_status(schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "x-kubernetes-validations": [{"rule": "true"}]}


BETA = {"group": "x.io", "version": "v1"}
FILES: dict[str, dict[str, str]] = {
    # definitions
    "an unknown field, and one of another type": {"a.yaml": THING + "spec: {txet: a, text: 1}\n", "crd.json": crd(version("v1"))},
    "items, and the values of a map": {"a.yaml": THING + "spec: {many: [a, 1], map: {a: b}}\n", "crd.json": crd(version("v1"))},
    "a field a level too high": {"a.yaml": THING + "text: a\n", "crd.json": crd(version("v1"))},
    "metadata is known of all": {"a.yaml": THING.replace("name: a", "name: a, nmae: b, labels: {a: 1}"), "crd.json": crd(version("v1"))},
    "a version that is not served": {"a.yaml": OTHER, "crd.json": crd(version("v1"), version("v2", served=False))},
    "a version that it does not have": {"a.yaml": OTHER, "crd.json": crd(version("v1beta1"), version("v1"), version("v1alpha1"))},
    "a definition that serves no version": {"a.yaml": THING, "crd.json": crd(version("v1", served=False))},
    "a version that only the second definition has": {"a.yaml": OTHER, "b.json": crd(version("v1")), "c.json": crd(version("v2"))},
    "a version that neither of two has": {"a.yaml": OTHER.replace("v2", "v3"), "b.json": crd(version("v1")), "c.json": crd(version("v2"))},
    "two that differ in whether it keeps what is unknown": {"a.yaml": THING, "b.json": crd(version("v1")), "c.json": crd(version("v1"), preserveUnknownFields=True)},
    "two that differ in the status": {"a.yaml": THING, "b.json": crd(version("v1")), "c.json": crd(version("v1", subresources={"status": {}}))},
    "two of which one has no schema": {"a.yaml": THING, "b.json": crd(version("v1")), "c.json": crd(version("v1", None))},
    "two that have no schema": {"a.yaml": THING, "b.json": crd(version("v1", None)), "c.json": crd(version("v1", None))},
    "two that differ in words": {"a.yaml": THING, "b.json": crd(version("v1", {**TEXT, "description": "a", "title": "b", "externalDocs": {"url": "c"}})), "c.json": crd(version("v1", {**TEXT, "example": 1}))},
    "a property that is called as a word": {"a.yaml": THING, "b.json": crd(version("v1", {"type": "object", "properties": {"title": {"type": "string"}}})), "c.json": crd(version("v1", {"type": "object"}))},
    "no schema: anything goes": {"a.yaml": THING + "any: 1\n", "crd.json": crd({"name": "v1", "served": True, "storage": True})},
    "a schema that no server reads": {"a.yaml": THING + "any: 1\n", "crd.json": crd(version("v1", {"type": ["object"]}))},
    "unknown fields that are kept": {"a.yaml": THING + "any: 1\nspec: {text: 1}\n", "crd.json": crd(version("v1"), preserveUnknownFields=True)},
    "rules of CEL": {"a.yaml": THING, "crd.json": crd(version("v1", {**TEXT, "x-kubernetes-validations": [{"rule": "true"}, {"rule": "true"}]}))},
    "one rule of CEL, and what is wrong": {"a.yaml": THING + "b: 1\n", "crd.json": crd(version("v1", {**TEXT, "x-kubernetes-validations": [{"rule": "true"}]}))},
    "a pattern of another language": {"a.yaml": THING, "crd.json": crd(version("v1", {"type": "object", "properties": {"b": {"type": "string", "pattern": "(?P<a>b)\\C"}, "a": {"type": "string", "pattern": "a\\C"}, **{key: {"type": "string", "pattern": f"{key}\\C"} for key in "hgfedc"}}}))},
    "a status that is a subresource": {"a.yaml": THING + "status: {phase: b}\n", "crd.json": crd(version("v1", STATUS, subresources={"status": {}}))},
    "a status that is not": {"a.yaml": THING + "status: {phase: b}\n", "crd.json": crd(version("v1", STATUS))},
    "a status of null is none": {"a.yaml": THING + "status: {phase: b}\n", "crd.json": crd(version("v1", STATUS, subresources={"status": None}))},
    "an unknown field in a status": {"a.yaml": THING + "status: {pahse: a}\n", "crd.json": crd(version("v1", STATUS, subresources={"status": {}}))},
    "a default stands for what is required": {"a.yaml": THING + "spec: {}\n", "crd.json": crd(version("v1", {"type": "object", "properties": {"spec": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "default": "b"}}}}}))},
    "a patch of a custom resource": {"kustomization.yaml": "patches: [{path: a.yaml}]\n", "a.yaml": THING + "spec: {}\n", "crd.json": crd(version("v1", {"type": "object", "properties": {"spec": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}}}))},
    "a definition of another kind in the group": {"a.yaml": THING, "crd.json": crd(version("v1"), kind="B")},
    "a definition of the kind in another group": {"a.yaml": THING, "crd.json": crd(version("v1"), group="y.io")},
    "definitions in a List": {"a.yaml": THING + "b: 1\n", "crd.json": '{"apiVersion": "v1", "kind": "List", "items": [' + crd(version("v1")) + "]}"},
    "a definition by another name": {"a.yaml": THING, "crd.json": crd(version("v1")).replace('"kind": "CustomResourceDefinition"', '"kind": "CustomResourceDefinitions"')},
    "a definition of another group": {"a.yaml": THING, "crd.json": crd(version("v1")).replace("apiextensions.k8s.io", "apiextensions.x.io")},
    "a definition that is malformed": {"a.yaml": THING, "crd.json": crd(1, {"name": 1}, names={"kind": 1})},  # type: ignore[arg-type]
    "versions that are no maps": {"a.yaml": THING + "b: 1\n", "crd.json": crd(1, {"name": 1}, version("v1"))},
    "a version whose name is a number": {"a.yaml": OTHER, "crd.json": crd({"name": 1}, version("v1"))},
    "v1beta1 with a schema that is none, and one for all": {"a.yaml": THING + "spec: {text: 1}\n", "crd.json": crd({"name": "v1", "served": True, "schema": {}}, api="v1beta1", validation={"openAPIV3Schema": TEXT})},
    "two that do not serve a version": {"a.yaml": OTHER, "b.json": crd(version("v1"), version("v2", served=False)), "c.json": crd(version("v1"), version("v2", served=False))},
    "an apiVersion on the line below its key": {"a.yaml": "apiVersion:\n  1\nkind: 1\n"},
    "an item of a version that is gone": {"a.yaml": "apiVersion: v1\nkind: List\nitems:\n- apiVersion: policy/v1beta1\n  kind: PodDisruptionBudget\n"},
    "JSON whose apiVersion is further down": {"a.json": '{"kind": "ConfigMap",\n "apiVersion":\n "v1", "data": {"a": 1}}'},
    "a kind of another group": {"a.yaml": "apiVersion: apps/v1\nkind: Ingres\n"},
    "an unknown field in the metadata of an object inside": {"a.yaml": THING + "spec: {inner: {apiVersion: v1, kind: B, metadata: {nmae: b}}}\n", "crd.json": crd(version("v1", {"type": "object", "properties": {"spec": {"type": "object", "properties": {"inner": {"type": "object", "x-kubernetes-embedded-resource": True, "x-kubernetes-preserve-unknown-fields": True}}}}}))},
    "a version twice that is gone": {"a.yaml": "apiVersion: policy/v1\nkind: PodDisruptionBudget\napiVersion: policy/v1beta1\n"},
    "a list of a kind that never was": {"a.yaml": "apiVersion: apps/v1\nkind: FooList\nmetadata: {name: a}\n"},
    "a kind of a release without its schema": {"a.yaml": "apiVersion: v1\nkind: PodExecOptions\n"},
    "names that are a list": {"a.yaml": THING, "crd.json": crd(version("v1"), names=["A"])},
    "a spec that is a list": {"a.yaml": THING, "crd.json": crd(version("v1")).replace('"spec": {"group"', '"spec": [], "x": {"group"')},
    "v1beta1 with one schema for all": {"a.yaml": THING + "spec: {text: 1}\nb: 1\n", "crd.json": crd(api="v1beta1", version="v1", validation={"openAPIV3Schema": TEXT})},
    "v1beta1 that prunes": {"a.yaml": THING + "spec: {text: 1}\nb: 1\n", "crd.json": crd(api="v1beta1", version="v1", validation={"openAPIV3Schema": TEXT}, preserveUnknownFields=False)},
    "v1beta1 with a schema a version": {"a.yaml": THING + "spec: {text: 1}\n", "crd.json": crd({"name": "v1", "served": True, "schema": {"openAPIV3Schema": TEXT}}, api="v1beta1", validation={"openAPIV3Schema": {"type": "object"}})},
    "v1beta1 with versions and one schema": {"a.yaml": THING + "spec: {text: 1}\n", "crd.json": crd({"name": "v1", "served": True}, api="v1beta1", validation={"openAPIV3Schema": TEXT})},
    "v1beta1 with a status for all": {"a.yaml": THING + "status: {phase: b}\n", "crd.json": crd(api="v1beta1", version="v1", validation={"openAPIV3Schema": STATUS}, subresources={"status": {}})},
    "v1 has no status for all": {"a.yaml": THING + "status: {phase: b}\n", "crd.json": crd(version("v1", STATUS), subresources={"status": {}})},
    "v1 has no schema for all": {"a.yaml": THING + "spec: {text: 1}\n", "crd.json": crd({"name": "v1", "served": True}, validation={"openAPIV3Schema": TEXT})},
    "a definition that is a template": {"a.yaml": THING + "b: 1\n", "crd.yaml": yaml.safe_dump(json.loads(crd(version("v1")))) + "x: {{ .a }}\n"},
    "a definition with a key twice": {"a.yaml": THING + "b: 1\n", "crd.yaml": yaml.safe_dump(json.loads(crd(version("v1")))) + "kind: CustomResourceDefinition\n"},
    "a definition that speaks of the kind in a text": {"a.yaml": THING, "crd.json": crd(version("v1", {**TEXT, "description": "of A and others"}), kind="B")},
    "a kind that is escaped": {"a.yaml": THING + "b: 1\n", "crd.json": crd(version("v1")).replace('"kind": "A"', '"kind": "\\u0041"')},
    "a kind that is escaped, beside the other sign of that": {"a.yaml": THING + "b: 1\n", "crd.yaml": crd(version("v1")).replace('"kind": "A"', '"kind": "\\u0041"') + "# !!binary\n"},
    # documents
    "a list of custom resources": {"a.yaml": "apiVersion: x.io/v1\nkind: AList\nitems: [{metadata: {name: a}}]\n"},
    "a List with everything": {"a.yaml": "apiVersion: v1\nkind: List\nitem: 1\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a}\n  data: {a: 1}\n- kind: Pod\n- 1\n- apiVersion: v1\n  kind: List\n  items: [null]\n"},
    "keys that stand twice in an item, and around it": {"a.yaml": "apiVersion: v1\nkind: List\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  kind: ConfigMap\n  metadata: {name: a}\n"},
    "encrypted values": {"a.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: 'ENC[AES256_GCM,data:q1w2]'}\nsops: {mac: 'ENC[AES256_GCM,data:q1w2]'}\n"},
    "encrypted values of a version that is gone": {"a.yaml": "apiVersion: extensions/v1beta1\nkind: Ingress\nsops: {mac: 'ENC[AES256_GCM,data:q1w2]'}\n"},
    "what only programs read": {"a.yaml": "".join(f"---\napiVersion: {group}/v1beta1\nkind: Config\n" for group in ("kubeadm.k8s.io", "kubelet.config.k8s.io", "kubeproxy.config.k8s.io", "kubescheduler.config.k8s.io", "apiserver.config.k8s.io", "audit.k8s.io", "kustomize.config.k8s.io"))},
    "a patch without a fault": {"kustomization.yaml": "patches: [{path: a.yaml}]\n", "a.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"},
    "a patch with a fault": {"kustomization.yaml": "patches: [{path: a.yaml}]\n", "a.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: a}\n"},
    "a patch of a definition": {"kustomization.yaml": "patches: [{path: a.yaml}]\n", "a.yaml": "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a}\nspec: {preserveUnknownFields: true}\n"},
    "a definition that a server refuses": {"a.json": crd(version("v1", {"type": "object", "properties": {"a": {}}}))},
    "a template, and a text that is none": {"a.yaml": "apiVersion: v1\nkind: Pod\nx: {{ .a }}\n---\nx: {{ .a }}\n---\napiVersion: v1\nkind: Pod\nx: [\n---\nx: [\n"},
    "another version of a kind": {"a.yaml": "apiVersion: autoscaling/v2beta2\nkind: HorizontalPodAutoscaler\n"},
    "another kind in its place": {"a.yaml": "apiVersion: policy/v1\nkind: PodSecurityPolicy\n"},
    "a kind of which two groups have a version": {"a.yaml": "apiVersion: v2\nkind: Event\n"},
    "a kind spelled in another way": {"a.yaml": "apiVersion: apps/v1\nkind: deployment\n---\napiVersion: v1\nkind: Xyz\n"},
    "off by default": {"a.yaml": "apiVersion: resource.k8s.io/v1alpha3\nkind: ResourceClaim\n---\napiVersion: networking.k8s.io/v1alpha1\nkind: ServiceCIDR\n---\napiVersion: resource.k8s.io/v1alpha2\nkind: ResourceClaim\n"},
    "to come": {"a.yaml": "apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\n---\napiVersion: resource.k8s.io/v1\nkind: ResourceClaim\n"},
    "a kind without a schema": {"a.yaml": "apiVersion: meta.k8s.io/v1\nkind: Table\n---\napiVersion: v1\nkind: Status\n---\napiVersion: v1\nkind: WatchEvent\n"},
    "a status of a built-in kind": {"a.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {selector: {}, template: {}}\nstatus: {replica: 1, conditions: [{}]}\n"},
    "lower case keys": {"a.yaml": "apiversion: v1\nKind: Pod\nmetadata: {name: a}\n---\napiVersion: v1\nmetadata: {name: a}\ndata: {}\n---\nkind: Pod\nspec: {}\n"},
    "an alias in JSON's clothes": {"a.yaml": '{"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": &a 1, "b": *a}}\n'},
    "keys with an anchor": {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: &m {name: a, nmae: b}\ndata: {a: b}\n"},
}  # fmt: skip


def _write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).write_text(text)


@pytest.mark.parametrize("name", FILES)
def test_files_that_show_one_thing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _write(FILES[name])
    check(REPORTS / "more.txt", name, validation(validate(Asked(Release(32), (".",)))))


@pytest.mark.parametrize("case", test_documents.CASES, ids=lambda case: case.name)
def test_a_text_is_reported_in_full(case: test_documents.Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _write({"a.yaml": case.text})
    check(REPORTS / "documents.txt", case.name, validation(validate(Asked(Release(case.release), ("a.yaml",)))))


def test_a_custom_resource_is_reported_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    things = [test_custom_resources.thing(spec) for _, spec in test_custom_resources.WRONG]
    _write({"a.yaml": yaml.safe_dump_all(things), "crd.json": json.dumps(test_custom_resources.CRD)})
    check(REPORTS / "things.txt", "all", validation(validate(Asked(Release(32), (".",)))))
