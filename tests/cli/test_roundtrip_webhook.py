"""A webhook is held to the laws from the command line, and the exit code says whether it loses anything."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from kconv.cli.app import run
from tests.testing import small
from tests.testing.webhooks import running, with_each


def definition(folder: Path, schemas: dict[str, Any]) -> str:
    """The file of a definition with these schemas."""
    versions = [
        {
            "name": name,
            "served": True,
            "storage": name == "v2",
            "schema": {"openAPIV3Schema": schemas[f"example.com/{name}"]},
        }
        for name in ("v1", "v2")
    ]
    names = {"kind": small.KIND, "plural": "pools"}
    spec = {"group": "example.com", "names": names, "scope": "Namespaced", "versions": versions}
    file = folder / "crd.yaml"
    whole = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "spec": spec}
    file.write_text(yaml.safe_dump({**whole, "metadata": {"name": "pools.example.com"}}), encoding="utf-8")
    return str(file)


@pytest.fixture
def crd(tmp_path: Path) -> str:
    return definition(tmp_path, dict.fromkeys((small.V1, small.V2), small.pool()))


def zoneless(obj: Any, to: str) -> Any:
    """A conversion that loses the zone."""
    spec = obj.get("spec")
    rest = {"spec": {key: spec[key] for key in spec if key != "zone"}} if isinstance(spec, dict) else {}
    return {"metadata": {}, **obj, "apiVersion": to, **rest}


def checked(convert: Any, crd: str, *more: str) -> int:
    with running(with_each(convert)) as server:
        arguments = ["--webhook", server.url, "--crd", crd, "--examples", "1", "--seed", "1", *more]
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


def test_a_path_without_an_object_of_the_kind_says_so(
    crd: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other.yaml").write_text("apiVersion: v1\nkind: ConfigMap\n", encoding="utf-8")
    checked(small.convert, crd, str(tmp_path))
    assert f"{tmp_path}: it has no {small.KIND} of example.com/v1 or example.com/v2" in capsys.readouterr().err


def test_objects_of_a_version_that_the_definition_lacks_are_named(
    crd: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pools = [{"apiVersion": f"example.com/{version}", "kind": small.KIND} for version in ("v1", "v7")]
    (tmp_path / "pools.yaml").write_text(yaml.safe_dump_all(pools), encoding="utf-8")
    checked(small.convert, crd, str(tmp_path / "pools.yaml"))
    assert "pools.yaml: objects of example.com/v7 are not tried" in capsys.readouterr().err


def test_standard_input_and_a_list_that_is_not_yaml_are_refused(
    crd: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(small.convert, crd, "-") == 2
    assert "standard input cannot be read with --webhook" in capsys.readouterr().err
    (tmp_path / "lossy.yaml").write_text("- a\n- {\n", encoding="utf-8")
    assert checked(small.convert, crd, "--lossy", str(tmp_path / "lossy.yaml")) == 2
    assert "lossy.yaml:3" in capsys.readouterr().err


def zone_and_null(obj: Any, to: str) -> Any:
    """A conversion that loses a zero, as Go's types do, and nothing else."""
    spec = obj.get("spec")
    rest = {"spec": {key: value for key, value in spec.items() if value}} if isinstance(spec, dict) else {}
    return {"metadata": {}, **obj, "apiVersion": to, **rest}


@pytest.mark.parametrize(
    ("read_as", "code"), [("go", 0), ("json", 1), pytest.param("as-is", 1, marks=pytest.mark.full)]
)
def test_a_lost_zero_counts_if_every_difference_does(crd: str, read_as: str, code: int) -> None:
    assert checked(zone_and_null, crd, "--read-as", read_as, "--quiet") == code


@pytest.mark.full
def test_a_webhook_that_is_slower_than_the_timeout_is_exit_code_2(crd: str, capsys: pytest.CaptureFixture[str]) -> None:
    go_on = threading.Event()
    with running(lambda _: go_on.wait(60) and None) as server:
        arguments = ["--webhook", server.url, "--crd", crd, "--timeout", "1"]
        assert run("roundtrip", "kconv roundtrip", arguments) == 2
        go_on.set()
    assert "no answer within 1 s" in capsys.readouterr().err


