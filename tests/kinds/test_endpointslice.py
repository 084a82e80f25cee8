"""EndpointSlice: zone and node leave the map of topology labels for fields of their own, and come back."""

from __future__ import annotations

from operator import attrgetter

import pytest

from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from tests.kinds.before_after import Case, check, converted, read

V1, V1BETA1 = "discovery.k8s.io/v1", "discovery.k8s.io/v1beta1"
SLICE = "kind: EndpointSlice\nmetadata: {name: web-1}\naddressType: IPv4\n"


def case(name: str, before: str, after: str, *told: str, to: str = V1) -> Case:
    """An endpoint before and after, in flow style."""
    source = V1BETA1 if to == V1 else V1
    return Case(
        name, to, f"apiVersion: {source}\n{SLICE}endpoints: [{before}]", f"{SLICE}endpoints: [{after}]", told=told
    )


REWRITES = [
    case(
        "the zone gets a field, and the node is said once",
        "{nodeName: n1, topology: {kubernetes.io/hostname: n1, topology.kubernetes.io/zone: z1}}",
        "{nodeName: n1, zone: z1}",
    ),
    case(
        "another host name than the node's stays",
        "{nodeName: n1, topology: {kubernetes.io/hostname: other}}",
        "{nodeName: n1, deprecatedTopology: {kubernetes.io/hostname: other}}",
        "nearest: endpoints[0].deprecatedTopology",
    ),
    case(
        "other labels stay",
        "{topology: {rack: r1, topology.kubernetes.io/zone: z1}}",
        "{zone: z1, deprecatedTopology: {rack: r1}}",
    ),
    case(
        "v1beta1 repeats the node",
        "{nodeName: n1, zone: z1}",
        "{nodeName: n1, topology: {topology.kubernetes.io/zone: z1, kubernetes.io/hostname: n1}}",
        to=V1BETA1,
    ),
]
FAMILIES = [
    Case(
        "addresses of one family name it",
        V1,
        "{apiVersion: discovery.k8s.io/v1beta1, kind: EndpointSlice, addressType: IP, endpoints: [{addresses: ['::1']}]}",
        "{addressType: IPv6, endpoints: [{addresses: ['::1']}]}",
        told=("repair: addressType: IPv6",),
    ),
    Case(
        "two families are a decision",
        V1,
        "{apiVersion: discovery.k8s.io/v1beta1, kind: EndpointSlice, addressType: IP, "
        "endpoints: [{addresses: ['::1']}, {addresses: [10.0.0.1]}]}",
        asks=("endpointslice.addressType addressType",),
    ),
    Case(
        "a decided family",
        V1,
        "{apiVersion: discovery.k8s.io/v1beta1, kind: EndpointSlice, addressType: IP, endpoints: []}",
        "{addressType: IPv4, endpoints: []}",
        decide={"endpointslice.addressType": "IPv4"},
    ),
]


@pytest.mark.parametrize("case", [*REWRITES, *FAMILIES], ids=attrgetter("name"))
def test_endpoints_stay_where_they_are(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", REWRITES, ids=attrgetter("name"))
def test_endpoints_come_back(case: Case) -> None:
    before = read(case.before)
    there = BUILT_IN.convert(before, GroupVersion.parse(case.to)).object
    assert BUILT_IN.convert(there, GroupVersion.parse(before["apiVersion"])).object == before


def test_comments_know_where_zone_and_topology_go() -> None:
    moves = [(str(old[-1]), str(new[-1])) for old, new in converted(REWRITES[0]).moves]
    assert moves == [("topology.kubernetes.io/zone", "zone"), ("topology", "deprecatedTopology")]
