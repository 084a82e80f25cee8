"""An option that a command does not have is answered with the one that was meant, or with none."""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

import click
import pytest

from kconv.cli.app import run
from kconv.cli.clicked import click_command
from kconv.cli.commands import COMMANDS
from kconv.cli.unknown_option import known, meant

OPTIONS = [(name, option) for name in COMMANDS for option in known(click.Context(click_command(name)))]


class Case(NamedTuple):
    command: str
    wrong: str
    wanted: str = ""

    @property
    def name(self) -> str:
        return f"{self.command} {self.wrong}"


CASES = [
    Case("validate", "--target", "--release"),
    Case("roundtrip", "--target"),
    Case("explain", "--target", "--release"),
    Case("resources", "--target", "--release"),
    Case("scan", "--release", "--target"),
    Case("convert", "--release", "--target"),
    Case("convert", "--format", "--output"),
    Case("validate", "--output", "--format"),
    Case("validate", "--kubernetes-version", "--release"),
    Case("migrate", "--dry-run", "--check"),
    Case("migrate", "--dryrun", "--check"),
    Case("migrate", "--decided", "--decide"),
    Case("scan", "--strict"),
    Case("migrate", "--write"),
    Case("migrate", "-x"),
]


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_an_unknown_option_is_answered_with_the_one_that_was_meant(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(case.command, f"kconv {case.command}", [case.wrong, "."]) == 2
    hint = f": did you mean {case.wanted}?" if case.wanted else ""
    assert capsys.readouterr().err == f"error: unknown option {case.wrong}{hint}\n  see kconv {case.command} --help\n"


VALUELESS = [("scan", "--target"), ("crd preflight", "--namespace"), ("migrate-storage", "--by")]


@pytest.mark.parametrize(("command", "option"), VALUELESS)
@pytest.mark.parametrize("named", [True, False], ids=["the command alone", "the program"])
def test_an_option_without_its_value_leads_to_the_help_of_its_command(
    command: str, option: str, named: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    words = command.split()
    assert run(command, f"kconv {command}", [option]) == 2 if named else run(None, "kconv", [*words, option]) == 2
    assert capsys.readouterr().err == f"error: Option '{option}' requires an argument.\n  see kconv {command} --help\n"


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_every_option_is_found_by_a_slip_of_one_letter(command: str, option: str) -> None:
    options = known(click.Context(click_command(command)))
    for at in range(3, len(option) if len(option) > 5 else 3):
        assert meant(option[:at] + option[at + 1 :], options) == option
