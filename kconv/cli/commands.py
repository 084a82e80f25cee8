"""The commands, each loaded only when it is run."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kconv.cli.declare import Command

COMMANDS = (
    "migrate",
    "scan",
    "validate",
    "roundtrip",
    "convert",
    "explain",
    "resources",
    "crd generate",
    "crd package",
    "crd preflight",
    "migrate-storage",
    "new crd",
    "new version",
    "new update",
    "serve webhook",
    "webhook certs",
    "webhook rbac",
    "completion",
)
"""Every command is the object of its own name in a module of its own name; of two words the first is the folder."""
GROUPS = {
    "crd": "Work with CustomResourceDefinitions.",
    "serve": "Serve what an API server asks for.",
    "new": "Make the project of a custom resource, and let it grow.",
    "webhook": "Prepare what a webhook needs.",
}
"""The first words of commands that have two, and what --help says of them."""

OK, FINDINGS, FAILED = 0, 1, 2
"""Exit codes."""


def completion_variable(name: str) -> str:
    """The variable by which a shell asks a program of this name to complete a command line, as click calls it."""
    return f"_{name.upper().replace(' ', '_')}_COMPLETE"


def spelled(args: Sequence[str]) -> Sequence[str]:
    """A command line whose first words are a command's: `kconv new --update` is `kconv new update`."""
    return ["new", "update", *args[2:]] if list(args[:2]) == ["new", "--update"] else args


def leading(args: Sequence[str]) -> str:
    """The command that a command line begins with, or "" if it begins with none."""
    words = " ".join(args[: 2 if args[:1] and args[0] in GROUPS else 1])
    return words if words in COMMANDS else ""


def load(name: str) -> Command:
    """One of the commands, by name."""
    module = name.replace("-", "_").replace(" ", ".")
    command: Command = getattr(import_module(f"kconv.cli.{module}"), module.rpartition(".")[2])
    return command
