"""The command line. Hooks start it for every commit, so nothing is imported before it is needed: to import click takes
three times as long as Python's own start."""

from __future__ import annotations

import sys

from kconv import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

_COLLECT = 50_000
"""New objects until the collector looks for cycles. Imports make 30,000 and almost no garbage: collecting every 700,
and once more at exit, takes an eighth of a short run."""


def main() -> NoReturn:
    """The ``kconv`` program."""
    if sys.argv[1:] == ["--version"] and sys.stdout:
        sys.stdout.write(f"kconv {__version__}\n")
        sys.exit(0)
    _exit(None, "kconv", sys.argv[1:])


def kubectl_plugin() -> NoReturn:
    """The ``kubectl-kconv`` program: ``kubectl kconv`` has the flags of ``kubectl convert``."""
    _exit("convert", "kubectl kconv", sys.argv[1:])


def _exit(command: str | None, name: str, args: Sequence[str]) -> NoReturn:
    import gc

    gc.set_threshold(_COLLECT)
    try:
        from kconv.cli.app import run

        code = run(command, name, args)
    except KeyboardInterrupt:  # while still importing
        code = 130
    gc.freeze()
    sys.exit(code)
