"""An object is converted to another version and back: the report on each outcome."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from kconv import kinds
from kconv.engine import Kind
from kconv.engine.stash import ANNOTATION, LIMIT
from kconv.errors import ConversionError
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from kconv.paths import get
from kconv.pipeline.roundtrip import Loss, Outcome, Trip
from kconv.pipeline.roundtrip.outcomes import worst
from kconv.pipeline.roundtrip.trip import opened, take
from tests.laws.objects import pool, several_versions

V1ALPHA3 = GroupVersion("resource.k8s.io", "v1alpha3")
CLAIM = {
    "apiVersion": "resource.k8s.io/v1beta1",
    "kind": "ResourceClaim",
    "metadata": {"name": "c"},
    "spec": {
        "devices": {
            "requests": [{"name": "a", "deviceClassName": "d", "capacity": {"requests": {"m": "1"}}}],
            "constraints": [],
        }
    },
}


def kind_of(obj: dict[str, Any]) -> Kind:
    kind = kinds.find(kinds.identify(obj))
    assert kind is not None
    return kind


WAYS = [(kind, version) for kind in several_versions() for version in kind.versions]


@pytest.mark.parametrize(("kind", "own"), WAYS, ids=[f"{kind.name}:{own}" for kind, own in WAYS])
def test_kubernetes_objects_come_back_from_every_version(kind: Kind, own: GroupVersion) -> None:
    for obj in pool(kind, own):
        before = copy.deepcopy(obj)
        trips = [take(kind, obj, through) for through in kind.versions if through != own]
        assert [trip for trip in trips if trip.outcome not in ("survives", "stashed")] == []
        assert all(bool(trip.stash) == (trip.outcome == "stashed") for trip in trips)
        assert obj == before


@pytest.mark.parametrize(("kind", "own"), WAYS, ids=[f"{kind.name}:{own}" for kind, own in WAYS])
def test_an_object_that_came_with_a_stash_comes_back_with_what_it_holds(kind: Kind, own: GroupVersion) -> None:
    others = [version for version in kind.versions if version != own]
    held = [BUILT_IN.convert(obj, to, defaults="none").object for obj in pool(kind, own) for to in others]
    for obj in (one for one in held if get(one, ("metadata", "annotations", ANNOTATION))):
        trips = [take(kind, obj, through) for through in kind.versions if str(through) != obj["apiVersion"]]
        assert [trip for trip in trips if trip.outcome not in ("survives", "stashed")] == []


def test_paths_are_those_of_the_objects_own_version() -> None:
    trip = take(kind_of(CLAIM), CLAIM, V1ALPHA3)
    assert trip.outcome == "stashed"
    assert trip.kept == ("spec.devices.requests[].capacity",)
    assert trip.annotations == 2 * trip.stash


def test_all_annotations_count_twice() -> None:
    obj = CLAIM | {"metadata": {"name": "c", "annotations": {"key": "välue"}}}
    trip = take(kind_of(obj), obj, V1ALPHA3)
    assert trip.annotations == 2 * (trip.stash + len("key") + len("välue".encode()))


def test_annotations_that_grow_too_large_are_told() -> None:
    obj = CLAIM | {"metadata": {"name": "c", "annotations": {"key": "x" * (LIMIT // 2)}}}
    trip = take(kind_of(obj), obj, V1ALPHA3)
    assert trip.outcome == "refused"
    assert "over the API server's 262,144" in trip.why
    assert trip.hint


def _rewriting(replace: Any) -> Any:
    """A conversion that does something to what comes back."""
    convert = BUILT_IN.convert

    def wrong(obj: dict[str, Any], to: GroupVersion, **how: Any) -> Any:
        result = convert(obj, to, **how)
        if str(to) == CLAIM["apiVersion"]:
            result.object = replace(copy.deepcopy(result.object))
        return result

    return wrong


def _set(spec: Any) -> Any:
    return lambda obj: {**obj, "spec": spec}


LOSSES = {
    "gone": ({}, [Loss("spec.a", "1", "")], {"a": 1}),
    "new": ({"a": 1, "b": None}, [Loss("spec.b", "", "null")], {"a": 1}),
    "a number for a string": ({"a": 1}, [Loss("spec.a", '"1"', "1")], {"a": "1"}),
    "a float for an integer": ({"a": 1.0}, [Loss("spec.a", "1", "1.0")], {"a": 1}),
    "true for 1": ({"a": True}, [Loss("spec.a", "1", "true")], {"a": 1}),
    "empty for null": ({"a": {}}, [Loss("spec.a", "null", "{}")], {"a": None}),
    "an item": ({"a": [{"b": 1}, {"b": 3}]}, [Loss("spec.a[1].b", "2", "3")], {"a": [{"b": 1}, {"b": 2}]}),
    "an item of several alike": ({"a": [1, 1, 1]}, [Loss("spec.a[1]", "2", "1")], {"a": [1, 2, 1]}),
    "an item less": ({"a": [1]}, [Loss("spec.a", "[1, 2]", "[1]")], {"a": [1, 2]}),
    "late in a long text of other letters": (
        {"a": "é" * 99 + "z"},
        [Loss("spec.a", f'…{"é" * 20}y"…', f'…{"é" * 20}z"…')],
        {"a": "é" * 99 + "y"},
    ),
    "late in a long text": (
        {"a": "x" * 99 + "z"},
        [Loss("spec.a", f'…{"x" * 20}y"…', f'…{"x" * 20}z"…')],
        {"a": "x" * 99 + "y"},
    ),
}


@pytest.mark.parametrize(("after", "losses", "before"), LOSSES.values(), ids=LOSSES)
def test_a_loss_is_told_with_both_values(
    after: Any, losses: list[Loss], before: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BUILT_IN, "convert", _rewriting(_set(after)))
    trip = take(kind_of(CLAIM), CLAIM | {"spec": before}, V1ALPHA3)
    assert trip.outcome == "lost"
    assert list(trip.losses) == losses


@pytest.mark.parametrize(
    ("error", "outcome", "why"),
    [
        (ConversionError("it cannot be", hint="do this"), "refused", "it cannot be"),
        (KeyError("x"), "error", "KeyError: 'x'"),
        (RecursionError("deep"), "error", "RecursionError: deep"),
    ],
    ids=["refused", "a defect", "too deep"],
)
def test_an_error_is_told_and_never_raised(
    error: Exception, outcome: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Any) -> Any:
        raise error

    monkeypatch.setattr(BUILT_IN, "convert", _rewriting(fail))
    trip = take(kind_of(CLAIM), CLAIM, V1ALPHA3)
    assert (trip.outcome, trip.why) == (outcome, why)
    assert trip.hint


ONE, OTHER = {"p": ["spec", "a"], "is": 1}, {"p": ["spec", "b"], "is": 2}
HELD: dict[str, Any] = {
    "v": 1,
    "kind": "ResourceClaim",
    "hub": kind_of(CLAIM).hub,
    "hidden": [ONE, OTHER],
    "said": {"x/v1": [ONE, OTHER]},
}
STASHES: list[tuple[str, dict[str, Any], bool]] = [
    ("itself", {}, True),
    ("another origin", {"from": "x/v1"}, True),
    ("another order", {"hidden": [OTHER, ONE], "said": {"x/v1": [OTHER, ONE]}}, True),
    ("another hidden value", {"hidden": [ONE, {**OTHER, "is": 3}]}, False),
    ("an entry less", {"hidden": [ONE]}, False),
    ("another version that said it", {"said": {"x/v2": [ONE, OTHER]}}, False),
    ("said otherwise", {"said": {"x/v1": [ONE]}}, False),
    ("another frame", {"frame": {"annotations": None}}, False),
    ("a stash that holds nothing", {"hidden": [], "said": {}}, False),
    ("a damaged one", {"hidden": 1}, False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changed", "alike"), STASHES, ids=[row[0] for row in STASHES])
def test_stashes_are_alike_if_they_hold_the_same(name: str, changed: dict[str, Any], alike: bool) -> None:  # noqa: ARG001
    one, other = ({**CLAIM, "metadata": {"name": "c", "annotations": {"k": "v", ANNOTATION: json.dumps(held)}}} for held in (HELD, HELD | changed))  # fmt: skip
    assert (opened(kind_of(CLAIM), one) == opened(kind_of(CLAIM), other)) == alike
    assert opened(kind_of(CLAIM), CLAIM) is CLAIM
    assert opened(kind_of(CLAIM), one)["metadata"]["annotations"]["k"] == "v"


def test_the_worst_outcome_counts() -> None:
    outcomes: list[Outcome] = ["survives", "stashed", "lost", "refused", "error"]
    for at, outcome in enumerate(outcomes):
        assert worst([Trip("v1", each) for each in outcomes[: at + 1][::-1]]) == outcome
