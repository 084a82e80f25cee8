"""CronJob and JobTemplate: one shape in all versions, with limits for the history that v2alpha1 did not set."""

from __future__ import annotations

from operator import attrgetter

import pytest

from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from tests.kinds.before_after import Case, check, read


def cron_job(version: str, spec: str = "") -> str:
    """A CronJob with one container; ``spec`` are further lines of its spec, indented by two."""
    job = "{spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}"
    return f'apiVersion: {version}\nkind: CronJob\nspec:\n  schedule: "@daily"\n  jobTemplate: {job}\n{spec}'


CASES = [
    Case("v1beta1 is v1", "batch/v1", cron_job("batch/v1beta1")),
    Case("v2alpha1 is v1: what it left out, the storage version filled in", "batch/v1", cron_job("batch/v2alpha1")),
    Case(
        "v1 in v2alpha1 keeps its limits",
        "batch/v2alpha1",
        cron_job("batch/v1"),
        cron_job("batch/v2alpha1", "  successfulJobsHistoryLimit: 3\n  failedJobsHistoryLimit: 1\n"),
    ),
    Case(
        "a patch gets its version only",
        "batch/v2alpha1",
        "{apiVersion: batch/v1, kind: CronJob, spec: {schedule: '@hourly'}}",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_cron_job_acts_as_before(case: Case) -> None:
    check(case)


def test_all_defaults_reach_the_pod_inside_the_job_template() -> None:
    source = read(cron_job("batch/v1beta1"))
    found = BUILT_IN.convert(source, GroupVersion("batch", "v1"), defaults="all").object["spec"]
    limits = {key: found[key] for key in found if key not in ("schedule", "jobTemplate")}
    assert limits == {
        "concurrencyPolicy": "Allow",
        "suspend": False,
        "successfulJobsHistoryLimit": 3,
        "failedJobsHistoryLimit": 1,
    }
    assert found["jobTemplate"]["spec"].keys() == {"template"}
    pod = found["jobTemplate"]["spec"]["template"]["spec"]
    assert (pod["restartPolicy"], pod["dnsPolicy"]) == ("Never", "ClusterFirst")


def test_job_template_changes_its_version_only() -> None:
    template = {"spec": {"template": {"spec": {"containers": [{"name": "a", "image": "b"}]}}}}
    source = {"apiVersion": "batch/v2alpha1", "kind": "JobTemplate", "template": template}
    found = BUILT_IN.convert(source, GroupVersion("batch", "v1beta1"))
    assert found.object == {**source, "apiVersion": "batch/v1beta1"}
    assert not found.fragment
