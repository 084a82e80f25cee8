"""Job: whose pods are whose is said the other way round, and left out it meant another thing."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from itertools import combinations
from operator import attrgetter
from typing import Any

import pytest

from kconv.engine import preserve
from kconv.kinds.batch.job import V1
from kconv.names import Release
from kconv.rules import Fills, of_sort, parts
from tests.kinds.before_after import Case, check, read
from tests.peers import ORACLES, bin_dir, why_skipped

OLD, NEW = "extensions/v1beta1", "batch/v1"
FIELDS = {
    "completions": 2,
    "parallelism": 3,
    "backoffLimit": 1,
    "manualSelector": True,
    "suspend": True,
    "completionMode": "Indexed",
    "backoffLimitPerIndex": 2,
    "podFailurePolicy": {"rules": [{"action": "Ignore", "onPodConditions": [{"type": "a"}]}]},
}
SINCE = {"suspend": 22, "completionMode": 22, "backoffLimitPerIndex": 29, "podFailurePolicy": 26}
"""The release from which a field counts."""


def job(version: str, spec: str = "", labels: str = "") -> str:
    """A Job with one container; ``spec`` are further fields of its spec, ``labels`` those of the template."""
    template = f"template: {{metadata: {{labels: {{{labels}}}}}, spec: {{containers: [{{name: a, image: b}}]}}}}"
    return f"{{apiVersion: {version}, kind: Job, spec: {{{spec}{template}}}}}"


CASES = [
    Case(
        "a selector that was written down selects on",
        NEW,
        job(OLD, "selector: {matchLabels: {a: b}}, ", "a: b"),
        job(NEW, "manualSelector: true, selector: {matchLabels: {a: b}}, ", "a: b"),
    ),
    Case(
        "one that was not was made of the labels",
        NEW,
        job(OLD, labels="a: b"),
        job(NEW, "manualSelector: true, selector: {matchLabels: {a: b}}, ", "a: b"),
    ),
    Case(
        "to have one made is the default now",
        NEW,
        job(OLD, "autoSelector: true, "),
        job(NEW, "manualSelector: false, "),
    ),
    Case("not to have one made", NEW, job(OLD, "autoSelector: false, "), job(NEW, "manualSelector: true, ")),
    Case(
        "and back",
        OLD,
        job(NEW, "manualSelector: true, "),
        job(OLD, "autoSelector: false, "),
        defaults="none",
    ),
    Case(
        "what makes one now asks for it there, and keeps what newer releases mean",
        OLD,
        job(NEW),
        job(
            OLD,
            "backoffLimit: 6, completionMode: NonIndexed, suspend: false, podReplacementPolicy: TerminatingOrFailed, "
            "autoSelector: true, ",
        ),
    ),
    Case("a patch says nothing of selectors", NEW, f"{{apiVersion: {OLD}, kind: Job, spec: {{parallelism: 3}}}}"),
]


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_the_same_pods_are_selected(case: Case) -> None:
    check(case)


@pytest.mark.oracle
@pytest.mark.parametrize("oracle", ORACLES)
def test_defaults_are_kubernetes_own(oracle: str) -> None:
    if reason := why_skipped((oracle,), "oracles"):
        pytest.skip(reason)
    release = Release.parse(oracle.removeprefix("oracle-"))
    fields = [name for name in FIELDS if SINCE.get(name, 0) <= release.minor]
    sources = [job_with(chosen) for count in range(len(fields) + 1) for chosen in combinations(fields, count)]
    asked = "\n".join(json.dumps({"id": str(number), "object": each}) for number, each in enumerate(sources))
    command = [bin_dir() / oracle, "default", "--trim"]
    told = subprocess.run(command, input=asked, check=True, capture_output=True, text=True).stdout.splitlines()
    assert len(told) == len(sources)
    for answer in map(json.loads, told):
        assert preserve.filler(of_sort(parts(V1), Fills), release)(sources[int(answer["id"])]) == answer["object"]


def job_with(fields: Iterable[str]) -> Any:
    """A Job whose specification has these fields."""
    found = read(job(NEW, labels="a: b"))
    return {**found, "metadata": {"name": "a"}, "spec": {**found["spec"], **{name: FIELDS[name] for name in fields}}}
