"""The built-in kinds. A file's place is its registration: `<group>/<kind in lower case>.py` holds its history."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from kconv import catalog
from kconv.engine import Conversion, Defaults, Kind, convert_kind
from kconv.errors import ConversionError, UnknownKindError
from kconv.names import GroupVersion, GroupVersionKind, Release


@lru_cache(maxsize=1)
def _files() -> dict[str, list[str]]:
    """Module names by kind in lower case; a kind's name may stand in several groups."""
    found: dict[str, list[str]] = {}
    for file in sorted(Path(__file__).parent.glob("*/[a-z]*.py")):
        found.setdefault(file.stem, []).append(f"{__name__}.{file.parent.name}.{file.stem}")
    return found


@lru_cache(maxsize=512)
def find(gvk: GroupVersionKind) -> Kind | None:
    """The kind that has this version, or None where kconv has no rules for it."""
    for module in _files().get(gvk.kind.lower(), ()):
        kind: Kind = import_module(module).KIND
        if kind.name == gvk.kind and gvk.group_version in kind.versions:
            return kind
    return None


def registered() -> list[Kind]:
    """Every built-in kind, by name."""
    kinds = [import_module(module).KIND for modules in _files().values() for module in modules]
    return sorted(kinds, key=lambda kind: (kind.name, kind.hub))


def identify(obj: Any) -> GroupVersionKind:
    """The object's group, version and kind. Raises ConversionError where it does not say."""
    if not isinstance(obj, dict):
        raise ConversionError(f"not an object but {type(obj).__name__}", hint="give a manifest as a dict")
    api_version, kind = obj.get("apiVersion"), obj.get("kind")
    if not isinstance(api_version, str) or not isinstance(kind, str) or not api_version or not kind:
        raise ConversionError(
            "apiVersion and kind must be set", hint="both are strings, such as apps/v1 and Deployment"
        )
    return GroupVersion.parse(api_version).kind(kind)


def convert(
    obj: dict[str, Any],
    to: GroupVersion,
    *,
    defaults: Defaults = "preserve",
    release: Release | None = None,
    decisions: Mapping[str, str] | None = None,
    leave_out: Collection[str] = (),
    stash: bool = True,
    demands: bool | None = None,
) -> Conversion:
    """Convert an object of a built-in kind; see ``kconv.engine.convert_kind`` for the arguments.

    ``release`` is the one whose defaults count, the newest where none is given. Raises UnknownKindError for a kind or
    version that kconv has no rules for.
    """
    gvk = identify(obj)
    if gvk.group_version == to:
        return Conversion(obj)
    kind = find(gvk)
    if kind is None:
        raise UnknownKindError(
            f"kconv has no rules for {gvk}",
            gvk=gvk,
            hint="custom resources are converted by the rules of their own operator",
        )
    return convert_kind(
        kind,
        obj,
        to,
        release=release or catalog.latest(),
        defaults=defaults,
        decisions=decisions,
        leave_out=leave_out,
        keep=stash,
        demands=demands,
    )
