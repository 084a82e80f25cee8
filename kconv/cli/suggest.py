"""Words that a shell may complete: releases, versions, kinds and decisions are many, and easily misspelt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click

    from kconv.names import GroupVersionKind


def releases(_: click.Context, __: click.Parameter, start: str) -> list[str]:
    """The releases that --target takes, the newest first."""
    from kconv import catalog

    return _those(start, ("latest", *map(str, reversed(catalog.releases()))))


def versions(_: click.Context, __: click.Parameter, start: str) -> list[str]:
    """Every version that has a built-in kind."""
    return _those(start, sorted({gvk.api_version for gvk in _objects()}))


def groups(_: click.Context, __: click.Parameter, start: str) -> list[str]:
    """Every group that has a built-in kind, but for the core group, whose name is empty."""
    return _those(start, sorted({gvk.group for gvk in _objects()} - {""}))


def kinds(_: click.Context, __: click.Parameter, start: str) -> list[str]:
    """Every built-in kind, in the letters that were typed."""
    names = {gvk.kind for gvk in _objects()}
    return _those(start, sorted(names if start[:1].isupper() else map(str.lower, names)))


def answers(_: click.Context, __: click.Parameter, start: str) -> list[str]:
    """NAME=VALUE of every decision, NAME= where any text may be given."""
    from kconv.kinds.decisions import declared

    every = (one.decision for one in declared().values())
    return _those(start, [f"{decision.name}={value}" for decision in every for value in decision.allowed or ("",)])


def _objects() -> list[GroupVersionKind]:
    from kconv import catalog
    from kconv.catalog.served import everything

    return [gvk for gvk in everything() if not catalog.is_internal(gvk)]


def _those(start: str, words: Iterable[str]) -> list[str]:
    return [word for word in words if word.startswith(start)]
