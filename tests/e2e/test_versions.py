"""An object is written in one version and reads in each: what the cases say, and in its own version what was written."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cluster.running import Cluster
from tests.e2e.backups import Backups, Refused, backup, visible, written
from tests.e2e.processes import Webhook

pytestmark = pytest.mark.cluster
Json = Any
VERSIONS = ("v1alpha1", "v1beta1", "v1")
CASES: list[Json] = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))
LABELS = {"labels": {"app": "web"}, "annotations": {"a.example.com/b": "c"}, "finalizers": ["acme.io/never"]}


def name_of(case: Json) -> str:
    return str(case["name"])


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_an_object_reads_in_each_version(case: Json, backups: Backups, webhook: Webhook) -> None:
    expected = case["reads"] | case.get(webhook.name, {})
    made = backups.create(case["written"], case["spec"])
    assert made["spec"] == expected[case["written"]]
    for version in VERSIONS:
        assert visible(backups.get(version)) == backup(version, expected[version]), version


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_an_object_that_is_written_back_in_another_version_is_as_it_was(
    case: Json, backups: Backups, webhook: Webhook
) -> None:
    """A client that reads, changes nothing, and writes: in any version, and the generation says that nothing changed."""
    backups.create(case["written"], case["spec"])
    before = everything(backups)
    for version in VERSIONS:
        backups.put(version, backups.get(version))
    assert (everything(backups) == before) is not case.get(webhook.name, {}).get("changes", False)


def everything(backups: Backups) -> Json:
    """The object in each version, and its generation."""
    return {
        version: (visible(found), found["metadata"]["generation"])
        for version in VERSIONS
        for found in [backups.get(version)]
    }


@pytest.mark.parametrize("case", CASES, ids=name_of)
@pytest.mark.parametrize("webhook", ["kconv"], indirect=True)
def test_nothing_is_added_to_an_object_in_its_own_version(case: Json, backups: Backups, webhook: Webhook) -> None:
    """The webhook in Go keeps its whole hub with every object of an older version, as cluster-api's do."""
    assert webhook.name == "kconv"
    backups.create(case["written"], case["spec"])
    own = backups.get(case["written"])
    assert written(own) == backup(case["written"], case["reads"][case["written"]])


@pytest.mark.parametrize("version", VERSIONS)
def test_labels_annotations_and_finalizers_are_those_that_were_written(version: str, backups: Backups) -> None:
    spec = next(case["spec"] for case in CASES if case["written"] == version)
    made = backups.create(version, spec, **LABELS)
    for other in VERSIONS:
        found = backups.get(other)
        assert visible(found)["metadata"] == {"name": "one", **LABELS}
        assert found["metadata"]["uid"] == made["metadata"]["uid"]
    backups.patch(version, {"metadata": {"finalizers": None}})


@pytest.mark.parametrize("version", VERSIONS)
def test_a_field_that_a_version_does_not_have_is_named_to_who_asks(version: str, backups: Backups) -> None:
    spec = next(case["spec"] for case in CASES if case["written"] == version)
    with pytest.raises(Refused, match=r'unknown field "spec\.nowhere"'):
        backups.create(version, {**spec, "nowhere": 1}, query="?fieldValidation=Strict")


COLUMNS = {
    "v1alpha1": ["NAME", "SCHEDULE"],
    "v1beta1": ["NAME", "SCHEDULE"],
    "v1": ["NAME", "SCHEDULE", "PHASE", "AGE", "BUCKET"],
}


@pytest.mark.parametrize("version", VERSIONS)
def test_kubectl_shows_the_columns_of_each_version(version: str, backups: Backups, cluster: Cluster) -> None:
    backups.create("v1beta1", CASES[1]["spec"])
    backups.patch("v1beta1", {"status": {"phase": "Done"}}, tail="/status")
    head, row = lines(
        cluster.kubectl("-n", backups.namespace, "get", f"backups.{version}.backup.acme.io", "-o", "wide")
    )
    assert head.split() == COLUMNS[version]
    assert row.startswith("one    0 3 * * *")
    assert ("Done" in row and row.endswith("bucket")) == (version == "v1")


def lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert done.returncode == 0, done.stderr
    return [line.rstrip() for line in done.stdout.splitlines()]
