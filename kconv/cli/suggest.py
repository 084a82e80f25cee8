"""Words that a shell may complete: releases, versions, kinds and decisions are many, and easily misspelt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click
    from click.shell_completion import CompletionItem

    from kconv.names import GroupVersionKind


def releases(_: click.Context, __: click.Parameter, start: str) -> list[str]:
    """The releases that --target takes, the newest first."""
    from kconv import catalog

    return _those(start, ("latest", *map(str, reversed(catalog.releases()))))


def versions(ctx: click.Context, _: click.Parameter, start: str) -> list[str]:
    """Every version that has a built-in or a declared kind."""
    return _those(start, sorted({gvk.api_version for gvk in (*_objects(), *_declared(ctx))}))


def groups(ctx: click.Context, _: click.Parameter, start: str) -> list[str]:
    """Every group that has a built-in or a declared kind, but for the core group, whose name is empty."""
    return _those(start, sorted({gvk.group for gvk in (*_objects(), *_declared(ctx))} - {""}))


def kinds(ctx: click.Context, _: click.Parameter, start: str) -> list[str]:
    """Every built-in and declared kind, in the letters that were typed."""
    names = {gvk.kind for gvk in (*_objects(), *_declared(ctx))}
    return _those(start, sorted(names if start[:1].isupper() else map(str.lower, names)))


def answers(_: click.Context, __: click.Parameter, start: str) -> list[str]:
    """NAME=VALUE of every decision, NAME= where any text may be given."""
    from kconv.kinds.decisions import declared

    every = (one.decision for one in declared().values())
    return _those(start, [f"{decision.name}={value}" for decision in every for value in decision.allowed or ("",)])


def declarations(_: click.Context, __: click.Parameter, start: str) -> list[CompletionItem]:
    """The files that the shell finds: a declaration may be one, and the name of a module is often that of a folder."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(start, type="file")]


def _objects() -> list[GroupVersionKind]:
    from kconv import catalog
    from kconv.catalog.served import everything

    return [gvk for gvk in everything() if not catalog.is_internal(gvk)]


def _declared(ctx: click.Context) -> list[GroupVersionKind]:
    """The kinds that --resources declares so far in the line, or that the settings for the current folder do.

    None where that fails: a shell that completes has no place for an error.
    """
    from kconv.cli.declared_kinds import known_here
    from kconv.errors import KconvError

    try:
        return [one.gvk for one in known_here(ctx.params.get("resources") or ())]
    except KconvError:
        return []


def _those(start: str, words: Iterable[str]) -> list[str]:
    return [word for word in words if word.startswith(start)]
