"""A company's custom resources are declared in its own repository: in a Python module, or in a file of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kconv.catalog import find_kind
from kconv.errors import UnknownKindError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kconv.crd.custom_resource import CustomResource
    from kconv.kinds.custom import CustomVersion, Entry
    from kconv.kinds.registry import Kinds
    from kconv.settings import Settings


def declared_kinds(flag: Sequence[str], settings: Settings) -> Kinds:
    """The kinds that a command knows where a flag or else the settings name modules, or files of rules.

    A flag is written where the run is started, a setting beside the manifests, and modules and files are looked for
    there. They are read when their first object is met. Raises UsageError for one that is not found.
    """
    from pathlib import Path

    from kconv.crd.available import require
    from kconv.kinds.registry import Kinds

    names = flag or settings.resources
    folder = Path.cwd() if flag else Path(settings.file).parent
    require(names, folder)

    def declare() -> list[CustomResource]:
        from kconv.cli.declarations import resources_of

        return resources_of(names, folder)

    return Kinds.later(declare)


def resources_named(text: str, flag: Sequence[str]) -> list[Entry]:
    """The custom resources with a name. Without a flag, those of the settings for the current folder, where no built-in
    kind has the name.
    """
    if not flag and _is_built_in(text):
        return []
    kinds = _kinds_here(flag)
    return kinds.search(text) if kinds else []


def names_like(text: str, flag: Sequence[str]) -> list[str]:
    """The declared kinds whose names are spelled most like a text."""
    import difflib

    every = known_here(flag)
    names = {name: one.gvk.kind for one in every for name in (one.gvk.kind.lower(), one.plural)}
    near = difflib.get_close_matches(text.lower().partition(".")[0], names, n=2)
    return list(dict.fromkeys(names[each] for each in near))


def known_here(flag: Sequence[str]) -> list[CustomVersion]:
    """Every version that a flag, or else the settings for the current folder, declare."""
    kinds = _kinds_here(flag)
    if kinds is None:
        return []
    kinds.load()
    return list(kinds.declarations())


def _kinds_here(flag: Sequence[str]) -> Kinds | None:
    from kconv.settings import Settings, find

    settings = Settings() if flag else find(".")
    return declared_kinds(flag, settings) if flag or settings.resources else None


def _is_built_in(text: str) -> bool:
    try:
        return bool(find_kind(text))
    except UnknownKindError:
        return False
