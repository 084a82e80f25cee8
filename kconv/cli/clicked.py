"""The commands as click's objects: for help, for what is wrong with a command line, and for completion."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import click

from kconv import __version__
from kconv.cli.commands import COMMANDS, GROUPS, OK, completion_variable, leading, load
from kconv.cli.declare import Command, Param
from kconv.errors import UsageError


class Commands(click.Group):
    """A group whose commands are loaded when they are run: the program, or the commands with the same first word."""

    def __init__(self, name: str = "", **words: Any) -> None:
        super().__init__(name, **words)
        self.prefix = f"{name} " if name in GROUPS else ""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        below = (name.removeprefix(self.prefix).partition(" ")[0] for name in COMMANDS if name.startswith(self.prefix))
        return list(dict.fromkeys(below))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        name = self.prefix + cmd_name
        if name in GROUPS:
            return Commands(
                name, help=GROUPS[name], no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]}
            )
        return click_command(name)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        known = tuple(self.list_commands(ctx))
        if args[0] not in known and not args[0].startswith("-"):
            from kconv.settings import closest

            raise click.UsageError(f"unknown command {self.prefix + args[0]!r}: {closest(args[0], known)}", ctx)
        return super().resolve_command(ctx, args)


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


def click_command(name: str) -> click.Command:
    """One of the commands, by name."""
    command = load(name)
    return click.Command(
        name.rpartition(" ")[2],
        callback=_callback(command),
        params=[_param(param) for param in command.params],
        help=command.help,
        short_help=command.short_help,
        context_settings={"allow_extra_args": command.others},
    )


def _callback(command: Command) -> Any:
    def run(**flags: Any) -> int | None:
        if command.others:
            flags["others"] = click.get_current_context().args
        return command.run(**flags)

    return run


def _param(param: Param) -> click.Parameter:
    words = dict(param.words)
    choices, number, least, file = (words.pop(word, None) for word in ("choices", "number", "least", "file"))
    if choices:
        words["type"] = click.Choice(choices)
    elif number:
        words["type"] = click.INT if least is None else click.IntRange(min=least)
    elif file:
        words["type"] = click.Path(readable=False)  # only for shells: the pipeline reports what cannot be read
    return (click.Argument if param.argument else click.Option)(param.names, **words)


def call(command: str | None, name: str, args: Sequence[str]) -> int:
    """Run the program or one command of it, or print what a shell asks for, and return the exit code.

    Does what ``click.Command.main`` does, except for its own idea of closed pipes, which is exit code 1. Raises
    UsageError for a command line that is wrong.
    """
    found = click_command(command) if command else app
    variable = completion_variable(name)
    if asked := os.environ.get(variable):
        from click.shell_completion import shell_complete

        return shell_complete(found, {}, name, variable, asked)
    try:
        with found.make_context(name, list(args)) as ctx:
            return found.invoke(ctx) or OK
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        known = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else ""
        path = known or f"{name} {'' if command else leading(args)}".rstrip()  # click forgets whose option has no value
        raise UsageError(_reason(error), hint=f"see {path} --help") from None


def _reason(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        from kconv.cli.unknown_option import sentence

        return sentence(error)
    return error.format_message()
