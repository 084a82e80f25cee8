"""The commands that take a declaration, so that a new one is not forgotten."""

from __future__ import annotations

from kconv.cli.commands import COMMANDS, GROUPS, load


def declaring() -> dict[str, str]:
    """Each command that takes a declaration, and what is typed up to it."""
    found = {}
    for name in COMMANDS:
        for param in () if name in GROUPS else load(name).params:
            if str(param.words.get("metavar", "")).startswith("MODULE[:NAME]|FILE"):
                found[name] = f"{name} " + ("" if param.argument else f"{param.flags[0]} ")
    return found
