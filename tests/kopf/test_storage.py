"""Whatever version a replica watches, it sees of an object what any other has handled."""

from __future__ import annotations

import copy
from typing import Any

import kopf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.crd import CustomResource
from kconv.testing import strategies
from tests.kopf.conftest import MODULES
from tests.kopf.reading import OLD, Replica, base, difference, hub_storage, schemas, served, stored_in, versions

Json = Any
Resources = dict[str, CustomResource]


@st.composite
def objects(draw: st.DrawFn, resource: CustomResource, version: str) -> Json:
    """What a client may send in a version."""
    kind = next(each.declared.kind for each in resource.versions if each.api_version == version)
    made = draw(strategies.of_schema(schemas(resource)[version], version, kind))
    labels = draw(st.dictionaries(st.sampled_from(["app", "tier"]), st.sampled_from(["a", "b"]), max_size=2))
    return {**made, "metadata": {"name": "one", "namespace": "default", **({"labels": labels} if labels else {})}}


def replica(resource: CustomResource, version: str) -> Replica:
    return Replica(resource, version, hub_storage(resource))


@pytest.mark.parametrize("module", MODULES)
@given(data=st.data())
def test_an_untouched_object_is_handled_once_at_whatever_versions_it_is_watched(
    module: str, resources: Resources, data: st.DataObject
) -> None:
    resource = resources[module]
    sent = data.draw(objects(resource, data.draw(st.sampled_from(versions(resource)))))
    stored = served(resource, sent, stored_in(resource))
    first, *others = data.draw(st.permutations(versions(resource)))
    handled, diff = replica(resource, first).event(stored)
    assert [item.operation for item in diff] == ["add"]
    for version in [first, *others, first]:
        after, diff = replica(resource, version).event(handled)
        assert not diff, version
        assert after is handled, version


@pytest.mark.parametrize("module", MODULES)
@given(data=st.data())
def test_every_version_keeps_the_same_form(module: str, resources: Resources, data: st.DataObject) -> None:
    resource = resources[module]
    sent = data.draw(objects(resource, data.draw(st.sampled_from(versions(resource)))))
    stored = served(resource, sent, stored_in(resource))
    kept = [base(replica(resource, version).event(stored)[0]) for version in versions(resource)]
    forms = [each["kconv.dev/forms"] for each in kept]
    assert all([*each] == [resource.hub.api_version] for each in forms)
    assert all(bare(each) == bare(forms[0]) for each in forms)
    assert all(each["kconv.dev/seen"] == kept[0]["kconv.dev/seen"] for each in kept)


@pytest.mark.full
@pytest.mark.parametrize("module", MODULES)
@given(data=st.data())
def test_an_edit_is_a_difference_in_the_terms_of_the_watched_version(
    module: str, resources: Resources, data: st.DataObject
) -> None:
    """By whichever version it was made, and by whichever replica the object was handled before."""
    resource = resources[module]
    by = data.draw(st.sampled_from(versions(resource)))
    stored = served(resource, data.draw(objects(resource, by)), stored_in(resource))
    handled, _ = replica(resource, data.draw(st.sampled_from(versions(resource)))).event(stored)
    shown = served(resource, handled, by)
    edited = served(resource, {**shown, "spec": data.draw(objects(resource, by))["spec"]}, stored_in(resource))
    for version in versions(resource):
        watching = replica(resource, version)
        before, after = (plainly(watching, each) for each in (handled, edited))
        after_event, diff = watching.event(edited)
        assert sorted(map(repr, diff)) == sorted(map(repr, difference(before, after)))
        assert not replica(resource, version).event(after_event)[1]


def plainly(watching: Replica, stored: Json) -> Json:
    """The essence of an object at the replica's version, by kopf's own hands but for kconv's annotations."""
    shown = copy.deepcopy(served(watching.resource, stored, watching.version))
    shown["metadata"].get("annotations", {}).pop("kconv.dev/stash", None)
    return kopf.AnnotationsDiffBaseStorage().build(body=kopf.Body(shown))


def bare(forms: Json) -> Json:
    """The forms without their stash, which names the version that an object first came from."""
    made = copy.deepcopy(forms)
    for form in made.values():
        form.get("metadata", {}).get("annotations", {}).pop("kconv.dev/stash", None)
        form["metadata"] = {key: value for key, value in form.get("metadata", {}).items() if value}
    return made


@pytest.mark.parametrize("module", MODULES)
def test_kopfs_own_storage_takes_a_switch_of_the_version_for_an_update(module: str, resources: Resources) -> None:
    """Or the tests above would hold for any storage."""
    resource = resources[module]
    stored = served(resource, OLD[module], stored_in(resource))
    seen = []
    for version in versions(resource):
        stored, diff = Replica(resource, version, kopf.AnnotationsDiffBaseStorage()).event(stored)
        seen.append(bool(diff))
    assert all(seen)
