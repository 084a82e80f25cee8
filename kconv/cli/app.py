"""The group of commands, each loaded only when it is run, and the one place where errors become exit codes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from kconv import __version__
from kconv.errors import KconvError, UsageError

COMMANDS = ("migrate", "scan", "validate", "roundtrip", "convert", "explain", "resources", "completion")
"""Every command is the object of its own name in the module of its own name."""

OK, FINDINGS, FAILED = 0, 1, 2
_INTERRUPTED = 128 + 2  # as a shell reports a program ended by SIGINT
_PIPE_CLOSED = 128 + 13  # by SIGPIPE


class Commands(click.Group):
    """A group whose commands are modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        return load(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from kconv.settings import closest

            raise click.UsageError(f"unknown command {args[0]!r}: {closest(args[0], COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)


def load(name: str) -> click.Command:
    """One of the commands, by name."""
    command: click.Command = getattr(import_module(f"kconv.cli.{name}"), name)
    return command


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"kconv {__version__}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
def app() -> None:
    """Migrate Kubernetes manifests to the API versions that a release serves.

    Files are rewritten in place. Comments, layout and behaviour are preserved.
    """


def run(command: str | None, name: str, args: Sequence[str]) -> int:
    """Run the program, or one command of it, and return the exit code; no error leaves as a traceback."""
    try:
        _prepare()
        code = _call(load(command) if command else app, name, args or ([] if command else ["--help"]))
        sys.stdout.flush()
    except click.ClickException as error:
        return _failed(_usage(error))
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except BrokenPipeError:
        return _closed()
    except KconvError as error:
        return _failed(str(error), error.exit_code)
    except OSError as error:
        return _failed(f"{error.filename or 'output'}: {error.strerror or error}")
    except Exception as error:
        return _bug(error)
    return code


def _prepare() -> None:
    """Streams that the caller closed, and an end that clears up: by default SIGTERM ends Python between two bytes."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 - for as long as the program runs
    if sys.stdout is None:
        raise UsageError("standard output is closed", hint="redirect it to a file or to /dev/null")
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _ended)


def _ended(number: int, _: object) -> NoReturn:
    raise SystemExit(128 + number)


def _call(command: click.Command, name: str, args: Sequence[str]) -> int:
    """What ``click.Command.main`` does, but for its own idea of closed pipes, which is exit code 1."""
    variable = f"_{name.upper().replace(' ', '_')}_COMPLETE"
    wanted = os.environ.get(variable)
    if wanted:
        from click.shell_completion import shell_complete

        return shell_complete(command, {}, name, variable, wanted)
    try:
        with command.make_context(name, list(args)) as ctx:
            return command.invoke(ctx) or OK
    except click.exceptions.Exit as ended:
        return ended.exit_code


def _usage(error: click.ClickException) -> str:
    path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "kconv"
    if isinstance(error, click.NoSuchOption):
        from kconv.cli.unknown_option import sentence

        return f"{sentence(error)}\n  see {path} --help"
    return f"{error.format_message()}\n  see {path} --help"


def _failed(text: str, code: int = FAILED) -> int:
    sys.stderr.write(f"error: {text}\n")
    return code


def _closed() -> int:
    """The reader has closed the pipe; Python would report it again when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _PIPE_CLOSED


def _bug(error: Exception) -> int:
    if os.environ.get("KCONV_TRACEBACK"):
        import traceback

        traceback.print_exc()
    hint = "this is a fault in kconv: please report it with the traceback that KCONV_TRACEBACK=1 prints"
    return _failed(f"{type(error).__name__}: {error}\n  {hint}")
