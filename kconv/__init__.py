"""kconv moves Kubernetes objects between API versions without losing anything.

>>> import kconv
>>> kconv.convert({"apiVersion": "rbac.authorization.k8s.io/v1beta1", "kind": "Role"}, "rbac.authorization.k8s.io/v1")
{'apiVersion': 'rbac.authorization.k8s.io/v1', 'kind': 'Role'}
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing's own costs as much as Python's start, and `kconv --version` needs nothing of it
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from kconv.engine import Defaults
    from kconv.errors import (
        ConversionError,
        DecisionError,
        KconvError,
        ManifestError,
        NoSuccessorError,
        Question,
        StashTooLargeError,
        UnknownKindError,
        UsageError,
    )
    from kconv.names import GroupVersion, GroupVersionKind, Release

__version__ = "0.1.0"
__all__ = [
    "ConversionError",
    "DecisionError",
    "GroupVersion",
    "GroupVersionKind",
    "KconvError",
    "ManifestError",
    "NoSuccessorError",
    "Question",
    "Release",
    "StashTooLargeError",
    "UnknownKindError",
    "UsageError",
    "convert",
]


def __getattr__(name: str) -> object:
    """The public names of errors and names, imported when first used."""
    if name in __all__:
        from kconv import errors, names

        return getattr(names if hasattr(names, name) else errors, name)
    raise AttributeError(f"module 'kconv' has no attribute {name!r}")


def convert(
    obj: dict[str, Any],
    to: str | GroupVersion,
    *,
    defaults: Defaults = "preserve",
    release: str | Release | None = None,
    decisions: Mapping[str, str] | None = None,
    stash: bool = True,
) -> dict[str, Any]:
    """Convert a manifest to another version of its kind.

    ``obj`` is a manifest as a dict; it is not changed. The result is a new dict that shares with ``obj`` the parts that
    are the same in both versions: deep-copy it before changing it in place. ``to`` is a group/version such as
    "apps/v1" or "v1". A ``List`` is converted item by item, items that have no such version staying as they are.

    ``defaults`` says what becomes of fields that are left out: "preserve" writes those that the two versions fill in
    differently, so that the object acts as before; "none" adds nothing; "all" writes what `kubectl convert` writes.
    ``release`` is the Kubernetes release whose defaults count (the newest when None). ``decisions`` answers by name
    what only a person can decide. ``stash`` allows an annotation for what the target version cannot hold.

    Raises UnknownKindError when kconv has no rules for the kind or version, DecisionError when the target's server
    would refuse the result until a question is answered (only with "preserve", or when something would be lost without
    a stash), and StashTooLargeError.
    """
    from kconv import catalog, kinds
    from kconv.errors import DecisionError, UsageError
    from kconv.kinds.lists import convert_items, is_list
    from kconv.names import GroupVersion

    target = to if isinstance(to, GroupVersion) else GroupVersion.parse(to)
    if defaults not in ("preserve", "none", "all"):
        raise UsageError(f"{defaults!r} is no policy for defaults", hint="use preserve, none or all")
    at = catalog.parse_release(release) if isinstance(release, str) else release

    def one(item: dict[str, Any]) -> dict[str, Any]:
        result = kinds.convert(item, target, defaults=defaults, release=at, decisions=decisions, stash=stash)
        if result.questions:
            raise DecisionError(tuple(result.questions), gvk=kinds.identify(item))
        return result.object if result.object is not item else dict(item)

    return convert_items(obj, target, one) if is_list(obj) else one(obj)
