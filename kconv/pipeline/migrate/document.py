"""One document: what objects are in it, what becomes of each, and the text with those that could move.

A document is left as it was when anything about it is in doubt: its text does not parse, a person must decide, or the
result does not read back as the object that was meant. The items of a List are objects of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

from kconv.errors import KconvError, ManifestError
from kconv.manifests.scan import Glance
from kconv.manifests.split import RawDocument
from kconv.manifests.syntax import sound
from kconv.notes import Note
from kconv.pipeline.migrate.convert import DEFECT
from kconv.pipeline.migrate.examined import Examined, Result
from kconv.pipeline.migrate.identify import Found, gvk_of, is_kustomization
from kconv.pipeline.migrate.outcomes import DocumentOutcome
from kconv.pipeline.migrate.verdicts import Goal
from kconv.pipeline.migrate.wait import waits
from kconv.pipeline.reading import template
from kconv.pipeline.visitor import Place


def examine(raw: RawDocument, place: Place, goal: Goal, *, dry: bool) -> Result:
    """Look at one document and convert what is old in it. ``dry`` only tells: nothing is converted, little parsed."""
    if not place.encrypted:
        return _examined(raw, place, goal, dry=dry)
    result = _examined(raw, place, goal, dry=True)
    for outcome in result.outcomes:
        if outcome.status in ("migrated", "fragment", "waits"):
            outcome.status, outcome.notes = "encrypted", []
            outcome.hint = f"{place.encrypted} binds values to their keys: decrypt the file, migrate it, encrypt it"
        elif outcome.status == "embedded":
            outcome.hint = f"{outcome.hint}; {place.encrypted} binds values to their keys: decrypt the file first"
    return result


def _examined(raw: RawDocument, place: Place, goal: Goal, *, dry: bool) -> Result:
    glance = goal.watch.glance(raw)
    try:
        if glance.needs == "nothing":
            return _current(raw, glance, place, goal, dry)
        reason = template(raw, place.file, place.template)
        if reason:
            return _templated(raw, place, goal, reason)
        if dry and glance.needs == "known" and glance.named and not glance.names and sound(raw.data):
            return Result([_known(raw, glance, place, goal)])
        return Examined(raw, glance, place, goal, dry).result()
    except ManifestError as error:
        outcome = failed(place.file, raw, glance, error)
        if glance.needs == "known":
            verdict = goal.verdict(gvk_of(glance.api_version, glance.kind))
            outcome.target, outcome.removed_in = str(verdict.to or ""), verdict.removed_in
        return Result([outcome])
    except Exception as defect:  # of a reader or writer; it must not hide what is wrong with other documents
        return Result([_defect(place.file, raw, glance, defect)])


def examine_template(text: RawDocument, documents: Sequence[RawDocument], place: Place, goal: Goal) -> Result:
    """Look at a file that is all template, whose actions and their comments know no documents."""
    from kconv.pipeline.migrate.templated import templated

    try:
        return Result(templated(text, place.file, goal, place.template, documents))
    except Exception as defect:
        return Result([_defect(place.file, text, Glance("parse"), defect)])


def _current(raw: RawDocument, glance: Glance, place: Place, goal: Goal, dry: bool) -> Result:
    """A document that is not old itself, but may name or hold what is."""
    says = glance.names or goal.watch.among(glance.others)
    if not says and not (is_kustomization(place.file) and goal.is_layered(place.file, raw.data)):
        return Result([])
    try:
        reason = template(raw, place.file, place.template)
        if not reason:
            return Examined(raw, glance, place, goal, dry).result()
    except ManifestError:  # no object of it is old, so that only what its lines say counts
        reason = "not valid YAML"
    return _templated(raw, place, goal, reason) if goal.looks_inside else Result([])


def _defect(file: str, raw: RawDocument, glance: Glance, defect: Exception) -> DocumentOutcome:
    return failed(file, raw, glance, ManifestError(f"{type(defect).__name__}: {defect}", hint=DEFECT))


def failed(file: str, raw: RawDocument, glance: Glance, error: KconvError) -> DocumentOutcome:
    """The outcome of a document that cannot be read; the first old apiVersion in it gives the line to look at."""
    others = glance.others
    line = error.line or glance.line or (others[0][0] if others else raw.line)
    source = glance.api_version or (others[0][1] if others else "")
    reason = f"{error.path}: {error.reason}" if error.path else error.reason
    notes = [Note("info", "", reason)]
    return DocumentOutcome(file, line, raw.index, glance.kind, glance.name, source, "", "error", notes, error.hint)


def _templated(raw: RawDocument, place: Place, goal: Goal, reason: str) -> Result:
    from kconv.pipeline.migrate.templated import templated

    return Result(templated(raw, place.file, goal, reason))


def _known(raw: RawDocument, glance: Glance, place: Place, goal: Goal) -> DocumentOutcome:
    found = Found((), gvk_of(glance.api_version, glance.kind), {}, glance.name, glance.line)
    outcome = found.outcome(place.file, raw.index, goal.verdict(found.gvk))
    if outcome.status == "migrated":
        waits(goal, outcome)
    return outcome
