"""A webhook is held to the laws from the command line, and the exit code says whether it loses anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from kconv.cli.app import run
from tests.testing import small
from tests.testing.webhooks import running, with_each


@pytest.fixture
def crd(tmp_path: Path) -> str:
    schema = small.pool()
    versions = [
        {"name": name, "served": True, "storage": name == "v2", "schema": {"openAPIV3Schema": schema}}
        for name in ("v1", "v2")
    ]
    names = {"kind": small.KIND, "plural": "pools"}
    spec = {"group": "example.com", "names": names, "scope": "Namespaced", "versions": versions}
    file = tmp_path / "crd.yaml"
    definition = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "spec": spec}
    file.write_text(yaml.safe_dump({**definition, "metadata": {"name": "pools.example.com"}}), encoding="utf-8")
    return str(file)


def zoneless(obj: Any, to: str) -> Any:
    """A conversion that loses the zone."""
    spec = obj.get("spec")
    rest = {"spec": {key: spec[key] for key in spec if key != "zone"}} if isinstance(spec, dict) else {}
    return {"metadata": {}, **obj, "apiVersion": to, **rest}


def checked(convert: Any, crd: str, *more: str) -> int:
    with running(with_each(convert)) as server:
        arguments = ["--webhook", server.url, "--crd", crd, "--examples", "2", "--seed", "1", *more]
        return run("roundtrip", "kconv roundtrip", arguments)


def test_a_loss_is_a_line_and_exit_code_1(crd: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(zoneless, crd, "--format", "json") == 1
    report = json.loads(capsys.readouterr().out)
    assert "spec.zone" in {finding["path"] for finding in report["findings"]}


@pytest.mark.parametrize("format_", ["text", "junit", "markdown"])
def test_every_format_names_the_place(crd: str, format_: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(zoneless, crd, "--format", format_) == 1
    assert "spec.zone" in capsys.readouterr().out


def test_a_known_loss_is_exempt_by_a_file(crd: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = tmp_path / "known.yaml"
    known.write_text("spec.zone: v2 has no zones\n", encoding="utf-8")
    checked(zoneless, crd, "--lossy", str(known), "--format", "json")
    report = json.loads(capsys.readouterr().out)
    assert "spec.zone" not in {finding["path"] for finding in report["findings"]}
    assert report["unused"] == []


def test_an_unreachable_webhook_is_exit_code_2(crd: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("roundtrip", "kconv roundtrip", ["--webhook", "http://127.0.0.1:9739/convert", "--crd", crd]) == 2
    assert "it cannot be called" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--webhook", "http://127.0.0.1:9739/"], ["--crd", "a"], ["--format", "markdown"]]
)
def test_flags_that_need_each_other_are_exit_code_2(arguments: list[str]) -> None:
    assert run("roundtrip", "kconv roundtrip", arguments) == 2
