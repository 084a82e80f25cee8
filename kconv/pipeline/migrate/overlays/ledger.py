"""What was found in a repository: which objects wait and why, and what in which kustomization no longer fits.

An object and the patches that are files of their own move together: where one of them cannot, none does, over as many
kustomizations as share them.
"""

from __future__ import annotations

from kconv.paths import FieldPath
from kconv.pipeline.migrate.overlays.base import Doc, Misfit, Reason


class Ledger:
    """Filled while every kustomization is tried, and asked afterwards."""

    def __init__(self) -> None:
        self.waiting: dict[Doc, list[Reason]] = {}
        self._misfits: dict[str, dict[tuple[FieldPath, Doc], Misfit]] = {}
        self._joined: dict[Doc, set[Doc]] = {}
        self._lost: dict[Doc, Reason] = {}
        self._staying: dict[Doc, Reason] = {}

    def misfits(self, kustomization: str) -> list[Misfit]:
        """What a kustomization, by its file, has that no longer fits."""
        return list(self._misfits.get(kustomization, {}).values())

    def misfit(self, kustomization: str, misfit: Misfit) -> None:
        """Add something that no longer fits: its object waits."""
        self._misfits.setdefault(kustomization, {}).setdefault((misfit.place, misfit.base.doc), misfit)
        self.wait(misfit.base.doc, Reason(misfit.file, misfit.line, misfit.why))

    def wait(self, doc: Doc, reason: Reason) -> None:
        """An object, or a patch, that cannot move for what is laid over it or for what it is laid over."""
        reasons = self.waiting.setdefault(doc, [])
        if reason not in reasons:
            reasons.append(reason)

    def stay(self, doc: Doc, reason: Reason) -> None:
        """One that does not move of itself, which its own outcome says: what is joined to it waits."""
        self._staying.setdefault(doc, reason)

    def join(self, one: Doc, other: Doc) -> None:
        """Two that move together or not at all."""
        self._joined.setdefault(one, set()).add(other)
        self._joined.setdefault(other, set()).add(one)

    def lose(self, patch: Doc, reason: Reason) -> None:
        """A patch of which one kustomization does not have the object; another one may."""
        self._lost[patch] = reason

    def close(self) -> None:
        """All is found: what has no object anywhere waits, and what is joined to something that stays does too."""
        for doc, reason in self._lost.items():
            if doc not in self._joined:
                self.wait(doc, reason)
        todo = [*self._staying.items(), *((doc, reasons[0]) for doc, reasons in self.waiting.items())]
        done = {doc for doc, _ in todo}
        while todo:
            doc, reason = todo.pop()
            for other in sorted(self._joined.get(doc, set()) - done, key=str):
                self.wait(other, reason)
                done.add(other)
                todo.append((other, reason))
