"""A kustomize patch looks like an object but has only the fields that it changes: defaults written to it would override
the base.

A file is a patch if a kustomization in its folder or above lists it (`patchesStrategicMerge`, `patches`). Whichever
path was named, kustomizations are searched for up to the root of the repository.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from kconv.manifests.ignore import repository

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_FIELDS = ("patches", "patchesStrategicMerge", "patchesJson6902")
_LISTING = (b"patches", b"\\", b"\0")
"""Any text with one of the fields contains one of these, even in UTF-16; most kustomizations need not be parsed."""


@lru_cache(maxsize=4096)
def at(folder: str) -> str:
    """The kustomization file of a folder; "" if it has none that can be read."""
    files = (os.path.join(folder, name) for name in NAMES)
    return next((file for file in files if os.access(file, os.R_OK)), "")


def is_near(folder: str) -> bool:
    """Whether a kustomization is in a folder, by its real path, or above it in its repository."""
    return _has_above(folder, top(folder))


@lru_cache(maxsize=4096)
def _has_above(folder: str, top: str) -> bool:
    parent = os.path.dirname(folder)
    return bool(at(folder)) or (folder not in (top, parent) and _has_above(parent, top))


def is_patch(path: str) -> bool:
    """Whether a kustomization in the file's folder, or above it in its repository, lists the file as a patch."""
    real = real_path(path)
    folder = os.path.dirname(real)
    return real in _above(folder, top(folder))


def top(folder: str) -> str:
    """The root of the repository around a folder, or of the file system if there is none."""
    return repository(folder) or os.path.abspath(os.sep)


def real_path(path: str) -> str:
    """Like ``os.path.realpath``, which would look up every folder on the path each time."""
    if os.path.islink(path):
        return os.path.realpath(path)
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.join(_real(folder), name)


@lru_cache(maxsize=4096)
def _real(folder: str) -> str:
    parent, name = os.path.split(folder)
    if parent == folder or os.path.islink(folder):
        return os.path.realpath(folder)
    return os.path.join(_real(parent), name)


@lru_cache(maxsize=4096)
def _above(folder: str, top: str) -> frozenset[str]:
    """The patches that the kustomizations from a folder up to ``top`` list."""
    own, parent = _patches(folder), os.path.dirname(folder)
    return own if parent == folder or folder == top else own | _above(parent, top)


@lru_cache(maxsize=4096)
def _patches(folder: str) -> frozenset[str]:
    files = (os.path.join(folder, name) for name in NAMES)
    # most folders have none, and `isfile` would raise and catch an error for each of the three names
    listed = (entry for file in files if os.access(file, os.R_OK) for entry in _listed(file))
    return frozenset(os.path.realpath(os.path.join(folder, entry.replace("\0", ""))) for entry in listed)


def _listed(file: str) -> Iterator[str]:
    from kconv.libyaml import Loader, yaml

    try:
        with open(file, "rb") as opened:
            data = opened.read()
        if not any(mark in data for mark in _LISTING):
            return
        held = yaml.load(data, Loader)
    except (OSError, yaml.YAMLError, RecursionError, ValueError):
        return  # a kustomization that kustomize itself cannot read lists nothing
    for field in _FIELDS if isinstance(held, dict) else ():
        for entry in held.get(field) or ():
            path = _path(entry)
            if path and "\n" not in path:
                yield path


def _path(entry: Any) -> str:
    """The path of an entry: the entry itself or its `path`; "" for an inline patch."""
    if isinstance(entry, dict):
        entry = entry.get("path")
    return entry if isinstance(entry, str) else ""
