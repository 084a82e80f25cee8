"""GitHub's workflow and .ci/run are one gate: whatever the workflow checks besides would pass on no developer's machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
GATE = (ROOT / ".ci/run").read_text(encoding="utf-8")
JOBS: dict[str, Any] = yaml.safe_load((ROOT / ".github/workflows/gate.yml").read_text(encoding="utf-8"))["jobs"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml"))


def commands(job: str) -> list[str]:
    return [step["run"] for step in JOBS[job]["steps"] if "run" in step]


def setup(job: str, language: str) -> dict[str, Any]:
    """What a job asks of the action that installs a language."""
    (step,) = (step for step in JOBS[job]["steps"] if step.get("uses", "").startswith(f"actions/setup-{language}@"))
    return step["with"]


def versions() -> list[str]:
    """The Pythons that the package says it runs on."""
    found = (re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", line) for line in PROJECT["classifiers"])
    return [match[1] for match in found if match]


def test_the_workflow_runs_the_gate_and_nothing_else() -> None:
    assert commands("gate") == ["bash .ci/run"]


def test_every_step_of_the_workflow_counts() -> None:
    assert not re.findall(r"continue-on-error|\|\| *true", (ROOT / ".github/workflows/gate.yml").read_text())
    assert all("if" not in each for job in JOBS.values() for each in [job, *job["steps"]])


def test_every_supported_python_runs_readmes_command() -> None:
    assert JOBS["pythons"]["strategy"]["matrix"]["python"] == versions()
    assert commands("pythons") == ["python3 tools/check_docs.py --run test"]


def test_the_gate_runs_on_the_oldest_supported_python() -> None:
    assert setup("gate", "python")["python-version"] == versions()[0]
    assert PROJECT["requires-python"] == f">={versions()[0]}"


def test_go_is_what_the_gate_asks_for() -> None:
    (asked,) = re.findall(r"Install Go (\S+),", GATE)
    assert setup("gate", "go")["go-version"] == asked


def test_the_gate_runs_the_full_tier() -> None:
    assert "-m pytest --all --ignore tests/e2e\n" in GATE
    assert "-m pytest --all -n 0 tests/e2e\n" in GATE


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_an_issue_form_asks_for_what_shows_the_fault(file: Path) -> None:
    form = yaml.safe_load(file.read_text(encoding="utf-8"))
    needed = {field["id"] for field in form["body"] if field.get("validations", {}).get("required")}
    assert needed >= {
        "bug": {"object", "command", "versions"},
        "wrong-conversion": {"object", "command", "versions"},
    }.get(file.stem, {"example"})
