"""`kconv completion`: the script that makes a shell complete kconv's words, as kubectl and helm have it."""

from __future__ import annotations

import sys
from typing import Any

import click

from kconv.cli.app import app
from kconv.errors import UsageError

SHELLS = ("bash", "zsh", "fish")


@click.command(short_help="Print a shell's completion script.")
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print a shell's completion script.

    \b
    bash  source <(kconv completion bash)
    zsh   source <(kconv completion zsh)
    fish  kconv completion fish | source
    """
    from click.shell_completion import get_completion_class

    source: Any = get_completion_class(shell)
    if source is None:
        raise UsageError(f"click does not support completion for {shell}")
    sys.stdout.write(source(app, {}, "kconv", "_KCONV_COMPLETE").source() + "\n")
