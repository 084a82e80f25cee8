"""Reads a command line that click would accept, without click; any other is left to click, which reports the error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kconv.cli.declare import Command, Param


class _NotPlainError(Exception):
    """The command line needs click: it asks for help, is wrong, or is written in a way that is rare."""


def read(command: Command, args: Sequence[str]) -> dict[str, Any] | None:
    """The keywords for the command's function, or None where click is to read the command line."""
    try:
        return _Line(command).read(args)
    except _NotPlainError:
        return None


class _Line:
    def __init__(self, command: Command) -> None:
        self.command = command
        self.options: dict[str, tuple[Param, bool]] = {}
        for param in command.params:
            for flag in param.flags:
                on, _, off = flag.partition("/")
                self.options[on] = param, True
                if off:
                    self.options[off] = param, False
        self.given: dict[str, Any] = {param.name: _absent(param) for param in command.params}
        self.positional: list[str] = []

    def read(self, args: Sequence[str]) -> dict[str, Any]:
        rest = iter(args)
        for arg in rest:
            if arg == "--":
                self.positional.extend(rest)
            elif len(arg) > 1 and arg[0] == "-":
                self._option(arg, rest)
            else:
                self.positional.append(arg)
        self._arguments()
        return self.given

    def _option(self, arg: str, rest: Iterable[str]) -> None:
        name, value = _split(arg)
        param, on = self.options.get(name, (None, False))
        if param is None or "flag_value" in param.words:  # the value of the latter may be omitted
            raise _NotPlainError
        if param.words.get("is_flag") or "/" in param.flags[0]:
            if value is not None:
                raise _NotPlainError
            self.given[param.name] = on
            return
        if value is None:
            value = next(iter(rest), None)
        self._value(param, value)

    def _value(self, param: Param, text: str | None) -> None:
        value = _typed(param, text)
        if param.words.get("multiple"):
            value = (*self.given[param.name], value)
        self.given[param.name] = value

    def _arguments(self) -> None:
        left = self.positional
        for param in self.command.params:
            if not param.argument:
                continue
            if param.words.get("nargs") == -1:
                self.given[param.name], left = tuple(left), []
            else:
                self.given[param.name], left = _typed(param, left[0] if left else None), left[1:]
        if self.command.others:
            self.given["others"] = left
        elif left:
            raise _NotPlainError


def _split(arg: str) -> tuple[str, str | None]:
    """``--name=value`` and ``-nvalue`` as name and value; no value where none is attached."""
    if arg.startswith("--"):
        name, equals, value = arg.partition("=")
        return name, value if equals else None
    return arg[:2], arg[2:] or None


def _absent(param: Param) -> Any:
    if param.words.get("multiple"):
        return ()
    return param.words.get("default", False if param.words.get("is_flag") else None)


def _typed(param: Param, text: str | None) -> Any:
    """The value of a text. Raises _NotPlainError for one that the parameter does not take."""
    words = param.words
    if text is None or ("choices" in words and text not in words["choices"]):
        raise _NotPlainError
    if not words.get("number"):
        return text
    if not text.isascii() or not text.isdecimal() or int(text) < words.get("least", 0):
        raise _NotPlainError
    return int(text)
