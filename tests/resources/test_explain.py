"""``kconv explain`` shows a declared resource as it shows a built-in kind, without releases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.resources.conftest import Command

pytestmark = pytest.mark.usefixtures("company")
FLAGS = ("--resources", "acme.backup", "--resources", "acme.workerpool")


@pytest.mark.parametrize("name", ["worker", "WorkerPool", "wp", "workers.acme.io", "workerpools.compute.acme.io"])
def test_a_resource_has_each_of_its_names(name: str, kconv: Command) -> None:
    ran = kconv("explain", name, *FLAGS)
    assert ran.code == 0
    assert ran.out.startswith(
        "WorkerPool\n\n"
        "APIVERSION          KIND        SERVED  DEPRECATED                         SUCCESSOR\n"
        "compute.acme.io/v1  WorkerPool  yes     -                                  -\n"
        "acme.io/v1alpha1    Worker      yes     use compute.acme.io/v1 WorkerPool  compute.acme.io/v1\n"
        "\nThe hub of WorkerPool has the shape of compute.acme.io/v1.\n"
    )
    assert "  a WorkerPool was called Worker\n" in ran.out


def test_a_field_has_no_releases(kconv: Command) -> None:
    ran = kconv("explain", "backup.spec.keep", *FLAGS)
    assert ran.out == (
        "Backup\n\n"
        "APIVERSION               FIELD                 TYPE     REQUIRED  DEFAULT\n"
        "backup.acme.io/v1        spec.retention.count  integer  no        3\n"
        "backup.acme.io/v1alpha1  spec.keep             integer  no        7\n"
        "backup.acme.io/v1beta1   spec.retention.count  integer  no        3\n"
    )
    found = json.loads(kconv("explain", "backup.spec.keep", "--format", "json", *FLAGS).out)
    assert {(one["since"], one["until"]) for one in found[0]["versions"]} == {(None, None)}


def test_a_field_that_no_version_has(kconv: Command) -> None:
    ran = kconv("explain", "backup.spec.retenton", *FLAGS)
    assert (ran.code, ran.err) == (2, "error: Backup has no field retenton in spec\n  did you mean retention?\n")


@pytest.mark.parametrize(
    ("text", "near"), [("bakup", "Backup"), ("workrepools", "WorkerPool"), ("Bakup.spec", "Backup")]
)
def test_a_misspelt_name_may_be_a_declared_one(text: str, near: str, kconv: Command) -> None:
    ran = kconv("explain", text, *FLAGS)
    assert ran.code == 2
    assert ran.err == f"error: {text!r} is neither a built-in nor a declared kind\n  did you mean {near}?\n"


def test_a_field_in_the_values_of_a_map_that_became_a_list(
    kconv: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pools_of_ports.py").write_text(
        "from typing import Annotated\n"
        "from kconv.crd import CustomResource, ListMap, Model, Resource, Version, api_version\n"
        "from kconv.rules import Keyed\n"
        "class Port(Model):\n    number: int | None = None\n"
        "class Named(Port):\n    name: str\n"
        "class Old(Model):\n    ports: dict[str, Port] = {}\n"
        "class New(Model):\n    ports: Annotated[list[Named], ListMap('name')] = []\n"
        "@api_version('a.io/v1')\nclass Cup(Resource):\n    spec: Old\nV1 = Cup\n"
        "@api_version('a.io/v2')\nclass Cup(Resource):\n    spec: New\n"
        "RULES = [Keyed('spec.ports', 'spec.ports', 'name')]\n"
        "CUPS = CustomResource(Version(Cup, since=V1, rules=RULES), Version(V1), hub=Cup)\n"
    )
    rows = kconv("explain", "cup.spec.ports.number", "--resources", "pools_of_ports:CUPS").out.splitlines()[3:]
    assert [row.split()[:3] for row in rows] == [
        ["a.io/v2", "spec.ports[].number", "integer"],
        ["a.io/v1", "spec.ports{}.number", "integer"],
    ]


def test_two_versions_are_compared(kconv: Command) -> None:
    pair = ("--from", "backup.acme.io/v1beta1", "--to", "backup.acme.io/v1")
    out = kconv("explain", "backup", *pair, *FLAGS).out
    assert out.startswith("Backup: backup.acme.io/v1beta1 to backup.acme.io/v1\n\nmoved:\n")
    assert "  spec.suspend, boolean\n" in out
    found = json.loads(kconv("explain", "backup", *pair, "--format", "json", *FLAGS).out)
    assert found["from"] == {"apiVersion": "backup.acme.io/v1beta1", "release": None}
    refused = kconv("explain", "backup", *pair, "--release", "1.34", *FLAGS)
    assert (refused.code, refused.err.splitlines()[0]) == (2, "error: --release requires a built-in kind")
    short = kconv("explain", "backup", "--from", "v1beta1", "--to", "v1", *FLAGS)
    assert short.out == out
    renamed = kconv("explain", "worker", "--from", "v1alpha1", "--to", "v1", *FLAGS)
    assert renamed.out.startswith("WorkerPool: acme.io/v1alpha1 to compute.acme.io/v1\n")
    unknown = kconv("explain", "backup", "--from", "backup.acme.io/v3", "--to", "backup.acme.io/v1", *FLAGS)
    assert "backup has no version backup.acme.io/v3" in unknown.err


def test_built_in_kinds_are_explained_as_before(kconv: Command) -> None:
    for args in (("ingress",), ("ingress.spec.rules",), ("nope",)):
        assert kconv("explain", *args, *FLAGS) == kconv("explain", *args)


def test_the_settings_count_for_a_name_that_no_built_in_kind_has(
    kconv: Command, company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (company / "kconv.toml").write_text('resources = ["acme.backup"]\n')
    monkeypatch.chdir(company)
    assert kconv("explain", "backup").out.startswith("Backup\n\nAPIVERSION ")
    assert kconv("explain", "backup.spec.keep").code == 0
    monkeypatch.chdir("/")
    assert kconv("explain", "backup").code == 2
