"""A document, what its object becomes, and the text that is written: each case of the folder `edits`, by what it is about.

A case is its name behind `##`, the text before, lines of `>>`, and the text after. `>> {…}` is the target as JSON,
`>> a.b -> c` a move, and `>> alias a.b` an alias that is written out and reported.
"""

from __future__ import annotations

import json
import re
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kconv.manifests import edit, tree
from kconv.manifests.syntax import json as json_syntax
from kconv.manifests.syntax import yaml
from kconv.paths import FieldPath
from kconv.paths import parse as path

FOLDER = Path(__file__).parent / "edits"
_CASE = re.compile(r"## (?P<name>.*)\n(?P<before>(?:(?!>> ).*\n)*?)(?P<steps>(?:>> .*\n)+)(?P<after>(?:(?!## ).*\n)*)")


class Case(NamedTuple):
    name: str
    before: str
    target: dict[str, Any]
    moves: list[tuple[FieldPath, FieldPath]]
    aliases: list[str]
    after: str

    @classmethod
    def read(cls, found: re.Match[str]) -> Case:
        steps = [line.removeprefix(">> ") for line in found["steps"].splitlines()]
        moves = [step.split(" -> ") for step in steps if " -> " in step and step[0] != "{"]
        return cls(
            found["name"],
            found["before"],
            next(json.loads(step) for step in steps if step[0] == "{"),
            [(path(source), path(target)) for source, target in moves],
            [step.removeprefix("alias ") for step in steps if step.startswith("alias ")],
            found["after"],
        )


def cases(name: str) -> list[Case]:
    """The cases of a file; the blank line before the next case is none of the text."""
    text = re.sub(r"\n\n(?=## )", "\n", (FOLDER / name).read_text())
    found = [Case.read(each) for each in _CASE.finditer(text)]
    assert len(found) == text.count("\n## ") + 1
    return found


def rewritten(case: Case, text: str) -> edit.Rewritten:
    syntax = json_syntax.SYNTAX if case.name.startswith("JSON:") else yaml.SYNTAX
    return edit.rewrite(tree.parse(text, syntax=syntax), case.target, case.moves)


def check(case: Case) -> None:
    found = rewritten(case, case.before)
    assert found.text == case.after
    assert [note.path for note in found.notes] == case.aliases
    with_cr = rewritten(case, case.before.replace("\n", "\r\n")).text
    assert with_cr == case.after.replace("\n", "\r\n")


@pytest.mark.parametrize("case", cases("block"), ids=attrgetter("name"))
def test_block_style(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", cases("flow"), ids=attrgetter("name"))
def test_flow_style(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", cases("anchors"), ids=attrgetter("name"))
def test_anchors(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", cases("comments"), ids=attrgetter("name"))
def test_comments(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", cases("lists"), ids=attrgetter("name"))
def test_lists(case: Case) -> None:
    check(case)
