"""`kconv validate`: what it prints, for people and for programs, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kconv.catalog import latest
from kconv.manifests.unread import REASONS
from tests.cli.conftest import Kconv

RIGHT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: right}\n"
WRONG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: wrong}\ndata: {port: 80}\n"
OTHER = "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: other}\n"
TEMPLATE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .x }}}\n"
BROKEN = "apiVersion: v1\nkind: ConfigMap\nmetadata: [\n"

ENDS = {
    "what is right": (RIGHT, 0),
    "what is wrong": (WRONG, 1),
    "a kind without a schema": (OTHER, 0),
    "a template": (TEMPLATE, 1),
    "text that is no YAML": (BROKEN, 2),
    "a fault and text that is no YAML": (WRONG + "---\n" + BROKEN, 2),
    "no object": ("a: 1\n", 0),
}


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("text", "code"), ENDS.values(), ids=ENDS)
def test_exit_codes(text: str, code: int, kconv: Kconv) -> None:
    Path("a.yaml").write_text(text)
    for flags in ([], ["--format", "json"], ["-q"], ["-v"]):
        assert kconv("validate", "--release", "1.32", *flags).code == code


def test_strict_also_wants_every_kind_checked(kconv: Kconv) -> None:
    Path("a.yaml").write_text(OTHER)
    assert kconv("validate", "--release", "1.32", "--strict").code == 1


def test_a_fault_is_a_line_that_an_editor_can_jump_to(kconv: Kconv) -> None:
    Path("a.yaml").write_text("---\n".join((WRONG, OTHER, TEMPLATE, BROKEN, RIGHT)))
    Path("values.yaml").write_text("a: 1\n")
    assert kconv("validate", "--release", "1.32").out.splitlines() == [
        "a.yaml:4:14  ConfigMap/wrong  data.port: must be a string, is the number 80",
        "    put it in quotes",
        "a.yaml:10  ConfigMap  v1  a template, not checked: {{ }} outside of a string",
        "    validate what it renders to",
        "a.yaml:17:1  ConfigMap  not valid YAML: a value is missing",
        "    close the bracket, or put text that begins with one in quotes",
        "not checked: 1 example.com/v1 Thing",
        "5 objects: 1 valid, 1 wrong, 1 without a schema, 1 templated, 1 failed, 1 file without objects",
    ]


def test_quiet_tells_what_needs_a_person_and_verbose_all(kconv: Kconv) -> None:
    Path("a.yaml").write_text("---\n".join((WRONG, OTHER)))
    assert kconv("validate", "--release", "1.32", "-q").out.count("\n") == 2
    told = kconv("validate", "--release", "1.32", "-v").out
    assert "a.yaml:6  Thing/other  example.com/v1  not checked: no schema of it is known\n" in told


def test_json_has_every_fault_with_its_place(kconv: Kconv) -> None:
    Path("a.yaml").write_text("---\n".join((WRONG, OTHER, RIGHT)))
    told = json.loads(kconv("validate", "--release", "1.32", "--format", "json").out)
    assert told["documents"][0] == {
        "file": "a.yaml",
        "line": 1,
        "index": 0,
        "kind": "ConfigMap",
        "name": "wrong",
        "apiVersion": "v1",
        "status": "invalid",
        "faults": [
            {
                "line": 4,
                "column": 14,
                "path": "data.port",
                "rule": "type",
                "message": "must be a string, is the number 80",
                "hint": "put it in quotes",
            }
        ],
        "notes": [],
    }
    assert [each["status"] for each in told["documents"]] == ["invalid", "skipped"]
    assert [note["kind"] for note in told["documents"][1]["notes"]] == ["info", "hint"]
    assert told["summary"] == {
        "files": 1,
        "skippedFiles": 0,
        "documents": 3,
        "valid": 1,
        "invalid": 1,
        "fragment": 0,
        "skipped": 1,
        "templated": 0,
        "error": 0,
        "faults": 1,
        "notRead": dict.fromkeys(REASONS, 0),
    }


def test_the_release_comes_from_the_settings_unless_it_is_given(kconv: Kconv) -> None:
    Path("kconv.toml").write_text('target = "1.24"\nexclude = ["b.yaml"]\n')
    for name in ("a.yaml", "b.yaml"):
        Path(name).write_text("apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: a}\n")
    assert kconv("validate").code == 0
    assert kconv("validate", "--release", "1.25").out.count("PodSecurityPolicy was removed in 1.25") == 1


USAGE = {
    "a release that is none": (("--release", "2"), "'2' is not a Kubernetes release"),
    "a path that is not there": (("--release", "1.32", "nowhere"), "nowhere: no such file or directory"),
    "a folder of definitions that is not there": (("--release", "1.32", "--crd", "nowhere"), "nowhere: no such file"),
    "standard input and a path": (("--release", "1.32", "-", "."), "- (standard input) cannot be combined"),
    "quiet and verbose": (("--release", "1.32", "-q", "-v"), "--quiet and --verbose cannot be used together"),
}


@pytest.mark.parametrize(("flags", "told"), USAGE.values(), ids=USAGE)
def test_wrong_usage_is_told(flags: tuple[str, ...], told: str, kconv: Kconv) -> None:
    ran = kconv("validate", *flags)
    assert ran.code == 2
    assert told in ran.err


def test_without_a_release_it_is_said_which_one_is_taken(kconv: Kconv) -> None:
    assert kconv("validate").err.startswith(f"no --release given: using {latest()}, the latest release")
