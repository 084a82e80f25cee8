"""kconv judges schemas as Kubernetes 1.37 does: its own answers are in answers.jsonl.gz (see oracle/README.md)."""

from __future__ import annotations

import gzip
import json
from typing import Any

from kconv.paths import FieldPath
from kconv.structural.check import check
from kconv.structural.default import default
from kconv.structural.prune import prune
from tests.structural.ask import ANSWERS
from tests.structural.generate import UNSUPPORTED

CASES = [json.loads(line) for line in gzip.decompress(ANSWERS.read_bytes()).decode().splitlines()]
ROOT = ("", "not allowed at the root with a status subresource")


def kubernetes_path(path: FieldPath) -> str:
    """As apimachinery's field.Path writes it: map keys in brackets."""
    text, in_map = "spec.validation.openAPIV3Schema", False
    for part in path:
        if in_map or isinstance(part, int):
            text, in_map = f"{text}[{part}]", False
        else:
            text, in_map = f"{text}.{part}", part in ("properties", "definitions", "dependencies")
    return text


def plain(path: str, message: str) -> tuple[str, str]:
    """Both sides without what only the wording differs in."""
    message = message.replace('"', "").replace("'", "")
    if "at the root of the schema if the status" in message:
        return ROOT
    if message.startswith("because it is defined in"):
        message = "because it is defined"
    if message.startswith("supported values") or ": must be one of" in message:
        message = "unsupported value"
    return path, message


def uses_unsupported(schema: Any) -> bool:
    """Whether Kubernetes stops before it looks at the structure."""
    if isinstance(schema, list):
        return any(map(uses_unsupported, schema))
    if not isinstance(schema, dict):
        return False
    return any(schema.get(key) == value for key, value in UNSUPPORTED.items()) or any(
        map(uses_unsupported, schema.values())
    )


def test_check_finds_what_kubernetes_finds() -> None:
    for case in (case for case in CASES if "problems" in case):
        expected = {plain(*problem) for problem in case["problems"]}
        found = check(case["schema"], status=case["status"])
        got = {plain(kubernetes_path(violation.path), violation.message) for violation in found}
        if uses_unsupported(case["schema"]):
            assert bool(got) == bool(expected), case["schema"]
        else:
            assert got == expected, case["schema"]


def test_pruning_and_defaulting_make_what_kubernetes_makes() -> None:
    for case in (case for case in CASES if "pruned" in case):
        assert prune(case["value"], case["schema"], resource=True) == case["pruned"], case
        assert default(case["value"], case["schema"]) == case["defaulted"], case


def test_the_answers_are_many_and_of_every_sort() -> None:
    problems = [case["problems"] for case in CASES if "problems" in case]
    assert sum(map(bool, problems)) > 200
    assert sum(not found for found in problems) > 100
    assert sum("pruned" in case for case in CASES) > 100
