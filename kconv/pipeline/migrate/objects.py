"""A document that its bytes do not settle is parsed, and each object in it goes through the remaining stages."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from kconv.manifests.scan import Glance
from kconv.manifests.split import RawDocument
from kconv.paths import FieldPath
from kconv.pipeline.migrate.convert import convert_into
from kconv.pipeline.migrate.identify import Identified, objects
from kconv.pipeline.migrate.outcomes import DocumentOutcome, Result
from kconv.pipeline.migrate.parse import Parsed
from kconv.pipeline.migrate.rewrite import Draft, rewrite, with_references
from kconv.pipeline.migrate.run import Run
from kconv.pipeline.migrate.verdicts import KEEP, Verdict
from kconv.pipeline.migrate.wait import hold_back, misfits
from kconv.pipeline.unparsed import is_kustomization
from kconv.pipeline.visitor import Place
from kconv.placeholders import has_placeholder

if TYPE_CHECKING:
    from kconv.pipeline.migrate.references.edits import Updates
    from kconv.pipeline.reading import Read


class Objects:
    """The objects of a parsed document, each through all stages in turn, and then the text."""

    def __init__(self, raw: RawDocument, glance: Glance, place: Place, run: Run, read: Read) -> None:
        self.raw, self.glance, self.place, self.run = raw, glance, place, run
        self.parsed = Parsed(raw, place.file, read)
        self.draft = Draft(self.parsed.value)
        self.outcomes: list[DocumentOutcome] = []
        self._reported: list[FieldPath] = []
        """Places in a kustomization that have an outcome of their own."""

    def migrated(self) -> Result:
        """The outcomes of all objects, and the document's new text if it changes."""
        any_object = False
        for found in objects(self.parsed.value, self.place.file, self.run.target, self.glance.line):
            any_object = True
            verdict = self.run.target.verdict(found.object_kind)
            if verdict.what == "keep":
                self._keep(found)
            else:
                self._migrate(found, verdict)
            self._search(found)
        if not any_object and self.run.looks_inside:
            self._embedded(self.parsed.value, (), (), root=True)
        if self.run.dry or not self.draft.is_changed:
            return Result(self.outcomes)
        return rewrite(self.parsed, self.draft, self.outcomes)

    def _keep(self, found: Identified) -> None:
        """An object that keeps its version: only what it names may move."""
        if not found.path and is_kustomization(self.place.file):
            self._report_misfits()
        if self.run.may_be_annotated(self.raw.data):
            from kconv.pipeline.migrate.annotated import annotated  # few manifests come from a cluster

            place = self.place.file, self.raw.index
            self.outcomes += annotated(found, self.parsed.tree, *place, self.run.target)
        updates = self._references(found)
        if not updates.notes and not updates.edits:
            return
        outcome = self._outcome(found, KEEP)
        outcome.notes = updates.notes
        if updates.edits:
            outcome.status = "fragment" if self.place.patch else "migrated"
            outcome.target = outcome.source
            if not hold_back(self.run, outcome, found.path):
                self.draft.update(found.path, updates)
        self.outcomes.append(outcome)

    def _migrate(self, found: Identified, verdict: Verdict) -> None:
        """An object that should not keep its version."""
        run, patch, outcome = self.run, self.place.patch, self._outcome(found, verdict)
        if found.typed:
            from kconv.pipeline.migrate.typed_list import migrate_items

            self.outcomes += migrate_items(found, verdict, self.parsed, self.draft, run, patch=patch) or [outcome]
            return
        self.outcomes.append(outcome)
        if verdict.new_version is None or run.dry:
            if outcome.status == "migrated" and not hold_back(run, outcome, found.path):
                outcome.notes += self._references(found).notes
            return
        conversion = convert_into(outcome, found.value, verdict.new_version, run.target, patch=patch)
        if conversion is None or outcome.status == "decision" or hold_back(run, outcome, found.path):
            return
        self.draft.put(found.path, *with_references(conversion, found.gvk, outcome, run.target))

    def _outcome(self, found: Identified, verdict: Verdict) -> DocumentOutcome:
        """The outcome as far as the verdict alone decides it, with the line if the bytes did not show it."""
        if not found.line:
            found = found._replace(line=self.parsed.tree.line_of((*found.path, "apiVersion")))
        return found.outcome(self.place.file, self.raw.index, verdict)

    def _references(self, found: Identified) -> Updates:
        from kconv.pipeline.migrate.references.update import update

        return update(found.value, found.gvk, self.run.target, dry=self.run.dry)

    def _report_misfits(self) -> None:
        """Report what a kustomization lays over old objects that no longer fits once they move."""
        for place, outcome in misfits(self.run, self.place.file, self.raw.index):
            self._reported.append(place)
            self.outcomes.append(outcome)

    def _search(self, found: Identified) -> None:
        """Report what is old inside of an object, but not what it names, which is reported already."""
        if not self.run.looks_inside:
            return
        filled_in = has_placeholder(found.gvk.api_version)
        if filled_in or self.glance.names:
            named = self._references(found).looked_at if self.glance.names else ()
            reported = [(*found.path, *path) for path in named]
            for path, value in found.parts():
                self._embedded(value, path, reported, root=filled_in)

    def _embedded(self, value: Any, path: FieldPath, reported: Collection[FieldPath], *, root: bool) -> None:
        from kconv.pipeline.migrate import embedded

        known = {*reported, *self._reported}
        for each in embedded.Search(self.run.target).inside(value, path, root=root):
            if not any((*each.path, each.key)[: len(place)] == place for place in known):
                outcome = embedded.outcome(each, self.parsed.tree, self.place.file, self.raw.index, self.run.target)
                self.outcomes.append(outcome)
