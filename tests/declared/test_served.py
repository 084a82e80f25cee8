"""An API server fills in each version's defaults before anybody reads an object, and before it converts one: what a reader
sends back has defaults that nobody wrote, and is no edit.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import kconv.testing
from kconv.testing.checking import check_subject
from kconv.testing.subjects import subject_of
from tests.declared.resources import convert, declared
from tests.tiers import examples

Json = Any
pytestmark = pytest.mark.usefixtures("examples_on_path")
MODULES = [
    "acme.route",
    pytest.param("acme.backup", marks=pytest.mark.full),
    pytest.param("acme.backup_v2", marks=pytest.mark.full),
]
LAWS = ["spoke-hub-spoke", "hub-spoke-hub", "path-independence", "edits-win", "settling", "totality"]
OLD, NEW = "net.acme.io/v1alpha1", "net.acme.io/v1"


@pytest.mark.parametrize("module", MODULES)
def test_a_declaration_loses_nothing_behind_a_server(module: str) -> None:
    resource = declared(module, "v1")

    def served(obj: Json, to: str) -> Json:
        return convert(resource.kind, obj, to, defaults="served")

    subject = subject_of(kind=resource.kind, schemas=resource.schemas, between=kconv.testing.as_served)
    report = check_subject(replace(subject, convert=served), examples=examples(30), seed=1, only=LAWS)
    report.raise_if_failed()


def route(version: str, **spec: Json) -> Json:
    return {
        "apiVersion": version,
        "kind": "Route",
        "metadata": {"name": "a"},
        "spec": {"host": "h", "primary": "b", **spec},
    }


def test_what_the_server_fills_in_is_not_stashed_and_is_no_edit() -> None:
    kind = declared("acme.route", "v1").kind
    plain = route(NEW, matches=[], action={"redirect": {"to": "x", "code": 302}}, backends=[], timeout="15s")
    there = convert(kind, plain, OLD, defaults="served")
    assert there == route(OLD, matches=[], redirectTo="x", backends={}, timeoutSeconds=15)
    odd = {**plain, "spec": {**plain["spec"], "timeout": "1.5s"}}
    there = convert(kind, odd, OLD, defaults="served")
    assert there["spec"]["timeoutSeconds"] == 10  # which the server would fill in
    assert convert(kind, there, NEW, defaults="served") == odd
    there["spec"]["timeoutSeconds"] = 20
    assert convert(kind, there, NEW, defaults="served")["spec"]["timeout"] == "20s"


def test_a_part_that_no_server_has_filled_in_gets_no_defaults() -> None:
    """Server-side apply converts what its field managers own."""
    kind = declared("acme.route", "v1").kind
    part = {"apiVersion": OLD, "kind": "Route", "spec": {"redirectTo": "x"}}
    made = convert(kind, part, NEW, defaults="served")
    assert made == {"apiVersion": NEW, "kind": "Route", "spec": {"action": {"redirect": {"to": "x"}}}}
