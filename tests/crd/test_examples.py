"""The examples as a company would have them: they type-check, make definitions, and their rules lose nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kconv.crd import CustomResource, generate
from kconv.crd.client_config import service
from kconv.crd.modules import resources_in
from kconv.engine import convert_kind
from kconv.names import GroupVersion, Release
from kconv.testing.declaration import fitting
from kconv.testing.shape import of_schemas
from tests.crd.conftest import EXAMPLES

Json = Any
MODULES = ["acme.backup", "acme.backup_v2", "acme.route", "acme.workerpool"]
pytestmark = pytest.mark.usefixtures("examples_on_path")


def declared(module: str) -> CustomResource:
    (found,) = resources_in(module)
    return found


def convert(resource: CustomResource, obj: Json, to: str, defaults: Any = "none") -> Json:
    target, release = GroupVersion.parse(to), Release.parse("1.34")
    return convert_kind(resource.kind, obj, target, release=release, defaults=defaults).object


@pytest.mark.parametrize("module", ["widgets", *MODULES])
def test_an_example_has_its_definitions(module: str) -> None:
    resource = declared(module)
    made = generate(resource, webhook=service("acme/webhook"))
    assert sum(len(crd["spec"]["versions"]) for crd in made.manifests) == len(resource.versions)
    assert {fault.advice for fault in made.warnings} <= {"", "add the rule to that version"}


@pytest.mark.parametrize("module", MODULES)
def test_an_examples_rules_fit_its_schemas(module: str) -> None:
    resource = declared(module)
    fitting(resource.kind, of_schemas(resource.kind.name, resource.whole_schemas))


NEW: dict[str, list[str]] = {
    "acme.backup": ["spec.secretRef.key", "spec.retention.maxAge", "spec.maxUnavailable", "spec.suspend", "status.conditions"],
    "acme.route": ["spec.action.redirect.code", "spec.backends[].token"],
    "acme.workerpool": ["spec.updateStrategy.maxUnavailable", "status.selector", "status.conditions"],
}  # fmt: skip
NEW["acme.backup_v2"] = [*NEW["acme.backup"], "spec.parallel"]


@pytest.mark.parametrize("module", MODULES)
def test_the_new_fields_of_an_example_are_those_that_no_rule_makes(module: str) -> None:
    made = generate(declared(module), webhook=service("acme/webhook"))
    assert [note.path.rpartition(" ")[2] for note in made.notes] == NEW[module]


def backup(version: str, **spec: Json) -> Json:
    return {"apiVersion": f"backup.acme.io/{version}", "kind": "Backup", "metadata": {"name": "a"}, "spec": spec}


def test_a_backup_goes_from_the_oldest_version_to_the_newest_and_back() -> None:
    resource = declared("acme.backup_v2")
    old = backup(
        "v1alpha1",
        schedule="0 1 * * *", target="s3://b/daily", secret="s", keep=5, onFailure="RETRY", checksum="md5",
        hooks=[{"name": "a", "cmd": ["sync"], "after": True, "timeout": "10s"}],
    )  # fmt: skip
    new = convert(resource, old, "backup.acme.io/v2")
    assert new["spec"] == {
        "schedule": "0 1 * * *",
        "destination": {"bucket": "b", "path": "daily"},
        "auth": {"name": "s"},
        "keepCount": 5,
        "hooks": [{"name": "a", "exec": {"command": ["sync"]}, "when": "After", "timeout": "10s"}],
    }
    assert convert(resource, new, "backup.acme.io/v1alpha1") == old


def test_what_a_version_means_by_leaving_a_field_out_is_written_down() -> None:
    resource = declared("acme.backup")
    old = backup("v1alpha1", schedule="0 1 * * *", target="s3://b", secret="s")
    new = convert(resource, old, "backup.acme.io/v1", defaults="preserve")
    assert new["spec"]["retention"] == {"count": 7}


def test_the_models_take_what_the_rules_make() -> None:
    resource = declared("acme.route")
    old = {
        "apiVersion": "net.acme.io/v1alpha1",
        "kind": "Route",
        "metadata": {"name": "a"},
        "spec": {"host": "h", "primary": "b", "redirectTo": "x", "backends": {"b": {"ip": "10.0.0.1"}}, "timeoutSeconds": 90},
    }  # fmt: skip
    new = convert(resource, old, "net.acme.io/v1", defaults="preserve")
    model: Any = resource.hub.model
    spec = model.model_validate(new).to_object()["spec"]
    assert spec["action"] == {"redirect": {"to": "x", "code": 302}}
    assert spec["backends"] == [{"name": "b", "address": "10.0.0.1", "port": 8080}]
    assert spec["timeout"] == "1m30s"


@pytest.mark.full
def test_the_examples_type_check() -> None:
    run([sys.executable, "-m", "mypy", "--strict", "acme", "widgets.py"])


MISSPELT = """\
from kconv.crd import Column, CustomResource, Model, Nullable, Quantity, Resource, Scale, Version, api_version, cel, one_of
class Spec(Model):
    size: Quantity = 1.5
    name: Nullable[str] = 1
@api_version("acme.io/v1", colums=[])
class A(Resource):
    spec: Spec
@api_version("acme.io/v1", columns=[Column("A", ".spec", "strin")], scale=Scale(replicas="x"))
class B(Resource):
    spec: Spec
@one_of(1, 2)
@cel("true", reson="FieldValueInvalid")
class C(Model): ...
CustomResource(Version(A, storge=True), scope="namespaced")
Version(Spec)
A(spec=Spec(size="1Gi"), spce=1)
"""
ERRORS = {3: 1, 4: 1, 5: 1, 8: 2, 11: 2, 12: 1, 14: 2, 15: 1, 16: 1}
"""How many errors there are, by line."""


@pytest.mark.full
def test_a_type_checker_sees_what_is_misspelt(tmp_path: Path) -> None:
    file = tmp_path / "misspelt.py"
    file.write_text(MISSPELT)
    env = {**os.environ, "PYTHONPATH": str(EXAMPLES.parents[1])}
    command = [sys.executable, "-m", "mypy", "--strict", "--no-pretty", "--no-color-output", str(file)]
    done = subprocess.run(command, cwd=EXAMPLES, env=env, capture_output=True, text=True, check=False)
    lines = [int(line.split(":")[1]) for line in done.stdout.splitlines() if ": error:" in line]
    assert {line: lines.count(line) for line in lines} == ERRORS, done.stdout


@pytest.mark.full
def test_the_examples_definitions_are_up_to_date() -> None:
    command = ["crd", "generate", "widgets", "acme.backup", "acme.route", "-o", "crds", "--check"]
    run([sys.executable, "-m", "kconv", *command, "--webhook-service", "acme/webhook"])


def run(command: list[str]) -> None:
    env = {**os.environ, "PYTHONPATH": str(EXAMPLES.parents[1])}
    done = subprocess.run(command, cwd=EXAMPLES, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
