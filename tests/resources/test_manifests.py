"""A company's own objects move with everything else in its repository, each file as it was but for the move."""

from __future__ import annotations

import json
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.resources.conftest import Command

pytestmark = pytest.mark.usefixtures("examples_on_path")
FLAGS = ("--resources", "acme.backup", "--resources", "acme.workerpool", "--target", "1.34")

BACKUP = """\
# nightly
apiVersion: backup.acme.io/v1alpha1
kind: Backup
metadata:
  name: db  # of the shop
spec:
  schedule: "0 3 * * *"   # at three
  # where it goes
  target: s3://bucket/path
  secret: creds
  # how many
  keep: 5
"""
BACKUP_V1 = """\
# nightly
apiVersion: backup.acme.io/v1
kind: Backup
metadata:
  name: db  # of the shop
spec:
  schedule: "0 3 * * *"   # at three
  destination:
    # where it goes
    bucket: bucket
    path: path
  credentials:
    name: creds
  retention:
    # how many
    count: 5
"""
WORKER = """\
apiVersion: acme.io/v1alpha1
kind: Worker
metadata: {name: w}
spec:
  count: 2  # two
  labels: {a: b}
  template: {}
"""
WORKERPOOL = """\
apiVersion: compute.acme.io/v1
kind: WorkerPool
metadata: {name: w}
spec:
  replicas: 2  # two
  selector: {a: b}
  template: {}
"""
INGRESS = """\
apiVersion: extensions/v1beta1
kind: Ingress
metadata:
  name: web
spec:
  backend: {serviceName: a, servicePort: 80}
"""
INGRESS_V1 = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  defaultBackend: {service: {name: a, port: {number: 80}}}
"""
DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}  # stays\n"


class Case(NamedTuple):
    name: str
    before: str
    after: str


REWRITES = [
    Case("fields that move, with their comments", BACKUP, BACKUP_V1),
    Case("a kind and a group that were renamed", WORKER, WORKERPOOL),
    Case("beside built-in kinds", f"{BACKUP}---\n{INGRESS}---\n{DEPLOYMENT}", f"{BACKUP_V1}---\n{INGRESS_V1}---\n{DEPLOYMENT}"),
    Case(
        "an item of a List, with a field that no version has",
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: backup.acme.io/v1alpha1\n  kind: Backup\n  spec: {secret: a, keep: 3, mine: 1}\n",
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: backup.acme.io/v1\n  kind: Backup\n  spec: {credentials: {name: a}, retention: {count: 3}, mine: 1}\n",
    ),
    Case(
        "a list of the resource's own",
        "apiVersion: acme.io/v1alpha1\nkind: WorkerList\nitems:\n- metadata: {name: w}\n  spec: {count: 2}  # two\n",
        "apiVersion: compute.acme.io/v1\nkind: WorkerPoolList\nitems:\n- metadata: {name: w}\n  spec: {replicas: 2}  # two\n",
    ),
    Case(
        "what names a renamed kind",
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec:\n  scaleTargetRef: {apiVersion: acme.io/v1alpha1, kind: Worker, name: w}\n",
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec:\n  scaleTargetRef: {apiVersion: compute.acme.io/v1, kind: WorkerPool, name: w}\n",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", REWRITES, ids=attrgetter("name"))
def test_a_declared_object_is_migrated_in_its_file(case: Case, kconv: Command, company: Path) -> None:
    file = company / "all.yaml"
    file.write_text(case.before)
    ran = kconv("migrate", "--deprecated", "-q", *FLAGS, str(file))
    assert (ran.code, ran.err) == (0, "")
    assert file.read_text() == case.after


UNCHANGED = [
    Case("a version that is served, and not deprecated", BACKUP_V1.replace("v1", "v1beta1"), ""),
    Case("another kind of the group", BACKUP.replace("kind: Backup", "kind: Restore"), ""),
    Case("another group", BACKUP.replace("backup.acme.io", "backup.example.com"), ""),
]


@pytest.mark.parametrize("case", UNCHANGED, ids=attrgetter("name"))
def test_what_is_not_old_stays(case: Case, kconv: Command, company: Path) -> None:
    file = company / "all.yaml"
    file.write_text(case.before)
    assert kconv("migrate", "--deprecated", *FLAGS, str(file)).code == 0
    assert file.read_text() == case.before


def test_a_deprecated_version_is_migrated_only_when_asked_and_always_found(kconv: Command, company: Path) -> None:
    file = company / "backup.yaml"
    file.write_text(BACKUP)
    assert kconv("migrate", "--check", *FLAGS, str(file)).code == 0
    ran = kconv("scan", *FLAGS, str(file))
    assert ran.code == 1
    assert ran.out.startswith(f"{file}:2  Backup/db  backup.acme.io/v1alpha1 → backup.acme.io/v1  deprecated\n")


def test_a_version_that_is_asked_for_by_name(kconv: Command, company: Path) -> None:
    file = company / "backup.yaml"
    file.write_text(BACKUP)
    assert kconv("migrate", "-q", *FLAGS[:-2], "--to", "backup.acme.io/v1beta1", str(file)).code == 0
    assert "secretRef:" in file.read_text()
    ran = kconv("migrate", *FLAGS[:-2], "--to", "backup.acme.io/v9", str(file))
    assert (ran.code, ran.err.splitlines()) == (
        2,
        [
            "error: no built-in or declared kind has the version backup.acme.io/v9",
            "  did you mean backup.acme.io/v1 or backup.acme.io/v1alpha1 or backup.acme.io/v1beta1?",
        ],
    )


UNDECLARED = BACKUP.replace("v1alpha1", "v9")
NO_VERSION = "its declaration has no version v9: use backup.acme.io/v1"


@pytest.mark.parametrize("command", ["scan", "migrate", "migrate --check", "migrate --to backup.acme.io/v1"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_version_that_a_declared_kind_does_not_have(command: str, jobs: str, kconv: Command, company: Path) -> None:
    flags = FLAGS[:-2] if "--to" in command else FLAGS
    (company / "a.yaml").write_text(UNDECLARED)
    listed = "".join(f"  {line}\n" for line in UNDECLARED.splitlines()).replace("  # nightly", "- #")
    (company / "list.yaml").write_text(f"apiVersion: v1\nkind: List\nitems:\n{listed}")
    (company / "other.yaml").write_text("apiVersion: backup.acme.io/v9\nkind: Other\nmetadata: {name: a}\n")
    ran = kconv(*command.split(), "-j", jobs, *flags, str(company))
    assert (ran.code, ran.out.count(NO_VERSION)) == (1, 2)
    assert "1 unchanged" in ran.out
    assert (company / "a.yaml").read_text() == UNDECLARED


def test_a_version_that_a_declared_kind_had_under_another_name(kconv: Command, company: Path) -> None:
    (company / "worker.yaml").write_text(WORKER.replace("v1alpha1", "v1"))
    ran = kconv("scan", *FLAGS, str(company))
    assert "its declaration has no version v1: use compute.acme.io/v1 WorkerPool" in ran.out


def test_an_undeclared_version_inside_of_another_object(kconv: Command, company: Path) -> None:
    text = "".join(f"    {line}\n" for line in UNDECLARED.splitlines())
    other = "  b.yaml: |\n    apiVersion: backup.acme.io/v9\n    kind: Other\n"
    (company / "map.yaml").write_text(f"apiVersion: v1\nkind: ConfigMap\ndata:\n  a.yaml: |\n{text}{other}")
    ran = kconv("scan", *FLAGS, str(company))
    assert ran.code == 1
    assert NO_VERSION in ran.out
    assert "uses backup.acme.io/v9 Backup, which is not served" in ran.out
    assert "Other" not in ran.out


def test_a_field_that_only_the_new_version_has_takes_effect_now(kconv: Command, company: Path) -> None:
    (company / "backup.yaml").write_text(BACKUP + "  suspend: true\n")
    ran = kconv("migrate", "--check", "--deprecated", *FLAGS, str(company))
    assert "spec.suspend: backup.acme.io/v1alpha1 has no such field, and servers dropped it" in ran.out


def test_patches_of_a_kustomization_follow_their_objects(kconv: Command, company: Path) -> None:
    files = {
        "base/kustomization.yaml": "resources: [backup.yaml]\n",
        "base/backup.yaml": BACKUP,
        "production/kustomization.yaml": "resources: [../base]\npatches:\n- path: patch.yaml\n",
        "production/patch.yaml": "apiVersion: backup.acme.io/v1alpha1\nkind: Backup\nmetadata: {name: db}\nspec:\n  # more\n  keep: 9\n",
    }  # fmt: skip
    for name, text in files.items():
        (company / name).parent.mkdir(exist_ok=True)
        (company / name).write_text(text)
    assert kconv("migrate", "--deprecated", "-q", *FLAGS, str(company)).code == 0
    assert (company / "base/backup.yaml").read_text() == BACKUP_V1
    patch = (company / "production/patch.yaml").read_text()
    assert patch.endswith("spec:\n  retention:\n    # more\n    count: 9\n")


def test_an_object_waits_that_a_patch_selects_by_its_old_name(kconv: Command, company: Path) -> None:
    (company / "worker.yaml").write_text(WORKER)
    (company / "kustomization.yaml").write_text(
        "resources: [worker.yaml]\npatches:\n- target: {kind: Worker}\n"
        "  patch: '[{op: replace, path: /spec/count, value: 4}]'\n"
    )
    ran = kconv("migrate", "--deprecated", *FLAGS, str(company))
    assert ran.code == 1
    assert "left as it is, waits" in ran.out
    assert (company / "worker.yaml").read_text() == WORKER


class Named(NamedTuple):
    """A text that names resources, what is reported of it, and what to add so that nothing is."""

    text: str
    says: str
    right: str


ROLE = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: a}\nrules:\n"
WEBHOOK = "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: a}\nwebhooks:\n- name: a.b.c\n  rules:\n"
FLOWS = "apiVersion: flowcontrol.apiserver.k8s.io/v1\nkind: FlowSchema\nmetadata: {name: a}\nspec:\n  rules:\n  - resourceRules:\n"
QUOTA = "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: a}\nspec:\n  hard:\n    count/workers.acme.io: 5\n"
NAMED = {
    "a right": Named(ROLE + "- {apiGroups: [acme.io], resources: [workers], verbs: [get]}\n", "rules[0].resources: workers of acme.io are workerpools of compute.acme.io now: allow these, too", "- {apiGroups: [compute.acme.io], resources: [workerpools], verbs: [get]}\n"),
    "a right to a part": Named(ROLE + "- {apiGroups: [acme.io], resources: [workers/status], verbs: [get]}\n", "rules[0].resources: workers/status of acme.io are workerpools/status of compute.acme.io now: allow these, too", "- {apiGroups: [compute.acme.io], resources: ['*'], verbs: ['*']}\n"),
    "a right in any group": Named(ROLE + "- {apiGroups: ['*'], resources: [workers], verbs: [get]}\n", "rules[0].resources: workers of acme.io are workerpools of compute.acme.io now: allow these, too", "- {apiGroups: ['*'], resources: [workerpools], verbs: [get, list]}\n"),
    "a right to all of a group": Named(ROLE + "- {apiGroups: [acme.io], resources: ['*'], verbs: [get]}\n", "rules[0].resources: workers of acme.io are workerpools of compute.acme.io now: allow these, too", "- {apiGroups: [compute.acme.io], resources: ['*'], verbs: [get]}\n"),
    "a webhook": Named(WEBHOOK + "  - {apiGroups: [acme.io], apiVersions: [v1alpha1], resources: [workers], operations: ['*']}\n", "webhooks[0].rules[0]: requests for workers of acme.io are for workerpools of compute.acme.io now, which this does not match", "  - {apiGroups: [compute.acme.io], apiVersions: [v1], resources: [workerpools], operations: ['*']}\n"),
    "a priority": Named(FLOWS + "    - {apiGroups: [acme.io], resources: [workers], verbs: [get]}\n", "spec.rules[0].resourceRules[0]: requests for workers of acme.io are for workerpools of compute.acme.io now", "    - {apiGroups: [compute.acme.io], resources: [workerpools], verbs: [get]}\n"),
    "a quota": Named(QUOTA, 'spec.hard["count/workers.acme.io"]: workers are counted as count/workerpools.compute.acme.io now', "    count/workerpools.compute.acme.io: 5\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_what_names_a_resource_that_has_another_plural_is_reported(name: str, kconv: Command, company: Path) -> None:
    case, file = NAMED[name], company / "a.yaml"
    file.write_text(case.text)
    ran = kconv("migrate", "--deprecated", *FLAGS, str(company))
    assert f"    {case.says}" in ran.out
    assert (ran.code, file.read_text()) == (0, case.text)
    assert kconv("migrate", *FLAGS, str(company)).out == "1 manifest: 1 unchanged\n"
    file.write_text(case.text + case.right)
    assert kconv("migrate", "--deprecated", *FLAGS, str(company)).out == "1 manifest: 1 unchanged\n"


def test_objects_inside_of_others_are_reported(kconv: Command, company: Path) -> None:
    text = "".join(f"    {line}\n" for line in WORKER.splitlines())
    (company / "map.yaml").write_text(f"apiVersion: v1\nkind: ConfigMap\ndata:\n  worker.yaml: |\n{text}")
    ran = kconv("scan", *FLAGS, str(company))
    assert ran.code == 1
    assert "uses acme.io/v1alpha1 Worker, which is deprecated" in ran.out


def test_convert_prints_the_version_that_is_preferred(kconv: Command, company: Path) -> None:
    (company / "backup.yaml").write_text(BACKUP)
    ran = kconv("convert", "--resources", "acme.backup", "-f", str(company / "backup.yaml"))
    assert (ran.code, ran.out) == (0, BACKUP_V1)


def test_objects_are_checked_against_the_models(kconv: Command, company: Path) -> None:
    (company / "backup.yaml").write_text(BACKUP.replace("keep: 5", "keep: 0\n  kepp: 1"))
    (company / "worker.yaml").write_text(WORKER.replace("v1alpha1", "v2"))
    ran = kconv("validate", *FLAGS[:-2], "--release", "1.34", "--format", "json", str(company))
    found = {
        (Path(each["file"]).name, note["path"]): note["message"]
        for each in json.loads(ran.out)["documents"]
        for note in each["faults"]
    }
    assert ran.code == 1
    assert found == {
        ("backup.yaml", "spec.keep"): "must be at least 1, is 0",
        ("backup.yaml", "spec.kepp"): "unknown field",
        ("worker.yaml", "apiVersion"): "the declaration has no acme.io/v2 Worker",
    }


def test_a_status_is_no_part_of_what_is_written(kconv: Command, company: Path) -> None:
    """It is a subresource: the server leaves it out, whatever it says."""
    (company / "backup.yaml").write_text(BACKUP + "status: {state: Elsewhere}\n")
    assert kconv("validate", *FLAGS[:-2], "--release", "1.34", str(company)).code == 0


def test_objects_come_back_from_every_version(kconv: Command, company: Path) -> None:
    (company / "all.yaml").write_text(f"{BACKUP}---\n{WORKER}---\n{DEPLOYMENT}")
    ran = kconv("roundtrip", *FLAGS[:-2], str(company))
    assert (ran.code, ran.out) == (0, "3 objects, 6 round trips: all come back\n")
    through = kconv("roundtrip", *FLAGS[:-2], "--through", "compute.acme.io/v1", str(company))
    assert "1 object, 1 round trip: all come back; 2 objects not tried" in through.out
