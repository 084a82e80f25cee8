"""ResourceSlice: what describes a device moves in and out of `basic`, and zero values out of v1's way."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import pytest

from kconv.kinds.resource._device import FIELDS
from kconv.paths import show
from tests.kinds.before_after import Case, check, check_return, converted

V1, V1BETA2, V1BETA1, V1ALPHA3 = (f"resource.k8s.io/{version}" for version in ("v1", "v1beta2", "v1beta1", "v1alpha3"))


def device(name: str, before: str, after: str, *, source: str = V1BETA1, to: str = V1, **more: Any) -> Case:
    """A slice with one device before and after, in flow style."""
    spec = "kind: ResourceSlice\nspec: {{devices: [{}]}}"
    return Case(name, to, f"apiVersion: {source}\n{spec.format(before)}", spec.format(after), **more)


def nodes(name: str, before: str, after: str, *, source: str = V1BETA1, to: str = V1, **more: Any) -> Case:
    """A slice's spec before and after, in flow style."""
    return Case(
        name,
        to,
        f"apiVersion: {source}\nkind: ResourceSlice\nspec: {before}",
        f"kind: ResourceSlice\nspec: {after}",
        **more,
    )


DEVICES = [
    device(
        "what basic holds stands beside the name",
        "{name: a, basic: {attributes: {model: {string: x}}, capacity: {memory: {value: 1Gi}}, nodeName: n, "
        "nodeAllocatableResourceMappings: {cpu: {capacityKey: k}}}}",
        "{name: a, attributes: {model: {string: x}}, capacity: {memory: {value: 1Gi}}, nodeName: n, "
        "nodeAllocatableResourceMappings: {cpu: {capacityKey: k}}}",
    ),
    device(
        "and comes back under it",
        "{name: a, taints: [{key: k, effect: NoSchedule}], allNodes: false}",
        "{name: a, basic: {taints: [{key: k, effect: NoSchedule}], allNodes: false}}",
        source=V1,
        to=V1BETA1,
    ),
    device("an empty basic goes", "{name: a, basic: {}}", "{name: a}"),
    device("and comes, as a v1beta1 server wants one", "{name: a}", "{name: a, basic: {}}", source=V1, to=V1BETA1),
    device(
        "what basic does not know stays",
        "{name: a, basic: {x: 1, nodeName: n}}",
        "{name: a, basic: {x: 1}, nodeName: n}",
    ),
    device(
        "a quantity of v1alpha3 is a value",
        "{name: a, basic: {capacity: {memory: 1Gi, cores: 5, none: null}}}",
        "{name: a, capacity: {memory: {value: 1Gi}, cores: {value: 5}, none: null}}",
        source=V1ALPHA3,
    ),
    device(
        "a value is a quantity in v1alpha3",
        "{name: a, capacity: {memory: {value: 1Gi}}}",
        "{name: a, basic: {capacity: {memory: 1Gi}}}",
        source=V1,
        to=V1ALPHA3,
    ),
    nodes("an empty node name is none", "{nodeName: '', allNodes: true}", "{allNodes: true}"),
    nodes("false is not a second way to choose nodes", "{nodeName: n, allNodes: false}", "{nodeName: n}"),
    nodes(
        "v1beta1 has no word for the false that v1 refuses",
        "{nodeName: n, allNodes: false}",
        "{nodeName: n}",
        source=V1,
        to=V1BETA1,
        asks=("loss spec.allNodes",),
    ),
    nodes("v1beta2 tells them from none", "{nodeName: ''}", "{nodeName: ''}", source=V1BETA2),
    nodes(
        "counters beside devices are told",
        "{sharedCounters: [{name: c}], devices: [{name: a, basic: {nodeName: n}}]}",
        "{sharedCounters: [{name: c}], devices: [{name: a, nodeName: n}]}",
        told=("nearest: spec.sharedCounters: from 1.35 on",),
    ),
]
LOST = [
    device(
        "nor of a device",
        "{name: a, attributes: {m: {ints: [1]}}, capacity: {c: {value: 1, requestPolicy: {}}}, bindsToNode: true}",
        "{name: a, basic: {attributes: {m: {}}, capacity: {c: 1}}}",
        source=V1,
        to=V1ALPHA3,
        asks=(
            "loss spec.devices[].attributes.m.ints",
            "loss spec.devices[].capacity.c.requestPolicy",
            "loss spec.devices[].bindsToNode",
        ),
    ),
]
FILLED = [
    device(
        "the time of a taint is the server's to say",
        "{name: a, basic: {taints: [{key: k, effect: NoExecute}]}}",
        "{name: a, taints: [{key: k, effect: NoExecute}]}",
        defaults="all",
    ),
]


@pytest.mark.parametrize("case", [*DEVICES, *LOST, *FILLED], ids=attrgetter("name"))
def test_a_device_says_it_in_its_own_place(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", [*DEVICES, *LOST], ids=attrgetter("name"))
def test_all_of_it_comes_back(case: Case) -> None:
    check_return(case)


def test_comments_know_where_each_field_goes() -> None:
    device = "spec.devices[]"
    moves = {show(old): show(new) for old, new in converted(DEVICES[0]).moves}
    assert moves == {f"{device}.basic.{field}": f"{device}.{field}" for field in FIELDS}
