"""A base may come from kopf's own storage, from another release of the operator, or from somebody who edited it."""

from __future__ import annotations

import copy
import json
from typing import Any

import kopf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.crd import CustomResource
from tests.kopf.boxes import CLUSTER, box, release
from tests.kopf.conftest import MODULES
from tests.kopf.reading import KEY, OLD, Replica, base, served, stored_in, versions
from tests.kopf.test_storage import objects, replica

Json = Any
Resources = dict[str, CustomResource]


@pytest.mark.full
@pytest.mark.parametrize("module", MODULES)
@given(data=st.data())
def test_a_base_of_kopfs_own_storage_is_no_update(module: str, resources: Resources, data: st.DataObject) -> None:
    resource = resources[module]
    sent = data.draw(objects(resource, data.draw(st.sampled_from(versions(resource)))))
    stored = served(resource, sent, stored_in(resource))
    before = data.draw(st.sampled_from(versions(resource)))
    handled, _ = Replica(resource, before, kopf.AnnotationsDiffBaseStorage()).event(stored)
    for version in versions(resource):
        assert not replica(resource, version).event(handled)[1], version


@pytest.mark.parametrize("module", MODULES)
def test_an_edit_after_a_base_of_kopfs_own_storage_is_an_update(module: str, resources: Resources) -> None:
    resource = resources[module]
    stored = served(resource, OLD[module], stored_in(resource))
    for before in versions(resource):
        handled, _ = Replica(resource, before, kopf.AnnotationsDiffBaseStorage()).event(stored)
        handled["metadata"]["labels"] = {"app": "a"}
        for version in versions(resource):
            after, diff = replica(resource, version).event(handled)
            assert [item.field[:2] for item in diff] in ([("metadata", "labels")], [("metadata",)]), (before, version)
            assert "kconv.dev/forms" in base(after)


STORED = box(count=3, suspend=True)
PAIRS = [
    ("first", "v1beta1", "third", "v1"),
    ("first", "v1beta1", "third", "v2"),
    ("second", "v1beta1", "third", "v2"),
    ("second", "v1", "third", "v2"),
    ("second", "v1", "moved hub", "v2"),
    ("second", "v1beta1", "moved hub", "v2"),
    ("first", "v1beta1", "moved hub", "v1"),
]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda each: f"{each[0]} at {each[1]}, {each[2]} at {each[3]}")
@pytest.mark.parametrize("older_first", [True, False])
def test_releases_beside_each_other_do_not_fight(pair: tuple[str, str, str, str], older_first: bool) -> None:
    both = [release(pair[0], pair[1]), release(pair[2], pair[3])]
    first, second = both if older_first else both[::-1]
    handled, _ = first.event(STORED)
    for each in (second, first, second):
        after, diff = each.event(handled)
        assert (after, [*diff]) == (handled, [])


@pytest.mark.parametrize("pair", PAIRS, ids=lambda each: f"{each[0]} at {each[1]}, {each[2]} at {each[3]}")
@pytest.mark.parametrize("older_first", [True, False])
def test_an_edit_beside_another_release_is_handled_once_by_each(
    pair: tuple[str, str, str, str], older_first: bool
) -> None:
    both = [release(pair[0], pair[1]), release(pair[2], pair[3])]
    first, second = both if older_first else both[::-1]
    handled, _ = first.event(STORED)
    edited = copy.deepcopy(handled)
    edited["spec"]["count"] = 5
    after, diff = first.event(edited)
    ((operation, field, old, new),) = diff
    assert (operation, field[0], old, new) == ("change", "spec", 3, 5)
    assert not second.event(after)[1]
    beside, diff = second.event(edited)
    assert diff
    assert not first.event(beside)[1]


@pytest.mark.parametrize("versions", [("v1beta1", "v1"), ("v1", "v1"), ("v2", "v1beta1")])
def test_kopfs_own_storage_beside_it_handles_once_more_what_it_cannot_read_and_does_not_fight(
    versions: tuple[str, str],
) -> None:
    before, after = versions
    own = Replica(CLUSTER, f"shop.example/{before}", kopf.AnnotationsDiffBaseStorage())
    hub = release("third", after)
    handled, _ = own.event(STORED)
    assert not hub.event(handled)[1]
    handled["spec"]["count"] = 4
    updates = [0, 0]
    for _ in range(5):
        for at, each in enumerate((hub, own)):
            handled, diff = each.event(handled)
            updates[at] += bool(diff)
    assert updates == [1, 1]


def test_a_release_that_knows_no_version_of_a_base_takes_it_for_an_update_and_never_for_a_creation() -> None:
    handled, _ = release("last", "v2").event(STORED)
    alone = release("first", "v1beta1")
    after, diff = alone.event(handled)
    assert [item.field for item in diff] == [("spec",)]
    assert not alone.event(after)[1]


