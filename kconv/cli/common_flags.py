"""Flags of commands that read no manifest, too: these commands are to load nothing else for a flag."""

from __future__ import annotations

from typing import Any

from kconv.cli import suggest
from kconv.cli.declare import Param, option


def release(name: str, text: str, **more: Any) -> Param:
    """A flag that names a Kubernetes release."""
    return option(name, metavar="RELEASE", shell_complete=suggest.releases, help=text, **more)


def release_or_latest(text: str) -> Param:
    """--release, by default the latest that is known."""
    return release("--release", text, default="latest", show_default=True)


resources = option(
    "--resources",
    multiple=True,
    metavar="MODULE[:NAME]|FILE",
    shell_complete=suggest.declarations,
    help="Also know the custom resources of this Python module, or of this file of rules; repeatable.",
)
