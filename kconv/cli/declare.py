"""A command and its parameters as data, in click's words.

Hooks start kconv for every commit, and to import click takes three times as long as to start Python. Most command lines
are read from this data by :mod:`kconv.cli.quick`; :mod:`kconv.cli.clicked` makes click's objects of it for help, errors
and completion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., int | None]


class Param:
    """A parameter: its names, and the keywords that click takes, with three of our own for a type.

    ``choices`` are the only values, ``number`` takes integers from ``least`` on, ``file`` makes a shell complete file
    names. Without any of them a value is text.
    """

    __slots__ = ("argument", "names", "words")

    def __init__(self, names: tuple[str, ...], words: dict[str, Any], *, argument: bool) -> None:
        self.names = names
        self.words = words
        self.argument = argument

    @property
    def flags(self) -> list[str]:
        """The names that are typed, ``--namespaced/--cluster`` as it is declared."""
        return [name for name in self.names if name.startswith("-")]

    @property
    def name(self) -> str:
        """The keyword by which the command receives the value: the name without dashes, else that of the long flag."""
        given = next((name for name in self.names if not name.startswith("-")), None)
        return given or max(self.names, key=len).partition("/")[0].lstrip("-").replace("-", "_")


class Command:
    """A command: its parameters in the order in which --help shows them, and the function that they are passed to.

    ``others`` is True for a command that itself reports arguments that it does not take, as the keyword ``others``.
    """

    __slots__ = ("others", "params", "run", "short_help")

    def __init__(self, run: Run, params: tuple[Param, ...], short_help: str, *, others: bool) -> None:
        self.run = run
        self.params = params
        self.short_help = short_help
        self.others = others

    @property
    def help(self) -> str:
        """The text of --help: the docstring of the function."""
        return self.run.__doc__ or ""


def option(*names: str, **words: Any) -> Param:
    """An option, as ``click.option`` declares it."""
    return Param(names, words, argument=False)


def argument(name: str, **words: Any) -> Param:
    """An argument, as ``click.argument`` declares it."""
    return Param((name,), words, argument=True)


def command(*params: Param, short_help: str, others: bool = False) -> Callable[[Run], Command]:
    """Declare the decorated function as a command."""
    return lambda run: Command(run, params, short_help, others=others)
