"""An object and the patches in files of their own are migrated together: if one of them cannot be, none is, across all
kustomizations that share them.

A ledger records which objects of connected kustomizations wait and why, and what no longer fits in which kustomization.
"""

from __future__ import annotations

from kconv.paths import FieldPath
from kconv.pipeline.migrate.overlays.base import Doc, Misfit, Reason


class Ledger:
    """Filled while every kustomization is tried, and read afterwards."""

    def __init__(self) -> None:
        self.waiting: dict[Doc, list[Reason]] = {}
        self._misfits: dict[str, dict[tuple[FieldPath, Doc], Misfit]] = {}
        self._joined: dict[Doc, set[Doc]] = {}
        self._lost: dict[Doc, Reason] = {}
        self._staying: dict[Doc, Reason] = {}

    def misfits(self, kustomization: str) -> list[Misfit]:
        """What no longer fits in the kustomization of a file."""
        return list(self._misfits.get(kustomization, {}).values())

    def misfit(self, kustomization: str, misfit: Misfit) -> None:
        """Add a layer that no longer fits: its object waits."""
        self._misfits.setdefault(kustomization, {}).setdefault((misfit.place, misfit.base.doc), misfit)
        self.wait(misfit.base.doc, Reason(misfit.file, misfit.line, misfit.why))

    def wait(self, doc: Doc, reason: Reason) -> None:
        """Add an object or a patch that waits because of the layers over it, or of the objects below it."""
        reasons = self.waiting.setdefault(doc, [])
        if reason not in reasons:
            reasons.append(reason)

    def stay(self, doc: Doc, reason: Reason) -> None:
        """Add one that is not migrated for a reason that its own outcome reports: whatever is joined to it waits."""
        self._staying.setdefault(doc, reason)

    def join(self, one: Doc, other: Doc) -> None:
        """Add two that are migrated together or not at all."""
        self._joined.setdefault(one, set()).add(other)
        self._joined.setdefault(other, set()).add(one)

    def lose(self, patch: Doc, reason: Reason) -> None:
        """Add a patch whose object is not in this kustomization; it may be in another."""
        self._lost[patch] = reason

    def close(self) -> None:
        """Finish: a patch without an object anywhere waits, and so does what is joined to one that is not migrated."""
        for doc, reason in self._lost.items():
            if doc not in self._joined:
                self.wait(doc, reason)
        todo = [*self._staying.items(), *((doc, reasons[0]) for doc, reasons in self.waiting.items())]
        done = {doc for doc, _ in todo}
        while todo:
            doc, reason = todo.pop()
            for other in sorted(self._joined.get(doc, set()) - done):
                self.wait(other, reason)
                done.add(other)
                todo.append((other, reason))
