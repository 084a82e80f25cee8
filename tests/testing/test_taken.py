"""What a converter refuses is tried again as it takes it, so that a narrow type hides no loss beside it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kconv.testing import Report, as_served, check, subject_of
from kconv.testing.taken import taken

V1, V2 = "example.com/v1", "example.com/v2"
TEXT: dict[str, Any] = {"type": "string"}
REF = {"type": "object", "properties": {"apiVersion": TEXT, "kind": TEXT, "name": TEXT}}
STEP = {"type": "object", "required": ["at", "every"], "properties": {"at": TEXT, "every": TEXT, "note": TEXT}}
SPEC: dict[str, Any] = {
    "every": TEXT,
    "note": TEXT,
    "mode": {"type": "string", "enum": ["a", "b"]},
    "ref": REF,
    "steps": {"type": "array", "items": STEP},
}
SCHEMA = {"type": "object", "properties": {"spec": {"type": "object", "properties": SPEC}}}
BOTH = {V1: SCHEMA, V2: SCHEMA}


def durations(obj: Any) -> None:
    """Raises for a field `every` that is no duration, and for a field `at` that is no time, as Go's types do."""
    if isinstance(obj, dict):
        for key, pattern in (("every", r"\d+h"), ("at", r"\d{4}-.*Z")):
            if key in obj and not re.fullmatch(pattern, obj[key]):
                raise ValueError(f"{key} is {obj[key]!r}")
    for each in obj.values() if isinstance(obj, dict) else obj if isinstance(obj, list) else ():
        durations(each)


def same(obj: Any, to: str) -> Any:
    durations(obj)
    return {**obj, "apiVersion": to}


def without(*path: str) -> Any:
    """A conversion that loses one field on the way to v2."""

    def dropped(value: Any, path: tuple[str, ...]) -> Any:
        if isinstance(value, list):
            return [dropped(each, path) for each in value]
        if not isinstance(value, dict):
            return value
        return {key: dropped(each, path[1:]) for key, each in value.items() if key != path[0] or path[1:]}

    def convert(obj: Any, to: str) -> Any:
        durations(obj)
        return {**(dropped(obj, path) if to == V2 else obj), "apiVersion": to}

    return convert


def needs_a_kind(obj: Any, to: str) -> Any:
    """Takes an object back only if its reference has a group and a kind, and loses the note."""
    spec = dict(obj.get("spec") or {})
    ref = spec.get("ref") or {}
    if to == V1 and not ("/" in ref.get("apiVersion", "") and ref.get("kind")):
        raise ValueError("no kind")
    spec.pop("note", None)
    return {**obj, "apiVersion": to, "spec": spec}


def found(convert: Any, **more: Any) -> Report:
    arguments = {"kind": "Job", "schemas": BOTH, "between": as_served, "examples": 1, "seed": 1}
    return check(convert, **arguments, **more)


@pytest.mark.parametrize("path", ["spec.every", "spec.steps.every", "spec.steps.at", "spec.steps.note"])
def test_a_loss_is_found_where_the_usual_words_are_refused(path: str) -> None:
    report = found(without(*path.split(".")), only=["spoke-hub-spoke", "totality"])
    place = path.replace("steps.", "steps[].")
    assert place in {finding.path for finding in report.findings}
    assert {finding.path for finding in report.findings if finding.path} == {place}


@pytest.mark.full
def test_random_objects_are_mended_too() -> None:
    report = found(without("spec", "every"), only=["determinism", "edits-win"])
    assert report.coverage is not None
    subject = subject_of(same, kind="Job", schemas=BOTH, between=as_served)
    obj = {"apiVersion": V1, "kind": "Job", "spec": {"every": "b", "note": "b", "mode": "b"}}
    assert taken(subject, V1).mended(obj)["spec"] == {"every": "1h", "note": "b", "mode": "b"}


def test_an_object_gets_what_it_has_to_have_to_come_back() -> None:
    report = found(needs_a_kind, only=["spoke-hub-spoke"])
    loss = next(finding for finding in report.findings if finding.path == "spec.note")
    assert loss.example is not None
    assert set(loss.example.object["spec"]) == {"note", "ref"}
    assert set(loss.example.object["spec"]["ref"]) == {"apiVersion", "kind"}


def test_a_converter_that_takes_nothing_is_not_asked_for_every_word() -> None:
    asked = []

    def refuses(obj: Any, to: str) -> Any:
        asked.append(obj)
        raise ValueError(to)

    report = found(refuses, only=["spoke-hub-spoke", "totality"])
    assert {finding.laws for finding in report.findings} == {("totality",)}
    subject = subject_of(refuses, kind="Job", schemas=BOTH, between=as_served)
    asked.clear()
    assert taken(subject, V1).mended({"apiVersion": V1, "spec": {"every": "b"}})["spec"] == {"every": "b"}
    assert len(asked) == 1
