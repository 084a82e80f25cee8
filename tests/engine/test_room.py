"""A stash that is larger than an object's room for it: refused for a manifest, cut for a webhook, largest fields first."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kconv.engine import Conversion, Kind, convert_kind, stash
from kconv.errors import StashTooLargeError
from kconv.names import GroupVersion
from kconv.rules import Kept, Lacks

V1, V2 = "example.com/v1", "example.com/v2"
KIND = Kind(
    "Team", hub=V2, spokes={V1: [*(Lacks(f"spec.f{n}") for n in range(20)), Kept("spec.old", why="k")]}, total=True
)
HALF = stash.LIMIT // 2


def converted(spec: Any, to: str = V1, annotations: Any = None, **how: Any) -> Conversion:
    source = V2 if to == V1 else V1
    metadata = {"name": "n", **({"annotations": annotations} if annotations else {})}
    obj = {"apiVersion": source, "kind": "Team", "metadata": metadata, "spec": spec}
    return convert_kind(KIND, obj, GroupVersion.parse(to), **how)


def hidden(made: Conversion) -> set[str]:
    """The fields that the stash has."""
    text = made.object["metadata"].get("annotations", {}).get(stash.ANNOTATION)
    return {entry["p"][-1] for entry in json.loads(text)["hidden"]} if text else set()


def test_a_manifest_has_half_of_the_room_because_kubectl_copies_it() -> None:
    spec = {"z": 1, "f1": "x" * HALF}
    with pytest.raises(StashTooLargeError, match="with kubectl apply's copy"):
        converted(spec)
    assert hidden(converted(spec, defaults="served")) == {"f1"}


@pytest.mark.parametrize("defaults", ["served", "preserve"])
def test_without_room_a_conversion_is_refused_unless_it_is_to_fit(defaults: Any) -> None:
    spec = {"z": 1, "f1": "x" * stash.LIMIT, "f2": 1}
    with pytest.raises(StashTooLargeError):
        converted(spec, defaults=defaults)
    made = converted(spec, defaults=defaults, keep="fitting")
    assert (hidden(made), made.left_out) == ({"f2"}, [f"{V2} spec.f1"])
    assert made.object["spec"] == {"z": 1}


@pytest.mark.parametrize("large", [1, 2, 3, 7])
def test_the_largest_fields_are_left_out_until_the_rest_fits(large: int) -> None:
    spec = {"z": 1, **{f"f{n}": "x" * (stash.LIMIT if n < large else 10) for n in range(20)}}
    made = converted(spec, defaults="served", keep="fitting")
    assert {f"{V2} spec.f{n}" for n in range(large)} <= set(made.left_out)
    assert len(hidden(made)) == 20 - len(made.left_out)
    assert len(made.left_out) < 2 * large + 1
    assert stash.annotations_size(made.object["metadata"]["annotations"]) <= stash.LIMIT


def test_what_fits_is_whole() -> None:
    made = converted({"z": 1, "f1": 1}, keep="fitting")
    assert (hidden(made), [*made.left_out]) == ({"f1"}, [])


def test_an_object_without_any_room_has_no_stash() -> None:
    full = {"a": "x" * (stash.LIMIT - 1)}
    made = converted({"z": 1, "f1": 1, "f2": None, "f3": {}}, annotations=full, defaults="served", keep="fitting")
    assert made.object["metadata"]["annotations"] == full
    assert made.left_out == [f"{V2} spec.f1"]


def test_a_field_that_an_older_version_kept_is_left_out_by_its_version() -> None:
    made = converted({"z": 1, "old": "x" * stash.LIMIT}, to=V2, defaults="served", keep="fitting")
    assert (made.object["spec"], made.left_out) == ({"z": 1}, [f"{V1} spec.old"])


def test_a_stash_of_a_hub_that_is_gone_stays_as_long_as_it_fits() -> None:
    other = {
        "v": 1,
        "kind": "Team",
        "hub": "example.com/v0",
        "from": V2,
        "hidden": [{"p": ["spec", "a"], "is": "x" * 500}],
    }
    held = {stash.ANNOTATION: json.dumps(other)}
    made = converted({"z": 1, "f1": "x" * stash.LIMIT}, annotations=held, defaults="served", keep="fitting")
    assert made.left_out == [f"{V2} spec.f1"]
    text = made.object["metadata"]["annotations"][stash.ANNOTATION]
    assert json.loads(text)["others"][0]["hub"] == "example.com/v0"
    full = {**held, "a": "x" * (stash.LIMIT - 700)}
    made = converted({"z": 1, "f1": 1}, annotations=full, defaults="served", keep="fitting")
    assert made.left_out == [f"{V2} spec.f1", "example.com/v0 (a former hub)"]
