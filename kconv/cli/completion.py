"""`kconv completion`: the script that makes a shell complete kconv's words, as kubectl and helm have it."""

from __future__ import annotations

import sys
from typing import Any

from kconv.cli.declare import argument, command
from kconv.errors import UsageError

SHELLS = ("bash", "zsh", "fish")


@command(
    argument("shell", choices=SHELLS),
    short_help="Print a shell's completion script.",
)
def completion(shell: str) -> None:
    """Print a shell's completion script.

    \b
    bash  source <(kconv completion bash)
    zsh   source <(kconv completion zsh)
    fish  kconv completion fish | source
    """
    from click.shell_completion import get_completion_class

    from kconv.cli.clicked import app

    source: Any = get_completion_class(shell)
    if source is None:
        raise UsageError(f"click does not support completion for {shell}")
    sys.stdout.write(source(app, {}, "kconv", "_KCONV_COMPLETE").source() + "\n")
