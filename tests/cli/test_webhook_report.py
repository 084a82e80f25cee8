"""Every format of the report on a webhook lists the same findings: a parent that is lost stands for its fields."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kconv.cli import webhook_report
from kconv.testing import Report, check

V1, V2 = "example.com/v1", "example.com/v2"
TEXT: dict[str, Any] = {"type": "string"}
POLICY = {"type": "object", "properties": {"days": TEXT, "count": TEXT}}
SPEC = {"type": "object", "properties": {"policy": POLICY, "name": TEXT}}
SCHEMA = {"type": "object", "properties": {"spec": SPEC}}


@pytest.fixture(scope="module")
def report() -> Report:
    def without_policy(obj: dict[str, Any], to: str) -> dict[str, Any]:
        spec = {key: value for key, value in obj.get("spec", {}).items() if key != "policy"}
        return {**obj, "apiVersion": to, **({"spec": spec} if "spec" in obj else {})}

    schemas = {V1: SCHEMA, V2: SCHEMA}
    return check(without_policy, kind="Thing", schemas=schemas, only=["spoke-hub-spoke"], examples=20, seed=1)


def test_a_lost_parent_stands_for_its_fields(report: Report) -> None:
    assert {each.path for each in report.findings} > {"spec.policy"}
    assert {each.path for each in report.shown} == {"spec.policy"}


def test_every_format_has_the_same_findings(report: Report) -> None:
    wanted = [each.path for each in report.shown]
    assert [each["path"] for each in json.loads(webhook_report.as_json(report, "x"))["findings"]] == wanted
    assert [line.split("`")[1] for line in webhook_report.markdown(report, "x").splitlines() if "`" in line] == wanted
    assert [line.split(" of ")[0] for line in webhook_report.quiet(report).splitlines()] == wanted
