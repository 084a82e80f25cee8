"""Scale: the selector of the pods as text in autoscaling/v1, as text and as labels in the older versions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.kinds.autoscaling._selector import labels_of, text_of
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion

OLD = ("extensions/v1beta1", "apps/v1beta1", "apps/v1beta2")
NEW = GroupVersion("autoscaling", "v1")

READ = [
    ("app=web", {"app": "web"}),
    ("app==web,tier=front", {"app": "web", "tier": "front"}),
    (" app = web ,\ttier =front", {"app": "web", "tier": "front"}),
    ("example.com/app=", {"example.com/app": ""}),
    ("in=notin", {"in": "notin"}),
    ("", {}),
    ("  ", {}),
    ("app!=web", None),
    ("app in (web)", None),
    ("app", None),
    ("!app", None),
    ("app>3", None),
    ("app=web,", None),
    (",app=web", None),
    ("app=web tier=front", None),
    ("app=a b", None),
    ("-app=web", None),
    ("app=web-", None),
    ("/app=web", None),
    ("a/b/c=web", None),
    ("EXAMPLE.com/app=web", None),
    ("a" * 64 + "=web", None),
    ("app=" + "a" * 64, None),
    (f"{'a.' * 126}aa/app=web", None),
    (f"{'a.' * 126}a/app=web", {f"{'a.' * 126}a/app": "web"}),
    ("äpp=web", None),
    ("app=web\0", None),
]


@pytest.mark.parametrize(("text", "labels"), READ)
def test_selector_is_read_as_kubernetes_reads_it(text: str, labels: dict[str, str] | None) -> None:
    assert labels_of(text) == labels


words = st.from_regex(r"[a-z0-9]([a-z0-9.-]{0,8}[a-z0-9])?", fullmatch=True)


@given(st.dictionaries(words, words | st.just("")))
def test_labels_survive_being_written_as_text(labels: dict[str, str]) -> None:
    assert labels_of(text_of(labels)) == labels


def scale(version: str, **status: Any) -> dict[str, Any]:
    return {"apiVersion": version, "kind": "Scale", "spec": {"replicas": 2}, "status": {"replicas": 2, **status}}


@pytest.mark.parametrize("version", OLD)
@pytest.mark.parametrize(
    ("old", "text"),
    [
        ({"selector": {"app": "web"}, "targetSelector": "app=web"}, "app=web"),
        ({"targetSelector": "app in (web)"}, "app in (web)"),
        ({"targetSelector": "no (selector"}, "no (selector"),
    ],
    ids=["equal labels", "a set of values", "not to be read"],
)
def test_selector_has_two_forms_in_the_older_versions(version: str, old: dict[str, Any], text: str) -> None:
    before, after = scale(version, **old), scale("autoscaling/v1", selector=text)
    assert BUILT_IN.convert(before, NEW).object == after
    assert BUILT_IN.convert(after, GroupVersion.parse(version)).object == before


ODD = [
    {"selector": {"b": "2", "a": "1"}},
    {"selector": {"app": "web"}, "targetSelector": "app=shop"},
    {"selector": {"app": 1}, "targetSelector": "app=1"},
    {"selector": ["app"]},
    {"selector": "app=web"},
    {"selector": {}, "targetSelector": ""},
    {"targetSelector": 3},
    {"selector": None, "targetSelector": None},
]


@pytest.mark.parametrize("status", ODD, ids=str)
def test_whatever_an_older_version_says_comes_back(status: dict[str, Any]) -> None:
    before = scale("apps/v1beta2", **status)
    there = BUILT_IN.convert(before, NEW)
    assert BUILT_IN.convert(there.object, GroupVersion("apps", "v1beta2")).object == before


def test_labels_alone_become_text_in_the_order_of_their_keys() -> None:
    found = BUILT_IN.convert(scale("apps/v1beta1", selector={"b": "2", "a": "1"}), NEW, stash=False).object
    assert found["status"]["selector"] == "a=1,b=2"


@pytest.mark.parametrize("status", [None, [], "x", {}])
def test_no_status_is_no_reason_to_raise(status: Any) -> None:
    before = {"apiVersion": "extensions/v1beta1", "kind": "Scale", "status": status}
    assert BUILT_IN.convert(before, NEW).object == {**before, "apiVersion": "autoscaling/v1"}