def test_a_release_that_cannot_read_a_base_still_sees_an_edit() -> None:
    handled, _ = release("moved hub", "v2").event(STORED)
    edited = copy.deepcopy(handled)
    edited["spec"]["count"] = 4
    old = release("second", "v1")
    assert not old.event(handled)[1]
    after, diff = old.event(edited)
    assert [item.field for item in diff] == [("spec",)]
    assert not old.event(after)[1]
    assert not release("moved hub", "v2").event(after)[1]


DAMAGED = {
    "no JSON": "{",
    "a list": "[]",
    "a number": "1",
    "a text": '"x"',
    "deeper than Python reads": "[" * 100_000,
    "no essence": '{"metadata": 1}',
    "annotations that are no map": '{"metadata": {"annotations": null}, "spec": {}}',
    "no forms": '{"kconv.dev/forms": 1}',
    "a form that is no object": '{"kconv.dev/forms": {"shop.example/v1": 1}, "kconv.dev/seen": []}',
    "a form of another resource": '{"kconv.dev/forms": {"apps/v1": {"spec": {}}}}',
    "a form with anything in it": '{"kconv.dev/forms": {"shop.example/v1": {"spec": [{"count": {}}], "apiVersion": 1}}}',
    "a form with a forged stash": json.dumps(
        {"kconv.dev/forms": {"shop.example/v1": {"metadata": {"annotations": {"kconv.dev/stash": "{}"}}, "spec": 1}}}
    ),
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize("version", ["v1beta1", "v1", "v2"])
def test_a_damaged_base_is_an_update_and_is_written_anew(text: str, version: str) -> None:
    watching = release("third", version)
    handled, _ = watching.event(STORED)
    handled["metadata"]["annotations"][KEY] = text
    after, diff = watching.event(handled)
    assert diff
    assert watching.storage.fetch(body=kopf.Body(served(CLUSTER, handled, f"shop.example/{version}"))) is not None
    assert not watching.event(after)[1]


WORDS = [
    *("kconv.dev/forms", "kconv.dev/seen", "kconv.dev/stash", "shop.example/v1", "shop.example/v2"),
    *("metadata", "annotations", "labels", "spec", "status", "count", "copies", "apiVersion", "kind", "name"),
]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.sampled_from(WORDS)
ANY = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)


@given(value=ANY, version=st.sampled_from(["v1beta1", "v1", "v2"]))
def test_whatever_a_base_holds_it_is_read(value: Json, version: str) -> None:
    """And is no creation; the next base is a good one."""
    watching = release("third", version)
    handled = copy.deepcopy(STORED)
    handled["metadata"]["annotations"] = {KEY: json.dumps(value)}
    body = kopf.Body(served(CLUSTER, handled, f"shop.example/{version}"))
    read = watching.storage.fetch(body=body)
    assert isinstance(read, dict) or value is None
    after, diff = watching.event(handled)
    assert diff
    assert not watching.event(after)[1]


def test_what_the_hub_cannot_represent_is_kept_in_the_form_of_the_version_that_was_watched() -> None:
    """Stored at v1beta1, an object still has the field that the way to the hub discards."""
    old = box("v1beta1", keep=3, verbose=True)
    watching, beside = release("second", "v1beta1"), release("second", "v1")
    handled, _ = watching.event(old)
    assert [*base(handled)["kconv.dev/forms"]] == ["shop.example/v1", "shop.example/v1beta1"]
    assert not watching.event(handled)[1]
    assert not beside.event(handled)[1]
    handled["spec"]["verbose"] = False
    assert watching.event(handled)[1] == [("change", ("spec", "verbose"), True, False)]


def test_an_object_without_room_for_the_hubs_form_is_kept_as_it_is() -> None:
    """The stash of what v1beta1 does not have would make the annotations larger than a server takes."""
    watching = release("second", "v1beta1")
    stored = box("v1beta1", keep=3, verbose=True)
    stored["metadata"]["annotations"] = {"note": "x" * 131_000}
    handled, _ = watching.event(stored)
    assert not watching.event(handled)[1]


def test_a_default_that_a_release_adds_is_no_update() -> None:
    handled, _ = release("second", "v1").event({**STORED, "spec": {"count": 3}})
    kept = base(handled)
    del kept["kconv.dev/forms"]["shop.example/v1"]["spec"]["count"]
    handled["spec"]["count"] = 7
    handled["metadata"]["annotations"][KEY] = json.dumps(kept)
    assert not release("second", "v1").event(handled)[1]
    assert not release("second", "v1beta1").event(handled)[1]
