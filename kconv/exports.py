"""A package whose public names are imported when they are first used: to start costs only what is needed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module


def exported(package: str, places: Mapping[str, str], name: str) -> object:
    """A public name of a package, which has it from now on. ``places`` gives the module of each, as seen from there.

    Raises AttributeError for a name that the package does not export.
    """
    if name not in places:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    found = getattr(import_module(f".{places[name]}", package), name)
    setattr(sys.modules[package], name, found)
    return found
