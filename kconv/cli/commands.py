"""The commands, each loaded only when it is run."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kconv.cli.declare import Command

COMMANDS = ("migrate", "scan", "validate", "roundtrip", "convert", "explain", "resources", "crd", "completion")
"""Every command is the object of its own name in the module of its own name."""

OK, FINDINGS, FAILED = 0, 1, 2
"""Exit codes."""


def completion_variable(name: str) -> str:
    """The variable by which a shell asks a program of this name to complete a command line, as click calls it."""
    return f"_{name.upper().replace(' ', '_')}_COMPLETE"


def load(name: str) -> Command:
    """One of the commands, by name."""
    command: Command = getattr(import_module(f"kconv.cli.{name}"), name)
    return command
