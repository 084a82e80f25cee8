"""Most kustomizations of a repository include nothing old, which bytes show without a parse; each is read once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property

from kconv.errors import ManifestError
from kconv.manifests.kustomize import NAMES, at
from kconv.manifests.unread import GIT
from kconv.pipeline.migrate.overlays.kustomization import Kustomization, content
from kconv.pipeline.migrate.target import Target

_UPWARDS = re.compile(rb"(?<![^\s\"',\[])[^\s\"',\[\]]*\.\.[^\s\"',\]]*")
"""Each word that may be a path out of the folder."""


class Repository:
    """One tree of files."""

    def __init__(self, top: str, target: Target) -> None:
        self.top, self.target = top, target
        self._read: dict[str, Kustomization | None] = {}
        self._old_below: dict[str, bool] = {}
        self._connected: dict[str, list[Kustomization]] = {}

    def connected(self, path: str) -> list[Kustomization]:
        """The kustomizations whose result depends on a path, or shares a base, a patch or a file with one of those, in
        the order of their folders. Those that cannot be read are left out; kustomize cannot read them either.
        """
        if path not in self._connected:
            found, seen, waiting = dict[str, Kustomization](), {path}, [path]
            while waiting:
                for each in self._naming.get(waiting.pop(), ()):
                    if each.folder not in found:
                        found[each.folder] = each
                        fresh = set(_named(each)) - seen
                        seen |= fresh
                        waiting += fresh
            group = [found[folder] for folder in sorted(found)]
            self._connected.update(dict.fromkeys(seen, group))
        return self._connected[path]

    @cached_property
    def _naming(self) -> dict[str, list[Kustomization]]:
        """The kustomizations that name each path, or are in that folder."""
        found: dict[str, list[Kustomization]] = {}
        seen, waiting = set(self._folders), list(self._folders)
        while waiting:
            if (each := self.kustomization(waiting.pop())) is None:
                continue
            for path in _named(each):
                found.setdefault(path, []).append(each)
                if path not in seen and os.path.isdir(path):  # outside of this tree
                    waiting.append(path)
                seen.add(path)
        return found

    @cached_property
    def _folders(self) -> set[str]:
        found, waiting = set[str](), [self.top]
        while waiting:
            folder = waiting.pop()
            with suppress(OSError), os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name in NAMES:
                        found.add(os.path.realpath(folder))
                    elif entry.is_dir(follow_symlinks=False) and entry.name != GIT:
                        waiting.append(entry.path)
        return found

    @cached_property
    def outside(self) -> frozenset[str]:
        """The paths outside of their folders that kustomizations include or apply as patches."""
        taken_in = (each for found in self._reaching_out for each in _outside(found, found.entries))
        return self.patches_outside.union(taken_in)

    @cached_property
    def patches_outside(self) -> frozenset[str]:
        """Those of ``outside`` that are patches."""
        return frozenset(each for found in self._reaching_out for each in _outside(found, _patches(found)))

    @cached_property
    def _reaching_out(self) -> list[Kustomization]:
        """Those that may name a file outside of their folders: the bytes of most show that they do not."""
        found = (self.kustomization(folder) for folder in self._folders if self._climbs(folder))
        return [each for each in found if each is not None]

    @staticmethod
    def _climbs(folder: str) -> bool:
        try:
            entries = _UPWARDS.findall(content(at(folder)))
        except ManifestError:
            return False
        return not all(os.path.isdir(os.path.join(os.fsencode(folder), entry)) for entry in entries)

    def kustomization(self, folder: str) -> Kustomization | None:
        """A folder's kustomization, or None if it has none that can be read."""
        if folder not in self._read:
            file = at(folder)
            try:
                self._read[folder] = Kustomization(file) if file else None
            except ManifestError:
                self._read[folder] = None
        return self._read[folder]

    def holds_old(self, folder: str, above: tuple[str, ...] = ()) -> bool:
        """Whether a kustomization includes anything that may be old; most do not, and are not built."""
        if folder not in self._old_below:
            found = None if folder in above else self.kustomization(folder)
            self._old_below[folder] = found is not None and any(
                self.holds_old(entry, (*above, folder)) if os.path.isdir(entry) else self._may_hold_old(entry)
                for entry in (*found.entries, *found.components)
            )
        return self._old_below[folder]

    def _may_hold_old(self, file: str) -> bool:
        try:
            return os.path.isfile(file) and self.target.watch.may_hold_old(content(file))
        except ManifestError:
            return False


def _named(kustomization: Kustomization) -> Iterator[str]:
    """A kustomization's folder, and every path that it names."""
    yield kustomization.folder
    yield from (*kustomization.entries, *kustomization.components)
    yield from _patches(kustomization)


def _patches(kustomization: Kustomization) -> Iterator[str]:
    return (layer.file for layer in (*kustomization.patches, *kustomization.operations) if layer.file)


def _outside(kustomization: Kustomization, files: Iterable[str]) -> Iterator[str]:
    inside = kustomization.folder + os.sep
    return (each for each in files if not each.startswith(inside))
