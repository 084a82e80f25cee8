"""The kustomizations of a repository, each read once; whether one takes in anything old is told from bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property

from kconv.errors import ManifestError
from kconv.manifests.kustomize import NAMES, at
from kconv.manifests.unread import GIT
from kconv.pipeline.goal import Goal
from kconv.pipeline.overlays.kustomization import Kustomization, content


class Repository:
    """One tree of files."""

    def __init__(self, top: str, goal: Goal) -> None:
        self.top, self.goal = top, goal
        self._read: dict[str, Kustomization | None] = {}
        self._patches: set[str] = set()
        self._old_below: dict[str, bool] = {}

    @cached_property
    def kustomizations(self) -> list[Kustomization]:
        """All that can be read, in the order of their folders; others kustomize cannot read either."""
        found = (self.kustomization(folder) for folder in self._folders())
        return [each for each in found if each is not None]

    def _folders(self) -> Iterator[str]:
        for folder, below, files in os.walk(self.top):
            below[:] = sorted(name for name in below if name != GIT)
            if not set(NAMES).isdisjoint(files):
                yield os.path.realpath(folder)

    @cached_property
    def outside(self) -> frozenset[str]:
        """The files that kustomizations take in or lay over objects from outside of their folders."""
        return frozenset(each for folder in self._folders() for each in self._outside(folder))

    @cached_property
    def patches_outside(self) -> frozenset[str]:
        """Those of ``outside`` that are patches."""
        return frozenset(each for each in self.outside if each in self._patches)

    def _outside(self, folder: str) -> Iterator[str]:
        """Most name none: that is told from bytes."""
        try:
            if b".." not in content(at(folder)) or not (found := self.kustomization(folder)):
                return
        except ManifestError:
            return
        patches = {layer.file for layer in (*found.patches, *found.operations) if layer.file}
        self._patches |= patches
        for file in (*found.entries, *patches):
            if not file.startswith(folder + os.sep) and os.path.isfile(file):
                yield file

    def kustomization(self, folder: str) -> Kustomization | None:
        """A folder's kustomization, None where it has none that can be read."""
        if folder not in self._read:
            file = at(folder)
            try:
                self._read[folder] = Kustomization(file) if file else None
            except ManifestError:
                self._read[folder] = None
        return self._read[folder]

    def holds_old(self, folder: str, above: tuple[str, ...] = ()) -> bool:
        """Whether a kustomization takes in anything that may be old; most do not, and need no closer look."""
        if folder not in self._old_below:
            found = None if folder in above else self.kustomization(folder)
            self._old_below[folder] = found is not None and any(
                self.holds_old(entry, (*above, folder)) if os.path.isdir(entry) else self._stirs(entry)
                for entry in (*found.entries, *found.components)
            )
        return self._old_below[folder]

    def _stirs(self, file: str) -> bool:
        try:
            return os.path.isfile(file) and self.goal.watch.stirs(content(file))
        except ManifestError:
            return False
