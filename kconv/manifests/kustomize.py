"""A kustomize patch looks like an object but is only the part of one that changes: defaults written into it would
override what the base says.

A file is a patch if a kustomization in its folder or above lists it (`patchesStrategicMerge`, `patches`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_FIELDS = ("patches", "patchesStrategicMerge", "patchesJson6902")


def is_patch(path: str, root: str) -> bool:
    """Whether a kustomization between the file's folder and ``root`` lists the file as a patch."""
    if os.path.islink(path):
        path = os.path.realpath(path)
    folder, name = os.path.split(path)
    real = _real(folder)
    listed = _above(real, _real(root))
    return bool(listed) and os.path.join(real, name) in listed


@lru_cache(maxsize=4096)
def _real(folder: str) -> str:
    return os.path.realpath(folder or os.curdir)


@lru_cache(maxsize=4096)
def _above(folder: str, top: str) -> frozenset[str]:
    """The patches that the kustomizations from a folder up to ``top`` list."""
    own, parent = _patches(folder), os.path.dirname(folder)
    return own if parent == folder or folder == top else own | _above(parent, top)


@lru_cache(maxsize=4096)
def _patches(folder: str) -> frozenset[str]:
    files = (os.path.join(folder, name) for name in NAMES)
    listed = (entry for file in files if os.path.isfile(file) for entry in _listed(file))
    return frozenset(os.path.normpath(os.path.join(folder, entry)) for entry in listed)


def _listed(file: str) -> Iterator[str]:
    import yaml

    try:
        with open(file, "rb") as opened:
            held = yaml.load(opened, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, yaml.YAMLError, RecursionError, ValueError):
        return  # a kustomization that kustomize itself cannot read lists nothing
    for field in _FIELDS if isinstance(held, dict) else ():
        for entry in held.get(field) or ():
            path = _path(entry)
            if path and "\n" not in path:
                yield path


def _path(entry: Any) -> str:
    """The path of an entry: the entry itself or its `path`; "" for a patch that stands in the kustomization."""
    if isinstance(entry, dict):
        entry = entry.get("path")
    return entry if isinstance(entry, str) else ""
