"""What is old inside of something else is reported with its own line, whatever holds it and however it is quoted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.manifests import nodes, templates
from kconv.names import GroupVersion, Release
from kconv.pipeline.migrate import Options, migrate, scan

TARGET = Options(target=Release(32))
OLD = {"apiVersion": "extensions/v1beta1", "kind": "Ingress", "metadata": {"name": "web"}}
LINES = "apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: web}\n"
CLASS = "apiVersion: storage.k8s.io/v1beta1\nkind: VolumeAttributesClass\n"
DRIVER = CLASS.replace("VolumeAttributesClass", "CSIDriver")
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n"


def indented(text: str, by: str = "    ") -> str:
    return "".join(f"{by}{line}\n" for line in text.splitlines())


@dataclass(frozen=True)
class Case:
    """``found`` has the line, source, kind and name of each finding."""

    name: str
    text: str
    found: tuple[tuple[int, str, str, str], ...]
    file: str = "a.yaml"


def one(line: int, source: str = "extensions/v1beta1", kind: str = "Ingress", name: str = "web"):  # type: ignore[no-untyped-def]
    return ((line, source, kind, name),)


FOUND = [
    Case("a block scalar", f"{MAP}  a: |\n{indented(LINES)}", one(6)),
    Case("one that strips, keeps, or says its indentation", f"{MAP}  a: |-\n{indented(LINES)}  b: |+\n{indented(LINES)}\n  c: |2\n{indented(LINES)}", (*one(6), *one(10), *one(15))),
    Case("one with comments and documents in it", f"{MAP}  a: |\n    # two\n    ---\n    a: 1\n    ---\n{indented(LINES)}", one(10)),
    Case("a folded scalar: on the line of its key", f"{MAP}  a: >\n    a: b\n\n{indented(json.dumps(OLD))}", one(5, name="")),
    Case("double quotes with line breaks in them", f"{MAP}  a: {json.dumps(LINES)}\n", one(5)),
    Case("single quotes around JSON", f"{MAP}  a: '{json.dumps(OLD)}'\n", one(5)),
    Case("double quotes around JSON", f"{MAP}  a: {json.dumps(json.dumps(OLD))}\n", one(5)),
    Case("JSON in JSON in JSON", json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": json.dumps({"b": json.dumps(OLD)})}}, indent=1), one(5), file="a.json"),
    Case("an escaped key", f'{MAP}  a: "{{\\"api\\x56ersion\\": \\"extensions/v1beta1\\", \\"kind\\": \\"Ingress\\"}}"\n', one(5, name="")),
    Case("a plain scalar", f"{MAP}  a: {{apiVersion: extensions/v1beta1, kind: Ingress}}\n", one(5, name="")),
    Case("kinds that the version keeps are none", f"{MAP}  a: |\n{indented(CLASS)}", ()),
    Case("kinds that it does not keep", f"{MAP}  a: |\n{indented(DRIVER)}", one(6, "storage.k8s.io/v1beta1", "CSIDriver", "")),
    Case("a version alone, of which any kind is gone", "ingress:\n  apiVersion: storage.k8s.io/v1beta1\n", one(2, "storage.k8s.io/v1beta1", "", "")),
    Case("a version alone that is served", "ingress:\n  apiVersion: v1\nother: {apiVersion: apps/v1}\n", ()),
    Case("a kind that somebody fills in", "x:\n- apiVersion: extensions/v1beta1\n  kind: \"${KIND}\"\n", one(2, kind="", name="")),
    Case("a list, in which each item counts", f"x:\n- apiVersion: v1\n  kind: List\n  items:\n  - {json.dumps(OLD)}\n", one(5)),
    Case("a typed list", "x:\n  apiVersion: extensions/v1beta1\n  kind: IngressList\n  items: []\n", one(2, kind="IngressList", name="")),
    Case("a tool's own name for it", "- k8s:\n    api_version: extensions/v1beta1\n    kind: Deployment\n    name: web\n", one(2, kind="Deployment", name="")),
    Case("a document that is a list", f"- {json.dumps(OLD)}\n", one(1)),
    Case("no successor", "x: {apiVersion: policy/v1beta1, kind: PodSecurityPolicy}\n", one(1, "policy/v1beta1", "PodSecurityPolicy", "")),
    Case("a request body", "x: {apiVersion: policy/v1beta1, kind: Eviction}\n", ()),
    Case("a custom resource's version", "x: {apiVersion: example.com/v1beta1, kind: Ingress}\n", ()),
    Case("a selector of a kustomize configuration", "nameReference:\n- kind: Deployment\n  group: extensions\n  version: v1beta1\n  fieldSpecs: []\n", one(4, kind="Deployment", name="")),
    Case("one that also selects what stays", "nameReference:\n- kind: Deployment\n  group: apps\n  fieldSpecs: []\n", ()),
    Case("differences that Argo CD ignores", "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  ignoreDifferences:\n  - group: extensions\n    kind: Ingress\n", one(5, "extensions", "Ingress", "")),
    Case("patches of Flux", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec:\n  patches:\n  - target: {group: extensions, version: v1beta1, kind: Deployment}\n    patch: |\n      - op: test\n", one(5, kind="Deployment", name="")),
    Case("a chart's values, under keys of other names", "ingressApiVersion: extensions/v1beta1\nrbac:\n  api_version: rbac.authorization.k8s.io/v1beta1\n  apiversion: v1\n", (*one(1, kind="", name=""), *one(3, "rbac.authorization.k8s.io/v1beta1", "", ""))),
    Case("a parameter of Helm that says one", "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    helm:\n      parameters:\n      - name: ingress.apiVersion\n        value: extensions/v1beta1\n      - {name: ingress.port, value: '80'}\n", one(8, kind="", name="")),
    Case("one that helmfile sets, and one that is served", "releases:\n- set:\n  - {name: rbac.apiVersion, value: policy/v1beta1}\n  - {name: a.apiVersion, value: policy/v1}\n", one(3, "policy/v1beta1", "", "")),
    Case("a version in place of a group", "apiVersion: app.k8s.io/v1beta1\nkind: Application\nspec: {componentKinds: [{group: extensions/v1beta1, kind: Deployment}]}\n", one(3, kind="Deployment", name="")),
    Case("what a schema is of", '{"definitions": {"a": {"x-kubernetes-group-version-kind": [{"group": "extensions", "version": "v1beta1", "kind": "Ingress"}], "patches": 1}}}', ()),
    Case("a kind and version that may be anybody's", "patches: 1\nresources:\n- {kind: DaemonSet, name: '', version: v1beta2}\n", ()),
    Case("of a target they are not", "patches:\n- target: {kind: DaemonSet, version: v1beta2}\n", one(2, "v1beta2", "DaemonSet", "")),
    Case("an anchor before a version, and its alias", "x:\n- apiVersion: &v policy/v1beta1\n  kind: PodDisruptionBudget\ny:\n- apiVersion: *v\n  kind: PodDisruptionBudget\n", (*one(2, "policy/v1beta1", "PodDisruptionBudget", ""), *one(5, "policy/v1beta1", "PodDisruptionBudget", ""))),
    Case("a version on the next lines", "x:\n- apiVersion: >-\n    policy/v1beta1\n", one(2, "policy/v1beta1", "", "")),
    Case("what a template falls back to", f"apiVersion: \"{{{{ a | default('policy/v1beta1') }}}}\"\nkind: {'PodDisruptionBudget'}\n", one(1, "policy/v1beta1", "PodDisruptionBudget", "")),
    Case("one of two in a task", "- k8s: {definition: {apiVersion: \"{{ 'policy/v1beta1' if old else 'policy/v1' }}\", kind: PodDisruptionBudget}}\n", one(1, "policy/v1beta1", "PodDisruptionBudget", "")),
    Case("of a variable of the shell", "a: {ingressApiVersion: '${V:-networking.k8s.io/v1beta1}'}\n", one(1, "networking.k8s.io/v1beta1", "", "")),
    Case("what is only compared with", "apiVersion: \"{{ if eq .a 'policy/v1beta1' }}policy/v1{{ end }}\"\nkind: PodDisruptionBudget\n", ()),
    Case("in base64, of a tag", "x:\n- apiVersion: !!binary cG9saWN5L3YxYmV0YTE=\n", one(2, "policy/v1beta1", "", "")),
    Case("an escaped key of JSON in single quotes", f"{MAP}  a: '{{\"api\\u0056ersion\": \"policy/v1beta1\"}}'\n", one(5, "policy/v1beta1", "", "")),
    Case("text as a key", f"{MAP}  '{{\"apiVersion\": \"policy/v1beta1\"}}': a\n", one(4, "policy/v1beta1", "", "")),
    Case("the server's own books", "apiVersion: v1\nkind: Pod\nmetadata:\n  managedFields:\n  - {apiVersion: policy/v1beta1, manager: x}\n", ()),
    Case("an item of a typed list, which is reported as such", "apiVersion: extensions/v1beta1\nkind: IngressList\nitems:\n- {apiVersion: extensions/v1beta1, kind: Ingress, metadata: {name: a}}\n", ()),
    Case("subjects of RBAC", "apiVersion: rbac.authorization.k8s.io/v1alpha1\nkind: ClusterRoleBinding\nroleRef: {name: a}\nsubjects:\n- {apiVersion: rbac.authorization.k8s.io/v1alpha1, kind: User, name: a}\n", ()),
    Case("a script is read line by line", f"{MAP}  run.sh: |\n    cat <<EOF | kubectl apply -f -\n{indented(LINES)}    EOF\n", one(7, name="")),
    Case("prose is not", f"{MAP}  readme: Once it was apiVersion extensions/v1beta1, kind Ingress.\n", ()),
    Case("a comment is not", "a: 1 # apiVersion: extensions/v1beta1\n", ()),
    Case("an annotation", f"apiVersion: v1\nkind: Service\nmetadata:\n  annotations:\n    example.com/was: '{json.dumps(OLD)}'\n", one(5)),
    Case("an old object with another in it", "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata:\n  name: b\n  annotations:\n    x: '" + json.dumps(OLD) + "'\n", one(6)),
    Case("Windows line endings", f"{MAP}  a: |\n{indented(LINES)}".replace("\n", "\r\n"), one(6)),
]  # fmt: skip


@pytest.mark.parametrize("run", [scan, migrate], ids=["scan", "migrate"])
@pytest.mark.parametrize("case", FOUND, ids=attrgetter("name"))
def test_what_is_old_inside_is_found(case: Case, run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / case.file
    path.write_bytes(case.text.encode())
    (outcome,) = run([str(path)], TARGET)
    inside = [each for each in outcome.documents if each.status == "embedded"]
    assert tuple((each.line, each.source, each.kind, each.name) for each in inside) == case.found


@pytest.mark.parametrize("case", [each for each in FOUND if each.found], ids=attrgetter("name"))
def test_none_of_it_is_rewritten(case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.file
    path.write_bytes(case.text.encode())
    list(migrate([str(path)], TARGET, write=True))
    assert path.read_bytes().decode().count("extensions/v1beta1") == case.text.count("extensions/v1beta1")


def test_what_is_asked_for_one_version_says_nothing_of_others(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"{MAP}  a: |\n{indented(LINES)}")
    (outcome,) = migrate([str(path)], Options(to=GroupVersion("apps", "v1")))
    assert not outcome.documents


def test_a_scan_parses_values_with_marks_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "values.yaml").write_text(f"# {{{{ .Values.x }}}}\nextra:\n{indented(LINES)}")
    monkeypatch.setattr(templates, "reason", None)
    (found,) = scan([str(tmp_path)], TARGET)
    assert [(each.status, each.line) for each in found.documents] == [("embedded", 3)]


def test_a_template_with_too_many_entries_is_still_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "values.yaml").write_text(f"{LINES}spec: {{{{ .Values.spec }}}}\n")
    monkeypatch.setattr(nodes, "MAX_ENTRIES", 1)
    (found,) = scan([str(tmp_path)], TARGET)
    assert [each.status for each in found.documents] == ["templated"]


def test_what_an_object_names_is_reported_once(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    owner = "{apiVersion: extensions/v1beta1, kind: ReplicaSet, name: r}"
    path.write_text(f"apiVersion: v1\nkind: Pod\nmetadata: {{ownerReferences: [{owner}]}}\n")
    (outcome,) = migrate([str(path)], TARGET)
    assert [each.status for each in outcome.documents] == ["migrated"]


VALUES = st.recursive(
    st.just(OLD) | st.text("ab: {}[]'\"\\\n", max_size=8) | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3) | inner.map(json.dumps),
    max_leaves=5,
)  # fmt: skip


def _count(value: object) -> int:
    """How many old objects a value holds, in its texts too."""
    if value == OLD:
        return 1
    if isinstance(value, str):
        try:
            inner = json.loads(value)
        except ValueError:
            return 0
        return _count(inner) if isinstance(inner, (dict, list, str)) else 0
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return sum(map(_count, children))


@given(value=VALUES, indent=st.sampled_from([None, 1, 2]))
def test_every_one_is_found_however_deep(
    value: object, indent: int | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("inside") / "a.json"
    path.write_text(json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "data": {"x": value}}, indent=indent))
    (outcome,) = scan([str(path)], TARGET)
    found = [each for each in outcome.documents if each.status == "embedded"]
    assert len(found) == _count(value)
