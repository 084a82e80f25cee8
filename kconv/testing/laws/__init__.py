"""The laws of a lossless conversion, one a file. A file's place is its registration: its ``LAW`` is the law.

Each holds for one object by itself, ``LAW.holds(subject, case)``, and as a property of a converter, which
``kconv.testing.check`` tries on as many objects as are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

from kconv.errors import UsageError
from kconv.testing.laws.base import Breach, Case, Law, Legs
from kconv.testing.subject import Subject

__all__ = ["Breach", "Case", "Law", "Legs", "chosen", "every", "judged"]

_ORDER = ("spoke_hub_spoke", "hub_spoke_hub", "path_independence", "idempotence", "edits_win")
"""Those that find most are tried first; the others follow by name."""


@cache
def every() -> tuple[Law, ...]:
    """All laws."""
    found = [file.stem for file in Path(__file__).parent.glob("*.py") if file.stem not in ("__init__", "base")]
    found.sort(key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name))
    return tuple(import_module(f"{__name__}.{name}").LAW for name in found)


def chosen(only: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> tuple[Law, ...]:
    """The laws of these names, or all but some. Raises UsageError for a name that no law has."""
    from kconv.settings import closest

    known = {law.name: law for law in every()}
    for name in (*only, *without):
        if name not in known:
            raise UsageError(f"no law is called {name!r}", hint=closest(name, tuple(known)))
    return tuple(law for law in every() if (not only or law.name in only) and law.name not in without)


def judged(subject: Subject, chosen: Iterable[Law]) -> Subject:
    """The subject for these laws: without ``totality`` among them, each of them reports what the converter refuses."""
    return replace(subject, totality=any(law.total for law in chosen))
