"""A person on a terminal is asked what no flag answers, and asked again after an answer that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from kconv.errors import UsageError
from kconv.scaffold.answers import OPTIONS, Option
from kconv.scaffold.names import plural_and_group


def answered(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that are given, with those of the person at the terminal."""
    plural, group = plural_and_group(name)
    return {each.name: _ask(each, plural, group) if given[each.name] is None else given[each.name] for each in OPTIONS}


def _ask(option: Option, plural: str, group: str) -> Any:
    default = option.suggested(plural, group)
    try:
        if option.yes_or_no:
            return click.confirm(option.question, default=default, err=True)
        kind = click.Choice(option.choices) if option.choices else _readable(option)
        return click.prompt(option.question, default=default, type=kind, err=True)
    except click.Abort:
        raise KeyboardInterrupt from None


def _readable(option: Option) -> Any:
    """The text as it was typed, if it can be read."""

    def read(text: str) -> str:
        try:
            option.read(text)
        except UsageError as error:
            raise click.UsageError(str(error)) from None
        return text

    return read
