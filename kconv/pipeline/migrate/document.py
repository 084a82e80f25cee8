"""One document goes through the stages of a migration, in this order.

1. Its bytes are glanced at (``manifests.scan``): most documents need nothing, and are left at once.
2. A template is reported line by line, because only its renderer could migrate it (``templated``).
3. Other documents are parsed (``parse``), and the objects in them are identified (``identify``). Each of them goes
   through the other stages in turn (``objects``).
4. The target's verdict says which version each object should have (``verdicts``).
5. An old object is converted (``convert``), and what it names moves with it (``references``).
6. It waits if it would no longer fit what kustomize lays over it (``wait``).
7. What is old inside of an object is reported (``embedded``).
8. The objects that moved are written into the text (``rewrite``).

A document is left unchanged if anything about it is in doubt: its text does not parse, a decision is required, or the
result does not parse to the converted object.
"""

from __future__ import annotations

from collections.abc import Sequence

from kconv.errors import ManifestError
from kconv.manifests.scan import Glance
from kconv.manifests.split import RawDocument
from kconv.pipeline import reading
from kconv.pipeline.migrate.identify import Identified, gvk_of
from kconv.pipeline.migrate.outcomes import DocumentOutcome, Result
from kconv.pipeline.migrate.run import Run
from kconv.pipeline.migrate.wait import hold_back, may_hold_back
from kconv.pipeline.reading import Read
from kconv.pipeline.unparsed import is_kustomization
from kconv.pipeline.visitor import Place


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
        found = templated(text, place.file, run.target, place.template, documents)
        return Result([*found, *_stashes(text, place, run, documents)])
    except Exception as error:
        return _defect(place.file, text, Glance("parse"), error)


def _migrated(raw: RawDocument, place: Place, run: Run) -> Result:
    glance = run.target.watch.glance(raw)
    try:
        if glance.needs == "nothing":
            return _not_old(raw, glance, place, run)
        outcome = _by_its_bytes(raw, glance, place, run) if run.dry and glance.needs == "known" else None
        if outcome is not None:
            return Result([outcome])
        read = _read(raw, place, run)
        if read.template:
            return _templated(raw, place, run, read.template)
        return _objects(raw, glance, place, run, read)
    except ManifestError as error:
        from kconv.pipeline.migrate.failure import failed

        outcome = failed(place.file, raw, glance, error)
        if glance.needs == "known":
            verdict = run.target.verdict(gvk_of(glance.api_version, glance.kind))
            outcome.target, outcome.removed_in = str(verdict.to or ""), verdict.removed_in
            outcome.unserved = verdict.unserved
        return Result([outcome])
    except Exception as error:  # of a reader or writer
        return _defect(place.file, raw, glance, error)


def _not_old(raw: RawDocument, glance: Glance, place: Place, run: Run) -> Result:
    """Handle a document that is not old itself, but may refer to or contain something old."""
    names_old = glance.names or run.target.watch.among(glance.others)
    is_annotated = run.may_be_annotated(raw.data)
    if (
        not names_old
        and not is_annotated
        and not (is_kustomization(place.file) and may_hold_back(run, place.file, raw.data))
    ):
        return Result([])
    try:
        read = _read(raw, place, run)
        if not read.template:
            return _objects(raw, glance, place, run, read)
        reason = read.template
    except ManifestError:  # none of its objects is old, so that only its lines count
        reason = "not valid YAML"
    return _templated(raw, place, run, reason) if run.looks_inside else Result([])


def _read(raw: RawDocument, place: Place, run: Run) -> Read:
    """Why a document is a template; or its value, if a dry run can do without its tree."""
    from kconv.manifests.nodes import crowded

    if run.dry and not crowded(raw.data):
        return reading.read(raw, place.file, place.template)
    return Read(template=reading.template(raw, place.file, place.template), rare=True)


def _objects(raw: RawDocument, glance: Glance, place: Place, run: Run, read: Read) -> Result:
    from kconv.pipeline.migrate.objects import Objects

    return Objects(raw, glance, place, run, read).migrated()


def _templated(raw: RawDocument, place: Place, run: Run, reason: str) -> Result:
    from kconv.pipeline.migrate.templated import templated

    return Result([*templated(raw, place.file, run.target, reason), *_stashes(raw, place, run)])


def _stashes(
    raw: RawDocument, place: Place, run: Run, documents: Sequence[RawDocument] = ()
) -> Sequence[DocumentOutcome]:
    """The lines of a template that write a stash."""
    if not run.may_be_annotated(raw.data):
        return ()
    from kconv.pipeline.migrate.annotated import in_template

    return [*in_template(raw, place.file, documents)]


def _by_its_bytes(raw: RawDocument, glance: Glance, place: Place, run: Run) -> DocumentOutcome | None:
    """The outcome of an old document in a dry run, if its bytes say all that is reported."""
    if glance.names or reading.template(raw, place.file, place.template):
        return None
    from kconv.manifests.scan_names import name_in
    from kconv.manifests.well_formed import is_well_formed

    name, is_sure = name_in(raw.data)
    if not is_sure or not is_well_formed(raw.data):
        return None
    found = Identified((), gvk_of(glance.api_version, glance.kind), {}, name, glance.line)
    outcome = found.outcome(place.file, raw.index, run.target.verdict(found.gvk))
    if outcome.status == "migrated":
        hold_back(run, outcome)
    return outcome


def _defect(file: str, raw: RawDocument, glance: Glance, error: Exception) -> Result:
    from kconv.pipeline.defect import defect
    from kconv.pipeline.migrate.failure import failed

    return Result([failed(file, raw, glance, defect(error))])
