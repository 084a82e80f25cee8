"""Between two conversions, a converter is judged as an API server with typed clients would show it."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, NamedTuple

import pytest

from kconv.testing import as_is, as_served, check, go_reading, subject_of
from kconv.testing.places import differences
from kconv.testing.shape import of_schemas
from tests.testing import small

V1, V2 = "example.com/v1", "example.com/v2"
QUANTITY = {"x-kubernetes-int-or-string": True, "pattern": r"^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)KMGTPE$"}
SPEC: dict[str, Any] = {
    "size": {"type": "integer"},
    "paused": {"type": "boolean"},
    "shared": {"type": "boolean", "default": True},
    "grace": {"type": "integer", "nullable": True},
    "at": {"type": "string", "format": "date-time"},
    "every": {"type": "string"},
    "cpu": QUANTITY,
    "tags": {"type": "array", "items": {"type": "string"}},
    "nested": {"type": "object", "properties": {"mode": {"type": "string", "default": "Auto"}}},
    "labels": {"type": "object", "additionalProperties": {"type": "string"}},
    "any": {"x-kubernetes-preserve-unknown-fields": True},
    "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
}
SCHEMA = {"type": "object", "properties": {"spec": {"type": "object", "properties": SPEC}}}


def resource(**spec: Any) -> dict[str, Any]:
    return {"apiVersion": V1, "kind": "Widget", "spec": spec}


def test_a_stored_object_is_pruned_and_has_its_defaults() -> None:
    shape = of_schemas("Widget", {V1: SCHEMA})[V1]
    obj = resource(size=1, gone=2, paused=None, free={"kept": None})
    assert as_served.stored(obj, shape) == resource(size=1, free={"kept": None}, shared=True)
    assert as_is.stored(obj, shape) is obj


def test_metadata_is_restored_but_for_labels_and_annotations() -> None:
    sent = {"metadata": {"name": "a", "finalizers": ["b"], "labels": {"c": "d"}, "annotations": {"e": "f"}}}
    got = {"metadata": {"name": "a", "finalizers": [], "labels": {"x": "y"}}}
    assert as_served.restored(sent, got)["metadata"] == {"name": "a", "finalizers": ["b"], "labels": {"x": "y"}}
    assert as_is.restored(sent, got) is got


class Reading(NamedTuple):
    name: str
    one: dict[str, Any]
    other: dict[str, Any]


SAME = [
    Reading("zero and absent", {"size": 0, "paused": False, "tags": [], "labels": {}, "every": ""}, {}),
    Reading("null and absent", {"size": None, "tags": None}, {}),
    Reading("times", {"at": "2006-01-02T15:04:05+02:00"}, {"at": "2006-01-02T13:04:05Z"}),
    Reading("fractions of a second", {"at": "2006-01-02T15:04:05.5Z"}, {"at": "2006-01-02T15:04:05Z"}),
    Reading("a quantity's number", {"cpu": 1}, {"cpu": "1"}),
    Reading("a quantity's suffix", {"cpu": "0.5"}, {"cpu": "500m"}),
    Reading("a quantity's binary suffix", {"cpu": "1Gi"}, {"cpu": "1024Mi"}),
    Reading("durations", {"every": "1h30m"}, {"every": "1h30m0s"}),
    Reading("null items", {"tags": [None]}, {"tags": [""]}),
    Reading("a struct of defaults", {"nested": {"mode": "Auto"}}, {}),
]
DIFFERENT = [
    Reading("a zero beside another default", {"shared": False}, {}),
    Reading("a zero that may be null", {"grace": 0}, {}),
    Reading("values", {"size": 1}, {"size": 2}),
    Reading("a lost value", {"every": "a"}, {}),
    Reading("quantities", {"cpu": "1"}, {"cpu": "1m"}),
    Reading("durations", {"every": "1h"}, {"every": "1m"}),
    Reading("times", {"at": "2006-01-02T15:04:05Z"}, {"at": "2006-01-02T15:04:06Z"}),
    Reading("items", {"tags": [""]}, {"tags": []}),
    Reading("keys of a map", {"labels": {"a": ""}}, {"labels": {}}),
    Reading("fields of no type", {"free": {"a": 0}}, {"free": {}}),
    Reading("a zero of no type", {"any": 0}, {}),
    Reading("an empty value of no type", {"any": ""}, {}),
]


@pytest.mark.parametrize("case", SAME, ids=attrgetter("name"))
def test_gos_types_read_both_as_the_same(case: Reading) -> None:
    one, other = (go_reading.read(resource(**each), SCHEMA) for each in (case.one, case.other))
    assert one.get("spec", {}) == other.get("spec", {})


def test_a_struct_that_is_lost_beside_defaults_is_lost_by_itself() -> None:
    nested = {
        "type": "object",
        "properties": {"mode": {"type": "string", "default": "Auto"}, "size": {"type": "integer"}},
    }
    one, other = (
        go_reading.read(resource(**each), schema(nested=nested))
        for each in ({"nested": {"size": 1, "mode": "Auto"}}, {})
    )
    assert list(differences(one, other)) == [(("spec", "nested", "size"), "gone")]


@pytest.mark.parametrize("case", DIFFERENT, ids=attrgetter("name"))
def test_gos_types_tell_them_apart(case: Reading) -> None:
    one, other = (go_reading.read(resource(**each), SCHEMA) for each in (case.one, case.other))
    assert one.get("spec", {}) != other.get("spec", {})


def schema(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"spec": {"type": "object", "properties": fields}}}


SIZES = {V1: schema(size={"type": "integer"}), V2: schema(replicas={"type": "integer"})}


def do_nothing(obj: dict[str, Any], to: str) -> dict[str, Any]:
    return {**obj, "apiVersion": to}


@pytest.mark.parametrize("between", [as_is, as_served], ids=["as is", "as served"])
def test_a_conversion_that_does_nothing_is_caught(between: Any) -> None:
    report = check(do_nothing, kind="Widget", schemas=SIZES, between=between, examples=20, seed=1)
    found = {failure.law for failure in report.failures}
    assert "valid-result" in found
    assert between == as_is or "spoke-hub-spoke" in found


KEYED: dict[str, Any] = {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"]}
ITEM = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "size": {"type": "integer"}}}
UNWRITABLE: dict[str, tuple[dict[str, Any], Any]] = {
    "a field of the object itself": ({**schema(size={"type": "integer"}), "required": ["spec"]}, {}),
    "the key of an item": (schema(items={**KEYED, "items": ITEM}), {"spec": {"items": [{"size": 1}]}}),
}
WRITABLE: dict[str, tuple[dict[str, Any], Any]] = {
    "a field further down": (schema(one=ITEM), {"spec": {"one": {"size": 1}}}),
    "a field of an item": (schema(items={"type": "array", "items": ITEM}), {"spec": {"items": [{"size": 1}]}}),
    "a number": (schema(size={"type": "integer", "minimum": 5}), {"spec": {"size": 1}}),
}


def unwritable(of: dict[str, Any], obj: Any) -> list[Any]:
    """As kube-apiserver answers where an object that was stored in another version is written back unchanged."""
    return of_schemas("Widget", {V1: of})[V1].unwritable({"apiVersion": V1, "kind": "Widget", **obj})


@pytest.mark.parametrize("name", UNWRITABLE)
def test_a_stored_object_that_lacks_this_is_not_written_back(name: str) -> None:
    assert unwritable(*UNWRITABLE[name])


@pytest.mark.parametrize("name", WRITABLE)
def test_a_stored_object_that_is_wrong_in_this_is_written_back(name: str) -> None:
    assert not unwritable(*WRITABLE[name])


def names_away(obj: dict[str, Any], to: str) -> dict[str, Any]:
    """Loses the spec on the way to v2."""
    return {key: value for key, value in {**obj, "apiVersion": to}.items() if key != "spec" or to == V1}


@pytest.mark.parametrize("storage", ["v1", "v2"])
def test_what_is_not_written_back_stays_where_it_is_stored(storage: str) -> None:
    crd = definition(v1=True, v2=True)
    for each in crd["spec"]["versions"]:
        each["storage"] = each["name"] == storage
        each["schema"] = {"openAPIV3Schema": {**SIZES[V1], "required": ["spec"] if each["name"] == "v2" else []}}
    laws = ["spoke-hub-spoke", "valid-result"]
    report = check(names_away, kind="Widget", crd=crd, between=as_served, only=laws, examples=1, seed=1)
    lost = {finding.cause.version for finding in report.findings if finding.path == "spec.size"}
    assert (V1 in lost) == (storage == "v2")
    assert any(finding.laws == ("valid-result",) for finding in report.findings)


def test_an_object_that_is_refused_is_reported_by_one_law() -> None:
    def refuses(obj: dict[str, Any], to: str) -> dict[str, Any]:
        if "every" in obj.get("spec", {}):
            raise ValueError("no duration")
        return {**obj, "apiVersion": to}

    both = dict.fromkeys((V1, V2), SCHEMA)
    report = check(refuses, kind="Widget", schemas=both, between=as_served, examples=20, seed=1)
    assert {failure.law for failure in report.failures} == {"totality"}
    assert report.failures[0].object["spec"] == {"every": "a", "shared": True}


def definition(**served: bool) -> dict[str, Any]:
    versions = [
        {"name": name, "served": each, "storage": name == "v1", "schema": {"openAPIV3Schema": SCHEMA}}
        for name, each in served.items()
    ]
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "widgets.example.com"},
        "spec": {"group": "example.com", "names": {"kind": "Widget"}, "versions": versions},
    }


def tried(subject: Any) -> set[tuple[str, ...]]:
    from kconv.testing import laws

    return {legs for law in laws.every() if law.versions == 2 for legs in law.legs(subject)}


def test_versions_that_are_not_served_are_not_tried_unless_named() -> None:
    crd = definition(v1=True, v2=True, v0=False)
    assert subject_of(do_nothing, kind="Widget", crd=crd).versions == (V1, V2)
    assert subject_of(do_nothing, kind="Widget", crd=crd, versions=["example.com/v0", V2]).versions[0][-2:] == "v0"


def test_the_storage_version_is_a_source_though_it_is_not_served() -> None:
    subject = subject_of(do_nothing, kind="Widget", crd=definition(v1=False, v2=True))
    assert tried(subject) == {(V1, V2)}


@pytest.mark.full
@pytest.mark.parametrize(("between", "counted"), [(as_is, "twice: kubectl apply copies"), (as_served, "once: kubectl")])
def test_the_size_of_annotations_is_counted_as_they_come_into_an_object(between: Any, counted: str) -> None:
    fits = 262_144 // (2 if between == as_is else 1) - 1000

    def keeps(obj: dict[str, Any], to: str, most: int) -> dict[str, Any]:
        out = small.convert_sparing(obj, to)
        if len(str(out["metadata"]["annotations"])) > most:
            raise ValueError("too large to be kept")
        return out

    def broken(most: int) -> list[str]:
        schemas = {V1: small.pool(), V2: schema(spot={"type": "boolean"})}
        convert = {"convert": lambda obj, to: keeps(obj, to, most), "kind": small.KIND, "schemas": schemas}
        report = check(**convert, between=between, only=["size-budget"], examples=300, seed=1)
        return [str(finding) for finding in report.findings if "its annotations take" in str(finding)]

    too_large = broken(1_000_000)
    assert too_large
    assert all(counted in finding for finding in too_large)
    assert not broken(fits)


def test_what_a_server_fills_in_is_no_part_of_an_edit() -> None:
    """What was hidden in a map that an edit removed comes back; the other version then shows the map with its default."""
    text, days = {"type": "string"}, {"type": "integer", "default": 30}
    specs = {V1: {"size": text, "hidden": text, "days": days}, V2: {"size": text, "days": days}}
    schemas = {
        version: {"type": "object", "properties": {"spec": {"type": "object", "properties": fields}}}
        for version, fields in specs.items()
    }

    def convert(obj: Any, to: str) -> Any:
        spec = dict(obj.get("spec") or {})
        held = dict(obj.get("metadata", {}).get("annotations") or {})
        if to == V2 and "hidden" in spec:
            held["example.com/hidden"] = spec.pop("hidden")
        elif to == V1 and "example.com/hidden" in held:
            spec["hidden"] = held.pop("example.com/hidden")
        out = {**obj, "apiVersion": to, "metadata": {**obj.get("metadata", {}), "annotations": held}}
        return {**out, "spec": spec} if spec or "spec" in obj else out

    own = {"annotations": ["example.com/hidden"], "only": ["edits-win"], "between": as_served}
    check(convert, kind="Widget", schemas=schemas, examples=100, seed=1, **own).raise_if_failed()
