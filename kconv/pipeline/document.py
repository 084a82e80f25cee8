"""One document: what objects are in it, what becomes of each, and the text with those that could move.

A document is left as it was when anything about it is in doubt: its text does not parse, a person must decide, or the
result does not read back as the object that was meant. The items of a List are objects of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from kconv.errors import KconvError, ManifestError
from kconv.manifests.encoding import text_of
from kconv.manifests.scan import Glance
from kconv.manifests.split import RawDocument
from kconv.manifests.syntax import sound
from kconv.names import name_of
from kconv.pipeline import reading
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
            return Result(list(_templated(raw, place, goal, reason)))
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
        told = ManifestError(f"{type(defect).__name__}: {defect}", hint=DEFECT)
        return Result([failed(place.file, raw, glance, told)])


def _current(raw: RawDocument, glance: Glance, place: Place, goal: Goal, dry: bool) -> Result:
    """An object that is not old but may name what is. Where its text cannot be read that is nobody's finding."""
    with suppress(ManifestError):
        built = is_kustomization(place.file)
        names = glance.names or (built and goal.watch.selects(raw.data))
        if names and (glance.kind or built) and not _template(raw, place):
            return Examined(raw, glance, place, goal, dry).result()
    return Result([] if dry else _told(raw, glance, place, goal))


def _told(raw: RawDocument, glance: Glance, place: Place, goal: Goal) -> list[DocumentOutcome]:
    """What the lines of an object tell that nobody has parsed."""
    notes = others(glance, goal)
    if not notes:
        return []
    gvk, name = gvk_of(glance.api_version, glance.kind), glance.name if glance.named else _name(raw, glance, place)
    outcome = Found((), gvk, {}, name, glance.line).outcome(place.file, raw.index, Verdict("keep"))
    outcome.notes = notes
    return [outcome]


def _name(raw: RawDocument, glance: Glance, place: Place) -> str:
    """The name in a text whose bytes leave it in doubt; what they look like where that cannot be read."""
    from kconv.manifests.values import Rare

    with suppress(ManifestError):
        try:
            value = reading.value(raw, place.file)
        except Rare:
            value = reading.tree(raw, place.file)[0].value
        return name_of(value) if isinstance(value, dict) else ""
    return glance.name


def _template(raw: RawDocument, place: Place) -> str:
    """Why a document is a template, "" if it is none."""
    from kconv.manifests import templates

    if place.template or not templates.has_marks(raw.data):
        return place.template
    return templates.reason(text_of(raw.data, place.file, raw.line))


def failed(file: str, raw: RawDocument, glance: Glance, error: KconvError) -> DocumentOutcome:
    """The outcome of a document that cannot be read; the first old apiVersion in it gives the line to look at."""
    others = glance.others
    line = error.line or glance.line or (others[0][0] if others else raw.line)
    source = glance.api_version or (others[0][1] if others else "")
    reason = f"{error.path}: {error.reason}" if error.path else error.reason
    notes = [note("info", "", reason)]
    return DocumentOutcome(file, line, raw.index, glance.kind, glance.name, source, "", "error", notes, error.hint)


def _templated(raw: RawDocument, place: Place, goal: Goal, reason: str) -> Iterator[DocumentOutcome]:
    from kconv.manifests import templates

    for old in templates.old_lines(raw, goal.watch):
        verdict = goal.verdict(gvk_of(old.api_version, old.kind)) if old.kind else Verdict("keep")
        yield DocumentOutcome(
            place.file,
            old.line,
            raw.index,
            old.kind,
            "",
            old.api_version,
            str(verdict.to or ""),
            "templated",
            hint=f"{reason}: migrate what it renders to, or edit it by hand",
            removed_in=verdict.removed_in,
        )


def _known(raw: RawDocument, glance: Glance, place: Place, goal: Goal) -> DocumentOutcome:
    found = Found((), gvk_of(glance.api_version, glance.kind), {}, glance.name, glance.line)
    return found.outcome(place.file, raw.index, goal.verdict(found.gvk))
