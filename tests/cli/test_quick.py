"""A command line that is read without click is read as click reads it."""

from __future__ import annotations

from typing import Any, NamedTuple

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kconv.cli import quick
from kconv.cli.clicked import click_command
from kconv.cli.commands import COMMANDS, load
from kconv.cli.declare import Command
from tests.tiers import examples

WORDS = (
    "a.yaml",
    "-",
    "--",
    "",
    "=",
    "x=y",
    "1.32",
    "0",
    "2",
    "-1",
    "+3",
    " 4 ",
    "1_0",
    "²",
    "json",
    "text",
    "all",
    "é\udcff",
    "-x",
    "-qv",
)


def tokens(command: Command) -> list[str]:
    """What people type: each flag alone, with a value attached in either way, and plain words."""
    flags = [name for param in command.params for flag in param.flags for name in flag.split("/")]
    values = [value for param in command.params for value in param.words.get("choices", ())]
    attached = [
        f"{flag}{'=' if flag.startswith('--') else ''}{word}" for flag in flags for word in ("2", "a=b", "json")
    ]
    return [*flags, *(f"{flag}=" for flag in flags), *attached, *values, *WORDS, "--help", "-h", "--unknown"]


def by_click(name: str, args: list[str]) -> dict[str, Any] | None:
    """The keywords that click reads; None where it reports an error or prints its help."""
    command = click_command(name)
    try:
        with command.make_context(name, list(args)) as ctx:
            return ctx.params | ({"others": ctx.args} if load(name).others else {})
    except (click.ClickException, click.exceptions.Exit):
        return None


@pytest.mark.parametrize("name", COMMANDS)
@settings(max_examples=examples(150), deadline=None)
@given(data=st.data())
def test_what_is_read_without_click_is_what_click_reads(name: str, data: st.DataObject) -> None:
    command = load(name)
    args = data.draw(st.lists(st.sampled_from(tokens(command)), max_size=6))
    flags = quick.read(command, args)
    if flags is not None:
        assert flags == by_click(name, args)


class Line(NamedTuple):
    args: str
    flags: dict[str, Any]


LINES = [
    Line("scan", {}),
    Line("scan a b --target 1.32 -j2 -v", {"paths": ("a", "b"), "target": "1.32", "jobs": 2, "verbose": True}),
    Line("scan --target=1.30 --target 1.32 -q -- -v", {"target": "1.32", "quiet": True, "paths": ("-v",)}),
    Line("migrate - --include *.yaml --include=*.yml", {"paths": ("-",), "include": ("*.yaml", "*.yml")}),
    Line("migrate --defaults all --check .", {"defaults": "all", "check": True, "paths": (".",)}),
    Line("convert -f- -ojson", {"files": ("-",), "output": "json"}),
    Line("convert x y", {"others": ["x", "y"]}),
    Line("explain ing --from v1 -v", {"kind": "ing", "source": "v1", "verbose": True}),
    Line("resources --cluster", {"namespaced": False}),
    Line("resources --cluster --namespaced --group=", {"namespaced": True, "group": ""}),
]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.args)
def test_common_command_lines_are_read_without_click(line: Line) -> None:
    name, *args = line.args.split()
    read = quick.read(load(name), args)
    assert read is not None
    assert read == by_click(name, args)
    assert {key: read[key] for key in line.flags} == line.flags


LEFT = [
    *(
        "scan --help",
        "scan -h",
        "scan --unknown",
        "scan --check",
        "scan --target",
        "scan -j",
        "scan -j x",
        "scan -j -1",
    ),
    *("scan -qv", "scan --verbose=yes", "scan --format xml", "explain", "explain a b", "completion tcsh"),
    *("convert --local", "convert --local=false", "convert --validate"),
]


@pytest.mark.parametrize("line", LEFT)
def test_other_command_lines_are_left_to_click(line: str) -> None:
    name, *args = line.split()
    assert quick.read(load(name), args) is None
