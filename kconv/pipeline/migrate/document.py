"""One document goes through the stages of a migration, in this order.

1. Its bytes are glanced at (``manifests.scan``): most documents need nothing, and are left at once.
2. A template is reported line by line, because only its renderer could migrate it (``templated``).
3. Other documents are parsed (``parse``), and the objects in them are identified (``identify``).
4. The target's verdict says which version each object should have (``verdicts``).
5. An old object is converted (``convert``), and what it names moves with it (``references``).
6. It waits if it would no longer fit what kustomize lays over it (``wait``).
7. What is old inside of an object is reported (``embedded``).
8. The objects that moved are written into the text (``rewrite``).

A document is left unchanged if anything about it is in doubt: its text does not parse, a decision is required, or the
result does not parse to the converted object.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from kconv.errors import ManifestError
from kconv.manifests.scan import Glance
from kconv.manifests.split import RawDocument
from kconv.manifests.well_formed import is_well_formed
from kconv.paths import FieldPath
from kconv.pipeline.migrate.convert import convert_into
from kconv.pipeline.migrate.identify import Identified, gvk_of, objects
from kconv.pipeline.migrate.outcomes import DocumentOutcome, Result
from kconv.pipeline.migrate.parse import Parsed
from kconv.pipeline.migrate.rewrite import Draft, rewrite
from kconv.pipeline.migrate.run import Run
from kconv.pipeline.migrate.verdicts import Verdict
from kconv.pipeline.migrate.wait import may_hold_back, misfits, waits
from kconv.pipeline.reading import template
from kconv.pipeline.unparsed import is_kustomization
from kconv.pipeline.visitor import Place
from kconv.placeholders import has_placeholder

if TYPE_CHECKING:
    from kconv.pipeline.migrate.references.edits import Updates


def migrate_document(raw: RawDocument, place: Place, run: Run) -> Result:
    """Migrate one document. Of one that holds encrypted values it is only reported what a migration would do."""
    if not place.encrypted:
        return _migrated(raw, place, run)
    result = _migrated(raw, place, run._replace(dry=True))
    for outcome in result.outcomes:
        if outcome.status in ("migrated", "fragment", "waits"):
            outcome.status, outcome.notes = "encrypted", []
            outcome.hint = f"{place.encrypted} binds values to their keys: decrypt the file, migrate it, encrypt it"
        elif outcome.status == "embedded":
            outcome.hint = f"{outcome.hint}; {place.encrypted} binds values to their keys: decrypt the file first"
    return result


def migrate_template(text: RawDocument, documents: Sequence[RawDocument], place: Place, run: Run) -> Result:
    """Report a file that is all template: its actions and their comments may span the ``---`` between documents."""
    from kconv.pipeline.migrate.templated import templated

    try:
        return Result(templated(text, place.file, run.target, place.template, documents))
    except Exception as error:
        return _defect(place.file, text, Glance("parse"), error)


def _migrated(raw: RawDocument, place: Place, run: Run) -> Result:
    glance = run.target.watch.glance(raw)
    try:
        if glance.needs == "nothing":
            return _not_old(raw, glance, place, run)
        reason = template(raw, place.file, place.template)
        if reason:
            return _templated(raw, place, run, reason)
        if run.dry and glance.needs == "known" and glance.named and not glance.names and is_well_formed(raw.data):
            return Result([_by_its_bytes(raw, glance, place, run)])
        return _Objects(raw, glance, place, run).migrated()
    except ManifestError as error:
        from kconv.pipeline.migrate.failure import failed

        outcome = failed(place.file, raw, glance, error)
        if glance.needs == "known":
            verdict = run.target.verdict(gvk_of(glance.api_version, glance.kind))
            outcome.target, outcome.removed_in = str(verdict.to or ""), verdict.removed_in
        return Result([outcome])
    except Exception as error:  # of a reader or writer
        return _defect(place.file, raw, glance, error)


def _not_old(raw: RawDocument, glance: Glance, place: Place, run: Run) -> Result:
    """Handle a document that is not old itself, but may refer to or contain something old."""
    names_old = glance.names or run.target.watch.among(glance.others)
    if not names_old and not (is_kustomization(place.file) and may_hold_back(run, place.file, raw.data)):
        return Result([])
    try:
        reason = template(raw, place.file, place.template)
        if not reason:
            return _Objects(raw, glance, place, run).migrated()
    except ManifestError:  # none of its objects is old, so that only its lines count
        reason = "not valid YAML"
    return _templated(raw, place, run, reason) if run.looks_inside else Result([])


def _templated(raw: RawDocument, place: Place, run: Run, reason: str) -> Result:
    from kconv.pipeline.migrate.templated import templated

    return Result(templated(raw, place.file, run.target, reason))


def _by_its_bytes(raw: RawDocument, glance: Glance, place: Place, run: Run) -> DocumentOutcome:
    """The outcome of an old document in a dry run, where its bytes say all that is reported."""
    found = Identified((), gvk_of(glance.api_version, glance.kind), {}, glance.name, glance.line)
    outcome = found.outcome(place.file, raw.index, run.target.verdict(found.gvk))
    if outcome.status == "migrated":
        waits(run, outcome)
    return outcome


def _defect(file: str, raw: RawDocument, glance: Glance, error: Exception) -> Result:
    from kconv.pipeline.defect import defect
    from kconv.pipeline.migrate.failure import failed

    return Result([failed(file, raw, glance, defect(error))])


class _Objects:
    """The objects of a parsed document, each through all stages in turn, and then the text."""

    def __init__(self, raw: RawDocument, glance: Glance, place: Place, run: Run) -> None:
        self.raw, self.glance, self.place, self.run = raw, glance, place, run
        self.parsed = Parsed(raw, place.file, dry=run.dry)
        self.draft = Draft(self.parsed.value)
        self.outcomes: list[DocumentOutcome] = []
        self._reported: list[FieldPath] = []
        """Places in a kustomization that have an outcome of their own."""

    def migrated(self) -> Result:
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
        updates = self._references(found)
        if not updates.notes and not updates.edits:
            return
        outcome = self._outcome(found, Verdict("keep"))
        outcome.notes = updates.notes
        if updates.edits:
            outcome.status = "fragment" if self.place.patch else "migrated"
            outcome.target = outcome.source
            if not waits(self.run, outcome, found.path) and not self.run.dry:
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
        if verdict.way is None or run.dry:
            if outcome.status == "migrated" and not waits(run, outcome, found.path):
                outcome.notes += self._references(found).notes
            return
        conversion = convert_into(outcome, found.value, verdict.way, run.target, patch=patch)
        if conversion is not None and outcome.status != "decision" and not waits(run, outcome, found.path):
            from kconv.pipeline.migrate.references.update import update_converted

            self.draft.put(found.path, *update_converted(conversion, found.gvk, outcome, run.target))

    def _outcome(self, found: Identified, verdict: Verdict) -> DocumentOutcome:
        """The outcome as far as the verdict alone decides it, with the line if the bytes did not show it."""
        if not found.line:
            found = found._replace(line=self.parsed.line_of_version(found.path))
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
        filled_in = has_placeholder(found.gvk.api_version)
        if self.run.looks_inside and (filled_in or self.glance.names):
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
