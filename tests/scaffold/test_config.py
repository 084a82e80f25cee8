"""What config/ builds, object by object, as the team that operates a cluster reviews it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from kconv.catalog.releases import latest
from kconv.catalog.resources import resource
from kconv.names import GroupVersion, GroupVersionKind
from kconv.scaffold.answers import answers_of
from kconv.scaffold.kustomize import built, objects_in
from kconv.scaffold.render import rendered
from kconv.webhook.arming_metrics import ArmingMetrics
from kconv.webhook.metrics import Metrics
from tests.scaffold.conftest import Make, passes, replace, run

Json = Any
COUNTED_AND_NO_TROUBLE = {"kconv_webhook_objects", "kconv_webhook_rearmed", "kconv_webhook_arming_failures"}
"""Of a definition that is not armed again, the alert is ConversionNotArmed."""
needs_kustomize = pytest.mark.skipif(
    not (shutil.which("kubectl") or shutil.which("kustomize")), reason="neither kubectl nor kustomize is on PATH"
)
needs_make = pytest.mark.skipif(not shutil.which("make"), reason="make is not on PATH")


def everything(make: Make, certificates: str, **given: Any) -> Path:
    """A project that deploys its operator and its monitoring, too."""
    folder = make(certificates=certificates, kopf=True, **given)
    default = folder / "config/default/kustomization.yaml"
    replace(default, "# - ../monitoring", "- ../monitoring")
    return folder


def in_no_namespace(obj: Json) -> bool:
    """Whether the kind of an object is known and belongs to the cluster. The own kinds of the project are not built."""
    gvk = GroupVersionKind(*GroupVersion.parse(obj["apiVersion"]), obj["kind"])
    found = resource(gvk, latest())
    return found is not None and not found.namespaced


@needs_kustomize
@pytest.mark.parametrize("stash_guard", [True, False], ids=["guard", "no-guard"])
@pytest.mark.parametrize("certificates", ["cert-manager", "self-signed"])
def test_every_object_has_the_namespace_or_none_and_is_part_of_the_project(
    make: Make, certificates: str, stash_guard: bool
) -> None:
    folder = everything(make, certificates, stash_guard=stash_guard)
    objects = objects_in(built(folder / "config/default"))
    for obj in objects:
        namespace = None if in_no_namespace(obj) else "backups-system"
        assert obj["metadata"].get("namespace") == namespace, obj
        assert obj["metadata"]["labels"]["app.kubernetes.io/part-of"] == "backups", obj
    assert {"ValidatingAdmissionPolicy"} <= {obj["kind"] for obj in objects} or not stash_guard


@needs_kustomize
@needs_make
def test_the_image_and_the_namespace_are_written_in_one_place(make: Make) -> None:
    folder = everything(make, "self-signed")
    base = folder / "config/base/kustomization.yaml"
    replace(base, "  newTag: 0.1.0", '  newTag: "1.10"')
    replace(base, "images:\n", "images:\n- name: other\n  newName: a\n  newTag: b\n")
    replace(base, "namespace: backups-system", "namespace: elsewhere")
    images = re.findall(r"^ +image: (.*)$", built(folder / "config/default"), re.MULTILINE)
    assert images == ["registry.example.com/backups:1.10"] * 2
    commands = run(folder, "make", "--dry-run", "image", "push", "ready").stdout
    assert commands.count("registry.example.com/backups:1.10") == 2
    assert "--namespace elsewhere" in commands
    assert "backups-system" not in commands


@needs_make
def test_every_target_is_listed_with_what_it_does(make: Make) -> None:
    folder = make()
    targets = re.findall(r"^\.PHONY: (.+)$", (folder / "Makefile").read_text(), re.MULTILINE)
    listed = dict(line.split(": ", 1) for line in run(folder, "make", "help").stdout.splitlines())
    assert sorted(listed) == sorted(targets)
    assert all(listed.values())


def test_every_alert_is_of_a_metric_and_every_count_of_trouble_has_an_alert() -> None:
    text = rendered(answers_of("backups.example.com", {}))["config/monitoring/alerts.yaml"].decode()
    metrics = {each for rule in alerts(text) for each in re.findall(r"kconv_\w+", rule["expr"])}
    assert metrics <= samples()
    counted = {name.removesuffix("_total") for name in samples() if name.endswith("_total")}
    assert counted - COUNTED_AND_NO_TROUBLE <= {name.removesuffix("_total") for name in metrics}


def alerts(text: str) -> list[Json]:
    return [rule for group in yaml.safe_load(text)["spec"]["groups"] for rule in group["rules"]]


def samples() -> set[str]:
    """The names of all that the webhook exposes."""
    registry = Metrics().registry
    ArmingMetrics(registry)
    return {name for names in registry._collector_to_names.values() for name in names}


SCALE = '[Column("Age", ".metadata.creationTimestamp", "date")]'


def test_a_subresource_that_no_role_covers_fails_the_tests_of_the_project(make: Make) -> None:
    folder = make()
    tests = ("pytest", "-q", "-p", "no:cacheprovider", "tests/test_roles.py")
    passes(folder, *tests)
    for version in ("v1", "v1alpha1"):
        model = folder / f"backups/{version}.py"
        replace(model, SCALE, f'{SCALE}, scale=Scale(spec=".spec.replicas", status=".status.replicas")')
        replace(model, "Resource, api_version", "Resource, Scale, api_version")
        replace(model, "class BackupSpec(Model):\n", "class BackupSpec(Model):\n    replicas: Int32 = 1\n")
        replace(model, "class BackupStatus(Model):\n", "class BackupStatus(Model):\n    replicas: Int32 = 0\n")
    passes(folder, "kconv", "crd", "generate", "backups", "--output", "crds", "--webhook-service", "a/b")
    assert "backups/scale" in run(folder, *tests).stdout
    roles = folder / "config/base/roles.yaml"
    replace(roles, "  - backups/status\n", "  - backups/status\n  - backups/scale\n")
    passes(folder, *tests)
