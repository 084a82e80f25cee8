"""What the source packages write in several ways, and Kubernetes' documents leave out, becomes one form."""

from __future__ import annotations

from typing import Any

import build_structure
import enums_and_defaults
import published
import pytest
import refresh_patched

TEXT = {"type": "string"}
KEYED = {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"]}

# As published, and as it is kept.
NODES = [
    ("a description goes", {"type": "string", "description": "Words."}, TEXT),
    ("nullable from 1.25", {"type": ["string", "null"]}, TEXT),
    (
        "nullable items",
        {"type": ["array", "null"], "items": {"type": ["string", "null"]}},
        {"type": "array", "items": TEXT},
    ),
    (
        "null in an enum, and twice the same",
        {"type": "string", "enum": ["B", None, "A", "B"]},
        {**TEXT, "enum": ["A", "B"]},
    ),
    ("a reference of 1.24", {"$ref": "#/definitions/io.k8s.api.core.v1.Probe"}, {"$ref": "core.v1.Probe"}),
    (
        "a reference of 1.25",
        {"$ref": "#/$defs/io.k8s.apimachinery.pkg.util.intstr.IntOrString"},
        {"$ref": "intstr.IntOrString"},
    ),
    ("unions go", {"$ref": "#/$defs/io.k8s.api.core.v1.Probe", "x-kubernetes-unions": []}, {"$ref": "core.v1.Probe"}),
    ("list keys stay", {"type": "array", "items": TEXT, **KEYED}, {"type": "array", "items": TEXT, **KEYED}),
]


@pytest.mark.parametrize(("before", "after"), [case[1:] for case in NODES], ids=[case[0] for case in NODES])
def test_a_published_field_in_one_form(before: Any, after: Any) -> None:
    assert published._node(before) == after


def test_a_keyword_that_nobody_knows_ends_the_run() -> None:
    with pytest.raises(SystemExit, match="x-kubernetes-new"):
        published._node({"type": "string", "x-kubernetes-new": True})
    with pytest.raises(SystemExit, match=r"core\.v1\.New"):
        published._definition("core.v1.New", {"type": "object", "allOf": []})


def test_a_kinds_own_name_is_no_enum() -> None:
    told = {
        "x-kubernetes-group-version-kind": [{"group": "apps", "version": "v1", "kind": "Deployment"}],
        "properties": {"kind": {"type": ["string", "null"], "enum": ["Deployment"]}, "phase": {"enum": ["A"], **TEXT}},
    }
    fields = published._definition("apps.v1.Deployment", told)["fields"]
    assert fields == {"kind": TEXT, "phase": {**TEXT, "enum": ["A"]}}


NAMES = [
    ("io.k8s.api.core.v1.PodSpec", "core.v1.PodSpec"),
    ("io.k8s.api.apiserverinternal.v1alpha1.StorageVersion", "internal.v1alpha1.StorageVersion"),
    ("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta", "meta.v1.ObjectMeta"),
    ("io.k8s.apimachinery.pkg.api.resource.Quantity", "resource.Quantity"),
    ("io.k8s.apimachinery.pkg.runtime.RawExtension", "runtime.RawExtension"),
    ("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON", "apiextensions.v1.JSON"),
    ("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService", "apiregistration.v1.APIService"),
]


@pytest.mark.parametrize(("long", "short"), NAMES, ids=[short for _, short in NAMES])
def test_short_names(long: str, short: str) -> None:
    assert published.short(long) == short


INTEGER = {"type": "integer"}
# The fields and which are required, before a row of patched.tsv (field, node, required), and after it.
PATCHES = [
    ("no more required", ({"a": TEXT}, {"a"}), ("a", '{"type": "string"}', ""), ({"a": TEXT}, set())),
    ("now required", ({"a": TEXT}, set()), ("a", '{"type": "string"}', "required"), ({"a": TEXT}, {"a"})),
    ("gone", ({"a": TEXT, "b": TEXT}, {"a"}), ("a", "", ""), ({"b": TEXT}, set())),
    ("new", ({"b": TEXT}, {"b"}), ("a", '{"type": "integer"}', ""), ({"a": INTEGER, "b": TEXT}, {"b"})),
    (
        "its enum stays",
        ({"a": {**TEXT, "enum": ["A"]}}, {"a"}),
        ("a", '{"type": "string"}', ""),
        ({"a": {**TEXT, "enum": ["A"]}}, set()),
    ),
]


@pytest.mark.parametrize(("before", "row", "after"), [case[1:] for case in PATCHES], ids=[case[0] for case in PATCHES])
def test_what_a_patch_release_changed(before: Any, row: tuple[str, str, str], after: Any) -> None:
    definition = {"fields": dict(before[0]), "required": set(before[1])}
    published._set(definition, *row)
    assert (definition["fields"], definition["required"]) == after


def test_what_a_patch_changed_is_found_and_an_enum_is_no_change() -> None:
    old = {"example.v1.Some": {"fields": {"a": {**TEXT, "enum": ["A"]}, "b": TEXT, "c": TEXT}, "required": {"b"}}}
    new = {"example.v1.Some": {"fields": {"a": TEXT, "b": TEXT, "d": INTEGER}, "required": set()}}
    assert list(refresh_patched.patched(old, new)) == [
        ("example.v1.Some", "b", "", '{"type": "string"}'),
        ("example.v1.Some", "c", "", ""),
        ("example.v1.Some", "d", "", '{"type": "integer"}'),
    ]
    with pytest.raises(SystemExit, match=r"example\.v1\.Some"):
        list(refresh_patched.patched(old, {}))


def test_list_types_hold_for_the_releases_before_their_publication_too() -> None:
    atomic = {"type": "array", "x-kubernetes-list-type": "atomic"}
    keyed = {"type": "array", **KEYED}
    history = {10: {"type": "array"}, 11: {"type": "array"}, 12: keyed, 13: atomic, 14: {"type": "array"}}
    assert published.carry_marks(history) == {10: keyed, 11: keyed, 12: keyed, 13: atomic, 14: {"type": "array"}}


def test_a_field_is_one_table_of_the_releases_that_differ() -> None:
    last = build_structure.KNOWN[-1]
    history = dict.fromkeys(range(30, last), TEXT) | {last: {"type": "integer"}}
    assert build_structure.field(("example.v1.Some", "field"), history, {32, 33, last}) == {
        "30-31": TEXT,
        "32-33 required": TEXT,
        f"34-{last - 1}": TEXT,
        f"{last}- required": {"type": "integer"},
    }


def test_a_field_that_comes_back_is_no_table() -> None:
    with pytest.raises(SystemExit, match=r"added again: \[30, 32\]"):
        build_structure.field(("example.v1.Some", "field"), {30: TEXT, 32: TEXT}, set())


def test_enums_come_from_the_source_and_before_it_from_the_one_release_that_publishes_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = ("example.v1.Some", "policy")
    monkeypatch.setattr(enums_and_defaults, "_enums", lambda: {name: {("", 24): ["A", "B"], ("", 26): ["A", "B"]}})
    history = {release: dict(TEXT) for release in range(22, 27)}
    history[23] = {**TEXT, "enum": ["A"]}
    told = enums_and_defaults.with_enums(name, history)
    assert [told[release].get("enum") for release in range(22, 27)] == [None, ["A"], ["A", "B"], None, ["A", "B"]]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param({}, [None, None, None, None], id="nobody tells"),
        pytest.param({17: 1, 28: 1}, [1, 1, 1, 1], id="two that tell the same"),
        pytest.param({17: 1, 28: 2}, [1, 1, None, 2], id="two that differ"),
        pytest.param({17: True, 28: 1}, [True, True, None, 1], id="true is not one"),
        pytest.param({28: 2}, [2, 2, 2, 2], id="one tells for all"),
        pytest.param({17: 1, 28: enums_and_defaults.NOTHING}, [1, 1, None, None], id="no default any more"),
        pytest.param(
            {17: {"a": 1}, 28: {"a": 1, "b": 2}}, [{"a": 1}, {"a": 1}, {"a": 1}, {"a": 1, "b": 2}], id="a new field"
        ),
    ],
)
def test_defaults_of_releases_that_no_oracle_has(monkeypatch: pytest.MonkeyPatch, told: Any, expected: Any) -> None:
    monkeypatch.setattr(enums_and_defaults, "_defaults", lambda: {("example.v1.Some", "replicas"): told})
    found = enums_and_defaults.with_defaults(("example.v1.Some", "replicas"), {16: {}, 17: {}, 20: {}, 33: {}})
    assert [node.get("default") for node in found.values()] == expected
