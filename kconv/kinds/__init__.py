"""The built-in kinds. A file's place is its registration: `<group>/<kind in lower case>.py` holds its history.

It is the file's `KIND`; `APART` lists kinds of the same name that cannot be converted to it. A scan needs only to know
whether there are rules, so the engine is imported by the first conversion. ``registry`` has these kinds, and with them
those that a user declares.
"""

from __future__ import annotations

import os
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kconv import catalog
from kconv.catalog.served import everything
from kconv.errors import ConversionError
from kconv.names import GroupVersion, GroupVersionKind, Release

if TYPE_CHECKING:
    from kconv.engine import Kind

_HERE = os.path.dirname(__file__)
OLDEST = Release(9)
"""The first release whose kinds there are rules for."""


@lru_cache(maxsize=1)
def _files() -> dict[str, list[str]]:
    """Module names by kind in lower case; several groups may have a kind of the same name."""
    found: dict[str, list[str]] = {}
    groups = sorted(entry.name for entry in os.scandir(_HERE) if entry.is_dir())
    for group in groups:
        for name in sorted(os.listdir(os.path.join(_HERE, group))):
            kind, suffix = os.path.splitext(name)
            if suffix == ".py" and not kind.startswith("_"):
                found.setdefault(kind, []).append(f"{__name__}.{group}.{kind}")
    return found


@lru_cache(maxsize=512)
def find(gvk: GroupVersionKind) -> Kind | None:
    """The kind that has this version, or None if kconv has no rules for it."""
    for module in _files().get(gvk.kind.lower(), ()):
        for kind in _kinds(module):
            if kind.name == gvk.kind and gvk.group_version in kind.versions:
                return kind
    return None


def _kinds(module: str) -> tuple[Kind, ...]:
    held = import_module(module)
    return (held.KIND, *getattr(held, "APART", ()))


def has_rules(gvk: GroupVersionKind) -> bool:
    """Whether ``find`` finds the kind, seldom with an import: a kind's file has every version since ``OLDEST``."""
    if gvk.kind.lower() not in _files():
        return False
    served = catalog.lookup(gvk)
    recent = served is not None and (served.removed is None or served.removed > OLDEST)
    return (recent and not _has_namesake(gvk)) or find(gvk) is not None


def _has_namesake(gvk: GroupVersionKind) -> bool:
    """Whether another kind has the same name, as the Evictions of policy and of lifecycle.k8s.io."""
    return len({one.family for one in everything().values() if one.gvk.kind == gvk.kind}) > 1


def names() -> tuple[str, ...]:
    """The names of all kinds that there are rules for."""
    return tuple(dict.fromkeys(kind.name for kind in registered()))


def registered() -> list[Kind]:
    """Every built-in kind, by name."""
    kinds = [kind for modules in _files().values() for module in modules for kind in _kinds(module)]
    return sorted(kinds, key=lambda kind: (kind.name, kind.hub))


def identify(obj: Any) -> GroupVersionKind:
    """The object's group, version and kind. Raises ConversionError if apiVersion or kind is not set."""
    api_version, kind = stated(obj)
    return GroupVersion.parse(api_version).kind(kind)


def stated(obj: Any) -> tuple[str, str]:
    """The object's apiVersion and kind, as they are written. Raises as ``identify`` does."""
    if not isinstance(obj, dict):
        raise ConversionError(f"not an object but {type(obj).__name__}", hint="pass a manifest as a dict")
    api_version, kind = obj.get("apiVersion"), obj.get("kind")
    if not isinstance(api_version, str) or not isinstance(kind, str) or not api_version or not kind:
        raise ConversionError(
            "apiVersion and kind must be set", hint="both are strings, such as apps/v1 and Deployment"
        )
    return api_version, kind
