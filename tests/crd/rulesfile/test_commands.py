"""A file of rules is taken wherever a module is, and nothing of it needs pydantic."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from kconv.crd.modules import resources_in
from kconv.webhook import Converter
from tests.cli.conftest import Kconv
from tests.crd.rulesfile.written import GROUP, NAME, cup

ROOT = Path(__file__).parents[3]
Json = Any
OLD, NEW = f"{GROUP}/v1alpha1", f"{GROUP}/v1"
RULES = ["--resources", "rules.yaml"]

COMMANDS: dict[str, tuple[list[str], int, str]] = {
    "scan": (["scan", "deploy", "--target", "1.34", *RULES], 0, "1 unchanged"),
    "validate": (["validate", "deploy", "--release", "1.34", *RULES], 0, "1 valid"),
    "roundtrip": (["roundtrip", "deploy", *RULES], 0, "1 object, 1 round trip"),
    "explain": (["explain", "cup", *RULES], 0, "spec.keep is spec.count in the hub version"),
    "explain a field": (["explain", "cup.spec.keep", *RULES], 0, "spec.count"),
    "explain the fields": (["explain", "cup", "--from", OLD, "--to", NEW, *RULES], 0, "spec.count"),
    "convert": (["convert", "-f", "deploy/cup.yaml", "--output-version", NEW, *RULES], 0, "count: 3"),
    "migrate": (["migrate", "deploy", "--to", NEW, "--diff", *RULES], 1, "+  count: 3"),
    "migrate in processes": (["migrate", "deploy", "--to", NEW, "--diff", "-j", "2", *RULES], 1, "+  count: 3"),
    "generate": (["crd", "generate", "rules.yaml", "--webhook-service", "acme/hook"], 0, "name: hook"),
    "generate unarmed": (
        ["crd", "generate", "rules.yaml", "--webhook-service", "acme/hook", "--unarmed"],
        0,
        "kind: ValidatingAdmissionPolicy",
    ),
    "rights of a webhook": (["webhook", "rbac", "rules.yaml", "--service-account", "acme/hook"], 0, f"- {NAME}"),
    "resources": (["resources", *RULES, "--group", GROUP], 0, "cups"),
}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.usefixtures("folder")
def test_a_command_takes_a_file_of_rules(name: str, kconv: Kconv) -> None:
    args, code, says = COMMANDS[name]
    ran = kconv(*args)
    assert (ran.code, says in ran.out) == (code, True), ran


def test_the_settings_name_a_file_beside_them(folder: Path, kconv: Kconv, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "kconv.toml").write_text('resources = ["rules.yaml"]\n')
    monkeypatch.chdir(folder / "deploy")
    assert "1 round trip" in kconv("roundtrip", ".").out


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_not_there_is_reported_before_any_object(kconv: Kconv) -> None:
    ran = kconv("scan", "deploy", "--target", "1.34", "--resources", "rule.yaml")
    assert (ran.code, ran.err.partition("\n")[0]) == (2, "error: rule.yaml: there is no such file")


@pytest.mark.parametrize("command", [["roundtrip", "deploy"], ["crd", "generate"], ["roundtrip", "--laws"]])
def test_an_error_in_the_rules_ends_a_run(command: list[str], folder: Path, kconv: Kconv) -> None:
    file = folder / "rules.yaml"
    file.write_text(file.read_text().replace("spec.keep", "spec.kepp"))
    ran = kconv(*command, *(["rules.yaml"] if command[0] == "crd" else RULES))
    assert (ran.code, "rules.yaml:12: spec.versions[1].rules[0].move" in ran.err) == (2, True), ran
    assert "is it spec.keep?" in ran.err


def test_a_definition_keeps_its_own_words(folder: Path, kconv: Kconv) -> None:
    crd = yaml.safe_load((folder / "crd.yaml").read_text())
    crd["metadata"]["annotations"] = {"controller-gen.kubebuilder.io/version": "v0.19.0"}
    crd["spec"]["versions"][0]["additionalPrinterColumns"] = [
        {"name": "Age", "type": "date", "jsonPath": ".metadata.creationTimestamp"}
    ]
    (folder / "crd.yaml").write_text(yaml.safe_dump(crd))
    made = yaml.safe_load(kconv("crd", "generate", "rules.yaml", "--webhook-url", "https://hook.acme.io").out)
    config = made["spec"].pop("conversion")["webhook"]["clientConfig"]
    assert (made, config) == (crd, {"url": "https://hook.acme.io"})


def test_a_webhook_that_a_definition_names_already_stays(folder: Path, kconv: Kconv) -> None:
    assert "the API server needs a webhook" in kconv("crd", "generate", "rules.yaml").err
    crd = yaml.safe_load((folder / "crd.yaml").read_text())
    crd["spec"]["conversion"] = {"strategy": "Webhook", "webhook": {"conversionReviewVersions": ["v1"]}}
    (folder / "crd.yaml").write_text(yaml.safe_dump(crd))
    assert yaml.safe_load(kconv("crd", "generate", "rules.yaml").out) == crd


def test_descriptions_can_be_left_out(folder: Path, kconv: Kconv) -> None:
    crd = yaml.safe_load((folder / "crd.yaml").read_text())
    schema = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    schema["description"] = "A long story."
    (folder / "crd.yaml").write_text(yaml.safe_dump(crd))
    args = ("crd", "generate", "rules.yaml", "--webhook-service", "a/b")
    assert "A long story." in kconv(*args).out
    assert "A long story." not in kconv(*args, "--max-description", "0").out


@pytest.mark.usefixtures("folder")
def test_rules_are_held_to_the_laws(kconv: Kconv) -> None:
    ran = kconv("roundtrip", "--laws", *RULES, "--examples", "5", "--seed", "1", "deploy")
    assert (ran.code, "all hold, seed 1" in ran.out) == (0, True), ran


@pytest.mark.full
def test_a_rule_whose_result_is_not_valid_breaks_a_law(folder: Path, kconv: Kconv) -> None:
    crd, file = yaml.safe_load((folder / "crd.yaml").read_text()), folder / "rules.yaml"
    new = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]
    new["properties"] = {"count": {"type": "string", "pattern": "^-?[0-9]+Mi$"}}
    (folder / "crd.yaml").write_text(yaml.safe_dump(crd))
    turn = "turn: {from: spec.keep, fromForm: integer, to: spec.count, toForm: '{}Gi'}"
    file.write_text(file.read_text().replace("move: {from: spec.keep, to: spec.count}", turn))
    ran = kconv("roundtrip", "--laws", *RULES, "--examples", "20", "--seed", "1", "--format", "json")
    found = json.loads(ran.out)["findings"] if ran.out else []
    assert (ran.code, {law for each in found for law in each["laws"]}) == (1, {"valid-result"}), ran


USES = {
    "laws without resources": (["roundtrip", "--laws"], "--laws requires --resources"),
    "laws of a webhook": (["roundtrip", "--laws", "--webhook", "http://x", "--crd", "crd.yaml"], "--laws cannot be used with --webhook"),
    "a seed without a check": (["roundtrip", "--seed", "1"], "--seed is used without --webhook or --laws"),
    "a CA without a webhook": (["roundtrip", "--laws", "--ca", "x", *RULES], "--ca is used without --webhook"),
    "manifests' flags with laws": (["roundtrip", "--laws", "--strict", *RULES], "--strict cannot be used with --laws"),
    "another kind": (["roundtrip", "--laws", "--kind", "Cub", *RULES], "no custom resource of several versions is called Cub"),
    "a definition without rules": (["serve", "webhook", "--crd", "crd.yaml"], "--crd is used without --rules"),
    "nothing to serve": (["serve", "webhook"], "no module is given"),
}  # fmt: skip


@pytest.mark.parametrize("name", USES)
@pytest.mark.usefixtures("folder")
def test_flags_that_do_not_go_together(name: str, kconv: Kconv) -> None:
    args, says = USES[name]
    ran = kconv(*args)
    assert (ran.code, says in ran.err) == (2, True), ran


def test_a_file_of_rules_may_be_json(folder: Path, kconv: Kconv) -> None:
    (folder / "rules.json").write_text(json.dumps(yaml.safe_load((folder / "rules.yaml").read_text())))
    assert "1 round trip" in kconv("roundtrip", "deploy", "--resources", "rules.json").out


def test_a_webhook_converts_by_the_rules(folder: Path) -> None:
    converter = Converter(resources_in(str(folder / "rules.yaml")))
    request = {"uid": "1", "desiredAPIVersion": NEW, "objects": [cup("v1alpha1", keep=3)]}
    answer = converter.review({"apiVersion": "apiextensions.k8s.io/v1", "kind": "ConversionReview", "request": request})
    assert answer["response"]["result"] == {"status": "Success"}
    assert answer["response"]["convertedObjects"] == [cup("v1", count=3)]


WITHOUT = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("pydantic", "pydantic_core"):
            raise ImportError(f"{name} is not to be imported")
sys.meta_path.insert(0, Blocked())
from kconv.cli.app import run
sys.exit(run(None, "kconv", sys.argv[1:]))
"""


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "migrate in processes"])
@pytest.mark.full
def test_pydantic_is_not_needed(name: str, folder: Path) -> None:
    args, code, says = COMMANDS[name]
    command = [sys.executable, "-c", WITHOUT, *args]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, says in done.stdout) == (code, True), done.stderr


def test_the_definition_that_a_flag_names_comes_before_that_of_the_file(folder: Path) -> None:
    from kconv.crd.rulesfile import resources_of

    other = yaml.safe_load((folder / "crd.yaml").read_text())
    other["spec"]["names"]["shortNames"] = ["cp"]
    (folder / "other.yaml").write_text(yaml.safe_dump(other))
    (found,) = resources_of(folder / "rules.yaml", [folder / "other.yaml"])
    assert (found.names.short_names, NAME) == (("cp",), other["metadata"]["name"])
