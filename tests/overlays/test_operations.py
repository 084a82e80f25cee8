"""One operation of a JSON patch (RFC 6902) on an object, or that it does not fit."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from kconv.pipeline.migrate.overlays.operations import Misfit, applied

OBJECT = {"a": {"b": [1, 2, 3], "c": None}, "x/y": 1, "m~n": 2, "0": {"1": "one"}}
FITS: list[tuple[str, Any, Any]] = [
    ("add a field", {"op": "add", "path": "/a/d", "value": 1}, {"a": {**OBJECT["a"], "d": 1}}),  # type: ignore[dict-item]
    ("add over a field", {"op": "add", "path": "/a/c", "value": 1}, {"a": {"b": [1, 2, 3], "c": 1}}),
    ("add into a list", {"op": "add", "path": "/a/b/1", "value": 9}, {"a": {"b": [1, 9, 2, 3], "c": None}}),
    ("add behind a list", {"op": "add", "path": "/a/b/-", "value": 9}, {"a": {"b": [1, 2, 3, 9], "c": None}}),
    ("replace an item", {"op": "replace", "path": "/a/b/0", "value": 9}, {"a": {"b": [9, 2, 3], "c": None}}),
    ("replace null", {"op": "replace", "path": "/a/c", "value": 9}, {"a": {"b": [1, 2, 3], "c": 9}}),
    ("replace by nothing", {"op": "replace", "path": "/a"}, {"a": None}),
    ("remove an item", {"op": "remove", "path": "/a/b/2"}, {"a": {"b": [1, 2], "c": None}}),
    ("remove a field with a slash", {"op": "remove", "path": "/x~1y"}, {"x/y": ...}),
    ("replace a field with a tilde", {"op": "replace", "path": "/m~0n", "value": 3}, {"m~n": 3}),
    ("a key that looks like an index", {"op": "replace", "path": "/0/1", "value": 3}, {"0": {"1": 3}}),
    ("move", {"op": "move", "from": "/a/b/0", "path": "/a/b/-"}, {"a": {"b": [2, 3, 1], "c": None}}),
    ("copy", {"op": "copy", "from": "/x~1y", "path": "/n"}, {"n": 1}),
    ("a test that holds", {"op": "test", "path": "/a/b/1", "value": 2}, {}),
]
MISFITS: list[tuple[str, Any]] = [
    ("replace what is not there", {"op": "replace", "path": "/b", "value": 1}),
    ("remove what is not there", {"op": "remove", "path": "/a/z"}),
    ("add below what is not there", {"op": "add", "path": "/z/a", "value": 1}),
    ("add far behind a list", {"op": "add", "path": "/a/b/4", "value": 1}),
    ("replace behind a list", {"op": "replace", "path": "/a/b/-", "value": 1}),
    ("a word in a list", {"op": "remove", "path": "/a/b/first"}),
    ("below a value", {"op": "add", "path": "/x~1y/a", "value": 1}),
    ("a test that does not hold", {"op": "test", "path": "/a/b/1", "value": 3}),
    ("a test of another type", {"op": "test", "path": "/x~1y", "value": True}),
    ("a path without a slash", {"op": "remove", "path": "a"}),
    ("no path", {"op": "remove"}),
    ("another word", {"op": "delete", "path": "/a"}),
    ("no map", "remove"),
]


@pytest.mark.parametrize(("name", "operation", "changed"), FITS, ids=[case[0] for case in FITS])
def test_an_operation_that_fits(name: str, operation: Any, changed: Any) -> None:  # noqa: ARG001
    wanted = {key: value for key, value in {**OBJECT, **changed}.items() if value is not ...}
    before = copy.deepcopy(OBJECT)
    assert applied(OBJECT, operation) == wanted
    assert before == OBJECT


@pytest.mark.parametrize(("name", "operation"), MISFITS, ids=[case[0] for case in MISFITS])
def test_an_operation_that_does_not(name: str, operation: Any) -> None:  # noqa: ARG001
    with pytest.raises(Misfit):
        applied(OBJECT, operation)
