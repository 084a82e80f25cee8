"""One object has the kinds that a run or a call knows: built-in ones and declared ones answer alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, NamedTuple

import pytest

import kconv
from kconv.crd import CustomResource, Model, Resource, Version, api_version
from kconv.crd.modules import resources_in
from kconv.engine import Kind
from kconv.errors import UnknownKindError, UsageError
from kconv.kinds.registry import BUILT_IN, is_custom
from kconv.names import GroupVersion, GroupVersionKind, Release
from kconv.pipeline.migrate import Options
from kconv.pipeline.migrate.target import Target
from kconv.rules import Move, Values

RELEASE = Release(34)


class Spec(Model):
    size: int = 1


def version(text: str, kind: str = "Cup", **how: Any) -> Version:
    return Version(api_version(text)(type(kind, (Resource,), {"__annotations__": {"spec": Spec}})), **how)


def cups(*given: tuple[str, dict[str, Any]], hub: int = -1) -> CustomResource:
    """A resource with these versions, the oldest first."""
    made: list[Version] = []
    for text, how in given:
        made.append(version(text, **how, **({"since": made[-1].model} if made else {})))
    return CustomResource(*made, hub=made[hub].model)


def gvk(text: str, kind: str = "Cup") -> GroupVersionKind:
    return GroupVersion.parse(text).kind(kind)


class Case(NamedTuple):
    name: str
    versions: tuple[tuple[str, dict[str, Any]], ...]
    successor: str | None


SUCCESSORS = [
    Case("the newest", (("a.io/v1beta1", {}), ("a.io/v1", {}), ("a.io/v2", {})), "a.io/v2"),
    Case("not an alpha beside a stable one", (("a.io/v1", {}), ("a.io/v2alpha1", {})), "a.io/v1"),
    Case("an alpha alone", (("a.io/v1alpha1", {}), ("a.io/v1alpha2", {})), "a.io/v1alpha2"),
    Case("not a deprecated one", (("a.io/v1", {}), ("a.io/v2", {"deprecated": True})), "a.io/v1"),
    Case("not one that is not served", (("a.io/v1", {}), ("a.io/v2", {"served": False})), "a.io/v1"),
    Case("none", (("a.io/v1", {"deprecated": "gone soon"}), ("a.io/v2", {"served": False})), None),
    Case("of another group", (("a.io/v1", {"deprecated": True}), ("b.io/v1", {})), "b.io/v1"),
]


@pytest.mark.parametrize("case", SUCCESSORS, ids=attrgetter("name"))
def test_the_version_that_objects_should_have(case: Case) -> None:
    kinds = kconv.Kinds(cups(*case.versions))
    found = {kinds.successor(gvk(text), RELEASE) for text, _ in case.versions}
    assert found == {gvk(case.successor) if case.successor else None}


@pytest.mark.parametrize("served", [True, False], ids=["deprecated", "not served"])
def test_an_old_version_is_one_that_is_deprecated_or_not_served(served: bool) -> None:
    kinds = kconv.Kinds(cups(("a.io/v1", {"deprecated": served, "served": served}), ("a.io/v2", {})))
    plain, scanned = (Target(Options(RELEASE, deprecated=asked, kinds=kinds)) for asked in (False, True))
    assert plain.verdict(gvk("a.io/v1")).what == ("keep" if served else "convert")
    assert scanned.verdict(gvk("a.io/v1")) == ("convert", GroupVersion("a.io", "v2"), "", "", not served, "")
    assert scanned.verdict(gvk("a.io/v2")).what == "keep"


def test_a_version_without_a_successor_says_so() -> None:
    kinds = kconv.Kinds(cups(("a.io/v1", {"served": False}), ("a.io/v2", {"deprecated": True})))
    found = Target(Options(RELEASE, deprecated=True, kinds=kinds)).verdict(gvk("a.io/v1"))
    assert (found.what, found.unserved) == ("no-successor", True)
    assert "no version of it is served that is not deprecated" in found.why


def test_a_call_knows_the_kinds_that_it_is_given(examples_on_path: None) -> None:  # noqa: ARG001
    (pool,) = resources_in("acme.workerpool")
    worker = {"apiVersion": "acme.io/v1alpha1", "kind": "Worker", "spec": {"count": 2}}
    kinds = kconv.Kinds(pool)
    made = kconv.convert(worker, "compute.acme.io/v1", kinds=kinds, defaults="none")
    assert made == {"apiVersion": "compute.acme.io/v1", "kind": "WorkerPool", "spec": {"replicas": 2}}
    assert kconv.convert(made, "acme.io/v1alpha1", kinds=kinds, defaults="none") == worker
    listed = {"apiVersion": "acme.io/v1alpha1", "kind": "WorkerList", "items": [{"spec": {"count": 2}}]}
    pools = kconv.convert(listed, "compute.acme.io/v1", kinds=kinds, defaults="none")
    assert (pools["kind"], pools["items"]) == ("WorkerPoolList", [{"spec": {"replicas": 2}}])
    role = {"apiVersion": "rbac.authorization.k8s.io/v1beta1", "kind": "Role"}
    assert kconv.convert(role, "rbac.authorization.k8s.io/v1", kinds=kinds) == role | {
        "apiVersion": "rbac.authorization.k8s.io/v1"
    }


def test_no_other_call_knows_them(examples_on_path: None) -> None:  # noqa: ARG001
    (pool,) = resources_in("acme.workerpool")
    kconv.Kinds(pool)
    worker = {"apiVersion": "acme.io/v1alpha1", "kind": "Worker", "spec": {"count": 2}}
    for kinds in (BUILT_IN, kconv.Kinds()):
        with pytest.raises(UnknownKindError, match=r"no rules for acme.io/v1alpha1 Worker"):
            kconv.convert(worker, "compute.acme.io/v1", kinds=kinds)


def test_rules_alone_are_a_kind_too() -> None:
    rules = [Values("kind", [("Box", "Crate")], says="a Crate was called Box"), Move("spec.a", "spec.b")]
    kinds = kconv.Kinds(Kind("Crate", hub="a.io/v2", spokes={"a.io/v1": rules}))
    box = {"apiVersion": "a.io/v1", "kind": "Box", "spec": {"a": 1}}
    assert kconv.convert(box, "a.io/v2", kinds=kinds) == {"apiVersion": "a.io/v2", "kind": "Crate", "spec": {"b": 1}}
    assert kinds.successor(gvk("a.io/v1", "Box"), RELEASE) == gvk("a.io/v2", "Crate")


def test_a_name_without_a_rule_is_the_classes() -> None:
    old, new = version("a.io/v1", "Mug"), version("a.io/v2", "Cup")
    resource = CustomResource(old, Version(new.model, since=old.model), hub=new.model)
    kinds = kconv.Kinds(resource)
    mug = {"apiVersion": "a.io/v1", "kind": "Mug", "spec": {}}
    assert kconv.convert(mug, "a.io/v2", kinds=kinds)["kind"] == "Cup"
    assert kinds.named(gvk("a.io/v1", "Mug"), GroupVersion("a.io", "v2")) == gvk("a.io/v2")


def test_a_rule_that_misspells_the_name_is_an_error() -> None:
    old, new = version("a.io/v1", "Mug"), version("a.io/v2", "Cup")
    rules = [Values("kind", [("Mug", "Cap")], says="a Cap was called Mug")]
    resource = CustomResource(old, Version(new.model, since=old.model, rules=rules), hub=new.model)
    with pytest.raises(UsageError, match=r"a.io/v1 Mug: the rules lead to the kind Cup"):
        kconv.Kinds(resource)


CLASHES: dict[str, tuple[Callable[[], Iterator[CustomResource]], str]] = {
    "two resources": (lambda: iter([cups(("a.io/v1", {})), cups(("a.io/v1", {}))]), "a.io/v1 Cup is declared twice"),
    "a built-in kind": (
        lambda: iter([CustomResource(version("networking.k8s.io/v1", "Ingress"))]),
        "networking.k8s.io/v1 Ingress is a built-in kind",
    ),
}


@pytest.mark.parametrize("name", CLASHES)
def test_two_kinds_of_one_version_are_refused(name: str) -> None:
    given, why = CLASHES[name]
    with pytest.raises(UsageError, match=why):
        kconv.Kinds(*given())


def test_declarations_wait_for_the_first_object_that_may_need_them() -> None:
    made: list[str] = []

    def declare() -> list[CustomResource]:
        made.append("declared")
        return [cups(("a.io/v1", {}), ("a.io/v2", {}))]

    kinds = kconv.Kinds.later(declare)
    for known in (gvk("apps/v1", "Deployment"), gvk("networking.k8s.io/v9", "Ingress"), gvk("v1", "Pod")):
        kinds.find(known), kinds.lookup(known)
    assert (made, kinds.pending) == ([], True)
    assert kinds.find(gvk("a.io/v1")) is kinds.find(gvk("a.io/v2")) is not None
    assert (made, kinds.pending) == (["declared"], False)


@pytest.mark.parametrize(
    ("group", "custom"),
    [("a.io", True), ("", False), ("apps", False), ("nodot", False), ("networking.k8s.io", False), ("x.k8s.io", True)],
)
def test_a_group_that_may_be_declared(group: str, custom: bool) -> None:
    assert is_custom(group) is custom
