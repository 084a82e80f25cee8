"""The group resource.k8s.io: which versions convert, what must not be lost without a decision, and where v1alpha3
ends."""

from __future__ import annotations

from operator import attrgetter

import pytest

from kconv import catalog, kinds
from kconv.catalog.served import everything, family
from kconv.errors import UnknownKindError
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion, GroupVersionKind
from tests.differential.oracles import Oracle, Question, oracles
from tests.golden.compare import differences
from tests.kinds.before_after import Case, check, check_return
from tests.peers import ORACLES, why_skipped

GROUP = "resource.k8s.io"
V1, V1BETA2, V1BETA1, V1ALPHA3 = (f"{GROUP}/{version}" for version in ("v1", "v1beta2", "v1beta1", "v1alpha3"))

RULE = "kind: DeviceTaintRule\nspec: {deviceSelector: %s, taint: {key: k, effect: NoExecute}}"
OPEN = "{deviceClassName: c, selectors: [{cel: {expression: x}}]}"
ASKED = [
    Case(
        "a rule that would hit more devices waits",
        V1,
        f"apiVersion: {V1ALPHA3}\n{RULE % OPEN}",
        asks=(
            "devicetaintrule.selector spec.deviceSelector.deviceClassName",
            "devicetaintrule.selector spec.deviceSelector.selectors",
        ),
    ),
    Case(
        "what is left of a decided rule's selector stays, as none would hit no device",
        V1BETA2,
        f"apiVersion: {V1ALPHA3}\n{RULE % OPEN}",
        RULE % "{}",
        decide={"devicetaintrule.selector": "widen"},
        told=("decision: spec.deviceSelector.selectors: left out as decided",),
    ),
    Case(
        "a rule that chooses by driver is nobody's question",
        V1,
        f"apiVersion: {V1ALPHA3}\n{RULE % '{driver: d, selectors: []}'}",
    ),
    Case(
        "a claim that a vendor's controller allocated",
        V1,
        f"apiVersion: {V1ALPHA3}\nkind: ResourceClaim\nspec: {{controller: c, devices: {{}}}}",
        "kind: ResourceClaim\nspec: {devices: {}}",
        asks=("loss spec.controller",),
    ),
    Case(
        "and its template",
        V1BETA2,
        f"apiVersion: {V1ALPHA3}\nkind: ResourceClaimTemplate\nspec: {{spec: {{controller: c, devices: {{}}}}}}",
        "kind: ResourceClaimTemplate\nspec: {spec: {devices: {}}}",
        asks=("loss spec.spec.controller",),
    ),
    Case(
        "nodes that only such a controller looked at",
        V1BETA1,
        f"apiVersion: {V1ALPHA3}\nkind: DeviceClass\nspec: {{suitableNodes: {{nodeSelectorTerms: []}}, config: []}}",
        "kind: DeviceClass\nspec: {config: []}",
        asks=("loss spec.suitableNodes",),
    ),
    Case(
        "v1alpha3 cannot say what came after it",
        V1ALPHA3,
        f"apiVersion: {V1}\nkind: DeviceClass\nspec: {{extendedResourceName: a.b/c, config: []}}",
        "kind: DeviceClass\nspec: {config: []}",
        asks=("loss spec.extendedResourceName",),
    ),
]


@pytest.mark.parametrize("case", ASKED, ids=attrgetter("name"))
def test_nothing_is_lost_or_widened_unasked(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", ASKED, ids=attrgetter("name"))
def test_all_of_it_comes_back(case: Case) -> None:
    check_return(case)


SERVED = [gvk for gvk in everything() if gvk.group == GROUP and not catalog.is_internal(gvk)]


@pytest.mark.parametrize("gvk", SERVED, ids=str)
def test_a_kind_has_the_versions_that_kubernetes_joins_and_no_others(gvk: GroupVersionKind) -> None:
    kind, served = kinds.find(gvk), catalog.lookup(gvk)
    assert kind is not None
    assert served is not None
    assert set(kind.versions) == {one.gvk.group_version for one in family(served.family)}


@pytest.mark.parametrize("version", ["v1alpha1", "v1alpha2"])
def test_a_claim_from_before_is_another_kind(version: str) -> None:
    old = {"apiVersion": f"{GROUP}/{version}", "kind": "ResourceClaim", "spec": {"resourceClassName": "c"}}
    with pytest.raises(UnknownKindError, match=f"ResourceClaim has no version {V1}"):
        BUILT_IN.convert(old, GroupVersion.parse(V1))


@pytest.fixture(scope="module")
def every() -> dict[str, Oracle]:
    reason = why_skipped(ORACLES, "oracle")
    if reason:
        pytest.skip(reason)
    return {oracle.release.rpartition(".")[0]: oracle for oracle in oracles()}


@pytest.mark.oracle
@pytest.mark.parametrize("kind", ["DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"])
@pytest.mark.parametrize("through", [V1BETA1, V1BETA2])
def test_v1alpha3_lacks_what_its_last_release_drops(kind: str, through: str, every: dict[str, Oracle]) -> None:
    """The differential fuzz fills objects in the older release, which knows no newer field: here the newest fills them."""
    new, old = every[max(every)], every["1.33"]
    objects = [filled.obj for filled in new.fill(7, 40, [f"{V1}/{kind}"], of_hub=True)]
    halfway = new.convert([Question(obj, through, False) for obj in objects])
    answers = old.convert([Question(obj or {}, V1ALPHA3, False) for obj in halfway])
    for obj, expected in zip(objects, answers, strict=True):
        got = BUILT_IN.convert(obj, GroupVersion.parse(V1ALPHA3), defaults="none").object
        assert not differences(obj, expected, got)