def test_a_webhook_at_another_path_is_exit_code_2_and_one_message(crd: str, capsys: pytest.CaptureFixture[str]) -> None:
    with running(lambda _: b"404 page not found") as server:
        server.status = 404
        assert run("roundtrip", "kconv roundtrip", ["--webhook", server.url, "--crd", crd]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "it converts no Pool: it answers 404 Not Found" in printed.err
    assert "clientConfig" in printed.err


@pytest.mark.parametrize(
    "flag",
    [["--through", "example.com/v1"], ["--strict"], ["-j", "2"], ["--include", "*"], ["--exclude", "*"], ["--verbose"]],
)
def test_a_flag_of_manifests_is_refused_by_name(crd: str, flag: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("roundtrip", "kconv roundtrip", ["--webhook", "http://127.0.0.1:9739/", "--crd", crd, *flag]) == 2
    name = "--jobs" if flag[0] == "-j" else flag[0]
    assert f"{name} cannot be used with --webhook" in capsys.readouterr().err


@pytest.mark.parametrize(("convert", "code"), [(zoneless, 1), pytest.param(small.convert, 0, marks=pytest.mark.full)])
def test_quiet_prints_findings_only(
    convert: Any, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schemas = {small.V1: small.pool(), small.V2: small.pool()} if code else small.SCHEMAS
    assert checked(convert, definition(tmp_path, schemas), "--quiet") == code
    lines = capsys.readouterr().out.splitlines()
    assert bool(lines) == bool(code)
    assert all("spec.zone of example.com/" in line and "trial" in line for line in lines)


def test_an_exemption_that_is_misspelt_names_what_may_be_meant(
    crd: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = tmp_path / "known.yaml"
    known.write_text("spec.zonee: v2 has no zones\n", encoding="utf-8")
    assert checked(zoneless, crd, "--lossy", str(known)) == 1
    assert "exempt, but nothing is lost there: spec.zonee: is it spec.zone?" in capsys.readouterr().out
    known.write_text("spec.spott: it was lost\n", encoding="utf-8")
    assert checked(lambda obj, to: {"metadata": {}, **obj, "apiVersion": to}, crd, "--lossy", str(known)) == 1
    printed = capsys.readouterr().out
    assert "all hold, 1 exemption not needed" in printed
    assert "spec.spott: is it spec.spot?" in printed


def refusing(obj: Any, to: str) -> Any:
    if "zone" in (obj.get("spec") or {}):
        return None
    return {"metadata": {}, **obj, "apiVersion": to, "spec": {**(obj.get("spec") or {}), "spot": "yes"}}


def test_json_names_path_and_version_of_a_refusal_and_an_invalid_result(
    crd: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(refusing, crd, "--format", "json") == 1
    findings = {finding["laws"][0]: finding for finding in json.loads(capsys.readouterr().out)["findings"]}
    refusal, invalid = findings["totality"], findings["valid-result"]
    assert (refusal["path"], refusal["version"], refusal["from"], refusal["to"]) == (
        "spec.zone",
        "example.com/v1",
        "example.com/v1",
        "example.com/v2",
    )
    assert (invalid["path"], invalid["what"]) == ("spec.spot", "not of the type in its schema")
    assert invalid["version"] in ("example.com/v1", "example.com/v2")
    assert "the result is not an object" in refusal["reason"]


def test_junit_has_the_file_of_the_definition_and_a_class_for_each_law(
    crd: str, capsys: pytest.CaptureFixture[str]
) -> None:
    checked(zoneless, crd, "--format", "junit")
    cases = ElementTree.fromstring(capsys.readouterr().out).findall(".//testcase")
    assert {case.get("file") for case in cases} == {crd}
    assert {case.get("classname") for case in cases} >= {"Pool.spoke-hub-spoke", "Pool.totality"}
    assert "spoke-hub-spoke example.com/v1 → example.com/v2" in {case.get("name") for case in cases}


def test_a_missing_extra_is_exit_code_2_with_the_command_that_installs_it(
    crd: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "hypothesis" else object())
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
