"""Kustomize builds from the bottom up: bases first, then each layer in a fixed order.

Kustomizations are built in that way over the objects that a run migrates, and each layer is tried on both forms of an
object.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

from kconv.errors import ManifestError
from kconv.manifests.atomic import writable
from kconv.manifests.scope import Scope
from kconv.manifests.tree import Document
from kconv.paths import FieldPath
from kconv.pipeline.migrate.identify import stated_kind
from kconv.pipeline.migrate.overlays import fields
from kconv.pipeline.migrate.overlays.base import (
    TOGETHER,
    Base,
    Doc,
    Misfit,
    Reason,
    identity,
    is_patched_by,
    is_selected,
    reselected,
)
from kconv.pipeline.migrate.overlays.kustomization import Kustomization, Layer
from kconv.pipeline.migrate.overlays.labels import Given, given
from kconv.pipeline.migrate.overlays.ledger import Ledger
from kconv.pipeline.migrate.overlays.objects import Known, Objects
from kconv.pipeline.migrate.overlays.repository import Repository
from kconv.pipeline.migrate.overlays.trial import Trial
from kconv.pipeline.migrate.target import Target


def built(connected: list[Kustomization], repository: Repository, target: Target, scope: Scope) -> Ledger:
    """Build kustomizations that are connected with each other, and no others, and return the findings."""
    building = Building(repository, target, scope)
    for each in connected:
        if not each.is_component:
            building.bases(each.folder)
    building.ledger.close()
    return building.ledger


_FIRST = "resolve this first: a patch and its base are migrated together"
_BOTH = "migrate both in one run: name both, and name a file that is excluded or has an unusual extension by its path"


class Building:
    """Takes the objects that are migrated through all layers."""

    def __init__(self, repository: Repository, target: Target, scope: Scope) -> None:
        self.repository, self.target, self.scope = repository, target, scope
        self.trial, self.ledger = Trial(target), Ledger()
        self._objects = Objects(target, self.trial)
        self._done: dict[str, list[Base]] = {}

    def bases(self, folder: str, above: tuple[str, ...] = ()) -> list[Base]:
        """The objects of a kustomization that are to be migrated, with all of its layers applied."""
        if folder not in self._done:
            found = None if folder in above else self.repository.kustomization(folder)
            if found is None:
                return []
            self._done[folder] = self._built(found, [], (*above, folder))
        return self._done[folder]

    def _built(self, kustomization: Kustomization, bases: list[Base], above: tuple[str, ...]) -> list[Base]:
        """The given objects, and those that a kustomization includes, with its layers applied."""
        bases = list(bases)
        for entry in kustomization.entries:
            bases += self.bases(entry, above) if os.path.isdir(entry) else self._taken_in(entry)
        for folder in kustomization.components:
            component = None if folder in above else self.repository.kustomization(folder)
            bases = self._built(component, bases, (*above, folder)) if component else bases
        self._report_duplicates(kustomization, bases, above)
        for layer in kustomization.patches:
            bases = self._layered(_Over(kustomization, layer), bases)
        for each in given(kustomization):
            bases = [self._given(kustomization, each, base) for base in bases]
        value = kustomization.value
        prefix, suffix, namespace = (str(value.get(key) or "") for key in ("namePrefix", "nameSuffix", "namespace"))
        bases = [base.renamed(prefix, suffix, namespace) for base in bases]
        for layer in kustomization.operations:
            bases = self._layered(_Over(kustomization, layer), bases)
        for misfit in fields.misfits(kustomization, bases, self.trial):
            self.ledger.misfit(kustomization.file, misfit)
        return [base.anything() for base in bases] if fields.renames(kustomization) else bases

    def _report_duplicates(self, kustomization: Kustomization, bases: list[Base], above: tuple[str, ...]) -> None:
        """Report objects that would have the same ID in the new version: kustomize rejects the second."""
        moving = [base for base in bases if base.new is not None]
        ids = Counter((base.to, identity(base.old)) for base in moving)
        there = self._standing(kustomization, above) if moving else frozenset()
        for base in moving:
            known = (base.to, identity(base.old))
            if ids[known] > 1 or known in there:
                there_too = f"exists, or would exist, in {base.to.api_version}"
                why = f"another {base.title} {there_too}, and there can be only one"
                line = kustomization.line(("resources",))
                self.ledger.wait(base.doc, Reason(kustomization.file, line, why, "remove one of the two"))

    def _standing(self, kustomization: Kustomization, above: tuple[str, ...]) -> frozenset[Known]:
        """The objects that a kustomization includes and that are not migrated."""
        found: set[Known] = set()
        for entry in kustomization.entries:
            if not os.path.isdir(entry):
                found |= self._objects.standing(entry)
            elif entry not in above and (inner := self.repository.kustomization(entry)):
                found |= self._standing(inner, (*above, entry))
        return frozenset(found)

    def _taken_in(self, file: str) -> list[Base]:
        found = self._objects.of(file) if os.path.isfile(file) else []
        for base in found:
            if base.new is None:
                self.ledger.stay(base.doc, Reason(file, base.line, f"{base.title}: {base.why}", _FIRST))
            elif not self.scope.reads(file):
                self.ledger.stay(base.doc, Reason(file, base.line, f"{base.title} is not part of this run", _BOTH))
            elif not writable(file):
                hint = f"allow it: chmod u+w {file}"
                self.ledger.stay(base.doc, Reason(file, base.line, f"{base.title} is read-only", hint))
        return found

    def _given(self, kustomization: Kustomization, gift: Given, base: Base) -> Base:
        """An object with the labels or the namespace that a kustomization adds to all of its objects."""
        if base.new is None:
            return base
        fit = self.trial.compared(base, gift.put(base.old, base.gvk), gift.put(base.new, base.to))
        if fit.why:
            line = kustomization.line(gift.at)
            self.ledger.misfit(kustomization.file, Misfit(base, kustomization.file, line, gift.at, fit.why))
        return fit.base

    def _layered(self, over: _Over, bases: list[Base]) -> list[Base]:
        if not bases and not over.layer.file:
            return bases
        if over.layer.file and not os.path.exists(over.layer.file):
            return bases  # kustomize cannot build this either
        try:
            documents = over.kustomization.contents(over.layer)
        except ManifestError as error:
            for base in bases:
                if over.layer.target is None or is_selected(base, over.layer.target, base.gvk):
                    self._misfit(over, base, f"the patch is left unchanged ({error.reason})")
            return bases
        for position, document in enumerate(documents):
            if isinstance(document.value, dict):
                bases = self._patched(over, Doc(over.layer.file, position), document, bases)
            elif isinstance(document.value, list) and over.layer.target:
                bases = [self._operated(over, document, base) for base in bases]
        return bases

    def _patched(self, over: _Over, doc: Doc, document: Document, bases: list[Base]) -> list[Base]:
        """The objects, with a strategic merge patch applied to those that it is for."""
        target, gvk = over.layer.target, stated_kind(document.value)
        mine = {
            base.doc
            for base in bases
            if (_is_chosen(base, target) if target else is_patched_by(base, document.value, gvk))
        }
        patch = self._moving(over, doc, document)
        if patch and not mine:
            self._lost(over, doc)
        return [self._laid(over, patch, document, base).known() if base.doc in mine else base for base in bases]

    def _lost(self, over: _Over, patch: Doc) -> None:
        """Record a patch that is migrated although no object here that it patches is."""
        elsewhere = self._elsewhere(over.kustomization, ())
        if elsewhere:
            hint = "migrate it together with that base, in one commit"
            self.ledger.lose(patch, over.reason(f"its base is elsewhere ({elsewhere})", hint))
        elif over.layer.target:
            why = "its target selects no object here that is migrated, whichever object the patch itself names"
            self.ledger.lose(patch, over.reason(why, "write it for the version of the objects that it patches"))

    def _elsewhere(self, kustomization: Kustomization, above: tuple[str, ...]) -> str:
        """What a kustomization, or one that it includes, takes from outside of the repository; "" if nothing."""
        folders = [each for each in kustomization.entries if each not in above]
        inner = (self.repository.kustomization(folder) for folder in folders)
        below = (self._elsewhere(each, (*above, each.folder)) for each in inner if each)
        return kustomization.elsewhere or next((each for each in below if each), "")

    def _moving(self, over: _Over, doc: Doc, document: Document) -> _Moving | None:
        """A patch in a file of its own that is, or should be, migrated; None for one that stays as it is."""
        gvk = stated_kind(document.value)
        to = self.trial.destination(document.value, gvk) if gvk and over.layer.file else None
        if to is None:
            return None
        line = document.line_of(("apiVersion",))
        if not self.scope.reads(doc.file):
            self.ledger.stay(doc, Reason(doc.file, line, "the patch is not part of this run", _BOTH))
        elif not writable(doc.file):
            self.ledger.stay(doc, Reason(doc.file, line, "the patch is read-only", f"allow it: chmod u+w {doc.file}"))
        new, why = self.trial.moved(document.value, to, patch=True)
        if new is None:
            self.ledger.stay(doc, Reason(doc.file, line, f"the patch cannot be migrated: {why}", _FIRST))
        return _Moving(doc, new)

    def _laid(self, over: _Over, patch: _Moving | None, document: Document, base: Base) -> Base:
        """An object with a patch applied."""
        target, new = over.layer.target, document.value
        if patch:
            self.ledger.join(base.doc, patch.doc)
            new = patch.new
        if base.new is None or new is None:
            return base
        if not patch and not target and base.gvk != base.to:
            why = f"an inline patch of {base.gvk} would no longer find {base.title} in {base.to.api_version}"
            self._misfit(over, base, why, document.line_of(("apiVersion",)))
            return base
        if target and not self._keeps(over, base, target):
            return base
        if "allowKindChange" in over.layer.options:
            self._misfit(over, base, "the patch may change the kind of the object")
        nameless = bool(target) and "allowNameChange" not in over.layer.options
        fit = self.trial.merge(base, document.value, new, nameless=nameless)
        if fit.why and patch:
            self.ledger.wait(patch.doc, over.reason(fit.why))
        elif fit.why:
            self._misfit(over, base, fit.why, document.line_of(fit.at))
        return fit.base

    def _operated(self, over: _Over, document: Document, base: Base) -> Base:
        """An object with the operations of a JSON patch applied."""
        target = over.layer.target
        if base.new is None or not target or not _is_chosen(base, target) or not self._keeps(over, base, target):
            return base
        *misfits, (_, last) = self.trial.operations(base, document.value)
        for index, fit in misfits:
            self._misfit(over, base, fit.why, document.line_of((index, "path")), (*over.layer.place, index))
        return last.base.known()

    def _keeps(self, over: _Over, base: Base, target: dict[str, Any]) -> bool:
        """Whether a target selects both forms of an object; if not, the object waits."""
        why = reselected(base, target)
        if why:
            place = (*over.layer.place[:2], "target")
            self.ledger.misfit(over.file, Misfit(base, over.file, over.kustomization.line(place), place, why))
        return not why

    def _misfit(self, over: _Over, base: Base, why: str, line: int = 0, place: FieldPath = ()) -> None:
        """Record what no longer fits in a patch that kconv does not rewrite."""
        file = over.layer.file if over.layer.file and line else over.file
        place = place or over.layer.place
        self.ledger.misfit(over.file, Misfit(base, file, line or over.kustomization.line(place), place, why))


def _is_chosen(base: Base, target: dict[str, Any]) -> bool:
    """Whether a target selects at least one form of an object."""
    return is_selected(base, target, base.gvk) or is_selected(base, target, base.to)


class _Over:
    """A layer and its kustomization."""

    def __init__(self, kustomization: Kustomization, layer: Layer) -> None:
        self.kustomization, self.layer = kustomization, layer
        self.file = kustomization.file

    def reason(self, why: str, hint: str = TOGETHER) -> Reason:
        """The reason for which something waits because of this layer."""
        return Reason(self.file, self.kustomization.line(self.layer.place), why, hint)


class _Moving:
    """A patch that is migrated, and its new form; None if it cannot be migrated."""

    def __init__(self, doc: Doc, new: Any) -> None:
        self.doc, self.new = doc, new
