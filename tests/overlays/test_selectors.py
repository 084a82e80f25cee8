"""Which objects a patch, a target or a selector means, as kustomize reads its words."""

from __future__ import annotations

from typing import Any

import pytest

from kconv.names import GroupVersionKind
from kconv.pipeline.migrate.overlays.base import Base, Doc, identity, is_patched_by, is_selected, reselected

OLD = GroupVersionKind("networking.k8s.io", "v1beta1", "Ingress")
NEW = OLD._replace(version="v1")
SELECTED: list[tuple[str, dict[str, Any], bool]] = [
    ("by kind", {"kind": "Ingress"}, True),
    ("by another kind", {"kind": "Service"}, False),
    ("by a part of a kind", {"kind": "Ingr"}, False),
    ("by name", {"name": "web"}, True),
    ("by the beginning of a name", {"name": "we"}, False),
    ("by the end of a name", {"name": "eb"}, False),
    ("by an expression for all of a name", {"name": "w.*"}, True),
    ("by an expression for a part of a name", {"name": "w."}, False),
    ("by either of two names", {"name": "a|web"}, True),
    ("by anchors", {"name": "^web$"}, True),
    ("by a class that Go knows", {"name": "[[:alpha:]]+"}, True),
    ("by a class that Go knows and that the name is not in", {"name": "[[:digit:]]+"}, False),
    ("by a property, which is not tried", {"name": r"\pN+"}, True),
    ("by an expression that Python takes too long for", {"name": "(w+)+x|w+"}, True),
    ("by what is no expression", {"name": "we(b"}, True),
    ("by a count that no reader takes", {"kind": "I{99999999999}"}, True),
    ("by many brackets", {"name": "(" * 2000}, True),
    ("by group and version", {"group": "networking.k8s.io", "version": "v1beta1"}, True),
    ("by another version", {"version": "v1"}, False),
    ("by the default namespace", {"namespace": "default"}, True),
    ("by another namespace", {"namespace": "shop"}, False),
    ("by nothing", {}, True),
    ("by empty words", {"kind": "", "name": ""}, True),
    ("by a label, which is not looked at", {"labelSelector": "a=b"}, True),
    ("by words of other types", {"name": 1}, True),
]


def base(name: str = "web", namespace: str = "") -> Base:
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    obj = {"metadata": metadata}
    return Base(Doc("f", 0), 1, OLD, NEW, obj, obj, "", frozenset({identity(obj)}))


@pytest.mark.parametrize(("name", "selector", "wanted"), SELECTED, ids=[case[0] for case in SELECTED])
def test_a_selector_takes_an_object(name: str, selector: dict[str, Any], wanted: bool) -> None:  # noqa: ARG001
    assert is_selected(base(), selector, OLD) == wanted


@pytest.mark.parametrize("selector", [None, "Ingress", ["Ingress"]])
def test_what_is_no_selector_takes_nothing(selector: object) -> None:
    assert not is_selected(base(), selector, OLD)


def test_an_object_in_a_namespace_is_selected_by_it() -> None:
    assert is_selected(base(namespace="shop"), {"namespace": "shop"}, OLD)
    assert not is_selected(base(namespace="shop"), {"namespace": "default"}, OLD)


@pytest.mark.parametrize(
    ("own", "patch", "wanted"),
    [("", "", True), ("", "shop", True), ("shop", "", True), ("shop", "shop", True), ("shop", "dev", False)],
)
def test_a_patch_names_its_object_by_its_namespace_where_both_say_one(own: str, patch: str, wanted: bool) -> None:
    metadata = {"name": "web", "namespace": patch} if patch else {"name": "web"}
    assert is_patched_by(base(namespace=own), {"metadata": metadata}, OLD) == wanted


def test_a_patch_names_its_object_by_the_very_version() -> None:
    assert not is_patched_by(base(), {"metadata": {"name": "web"}}, NEW)
    assert not is_patched_by(base(), {"metadata": {"name": "other"}}, OLD)


def test_each_step_of_a_renaming_is_a_name() -> None:
    renamed = base().renamed("a-", "-z", "shop")
    names = {name for name, _ in renamed.names}
    assert names == {"web", "a-web", "web-z", "a-web-z"}
    assert ("a-web-z", "shop") in renamed.names
    for name, selected in (("web", True), ("a-w.*", True), ("a-web-z", True), ("a-.*-b", False)):
        assert is_selected(renamed, {"name": name}, OLD) == selected


def test_an_object_whose_name_nobody_can_tell_has_any() -> None:
    assert is_selected(base().anything(), {"name": "other", "namespace": "shop"}, OLD)
    assert is_patched_by(base().anything(), {"metadata": {"name": "other"}}, OLD)
    assert not is_selected(base().anything(), {"kind": "Service"}, OLD)


@pytest.mark.parametrize(
    ("selector", "said"),
    [
        ({"version": "v1beta1"}, "selects v1beta1, and would no longer find Ingress/web in networking.k8s.io/v1"),
        ({"version": "v1"}, "selects v1, and would begin to find Ingress/web in networking.k8s.io/v1"),
        ({"kind": "Ingress"}, ""),
        ({"kind": "Service", "version": "v1"}, ""),
    ],
)
def test_a_selector_that_means_another_object_afterwards_is_reported(selector: dict[str, Any], said: str) -> None:
    assert reselected(base(), selector) == said
