"""Which objects of a kustomization wait, and for what.

An object and the patches that are files of their own move together: where one of them cannot, none does, over as many
kustomizations as share them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, NamedTuple

from kconv.errors import ManifestError
from kconv.manifests.ignore import repository
from kconv.manifests.scope import Scope
from kconv.manifests.tree import Document
from kconv.paths import FieldPath
from kconv.pipeline.converting import converted
from kconv.pipeline.found import identify
from kconv.pipeline.goal import Goal
from kconv.pipeline.overlays import fields
from kconv.pipeline.overlays.base import Base, Doc, is_patched_by, is_selected
from kconv.pipeline.overlays.fields import Misfit
from kconv.pipeline.overlays.kustomization import Kustomization, Layer, at
from kconv.pipeline.overlays.repository import Repository
from kconv.pipeline.overlays.trial import Fit, Trial


class Reason(NamedTuple):
    """Why a document waits: what stands in its way, and where."""

    file: str
    line: int
    why: str


class Overlays:
    """Asked for every old object that may be part of a kustomization; built once a run."""

    def __init__(self, goal: Goal, scope: Scope) -> None:
        self.goal, self.scope = goal, scope
        self.trial = Trial(goal)
        self._repositories: dict[str, Repository] = {}
        self._answers: dict[str, _Answers] = {}

    def reasons(self, file: str, index: int, path: FieldPath) -> list[Reason]:
        """Why an old object does not move, empty where kustomize has nothing against it."""
        real = os.path.realpath(file)
        if not any(at(folder) for folder in _folders(os.path.dirname(real), self._top(real))):
            return []
        return self._of(real).waiting.get(Doc(real, index, path), [])

    def misfits(self, file: str) -> list[Misfit]:
        """What a kustomization lays over old objects and no longer fits once they move."""
        real = os.path.realpath(file)
        if not self._repository(self._top(real)).holds_old(os.path.dirname(real)):
            return []
        return list(self._of(real).misfits.get(real, {}).values())

    def _top(self, real: str) -> str:
        """The tree in which kustomizations may take in a file: its repository, else the folder that a person is in, or
        the one around it."""
        folder = os.path.dirname(real)
        found = repository(folder)
        if found:
            return found
        here = os.getcwd()
        inside = real.startswith(here.rstrip(os.sep) + os.sep) and here not in (os.sep, os.path.expanduser("~"))
        around = os.path.dirname(self.scope.tree(real) or folder)
        return here if inside else around if around not in (os.sep, os.path.expanduser("~")) else folder

    def _of(self, real: str) -> _Answers:
        top = self._top(real)
        if top not in self._answers:
            self._answers[top] = _Answers(self._repository(top), self)
        return self._answers[top]

    def _repository(self, top: str) -> Repository:
        if top not in self._repositories:
            self._repositories[top] = Repository(top, self.goal, self.trial)
        return self._repositories[top]


def _folders(folder: str, top: str) -> Iterable[str]:
    """A folder and those above it, up to the top."""
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if folder in (top, parent):
            return
        folder = parent


class _Answers:
    """What waits in one repository: every layer of every kustomization has been tried."""

    def __init__(self, files: Repository, overlays: Overlays) -> None:
        self.files, self.overlays = files, overlays
        self.trial, self.goal = overlays.trial, overlays.goal
        self.misfits: dict[str, dict[tuple[FieldPath, Doc], Misfit]] = {}
        self.waiting: dict[Doc, list[Reason]] = {}
        self._joined: dict[Doc, set[Doc]] = {}
        self._lines: dict[Doc, tuple[int, str]] = {}
        self._lost: dict[Doc, Reason] = {}
        self._reached: dict[str, list[Base]] = {}
        for each in files.kustomizations:
            if not each.is_component:
                self.reach(each.folder)
        for doc, reason in self._lost.items():
            if doc not in self._joined:
                self._wait(doc, reason)
        self._spread()

    def reach(self, folder: str, above: tuple[str, ...] = ()) -> list[Base]:
        """The old objects that a kustomization has in the end."""
        if folder not in self._reached:
            found = self.files.kustomization(folder)
            if found is None or folder in above:
                return []
            self._reached[folder] = self._built(found, [], (*above, folder))
        return self._reached[folder]

    def _built(self, kustomization: Kustomization, bases: list[Base], above: tuple[str, ...]) -> list[Base]:
        """What a kustomization makes of the objects that it is given, and of those that it takes in."""
        bases = list(bases)
        for entry in kustomization.entries:
            bases += self.reach(entry, above) if os.path.isdir(entry) else self._objects(entry)
        for folder in kustomization.components:
            component = self.files.kustomization(folder)
            if component is not None and folder not in above:
                bases = self._built(component, bases, (*above, folder))
        for layer in kustomization.layers:
            bases = self._layered(kustomization, layer, bases)
        value = kustomization.value
        prefix, suffix, namespace = (str(value.get(key) or "") for key in ("namePrefix", "nameSuffix", "namespace"))
        if prefix or suffix or namespace:
            bases = [base.renamed(prefix, suffix, namespace) for base in bases]
        for misfit in fields.misfits(kustomization, bases, self.trial):
            self._misfit(kustomization, misfit)
        return bases

    def _objects(self, file: str) -> list[Base]:
        found = self.files.objects(file) if os.path.isfile(file) else []
        for base in found:
            self._lines[base.doc] = (base.line, base.title)
            if base.new is None:
                self._wait(base.doc, Reason(file, base.line, f"{base.title}: {base.why}"))
            elif not self.overlays.scope.reads(file):
                self._wait(base.doc, Reason(file, base.line, f"{base.title} is not part of this run"))
        return found

    def _layered(self, kustomization: Kustomization, layer: Layer, bases: list[Base]) -> list[Base]:
        if not bases and not (layer.file and kustomization.elsewhere):
            return bases
        try:
            documents = kustomization.contents(layer)
        except ManifestError as error:
            return [self._unread(kustomization, layer, base, error.reason) for base in bases]
        for index, document in enumerate(documents):
            if isinstance(document.value, dict):
                bases = self._patched(kustomization, layer, Doc(layer.file, index), document, bases)
            elif isinstance(document.value, list):
                bases = [self._operated(kustomization, layer, document, base) for base in bases]
        return bases

    def _unread(self, kustomization: Kustomization, layer: Layer, base: Base, reason: str) -> Base:
        """A patch that cannot be read, as a template cannot: whatever it may change waits."""
        if layer.target is None or is_selected(base, layer.target, base.gvk):
            self._add(kustomization, layer, base, f"the patch is left as it is ({reason})")
        return base

    def _patched(
        self, kustomization: Kustomization, layer: Layer, doc: Doc, document: Document, bases: list[Base]
    ) -> list[Base]:
        patch = document.value
        gvk = identify(patch)
        fits = [
            base
            for base in bases
            if (is_selected(base, layer.target, base.gvk) if layer.target else gvk and is_patched_by(base, patch, gvk))
        ]
        verdict = self.goal.verdict(gvk) if gvk else None
        moves = bool(layer.file and verdict and verdict.way)
        if moves:
            line = document.line_of(("apiVersion",))
            self._lines[doc] = (line, layer.file)
            if not fits and kustomization.elsewhere and not layer.target:
                why = f"its base is elsewhere ({kustomization.elsewhere}): migrate both at once"
                self._lost[doc] = Reason(kustomization.file, kustomization.line(layer.place), why)
        moving = doc if moves else None
        return [self._laid(kustomization, layer, moving, document, base) if base in fits else base for base in bases]

    def _laid(
        self, kustomization: Kustomization, layer: Layer, doc: Doc | None, document: Document, base: Base
    ) -> Base:
        """An object with a patch laid over it. ``doc`` is the patch where it is a document that moves."""
        patch, new_patch = document.value, document.value
        if doc is not None:
            self._join(base.doc, doc)
            if not self.overlays.scope.reads(doc.file):
                line = self._lines[doc][0]
                self._wait(doc, Reason(doc.file, line, "the patch is not part of this run"))
        if base.new is None:
            return base
        if doc is not None:
            gvk = identify(patch)
            verdict = self.goal.verdict(gvk) if gvk else None
            if gvk is None or verdict is None or verdict.way is None:
                return base
            done = converted(patch, verdict.way, self.goal, patch=True)
            if not done.moves:
                self._wait(doc, Reason(doc.file, self._lines[doc][0], "the patch cannot be migrated"))
                return base
            new_patch = self.trial.followed(done, verdict.way.kind(gvk.kind))
        elif not layer.target:
            line = document.line_of(("apiVersion",))
            why = f"an inline patch of {base.gvk}, which would not find {base.title} in {base.to.api_version}"
            self._add(kustomization, layer, base, why, line=line)
            return base
        if layer.target and not is_selected(base, layer.target, base.to):
            self._add(kustomization, layer, base, _unselected(layer.target, base), place=_target(layer))
            return base
        fit = self.trial.merge(base, patch, new_patch, by_target=bool(layer.target))
        if fit.why:
            self._unfit(kustomization, layer, doc, document, base, fit)
        return fit.base

    def _unfit(
        self,
        kustomization: Kustomization,
        layer: Layer,
        doc: Doc | None,
        document: Document,
        base: Base,
        fit: Fit,
    ) -> None:
        why = f"over {base.title} in {base.to.api_version}, {fit.why}"
        if doc is None:
            self._add(kustomization, layer, base, why, line=document.line_of(fit.at))
        else:
            self._wait(doc, Reason(kustomization.file, kustomization.line(layer.place), why))

    def _operated(self, kustomization: Kustomization, layer: Layer, document: Document, base: Base) -> Base:
        if base.new is None or not layer.target or not is_selected(base, layer.target, base.gvk):
            return base
        if not is_selected(base, layer.target, base.to):
            self._add(kustomization, layer, base, _unselected(layer.target, base), place=_target(layer))
            return base
        *misfits, (_, last) = self.trial.operations(base, document.value)
        for index, fit in misfits:
            line = document.line_of((index, "path"))
            self._add(kustomization, layer, base, fit.why, line=line, place=(*layer.place, index))
        return last.base

    def _add(
        self,
        kustomization: Kustomization,
        layer: Layer,
        base: Base,
        why: str,
        *,
        line: int = 0,
        place: FieldPath = (),
    ) -> None:
        """Something that no longer fits, in a patch that kconv does not rewrite."""
        file = layer.file if layer.file and line else kustomization.file
        line = line or kustomization.line(place or layer.place)
        self._misfit(kustomization, Misfit(base, file, line, place or layer.place, why))

    def _misfit(self, kustomization: Kustomization, misfit: Misfit) -> None:
        found = self.misfits.setdefault(kustomization.file, {})
        found.setdefault((misfit.place, misfit.base.doc), misfit)
        self._wait(misfit.base.doc, Reason(misfit.file, misfit.line, misfit.why))

    def _wait(self, doc: Doc, reason: Reason) -> None:
        reasons = self.waiting.setdefault(doc, [])
        if reason not in reasons:
            reasons.append(reason)

    def _join(self, one: Doc, other: Doc) -> None:
        self._joined.setdefault(one, set()).add(other)
        self._joined.setdefault(other, set()).add(one)

    def _spread(self) -> None:
        """What is joined to something that waits, waits too."""
        todo = list(self.waiting)
        while todo:
            doc = todo.pop()
            first = self.waiting[doc][0]
            for other in sorted(self._joined.get(doc, ()), key=str):
                if other not in self.waiting:
                    self._wait(other, first)
                    todo.append(other)


def _target(layer: Layer) -> FieldPath:
    return (*layer.place[:2], "target")


def _unselected(target: dict[str, Any], base: Base) -> str:
    named = "/".join(str(target[key]) for key in ("group", "version") if target.get(key))
    return f"selects {named}, and would not find {base.title} in {base.to.api_version}"
