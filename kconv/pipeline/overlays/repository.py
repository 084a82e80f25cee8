"""The kustomizations of a repository, and the old objects that each of them takes in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property

from kconv.errors import ManifestError
from kconv.manifests.kustomize import NAMES
from kconv.manifests.scope import VENDORED
from kconv.paths import FieldPath
from kconv.pipeline import reading
from kconv.pipeline.found import identify
from kconv.pipeline.goal import Goal
from kconv.pipeline.overlays.base import Base, Doc, identity
from kconv.pipeline.overlays.kustomization import Kustomization, at, content, fixed, raws
from kconv.pipeline.overlays.trial import Trial


class Repository:
    """One tree of files."""

    def __init__(self, top: str, goal: Goal, trial: Trial) -> None:
        self.top, self.goal, self.trial = top, goal, trial
        self._read: dict[str, Kustomization | None] = {}
        self._objects: dict[str, list[Base]] = {}
        self._old_below: dict[str, bool] = {}

    @cached_property
    def kustomizations(self) -> list[Kustomization]:
        """All that can be read, in the order of their folders; others kustomize cannot read either."""
        found = (self.kustomization(folder) for folder in self._folders())
        return [each for each in found if each is not None]

    def _folders(self) -> Iterator[str]:
        for folder, below, files in os.walk(self.top):
            below[:] = sorted(name for name in below if not name.startswith(".") and name not in VENDORED)
            if any(name in NAMES for name in files):
                yield os.path.realpath(folder)

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

    def objects(self, file: str) -> list[Base]:
        """The objects of a file that are to move; none of a file that cannot be read."""
        if file not in self._objects:
            try:
                self._objects[file] = list(self._old(file))
            except ManifestError:
                self._objects[file] = []
        return self._objects[file]

    def _old(self, file: str) -> Iterator[Base]:
        data = content(file)
        if not self.goal.watch.stirs(data):
            return
        closed = fixed(data, file)
        for raw in raws(data):
            if not self.goal.watch.stirs(raw.data):
                continue
            try:
                document, _ = reading.tree(raw, file)
            except ManifestError:  # a template, or no YAML: it does not move, nor does kustomize read it
                continue
            for path, value in _items(document.value, ()):
                gvk = identify(value)
                verdict = self.goal.verdict(gvk) if gvk else None
                if gvk is None or verdict is None or verdict.way is None:
                    continue
                to = verdict.way.kind(gvk.kind)
                new, why = (None, closed) if closed else self.trial.moved(value, to)
                line = document.line_of((*path, "apiVersion"))
                doc = Doc(file, raw.index, path)
                yield Base(doc, line, gvk, to, value, new, why, frozenset({identity(value)}))


def _items(value: object, path: FieldPath) -> Iterator[tuple[FieldPath, dict[str, object]]]:
    if not isinstance(value, dict):
        return
    items = value.get("items")
    if value.get("kind") == "List" and isinstance(items, list):
        for index, item in enumerate(items):
            yield from _items(item, (*path, "items", index))
    else:
        yield path, value
