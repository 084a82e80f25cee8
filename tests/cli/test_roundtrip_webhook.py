"""A webhook is held to the laws from the command line, and the exit code says whether it loses anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from kconv.cli import webhook_check
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
    assert "spec.spot of example.com/v1" in report["unseen"]
    assert (report["neverDrawn"], report["unchecked"]) == ([], [])
    assert report["thrownAway"] >= 0


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


KEPT = "example.com/kept"


def leaving(obj: Any, to: str) -> Any:
    """A conversion that loses nothing, and leaves an annotation of its own."""
    metadata = obj.get("metadata") or {}
    annotations = {**(metadata.get("annotations") or {}), KEPT: "{}"}
    return {**obj, "apiVersion": to, "metadata": {**metadata, "annotations": annotations}}


@pytest.mark.parametrize(("named", "code"), [([], 1), (["--annotation", KEPT], 0)])
def test_an_annotation_that_is_named_is_the_webhooks_own(crd: str, named: list[str], code: int) -> None:
    assert checked(leaving, crd, *named, "--quiet") == code


def test_objects_in_a_folder_are_tried_beside_those_that_are_drawn(
    crd: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def moonless(obj: Any, to: str) -> Any:
        lost = (obj.get("spec") or {}).get("zone") == "moon"
        return {"metadata": {}, **obj, "apiVersion": to, **({"spec": {}} if lost else {})}

    folder = tmp_path / "objects" / "below"
    folder.mkdir(parents=True)
    pool = {"apiVersion": "example.com/v1", "kind": small.KIND, "metadata": {"name": "a"}, "spec": {"zone": "moon"}}
    other = {"apiVersion": "v1", "kind": "ConfigMap", "data": {"zone": "moon"}}
    (folder / "pool.yaml").write_text(yaml.safe_dump_all([other, pool]), encoding="utf-8")
    (folder / "readme.txt").write_text("zone: [", encoding="utf-8")
    assert checked(moonless, crd) == 0
    assert checked(moonless, crd, str(tmp_path / "objects")) == 1
    assert "spec.zone of example.com/v1 is gone" in capsys.readouterr().out


def test_a_missing_extra_is_exit_code_2_with_the_command_that_installs_it(
    crd: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(webhook_check, "find_spec", lambda name: None if name == "hypothesis" else object())
    assert run("roundtrip", "kconv roundtrip", ["--webhook", "http://127.0.0.1:9739/convert", "--crd", crd]) == 2
    said = capsys.readouterr().err
    assert "hypothesis is not installed" in said
    assert "pip install 'kconv[testing]'" in said


def test_an_unreachable_webhook_is_exit_code_2(crd: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("roundtrip", "kconv roundtrip", ["--webhook", "http://127.0.0.1:9739/convert", "--crd", crd]) == 2
    assert "it cannot be called" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--webhook", "http://127.0.0.1:9739/"], ["--crd", "a"], ["--format", "markdown"]]
)
def test_flags_that_need_each_other_are_exit_code_2(arguments: list[str]) -> None:
    assert run("roundtrip", "kconv roundtrip", arguments) == 2
