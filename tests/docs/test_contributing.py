"""CONTRIBUTING.md names files, tests and steps of the gate: each exists, so that none is out of date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kconv.manifests.scope import READ
from tests.tiers import MARKS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SPANS = sorted(set(re.findall(r"`([^`\n]+)`", PAGE)))
PLACES = [span for span in SPANS if re.match(r"(kconv|tests|tools|docs|schemas|\.ci|\.github)/", span)]
PLACEHOLDER = re.compile(r"\b[A-Z]+\b")


@pytest.mark.parametrize("place", PLACES)
def test_every_file_and_test_that_the_page_names_is_there(place: str) -> None:
    path, _, test = place.partition("::")
    known = PLACEHOLDER.split(path)[0]  # of kconv/rules/RULE.py the folder
    assert (ROOT / known).exists()
    assert not test or re.search(rf"^def {test}\b", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", re.findall(r"python (tools/\w+\.py)", PAGE))
def test_every_tool_that_the_page_names_is_there(command: str) -> None:
    assert (ROOT / command).is_file()


def test_every_step_that_the_page_names_is_one_of_the_gate() -> None:
    gate = (ROOT / ".ci/run").read_text(encoding="utf-8")
    steps = [step for row in re.findall(r"the gate's steps? ([^|\n]*)", PAGE) for step in re.findall('"(.*?)"', row)]
    assert steps
    assert [step for step in steps if f'step "{step}"' not in gate] == []


def test_every_mark_that_leaves_a_test_out_is_declared(pytestconfig: pytest.Config) -> None:
    assert {line.partition(":")[0] for line in pytestconfig.getini("markers")} >= set(MARKS)


def test_the_page_names_every_ending_that_is_read() -> None:
    page = (ROOT / "docs/getting-started.md").read_text(encoding="utf-8")
    assert [ending for ending in READ if ending.startswith(".") and f"`{ending}`" not in page] == []
