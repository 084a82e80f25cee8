"""Rules with a path that no schema has are kept out of every command: they leave objects in a form that no API server
takes, and say nothing.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kconv.crd.available import is_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kconv.crd.custom_resource import CustomResource


def once(declarations: Iterable[str], folder: Path) -> list[str]:
    """The declarations without those that name a file again."""
    return list({(folder / each).resolve() if is_file(each) else each: each for each in declarations}.values())


def resources_of(declarations: Iterable[str], folder: Path) -> list[CustomResource]:
    """The custom resources of modules and files of rules, each once.

    Raises UsageError, and DeclarationError with all that is wrong: also rules that do not fit the schemas.
    """
    from kconv.crd.modules import resources_in
    from kconv.crd.rulesfile.spot import every

    found = every(lambda each: resources_in(each, folder), once(declarations, folder))
    return fitting(chain.from_iterable(found))


def fitting(resources: Iterable[CustomResource]) -> list[CustomResource]:
    """The custom resources, each once. Raises DeclarationError if their rules do not fit their schemas."""
    from kconv.crd.rulesfile.spot import every
    from kconv.testing.declaration import fitting_resource

    found = list({id(each): each for each in resources}.values())
    every(fitting_resource, found)
    return found
