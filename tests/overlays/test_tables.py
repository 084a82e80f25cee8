"""What kustomize understands of a path, a selector, a patch and a label, one fact a row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kconv.errors import ManifestError
from kconv.names import GroupVersionKind, Release
from kconv.paths import FieldPath
from kconv.pipeline.migrate import Options
from kconv.pipeline.migrate.identify import gvk_of
from kconv.pipeline.migrate.overlays import fields, trial
from kconv.pipeline.migrate.overlays.base import ANY, Base, Doc, identity, is_patched_by, is_selected, reselected
from kconv.pipeline.migrate.overlays.kustomization import Kustomization, Layer, lenient
from kconv.pipeline.migrate.overlays.labels import PLACES, Given, Place, given
from kconv.pipeline.migrate.overlays.merge import merged
from kconv.pipeline.migrate.overlays.operations import Misfit, applied
from kconv.pipeline.migrate.target import Target


def test_a_path_as_an_operation_has_it() -> None:
    assert trial._pointer(("metadata", "annotations", "a~b/c", 0)) == "/metadata/annotations/a~0b~1c/0"


DOTTED = {
    "metadata.name": ["metadata", "name"],
    "spec.a\\.b.c": ["spec", "a.b", "c"],
    "a.[name=x].b": ["a", "[name=x]", "b"],
    "a[name=x].b": ["a", "[name=x]", "b"],
    "a.[0].b": ["a", "0", "b"],
    "a.0.b": ["a", "0", "b"],
    "a.[b.c/d]": ["a", "b.c/d"],
    "a.*": ["a", "*"],
    "": [],
}


@pytest.mark.parametrize("path", DOTTED)
def test_the_parts_of_a_field_path(path: str) -> None:
    assert fields.dotted(path) == DOTTED[path]


OBJECT = {"a": {"b": 1, "none": None}, "l": [{"name": "x", "v": 1, "w": [{"v": 2}]}, {"name": "y"}], "n": [["p", "q"]], "t": "text"}  # fmt: skip
RESOLVED: list[tuple[list[str], list[tuple[Any, ...]]]] = [
    ([], [()]),
    (["a", "b"], [("a", "b")]),
    (["a", "none"], [("a", "none")]),
    (["a", "c"], []),
    (["a", "b", "c"], []),
    (["t", "0"], []),
    (["a", "*"], [("a", "b"), ("a", "none")]),
    (["l", "0"], [("l", 0)]),
    (["l", "1", "name"], [("l", 1, "name")]),
    (["l", "2"], []),
    (["l", "*"], [("l", 0), ("l", 1)]),
    (["l", "[name=y]"], [("l", 1)]),
    (["l", "[name=z]"], []),
    (["l", "[v=1]"], [("l", 0)]),
    (["l", "name"], [("l", 0, "name"), ("l", 1, "name")]),
    (["l", "v"], [("l", 0, "v")]),
    (["l", "w", "v"], [("l", 0, "w", 0, "v")]),
    (["n", "*", "1"], [("n", 0, 1)]),
    (["n", "[a=b]"], []),
]


@pytest.mark.parametrize(("parts", "paths"), RESOLVED, ids=[".".join(each[0]) for each in RESOLVED])
def test_the_places_that_a_path_means(parts: list[str], paths: list[tuple[Any, ...]]) -> None:
    assert fields.resolved(OBJECT, parts) == paths


OLD, NEW = gvk_of("networking.k8s.io/v1beta1", "Ingress"), gvk_of("networking.k8s.io/v1", "Ingress")


def base(*names: tuple[str, str]) -> Base:
    value = {"apiVersion": OLD.api_version, "kind": "Ingress", "metadata": {"name": "web"}}
    return Base(Doc("a.yaml", 0), 1, OLD, NEW, value, value, "", frozenset(names or {("web", "")}))


SELECTED: list[tuple[Any, bool]] = [
    ({}, True),
    ({"kind": "Ingress"}, True),
    ({"kind": "Ingres"}, False),
    ({"kind": "Ingres."}, True),
    ({"kind": ".*gress"}, True),
    ({"kind": "gress"}, False),
    ({"kind": "Ingress|Service"}, True),
    ({"kind": ""}, True),
    ({"kind": 5}, True),
    ({"group": "networking.k8s.io"}, True),
    ({"group": "extensions"}, False),
    ({"version": "v1beta1"}, True),
    ({"version": "v1"}, False),
    ({"version": "v1.*"}, True),
    ({"name": "web"}, True),
    ({"name": "we"}, False),
    ({"name": "w.b"}, True),
    ({"name": "other", "kind": "Ingress"}, False),
    ({"namespace": "default"}, True),
    ({"namespace": "shop"}, False),
    ({"name": "(w+)+eb"}, True),
    ({"name": "(", "kind": "Ingress"}, True),
    ({"name": "x{1000}"}, True),
    ({"name": "x{10}"}, False),
    ({"name": "x" * 200 + "."}, True),
    ({"name": "x" * 200}, False),
    ({"labelSelector": "a=b"}, True),
    ("Ingress", False),
]


@pytest.mark.parametrize(("selector", "selected"), SELECTED, ids=[str(each[0])[:40] for each in SELECTED])
def test_a_selector_is_an_expression_for_the_whole_word(selector: Any, selected: bool) -> None:
    assert is_selected(base(), selector, OLD) is selected


def test_an_object_is_known_by_each_name_that_it_had() -> None:
    one = base(("web", "")).renamed("p-", "-s", "shop")
    assert one.names == {
        *(("web", place) for place in ("", "shop")),
        *(("p-web", place) for place in ("", "shop")),
        *(("web-s", place) for place in ("", "shop")),
        *(("p-web-s", place) for place in ("", "shop")),
    }
    assert base(("web", "")).renamed("", "", "").names == {("web", "")}
    assert base(("web", "")).anything().names == {("web", ""), (ANY, ANY)}
    assert base(("b", "c")).known().names == {("b", "c"), ("web", "")}
    assert base().title == "Ingress/web"
    assert is_selected(base().anything(), {"name": "x", "namespace": "y"}, OLD)
    assert is_selected(base(("web", "shop")), {"namespace": "shop"}, OLD)
    assert not is_selected(base(("web", "shop")), {"namespace": "default"}, OLD)


PATCHED: list[tuple[dict[str, Any], tuple[str, str], GroupVersionKind, bool]] = [
    ({"name": "web"}, ("web", ""), OLD, True),
    ({"name": "web"}, ("web", ""), NEW, False),
    ({"name": "other"}, ("web", ""), OLD, False),
    ({"name": "web", "namespace": "n"}, ("web", "n"), OLD, True),
    ({"name": "web", "namespace": "n"}, ("web", "m"), OLD, False),
    ({"name": "web", "namespace": "n"}, ("web", ""), OLD, True),
    ({"name": "web"}, ("web", "n"), OLD, True),
    ({"name": "other", "namespace": "n"}, (ANY, ANY), OLD, True),
    ({}, ("web", ""), OLD, False),
]


@pytest.mark.parametrize(("metadata", "name", "gvk", "patched"), PATCHED, ids=[str(each[:2]) for each in PATCHED])
def test_a_patch_names_its_object(
    metadata: dict[str, Any], name: tuple[str, str], gvk: GroupVersionKind, patched: bool
) -> None:
    assert is_patched_by(base(name), {"metadata": metadata}, gvk) is patched


IDENTITIES: list[tuple[Any, tuple[str, str]]] = [
    ({"metadata": {"name": "a", "namespace": "b"}}, ("a", "b")),
    ({"metadata": {"name": 5}}, ("5", "")),
    ({"metadata": {"name": None, "namespace": None}}, ("", "")),
    ({"metadata": []}, ("", "")),
    ({}, ("", "")),
    ([], ("", "")),
]


@pytest.mark.parametrize(("obj", "name"), IDENTITIES, ids=[str(each[0]) for each in IDENTITIES])
def test_the_name_of_whatever_it_is(obj: Any, name: tuple[str, str]) -> None:
    assert identity(obj) == name


def test_what_is_wrong_with_a_selector() -> None:
    there = "Ingress/web in networking.k8s.io/v1"
    assert reselected(base(), {"kind": "Ingress"}) == ""
    assert reselected(base(), {"kind": "Service", "version": "v1"}) == ""
    assert reselected(base(), {"version": "v1beta1"}) == f"selects v1beta1, and would no longer find {there}"
    both = {"group": "networking.k8s.io", "version": "v1"}
    assert reselected(base(), both) == f"selects networking.k8s.io/v1, and would begin to find {there}"


def kustomization(tmp_path: Path, text: str) -> Kustomization:
    (tmp_path / "kustomization.yaml").write_text(text)
    return Kustomization(str(tmp_path / "kustomization.yaml"))


LAYERS: dict[str, list[tuple[Any, ...]]] = {
    "patches: [{path: p.yaml}]": [(("patches", 0, "path"), None, "p.yaml", "", ())],
    "patches: [1, {patch: 'a: b', target: {kind: A}}]": [(("patches", 1, "patch"), {"kind": "A"}, "", "a: b", ())],
    "patches: [{patch: a, path: p.yaml}]": [(("patches", 0, "patch"), None, "", "a", ())],
    "patches: [{patch: '', path: p.yaml}]": [(("patches", 0, "path"), None, "p.yaml", "", ())],
    "patches: [{path: p.yaml, target: {}}]": [(("patches", 0, "path"), None, "p.yaml", "", ())],
    "patches: [{path: p.yaml, target: 1, options: 1}]": [(("patches", 0, "path"), None, "p.yaml", "", ())],
    "patches: [{path: p.yaml, options: {a: true, b: false}}]": [(("patches", 0, "path"), None, "p.yaml", "", ("a",))],
    "patches: [{patch: a, options: {a: true}}]": [(("patches", 0, "patch"), None, "", "a", ("a",))],
    "patches: [{path: ''}, {patch: 1}, {}]": [],
    "patches: {path: p.yaml}": [],
    "patchesStrategicMerge: [p.yaml]": [(("patchesStrategicMerge", 0), None, "p.yaml", "", ())],
    "patchesStrategicMerge: [1, 'a: b']": [(("patchesStrategicMerge", 1), None, "", "a: b", ())],
    "patchesStrategicMerge: ['c:d.yaml']": [(("patchesStrategicMerge", 0), None, "c:d.yaml", "", ())],
    'patchesStrategicMerge: ["a\\nb"]': [(("patchesStrategicMerge", 0), None, "", "a\nb", ())],
    "patches: [{path: q.yaml}]\npatchesStrategicMerge: [p.yaml]": [
        (("patchesStrategicMerge", 0), None, "p.yaml", "", ()),
        (("patches", 0, "path"), None, "q.yaml", "", ()),
    ],
}


@pytest.mark.parametrize("text", LAYERS)
def test_the_layers_of_a_kustomization(text: str, tmp_path: Path) -> None:
    (tmp_path / "c:d.yaml").write_text("")
    found = kustomization(tmp_path, text).patches
    assert [each._replace(file=Path(each.file).name) for each in found] == [Layer(*row) for row in LAYERS[text]]
    operations = kustomization(tmp_path, text.replace("patches:", "patchesJson6902:")).operations
    wanted = [Layer(*row) for row in LAYERS[text] if row[0][0] == "patches"]
    assert [(each.target, each.text, each.options) for each in operations] == [
        (each.target, each.text, each.options) for each in wanted
    ]


ELSEWHERE = {
    "resources: ['https://a.b/c']": "https://a.b/c",
    "resources: [here.yaml, 'github.com/a/b']": "github.com/a/b",
    "bases: ['git@a.b:c']": "git@a.b:c",
    "components: ['git::a']": "git::a",
    "resources: ['a?ref=b']": "a?ref=b",
    "resources: [nowhere]": "",
    "resources: [1]": "",
    "helmCharts: [{name: a}]": "helmCharts",
    "helmCharts: []": "",
    "generators: [g.yaml]": "generators",
    "helmChartInflationGenerator: [{}]": "helmChartInflationGenerator",
    "helmCharts: [{name: a}]\nresources: ['https://a.b']": "https://a.b",
}


@pytest.mark.parametrize("text", ELSEWHERE)
def test_what_a_kustomization_takes_from_elsewhere(text: str, tmp_path: Path) -> None:
    assert kustomization(tmp_path, text).elsewhere == ELSEWHERE[text]


def test_what_a_kustomization_takes_in(tmp_path: Path) -> None:
    one = kustomization(tmp_path, "bases: [c]\nresources: [a.yaml, 1, ../b]\ncomponents: [d, 1]\n")
    assert (one.line(("resources", 1)), one.line(("nowhere",))) == (2, 1)
    real = tmp_path.resolve()
    assert one.entries == [str(real / "a.yaml"), str(real.parent / "b"), str(real / "c")]
    assert one.components == [str(real / "d")]
    assert not one.is_component
    assert kustomization(tmp_path, "kind: Component\n").is_component
    assert kustomization(tmp_path, "- 1\n").value == {}
    assert kustomization(tmp_path, "---\n---\na: 1\n").value == {"a": 1}
    assert kustomization(tmp_path, "# a\n? a\n: b\nresources: [a]\n").line(("resources", 0)) == 1
    assert kustomization(tmp_path, "# a\n").line(("resources", 0)) == 1
    assert kustomization(tmp_path, "---\n---\nresources: [a]\n").line(("resources", 0)) == 3


@pytest.mark.parametrize("text", [b"a: [", b"a: 2001-99-99\n"], ids=["no YAML", "no date"])
def test_a_text_that_no_reader_of_yaml_takes(text: bytes) -> None:
    assert lenient(b"a: 1\na: 2\n", "a.yaml") == [{"a": 2}]
    with pytest.raises(ManifestError) as error:
        lenient(text, "a.yaml")
    assert (error.value.reason, error.value.file) == ("not valid YAML", "a.yaml")


def test_the_schemas_that_kustomize_ships() -> None:
    items = [{"name": "a", "x": 1}, {"name": "b"}]
    webhooks = gvk_of("admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration")
    assert merged({"webhooks": items}, {"webhooks": [{"name": "b", "y": 2}]}, webhooks)["webhooks"] == [
        items[0],
        {"name": "b", "y": 2},
    ]
    spec: Any = {"jobTemplate": {"spec": {"template": {"spec": {"containers": items}}}}}
    patch: Any = {"spec": {"jobTemplate": {"spec": {"template": {"spec": {"containers": [{"name": "c"}]}}}}}}
    job = merged({"spec": spec}, patch, gvk_of("batch/v1", "CronJob"))
    assert job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"] == [*items, {"name": "c"}]


SPECIFIED: list[tuple[dict[str, Any], bool]] = [
    ({"group": "networking.k8s.io"}, True),
    ({"version": "v1beta1"}, True),
    ({"kind": "Ingress"}, True),
    ({"group": "networking.k8s.io", "version": "v1beta1", "kind": "Ingress"}, True),
    ({"group": "networking.k8s.io", "version": "", "kind": "Service"}, False),
    ({"group": "extensions", "kind": "Ingress"}, False),
    ({"version": "v1"}, False),
    ({"path": "a", "kind": None}, False),
]


@pytest.mark.parametrize(("spec", "holds"), SPECIFIED, ids=[str(each[0]) for each in SPECIFIED])
def test_what_a_configuration_is_for(spec: dict[str, Any], holds: bool) -> None:
    assert fields._is_specified(spec, OLD) is holds


RENAMES = {
    "metadata.name": True,
    "metadata.namespace": True,
    "metadata.labels.app": False,
    "metadata": False,
    "spec.name": False,
    "spec.namespace": False,
    "1": False,
}


@pytest.mark.parametrize("path", RENAMES)
def test_which_replacements_write_names(path: str, tmp_path: Path) -> None:
    text = f"replacements:\n- 1\n- targets: [1, {{fieldPaths: [{path}]}}, {{}}]\n- {{targets: null}}\n"
    assert fields.renames(kustomization(tmp_path, text)) is RENAMES[path]


def place(kind: str, version: str, part: str) -> list[str]:
    return [each.path for each in PLACES[part] if each.holds(gvk_of(version, kind))]  # type: ignore[index]


HOLDING: list[tuple[str, str, str, list[str]]] = [
    ("Deployment", "extensions/v1beta1", "template", ["spec/template/metadata/labels"]),
    ("StatefulSet", "apps/v1", "template", ["spec/template/metadata/labels", "spec/volumeClaimTemplates[]/metadata/labels"]),
    ("StatefulSet", "x.io/v1", "template", []),
    ("CronJob", "batch/v1", "template", ["spec/jobTemplate/metadata/labels", "spec/jobTemplate/spec/template/metadata/labels"]),
    ("Job", "batch/v1", "selector", ["spec/selector/matchLabels"]),
    ("CronJob", "batch/v1", "selector", ["spec/jobTemplate/spec/selector/matchLabels"]),
    ("PodDisruptionBudget", "policy/v1beta1", "selector", ["spec/selector/matchLabels"]),
    ("NetworkPolicy", "extensions/v1beta1", "selector", []),
    ("NetworkPolicy", "networking.k8s.io/v1", "selector", ["spec/podSelector/matchLabels", "spec/ingress/from/podSelector/matchLabels", "spec/egress/to/podSelector/matchLabels"]),
    ("APIService", "apiregistration.k8s.io/v1", "namespace", ["spec/service/namespace"]),
    ("CustomResourceDefinition", "apiextensions.k8s.io/v1", "namespace", ["spec/conversion/webhook/clientConfig/service/namespace"]),
    ("Ingress", "networking.k8s.io/v1", "metadata", ["metadata/labels"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "version", "part", "paths"), HOLDING, ids=[f"{each[0]} {each[2]}" for each in HOLDING]
)
def test_the_places_of_labels_and_namespaces(kind: str, version: str, part: str, paths: list[str]) -> None:
    assert place(kind, version, part) == paths


OTHERS: list[tuple[str, str, dict[str, list[str]]]] = [
    *((kind, "x.io/v1", {}) for kind in ("Job", "CronJob", "PodDisruptionBudget", "NetworkPolicy", "APIService", "CustomResourceDefinition", "StatefulSet")),
    *(("Other", f"{group}/v1", {}) for group in ("apps", "batch", "policy", "networking.k8s.io", "apiregistration.k8s.io", "apiextensions.k8s.io")),
    *((kind, "x.io/v1", {"template": ["spec/template/metadata/labels"], "selector": ["spec/selector/matchLabels"]}) for kind in ("Deployment", "ReplicaSet", "DaemonSet")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "version", "paths"), OTHERS, ids=[f"{each[0]} {each[1]}" for each in OTHERS])
def test_a_kind_of_another_group_has_no_such_places(kind: str, version: str, paths: dict[str, list[str]]) -> None:
    found = {part: place(kind, version, part) for part in PLACES if part != "metadata"}
    assert {part: each for part, each in found.items() if each} == paths


AFFINITY = "spec/template/spec/{}/labelSelector/matchLabels"


def test_the_labels_of_affinities() -> None:
    for kind in ("Deployment", "StatefulSet"):
        found = place(kind, "apps/v1", "selector")
        assert found[0] == "spec/selector/matchLabels"
        assert found[1:] == [
            AFFINITY.format(f"affinity/{each}")
            for each in (
                "podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm",
                "podAffinity/requiredDuringSchedulingIgnoredDuringExecution",
                "podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm",
                "podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution",
            )
        ] + [AFFINITY.format("topologySpreadConstraints")]


def test_which_places_are_made() -> None:
    made = {each.path for part in PLACES.values() for each in part if each.create}
    assert made == {
        "metadata/labels",
        "spec/template/metadata/labels",
        "spec/volumeClaimTemplates[]/metadata/labels",
        "spec/jobTemplate/metadata/labels",
        "spec/jobTemplate/spec/template/metadata/labels",
        "spec/selector/matchLabels",
        "spec/service/namespace",
    }
    assert [each.create for each in PLACES["selector"] if each.path == "spec/selector/matchLabels"] == [
        True, True, True, True, False, False,
    ]  # fmt: skip


META, TEMPLATE, SELECTOR = PLACES["metadata"], PLACES["template"], PLACES["selector"]
PAIRS = "labels: [{pairs: {a: b}, %s}]\n"
GIVEN: list[tuple[str, list[Given]]] = [
    ("namespace: shop\n", [Given(("namespace",), PLACES["namespace"], "shop")]),
    ("namespace: 1\ncommonLabels: [a]\nlabels: [1, {pairs: 1}, {}]\n", []),
    ("commonLabels: {a: b}\n", [Given(("commonLabels",), (*META, *TEMPLATE, *SELECTOR), {"a": "b"})]),
    ("labels: [1, {pairs: {a: b}}]\n", [Given(("labels", 1), META, {"a": "b"})]),
    (PAIRS % "includeSelectors: true", [Given(("labels", 0), (*META, *TEMPLATE, *SELECTOR), {"a": "b"})]),
    (PAIRS % "includeTemplates: true", [Given(("labels", 0), (*META, *TEMPLATE), {"a": "b"})]),
    (PAIRS % "includeSelectors: true, includeTemplates: true", [Given(("labels", 0), (*META, *TEMPLATE, *SELECTOR), {"a": "b"})]),
    (PAIRS % "fields: [1, {path: 1}, {path: x}]", [Given(("labels", 0), (*META, Place("x")), {"a": "b"})]),
    (PAIRS % "fields: {path: x}", [Given(("labels", 0), META, {"a": "b"})]),
    (PAIRS % "fields: [{path: x, kind: K, group: g, version: v, create: true}]", [Given(("labels", 0), (*META, Place("x", "K", "g", "v", create=True)), {"a": "b"})]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), GIVEN, ids=[each[0].strip() for each in GIVEN])
def test_what_a_kustomization_gives(text: str, found: list[Given], tmp_path: Path) -> None:
    assert list(given(kustomization(tmp_path, text))) == found


PUT: list[tuple[str, Place, Any, Any, Any]] = [
    ("made", Place("a/b", create=True), {"x": 1}, {}, {"a": {"b": {"x": 1}}}),
    ("not made", Place("a/b"), {"x": 1}, {}, {}),
    ("not made below", Place("a/b"), {"x": 1}, {"a": {}}, {"a": {}}),
    ("beside others", Place("a"), {"x": 1}, {"a": {"y": 2}}, {"a": {"y": 2, "x": 1}}),
    ("over others", Place("a"), {"x": 1}, {"a": {"x": 2}}, {"a": {"x": 1}}),
    ("in place of null", Place("a", create=True), {"x": 1}, {"a": None}, {"a": {"x": 1}}),
    ("in place of a text", Place("a"), {"x": 1}, {"a": "t"}, {"a": {"x": 1}}),
    ("a text", Place("a"), "n", {"a": {"b": 1}}, {"a": "n"}),
    ("in items", Place("l/a"), "n", {"l": [{"a": 1}, {}, 5]}, {"l": [{"a": "n"}, {}, 5]}),
    ("in items that are made", Place("l[]/a", create=True), "n", {"l": [{}]}, {"l": [{"a": "n"}]}),
    ("no items are made", Place("l[]/a", create=True), "n", {}, {}),
]


@pytest.mark.parametrize(("name", "where", "value", "obj", "new"), PUT, ids=[each[0] for each in PUT])
def test_a_label_is_put_in_its_place(name: str, where: Place, value: Any, obj: Any, new: Any) -> None:  # noqa: ARG001
    assert Given(("x",), (where,), value).put(obj, OLD) == new


SETTLED: list[tuple[str, str, bool]] = [
    ("networking.k8s.io/v1", "Ingress", True),
    ("rbac.authorization.k8s.io/v1", "ClusterRole", False),
    ("rbac.authorization.k8s.io/v1alpha1", "ClusterRole", True),
    ("rbac.authorization.k8s.io/v1beta1", "ClusterRole", False),
    ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", True),
    ("x.io/v1", "ClusterRole", True),
    ("v1", "Namespace", False),
]


@pytest.mark.parametrize(("version", "kind", "settled"), SETTLED, ids=[f"{each[0]} {each[1]}" for each in SETTLED])
def test_kustomize_gives_a_namespace_to_what_it_does_not_know_to_be_in_none(
    version: str, kind: str, settled: bool
) -> None:
    placed = Given(("namespace",), (), "n").put({}, gvk_of(version, kind))
    assert placed == ({"metadata": {"namespace": "n"}} if settled else {})
    assert Given(("labels", 0), (), "n").put({}, gvk_of(version, kind)) == {}


CONDITIONS = {"status": {"conditions": [{"type": "a", "status": "b"}]}}
MERGED: list[tuple[str, GroupVersionKind, Any, Any, Any]] = [
    ("a list with keys that is not to be merged", gvk_of("flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema"), CONDITIONS, {"status": {"conditions": [{"type": "c"}]}}, {"status": {"conditions": [{"type": "c"}]}}),
    ("an item without its key", gvk_of("v1", "Pod"), {"spec": {"containers": [{"name": "a"}]}}, {"spec": {"containers": [{"image": "b"}]}}, {"spec": {"containers": [{"name": "a"}, {"image": "b"}]}}),
    ("items that are no maps, in a list with keys", gvk_of("v1", "Pod"), {"spec": {"containers": [{"name": "a"}]}}, {"spec": {"containers": [1]}}, {"spec": {"containers": [1]}}),
    ("no list where one is", gvk_of("v1", "Pod"), {"spec": {"containers": 1}}, {"spec": {"containers": [{"name": "a"}]}}, {"spec": {"containers": [{"name": "a"}]}}),
    ("an item in place of what is no map", gvk_of("v1", "Pod"), {"spec": {"containers": [1]}}, {"spec": {"containers": [{"name": "a"}]}}, {"spec": {"containers": [1, {"name": "a"}]}}),
    ("a list that is replaced, with its directive in an item", gvk_of("v1", "Pod"), {"spec": {"containers": [{"name": "a"}]}}, {"spec": {"containers": [{"$patch": "replace", "name": "b"}]}}, {"spec": {"containers": [{"name": "b"}]}}),
    ("a list that is emptied", gvk_of("v1", "Pod"), {"spec": {"containers": [{"name": "a"}]}}, {"spec": {"containers": [{"$patch": "replace"}]}}, {"spec": {"containers": []}}),
    ("what is deleted and is not there", gvk_of("v1", "Pod"), {"spec": {"containers": [{"name": "a"}]}}, {"spec": {"containers": [{"$patch": "delete", "name": "b"}]}}, {"spec": {"containers": [{"name": "a"}]}}),
    ("each item by both of its keys", gvk_of("v1", "Service"), {"spec": {"ports": [{"port": 1, "protocol": "TCP", "name": "a"}]}}, {"spec": {"ports": [{"port": 1, "protocol": "TCP", "name": "b"}]}}, {"spec": {"ports": [{"port": 1, "protocol": "TCP", "name": "b"}]}}),
    ("each item by the key that it has", gvk_of("v1", "Service"), {"spec": {"ports": [{"port": 1, "protocol": "TCP"}]}}, {"spec": {"ports": [{"port": 1, "name": "b"}]}}, {"spec": {"ports": [{"port": 1, "protocol": "TCP", "name": "b"}]}}),
    ("null in what is new", gvk_of("v1", "Pod"), {}, {"spec": {"a": None, "b": 1}}, {"spec": {"b": 1}}),
    ("another directive", gvk_of("v1", "Pod"), {"spec": {"a": 1}}, {"spec": {"$patch": "merge", "b": 1}}, {"spec": {"a": 1, "b": 1}}),
    ("a directive in the items of a list without keys", gvk_of("x.io/v1", "A"), {}, {"a": [{"$patch": "replace"}, {"b": 1}]}, {"a": [{}, {"b": 1}]}),
    ("maps in a map of any keys", gvk_of("v1", "ConfigMap"), {"data": {"a": "b"}}, {"data": {"c": "d"}}, {"data": {"a": "b", "c": "d"}}),
    ("a text in place of a map", gvk_of("v1", "Pod"), {"spec": {"a": {"b": 1}}}, {"spec": {"a": "c"}}, {"spec": {"a": "c"}}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "gvk", "old", "patch", "new"), MERGED, ids=[each[0] for each in MERGED])
def test_a_strategic_merge_patch(name: str, gvk: GroupVersionKind, old: Any, patch: Any, new: Any) -> None:  # noqa: ARG001
    assert merged(old, patch, gvk) == new


WHY: list[tuple[Any, str]] = [
    ({"op": "remove", "path": ""}, "is the whole object"),
    ({"op": "remove", "path": "/a/x"}, "is not found"),
    ({"op": "remove", "path": "a"}, "'a' is not a path"),
    ({"op": "remove", "path": 1}, "1 is not a path"),
    ({"op": "remove", "path": "/l/x"}, "x is not an index of a list"),
    ({"op": "remove", "path": "/l/-"}, "is not found"),
    ({"op": "add", "path": "/l/4", "value": 1}, "is not found"),
    ({"op": "replace", "path": "/l/3", "value": 1}, "is not found"),
    ({"op": "add", "path": "/t/a", "value": 1}, "is not found"),
    ({"op": "test", "path": "/t", "value": 1}, "has another value"),
    ({"op": "move", "path": "/l"}, "None is not a path"),
    ({"op": "swap", "path": "/t"}, "'swap' is not an operation"),
    ({"path": "/t"}, "None is not an operation"),
    ([], "not a map"),
]


@pytest.mark.parametrize(("operation", "why"), WHY, ids=[str(each[0]) for each in WHY])
def test_why_an_operation_does_not_fit(operation: Any, why: str) -> None:
    with pytest.raises(Misfit) as error:
        applied({"a": {"b": 1}, "l": [1, 2, 3], "t": "text"}, operation)
    assert str(error.value) == why


FITTING: list[tuple[Any, Any]] = [
    ({"op": "replace", "path": "", "value": 5}, 5),
    ({"op": "add", "path": "/l/3", "value": 9}, {"l": [1, 2, 3, 9], "m": {"l": [[1]]}}),
    ({"op": "add", "path": "/l/0", "value": 9}, {"l": [9, 1, 2, 3], "m": {"l": [[1]]}}),
    ({"op": "replace", "path": "/l/2", "value": 9}, {"l": [1, 2, 9], "m": {"l": [[1]]}}),
    ({"op": "remove", "path": "/l/1"}, {"l": [1, 3], "m": {"l": [[1]]}}),
    ({"op": "add", "path": "/m/l/0/-", "value": 2}, {"l": [1, 2, 3], "m": {"l": [[1, 2]]}}),
    ({"op": "copy", "from": "/m/l/0", "path": "/m/l/-"}, {"l": [1, 2, 3], "m": {"l": [[1], [1]]}}),
    ({"op": "move", "from": "/m/l", "path": "/n"}, {"l": [1, 2, 3], "m": {}, "n": [[1]]}),
    ({"op": "test", "path": "/l", "value": [1, 2, 3]}, {"l": [1, 2, 3], "m": {"l": [[1]]}}),
    ({"op": "add", "path": "/~01", "value": 1}, {"l": [1, 2, 3], "m": {"l": [[1]]}, "~1": 1}),
]


@pytest.mark.parametrize(("operation", "new"), FITTING, ids=[str(each[0]) for each in FITTING])
def test_what_an_operation_makes(operation: Any, new: Any) -> None:
    assert applied({"l": [1, 2, 3], "m": {"l": [[1]]}}, operation) == new


OTHERS: list[tuple[Any, Any]] = [(True, False), (5, 6), ("a", "x-a"), (None, "x-"), ([1], [1]), ({"a": 1}, {"a": 1})]


@pytest.mark.parametrize(("value", "other"), OTHERS, ids=[str(each[0]) for each in OTHERS])
def test_another_value_of_the_same_type(value: Any, other: Any) -> None:
    assert trial._other(value) == other


DIFFERENCES: list[tuple[Any, Any, list[str]]] = [
    ({"a": 1}, {"a": 1}, []),
    ({"a": 1}, {"a": 2}, ["with a: 2 instead of 1"]),
    ({"a": 1}, {}, ["without a: 1"]),
    ({}, {"a": 1}, ["with a: 1"]),
    ({"a": [1, 2]}, {"a": [1, 3]}, ["with a[1]: 3 instead of 2"]),
    ({"a": [1, 2]}, {"a": [1]}, ["with 1 items in a instead of 2"]),
    ({"a": [1, 2]}, {"a": "b"}, ['with a: "b" instead of [1, 2]']),
    ({"a": "b"}, {"a": [1, 2]}, ['with a: [1, 2] instead of "b"']),
    ({"a": {"b": 1}}, {"a": {"c": 1}}, ["without a.b: 1", "with a.c: 1"]),
    ({"a": "é" * 58}, {}, [f'without a: "{"é" * 58}"']),
    ({"a": "é" * 59}, {}, [f'without a: "{"é" * 58}…']),
    ({"a": 1}, {"a": True}, ["with a: true instead of 1"]),
]


@pytest.mark.parametrize(("wanted", "new", "says"), DIFFERENCES, ids=[str(each[2])[:50] for each in DIFFERENCES])
def test_how_a_difference_is_said(wanted: Any, new: Any, says: list[str]) -> None:
    assert [trial._difference(wanted, new, at) for at in trial._differences(wanted, new)] == says


@pytest.mark.parametrize(("count", "more"), [(3, ""), (4, "; and 1 more"), (5, "; and 2 more")])
def test_at_most_three_differences_are_said(count: int, more: str) -> None:
    tried = trial.Trial(Target(Options(target=Release(32))))
    current = {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "web"}}
    fit = tried.compared(base()._replace(gvk=NEW), {**current, **dict.fromkeys("abcde"[:count], 1)}, current)
    wanted = f"Ingress/web would be built in networking.k8s.io/v1 without a: 1; without b: 1; without c: 1{more}"
    assert fit.why == wanted
    assert fit.at == ("a",)


MOVING: list[tuple[str, Any, Any, FieldPath, bool]] = [
    ("a field that moves", {"backend": {}}, {"defaultBackend": {}}, ("spec", "backend"), True),
    ("below it", {"backend": {"serviceName": "a"}}, {}, ("spec", "backend", "serviceName"), True),
    ("above it", {}, {}, ("spec",), True),
    ("an empty list of what moves", {"rules": []}, {"rules": []}, ("spec", "rules"), True),
    ("an item of it", {"rules": [{}]}, {"rules": [{}]}, ("spec", "rules", 0), True),
    ("beside it", {"tls": [1]}, {"tls": [1]}, ("spec", "tls"), False),
    ("a value that differs", {"tls": [1]}, {"tls": [2]}, ("spec", "tls"), True),
]


@pytest.mark.parametrize(("name", "old", "new", "path", "moves"), MOVING, ids=[each[0] for each in MOVING])
def test_what_has_another_form_in_the_new_version(name: str, old: Any, new: Any, path: FieldPath, moves: bool) -> None:  # noqa: ARG001
    one = base()._replace(old={"spec": old}, new={"spec": new})
    assert trial.Trial(Target(Options(target=Release(32))))._moves_in(one, path) == moves
