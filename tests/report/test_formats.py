"""Every format writes the report of every command, as ``expected/<format>/<command>.txt`` shows it.

Both are enumerated, formats from their folder: one without its expected reports fails.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kconv.cli.commands import load
from kconv.report import formats
from tests.cli.conftest import Kconv

HERE = Path(__file__).parent
COMMANDS = {
    "scan": ("scan", "--target", "1.32"),
    "migrate": ("migrate", "--target", "1.32", "--check"),
    "validate": ("validate", "--release", "1.32"),
    "roundtrip": ("roundtrip", "--through", "apps/v1beta2", "--through", "resource.k8s.io/v1alpha3"),
}


def test_the_default_comes_first_and_each_format_once() -> None:
    assert formats.names()[0] == formats.DEFAULT
    assert sorted(formats.names()) == sorted(set(formats.names()))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_offers_every_format(command: str) -> None:
    [option] = [option for option in load(command).params if "--format" in option.flags]
    assert tuple(option.words["choices"]) == formats.names()


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", formats.names())
def test_every_format_writes_every_report(
    name: str, command: str, kconv: Kconv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(HERE / "manifests")
    ran = kconv(*COMMANDS[command], "--format", name, ".")
    assert ran.out == (HERE / "expected" / name / f"{command}.txt").read_text()
    assert (ran.code, ran.err) == (2, "")


@pytest.mark.parametrize("name", formats.names())
def test_no_format_is_expected_that_is_not_there(name: str) -> None:
    assert sorted(path.name for path in (HERE / "expected").iterdir()) == sorted(formats.names())
    assert {path.stem for path in (HERE / "expected" / name).iterdir()} == set(COMMANDS)
