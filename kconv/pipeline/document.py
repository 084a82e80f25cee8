"""One document: what objects are in it, what becomes of each, and the text with those that could move.

A document is left as it was when anything about it is in doubt: its text does not parse, a person must decide, or the
result does not read back as the object that was meant. The items of a List are objects of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from kconv.errors import KconvError, ManifestError
from kconv.manifests.encoding import text_of
from kconv.manifests.scan import Glance
from kconv.manifests.split import RawDocument
from kconv.manifests.syntax import sound
from kconv.pipeline.examined import DEFECT, Examined, Place, Result
from kconv.pipeline.found import Found, gvk_of, is_kustomization, others
from kconv.pipeline.goal import Goal, Verdict
from kconv.pipeline.outcomes import DocumentOutcome, note


def examine(raw: RawDocument, place: Place, goal: Goal, *, dry: bool) -> Result:
    """Look at one document and convert what is old in it. ``dry`` only tells: nothing is converted, little parsed."""
    glance = goal.watch.glance(raw)
    try:
        if glance.needs == "nothing":
            return _current(raw, glance, place, goal, dry)
        reason = _template(raw, place)
        if reason:
            return _templated(raw, place, goal, reason)
        if dry and glance.needs == "known" and not glance.names and sound(raw.data):
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
    from kconv.pipeline.templated import templated

    try:
        return Result(templated(text, place.file, goal, place.template, documents))
    except Exception as defect:
        return Result([_defect(place.file, text, Glance("parse"), defect)])


def _current(raw: RawDocument, glance: Glance, place: Place, goal: Goal, dry: bool) -> Result:
    """An object that is not old but may name what is. Where its text cannot be read that is nobody's finding."""
    with suppress(ManifestError):
        built = is_kustomization(place.file)
        names = glance.names or (built and goal.watch.selects(raw.data))
        reason = _template(raw, place) if names or goal.watch.among(glance.others) else ""
        if reason:
            return _templated(raw, place, goal, reason)
        if names and (glance.kind or built):
            return Examined(raw, glance, place, goal, dry).result()
    return Result([] if dry else _told(raw, glance, place, goal))


def _told(raw: RawDocument, glance: Glance, place: Place, goal: Goal) -> list[DocumentOutcome]:
    """What the lines of an object tell that nobody has parsed."""
    notes = others(glance, goal)
    if not notes:
        return []
    gvk = gvk_of(glance.api_version, glance.kind)
    outcome = Found((), gvk, {}, glance.name, glance.line).outcome(place.file, raw.index, Verdict("keep"))
    outcome.notes = notes
    return [outcome]


def _template(raw: RawDocument, place: Place) -> str:
    """Why a document is a template, "" if it is none."""
    from kconv.manifests import templates

    if place.template or not templates.has_marks(raw.data):
        return place.template
    return templates.reason(text_of(raw.data, place.file, raw.line))


def _defect(file: str, raw: RawDocument, glance: Glance, defect: Exception) -> DocumentOutcome:
    return failed(file, raw, glance, ManifestError(f"{type(defect).__name__}: {defect}", hint=DEFECT))


def failed(file: str, raw: RawDocument, glance: Glance, error: KconvError) -> DocumentOutcome:
    """The outcome of a document that cannot be read; the first old apiVersion in it gives the line to look at."""
    others = glance.others
    line = error.line or glance.line or (others[0][0] if others else raw.line)
    source = glance.api_version or (others[0][1] if others else "")
    reason = f"{error.path}: {error.reason}" if error.path else error.reason
    notes = [note("info", "", reason)]
    return DocumentOutcome(file, line, raw.index, glance.kind, glance.name, source, "", "error", notes, error.hint)


def _templated(raw: RawDocument, place: Place, goal: Goal, reason: str) -> Result:
    from kconv.pipeline.templated import templated

    return Result(templated(raw, place.file, goal, reason))


def _known(raw: RawDocument, glance: Glance, place: Place, goal: Goal) -> DocumentOutcome:
    found = Found((), gvk_of(glance.api_version, glance.kind), {}, glance.name, glance.line)
    return found.outcome(place.file, raw.index, goal.verdict(found.gvk))
