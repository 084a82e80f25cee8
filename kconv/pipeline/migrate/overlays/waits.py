"""Most objects are part of no kustomization, and most kustomizations include nothing old: names and bytes show which.

Only for the others is each layer tried, to find the objects that wait.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from kconv.manifests.ignore import repository
from kconv.manifests.kustomize import at, is_near, is_patch, real_path
from kconv.manifests.scope import Scope
from kconv.paths import FieldPath

if TYPE_CHECKING:
    from kconv.pipeline.migrate.overlays.base import Misfit, Reason
    from kconv.pipeline.migrate.overlays.ledger import Ledger
    from kconv.pipeline.migrate.overlays.repository import Repository
    from kconv.pipeline.migrate.target import Target


class Overlays:
    """Consulted for every old object that may be part of a kustomization; made once a run.

    To build the first kustomizations, a process imports the engine and the kinds in them. So another process than the
    first of a run defers up to ``defers`` files for which it would build one. Beyond that, all processes build.
    """

    def __init__(self, target: Target, scope: Scope, *, defers: int = 0) -> None:
        self.target, self.scope = target, scope
        self._first, self._defers = os.getpid(), defers
        self._repository = lru_cache(maxsize=4096)(self._around)
        self._elsewhere = lru_cache(maxsize=4096)(self._anywhere)
        self._repositories: dict[str, Repository] = {}
        self._ledgers: dict[tuple[str, str], Ledger] = {}

    def reasons(self, file: str, index: int, path: FieldPath) -> list[Reason]:
        """Why an old object waits; empty if everything that kustomize applies to it still fits."""
        real = real_path(file)
        folder = os.path.dirname(real)
        if not is_near(folder):
            elsewhere = self._elsewhere(folder)
            if elsewhere is None or real not in elsewhere.outside:
                return []
        from kconv.pipeline.migrate.overlays.base import Doc

        ledger = self._of(folder, real)
        return ledger.waiting.get(Doc(real, index, path), []) if ledger else []

    def is_patch(self, file: str) -> bool:
        """Whether any kustomization of the repository applies a file as a patch."""
        if is_patch(file):
            return True
        real = real_path(file)
        elsewhere = self._elsewhere(os.path.dirname(real))
        return elsewhere is not None and real in elsewhere.patches_outside

    def misfits(self, file: str) -> list[Misfit]:
        """The layers of a kustomization that no longer fit once the old objects below them are migrated."""
        real = real_path(file)
        folder = os.path.dirname(real)
        ledger = self._of(folder, folder) if self._repository(folder).holds_old(folder) else None
        return ledger.misfits(real) if ledger else []

    def _top(self, folder: str) -> str:
        """The tree in which kustomizations may include the files of a folder: its repository. Without one, the named
        path, and the folder around it if it is part of a kustomization itself: overlays lie beside their base.
        """
        named = self.scope.tree(folder) or folder
        found = repository(named) or repository(folder)  # a submodule is part of the named path
        if found:
            return found
        kustomized = [each for each in _upwards(named) if at(each)]
        around = os.path.dirname(kustomized[-1]) if kustomized else named
        return named if around in (os.sep, os.path.expanduser("~")) else around

    def _anywhere(self, folder: str) -> Repository | None:
        """Where kustomizations may name a file that is not near them; None for the folder of a single file."""
        return self._repository(folder) if self.scope.tree(folder) or repository(folder) else None

    def _of(self, folder: str, path: str) -> Ledger | None:
        """The ledger of the kustomizations that are connected with a path, which is this folder or in it; None if no
        kustomization names it.
        """
        around = self._repository(folder)
        group = around.connected(path)
        if not group:
            return None
        key = (around.top, group[0].folder)
        if key not in self._ledgers:
            self._defer()
            from kconv.pipeline.migrate.overlays.building import built

            self._ledgers[key] = built(group, around, self.target, self.scope)
        return self._ledgers[key]

    def _defer(self) -> None:
        """Leave the file in hand to the first process, unless this is that one, or has left enough to it."""
        if self._defers and os.getpid() != self._first:
            from kconv.pipeline.jobs import Deferred

            self._defers -= 1
            raise Deferred

    def _around(self, folder: str) -> Repository:
        top = self._top(folder)
        if top not in self._repositories:
            from kconv.pipeline.migrate.overlays.repository import Repository

            self._repositories[top] = Repository(top, self.target)
        return self._repositories[top]


def _upwards(folder: str) -> Iterable[str]:
    """A folder and those above it."""
    yield folder
    while (parent := os.path.dirname(folder)) != folder:
        yield (folder := parent)
