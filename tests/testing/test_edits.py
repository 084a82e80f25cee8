"""Edits are those that an API server takes: no update moves an object, renames it or writes what the server writes."""

from __future__ import annotations

from typing import Any

from kconv.testing.draws import SeededDraw
from kconv.testing.edits import Edit, changes, drawn

OBJECT: dict[str, Any] = {
    "apiVersion": "example.com/v1",
    "kind": "Widget",
    "metadata": {
        "name": "web",
        "namespace": "shop",
        "uid": "1",
        "generation": 1,
        "creationTimestamp": "2020-01-01T00:00:00Z",
        "managedFields": [{"manager": "a"}],
        "labels": {"a": "b"},
        "annotations": {"c": "d"},
        "finalizers": ["example.com/a"],
    },
    "spec": {"size": "a"},
}
EDITABLE = {"labels", "annotations", "finalizers"}


def test_of_metadata_only_what_an_update_changes_is_edited() -> None:
    paths = {edit.path for seed in range(300) for edit in drawn(SeededDraw(seed), OBJECT, None, ())}
    assert {path[1] for path in paths if path[0] == "metadata"} == EDITABLE
    assert ("spec", "size") in paths


def test_between_two_objects_the_name_and_the_namespace_are_no_edit() -> None:
    metadata = {**OBJECT["metadata"], "name": "db", "namespace": "other", "labels": {"a": "x"}}
    assert changes(OBJECT, {**OBJECT, "metadata": metadata}) == (Edit("change", ("metadata", "labels", "a"), "x"),)
