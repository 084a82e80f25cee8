"""Commands name one idea differently: the release is ``--target`` where objects are migrated, ``--release`` elsewhere.

click compares letters alone, and takes a ``--target`` that a command does not have for ``--strict``.
"""

from __future__ import annotations

from collections.abc import Collection

import click

_OTHER_WORDS = (
    ("--target", "--release", "--kubernetes-version"),
    ("--format", "--output"),
    ("--check", "--dry-run"),
)
"""Options that mean the same in different commands and programs."""
_CLOSE = 0.75


def sentence(error: click.NoSuchOption) -> str:
    """What is wrong, and the option that was meant, if one is likely."""
    near = meant(error.option_name, known(error.ctx)) if error.ctx else None
    return f"unknown option {error.option_name}" + (f": did you mean {near}?" if near else "")


def known(ctx: click.Context) -> list[str]:
    """The long options of a command."""
    params = ctx.command.get_params(ctx)
    return [name for param in params for name in (*param.opts, *param.secondary_opts) if name.startswith("--")]


def meant(wrong: str, known: Collection[str]) -> str | None:
    """The known option that means the same, else the one that is spelled almost alike, else None."""
    if not wrong.startswith("--"):
        return None
    near = _near(wrong, known)
    if near:
        return near
    words = next((words for words in _OTHER_WORDS if _near(wrong, words)), ())
    return next((word for word in words if word in known), None)


def _near(wrong: str, words: Collection[str]) -> str | None:
    import difflib

    found = difflib.get_close_matches(wrong, words, n=1, cutoff=_CLOSE)
    return found[0] if found else None
