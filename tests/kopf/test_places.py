"""Where a base is kept is kopf's own affair: any of its storages, and objects of any other kind."""

from __future__ import annotations

import copy
import json
from typing import Any

import kopf
import pytest

from kconv.kopf import HubDiffBaseStorage, annotations_for_children
from tests.kopf.boxes import CLUSTER, GROUP, RELEASES, box
from tests.kopf.reading import KEY, Replica, served

Json = Any
BOX = RELEASES["third"]
VERSIONS = ("v1beta1", "v1", "v2")


def watching(version: str, storage: kopf.DiffBaseStorage, *asked: str) -> Replica:
    made = Replica(CLUSTER, f"{GROUP}/{version}", storage)
    made.asked = set(asked)
    return made


PLACES = {
    "an annotation of the operator": lambda: HubDiffBaseStorage(
        BOX, storage=kopf.AnnotationsDiffBaseStorage(prefix="shop.example", key="last")
    ),
    "two annotations": lambda: HubDiffBaseStorage(
        BOX,
        storage=kopf.MultiDiffBaseStorage(
            [kopf.AnnotationsDiffBaseStorage(prefix=prefix) for prefix in ("one.example", "two.example")]
        ),
    ),
    "one of several": lambda: kopf.MultiDiffBaseStorage(
        [HubDiffBaseStorage(BOX, storage=kopf.AnnotationsDiffBaseStorage(prefix="shop.example"))]
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_base_is_kept_where_kopf_is_asked_to(place: str) -> None:
    handled, diff = watching("v1beta1", PLACES[place]()).event(box(count=3, suspend=True))
    assert diff
    assert KEY not in handled["metadata"]["annotations"]
    for version in VERSIONS:
        assert not watching(version, PLACES[place]()).event(handled)[1], version


def test_ignored_fields_are_those_of_the_watched_version() -> None:
    def ignoring(version: str, field: str) -> Replica:
        own = kopf.AnnotationsDiffBaseStorage(ignored_fields=[field])
        return watching(version, HubDiffBaseStorage(BOX, storage=own))

    handled, _ = ignoring("v1", "spec.count").event(box(count=3, suspend=True))
    edited = copy.deepcopy(handled)
    edited["spec"]["count"] = 4
    assert not ignoring("v1", "spec.count").event(edited)[1]
    edited["spec"]["suspend"] = False
    assert ignoring("v1", "spec.count").event(edited)[1] == [("change", ("spec", "suspend"), True, False)]


def test_the_status_counts_only_where_a_handler_asks_for_it() -> None:
    stored = {**box(count=3), "status": {"phase": "Done", "detail": "all"}}
    for first, asked in [("v1", ["status.phase"]), ("v2", ["status.phase"]), ("v1beta1", [])]:
        handled, _ = watching(first, HubDiffBaseStorage(BOX), *asked).event(stored)
        edited = copy.deepcopy(handled)
        edited["status"]["detail"] = "none"
        for version in VERSIONS:
            assert not watching(version, HubDiffBaseStorage(BOX), *asked).event(edited)[1], (first, version)
        edited["status"]["phase"] = "Failed"
        for version in VERSIONS:
            _, diff = watching(version, HubDiffBaseStorage(BOX), *asked).event(edited)
            assert [item.field for item in diff] == [("status", "phase")] * len(asked), (first, version)


def test_what_a_version_hides_of_the_status_is_no_difference_of_what_a_handler_asks_for(resources: Json) -> None:
    """v1alpha1 has no conditions: the stash of the object has them, and the base's must not."""
    backup, condition = resources["acme.backup"], {"type": "Ready", "status": "True", "reason": "Ok", "message": ""}
    spec = {"schedule": "0 1 * * *", "destination": {"bucket": "b"}, "credentials": {"name": "s"}}
    status = {"phase": "Done", "conditions": [{**condition, "lastTransitionTime": "2026-01-01T00:00:00Z"}]}
    stored = {**box(), "apiVersion": "backup.acme.io/v1", "kind": "Backup", "spec": spec, "status": status}
    stored = served(backup, stored, "backup.acme.io/v1")
    asked = {"v1alpha1": "status.state", "v1beta1": "status.phase", "v1": "status.phase"}
    for first in asked:
        made = Replica(backup, f"backup.acme.io/{first}", HubDiffBaseStorage(backup))
        made.asked = {asked[first]}
        handled, _ = made.event(stored)
        for version, field in asked.items():
            other = Replica(backup, f"backup.acme.io/{version}", HubDiffBaseStorage(backup))
            other.asked = {field}
            assert not other.event(handled)[1], (first, version)


POD = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "a", "annotations": {"team": "shop", "kconv.dev/stash": "{}"}},
    "spec": {"containers": []},
}


def test_objects_of_other_kinds_are_kept_as_kopf_does_it() -> None:
    storage, patch, body = HubDiffBaseStorage(BOX), kopf.Patch(), kopf.Body(copy.deepcopy(POD))
    essence = storage.build(body=body)
    assert essence == {"metadata": {"annotations": {"team": "shop"}}, "spec": {"containers": []}}
    storage.store(body=body, patch=patch, essence=essence)
    text = patch["metadata"]["annotations"][KEY]
    assert json.loads(text) == essence
    stored = copy.deepcopy(POD)
    stored["metadata"]["annotations"][KEY] = text
    assert storage.fetch(body=kopf.Body(stored)) == storage.build(body=kopf.Body(stored))


def test_an_object_without_a_type_is_kept_as_kopf_does_it() -> None:
    storage, patch, body = HubDiffBaseStorage(BOX), kopf.Patch(), kopf.Body({"spec": {"a": 1}})
    storage.store(body=body, patch=patch, essence=storage.build(body=body))
    stored = kopf.Body({"metadata": {"annotations": dict(patch.metadata.annotations)}, "spec": {"a": 1}})
    assert storage.fetch(body=stored) == {"spec": {"a": 1}}


def test_annotations_of_kconv_are_no_part_of_an_essence() -> None:
    body = {**box(count=3), "metadata": {"name": "a", "annotations": {"kconv.dev/stash": "{}", "kconv.dev/any": "x"}}}
    assert HubDiffBaseStorage(BOX).build(body=kopf.Body(body)) == {"spec": {"count": 3}}


def test_children_get_the_annotations_that_are_not_about_their_parent_alone() -> None:
    handled, _ = watching("v1beta1", HubDiffBaseStorage(BOX)).event(box("v1beta1", keep=3))
    own = {"team": "shop", "kconv.dev/stash": "{}", "kubectl.kubernetes.io/last-applied-configuration": "{}"}
    handled["metadata"]["annotations"] |= {**own, "shop.example/kopf-managed": "yes", "shop.example/last": "{}"}
    assert KEY in handled["metadata"]["annotations"]
    assert annotations_for_children(kopf.Body(handled)) == {"team": "shop"}
    assert annotations_for_children(kopf.Body(box())) == {}


@pytest.mark.parametrize("resources", [(), ("acme.backup",), (BOX, None)])
def test_a_storage_is_given_custom_resources(resources: Json) -> None:
    with pytest.raises(ValueError, match="give the custom resources"):
        HubDiffBaseStorage(*resources)
