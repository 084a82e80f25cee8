"""kconv moves Kubernetes objects between API versions without losing anything.

>>> import kconv
>>> kconv.convert({"apiVersion": "rbac.authorization.k8s.io/v1beta1", "kind": "Role"}, "rbac.authorization.k8s.io/v1")
{'apiVersion': 'rbac.authorization.k8s.io/v1', 'kind': 'Role'}
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing's own costs as much as Python's start, and `kconv --version` needs nothing of it
if TYPE_CHECKING:
    from kconv import models as models
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
    from kconv.kinds.registry import Kinds
    from kconv.names import GroupVersion, GroupVersionKind, Release
    from kconv.objects.convert import convert
    from kconv.objects.inherited import inherited_metadata

__version__ = "0.1.0"
__all__ = [
    "ConversionError",
    "DecisionError",
    "GroupVersion",
    "GroupVersionKind",
    "KconvError",
    "Kinds",
    "ManifestError",
    "NoSuccessorError",
    "Question",
    "Release",
    "StashTooLargeError",
    "UnknownKindError",
    "UsageError",
    "convert",
    "inherited_metadata",
]

_ELSEWHERE = {
    "convert": ("kconv.objects.convert",),
    "inherited_metadata": ("kconv.objects.inherited",),
    "Kinds": ("kconv.kinds.registry",),
}


def __getattr__(name: str) -> object:
    """The public names, imported when first used."""
    from importlib import import_module

    if name == "models":
        return import_module("kconv.models")
    if name not in __all__:
        raise AttributeError(f"module 'kconv' has no attribute {name!r}")
    places = _ELSEWHERE.get(name, ("kconv.names", "kconv.errors"))
    found = next(getattr(place, name) for place in map(import_module, places) if hasattr(place, name))
    globals()[name] = found
    return found
