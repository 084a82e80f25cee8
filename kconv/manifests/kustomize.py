"""A kustomize patch looks like an object but is only the part of one that changes: defaults written into it would
override what the base says.

A file is a patch if a kustomization in its folder or above lists it (`patchesStrategicMerge`, `patches`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_FIELDS = ("patches", "patchesStrategicMerge", "patchesJson6902")


def is_patch(path: str, root: str) -> bool:
    """Whether a kustomization between the file's folder and ``root`` lists the file as a patch."""
    if os.path.islink(path):
        path = os.path.realpath(path)
    folder, name = os.path.split(path)
    real, listed = _above(folder, root)
    return bool(listed) and os.path.join(real, name) in listed


@lru_cache(maxsize=4096)
def _above(folder: str, root: str) -> tuple[str, frozenset[str]]:
    """A folder's real path, and the patches that the kustomizations from it up to ``root`` list."""
    real, top = Path(folder).resolve(), Path(root).resolve()
    between = [real, *real.parents]
    if top in between:
        between = between[: between.index(top) + 1]
    return str(real), frozenset().union(*map(_patches, between))


@lru_cache(maxsize=4096)
def _patches(folder: Path) -> frozenset[str]:
    files = [folder / name for name in NAMES if (folder / name).is_file()]
    return frozenset(os.path.normpath(folder / entry) for file in files for entry in _listed(file))


def _listed(file: Path) -> Iterator[str]:
    import yaml

    try:
        held = yaml.load(file.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
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
