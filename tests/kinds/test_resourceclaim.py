"""ResourceClaim and its template: the fields of a request move in and out of its `exactly`."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import pytest

from kconv.kinds.registry import BUILT_IN
from kconv.kinds.resource._request import FIELDS
from kconv.names import GroupVersion
from kconv.paths import same, show
from tests.kinds.before_after import Case, check, check_return, converted, read

V1, V1BETA2, V1BETA1, V1ALPHA3 = (f"resource.k8s.io/{version}" for version in ("v1", "v1beta2", "v1beta1", "v1alpha3"))


def claim(name: str, before: str, after: str, *, source: str = V1BETA1, to: str = V1, **more: Any) -> Case:
    """A claim with one request before and after, in flow style."""
    spec = "kind: ResourceClaim\nspec: {{devices: {{requests: [{}]}}}}"
    return Case(name, to, f"apiVersion: {source}\n{spec.format(before)}", spec.format(after), **more)


REQUESTS = [
    claim(
        "what a request asks for stands under exactly",
        "{name: a, deviceClassName: c, selectors: [{cel: {expression: x}}], adminAccess: false, capacity: {requests: {m: 1}}}",
        "{name: a, exactly: {deviceClassName: c, selectors: [{cel: {expression: x}}], adminAccess: false, "
        "capacity: {requests: {m: 1}}}}",
    ),
    claim(
        "and beside the name in v1beta1",
        "{name: a, exactly: {deviceClassName: c}}",
        "{name: a, deviceClassName: c}",
        source=V1,
        to=V1BETA1,
    ),
    claim(
        "the same from v1alpha3",
        "{name: a, deviceClassName: c}",
        "{name: a, exactly: {deviceClassName: c}}",
        source=V1ALPHA3,
    ),
    claim("the same in v1beta2", "{name: a, count: 2}", "{name: a, exactly: {count: 2}}", to=V1BETA2),
    claim(
        "v1beta2 has the shape of v1",
        "{name: a, exactly: {count: 2}}",
        "{name: a, exactly: {count: 2}}",
        source=V1BETA2,
    ),
    claim(
        "v1 counts also where no class is named, which v1beta1 does not",
        "{name: a, exactly: {selectors: []}}",
        "{name: a, selectors: [], allocationMode: ExactCount, count: 1}",
        source=V1,
        to=V1BETA1,
        told=("default: spec.devices.requests[0].allocationMode", "default: spec.devices.requests[0].count"),
    ),
    claim(
        "a choice of requests stays",
        "{name: a, firstAvailable: [{name: b, deviceClassName: c}]}",
        "{name: a, firstAvailable: [{name: b, deviceClassName: c}]}",
    ),
    claim(
        "what Go takes for unset makes no second way to ask",
        "{name: a, deviceClassName: '', allocationMode: '', count: 0, selectors: null, "
        "firstAvailable: [{name: b, deviceClassName: c}]}",
        "{name: a, firstAvailable: [{name: b, deviceClassName: c}]}",
    ),
    claim("an empty list is there to Go", "{name: a, tolerations: []}", "{name: a, exactly: {tolerations: []}}"),
    claim("and so is false", "{name: a, adminAccess: false}", "{name: a, exactly: {adminAccess: false}}"),
    claim("an unknown field stays", "{name: a, count: 1, x: 1}", "{name: a, exactly: {count: 1}, x: 1}"),
    claim(
        "at its level",
        "{name: a, exactly: {deviceClassName: c, x: 1}}",
        "{name: a, exactly: {x: 1}, deviceClassName: c}",
        source=V1,
        to=V1BETA1,
    ),
    claim(
        "nothing is overwritten",
        "{name: a, count: 1, exactly: x}",
        "{name: a, count: 1, exactly: x}",
    ),
]
TOLERATED = "tolerations: [{key: k}]"
EQUAL = "tolerations: [{key: k, operator: Equal}]"
FILLED = [
    claim(
        "one device is meant",
        f"{{deviceClassName: c, {TOLERATED}, firstAvailable: [{{{TOLERATED}}}]}}",
        f"{{exactly: {{deviceClassName: c, {EQUAL}, allocationMode: ExactCount, count: 1}}, "
        f"firstAvailable: [{{{EQUAL}, allocationMode: ExactCount, count: 1}}]}}",
        defaults="all",
    ),
    claim(
        "all devices have no count",
        "{exactly: {allocationMode: All}}",
        "{allocationMode: All}",
        source=V1,
        to=V1BETA1,
        defaults="all",
    ),
    claim("v1beta1 counts for a class alone", "{selectors: []}", "{exactly: {selectors: []}}", defaults="all"),
    claim(
        "v1 counts in any case",
        "{exactly: {}}",
        "{allocationMode: ExactCount, count: 1}",
        source=V1,
        to=V1BETA1,
        defaults="all",
    ),
]


@pytest.mark.parametrize("case", [*REQUESTS, *FILLED], ids=attrgetter("name"))
def test_a_request_says_it_in_its_own_place(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", REQUESTS, ids=attrgetter("name"))
def test_all_of_it_comes_back(case: Case) -> None:
    check_return(case)


def test_a_template_says_it_as_its_claims_do() -> None:
    for case in REQUESTS:
        before = read(case.before)
        template = {**before, "kind": "ResourceClaimTemplate", "spec": {"spec": before["spec"]}}
        result = BUILT_IN.convert(template, GroupVersion.parse(case.to), stash=False).object
        assert same(result["spec"]["spec"], converted(case).object["spec"]), case.name


def test_comments_know_where_each_field_goes() -> None:
    request = "spec.devices.requests[]"
    moves = {show(old): show(new) for old, new in converted(REQUESTS[0]).moves}
    assert moves == {f"{request}.{field}": f"{request}.exactly.{field}" for field in FIELDS}
